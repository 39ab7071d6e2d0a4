/* Which values a conclusion cites, and whether their effect is large. */
#include <math.h>
#include <stdlib.h>

#include "conclude/evidence_.h"

#define CITED_P         0.01 /* small in its own right: of 76 checks chance gives less than one such value; at .05 four */
#define CITED_CLASS_P   0.01 /* of a class, for its school: there are several */
#define MEAN_LIMIT      3.09
#define LARGE_WORKS     3.0  /* «strong»: at least this many works moved, or this share (statistics.md A12) */
#define LARGE_SHARE     0.1
#define MOST_CITED      12u

static bool in_unit(const Analysis *analysis, const Value *value, const ClassUnit *unit)
{
    if (value->class_index == NO_CLASS || value->procedure == UINT32_MAX) return false;
    const Frame *frame = analysis->procedures[value->procedure].frame;
    return frame->procedure->year == unit->year && frame->procedure->grade == unit->grade && str_eq(frame->classes[value->class_index].label, unit->label);
}

static const ClassUnit *class_of(const Analysis *analysis, const Evidence *evidence, const Value *value)
{
    const SchoolUnit *school = &evidence->schools[value->org];
    for (uint32_t c = 0; c < school->n_classes; c++)
        if (in_unit(analysis, value, &evidence->classes[school->class_first + c])) return &evidence->classes[school->class_first + c];
    return NULL;
}

static bool counts(const Analysis *analysis, const Value *value)
{
    return value->procedure == UINT32_MAX || indicator_counts(indicator_find(str_of(value->indicator)), analysis->procedures[value->procedure].norm);
}

static bool is_mean(const Value *value) { return indicator_find(str_of(value->indicator))->alone != NULL; }

/* For a school: its own small p, the pooled one, means beyond the limit, small p of its telling classes. For a class: its own. */
static bool is_cited(const Analysis *analysis, const Evidence *evidence, const Value *value, const ClassUnit *unit)
{
    if (value->silence != SPEAKS) return false;
    if (unit != NULL) return in_unit(analysis, value, unit) && counts(analysis, value) && value->midp <= CITED_P;
    if (is_mean(value)) return value->class_index == NO_CLASS && value->z > MEAN_LIMIT;
    if (!counts(analysis, value) || !(value->midp <= CITED_P)) return false;
    if (value->class_index == NO_CLASS) return true;
    const ClassUnit *own = class_of(analysis, evidence, value);
    return own != NULL && own->p <= CITED_CLASS_P && value->midp <= CITED_CLASS_P;
}

/* A value that could be cited if nothing is small in its own right. */
static bool is_candidate(const Analysis *analysis, const Value *value, const ClassUnit *unit)
{
    if (value->silence != SPEAKS || is_mean(value) || isnan(value->midp) || !counts(analysis, value)) return false;
    return unit != NULL ? in_unit(analysis, value, unit) : value->class_index == NO_CLASS;
}

typedef struct Rank { int group; double p; uint32_t index; } Rank;

/* Signs of the unit, pooled ones, those of its classes; then what only supports them, then means. */
static int group_of(const Value *value, const ClassUnit *unit)
{
    if (is_mean(value)) return 4;
    if (indicator_find(str_of(value->indicator))->role != ROLE_SIGN) return 3;
    return value->procedure == UINT32_MAX ? 1 : value->class_index != NO_CLASS && unit == NULL ? 2 : 0;
}

static int by_rank(const void *x, const void *y)
{
    const Rank *a = x, *b = y;
    if (a->group != b->group) return a->group - b->group;
    if (a->p < b->p || a->p > b->p) return a->p < b->p ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Families whose limits, where they have any, are works: moved, solved in excess, alike. */
static bool is_in_works(Family family) { return family == FAMILY_THRESHOLD || family == FAMILY_TASKS || family == FAMILY_SIMILARITY; }

static bool effect_is_large(const Analysis *analysis, const Cited *cited)
{
    double works = 0;
    for (uint32_t i = 0; i < cited->n; i++) {
        const Value *value = &analysis->values[cited->values[i]];
        if (value->procedure == UINT32_MAX || isnan(value->low)) continue;
        Family family = indicator_find(str_of(value->indicator))->family;
        if (family == FAMILY_THRESHOLD && value->class_index == NO_CLASS) works += value->low;
        if (is_in_works(family) && (value->low >= LARGE_WORKS || value->low >= LARGE_SHARE * value->n)) return true;
        if (family == FAMILY_JOURNAL && value->low - value->expected >= LARGE_SHARE) return true;
    }
    return works >= LARGE_WORKS; /* a sum of lower bounds is a lower bound */
}

Cited evidence_cite(const Analysis *analysis, const Evidence *evidence, uint32_t org, const ClassUnit *unit, Arena *arena)
{
    const ValueIndex *index = &evidence->by_org[org];
    Arena *scratch = arena_new(0); /* a season has too many schools to keep what was ranked */
    Rank *ranks = arena_array(scratch, Rank, index->n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < index->n; i++) {
        const Value *value = &analysis->values[index->at[i]];
        if (!is_cited(analysis, evidence, value, unit)) continue;
        int group = group_of(value, unit);
        ranks[n++] = (Rank){ group, value->midp, index->at[i] };
    }
    if (n == 0) { /* together they are rare, none alone: cite the two least likely */
        for (uint32_t i = 0; i < index->n; i++)
            if (is_candidate(analysis, &analysis->values[index->at[i]], unit)) ranks[n++] = (Rank){ 0, analysis->values[index->at[i]].midp, index->at[i] };
        qsort(ranks, n, sizeof *ranks, by_rank);
        if (n > 2) n = 2;
    }
    qsort(ranks, n, sizeof *ranks, by_rank);
    if (n > MOST_CITED) n = MOST_CITED;
    Cited cited = { .n = n, .values = arena_array(arena, uint32_t, n + 1u) };
    for (uint32_t i = 0; i < n; i++) cited.values[i] = ranks[i].index;
    arena_free(scratch);
    cited.effect_is_large = effect_is_large(analysis, &cited);
    return cited;
}
