/* merilo stat link: scores of one form on the scale of another; item parameters of one calibration on the scale of another. */
#include <math.h>

#include "base/limits.h"
#include "cli/stat/items_.h"
#include "stats/link.h"
#include "stats/loglinear.h"

static const char *const not_counts[] = { "score", "points", "form", NULL };

typedef struct Form { Str name; size_t n; double *count, *smooth; } Form; /* scores 0..n - 1 */

static bool add_count(Form *form, double score, double n, size_t row, Err *err)
{
    if (!(score >= 0 && score <= LIMIT_TOTAL) || score != floor(score)) return err_set(err, ERR_INPUT, "", "Строка данных %zu: балл — целое число от 0 до %u.", row + 1, LIMIT_TOTAL);
    if (isnan(n)) return true; /* no such score on this form */
    if (n < 0) return err_set(err, ERR_INPUT, "", "Строка данных %zu: число работ не может быть таким.", row + 1);
    form->count[(size_t)score] += n;
    if ((size_t)score >= form->n) form->n = (size_t)score + 1;
    return true;
}

/* One form a column, or a column «form», or the second form in --reference. */
static bool read_forms(const StatTable *table, const Args *args, Arena *arena, Form form[2], Err *err)
{
    const char *path = args_value(args, "--reference");
    const StatTable *source[2] = { table, table };
    StatTable other;
    for (size_t f = 0; f < 2; f++) form[f] = (Form){ .count = arena_array(arena, double, LIMIT_TOTAL + 1) };
    if (path != NULL) {
        if (!stat_table_read(path, arena, &other, err)) return false;
        source[1] = &other;
    }
    StatGroups groups = stat_groups(table, "form", arena);
    if (path == NULL && groups.column != NULL) {
        const StatColumn *score = stat_need_numbers(table, "score", err), *n = score != NULL ? stat_need_numbers(table, "n", err) : NULL;
        if (n == NULL) return false;
        if (groups.n != 2) return err_set(err, ERR_INPUT, "", "Вариантов в столбце «form» должно быть два, а их %zu.", groups.n);
        for (size_t f = 0; f < 2; f++) form[f].name = groups.column->text[groups.first[f]];
        for (size_t i = 0; i < table->n_rows; i++)
            if (!add_count(&form[groups.of[i]], score->x[i], n->x[i], i, err)) return false;
        return true;
    }
    const StatColumn **column;
    size_t k;
    if (path == NULL && (!stat_pick(table, args, "--columns", not_counts, false, arena, &column, &k, err) || k != 2))
        return err_set(err, ERR_INPUT, "score, n1, n2; или form, score, n; или второй вариант ключом --reference.", "Нужны числа работ двух вариантов.");
    for (size_t f = 0; f < 2; f++) {
        const StatColumn *score = stat_need_numbers(source[f], stat_column(source[f], "score") == NULL && stat_column(source[f], "points") != NULL ? "points" : "score", err);
        const StatColumn *n = score == NULL ? NULL : path == NULL ? column[f] : stat_need_numbers(source[f], "n", err);
        if (n == NULL) return false;
        form[f].name = path == NULL ? n->name : str_of(f == 0 ? "in" : "reference");
        for (size_t i = 0; i < source[f]->n_rows; i++)
            if (!add_count(&form[f], score->x[i], n->x[i], i, err)) return false;
    }
    return true;
}

static bool smooth(const Args *args, Arena *arena, Form *form, Err *err)
{
    double degree = 6, *scratch = arena_array(arena, double, loglinear_scratch_size(form->n));
    const char *word = args_value(args, "--degree");
    bool bic = word != NULL && strcmp(word, "bic") == 0;
    LogLinear fit;
    if (!bic && !stat_option(args, "--degree", 6, 0, LOGLINEAR_MAX_DEGREE, &degree, err)) return false;
    form->smooth = form->count;
    if (degree == 0) return true;
    form->smooth = arena_array(arena, double, form->n);
    if (bic ? loglinear_choose(form->count, form->n, NULL, 4, 8, 1, scratch, &fit, form->smooth) : loglinear_fit(form->count, form->n, NULL, (int)degree, scratch, &fit, form->smooth)) return true;
    return err_set(err, ERR_INPUT, "Уменьшите степень; «--degree 0» — не сглаживать.", "Распределение «%.*s» не сглаживается: баллов или работ слишком мало.", STR_ARG(form->name));
}

static bool equipercentile(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Form form[2];
    if (!read_forms(table, args, arena, form, err)) return false;
    for (size_t f = 0; f < 2; f++) {
        double works = 0;
        for (size_t t = 0; t < form[f].n; t++) works += form[f].count[t];
        if (!(works > 0)) return err_set(err, ERR_INPUT, "", "В варианте «%.*s» нет работ.", STR_ARG(form[f].name));
    }
    if (!smooth(args, arena, &form[0], err) || !smooth(args, arena, &form[1], err)) return false;
    double *y = arena_array(arena, double, form[0].n);
    bool linked = link_equipercentile(form[0].smooth, form[0].n, form[1].smooth, form[1].n, y);
    json_put_z(result, "method", "equipercentile");
    json_put_str(result, "from", form[0].name);
    json_put_str(result, "to", form[1].name);
    json_key(result, "rows");
    json_array(result);
    for (size_t t = 0; linked && t < form[0].n; t++) {
        json_object(result);
        json_put_int(result, "score", (long long)t);
        json_put_num(result, "n", form[0].count[t]);
        json_put_num(result, "expected", form[0].smooth[t]);
        json_put_num(result, "percentile", link_percentile_rank(form[0].smooth, form[0].n, t));
        json_put_num(result, "equivalent", y[t]);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

/* Calibrations to link: rows of the two values of «form», or the table and --parameters. */
typedef struct Calibration { Str *names; IrtItem *items; size_t n; } Calibration;

static bool read_calibrations(const StatTable *table, const Args *args, Arena *arena, Calibration c[2], Err *err)
{
    const char *path = args_value(args, "--parameters");
    StatGroups groups = stat_groups(table, "form", arena);
    if (path != NULL) {
        c[0].n = table->n_rows;
        return stat_parameters_parse(table, 0, table->n_rows, arena, &c[0].names, &c[0].items, err) && stat_parameters_read(path, arena, &c[1].names, &c[1].items, &c[1].n, err);
    }
    if (groups.column == NULL || groups.n != 2) return err_set(err, ERR_INPUT, "item, a, b1… и второй файл ключом --parameters; или столбец «form» с двумя значениями.", "Нужны параметры заданий двух вариантов.");
    size_t second = groups.first[1];
    for (size_t i = 0; i < table->n_rows; i++)
        if (groups.of[i] != (i >= second)) return err_set(err, ERR_INPUT, "Сначала все строки одного варианта, потом другого.", "Строки двух вариантов перемешаны.");
    c[0].n = second;
    c[1].n = table->n_rows - second;
    return stat_parameters_parse(table, 0, second, arena, &c[0].names, &c[0].items, err) && stat_parameters_parse(table, second, table->n_rows, arena, &c[1].names, &c[1].items, err);
}

static void put_moved(const Calibration *c, const LinkLine *line, Json *result)
{
    json_key(result, "items");
    json_array(result);
    for (size_t j = 0; j < c->n; j++) {
        IrtItem item = c->items[j];
        link_move(line, &item);
        json_object(result);
        json_put_str(result, "item", c->names[j]);
        json_put_num(result, "a", item.a);
        json_key(result, "b");
        json_array(result);
        for (size_t k = 0; k < item.m; k++) json_num(result, item.b[k]);
        json_array_end(result);
        json_object_end(result);
    }
    json_array_end(result);
}

static bool common_items(const StatTable *table, const Args *args, const char *method, Arena *arena, Json *result, Err *err)
{
    Calibration c[2] = { { 0 }, { 0 } };
    if (!read_calibrations(table, args, arena, c, err)) return false;
    IrtItem *from = arena_array(arena, IrtItem, c[0].n), *to = arena_array(arena, IrtItem, c[0].n);
    size_t n = 0;
    for (size_t i = 0; i < c[0].n; i++)
        for (size_t j = 0; j < c[1].n; j++) {
            if (!str_eq(c[0].names[i], c[1].names[j])) continue;
            if (c[0].items[i].m != c[1].items[j].m) return err_set(err, ERR_INPUT, "Уберите его или объедините баллы.", "У задания «%.*s» в двух вариантах разное число шагов.", STR_ARG(c[0].names[i]));
            from[n] = c[0].items[i];
            to[n++] = c[1].items[j];
        }
    if (n == 0) return err_set(err, ERR_INPUT, "Названия заданий должны совпадать.", "Общих заданий нет.");
    LinkLine line;
    if (!(method[0] == 'm' ? link_mean_mean(from, to, n, &line) : link_stocking_lord(from, to, n, 1, &line)))
        return err_set(err, ERR_INPUT, "", "Шкалы не связываются: различающая сила общих заданий в среднем не больше нуля или поиск не сошёлся.");
    json_put_z(result, "method", method);
    json_put_int(result, "common", (long long)n);
    json_put_num(result, "A", line.slope);
    json_put_num(result, "B", line.shift);
    json_put_num(result, "loss", line.loss);
    put_moved(&c[0], &line, result);
    return true;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    const char *method = args_value(args, "--method");
    if (method == NULL || strcmp(method, "equipercentile") == 0) return equipercentile(table, args, arena, result, err);
    if (strcmp(method, "mean-mean") == 0 || strcmp(method, "stocking-lord") == 0) return common_items(table, args, method, arena, result, err);
    return err_set(err, ERR_INPUT, "Способы: equipercentile, mean-mean, stocking-lord.", "Нет способа «%s».", method);
}

static const Option options[] = {
    { .name = "--method", .argument = "equipercentile|mean-mean|stocking-lord", .help = "по равным процентилям (по умолчанию) или по общим заданиям" },
    { .name = "--columns", .argument = "n1,n2", .help = "equipercentile: столбцы с числом работ, первый переводится во второй" },
    { .name = "--reference", .argument = "ФАЙЛ", .help = "equipercentile: второй вариант (score, n)" },
    { .name = "--degree", .argument = "6|bic|0", .help = "equipercentile: степень сглаживания, 0 — без него" },
    { .name = "--parameters", .argument = "ФАЙЛ", .help = "mean-mean, stocking-lord: параметры второго варианта (item, a, b1, b2…)" },
    { 0 },
};

const StatMethod stat_link = { .name = "link", .summary = "перевод баллов или шкалы одного варианта в другой",
    .input = "score и два столбца n (или form, score, n); для общих заданий — item, a, b1, b2… и --parameters (или form)", .options = options, .run = run };
