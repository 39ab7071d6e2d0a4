/* Log-linear smoothing of a score distribution: Poisson regression of counts on orthogonal polynomials of the score. */
#ifndef STATS_LOGLINEAR_H
#define STATS_LOGLINEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOGLINEAR_MAX_DEGREE 10
#define LOGLINEAR_MAX_EXTRA  9

/* What a score's cell is: a positive number is a group, whose scores enter the likelihood by their sum only
 * (the mass inside is kept, its shape is free of the data). */
#define LOGLINEAR_ALONE  ((int16_t)0)
#define LOGLINEAR_MASKED ((int16_t)-1) /* left out and predicted */

typedef struct LogLinear {
    int degree;
    size_t n_cells;    /* in the likelihood */
    size_t iterations;
    double deviance, loglik, bic; /* bic = deviance + (degree + 1 + extra columns) ln(sum of counts), Moses & Holland 2010; comparable for the same cells only */
} LogLinear;

size_t loglinear_scratch_size(size_t n_scores); /* doubles */

/* Fits one degree.
 * shape    count[n_scores] >= 0, may be fractional; cell[n_scores] or NULL (every score alone); expected[n_scores]
 * out      expected counts of all scores, masked ones too; moments 1..degree of the observed cells are matched when nothing is masked or grouped
 * fails    false when degree + 1 > cells with weight, all counts are zero, or no convergence in 200 steps; out untouched
 * source   Holland & Thayer 2000, J. Educ. Behav. Stat. 25:133; groups: composite-link form, Thompson & Baker 1981
 * cost     O(steps n degree^2), no allocation */
bool loglinear_fit(const double *count, size_t n_scores, const int16_t *cell, int degree, double *scratch, LogLinear *fit, double *expected);

/* The degree in low..high on a base: expected = base * exp(polynomial), so the polynomial tells only what the base does not.
 * shape    base[n_scores] > 0, any scale; NULL = flat, that is loglinear_choose() */
bool loglinear_choose_on(const double *base, const double *count, size_t n_scores, const int16_t *cell, int low, int high, size_t spare, double *scratch, LogLinear *fit,
                         double *expected);

/* The degree in low..high with the least BIC among those that converge and leave at least `spare` cells free. */
bool loglinear_choose(const double *count, size_t n_scores, const int16_t *cell, int low, int high, size_t spare, double *scratch, LogLinear *fit, double *expected);

/* The same with columns of one's own beside the powers of the score, extra[n_extra * n_scores] column after column: where a column is 1, the sum of expected counts is the observed one.
 * scratch [loglinear_columns_scratch_size]; fails also when columns are dependent among the cells of the likelihood */
size_t loglinear_columns_scratch_size(size_t n_scores, size_t n_extra);
bool loglinear_choose_columns(const double *count, size_t n_scores, const int16_t *cell, const double *extra, size_t n_extra, int low, int high, size_t spare,
                              double *scratch, LogLinear *fit, double *expected);
/* Indicators of lumpy scores: tasks that are all worth `lump` points make some remainders of the total rarer than others. lump - 1 columns, of remainders 1..lump - 1
 * (first: the score of count[0]). source Holland & Thayer 2000 (teeth and gaps); statistics.md A0 */
void loglinear_lumps(size_t n_scores, size_t lump, size_t first, double *extra);

#endif
