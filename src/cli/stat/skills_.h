/* Which tasks ask for which skill or content element: the matrix of «merilo stat mastery». */
#ifndef CLI_STAT_SKILLS__H
#define CLI_STAT_SKILLS__H

#include "cli/stat_.h"

#define STAT_SKILLS 64

typedef struct StatSkills {
    size_t n_items, n;
    const StatColumn **skill; /* [n] */
    bool *own;                /* [n * n_items]: own[k * n_items + j] */
} StatSkills;

/* Rows of the file describe the given task columns: by its column «item» where there is one, else by order; cells 0 or 1.
 * fails ERR_INPUT: another cell, a task that is not there; ERR_LIMIT: more than most skills (most <= STAT_SKILLS) */
bool stat_skills_read(const char *path, const StatColumn *const *item, size_t n_items, size_t most, Arena *arena, StatSkills *out, Err *err);
/* Share of the own tasks' points of every work, drawn by their alpha towards what the whole work foretells. points[n * n_items], NaN missing; max[n_items].
 * NULL under three own tasks or with a missing score. */
double *stat_augmented(const double *points, const double *max, size_t n, size_t n_items, const bool *own, Arena *arena);

void stat_put_numbers(Json *json, const char *key, const double *x, size_t n);
/* «освоено», «не освоено», «данных мало» for mastery_decision() */
const char *stat_decision_word(int decision);

#endif
