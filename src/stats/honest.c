#include "stats/honest_.h"

#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/limits.h"
#include "stats/basic.h"
#include "stats/loglinear.h"
#include "stats/rmath_.h"
#include "stats/rng.h"

#define DEGREE_LOW     4
#define DEGREE_HIGH    8
#define DEGREE_ON_BASE 2 /* level and spread at least: the base has the shape */
#define SPARE_GROUPS   3 /* parameters stay below the number of groups - 2 */
#define MOST_REPLICATES 1000
#define STREAM         0x40e57u /* of the random numbers: this file's purpose */

size_t honest_scratch_size(uint16_t max)
{
    size_t n = max + 1u;
    return loglinear_scratch_size(n) + 2 * n + MOST_REPLICATES * THRESHOLD_MAX_CUTOFFS;
}

size_t honest_windows(uint16_t max, const uint16_t *cutoffs, size_t n_cutoffs, ThresholdWindow *window, int16_t *cell)
{
    size_t n = threshold_lifting_windows(cutoffs, n_cutoffs, max, window);
    for (size_t t = 0; t <= max; t++) cell[t] = LOGLINEAR_ALONE;
    for (size_t i = 0; i < n; i++)
        for (size_t t = window[i].from; t <= window[i].to; t++) cell[t] = (int16_t)(i + 1);
    return n;
}

bool honest_smooth(const double *base, const double *count, uint16_t max, const int16_t *cell, double *scratch, LogLinear *fit, double *expected)
{
    size_t n = max + 1u;
    if (base != NULL && loglinear_choose_on(base, count, n, cell, DEGREE_ON_BASE, DEGREE_HIGH, SPARE_GROUPS, scratch, fit, expected)) return true;
    return loglinear_choose(count, n, cell, DEGREE_LOW, DEGREE_HIGH, SPARE_GROUPS, scratch, fit, expected)
        || loglinear_choose(count, n, cell, DEGREE_LOW - 1, DEGREE_LOW - 1, 1, scratch, fit, expected);
}

static double sum_of(const double *x, size_t from, size_t to)
{
    double sum = 0;
    for (size_t t = from; t <= to; t++) sum += x[t];
    return sum;
}

/* Lower cells of a window hold so many works fewer than the smooth line puts there. The line's mass in the window is brought to the observed one first: lifting moves
 * works inside a window, and a line that misses the window's level must not be counted as lifting. */
double honest_moved_in(const double *count, const double *expected, ThresholdWindow w)
{
    double level = sum_of(count, w.from, w.to) / sum_of(expected, w.from, w.to);
    return level * sum_of(expected, w.from, w.at - 1u) - sum_of(count, w.from, w.at - 1u);
}

HonestCutoff honest_cutoff(const double *count, const double *expected, ThresholdWindow window)
{
    double below = count[window.at - 1u], reached = count[window.at];
    return (HonestCutoff){ .window = window, .below = below, .reached = reached, .ratio = below > 0 ? reached / below : NAN, .expected_ratio = expected[window.at] / expected[window.at - 1u],
        .moved = honest_moved_in(count, expected, window), .low = NAN, .high = NAN };
}

/* Multinomial sample of n works by conditional binomials; inversion, so one uniform a score. */
void honest_resample(const double *count, size_t n_scores, Rng *rng, double *out)
{
    double left = 0, works;
    for (size_t t = 0; t < n_scores; t++) left += count[t];
    works = nearbyint(left);
    for (size_t t = 0; t < n_scores; t++) {
        double u = rng_uniform(rng), p = left > 0 ? fmin(1, count[t] / left) : 0;
        out[t] = works > 0 && p > 0 ? (p < 1 ? qbinom(u, works, p, 1, 0) : works) : 0;
        works -= out[t];
        left -= count[t];
    }
}

/* Replicates share the line's lack of fit, which they cannot show: deviance over its degrees of freedom does (quasi-likelihood, McCullagh & Nelder 1989, 4.5). */
static double lack_of_fit(const LogLinear *fit)
{
    double free = (double)fit->n_cells - fit->degree - 1;
    return free > 0 ? sqrt(fmax(1, fit->deviance / free)) : 1;
}

void honest_interval(double *draw, size_t done, double stretch, HonestCutoff *out)
{
    basic_sort(draw, done);
    out->low = out->moved - stretch * fmax(0, out->moved - basic_quantile(draw, done, .025));
    out->high = out->moved + stretch * fmax(0, basic_quantile(draw, done, .975) - out->moved);
}

static void bootstrap(const double *base, const double *count, uint16_t max, const int16_t *cell, unsigned replicates, uint64_t seed, double stretch, double *scratch, Honest *out)
{
    size_t n = max + 1u, done = 0;
    double *sample = scratch + loglinear_scratch_size(n), *expected = sample + n, *draw = expected + n;
    for (unsigned r = 0; r < replicates; r++) {
        Rng rng = rng_at(seed, r, STREAM);
        LogLinear fit;
        honest_resample(count, n, &rng, sample);
        if (!honest_smooth(base, sample, max, cell, scratch, &fit, expected)) continue;
        for (size_t i = 0; i < out->n_cutoffs; i++) draw[i * MOST_REPLICATES + done] = honest_moved_in(sample, expected, out->cutoff[i].window);
        done++;
    }
    /* an interval from a few lucky replicates would be a lie */
    if (done < 20 || done * 2 < replicates) return;
    for (size_t i = 0; i < out->n_cutoffs; i++) honest_interval(draw + i * MOST_REPLICATES, done, stretch, &out->cutoff[i]);
}

bool honest_fit(const double *base, const double *count, uint16_t max, const uint16_t *cutoffs, size_t n_cutoffs, unsigned replicates, uint64_t seed, double *scratch,
                Honest *out, double *honest, double *lifted)
{
    BUG_ON(max < 1 || max > LIMIT_TOTAL || replicates > MOST_REPLICATES || n_cutoffs > THRESHOLD_MAX_CUTOFFS);
    ThresholdWindow window[THRESHOLD_MAX_CUTOFFS];
    int16_t cell[LIMIT_TOTAL + 1];
    double *expected = scratch + loglinear_scratch_size(max + 1u);
    Honest result = { .n_cutoffs = honest_windows(max, cutoffs, n_cutoffs, window, cell) };
    LogLinear fit;
    if (!honest_smooth(base, count, max, cell, scratch, &fit, expected)) return false;
    result.degree = fit.degree;
    for (size_t i = 0; i < result.n_cutoffs; i++) result.cutoff[i] = honest_cutoff(count, expected, window[i]);
    double all = sum_of(expected, 0, max), mixed = 0;
    for (size_t t = 0; t <= max; t++) {
        honest[t] = expected[t] / all;
        mixed += cell[t] == LOGLINEAR_ALONE ? expected[t] : count[t];
    }
    for (size_t t = 0; lifted != NULL && t <= max; t++) lifted[t] = (cell[t] == LOGLINEAR_ALONE ? expected[t] : count[t]) / mixed;
    bootstrap(base, count, max, cell, replicates, seed, lack_of_fit(&fit), scratch, &result);
    *out = result;
    return true;
}
