/* Which works to re-check, how many, and what the re-checked ones say about all. «Defect»: the mark changes. */
#ifndef STATS_SAMPLING_H
#define STATS_SAMPLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Works of a lot that must be checked without one defect, so that a lot with share p1 of defects slips through with chance beta at most (Schilling's formula, within a work of the exact one).
 * in       lot >= 1; p1, beta in (0, 1)
 * source   Schilling & Neubauer 2009, Acceptance Sampling in Quality Control; statistics.md A9 */
uint32_t sampling_zero_accept(uint32_t lot, double p1, double beta);

/* Smallest exact plan: accept when at most c of n are defects. A lot with floor(p0 lot) defects is accepted with chance >= 1 - alpha, one with ceil(p1 lot) with chance <= beta.
 * fails    false when both shares are the same number of works */
typedef struct SamplingPlan { uint32_t n, c; double accept_good, accept_bad; } SamplingPlan;
bool sampling_plan(uint32_t lot, double p0, double p1, double alpha, double beta, SamplingPlan *out);

/* Sequential test: add defect or clean after each work; clean lot at or under low, bad lot at or over high. in 0 < p0 < p1 < 1; alpha + beta < 1. source Wald 1945 */
typedef struct SamplingSprt { double low, high, defect, clean; } SamplingSprt;
SamplingSprt sampling_sprt(double p0, double p1, double alpha, double beta);

/* Chances to be drawn pi = min(1, max(least, c risk)) with c such that they sum to wanted (or as near as the bounds allow).
 * in risk >= 0, least in (0, 1]; out pi[n] */
void sampling_inclusion(const double *risk, size_t n, double least, double wanted, double *pi);
/* Systematic draw with these chances: taken[i], the sum of pi rounded up or down of them; start in (0, 1) from a recorded seed. source Madow 1949 */
void sampling_systematic(const double *pi, size_t n, double start, bool *taken);
/* Mean of y among all from those drawn (their y and pi). NaN without works. source Hájek 1971; variance as for a Poisson draw */
typedef struct SamplingHajek { double mean, se; } SamplingHajek;
SamplingHajek sampling_hajek(const double *y, const double *pi, size_t n);

#endif
