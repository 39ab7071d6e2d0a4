/* Organisations in the database. Reading; writing stands below. */
#ifndef STORE_ORG_H
#define STORE_ORG_H

#include "domain/org.h"
#include "store/db.h"

/* out: untouched and *found false when there is none */
bool org_by_code(DbRead *db, int64_t region_id, Str code, Arena *arena, Org *out, bool *found, Err *err);
bool org_by_id(DbRead *db, int64_t region_id, int64_t id, Arena *arena, Org *out, bool *found, Err *err);
/* Roots of all trees, by name. */
bool org_roots(DbRead *db, Arena *arena, const Org **out, uint32_t *n, Err *err);
/* Open organisations of a kind (0: all) in the subtree of path, by sort key of the name («№ 2» before «№ 10»), then code. */
bool org_within_path(DbRead *db, int64_t region_id, Str path, OrgKind kind, Arena *arena, const Org **out, uint32_t *n, Err *err);
/* From the root down to the organisation itself: for breadcrumbs and «municipality of a school». */
bool org_chain(DbRead *db, const Org *org, Arena *arena, const Org **out, uint32_t *n, Err *err);

#endif
