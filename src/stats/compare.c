#include "stats/compare.h"

#include <math.h>
#include <string.h>

#include "stats/rmath_.h"

#define Z95 1.959963984540054

static const Compare unknown = { NAN, NAN, NAN, false, { NAN, NAN, NAN } };

static double bounded(double x) { return fmin(1, fmax(-1, x)); }

/* Spread that is more than rounding of values of this size. */
static bool has_spread(double sd, double mean) { return sd > 1e-12 * fabs(mean) && sd > 0; }

Compare compare_t(const double *x, size_t n, const double *y, size_t m)
{
    Compare out = unknown;
    double a = (double)n, b = (double)m, mx = basic_mean(x, n), my = basic_mean(y, m), sx = basic_sd(x, n), sy = basic_sd(y, m);
    if (n < 2 || m < 2 || !has_spread(hypot(sx, sy), hypot(mx, my))) return out;
    double vx = sx * sx / a, vy = sy * sy / b, pooled = sqrt(((a - 1) * sx * sx + (b - 1) * sy * sy) / (a + b - 2)), d = (mx - my) / pooled;
    out.statistic = (mx - my) / sqrt(vx + vy);
    out.df = (vx + vy) * (vx + vy) / (vx * vx / (a - 1) + vy * vy / (b - 1));
    out.p = 2 * pt(fabs(out.statistic), out.df, 0, 0);
    double se = sqrt((a + b) / (a * b) + d * d / (2 * (a + b)));
    out.effect = (Interval){ d, d - Z95 * se, d + Z95 * se };
    return out;
}

Compare compare_paired(const double *x, const double *y, size_t n, double *d)
{
    Compare out = unknown;
    for (size_t i = 0; i < n; i++) d[i] = x[i] - y[i];
    double m = (double)n, mean = basic_mean(d, n), sd = basic_sd(d, n);
    if (n < 2 || !has_spread(sd, mean)) return out;
    double effect = mean / sd, se = sqrt(1 / m + effect * effect / (2 * m));
    out.statistic = effect * sqrt(m);
    out.df = m - 1;
    out.p = 2 * pt(fabs(out.statistic), out.df, 0, 0);
    out.effect = (Interval){ effect, effect - Z95 * se, effect + Z95 * se };
    return out;
}

/* sum over tied runs of t^3 - t; sorted is overwritten by the sorted values */
static double tie_sum(double *sorted, size_t n)
{
    double sum = 0;
    basic_sort(sorted, n);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && sorted[j] == sorted[i]; j++) {}
        double t = (double)(j - i);
        sum += t * t * t - t;
    }
    return sum;
}

/* Two-sided p by the normal law, a half taken off the distance. */
static double normal_p(double distance, double sd) { return 2 * pnorm5(fmax(0, fabs(distance) - .5) / sd, 0, 1, 0, 0); }

/* P(V <= v) among the 2^n signs: counts of subsets of 1..n by their sum. */
static double signed_rank_law(size_t n, double v, double *law)
{
    size_t top = n * (n + 1) / 2;
    double sum = 0;
    memset(law, 0, (top + 1) * sizeof *law);
    law[0] = 1;
    for (size_t r = 1, reach = 1; r <= n; reach += r, r++)
        for (size_t s = reach + r; s-- > 0;) law[s] = (s < reach ? law[s] : 0) / 2 + (s >= r && s - r < reach ? law[s - r] : 0) / 2;
    for (size_t s = 0; (double)s <= v && s <= top; s++) sum += law[s];
    return fmin(1, sum);
}

Compare compare_wilcoxon(const double *x, const double *y, size_t n, double *scratch)
{
    Compare out = unknown;
    double *size = scratch, *rank = scratch + n, *spare = scratch + 2 * n, *sign = scratch + 3 * n, up = 0, down = 0, v = 0;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        double d = x[i] - y[i];
        up += d > 0;
        down += d < 0;
        if (d == 0) continue;
        sign[m] = d;
        size[m++] = fabs(d);
    }
    if (n > 0) {
        double all = (double)n, effect = (up - down) / all, se = sqrt(fmax(0, (up + down) / all - effect * effect) / all);
        out.effect = (Interval){ effect, bounded(effect - Z95 * se), bounded(effect + Z95 * se) };
    }
    if (m == 0) return out;
    basic_midranks(size, m, rank, spare);
    for (size_t i = 0; i < m; i++) v += sign[i] > 0 ? rank[i] : 0;
    double k = (double)m, mean = k * (k + 1) / 4, ties = tie_sum(size, m);
    out.statistic = v;
    out.exact = ties == 0 && m == n && m < 50;
    if (out.exact) out.p = fmin(1, 2 * signed_rank_law(m, fmin(v, k * (k + 1) / 2 - v), scratch + 4 * n));
    else out.p = fmin(1, normal_p(v - mean, sqrt(k * (k + 1) * (2 * k + 1) / 24 - ties / 48)));
    return out;
}

/* P(U <= u), u at most n m / 2: coefficients of prod (1 - q^(m + i)) / (1 - q^i), whole numbers under 2^53 where they are small enough to matter. */
static double rank_sum_law(size_t n, size_t m, double u, double *law)
{
    size_t top = (size_t)u;
    double sum = 0, all = choose((double)(n + m), (double)n);
    memset(law, 0, (top + 1) * sizeof *law);
    law[0] = 1;
    for (size_t i = 1; i <= n; i++) {
        for (size_t s = top + 1; s-- > m + i;) law[s] -= law[s - m - i];
        for (size_t s = i; s <= top; s++) law[s] += law[s - i];
    }
    for (size_t s = 0; s <= top; s++) sum += law[s] / all;
    return fmin(1, sum);
}

/* Feng & Cliff's limits, which keep inside -1..1. scratch: sorted x [n], sorted y [m] */
static Interval cliff(const double *x, size_t n, const double *y, size_t m, double *scratch)
{
    double *sx = scratch, *sy = scratch + n, a = (double)n, b = (double)m, sum = 0, by_x = 0, by_y = 0, untied = 0;
    memcpy(sx, x, n * sizeof *x);
    memcpy(sy, y, m * sizeof *y);
    basic_sort(sx, n);
    basic_sort(sy, m);
    for (int pass = 0; pass < 2; pass++) { /* first delta, then spreads about it */
        double delta = sum / (a * b);
        for (size_t i = 0, low = 0, high = 0; i < n; i++) {
            for (; low < m && sy[low] < sx[i]; low++) {}
            for (; high < m && sy[high] <= sx[i]; high++) {}
            double d = (double)low - (double)(m - high);
            if (pass == 0) sum += d;
            else by_x += (d / b - delta) * (d / b - delta);
            if (pass == 0) untied += (double)(m - (high - low));
        }
        for (size_t j = 0, low = 0, high = 0; pass == 1 && j < m; j++) {
            for (; low < n && sx[low] < sy[j]; low++) {}
            for (; high < n && sx[high] <= sy[j]; high++) {}
            double d = (double)(n - high) - (double)low;
            by_y += (d / a - delta) * (d / a - delta);
        }
    }
    double delta = sum / (a * b);
    if (n < 2 || m < 2) return (Interval){ delta, NAN, NAN };
    double cells = untied - a * b * delta * delta, least = (1 - delta * delta) / (a * b - 1);
    double variance = fmax(least, (b * b * by_x + a * a * by_y - cells) / (a * b * (a - 1) * (b - 1))), zz = Z95 * Z95 * variance;
    double half = Z95 * sqrt(variance) * sqrt((1 - delta * delta) * (1 - delta * delta) + zz), under = 1 - delta * delta + zz;
    if (!(under > 0)) return (Interval){ delta, delta, delta };
    return (Interval){ delta, bounded((delta - delta * delta * delta - half) / under), bounded((delta - delta * delta * delta + half) / under) };
}

Compare compare_mann_whitney(const double *x, size_t n, const double *y, size_t m, double *scratch)
{
    Compare out = unknown;
    if (n == 0 || m == 0) return out;
    double a = (double)n, b = (double)m, total = a + b;
    out.effect = cliff(x, n, y, m, scratch);
    out.statistic = (out.effect.value + 1) / 2 * a * b;
    out.statistic = floor(2 * out.statistic + .5) / 2; /* a whole number of halves */
    memcpy(scratch, x, n * sizeof *x);
    memcpy(scratch + n, y, m * sizeof *y);
    double ties = tie_sum(scratch, n + m), variance = a * b / 12 * (total + 1 - ties / (total * (total - 1)));
    if (!(variance > 1e-9)) return out;
    out.exact = ties == 0 && n < 50 && m < 50;
    if (out.exact) out.p = fmin(1, 2 * rank_sum_law(n, m, fmin(out.statistic, a * b - out.statistic), scratch + 3 * (n + m)));
    else out.p = fmin(1, normal_p(out.statistic - a * b / 2, sqrt(variance)));
    return out;
}

/* Sum of squares of (rank among all - rank among own) about its mean, over n - 1; mean rank of the sample comes out too. */
static double placement_variance(const double *all_rank, const double *own_rank, size_t n, double *mean_rank)
{
    double mean = 0, sum = 0, shift = ((double)n + 1) / 2;
    for (size_t i = 0; i < n; i++) mean += all_rank[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        double e = all_rank[i] - own_rank[i] - mean + shift;
        sum += e * e;
    }
    *mean_rank = mean;
    return sum / ((double)n - 1);
}

Compare compare_brunner_munzel(const double *x, size_t n, const double *y, size_t m, double *scratch)
{
    Compare out = unknown;
    if (n == 0 || m == 0) return out;
    out.effect = cliff(x, n, y, m, scratch);
    if (n < 2 || m < 2) return out;
    double *all = scratch, *rank = scratch + n + m, *spare = scratch + 2 * (n + m), a = (double)n, b = (double)m, mean_x, mean_y;
    memcpy(all, x, n * sizeof *x);
    memcpy(all + n, y, m * sizeof *y);
    basic_midranks(all, n + m, rank, spare);
    basic_midranks(x, n, all, spare);
    basic_midranks(y, m, all + n, spare);
    double vx = placement_variance(rank, all, n, &mean_x), vy = placement_variance(rank + n, all + n, m, &mean_y), sum = a * vx + b * vy;
    if (!(sum > 1e-12)) return out; /* the samples do not overlap, or are constant */
    out.statistic = a * b * (mean_y - mean_x) / ((a + b) * sqrt(sum));
    out.df = sum * sum / (a * a * vx * vx / (a - 1) + b * b * vy * vy / (b - 1));
    out.p = 2 * pt(fabs(out.statistic), out.df, 0, 0);
    double half = 2 * qt(.975, out.df, 1, 0) * sqrt(vx / (a * b * b) + vy / (b * a * a));
    out.effect.low = bounded(out.effect.value - half);
    out.effect.high = bounded(out.effect.value + half);
    return out;
}
