#include "stats/loglinear.h"

#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/limits.h"
#include "stats/linear_.h"
#include "stats/polynomial_.h"
#include "stats/rmath_.h"

#define OF_DEGREES  (LOGLINEAR_MAX_DEGREE + 1)
#define MAX_COLUMNS (OF_DEGREES + LOGLINEAR_MAX_EXTRA)
#define NO_CELL     UINT16_MAX

/* The likelihood's cells: cell of each score, count and size of each cell. */
typedef struct Cells {
    size_t n_scores, n_cells, n_extra;
    uint16_t of[LIMIT_TOTAL + 1];
    double total;
    double *count, *size;   /* [n_cells] */
    double *mu;             /* [n_scores] */
    double *sum, *gradient; /* [n_cells], [n_cells * columns]: expected count of a cell and its derivatives */
    double *basis;          /* [columns * n_scores]: extra columns, then polynomials by degree */
    const double *base;     /* [n_scores] or NULL */
} Cells;

size_t loglinear_scratch_size(size_t n_scores) { return loglinear_columns_scratch_size(n_scores, 0); }
size_t loglinear_columns_scratch_size(size_t n_scores, size_t n_extra) { return n_scores * (2 * (OF_DEGREES + n_extra) + 6); }

static void cells_build(const double *count, size_t n, const int16_t *cell, const double *extra, size_t n_extra, double *scratch, Cells *out)
{
    *out = (Cells){ .n_scores = n, .n_extra = n_extra, .count = scratch, .size = scratch + n, .mu = scratch + 2 * n, .sum = scratch + 3 * n,
        .gradient = scratch + 4 * n, .basis = scratch + (4 + OF_DEGREES + n_extra) * n };
    if (n_extra > 0) memcpy(out->basis, extra, n_extra * n * sizeof *extra);
    for (size_t t = 0; t < n; t++) {
        out->of[t] = NO_CELL;
        if (cell != NULL && cell[t] == LOGLINEAR_MASKED) continue;
        for (size_t s = 0; cell != NULL && cell[t] != LOGLINEAR_ALONE && s < t; s++)
            if (cell[s] == cell[t]) out->of[t] = out->of[s];
        if (out->of[t] == NO_CELL) {
            out->of[t] = (uint16_t)out->n_cells;
            out->count[out->n_cells] = 0;
            out->size[out->n_cells++] = 0;
        }
        BUG_ON(!(count[t] >= 0));
        out->count[out->of[t]] += count[t];
        out->size[out->of[t]] += 1;
        out->total += count[t];
    }
}

/* Expected counts at beta; the deviance. */
static double evaluate(Cells *cells, const double *beta, size_t columns)
{
    memset(cells->sum, 0, cells->n_cells * sizeof(double));
    for (size_t t = 0; t < cells->n_scores; t++) {
        double eta = 0;
        for (size_t k = 0; k < columns; k++) eta += beta[k] * cells->basis[k * cells->n_scores + t];
        cells->mu[t] = (cells->base != NULL ? cells->base[t] : 1) * exp(eta);
        if (cells->of[t] != NO_CELL) cells->sum[cells->of[t]] += cells->mu[t];
    }
    double deviance = 0;
    for (size_t g = 0; g < cells->n_cells; g++) {
        double y = cells->count[g], m = cells->sum[g];
        deviance += 2 * ((y > 0 ? y * log(y / m) : 0) - (y - m));
    }
    return deviance;
}

/* Fisher information and score at the last evaluated point, solved for the step. */
static bool scoring_step(Cells *cells, size_t columns, double *step)
{
    double information[MAX_COLUMNS * MAX_COLUMNS] = { 0 };
    memset(step, 0, columns * sizeof *step);
    memset(cells->gradient, 0, cells->n_cells * columns * sizeof(double));
    for (size_t t = 0; t < cells->n_scores; t++)
        for (size_t k = 0; cells->of[t] != NO_CELL && k < columns; k++)
            cells->gradient[cells->of[t] * columns + k] += cells->mu[t] * cells->basis[k * cells->n_scores + t];
    for (size_t g = 0; g < cells->n_cells; g++) {
        const double *row = cells->gradient + g * columns;
        if (!(cells->sum[g] > 0)) continue;
        for (size_t k = 0; k < columns; k++) {
            step[k] += (cells->count[g] / cells->sum[g] - 1) * row[k];
            for (size_t j = 0; j <= k; j++) information[k * columns + j] += row[k] * row[j] / cells->sum[g];
        }
    }
    return linear_solve(information, step, columns);
}

/* Weighted least squares of the log of counts, each group's count spread evenly. */
static bool start(Cells *cells, size_t columns, double *beta)
{
    double information[MAX_COLUMNS * MAX_COLUMNS] = { 0 };
    memset(beta, 0, columns * sizeof *beta);
    for (size_t t = 0; t < cells->n_scores; t++) {
        if (cells->of[t] == NO_CELL) continue;
        double w = (cells->count[cells->of[t]] + .5) / cells->size[cells->of[t]];
        for (size_t k = 0; k < columns; k++) {
            double x = cells->basis[k * cells->n_scores + t];
            beta[k] += w * x * log(cells->base != NULL ? w / cells->base[t] : w);
            for (size_t j = 0; j <= k; j++) information[k * columns + j] += w * x * cells->basis[j * cells->n_scores + t];
        }
    }
    return linear_solve(information, beta, columns);
}

static bool converge(Cells *cells, size_t columns, double *beta, double *deviance, size_t *iterations)
{
    double step[MAX_COLUMNS], next[MAX_COLUMNS];
    if (!start(cells, columns, beta)) return false;
    double now = evaluate(cells, beta, columns);
    for (size_t i = 1; i <= 200; i++) {
        if (!isfinite(now) || !scoring_step(cells, columns, step)) return false;
        double factor = 1, then = INFINITY;
        for (int half = 0; half < 40; half++, factor /= 2) {
            for (size_t k = 0; k < columns; k++) next[k] = beta[k] + factor * step[k];
            then = evaluate(cells, next, columns);
            if (then <= now + 1e-9 * (1 + fabs(now))) break;
        }
        if (!(then <= now + 1e-9 * (1 + fabs(now)))) return false;
        memcpy(beta, next, columns * sizeof *beta);
        double change = fabs(now - then);
        now = then;
        if (change <= 1e-11 * (1 + fabs(now))) {
            *deviance = now;
            *iterations = i;
            return true;
        }
    }
    return false;
}

/* cells are built and hold the basis of this degree or more: its columns are the same for any. */
static bool fit_degree(Cells *cells, int degree, LogLinear *fit)
{
    size_t columns = cells->n_extra + (size_t)degree + 1;
    if (columns > cells->n_cells || columns > cells->n_scores || !(cells->total > 0)) return false;
    LogLinear out = { .degree = degree, .n_cells = cells->n_cells };
    double beta[MAX_COLUMNS];
    if (!converge(cells, columns, beta, &out.deviance, &out.iterations)) return false;
    for (size_t t = 0; t < cells->n_scores; t++)
        if (!isfinite(cells->mu[t])) return false;
    for (size_t g = 0; g < cells->n_cells; g++) {
        double y = cells->count[g], m = cells->sum[g];
        out.loglik += (y > 0 ? y * log(m) : 0) - m - lgammafn(y + 1);
    }
    out.bic = out.deviance + (double)columns * log(cells->total);
    *fit = out;
    return true;
}

bool loglinear_fit(const double *count, size_t n_scores, const int16_t *cell, int degree, double *scratch, LogLinear *fit, double *expected)
{
    return loglinear_choose(count, n_scores, cell, degree, degree, 0, scratch, fit, expected);
}

bool loglinear_choose(const double *count, size_t n_scores, const int16_t *cell, int low, int high, size_t spare, double *scratch, LogLinear *fit,
                      double *expected)
{
    return loglinear_choose_columns(count, n_scores, cell, NULL, 0, low, high, spare, scratch, fit, expected);
}

static bool choose_degree(const double *base, const double *count, size_t n_scores, const int16_t *cell, const double *extra, size_t n_extra, int low, int high, size_t spare,
                   double *scratch, LogLinear *fit, double *expected)
{
    BUG_ON(low < 1 || high > LOGLINEAR_MAX_DEGREE || n_scores == 0 || n_scores > LIMIT_TOTAL + 1 || n_extra > LOGLINEAR_MAX_EXTRA);
    Cells cells;
    bool found = false;
    cells_build(count, n_scores, cell, extra, n_extra, scratch, &cells);
    cells.base = base;
    polynomial_basis(n_scores, (size_t)high < n_scores ? high : (int)n_scores - 1, cells.basis + n_extra * n_scores);
    for (int degree = low; degree <= high && n_extra + (size_t)degree + 1 + spare <= cells.n_cells; degree++) {
        LogLinear one;
        if (!fit_degree(&cells, degree, &one) || (found && one.bic >= fit->bic)) continue;
        memcpy(expected, cells.mu, n_scores * sizeof *expected);
        *fit = one;
        found = true;
    }
    return found;
}

void loglinear_lumps(size_t n_scores, size_t lump, size_t first, double *extra)
{
    BUG_ON(lump < 2 || lump > LOGLINEAR_MAX_EXTRA + 1);
    for (size_t k = 1; k < lump; k++)
        for (size_t t = 0; t < n_scores; t++) extra[(k - 1) * n_scores + t] = (first + t) % lump == k;
}

bool loglinear_choose_columns(const double *count, size_t n_scores, const int16_t *cell, const double *extra, size_t n_extra, int low, int high, size_t spare,
                              double *scratch, LogLinear *fit, double *expected)
{
    return choose_degree(NULL, count, n_scores, cell, extra, n_extra, low, high, spare, scratch, fit, expected);
}

bool loglinear_choose_on(const double *base, const double *count, size_t n_scores, const int16_t *cell, int low, int high, size_t spare, double *scratch, LogLinear *fit,
                         double *expected)
{
    return choose_degree(base, count, n_scores, cell, NULL, 0, low, high, spare, scratch, fit, expected);
}
