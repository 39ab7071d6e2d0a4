/* Beside a plan: the document that it was read from, by lines, and what in the reading wants a person first. */
#ifndef WEB_PLAN_BESIDE_H
#define WEB_PLAN_BESIDE_H

#include "web/plan_view.h"
#include "web/reading.h"

/* doc NULL: why (ERR_NONE: the plan has none) is said instead. A line leads to the measure that begins there. */
void plan_beside_document(Ctx *ctx, Node *parent, const PlanView *view, const SourceDoc *doc, const Err *why);

bool plan_beside_is_unclear(const MeasureRow *row);
Str plan_beside_unclear_words(Ctx *ctx, const MeasureRow *row);
/* The page's title and the panel «Сначала это». */
void plan_beside_unclear(Ctx *ctx, const PlanView *view);

#endif
