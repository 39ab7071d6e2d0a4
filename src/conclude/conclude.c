/* Values → conclusions. The body of conclude() reads in the order of the method: gather, adjust, grade, tell. */
#include "conclude/conclude.h"

#include <math.h>
#include <string.h>

#include "conclude/evidence_.h"
#include "indicator/tasks.h"

#define REST_SCHOOLS 16u /* between rests of a season's pages */

uint32_t procedure_values_count(const Frame *frame)
{
    uint32_t n = 0;
    for (const Indicator *const *at = indicator_registry; *at != NULL; at++) n += frame->n_schools + ((*at)->for_classes ? frame->n_classes : 0);
    return n;
}

void procedure_values(const IndicatorInput *in, Value *values, Arena *arena)
{
    IndicatorInput with_tasks = *in;
    with_tasks.tasks = tasks_units(in, arena);
    for (const Indicator *const *at = indicator_registry; *at != NULL; at++) {
        (*at)->compute(&with_tasks, values, arena);
        values += in->frame->n_schools + ((*at)->for_classes ? in->frame->n_classes : 0);
    }
}

/* Signs are made once, though a school and its class may cite the same value. */
typedef struct Signs { uint32_t *of_value, room; } Signs;

static Sign *new_sign(Analysis *analysis, Signs *signs, Arena *arena)
{
    if (analysis->n_signs == signs->room) {
        signs->room = signs->room == 0 ? 256 : signs->room * 2;
        Sign *more = arena_array(arena, Sign, signs->room);
        if (analysis->n_signs > 0) memcpy(more, analysis->signs, analysis->n_signs * sizeof *more);
        analysis->signs = more;
    }
    return &analysis->signs[analysis->n_signs++];
}

static void cite(Analysis *analysis, const ValueIndex *index, Signs *signs, const Cited *cited, Conclusion *conclusion, Arena *arena)
{
    uint32_t *list = arena_array(arena, uint32_t, cited->n + 1u);
    for (uint32_t i = 0; i < cited->n; i++) {
        uint32_t *at = &signs->of_value[cited->values[i]];
        if (*at == 0) {
            Sign sign = conclude_sign(analysis, index, &analysis->values[cited->values[i]], arena);
            *new_sign(analysis, signs, arena) = sign;
            *at = analysis->n_signs;
        }
        list[i] = *at - 1;
    }
    conclusion->signs = list;
    conclusion->n_signs = cited->n;
}

/* «Необычен только средний балл»: what chance gives one school in two must not stand under it as if it were found. */
static void keep_means(const Analysis *analysis, Cited *cited)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < cited->n; i++)
        if (indicator_find(str_of(analysis->values[cited->values[i]].indicator))->alone != NULL) cited->values[n++] = cited->values[i];
    cited->n = n;
}

static void conclude_school(Analysis *analysis, const Evidence *evidence, uint32_t org, Signs *signs, Arena *arena)
{
    const SchoolUnit *school = &evidence->schools[org];
    Cited cited = evidence_cite(analysis, evidence, org, NULL, arena);
    Conclusion *conclusion = &analysis->conclusions[analysis->n_conclusions++];
    *conclusion = (Conclusion){ .org = org, .procedure = UINT32_MAX, .class_index = NO_CLASS, .p = school->p, .q = school->q, .q_by = school->q_by, .n_works = school->n_works,
        .n_values = school->n_values, .level = evidence_school_level(evidence, analysis, org, cited.effect_is_large) };
    if (conclusion->level == LEVEL_ATTENTION && !(conclusion->q <= 2 * analysis->fdr)) keep_means(analysis, &cited);
    if (conclusion->level >= LEVEL_ATTENTION) cite(analysis, &evidence->by_org[conclusion->org], signs, &cited, conclusion, arena);
    conclusion->text = conclude_lead(analysis, evidence, conclusion, &cited, NULL, arena);
    analysis->n_level[conclusion->level]++;
}

/* most: the level of its school, which a class never passes */
static void conclude_class(Analysis *analysis, const Evidence *evidence, const ClassUnit *unit, Level most, Signs *signs, Arena *arena)
{
    Cited cited = evidence_cite(analysis, evidence, unit->org, unit, arena);
    Conclusion *conclusion = &analysis->conclusions[analysis->n_conclusions++];
    *conclusion = (Conclusion){ .org = unit->org, .procedure = unit->procedure, .class_index = unit->class_index, .p = unit->p, .q = unit->q, .q_by = NAN, .n_works = unit->n_works,
        .n_values = unit->n_values, .level = evidence_class_level(evidence, analysis, unit, cited.effect_is_large) };
    if (conclusion->level > most) conclusion->level = most;
    if (conclusion->level >= LEVEL_ATTENTION) cite(analysis, &evidence->by_org[conclusion->org], signs, &cited, conclusion, arena);
    conclusion->text = conclude_lead(analysis, evidence, conclusion, &cited, unit, arena);
}

void conclude(Analysis *analysis, Arena *arena)
{
    uint32_t n_indicators = 0;
    while (indicator_registry[n_indicators] != NULL) n_indicators++;
    size_t room = analysis->n_values + (size_t)analysis->schools.n * n_indicators + 1;
    if (analysis->values_room < room) {
        Value *values = arena_array(arena, Value, room);
        if (analysis->n_values > 0) memcpy(values, analysis->values, analysis->n_values * sizeof *values);
        analysis->values = values;
    }
    Evidence evidence;
    evidence_gather(analysis, &evidence, arena);
    evidence_adjust(analysis, &evidence, arena);
    Signs signs = { .of_value = arena_array(arena, uint32_t, analysis->n_values + 1u) };
    analysis->conclusions = arena_array(arena, Conclusion, analysis->schools.n + evidence.n_classes + 1u);
    memset(analysis->n_level, 0, sizeof analysis->n_level);
    for (uint32_t org = 0; org < analysis->schools.n; org++) {
        if (evidence.schools[org].n_works == 0) continue; /* only absent pupils: nothing was handed in to judge */
        if (org % REST_SCHOOLS == 0) analysis_rest(analysis);
        conclude_school(analysis, &evidence, org, &signs, arena);
        Level level = analysis->conclusions[analysis->n_conclusions - 1].level;
        if (!(evidence.schools[org].q <= analysis->fdr)) continue;
        const ClassUnit *classes = &evidence.classes[evidence.schools[org].class_first];
        for (uint32_t c = 0; c < evidence.schools[org].n_classes; c++) conclude_class(analysis, &evidence, &classes[c], level, &signs, arena);
    }
    evidence_expected_false(&evidence, analysis);
    analysis_rest(analysis);
}
