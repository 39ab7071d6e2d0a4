#include "indicator/threshold_.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "stats/basic.h"
#include "stats/multiple.h"
#include "stats/threshold.h"
#include "stats/tilt.h"

#define LIMITS_ALPHA 0.025 /* each side: 95 % limits */
#define SHARE_FLOOR  1e-6  /* no score is impossible: a total that the norm never saw must not forbid the test */

typedef struct Work {
    const IndicatorInput *in;
    ThresholdKind kind;
    const char *id;
    uint16_t max;
    ThresholdWindow window[N_CUTOFFS], lifting[N_CUTOFFS]; /* of the test; of the number of works moved */
    size_t n_windows, n_lifting;
    uint32_t *count, *all, *rest;
    double *f, *scratch;
    double *base;      /* the norm's distribution, as wide as one school's works are; NULL without a norm */
    TiltSpread spread; /* of these very schools; used without a norm */
} Work;

static void add_floor(double *f, uint16_t max)
{
    for (uint16_t t = 0; t <= max; t++) f[t] = (1 - SHARE_FLOOR) * f[t] + SHARE_FLOOR / (max + 1.0);
}

/* The cut-off that adds most, for the words: works missing below it plus works in excess on it. */
static void fill_story(const Work *work, uint32_t n, Value *value)
{
    double most = -INFINITY;
    for (size_t w = 0; w < work->n_windows; w++) {
        const ThresholdWindow *window = &work->window[w];
        double below = 0, below_expected = 0, above = 0, above_expected = 0;
        for (uint16_t t = window->from; t <= window->to; t++) {
            if (t + 2 < window->at || t > window->at + 1) continue;
            if (t < window->at) below += work->count[t], below_expected += n * work->f[t];
            else above += work->count[t], above_expected += n * work->f[t];
        }
        double gain = (below_expected - below) + (above - above_expected);
        if (gain <= most) continue;
        most = gain;
        const uint16_t *cutoff = work->in->frame->procedure->blueprint->cutoff;
        for (int i = 0; i < N_CUTOFFS; i++)
            if (cutoff[i] == window->at) value->extra[THRESHOLD_MARK] = i + 3;
        value->extra[THRESHOLD_BELOW] = below;
        value->extra[THRESHOLD_BELOW_EXPECTED] = below_expected;
        value->extra[THRESHOLD_ABOVE] = above;
        value->extra[THRESHOLD_ABOVE_EXPECTED] = above_expected;
    }
}

static uint32_t works_in_windows(const Work *work)
{
    uint32_t n = 0;
    for (size_t w = 0; w < work->n_windows; w++)
        for (uint16_t t = work->window[w].from; t <= work->window[w].to; t++) n += work->count[t];
    return n;
}

/* work->f: what works of a school of this level would be, by the norm. */
static void expect_by_norm(const Work *work, const Unit *unit)
{
    const Norm *norm = work->in->norm;
    double level = tilt_shrunk_mean(unit_mean(work->in->frame, unit), unit->n, norm->mean, norm->tau2_mean, norm->within_sd * norm->within_sd);
    tilt_to_mean(work->base, work->max, level, work->f);
    add_floor(work->f, work->max);
}

static void by_norm(const Work *work, const Unit *unit, Value *value)
{
    expect_by_norm(work, unit);
    ThresholdTest test = threshold_ratio_any(work->count, work->f, work->window, work->n_windows, work->scratch);
    ThresholdMoved moved = threshold_moved(work->count, work->f, work->lifting, work->n_lifting, LIMITS_ALPHA);
    value->value = moved.moved;
    value->low = moved.low;
    value->high = moved.high;
    value->p = test.p;
    value->midp = test.midp;
    value->z = multiple_z(test.midp);
}

/* Schools differ in how much they lift: only what goes beyond that spread is a sign. */
static void take_off_spread(const Norm *norm, Value *value)
{
    if (isnan(value->p)) return;
    MultipleNull null = { norm->null_centre, norm->null_scale };
    value->p = multiple_null_p(multiple_z(value->p), null);
    value->midp = multiple_null_p(multiple_z(value->midp), null);
    value->z = multiple_z(value->midp);
}

/* work->f: the other schools' works; gives the level of this unit, or NaN when there are no others. */
static double expect_by_the_others(const Work *work, const Unit *unit)
{
    const Frame *frame = work->in->frame;
    Unit school = unit_at(frame, unit->school);
    double n_rest = 0, sum = 0;
    unit_histogram(frame, &school, work->rest);
    for (uint16_t t = 0; t <= work->max; t++) {
        work->rest[t] = work->all[t] - work->rest[t];
        n_rest += work->rest[t];
        sum += (double)work->rest[t] * t;
    }
    if (n_rest == 0) return NAN;
    for (uint16_t t = 0; t <= work->max; t++) work->f[t] = work->rest[t] / n_rest;
    add_floor(work->f, work->max);
    double mean = unit_mean(frame, unit);
    return isnan(work->spread.tau2) ? mean : tilt_shrunk_mean(mean, unit->n, sum / n_rest, work->spread.tau2, work->spread.within);
}

/* Exact within the data: this unit against the other schools, moved to this unit's level. */
static void by_the_others(const Work *work, const Unit *unit, Value *value)
{
    double odds[N_CUTOFFS], level = expect_by_the_others(work, unit);
    if (isnan(level)) {
        value->silence = SILENT_NO_REFERENCE;
        return;
    }
    threshold_level_odds(work->f, tilt_to_mean(work->f, work->max, level, work->scratch), work->window, work->n_windows, odds);
    ThresholdTest test = threshold_relative_any(work->count, work->rest, odds, work->window, work->n_windows, work->scratch);
    tilt_to_mean(work->f, work->max, level, work->f);
    value->value = threshold_moved(work->count, work->f, work->lifting, work->n_lifting, LIMITS_ALPHA).moved;
    value->p = test.p;
    value->midp = test.midp;
    value->z = multiple_z(test.midp);
}

static TiltSpread spread_of(const Frame *frame, Arena *arena)
{
    double *mean = arena_array(arena, double, (size_t)frame->n_schools * 3), *variance = mean + frame->n_schools, *n = variance + frame->n_schools;
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        Unit unit = unit_at(frame, i);
        mean[i] = unit_mean(frame, &unit);
        n[i] = unit.n;
        double sum = 0;
        for (uint32_t w = unit.first; w < unit.first + unit.n; w++) sum += (frame->total[w] - mean[i]) * (frame->total[w] - mean[i]);
        variance[i] = unit.n > 1 ? sum / (unit.n - 1.0) : NAN;
    }
    return tilt_spread(mean, variance, n, frame->n_schools);
}

static Value measure(const Work *work, const Unit *unit, bool has_model)
{
    Value value = unit_value(work->in, work->id, unit, SPEAKS);
    unit_histogram(work->in->frame, unit, work->count);
    uint32_t evidence = works_in_windows(work);
    value.extra[THRESHOLD_EVIDENCE] = evidence;
    if (evidence > 0) {
        if (has_model) by_norm(work, unit, &value);
        else by_the_others(work, unit, &value);
        if (value.silence == SPEAKS) {
            value.expected = 0;
            fill_story(work, unit->n, &value);
        }
    }
    if (value.silence == SPEAKS && evidence < THRESHOLD_SMALLEST_N) value.silence = SILENT_TOO_FEW;
    return value;
}

static bool has_model(const IndicatorInput *in) { return in->norm != NULL && in->norm->honest != NULL && in->norm->lifted != NULL; }

static Work work_begin(const IndicatorInput *in, const char *id, ThresholdKind kind, Arena *arena)
{
    const Blueprint *blueprint = in->frame->procedure->blueprint;
    size_t n_scores = blueprint->max + 1u;
    Work work = { .in = in, .kind = kind, .id = id, .max = blueprint->max, .count = arena_array(arena, uint32_t, n_scores), .all = arena_array(arena, uint32_t, n_scores),
        .rest = arena_array(arena, uint32_t, n_scores), .f = arena_array(arena, double, n_scores),
        .scratch = arena_array(arena, double, threshold_scratch_size() + n_scores) };
    work.n_windows = threshold_windows(blueprint->cutoff, N_CUTOFFS, blueprint->max, 3, 3, work.window);
    work.n_lifting = threshold_lifting_windows(blueprint->cutoff, N_CUTOFFS, blueprint->max, work.lifting);
    if (has_model(in)) {
        double within = in->norm->within_sd * in->norm->within_sd;
        work.base = arena_array(arena, double, n_scores);
        memcpy(work.base, kind == THRESHOLD_HONEST ? in->norm->honest : in->norm->lifted, n_scores * sizeof *work.base);
        if (within > 0) tilt_to_variance(work.base, blueprint->max, within, work.base);
    } else {
        Unit everyone = { .n = in->frame->n_works };
        unit_histogram(in->frame, &everyone, work.all);
        work.spread = spread_of(in->frame, arena);
    }
    return work;
}

void threshold_compute(const IndicatorInput *in, const char *id, ThresholdKind kind, Value *values, Arena *arena)
{
    uint32_t n_units = unit_count(in->frame, true);
    Silence silence = !in->frame->procedure->blueprint->cutoffs_known ? SILENT_NO_CUTOFFS
                      : has_model(in) || kind == THRESHOLD_LIFTED     ? SPEAKS
                      : in->norm != NULL                              ? SILENT_NO_MODEL
                                                                      : SILENT_NO_REFERENCE;
    if (silence != SPEAKS) {
        for (uint32_t i = 0; i < n_units; i++) {
            Unit unit = unit_at(in->frame, i);
            values[i] = unit_value(in, id, &unit, silence);
        }
        return;
    }
    Work work = work_begin(in, id, kind, arena);
    const Value *tested = in->norm_is_own && has_model(in) ? in->norm->lifting_tests[kind] : NULL;
    for (uint32_t i = 0; i < n_units; i++) {
        Unit unit = unit_at(in->frame, i);
        if (tested != NULL && i < in->frame->n_schools) {
            values[i] = tested[i];
            values[i].indicator = id;
            values[i].procedure = in->procedure;
        } else values[i] = measure(&work, &unit, has_model(in));
        if (kind == THRESHOLD_LIFTED && has_model(in)) take_off_spread(in->norm, &values[i]);
    }
}

void threshold_tests(const Frame *frame, const Norm *norm, ThresholdKind kind, Value *values, Arena *arena)
{
    IndicatorInput in = { .frame = frame, .norm = norm, .norm_is_own = true };
    BUG_ON(!has_model(&in) || !frame->procedure->blueprint->cutoffs_known);
    Work work = work_begin(&in, NULL, kind, arena);
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        Unit unit = unit_at(frame, i);
        values[i] = measure(&work, &unit, true);
    }
}

void threshold_show(const IndicatorInput *in, const Value *value, ThresholdKind kind, Arena *arena, Sign *sign)
{
    Work work = work_begin(in, value->indicator, kind, arena);
    Unit unit = unit_of_value(in->frame, value);
    bool expected = true;
    if (has_model(in)) {
        expect_by_norm(&work, &unit);
    } else {
        double level = expect_by_the_others(&work, &unit);
        expected = !isnan(level);
        if (expected) tilt_to_mean(work.f, work.max, level, work.f);
    }
    for (uint16_t t = 0; t <= work.max; t++) work.f[t] *= unit.n;
    sign->picture = PICTURE_TOTALS;
    sign->expected = expected ? work.f : NULL;
    sign->mark = (uint8_t)value->extra[THRESHOLD_MARK];
    Str moved = number_of(arena, llround(value->value), "работа", "работы", "работ");
    unit_fact(sign, "Могли переместиться, все пороги", moved, unit_range(arena, value->low, value->high, 0), arena);
}

Str threshold_title(const Value *value, const char *tail, Arena *arena)
{
    return arena_printf(arena, "Всплеск на пороге отметки «%d»%s", (int)value->extra[THRESHOLD_MARK], tail);
}

Str threshold_counts(const Value *value, Arena *arena)
{
    Str below = number_of(arena, (long long)value->extra[THRESHOLD_BELOW], "работа", "работы", "работ");
    Str below_expected = number_dec(arena, value->extra[THRESHOLD_BELOW_EXPECTED], 1);
    Str above = number_int(arena, (long long)value->extra[THRESHOLD_ABOVE]), above_expected = number_dec(arena, value->extra[THRESHOLD_ABOVE_EXPECTED], 1);
    return arena_printf(arena, "За 1–2 балла до порога «%d» — %.*s, ожидали %.*s; на нём и баллом выше — %.*s, ожидали %.*s", (int)value->extra[THRESHOLD_MARK], STR_ARG(below),
        STR_ARG(below_expected), STR_ARG(above), STR_ARG(above_expected));
}
