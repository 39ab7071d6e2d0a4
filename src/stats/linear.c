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

/* Turns planes p and q by cosine c, sine s: columns of x, or rows. */
static void turn(double *x, size_t n, size_t p, size_t q, double c, double s, bool rows)
{
    size_t step = rows ? 1 : n, from_p = rows ? p * n : p, from_q = rows ? q * n : q;
    for (size_t k = 0; k < n; k++) {
        double a = x[from_p + k * step], b = x[from_q + k * step];
        x[from_p + k * step] = c * a - s * b;
        x[from_q + k * step] = s * a + c * b;
    }
}

void linear_eigen(double *a, size_t n, double *value, double *vector)
{
    for (size_t i = 0; i < n * n; i++) vector[i] = 0;
    for (size_t i = 0; i < n; i++) vector[i * n + i] = 1;
    for (int sweep = 0; sweep < 60; sweep++) {
        double off = 0, all = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++) {
                all += a[i * n + k] * a[i * n + k];
                if (i != k) off += a[i * n + k] * a[i * n + k];
            }
        if (!(off > 1e-30 * all)) break;
        for (size_t p = 0; p < n; p++)
            for (size_t q = p + 1; q < n; q++) {
                if (a[p * n + q] == 0) continue;
                double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]), t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
                double c = 1 / sqrt(t * t + 1), s = t * c;
                turn(a, n, p, q, c, s, false);
                turn(a, n, p, q, c, s, true);
                turn(vector, n, p, q, c, s, false);
            }
    }
    for (size_t i = 0; i < n; i++) value[i] = a[i * n + i];
}
