#include "cli/stat/laws_.h"

#include <math.h>

#include "base/limits.h"

#define NARROWEST .2 /* sd inside groups: a step of the nodes */

/* Totals above the highest that was seen are left out: tests are conditional on windows below it. */
static void take(const double *law, size_t max, double *f)
{
    double sum = 0;
    for (size_t t = 0; t <= max; t++) sum += f[t] = law[t];
    for (size_t t = 0; t <= max; t++) f[t] /= sum;
}

bool stat_laws_read(const char *path, size_t max, Arena *arena, StatLaws *out, double *f, Err *err)
{
    Str *names;
    IrtItem *items;
    size_t n;
    if (!stat_parameters_read(path, arena, &names, &items, &n, err)) return false;
    if (n > LIMIT_TASKS) return err_set(err, ERR_LIMIT, "", "Заданий больше %u.", LIMIT_TASKS);
    *out = (StatLaws){ .model = { n, items, 1 } };
    out->n_totals = irt_max_total(&out->model) + 1;
    if (out->n_totals <= max) return err_set(err, ERR_INPUT, "Нужны параметры всех заданий работы.", "По параметрам за работу не больше %zu, а в таблице есть балл %zu.", out->n_totals - 1, max);
    if (out->n_totals > LIMIT_TOTAL + 1u) return err_set(err, ERR_LIMIT, "", "Баллов за работу больше %u.", LIMIT_TOTAL);
    double *law = arena_array(arena, double, 3 * out->n_totals), level = 0, mean;
    irt_level_laws(&out->model, 1, &level, 1, law, &mean, law + out->n_totals);
    take(law, max, f);
    return true;
}

bool stat_laws_spread(StatLaws *laws, double tau2, double within, Arena *arena, Err *err)
{
    double *scratch = arena_array(arena, double, 2 * laws->n_totals);
    laws->law = arena_try(arena, STAT_LEVELS * laws->n_totals * sizeof *laws->law, err);
    if (laws->law == NULL) return false;
    for (size_t l = 0; l < STAT_LEVELS; l++) laws->mu[l] = -2.5 + .05 * (double)l;
    irt_level_laws(&laws->model, fmax(NARROWEST, sqrt(within / (tau2 + within))), laws->mu, STAT_LEVELS, laws->law, laws->mean, scratch);
    return true;
}

void stat_laws_at(const StatLaws *laws, double mean, size_t max, double *f)
{
    double place = (irt_level_of_mean(laws->mu, laws->mean, STAT_LEVELS, mean) - laws->mu[0]) / .05;
    size_t at = (size_t)fmin(fmax(place, 0), STAT_LEVELS - 2);
    double share = fmin(fmax(place - (double)at, 0), 1), sum = 0;
    for (size_t t = 0; t <= max; t++) sum += f[t] = (1 - share) * laws->law[at * laws->n_totals + t] + share * laws->law[(at + 1) * laws->n_totals + t];
    for (size_t t = 0; t <= max; t++) f[t] /= sum;
}
