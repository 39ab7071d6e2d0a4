/* merilo stat reliability: Cronbach's alpha and omega of a form. */
#include "stats/reliability.h"

#include <math.h>

#include "cli/stat/items_.h"
#include "cli/stat_.h"
#include "stats/survey.h"

static double omega_of(const double *r, size_t k, double *loading, Arena *arena)
{
    return reliability_factor(r, k, loading, arena_array(arena, double, k)) ? reliability_omega(loading, k) : NAN;
}

/* Who answered without reading, and alpha without them. */
static void put_care(const StatTable *table, const double *x, size_t k, Json *result, Arena *arena)
{
    size_t n = table->n_rows, n_flat = 0, n_careless = 0, n_kept = 0, used;
    SurveyCare *care = arena_array(arena, SurveyCare, n);
    double *kept = arena_array(arena, double, n * k);
    for (size_t i = 0; i < n; i++) {
        care[i] = survey_care(x + i * k, k);
        n_careless += care[i].careless;
        n_flat += care[i].careless && care[i].flat;
        if (!care[i].careless) memcpy(kept + n_kept++ * k, x + i * k, k * sizeof *x);
    }
    Interval alpha = reliability_alpha(kept, n_kept, k, .95, &used);
    json_key(result, "careless");
    json_object(result);
    json_put_int(result, "n", (long long)n_careless);
    json_put_int(result, "flat", (long long)n_flat);
    json_put_num(result, "alpha", alpha.value);
    json_put_num(result, "low", alpha.low);
    json_put_num(result, "high", alpha.high);
    if (k < SURVEY_LEAST_ANSWERS) json_put_z(result, "note", "Вопросов меньше пяти: по ним о небрежности судить нельзя.");
    json_object_end(result);
    json_key(result, "rows");
    json_array(result);
    const char *const named[] = { "answers", "longstring", "sd", "careless", NULL };
    for (size_t i = 0; i < n; i++) {
        json_object(result);
        stat_carry(result, table, i, named, arena);
        json_put_int(result, "answers", (long long)care[i].n);
        json_put_int(result, "longstring", (long long)care[i].longstring);
        json_put_num(result, "sd", care[i].sd);
        json_put_bool(result, "careless", care[i].careless);
        json_object_end(result);
    }
    json_array_end(result);
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    const StatColumn **column;
    size_t k, used;
    const char *word = args_value(args, "--correlation");
    bool polychoric = word != NULL && strcmp(word, "polychoric") == 0;
    if (word != NULL && !polychoric && strcmp(word, "pearson") != 0) return err_set(err, ERR_INPUT, "Есть pearson и polychoric.", "Нет корреляции «%s».", word);
    if (!stat_pick(table, args, "--items", stat_not_items, false, arena, &column, &k, err)) return false;
    if (k < 2) return err_set(err, ERR_INPUT, "", "Нужны хотя бы два задания.");
    double *x = stat_matrix(table, column, k, arena), *r = arena_array(arena, double, k * k), *loading = arena_array(arena, double, k);
    bool smoothed = false;
    Interval alpha = reliability_alpha(x, table->n_rows, k, .95, &used);
    if (polychoric && (r = stat_polychoric_matrix(table, column, k, &smoothed, arena, err)) == NULL) return false;
    if (!polychoric) reliability_pearson(x, table->n_rows, k, r);
    double omega = omega_of(r, k, loading, arena);
    json_put_int(result, "n_complete", (long long)used);
    json_put_int(result, "items", (long long)k);
    json_put_num(result, "alpha", alpha.value);
    json_put_num(result, "low", alpha.low);
    json_put_num(result, "high", alpha.high);
    json_put_num(result, "omega", omega);
    json_put_z(result, "correlation", polychoric ? "polychoric" : "pearson");
    json_key(result, "loadings");
    json_array(result);
    for (size_t i = 0; i < k; i++) json_num(result, isnan(omega) ? NAN : loading[i]);
    json_array_end(result);
    if (args_has(args, "--careless")) put_care(table, x, k, result, arena);
    if (isnan(alpha.value)) json_put_z(result, "note", "Меньше двух полных строк или у всех один итог: надёжность не определена.");
    else if (isnan(omega)) json_put_z(result, "note", "Для омеги нужны хотя бы три задания, и у каждого — разные ответы.");
    return true;
}

static const Option options[] = {
    { .name = "--items", .argument = "b1-b26", .help = "столбцы заданий; иначе все числа, кроме id, person, group и подобных" },
    { .name = "--correlation", .argument = "pearson|polychoric", .help = "на каких корреляциях считать омегу (один фактор, MINRES); без ключа — pearson" },
    { .name = "--careless", .help = "найти ответы не глядя: один ответ подряд на половину вопросов и больше или на все" },
    { 0 },
};

const StatMethod stat_reliability = { .name = "reliability", .summary = "надёжность: альфа Кронбаха с границами Фельдта, омега", .input = "столбцы заданий", .options = options, .run = run };
