/* The honest distribution from works that are known to be clean. */
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/limits.h"
#include "stats/honest_.h"
#include "stats/tilt.h"

#define STREAM      0xa7c40u /* of the random numbers: this file's purpose */
#define LEVEL_STEPS 60

size_t honest_anchor_scratch_size(uint16_t max)
{
    size_t n = max + 1u;
    return loglinear_scratch_size(n) + 5 * n + HONEST_MOST_REPLICATES * THRESHOLD_MAX_CUTOFFS;
}

/* The clean curve at the level of `count`: e^(a t) with the a that is most likely when of every window only its sum is known, so that works moved inside a window do not
 * move the level. EM: scores inside windows are what the curve expects there. f may be out. */
static void bring_to_level(const double *f, const double *count, uint16_t max, const int16_t *cell, size_t n_windows, double *out)
{
    double all = 0, fixed = 0, mass[THRESHOLD_MAX_CUTOFFS + 1] = { 0 }, before = NAN;
    for (size_t t = 0; t <= max; t++) {
        all += count[t];
        if (cell[t] == LOGLINEAR_ALONE) fixed += count[t] * (double)t;
        else mass[cell[t]] += count[t];
    }
    memmove(out, f, (max + 1u) * sizeof *out);
    for (int step = 0; step < LEVEL_STEPS; step++) {
        double share[THRESHOLD_MAX_CUTOFFS + 1] = { 0 }, sum[THRESHOLD_MAX_CUTOFFS + 1] = { 0 }, mean = fixed;
        for (size_t t = 0; t <= max; t++) {
            if (cell[t] == LOGLINEAR_ALONE) continue;
            share[cell[t]] += out[t];
            sum[cell[t]] += out[t] * (double)t;
        }
        for (size_t w = 1; w <= n_windows; w++) mean += share[w] > 0 ? mass[w] * sum[w] / share[w] : 0;
        mean /= all;
        tilt_to_mean(out, max, mean, out);
        if (fabs(mean - before) < 1e-9) break;
        before = mean;
    }
}

/* Schools drawn anew: works of one school share more than chance does. */
static void draw_units(const uint32_t *units, size_t n_units, size_t n_scores, Rng *rng, double *out)
{
    for (size_t t = 0; t < n_scores; t++) out[t] = 0;
    for (size_t i = 0; i < n_units; i++) {
        const uint32_t *unit = units + rng_below(rng, (uint32_t)n_units) * n_scores;
        for (size_t t = 0; t < n_scores; t++) out[t] += unit[t];
    }
}

typedef struct Line { uint16_t max; int16_t cell[LIMIT_TOTAL + 1]; double *fit, *expected, *anchor, *sample, *level, *draw; } Line;

/* expected: the clean curve at the level of count, on its scale. */
static bool line_of(Line *line, const double *anchor, const double *count, size_t n_windows, LogLinear *fit, double *expected)
{
    if (!honest_smooth(NULL, anchor, line->max, NULL, line->fit, fit, line->level)) return false;
    bring_to_level(line->level, count, line->max, line->cell, n_windows, expected);
    double all = 0;
    for (size_t t = 0; t <= line->max; t++) all += count[t];
    for (size_t t = 0; t <= line->max; t++) expected[t] *= all;
    return true;
}

static void bootstrap(Line *line, const uint32_t *units, size_t n_units, const double *count, unsigned replicates, uint64_t seed, Honest *out)
{
    size_t done = 0;
    for (unsigned r = 0; r < replicates; r++) {
        Rng rng = rng_at(seed, r, STREAM);
        LogLinear fit;
        draw_units(units, n_units, line->max + 1u, &rng, line->anchor);
        honest_resample(count, line->max + 1u, &rng, line->sample);
        if (!line_of(line, line->anchor, line->sample, out->n_cutoffs, &fit, line->expected)) continue;
        for (size_t i = 0; i < out->n_cutoffs; i++) line->draw[i * HONEST_MOST_REPLICATES + done] = honest_moved_in(line->sample, line->expected, out->cutoff[i].window);
        done++;
    }
    if (done < 20 || done * 2 < replicates) return; /* an interval from a few lucky replicates would be a lie */
    for (size_t i = 0; i < out->n_cutoffs; i++) honest_interval(line->draw + i * HONEST_MOST_REPLICATES, done, 1, &out->cutoff[i]);
}

bool honest_anchor(const uint32_t *units, size_t n_units, const double *count, uint16_t max, const uint16_t *cutoffs, size_t n_cutoffs, unsigned replicates, uint64_t seed, double *scratch,
                   Honest *out, double *honest)
{
    BUG_ON(max < 1 || max > LIMIT_TOTAL || replicates > HONEST_MOST_REPLICATES || n_cutoffs > THRESHOLD_MAX_CUTOFFS);
    size_t n = max + 1u;
    Line line = { .max = max, .fit = scratch };
    line.expected = scratch + loglinear_scratch_size(n);
    line.anchor = line.expected + n;
    line.sample = line.anchor + n;
    line.level = line.sample + n;
    line.draw = line.level + n;
    ThresholdWindow window[THRESHOLD_MAX_CUTOFFS];
    Honest result = { .n_cutoffs = honest_windows(max, cutoffs, n_cutoffs, window, line.cell) };
    double works = 0;
    for (size_t t = 0; t < n; t++) {
        line.anchor[t] = 0;
        works += count[t];
    }
    for (size_t i = 0; i < n_units * n; i++) line.anchor[i % n] += units[i];
    LogLinear fit;
    if (!(works > 0) || !line_of(&line, line.anchor, count, result.n_cutoffs, &fit, line.expected)) return false;
    result.degree = fit.degree;
    for (size_t i = 0; i < result.n_cutoffs; i++) result.cutoff[i] = honest_cutoff(count, line.expected, window[i]);
    for (size_t t = 0; t < n; t++) honest[t] = line.expected[t] / works;
    bootstrap(&line, units, n_units, count, replicates, seed, &result);
    *out = result;
    return true;
}
