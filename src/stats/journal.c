/* Agreement of two marks of the same works. */
#include "stats/journal.h"

#include <math.h>

#include "stats/linear_.h"
#include "stats/rmath_.h"

#define K JOURNAL_MARKS

typedef struct Margins { double n, row[K], column[K]; } Margins;

static Margins margins_of(const double count[K][K])
{
    Margins out = { 0 };
    for (int i = 0; i < K; i++)
        for (int j = 0; j < K; j++) {
            out.n += count[i][j];
            out.row[i] += count[i][j];
            out.column[j] += count[i][j];
        }
    return out;
}

static void flow(const double count[K][K], JournalAgreement *out)
{
    for (int i = 0; i < K; i++)
        for (int j = 0; j < K; j++) {
            double x = count[i][j];
            if (i == j) out->confirmed += x;
            else if (j < i) out->lowered += x;
            else out->raised += x;
            if (j <= i - 2) out->lowered2 += x;
            if (j >= i + 2) out->raised2 += x;
        }
    double changed = out->lowered + out->raised, less = fmin(out->lowered, out->raised);
    out->sign_p = changed > 0 ? fmin(1, 2 * pbinom(less, changed, .5, 1, 0)) : NAN;
}

/* Component of each mark among marks that exchange works; within a component one margin follows from the others and is dropped. */
static void components(const double count[K][K], int of[K])
{
    for (int i = 0; i < K; i++) of[i] = i;
    for (int pass = 0; pass < K; pass++)
        for (int i = 0; i < K; i++)
            for (int j = 0; j < K; j++)
                if (count[i][j] + count[j][i] > 0 && of[j] < of[i]) of[i] = of[j];
}

static void marginal_homogeneity(const double count[K][K], const Margins *m, JournalAgreement *out)
{
    int of[K], kept[K] = { 0 };
    size_t n = 0;
    components(count, of);
    for (int i = 0; i < K; i++)
        if (of[i] != i) kept[n++] = i;
    double s[K * K] = { 0 }, d[K] = { 0 }, x[K] = { 0 }, chi2 = 0;
    for (size_t i = 0; i < n; i++) {
        int k = kept[i];
        d[i] = x[i] = m->row[k] - m->column[k];
        for (size_t j = 0; j < n; j++)
            s[i * n + j] = i == j ? m->row[k] + m->column[k] - 2 * count[k][k] : -(count[k][kept[j]] + count[kept[j]][k]);
    }
    out->stuart_maxwell = out->stuart_maxwell_p = NAN;
    if (n == 0 || !linear_solve(s, x, n)) return;
    for (size_t i = 0; i < n; i++) chi2 += d[i] * x[i];
    out->stuart_maxwell = chi2;
    out->stuart_maxwell_df = (int)n;
    out->stuart_maxwell_p = pchisq(fmax(0, chi2), (double)n, 0, 0);
}

static void symmetry(const double count[K][K], JournalAgreement *out)
{
    double chi2 = 0;
    for (int i = 0; i < K; i++)
        for (int j = i + 1; j < K; j++) {
            double sum = count[i][j] + count[j][i], difference = count[i][j] - count[j][i];
            if (sum <= 0) continue;
            chi2 += difference * difference / sum;
            out->bowker_df++;
        }
    out->bowker = out->bowker_df > 0 ? chi2 : NAN;
    out->bowker_p = out->bowker_df > 0 ? pchisq(chi2, out->bowker_df, 0, 0) : NAN;
}

/* Weighted kappa with agreement weights 1 - (|i - j| / (K - 1))^power; power 0 = plain kappa. SE for the interval by Fleiss, Cohen & Everitt. */
static double kappa(const double count[K][K], const Margins *m, int power, double *se)
{
    if (se != NULL) *se = NAN;
    if (!(m->n > 0)) return NAN;
    double w[K][K], by_row[K] = { 0 }, by_column[K] = { 0 }, observed = 0, chance = 0, variance = 0;
    for (int i = 0; i < K; i++)
        for (int j = 0; j < K; j++) {
            w[i][j] = power == 0 ? i == j : 1 - pow(fabs((double)(i - j)) / (K - 1.), power);
            by_row[i] += w[i][j] * m->column[j] / m->n;
            by_column[j] += w[i][j] * m->row[i] / m->n;
            observed += w[i][j] * count[i][j] / m->n;
            chance += w[i][j] * m->row[i] * m->column[j] / (m->n * m->n);
        }
    if (!(1 - chance > 1e-12)) return NAN;
    double value = (observed - chance) / (1 - chance);
    for (int i = 0; i < K; i++)
        for (int j = 0; j < K; j++) {
            double term = w[i][j] - (by_row[i] + by_column[j]) * (1 - value);
            variance += count[i][j] / m->n * term * term;
        }
    double centre = value - chance * (1 - value);
    if (se != NULL) *se = sqrt(fmax(0, variance - centre * centre) / m->n) / (1 - chance);
    return value;
}

static double tau_b(const double count[K][K], const Margins *m)
{
    double concordant = 0, discordant = 0, pairs = m->n * (m->n - 1) / 2, tied_row = 0, tied_column = 0;
    for (int i = 0; i < K; i++) {
        tied_row += m->row[i] * (m->row[i] - 1) / 2;
        tied_column += m->column[i] * (m->column[i] - 1) / 2;
        for (int j = 0; j < K; j++)
            for (int k = i + 1; k < K; k++)
                for (int l = 0; l < K; l++) {
                    if (l > j) concordant += count[i][j] * count[k][l];
                    if (l < j) discordant += count[i][j] * count[k][l];
                }
    }
    double under = (pairs - tied_row) * (pairs - tied_column);
    return under > 0 ? (concordant - discordant) / sqrt(under) : NAN;
}

void journal_agreement(const double count[K][K], JournalAgreement *out)
{
    Margins m = margins_of(count);
    *out = (JournalAgreement){ .n = m.n };
    flow(count, out);
    marginal_homogeneity(count, &m, out);
    symmetry(count, out);
    out->qwk = kappa(count, &m, 2, &out->qwk_se);
    out->kappa = kappa(count, &m, 0, NULL);
    out->kappa_linear = kappa(count, &m, 1, NULL);
    out->tau_b = tau_b(count, &m);
}
