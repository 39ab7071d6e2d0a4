/* Windows at cut-offs, and the tests that count works on the upper side. The likelihood-ratio test is in threshold_ratio.c. */
#include "stats/threshold.h"

#include <math.h>

#include "base/err.h"
#include "stats/law_.h"
#include "stats/rmath_.h"

size_t threshold_windows(const uint16_t *cutoffs, size_t n, uint16_t max, unsigned below, unsigned above, ThresholdWindow *out)
{
    BUG_ON(n > THRESHOLD_MAX_CUTOFFS || below == 0 || above == 0 || below + above > LAW_MAX_CELLS);
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        long at = cutoffs[i], from = at - (long)below, to = at + (long)above - 1;
        BUG_ON(at < 1 || at > max || (i > 0 && cutoffs[i - 1] >= at));
        if (i > 0 && at - cutoffs[i - 1] < (long)below + (long)above) {
            long middle = (cutoffs[i - 1] + at) / 2;
            if (from <= middle) from = middle + 1;
        }
        if (i + 1 < n && cutoffs[i + 1] - at < (long)below + (long)above) {
            long middle = (at + cutoffs[i + 1]) / 2;
            if (to > middle) to = middle;
        }
        if (from < 0) from = 0;
        if (to > max) to = max;
        if (from >= at || to < at) continue;
        out[found++] = (ThresholdWindow){ (uint16_t)from, (uint16_t)at, (uint16_t)to };
    }
    return found;
}

size_t threshold_scratch_size(void) { return LAW_SCRATCH; }

static ThresholdTest silent(uint32_t n) { return (ThresholdTest){ n, NAN, NAN, NAN, NAN, NAN }; }

static double share(const double *f, unsigned from, unsigned to)
{
    double sum = 0;
    for (unsigned t = from; t <= to; t++) sum += f[t];
    return sum;
}

static uint32_t works(const uint32_t *count, unsigned from, unsigned to)
{
    uint32_t sum = 0;
    for (unsigned t = from; t <= to; t++) sum += count[t];
    return sum;
}

ThresholdTest threshold_binomial_any(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double *scratch)
{
    LawPart part[THRESHOLD_MAX_CUTOFFS];
    uint32_t n = 0, upper = 0;
    BUG_ON(n_windows > THRESHOLD_MAX_CUTOFFS);
    for (size_t i = 0; i < n_windows; i++) {
        ThresholdWindow w = window[i];
        double low = share(f, w.from, w.at - 1u), high = share(f, w.at, w.to);
        BUG_ON(!(low > 0 && high > 0));
        part[i] = (LawPart){ .n = works(count, w.from, w.to), .n_cells = 2, .weight = { 0, 1 }, .p = { low / (low + high), high / (low + high) } };
        n += part[i].n;
        upper += works(count, w.at, w.to);
    }
    if (n == 0) return silent(0);
    LawTail tail = law_tail(part, n_windows, upper, scratch);
    return (ThresholdTest){ n, upper, tail.mean, tail.sd, tail.reach, tail.reach - tail.exact / 2 };
}

ThresholdTest threshold_binomial(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double *scratch)
{
    ThresholdTest out = threshold_binomial_any(count, f, window, n_windows, scratch);
    return out.n_window < THRESHOLD_SMALLEST_N ? silent(out.n_window) : out;
}

void threshold_level_odds(const double *f, double slope, const ThresholdWindow *window, size_t n_windows, double *odds)
{
    for (size_t i = 0; i < n_windows; i++) {
        double plain[2] = { 0 }, tilted[2] = { 0 };
        for (unsigned t = window[i].from; t <= window[i].to; t++) {
            plain[t >= window[i].at] += f[t];
            tilted[t >= window[i].at] += f[t] * exp(slope * ((double)t - window[i].at));
        }
        odds[i] = plain[0] > 0 && plain[1] > 0 ? tilted[1] / tilted[0] * plain[0] / plain[1] : 1;
    }
}

/* Law of how many of the group's n works are upper, when upper of all works are; noncentral hypergeometric by ratios outward from the mode's side.
 * law[0..n]; gives mean and variance. */
static void hypergeometric(uint32_t n, uint32_t upper, uint32_t all, double odds, double *law, double *mean, double *variance)
{
    uint32_t least = n + upper > all ? n + upper - all : 0, most = n < upper ? n : upper, mode = least;
    double sum = 0, first = 0, second = 0;
    for (uint32_t x = 0; x <= n; x++) law[x] = 0;
    #define STEP(x) (odds * (double)(upper - (x)) * (double)(n - (x)) / (((double)(x) + 1) * ((double)all - upper - n + (x) + 1)))
    while (mode < most && STEP(mode) > 1) mode++;
    law[mode] = 1;
    for (uint32_t x = mode; x < most; x++) law[x + 1] = law[x] * STEP(x);
    for (uint32_t x = mode; x > least; x--) law[x - 1] = law[x] / STEP(x - 1);
    #undef STEP
    for (uint32_t x = least; x <= most; x++) sum += law[x];
    for (uint32_t x = least; x <= most; x++) {
        law[x] /= sum;
        first += law[x] * x;
        second += law[x] * x * x;
    }
    *mean = first;
    *variance = fmax(0, second - first * first);
}

ThresholdTest threshold_relative_any(const uint32_t *count, const uint32_t *rest, const double *odds, const ThresholdWindow *window, size_t n_windows,
                                     double *scratch)
{
    double *law = scratch, *one = scratch + LAW_SUPPORT + 1, mean = 0, variance = 0; /* one[] has LAW_MAX_WEIGHT more than it needs */
    uint32_t n = 0, s = 0;
    for (size_t i = 0; i < n_windows; i++) n += works(count, window[i].from, window[i].to);
    if (n == 0 || n > LAW_SUPPORT) return silent(n);
    size_t top = 0;
    law[0] = 1;
    for (size_t i = 0; i < n_windows; i++) {
        ThresholdWindow w = window[i];
        uint32_t own = works(count, w.from, w.to), reached = works(count, w.at, w.to);
        uint32_t all = own + works(rest, w.from, w.to), upper = reached + works(rest, w.at, w.to);
        double m, v;
        BUG_ON(odds != NULL && !(odds[i] > 0));
        hypergeometric(own, upper, all, odds != NULL ? odds[i] : 1, one, &m, &v);
        /* in place from the top: law[x] needs only law below it */
        for (size_t x = top + own + 1; x-- > 0;) {
            double sum = 0;
            for (size_t k = x > top ? x - top : 0; k <= own && k <= x; k++) sum += one[k] * law[x - k];
            law[x] = sum;
        }
        top += own;
        s += reached;
        mean += m;
        variance += v;
    }
    double p = law_sum_from(law, top + 1, s);
    return (ThresholdTest){ n, s, mean, sqrt(variance), p, p - law[s] / 2 };
}

ThresholdTest threshold_relative(const uint32_t *count, const uint32_t *rest, const double *odds, const ThresholdWindow *window, size_t n_windows,
                                 double *scratch)
{
    ThresholdTest out = threshold_relative_any(count, rest, odds, window, n_windows, scratch);
    return out.n_window < THRESHOLD_SMALLEST_N ? silent(out.n_window) : out;
}

double threshold_curvature(const double *f, uint16_t max, uint16_t at)
{
    BUG_ON(at < 1 || at >= max);
    double around = f[at - 1] + f[at + 1];
    return around > 0 ? fabs(f[at - 1] - 2 * f[at] + f[at + 1]) / around : NAN;
}

ThresholdTest threshold_frandsen(const uint32_t *count, uint16_t max, uint16_t at, double k)
{
    BUG_ON(at < 1 || at >= max || !(k >= 0));
    uint32_t n = count[at - 1] + count[at] + count[at + 1], x = count[at];
    if (n == 0) return silent(0);
    double bound = fmin(k, 1), least = (1 - bound) / (3 - bound), most = (1 + bound) / (3 + bound);
    /* each tail at the probability that favours the null most */
    double lower = pbinom(x, n, least, 1, 0), upper = x == 0 ? 1 : pbinom((double)x - 1, n, most, 0, 0), size = n;
    double midp = fmin(lower - dbinom(x, n, least, 0) / 2, upper - dbinom(x, n, most, 0) / 2);
    return (ThresholdTest){ n, x, size / 3, sqrt(size * 2 / 9), fmin(1, 2 * fmin(lower, upper)), fmin(1, 2 * midp) };
}
