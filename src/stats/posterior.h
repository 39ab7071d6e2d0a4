/* How likely a sign is real, once some units were re-checked: Bayes with the share found by a random re-check, then calibration on what the re-check found. */
#ifndef STATS_POSTERIOR_H
#define STATS_POSTERIOR_H

#include "stats/basic.h"

/* Share of true signs pi1 and what p-values say of one unit. bf = f1 / f0 >= 0 (may be infinite); pi1 in [0, 1]: pi1 bf / (1 - pi1 + pi1 bf); NaN stays. */
double posterior_of(double pi1, double bf);
/* bf[n] by the local fdr of multiple_z values: f / f0 = pi0 / lfdr, bf = (f / f0 - q) / (1 - q), not under 0, q = min(pi0, 1 - pi1): re-checks that find more signs than the
 * p-values show leave some of them looking like nothing. Where the rate rises with z (scatter, or an
 * odd left tail) the greatest rate further right stands: a smaller p never says less.
 * in       pi1 in (0, 1); z with NaN for the silent
 * out      all NaN where multiple_lfdr cannot speak. scratch [3 n + 2000]
 * source   Efron 2004, JASA 99:96; statistics.md A12 */
void posterior_bayes_factors(const double *z, size_t n, double pi1, double *bf, double *scratch);

/* Weighted least-squares line that never falls (pool adjacent violators). Ties of x share one place. Knots: x rising, y not falling; gives their number, at most n.
 * in       no NaN, weight > 0 (NULL = 1); knot_x, knot_y [n], scratch [5 n]
 * source   Ayer et al. 1955; Barlow et al. 1972; cost O(n log n) */
size_t posterior_isotonic(const double *x, const double *y, const double *weight, size_t n, double *knot_x, double *knot_y, double *scratch);
/* The line at x: straight between knots, level beyond them; NaN for NaN or without knots. */
double posterior_isotonic_at(const double *knot_x, const double *knot_y, size_t n_knots, double x);
/* Each value by the line fitted without its tenth (value i belongs to tenth i mod 10), so that calibration is not judged on what it was fitted to.
 * out[n] NaN where nothing is left to fit; scratch [10 n] */
void posterior_isotonic_crossed(const double *x, const double *y, const double *weight, size_t n, double *out, double *scratch);

/* Weighted mean of (p - y)^2; NaN without pairs. y of 0 and 1. source Brier 1950 */
double posterior_brier(const double *p, const double *y, const double *weight, size_t n);

/* What came of units whose probability was said to lie in one tenth. n: units; observed: weighted share with Wilson's limits for Kish's effective number. */
typedef struct PosteriorBin { size_t n; double predicted; Interval observed; } PosteriorBin;
#define POSTERIOR_BINS 10
/* p[n] in [0, 1] (NaN left out); bin b holds [b / 10, (b + 1) / 10), the last one also 1. Empty bins: n 0, the rest NaN. */
void posterior_reliability(const double *p, const double *y, const double *weight, size_t n, double confidence, PosteriorBin bin[POSTERIOR_BINS]);
/* (sum w)^2 / sum w^2: units of equal weight that would tell as much. source Kish 1965 */
double posterior_effective(const double *weight, size_t n);

#endif
