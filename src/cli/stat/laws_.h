/* Laws of totals by given parameters of tasks: the reference of «merilo stat threshold» where tasks are known (statistics.md A0). */
#ifndef CLI_STAT_LAWS__H
#define CLI_STAT_LAWS__H

#include "cli/stat/items_.h"

#define STAT_LEVELS 101 /* of groups: -2.5 .. 2.5 sd */

typedef struct StatLaws {
    IrtModel model;
    size_t n_totals;
    double *law;               /* [STAT_LEVELS][n_totals]; NULL until stat_laws_spread() */
    double mu[STAT_LEVELS], mean[STAT_LEVELS];
} StatLaws;

/* Law of all works, theta ~ N(0, 1), over totals 0..max, in f[max + 1]. fails ERR_INPUT: no parameters, or fewer points than max; ERR_LIMIT: more than LIMIT_TOTAL */
bool stat_laws_read(const char *path, size_t max, Arena *arena, StatLaws *out, double *f, Err *err);
/* Laws at each level, when a share tau2 / (tau2 + within) of the variance lies between groups. */
bool stat_laws_spread(StatLaws *laws, double tau2, double within, Arena *arena, Err *err);
/* The law whose mean is this one, in f[max + 1]. */
void stat_laws_at(const StatLaws *laws, double mean, size_t max, double *f);

#endif
