/* A population's distribution moved to a school's level and spread: f(t) ~ f0(t) e^(a t - b t^2). */
#ifndef STATS_TILT_H
#define STATS_TILT_H

#include <stddef.h>

/* out[max + 1], sums to 1, with the given mean; gives the slope a. out may be f0.
 * in       f0 >= 0 with a positive sum; mean is brought inside the support's open range, |a| <= 20
 * cost     some Newton steps of O(max) */
double tilt_to_mean(const double *f0, size_t max, double mean, double *out);

/* out[max + 1], sums to 1: f0 narrowed by e^(-b (t - its mean)^2), b in 0..1, to the given variance: a population mixes schools of different levels, so one school's works lie closer together.
 * Gives b, 0 where f0 is as narrow already. out may be f0.
 * in       f0 >= 0 with a positive sum; variance > 0
 * cost     some fifty steps of O(max) */
double tilt_to_variance(const double *f0, size_t max, double variance, double *out);

/* Empirical-Bayes mean: centre + tau2 / (tau2 + within / n) (mean - centre); n == 0 gives centre. */
double tilt_shrunk_mean(double mean, double n, double centre, double tau2, double within);

/* Variance of true school means by one-way ANOVA: tau2 = max(0, var(means) - mean(variance_within / n)); within = pooled variance of totals inside schools.
 * Schools with n < 2 do not enter. NaN with fewer than two schools. (statistics.md A0) */
typedef struct TiltSpread { double tau2, within; } TiltSpread;
TiltSpread tilt_spread(const double *mean, const double *variance, const double *n, size_t n_schools);

#endif
