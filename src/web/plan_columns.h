/* How the columns of a plan's document were taken, to be taken otherwise: a form on the page beside the document. */
#ifndef WEB_PLAN_COLUMNS_H
#define WEB_PLAN_COLUMNS_H

#include "web/plan_view.h"
#include "web/reading.h"

/* Nothing for a document without a table of measures. */
bool plan_columns_panel(Ctx *ctx, Node *parent, const PlanView *view, const SourceDoc *doc, Err *err);
/* The form was sent: step «columns». */
bool plan_columns_take(Ctx *ctx, const PlanView *view, const SourceDoc *doc, Err *err);

#endif
