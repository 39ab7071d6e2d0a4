/* A plan as content: an edition as it stood, a pack before it is taken, and what differs between two readings. */
#ifndef WEB_PLAN_CONTENT_H
#define WEB_PLAN_CONTENT_H

#include "web/plan_view.h"

/* Points of an order, then sections and measures: words alone, nothing living. The table may still be changed. */
Table *plan_content_table(Ctx *ctx, Node *parent, Str id, const PlanContent *content);
/* What changed, at most so many rows (0: all); how many changes there are. */
uint32_t plan_difference(Ctx *ctx, Node *parent, const PlanContent *before, const PlanContent *after, uint32_t most);

/* What writers see of corrections that nobody approved: how many, which, the button. Marks view->is_changed. Nothing for a plan without. */
bool plan_corrections(Ctx *ctx, PlanView *view, Err *err);

#endif
