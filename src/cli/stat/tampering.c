/* merilo stat tampering: changed scores of works and groups. */
#include <math.h>

#include "cli/stat/theta_.h"
#include "cli/stat/twice_.h"
#include "stats/tampering.h"

enum { EDI, L, GBT, N_STATISTICS };
static const char *const known[] = { "edi", "l", "gbt", NULL };

/* Works with first and final scores of the same tasks: rows 0..n - 1 first, n..2 n - 1 final, one column a task. */
typedef struct Twofold {
    StatTable stacked;
    size_t n;
    size_t *row;      /* [n] of the work in the table: one that names it */
    StatTwice twice;
    double **x;       /* [task][2 n], seen through stacked */
    Str **text;
} Twofold;

static bool new_stack(Twofold *out, size_t n_tasks, Arena *arena, StatColumn **columns, Err *err)
{
    *columns = arena_array(arena, StatColumn, n_tasks);
    out->x = arena_array(arena, double *, n_tasks);
    out->text = arena_array(arena, Str *, n_tasks);
    out->stacked = (StatTable){ 2 * out->n, n_tasks, *columns };
    for (size_t j = 0; j < n_tasks; j++) {
        double *x = arena_try(arena, 2 * out->n * sizeof *x, err);
        Str *text = arena_try(arena, 2 * out->n * sizeof *text, err);
        if (x == NULL || text == NULL) return false;
        for (size_t i = 0; i < 2 * out->n; i++) {
            x[i] = NAN;
            text[i] = STR_EMPTY;
        }
        (*columns)[j] = (StatColumn){ .x = out->x[j] = x, .text = out->text[j] = text };
    }
    return true;
}

static void put_score(Twofold *out, size_t task, size_t row, double value)
{
    out->x[task][row] = value;
    out->text[task][row] = isnan(value) ? STR_EMPTY : STR("#");
}

/* A row a work and a task: person, item, first, final. */
static bool stack_long(const StatTable *table, Twofold *out, const char *person, Arena *arena, Err *err)
{
    StatGroups works = stat_groups(table, person, arena), tasks = stat_groups(table, "item", arena);
    StatColumn *columns;
    out->n = works.n;
    out->row = works.first;
    if (tasks.n > LIMIT_COLUMNS) return err_set(err, ERR_LIMIT, "", "Заданий больше %u.", LIMIT_COLUMNS);
    if (!new_stack(out, tasks.n, arena, &columns, err)) return false;
    for (size_t j = 0; j < tasks.n; j++) columns[j].name = tasks.column->text[tasks.first[j]];
    for (size_t i = 0; i < table->n_rows; i++) {
        const Str *text = out->text[tasks.of[i]];
        if (text[works.of[i]].n > 0 || text[out->n + works.of[i]].n > 0)
            return err_set(err, ERR_INPUT, "", "Строка данных %zu: у работы это задание уже было.", i + 1);
        put_score(out, tasks.of[i], works.of[i], out->twice.first[0]->x[i]);
        put_score(out, tasks.of[i], out->n + works.of[i], out->twice.final[0]->x[i]);
    }
    return true;
}

static bool stack(const StatTable *table, const Args *args, Twofold *out, Arena *arena, Err *err)
{
    if (!stat_twice(table, args, arena, &out->twice, err)) return false;
    const char *person = stat_column(table, "person") != NULL ? "person" : "id";
    if (out->twice.n == 1 && stat_column(table, "item") != NULL && stat_column(table, person) != NULL) return stack_long(table, out, person, arena, err);
    StatColumn *columns;
    out->n = table->n_rows;
    out->row = arena_array(arena, size_t, out->n);
    for (size_t i = 0; i < out->n; i++) out->row[i] = i;
    if (!new_stack(out, out->twice.n, arena, &columns, err)) return false;
    for (size_t j = 0; j < out->twice.n; j++) {
        columns[j].name = out->twice.name[j];
        for (size_t i = 0; i < out->n; i++) {
            put_score(out, j, i, out->twice.first[j]->x[i]);
            put_score(out, j, out->n + i, out->twice.final[j]->x[i]);
        }
    }
    return true;
}

static void put_work(const TamperingWork *work, const bool *taken, Json *result)
{
    TamperingEdi edi = tampering_edi(work, 1);
    json_put_int(result, "changed", (long long)work->n_changed);
    json_put_int(result, "gained", (long long)work->gained);
    json_put_int(result, "lost", (long long)work->lost);
    json_put_num(result, "theta_used", work->theta);
    if (taken[EDI]) {
        json_put_num(result, "edi", edi.edi);
        json_put_num(result, "edi_corrected", edi.edi_corrected);
        json_put_num(result, "edi_p", tampering_p(edi.edi));
    }
    if (taken[L]) {
        json_put_num(result, "l", work->l);
        json_put_num(result, "l_p", tampering_p(work->l));
    }
    if (taken[GBT]) json_put_num(result, "gbt", work->gbt);
}

/* EDI of groups carries the continuity correction, as its authors have it. */
static void put_groups(const StatGroups *groups, const Twofold *works, const TamperingWork *work, Json *result, Arena *arena)
{
    TamperingWork *members = arena_array(arena, TamperingWork, works->n);
    json_key(result, "groups");
    json_array(result);
    for (size_t g = 0; g < groups->n; g++) {
        size_t n = 0;
        for (size_t i = 0; i < works->n; i++)
            if (groups->of[works->row[i]] == g) members[n++] = work[i];
        TamperingEdi edi = tampering_edi(members, n);
        json_object(result);
        stat_put_group(result, groups, g, arena);
        json_put_int(result, "n", (long long)n);
        json_put_int(result, "works_changed", (long long)edi.n_works);
        json_put_int(result, "changed", (long long)edi.n_changed);
        json_put_num(result, "edi", edi.edi_corrected);
        json_put_num(result, "edi_p", tampering_p(edi.edi_corrected));
        json_put_num(result, "edi_uncorrected", edi.edi);
        json_put_num(result, "edi_ts", edi.edi_ts);
        json_put_num(result, "edi_ts_p", tampering_p(edi.edi_ts));
        json_object_end(result);
    }
    json_array_end(result);
}

static const char **own_names(const StatTable *table, const Twofold *works, Arena *arena)
{
    static const char *const ours[] = { "item", "changed", "gained", "lost", "theta_used", "edi", "edi_corrected", "edi_p", "l", "l_p", "gbt", NULL };
    const char **own = arena_array(arena, const char *, 2 * works->twice.n + table->n_columns + 12);
    size_t n = 0;
    for (size_t j = 0; j < works->twice.n; j++) {
        own[n++] = arena_z(arena, works->twice.first[j]->name);
        own[n++] = arena_z(arena, works->twice.final[j]->name);
    }
    for (size_t i = 0; ours[i] != NULL; i++) own[n++] = ours[i];
    return own;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Twofold works = { 0 };
    StatItems items;
    bool taken[N_STATISTICS], named;
    const char *theta_name = args_value(args, "--theta");
    const StatColumn *theta = NULL;
    if (!stat_statistics(args, known, taken, &named, err) || (theta_name != NULL && (theta = stat_need_numbers(table, theta_name, err)) == NULL) ||
        !stack(table, args, &works, arena, err) || !stat_items_read(&works.stacked, args, arena, &items, err) || !stat_items_model(&items, args, arena, err)) return false;
    TamperingWork *work = arena_try(arena, works.n * sizeof *work, err);
    if (work == NULL) return false;
    for (size_t i = 0; i < works.n; i++)
        tampering_work(&items.model, items.x + i * items.n_items, items.x + (works.n + i) * items.n_items, theta != NULL ? theta->x[works.row[i]] : NAN, &work[i]);
    if (items.fixed) json_put_z(result, "model", items.word);
    else stat_items_put(&items, result, arena);
    StatGroups groups = stat_groups(table, "group", arena);
    if (taken[EDI]) put_groups(&groups, &works, work, result, arena);
    const char **own = own_names(table, &works, arena);
    json_key(result, "rows");
    json_array(result);
    for (size_t i = 0; i < works.n; i++) {
        json_object(result);
        stat_carry(result, table, works.row[i], own, arena);
        put_work(&work[i], taken, result);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static const Option options[] = {
    { .name = "--statistics", .argument = "edi,l,gbt", .help = "что считать (по умолчанию всё)" },
    { .name = "--first", .argument = "a1-a9", .help = "столбцы первых баллов; иначе пары по названиям: a1_first и a1_final" },
    { .name = "--final", .argument = "b1-b9", .help = "столбцы окончательных баллов" },
    STAT_MODEL_OPTIONS,
    { .name = "--theta", .argument = "СТОЛБЕЦ", .help = "уровень работы по неизменённым заданиям; иначе оценивается" },
    { 0 },
};

const StatMethod stat_tampering = { .name = "tampering", .summary = "исправления баллов: помогли ли они больше, чем объясняет уровень работы",
    .input = "по паре столбцов на задание (a1_first и a1_final) или строки person, item, first, final; group; без --parameters модель оценивается по тем же баллам", .options = options, .run = run };
