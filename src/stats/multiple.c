#include "stats/multiple.h"

#include <math.h>

#include "base/err.h"
#include "stats/basic.h"
#include "stats/rmath_.h"

#define LEAST_P 1e-300

static double bounded(double p) { return fmin(fmax(p, LEAST_P), 1); }

static size_t sort_speaking(const double *p, size_t n, double *sorted)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(p[i])) sorted[m++] = p[i];
    basic_sort(sorted, m);
    return m;
}

/* Each p's value from those of the sorted copy: the one of the first of its ties. */
static void hand_out(const double *p, size_t n, const double *sorted, const double *value, size_t m, double *q)
{
    for (size_t i = 0; i < n; i++) {
        if (isnan(p[i])) {
            q[i] = NAN;
            continue;
        }
        size_t low = 0, high = m;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (sorted[middle] < p[i]) low = middle + 1;
            else high = middle;
        }
        q[i] = value[low];
    }
}

/* q_(i) = min over k >= i of p_(k) m / k times factor; ties share the largest rank's. */
static void adjust(const double *p, size_t n, int yekutieli, double *q, double *scratch)
{
    double *sorted = scratch, *best = scratch + n;
    size_t m = sort_speaking(p, n, sorted);
    double factor = 1;
    for (size_t k = 2; yekutieli && k <= m; k++) factor += 1 / (double)k;
    double least = 1;
    for (size_t k = m; k-- > 0;) best[k] = least = fmin(least, sorted[k] * (double)m * factor / (double)(k + 1));
    hand_out(p, n, sorted, best, m, q);
}

void multiple_bh(const double *p, size_t n, double *q, double *scratch) { adjust(p, n, 0, q, scratch); }
void multiple_by(const double *p, size_t n, double *q, double *scratch) { adjust(p, n, 1, q, scratch); }

void multiple_holm(const double *p, size_t n, double *q, double *scratch)
{
    double *sorted = scratch, *most = scratch + n, top = 0;
    size_t m = sort_speaking(p, n, sorted);
    for (size_t k = 0; k < m; k++) most[k] = top = fmax(top, fmin(1, sorted[k] * (double)(m - k)));
    hand_out(p, n, sorted, most, m, q);
}

double multiple_fisher(const double *p, size_t n)
{
    double x = 0;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(p[i])) continue;
        x -= 2 * log(bounded(p[i]));
        m++;
    }
    return m == 0 ? NAN : pchisq(x, 2 * (double)m, 0, 0);
}

double multiple_cauchy(const double *p, const double *weight, size_t n)
{
    double sum = 0, weights = 0;
    for (size_t i = 0; i < n; i++) {
        double w = weight != NULL ? weight[i] : 1;
        if (isnan(p[i]) || !(w > 0)) continue;
        double one = fmin(bounded(p[i]), .999); /* one p of 1 would kill the sum */
        sum += w / tan(one * M_PI); /* = tan((.5 - p) pi), exact for small p */
        weights += w;
    }
    if (weights == 0) return NAN;
    return atan2(1, sum / weights) / M_PI; /* = .5 - atan(t) / pi, exact for large t */
}

MultipleStorey multiple_storey(const double *p, size_t n, double lambda)
{
    BUG_ON(!(lambda > 0 && lambda < 1));
    double m = 0, above = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(p[i])) continue;
        m++;
        above += p[i] > lambda;
    }
    if (m == 0) return (MultipleStorey){ NAN, NAN, NAN };
    double most = above < m ? qbeta(.95, above + 1, m - above, 1, 0) : 1;
    double pi0 = fmin(1, above / m / (1 - lambda));
    return (MultipleStorey){ pi0, 1 - pi0, 1 - fmin(1, most / (1 - lambda)) };
}

MultipleNull multiple_empirical_null(const double *z, size_t n, double *scratch)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(z[i])) scratch[m++] = z[i];
    if (m == 0) return (MultipleNull){ 0, 1 };
    basic_sort(scratch, m);
    double median = basic_quantile(scratch, m, .5);
    double scale = ((median - basic_quantile(scratch, m, .1)) / 1.2816 + (median - basic_quantile(scratch, m, .25)) / .6745) / 2;
    return (MultipleNull){ fmax(0, median), fmax(1, scale) };
}

double multiple_z(double p)
{
    if (isnan(p)) return NAN;
    if (p <= 0) return 37.5;
    if (p >= 1) return -37.5;
    return fmin(37.5, fmax(-37.5, qnorm(p, 0, 1, 0, 0)));
}

double multiple_null_p(double z, MultipleNull null) { return isnan(z) ? NAN : pnorm(z, null.centre, null.scale, 0, 0); }
