/* Fit of a class: tasks solved by it as by no other, hard ones better than easy ones, unlikely patterns, too much of a likeness. */
#ifndef STATS_CLASSFIT_H
#define STATS_CLASSFIT_H

#include "stats/personfit.h"

/* What a total says of each task, made once a procedure. */
typedef struct ClassfitTable {
    const IrtTable *table;
    const IrtItem *items;
    const PersonfitTable *fit;
    double *variance; /* [n_totals][n_items] of points, by the same posterior means P_jk(t) */
} ClassfitTable;
size_t classfit_table_size(const IrtTable *table); /* doubles of memory */
/* The three stay where they are, out points at them. */
void classfit_table(const IrtTable *table, const IrtItem *items, const PersonfitTable *fit, double *memory, ClassfitTable *out);

typedef struct ClassFit {
    size_t n, n_lz;
    double residual[LIMIT_TASKS]; /* mean of x_j - E_j(t) in points */
    double se[LIMIT_TASKS];       /* of it, were works independent */
    double lz;                    /* mean over works whose total leaves room; NaN without */
    double mean, sd;              /* of totals in points; sd divides by n */
    double heterogeneity;         /* mean over tasks of 1 - sum of squared shares of categories (A5) */
} ClassFit;
/* shape    x[n * n_items] categories row by row; IRT_MISSING counts as the lowest (not reached = 0 in scoring)
 * out      residual, se, mean, sd, heterogeneity NaN for n == 0
 * source   statistics.md A4, A5; cost O(n n_items) */
void classfit_class(const ClassfitTable *table, const uint8_t *x, size_t n, ClassFit *out);

/* Harder-better index: sum_j residual_j (d_j - mean d), d_j = 1 - share of points of task j in the region; above 0 = hard tasks better than easy ones. */
double classfit_harder_better(const double *residual, const double *d, size_t n_items);
/* The greatest residual_j / sd_j and its task; tasks with sd 0 or NaN are left out; NaN and n_items when none is left.
 * in  sd of the null: from the bootstrap with its class-by-task effect, or sqrt(se^2 + d^2) */
typedef struct ClassfitAlarm { double z; size_t item; } ClassfitAlarm;
ClassfitAlarm classfit_alarm(const double *residual, const double *sd, size_t n_items);

/* A class statistic freed of the class mean, so that strong classes do not stand out by their ceiling: location cubic, spread quadratic in the mean.
 * Fitted on the null (drawn classes of one size) and asked of the classes seen; for sd, heterogeneity, mean lz, harder-better, log S alike. */
typedef struct ClassfitCurve {
    double centre, scale;       /* of the class means */
    double location[4], spread[3];
    double least;               /* of the spread: a tenth of the whole */
    double from, to;            /* means seen: outside them the curve stands still */
} ClassfitCurve;
/* in       pairs with NaN are left out
 * fails    false with fewer than 20 pairs or a statistic without spread; means that do not vary give a constant curve. source statistics.md A0 */
bool classfit_curve_fit(const double *statistic, const double *mean, size_t n, ClassfitCurve *out);
/* What the statistic usually is at this mean. */
double classfit_curve_at(const ClassfitCurve *curve, double mean);
/* Standardised distance from the curve; NaN for NaN. */
double classfit_curve_z(const ClassfitCurve *curve, double statistic, double mean);

#endif
