/* What the two ways to an honest distribution share: out of the works themselves (honest.c), and from works known to be clean (honest_anchor.c). */
#ifndef STATS_HONEST__H
#define STATS_HONEST__H

#include "stats/honest.h"
#include "stats/loglinear.h"
#include "stats/rng.h"

#define HONEST_MOST_REPLICATES 1000

/* Windows of lifting and the cells of a grouped fit. in: cell[max + 1] */
size_t honest_windows(uint16_t max, const uint16_t *cutoffs, size_t n_cutoffs, ThresholdWindow *window, int16_t *cell);
/* Log-linear fit, degree by BIC; cell NULL: every score alone. */
bool honest_smooth(const double *base, const double *count, uint16_t max, const int16_t *cell, double *scratch, LogLinear *fit, double *expected);
double honest_moved_in(const double *count, const double *expected, ThresholdWindow w);
/* Without an interval. */
HonestCutoff honest_cutoff(const double *count, const double *expected, ThresholdWindow window);
void honest_resample(const double *count, size_t n_scores, Rng *rng, double *out);
/* 95 % by quantiles of draws (sorted in place), stretched away from the estimate. */
void honest_interval(double *draw, size_t done, double stretch, HonestCutoff *out);

#endif
