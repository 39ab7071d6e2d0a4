/* Laws of sums of small integers: exact convolution, and the saddlepoint tail where that would be too long. */
#ifndef STATS_LAW__H
#define STATS_LAW__H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LAW_MAX_CELLS  8
#define LAW_MAX_WEIGHT 512
#define LAW_SUPPORT    16384 /* longest exact law */

/* n works, each independently worth weight[v] with probability p[v]; p sums to 1. */
typedef struct LawPart {
    uint32_t n;
    size_t n_cells;
    unsigned weight[LAW_MAX_CELLS]; /* under LAW_MAX_WEIGHT */
    double p[LAW_MAX_CELLS];
} LawPart;

typedef struct LawTail { double reach, exact, mean, sd; } LawTail; /* P(S >= s), P(S = s) */

#define LAW_SCRATCH (2 * (LAW_SUPPORT + 1 + LAW_MAX_WEIGHT))

/* Tail at s of the sum over all parts. scratch [LAW_SCRATCH].
 * The exact way adds only positive numbers, so even the smallest p is right to many digits; past LAW_SUPPORT or 6e7 products the lattice
 * saddlepoint formula is taken, whose relative error is under 1 % at such sizes. */
LawTail law_tail(const LawPart *part, size_t n_parts, uint64_t s, double *scratch);
/* Sum of law[from..n-1], smallest end first. */
double law_sum_from(const double *law, size_t n, size_t from);

#endif
