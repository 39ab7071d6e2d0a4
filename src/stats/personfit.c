#include "stats/personfit.h"

#include <math.h>

#include "stats/rmath_.h"

/* What one task adds at theta; w = ln P. */
typedef struct Task {
    double a, e, v;             /* slope, mean and variance of the category */
    double mean, variance;      /* of w */
    double covariance;          /* of category and w */
    double p[IRT_CATEGORIES], w[IRT_CATEGORIES];
} Task;

static void task_at(const IrtItem *item, double theta, Task *out)
{
    *out = (Task){ .a = item->a };
    irt_log_probabilities(item, theta, out->w);
    for (size_t k = 0; k <= item->m; k++) {
        out->p[k] = exp(out->w[k]);
        out->e += (double)k * out->p[k];
        out->mean += out->p[k] * out->w[k];
    }
    for (size_t k = 0; k <= item->m; k++) {
        double dk = (double)k - out->e, dw = out->w[k] - out->mean;
        out->v += out->p[k] * dk * dk;
        out->variance += out->p[k] * dw * dw;
        out->covariance += out->p[k] * dk * dw;
    }
}

/* Of theta's estimating equation: what it adds to the score function. */
static double offset_of(IrtEstimate how, double theta, double sd, double information, double skewness)
{
    if (how == IRT_MAP) return -theta / (sd * sd);
    return how == IRT_WLE ? skewness / (2 * information) : 0;
}

PersonFit personfit_work(const IrtModel *model, const uint8_t *x, double theta, IrtEstimate how)
{
    PersonFit fit = { NAN, NAN, NAN, NAN };
    if (!isfinite(theta)) return fit;
    double w = 0, variance = 0, cross = 0, information = 0, skewness = 0;
    Task task;
    for (size_t j = 0; j < model->n_items; j++) {
        if (x[j] == IRT_MISSING) continue;
        task_at(&model->items[j], theta, &task);
        w += task.w[x[j]] - task.mean;
        variance += task.variance;
        cross += task.a * task.covariance;
        information += task.a * task.a * task.v;
        if (how == IRT_WLE) skewness += task.a * task.a * task.a * irt_moments(&model->items[j], theta).mu3;
    }
    if (variance > 1e-300) fit.lz = w / sqrt(variance);
    if (!(information > 1e-300)) return fit;
    double c = cross / information, left = 0, third = 0;
    for (size_t j = 0; j < model->n_items; j++) {
        if (x[j] == IRT_MISSING) continue;
        task_at(&model->items[j], theta, &task);
        for (size_t k = 0; k <= model->items[j].m; k++) {
            double d = task.w[k] - task.mean - c * task.a * ((double)k - task.e);
            left += task.p[k] * d * d;
            third += task.p[k] * d * d * d;
        }
    }
    if (!(left > 1e-10 * variance) || !(left > 1e-300)) return fit;
    fit.lzstar = (w + c * offset_of(how, theta, model->sd, information, skewness)) / sqrt(left);
    fit.skew = third / (left * sqrt(left));
    fit.p = pnorm(fit.lzstar - fit.skew * (fit.lzstar * fit.lzstar - 1) / 6, 0, 1, 1, 0);
    return fit;
}

size_t personfit_table_size(const IrtTable *table) { return table->n_totals * (table->rows.n + 2); }

void personfit_table(const IrtTable *table, double *memory, PersonfitTable *out)
{
    size_t n = table->n_totals, n_rows = table->rows.n;
    *out = (PersonfitTable){ .rows = table->rows, .n_items = table->n_items, .n_totals = n, .log_p = memory, .mean = memory + n * n_rows, .scale = memory + n * n_rows + n };
    for (size_t t = 0; t < n; t++) {
        double mean = 0, variance = 0;
        for (size_t j = 0; j < table->n_items; j++) {
            size_t from = table->rows.first[j], to = j + 1 < table->n_items ? table->rows.first[j + 1] : n_rows;
            double m = 0, v = 0;
            for (size_t row = from; row < to; row++) {
                double p = table->p[t * n_rows + row];
                out->log_p[t * n_rows + row] = row + 1 < to ? log(p) : 0;
                if (row + 1 < to && p > 0) m += p * log(p);
            }
            for (size_t row = from; row + 1 < to; row++) {
                double p = table->p[t * n_rows + row];
                if (p > 0) v += p * (log(p) - m) * (log(p) - m);
            }
            mean += m;
            variance += v;
        }
        out->mean[t] = mean;
        out->scale[t] = t > 0 && t + 1 < n && variance > 1e-300 ? 1 / sqrt(variance) : NAN;
    }
}
