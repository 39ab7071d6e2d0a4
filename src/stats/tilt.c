#include "stats/tilt.h"

#include <math.h>

#include "base/err.h"

/* Weights f0(t) e^(a (t - middle)) are kept finite by taking out the largest exponent. */
static void tilted(const double *f0, size_t max, double a, double *mean, double *variance, double *out)
{
    double shift = a > 0 ? a * (double)max : 0, sum = 0, first = 0, second = 0;
    for (size_t t = 0; t <= max; t++) {
        double x = (double)t, w = f0[t] * exp(a * x - shift);
        sum += w;
        first += w * x;
        second += w * x * x;
        if (out != NULL) out[t] = w;
    }
    *mean = first / sum;
    *variance = fmax(0, second / sum - *mean * *mean);
    for (size_t t = 0; out != NULL && t <= max; t++) out[t] /= sum;
}

double tilt_to_mean(const double *f0, size_t max, double mean, double *out)
{
    size_t lowest = 0, highest = max;
    while (lowest < max && !(f0[lowest] > 0)) lowest++;
    while (highest > lowest && !(f0[highest] > 0)) highest--;
    BUG_ON(!(f0[lowest] > 0) || isnan(mean));
    /* The mean grows with a: Newton inside a bracket, halving when a step leaves it. An end of the support would need an endless slope. */
    double margin = fmin(.05, .01 * (double)(highest - lowest));
    double target = fmin(fmax(mean, (double)lowest + margin), (double)highest - margin);
    double low = -20, high = 20, a = 0, m, v;
    for (int step = 0; highest > lowest && step < 100; step++) {
        tilted(f0, max, a, &m, &v, NULL);
        if (fabs(m - target) < 1e-10 * (1 + (double)max)) break;
        if (m < target) low = a;
        else high = a;
        double next = v > 0 ? a + (target - m) / v : (low + high) / 2;
        a = next > low && next < high ? next : (low + high) / 2;
    }
    tilted(f0, max, a, &m, &v, out);
    return a;
}

/* Weights f0(t) e^(-b (t - centre)^2); gives their mean and variance, shares into out unless NULL. */
static void narrowed(const double *f0, size_t max, double centre, double b, double *mean, double *variance, double *out)
{
    double sum = 0, first = 0, second = 0;
    for (size_t t = 0; t <= max; t++) {
        double x = (double)t - centre, w = f0[t] * exp(-b * x * x);
        sum += w;
        first += w * x;
        second += w * x * x;
        if (out != NULL) out[t] = w;
    }
    BUG_ON(!(sum > 0));
    *mean = centre + first / sum;
    *variance = second / sum - first / sum * (first / sum);
    for (size_t t = 0; out != NULL && t <= max; t++) out[t] /= sum;
}

double tilt_to_variance(const double *f0, size_t max, double variance, double *out)
{
    double centre, mean, v, low = 0, high = 1;
    BUG_ON(!(variance > 0));
    narrowed(f0, max, 0, 0, &centre, &v, NULL);
    if (v <= variance) high = 0;
    for (int step = 0; step < 50 && high > 0; step++) {
        double b = (low + high) / 2;
        narrowed(f0, max, centre, b, &mean, &v, NULL);
        if (v > variance) low = b;
        else high = b;
    }
    narrowed(f0, max, centre, high, &mean, &v, out);
    return high;
}

double tilt_shrunk_mean(double mean, double n, double centre, double tau2, double within)
{
    BUG_ON(!(tau2 >= 0 && within >= 0 && n >= 0));
    if (n == 0 || tau2 == 0) return centre;
    return centre + tau2 / (tau2 + within / n) * (mean - centre);
}

TiltSpread tilt_spread(const double *mean, const double *variance, const double *n, size_t n_schools)
{
    double m = 0, sum = 0, noise = 0, ss = 0, df = 0;
    for (size_t i = 0; i < n_schools; i++) {
        if (!(n[i] >= 2)) continue;
        m += 1;
        sum += mean[i];
        noise += variance[i] / n[i];
        ss += variance[i] * (n[i] - 1);
        df += n[i] - 1;
    }
    if (m < 2) return (TiltSpread){ NAN, NAN };
    double centre = sum / m, between = 0;
    for (size_t i = 0; i < n_schools; i++)
        if (n[i] >= 2) between += (mean[i] - centre) * (mean[i] - centre);
    return (TiltSpread){ fmax(0, between / (m - 1) - noise / m), ss / df };
}
