/* Task columns of a table as works of a model: recoded scores, parameters from a file or by calibration. For every method of «merilo stat» that uses a model. */
#ifndef CLI_STAT_ITEMS__H
#define CLI_STAT_ITEMS__H

#include "cli/stat_.h"
#include "stats/irt.h"

typedef struct StatItems {
    size_t n_works, n_columns;
    const StatColumn **column;      /* [n_columns] as picked */
    const char **why_not;           /* [n_columns] Russian: why a column is no task of the model; NULL = it is */
    size_t n_items;                 /* tasks in use */
    size_t *column_of;              /* [n_items] index in column */
    IrtItem *items;                 /* [n_items] */
    uint8_t *x;                     /* [n_works * n_items] categories */
    const char *word;               /* «gpcm» */
    bool fixed;                     /* by --parameters */
    IrtModel model;
    IrtFit fit;                     /* loglik under fixed parameters too */
} StatItems;

/* Usual names of columns that are no tasks: units, groups, totals. NULL ends. */
extern const char *const stat_not_items[];

/* Picks --items (or the columns that --parameters name; or all columns of numbers save the usual names of units, groups and totals and the column of --theta), recodes scores by --parameters or by what was reached.
 * A task with one score is left out and named. fails ERR_INPUT: a score that is no whole number 0..LIMIT_TASK_MAX, an unknown task of --parameters, no task left */
bool stat_items_read(const StatTable *table, const Args *args, Arena *arena, StatItems *out, Err *err);
/* --model rasch|pcm|2pl|gpcm (default gpcm) calibrated with --prior; or --parameters: theta N(0, 1), with rasch or pcm the variance is estimated.
 * Fills model and fit. fails ERR_INPUT: too few works or tasks, no convergence, scores above 1 under rasch or 2pl */
bool stat_items_model(StatItems *items, const Args *args, Arena *arena, Err *err);
/* model, loglik, variance, iterations, items */
void stat_items_put(const StatItems *items, Json *result, Arena *arena);
/* A file of parameters: item, a (1 when there is no such column), b1, b2… ; names[n], items[n]. */
bool stat_parameters_read(const char *path, Arena *arena, Str **names, IrtItem **items, size_t *n, Err *err);
/* The same from a table that is read already; rows first..last - 1. */
bool stat_parameters_parse(const StatTable *table, size_t first, size_t last, Arena *arena, Str **names, IrtItem **items, Err *err);

#endif
