/* Small dense linear algebra of this room. */
#ifndef STATS_LINEAR__H
#define STATS_LINEAR__H

#include <stdbool.h>
#include <stddef.h>

/* Solves a x = b for a symmetric positive definite a[n * n] by Cholesky; only the lower half of a is read, a and b are overwritten, b becomes x.
 * false when a is not positive definite to working precision. */
bool linear_solve(double *a, double *b, size_t n);
/* Its two steps: the lower half of a becomes the factor L of a = L L' (so ln det a = 2 sum ln L_ii); then b becomes x for any number of b. */
bool linear_factor(double *a, size_t n);
void linear_back(const double *factor, double *b, size_t n);
/* Inverse from the factor, both halves. inverse[n * n] */
void linear_inverse(const double *factor, size_t n, double *inverse);
/* Symmetric a (both halves, overwritten): value[n] unordered, vector[n * n] with columns of length one. Cyclic Jacobi: O(sweeps n^3). source Golub & Van Loan, 8.5 */
void linear_eigen(double *a, size_t n, double *value, double *vector);

#endif
