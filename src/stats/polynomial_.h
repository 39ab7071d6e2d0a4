/* Orthonormal polynomials on the points 0..n-1. */
#ifndef STATS_POLYNOMIAL__H
#define STATS_POLYNOMIAL__H

#include <stdbool.h>
#include <stddef.h>

/* basis[(degree + 1) * n], column k at basis + k n; false when degree >= n. */
bool polynomial_basis(size_t n, int degree, double *basis);

#endif
