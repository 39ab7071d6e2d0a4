/* Two samples, or the same persons twice: test and size of the effect. Positive effect = the first is larger. No NaN in x, y. */
#ifndef STATS_COMPARE_H
#define STATS_COMPARE_H

#include <stdbool.h>

#include "stats/basic.h"

typedef struct Compare {
    double statistic, df, p; /* df NaN where there is none; p two-sided */
    bool exact;              /* p from the exact law */
    Interval effect;         /* with 95 % limits */
} Compare;

/* All: NaN where the data cannot tell (too few, no spread), never a guess.
 * Welch's t of means first - second; effect Cohen's d on the pooled spread, limits by Hedges & Olkin 1985. */
Compare compare_t(const double *x, size_t n, const double *y, size_t m);
/* Paired t of x - y; effect mean difference over its own spread. scratch [n] */
Compare compare_paired(const double *x, const double *y, size_t n, double *scratch);
/* Wilcoxon's signed ranks V (positive differences), zeros left out; exact without ties and under 50 differences, else normal with ties and continuity corrected.
 * Effect: share of pairs that rose less share that fell, limits from their multinomial spread. scratch [4 n + COMPARE_LAW] */
Compare compare_wilcoxon(const double *x, const double *y, size_t n, double *scratch);
/* Mann & Whitney's U of the first sample; exact without ties when both are under 50, else normal with ties and continuity corrected.
 * Effect: Cliff's delta, limits Feng & Cliff 2004. scratch [3 (n + m) + COMPARE_LAW] */
Compare compare_mann_whitney(const double *x, size_t n, const double *y, size_t m, double *scratch);
/* Brunner & Munzel 2000: positive when the second is larger, as the source has it; t with Satterthwaite's df. Effect: Cliff's delta of the first, limits by the same t. scratch [3 (n + m)] */
Compare compare_brunner_munzel(const double *x, size_t n, const double *y, size_t m, double *scratch);

#define COMPARE_LAW 2500 /* longest exact law: 49 * 49 + 1 */

#endif
