#include <math.h>

#include "stats/link.h"

static double sum_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

double link_percentile_rank(const double *f, size_t n_f, size_t t) { return (sum_of(f, t) + f[t] / 2) / sum_of(f, n_f); }

bool link_equipercentile(const double *f, size_t n_f, const double *g, size_t n_g, double *y)
{
    double total_f = sum_of(f, n_f), total_g = sum_of(g, n_g), below = 0, reached = 0;
    if (!(total_f > 0 && total_g > 0)) return false;
    size_t u = 0; /* lowest score of form 2 whose cumulative share is above the rank; reached = share below it */
    for (size_t t = 0; t < n_f; t++) {
        double rank = (below + f[t] / 2) / total_f;
        while (u < n_g && reached + g[u] / total_g <= rank) reached += g[u++] / total_g;
        y[t] = u == n_g ? (double)n_g - .5 : (double)u - .5 + (rank - reached) / (g[u] / total_g);
        below += f[t];
    }
    return true;
}

bool link_mean_mean(const IrtItem *from, const IrtItem *to, size_t n, LinkLine *out)
{
    double a1 = 0, a2 = 0, b1 = 0, b2 = 0, steps = 0;
    for (size_t j = 0; j < n; j++) {
        a1 += from[j].a;
        a2 += to[j].a;
        steps += from[j].m;
        b1 += sum_of(from[j].b, from[j].m);
        b2 += sum_of(to[j].b, to[j].m);
    }
    if (!(a1 > 0 && a2 > 0)) return false;
    *out = (LinkLine){ .slope = a1 / a2, .loss = NAN };
    out->shift = b2 / steps - out->slope * b1 / steps;
    return true;
}

/* Expected points of all tasks at theta; *slope = derivative by theta (points that are not 0..m too). */
static double curve(const IrtItem *item, size_t n, double theta, double *slope)
{
    double sum = 0, p[IRT_CATEGORIES], dp[IRT_CATEGORIES];
    *slope = 0;
    for (size_t j = 0; j < n; j++) {
        irt_probabilities(&item[j], theta, p);
        irt_slopes(&item[j], p, dp);
        sum += irt_expected_points(&item[j], p);
        *slope += irt_expected_points(&item[j], dp);
    }
    return sum;
}

/* Mean squared difference at the line; g and h of Gauss and Newton. */
static double loss_at(const IrtItem *from, const IrtItem *to, size_t n, double sd, const LinkLine *line, double g[2], double h[3])
{
    double loss = 0, weights = 0, slope;
    g[0] = g[1] = h[0] = h[1] = h[2] = 0;
    for (size_t q = 0; q < IRT_NODES; q++) {
        double z = -6 + 12.0 * (double)q / (IRT_NODES - 1), weight = exp(-z * z / 2), theta = sd * z, own = (theta - line->shift) / line->slope;
        double difference = curve(to, n, theta, &slope) - curve(from, n, own, &slope);
        double by_slope = -slope * own / line->slope, by_shift = -slope / line->slope; /* of the moved curve */
        weights += weight;
        loss += weight * difference * difference;
        g[0] += weight * difference * by_slope;
        g[1] += weight * difference * by_shift;
        h[0] += weight * by_slope * by_slope;
        h[1] += weight * by_slope * by_shift;
        h[2] += weight * by_shift * by_shift;
    }
    return loss / weights;
}

bool link_stocking_lord(const IrtItem *from, const IrtItem *to, size_t n, double sd, LinkLine *out)
{
    LinkLine line, next;
    double g[2], h[3], next_g[2] = { 0 }, next_h[3] = { 0 }, damping = 1e-3;
    if (!link_mean_mean(from, to, n, &line)) return false;
    line.loss = loss_at(from, to, n, sd, &line, g, h);
    for (line.steps = 1; line.steps <= 200; line.steps++) {
        double a = h[0] * (1 + damping), c = h[2] * (1 + damping), determinant = a * c - h[1] * h[1];
        if (!(determinant > 0)) return false;
        double by_slope = (c * g[0] - h[1] * g[1]) / determinant, by_shift = (a * g[1] - h[1] * g[0]) / determinant;
        next = line;
        next.slope += by_slope;
        next.shift += by_shift;
        next.loss = next.slope > 0 ? loss_at(from, to, n, sd, &next, next_g, next_h) : INFINITY;
        bool still = fabs(by_slope) + fabs(by_shift) < 1e-10;
        if (next.loss <= line.loss) {
            line = next;
            for (size_t i = 0; i < 2; i++) g[i] = next_g[i];
            for (size_t i = 0; i < 3; i++) h[i] = next_h[i];
            damping /= 10;
        } else damping *= 10;
        if (still) {
            *out = line;
            return true;
        }
    }
    return false;
}

void link_move(const LinkLine *line, IrtItem *item)
{
    item->a /= line->slope;
    for (size_t k = 0; k < item->m; k++) item->b[k] = line->slope * item->b[k] + line->shift;
}
