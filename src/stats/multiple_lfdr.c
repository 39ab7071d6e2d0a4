#include <math.h>

#include "stats/loglinear.h"
#include "stats/multiple.h"
#include "stats/rmath_.h"

#define BINS        60
#define DEGREE      7
#define SMALLEST_N  50
#define MOST_Z      8. /* beyond it lfdr is that of the last bin */

typedef struct Bins { double low, width, density[BINS]; } Bins;

static size_t bin_of(const Bins *bins, double z)
{
    double at = (z - bins->low) / bins->width;
    return at <= 0 ? 0 : at >= BINS ? BINS - 1 : (size_t)at;
}

/* Smoothed density of z, per unit of z. */
static bool density(const double *z, size_t n, double speaking, double *scratch, Bins *bins)
{
    double least = INFINITY, most = -INFINITY, count[BINS] = { 0 };
    for (size_t i = 0; i < n; i++) {
        if (isnan(z[i])) continue;
        least = fmin(least, fmax(z[i], -MOST_Z));
        most = fmax(most, fmin(z[i], MOST_Z));
    }
    *bins = (Bins){ .low = least, .width = (most - least) / BINS };
    if (!(bins->width > 0)) return false;
    for (size_t i = 0; i < n; i++)
        if (!isnan(z[i])) count[bin_of(bins, z[i])]++;
    LogLinear fit;
    if (!loglinear_fit(count, BINS, NULL, DEGREE, scratch, &fit, bins->density)) return false;
    for (size_t i = 0; i < BINS; i++) bins->density[i] /= speaking * bins->width;
    return true;
}

void multiple_lfdr(const double *z, size_t n, double *lfdr, double *scratch)
{
    _Static_assert(28 * BINS <= 2000, "loglinear_scratch_size(BINS) fits");
    double speaking = 0;
    for (size_t i = 0; i < n; i++) speaking += !isnan(z[i]);
    MultipleNull null = multiple_empirical_null(z, n, scratch);
    for (size_t i = 0; i < n; i++) scratch[i] = multiple_null_p(z[i], null);
    double pi0 = multiple_storey(scratch, n, .5).pi0;
    Bins bins;
    bool known = speaking >= SMALLEST_N && density(z, n, speaking, scratch + n, &bins);
    /* one-sided: what lies below the centre is no more of a sign than what lies on it, however thin the lower tail */
    double least = known ? fmin(1, pi0 * dnorm(0, 0, null.scale, 0) / bins.density[bin_of(&bins, null.centre)]) : NAN;
    for (size_t i = 0; i < n; i++) {
        double f = known && !isnan(z[i]) ? bins.density[bin_of(&bins, z[i])] : NAN;
        lfdr[i] = isnan(f) ? NAN : fmin(1, pi0 * dnorm(z[i], null.centre, null.scale, 0) / f);
        if (z[i] < null.centre) lfdr[i] = fmax(lfdr[i], least);
    }
}
