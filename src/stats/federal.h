/* The federal institute's markers, exactly as published (FIOKO methodology 2021, three pages; domain.md 1.1). Formulas are theirs, guards of undefined cases ours. */
#ifndef STATS_FEDERAL_H
#define STATS_FEDERAL_H

#include <stddef.h>
#include <stdint.h>

#define FEDERAL_T 1.96

typedef enum FederalMark { FEDERAL_NO, FEDERAL_YES, FEDERAL_UNDEFINED } FederalMark;

typedef struct FederalMean { double mean, sd, low, high; } FederalMean; /* sd, low, high NaN for n < 2 */
/* mean ± 1.96 S / sqrt n from a histogram count[max + 1] of totals; all integers until the last step, so the order of works does not matter. */
FederalMean federal_mean(const uint32_t *count, size_t max);
/* School's lower bound above the region's upper one; undefined when n < 2 or S == 0 of the school. */
FederalMark federal_inflated(const FederalMean *school, const FederalMean *region);
/* Textbook Spearman below zero; undefined when NaN. */
FederalMark federal_mismatch(double spearman_textbook);

typedef struct FederalCohort { double q1, q3, drop_above, growth_below; } FederalCohort; /* NaN without schools */
/* Quartiles (type 7) of K = share one year / share next year, limits Q3 + 3 IQR and Q1 - 3 IQR. k[n] without NaN; scratch [n]. */
FederalCohort federal_cohort(const double *k, size_t n, double *scratch);

#endif
