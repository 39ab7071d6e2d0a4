/* Speed of item response kernels on one core. A line a measurement: name, works, seconds (the best of three). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "stats/irt.h"
#include "stats/rng.h"

enum { TASKS = 20, WORKS = 1000000, CALIBRATED = 100000, CLASS = 25 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void make(IrtItem truth[TASKS], uint8_t *x)
{
    Rng rng = rng_at(1, 0, 1);
    for (size_t j = 0; j < TASKS; j++) {
        irt_item_plain(&truth[j], (uint8_t)(1 + j % 3));
        truth[j].a = exp(.4 * rng_normal(&rng));
        for (size_t k = 0; k < truth[j].m; k++) truth[j].b[k] = 1.2 * rng_normal(&rng);
    }
    for (size_t i = 0; i < WORKS; i++) {
        double theta, p[IRT_CATEGORIES];
        rng = rng_at(2, i, 1);
        theta = rng_normal(&rng);
        for (size_t j = 0; j < TASKS; j++) {
            double u = rng_uniform(&rng);
            uint8_t k = 0;
            irt_probabilities(&truth[j], theta, p);
            while (k < truth[j].m && u > p[k]) u -= p[k++];
            x[i * TASKS + j] = k;
        }
    }
}

/* Table once, then a look-up a work: sums of levels and of task residuals by class. */
static double look_up(const IrtModel *model, const uint8_t *x, double *memory)
{
    IrtTable table;
    double most = 0;
    irt_table(model, memory, &table);
    for (size_t from = 0; from < WORKS; from += CLASS) {
        double level = 0, residual[TASKS] = { 0 };
        for (size_t i = from; i < from + CLASS; i++) {
            size_t total = 0;
            for (size_t j = 0; j < TASKS; j++) total += x[i * TASKS + j];
            level += table.eap[total];
            for (size_t j = 0; j < TASKS; j++) residual[j] += x[i * TASKS + j] - table.e[total * TASKS + j];
        }
        for (size_t j = 0; j < TASKS; j++) most = fmax(most, fabs(residual[j]) + 1e-9 * level);
    }
    return most;
}

static double patterns(const IrtModel *model, const uint8_t *x, double *memory)
{
    IrtNodes nodes;
    double posterior[IRT_NODES], sum = 0;
    irt_nodes(model, memory, &nodes);
    for (size_t i = 0; i < WORKS; i++) {
        irt_posterior(&nodes, x + i * TASKS, posterior);
        sum += irt_eap(&nodes, posterior).theta;
    }
    return sum;
}

int main(void)
{
    static IrtItem truth[TASKS], items[TASKS];
    uint8_t *x = malloc((size_t)WORKS * TASKS);
    if (x == NULL) return 7;
    make(truth, x);
    IrtModel model = { TASKS, truth, 1 };
    double *scratch = malloc((irt_fit_scratch_size(truth, TASKS) + irt_table_size(&model) + irt_nodes_size(&model)) * sizeof *scratch), sink = 0;
    if (scratch == NULL) return 7;
    for (int kind = 0; kind < 2; kind++)
        for (size_t n = CALIBRATED / 100; n <= CALIBRATED; n *= 10) {
            double best = INFINITY;
            for (int i = 0; i < 3; i++) {
                IrtFit fit;
                IrtOptions options = { .kind = (IrtKind)kind };
                memcpy(items, truth, sizeof items);
                double start = now();
                if (!irt_fit(x, n, items, TASKS, &options, scratch, &fit) || !fit.converged) return 1;
                best = fmin(best, now() - start);
            }
            printf("%s %zu %.4f\n", kind == IRT_PCM ? "pcm" : "gpcm", n, best);
        }
    double best[2] = { INFINITY, INFINITY };
    for (int i = 0; i < 3; i++) {
        double start = now();
        sink += look_up(&model, x, scratch);
        double middle = now();
        sink += patterns(&model, x, scratch);
        best[0] = fmin(best[0], middle - start);
        best[1] = fmin(best[1], now() - middle);
    }
    printf("table %d %.4f\npatterns %d %.4f\n", WORKS, best[0], WORKS, best[1]);
    free(scratch);
    free(x);
    return isfinite(sink) ? 0 : 1;
}
