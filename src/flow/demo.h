/* A demonstration database: an invented region filled through the same use cases that people use, so that every role finds something to look at and something to do. */
#ifndef FLOW_DEMO_H
#define FLOW_DEMO_H

#include "flow/flow.h"

#define DEMO_TO_TRY "формы для пробы" /* folder beside the database: forms that nobody has brought yet */

typedef struct DemoPerson {
    Role role;
    const char *login, *name, *post;
    const char *org;       /* code */
    const char *what;      /* Russian: what this person will see */
    int64_t number;
    Str code;              /* one-time link: «/invite/CODE»; empty where none was asked */
} DemoPerson;

typedef struct DemoDone {
    int64_t region_id;
    uint32_t n_people; const DemoPerson *people; /* those with links */
    uint32_t n_schools, n_forms;
    uint64_t n_works;
} DemoDone;

/* Into an empty database of today's schema. Seconds. tell may be NULL: words of the step that begins.
 * fails   ERR_CONFLICT when there is a root already */
bool flow_demo_make(Flow *flow, void (*tell)(const char *words), Arena *arena, DemoDone *out, Err *err);
/* New links for the people of a demonstration; n_people 0 in any other database. */
bool flow_demo_links(Flow *flow, Arena *arena, DemoDone *out, Err *err);

#endif
