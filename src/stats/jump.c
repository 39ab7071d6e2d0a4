#include "stats/jump.h"

#include <math.h>

#include "base/err.h"
#include "stats/basic.h"
#include "stats/rmath_.h"

typedef struct Line { double n, w, mx, my, sxx, slope, variance; } Line;

static double weight_of(const JumpClass *c)
{
    return isnan(c->y1) || isnan(c->y2) || !(c->n1 > 0) || !(c->n2 > 0) ? 0 : c->n1 + c->n2;
}

static Line line_of(const JumpClass *x, size_t n)
{
    Line out = { 0 };
    double sxy = 0, syy = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        double w = weight_of(&x[i]);
        if (w == 0) continue;
        out.n++;
        out.w += w;
        out.mx += w / out.w * (x[i].y1 - out.mx);
        out.my += w / out.w * (x[i].y2 - out.my);
    }
    for (size_t i = 0; i < n; i++) {
        double w = weight_of(&x[i]);
        if (w == 0) continue;
        out.sxx += w * (x[i].y1 - out.mx) * (x[i].y1 - out.mx);
        sxy += w * (x[i].y1 - out.mx) * (x[i].y2 - out.my);
        syy += w * (x[i].y2 - out.my) * (x[i].y2 - out.my);
    }
    out.slope = out.sxx > 1e-12 * out.w * (1 + out.mx * out.mx) ? sxy / out.sxx : NAN;
    for (size_t i = 0; i < n; i++) {
        double w = weight_of(&x[i]);
        if (w == 0) continue;
        double e = x[i].y2 - out.my - out.slope * (x[i].y1 - out.mx);
        sum += w * e * e;
    }
    out.variance = out.n >= 4 && sum > 1e-20 * (syy + out.w * out.my * out.my) ? sum / (out.n - 2) : NAN;
    return out;
}

void jump_residuals(JumpClass *x, size_t n)
{
    Line line = line_of(x, n);
    for (size_t i = 0; i < n; i++) {
        JumpClass *c = &x[i];
        double w = weight_of(c);
        c->predicted = c->z = c->t = c->p = NAN;
        if (w == 0) continue;
        c->predicted = line.my + line.slope * (c->y1 - line.mx);
        double leverage = w * (1 / line.w + (c->y1 - line.mx) * (c->y1 - line.mx) / line.sxx), nu = line.n - 2;
        if (!(1 - leverage > 1e-10)) continue;
        c->z = (c->y2 - c->predicted) * sqrt(w) / sqrt(line.variance * (1 - leverage));
        if (!(nu - c->z * c->z > 1e-10)) continue;
        c->t = c->z * sqrt((nu - 1) / (nu - c->z * c->z));
        double df = fmin(c->n1, c->n2) - 1;
        if (df > 0) c->p = 2 * pt(fabs(c->t), df, 0, 0);
    }
}

void jump_ranks(const double *x, size_t n, double *rank, double *scratch)
{
    double *known = scratch, *ranks = scratch + n;
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) known[m++] = x[i];
    basic_midranks(known, m, ranks, scratch + 2 * n);
    for (size_t i = 0, at = 0; i < n; i++) {
        if (isnan(x[i])) rank[i] = NAN;
        else {
            rank[i] = m > 1 ? (ranks[at] - 1) / (double)(m - 1) : .5;
            at++;
        }
    }
}

void jump_score(const double *gain, const double *next_gain, size_t n, double *score, double *scratch)
{
    double *now = scratch, *next = scratch + n;
    jump_ranks(gain, n, now, scratch + 2 * n);
    jump_ranks(next_gain, n, next, scratch + 2 * n);
    for (size_t i = 0; i < n; i++) score[i] = now[i] * now[i] + (1 - next[i]) * (1 - next[i]);
}

void jump_answer(const double *measure, size_t n, double *answer, double *scratch)
{
    for (size_t i = 0; i < n; i++) answer[i] = 0;
    for (size_t m = 0; m < 4; m++) {
        jump_ranks(measure + m * n, n, scratch, scratch + n);
        for (size_t i = 0; i < n; i++) answer[i] += scratch[i] * scratch[i];
    }
}

JumpExcess jump_excess(const double *score, const double *answer, size_t n, double *scratch)
{
    JumpExcess none = { NAN, NAN, NAN };
    double *s = scratch, *a = scratch + n, *sorted = scratch + 2 * n;
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(score[i]) && !isnan(answer[i])) {
            s[m] = score[i];
            a[m++] = answer[i];
        }
    if (m < 100) return none;
    for (size_t i = 0; i < m; i++) sorted[i] = s[i];
    basic_sort(sorted, m);
    double s50 = basic_quantile(sorted, m, .5), s75 = basic_quantile(sorted, m, .75), s95 = basic_quantile(sorted, m, .95);
    for (size_t i = 0; i < m; i++) sorted[i] = a[i];
    basic_sort(sorted, m);
    double a95 = basic_quantile(sorted, m, .95), high = 0, both = 0, middle = 0, middle_both = 0;
    for (size_t i = 0; i < m; i++) {
        bool is_middle = s[i] > s50 && s[i] < s75;
        high += s[i] > s95;
        both += s[i] > s95 && a[i] > a95;
        middle += is_middle;
        middle_both += is_middle && a[i] > a95;
    }
    if (!(middle > 0)) return none;
    double expected = high / (double)m * (middle_both / middle);
    return (JumpExcess){ both / (double)m, expected, both / (double)m - expected };
}

double jump_cross(const double *z1, const double *z2, const double *measurement, size_t n, double *d, double *z, double *scratch)
{
    double *a = scratch, *b = scratch + n, rho;
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(z1[i]) && !isnan(z2[i])) {
            a[m] = z1[i];
            b[m++] = z2[i];
        }
    rho = m >= 10 ? basic_pearson(a, b, m) : NAN;
    for (size_t i = 0; i < n; i++) {
        double variance = 1 - rho * rho + (measurement != NULL ? measurement[i] : 0);
        d[i] = z2[i] - rho * z1[i];
        z[i] = variance > 1e-12 ? d[i] / sqrt(variance) : NAN;
    }
    return rho;
}

/* Over places that both series have. */
static double correlation(const double *x, const double *y, size_t n)
{
    double m = 0, mx = 0, my = 0, sxx = 0, syy = 0, sxy = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i])) continue;
        m++;
        double dx = x[i] - mx, dy = y[i] - my;
        mx += dx / m;
        my += dy / m;
        sxx += dx * (x[i] - mx);
        syy += dy * (y[i] - my);
        sxy += dx * (y[i] - my);
    }
    return sxx > 0 && syy > 0 ? sxy / sqrt(sxx * syy) : 0;
}

void jump_rank_sum(const double *x, size_t n, size_t m, double *z, double *scratch)
{
    BUG_ON(m == 0 || m > 64);
    double *score = scratch + 3 * n, variance = 0;
    for (size_t k = 0; k < m; k++) {
        double *row = score + k * n, known = 0;
        for (size_t i = 0; i < n; i++) known += isnan(x[k * n + i]) ? 0 : 1;
        jump_ranks(x + k * n, n, row, scratch);
        for (size_t i = 0; i < n; i++) /* rank r from 1 to N is 1 + percentile (N - 1) */
            if (!isnan(row[i])) row[i] = qnorm((known > 1 ? 1 + row[i] * (known - 1) : 1) / (known + 1), 0, 1, 1, 0);
    }
    for (size_t k = 0; k < m; k++)
        for (size_t l = 0; l < m; l++) variance += k == l ? 1 : correlation(score + k * n, score + l * n, n);
    for (size_t i = 0; i < n; i++) {
        z[i] = 0;
        for (size_t k = 0; k < m; k++) z[i] += score[k * n + i];
        z[i] = variance > 1e-9 ? z[i] / sqrt(variance) : NAN;
    }
}
