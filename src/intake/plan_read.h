/* A document → the plan that it holds: its title, approval, sections and measures of any column layout, points of an order, decisions of minutes. */
#ifndef INTAKE_PLAN_READ_H
#define INTAKE_PLAN_READ_H

#include "domain/plan.h"
#include "intake/document.h"
#include "intake/plan_columns.h"

/* Terms have their text alone and no capability is recognised yet: flow/plan_read.h does both.
 * out      lives in the arena; everything kept as it stands in the document
 * fails    ERR_INPUT when there is neither a measure nor a decision: says what was found and what to do */
bool plan_read(const SourceDoc *doc, Arena *arena, PlanContent *out, Err *err);

/* The same with columns that people take for something else. choices: text of plan_columns.h, may be empty; columns (begun as zeros, may be NULL): what was met. */
bool plan_read_columns(const SourceDoc *doc, Str choices, Arena *arena, PlanContent *out, PlanColumns *columns, Err *err);

#endif
