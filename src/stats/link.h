/* Linking of two forms: scores by equal percentiles, scales of item parameters by common tasks. */
#ifndef STATS_LINK_H
#define STATS_LINK_H

#include "stats/irt.h"

/* Score on form 2 with the same percentile rank as each score of form 1; scores are even within half a point.
 * shape    f[n_f], g[n_g] counts or shares of scores 0.., any sum; y[n_f], in -.5..n_g - .5, rising
 * fails    false when either is empty; source Kolen & Brennan 2014, ch. 2 */
bool link_equipercentile(const double *f, size_t n_f, const double *g, size_t n_g, double *y);
/* Percentile rank 0..1 of score t: below it and half of those at it. */
double link_percentile_rank(const double *f, size_t n_f, size_t t);

/* theta of form 2 = slope * theta of form 1 + shift. */
typedef struct LinkLine { double slope, shift, loss; unsigned steps; } LinkLine;
/* from[n], to[n]: the same tasks with the same steps under both calibrations. loss is NaN.
 * fails  false when n == 0 or mean slopes are not positive; source Loyd & Hoover 1980 */
bool link_mean_mean(const IrtItem *from, const IrtItem *to, size_t n, LinkLine *out);
/* Least squared difference of the two test characteristic curves over theta of form 2, N(0, sd^2) at the nodes; loss is its mean.
 * fails  false also without convergence in 200 steps; source Stocking & Lord 1983 */
bool link_stocking_lord(const IrtItem *from, const IrtItem *to, size_t n, double sd, LinkLine *out);
/* A task on the scale of form 2. */
void link_move(const LinkLine *line, IrtItem *item);

#endif
