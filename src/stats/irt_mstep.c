/* M-step: Newton on each task's intercepts and slope against the expected counts (the function is concave). */
#include <math.h>
#include <string.h>

#include "stats/irt_fit_.h"
#include "stats/linear_.h"

#define MOST (IRT_CATEGORIES) /* intercepts and a slope */
#define NEWTON_STEPS 8
#define NEWTON_ENOUGH 1e-7

/* A task's part: gradient g and information h over c_1..c_m and the slope (last). */
typedef struct Part { size_t n; double g[MOST], h[MOST * MOST]; } Part;

static void derive(const IrtWork *work, size_t j, const double *c, double slope, Part *part)
{
    size_t m = work->items[j].m, n = m + 1;
    const double *row = work->expected + work->rows.first[j] * IRT_LANES;
    part->n = n;
    memset(part->g, 0, sizeof part->g);
    memset(part->h, 0, n * n * sizeof *part->h);
    for (size_t q = 0; q < IRT_NODES; q++) {
        double p[IRT_CATEGORIES], z = work->z[q], most = 0, sum = 0, works = 0, e = 0, v = 0, points = 0;
        p[0] = 0;
        for (size_t k = 1; k <= m; k++) {
            p[k] = (double)k * slope * z + c[k - 1];
            if (p[k] > most) most = p[k];
        }
        for (size_t k = 0; k <= m; k++) {
            sum += p[k] = exp(p[k] - most);
            works += row[k * IRT_LANES + q];
            points += (double)k * row[k * IRT_LANES + q];
        }
        if (works < 1e-12) continue;
        for (size_t k = 0; k <= m; k++) e += (double)k * (p[k] /= sum);
        for (size_t k = 0; k <= m; k++) v += ((double)k - e) * ((double)k - e) * p[k];
        for (size_t k = 1; k <= m; k++) {
            part->g[k - 1] += row[k * IRT_LANES + q] - works * p[k];
            part->h[(k - 1) * n + k - 1] += works * p[k];
            for (size_t l = 1; l <= k; l++) part->h[(k - 1) * n + l - 1] -= works * p[k] * p[l];
            part->h[m * n + k - 1] += works * z * p[k] * ((double)k - e);
        }
        part->g[m] += z * (points - works * e);
        part->h[m * n + m] += works * z * z * v;
    }
}

/* Density of a slope under lognormal(0, sd): its own gradient, and a curvature that is never negative. */
static void add_prior(double sd, double a, double *g, double *h)
{
    double precision = 1 / (sd * sd);
    *g -= (1 + log(a) * precision) / a;
    *h += fmax(0, precision * (1 - log(a)) - 1) / (a * a);
}

/* Newton's step of the first n parameters into part->g; false when there is none. A little weight on the diagonal only slows where nothing is known. */
static bool solve(Part *part, size_t n)
{
    size_t row = part->n;
    for (size_t k = 0; k < n; k++) { /* packed to n columns */
        if (row != n) memmove(part->h + k * n, part->h + k * row, (k + 1) * sizeof *part->h);
        part->h[k * n + k] += 1e-6;
    }
    return linear_solve(part->h, part->g, n);
}

/* Own slope: all parameters of the task, until the slope stands at its bound; common slope: intercepts alone. */
static bool fit_item(const IrtWork *work, size_t j, double *next)
{
    double *c = next + work->where.first[j], *slope = next + irt_slope_at(&work->where, work->items, j);
    size_t m = work->items[j].m, n = work->where.common ? m : m + 1;
    double least = work->prior_sd > 0 ? .02 : -IRT_STEEPEST;
    Part part;
    for (int i = 0; i < NEWTON_STEPS; i++) {
        derive(work, j, c, *slope, &part);
        if (n > m && work->prior_sd > 0) add_prior(work->prior_sd, *slope, &part.g[m], &part.h[m * n + m]);
        if (!solve(&part, n)) return false;
        double longest = 0;
        for (size_t k = 0; k < n; k++) longest = fmax(longest, fabs(part.g[k]));
        if (!isfinite(longest)) return false;
        double factor = longest > 1 ? 1 / longest : 1;
        for (size_t k = 0; k < m; k++) c[k] += factor * part.g[k];
        if (n > m) {
            *slope += factor * part.g[m];
            if (*slope < least || *slope > IRT_STEEPEST) {
                *slope = fmin(IRT_STEEPEST, fmax(least, *slope));
                n = m;
            }
        }
        if (longest < NEWTON_ENOUGH) break;
    }
    return true;
}

static bool fit_common_slope(const IrtWork *work, double *next)
{
    double *slope = next + work->where.n - 1;
    Part part;
    for (int i = 0; i < NEWTON_STEPS; i++) {
        double g = 0, h = 1e-6;
        for (size_t j = 0; j < work->n_items; j++) {
            size_t m = work->items[j].m;
            derive(work, j, next + work->where.first[j], *slope, &part);
            g += part.g[m];
            h += part.h[m * part.n + m];
        }
        double step = fmin(1, fmax(-1, g / h));
        if (!isfinite(step)) return false;
        *slope = fmin(IRT_STEEPEST, fmax(-IRT_STEEPEST, *slope + step));
        if (fabs(step) < NEWTON_ENOUGH) break;
    }
    return true;
}

bool irt_m_step(const IrtWork *work, const double *parameter, double *next)
{
    memcpy(next, parameter, work->where.n * sizeof *next);
    for (size_t j = 0; j < work->n_items; j++)
        if (!fit_item(work, j, next)) return false;
    return !work->where.common || fit_common_slope(work, next);
}
