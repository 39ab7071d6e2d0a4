/* merilo stat jump: classes that leap from one year to the next. */
#include "stats/jump.h"

#include <math.h>

#include "cli/stat/jump_.h"
#include "cli/stat/theta_.h"

static const char *const known[] = { "residuals", "score", "answer", "cross", "ranks", "measures", NULL };

/* Groups by several columns: their cells joined. */
static bool groups_of(const StatTable *table, const Args *args, Arena *arena, StatGroups *out, Err *err)
{
    const char *words = args_value(args, "--by");
    StatColumn joined = { .name = STR("by") };
    Str *text = arena_array(arena, Str, table->n_rows);
    for (size_t i = 0; i < table->n_rows; i++) text[i] = STR_EMPTY;
    while (words != NULL) {
        const char *end = strchr(words, ',');
        Str name = str_trim(end != NULL ? (Str){ words, (size_t)(end - words) } : str_of(words));
        const StatColumn *column = stat_need(table, arena_z(arena, name), err);
        if (column == NULL) return false;
        for (size_t i = 0; i < table->n_rows; i++) text[i] = arena_printf(arena, "%.*s\x1F%.*s", STR_ARG(text[i]), STR_ARG(column->text[i]));
        words = end != NULL ? end + 1 : NULL;
    }
    joined.text = text;
    *out = stat_groups(&(StatTable){ .n_rows = table->n_rows, .n_columns = 1, .columns = &joined }, "by", arena);
    return true;
}

static bool strata_of(const StatTable *table, const Args *args, Arena *arena, JumpStrata *out, Err *err)
{
    StatGroups groups;
    if (!groups_of(table, args, arena, &groups, err)) return false;
    size_t n = table->n_rows, *next = arena_array(arena, size_t, groups.n + 1);
    *out = (JumpStrata){ n, groups.n, arena_array(arena, size_t, groups.n + 1), arena_array(arena, size_t, n + 1) };
    for (size_t i = 0; i < n; i++) out->from[groups.of[i] + 1]++;
    for (size_t g = 0; g < groups.n; g++) {
        out->from[g + 1] += out->from[g];
        next[g] = out->from[g];
    }
    for (size_t i = 0; i < n; i++) out->place[i] = next[groups.of[i]]++;
    return true;
}

static bool run_residuals(const StatTable *table, const JumpStrata *strata, Arena *arena, JumpAnswer *out, Err *err)
{
    static const char *const names[4] = { "n1", "y1", "n2", "y2" };
    const StatColumn *column[4];
    for (size_t k = 0; k < 4; k++)
        if ((column[k] = stat_need_numbers(table, names[k], err)) == NULL) return false;
    size_t n = table->n_rows;
    JumpClass *x = arena_array(arena, JumpClass, n);
    for (size_t i = 0; i < n; i++) {
        JumpClass *c = &x[strata->place[i]];
        *c = (JumpClass){ .n1 = column[0]->x[i], .y1 = column[1]->x[i], .n2 = column[2]->x[i], .y2 = column[3]->x[i] };
        if (c->n1 < 0 || c->n2 < 0) return err_set(err, ERR_INPUT, "", "Строка данных %zu: число учеников не может быть меньше нуля.", i + 1);
    }
    for (size_t g = 0; g < strata->n; g++) jump_residuals(x + strata->from[g], strata->from[g + 1] - strata->from[g]);
    double *value = arena_array(arena, double, 4 * n + 1);
    bool silent = false;
    for (size_t i = 0; i < n; i++) {
        value[i] = x[i].predicted;
        value[n + i] = x[i].z;
        value[2 * n + i] = x[i].t;
        value[3 * n + i] = x[i].p;
        if (isnan(x[i].z)) silent = true;
    }
    if (silent) jump_note(out, "Где остатков нет: в слое меньше четырёх классов, нет разброса или в строке пропуск.", arena);
    jump_add(out, "predicted", value);
    jump_add(out, "resid_z", value + n);
    jump_add(out, "resid_t", value + 2 * n);
    jump_add(out, "p", value + 3 * n);
    return true;
}

static void put_rows(const StatTable *table, const JumpStrata *strata, const JumpAnswer *answer, Arena *arena, Json *result)
{
    const char *named[sizeof answer->column / sizeof *answer->column + 1] = { NULL };
    for (size_t k = 0; k < answer->n; k++) named[k] = answer->column[k].name;
    if (answer->note != NULL) json_put_z(result, "note", answer->note);
    json_key(result, "rows");
    json_array(result);
    for (size_t i = 0; i < table->n_rows; i++) {
        json_object(result);
        stat_carry(result, table, i, named, arena);
        for (size_t k = 0; k < answer->n; k++) json_put_num(result, answer->column[k].name, answer->column[k].x[strata->place[i]]);
        json_object_end(result);
    }
    json_array_end(result);
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    bool taken[N_JUMP], said;
    JumpStrata strata;
    JumpAnswer answer = { 0 };
    if (!stat_statistics(args, known, taken, &said, err)) return false;
    for (size_t k = 0; k < N_JUMP; k++) taken[k] = said ? taken[k] : k == JUMP_RESIDUALS;
    size_t n_taken = 0;
    for (size_t k = 0; k < N_JUMP; k++) n_taken += taken[k];
    if (taken[JUMP_MEASURES] && n_taken > 1)
        return err_set(err, ERR_INPUT, "Остальные считаются по таблице классов: подайте туда ответ measures.", "Показатель «measures» считается по таблице работ, отдельно от остальных.");
    if (taken[JUMP_MEASURES]) return jump_run_measures(table, args, arena, result, err);
    if (!strata_of(table, args, arena, &strata, err)) return false;
    json_put_int(result, "strata", (long long)strata.n);
    if (taken[JUMP_RESIDUALS] && !run_residuals(table, &strata, arena, &answer, err)) return false;
    if ((taken[JUMP_SCORE] || taken[JUMP_ANSWER]) && !jump_run_ranks(table, &strata, taken, arena, result, &answer, err)) return false;
    if (taken[JUMP_CROSS] && !jump_run_cross(table, &strata, arena, &answer, err)) return false;
    if (taken[JUMP_RANKS] && !jump_run_sum(table, args, &strata, arena, &answer, err)) return false;
    put_rows(table, &strata, &answer, arena, result);
    return true;
}

static const Option options[] = {
    { .name = "--statistics", .argument = "score,answer", .help = "residuals — остатки скачка (по умолчанию); score — ранг скачка и ранг возврата по Jacob и Levitt; answer — ранги четырёх мер m1–m4; "
        "с обоими — нижняя граница доли таких классов; cross — та же когорта в двух процедурах; ranks — сумма рангов по рядам; measures — меры m1–m4 по самим работам" },
    { .name = "--by", .argument = "year,grade", .help = "столбцы, внутри которых сравнивать; без ключа — все классы вместе" },
    { .name = "--series", .argument = "x1,x2", .help = "столбцы рядов для ranks" },
    STAT_MODEL_OPTIONS,
    { 0 },
};

const StatMethod stat_jump = { .name = "jump", .summary = "скачки классов от года к году",
    .input = "residuals: n1, y1, n2, y2 — ученики и средние двух лет; score: gain и next_gain или y1, y2, y3; answer: m1–m4; cross: z1, z2 и, если есть, measurement; measures: group и столбцы заданий",
    .options = options, .run = run };
