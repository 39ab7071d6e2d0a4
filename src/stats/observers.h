/* What observers change: units drawn within strata, the difference of means, and its exact chance under the draw itself. */
#ifndef STATS_OBSERVERS_H
#define STATS_OBSERVERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/basic.h"

typedef struct ObserversUnit { uint32_t stratum; bool treated; double y; } ObserversUnit;

/* itt = sum_h N_h / N (mean treated - mean control) over strata that have both; se by Neyman, NaN when an arm of such a stratum has one unit.
 * p = (1 + #{|itt*| >= |itt|}) / (draws + 1), arms drawn anew inside strata with their sizes kept; the order of units inside a stratum changes nothing.
 * in       units sorted by stratum; draws >= 1; scratch [n]
 * fails    false without a stratum that has both arms
 * source   Neyman 1923; Imbens & Rubin 2015, ch. 5, 9; cost O(draws n) */
typedef struct Observers {
    double itt, se, p_randomisation;
    size_t n, n_strata, n_left_out; /* used; strata used; units of strata with one arm only */
} Observers;
bool observers_effect(const ObserversUnit *unit, size_t n, uint32_t draws, uint64_t seed, double *scratch, Observers *out);

/* The same difference with an interval by the spread of strata's own differences: t with strata - 1 degrees of freedom. It needs no second unit in an arm, and units of a
 * stratum may resemble each other.
 * out      all NaN without a stratum that has both arms; bounds NaN with one
 * in       units sorted by stratum; confidence in (0, 1) */
Interval observers_between(const ObserversUnit *unit, size_t n, double confidence);

#endif
