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

/* Three arms: schools are drawn within strata, and in a drawn school classes that observers come to. Units are schools.
 * direct      observed classes against all classes of schools without observers
 * spill_over  the other classes of schools with observers against the same: what observers change where they do not sit
 * Each as observers_effect: strata weighted by schools, se by Neyman over means of schools, p by drawing schools and their classes anew (the number of observed classes goes with the
 * draw; a smaller school gives all it has). p is exact for «observers change nothing anywhere».
 * in       classes sorted by stratum, then school; all classes of a school are OBSERVERS_NONE, or none is; draws >= 1; school [n] is scratch
 * fails    false when no stratum has both kinds of schools; an effect that cannot be had has n 0 and NaN
 * source   Bertoni, Brunello & Rocco 2013, J. Public Econ. 104 (the design); statistics.md A10 */
typedef enum ObserversArm { OBSERVERS_NONE, OBSERVERS_NEAR, OBSERVERS_SENT } ObserversArm;
typedef struct ObserversClass { uint32_t stratum, school; ObserversArm arm; double y; } ObserversClass;
typedef struct ObserversSchool { size_t from, to; uint32_t k; } ObserversSchool;
typedef struct ObserversArms { Observers direct, spill_over; } ObserversArms; /* n, n_left_out: schools */
bool observers_arms(const ObserversClass *class, size_t n, uint32_t draws, uint64_t seed, ObserversSchool *school, ObserversArms *out);

#endif
