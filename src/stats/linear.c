#include <math.h>

#include "stats/linear_.h"

bool linear_factor(double *a, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double diagonal = a[i * n + i];
        for (size_t j = 0; j <= i; j++) {
            double sum = a[i * n + j];
            for (size_t k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
            if (i != j) a[i * n + j] = sum / a[j * n + j];
            else if (!(sum > 1e-13 * diagonal) || !isfinite(sum)) return false;
            else a[i * n + i] = sqrt(sum);
        }
    }
    return true;
}

void linear_back(const double *a, double *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++) b[i] -= a[i * n + k] * b[k];
        b[i] /= a[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++) b[i] -= a[k * n + i] * b[k];
        b[i] /= a[i * n + i];
    }
}

bool linear_solve(double *a, double *b, size_t n)
{
    if (!linear_factor(a, n)) return false;
    linear_back(a, b, n);
    return true;
}

/* Rows serve as columns: the inverse is symmetric. */
void linear_inverse(const double *factor, size_t n, double *inverse)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) inverse[i * n + j] = i == j;
        linear_back(factor, inverse + i * n, n);
    }
}
