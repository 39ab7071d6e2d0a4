/* The law of the total given theta, and what a total alone says. */
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/irt.h"

size_t irt_max_total(const IrtModel *model)
{
    size_t max = 0;
    for (size_t j = 0; j < model->n_items; j++) max += model->items[j].points[model->items[j].m];
    return max;
}

/* Adds one task to a law over 0..top; gives the new top. */
static size_t add_item(const IrtItem *item, const double *p, double *law, size_t top, double *scratch)
{
    size_t next = top + item->points[item->m];
    memset(scratch, 0, (next + 1) * sizeof *scratch);
    for (size_t k = 0; k <= item->m; k++)
        for (size_t t = 0; t <= top; t++) scratch[t + item->points[k]] += p[k] * law[t];
    memcpy(law, scratch, (next + 1) * sizeof *law);
    return next;
}

void irt_total_law(const IrtModel *model, double theta, double *law, double *scratch)
{
    double p[IRT_CATEGORIES];
    size_t top = 0;
    law[0] = 1;
    for (size_t j = 0; j < model->n_items; j++) {
        irt_probabilities(&model->items[j], theta, p);
        top = add_item(&model->items[j], p, law, top, scratch);
    }
}

size_t irt_table_size(const IrtModel *model)
{
    size_t n = irt_max_total(model) + 1, rows = irt_rows(model->items, model->n_items).n;
    return n * (3 + IRT_NODES + rows + model->n_items) + 2 * n + rows * IRT_NODES;
}

/* Posterior of each total from L(t | node); a total that cannot be is all NaN. */
static void fill_posteriors(const IrtNodes *nodes, const IrtModel *model, IrtTable *out, double *law, double *scratch)
{
    for (size_t q = 0; q < IRT_NODES; q++) {
        irt_total_law(model, nodes->theta[q], law, scratch);
        for (size_t t = 0; t < out->n_totals; t++) out->posterior[t * IRT_NODES + q] = nodes->weight[q] * law[t];
    }
    for (size_t t = 0; t < out->n_totals; t++) {
        double sum = 0, *posterior = out->posterior + t * IRT_NODES;
        for (size_t q = 0; q < IRT_NODES; q++) sum += posterior[q];
        for (size_t q = 0; q < IRT_NODES; q++) posterior[q] = sum > 0 ? posterior[q] / sum : NAN;
        IrtScore score = irt_eap(nodes, posterior);
        out->share[t] = sum > 0 ? sum : NAN;
        out->eap[t] = score.theta;
        out->sd[t] = score.se;
    }
}

void irt_table(const IrtModel *model, double *memory, IrtTable *out)
{
    size_t n = irt_max_total(model) + 1;
    IrtNodes nodes;
    out->rows = irt_rows(model->items, model->n_items);
    out->n_items = model->n_items;
    out->n_totals = n;
    out->share = memory;
    out->eap = out->share + n;
    out->sd = out->eap + n;
    out->posterior = out->sd + n;
    out->p = out->posterior + n * IRT_NODES;
    out->e = out->p + n * out->rows.n;
    double *law = out->e + n * out->n_items, *scratch = law + n;
    irt_nodes(model, scratch + n, &nodes);
    fill_posteriors(&nodes, model, out, law, scratch);
    for (size_t r = 0; r < out->rows.n * IRT_NODES; r++) nodes.log_p[r] = exp(nodes.log_p[r]);
    for (size_t t = 0; t < n; t++) {
        const double *posterior = out->posterior + t * IRT_NODES;
        double *p = out->p + t * out->rows.n;
        for (size_t j = 0; j < out->n_items; j++) {
            const IrtItem *item = &model->items[j];
            for (size_t k = 0; k <= item->m; k++) {
                const double *row = nodes.log_p + (out->rows.first[j] + k) * IRT_NODES;
                double sum = 0;
                for (size_t q = 0; q < IRT_NODES; q++) sum += posterior[q] * row[q];
                p[out->rows.first[j] + k] = sum;
            }
            p[out->rows.first[j] + item->m + 1] = 0;
            out->e[t * out->n_items + j] = irt_expected_points(item, p + out->rows.first[j]);
        }
    }
}

void irt_pair_table(const IrtTable *table, double *mu, double *var)
{
    for (size_t t1 = 0; t1 < table->n_totals; t1++)
        for (size_t t2 = 0; t2 <= t1; t2++) {
            const double *p1 = table->p + t1 * table->rows.n, *p2 = table->p + t2 * table->rows.n;
            double mean = 0, variance = 0;
            for (size_t j = 0; j < table->n_items; j++) {
                size_t end = j + 1 < table->n_items ? table->rows.first[j + 1] : table->rows.n;
                double same = 0;
                for (size_t r = table->rows.first[j]; r < end; r++) same += p1[r] * p2[r];
                mean += same;
                variance += same * (1 - same);
            }
            mu[t1 * table->n_totals + t2] = mu[t2 * table->n_totals + t1] = mean;
            var[t1 * table->n_totals + t2] = var[t2 * table->n_totals + t1] = variance;
        }
}

void irt_level_laws(const IrtModel *model, double within, const double *mu, size_t n_levels, double *law, double *mean, double *scratch)
{
    size_t n = irt_max_total(model) + 1;
    memset(law, 0, n_levels * n * sizeof *law);
    for (size_t l = 0; l < n_levels; l++) mean[l] = 0; /* sums of weights for now */
    for (size_t q = 0; q < IRT_NODES; q++) {
        double theta = model->sd * (-6 + 12.0 * (double)q / (IRT_NODES - 1));
        irt_total_law(model, theta, scratch, scratch + n);
        for (size_t l = 0; l < n_levels; l++) {
            double z = (theta - mu[l]) / within, weight = exp(-z * z / 2);
            mean[l] += weight;
            for (size_t t = 0; t < n; t++) law[l * n + t] += weight * scratch[t];
        }
    }
    for (size_t l = 0; l < n_levels; l++) {
        double sum = mean[l];
        mean[l] = 0;
        for (size_t t = 0; t < n; t++) mean[l] += (double)t * (law[l * n + t] /= sum);
    }
}

double irt_level_of_mean(const double *mu, const double *mean, size_t n_levels, double total)
{
    BUG_ON(n_levels == 0);
    size_t at = 0;
    if (total <= mean[0]) return mu[0];
    while (at + 1 < n_levels && mean[at + 1] < total) at++;
    if (at + 1 == n_levels) return mu[at];
    return mu[at] + (mu[at + 1] - mu[at]) * (total - mean[at]) / (mean[at + 1] - mean[at]);
}
