#include "stats/invalsi.h"

#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/basic.h"
#include "stats/linear_.h"

InvalsiClass invalsi_class(const uint8_t *x, size_t n, size_t n_tasks, const uint8_t *max)
{
    if (n == 0 || n_tasks == 0) return (InvalsiClass){ NAN, NAN, NAN, NAN };
    double full = 0, sum = 0, squares = 0, missing = 0, heterogeneity = 0, works = (double)n;
    for (size_t j = 0; j < n_tasks; j++) full += max[j];
    for (size_t i = 0; i < n; i++) {
        unsigned total = 0;
        for (size_t j = 0; j < n_tasks; j++) {
            uint8_t value = x[i * n_tasks + j];
            total += value < 200 ? value : 0;
            missing += value >= 200;
        }
        sum += total;
        squares += (double)total * total;
    }
    uint32_t count[201] = { 0 };
    for (size_t j = 0; j < n_tasks; j++) {
        double same = 0;
        size_t most = 0;
        for (size_t i = 0; i < n; i++) {
            size_t k = x[i * n_tasks + j] < 200 ? x[i * n_tasks + j] : 200;
            count[k]++;
            if (k < 200 && k > most) most = k;
        }
        for (size_t k = 0; k <= 200; k = k == most ? 200 : k + 1) { /* what no score reaches is 0 */
            same += (double)count[k] * count[k];
            count[k] = 0;
        }
        heterogeneity += 1 - same / (works * works);
    }
    double mean = sum / works;
    return (InvalsiClass){ .mean = full > 0 ? 100 * mean / full : NAN, .sd = full > 0 ? 100 * sqrt(fmax(0, squares / works - mean * mean)) / full : NAN,
        .missing = missing / (works * (double)n_tasks), .heterogeneity = heterogeneity / (double)n_tasks };
}

static double indicator(const InvalsiClass *class, size_t v)
{
    const double value[4] = { class->mean, class->sd, class->missing, class->heterogeneity };
    return value[v];
}

static bool is_usable(const InvalsiClass *class) { return !isnan(class->mean + class->sd + class->missing + class->heterogeneity); }

/* Signs that a reader expects. */
static void orient(double *first, double *second)
{
    if (first[0] - first[1] - first[3] < 0)
        for (size_t v = 0; v < 4; v++) first[v] = -first[v];
    size_t top = 0;
    for (size_t v = 1; v < 4; v++)
        if (fabs(second[v]) > fabs(second[top]) + 1e-9) top = v;
    if (second[top] < 0)
        for (size_t v = 0; v < 4; v++) second[v] = -second[v];
}

static size_t standardise(const InvalsiClass *classes, size_t n, InvalsiAxes *out)
{
    size_t used = 0;
    double m = 0;
    for (size_t i = 0; i < n; i++) used += is_usable(&classes[i]);
    m = (double)used;
    for (size_t v = 0; v < 4; v++) {
        double sum = 0, squares = 0;
        for (size_t i = 0; i < n; i++) sum += is_usable(&classes[i]) ? indicator(&classes[i], v) : 0;
        out->centre[v] = sum / m;
        for (size_t i = 0; i < n; i++)
            if (is_usable(&classes[i])) squares += (indicator(&classes[i], v) - out->centre[v]) * (indicator(&classes[i], v) - out->centre[v]);
        out->scale[v] = used > 1 ? sqrt(squares / (m - 1)) : 0;
        if (out->scale[v] < 1e-9 * fmax(1, fabs(out->centre[v]))) out->scale[v] = 0;
    }
    return used;
}

static double z_of(const InvalsiAxes *axes, const InvalsiClass *class, size_t v)
{
    return axes->scale[v] > 0 ? (indicator(class, v) - axes->centre[v]) / axes->scale[v] : 0;
}

bool invalsi_axes(const InvalsiClass *classes, size_t n, InvalsiAxes *out, double *axis)
{
    InvalsiAxes fit;
    size_t used = standardise(classes, n, &fit), vary = 0;
    for (size_t v = 0; v < 4; v++) vary += fit.scale[v] > 0;
    if (used < 3 || vary < 2) return false;
    double a[16] = { 0 }, value[4], vectors[16];
    for (size_t i = 0; i < n; i++)
        for (size_t p = 0; p < 4 && is_usable(&classes[i]); p++)
            for (size_t q = 0; q < 4; q++) a[4 * p + q] += z_of(&fit, &classes[i], p) * z_of(&fit, &classes[i], q) / (double)(used - 1);
    linear_eigen(a, 4, value, vectors);
    size_t first = 0, second;
    for (size_t i = 1; i < 4; i++)
        if (value[i] > value[first]) first = i;
    second = first == 0 ? 1 : 0;
    for (size_t i = 0; i < 4; i++)
        if (i != first && value[i] > value[second]) second = i;
    for (size_t v = 0; v < 4; v++) {
        fit.loading[0][v] = vectors[4 * v + first];
        fit.loading[1][v] = vectors[4 * v + second];
    }
    orient(fit.loading[0], fit.loading[1]);
    fit.share[0] = value[first] / (double)vary;
    fit.share[1] = fmax(0, value[second]) / (double)vary;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 2; k++) {
            double sum = is_usable(&classes[i]) ? 0 : NAN;
            for (size_t v = 0; v < 4 && is_usable(&classes[i]); v++) sum += fit.loading[k][v] * z_of(&fit, &classes[i], v);
            axis[2 * i + k] = sum;
        }
    *out = fit;
    return true;
}

static double distance2(const double *a, const double *b) { return (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]); }

/* Start 1: means of groups of equal size along axis 1. false when ties leave a group empty. */
static bool start_by_quantiles(const double *axis, size_t n, size_t k, double *scratch, InvalsiClusters *out)
{
    double *value = scratch, *rank = scratch + n, count[INVALSI_MAX_CLUSTERS] = { 0 };
    size_t used = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(axis[2 * i])) value[used++] = axis[2 * i];
    basic_midranks(value, used, rank, scratch + 2 * n);
    for (size_t c = 0; c < k; c++) out->centre[c][0] = out->centre[c][1] = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(axis[2 * i])) continue;
        size_t c = (size_t)((rank[at++] - .5) * (double)k / (double)used);
        if (c >= k) c = k - 1;
        count[c]++;
        out->centre[c][0] += axis[2 * i];
        out->centre[c][1] += axis[2 * i + 1];
    }
    for (size_t c = 0; c < k; c++) {
        if (count[c] == 0) return false;
        out->centre[c][0] /= count[c];
        out->centre[c][1] /= count[c];
    }
    return true;
}

static bool comes_first(const double *a, const double *b) { return a[0] > b[0] || (a[0] >= b[0] && a[1] > b[1]); }

/* Start 2: the greatest on axis 1, then each time the place farthest from all chosen. false when places run out. */
static bool start_by_distance(const double *axis, size_t n, size_t k, InvalsiClusters *out)
{
    for (size_t c = 0; c < k; c++) {
        const double *best = NULL;
        double far = c == 0 ? INFINITY : 1e-18;
        for (size_t i = 0; i < n; i++) {
            const double *place = &axis[2 * i];
            if (isnan(place[0])) continue;
            double near = INFINITY;
            for (size_t d = 0; d < c; d++) near = fmin(near, distance2(place, out->centre[d]));
            bool better = best == NULL ? near >= far || c == 0 : near > far || (near >= far && comes_first(place, best));
            if (!better) continue;
            best = place;
            if (c > 0) far = near;
        }
        if (best == NULL) return false;
        out->centre[c][0] = best[0];
        out->centre[c][1] = best[1];
    }
    return true;
}

void invalsi_membership(const InvalsiClusters *clusters, const double *place, double *membership)
{
    double sum = 0, zero = 0;
    if (isnan(place[0])) {
        for (size_t c = 0; c < clusters->n_clusters; c++) membership[c] = NAN;
        return;
    }
    for (size_t c = 0; c < clusters->n_clusters; c++) zero += distance2(place, clusters->centre[c]) < 1e-24;
    for (size_t c = 0; c < clusters->n_clusters; c++) {
        double d = distance2(place, clusters->centre[c]);
        membership[c] = zero > 0 ? (d < 1e-24) : 1 / (d * d); /* (1 / d)^(2 / (1.5 - 1)) */
        sum += membership[c];
    }
    for (size_t c = 0; c < clusters->n_clusters; c++) membership[c] /= sum;
}

/* Alternates until nothing moves; fills membership and the objective. */
static void settle(const double *axis, size_t n, InvalsiPace pace, InvalsiClusters *clusters, double *membership)
{
    size_t k = clusters->n_clusters;
    for (unsigned step = 0; step < pace.steps; step++) {
        double sum[INVALSI_MAX_CLUSTERS][3] = { 0 }, moved = 0;
        clusters->objective = 0;
        for (size_t i = 0; i < n; i++) {
            const double *place = &axis[2 * i];
            double *row = &membership[i * k];
            invalsi_membership(clusters, place, row);
            if (isnan(place[0])) continue;
            for (size_t c = 0; c < k; c++) {
                double weight = row[c] * sqrt(row[c]);
                clusters->objective += weight * distance2(place, clusters->centre[c]);
                sum[c][0] += weight * place[0];
                sum[c][1] += weight * place[1];
                sum[c][2] += weight;
            }
        }
        for (size_t c = 0; c < k && step + 1 < pace.steps; c++) {
            if (!(sum[c][2] > 0)) continue;
            const double next[2] = { sum[c][0] / sum[c][2], sum[c][1] / sum[c][2] };
            moved = fmax(moved, distance2(next, clusters->centre[c]));
            memcpy(clusters->centre[c], next, sizeof next);
        }
        if (moved < pace.still * pace.still) return;
    }
}

/* The cluster that stands highest on mean less sd less heterogeneity, each standardised. */
static size_t find_outlier(const InvalsiClass *classes, const InvalsiAxes *axes, size_t n, size_t k, const double *membership)
{
    size_t best = 0;
    double most = -INFINITY;
    for (size_t c = 0; c < k; c++) {
        double sum = 0, weights = 0;
        for (size_t i = 0; i < n; i++) {
            double u = membership[i * k + c];
            if (isnan(u)) continue;
            weights += u * sqrt(u);
            sum += u * sqrt(u) * (z_of(axes, &classes[i], 0) - z_of(axes, &classes[i], 1) - z_of(axes, &classes[i], 3));
        }
        if (weights > 0 && sum / weights > most) {
            most = sum / weights;
            best = c;
        }
    }
    return best;
}

bool invalsi_clusters(const InvalsiClass *classes, const InvalsiAxes *axes, const double *axis, size_t n, size_t n_clusters, InvalsiPace pace, double *scratch, InvalsiClusters *out,
                      double *membership)
{
    BUG_ON(n_clusters < 2 || n_clusters > INVALSI_MAX_CLUSTERS || pace.steps == 0);
    InvalsiClusters far = { .n_clusters = n_clusters }, even = far;
    if (!start_by_distance(axis, n, n_clusters, &far)) return false;
    settle(axis, n, pace, &far, membership);
    double *other = scratch + 3 * n;
    if (start_by_quantiles(axis, n, n_clusters, scratch, &even)) {
        settle(axis, n, pace, &even, other);
        if (even.objective < far.objective) {
            far = even;
            memcpy(membership, other, n * n_clusters * sizeof *other);
        }
    }
    far.outlier = find_outlier(classes, axes, n, n_clusters, membership);
    *out = far;
    return true;
}
