#include "stats/mastery.h"

#include <math.h>
#include <string.h>

#include "base/err.h"

#define LEAST 1e-6 /* not .001: the reference data have tasks that nobody guesses, and a bound costs likelihood there */
#define MOST  .5

static bool is_able(const MasteryModel *m, size_t c, size_t j) { return m->able[c][j / 64] >> (j % 64) & 1; }

/* Patterns by the set of tasks that they can do. */
static void make_classes(MasteryModel *m)
{
    size_t n_patterns = (size_t)1 << m->n_skills;
    m->n_classes = 0;
    for (size_t pattern = 0; pattern < n_patterns; pattern++) {
        uint64_t able[2] = { 0, 0 };
        for (size_t j = 0; j < m->n_items; j++)
            if ((pattern & m->need[j]) == m->need[j]) able[j / 64] |= (uint64_t)1 << (j % 64);
        size_t c = 0;
        while (c < m->n_classes && (m->able[c][0] != able[0] || m->able[c][1] != able[1])) c++;
        if (c == m->n_classes) {
            m->n_classes++;
            m->share[c] = 0;
            memcpy(m->able[c], able, sizeof able);
            memset(m->has[c], 0, sizeof m->has[c]);
        }
        m->share[c]++;
        for (size_t k = 0; k < m->n_skills; k++) m->has[c][k] += pattern >> k & 1 ? 1 : 0;
    }
    for (size_t c = 0; c < m->n_classes; c++) {
        for (size_t k = 0; k < m->n_skills; k++) m->has[c][k] /= m->share[c];
        m->share[c] /= (double)n_patterns;
    }
}

/* ln P(right or wrong) for those who can and those who cannot. NaN parameters belong to a side that is empty. */
typedef struct Logs { double able[2], unable[2]; } Logs;

static Logs logs_of(const MasteryModel *m, size_t j)
{
    double s = isnan(m->slip[j]) ? MOST : m->slip[j], g = isnan(m->guess[j]) ? MOST : m->guess[j];
    return (Logs){ { log(s), log(1 - s) }, { log(1 - g), log(g) } };
}

/* posterior[n_classes] of one row; gives its log-likelihood. */
static double posterior_of(const MasteryModel *m, const Logs *logs, const uint8_t *x, double *posterior)
{
    double top = -INFINITY, sum = 0;
    for (size_t c = 0; c < m->n_classes; c++) posterior[c] = m->share[c] > 0 ? log(m->share[c]) : -1e300;
    for (size_t j = 0; j < m->n_items; j++) {
        if (x[j] == MASTERY_MISSING) continue;
        double able = logs[j].able[x[j]], unable = logs[j].unable[x[j]];
        for (size_t c = 0; c < m->n_classes; c++) posterior[c] += is_able(m, c, j) ? able : unable;
    }
    for (size_t c = 0; c < m->n_classes; c++) top = fmax(top, posterior[c]);
    for (size_t c = 0; c < m->n_classes; c++) sum += posterior[c] = exp(posterior[c] - top);
    for (size_t c = 0; c < m->n_classes; c++) posterior[c] /= sum;
    return top + log(sum);
}

/* Counts of right and all answers by those who can and who cannot. */
typedef struct Counts { double able, able_right, unable, unable_right; } Counts;

static double expect(const MasteryModel *m, const Logs *logs, const uint8_t *x, size_t n, Counts *counts, double *share, double *posterior)
{
    double loglik = 0;
    memset(counts, 0, m->n_items * sizeof *counts);
    memset(share, 0, m->n_classes * sizeof *share);
    for (size_t i = 0; i < n; i++) {
        const uint8_t *row = x + i * m->n_items;
        loglik += posterior_of(m, logs, row, posterior);
        for (size_t c = 0; c < m->n_classes; c++) share[c] += posterior[c];
        for (size_t j = 0; j < m->n_items; j++) {
            if (row[j] == MASTERY_MISSING) continue;
            double able = 0;
            for (size_t c = 0; c < m->n_classes; c++) able += is_able(m, c, j) ? posterior[c] : 0;
            counts[j].able += able;
            counts[j].unable += 1 - able;
            if (row[j] == 1) {
                counts[j].able_right += able;
                counts[j].unable_right += 1 - able;
            }
        }
    }
    return loglik;
}

static double inside(double x) { return fmin(MOST, fmax(LEAST, x)); }

/* New parameters; the largest change. */
static double maximise(MasteryModel *m, const Counts *counts, const double *share, size_t n)
{
    double change = 0;
    for (size_t c = 0; c < m->n_classes; c++) {
        change = fmax(change, fabs(share[c] / (double)n - m->share[c]));
        m->share[c] = share[c] / (double)n;
    }
    for (size_t j = 0; j < m->n_items; j++) {
        double slip = m->slip[j], guess = m->guess[j];
        if (counts[j].able > 1e-9) m->slip[j] = inside(1 - counts[j].able_right / counts[j].able);
        if (counts[j].unable > 1e-9) m->guess[j] = inside(counts[j].unable_right / counts[j].unable);
        change = fmax(change, fmax(fabs(slip - m->slip[j]), fabs(guess - m->guess[j])));
    }
    return change;
}

/* A task with both answers, or the index of one without. */
static bool has_both(const uint8_t *x, size_t n, size_t n_items, size_t j)
{
    bool seen[2] = { false, false };
    for (size_t i = 0; i < n; i++)
        if (x[i * n_items + j] != MASTERY_MISSING) seen[x[i * n_items + j]] = true;
    return seen[0] && seen[1];
}

MasteryOutcome mastery_fit(const uint8_t *x, size_t n, size_t n_items, const uint16_t *need, size_t n_skills, unsigned max_steps, double *scratch, MasteryModel *out)
{
    BUG_ON(n_items == 0 || n_items > LIMIT_TASKS || n_skills == 0 || n_skills > MASTERY_SKILLS);
    if (n == 0) return MASTERY_EMPTY;
    for (size_t j = 0; j < n_items; j++)
        if (!has_both(x, n, n_items, j)) {
            out->n_items = j;
            return MASTERY_CONSTANT;
        }
    out->n_items = n_items;
    out->n_skills = n_skills;
    out->need = need;
    make_classes(out);
    for (size_t j = 0; j < n_items; j++) out->guess[j] = out->slip[j] = .2;
    double *posterior = scratch, *share = scratch + MASTERY_PATTERNS;
    Counts *counts = (Counts *)(scratch + 2 * MASTERY_PATTERNS);
    Logs logs[LIMIT_TASKS];
    out->converged = false;
    for (out->steps = 0; out->steps < max_steps && !out->converged; out->steps++) {
        for (size_t j = 0; j < n_items; j++) logs[j] = logs_of(out, j);
        out->loglik = expect(out, logs, x, n, counts, share, posterior);
        out->converged = maximise(out, counts, share, n) < 1e-6;
    }
    for (size_t j = 0; j < n_items; j++)
        if (need[j] == 0) out->guess[j] = NAN;
    return MASTERY_DONE;
}

void mastery_of(const MasteryModel *m, const uint8_t *x, double *mastery, double *scratch)
{
    Logs logs[LIMIT_TASKS];
    for (size_t j = 0; j < m->n_items; j++) logs[j] = logs_of(m, j);
    posterior_of(m, logs, x, scratch);
    for (size_t k = 0; k < m->n_skills; k++) {
        mastery[k] = 0;
        for (size_t c = 0; c < m->n_classes; c++) mastery[k] += scratch[c] * m->has[c][k];
    }
}

int mastery_decision(double p) { return p >= .8 ? 1 : p <= .2 ? 0 : -1; }

void mastery_augment(const double *x, const double *total, size_t n, double rho, double *out)
{
    BUG_ON(!(rho >= 0 && rho <= 1));
    double mx = 0, mt = 0, stt = 0, sxt = 0;
    for (size_t i = 0; i < n; i++) {
        mx += x[i] / (double)n;
        mt += total[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        stt += (total[i] - mt) * (total[i] - mt);
        sxt += (total[i] - mt) * (x[i] - mx);
    }
    for (size_t i = 0; i < n; i++) out[i] = stt > 0 ? rho * x[i] + (1 - rho) * (mx + sxt / stt * (total[i] - mt)) : x[i];
}
