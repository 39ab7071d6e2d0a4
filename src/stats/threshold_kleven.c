/* Bunching at one cut-off by a polynomial counterfactual, region or country level. */
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/limits.h"
#include "stats/basic.h"
#include "stats/law_.h"
#include "stats/linear_.h"
#include "stats/polynomial_.h"
#include "stats/rng.h"
#include "stats/threshold.h"

#define MOST_DEGREE 10
#define MOST_REPLICATES 1000
#define STREAM 0x61e7u

_Static_assert(LAW_SCRATCH >= (MOST_DEGREE + 4) * (LIMIT_TOTAL + 1) + MOST_REPLICATES, "scratch of the tests is enough here");

typedef struct Frame {
    size_t n, columns, from, to; /* scores from..to are left out */
    const double *basis;
} Frame;

/* Least squares outside the region, predicted everywhere. */
static bool counterfactual(const Frame *frame, const double *count, double *fitted)
{
    double a[(MOST_DEGREE + 1) * (MOST_DEGREE + 1)] = { 0 }, b[MOST_DEGREE + 1] = { 0 };
    for (size_t t = 0; t < frame->n; t++) {
        if (t >= frame->from && t <= frame->to) continue;
        for (size_t k = 0; k < frame->columns; k++) {
            double x = frame->basis[k * frame->n + t];
            b[k] += x * count[t];
            for (size_t j = 0; j <= k; j++) a[k * frame->columns + j] += x * frame->basis[j * frame->n + t];
        }
    }
    if (!linear_solve(a, b, frame->columns)) return false;
    for (size_t t = 0; t < frame->n; t++) {
        fitted[t] = 0;
        for (size_t k = 0; k < frame->columns; k++) fitted[t] += b[k] * frame->basis[k * frame->n + t];
    }
    return true;
}

static void masses(const Frame *frame, size_t at, const double *count, const double *fitted, double *excess, double *missing)
{
    *excess = *missing = 0;
    for (size_t t = frame->from; t <= frame->to; t++) {
        if (t < at) *missing += fitted[t] - count[t];
        else *excess += count[t] - fitted[t];
    }
}

/* Residuals of scores outside the region are drawn anew for every score; the polynomial is fitted again. */
static double bootstrap_se(const Frame *frame, size_t at, const double *count, const double *fitted, unsigned replicates, uint64_t seed, double *scratch)
{
    double residual[LIMIT_TOTAL + 1], *sample = scratch, *again = sample + frame->n, *draw = again + frame->n, missing;
    uint32_t n_residuals = 0;
    size_t done = 0;
    for (size_t t = 0; t < frame->n; t++)
        if (t < frame->from || t > frame->to) residual[n_residuals++] = count[t] - fitted[t];
    for (unsigned r = 0; r < replicates; r++) {
        Rng rng = rng_at(seed, r, STREAM);
        for (size_t t = 0; t < frame->n; t++) {
            double base = t < frame->from || t > frame->to ? fitted[t] : count[t];
            sample[t] = base + residual[rng_below(&rng, n_residuals)];
        }
        if (counterfactual(frame, sample, again)) masses(frame, at, sample, again, &draw[done++], &missing);
    }
    return basic_sd(draw, done);
}

bool threshold_kleven(const double *count, uint16_t max, uint16_t at, unsigned a, int degree, unsigned replicates, uint64_t seed, double *scratch,
                      ThresholdKleven *out)
{
    BUG_ON(at < 1 || at > max || max > LIMIT_TOTAL || a < 1 || degree < 1 || degree > MOST_DEGREE || replicates > MOST_REPLICATES);
    size_t n = max + 1u;
    double *basis = scratch, *fitted = basis + (size_t)(degree + 1) * n;
    Frame frame = { .n = n, .columns = (size_t)degree + 1, .from = a > at ? 0 : at - a, .basis = basis };
    if (!polynomial_basis(n, degree, basis)) return false;
    ThresholdKleven best = { .excess = NAN };
    for (unsigned b = 0; at + b <= max && b <= 2 * a; b++) {
        frame.to = at + b;
        double excess, missing;
        if (n - (frame.to - frame.from + 1) < frame.columns + 3 || !counterfactual(&frame, count, fitted)) break;
        masses(&frame, at, count, fitted, &excess, &missing);
        if (isnan(best.excess) || fabs(excess - missing) < fabs(best.excess - best.missing))
            best = (ThresholdKleven){ .excess = excess, .missing = missing, .a = a, .b = b };
        if (excess >= missing) break;
    }
    if (isnan(best.excess)) return false;
    frame.to = at + best.b;
    if (!counterfactual(&frame, count, fitted)) return false;
    best.se = bootstrap_se(&frame, at, count, fitted, replicates, seed, fitted + n);
    best.low = best.excess - 1.96 * best.se;
    best.high = best.excess + 1.96 * best.se;
    *out = best;
    return true;
}
