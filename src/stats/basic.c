#include "stats/basic.h"

#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/rmath_.h"

double basic_mean(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return n == 0 ? NAN : sum / (double)n;
}

double basic_sd(const double *x, size_t n)
{
    if (n < 2) return NAN;
    double mean = basic_mean(x, n), sum = 0;
    for (size_t i = 0; i < n; i++) sum += (x[i] - mean) * (x[i] - mean);
    return sqrt(sum / (double)(n - 1));
}

static void sift(double *x, size_t root, size_t n)
{
    double value = x[root];
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && x[child + 1] > x[child]) child++;
        if (x[child] <= value) break;
        x[root] = x[child];
    }
    x[root] = value;
}

void basic_sort(double *x, size_t n)
{
    for (size_t i = n / 2; i-- > 0;) sift(x, i, n);
    for (size_t end = n; end-- > 1;) {
        double top = x[0];
        x[0] = x[end];
        x[end] = top;
        sift(x, 0, end);
    }
}

double basic_quantile(const double *sorted, size_t n, double p)
{
    BUG_ON(!(p >= 0 && p <= 1));
    if (n == 0) return NAN;
    double at = (double)(n - 1) * p;
    size_t i = (size_t)at;
    if (i + 1 >= n) return sorted[n - 1];
    return sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

double basic_median(const double *x, size_t n, double *scratch)
{
    if (n == 0) return NAN;
    memcpy(scratch, x, n * sizeof *x);
    basic_sort(scratch, n);
    return basic_quantile(scratch, n, .5);
}

/* How many of sorted[n] are below value (or, with equal, not above it). */
static size_t count_below(const double *sorted, size_t n, double value, int equal)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] < value || (equal && sorted[middle] <= value)) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Scores and marks are small whole numbers: they are counted, not sorted. False when x holds anything else. */
static bool midranks_counted(const double *x, size_t n, double *rank)
{
    enum { MOST = 256 };
    size_t below[MOST + 1] = { 0 }, last = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(x[i] >= 0 && x[i] < MOST) || x[i] != (double)(size_t)x[i]) return false;
        size_t v = (size_t)x[i];
        below[v + 1]++;
        if (v > last) last = v;
    }
    for (size_t v = 0; v <= last; v++) below[v + 1] += below[v];
    for (size_t i = 0; i < n; i++) {
        size_t v = (size_t)x[i];
        rank[i] = (double)(below[v] + below[v + 1] + 1) / 2;
    }
    return true;
}

void basic_midranks(const double *x, size_t n, double *rank, double *scratch)
{
    if (n == 0 || midranks_counted(x, n, rank)) return;
    memcpy(scratch, x, n * sizeof *x);
    basic_sort(scratch, n);
    for (size_t i = 0; i < n; i++)
        rank[i] = (double)(count_below(scratch, n, x[i], 0) + count_below(scratch, n, x[i], 1) + 1) / 2;
}

double basic_pearson(const double *x, const double *y, size_t n)
{
    if (n < 2) return NAN;
    double mx = basic_mean(x, n), my = basic_mean(y, n), sxx = 0, syy = 0, sxy = 0;
    for (size_t i = 0; i < n; i++) {
        sxx += (x[i] - mx) * (x[i] - mx);
        syy += (y[i] - my) * (y[i] - my);
        sxy += (x[i] - mx) * (y[i] - my);
    }
    return sxx > 0 && syy > 0 ? sxy / sqrt(sxx * syy) : NAN;
}

static int is_constant(const double *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (x[i] != x[0]) return 0;
    return 1;
}

Spearman basic_spearman(const double *x, const double *y, size_t n, double *scratch)
{
    if (n < 2 || is_constant(x, n) || is_constant(y, n)) return (Spearman){ NAN, NAN };
    double *rx = scratch, *ry = scratch + n, sum = 0, m = (double)n;
    basic_midranks(x, n, rx, scratch + 2 * n);
    basic_midranks(y, n, ry, scratch + 2 * n);
    for (size_t i = 0; i < n; i++) sum += (rx[i] - ry[i]) * (rx[i] - ry[i]);
    return (Spearman){ 1 - 6 * sum / (m * (m * m - 1)), basic_pearson(rx, ry, n) };
}

Interval basic_wilson(double k, double n, double confidence)
{
    BUG_ON(!(confidence > 0 && confidence < 1) || !(k >= 0 && k <= n));
    if (n == 0) return (Interval){ NAN, NAN, NAN };
    double z = qnorm(.5 + confidence / 2, 0, 1, 1, 0), p = k / n, zz = z * z / n;
    double centre = (p + zz / 2) / (1 + zz), half = z * sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz);
    return (Interval){ p, k == 0 ? 0 : fmax(0, centre - half), k == n ? 1 : fmin(1, centre + half) };
}

Interval basic_clopper_pearson(uint64_t k, uint64_t n, double confidence)
{
    BUG_ON(!(confidence > 0 && confidence < 1) || k > n);
    if (n == 0) return (Interval){ NAN, NAN, NAN };
    double tail = (1 - confidence) / 2, successes = (double)k, failures = (double)(n - k);
    return (Interval){ successes / (double)n,
        k == 0 ? 0 : qbeta(tail, successes, failures + 1, 1, 0),
        k == n ? 1 : qbeta(tail, successes + 1, failures, 0, 0) };
}
