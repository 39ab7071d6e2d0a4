#include "stats/sampling.h"

#include <math.h>

#include "base/err.h"
#include "stats/rmath_.h"

/* A product such as .1 * 50 must not pass the whole number by rounding. */
static double up(double x) { return ceil(x - 1e-9 * fmax(1, x)); }
static double down(double x) { return floor(x + 1e-9 * fmax(1, x)); }

uint32_t sampling_zero_accept(uint32_t lot, double p1, double beta)
{
    BUG_ON(lot == 0 || !(p1 > 0 && p1 < 1) || !(beta > 0 && beta < 1));
    double defects = fmax(1, up(p1 * lot));
    double n = up((1 - pow(beta, 1 / defects)) * (lot - (defects - 1) / 2));
    return (uint32_t)fmin(fmax(n, 1), lot);
}

bool sampling_plan(uint32_t lot, double p0, double p1, double alpha, double beta, SamplingPlan *out)
{
    BUG_ON(lot == 0 || !(p0 >= 0 && p0 < 1) || !(p1 > 0 && p1 < 1) || !(alpha > 0 && alpha < 1) || !(beta > 0 && beta < 1));
    double good = down(p0 * lot), bad = fmax(1, up(p1 * lot));
    if (good >= bad) return false;
    uint32_t c = 0;
    for (uint32_t n = 1; n <= lot; n++) {
        while (phyper(c, good, lot - good, n, 1, 0) < 1 - alpha) c++; /* never falls as n grows */
        double slips = phyper(c, bad, lot - bad, n, 1, 0);
        if (slips > beta) continue;
        *out = (SamplingPlan){ n, c, phyper(c, good, lot - good, n, 1, 0), slips };
        return true;
    }
    return false;
}

SamplingSprt sampling_sprt(double p0, double p1, double alpha, double beta)
{
    BUG_ON(!(p0 > 0 && p0 < p1 && p1 < 1) || !(alpha > 0 && beta > 0 && alpha + beta < 1));
    return (SamplingSprt){ log(beta / (1 - alpha)), log((1 - beta) / alpha), log(p1 / p0), log((1 - p1) / (1 - p0)) };
}

static double expected(const double *risk, size_t n, double least, double c, double *pi)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += pi[i] = fmin(1, fmax(least, c * risk[i]));
    return sum;
}

void sampling_inclusion(const double *risk, size_t n, double least, double wanted, double *pi)
{
    BUG_ON(!(least > 0 && least <= 1));
    double low = 0, high = 1, smallest = INFINITY;
    for (size_t i = 0; i < n; i++) {
        BUG_ON(!(risk[i] >= 0));
        if (risk[i] > 0) smallest = fmin(smallest, risk[i]);
    }
    if (isfinite(smallest)) high = 1 / smallest; /* here everyone with a risk is certain */
    for (int step = 0; step < 200; step++) {
        double middle = (low + high) / 2;
        if (expected(risk, n, least, middle, pi) < wanted) low = middle;
        else high = middle;
    }
    expected(risk, n, least, high, pi);
}

void sampling_systematic(const double *pi, size_t n, double start, bool *taken)
{
    BUG_ON(!(start > 0 && start < 1));
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double before = sum;
        sum += pi[i];
        taken[i] = ceil(sum - start) > ceil(before - start);
    }
}

SamplingHajek sampling_hajek(const double *y, const double *pi, size_t n)
{
    double weights = 0, sum = 0, variance = 0;
    for (size_t i = 0; i < n; i++) {
        BUG_ON(!(pi[i] > 0 && pi[i] <= 1));
        weights += 1 / pi[i];
        sum += y[i] / pi[i];
    }
    if (n == 0) return (SamplingHajek){ NAN, NAN };
    double mean = sum / weights;
    for (size_t i = 0; i < n; i++) variance += (1 - pi[i]) * (y[i] - mean) * (y[i] - mean) / (pi[i] * pi[i]);
    return (SamplingHajek){ mean, sqrt(variance) / weights };
}
