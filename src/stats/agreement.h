/* Agreement of raters who scored the same works: x[n * k], row after row a work, column a rater, NaN missing. Undefined figures are NaN. */
#ifndef STATS_AGREEMENT_H
#define STATS_AGREEMENT_H

#include <stdbool.h>

#include "stats/basic.h"

/* Two-way mean squares over works that every rater scored. */
typedef struct AgreementSquares {
    size_t n, k;
    double rows, columns, error; /* MSR, MSC, MSE */
    double within;               /* MSW of the one-way layout */
} AgreementSquares;
/* fails    false with fewer than two complete works or two raters */
bool agreement_squares(const double *x, size_t n, size_t k, AgreementSquares *out);

/* ICC(1,1), ICC(2,1) absolute agreement, ICC(3,1) consistency with limits by F.
 * in       confidence in (0, 1)
 * out      NaN where all works got the same; 1 with limits 1 where raters never differ
 * source   Shrout & Fleiss 1979, Psych. Bull. 86:420; McGraw & Wong 1996, Psych. Methods 1:30 for the limits of ICC(2,1) */
typedef struct AgreementIcc { Interval one, two, three; } AgreementIcc;
AgreementIcc agreement_icc(const AgreementSquares *squares, double confidence);

/* Two raters, works that both scored. kappa: Cohen 1960. qwk: weights (x - y)^2 of the scores themselves; its SE by Fleiss, Cohen & Everitt 1969 (delta method).
 * NaN when nothing is left to chance (one category, both sides). scratch [2 n] */
typedef struct AgreementPair { size_t n; double kappa, qwk, qwk_se; } AgreementPair;
AgreementPair agreement_pair(const double *x, const double *y, size_t stride, size_t n, double *scratch);

/* Fleiss 1971 over works that every rater scored. NaN as above. scratch [n k] */
double agreement_fleiss(const double *x, size_t n, size_t k, double *scratch);

typedef enum AgreementLevel { AGREEMENT_NOMINAL, AGREEMENT_ORDINAL, AGREEMENT_INTERVAL } AgreementLevel;
/* Krippendorff's alpha; missing scores allowed, works with fewer than two scores are left out. NaN without pairs or without spread.
 * Ordinal distance is the difference of mid-ranks among pairable scores, which is the source's sum of n_g between c and k less half of both ends. scratch [3 n k]
 * source   Krippendorff 2004, Content Analysis, ch. 11; cost O(n k^2 + n k log(n k)) */
double agreement_krippendorff(const double *x, size_t n, size_t k, AgreementLevel level, double *scratch);

/* p x r design: works crossed with raters. Components floored at 0. source Brennan 2001, Generalizability Theory, ch. 2 */
typedef struct AgreementG { double person, rater, residual; } AgreementG;
AgreementG agreement_components(const AgreementSquares *squares);
/* Dependability of the mean of k raters for decisions by a cut-off (phi), and for ranking (rho). NaN when all is 0. */
double agreement_phi(AgreementG g, double k);
double agreement_rho(AgreementG g, double k);

#endif
