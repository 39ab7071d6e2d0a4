/* Figures of works for pages of results: where fragments of the analysis do not go – classes, points of single tasks, other measures of the funnel. */
#ifndef FLOW_RESULT_H
#define FLOW_RESULT_H

#include "domain/analysis.h"
#include "store/db.h"

typedef struct ResultAsk {
    int64_t region_id;
    Str path;                     /* schools of this subtree */
    const ProcedureAnalysis *of;  /* of the analysis: procedure, blueprint, norms */
    const SchoolTable *schools;   /* forms of others are left out */
    bool classes;                 /* classes stand in the place of schools: schools[i] is class i, its org is i */
} ResultAsk;

/* Standing forms as they are now; may be newer than the analysis. found: false when there is no form. heat is there when the work has tasks. */
bool flow_result_works(DbRead *db, const ResultAsk *ask, Arena *arena, ProcedureAnalysis *out, bool *found, Err *err);

/* The funnel by another measure: a copy of the procedure with other funnel_y, funnel_z and limits. RESULT_MAIN gives it back as it is. */
typedef enum ResultMeasure { RESULT_MAIN, RESULT_GOOD /* marks «4» and «5» */, RESULT_MEAN /* mean share of the maximum */ } ResultMeasure;
const ProcedureAnalysis *flow_result_measure(const ProcedureAnalysis *of, ResultMeasure measure, Arena *arena);

#endif
