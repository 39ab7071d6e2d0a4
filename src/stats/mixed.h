/* Pupils in groups: y = b0 + b'x + u_group + e, fitted by profiled REML from sums over groups. */
#ifndef STATS_MIXED_H
#define STATS_MIXED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MIXED_MAX 12 /* covariates */

/* Sums that are all the model needs; begin with mixed_begin, add rows in any number of calls, then fit. */
typedef struct MixedSums {
    size_t p, n_groups;           /* covariates without the intercept */
    double *group;                /* [n_groups * (p + 2)]: n, sums of x, sum of y, all less their origin */
    double origin[MIXED_MAX + 1]; /* of x and y: taken off, so that large values lose no digits */
    double cross[(MIXED_MAX + 2) * (MIXED_MAX + 2)];
    size_t n;
} MixedSums;

/* in       group[n_groups * (p + 2)] of the caller, zeroed here; origin [p + 1] near the middle of x and y */
void mixed_begin(MixedSums *sums, size_t p, size_t n_groups, double *group, const double *origin);
/* x[k] is a column of n; rows with a NaN anywhere are left out. cost O(n p^2), one pass */
void mixed_add(MixedSums *sums, const double *const *x, const double *y, const uint32_t *of, size_t n);

typedef enum MixedOutcome {
    MIXED_DONE,
    MIXED_FEW,       /* not more rows than coefficients, or fewer than two groups with rows */
    MIXED_SINGLES,   /* every group has one row: the two variances cannot be told apart */
    MIXED_COLLINEAR, /* a covariate follows from the others or is constant */
    MIXED_EXACT,     /* nothing is left to chance inside groups */
} MixedOutcome;

typedef struct Mixed {
    size_t p, n, n_groups;          /* n_groups with rows */
    double beta[MIXED_MAX + 1];     /* intercept first */
    double se[MIXED_MAX + 1];
    double tau2, sigma2;            /* between groups, inside them */
    double reml;                    /* -2 restricted log-likelihood, as lme4 prints it */
    int evaluations;
} Mixed;
/* source Patterson & Thompson 1971; Bates et al. 2015, J. Stat. Softw. 67(1), for the criterion. cost O(evaluations n_groups p^2) */
MixedOutcome mixed_fit(const MixedSums *sums, Mixed *out);

/* What the group adds: blup = w mean residual, w = n tau2 / (n tau2 + sigma2), post_sd = sqrt(tau2 (1 - w));
 * z = mean residual / sqrt(tau2 + sigma2 / n), which asks whether the group lies outside its kind. NaN without rows. */
typedef struct MixedGroup { double n, residual, blup, post_sd, z; } MixedGroup;
MixedGroup mixed_group(const MixedSums *sums, const Mixed *fit, size_t i_group);

#endif
