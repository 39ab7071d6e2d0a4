/* merilo stat compare: two samples, or the same persons twice. */
#include "stats/compare.h"

#include <math.h>

#include "cli/stat/items_.h"
#include "stats/multiple.h"
#include "stats/survey.h"

#define ANSWERS 12 /* more different answers are a measurement, not a question */

typedef struct Samples { double *x, *y; size_t n, m; Str name[2]; } Samples;

static const char *const tests[] = { "t", "paired", "wilcoxon", "mannwhitney", "brunner-munzel" };

/* Two groups in the order of their names. */
static bool two_groups(const StatTable *table, Arena *arena, StatGroups *groups, size_t side[2], Err *err)
{
    size_t found = 0;
    if (stat_need(table, "group", err) == NULL) return false;
    *groups = stat_groups(table, "group", arena);
    for (size_t g = 0; g < groups->n; g++) {
        if (groups->column->text[groups->first[g]].n == 0) continue;
        if (found < 2) side[found] = g;
        found++;
    }
    if (found != 2) return err_set(err, ERR_INPUT, "Сравниваются ровно две группы.", "В столбце «group» разных групп — %zu.", found);
    if (str_cmp(groups->column->text[groups->first[side[0]]], groups->column->text[groups->first[side[1]]]) > 0) {
        size_t swap = side[0];
        side[0] = side[1];
        side[1] = swap;
    }
    return true;
}

/* Pairs in one row: y1, y2. */
static void read_wide(const StatColumn *first, const StatColumn *second, size_t n_rows, Samples *out)
{
    for (size_t i = 0; i < n_rows; i++) {
        if (isnan(first->x[i]) || isnan(second->x[i])) continue;
        out->x[out->n++] = first->x[i];
        out->y[out->m++] = second->x[i];
    }
    out->name[0] = first->name;
    out->name[1] = second->name;
}

/* Pairs by the name of the person, or, without such a column, by place in the group. */
static bool read_pairs(const StatTable *table, const StatColumn *y, const StatGroups *groups, const size_t side[2], Arena *arena, Samples *out, Err *err)
{
    static const char *const names[] = { "pair", "id", "person", "unit", NULL };
    const StatColumn *id = NULL;
    for (const char *const *name = names; *name != NULL && id == NULL; name++) id = stat_column(table, *name);
    size_t n = table->n_rows, place[2] = { 0, 0 };
    Str *text = arena_array(arena, Str, n);
    for (size_t i = 0; i < n; i++) {
        size_t s = groups->of[i] == side[1];
        if (id != NULL) text[i] = id->text[i];
        else if (groups->of[i] == side[s]) text[i] = arena_printf(arena, "%zu", place[s]++);
    }
    if (id == NULL && place[0] != place[1])
        return err_set(err, ERR_INPUT, "Добавьте столбец «pair» с именем пары.", "Для пар в группах должно быть поровну строк, а их %zu и %zu.", place[0], place[1]);
    StatColumn column = { .name = STR("pair"), .text = text };
    StatGroups pairs = stat_groups(&(StatTable){ .n_rows = n, .n_columns = 1, .columns = &column }, "pair", arena);
    double *value = arena_array(arena, double, 2 * pairs.n);
    for (size_t i = 0; i < 2 * pairs.n; i++) value[i] = NAN;
    for (size_t i = 0; i < n; i++)
        for (size_t s = 0; s < 2; s++) {
            if (groups->of[i] != side[s] || text[i].n == 0 || isnan(y->x[i])) continue;
            if (!isnan(value[2 * pairs.of[i] + s])) return err_set(err, ERR_INPUT, "", "Пара «%.*s» встречается в группе дважды.", STR_ARG(text[i]));
            value[2 * pairs.of[i] + s] = y->x[i];
        }
    for (size_t p = 0; p < pairs.n; p++)
        if (!isnan(value[2 * p]) && !isnan(value[2 * p + 1])) {
            out->x[out->n++] = value[2 * p];
            out->y[out->m++] = value[2 * p + 1];
        }
    return true;
}

/* Column y of two groups, or of the same persons in them. */
static bool read_grouped(const StatTable *table, const StatColumn *y, bool paired, Arena *arena, Samples *out, Err *err)
{
    *out = (Samples){ .x = arena_array(arena, double, table->n_rows), .y = arena_array(arena, double, table->n_rows) };
    StatGroups groups;
    size_t side[2] = { 0, 0 };
    if (!two_groups(table, arena, &groups, side, err)) return false;
    for (size_t s = 0; s < 2; s++) out->name[s] = groups.column->text[groups.first[side[s]]];
    if (paired) return read_pairs(table, y, &groups, side, arena, out, err);
    for (size_t i = 0; i < table->n_rows; i++) {
        if (isnan(y->x[i])) continue;
        if (groups.of[i] == side[0]) out->x[out->n++] = y->x[i];
        if (groups.of[i] == side[1]) out->y[out->m++] = y->x[i];
    }
    return true;
}

static bool read_samples(const StatTable *table, bool paired, Arena *arena, Samples *out, Err *err)
{
    *out = (Samples){ .x = arena_array(arena, double, table->n_rows), .y = arena_array(arena, double, table->n_rows) };
    if (stat_column(table, "y1") != NULL && stat_column(table, "y2") != NULL && stat_column(table, "y") == NULL) {
        const StatColumn *first = stat_need_numbers(table, "y1", err), *second = first != NULL ? stat_need_numbers(table, "y2", err) : NULL;
        if (second == NULL) return false;
        if (paired) read_wide(first, second, table->n_rows, out);
        for (size_t i = 0; !paired && i < table->n_rows; i++) {
            if (!isnan(first->x[i])) out->x[out->n++] = first->x[i];
            if (!isnan(second->x[i])) out->y[out->m++] = second->x[i];
        }
        out->name[0] = first->name;
        out->name[1] = second->name;
        return true;
    }
    const StatColumn *y = stat_need_numbers(table, "y", err);
    return y != NULL && read_grouped(table, y, paired, arena, out, err);
}

static Compare compare(size_t test, const Samples *s, Arena *arena)
{
    double *scratch = arena_array(arena, double, 4 * (s->n + s->m) + COMPARE_LAW);
    switch (test) {
    case 0: return compare_t(s->x, s->n, s->y, s->m);
    case 1: return compare_paired(s->x, s->y, s->n, scratch);
    case 2: return compare_wilcoxon(s->x, s->y, s->n, scratch);
    case 3: return compare_mann_whitney(s->x, s->n, s->y, s->m, scratch);
    default: return compare_brunner_munzel(s->x, s->n, s->y, s->m, scratch);
    }
}

static const char *why_not(size_t test, const Samples *s)
{
    if (s->n < 2 || s->m < 2) return "Слишком мало наблюдений.";
    return test == 4 ? "Выборки не пересекаются или в них нет разброса: этот критерий не считается." : "Нет разброса: сравнивать нечего.";
}

static void put_heading(size_t test, const Samples *s, Json *result)
{
    json_put_z(result, "test", tests[test]);
    json_key(result, "groups");
    json_array(result);
    json_str(result, s->name[0]);
    json_str(result, s->name[1]);
    json_array_end(result);
}

static void put_compare(size_t test, const Samples *s, const Compare *c, Json *result)
{
    json_put_int(result, "n1", (long long)s->n);
    json_put_int(result, "n2", (long long)s->m);
    json_put_num(result, "statistic", c->statistic);
    json_put_num(result, "df", c->df);
    json_put_num(result, "p", c->p);
    json_put_bool(result, "exact", c->exact);
    json_put_z(result, "effect_kind", test <= 1 ? "d" : "cliff");
    json_put_num(result, "effect", c->effect.value);
    json_put_num(result, "low", c->effect.low);
    json_put_num(result, "high", c->effect.high);
    if (isnan(c->p)) json_put_z(result, "note", why_not(test, s));
}

/* People at each answer in both samples, few of them hidden; nothing when answers are many. */
static void put_answers(const Samples *s, Json *result)
{
    double answer[ANSWERS], count[2][ANSWERS] = { { 0 } };
    size_t n = 0;
    for (size_t i = 0; i < s->n + s->m; i++) {
        double value = i < s->n ? s->x[i] : s->y[i - s->n];
        size_t at = 0;
        while (at < n && answer[at] < value) at++;
        if (at == n || answer[at] > value) {
            if (n == ANSWERS) return;
            for (size_t k = n++; k > at; k--) {
                answer[k] = answer[k - 1];
                count[0][k] = count[0][k - 1];
                count[1][k] = count[1][k - 1];
            }
            answer[at] = value;
            count[0][at] = count[1][at] = 0;
        }
        count[i >= s->n][at]++;
    }
    bool hidden[2][ANSWERS];
    for (size_t side = 0; side < 2; side++) survey_hide(count[side], n, hidden[side]);
    json_key(result, "answers");
    json_array(result);
    for (size_t at = 0; at < n; at++) {
        json_object(result);
        json_put_num(result, "answer", answer[at]);
        json_put_num(result, "n1", hidden[0][at] ? NAN : count[0][at]);
        json_put_num(result, "n2", hidden[1][at] ? NAN : count[1][at]);
        json_object_end(result);
    }
    json_array_end(result);
}

/* Every item by itself, their p-values by Holm; an item with fewer than five people on a side says only that. */
static bool run_items(const StatTable *table, const Args *args, size_t test, Arena *arena, Json *result, Err *err)
{
    const StatColumn **column;
    size_t k;
    if (!stat_pick(table, args, "--items", stat_not_items, false, arena, &column, &k, err)) return false;
    Samples *s = arena_array(arena, Samples, k);
    Compare *c = arena_array(arena, Compare, k);
    double *p = arena_array(arena, double, k), *holm = arena_array(arena, double, k);
    for (size_t i = 0; i < k; i++) {
        if (!read_grouped(table, column[i], test == 1 || test == 2, arena, &s[i], err)) return false;
        bool few = s[i].n < SURVEY_SMALLEST || s[i].m < SURVEY_SMALLEST;
        if (!few) c[i] = compare(test, &s[i], arena);
        p[i] = few ? NAN : c[i].p;
    }
    multiple_holm(p, k, holm, arena_array(arena, double, 2 * k));
    put_heading(test, &s[0], result);
    json_key(result, "items");
    json_array(result);
    for (size_t i = 0; i < k; i++) {
        json_object(result);
        json_put_str(result, "item", column[i]->name);
        if (s[i].n < SURVEY_SMALLEST || s[i].m < SURVEY_SMALLEST) {
            json_put_num(result, "p", NAN);
            json_put_num(result, "p_holm", NAN);
            json_put_z(result, "note", "Ответивших меньше пяти: итог скрыт.");
        } else {
            put_compare(test, &s[i], &c[i], result);
            json_put_num(result, "p_holm", holm[i]);
            put_answers(&s[i], result);
        }
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    const char *word = args_value(args, "--test");
    size_t test = 0;
    while (word != NULL && test < 5 && strcmp(tests[test], word) != 0) test++;
    if (test == 5) return err_set(err, ERR_INPUT, "Есть t, paired, wilcoxon, mannwhitney, brunner-munzel.", "Нет критерия «%s».", word);
    if (args_has(args, "--items")) return run_items(table, args, test, arena, result, err);
    Samples s;
    if (!read_samples(table, test == 1 || test == 2, arena, &s, err)) return false;
    Compare c = compare(test, &s, arena);
    put_heading(test, &s, result);
    put_compare(test, &s, &c, result);
    return true;
}

static const Option options[] = {
    { .name = "--test", .argument = "t|paired|wilcoxon|mannwhitney|brunner-munzel", .help = "критерий; без ключа — t Уэлча" },
    { .name = "--items", .argument = "b1-b26", .help = "сравнить каждый вопрос: p по Холму, ответы меньше пяти человек скрыты" },
    { 0 },
};

const StatMethod stat_compare = { .name = "compare", .summary = "две выборки или пары: критерий и величина различия с границами",
    .input = "group и y или столбцы вопросов (для пар — ещё pair, id, person или unit), либо y1 и y2", .options = options, .run = run };
