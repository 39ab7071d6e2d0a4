#include "stats/reliability.h"

#include <math.h>

#include "base/err.h"
#include "stats/rmath_.h"

static bool is_complete(const double *row, size_t k)
{
    for (size_t j = 0; j < k; j++)
        if (isnan(row[j])) return false;
    return true;
}

static size_t mean_of(const double *x, size_t n, size_t k, size_t j, double *mean)
{
    size_t m = 0;
    *mean = 0;
    for (size_t i = 0; i < n; i++)
        if (is_complete(x + i * k, k)) *mean += (x[i * k + j] - *mean) / (double)++m;
    return m;
}

Interval reliability_alpha(const double *x, size_t n, size_t k, double confidence, size_t *used)
{
    BUG_ON(!(confidence > 0 && confidence < 1));
    Interval none = { NAN, NAN, NAN };
    double within = 0, total = 0, grand = 0, mean;
    *used = 0;
    for (size_t j = 0; j < k; j++) {
        *used = mean_of(x, n, k, j, &mean);
        grand += mean;
        for (size_t i = 0; i < n; i++)
            if (is_complete(x + i * k, k)) within += (x[i * k + j] - mean) * (x[i * k + j] - mean);
    }
    for (size_t i = 0; i < n; i++) {
        if (!is_complete(x + i * k, k)) continue;
        double sum = -grand;
        for (size_t j = 0; j < k; j++) sum += x[i * k + j];
        total += sum * sum;
    }
    if (k < 2 || *used < 2 || !(total > 1e-12 * within)) return none;
    double kk = (double)k, alpha = kk / (kk - 1) * (1 - within / total), df1 = (double)*used - 1, df2 = df1 * (kk - 1), tail = (1 - confidence) / 2;
    return (Interval){ alpha, 1 - (1 - alpha) * qf(tail, df1, df2, 0, 0), 1 - (1 - alpha) * qf(tail, df1, df2, 1, 0) };
}

void reliability_pearson(const double *x, size_t n, size_t k, double *r)
{
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b <= a; b++) {
            double ma, mb, saa = 0, sbb = 0, sab = 0;
            mean_of(x, n, k, a, &ma);
            mean_of(x, n, k, b, &mb);
            for (size_t i = 0; i < n; i++) {
                if (!is_complete(x + i * k, k)) continue;
                double da = x[i * k + a] - ma, db = x[i * k + b] - mb;
                saa += da * da;
                sbb += db * db;
                sab += da * db;
            }
            r[a * k + b] = r[b * k + a] = saa > 0 && sbb > 0 ? (a == b ? 1 : sab / sqrt(saa * sbb)) : NAN;
        }
}

/* Each loading in turn takes its best value for the others: the sum of squares never rises. */
static double improve(const double *r, size_t k, double *l)
{
    double change = 0;
    for (size_t i = 0; i < k; i++) {
        double up = 0, under = 0;
        for (size_t j = 0; j < k; j++) {
            if (j == i) continue;
            up += r[i * k + j] * l[j];
            under += l[j] * l[j];
        }
        double best = under > 0 ? fmin(1, fmax(-1, up / under)) : 0;
        change = fmax(change, fabs(best - l[i]));
        l[i] = best;
    }
    return change;
}

bool reliability_factor(const double *r, size_t k, double *loading, double *scratch)
{
    if (k < 3) return false;
    for (size_t i = 0; i < k * k; i++)
        if (isnan(r[i])) return false;
    /* start: first principal axis by powers, from a vector that no symmetry makes orthogonal to it */
    double length = 0, sum = 0;
    for (size_t i = 0; i < k; i++) loading[i] = 1 + .01 * (double)i / (double)k;
    for (int step = 0; step < 50; step++) {
        length = 0;
        for (size_t i = 0; i < k; i++) {
            scratch[i] = 0;
            for (size_t j = 0; j < k; j++) scratch[i] += r[i * k + j] * loading[j];
            length += scratch[i] * scratch[i];
        }
        length = sqrt(length);
        if (!(length > 0)) return false;
        for (size_t i = 0; i < k; i++) loading[i] = scratch[i] / length;
    }
    for (size_t i = 0; i < k; i++) loading[i] *= sqrt(length);
    for (int step = 0; step < 10000 && improve(r, k, loading) > 1e-12; step++) {}
    for (size_t i = 0; i < k; i++) sum += loading[i];
    for (size_t i = 0; sum < 0 && i < k; i++) loading[i] = -loading[i];
    return true;
}

double reliability_omega(const double *loading, size_t k)
{
    double sum = 0, unique = 0;
    for (size_t i = 0; i < k; i++) {
        sum += loading[i];
        unique += 1 - loading[i] * loading[i];
    }
    return sum * sum + unique > 0 ? sum * sum / (sum * sum + unique) : NAN;
}
