/* Measures of Jacob & Levitt on the scores of one class. */
#include <math.h>

#include "stats/jump.h"

static double chance(const JumpTable *t, size_t total, size_t task, size_t points) { return t->p[(total * t->n_tasks + task) * t->width + points]; }

/* -ln of the least likely block that two or more works share. own [n]: each work's ln chance of its answers in the block. */
static double unlikeliest_block(const JumpTable *t, const uint8_t *x, const uint16_t *total, size_t n, double *own, double *done)
{
    double least = 0;
    for (size_t length = 3; length <= 7 && length <= t->n_tasks; length++)
        for (size_t from = 0; from + length <= t->n_tasks; from++) {
            for (size_t i = 0; i < n; i++) {
                own[i] = done[i] = 0;
                for (size_t j = from; j < from + length; j++) own[i] += log(fmax(chance(t, total[i], j, x[i * t->n_tasks + j]), 1e-12));
            }
            for (size_t i = 0; i < n; i++) {
                if (done[i] != 0) continue;
                double sum = own[i], same = 1;
                for (size_t h = i + 1; h < n; h++) {
                    size_t j = 0;
                    while (j < length && x[i * t->n_tasks + from + j] == x[h * t->n_tasks + from + j]) j++;
                    if (j < length) continue;
                    done[h] = 1;
                    sum += own[h];
                    same++;
                }
                if (same > 1) least = fmin(least, sum);
            }
        }
    return -least;
}

/* v_j = sum_k (sum_i residual_ijk)^2 / sum_i sum_k P (1 - P); false when the task leaves nothing to chance. */
static bool task_residual(const JumpTable *t, const uint8_t *x, const uint16_t *total, size_t n, size_t j, double *v)
{
    double squares = 0, variance = 0;
    for (size_t k = 0; k < t->width; k++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            double p = chance(t, total[i], j, k);
            sum += (x[i * t->n_tasks + j] == k) - p;
            variance += p * (1 - p);
        }
        squares += sum * sum;
    }
    *v = squares / variance;
    return variance > 1e-9;
}

void jump_measures(const JumpTable *t, const uint8_t *x, const uint16_t *total, size_t n, double measure[4], double *scratch)
{
    double *v = scratch + 2 * n, sum = 0, squares = 0, distance = 0;
    size_t tasks = 0;
    for (size_t k = 0; k < 4; k++) measure[k] = NAN;
    if (n == 0) return;
    measure[0] = unlikeliest_block(t, x, total, n, scratch, scratch + n);
    for (size_t j = 0; j < t->n_tasks; j++) {
        if (!task_residual(t, x, total, n, j, &v[tasks])) continue;
        sum += v[tasks++];
    }
    for (size_t j = 0; j < tasks; j++) squares += (v[j] - sum / (double)tasks) * (v[j] - sum / (double)tasks);
    if (tasks > 0) measure[1] = sum / (double)tasks;
    if (tasks > 1) measure[2] = squares / (double)(tasks - 1);
    for (size_t i = 0; i < n; i++) {
        double d = 0;
        for (size_t j = 0; j < t->n_tasks; j++) {
            double expected = 0;
            for (size_t k = 1; k < t->width; k++) expected += (double)k * chance(t, total[i], j, k);
            d += (x[i * t->n_tasks + j] - expected) * (x[i * t->n_tasks + j] - expected);
        }
        distance += (d - t->distance[total[i]]) / (double)n;
    }
    measure[3] = distance;
}
