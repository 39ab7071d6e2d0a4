/* Person fit without a model: how far a work is from «solves the easy ones, fails the hard ones».
 * Scores are x[n * n_tasks], row after row a work; a value from 200 up (IRT_MISSING too) means «not answered». Undefined figures are NaN. */
#ifndef STATS_GUTTMAN_H
#define STATS_GUTTMAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

/* Item steps (task, k): «at least k points». Order: decreasing share of works that reach the step, ties by task, then by k. */
typedef struct GuttmanSteps {
    size_t n_tasks, n_steps;
    uint8_t max[LIMIT_TASKS];
    bool two_way;                      /* no task worth more than 1 */
    uint16_t first[LIMIT_TASKS + 1];   /* steps of task j: first[j] .. first[j + 1] - 1 */
    uint16_t order[LIMIT_TOTAL];       /* the step in place 0, 1, … */
    uint16_t task_of[LIMIT_TOTAL];     /* of a step */
    double share[LIMIT_TOTAL];         /* P(x_j >= k) of a step among works that answered; NaN when nobody did */
} GuttmanSteps;

/* in     max[n_tasks] points of each task, NULL = the greatest seen; a score above max = BUG
 * fails  false when there are no tasks, more than LIMIT_TASKS or more than LIMIT_TOTAL steps; cost O(n n_tasks + steps^2) */
bool guttman_prepare(const uint8_t *x, size_t n, size_t n_tasks, const uint8_t *max, GuttmanSteps *out);

typedef struct GuttmanFit {
    double g;       /* pairs of steps with the easier failed and the harder passed */
    double gnormed; /* g / (r (J - r)); tasks of 0/1 only */
    double gnp;     /* g over its greatest value at the same total */
    double u3, zu3; /* tasks of 0/1 only */
    double u3p;     /* the same over item steps */
} GuttmanFit;

/* Tables for works that answered all tasks; works with gaps get their own. Doubles. */
size_t guttman_scratch_size(const GuttmanSteps *steps);
/* Fit of every work, 0 = as the order says. Where the total leaves no room (nothing solved, all solved) gnp and u3p are 0, as PerFit has them, gnormed, u3, zu3 NaN.
 * Steps that all or none of the works reached carry no information and are left out of u3*.
 * shape    out[n]; scratch [guttman_scratch_size]
 * source   Meijer 1994 (Gnormed); Molenaar 1991, Emons 2008, APM 32:224 (polytomous); van der Flier 1982 (U3, ZU3)
 * cost     O(n n_tasks) for full works, O(steps x greatest max) more for a work with gaps */
void guttman_fit(const GuttmanSteps *steps, const uint8_t *x, size_t n, double *scratch, GuttmanFit *out);

/* HT: agreement of a work with all others, 1 = perfect, 0 = as by chance; tasks of 0/1 only.
 * A work with gaps, with nothing or with all solved has none (NaN); those with gaps are no company for others either.
 * shape    out[n]; source Sijtsma 1986; cost O(n n_tasks) */
void guttman_ht(const uint8_t *x, size_t n, size_t n_tasks, double *out);

#endif
