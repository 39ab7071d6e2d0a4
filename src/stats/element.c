#include "stats/element.h"

#include <math.h>

#include "base/err.h"

size_t element_table_size(const IrtModel *model) { return 2 * model->n_items * IRT_NODES; }

void element_table(const IrtModel *model, const IrtNodes *nodes, double *memory, ElementTable *out)
{
    *out = (ElementTable){ .model = model, .nodes = nodes, .e = memory, .v = memory + model->n_items * IRT_NODES };
    for (size_t j = 0; j < model->n_items; j++)
        for (size_t q = 0; q < IRT_NODES; q++) {
            double p[IRT_CATEGORIES], e, squares = 0;
            irt_probabilities(&model->items[j], nodes->theta[q], p);
            e = irt_expected_points(&model->items[j], p);
            for (size_t k = 0; k <= model->items[j].m; k++) {
                double off = model->items[j].points[k] - e;
                squares += p[k] * off * off;
            }
            out->e[j * IRT_NODES + q] = e;
            out->v[j * IRT_NODES + q] = squares;
        }
}

/* Posterior of the level by the tasks outside the element. */
static void rest_posterior(const ElementTable *table, const uint8_t *x, const bool *own, double *posterior, ElementFit *out)
{
    uint8_t rest[LIMIT_TASKS];
    for (size_t j = 0; j < table->model->n_items; j++) {
        rest[j] = own[j] ? IRT_MISSING : x[j];
        out->n_rest += rest[j] != IRT_MISSING;
    }
    irt_posterior(table->nodes, rest, posterior);
    out->level = irt_eap(table->nodes, posterior).theta;
}

void element_fit(const ElementTable *table, const uint8_t *x, const bool *own, double *scratch, ElementFit *out)
{
    const IrtModel *model = table->model;
    BUG_ON(model->n_items > LIMIT_TASKS);
    double *posterior = scratch, squares = 0;
    *out = (ElementFit){ .z = NAN };
    rest_posterior(table, x, own, posterior, out);
    for (size_t j = 0; j < model->n_items; j++) {
        if (!own[j] || x[j] == IRT_MISSING) continue;
        double high[IRT_CATEGORIES], low[IRT_CATEGORIES];
        irt_log_probabilities(&model->items[j], out->level + model->sd, high);
        irt_log_probabilities(&model->items[j], out->level - model->sd, low);
        out->n++;
        out->points += model->items[j].points[x[j]];
        out->log_ratio += high[x[j]] - low[x[j]];
    }
    for (size_t q = 0; q < IRT_NODES && out->n > 0; q++) {
        double e = 0, v = 0;
        for (size_t j = 0; j < model->n_items; j++) {
            if (!own[j] || x[j] == IRT_MISSING) continue;
            e += table->e[j * IRT_NODES + q];
            v += table->v[j * IRT_NODES + q];
        }
        out->expected += posterior[q] * e;
        squares += posterior[q] * e * e;
        out->variance += posterior[q] * v;
    }
    out->variance += fmax(0, squares - out->expected * out->expected);
    if (out->n >= ELEMENT_LEAST && out->n_rest > 0 && out->variance > 0) out->z = (out->points - out->expected) / sqrt(out->variance);
}

void element_add(ElementSum *sum, const ElementFit *fit)
{
    if (isnan(fit->z)) return;
    sum->n_works++;
    sum->points += fit->points;
    sum->expected += fit->expected;
    sum->variance += fit->variance;
}

double element_sum_z(const ElementSum *sum) { return sum->variance > 0 ? (sum->points - sum->expected) / sqrt(sum->variance) : NAN; }

double element_mastery(double prior_logit, double log_ratio) { return 1 / (1 + exp(-prior_logit - log_ratio)); }

double element_carry(double before_logit, double now_logit, double keep)
{
    BUG_ON(!(keep >= 0 && keep <= 1));
    return isnan(before_logit) ? now_logit : keep * before_logit + (1 - keep) * now_logit;
}
