/* Changed and re-marked scores: did changes help more than the work's level explains; did the first marking err in one direction, and at the cut-offs. */
#ifndef STATS_TAMPERING_H
#define STATS_TAMPERING_H

#include "stats/irt.h"

#define TAMPERING_THETA      4.  /* estimates by ML are kept within -4..4, as the sources do */
#define TAMPERING_CONTINUITY -.5

/* What the changed tasks of one work add up to, in points. */
typedef struct TamperingWork {
    size_t n_same, n_changed;
    size_t gained, lost;       /* changed tasks with more, with fewer points */
    double theta;              /* ML on the tasks that did not change; NaN without them */
    double sum, expected, variance; /* of final points of changed tasks */
    double slope, information; /* d expected / d theta; information of the unchanged tasks */
    double l;                  /* signed root of the likelihood ratio «own level on changed tasks», N(0, 1) */
    double gbt;                /* P(at least so many gains); for changed tasks of two categories only */
} TamperingWork;

/* in       first, final: categories [n_items], IRT_MISSING in either leaves the task out; given: theta known from unchanged tasks, NaN = estimate it
 * out      sum, expected, variance, slope, information 0 and l, gbt NaN when nothing changed or theta is unknown
 * source   Wollack, Cohen & Eckerly 2015, EPM 75:931; Sinharay, Duong & Wood 2017, JEM 54:200; Sinharay & Johnson 2017, EPM 77:54; points: statistics.md A7 */
void tampering_work(const IrtModel *model, const uint8_t *first, const uint8_t *final, double given, TamperingWork *out);

typedef struct TamperingEdi {
    size_t n_works, n_changed; /* works with changes that speak, their changed tasks */
    double edi;           /* (sum - expected) / sd */
    double edi_corrected; /* with the continuity correction */
    double edi_ts;        /* with theta's own error in the variance; no correction */
} TamperingEdi;
/* Erasure detection index of one work (n = 1) or of a group: all NaN when nothing changed. source Wollack & Eckerly 2017; Sinharay 2018, JEBS 43:286 */
TamperingEdi tampering_edi(const TamperingWork *works, size_t n);

/* P(Z >= z) of a standard normal: upper-tail p of EDI and L; NaN stays. */
double tampering_p(double z);

/* Totals of the same works at two markings; pairs with NaN are left out. */
typedef struct Remark {
    size_t n, first_higher, second_higher;
    double shift, sd;      /* mean and sd of second - first; NaN without works (two works) */
} Remark;
Remark remark_count(const double *first, const double *second, size_t n);
/* mid-p that first_higher is so great in first_higher + second_higher changed works, share in (0, 1) being the region's; NaN when none changed. */
double remark_direction(const Remark *remark, double share);
/* Shifts of groups drawn to the mean of all by n tau2 / (n tau2 + s2), moments of a one-way layout. shrunk[n] (NaN for empty groups).
 * fails  false with fewer than two groups or no spread inside groups to measure; shrunk untouched */
typedef struct RemarkSpread { double mean, tau2, s2; } RemarkSpread;
bool remark_shrink(const Remark *groups, size_t n, RemarkSpread *out, double *shrunk);

/* Works that stood on the cut-off (c, c + 1) at first marking and fell below it, against those just short (c - 2, c - 1) that rose to it. */
typedef struct RemarkBoundary { size_t fell, stayed_on, rose, stayed_short; } RemarkBoundary;
void remark_boundary(const double *first, const double *second, size_t n, double cutoff, RemarkBoundary *add); /* adds to *add */
typedef struct RemarkFisher { double p, two_sided; } RemarkFisher; /* p: falls are more frequent than rises */
RemarkFisher remark_fisher(const RemarkBoundary *table); /* NaN when a row is empty. source Fisher 1935 */

#endif
