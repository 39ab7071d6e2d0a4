/* Figures of schools in one procedure, all that an earlier or later work of the same children is asked for: what a cohort keeps when its works are gone.
 * Pupils' codes differ from year to year, so children are followed only as a cohort of a school, never one by one. */
#ifndef DOMAIN_PRIOR_H
#define DOMAIN_PRIOR_H

#include "domain/frame.h"

typedef struct PriorSchool {
    uint32_t n;      /* works; 0: the school has none, and the rest is NaN */
    double share;    /* mean share of the maximum */
    double variance; /* of that share between works, n - 1 below; NaN for n < 2 */
    double pass;     /* share of works at or above the cut-off of «3»; NaN when cut-offs are unknown */
} PriorSchool;

typedef struct Prior {
    const Procedure *procedure;
    uint32_t n_orgs;
    const PriorSchool *schools; /* [n_orgs], by index into the table of schools of the whole check */
} Prior;

/* cost O(works); keeps nothing of the frame but its procedure */
const Prior *prior_build(const Frame *frame, uint32_t n_orgs, Arena *arena);

/* Index of the work of the same subject by_years and by_grades later (either may be negative), or UINT32_MAX. Where there are several, the first. */
uint32_t prior_find(const Prior *const *all, uint32_t n, const Procedure *of, int by_years, int by_grades);

#endif
