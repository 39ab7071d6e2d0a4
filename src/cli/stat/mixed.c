/* merilo stat mixed: pupils in groups, by restricted maximum likelihood. */
#include "stats/mixed.h"

#include <math.h>

#include "cli/stat_.h"

typedef struct Term { const char *name; double *x; } Term;

static double *copy_of(const StatColumn *column, const StatTable *table, int power, Arena *arena)
{
    double *x = arena_array(arena, double, table->n_rows);
    for (size_t i = 0; i < table->n_rows; i++) x[i] = power == 2 ? column->x[i] * column->x[i] : column->x[i];
    return x;
}

/* Mean of the group over rows where y is known too. */
static double *means_of(const StatColumn *column, const StatColumn *y, const StatTable *table, const StatGroups *groups, Arena *arena)
{
    double *sum = arena_array(arena, double, groups->n), *n = arena_array(arena, double, groups->n), *x = arena_array(arena, double, table->n_rows);
    for (size_t i = 0; i < table->n_rows; i++) {
        if (isnan(column->x[i]) || isnan(y->x[i])) continue;
        sum[groups->of[i]] += column->x[i];
        n[groups->of[i]]++;
    }
    for (size_t i = 0; i < table->n_rows; i++) x[i] = n[groups->of[i]] > 0 ? sum[groups->of[i]] / n[groups->of[i]] : NAN;
    return x;
}

/* A column; «x^2», or «x2» when only x is there: its square; «mean(x)», or «xbar»: its mean in the group. */
static bool find_term(const StatTable *table, Str word, const StatColumn *y, const StatGroups *groups, Arena *arena, Term *out, Err *err)
{
    out->name = arena_z(arena, word);
    const StatColumn *column = stat_column(table, out->name);
    int power = 1;
    bool mean = false;
    size_t tail = str_ends(word, STR("^2")) ? 2 : str_ends(word, STR("2")) ? 1 : 0;
    if (column == NULL && tail > 0) {
        power = 2;
        column = stat_column(table, arena_z(arena, str_trim(str_slice(word, 0, word.n - tail))));
    }
    if (column == NULL && ((str_starts(word, STR("mean(")) && str_ends(word, STR(")"))) || (word.n > 3 && str_ends(word, STR("bar"))))) {
        mean = true;
        column = stat_column(table, arena_z(arena, str_trim(str_starts(word, STR("mean(")) ? str_slice(word, 5, word.n - 1) : str_slice(word, 0, word.n - 3))));
    }
    if (column == NULL)
        return err_set(err, ERR_INPUT, "Члены через «+»: столбец, «x^2», «mean(x)».", "Ключ «--fixed»: в таблице нет столбца «%.*s».", (int)(word.n < 100 ? word.n : 100), word.at);
    if (stat_need_numbers(table, arena_z(arena, column->name), err) == NULL) return false;
    out->x = mean ? means_of(column, y, table, groups, arena) : copy_of(column, table, power, arena);
    return true;
}

static bool find_terms(const StatTable *table, const Args *args, const StatColumn *y, const StatGroups *groups, Arena *arena, Term *term, size_t *n, Err *err)
{
    const char *words = args_value(args, "--fixed");
    *n = 0;
    while (words != NULL) {
        const char *end = strchr(words, '+');
        Str word = str_trim(end != NULL ? (Str){ words, (size_t)(end - words) } : str_of(words));
        words = end != NULL ? end + 1 : NULL;
        if (str_eq(word, STR("1")) || (word.n == 0 && words == NULL && *n == 0)) continue;
        if (*n == MIXED_MAX) return err_set(err, ERR_LIMIT, "", "Ключ «--fixed»: членов больше %d.", MIXED_MAX);
        if (!find_term(table, word, y, groups, arena, &term[(*n)++], err)) return false;
    }
    return true;
}

static const char *reason(MixedOutcome outcome)
{
    switch (outcome) {
    case MIXED_FEW: return "Для модели нужны хотя бы две группы и строк больше, чем коэффициентов.";
    case MIXED_SINGLES: return "В каждой группе одна строка: разброс между группами не отделить от разброса внутри.";
    case MIXED_COLLINEAR: return "Один из членов модели постоянен или следует из остальных.";
    case MIXED_EXACT: return "Внутри групп нет разброса: оценивать нечего.";
    case MIXED_DONE: break;
    }
    return "";
}

static void put_groups(Json *json, const MixedSums *sums, const Mixed *fit, const StatGroups *groups, Arena *arena)
{
    json_key(json, "rows");
    json_array(json);
    for (size_t g = 0; g < groups->n; g++) {
        MixedGroup one = mixed_group(sums, fit, g);
        json_object(json);
        stat_put_group(json, groups, g, arena);
        json_put_num(json, "n", one.n);
        json_put_num(json, "residual", one.residual);
        json_put_num(json, "blup", one.blup);
        json_put_num(json, "post_sd", one.post_sd);
        json_put_num(json, "z", one.z);
        json_object_end(json);
    }
    json_array_end(json);
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    const StatColumn *y = stat_need_numbers(table, "y", err);
    if (y == NULL || stat_need(table, "group", err) == NULL) return false;
    StatGroups groups = stat_groups(table, "group", arena);
    Term term[MIXED_MAX];
    size_t p;
    if (!find_terms(table, args, y, &groups, arena, term, &p, err)) return false;
    const double *x[MIXED_MAX];
    double origin[MIXED_MAX + 1] = { 0 };
    uint32_t *of = arena_array(arena, uint32_t, table->n_rows);
    double n = 0;
    for (size_t i = 0; i < table->n_rows; i++) {
        bool complete = !isnan(y->x[i]) && groups.column->text[i].n > 0;
        for (size_t k = 0; k < p; k++) complete &= !isnan(term[k].x[i]);
        of[i] = (uint32_t)groups.of[i];
        if (!complete) continue;
        n++;
        for (size_t k = 0; k <= p; k++) origin[k] += ((k < p ? term[k].x[i] : y->x[i]) - origin[k]) / n;
    }
    for (size_t k = 0; k < p; k++) x[k] = term[k].x;
    MixedSums sums;
    Mixed fit;
    mixed_begin(&sums, p, groups.n, arena_array(arena, double, groups.n * (p + 2)), origin);
    double *known = arena_array(arena, double, table->n_rows); /* a row without a group has no place in any */
    for (size_t i = 0; i < table->n_rows; i++) known[i] = groups.column->text[i].n > 0 ? y->x[i] : NAN;
    mixed_add(&sums, x, known, of, table->n_rows);
    MixedOutcome outcome = mixed_fit(&sums, &fit);
    if (outcome != MIXED_DONE) return err_set(err, ERR_INPUT, "", "%s", reason(outcome));
    json_key(result, "terms");
    json_array(result);
    json_z(result, "intercept");
    for (size_t k = 0; k < p; k++) json_z(result, term[k].name);
    json_array_end(result);
    json_key(result, "beta");
    json_array(result);
    for (size_t k = 0; k <= p; k++) json_num(result, fit.beta[k]);
    json_array_end(result);
    json_key(result, "se");
    json_array(result);
    for (size_t k = 0; k <= p; k++) json_num(result, fit.se[k]);
    json_array_end(result);
    json_put_num(result, "tau2", fit.tau2);
    json_put_num(result, "sigma2", fit.sigma2);
    json_put_num(result, "loglik", -fit.reml / 2);
    json_put_num(result, "reml", fit.reml);
    json_put_int(result, "n_used", (long long)fit.n);
    json_put_int(result, "n_groups", (long long)fit.n_groups);
    if (args_has(args, "--blup")) put_groups(result, &sums, &fit, &groups, arena);
    return true;
}

static const Option options[] = {
    { .name = "--fixed", .argument = "x + x2", .help = "постоянные члены: столбцы через «+»; «x^2» — квадрат, «mean(x)» — среднее по группе; без ключа — только свободный член" },
    { .name = "--blup", .help = "отклонения групп: blup, его погрешность и z" },
    { 0 },
};

const StatMethod stat_mixed = { .name = "mixed", .summary = "смешанная модель: ученики внутри групп, REML", .input = "y, group и столбцы из «--fixed»", .options = options, .run = run };
