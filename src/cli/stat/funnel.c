/* merilo stat funnel: over-dispersed funnel of group means. */
#include <math.h>

#include "cli/stat_.h"
#include "stats/funnel.h"

/* Within each value of the column of --by; NULL without it. */
static bool robust(const StatTable *table, const Args *args, const double *y, Arena *arena, double **z, Err *err)
{
    const char *name = args_value(args, "--by");
    size_t n = table->n_rows;
    *z = NULL;
    if (name == NULL) return true;
    if (stat_need(table, name, err) == NULL) return false;
    StatGroups strata = stat_groups(table, name, arena);
    double *own = arena_array(arena, double, n), *scratch = arena_array(arena, double, 3 * n), *part = arena_array(arena, double, n);
    *z = arena_array(arena, double, n);
    for (size_t s = 0; s < strata.n; s++) {
        size_t m = 0, at = 0;
        for (size_t i = 0; i < n; i++)
            if (strata.of[i] == s) own[m++] = y[i];
        funnel_robust_z(own, m, part, scratch);
        for (size_t i = 0; i < n; i++)
            if (strata.of[i] == s) (*z)[i] = part[at++];
    }
    return true;
}

/* What is compared: means as they are, shares on the scale where their spread is the same. */
typedef struct Points { double *y, *se; bool shares; } Points;

static bool read_shares(const StatTable *table, Arena *arena, Points *out, Err *err)
{
    const StatColumn *k = stat_need_numbers(table, "k", err), *n = k != NULL ? stat_need_numbers(table, "n", err) : NULL;
    if (n == NULL) return false;
    *out = (Points){ arena_array(arena, double, table->n_rows), arena_array(arena, double, table->n_rows), true };
    for (size_t i = 0; i < table->n_rows; i++) {
        if (k->x[i] < 0 || n->x[i] <= 0 || k->x[i] > n->x[i]) return err_set(err, ERR_INPUT, "", "Строка данных %zu: k — сколько из n, от 0 до n.", i + 1);
        if (isnan(k->x[i]) || isnan(n->x[i])) out->y[i] = out->se[i] = NAN;
        else funnel_arcsine(k->x[i], n->x[i], &out->y[i], &out->se[i]);
    }
    return true;
}

static bool read_means(const StatTable *table, Arena *arena, Points *out, Err *err)
{
    const StatColumn *y = stat_need_numbers(table, "y", err), *se = y != NULL ? stat_need_numbers(table, "se", err) : NULL;
    if (se == NULL) return false;
    *out = (Points){ arena_array(arena, double, table->n_rows), arena_array(arena, double, table->n_rows), false };
    for (size_t i = 0; i < table->n_rows; i++) {
        if (se->x[i] <= 0) return err_set(err, ERR_INPUT, "", "Строка данных %zu: стандартная ошибка должна быть больше нуля.", i + 1);
        out->y[i] = y->x[i];
        out->se[i] = se->x[i];
    }
    return true;
}

static double as_said(const Points *points, double y) { return points->shares && !isnan(y) ? funnel_arcsine_share(y) : y; }

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Points points;
    double winsorise, *robust_z;
    if (!(args_has(args, "--shares") ? read_shares(table, arena, &points, err) : read_means(table, arena, &points, err)) || !stat_option(args, "--winsorise", .1, 0, .49, &winsorise, err)
        || !robust(table, args, points.y, arena, &robust_z, err))
        return false;
    const double *y = points.y, *se = points.se;
    Funnel funnel;
    if (!funnel_fit(y, se, table->n_rows, winsorise, arena_array(arena, double, 2 * table->n_rows), &funnel))
        return err_set(err, ERR_INPUT, "", "Для воронки нужны хотя бы две группы.");
    json_put_num(result, "theta0", as_said(&points, funnel.theta0));
    json_put_num(result, "phi", funnel.phi);
    json_put_num(result, "tau2", funnel.tau2);
    json_put_num(result, "q", funnel.q);
    json_key(result, "rows");
    json_array(result);
    const char *const named[] = { "z", "low95", "high95", "low998", "high998", "robust_z", points.shares ? "share" : NULL, NULL };
    for (size_t i = 0; i < table->n_rows; i++) {
        double low95 = NAN, high95 = NAN, low998 = NAN, high998 = NAN;
        json_object(result);
        stat_carry(result, table, i, named, arena);
        if (!isnan(se[i])) {
            funnel_limits(&funnel, se[i], 2, &low95, &high95);
            funnel_limits(&funnel, se[i], 3.09, &low998, &high998);
        }
        if (points.shares) json_put_num(result, "share", as_said(&points, y[i]));
        json_put_num(result, "z", isnan(se[i]) ? NAN : funnel_z(&funnel, y[i], se[i]));
        json_put_num(result, "low95", as_said(&points, low95));
        json_put_num(result, "high95", as_said(&points, high95));
        json_put_num(result, "low998", as_said(&points, low998));
        json_put_num(result, "high998", as_said(&points, high998));
        if (robust_z != NULL) json_put_num(result, "robust_z", robust_z[i]);
        if (robust_z != NULL && isnan(robust_z[i])) json_put_z(result, "note", isnan(y[i]) ? "Значения нет." : "В этом слое меньше тридцати значений или больше половины их одинаковы.");
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static const Option options[] = {
    { .name = "--winsorise", .argument = "0.1", .help = "доля крайних значений с каждой стороны, которые подтягиваются" },
    { .name = "--shares", .help = "доли: столбцы k и n (сколько из скольких) вместо y и se; сравниваются на шкале арксинуса, границы — в долях, tau2 — на шкале" },
    { .name = "--by", .argument = "СТОЛБЕЦ", .help = "ещё и устойчивое z внутри слоёв (тип школы, размер): от медианы, в единицах медианы отклонений" },
    { 0 },
};

const StatMethod stat_funnel = { .name = "funnel", .summary = "воронка с поправкой на обычный разброс между группами", .input = "group, y, se; с --shares — group, k, n", .options = options, .run = run };
