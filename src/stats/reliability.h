/* How far the tasks of one form measure one thing. x[n * k], row after row a person; rows with a NaN are left out. */
#ifndef STATS_RELIABILITY_H
#define STATS_RELIABILITY_H

#include <stdbool.h>

#include "stats/basic.h"

/* Cronbach's alpha with Feldt's limits. value NaN with fewer than two tasks, two complete rows, or no spread of totals; limits also NaN then. *used: complete rows.
 * source Cronbach 1951; Feldt 1965 */
Interval reliability_alpha(const double *x, size_t n, size_t k, double confidence, size_t *used);
/* Pearson correlations of complete rows, r[k * k]; NaN beside a constant task. */
void reliability_pearson(const double *x, size_t n, size_t k, double *r);
/* One factor by least squares off the diagonal (MINRES): loading[k], its sum not negative, |loading| <= 1.
 * fails    false with fewer than three tasks or a NaN in r. scratch [k]. source Harman & Jones 1966 */
bool reliability_factor(const double *r, size_t k, double *loading, double *scratch);
/* (sum l)^2 / ((sum l)^2 + sum (1 - l^2)). source McDonald 1999 */
double reliability_omega(const double *loading, size_t k);

#endif
