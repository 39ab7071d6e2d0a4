/* Federal marker «sharp change of one cohort» and the region's index (domain.md 1.1; rules of counting: interface.md 1.1.1). */
#include "conclude/conclude.h"

#include <math.h>

#include "base/utf8.h"
#include "stats/federal.h"

/* Mean share of the maximum per school of the whole check; NaN where it has no works. */
static double *mean_shares(const ProcedureAnalysis *procedure, uint32_t n_orgs, Arena *arena)
{
    double *share = arena_array(arena, double, n_orgs);
    for (uint32_t i = 0; i < n_orgs; i++) share[i] = NAN;
    const Frame *frame = procedure->frame;
    for (uint32_t i = 0; i < frame->n_schools; i++)
        share[frame->schools[i].org] = procedure->schools[i].mean / frame->procedure->blueprint->max;
    return share;
}

static Cohort measure(const ProcedureAnalysis *procedures, uint32_t from, uint32_t to, uint32_t n_orgs, Arena *arena)
{
    const double *before = mean_shares(&procedures[from], n_orgs, arena), *after = mean_shares(&procedures[to], n_orgs, arena);
    CohortSchool *schools = arena_array(arena, CohortSchool, n_orgs);
    double *ks = arena_array(arena, double, (size_t)n_orgs * 2);
    uint32_t n = 0, n_k = 0;
    for (uint32_t org = 0; org < n_orgs; org++) {
        if (isnan(before[org]) || isnan(after[org])) continue;
        double k = after[org] > 0 ? before[org] / after[org] : NAN;
        schools[n++] = (CohortSchool){ .org = org, .from_share = before[org], .to_share = after[org], .k = k };
        if (!isnan(k)) ks[n_k++] = k;
    }
    FederalCohort limits = federal_cohort(ks, n_k, ks + n_orgs);
    Cohort cohort = { .from = from, .to = to, .n = n, .q1 = limits.q1, .q3 = limits.q3, .schools = schools };
    for (uint32_t i = 0; i < n; i++) {
        CohortSchool *school = &schools[i];
        bool undefined = isnan(school->k);
        school->drop = undefined ? MARKER_UNDEFINED : school->k > limits.drop_above ? MARKER_YES : MARKER_NO;
        school->growth = undefined ? MARKER_UNDEFINED : school->k < limits.growth_below ? MARKER_YES : MARKER_NO;
        cohort.n_drop += school->drop == MARKER_YES;
        cohort.n_growth += school->growth == MARKER_YES;
    }
    return cohort;
}

static const Procedure *identity(const ProcedureAnalysis *procedure) { return procedure->frame->procedure; }

void federal_cohorts(const ProcedureAnalysis *procedures, uint32_t n_procedures, uint32_t n_orgs, Arena *arena, Cohort **out, uint32_t *n_out)
{
    /* Each procedure has at most one next year's procedure in a subject per level of the work; pairs are few. */
    uint32_t room = n_procedures * n_procedures, n = 0;
    Cohort *cohorts = arena_array(arena, Cohort, room > 0 ? room : 1);
    for (uint32_t from = 0; from < n_procedures; from++)
        for (uint32_t to = 0; to < n_procedures; to++) {
            const Procedure *a = identity(&procedures[from]), *b = identity(&procedures[to]);
            if (a->grade > 0 && a->year > 0 && b->year == a->year + 1 && b->grade == a->grade + 1 && str_eq(a->subject, b->subject))
                cohorts[n++] = measure(procedures, from, to, n_orgs, arena);
        }
    *out = cohorts;
    *n_out = n;
}

/* The four works that the federal methodology marks schools by. */
static bool counts_for_index(const Procedure *procedure, Arena *arena)
{
    if (procedure->grade != 4 && procedure->grade != 5) return false;
    Str subject = utf8_fold(arena, procedure->subject);
    return str_eq(subject, STR("русский язык")) || str_eq(subject, STR("математика"));
}

static int index_year(const Analysis *analysis, Arena *arena)
{
    int best = 0;
    uint32_t most = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        int year = identity(&analysis->procedures[i])->year;
        uint32_t n = 0;
        for (uint32_t j = 0; j < analysis->n_procedures; j++)
            n += identity(&analysis->procedures[j])->year == year && counts_for_index(identity(&analysis->procedures[j]), arena);
        if (n > most || (n == most && n > 0 && year > best)) best = year, most = n;
    }
    return most > 0 ? best : 0;
}

enum { SEEN = 1, MARKED = 2, MARKED_OTHERWISE = 4 };

static void mark_procedure(const ProcedureAnalysis *procedure, uint8_t *state)
{
    for (uint32_t i = 0; i < procedure->frame->n_schools; i++) {
        uint8_t *at = &state[procedure->frame->schools[i].org];
        *at |= SEEN;
        if (procedure->schools[i].inflated == MARKER_YES) *at |= MARKED;
        if (procedure->schools[i].mismatch == MARKER_YES) *at |= MARKED | MARKED_OTHERWISE;
    }
}

static void mark_cohort(const Cohort *cohort, uint8_t *state)
{
    for (uint32_t i = 0; i < cohort->n; i++)
        if (cohort->schools[i].drop == MARKER_YES || cohort->schools[i].growth == MARKER_YES) state[cohort->schools[i].org] |= SEEN | MARKED | MARKED_OTHERWISE;
}

void federal_index(Analysis *analysis, Arena *arena)
{
    FederalIndex *federal = &analysis->federal;
    *federal = (FederalIndex){ .index = NAN, .year = index_year(analysis, arena) };
    if (federal->year == 0) return;
    uint8_t *state = arena_array(arena, uint8_t, analysis->schools.n);
    for (uint32_t i = 0; i < analysis->n_procedures && federal->n_procedures < 4; i++) {
        const Procedure *procedure = identity(&analysis->procedures[i]);
        if (procedure->year != federal->year || !counts_for_index(procedure, arena)) continue;
        federal->procedures[federal->n_procedures++] = i;
        mark_procedure(&analysis->procedures[i], state);
    }
    for (uint32_t i = 0; i < analysis->n_cohorts && federal->n_cohorts < 4; i++) {
        const Procedure *to = identity(&analysis->procedures[analysis->cohorts[i].to]);
        if (to->year != federal->year || to->grade != 5 || !counts_for_index(to, arena)) continue;
        federal->cohorts[federal->n_cohorts++] = i;
        mark_cohort(&analysis->cohorts[i], state);
    }
    uint8_t *signs = arena_array(arena, uint8_t, analysis->schools.n);
    for (uint32_t i = 0; i < analysis->n_conclusions; i++)
        if (analysis->conclusions[i].class_index == NO_CLASS) signs[analysis->conclusions[i].org] = analysis->conclusions[i].level >= LEVEL_SIGNS;
    for (uint32_t org = 0; org < analysis->schools.n; org++) {
        federal->n_all += (state[org] & SEEN) != 0;
        federal->n_marked += (state[org] & MARKED) != 0;
        federal->n_only_inflated += (state[org] & MARKED) != 0 && (state[org] & MARKED_OTHERWISE) == 0 && !signs[org];
    }
    if (federal->n_all > 0) federal->index = 100 * (1 - (double)federal->n_marked / federal->n_all);
}
