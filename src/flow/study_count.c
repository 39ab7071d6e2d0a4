/* Counts of one analysis against the truth. */
#include <math.h>
#include <string.h>

#include "flow/study_.h"
#include "indicator/indicator.h"
#include "stats/multiple.h"

#define SIZE_OF_MOVED "threshold-absolute" /* the one indicator whose value is an absolute number of moved works */
#define NAIVE_Z       3.0

StudyPart *study_part(Arena *arena)
{
    StudyPart *part = arena_one(arena, StudyPart);
    buf_init(&part->lists, 0);
    buf_init(&part->norm, 0);
    buf_init(&part->habit, 0);
    return part;
}

void study_part_end(StudyPart *part)
{
    buf_free(&part->lists);
    buf_free(&part->norm);
    buf_free(&part->habit);
}

static void tally(Tally *out, double p, double midp)
{
    static const double at[MAX_LEVELS] = { .05, .005, .0005 };
    out->n++;
    for (int i = 0; i < MAX_LEVELS; i++) {
        out->p[i] += p <= at[i];
        out->midp[i] += midp <= at[i];
    }
}

static uint32_t index_of(const char *id)
{
    uint32_t k = 0;
    while (indicator_registry[k] != NULL && strcmp(indicator_registry[k]->id, id) != 0) k++;
    BUG_ON(indicator_registry[k] == NULL || k >= MAX_TESTS);
    return k;
}

/* ---- single tests ---- */

static uint32_t school_in(const Frame *frame, uint32_t org)
{
    uint32_t low = 0, high = frame->n_schools; /* schools stand by org, as both are by code */
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (frame->schools[middle].org < org) low = middle + 1;
        else high = middle;
    }
    BUG_ON(low == frame->n_schools || frame->schools[low].org != org);
    return low;
}

static void count_moved(const Value *value, uint32_t lifted, Moved *out)
{
    if (isnan(value->low) || isnan(value->high)) return;
    out->n++;
    out->covered += value->low <= lifted && lifted <= value->high;
    out->above += value->low > lifted;
    out->truth += lifted;
    out->estimate += value->value;
}

static void count_value(const Analysis *analysis, const StudyTruth *truth, const Value *value, uint32_t k, StudyPart *part)
{
    if (value->silence != SPEAKS || isnan(value->p)) return;
    if (value->procedure == UINT32_MAX) {
        tally(&part->test[k][UNIT_POOLED][truth->org_kind[value->org]], value->p, value->midp);
        return;
    }
    const Frame *frame = analysis->procedures[value->procedure].frame;
    const StudyWork *work = &truth->works[value->procedure];
    bool is_class = value->class_index != NO_CLASS;
    uint32_t at = is_class ? value->class_index : school_in(frame, value->org);
    uint8_t kind = is_class ? work->class_kind[at] : work->school_kind[at];
    tally(&part->test[k][is_class ? UNIT_CLASS : UNIT_SCHOOL][kind], value->p, value->midp);
    if (strcmp(value->indicator, SIZE_OF_MOVED) == 0) count_moved(value, is_class ? work->class_lifted[at] : work->school_lifted[at], &part->moved[is_class][kind]);
}

static void count_values(const Analysis *analysis, const StudyTruth *truth, StudyPart *part)
{
    const char *last = ""; /* no indicator's */
    uint32_t k = 0;
    for (uint32_t i = 0; i < analysis->n_values; i++) {
        const Value *value = &analysis->values[i];
        if (value->indicator != last) k = index_of(last = value->indicator);
        if (value->procedure != UINT32_MAX && value->class_index != NO_CLASS && analysis->procedures[value->procedure].frame->n_classes == 0) continue;
        count_value(analysis, truth, value, k, part);
    }
}

/* ---- conclusions ---- */

static int last_year(const Analysis *analysis)
{
    int year = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++)
        if (analysis->procedures[i].frame->procedure->year > year) year = analysis->procedures[i].frame->procedure->year;
    return year;
}

static bool is_sign(const Conclusion *conclusion) { return conclusion->level >= LEVEL_SIGNS; }
static bool is_honest(const StudyTruth *truth, uint8_t kind)
{
    return kind == KIND_HONEST || (kind <= truth->plan->n_plants && truth->plan->plants[kind - 1].kind == SIM_M8);
}

static void count_class(const Analysis *analysis, const StudyTruth *truth, const Conclusion *conclusion, StudyPart *part)
{
    if (!is_sign(conclusion)) return;
    const Frame *frame = analysis->procedures[conclusion->procedure].frame;
    const ClassSpan *span = &frame->classes[conclusion->class_index];
    for (uint32_t i = 0; i < truth->n_units; i++) {
        const StudyUnit *unit = &truth->units[i];
        if (unit->org == conclusion->org && unit->year == frame->procedure->year && unit->grade == frame->procedure->grade && str_eq(unit->label, span->label))
            part->class_all[unit->kind].k++;
    }
}

static void count_conclusions(const Analysis *analysis, const StudyTruth *truth, StudyPart *part)
{
    uint32_t list[2][3] = { 0 }; /* false, true; attention, signs, strong */
    for (uint32_t i = 0; i < analysis->n_conclusions; i++) {
        const Conclusion *conclusion = &analysis->conclusions[i];
        if (conclusion->class_index != NO_CLASS) {
            count_class(analysis, truth, conclusion, part);
            continue;
        }
        uint8_t kind = truth->org_kind[conclusion->org], n_classes = truth->org_classes[conclusion->org];
        part->level[kind][(n_classes < 1 ? 1 : n_classes > 4 ? 4 : n_classes) - 1][conclusion->level]++;
        if (!isnan(conclusion->p)) tally(&part->conclusion[kind], conclusion->p, conclusion->p);
        if (conclusion->level >= LEVEL_ATTENTION) list[!is_honest(truth, kind)][conclusion->level - LEVEL_ATTENTION]++;
    }
    for (uint32_t i = 0; i < truth->n_units; i++)
        if (truth->units[i].label.n > 0) part->class_all[truth->units[i].kind].n++;
    for (int level = LEVEL_ATTENTION; level < N_LEVELS; level++) part->expected[level] += isnan(analysis->expected_false[level]) ? 0 : analysis->expected_false[level];
    buf_printf(&part->lists, "%s[%u,%u,%u,%u,%u,%u]", part->lists.n > 0 ? "," : "", list[0][0], list[1][0], list[0][1], list[1][1], list[0][2], list[1][2]);
}

/* ---- flat family of classes ---- */

/* First value of each indicator and procedure, as procedure_values() lays them. */
static uint32_t *lay_out(const Analysis *analysis, uint32_t n_indicators, Arena *arena)
{
    uint32_t *first = arena_array(arena, uint32_t, (size_t)n_indicators * analysis->n_procedures + 1), at = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++)
        for (uint32_t k = 0; k < n_indicators; k++) {
            const Frame *frame = analysis->procedures[i].frame;
            first[i * n_indicators + k] = at;
            at += frame->n_schools + (indicator_registry[k]->for_classes ? frame->n_classes : 0);
        }
    return first;
}

/* Fisher over the works of one class, as conclude does it. */
static double unit_p(const Analysis *analysis, const StudyTruth *truth, const StudyUnit *unit, const uint32_t *first, uint32_t n_indicators, uint32_t k)
{
    double p[LIMIT_PROCEDURES], evidence = 0;
    uint32_t n = 0;
    for (uint32_t r = unit->first; r < unit->first + unit->n; r++) {
        const StudyRow *row = &truth->rows[r];
        const Value *value = &analysis->values[first[row->procedure * n_indicators + k] + analysis->procedures[row->procedure].frame->n_schools + row->class_index];
        if ((value->silence != SPEAKS && value->silence != SILENT_TOO_FEW) || isnan(value->midp)) continue;
        p[n++] = value->midp;
        evidence += value->extra[EXTRA_EVIDENCE];
    }
    return n > 0 && evidence >= indicator_registry[k]->smallest_n ? multiple_fisher(p, n) : NAN;
}

static void count_flat(const Analysis *analysis, const StudyTruth *truth, StudyPart *part, Arena *arena)
{
    uint32_t n_indicators = 0, n = 0;
    while (indicator_registry[n_indicators] != NULL) n_indicators++;
    const uint32_t *first = lay_out(analysis, n_indicators, arena);
    int year = last_year(analysis);
    double *p = arena_array(arena, double, (size_t)truth->n_units * 4 + 1), *q = p + truth->n_units, *scratch = q + truth->n_units;
    for (uint32_t k = 0; k < n_indicators; k++) {
        if (indicator_registry[k]->role == ROLE_ATTENTION || indicator_registry[k]->role == ROLE_DESCRIPTIVE || !indicator_registry[k]->for_classes) continue;
        n = 0;
        for (uint32_t i = 0; i < truth->n_units; i++)
            if (truth->units[i].year == year) p[n++] = unit_p(analysis, truth, &truth->units[i], first, n_indicators, k);
        multiple_bh(p, n, q, scratch);
        n = 0;
        for (uint32_t i = 0; i < truth->n_units; i++) {
            if (truth->units[i].year != year) continue;
            Share *share = &part->flat[k][truth->units[i].kind];
            share->n += isnan(p[n]) ? 0 : 1;
            share->k += q[n] <= analysis->fdr;
            n++;
        }
    }
}

/* ---- usual rules ---- */

static void mark(bool *any, bool fires, bool known, bool *told)
{
    *any |= fires;
    *told |= known;
}

/* Schools that the rule names in any work of the last year. z: mean of the school against the region, by the error of a mean of independent works,
 * and by the spread of school means. */
static void count_rules(const Analysis *analysis, const StudyTruth *truth, StudyPart *part, Arena *arena)
{
    uint32_t n_orgs = analysis->schools.n;
    bool *any = arena_array(arena, bool, (size_t)n_orgs * N_RULES + 1), *told = arena_array(arena, bool, (size_t)n_orgs * N_RULES + 1);
    int year = last_year(analysis);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const ProcedureAnalysis *procedure = &analysis->procedures[i];
        const Frame *frame = procedure->frame;
        if (frame->procedure->year != year) continue;
        double sum = 0, sum2 = 0, n = 0;
        for (uint32_t s = 0; s < frame->n_schools; s++) {
            if (frame->schools[s].n < 2) continue;
            double mean = procedure->schools[s].mean;
            n++, sum += mean, sum2 += mean * mean;
        }
        double centre = sum / n, spread = sqrt((sum2 - sum * sum / n) / (n - 1));
        for (uint32_t s = 0; s < frame->n_schools; s++) {
            const SchoolStats *school = &procedure->schools[s];
            bool *yes = any + (size_t)frame->schools[s].org * N_RULES, *spoke = told + (size_t)frame->schools[s].org * N_RULES;
            bool enough = frame->schools[s].n >= 2;
            mark(&yes[RULE_INFLATED], school->inflated == MARKER_YES, school->inflated != MARKER_UNDEFINED, &spoke[RULE_INFLATED]);
            mark(&yes[RULE_MISMATCH], school->mismatch == MARKER_YES, school->mismatch != MARKER_UNDEFINED, &spoke[RULE_MISMATCH]);
            mark(&yes[RULE_MEAN_SE], enough && (school->mean - procedure->mean) / (procedure->sd / sqrt(frame->schools[s].n)) > NAIVE_Z, enough, &spoke[RULE_MEAN_SE]);
            mark(&yes[RULE_MEAN_SD], enough && (school->mean - centre) / spread > NAIVE_Z, enough, &spoke[RULE_MEAN_SD]);
        }
    }
    for (uint32_t org = 0; org < n_orgs; org++)
        for (uint32_t rule = 0; rule < N_RULES; rule++) {
            Share *share = &part->rule[rule][truth->org_kind[org]];
            share->n += told[(size_t)org * N_RULES + rule];
            share->k += any[(size_t)org * N_RULES + rule];
        }
}

/* ---- norm ---- */

static void count_norm(const Analysis *analysis, const StudyTruth *truth, StudyPart *part)
{
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const Norm *norm = analysis->procedures[i].norm;
        if (norm == NULL || norm->honest == NULL || norm != analysis->procedures[i].own) continue;
        buf_printf(&part->habit, "%s[%d,%.4f,%.3f,%.3f]", part->habit.n > 0 ? "," : "", norm->lifting_is_ordinary, norm->lifting_share, norm->null_centre, norm->null_scale);
        for (int c = 0; c < norm->n_thresholds; c++) {
            const NormThreshold *threshold = &norm->thresholds[c];
            if (isnan(threshold->low)) continue;
            buf_printf(&part->norm, "%s[%u,%.1f,%.1f,%.1f]", part->norm.n > 0 ? "," : "", truth->works[i].lifted[c], threshold->excess, threshold->low, threshold->high);
        }
    }
}

void study_count(const Analysis *analysis, const StudyTruth *truth, StudyPart *part, Arena *arena)
{
    count_values(analysis, truth, part);
    count_conclusions(analysis, truth, part);
    count_flat(analysis, truth, part, arena);
    count_rules(analysis, truth, part, arena);
    count_norm(analysis, truth, part);
}
