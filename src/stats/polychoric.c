#include "stats/polychoric.h"

#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/linear_.h"
#include "stats/rmath_.h"

#define NODES 6
static const double node[NODES] = { 0.1252334085114689, 0.3678314989981802, 0.5873179542866175, 0.7699026741943047, 0.9041172563704749, 0.9815606342467193 };
static const double weight[NODES] = { 0.2491470458134028, 0.2334925365383548, 0.2031674267230659, 0.1600783285433462, 0.1069393259953184, 0.0471753363865118 };

static double integrand(double h, double k, double angle)
{
    double c = cos(angle), s = sin(angle);
    return exp(-((h - k) * (h - k) / 2 + h * k * (1 - s)) / (c * c));
}

static double panel(double h, double k, double from, double to)
{
    double middle = (from + to) / 2, half = (to - from) / 2, sum = 0;
    for (int i = 0; i < NODES; i++) sum += weight[i] * (integrand(h, k, middle - half * node[i]) + integrand(h, k, middle + half * node[i]));
    return sum * half;
}

/* Phi2 = Phi Phi + 1 / 2 pi times the integral over angles up to asin r; panels shrink towards the right angle, where the integrand turns fast. */
double polychoric_normal(double h, double k, double r)
{
    BUG_ON(!(r > -1 && r < 1));
    if (h == -INFINITY || k == -INFINITY) return 0;
    if (h == INFINITY) return pnorm5(k, 0, 1, 1, 0);
    if (k == INFINITY) return pnorm5(h, 0, 1, 1, 0);
    double end = asin(fabs(r)), from = 0, sum = 0, sign = r < 0 ? -1 : 1;
    while (from < end) {
        double to = fmin(end, from + (M_PI_2 - from) * .45);
        sum += r < 0 ? panel(h, k, -to, -from) : panel(h, k, from, to);
        from = to;
    }
    double p = pnorm5(h, 0, 1, 1, 0) * pnorm5(k, 0, 1, 1, 0) + sign * sum / (2 * M_PI);
    return fmin(1, fmax(0, p));
}

static double density(double h, double k, double r)
{
    if (isinf(h) || isinf(k)) return 0;
    double rest = (1 - r) * (1 + r);
    return exp(-(h * h - 2 * r * h * k + k * k) / (2 * rest)) / (2 * M_PI * sqrt(rest));
}

/* Slope of the log-likelihood in r: d P(cell) / d r is the density's second difference over the corners. */
static double slope(const double *count, size_t n_rows, size_t n_columns, const double *row, const double *column, double r)
{
    double sum = 0, before[POLYCHORIC_CATEGORIES + 1] = { 0 }, before_d[POLYCHORIC_CATEGORIES + 1] = { 0 };
    for (size_t i = 0; i < n_rows; i++) {
        double left = 0, left_d = 0, corner = 0, corner_d = 0;
        for (size_t j = 0; j < n_columns; j++) {
            double p = polychoric_normal(row[i], column[j], r), d = density(row[i], column[j], r);
            double cell = p - left - before[j] + corner, turn = d - left_d - before_d[j] + corner_d;
            if (count[i * n_columns + j] > 0) sum += count[i * n_columns + j] * turn / fmax(cell, 1e-14);
            corner = before[j];
            corner_d = before_d[j];
            before[j] = left = p;
            before_d[j] = left_d = d;
        }
    }
    return sum;
}

/* Where the margin's shares end on the normal scale; how many categories have anybody. */
static size_t thresholds(const double *margin, size_t n, double total, double *out)
{
    double sum = 0;
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        sum += margin[i];
        used += margin[i] > 0;
        out[i] = sum <= 0 ? -INFINITY : sum >= total ? INFINITY : qnorm5(sum / total, 0, 1, 1, 0);
    }
    out[n - 1] = INFINITY;
    return used;
}

double polychoric_table(const double *count, size_t n_rows, size_t n_columns)
{
    BUG_ON(n_rows == 0 || n_columns == 0 || n_rows > POLYCHORIC_CATEGORIES || n_columns > POLYCHORIC_CATEGORIES);
    double row_sum[POLYCHORIC_CATEGORIES] = { 0 }, column_sum[POLYCHORIC_CATEGORIES] = { 0 }, row[POLYCHORIC_CATEGORIES], column[POLYCHORIC_CATEGORIES], total = 0;
    for (size_t i = 0; i < n_rows; i++)
        for (size_t j = 0; j < n_columns; j++) {
            row_sum[i] += count[i * n_columns + j];
            column_sum[j] += count[i * n_columns + j];
            total += count[i * n_columns + j];
        }
    if (thresholds(row_sum, n_rows, total, row) < 2 || thresholds(column_sum, n_columns, total, column) < 2) return NAN;
    /* outward from 0 along the slope until it turns: at the far end cells are too small to be differences of anything */
    double r = 0, f = slope(count, n_rows, n_columns, row, column, 0), low = 0, high = 0, f_low = f, f_high = f;
    for (double gap = .5, way = f > 0 ? 1 : -1; f != 0; gap /= 2) {
        r = way * fmin(POLYCHORIC_EDGE, 1 - gap);
        double next = slope(count, n_rows, n_columns, row, column, r);
        if (way > 0) {
            high = r;
            f_high = next;
        } else {
            low = r;
            f_low = next;
        }
        if (next * way <= 0) break;
        if (fabs(r) >= POLYCHORIC_EDGE) return r;
        if (way > 0) {
            low = r;
            f_low = next;
        } else {
            high = r;
            f_high = next;
        }
    }
    int side = 0;
    for (int step = 0; step < 100 && high - low > 1e-12; step++) {
        r = step % 6 == 5 ? (low + high) / 2 : (f_high * low - f_low * high) / (f_high - f_low);
        f = slope(count, n_rows, n_columns, row, column, r);
        if (fabs(f) < 1e-9 * total) break;
        if (f > 0) {
            low = r;
            f_low = f;
            if (side == 1) f_high /= 2;
            side = 1;
        } else {
            high = r;
            f_high = f;
            if (side == -1) f_low /= 2;
            side = -1;
        }
    }
    return r;
}

double polychoric_pair(const double *x, const double *y, size_t stride, size_t n, double *scratch)
{
    size_t n_rows = 1, n_columns = 1;
    for (size_t i = 0; i < n; i++) {
        double a = x[i * stride], b = y[i * stride];
        if (isnan(a) || isnan(b)) continue;
        BUG_ON(!(a >= 0 && a < POLYCHORIC_CATEGORIES && b >= 0 && b < POLYCHORIC_CATEGORIES));
        if ((size_t)a + 1 > n_rows) n_rows = (size_t)a + 1;
        if ((size_t)b + 1 > n_columns) n_columns = (size_t)b + 1;
    }
    memset(scratch, 0, n_rows * n_columns * sizeof *scratch);
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i * stride]) && !isnan(y[i * stride])) scratch[(size_t)x[i * stride] * n_columns + (size_t)y[i * stride]]++;
    return polychoric_table(scratch, n_rows, n_columns);
}

bool polychoric_smooth(double *r, size_t n, double *scratch)
{
    double *vector = scratch, *value = scratch + n * n, *copy = scratch + n * n + n, sum = 0;
    bool bad = false;
    for (size_t i = 0; i < n * n; i++) {
        if (isnan(r[i])) return false;
        copy[i] = r[i];
    }
    linear_eigen(copy, n, value, vector);
    for (size_t i = 0; i < n; i++) {
        bad |= value[i] < 1e-12;
        if (value[i] < 1e-12) value[i] = 1e-10;
        sum += value[i];
    }
    if (!bad) return false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double cell = 0;
            for (size_t k = 0; k < n; k++) cell += vector[i * n + k] * vector[j * n + k] * value[k] * (double)n / sum;
            copy[i * n + j] = cell;
        }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) r[i * n + j] = r[j * n + i] = copy[i * n + j] / sqrt(copy[i * n + i] * copy[j * n + j]);
    return true;
}
