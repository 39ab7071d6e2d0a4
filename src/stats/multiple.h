/* Many p-values: combining them and controlling false discoveries. NaN = could not speak: it is left out everywhere and stays NaN. */
#ifndef STATS_MULTIPLE_H
#define STATS_MULTIPLE_H

#include <stddef.h>
#include <stdint.h>

/* Adjusted p: q[i] <= fdr exactly when hypothesis i is rejected at fdr. q may be p. scratch [2 n]. source Benjamini & Hochberg 1995; Benjamini & Yekutieli 2001 */
void multiple_bh(const double *p, size_t n, double *q, double *scratch);
void multiple_by(const double *p, size_t n, double *q, double *scratch);
/* The chance of even one false rejection: q_(i) = max over k <= i of p_(k) (m - k + 1). source Holm 1979, Scand. J. Stat. 6:65 */
void multiple_holm(const double *p, size_t n, double *q, double *scratch);

/* Independent p-values: X = -2 sum ln p, chi2 2m. p 0 counts as 1e-300. NaN when none speaks. */
double multiple_fisher(const double *p, size_t n);
/* Dependent ones: sum w tan((.5 - p) pi), p clipped to [1e-300, .999]; weight NULL = equal. source Liu & Xie 2020 */
double multiple_cauchy(const double *p, const double *weight, size_t n);
/* Dependent ones once more, as a check of Cauchy's: harmonic mean sum w / sum (w / p), its chance by Landau's law; one p is itself. NaN when none speaks.
 * source Wilson 2019, PNAS 116:1195 */
double multiple_harmonic(const double *p, const double *weight, size_t n);

/* Share of true nulls by Storey at lambda: #{p > lambda} / (n (1 - lambda)), at most 1; lifted = 1 - pi0; lifted_low = its one-sided lower 95 % bound (exact binomial bound of the count above lambda).
 * NaN without p-values. source Storey 2002 */
typedef struct MultipleStorey { double pi0, lifted, lifted_low; } MultipleStorey;
MultipleStorey multiple_storey(const double *p, size_t n, double lambda);

/* Empirical null by the lower half, so that true signs above do not inflate it: centre = max(0, median), scale = max(1, mean of (med - q10)/1.2816 and (med - q25)/.6745).
 * 0 and 1 without z-values. scratch [n]. source Efron 2004; statistics.md A0 */
typedef struct MultipleNull { double centre, scale; } MultipleNull;
MultipleNull multiple_empirical_null(const double *z, size_t n, double *scratch);
/* Local false discovery rate pi0 f0(z) / f(z): f by a log-linear fit of degree 7 to the histogram of z in 60 bins, f0 the empirical null, pi0 by Storey beyond it.
 * Below the centre of the null never under its value there: signs are in the upper tail alone.
 * in z[n] from multiple_z; out lfdr[n] in [0, 1], all NaN when fewer than 50 speak or the fit fails; scratch [n + 2000]. source Efron 2004 */
void multiple_lfdr(const double *z, size_t n, double *lfdr, double *scratch);
/* Normal score of an upper-tail p, bounded to ±37.5; and back, beyond the empirical null. */
double multiple_z(double p);
double multiple_null_p(double z, MultipleNull null);

#endif
