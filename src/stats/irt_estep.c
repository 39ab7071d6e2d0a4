/* E-step: where every work stands, added up by task, category and node. Vectors of four are written out, so that all compilers add in the same order. */
#include <math.h>
#include <string.h>

#include "stats/irt_fit_.h"

#define VECTORS (IRT_LANES / 4)
#define HALF    (VECTORS / 2) /* accumulators that stay in registers */
#define BLOCK   512           /* works that are added in single precision */

typedef float Vector __attribute__((vector_size(16), aligned(4), may_alias));
typedef uint32_t Bits __attribute__((vector_size(16)));

static inline Vector spread(float x) { return (Vector){ x, x, x, x }; }
static inline Vector larger(Vector a, Vector b)
{
    Bits take = (Bits)(a > b);
    return (Vector)((take & (Bits)a) | (~take & (Bits)b));
}

/* e^x for x <= 0 to 2e-7; under -87 that of -87. Cephes' polynomial after the power of two is split off. */
static inline Vector exp_below_zero(Vector x)
{
    const Vector magic = spread(12582912.f); /* 1.5 * 2^23: adding it rounds to an integer, which stands in the low bits */
    x = larger(x, spread(-87.f));
    Vector shifted = x * spread(1.44269504f) + magic, n = shifted - magic;
    Vector r = x - n * spread(.693359375f) + n * spread(2.12194440e-4f);
    Vector p = spread(1.9875691500e-4f);
    p = p * r + spread(1.3981999507e-3f);
    p = p * r + spread(8.3334519073e-3f);
    p = p * r + spread(4.1665795894e-2f);
    p = p * r + spread(1.6666665459e-1f);
    p = p * r + spread(5.0000001201e-1f);
    p = p * r * r + r + spread(1);
    Bits power = ((Bits)shifted << 23) + 0x3F800000u;
    return p * (Vector)power;
}

static void fill_log_p(IrtWork *work, const double *parameter)
{
    for (size_t j = 0; j < work->n_items; j++) {
        const double *c = parameter + work->where.first[j];
        double slope = parameter[irt_slope_at(&work->where, work->items, j)], z[IRT_CATEGORIES];
        size_t m = work->items[j].m;
        float *row = work->log_p + work->rows.first[j] * IRT_LANES;
        for (size_t q = 0; q < IRT_LANES; q++) {
            double most = 0, sum = 0;
            z[0] = 0;
            for (size_t k = 1; k <= m; k++) {
                z[k] = (double)k * slope * work->z[q] + c[k - 1];
                if (z[k] > most) most = z[k];
            }
            for (size_t k = 0; k <= m; k++) sum += exp(z[k] - most);
            double norm = most + log(sum);
            for (size_t k = 0; k <= m; k++) row[k * IRT_LANES + q] = (float)(z[k] - norm);
            row[(m + 1) * IRT_LANES + q] = 0;
        }
    }
}

/* Adds one work's posterior to its rows; gives its log-likelihood. */
static double add_work(const IrtWork *work, const uint8_t *x, const Vector *weight)
{
    size_t at[LIMIT_TASKS];
    Vector l[VECTORS], most = spread(-1e30f), total = spread(0);
    for (size_t j = 0; j < work->n_items; j++) at[j] = (work->rows.first[j] + (x[j] == IRT_MISSING ? work->items[j].m + 1u : x[j])) * IRT_LANES;
    for (size_t half = 0; half < VECTORS; half += HALF) {
        Vector sum[HALF] = { 0 };
        for (size_t j = 0; j < work->n_items; j++) {
            const Vector *row = (const Vector *)(work->log_p + at[j]) + half;
            for (size_t v = 0; v < HALF; v++) sum[v] += row[v];
        }
        for (size_t v = 0; v < HALF; v++) {
            l[half + v] = sum[v];
            most = larger(most, sum[v]);
        }
    }
    float top = most[0];
    for (size_t i = 1; i < 4; i++)
        if (most[i] > top) top = most[i];
    for (size_t v = 0; v < VECTORS; v++) total += l[v] = weight[v] * exp_below_zero(l[v] - spread(top));
    float sum = (total[0] + total[1]) + (total[2] + total[3]);
    Vector scale = spread(1 / sum);
    for (size_t half = 0; half < VECTORS; half += HALF) {
        Vector share[HALF];
        for (size_t v = 0; v < HALF; v++) share[v] = l[half + v] * scale;
        for (size_t j = 0; j < work->n_items; j++) {
            Vector *row = (Vector *)(work->block + at[j]) + half;
            for (size_t v = 0; v < HALF; v++) row[v] += share[v];
        }
    }
    return (double)top + log((double)sum);
}

double irt_e_step(IrtWork *work, const double *parameter)
{
    size_t cells = work->rows.n * IRT_LANES, in_block = 0;
    Vector weight[VECTORS];
    double loglik = 0;
    for (size_t q = 0; q < IRT_LANES; q++) weight[q / 4][q % 4] = (float)work->weight[q];
    fill_log_p(work, parameter);
    memset(work->expected, 0, cells * sizeof *work->expected);
    memset(work->block, 0, cells * sizeof *work->block);
    for (size_t i = 0; i < work->n_works; i += work->stride) {
        loglik += add_work(work, work->x + i * work->n_items, weight);
        if (++in_block < BLOCK && i + work->stride < work->n_works) continue;
        for (size_t r = 0; r < cells; r++) {
            work->expected[r] += (double)work->block[r];
            work->block[r] = 0;
        }
        in_block = 0;
    }
    return loglik;
}
