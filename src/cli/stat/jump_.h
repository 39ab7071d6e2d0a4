/* What «merilo stat jump» can be asked for, one file a kind of table. */
#ifndef CLI_STAT_JUMP__H
#define CLI_STAT_JUMP__H

#include "cli/stat_.h"

enum { JUMP_RESIDUALS, JUMP_SCORE, JUMP_ANSWER, JUMP_CROSS, JUMP_RANKS, JUMP_MEASURES, N_JUMP };

/* Rows of a stratum beside each other: row i is at place[i]; stratum g is from[g]..from[g + 1] - 1. */
typedef struct JumpStrata { size_t n_rows, n, *from, *place; } JumpStrata;

/* A column of the answer, in places; what belongs to the answer as a whole is written at once. */
typedef struct JumpColumn { const char *name; const double *x; } JumpColumn;
typedef struct JumpAnswer { size_t n; JumpColumn column[12]; const char *note; } JumpAnswer;
void jump_add(JumpAnswer *answer, const char *name, const double *x);
void jump_note(JumpAnswer *answer, const char *note, Arena *arena); /* each once, one after another */

/* Jacob & Levitt: gain and next_gain, or y1, y2, y3 → score; m1..m4 → answer; both → the excess over chance. */
bool jump_run_ranks(const StatTable *table, const JumpStrata *strata, const bool *taken, Arena *arena, Json *result, JumpAnswer *out, Err *err);
/* z1, z2 and, if it is there, measurement (variance) of one cohort → rho, d, z */
bool jump_run_cross(const StatTable *table, const JumpStrata *strata, Arena *arena, JumpAnswer *out, Err *err);
/* --series → rank_sum */
bool jump_run_sum(const StatTable *table, const Args *args, const JumpStrata *strata, Arena *arena, JumpAnswer *out, Err *err);
/* A table of works: group and tasks → m1..m4, answer, a row a group. */
bool jump_run_measures(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err);

#endif
