/* Organisations: region → municipality → school → class. */
#ifndef DOMAIN_ORG_H
#define DOMAIN_ORG_H

#include <stdint.h>

#include "base/arena.h"

typedef enum OrgKind { ORG_REGION = 1, ORG_MUNICIPALITY, ORG_SCHOOL, ORG_CLASS } OrgKind;
const char *org_kind_title(OrgKind kind); /* «регион», «муниципалитет», «школа», «класс» */

#define ORG_PATH_STEP 17 /* bytes of one id in a path */

typedef struct Org {
    int64_t region_id, id, parent_id; /* parent_id 0: root */
    OrgKind kind;
    Str code, name, type;
    Str path;   /* ids from the root, 16 hexadecimal digits and «/» each */
    int year;   /* of a class: first calendar year of its school year */
    bool closed;
} Org;

/* Is below (or equal) the organisation of path_above? Both as Org.path. */
bool org_within(Str path, Str path_above);
/* The id of the step that begins at that byte: a multiple of ORG_PATH_STEP within the path. */
int64_t org_path_id(Str path, size_t at);
/* Path of a child. */
Str org_path_child(Str parent_path, int64_t id, Arena *arena);

#endif
