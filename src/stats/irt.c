#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/irt.h"

bool irt_item_recode(const double count[IRT_CATEGORIES], IrtItem *item)
{
    size_t n = 0;
    uint8_t points[IRT_CATEGORIES] = { 0 };
    for (size_t s = 0; s < IRT_CATEGORIES; s++)
        if (count[s] > 0) points[n++] = (uint8_t)s;
    if (n < 2) return false;
    item->m = (uint8_t)(n - 1);
    memcpy(item->points, points, sizeof points);
    return true;
}

void irt_item_plain(IrtItem *item, uint8_t m)
{
    BUG_ON(m < 1 || m > LIMIT_TASK_MAX);
    item->m = m;
    for (uint8_t k = 0; k <= m; k++) item->points[k] = k;
}

uint8_t irt_category(const IrtItem *item, unsigned score)
{
    uint8_t k = 0;
    while (k < item->m && item->points[k + 1] <= score) k++;
    return k;
}

bool irt_item_is_sane(const IrtItem *item)
{
    if (item->m < 1 || item->m > LIMIT_TASK_MAX || !isfinite(item->a)) return false;
    for (size_t k = 0; k < item->m; k++)
        if (!isfinite(item->b[k]) || item->points[k + 1] <= item->points[k]) return false;
    return true;
}

void irt_log_probabilities(const IrtItem *item, double theta, double *log_p)
{
    double z = 0, most = 0, sum = 0;
    log_p[0] = 0;
    for (size_t k = 0; k < item->m; k++) {
        log_p[k + 1] = z += item->a * (theta - item->b[k]);
        if (z > most) most = z;
    }
    for (size_t k = 0; k <= item->m; k++) sum += exp(log_p[k] - most);
    double norm = most + log(sum);
    for (size_t k = 0; k <= item->m; k++) log_p[k] -= norm;
}

void irt_probabilities(const IrtItem *item, double theta, double *p)
{
    double z = 0, most = 0, sum = 0;
    p[0] = 0;
    for (size_t k = 0; k < item->m; k++) {
        p[k + 1] = z += item->a * (theta - item->b[k]);
        if (z > most) most = z;
    }
    for (size_t k = 0; k <= item->m; k++) sum += p[k] = exp(p[k] - most);
    for (size_t k = 0; k <= item->m; k++) p[k] /= sum;
}

void irt_slopes(const IrtItem *item, const double *p, double *dp)
{
    double e = 0;
    for (size_t k = 1; k <= item->m; k++) e += (double)k * p[k];
    for (size_t k = 0; k <= item->m; k++) dp[k] = item->a * p[k] * ((double)k - e);
}

IrtMoments irt_moments(const IrtItem *item, double theta)
{
    double p[IRT_CATEGORIES];
    IrtMoments out = { 0 };
    irt_probabilities(item, theta, p);
    for (size_t k = 1; k <= item->m; k++) out.e += (double)k * p[k];
    for (size_t k = 0; k <= item->m; k++) {
        double d = (double)k - out.e;
        out.v += d * d * p[k];
        out.mu3 += d * d * d * p[k];
    }
    out.information = item->a * item->a * out.v;
    return out;
}

double irt_expected_points(const IrtItem *item, const double *p)
{
    double e = 0;
    for (size_t k = 0; k <= item->m; k++) e += item->points[k] * p[k];
    return e;
}

IrtRows irt_rows(const IrtItem *items, size_t n_items)
{
    BUG_ON(n_items > LIMIT_TASKS);
    IrtRows rows = { 0 };
    for (size_t j = 0; j < n_items; j++) {
        rows.first[j] = rows.n;
        rows.n += items[j].m + 2u;
    }
    return rows;
}

size_t irt_nodes_size(const IrtModel *model) { return irt_rows(model->items, model->n_items).n * IRT_NODES; }

void irt_nodes(const IrtModel *model, double *memory, IrtNodes *out)
{
    double sum = 0, log_p[IRT_CATEGORIES];
    out->rows = irt_rows(model->items, model->n_items);
    out->n_items = model->n_items;
    out->items = model->items;
    out->log_p = memory;
    for (size_t q = 0; q < IRT_NODES; q++) {
        double z = -6 + 12.0 * (double)q / (IRT_NODES - 1);
        out->theta[q] = model->sd * z;
        sum += out->weight[q] = exp(-z * z / 2);
    }
    for (size_t q = 0; q < IRT_NODES; q++) {
        out->weight[q] /= sum;
        for (size_t j = 0; j < model->n_items; j++) {
            double *row = memory + out->rows.first[j] * IRT_NODES + q;
            irt_log_probabilities(&model->items[j], out->theta[q], log_p);
            for (size_t k = 0; k <= model->items[j].m; k++) row[k * IRT_NODES] = log_p[k];
            row[(model->items[j].m + 1u) * IRT_NODES] = 0;
        }
    }
}

double irt_posterior(const IrtNodes *nodes, const uint8_t *x, double *posterior)
{
    double l[IRT_NODES] = { 0 }, most = -INFINITY, sum = 0;
    for (size_t j = 0; j < nodes->n_items; j++) {
        if (x[j] == IRT_MISSING) continue;
        const double *row = nodes->log_p + (nodes->rows.first[j] + x[j]) * IRT_NODES;
        for (size_t q = 0; q < IRT_NODES; q++) l[q] += row[q];
    }
    for (size_t q = 0; q < IRT_NODES; q++)
        if (l[q] > most) most = l[q];
    for (size_t q = 0; q < IRT_NODES; q++) sum += posterior[q] = nodes->weight[q] * exp(l[q] - most);
    for (size_t q = 0; q < IRT_NODES; q++) posterior[q] /= sum;
    return most + log(sum);
}

IrtScore irt_eap(const IrtNodes *nodes, const double *posterior)
{
    double mean = 0, variance = 0;
    for (size_t q = 0; q < IRT_NODES; q++) mean += posterior[q] * nodes->theta[q];
    for (size_t q = 0; q < IRT_NODES; q++) variance += posterior[q] * (nodes->theta[q] - mean) * (nodes->theta[q] - mean);
    return (IrtScore){ mean, sqrt(variance) };
}

double irt_plausible(const IrtNodes *nodes, const double *posterior, double u)
{
    size_t q = 0;
    double below = 0, step = nodes->theta[1] - nodes->theta[0];
    while (q + 1 < IRT_NODES && below + posterior[q] < u) below += posterior[q++];
    double inside = posterior[q] > 0 ? (u - below) / posterior[q] : .5;
    return nodes->theta[q] + step * (fmin(1, fmax(0, inside)) - .5);
}
