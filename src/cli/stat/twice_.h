/* Tables where each score stands twice: at first and at last. */
#ifndef CLI_STAT_TWICE__H
#define CLI_STAT_TWICE__H

#include "cli/stat_.h"

typedef struct StatTwice {
    size_t n;
    const StatColumn **first, **final; /* [n] */
    Str *name;                         /* [n] of the task: what both names share */
} StatTwice;

/* --first and --final, column by column; or pairs by name: x_first and x_final (or _second, or x itself), x_initial, x_old and x_new, x_before and x_after, x_0 and x_1,
 * x_1 and x_2, with «_», «.» or «-», in front or behind, without regard to case; or the columns first and final (second).
 * fails ERR_INPUT when there is no pair, or the lists differ in length */
bool stat_twice(const StatTable *table, const Args *args, Arena *arena, StatTwice *out, Err *err);

#endif
