/* A plan as it was read (design: interface.md 1.4). */
#include "base/date.h"
#include "publish/json/json_.h"
#include "publish/publish.h"

static void put_front(Json *json, const PlanContent *plan, Arena *arena)
{
    json_put_or_null(json, "title", plan->title);
    json_key(json, "approved");
    json_object(json);
    json_put_or_null(json, "who", plan->approved_by);
    json_put_or_null(json, "date", date_iso(arena, plan->approved_on));
    json_put_or_null(json, "number", plan->approved_number);
    json_object_end(json);
    json_put_list(json, "basis", plan->n_basis, plan->basis);
    json_put_or_null(json, "school_year", plan->school_year == 0 ? STR_EMPTY : arena_printf(arena, "%d/%d", plan->school_year, plan->school_year + 1));
    json_put_list(json, "columns", plan->n_columns, plan->columns);
    json_key(json, "sections");
    json_array(json);
    for (uint32_t i = 0; i < plan->n_sections; i++) {
        json_object(json);
        json_put_or_null(json, "number", plan->sections[i].number);
        json_put_or_null(json, "title", plan->sections[i].title);
        json_object_end(json);
    }
    json_array_end(json);
}

/* By its number, by its title where it has none. */
static Str section_name(const PlanContent *plan, const Measure *measure)
{
    if (measure->i_section == PLAN_NO_SECTION) return STR_EMPTY;
    const PlanSection *section = &plan->sections[measure->i_section];
    return section->number.n > 0 ? section->number : section->title;
}

static void put_term(Json *json, const Term *term, Arena *arena)
{
    json_key(json, "term");
    term_json(term, json, arena);
}

static void put_measure(Json *json, const PlanContent *plan, const Measure *measure, Arena *arena)
{
    json_object(json);
    json_put_or_null(json, "number", measure->number);
    json_put_or_null(json, "section", section_name(plan, measure));
    json_put_or_null(json, "task", measure->task);
    json_put_str(json, "title", measure->title);
    put_term(json, &measure->term, arena);
    json_put_list(json, "responsible", measure->n_responsible, measure->responsible);
    if (measure->n_helpers > 0) json_put_list(json, "helpers", measure->n_helpers, measure->helpers); /* only where a document has such a column */
    if (measure->n_controllers > 0) json_put_list(json, "controllers", measure->n_controllers, measure->controllers);
    json_put_list(json, "participants", measure->n_participants, measure->participants);
    json_put_or_null(json, "expected", measure->expected);
    json_put_list(json, "bullets", measure->n_bullets, measure->bullets);
    json_key(json, "capabilities");
    json_array(json);
    for (uint32_t i = 0; i < measure->n_capabilities; i++) json_str(json, arena_printf(arena, "C%02u", measure->capabilities[i]));
    json_array_end(json);
    json_key(json, "source_lines");
    json_array(json);
    json_int(json, measure->line_from);
    json_int(json, measure->line_to);
    json_array_end(json);
    json_object_end(json);
}

static void put_decision(Json *json, const PlanDecision *decision, Arena *arena)
{
    json_object(json);
    json_put_or_null(json, "number", decision->number);
    json_put_str(json, "text", decision->text);
    put_term(json, &decision->term, arena);
    json_put_list(json, "responsible", decision->n_responsible, decision->responsible);
    json_object_end(json);
}

void plan_json(const PlanContent *plan, Buf *out, Arena *arena)
{
    Json json;
    json_init(&json, out, false);
    json_object(&json);
    put_front(&json, plan, arena);
    json_key(&json, "measures");
    json_array(&json);
    for (uint32_t i = 0; i < plan->n_measures; i++) put_measure(&json, plan, &plan->measures[i], arena);
    json_array_end(&json);
    json_key(&json, "decisions");
    json_array(&json);
    for (uint32_t i = 0; i < plan->n_decisions; i++) put_decision(&json, &plan->decisions[i], arena);
    json_array_end(&json);
    json_put_list(&json, "warnings", plan->n_warnings, plan->warnings);
    json_object_end(&json);
    buf_add_char(out, '\n');
}
