#include "stats/federal.h"

#include <math.h>
#include <string.h>

#include "stats/basic.h"

FederalMean federal_mean(const uint32_t *count, size_t max)
{
    uint64_t n = 0, sum = 0, squares = 0;
    for (size_t t = 0; t <= max; t++) {
        n += count[t];
        sum += (uint64_t)count[t] * t;
        squares += (uint64_t)count[t] * t * t;
    }
    FederalMean out = { NAN, NAN, NAN, NAN };
    if (n == 0) return out;
    out.mean = (double)sum / (double)n;
    if (n < 2) return out;
    /* n Σx² − (Σx)² is exact: at most 1e6 · 5e6 · 5e6 would pass 64 bits, so it is taken in 128 */
    __extension__ unsigned __int128 spread = (unsigned __int128)n * squares - (unsigned __int128)sum * sum;
    out.sd = sqrt((double)spread / ((double)n * (double)(n - 1)));
    double half = FEDERAL_T * out.sd / sqrt((double)n);
    out.low = out.mean - half;
    out.high = out.mean + half;
    return out;
}

FederalMark federal_inflated(const FederalMean *school, const FederalMean *region)
{
    if (isnan(school->low) || isnan(region->high) || school->sd == 0) return FEDERAL_UNDEFINED;
    return school->low > region->high ? FEDERAL_YES : FEDERAL_NO;
}

FederalMark federal_mismatch(double spearman_textbook)
{
    if (isnan(spearman_textbook)) return FEDERAL_UNDEFINED;
    return spearman_textbook < 0 ? FEDERAL_YES : FEDERAL_NO;
}

FederalCohort federal_cohort(const double *k, size_t n, double *scratch)
{
    if (n == 0) return (FederalCohort){ NAN, NAN, NAN, NAN };
    memcpy(scratch, k, n * sizeof *k);
    basic_sort(scratch, n);
    double q1 = basic_quantile(scratch, n, .25), q3 = basic_quantile(scratch, n, .75), iqr = q3 - q1;
    return (FederalCohort){ q1, q3, q3 + 3 * iqr, q1 - 3 * iqr };
}
