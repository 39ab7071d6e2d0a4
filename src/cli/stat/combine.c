/* merilo stat combine: several p-values a row into one, and false discoveries over rows. */
#include <math.h>

#include "cli/stat/recheck_.h"
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

/* Named columns; else those in [0, 1] whose name begins with p; else all in [0, 1], save what the re-check found. */
static bool find_columns(const StatTable *table, const Args *args, const StatRecheck *recheck, Arena *arena, const StatColumn **out, size_t *n, Err *err)
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
            if (&table->columns[i] != recheck->outcome && &table->columns[i] != recheck->weight && (any_name || table->columns[i].name.at[0] == 'p') &&
                holds_shares(&table->columns[i], table->n_rows)) out[(*n)++] = &table->columns[i];
    return *n > 0 ? true : err_set(err, ERR_INPUT, "Назовите их: --columns p1,p2.", "В таблице нет столбцов с p.");
}

static bool find_weights(const Args *args, size_t n_columns, Arena *arena, double **weight, Err *err)
{
    size_t n = 0;
    *weight = NULL;
    if (!args_has(args, "--weights")) return true;
    if (!stat_numbers("--weights", args_value(args, "--weights"), arena, weight, &n, err)) return false;
    if (n != n_columns) return err_set(err, ERR_INPUT, "", "Весов %zu, а столбцов с p — %zu.", n, n_columns);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if ((*weight)[i] < 0) return err_set(err, ERR_INPUT, "", "Вес не может быть меньше нуля.");
        sum += (*weight)[i];
    }
    return sum > 0 || err_set(err, ERR_INPUT, "", "Все веса нулевые: складывать нечего.");
}

/* [n_rows] each */
typedef struct Combined { double *fisher, *cauchy, *harmonic, *bh, *by, *z, *lfdr; } Combined;

static Combined combine(const StatColumn *const *column, size_t n_columns, const double *weight, size_t n, Arena *arena)
{
    double **member[7], *row = arena_array(arena, double, n_columns), *scratch = arena_array(arena, double, 2 * n + 2000);
    Combined out = { 0 };
    member[0] = &out.fisher, member[1] = &out.cauchy, member[2] = &out.harmonic, member[3] = &out.bh, member[4] = &out.by, member[5] = &out.z, member[6] = &out.lfdr;
    for (size_t i = 0; i < 7; i++) *member[i] = arena_array(arena, double, n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n_columns; k++) row[k] = column[k]->x[i];
        out.fisher[i] = multiple_fisher(row, n_columns);
        out.cauchy[i] = n_columns == 1 ? row[0] : multiple_cauchy(row, weight, n_columns);
        out.harmonic[i] = multiple_harmonic(row, weight, n_columns);
        out.z[i] = multiple_z(out.cauchy[i]);
    }
    multiple_bh(out.cauchy, n, out.bh, scratch);
    multiple_by(out.cauchy, n, out.by, scratch);
    multiple_lfdr(out.z, n, out.lfdr, scratch);
    return out;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    size_t n = table->n_rows, n_columns, rejected = 0;
    const StatColumn **column = arena_array(arena, const StatColumn *, table->n_columns + 1);
    double fdr, *weight;
    StatRecheck recheck;
    if (!stat_option(args, "--fdr", .05, 0, 1, &fdr, err) || !stat_recheck_read(table, args, &recheck, err) ||
        !find_columns(table, args, &recheck, arena, column, &n_columns, err) || !find_weights(args, n_columns, arena, &weight, err)) return false;
    Combined c = combine(column, n_columns, weight, n, arena);
    for (size_t i = 0; i < n; i++) rejected += c.bh[i] <= fdr;
    json_put_num(result, "fdr", fdr);
    json_put_int(result, "rejected", (long long)rejected);
    stat_recheck_put(&recheck, c.z, n, result, arena);
    json_key(result, "rows");
    json_array(result);
    const char *const named[] = { "fisher", "cauchy", "harmonic", "q_bh", "q_by", "lfdr", "posterior", "calibrated", NULL };
    for (size_t i = 0; i < n; i++) {
        json_object(result);
        stat_carry(result, table, i, named, arena);
        json_put_num(result, "fisher", c.fisher[i]);
        json_put_num(result, "cauchy", c.cauchy[i]);
        json_put_num(result, "harmonic", c.harmonic[i]);
        json_put_num(result, "q_bh", c.bh[i]);
        json_put_num(result, "q_by", c.by[i]);
        json_put_num(result, "lfdr", c.lfdr[i]);
        if (recheck.outcome != NULL) {
            json_put_num(result, "posterior", recheck.posterior[i]);
            json_put_num(result, "calibrated", recheck.calibrated[i]);
        }
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static const Option options[] = {
    { .name = "--columns", .argument = "p1,p2", .help = "столбцы с p; иначе — столбцы чисел от 0 до 1, чьё имя начинается с p; если таких нет — все столбцы таких чисел" },
    { .name = "--weights", .argument = "1,0.5", .help = "веса столбцов в способе Коши" },
    { .name = "--fdr", .argument = "0.05", .help = "допустимая доля ложных находок" },
    STAT_RECHECK_OPTIONS,
    { 0 },
};

const StatMethod stat_combine = { .name = "combine", .summary = "объединить p-значения и удержать долю ложных находок; по перепроверке — вероятность признака", .input = "столбцы с p, по строке на единицу",
    .options = options, .run = run };
