#include "stats/mixed.h"

#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/linear_.h"

void mixed_begin(MixedSums *sums, size_t p, size_t n_groups, double *group, const double *origin)
{
    BUG_ON(p > MIXED_MAX);
    *sums = (MixedSums){ .p = p, .n_groups = n_groups, .group = group };
    memcpy(sums->origin, origin, (p + 1) * sizeof *origin);
    memset(group, 0, n_groups * (p + 2) * sizeof *group);
}

void mixed_add(MixedSums *sums, const double *const *x, const double *y, const uint32_t *of, size_t n)
{
    size_t p = sums->p, width = p + 2;
    double row[MIXED_MAX + 2], cross[(MIXED_MAX + 2) * (MIXED_MAX + 2)];
    memcpy(cross, sums->cross, sizeof cross); /* a local copy: the compiler may keep it near */
    row[0] = 1;
    for (size_t i = 0; i < n; i++) {
        double check = row[p + 1] = y[i] - sums->origin[p];
        for (size_t k = 0; k < p; k++) check += row[k + 1] = x[k][i] - sums->origin[k];
        if (isnan(check)) continue;
        double *group = sums->group + of[i] * width;
        for (size_t a = 0; a < width; a++) {
            group[a] += row[a];
            for (size_t b = 0; b <= a; b++) cross[a * width + b] += row[a] * row[b];
        }
        sums->n++;
    }
    memcpy(sums->cross, cross, sizeof cross);
}

typedef struct Profile {
    double beta[MIXED_MAX + 1];
    double factor[(MIXED_MAX + 1) * (MIXED_MAX + 1)];
    double q, log_det, log_n, slope; /* residual form, ln det X'V^-1X, sum ln(1 + n lambda); d criterion / d lambda */
} Profile;

/* Criterion's parts at lambda = tau2 / sigma2; V^-1 = (I - lambda / (1 + n lambda) 11') / sigma2 inside a group. */
static bool profile_at(const MixedSums *s, double lambda, Profile *out)
{
    size_t m = s->p + 1, width = m + 1;
    double *a = out->factor, b[MIXED_MAX + 1], c = s->cross[m * width + m], slope[(MIXED_MAX + 1) * (MIXED_MAX + 1)] = { 0 };
    for (size_t i = 0; i < m; i++) {
        b[i] = s->cross[m * width + i];
        for (size_t j = 0; j <= i; j++) a[i * m + j] = s->cross[i * width + j];
    }
    out->log_n = out->slope = 0;
    for (size_t g = 0; g < s->n_groups; g++) {
        const double *sum = s->group + g * width;
        if (sum[0] == 0) continue;
        double under = 1 + sum[0] * lambda, theta = lambda / under, turn = 1 / (under * under);
        out->log_n += log(under);
        out->slope += sum[0] / under;
        c -= theta * sum[m] * sum[m];
        for (size_t i = 0; i < m; i++) {
            b[i] -= theta * sum[i] * sum[m];
            for (size_t j = 0; j <= i; j++) {
                a[i * m + j] -= theta * sum[i] * sum[j];
                slope[i * m + j] -= turn * sum[i] * sum[j];
            }
        }
    }
    if (!linear_factor(a, m)) return false;
    memcpy(out->beta, b, sizeof b);
    linear_back(a, out->beta, m);
    out->q = c;
    out->log_det = 0;
    for (size_t i = 0; i < m; i++) {
        out->q -= b[i] * out->beta[i];
        out->log_det += 2 * log(a[i * m + i]);
    }
    double inverse[(MIXED_MAX + 1) * (MIXED_MAX + 1)], q_slope = 0;
    linear_inverse(a, m, inverse);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++) out->slope += inverse[i * m + j] * (j <= i ? slope[i * m + j] : slope[j * m + i]);
    for (size_t g = 0; g < s->n_groups; g++) {
        const double *sum = s->group + g * width;
        double under = 1 + sum[0] * lambda, residual = sum[m];
        for (size_t i = 0; i < m; i++) residual -= sum[i] * out->beta[i];
        q_slope -= residual * residual / (under * under);
    }
    if (!(out->q > 1e-13 * s->cross[m * width + m])) return false; /* told apart from collinearity by mixed_fit */
    out->slope += (double)(s->n - m) * q_slope / out->q;
    return true;
}

/* Where the criterion stops falling, by secant steps inside a bracket (Illinois) on rho = lambda / (1 + lambda). */
static bool least(const MixedSums *s, Profile *at, double *lambda, int *evaluations)
{
    double low = 0, high = .5, f_low, f_high;
    if (!profile_at(s, 0, at)) return false;
    *evaluations = 1;
    *lambda = 0;
    f_low = at->slope;
    if (f_low >= 0) return true;
    for (;; ++*evaluations) {
        if (!profile_at(s, high / (1 - high), at)) return false;
        f_high = at->slope / ((1 - high) * (1 - high));
        if (f_high >= 0 || 1 - high < 1e-9) break;
        low = high;
        f_low = f_high;
        high = (1 + high) / 2;
    }
    int side = 0;
    double rho = high;
    for (int step = 0; step < 100 && high - low > 1e-14 * high && f_high > 0; step++, ++*evaluations) {
        rho = (f_high * low - f_low * high) / (f_high - f_low);
        if (!(rho > low && rho < high) || step % 8 == 7) rho = (low + high) / 2;
        if (!profile_at(s, rho / (1 - rho), at)) return false;
        double f = at->slope / ((1 - rho) * (1 - rho));
        if (fabs(f) < 1e-10 * (double)s->n) break;
        if (f > 0) {
            high = rho;
            f_high = f;
            if (side == 1) f_low /= 2;
            side = 1;
        } else {
            low = rho;
            f_low = f;
            if (side == -1) f_high /= 2;
            side = -1;
        }
    }
    *lambda = rho / (1 - rho);
    return profile_at(s, *lambda, at);
}

static bool is_collinear(const MixedSums *s)
{
    size_t m = s->p + 1, width = m + 1;
    double a[(MIXED_MAX + 1) * (MIXED_MAX + 1)];
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j <= i; j++) a[i * m + j] = s->cross[i * width + j];
    if (!linear_factor(a, m)) return true;
    for (size_t i = 0; i < m; i++)
        if (a[i * m + i] * a[i * m + i] < 1e-10 * s->cross[i * width + i]) return true;
    return false;
}

MixedOutcome mixed_fit(const MixedSums *s, Mixed *out)
{
    size_t m = s->p + 1, there = 0, largest = 0;
    for (size_t g = 0; g < s->n_groups; g++) {
        size_t n = (size_t)s->group[g * (m + 1)];
        there += n > 0;
        if (n > largest) largest = n;
    }
    if (s->n <= m || there < 2) return MIXED_FEW;
    if (largest < 2) return MIXED_SINGLES;
    if (is_collinear(s)) return MIXED_COLLINEAR;
    Profile at = { 0 };
    double lambda, df = (double)(s->n - m), covariance[(MIXED_MAX + 1) * (MIXED_MAX + 1)];
    Mixed fit = { .p = s->p, .n = s->n, .n_groups = there };
    if (!least(s, &at, &lambda, &fit.evaluations) || lambda > 5e8) return MIXED_EXACT;
    fit.sigma2 = at.q / df;
    fit.tau2 = lambda * fit.sigma2;
    fit.reml = df * (1 + log(2 * M_PI * fit.sigma2)) + at.log_n + at.log_det;
    linear_inverse(at.factor, m, covariance);
    /* back to the caller's origin: only the intercept moves */
    double l[MIXED_MAX + 1] = { 1 }, variance = 0;
    fit.beta[0] = at.beta[0] + s->origin[s->p];
    for (size_t k = 1; k < m; k++) {
        l[k] = -s->origin[k - 1];
        fit.beta[0] -= at.beta[k] * s->origin[k - 1];
        fit.beta[k] = at.beta[k];
        fit.se[k] = sqrt(fit.sigma2 * covariance[k * m + k]);
    }
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++) variance += l[i] * l[j] * covariance[i * m + j];
    fit.se[0] = sqrt(fit.sigma2 * fmax(0, variance));
    *out = fit;
    return MIXED_DONE;
}

MixedGroup mixed_group(const MixedSums *s, const Mixed *fit, size_t g)
{
    BUG_ON(g >= s->n_groups);
    size_t m = s->p + 1;
    const double *sum = s->group + g * (m + 1);
    double n = sum[0], residual = sum[m] + n * (s->origin[s->p] - fit->beta[0]);
    if (n == 0) return (MixedGroup){ 0, NAN, NAN, NAN, NAN };
    for (size_t k = 1; k < m; k++) residual -= fit->beta[k] * (sum[k] + n * s->origin[k - 1]);
    residual /= n;
    double w = n * fit->tau2 / (n * fit->tau2 + fit->sigma2);
    return (MixedGroup){ n, residual, w * residual, sqrt(fit->tau2 * (1 - w)), residual / sqrt(fit->tau2 + fit->sigma2 / n) };
}
