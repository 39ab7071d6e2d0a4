/* Small dense linear algebra of this room. */
#ifndef STATS_LINEAR__H
#define STATS_LINEAR__H

#include <stdbool.h>
#include <stddef.h>

/* Solves a x = b for a symmetric positive definite a[n * n] by Cholesky; only the lower half of a is read, a and b are overwritten, b becomes x.
 * false when a is not positive definite to working precision. */
bool linear_solve(double *a, double *b, size_t n);

#endif
