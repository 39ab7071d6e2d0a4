#include "flow/plan_read.h"

#include "base/date.h"
#include "base/utf8.h"
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

/* Words in the place of a term that name no time, and do not say that none is meant («по мере необходимости», «—»). */
static bool is_riddle(const Term *term, Arena *arena)
{
    static const char *const no_time[] = { "необходим", "надобност", "согласован", "запрос", "обращен", "заявк", "бессрочн" };
    uint32_t n_letters = 0;
    if (term->kind != TERM_NONE || term->n_warnings > 0) return false;
    for (size_t i = 0; i < term->text.n;) {
        uint32_t cp = utf8_next(term->text, &i);
        n_letters += utf8_lower(cp) != utf8_upper(cp) || (cp >= '0' && cp <= '9');
    }
    Str folded = utf8_fold(arena, term->text);
    for (size_t i = 0; i < sizeof no_time / sizeof *no_time; i++)
        if (str_find(folded, str_of(no_time[i])) != SIZE_MAX) return false;
    return n_letters >= 2 && !str_eq(folded, STR("нет"));
}

/* Said where the document is looked at: without days nobody is reminded. */
static void ask_riddles(PlanContent *plan, Arena *arena)
{
    enum { SAID = 12 };
    Str *warnings = arena_array(arena, Str, plan->n_warnings + SAID + 1u);
    uint32_t n = plan->n_warnings, n_riddles = 0;
    if (n > 0) memcpy(warnings, plan->warnings, n * sizeof *warnings);
    for (uint32_t i = 0; i < plan->n_measures; i++) {
        const Measure *measure = &plan->measures[i];
        if (!is_riddle(&measure->term, arena) || n_riddles++ >= SAID) continue;
        Str place = measure->number.n > 0 ? arena_printf(arena, "П. %.*s", STR_ARG(measure->number)) : arena_printf(arena, "Строка %u", measure->line_from);
        warnings[n++] = arena_printf(arena, "%.*s: срок «%.*s» не понят: впишите дни.", STR_ARG(place), STR_ARG(measure->term.text));
    }
    if (n_riddles > SAID) warnings[n++] = arena_printf(arena, "Не понято ещё сроков: %u.", n_riddles - SAID);
    plan->n_warnings = n;
    plan->warnings = warnings;
}

bool flow_plan_understand(const SourceDoc *doc, const FlowTermOptions *options, Arena *arena, PlanContent *out, Err *err) { return flow_plan_understand_columns(doc, options, STR_EMPTY, arena, out, NULL, err); }

bool flow_plan_understand_columns(const SourceDoc *doc, const FlowTermOptions *options, Str choices, Arena *arena, PlanContent *out, PlanColumns *columns, Err *err)
{
    PlanContent plan = { 0 };
    TermContext context = { 0 };
    if (!term_calendar_open(options, arena, &context, err) || !plan_read_columns(doc, choices, arena, &plan, columns, err)) return false;
    if (options->school_year != 0) plan.school_year = options->school_year;
    if (options->approved != DATE_NONE) plan.approved_on = options->approved;
    context.school_year = plan.school_year;
    context.calendar_year = plan.school_year != 0 && plan_calendar_year(plan.title) == plan.school_year + 1;
    context.approved = plan.approved_on;
    understand_terms(&plan, &context, arena);
    ask_riddles(&plan, arena);
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
