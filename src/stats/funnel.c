#include "stats/funnel.h"

#include <math.h>

#include "base/err.h"
#include "stats/basic.h"

bool funnel_fit(const double *y, const double *se, size_t n, double winsorise, double *scratch, Funnel *out)
{
    BUG_ON(!(winsorise >= 0 && winsorise < .5));
    double w1 = 0, w2 = 0, wy = 0;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]) || !(se[i] > 0) || isinf(se[i])) continue;
        double w = 1 / (se[i] * se[i]);
        w1 += w;
        w2 += w * w;
        wy += w * y[i];
        m++;
    }
    if (m < 2) return false;
    Funnel fit = { .theta0 = wy / w1, .n = m };
    double *z = scratch, *sorted = scratch + n;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]) || !(se[i] > 0) || isinf(se[i])) continue;
        z[k] = sorted[k] = (y[i] - fit.theta0) / se[i];
        fit.q += z[k] * z[k];
        k++;
    }
    basic_sort(sorted, m);
    double low = basic_quantile(sorted, m, winsorise), high = basic_quantile(sorted, m, 1 - winsorise);
    for (size_t i = 0; i < m; i++) {
        double drawn = fmin(fmax(z[i], low), high);
        fit.phi += drawn * drawn / (double)m;
    }
    double excess = (double)m * fit.phi - (double)(m - 1), weight = w1 - w2 / w1;
    fit.tau2 = excess > 0 && weight > 0 ? excess / weight : 0;
    *out = fit;
    return true;
}

double funnel_z(const Funnel *funnel, double y, double se) { return (y - funnel->theta0) / sqrt(se * se + funnel->tau2); }

void funnel_limits(const Funnel *funnel, double se, double z, double *low, double *high)
{
    double half = z * sqrt(se * se + funnel->tau2);
    *low = funnel->theta0 - half;
    *high = funnel->theta0 + half;
}

void funnel_arcsine(double k, double n, double *y, double *se)
{
    BUG_ON(!(n >= 0 && k >= 0 && k <= n));
    *y = n > 0 ? asin(sqrt(k / n)) : NAN;
    *se = n > 0 ? 1 / (2 * sqrt(n)) : NAN;
}

double funnel_arcsine_share(double y)
{
    double bounded = fmin(fmax(y, 0), M_PI_2);
    return sin(bounded) * sin(bounded);
}

void funnel_robust_z(const double *y, size_t n, double *z, double *scratch)
{
    double *known = scratch, *off = scratch + n, *spare = scratch + 2 * n;
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(y[i])) known[m++] = y[i];
    double median = basic_median(known, m, spare);
    for (size_t i = 0; i < m; i++) off[i] = fabs(known[i] - median);
    double spread = 1.4826 * basic_median(off, m, spare);
    for (size_t i = 0; i < n; i++) z[i] = m >= FUNNEL_STRATUM && spread > 0 ? (y[i] - median) / spread : NAN;
}
