/* A document → a plan with its terms understood and capabilities offered: blocks (intake/document.h), their meaning (intake/plan_read.h), days (plan/term.h), buttons (plan/capability.h). */
#ifndef FLOW_PLAN_READ_H
#define FLOW_PLAN_READ_H

#include "domain/plan.h"
#include "flow/term.h"
#include "intake/document.h"
#include "intake/plan_columns.h"

/* name     of the file: a hint only
 * options  school_year and approved stand for what the document says, when given; calendar as everywhere
 * doc      what was read, for showing beside the plan; may be NULL
 * out      lives in the arena
 * fails    as document_read and plan_read: ERR_INPUT, ERR_LIMIT */
bool flow_plan_read(Str name, Str bytes, const FlowTermOptions *options, Arena *arena, PlanContent *out, SourceDoc *doc, Err *err);

/* The same of a document that was read elsewhere. */
bool flow_plan_understand(const SourceDoc *doc, const FlowTermOptions *options, Arena *arena, PlanContent *out, Err *err);
/* With columns that a person takes for something else: choices and columns as of plan_read_columns(). */
bool flow_plan_understand_columns(const SourceDoc *doc, const FlowTermOptions *options, Str choices, Arena *arena, PlanContent *out, PlanColumns *columns, Err *err);

#endif
