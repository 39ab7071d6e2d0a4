#include <math.h>

#include "stats/polynomial_.h"

/* Next column = t times the last one, made orthogonal twice: once is not enough at degree 8. */
bool polynomial_basis(size_t n, int degree, double *basis)
{
    if (n == 0 || (size_t)degree >= n) return false;
    double centre = (double)(n - 1) / 2, scale = n > 1 ? centre : 1;
    for (size_t k = 0; k <= (size_t)degree; k++) {
        double *column = basis + k * n, norm = 0;
        const double *last = k == 0 ? column : column - n;
        for (size_t t = 0; t < n; t++) column[t] = k == 0 ? 1 : last[t] * ((double)t - centre) / scale;
        for (size_t j = 0; j < 2 * k; j++) {
            const double *other = basis + j % k * n;
            double product = 0;
            for (size_t t = 0; t < n; t++) product += column[t] * other[t];
            for (size_t t = 0; t < n; t++) column[t] -= product * other[t];
        }
        for (size_t t = 0; t < n; t++) norm += column[t] * column[t];
        for (size_t t = 0; t < n; t++) column[t] /= sqrt(norm);
    }
    return true;
}
