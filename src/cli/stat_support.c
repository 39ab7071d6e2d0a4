/* Columns, groups, options and carried cells for the methods of «merilo stat». */
#include <math.h>

#include "base/limits.h"
#include "cli/stat_.h"

const StatColumn *stat_need(const StatTable *table, const char *name, Err *err)
{
    const StatColumn *column = stat_column(table, name);
    if (column == NULL) err_set(err, ERR_INPUT, "«merilo stat --list» покажет столбцы метода.", "В таблице нет столбца «%s».", name);
    return column;
}

const StatColumn *stat_need_numbers(const StatTable *table, const char *name, Err *err)
{
    const StatColumn *column = stat_need(table, name, err);
    for (size_t i = 0; column != NULL && i < table->n_rows; i++) {
        Str s = column->text[i];
        if (s.n == 0 || !isnan(column->x[i])) continue;
        err_set(err, ERR_INPUT, "Пропуск — пустая ячейка или NA.", "Столбец «%s», строка данных %zu: «%.*s» — не число.", name, i + 1, (int)(s.n < 60 ? s.n : 60), s.at);
        return NULL;
    }
    return column;
}

bool stat_option(const Args *args, const char *name, double fallback, double low, double high, double *out, Err *err)
{
    const char *value = args_value(args, name);
    *out = fallback;
    if (value == NULL) return true;
    Str s = str_of(value);
    char leading[32] = "0"; /* «.05» is a number to a statistician */
    if (s.n > 0 && s.n < sizeof leading - 1 && s.at[0] == '.') {
        memcpy(leading + 1, s.at, s.n);
        s = str_of(leading);
    }
    if (!str_to_num(s, out) || *out < low || *out > high)
        return err_set(err, ERR_INPUT, "", "Ключу «%s» нужно число от %.15g до %.15g, а дано «%s».", name, low, high, value);
    return true;
}

bool stat_numbers(const char *name, const char *text, Arena *arena, double **out, size_t *n, Err *err)
{
    size_t room = 1;
    for (const char *at = text; *at != '\0'; at++) room += *at == ',';
    *out = arena_array(arena, double, room);
    *n = 0;
    for (const char *at = text;; at++) {
        const char *end = strchr(at, ',');
        Str s = str_trim(end != NULL ? (Str){ at, (size_t)(end - at) } : str_of(at));
        if (s.n > 0 && s.at[0] == '.') s = arena_printf(arena, "0%.*s", STR_ARG(s));
        if (!str_to_num(s, &(*out)[*n]))
            return err_set(err, ERR_INPUT, "Числа через запятую: 17,26,38.", "Ключ «%s»: «%s» — не перечень чисел.", name, text);
        ++*n;
        if (end == NULL) return true;
        at = end;
    }
}

StatGroups stat_groups(const StatTable *table, const char *name, Arena *arena)
{
    StatGroups out = { .column = stat_column(table, name) };
    out.of = arena_array(arena, size_t, table->n_rows);
    out.first = arena_array(arena, size_t, table->n_rows);
    if (out.column == NULL) {
        out.n = 1;
        return out;
    }
    size_t slots = 16;
    while (slots < 2 * table->n_rows) slots *= 2;
    size_t *slot = arena_array(arena, size_t, slots); /* group + 1 */
    for (size_t i = 0; i < table->n_rows; i++) {
        Str key = out.column->text[i];
        size_t at = (size_t)str_hash(key) & (slots - 1);
        while (slot[at] != 0 && !str_eq(key, out.column->text[out.first[slot[at] - 1]])) at = (at + 1) & (slots - 1);
        if (slot[at] == 0) {
            out.first[out.n] = i;
            slot[at] = ++out.n;
        }
        out.of[i] = slot[at] - 1;
    }
    return out;
}

/* «007» and «12345678901234567890» are codes. */
static bool reads_back(Str s, double x)
{
    if (isnan(x) || s.n > 15) return false;
    size_t sign = s.at[0] == '-' || s.at[0] == '+';
    return !(s.n > sign + 1 && s.at[sign] == '0' && s.at[sign + 1] != '.' && s.at[sign + 1] != ',');
}

static void put_named(Json *json, const char *key, const StatColumn *column, size_t row)
{
    Str s = column->text[row];
    if (s.n == 0) {
        json_key(json, key);
        json_null(json);
    } else if (reads_back(s, column->x[row]) || (s.n > 15 && memchr(s.at, '.', s.n) != NULL && !isnan(column->x[row]))) json_put_num(json, key, column->x[row]);
    else json_put_str(json, key, s);
}

void stat_put_cell(Json *json, const StatColumn *column, size_t row, Arena *arena) { put_named(json, arena_z(arena, column->name), column, row); }

void stat_carry(Json *json, const StatTable *table, size_t row, const char *const *named, Arena *arena)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        bool own = false;
        for (const char *const *at = named; *at != NULL; at++) own |= str_eq(table->columns[i].name, str_of(*at));
        if (!own) stat_put_cell(json, &table->columns[i], row, arena);
    }
}

void stat_put_group(Json *json, const StatGroups *groups, size_t i, Arena *arena)
{
    (void)arena;
    if (groups->column != NULL) put_named(json, "group", groups->column, groups->first[i]);
}

bool stat_histogram(const StatTable *table, double *count, bool *masked, size_t *least, size_t *max, Err *err)
{
    const char *name = stat_column(table, "score") == NULL && stat_column(table, "points") != NULL ? "points" : "score";
    const StatColumn *score = stat_need_numbers(table, name, err), *n = score != NULL ? stat_need_numbers(table, "n", err) : NULL;
    if (n == NULL) return false;
    bool seen[LIMIT_TOTAL + 1] = { false };
    *least = LIMIT_TOTAL;
    *max = 0;
    for (size_t t = 0; t <= LIMIT_TOTAL; t++) count[t] = 0;
    for (size_t i = 0; i < table->n_rows; i++) {
        double x = score->x[i];
        if (!(x >= 0 && x <= LIMIT_TOTAL) || x != floor(x))
            return err_set(err, ERR_INPUT, "", "Строка данных %zu: балл — целое число от 0 до %u.", i + 1, LIMIT_TOTAL);
        size_t t = (size_t)x;
        if (seen[t]) return err_set(err, ERR_INPUT, "Сложите их.", "Балл %zu встречается дважды.", t);
        if (n->x[i] < 0 || (isnan(n->x[i]) && masked == NULL)) return err_set(err, ERR_INPUT, "", "Строка данных %zu: число работ не может быть таким.", i + 1);
        seen[t] = true;
        if (isnan(n->x[i])) masked[t] = true;
        else count[t] = n->x[i];
        if (t < *least) *least = t;
        if (t > *max) *max = t;
    }
    return true;
}
