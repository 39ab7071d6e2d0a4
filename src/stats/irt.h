/* Item response models: generalised partial credit (2PL for two categories, PCM and Rasch with a = 1). What everything about single tasks stands on.
 * A work is a row x[n_items] of categories 0..m (see IrtItem.points), IRT_MISSING for a task without a score. theta is on the model's own scale, N(0, sd^2). */
#ifndef STATS_IRT_H
#define STATS_IRT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

#define IRT_CATEGORIES (LIMIT_TASK_MAX + 1)
#define IRT_MISSING    UINT8_MAX
#define IRT_NODES      61 /* equally spaced over -6..6 standard deviations */

/* P_k ~ exp(sum_{v <= k} a (theta - b_v)); a score that nobody reached has no category of its own. */
typedef struct IrtItem {
    double a, b[LIMIT_TASK_MAX];
    uint8_t m;                      /* steps: categories 0..m */
    uint8_t points[IRT_CATEGORIES]; /* score of category k, rising */
} IrtItem;

typedef struct IrtModel {
    size_t n_items;
    const IrtItem *items;
    double sd; /* of theta in the population; 1 for 2PL and GPCM */
} IrtModel;

/* Fills m and points (not a and b) from the number of works at each score 0..LIMIT_TASK_MAX; false when fewer than two scores were reached. */
bool irt_item_recode(const double count[IRT_CATEGORIES], IrtItem *item);
/* All of 0..m points. */
void irt_item_plain(IrtItem *item, uint8_t m);
/* The highest category with points <= score (the lowest one below that). */
uint8_t irt_category(const IrtItem *item, unsigned score);
bool irt_item_is_sane(const IrtItem *item); /* a and b finite, m in 1..LIMIT_TASK_MAX, points rising */

/* p[m + 1]; sums to 1 */
void irt_probabilities(const IrtItem *item, double theta, double *p);
/* log_p[m + 1]; finite also where p underflows */
void irt_log_probabilities(const IrtItem *item, double theta, double *log_p);
/* dp[m + 1] = dP_k / dtheta = a P_k (k - E) */
void irt_slopes(const IrtItem *item, const double *p, double *dp);
/* Of the category k at theta: mean, variance, third central moment, information a^2 V; dE/dtheta = a V. */
typedef struct IrtMoments { double e, v, mu3, information; } IrtMoments;
IrtMoments irt_moments(const IrtItem *item, double theta);
double irt_expected_points(const IrtItem *item, const double *p); /* sum of points_k p_k */

/* Category k of item j is row first[j] + k; a missing score is row first[j] + m + 1. */
typedef struct IrtRows { size_t n, first[LIMIT_TASKS]; } IrtRows;
IrtRows irt_rows(const IrtItem *items, size_t n_items);

/* Nodes of theta, weights of the population (sum 1), log P of every row at every node (0 for missing). */
typedef struct IrtNodes {
    IrtRows rows;
    size_t n_items;
    const IrtItem *items;
    double theta[IRT_NODES], weight[IRT_NODES];
    double *log_p; /* [rows.n][IRT_NODES] */
} IrtNodes;
size_t irt_nodes_size(const IrtModel *model); /* doubles of memory */
void irt_nodes(const IrtModel *model, double *memory, IrtNodes *out); /* memory is kept inside out */

/* posterior[IRT_NODES] of one work, sums to 1; gives its marginal log-likelihood. All missing: the population, 0. */
double irt_posterior(const IrtNodes *nodes, const uint8_t *x, double *posterior);
typedef struct IrtScore { double theta, se; } IrtScore;
IrtScore irt_eap(const IrtNodes *nodes, const double *posterior);
/* Plausible value: quantile u in (0, 1) of the posterior, taken as even inside a node's cell. */
double irt_plausible(const IrtNodes *nodes, const double *posterior, double u);

/* Root of the score equation, se = 1 / sqrt(information) (MAP: with the prior's). ML of all lowest or all highest categories is -+INFINITY, se NaN;
 * without one answered task both NaN (MAP: 0, sd). source Warm 1989; Penfield & Bergeron 2005 */
typedef enum IrtEstimate { IRT_ML, IRT_WLE, IRT_MAP } IrtEstimate;
IrtScore irt_estimate(const IrtModel *model, const uint8_t *x, IrtEstimate how);

/* Law of the total in points at theta: law[max_total + 1] (Lord & Wingersky 1984); scratch [max_total + 1]. */
size_t irt_max_total(const IrtModel *model);
void irt_total_law(const IrtModel *model, double theta, double *law, double *scratch);

/* What a total alone says (complete works): one look-up a work. All NaN in the row of a total that cannot be. */
typedef struct IrtTable {
    IrtRows rows;
    size_t n_items, n_totals;      /* totals 0..n_totals - 1 */
    double *share;                 /* [n_totals] of the population */
    double *eap, *sd;              /* [n_totals] */
    double *posterior;             /* [n_totals][IRT_NODES] */
    double *p;                     /* [n_totals][rows.n]: P_jk(t) at p[t * rows.n + rows.first[j] + k]; 0 in rows of missing */
    double *e;                     /* [n_totals][n_items]: expected points */
} IrtTable;
size_t irt_table_size(const IrtModel *model); /* doubles of memory; the working part too */
void irt_table(const IrtModel *model, double *memory, IrtTable *out);
/* For pairs of works: mu[t1 * n_totals + t2] = sum_j q_j, var = sum_j q_j (1 - q_j), q_j = sum_k P_jk(t1) P_jk(t2); symmetric. (statistics.md A0) */
void irt_pair_table(const IrtTable *table, double *mu, double *var);

/* Law of the total in a school at level mu: theta ~ N(mu, within^2) on the model's scale (statistics.md A0, school-tilted distribution).
 * shape    mu[n_levels] rising; law[n_levels * n_totals], each sums to 1; mean[n_levels] of them, rising too; scratch [2 * n_totals]
 * in       |mu| and within such that mu -+ 3 within lies inside -6..6 sd, within >= a step of the nodes (0.2 sd) */
void irt_level_laws(const IrtModel *model, double within, const double *mu, size_t n_levels, double *law, double *mean, double *scratch);
/* The level whose law has this mean, between the first and the last by linear interpolation. */
double irt_level_of_mean(const double *mu, const double *mean, size_t n_levels, double total);

/* Calibration by marginal maximum likelihood. */
typedef enum IrtKind { IRT_PCM, IRT_GPCM } IrtKind; /* PCM: a = 1, sd free (Rasch for two categories); GPCM: a free, sd = 1 (2PL) */
typedef struct IrtOptions {
    IrtKind kind;
    double prior_sd;    /* of ln a, lognormal(0, prior_sd); 0 = none, plain maximum likelihood */
    double tolerance;   /* largest change of a slope or intercept in one EM step; 0 = 1e-5 */
    unsigned max_steps; /* passes over the works; 0 = 500 */
} IrtOptions;
/* Slopes per standard deviation stay within this: steeper ones fall between the nodes; few works can ask for an infinite one. */
#define IRT_STEEPEST 20.0
typedef struct IrtFit { double loglik, sd; unsigned steps; bool converged; } IrtFit;
size_t irt_fit_scratch_size(const IrtItem *items, size_t n_items); /* doubles */
/* shape    x[n_works * n_items], row by row; items with m and points in, a and b out
 * out      loglik: sum of ln of the marginal probability of what was answered, population integrated over the nodes (as mirt reports it)
 * fails    false when a task's category has no work or the task has one category (recode first), or no place can be computed from a slope of 0; items untouched
 * source   Bock & Aitkin 1981; Muraki 1992; acceleration: Anderson 1965 with restarts
 * cost     O(steps n_works n_items IRT_NODES), single precision inside a block of works, double over blocks */
bool irt_fit(const uint8_t *x, size_t n_works, IrtItem *items, size_t n_items, const IrtOptions *options, double *scratch, IrtFit *out);
/* Log-likelihood under given items; with free_sd the sd of the population is estimated first (bisection on the score of ln sd, .02..50), else model->sd.
 * memory [irt_nodes_size]. steps: passes over the works */
void irt_fit_spread(const uint8_t *x, size_t n_works, const IrtModel *model, bool free_sd, double *memory, IrtFit *out);

#endif
