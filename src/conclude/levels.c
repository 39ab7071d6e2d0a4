/* False discovery control and levels (statistics.md A12, D4). */
#include <math.h>

#include "conclude/evidence_.h"
#include "stats/multiple.h"

#define SIGNS_ALONE 0.01 /* means and jumps add weight but never carry a level: signs must be rare without them */

/* q of values: among the schools, and among the classes, of one indicator in one work; pooled values among schools of their channel. */
static void adjust_values(Analysis *analysis, const Evidence *evidence, Arena *arena)
{
    uint32_t room = analysis->n_values > evidence->n_schools ? analysis->n_values : evidence->n_schools;
    double *p = arena_array(arena, double, (size_t)room * 4 + 1), *q = p + room, *scratch = q + room;
    for (uint32_t from = 0, to; from < analysis->n_values; from = to) {
        const Value *first = &analysis->values[from];
        if (first->procedure == UINT32_MAX) break;
        for (to = from; to < analysis->n_values; to++) {
            const Value *value = &analysis->values[to];
            if (value->indicator != first->indicator || value->procedure != first->procedure || (value->class_index == NO_CLASS) != (first->class_index == NO_CLASS)) break;
            p[to - from] = value->silence == SPEAKS ? value->midp : NAN;
        }
        multiple_bh(p, to - from, q, scratch);
        for (uint32_t i = from; i < to; i++) analysis->values[i].q = q[i - from];
        analysis_rest(analysis);
    }
    for (uint32_t k = 0; k < evidence->n_channels; k++) {
        for (uint32_t org = 0; org < evidence->n_schools; org++) {
            uint32_t at = evidence->schools[org].pooled[k];
            p[org] = at != NOT_POOLED ? analysis->values[at].midp : NAN;
        }
        multiple_bh(p, evidence->n_schools, q, scratch);
        for (uint32_t org = 0; org < evidence->n_schools; org++)
            if (evidence->schools[org].pooled[k] != NOT_POOLED) analysis->values[evidence->schools[org].pooled[k]].q = q[org];
    }
}

static uint32_t count_at_most(const double *x, uint32_t n, double bound)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) count += x[i] <= bound; /* NaN is not */
    return count;
}

static uint32_t count_known(const double *x, uint32_t n)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) count += isnan(x[i]) ? 0 : 1;
    return count;
}

/* Classes of flagged schools only: BH inside the school at fdr R / m, told as q at fdr (Benjamini & Bogomolov 2014, JRSS B 76:297). */
static void adjust_classes(Evidence *evidence, double fdr, uint32_t n_tested, uint32_t n_flagged, Arena *arena)
{
    double *p = arena_array(arena, double, (size_t)evidence->n_classes * 4 + 1), *q = p + evidence->n_classes, *scratch = q + evidence->n_classes;
    for (uint32_t org = 0; org < evidence->n_schools; org++) {
        const SchoolUnit *school = &evidence->schools[org];
        if (!(school->q <= fdr)) continue;
        ClassUnit *classes = &evidence->classes[school->class_first];
        for (uint32_t c = 0; c < school->n_classes; c++) p[c] = classes[c].p;
        multiple_bh(p, school->n_classes, q, scratch);
        for (uint32_t c = 0; c < school->n_classes; c++) classes[c].q = isnan(q[c]) ? NAN : fmin(1, q[c] * n_tested / n_flagged);
    }
}

void evidence_adjust(Analysis *analysis, Evidence *evidence, Arena *arena)
{
    uint32_t n = evidence->n_schools;
    double *p = arena_array(arena, double, (size_t)n * 4 + 1), *q = p + n, *scratch = q + n;
    for (uint32_t i = 0; i < n; i++) p[i] = evidence->schools[i].p_signs; /* «strong» is for signs to carry */
    multiple_by(p, n, q, scratch);
    for (uint32_t i = 0; i < n; i++) evidence->schools[i].q_by = q[i];
    for (uint32_t i = 0; i < n; i++) p[i] = evidence->schools[i].p;
    multiple_bh(p, n, q, scratch);
    for (uint32_t i = 0; i < n; i++) evidence->schools[i].q = q[i];
    adjust_classes(evidence, analysis->fdr, count_known(p, n), count_at_most(q, n, analysis->fdr), arena);
    for (int f = 0; f < N_FAMILIES; f++) {
        for (uint32_t i = 0; i < n; i++) p[i] = evidence->schools[i].family_p[f];
        multiple_bh(p, n, q, scratch);
        for (uint32_t i = 0; i < n; i++) evidence->schools[i].family_q[f] = q[i];
    }
    adjust_values(analysis, evidence, arena);
}

/* What only supports is no second family. */
static bool family_of_signs(int family) { return family != FAMILY_MEAN && family != FAMILY_JUMP && family != FAMILY_EVENNESS && family != FAMILY_FEDERAL; }

static uint32_t count_families(const double *family_q, double fdr)
{
    uint32_t n = 0;
    for (int f = 0; f < N_FAMILIES; f++) n += family_of_signs(f) && family_q[f] <= fdr;
    return n;
}

Level evidence_school_level(const Evidence *evidence, const Analysis *analysis, uint32_t org, bool effect_is_large)
{
    const SchoolUnit *school = &evidence->schools[org];
    if (isnan(school->p) && school->n_mean == 0) return LEVEL_TOO_FEW_DATA;
    if (school->q <= analysis->fdr && school->p_signs <= SIGNS_ALONE) {
        uint32_t n_families = count_families(school->family_q, analysis->fdr);
        bool beyond_doubt = school->q_by <= analysis->fdr || n_families >= 2;
        return beyond_doubt && effect_is_large && !school->exact_only ? LEVEL_STRONG : LEVEL_SIGNS;
    }
    return school->q <= 2 * analysis->fdr || school->mean_alone ? LEVEL_ATTENTION : LEVEL_NONE;
}

static double harmonic(uint32_t n)
{
    double sum = 0;
    for (uint32_t i = n; i > 0; i--) sum += 1.0 / i;
    return sum;
}

Level evidence_class_level(const Evidence *evidence, const Analysis *analysis, const ClassUnit *unit, bool effect_is_large)
{
    if (isnan(unit->p)) return LEVEL_TOO_FEW_DATA;
    if (!(unit->q <= 2 * analysis->fdr)) return LEVEL_NONE;
    if (unit->q > analysis->fdr) return LEVEL_ATTENTION;
    const SchoolUnit *school = &evidence->schools[unit->org];
    bool beyond_doubt = unit->q * harmonic(evidence->n_schools) <= analysis->fdr; /* the step of Benjamini & Yekutieli over schools */
    return beyond_doubt && effect_is_large && !school->exact_only ? LEVEL_STRONG : LEVEL_SIGNS;
}

/* m tested schools, R rejected at level a: BH's cut on p is R a / m, so m * cut = R a honest schools are expected under it.
 * strong     under BY's cut, R_by fdr / H(m), or under the cuts of any two families of signs (products, families taken as independent)
 * signs      between that and BH's cut at fdr
 * attention  between BH's cuts at fdr and 2 fdr, plus .001 per judged mean (upper 99.8 % limit) of schools below that, no more than there are with a mean alone:
 *            totals have a ceiling, so means of honest schools pass the upper limit far less often than normal ones would
 * An upper bound: exact tests of small counts are conservative, and «strong» asks for a large effect too. Never more than the list has. */
void evidence_expected_false(const Evidence *evidence, Analysis *analysis)
{
    double fdr = analysis->fdr, tail = 0, one = 0, both = 0; /* one: sum of the families' cuts so far; both: of their products by twos */
    uint32_t m = 0, at_fdr = 0, at_double = 0, at_by = 0, n_mean_alone = 0;
    for (uint32_t i = 0; i < evidence->n_schools; i++) {
        const SchoolUnit *school = &evidence->schools[i];
        m += isnan(school->p) ? 0 : 1;
        at_fdr += school->q <= fdr;
        at_double += school->q <= 2 * fdr;
        at_by += school->q_by <= fdr;
        if (school->q <= 2 * fdr) continue;
        tail += 1 - pow(0.999, school->n_mean);
        n_mean_alone += school->mean_alone;
    }
    for (int f = 0; f < N_FAMILIES; f++) {
        uint32_t tested = 0, rejected = 0;
        for (uint32_t i = 0; i < evidence->n_schools && family_of_signs(f); i++) {
            tested += isnan(evidence->schools[i].family_p[f]) ? 0 : 1;
            rejected += evidence->schools[i].family_q[f] <= fdr;
        }
        double cut = tested > 0 ? rejected * fdr / tested : 0;
        both += one * cut;
        one += cut;
    }
    double strong = m == 0 ? 0 : fmax(at_by * fdr / harmonic(m), m * both), signs = at_fdr * fdr;
    strong = fmin(strong, signs);
    for (int level = 0; level < N_LEVELS; level++) analysis->expected_false[level] = NAN;
    analysis->expected_false[LEVEL_STRONG] = fmin(strong, analysis->n_level[LEVEL_STRONG]);
    analysis->expected_false[LEVEL_SIGNS] = fmin(signs - strong, analysis->n_level[LEVEL_SIGNS]);
    analysis->expected_false[LEVEL_ATTENTION] = fmin(at_double * 2 * fdr - signs + fmin(tail, n_mean_alone), analysis->n_level[LEVEL_ATTENTION]);
}
