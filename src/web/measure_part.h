/* Pieces of the pages of one measure: what its address means, forms of those who bring evidence, decide, drop; what was sent. */
#ifndef WEB_MEASURE_PART_H
#define WEB_MEASURE_PART_H

#include "flow/plan.h"
#include "web/ask.h"
#include "web/plan_table.h"

typedef struct MeasureView { PlanView plan; MeasureRow row; uint32_t n_people; const MeasurePerson *people; MeasureSlots slots; bool writes; MeasureMay may; } MeasureView;

/* The plan, the measure of parameter «n», its people, slots and evidence, and what this person may do with it. */
bool measure_view_open(Ctx *ctx, MeasureView *view, Err *err);
/* Планы / the plan / the measure. under: a page of the measure, may be NULL */
void measure_crumbs(Ctx *ctx, const MeasureView *view, bool itself);
Str measure_address(Ctx *ctx, const char *below); /* of the address's own measure: «», «/edit» */

/* What has been brought, with the controller's forms beside what waits. */
void measure_evidence_list(Ctx *ctx, Node *parent, const MeasureView *view);
/* «Готово», accept or return as a whole, drop, reopen: what this person may do now. */
void measure_steps(Ctx *ctx, Node *parent, const MeasureView *view);
/* The one of all that this person most likely came for, to stay in sight on a phone; NULL = nothing to do. */
const Button *measure_main_action(Ctx *ctx, const MeasureView *view);
/* What another decided while this person looked, and what this person typed; nothing when the failure was something else. */
void measure_decided_meanwhile(Ctx *ctx);
/* A sent form of the above: field «do». */
bool measure_act(Ctx *ctx, Err *err);

#endif
