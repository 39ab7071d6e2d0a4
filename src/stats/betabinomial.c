#include "stats/betabinomial.h"

#include <math.h>

#include "stats/rmath_.h"

#define NODES      2000 /* of the true share, at equal chances: four-moment law only */
#define LEAST_CELL 5.

/* Mean, variance, skewness, kurtosis of the true share from factorial moments of totals: E[t (t-1) .. (t-k+1)] / (T (T-1) .. (T-k+1)) = E[share^k]. */
typedef struct Moments { double mean, variance, skew, kurtosis; } Moments;

static Moments true_moments(const double *count, size_t max, double works)
{
    double raw[5] = { 1, 0, 0, 0, 0 };
    for (size_t t = 0; t <= max; t++) {
        double product = count[t] / works;
        for (size_t k = 1; k <= 4 && k <= max; k++) {
            product *= t + 1 > k ? (double)(t + 1 - k) / (double)(max + 1 - k) : 0;
            raw[k] += product;
        }
    }
    double m = raw[1], v = raw[2] - m * m, third = raw[3] - 3 * m * raw[2] + 2 * m * m * m, fourth = raw[4] - 4 * m * raw[3] + 6 * m * m * raw[2] - 3 * m * m * m * m;
    return (Moments){ m, v, v > 0 ? third / (v * sqrt(v)) : NAN, v > 0 ? fourth / (v * v) : NAN };
}

static bool two_moments(const Moments *m, BetaBinomial *out)
{
    double size = m->mean * (1 - m->mean) / m->variance - 1;
    if (!(m->variance > 1e-9) || !(size > 0)) return false;
    *out = (BetaBinomial){ .a = m->mean * size, .b = (1 - m->mean) * size, .low = 0, .high = 1, .moments = 2 };
    return true;
}

static bool four_moments(const Moments *m, BetaBinomial *out)
{
    double under = 6 + 3 * m->skew * m->skew - 2 * m->kurtosis;
    if (!(under > 1e-9)) return false;
    double size = 6 * (m->kurtosis - m->skew * m->skew - 1) / under;
    double root = 1 - 24 * (size + 1) / ((size + 2) * (size + 3) * m->kurtosis - 3 * (size + 1) * (size - 6));
    if (!(size > 0) || !(root >= 0)) return false;
    double small = size / 2 * (1 - sqrt(root)), large = size - small, a = m->skew > 0 ? small : large, b = size - a;
    if (!(small > 1e-3)) return false;
    double unit = sqrt(m->variance * (size + 1) / (a * b)), low = m->mean - a * unit, high = m->mean + b * unit;
    if (!(low >= 0 && high <= 1)) return false;
    *out = (BetaBinomial){ .a = a, .b = b, .low = low, .high = high, .moments = 4 };
    return true;
}

/* Share of works at each total. */
static void law(const BetaBinomial *fit, size_t max, double *f)
{
    double top = (double)max;
    for (size_t t = 0; t <= max; t++)
        f[t] = fit->moments == 2 ? exp(lchoose(top, (double)t) + lbeta((double)t + fit->a, top - (double)t + fit->b) - lbeta(fit->a, fit->b)) : 0;
    for (size_t i = 0; fit->moments == 4 && i < NODES; i++) {
        double share = fit->low + (fit->high - fit->low) * qbeta(((double)i + .5) / NODES, fit->a, fit->b, 1, 0);
        for (size_t t = 0; t <= max; t++) f[t] += dbinom((double)t, top, share, 0) / NODES;
    }
}

static void compare(const double *count, const double *expected, size_t max, BetaBinomial *out)
{
    double seen = 0, wanted = 0, left = 0;
    int cells = 0;
    for (size_t t = 0; t <= max; t++) left += expected[t];
    out->chi2 = 0;
    for (size_t t = 0; t <= max; t++) {
        seen += count[t];
        wanted += expected[t];
        left -= expected[t];
        if (wanted < LEAST_CELL || (t < max && left < LEAST_CELL)) continue; /* the last cell takes what would be too little by itself */
        out->chi2 += (seen - wanted) * (seen - wanted) / wanted;
        seen = wanted = 0;
        cells++;
    }
    out->df = cells - 1 - out->moments;
    if (out->df < 1) out->chi2 = NAN;
}

bool betabinomial_fit(const double *count, size_t max, bool four, BetaBinomial *out, double *expected)
{
    double works = 0;
    for (size_t t = 0; t <= max; t++) works += count[t];
    if (!(works > 0) || max < 2) return false;
    Moments m = true_moments(count, max, works);
    BetaBinomial fit;
    if (!(four && max >= 4 && m.variance > 1e-9 && four_moments(&m, &fit)) && !two_moments(&m, &fit)) return false;
    law(&fit, max, expected);
    for (size_t t = 0; t <= max; t++) expected[t] *= works;
    compare(count, expected, max, &fit);
    *out = fit;
    return true;
}
