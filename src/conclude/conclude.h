/* From frames to conclusions: norms, usual figures, federal markers, and graded conclusions with controlled false discovery. Pure: no I/O. */
#ifndef CONCLUDE_CONCLUDE_H
#define CONCLUDE_CONCLUDE_H

#include "domain/analysis.h"
#include "domain/anchor.h"
#include "domain/prior.h"
#include "indicator/indicator.h"

#define FUNNEL_MIN_SCHOOLS 10u /* under this the spread between schools is a guess */

/* The norm of these very works. Observed figures always; honest, lifted, journal and null only from NORM_MIN_SCHOOLS schools on.
 * shape  schools of fewer than 60: honest == NULL, journal.known == false
 * in     of_works: for what only measuring of these works needs (tests of schools, tasks of units); may be arena, or go before it, after norm_forget_works()
 * cost   O(works), one log-linear fit, tests of all schools, two fits of the task model */
Norm *norm_own(const Frame *frame, Arena *of_works, Arena *arena);
/* The works are measured: what of_works holds is not pointed at any more. */
void norm_forget_works(Norm *norm);

/* A copy of a reference whose model parts are filled in where only the distribution was known (official reports): honest and lifted from n * lumpy. */
const Norm *norm_complete(const Norm *reference, const Procedure *procedure, Arena *arena);

/* The honest distribution of own by the anchor's works alone, where they are enough (ANCHOR_MIN_WORKS, ANCHOR_MIN_SCHOOLS) and own has a norm at all; everything else of own stays
 * as estimated from all schools (lifted is the region's own practice). Cut-offs, lifting_share and what follows are told against it.
 * out  what was found and done; never NULL. own is changed only when ->used */
const AnchorUse *norm_use_anchor(Norm *own, const Anchor *anchor, const SchoolTable *schools, const Frame *frame, Arena *arena);

/* Rows of the anchor that name nothing in these frames: «Строка 5: школы sch1 в формах нет.» returns: whether any row names something */
bool anchor_strangers(const Anchor *anchor, Analysis *analysis, Arena *arena);

/* What schools are compared with: the reference when it fits the procedure (same id and maximum), else own from NORM_MIN_SCHOOLS schools on, else NULL. */
const Norm *norm_choose(const Norm *own, const Norm *const *references, uint32_t n_references, const Procedure *procedure, Arena *arena);

/* An outside norm that was made on other tasks says nothing of these: own from NORM_MIN_SCHOOLS schools on, else NULL, and own->reference_differs is set.
 * Where a few tasks are others, its task model gives way to the own one, if there is one. Other norms stay. */
const Norm *norm_of_these_tasks(const Norm *norm, Norm *own, const Frame *frame, Arena *arena);

/* Usual figures of one procedure: histogram, marks, flow, federal markers, funnel, tasks, what was left out.
 * in  norm may be NULL; own is never NULL */
void describe_procedure(const Frame *frame, const Norm *norm, const Norm *own, Arena *arena, ProcedureAnalysis *out);
/* The same without words about what was left out; both norms may be NULL. */
void describe_usual(const Frame *frame, const Norm *norm, const Norm *own, Arena *arena, ProcedureAnalysis *out);
/* funnel_y, funnel_z of the schools and the limits, by one measure: marks «3» and above, «4» and «5», mean share of the maximum. in: marks, mean and sd of the schools */
typedef enum FunnelMeasure { FUNNEL_PASS, FUNNEL_GOOD, FUNNEL_MEAN } FunnelMeasure;
void describe_measure(const Frame *frame, FunnelMeasure measure, SchoolStats *schools, FunnelLimits *out, Arena *arena);
/* The heat map of schools by tasks, for whoever shows it. */
void describe_heat(const Frame *frame, const Norm *norm, const Norm *own, Arena *arena, ProcedureAnalysis *out);

/* Cohorts (YEAR, N) → (YEAR + 1, N + 1) of a subject, in order of procedures; quartiles of type 7. */
void federal_cohorts(const ProcedureAnalysis *procedures, uint32_t n_procedures, uint32_t n_orgs, Arena *arena, Cohort **out, uint32_t *n_out);

#define CHANGE_MIN_WORKS 5u /* a school with fewer works in either year is not told of */

/* Changes of the region and of its schools between neighbouring years: (YEAR, N) → (YEAR + 1, N), other children, and (YEAR + 1, N + 1), the same.
 * in    figures[n] of the procedures in their order, of the same schools
 * cost  O(pairs × schools) */
void cohort_changes(const Prior *const *figures, uint32_t n, Arena *arena, Change **out, uint32_t *n_out);

/* Index of the latest year that has most of the works РУ4, МА4, РУ5, МА5; n_only_inflated needs the conclusions. */
void federal_index(Analysis *analysis, Arena *arena);

/* Federal markers against our signs, over all works; needs the conclusions. */
void two_lists(Analysis *analysis, Arena *arena);

/* The values of one procedure: every indicator of the registry, in its order; for each all schools, then (for_classes) all classes.
 * shape  values[indicator_values_count(frame)] */
uint32_t procedure_values_count(const Frame *frame);
void procedure_values(const IndicatorInput *in, Value *values, Arena *arena);

/* Values → conclusions, signs, q, levels, expected false alarms. in: analysis with procedures, schools, values, fdr filled in; values are in the order of
 * procedures, then as procedure_values() left them. Pooled values are appended to analysis->values. */
void conclude(Analysis *analysis, Arena *arena);

#endif
