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
/* «group»: of group i, when there is a column. */
void stat_put_group(Json *json, const StatGroups *groups, size_t i, Arena *arena);

/* Histogram of columns score (or points) and n into count[0..max]; a score that is not listed has no works, a missing n is *masked (may be NULL: then refused).
 * in  count, masked [LIMIT_TOTAL + 1] */
bool stat_histogram(const StatTable *table, double *count, bool *masked, size_t *least, size_t *max, Err *err);

#endif
