/* merilo stat combine: several p-values a row into one, and false discoveries over rows. */
#include <math.h>

#include "cli/stat_.h"
#include "stats/multiple.h"

static bool holds_shares(const StatColumn *column, size_t n_rows)
{
    size_t numbers = 0;
    for (size_t i = 0; i < n_rows; i++) {
        if (column->text[i].n == 0) continue;
        if (!(column->x[i] >= 0 && column->x[i] <= 1)) return false;
        numbers++;
    }
    return numbers > 0;
}

/* Named columns; else those in [0, 1] whose name begins with p; else all in [0, 1]. */
static bool find_columns(const StatTable *table, const Args *args, Arena *arena, const StatColumn **out, size_t *n, Err *err)
{
    const char *words = args_value(args, "--columns");
    *n = 0;
    while (words != NULL && *words != '\0') {
        const char *end = strchr(words, ',');
        Str name = end != NULL ? (Str){ words, (size_t)(end - words) } : str_of(words);
        if (*n == table->n_columns) return err_set(err, ERR_INPUT, "", "В ключе «--columns» больше названий, чем столбцов.");
        if ((out[*n] = stat_need_numbers(table, arena_z(arena, str_trim(name)), err)) == NULL) return false;
        if (!holds_shares(out[(*n)++], table->n_rows)) return err_set(err, ERR_INPUT, "", "В столбце «%.*s» есть числа вне отрезка от 0 до 1.", STR_ARG(name));
        words = end != NULL ? end + 1 : NULL;
    }
    for (int any_name = 0; any_name < 2 && *n == 0; any_name++)
        for (size_t i = 0; i < table->n_columns; i++)
            if ((any_name || table->columns[i].name.at[0] == 'p') && holds_shares(&table->columns[i], table->n_rows)) out[(*n)++] = &table->columns[i];
    return *n > 0 ? true : err_set(err, ERR_INPUT, "Назовите их: --columns p1,p2.", "В таблице нет столбцов с p.");
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    size_t n = table->n_rows, n_columns, n_weights = 0, rejected = 0;
    const StatColumn **column = arena_array(arena, const StatColumn *, table->n_columns + 1);
    double fdr, *weight = NULL;
    if (!stat_option(args, "--fdr", .05, 0, 1, &fdr, err) || !find_columns(table, args, arena, column, &n_columns, err)) return false;
    if (args_has(args, "--weights")) {
        if (!stat_numbers("--weights", args_value(args, "--weights"), arena, &weight, &n_weights, err)) return false;
        if (n_weights != n_columns) return err_set(err, ERR_INPUT, "", "Весов %zu, а столбцов с p — %zu.", n_weights, n_columns);
        for (size_t i = 0; i < n_weights; i++)
            if (weight[i] < 0) return err_set(err, ERR_INPUT, "", "Вес не может быть меньше нуля.");
    }
    double *fisher = arena_array(arena, double, n), *cauchy = arena_array(arena, double, n), *bh = arena_array(arena, double, n), *by = arena_array(arena, double, n);
    double *z = arena_array(arena, double, n), *lfdr = arena_array(arena, double, n), *row = arena_array(arena, double, n_columns);
    double *scratch = arena_array(arena, double, 2 * n + 2000);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n_columns; k++) row[k] = column[k]->x[i];
        fisher[i] = multiple_fisher(row, n_columns);
        cauchy[i] = n_columns == 1 ? row[0] : multiple_cauchy(row, weight, n_columns);
        z[i] = multiple_z(cauchy[i]);
    }
    multiple_bh(cauchy, n, bh, scratch);
    multiple_by(cauchy, n, by, scratch);
    multiple_lfdr(z, n, lfdr, scratch);
    for (size_t i = 0; i < n; i++) rejected += bh[i] <= fdr;
    json_put_num(result, "fdr", fdr);
    json_put_int(result, "rejected", (long long)rejected);
    json_key(result, "rows");
    json_array(result);
    const char *const named[] = { "fisher", "cauchy", "q_bh", "q_by", "lfdr", NULL };
    for (size_t i = 0; i < n; i++) {
        json_object(result);
        stat_carry(result, table, i, named, arena);
        json_put_num(result, "fisher", fisher[i]);
        json_put_num(result, "cauchy", cauchy[i]);
        json_put_num(result, "q_bh", bh[i]);
        json_put_num(result, "q_by", by[i]);
        json_put_num(result, "lfdr", lfdr[i]);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static const Option options[] = {
    { .name = "--columns", .argument = "p1,p2", .help = "столбцы с p; иначе — все числа от 0 до 1, чьё имя начинается с p" },
    { .name = "--weights", .argument = "1,0.5", .help = "веса столбцов в способе Коши" },
    { .name = "--fdr", .argument = "0.05", .help = "допустимая доля ложных находок" },
    { 0 },
};

const StatMethod stat_combine = { .name = "combine", .summary = "объединить p-значения и удержать долю ложных находок", .input = "столбцы с p, по строке на единицу",
    .options = options, .run = run };
