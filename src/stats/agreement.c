#include "stats/agreement.h"

#include <math.h>

#include "base/err.h"
#include "stats/rmath_.h"

static bool is_complete(const double *row, size_t k)
{
    for (size_t j = 0; j < k; j++)
        if (isnan(row[j])) return false;
    return true;
}

bool agreement_squares(const double *x, size_t n, size_t k, AgreementSquares *out)
{
    size_t m = 0;
    double total = 0, within = 0, rows = 0, columns = 0, kk = (double)k;
    for (size_t i = 0; i < n; i++) {
        if (!is_complete(x + i * k, k)) continue;
        total += basic_mean(x + i * k, k);
        m++;
    }
    if (m < 2 || k < 2) return false;
    double nn = (double)m, grand = total / nn;
    for (size_t i = 0; i < n; i++) {
        const double *row = x + i * k;
        if (!is_complete(row, k)) continue;
        double mean = basic_mean(row, k);
        rows += (mean - grand) * (mean - grand);
        for (size_t j = 0; j < k; j++) within += (row[j] - mean) * (row[j] - mean);
    }
    for (size_t j = 0; j < k; j++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            if (is_complete(x + i * k, k)) sum += x[i * k + j] - grand;
        columns += sum / nn * sum / nn;
    }
    double error = within - nn * columns;
    if (error < 1e-12 * within) error = 0; /* nothing but rounding is left */
    *out = (AgreementSquares){ m, k, kk * rows / (nn - 1), nn * columns / (kk - 1), error / ((nn - 1) * (kk - 1)), within / (nn * (kk - 1)) };
    return true;
}

/* (MSR - MSx) / (MSR + (k - 1) MSx) and its limits from F = MSR / MSx. */
static Interval by_ratio(double between, double inside, double k, double df1, double df2, double confidence)
{
    if (!(between + (k - 1) * inside > 0)) return (Interval){ NAN, NAN, NAN };
    if (inside == 0) return (Interval){ 1, 1, 1 };
    double f = between / inside, q = .5 + confidence / 2;
    double low = f / qf(q, df1, df2, 1, 0), high = f * qf(q, df2, df1, 1, 0);
    return (Interval){ (f - 1) / (f + k - 1), (low - 1) / (low + k - 1), (high - 1) / (high + k - 1) };
}

static Interval absolute(const AgreementSquares *s, double confidence)
{
    double n = (double)s->n, k = (double)s->k, r = s->rows, c = s->columns, e = s->error, q = .5 + confidence / 2;
    double under = r + (k - 1) * e + k * (c - e) / n;
    if (!(under > 0)) return (Interval){ NAN, NAN, NAN };
    double icc = (r - e) / under;
    if (e == 0 && c == 0) return (Interval){ 1, 1, 1 };
    /* Satterthwaite degrees of freedom of a MSC + b MSE, multiplied by n (1 - icc) so that icc = 1 divides nothing */
    double a = k * icc, b = n * (1 - icc) + k * icc * (n - 1), sum = a * c + b * e;
    double v = sum * sum / (a * a * c * c / (k - 1) + b * b * e * e / ((n - 1) * (k - 1)));
    if (!(v > 0)) return (Interval){ icc, NAN, NAN };
    double f = qf(q, n - 1, v, 1, 0), g = qf(q, v, n - 1, 1, 0), rest = k * c + (k * n - k - n) * e;
    return (Interval){ icc, n * (r - f * e) / (f * rest + n * r), n * (g * r - e) / (rest + n * g * r) };
}

AgreementIcc agreement_icc(const AgreementSquares *s, double confidence)
{
    BUG_ON(!(confidence > 0 && confidence < 1) || s->n < 2 || s->k < 2);
    double n = (double)s->n, k = (double)s->k;
    return (AgreementIcc){ by_ratio(s->rows, s->within, k, n - 1, n * (k - 1), confidence), absolute(s, confidence),
        by_ratio(s->rows, s->error, k, n - 1, (n - 1) * (k - 1), confidence) };
}

/* sum over values of (times in sorted a) (times in sorted b) */
static double matches(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0, j = 0; i < n && j < n;) {
        if (a[i] < b[j]) i++;
        else if (b[j] < a[i]) j++;
        else {
            double value = a[i], in_a = 0, in_b = 0;
            for (; i < n && a[i] == value; i++) in_a++;
            for (; j < n && b[j] == value; j++) in_b++;
            sum += in_a * in_b;
        }
    }
    return sum;
}

static void quadratic(const double *a, const double *b, size_t n, AgreementPair *out)
{
    double ma = basic_mean(a, n), mb = basic_mean(b, n), m = (double)n, va = 0, vb = 0, observed = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        va += (a[i] - ma) * (a[i] - ma) / m;
        vb += (b[i] - mb) * (b[i] - mb) / m;
        observed += (a[i] - b[i]) * (a[i] - b[i]) / m;
    }
    double chance = va + vb + (ma - mb) * (ma - mb); /* mean of (a_i - b_j)^2 over all i, j */
    if (!(chance > 0)) return;
    out->qwk = 1 - observed / chance;
    for (size_t i = 0; i < n; i++) {
        double d = (a[i] - b[i]) * (a[i] - b[i]), by_a = (a[i] - mb) * (a[i] - mb) + vb, by_b = (b[i] - ma) * (b[i] - ma) + va;
        double influence = -(d - observed) / chance + observed * (by_a + by_b - 2 * chance) / (chance * chance);
        sum += influence * influence;
    }
    out->qwk_se = sqrt(sum) / m;
}

AgreementPair agreement_pair(const double *x, const double *y, size_t stride, size_t n, double *scratch)
{
    AgreementPair out = { 0, NAN, NAN, NAN };
    double *a = scratch, *b = scratch + n, same = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i * stride]) || isnan(y[i * stride])) continue;
        a[out.n] = x[i * stride];
        b[out.n] = y[i * stride];
        same += a[out.n] == b[out.n];
        out.n++;
    }
    if (out.n == 0) return out;
    quadratic(a, b, out.n, &out);
    basic_sort(a, out.n);
    basic_sort(b, out.n);
    double m = (double)out.n, chance = matches(a, b, out.n) / (m * m);
    if (1 - chance > 1e-12) out.kappa = (same / m - chance) / (1 - chance);
    return out;
}

/* #{ordered pairs i != j with the same value} */
static double same_pairs(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) sum += 2 * (x[i] == x[j]);
    return sum;
}

double agreement_fleiss(const double *x, size_t n, size_t k, double *scratch)
{
    double agreed = 0, kk = (double)k;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_complete(x + i * k, k)) continue;
        for (size_t j = 0; j < k; j++) scratch[m * k + j] = x[i * k + j];
        m++;
    }
    if (m == 0 || k < 2) return NAN;
    for (size_t i = 0; i < m; i++) agreed += same_pairs(scratch + i * k, k) / (kk * (kk - 1));
    basic_sort(scratch, m * k);
    double all = (double)(m * k), chance = matches(scratch, scratch, m * k) / (all * all);
    return 1 - chance > 1e-12 ? (agreed / (double)m - chance) / (1 - chance) : NAN;
}

/* Sum over ordered pairs of squared distance. */
static double spread(const double *x, size_t n, AgreementLevel level)
{
    double m = (double)n, mean = basic_mean(x, n), sum = 0;
    if (level == AGREEMENT_NOMINAL) return m * (m - 1) - same_pairs(x, n);
    for (size_t i = 0; i < n; i++) sum += (x[i] - mean) * (x[i] - mean);
    return 2 * m * sum;
}

double agreement_krippendorff(const double *x, size_t n, size_t k, AgreementLevel level, double *scratch)
{
    double *score = scratch, *sorted = scratch + n * k, *other = scratch + 2 * n * k;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        size_t there = 0;
        for (size_t j = 0; j < k; j++) there += isnan(x[i * k + j]) ? 0 : 1;
        for (size_t j = 0; there > 1 && j < k; j++)
            if (!isnan(x[i * k + j])) score[m++] = x[i * k + j];
    }
    if (m == 0) return NAN;
    for (size_t i = 0; i < m; i++) sorted[i] = score[i];
    if (level == AGREEMENT_ORDINAL) {
        basic_midranks(score, m, sorted, other);
        for (size_t i = 0; i < m; i++) score[i] = sorted[i];
    }
    basic_sort(sorted, m);
    double all = (double)m, observed = 0;
    double expected = level == AGREEMENT_NOMINAL ? all * all - matches(sorted, sorted, m) : spread(score, m, level);
    for (size_t i = 0, at = 0; i < n; i++) {
        size_t there = 0;
        for (size_t j = 0; j < k; j++) there += isnan(x[i * k + j]) ? 0 : 1;
        if (there < 2) continue;
        observed += spread(score + at, there, level) / (double)(there - 1);
        at += there;
    }
    return expected > 1e-12 * all ? 1 - (all - 1) * observed / expected : NAN;
}

AgreementG agreement_components(const AgreementSquares *s)
{
    double n = (double)s->n, k = (double)s->k;
    return (AgreementG){ fmax(0, (s->rows - s->error) / k), fmax(0, (s->columns - s->error) / n), s->error };
}

double agreement_phi(AgreementG g, double k)
{
    double all = g.person + (g.rater + g.residual) / k;
    return all > 0 ? g.person / all : NAN;
}

double agreement_rho(AgreementG g, double k)
{
    double all = g.person + g.residual / k;
    return all > 0 ? g.person / all : NAN;
}
