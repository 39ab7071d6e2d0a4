/* Many-facet Rasch model: how strict each rater is, with tasks and persons taken into account. ln(P_k / P_k-1) = theta - b_task - C_rater - tau_k, theta ~ N(0, variance), sum C = 0. */
#ifndef STATS_RATERS_H
#define STATS_RATERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

#define RATERS_NODES 121 /* a tenth of a standard deviation: two raters of a long work leave that much */
#define RATERS_MOST  500

/* One score; a list sorted by person. */
typedef struct RatersScore { uint32_t person; uint16_t task, rater; uint8_t category; } RatersScore;

/* Tasks of one scale share thresholds tau_1..tau_m, sum 0. */
typedef struct RatersScale { uint8_t m; size_t first; } RatersScale; /* first: place of tau_1 in tau[] */

typedef struct RatersFacet { double value, se, infit, outfit; size_t n; } RatersFacet;

typedef struct RatersModel {
    size_t n_tasks, n_raters, n_scales, n_tau;
    const RatersScale *scale;   /* [n_scales] */
    const uint8_t *scale_of;    /* [n_tasks] */
    RatersFacet *task, *rater;  /* [n_tasks], [n_raters]: difficulty, severity (greater = stricter) */
    double *tau, *tau_se;       /* [n_tau] */
    double *eap, *sd;           /* [n_persons], may be NULL */
    double variance, loglik;
    unsigned steps;
    bool converged;
} RatersModel;

typedef enum RatersOutcome {
    RATERS_DONE,
    RATERS_EMPTY,
    RATERS_FLAT_TASK,   /* *which: a task without scores, or with the lowest only, or the highest only */
    RATERS_FLAT_RATER,  /* *which: such a rater */
    RATERS_FLAT_STEP,   /* a scale has a category that nobody got: recode first */
    RATERS_UNCONNECTED, /* some raters and tasks cannot be told apart */
} RatersOutcome;

size_t raters_scratch_size(const RatersModel *model); /* doubles */
/* Infit = sum (x - E)^2 / sum V, outfit = mean (x - E)^2 / V, both expected over each person's posterior, so that 1 is what the model foretells. se NaN unless persons outnumber parameters.
 * in       model with sizes, scales and memory; max_steps
 * source   Linacre 1989; marginal maximum likelihood by EM with Newton inside, Bock & Aitkin 1981. cost O(steps n RATERS_NODES + steps p^3), p = all parameters */
RatersOutcome raters_fit(const RatersScore *x, size_t n, RatersModel *model, unsigned max_steps, double *scratch, size_t *which);

#endif
