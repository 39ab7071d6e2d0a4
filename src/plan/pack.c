#include "plan/pack.h"

#include "base/date.h"
#include "base/lines.h"

const PlanPack *plan_pack_find(Str id)
{
    for (uint32_t i = 0; plan_pack_registry[i] != NULL; i++)
        if (str_eq(id, str_of(plan_pack_registry[i]->id))) return plan_pack_registry[i];
    return NULL;
}

static const uint8_t *capabilities_of(const char *words, Arena *arena, uint32_t *n)
{
    Str text = str_of(words);
    uint8_t *out = arena_array(arena, uint8_t, text.n / 4 + 1);
    *n = 0;
    for (size_t i = 0; i + 2 < text.n; i += 4) out[(*n)++] = (uint8_t)((text.at[i + 1] - '0') * 10 + (text.at[i + 2] - '0'));
    return out;
}

static Measure measure_of(const PlanPack *pack, const PackMeasure *from, Arena *arena)
{
    Measure measure = { .number = str_of(from->number), .i_section = from->i_section == PACK_NO_SECTION ? PLAN_NO_SECTION : from->i_section, .task = str_of(pack->task), .title = str_of(from->title),
        .term = { .text = str_of(from->term) }, .expected = str_of(from->expected) };
    measure.n_bullets = lines_split(str_of(from->bullets), arena, &measure.bullets);
    measure.n_responsible = lines_split(str_of(from->responsible), arena, &measure.responsible);
    measure.n_participants = lines_split(str_of(from->participants), arena, &measure.participants);
    measure.capabilities = capabilities_of(from->capabilities, arena, &measure.n_capabilities);
    return measure;
}

static PlanDecision decision_of(const PackMeasure *from, Arena *arena)
{
    PlanDecision decision = { .number = str_of(from->number), .text = str_of(from->title), .term = { .text = str_of(from->term) } };
    decision.n_responsible = lines_split(str_of(from->responsible), arena, &decision.responsible);
    decision.capabilities = capabilities_of(from->capabilities, arena, &decision.n_capabilities);
    return decision;
}

/* The one place of the year, which the title marks by %s. */
static Str with_year(const char *title, Str year, Arena *arena)
{
    Str text = str_of(title);
    size_t at = str_find(text, STR("%s"));
    if (at == SIZE_MAX) return text;
    return arena_printf(arena, "%.*s%.*s%.*s", (int)at, text.at, STR_ARG(year), (int)(text.n - at - 2), text.at + at + 2);
}

void plan_pack_content(const PlanPack *pack, int school_year, Arena *arena, PlanContent *out)
{
    *out = (PlanContent){ .kind = pack->kind, .title = with_year(pack->plan_title, arena_printf(arena, "%d/%d", school_year, school_year + 1), arena), .approved_by = STR_EMPTY, .approved_on = DATE_NONE,
        .approved_number = STR_EMPTY, .goal = str_of(pack->goal), .school_year = school_year };
    out->n_columns = lines_split(str_of(pack->columns), arena, &out->columns);
    PlanSection *sections = arena_array(arena, PlanSection, pack->n_sections + 1u);
    for (uint32_t i = 0; i < pack->n_sections; i++) sections[i] = (PlanSection){ arena_printf(arena, "%u", i + 1), str_of(pack->sections[i]) };
    out->n_sections = pack->n_sections;
    out->sections = sections;
    if (pack->kind == PLAN_MINUTES) {
        PlanDecision *decisions = arena_array(arena, PlanDecision, pack->n_measures + 1u);
        for (uint32_t i = 0; i < pack->n_measures; i++) decisions[i] = decision_of(&pack->measures[i], arena);
        out->n_decisions = pack->n_measures;
        out->decisions = decisions;
        return;
    }
    Measure *measures = arena_array(arena, Measure, pack->n_measures + 1u);
    for (uint32_t i = 0; i < pack->n_measures; i++) measures[i] = measure_of(pack, &pack->measures[i], arena);
    out->n_measures = pack->n_measures;
    out->measures = measures;
}
