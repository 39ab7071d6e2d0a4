/* The honest distribution of a population: what totals would look like without attraction to cut-offs, and how many works were moved over each. */
#ifndef STATS_HONEST_H
#define STATS_HONEST_H

#include "stats/threshold.h"

typedef struct HonestCutoff {
    ThresholdWindow window;     /* cells used */
    double below, reached;      /* observed works at at-1 and at at */
    double ratio, expected_ratio; /* reached / below, NaN when below == 0; the same by the honest distribution */
    double moved, low, high;    /* net works moved over the cut-off (negative = none), 95 % bootstrap interval */
} HonestCutoff;

typedef struct Honest {
    int degree;
    size_t n_cutoffs;
    HonestCutoff cutoff[THRESHOLD_MAX_CUTOFFS];
} Honest;

size_t honest_scratch_size(uint16_t max); /* doubles */

/* Grouped log-linear fit with the windows at cut-offs (at-3..at+1; of close cut-offs the upper one begins two above the lower one) as groups, degree by BIC in 4..8 with parameters < groups - 2 (3 when 4 is too many).
 * shape    base[max + 1] > 0 or NULL: what totals are by a model of the tasks, with its lumps (then the degree is 2..8); count[max + 1]; cutoffs ascending, 1..max; honest[max + 1], lifted[max + 1] (NULL if not wanted)
 * in       replicates 0 = no interval (NaN); 200 is usual; seed: same seed, same bytes. Each replicate draws a multinomial sample and chooses its degree anew;
 *          deviations are stretched by sqrt(deviance / degrees of freedom) of the line where that is above 1
 * out      honest: shares that sum to 1; lifted: observed inside windows, smooth outside, sums to 1
 * fails    false when there are too few cells, no works, or no fit; out untouched
 * source   statistics.md A0, A1c, A1d; grouping instead of a mask keeps the mass of a window and lets its shape free */
bool honest_fit(const double *base, const double *count, uint16_t max, const uint16_t *cutoffs, size_t n_cutoffs, unsigned replicates, uint64_t seed, double *scratch,
                Honest *out, double *honest, double *lifted);

size_t honest_anchor_scratch_size(uint16_t max); /* doubles */

/* The same from works that are known to be clean: an ungrouped log-linear fit of their totals (no lifting is taken out), tilted (stats/tilt.h) to the level of all works, where
 * each window counts by its sum only. moved: works of `count` that stand at and above a cut-off against that curve.
 * shape    units[n_units][max + 1]: clean works by total, a row a school; count[max + 1]: all works; honest[max + 1]; scratch [honest_anchor_scratch_size]
 * in       replicates: schools of the anchor drawn anew with replacement, all works multinomially
 * fails    as honest_fit
 * source   statistics.md A10 (observed classes as the clean reference for A0, A1) */
bool honest_anchor(const uint32_t *units, size_t n_units, const double *count, uint16_t max, const uint16_t *cutoffs, size_t n_cutoffs, unsigned replicates, uint64_t seed, double *scratch,
                   Honest *out, double *honest);

#endif
