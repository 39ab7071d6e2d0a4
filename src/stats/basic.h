/* Plain descriptive statistics: means, quantiles, ranks, rank correlations, intervals of a share. NaN stands for «undefined», never for an error. */
#ifndef STATS_BASIC_H
#define STATS_BASIC_H

#include <stddef.h>
#include <stdint.h>

/* value with a lower and an upper bound; all NaN when undefined */
typedef struct Interval { double value, low, high; } Interval;

double basic_mean(const double *x, size_t n);             /* NaN for n == 0 */
double basic_sd(const double *x, size_t n);               /* n - 1 below; NaN for n < 2 */
/* In place, ascending, no NaN among them. Heap sort: no allocation, same order everywhere. */
void basic_sort(double *x, size_t n);
/* Quantile by linear interpolation (type 7) of sorted x; p in [0, 1]; NaN for n == 0. source Hyndman & Fan 1996 */
double basic_quantile(const double *sorted, size_t n, double p);
/* Median of x; scratch [n]. */
double basic_median(const double *x, size_t n, double *scratch);
/* rank[i] of x[i], from 1, ties share their mean. scratch [n]. */
void basic_midranks(const double *x, size_t n, double *rank, double *scratch);
/* NaN for n < 2 or a constant side. */
double basic_pearson(const double *x, const double *y, size_t n);

/* textbook: 1 - 6 sum d^2 / (n (n^2 - 1)) on mid-ranks, as the federal methodology prints it; corrected: Pearson of mid-ranks.
 * Both NaN for n < 2 or a constant side. scratch [3 n]. */
typedef struct Spearman { double textbook, corrected; } Spearman;
Spearman basic_spearman(const double *x, const double *y, size_t n, double *scratch);

/* Interval of a share k / n. 0 <= k <= n (may be fractional for Wilson); NaN when n == 0; confidence in (0, 1) */
Interval basic_wilson(double k, double n, double confidence);                  /* source Wilson 1927 */
Interval basic_clopper_pearson(uint64_t k, uint64_t n, double confidence);     /* source Clopper & Pearson 1934 */

#endif
