#include "stats/classfit.h"

#include <math.h>

#include "stats/linear_.h"

size_t classfit_table_size(const IrtTable *table) { return table->n_totals * table->n_items; }

void classfit_table(const IrtTable *table, const IrtItem *items, const PersonfitTable *fit, double *memory, ClassfitTable *out)
{
    *out = (ClassfitTable){ .table = table, .items = items, .fit = fit, .variance = memory };
    for (size_t t = 0; t < table->n_totals; t++)
        for (size_t j = 0; j < table->n_items; j++) {
            const double *p = table->p + t * table->rows.n + table->rows.first[j];
            double e = table->e[t * table->n_items + j], v = 0;
            for (size_t k = 0; k <= items[j].m; k++) v += p[k] * (items[j].points[k] - e) * (items[j].points[k] - e);
            memory[t * table->n_items + j] = v;
        }
}

/* 1 - sum of squared shares, mean over tasks. */
static double heterogeneity_of(const ClassfitTable *table, const uint8_t *x, size_t n)
{
    size_t n_items = table->table->n_items;
    double sum = 0;
    for (size_t j = 0; j < n_items; j++) {
        uint32_t count[IRT_CATEGORIES] = { 0 };
        double same = 0;
        for (size_t i = 0; i < n; i++) count[x[i * n_items + j] == IRT_MISSING ? 0 : x[i * n_items + j]]++;
        for (size_t k = 0; k <= table->items[j].m; k++) same += (double)count[k] * count[k];
        sum += 1 - same / ((double)n * (double)n);
    }
    return sum / (double)n_items;
}

void classfit_class(const ClassfitTable *table, const uint8_t *x, size_t n, ClassFit *out)
{
    const IrtTable *by_total = table->table;
    size_t n_items = by_total->n_items;
    *out = (ClassFit){ .n = n, .lz = NAN, .mean = NAN, .sd = NAN, .heterogeneity = NAN };
    double lz = 0, sum = 0, squares = 0, works = (double)n, variance[LIMIT_TASKS] = { 0 };
    for (size_t i = 0; i < n; i++) {
        uint8_t work[LIMIT_TASKS] = { 0 };
        size_t total = 0;
        for (size_t j = 0; j < n_items; j++) {
            work[j] = x[i * n_items + j] == IRT_MISSING ? 0 : x[i * n_items + j];
            total += table->items[j].points[work[j]];
        }
        const double *e = by_total->e + total * n_items, *v = table->variance + total * n_items;
        for (size_t j = 0; j < n_items; j++) {
            out->residual[j] += table->items[j].points[work[j]] - e[j];
            variance[j] += v[j];
        }
        double fit = personfit_by_total(table->fit, work, total);
        if (!isnan(fit)) {
            lz += fit;
            out->n_lz++;
        }
        sum += (double)total;
        squares += (double)total * (double)total;
    }
    for (size_t j = 0; j < n_items; j++) {
        out->residual[j] = n > 0 ? out->residual[j] / works : NAN;
        out->se[j] = n > 0 ? sqrt(variance[j]) / works : NAN;
    }
    if (out->n_lz > 0) out->lz = lz / (double)out->n_lz;
    if (n == 0) return;
    out->mean = sum / works;
    out->sd = sqrt(fmax(0, squares / works - out->mean * out->mean));
    out->heterogeneity = heterogeneity_of(table, x, n);
}

double classfit_harder_better(const double *residual, const double *d, size_t n_items)
{
    double mean = 0, sum = 0;
    for (size_t j = 0; j < n_items; j++) mean += d[j] / (double)n_items;
    for (size_t j = 0; j < n_items; j++) sum += residual[j] * (d[j] - mean);
    return n_items > 0 ? sum : NAN;
}

ClassfitAlarm classfit_alarm(const double *residual, const double *sd, size_t n_items)
{
    ClassfitAlarm alarm = { NAN, n_items };
    for (size_t j = 0; j < n_items; j++) {
        if (!(sd[j] > 0) || isnan(residual[j])) continue;
        double z = residual[j] / sd[j];
        if (alarm.item == n_items || z > alarm.z) alarm = (ClassfitAlarm){ z, j };
    }
    return alarm;
}

#define LEAST_PAIRS 20

static bool is_pair(double statistic, double mean) { return isfinite(statistic) && isfinite(mean); }

static double standard_mean(const ClassfitCurve *curve, double mean) { return (fmin(fmax(mean, curve->from), curve->to) - curve->centre) / curve->scale; }

static double polynomial(const double *c, size_t n, double u)
{
    double sum = 0;
    for (size_t k = n; k-- > 0;) sum = sum * u + c[k];
    return sum;
}

/* Least squares of y on 1, u, … of n_terms; y is the statistic, or (from = its location) the size of what is left. */
static bool fit_terms(const double *statistic, const double *mean, size_t n, const ClassfitCurve *curve, bool of_spread, double *c, size_t n_terms)
{
    double a[16] = { 0 }, b[4] = { 0 };
    for (size_t i = 0; i < n; i++) {
        if (!is_pair(statistic[i], mean[i])) continue;
        double u = standard_mean(curve, mean[i]), power[4] = { 1, u, u * u, u * u * u };
        double y = of_spread ? 1.2533141373155 * fabs(statistic[i] - polynomial(curve->location, 4, u)) : statistic[i];
        for (size_t p = 0; p < n_terms; p++) {
            b[p] += power[p] * y;
            for (size_t q = 0; q <= p; q++) a[p * n_terms + q] += power[p] * power[q];
        }
    }
    if (!linear_solve(a, b, n_terms)) return false;
    for (size_t p = 0; p < n_terms; p++) c[p] = b[p];
    return true;
}

bool classfit_curve_fit(const double *statistic, const double *mean, size_t n, ClassfitCurve *out)
{
    ClassfitCurve fit = { .from = INFINITY, .to = -INFINITY };
    double m = 0, sum = 0, squares = 0, left = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_pair(statistic[i], mean[i])) continue;
        m++;
        sum += mean[i];
        fit.from = fmin(fit.from, mean[i]);
        fit.to = fmax(fit.to, mean[i]);
    }
    if (m < LEAST_PAIRS) return false;
    fit.centre = sum / m;
    for (size_t i = 0; i < n; i++)
        if (is_pair(statistic[i], mean[i])) squares += (mean[i] - fit.centre) * (mean[i] - fit.centre);
    fit.scale = squares > 0 ? sqrt(squares / m) : 1;
    /* fewer terms where the means take too few values for four */
    size_t terms = 4;
    while (terms > 0 && !fit_terms(statistic, mean, n, &fit, false, fit.location, terms)) terms--;
    for (size_t k = terms; k < 4; k++) fit.location[k] = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_pair(statistic[i], mean[i])) continue;
        double d = statistic[i] - polynomial(fit.location, 4, standard_mean(&fit, mean[i]));
        left += d * d;
    }
    double whole = sqrt(left / m);
    if (terms == 0 || !(whole > 1e-12 * fmax(1, fabs(fit.location[0])))) return false;
    fit.least = whole / 10;
    size_t spread_terms = terms < 3 ? terms : 3;
    while (spread_terms > 0 && !fit_terms(statistic, mean, n, &fit, true, fit.spread, spread_terms)) spread_terms--;
    for (size_t k = spread_terms; k < 3; k++) fit.spread[k] = 0;
    *out = fit;
    return true;
}

double classfit_curve_at(const ClassfitCurve *curve, double mean) { return polynomial(curve->location, 4, standard_mean(curve, mean)); }

double classfit_curve_z(const ClassfitCurve *curve, double statistic, double mean)
{
    if (!is_pair(statistic, mean)) return NAN;
    double u = standard_mean(curve, mean);
    return (statistic - polynomial(curve->location, 4, u)) / fmax(curve->least, polynomial(curve->spread, 3, u));
}
