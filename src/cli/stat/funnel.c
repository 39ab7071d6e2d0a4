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

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    const StatColumn *y = stat_need_numbers(table, "y", err), *se = y != NULL ? stat_need_numbers(table, "se", err) : NULL;
    double winsorise, *robust_z;
    if (se == NULL || !stat_option(args, "--winsorise", .1, 0, .49, &winsorise, err) || !robust(table, args, y->x, arena, &robust_z, err)) return false;
    for (size_t i = 0; i < table->n_rows; i++)
        if (se->x[i] <= 0) return err_set(err, ERR_INPUT, "", "Строка данных %zu: стандартная ошибка должна быть больше нуля.", i + 1);
    Funnel funnel;
    if (!funnel_fit(y->x, se->x, table->n_rows, winsorise, arena_array(arena, double, 2 * table->n_rows), &funnel))
        return err_set(err, ERR_INPUT, "", "Для воронки нужны хотя бы две группы.");
    json_put_num(result, "theta0", funnel.theta0);
    json_put_num(result, "phi", funnel.phi);
    json_put_num(result, "tau2", funnel.tau2);
    json_put_num(result, "q", funnel.q);
    json_key(result, "rows");
    json_array(result);
    const char *const named[] = { "z", "low95", "high95", "low998", "high998", "robust_z", NULL };
    for (size_t i = 0; i < table->n_rows; i++) {
        double low95 = NAN, high95 = NAN, low998 = NAN, high998 = NAN;
        json_object(result);
        stat_carry(result, table, i, named, arena);
        if (!isnan(se->x[i])) {
            funnel_limits(&funnel, se->x[i], 2, &low95, &high95);
            funnel_limits(&funnel, se->x[i], 3.09, &low998, &high998);
        }
        json_put_num(result, "z", isnan(se->x[i]) ? NAN : funnel_z(&funnel, y->x[i], se->x[i]));
        json_put_num(result, "low95", low95);
        json_put_num(result, "high95", high95);
        json_put_num(result, "low998", low998);
        json_put_num(result, "high998", high998);
        if (robust_z != NULL) json_put_num(result, "robust_z", robust_z[i]);
        if (robust_z != NULL && isnan(robust_z[i])) json_put_z(result, "note", isnan(y->x[i]) ? "Значения нет." : "В этом слое меньше тридцати значений или больше половины их одинаковы.");
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static const Option options[] = {
    { .name = "--winsorise", .argument = "0.1", .help = "доля крайних значений с каждой стороны, которые подтягиваются" },
    { .name = "--by", .argument = "СТОЛБЕЦ", .help = "ещё и устойчивое z внутри слоёв (тип школы, размер): от медианы, в единицах медианы отклонений" },
    { 0 },
};

const StatMethod stat_funnel = { .name = "funnel", .summary = "воронка с поправкой на обычный разброс между группами", .input = "group, y, se", .options = options, .run = run };
