/* Bunching at mark cut-offs: too few works just short of a mark, too many exactly on it. Exact tests of one group (school, class) and region-level estimates.
 * A distribution f is over scores 0..max, count likewise: max + 1 numbers. */
#ifndef STATS_THRESHOLD_H
#define STATS_THRESHOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define THRESHOLD_MAX_CUTOFFS 16
#define THRESHOLD_SMALLEST_N  8 /* works in all windows, under which the tests do not speak */

/* Scores that belong to one cut-off: from..at-1 short of it, at..to on it. */
typedef struct ThresholdWindow { uint16_t from, at, to; } ThresholdWindow;

/* at-below .. at+above-1, cut to 0..max; cut-offs closer than below + above scores share the scores between them: up to floor((c1 + c2) / 2) to the lower, the rest to the upper.
 * shape    cutoffs ascending, 1..max, n <= THRESHOLD_MAX_CUTOFFS (violated = BUG); out[n]
 * out      number of windows; a window without a score on either side is left out
 * Test by likelihood ratio: below 3, above 3 (so cut-offs closer than 6 share). Binomial with window w: below w, above w. */
size_t threshold_windows(const uint16_t *cutoffs, size_t n, uint16_t max, unsigned below, unsigned above, ThresholdWindow *out);

typedef struct ThresholdTest {
    uint32_t n_window;   /* works in the windows */
    double statistic;    /* binomial and relative: works on the upper side; ratio: sum of integer weights */
    double expected, sd; /* of the statistic under the null */
    double p, midp;      /* P(S >= s), P(S > s) + P(S = s) / 2; NaN when n_window is under the smallest */
} ThresholdTest;

size_t threshold_scratch_size(void); /* doubles, for every test below; one scratch a thread */

/* Exact conditional binomial over all windows. f > 0 somewhere on both sides of each window. Speaks from THRESHOLD_SMALLEST_N works. (statistics.md A1a) */
ThresholdTest threshold_binomial(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double *scratch);
/* The same from the first work on, for checking us against other programs. */
ThresholdTest threshold_binomial_any(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double *scratch);

/* Exact conditional likelihood ratio (recommended): shares .25, .45, .65 of at-3, at-2, at-1 moved, 80 % to at and 20 % to at+1. (A1b)
 * The null law is an exact convolution; where its support passes the scratch (thousands of works) the tail is the lattice saddlepoint one (Lugannani & Rice 1980, Daniels 1987). */
ThresholdTest threshold_ratio(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double *scratch);
ThresholdTest threshold_ratio_any(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double *scratch);

/* Cells that lifting touches, for estimates: three short of the cut-off, on it, one above. Of cut-offs so close that these overlap, scores from two above the lower cut-off on are the
 * upper one's: works are missing there too. (Tests share such scores by the middle instead.) */
size_t threshold_lifting_windows(const uint16_t *cutoffs, size_t n, uint16_t max, ThresholdWindow *out);

/* Works moved over the cut-offs (A1c, with f's level in a window brought to the works seen there): how many of a window's works stood below its cut-off has a known law given their
 * number, the binomial one, whatever hands then did inside the window. moved = max(0, expected below - observed below), net over the windows, clipped once.
 * window   of threshold_lifting_windows, f > 0 somewhere in each (violated = BUG); works moved from outside a window or beyond it are not counted
 * low, high: each bound at level alpha, prediction limits of the number that stood below; 0 <= low <= moved <= high <= works seen on the upper side */
typedef struct ThresholdMoved { double moved, low, high; double expected_below; uint32_t observed_below; } ThresholdMoved;
ThresholdMoved threshold_moved(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double alpha);

/* This group against the rest of its district, exact within the data: works on the upper side of each window are hypergeometric given both margins, convolved over windows.
 * rest  counts of the others (this group left out)
 * odds  [n_windows] odds of the upper side in this group over the rest that the difference of level alone makes (threshold_level_odds), or NULL for 1:
 *       Fisher's noncentral hypergeometric law */
ThresholdTest threshold_relative(const uint32_t *count, const uint32_t *rest, const double *odds, const ThresholdWindow *window, size_t n_windows, double *scratch);
ThresholdTest threshold_relative_any(const uint32_t *count, const uint32_t *rest, const double *odds, const ThresholdWindow *window, size_t n_windows, double *scratch);
/* odds[n_windows] by tilting f with e^(slope t); see stats/tilt.h for the slope. */
void threshold_level_odds(const double *f, double slope, const ThresholdWindow *window, size_t n_windows, double *odds);

/* Spike at one cut-off only, local (A1e). k >= 0: bound of curvature |f(c-1) - 2 f(c) + f(c+1)| / (f(c-1) + f(c+1)).
 * fails  NaN when the three scores have no works. source Frandsen 2017, Adv. Econometrics 38 */
double threshold_curvature(const double *f, uint16_t max, uint16_t at);
ThresholdTest threshold_frandsen(const uint32_t *count, uint16_t max, uint16_t at, double k);

/* Bunching by a polynomial with the region round the cut-off left out (A1d), for region or country.
 * out    excess works at and above the cut-off, its standard error by residual bootstrap, missing works below, b = last score of excess over the cut-off
 * fails  false when fewer than degree + 4 scores stay outside the region; source Kleven & Waseem 2013; Dee et al. 2019 (degree 6) */
typedef struct ThresholdKleven { double excess, se, low, high, missing; unsigned a, b; } ThresholdKleven;
bool threshold_kleven(const double *count, uint16_t max, uint16_t at, unsigned a, int degree, unsigned replicates, uint64_t seed, double *scratch, ThresholdKleven *out);

#endif
