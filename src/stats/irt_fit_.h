/* Inside of calibration: parameters on the scale of a standard normal z, z_k = k slope z + c_k; counts expected at the nodes. */
#ifndef STATS_IRT_FIT__H
#define STATS_IRT_FIT__H

#include "stats/irt.h"

#define IRT_LANES 64 /* nodes and three of weight 0: whole vectors */

/* Parameters of item j stand at first[j]: c_1..c_m, then the slope; with a common slope that one is the last of all. */
typedef struct IrtParameters { bool common; size_t n, first[LIMIT_TASKS]; } IrtParameters;

typedef struct IrtWork {
    const uint8_t *x;
    size_t n_works, stride; /* every stride-th work */
    size_t n_items;
    const IrtItem *items;
    IrtRows rows;
    IrtParameters where;
    double prior_sd;
    double z[IRT_LANES], weight[IRT_LANES];
    float *log_p, *block;  /* [rows.n][IRT_LANES] */
    double *expected;      /* [rows.n][IRT_LANES]: works expected at a node with a category */
} IrtWork;

/* Fills expected at the parameters; gives the log-likelihood (single precision inside a work). */
double irt_e_step(IrtWork *work, const double *parameter);
/* next = the parameters that fit expected best; false when a Newton step cannot be taken. */
bool irt_m_step(const IrtWork *work, const double *parameter, double *next);
static inline size_t irt_slope_at(const IrtParameters *where, const IrtItem *items, size_t j) { return where->common ? where->n - 1 : where->first[j] + items[j].m; }

#endif
