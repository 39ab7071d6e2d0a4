/* E-step: where every work stands, added up by task, category and node. Vectors are written out, so that all compilers and machines add in the same order. */
#include <math.h>
#include <string.h>

#include "stats/irt_fit_.h"

#define BLOCK 512 /* works that are added in single precision */

typedef float Four __attribute__((vector_size(16), aligned(4), may_alias));

#define LANES   4
#define NAME(x) x##_4
#define TARGET
#include "stats/irt_lanes_.h"

#ifdef __x86_64__
#define LANES   8
#define NAME(x) x##_8
#define TARGET  __attribute__((target("avx2")))
#include "stats/irt_lanes_.h"
#endif

typedef double (*AddWork)(const IrtWork *work, const uint8_t *x, const float *weight);

static AddWork widest(void)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) return add_work_8;
#endif
    return add_work_4;
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

double irt_e_step(IrtWork *work, const double *parameter)
{
    size_t cells = work->rows.n * IRT_LANES, in_block = 0;
    const AddWork add_work = widest();
    float weight[IRT_LANES];
    double loglik = 0;
    for (size_t q = 0; q < IRT_LANES; q++) weight[q] = (float)work->weight[q];
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
