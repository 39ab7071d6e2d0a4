/* Parts of making a demonstration. */
#ifndef FLOW_DEMO__H
#define FLOW_DEMO__H

#include "flow/demo.h"
#include "flow/demo_region.h"

typedef struct Demo {
    Flow *flow;
    Arena *arena;
    DemoDone *done;
    int32_t today;
    Org root, district, schools[DEMO_SCHOOLS + 1]; /* by number, from 1 */
    Who admin, region, municipality, head[DEMO_DISTRICT + 1]; /* head: of the district's schools, by number */
} Demo;

bool demo_make_people(Demo *demo, Err *err);
/* Registered works, forms of three years in all their states. */
bool demo_make_forms(Demo *demo, Err *err);
/* Questions and answers about signs; after the analysis. */
bool demo_make_cases(Demo *demo, Err *err);
/* Plans of the district and of its schools. */
bool demo_make_plans(Demo *demo, Err *err);

/* Meetings, minutes, letters, acts, publications. */
bool demo_make_records(Demo *demo, Err *err);
/* Measures that are done, half done, returned; after both. */
bool demo_make_proofs(Demo *demo, Err *err);

#endif
