/* Score distribution of a work of like tasks: binomial errors round a true share that is beta-distributed. For when only a histogram of a short work exists;
 * too stiff for works whose tasks are worth two points and more: look at chi2 / df. */
#ifndef STATS_BETABINOMIAL_H
#define STATS_BETABINOMIAL_H

#include <stdbool.h>
#include <stddef.h>

#define BETABINOMIAL_STIFF 3. /* chi2 / df above it: the shape is another one */

typedef struct BetaBinomial {
    double a, b, low, high; /* true share = low + (high - low) Beta(a, b) */
    int moments;            /* 2, or 4 when low and high were found too */
    double chi2;            /* cells of fewer than 5 expected works joined with their neighbours; NaN without cells to spare */
    int df;
} BetaBinomial;

/* By moments: two, or four (Lord's model) where they give bounds inside 0..1, else two.
 * shape    count[max + 1] >= 0; expected[max + 1] sums to the works
 * fails    false without works, for max < 2, and when totals vary no more than a binomial does; out, expected untouched
 * source   Keats & Lord 1962, Psychometrika 27:59; Lord 1965, Psychometrika 30:239; Hanson 1991, ACT RR 91-5 (solution of the four moments); statistics.md A1g */
bool betabinomial_fit(const double *count, size_t max, bool four, BetaBinomial *out, double *expected);

#endif
