/* Classes that leap from one year or procedure to the next, and fall back. NaN = cannot speak. */
#ifndef STATS_JUMP_H
#define STATS_JUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* y2 on y1 over the classes of one stratum, weights n1 + n2. Rows with a NaN or without pupils are left out and get NaN.
 * out      predicted; z internally, t externally studentised residual; p two-sided from t with min(n1, n2) - 1 df, as the published analyses have it;
 *          z, t, p are NaN with fewer than four classes, without spread of y1 or without residual spread, t and p also where a class alone decides the line
 * source   weighted least squares with studentised residuals, Cook & Weisberg 1982; statistics.md A3 */
typedef struct JumpClass { double n1, y1, n2, y2; double predicted, z, t, p; } JumpClass;
void jump_residuals(JumpClass *x, size_t n);

/* Percentile rank in [0, 1], the least 0, the greatest 1, ties share; NaN stays NaN and does not count; .5 when alone. scratch [3 n] */
void jump_ranks(const double *x, size_t n, double *rank, double *scratch);
/* SCORE = rank(gain)^2 + (1 - rank(gain of the year after))^2 in [0, 2]; NaN where a gain is missing. scratch [5 n]. source Jacob & Levitt 2003, QJE 118:843 */
void jump_score(const double *gain, const double *next_gain, size_t n, double *score, double *scratch);
/* ANSWER = sum of squared ranks of the four measures, each larger = more suspicious; measure[4][n] one after another; NaN where one is missing. scratch [4 n] */
void jump_answer(const double *measure, size_t n, double *answer, double *scratch);
/* Share of classes with both above their 95th percentile less the share expected if ANSWER among them were as among classes whose SCORE lies between the 50th and the 75th:
 * a lower bound of how common it is. NaN with fewer than 100 classes. scratch [4 n] */
typedef struct JumpExcess { double both, expected, excess; } JumpExcess;
JumpExcess jump_excess(const double *score, const double *answer, size_t n, double *scratch);

/* Chances p[(total * n_tasks + task) * width + points] of a score table, width = largest task + 1. */
typedef struct JumpTable { const double *p; size_t n_tasks, width; const double *distance; } JumpTable; /* distance[total]: region's mean of sum (x_j - E_j)^2 */
/* Measures of one class, works x[n * n_tasks] with totals: M1 = -ln of the least chance of one block of 3..7 tasks answered alike by two or more works (0 when none);
 * M2 mean and M3 variance over tasks of squared class residuals in units of their variance; M4 mean distance from the expected pattern beyond the region's at the same total.
 * in       x < width; n <= 400 makes M1 O(5 n_tasks n^2); scratch [2 n + 2 n_tasks] */
void jump_measures(const JumpTable *table, const uint8_t *x, const uint16_t *total, size_t n, double measure[4], double *scratch);

/* Same cohort in two procedures: d = z2 - rho z1 with rho over all schools, z = d / sqrt(1 - rho^2 + measurement variance). rho NaN with fewer than ten pairs. out d, z [n] */
double jump_cross(const double *z1, const double *z2, const double *measurement, size_t n, double *d, double *z, double *scratch);
/* Sum over m series of normal scores qnorm(rank / (N + 1)), in units of its spread by the series' correlations; x[m * n] series after series; NaN where a series is missing.
 * m <= 64; scratch [3 n + m n] */
void jump_rank_sum(const double *x, size_t n, size_t m, double *z, double *scratch);

#endif
