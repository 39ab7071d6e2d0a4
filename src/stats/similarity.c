#include "stats/similarity.h"

#include <math.h>
#include <string.h>

#include "base/err.h"

void similarity_probabilities(const IrtModel *model, const IrtRows *rows, double theta, double *p)
{
    for (size_t j = 0; j < model->n_items; j++) {
        irt_probabilities(&model->items[j], theta, p + rows->first[j]);
        p[rows->first[j] + model->items[j].m + 1u] = 0;
    }
}

/* Adds one compared task; weighted sums gather womg. */
static void add_task(SimilarityPair *pair, double q, double q_full, bool match, bool full, double *weighted, double *weighted_variance)
{
    double weight = q > 0 ? -log(q) : 0;
    pair->q[pair->n] = q;
    pair->q_full[pair->n] = q_full;
    pair->n++;
    pair->matches += match;
    pair->full += match && full;
    pair->expected += q;
    pair->variance += q * (1 - q);
    *weighted += weight * ((double)match - q);
    *weighted_variance += weight * weight * q * (1 - q);
}

static void finish(SimilarityPair *pair, double weighted, double weighted_variance)
{
    pair->omega = pair->variance > 1e-14 ? (pair->matches - pair->expected) / sqrt(pair->variance) : NAN;
    pair->womg = weighted_variance > 1e-14 ? weighted / sqrt(weighted_variance) : NAN;
}

void similarity_pair(const IrtModel *model, const IrtRows *rows, const double *p1, const uint8_t *x1, const double *p2, const uint8_t *x2, SimilarityPair *out)
{
    double weighted = 0, weighted_variance = 0;
    out->n = out->matches = out->full = 0;
    out->expected = out->variance = 0;
    for (size_t j = 0; j < model->n_items; j++) {
        if (x1[j] == IRT_MISSING || x2[j] == IRT_MISSING) continue;
        size_t m = model->items[j].m, from = rows->first[j];
        double q = 0;
        for (size_t k = 0; k <= m; k++) q += p1[from + k] * p2[from + k];
        add_task(out, fmin(q, 1), p1[from + m] * p2[from + m], x1[j] == x2[j], x1[j] == m, &weighted, &weighted_variance);
    }
    finish(out, weighted, weighted_variance);
}

void similarity_conditional(const IrtModel *model, const IrtRows *rows, const double *p1, const uint8_t *x1, const uint8_t *x2, SimilarityPair *out)
{
    double weighted = 0, weighted_variance = 0;
    out->n = out->matches = out->full = 0;
    out->expected = out->variance = 0;
    for (size_t j = 0; j < model->n_items; j++) {
        if (x1[j] == IRT_MISSING || x2[j] == IRT_MISSING) continue;
        double q = p1[rows->first[j] + x2[j]];
        bool full = x2[j] == model->items[j].m;
        add_task(out, q, full ? q : 0, x1[j] == x2[j], full, &weighted, &weighted_variance);
    }
    finish(out, weighted, weighted_variance);
}

double similarity_gbt(const double *q, size_t n, size_t matches, double *scratch)
{
    BUG_ON(matches > n);
    if (matches == 0) return 1;
    /* law of matches; from `matches` up all is one cell */
    memset(scratch, 0, (matches + 1) * sizeof *scratch);
    scratch[0] = 1;
    for (size_t j = 0; j < n; j++) {
        double hit = q[j], miss = 1 - hit;
        scratch[matches] += hit * scratch[matches - 1];
        for (size_t k = matches - 1 < j + 1 ? matches - 1 : j + 1; k > 0; k--) scratch[k] = miss * scratch[k] + hit * scratch[k - 1];
        scratch[0] *= miss;
    }
    return fmin(scratch[matches], 1);
}

double similarity_m4(const double *q, const double *q_full, size_t n, size_t full, size_t rest, double *scratch)
{
    BUG_ON(full + rest > n);
    size_t side = n + 2; /* one empty row and column at the end */
    double *law = scratch, *tail = scratch + side * side;
    memset(law, 0, side * side * sizeof *law);
    law[0] = 1;
    for (size_t j = 0; j < n; j++) {
        double a = q_full[j], b = fmax(0, q[j] - a), none = fmax(0, 1 - q[j]);
        for (size_t u = j + 2; u-- > 0;)
            for (size_t v = j + 2 - u; v-- > 0;) {
                double sum = none * law[u * side + v];
                if (u > 0) sum += a * law[(u - 1) * side + v];
                if (v > 0) sum += b * law[u * side + v - 1];
                law[u * side + v] = sum;
            }
    }
    memcpy(tail, law, side * side * sizeof *law);
    for (size_t u = 0; u < side; u++)
        for (size_t v = side - 1; v-- > 0;) tail[u * side + v] += tail[u * side + v + 1];
    for (size_t u = side - 1; u-- > 0;)
        for (size_t v = 0; v < side; v++) tail[u * side + v] += tail[(u + 1) * side + v];
    double seen = tail[full * side + rest] * (1 + 1e-10), p = 0;
    for (size_t u = n + 1; u-- > 0;)
        for (size_t v = n + 1 - u; v-- > 0;)
            if (tail[u * side + v] <= seen) p += law[u * side + v];
    return fmin(p, 1);
}
