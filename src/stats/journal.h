/* Work mark against journal mark: agreement of a 4x4 table, and how generous a school's journal is at equal work totals. Category i stands for mark i + 2 (journal mark 1 counts as 2). */
#ifndef STATS_JOURNAL_H
#define STATS_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JOURNAL_MARKS 4

typedef struct JournalAgreement {
    double n, lowered, confirmed, raised; /* work (column) below, equal, above journal (row); counts */
    double lowered2, raised2;             /* by two or more */
    double stuart_maxwell, stuart_maxwell_p; int stuart_maxwell_df; /* NaN and 0 when margins leave nothing to test */
    double bowker, bowker_p; int bowker_df;
    double sign_p;                        /* exact two-sided sign test of raised against lowered */
    double qwk, qwk_se;                   /* quadratic weighted kappa; SE for the interval, Fleiss, Cohen & Everitt 1969 */
    double kappa, kappa_linear, tau_b;
} JournalAgreement;
/* count[row = journal][column = work]. Undefined figures are NaN. source Stuart 1955, Maxwell 1970, Bowker 1948, Kendall 1945 */
void journal_agreement(const double count[JOURNAL_MARKS][JOURNAL_MARKS], JournalAgreement *out);

/* Cumulative logit of journal on total: logit P(J > k) = -a[k] + b(t); b a polynomial of degree 1..3, b(mean) = 0, tabulated by total. */
typedef struct JournalModel { double a[3]; int degree; double coefficient[3]; double centre, scale; double loglik; } JournalModel;
/* shape    count[(max + 1) * 4]: row total, column journal category; b[max + 1]
 * fails    false when fewer than two categories or totals are used, or no convergence; categories that nobody has make a[] infinite apart, as they should
 * cost     Newton, O(steps max) */
bool journal_fit(const double *count, uint16_t max, int degree, JournalModel *out, double *b);
/* Probabilities of the four marks at level b. */
void journal_probabilities(const double a[3], double b, double p[JOURNAL_MARKS]);

/* One work's part of score U (positive = journal more generous) and information I; sum over the school's works. mark 0..3 */
typedef struct JournalScore { double u, i; } JournalScore;
JournalScore journal_score(const double a[3], double b, int mark);
/* tau2 = max(0, (sum U^2 - sum I) / sum I^2) over schools; NaN without information. */
double journal_tau2(const JournalScore *school, size_t n);
typedef struct JournalSeverity { double shift, se, z; } JournalSeverity;
/* shift = U / (I + 1/tau2) on the logit scale (0 when tau2 == 0), z = U / sqrt(I + I^2 tau2); NaN when I == 0. (statistics.md A8) */
JournalSeverity journal_severity(JournalScore school, double tau2);

/* Variance of true shares between schools beyond binomial, by moments, floor 0; k of n, schools with n == 0 are skipped. NaN with fewer than two. */
double journal_share_tau2(const double *k, const double *n, size_t n_schools, double p0);
/* (k/n - p0) / sqrt(p0 q0 / n + tau2); NaN when n == 0 or p0 is 0 or 1 without tau2. */
double journal_share_z(double k, double n, double p0, double tau2);

#endif
