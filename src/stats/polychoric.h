/* Correlation behind ordered categories: two normal variables cut at thresholds. */
#ifndef STATS_POLYCHORIC_H
#define STATS_POLYCHORIC_H

#include <stdbool.h>
#include <stddef.h>

#define POLYCHORIC_CATEGORIES 64
#define POLYCHORIC_EDGE       .9999 /* beyond it the table cannot tell the correlation from one */

/* P(X <= h, Y <= k) of standard normals with correlation r, |r| < 1; h, k may be infinite. Absolute error under 1e-11. source Plackett 1954; Drezner & Wesolowsky 1990 */
double polychoric_normal(double h, double k, double r);

/* count[n_rows * n_columns] of works. Two steps: thresholds from margins, then the most likely r. Empty margins do no harm.
 * out      in [-EDGE, EDGE]; NaN when either side has one category
 * source   Olsson 1979, Psychometrika 44:443, two-step estimate */
double polychoric_table(const double *count, size_t n_rows, size_t n_columns);
/* The same from categories x, y in 0..n - 1 at most POLYCHORIC_CATEGORIES; NaN pairs are left out. scratch [POLYCHORIC_CATEGORIES^2] */
double polychoric_pair(const double *x, const double *y, size_t stride, size_t n, double *scratch);

/* Pairs estimated one by one need not fit together: when an eigenvalue of r[n * n] is under 1e-12, such eigenvalues become 1e-10, all are scaled back to n,
 * the matrix is rebuilt and its diagonal made 1 again. A matrix with a NaN stays as it is. true when it was changed. scratch [2 n^2 + n] */
bool polychoric_smooth(double *r, size_t n, double *scratch);

#endif
