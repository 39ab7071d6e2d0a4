/* One school or one class beside the places around it: scores, tasks, marks against the journal. */
#ifndef WEB_RESULT_UNIT_H
#define WEB_RESULT_UNIT_H

#include "web/result.h"

/* A place: school, class, district. The region is the norm of the procedure. */
typedef struct ResultUnit {
    Str name;                          /* rich: «Школа № 5», «класс «а»» */
    const ProcedureAnalysis *of;       /* of its works alone; heat may be NULL */
} ResultUnit;

/* own: what the page is about; around: what stands behind it; NULL when there is nothing wider than own but the region. */
void result_unit_figures(Ctx *ctx, Node *parent, const Result *result, const ResultUnit *own, const ResultUnit *around);
void result_unit_scores(Ctx *ctx, Node *parent, const Result *result, const ResultUnit *own, const ResultUnit *around);
void result_unit_tasks(Ctx *ctx, Node *parent, const Result *result, const ResultUnit *own, const ResultUnit *around);
void result_unit_journal(Ctx *ctx, Node *parent, const Result *result, const ResultUnit *own);
/* Classes side by side; under 5 works nothing but that. classes: flow_result_works() by classes. */
void result_unit_classes(Ctx *ctx, Node *parent, const ProcedureAnalysis *classes, Str address);
/* One class out of them as a procedure of its own; NULL when there is none of that label. */
const ProcedureAnalysis *result_unit_class(Ctx *ctx, const ProcedureAnalysis *classes, Str label);
/* «а» and «5а» are one class of grade 5. */
bool result_class_is(Str label, Str asked, int grade);

#endif
