/* merilo stat jump: classes that leap from one year to the next. */
#include "stats/jump.h"

#include <math.h>

#include "cli/stat_.h"

/* Groups by several columns: their cells joined. */
static bool strata_of(const StatTable *table, const Args *args, Arena *arena, StatGroups *out, Err *err)
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

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    static const char *const names[4] = { "n1", "y1", "n2", "y2" };
    const StatColumn *column[4];
    StatGroups strata;
    for (size_t k = 0; k < 4; k++)
        if ((column[k] = stat_need_numbers(table, names[k], err)) == NULL) return false;
    if (!strata_of(table, args, arena, &strata, err)) return false;
    size_t n = table->n_rows;
    size_t *from = arena_array(arena, size_t, strata.n + 2), *place = arena_array(arena, size_t, n);
    for (size_t i = 0; i < n; i++) from[strata.of[i] + 2]++;
    for (size_t g = 2; g < strata.n + 2; g++) from[g] += from[g - 1];
    JumpClass *x = arena_array(arena, JumpClass, n);
    for (size_t i = 0; i < n; i++) {
        place[i] = from[strata.of[i] + 1]++;
        x[place[i]] = (JumpClass){ .n1 = column[0]->x[i], .y1 = column[1]->x[i], .n2 = column[2]->x[i], .y2 = column[3]->x[i] };
        if (x[place[i]].n1 < 0 || x[place[i]].n2 < 0) return err_set(err, ERR_INPUT, "", "Строка данных %zu: число учеников не может быть меньше нуля.", i + 1);
    }
    size_t silent = 0;
    for (size_t g = 0; g < strata.n; g++) jump_residuals(x + from[g], from[g + 1] - from[g]);
    for (size_t i = 0; i < n; i++) silent += isnan(x[i].z) ? 1 : 0;
    json_put_int(result, "strata", (long long)strata.n);
    if (silent > 0) json_put_z(result, "note", "Где остатков нет: в слое меньше четырёх классов, нет разброса или в строке пропуск.");
    json_key(result, "rows");
    json_array(result);
    const char *const named[] = { "predicted", "resid_z", "resid_t", "p", NULL };
    for (size_t i = 0; i < n; i++) {
        const JumpClass *c = &x[place[i]];
        json_object(result);
        stat_carry(result, table, i, named, arena);
        json_put_num(result, "predicted", c->predicted);
        json_put_num(result, "resid_z", c->z);
        json_put_num(result, "resid_t", c->t);
        json_put_num(result, "p", c->p);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static const Option options[] = { { .name = "--by", .argument = "year,grade", .help = "столбцы, внутри которых сравнивать; без ключа — все классы вместе" }, { 0 } };

const StatMethod stat_jump = { .name = "jump", .summary = "скачки классов от года к году", .input = "n1, y1, n2, y2: ученики и средние двух лет", .options = options, .run = run };
