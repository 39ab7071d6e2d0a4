/* What re-checked rows say about all: the share of true signs, the probability of each row's sign, and how far it can be believed. For «merilo stat combine». */
#ifndef CLI_STAT_RECHECK__H
#define CLI_STAT_RECHECK__H

#include "cli/stat_.h"

typedef struct StatRecheck {
    const StatColumn *outcome, *weight; /* NULL without --rechecked, --weight */
    double *posterior, *calibrated;     /* [n_rows]; NaN where they cannot be told */
} StatRecheck;

/* --rechecked COLUMN of 1 (confirmed), 0 (not), empty (not re-checked); --weight COLUMN: rows that a re-checked one stands for, 1 / chance to be drawn.
 * Without the option outcome is NULL. fails ERR_INPUT: no such column, another value, nothing re-checked, a weight under 1 or none */
bool stat_recheck_read(const StatTable *table, const Args *args, StatRecheck *out, Err *err);
/* z: rows by multiple_z. Fills posterior and calibrated, writes «rechecked», «brier», «brier_calibrated», «brier_base», «reliability» and notes. Nothing without the option. */
void stat_recheck_put(StatRecheck *recheck, const double *z, size_t n, Json *result, Arena *arena);

#define STAT_RECHECK_OPTIONS \
    { .name = "--rechecked", .argument = "СТОЛБЕЦ", .help = "исход случайной перепроверки: 1 — подтвердилось, 0 — нет, пусто — не перепроверяли" }, \
    { .name = "--weight", .argument = "СТОЛБЕЦ", .help = "сколько строк представляет перепроверенная (1 / вероятность попасть в проверку); без ключа — все поровну" }

#endif
