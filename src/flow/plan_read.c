#include "flow/plan_read.h"

#include "base/date.h"
#include "flow/term_.h"
#include "intake/plan_read.h"
#include "plan/capability.h"

static void understand_terms(PlanContent *plan, const TermContext *context, Arena *arena)
{
    Measure *measures = arena_array(arena, Measure, plan->n_measures + 1u);
    PlanDecision *decisions = arena_array(arena, PlanDecision, plan->n_decisions + 1u);
    for (uint32_t i = 0; i < plan->n_measures; i++) {
        measures[i] = plan->measures[i];
        term_parse(measures[i].term.text, context, arena, &measures[i].term);
    }
    for (uint32_t i = 0; i < plan->n_decisions; i++) {
        decisions[i] = plan->decisions[i];
        term_parse(decisions[i].term.text, context, arena, &decisions[i].term);
    }
    plan->measures = measures;
    plan->decisions = decisions;
}

bool flow_plan_understand(const SourceDoc *doc, const FlowTermOptions *options, Arena *arena, PlanContent *out, Err *err)
{
    PlanContent plan = { 0 };
    TermContext context = { 0 };
    if (!term_calendar_open(options, arena, &context, err) || !plan_read(doc, arena, &plan, err)) return false;
    if (options->school_year != 0) plan.school_year = options->school_year;
    if (options->approved != DATE_NONE) plan.approved_on = options->approved;
    context.school_year = plan.school_year;
    context.calendar_year = plan.school_year != 0 && plan_calendar_year(plan.title) == plan.school_year + 1;
    context.approved = plan.approved_on;
    understand_terms(&plan, &context, arena);
    capability_recognise_plan(&plan, arena);
    *out = plan;
    return true;
}

bool flow_plan_read(Str name, Str bytes, const FlowTermOptions *options, Arena *arena, PlanContent *out, SourceDoc *doc, Err *err)
{
    SourceDoc source = { 0 };
    if (!document_read(name, bytes, arena, &source, err) || !flow_plan_understand(&source, options, arena, out, err)) return false;
    if (doc != NULL) *doc = source;
    return true;
}
