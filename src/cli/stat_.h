/* What methods of «merilo stat» share: the table, its groups, option values, carrying cells over. */
#ifndef CLI_STAT__H
#define CLI_STAT__H

#include "base/json.h"
#include "cli/command.h"

/* CSV with a header in UTF-8; separator , ; or tab, the most frequent one of the header; quotes as in RFC 4180; empty or NA = missing (NaN, empty text).
 * fails  ERR_INPUT with the line: no rows, an empty or repeated name, a row of another length, an open quote; ERR_LIMIT; errors of file_read */
bool stat_table_read(const char *path, Arena *arena, StatTable *out, Err *err);
bool stat_table_parse(Str bytes, Arena *arena, StatTable *out, Err *err);
/* The column, or ERR_INPUT that says which is wanted. */
const StatColumn *stat_need(const StatTable *table, const char *name, Err *err);
/* As stat_need, and every cell that is not missing is a number. */
const StatColumn *stat_need_numbers(const StatTable *table, const char *name, Err *err);

/* Number of an option within low..high, or fallback when it is not given. */
bool stat_option(const Args *args, const char *name, double fallback, double low, double high, double *out, Err *err);
/* «17,26,38» */
bool stat_numbers(const char *name, const char *text, Arena *arena, double **out, size_t *n, Err *err);

/* Groups in order of first appearance; without a column one group. */
typedef struct StatGroups {
    const StatColumn *column; /* NULL without */
    size_t n;
    size_t *of;    /* [n_rows] */
    size_t *first; /* [n] a row of the group */
} StatGroups;
StatGroups stat_groups(const StatTable *table, const char *name, Arena *arena);

/* «name»: value of a cell: null when missing, a number when it reads as one and loses nothing by it (a code keeps its zeros), else text. */
void stat_put_cell(Json *json, const StatColumn *column, size_t row, Arena *arena);
/* All columns that are not named (NULL ends the names). */
void stat_carry(Json *json, const StatTable *table, size_t row, const char *const *named, Arena *arena);
/* Columns of an option, «x,y», «b1-b26» (from one to the other as they stand in the table), a name with a hyphen by itself; without the option, or with «all», all
 * that hold numbers only, or with text all, save the names in except (NULL ends; without regard to case). At least one, else ERR_INPUT. */
bool stat_pick(const StatTable *table, const Args *args, const char *option, const char *const *except, bool text, Arena *arena, const StatColumn ***out, size_t *n, Err *err);
/* x[n_rows * n], row after row */
double *stat_matrix(const StatTable *table, const StatColumn *const *column, size_t n, Arena *arena);
/* The same for categories: numbers stay numbers; where any cell is text, each category is its place in the order of bytes, from 1, and *coded is true. */
double *stat_categories(const StatTable *table, const StatColumn *const *column, size_t n, bool *coded, Arena *arena);
/* Polychoric correlations [n * n], pairs complete in twos, smoothed to one matrix where they do not fit together; diagonal 1. NULL with ERR_INPUT: a column that is no whole numbers, or over 64 of them. */
double *stat_polychoric_matrix(const StatTable *table, const StatColumn *const *column, size_t n, bool *smoothed, Arena *arena, Err *err);
/* «group»: of group i, when there is a column. */
void stat_put_group(Json *json, const StatGroups *groups, size_t i, Arena *arena);

/* Histogram of columns score (or points) and n into count[0..max]; a score that is not listed has no works, a missing n is *masked (may be NULL: then refused).
 * in  count, masked [LIMIT_TOTAL + 1] */
bool stat_histogram(const StatTable *table, double *count, bool *masked, size_t *least, size_t *max, Err *err);

#endif
