/* Cumulative logit of the journal mark on the work's total, and schools' severity beside it. */
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/limits.h"
#include "stats/journal.h"
#include "stats/linear_.h"

#define K           JOURNAL_MARKS
#define MOST_DEGREE 3
#define MOST_PARAMS (K - 1 + MOST_DEGREE)

static double logistic(double x) { return 1 / (1 + exp(-x)); }

void journal_probabilities(const double a[3], double b, double p[K])
{
    double above = 1;
    for (int k = 0; k < K; k++) {
        double next = k < K - 1 ? logistic(b - a[k]) : 0;
        p[k] = fmax(0, above - next);
        above = next;
    }
}

/* The data in use: marks that nobody has are taken out, cut point k lies between used marks k and k + 1. */
typedef struct Fit {
    const double *count;
    size_t n_scores, n_marks, degree;
    int used[K];
    double centre, scale, total;
} Fit;

static bool fit_prepare(const double *count, uint16_t max, int degree, Fit *out)
{
    double mark[K] = { 0 }, first = 0, second = 0;
    *out = (Fit){ .count = count, .n_scores = max + 1u, .degree = (size_t)degree };
    for (size_t t = 0; t <= max; t++)
        for (int k = 0; k < K; k++) {
            double y = count[t * K + (size_t)k];
            BUG_ON(!(y >= 0));
            mark[k] += y;
            out->total += y;
            first += y * (double)t;
            second += y * (double)t * (double)t;
        }
    for (int k = 0; k < K; k++)
        if (mark[k] > 0) out->used[out->n_marks++] = k;
    out->centre = first / out->total;
    out->scale = sqrt(fmax(0, second / out->total - out->centre * out->centre));
    return out->n_marks >= 2 && out->scale > 1e-9;
}

/* Log-likelihood at theta (cut points, then coefficients); with gradient and information also those. -inf when cut points are out of order. */
static double evaluate(const Fit *fit, const double *theta, double *gradient, double *information)
{
    size_t n_cuts = fit->n_marks - 1, n = n_cuts + fit->degree;
    double loglik = 0;
    if (gradient != NULL) {
        memset(gradient, 0, n * sizeof *gradient);
        memset(information, 0, n * n * sizeof *information);
    }
    for (size_t t = 0; t < fit->n_scores; t++) {
        double x[MOST_DEGREE], power = 1, b = 0, works = 0, g[K + 1];
        for (size_t k = 0; k < fit->n_marks; k++) works += fit->count[t * K + (size_t)fit->used[k]];
        if (works == 0) continue;
        for (size_t j = 0; j < fit->degree; j++) {
            x[j] = power *= ((double)t - fit->centre) / fit->scale;
            b += theta[n_cuts + j] * x[j];
        }
        g[0] = 1;
        for (size_t k = 0; k < n_cuts; k++) g[k + 1] = logistic(b - theta[k]);
        g[n_cuts + 1] = 0;
        for (size_t k = 0; k < fit->n_marks; k++) {
            double y = fit->count[t * K + (size_t)fit->used[k]], p = g[k] - g[k + 1], d[MOST_PARAMS] = { 0 };
            if (!(p > 1e-300)) {
                if (y > 0) return -INFINITY;
                continue;
            }
            if (y > 0) loglik += y * log(p);
            if (gradient == NULL) continue;
            double lower = g[k] * (1 - g[k]), upper = g[k + 1] * (1 - g[k + 1]);
            if (k > 0) d[k - 1] = -lower;
            if (k < n_cuts) d[k] = upper;
            for (size_t j = 0; j < fit->degree; j++) d[n_cuts + j] = (lower - upper) * x[j];
            for (size_t i = 0; i < n; i++) {
                gradient[i] += y / p * d[i];
                for (size_t j = 0; j <= i; j++) information[i * n + j] += works / p * d[i] * d[j];
            }
        }
    }
    return loglik;
}

static bool converge(const Fit *fit, double *theta, double *loglik)
{
    size_t n_cuts = fit->n_marks - 1, n = n_cuts + fit->degree;
    double step[MOST_PARAMS], information[MOST_PARAMS * MOST_PARAMS], next[MOST_PARAMS];
    for (int i = 0; i < 200; i++) {
        *loglik = evaluate(fit, theta, step, information);
        if (!isfinite(*loglik) || !linear_solve(information, step, n)) return false;
        double factor = 1, then = -INFINITY;
        for (int half = 0; half < 40 && !(then >= *loglik - 1e-10 * fabs(*loglik)); half++, factor /= 2) {
            for (size_t j = 0; j < n; j++) next[j] = theta[j] + factor * step[j];
            then = evaluate(fit, next, NULL, NULL);
        }
        if (!(then >= *loglik - 1e-10 * fabs(*loglik))) return false;
        memcpy(theta, next, n * sizeof *theta);
        if (fabs(then - *loglik) <= 1e-12 * (1 + fabs(then))) {
            *loglik = then;
            return true;
        }
    }
    return false;
}

bool journal_fit(const double *count, uint16_t max, int degree, JournalModel *out, double *b)
{
    BUG_ON(degree < 1 || degree > MOST_DEGREE || max > LIMIT_TOTAL);
    Fit fit;
    double theta[MOST_PARAMS] = { 0 }, below = 0, loglik;
    if (!fit_prepare(count, max, degree, &fit)) return false;
    for (size_t k = 0; k + 1 < fit.n_marks; k++) {
        for (size_t t = 0; t <= max; t++) below += count[t * K + (size_t)fit.used[k]];
        theta[k] = log(below / (fit.total - below));
    }
    if (!converge(&fit, theta, &loglik)) return false;
    JournalModel model = { .degree = degree, .centre = fit.centre, .scale = fit.scale, .loglik = loglik };
    /* cut point of marks k | k + 1: below the first used mark never, above the last always */
    for (int k = 0; k < K - 1; k++) {
        size_t under = 0;
        while (under < fit.n_marks && fit.used[under] <= k) under++;
        model.a[k] = under == 0 ? -INFINITY : under == fit.n_marks ? INFINITY : theta[under - 1];
    }
    for (int j = 0; j < degree; j++) model.coefficient[j] = theta[fit.n_marks - 1 + (size_t)j];
    for (size_t t = 0; t <= max; t++) {
        double power = 1;
        b[t] = 0;
        for (int j = 0; j < degree; j++) b[t] += model.coefficient[j] * (power *= ((double)t - fit.centre) / fit.scale);
    }
    *out = model;
    return true;
}

JournalScore journal_score(const double a[3], double b, int mark)
{
    BUG_ON(mark < 0 || mark >= K);
    double p[K], cubes = 0, to = 0;
    journal_probabilities(a, b, p);
    for (int k = 0; k < K; k++) {
        cubes += p[k] * p[k] * p[k];
        if (k <= mark) to += p[k];
    }
    return (JournalScore){ 2 * to - p[mark] - 1, fmax(0, 1 - cubes) / 3 };
}

double journal_tau2(const JournalScore *school, size_t n)
{
    double squares = 0, information = 0, information2 = 0;
    for (size_t s = 0; s < n; s++) {
        squares += school[s].u * school[s].u;
        information += school[s].i;
        information2 += school[s].i * school[s].i;
    }
    return information2 > 0 ? fmax(0, (squares - information) / information2) : NAN;
}

JournalSeverity journal_severity(JournalScore school, double tau2)
{
    if (!(school.i > 0)) return (JournalSeverity){ NAN, NAN, NAN };
    BUG_ON(!(tau2 >= 0));
    double precision = school.i + 1 / tau2; /* endless when tau2 is 0: no spread, no shift */
    return (JournalSeverity){ school.u / precision, 1 / sqrt(precision), school.u / sqrt(school.i + school.i * school.i * tau2) };
}

double journal_share_tau2(const double *k, const double *n, size_t n_schools, double p0)
{
    double m = 0, w1 = 0, w2 = 0, q = 0, unit = p0 * (1 - p0);
    if (!(unit > 0)) return NAN;
    for (size_t s = 0; s < n_schools; s++) {
        if (!(n[s] > 0)) continue;
        double w = n[s] / unit, difference = k[s] / n[s] - p0;
        m++;
        w1 += w;
        w2 += w * w;
        q += w * difference * difference;
    }
    return m < 2 ? NAN : fmax(0, (q - (m - 1)) / (w1 - w2 / w1));
}

double journal_share_z(double k, double n, double p0, double tau2)
{
    if (!(n > 0)) return NAN;
    double variance = p0 * (1 - p0) / n + tau2;
    return variance > 0 ? (k / n - p0) / sqrt(variance) : NAN;
}
