/* merilo stat smooth: log-linear smoothing of a score distribution. */
#include <math.h>

#include "base/limits.h"
#include "cli/stat_.h"
#include "stats/betabinomial.h"
#include "stats/loglinear.h"

static bool read_masks(const Args *args, bool *masked, Err *err)
{
    for (size_t i = 0; i < args->n_given; i++) {
        if (strcmp(args->given[i].option->name, "--mask") != 0) continue;
        Str s = str_of(args->given[i].value);
        size_t dash = str_find(s, STR("-"));
        long long from, to;
        if (dash == (size_t)-1 || !str_to_int(str_slice(s, 0, dash), &from) || !str_to_int(str_slice(s, dash + 1, s.n), &to) || from > to || to > LIMIT_TOTAL)
            return err_set(err, ERR_INPUT, "Например: --mask 15-27.", "Ключу «--mask» нужны два балла, а дано «%s».", args->given[i].value);
        for (long long t = from; t <= to; t++) masked[t] = true;
    }
    return true;
}

static void put_rows(const StatTable *table, const double *expected, size_t least, Json *result, Arena *arena)
{
    json_key(result, "rows");
    json_array(result);
    const char *const named[] = { "score", "points", "n", "expected", NULL };
    const StatColumn *score = stat_column(table, "score") != NULL ? stat_column(table, "score") : stat_column(table, "points");
    for (size_t i = 0; i < table->n_rows; i++) {
        json_object(result);
        json_put_num(result, "score", score->x[i]);
        json_put_num(result, "n", stat_column(table, "n")->x[i]);
        json_put_num(result, "expected", expected[(size_t)score->x[i] - least]);
        stat_carry(result, table, i, named, arena);
        json_object_end(result);
    }
    json_array_end(result);
}

/* A work of like tasks: binomial errors round a beta-distributed share; scores from 0, which the highest one listed ends. */
static bool run_beta(const StatTable *table, const double *count, const bool *masked, size_t max, bool four, Json *result, Arena *arena, Err *err)
{
    BetaBinomial fit;
    double *expected = arena_array(arena, double, max + 1);
    for (size_t t = 0; t <= max; t++)
        if (masked[t]) return err_set(err, ERR_INPUT, "", "С бета-биномиальным законом участвуют все баллы: ни масок, ни пустых n.");
    if (!betabinomial_fit(count, max, four, &fit, expected)) return err_set(err, ERR_INPUT, "Возьмите логлинейное сглаживание: --degree 6.", "Баллы разбросаны не больше, чем при одной вероятности на всех: бета-биномиальный закон не подбирается.");
    json_put_int(result, "moments", fit.moments);
    json_put_num(result, "a", fit.a);
    json_put_num(result, "b", fit.b);
    json_put_num(result, "low", fit.low);
    json_put_num(result, "high", fit.high);
    json_put_num(result, "chi2", fit.chi2);
    json_put_int(result, "df", fit.df);
    if (isnan(fit.chi2)) json_put_z(result, "note", "Работ мало: насколько закон подходит, не проверить.");
    else if (fit.chi2 > BETABINOMIAL_STIFF * fit.df) json_put_z(result, "note", "Закон не подходит: χ² больше трёх на степень свободы.");
    else if (four && fit.moments == 2) json_put_z(result, "note", "Границы доли выходят за 0 и 1: взяты два параметра.");
    put_rows(table, expected, 0, result, arena);
    return true;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    double *count = arena_array(arena, double, LIMIT_TOTAL + 1), degree;
    bool *masked = arena_array(arena, bool, LIMIT_TOTAL + 1);
    size_t least, max;
    const char *word = args_value(args, "--degree");
    bool bic = word != NULL && strcmp(word, "bic") == 0;
    if (!stat_histogram(table, count, masked, &least, &max, err) || !read_masks(args, masked, err)) return false;
    for (size_t four = 0; word != NULL && four < 2; four++)
        if (strcmp(word, four ? "beta4" : "beta") == 0)
            return args_has(args, "--lumps") ? err_set(err, ERR_INPUT, "", "С бета-биномиальным законом зубцов не бывает: ключ «--lumps» лишний.") : run_beta(table, count, masked, max, four == 1, result, arena, err);
    degree = 6;
    if (!bic && !stat_option(args, "--degree", 6, 1, LOGLINEAR_MAX_DEGREE, &degree, err)) return false;
    if (degree != floor(degree)) return err_set(err, ERR_INPUT, "", "Степень — целое число.");
    size_t n = max - least + 1;
    double lumps;
    if (!stat_option(args, "--lumps", 1, 1, LOGLINEAR_MAX_EXTRA + 1, &lumps, err)) return false;
    if (lumps != floor(lumps)) return err_set(err, ERR_INPUT, "", "Кратность баллов — целое число.");
    size_t n_extra = (size_t)lumps - 1;
    double *extra = arena_array(arena, double, n_extra * n + 1);
    if (n_extra > 0) loglinear_lumps(n, n_extra + 1, least, extra);
    int16_t *cell = arena_array(arena, int16_t, n);
    for (size_t t = 0; t < n; t++) cell[t] = masked[least + t] ? LOGLINEAR_MASKED : LOGLINEAR_ALONE;
    double *expected = arena_array(arena, double, n), *scratch = arena_array(arena, double, loglinear_columns_scratch_size(n, n_extra));
    LogLinear fit;
    if (!loglinear_choose_columns(count + least, n, cell, extra, n_extra, bic ? 4 : (int)degree, bic ? 8 : (int)degree, bic ? 1 : 0, scratch, &fit, expected))
        return err_set(err, ERR_INPUT, n_extra > 0 ? "Уменьшите степень, маску или кратность." : "Уменьшите степень или маску.", "Распределение не сглаживается: баллов или работ слишком мало.");
    if (n_extra > 0) json_put_int(result, "lumps", (long long)lumps);
    json_put_int(result, "degree", fit.degree);
    json_put_num(result, "deviance", fit.deviance);
    json_put_num(result, "loglik", fit.loglik);
    json_put_num(result, "bic", fit.bic);
    put_rows(table, expected, least, result, arena);
    return true;
}

static const Option options[] = {
    { .name = "--degree", .argument = "6|bic|beta|beta4", .help = "степень многочлена, выбор из 4–8 по BIC или бета-биномиальный закон о двух и четырёх параметрах" },
    { .name = "--lumps", .argument = "2", .help = "задания на столько баллов каждое: у каждого остатка балла своя высота (зубцы); по умолчанию 1 — зубцов нет" },
    { .name = "--mask", .argument = "ОТ-ДО", .help = "баллы, которые не участвуют и предсказываются" },
    { 0 },
};

const StatMethod stat_smooth = { .name = "smooth", .summary = "логлинейное сглаживание распределения баллов",
    .input = "score, n; балл, которого нет, — без работ, пустое n — не участвует", .options = options, .run = run };
