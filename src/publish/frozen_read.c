/* A frozen copy from its bytes. A file of its own: names of jansson and of base/json.h are alike. */
#include <jansson.h>

#include "base/date.h"
#include "base/limits.h"
#include "publish/frozen.h"

static Str text(const json_t *value, Arena *arena) { return json_is_string(value) ? arena_str(arena, (Str){ json_string_value(value), json_string_length(value) }) : STR_EMPTY; }

static void read_table(const json_t *object, Arena *arena, FrozenTable *out)
{
    const json_t *columns = json_object_get(object, "columns"), *rows = json_object_get(object, "rows");
    uint32_t n_columns = (uint32_t)json_array_size(columns), n_rows = (uint32_t)json_array_size(rows);
    Str *heads = arena_array(arena, Str, n_columns + 1u), *cells = arena_array(arena, Str, (size_t)n_columns * n_rows + 1u);
    bool *numbers = arena_array(arena, bool, n_columns + 1u);
    for (uint32_t c = 0; c < n_columns; c++) {
        const json_t *column = json_array_get(columns, c);
        heads[c] = text(json_object_get(column, "head"), arena);
        numbers[c] = json_is_true(json_object_get(column, "number"));
    }
    for (uint32_t r = 0; r < n_rows; r++)
        for (uint32_t c = 0; c < n_columns; c++) cells[(size_t)r * n_columns + c] = text(json_array_get(json_array_get(rows, r), c), arena);
    *out = (FrozenTable){ .title = text(json_object_get(object, "title"), arena), .note = text(json_object_get(object, "note"), arena), .n_columns = n_columns, .heads = heads, .is_number = numbers, .n_rows = n_rows, .cells = cells };
}

bool frozen_read(Str bytes, Str sha256, Arena *arena, FrozenCopy *out, Err *err)
{
    json_error_t where;
    json_t *object = bytes.n > LIMIT_FROZEN_BYTES ? NULL : json_loadb(bytes.at, bytes.n, JSON_REJECT_DUPLICATES, &where);
    const json_t *tables = json_object_get(object, "tables"), *facts = json_object_get(object, "facts");
    if (!json_is_array(tables)) {
        json_decref(object);
        return err_set(err, ERR_INPUT, "Скажите администратору: вложение испорчено.", "Вставленные данные не читаются.");
    }
    int32_t day = DATE_NONE;
    date_parse(text(json_object_get(object, "day"), arena), &day);
    *out = (FrozenCopy){ .title = text(json_object_get(object, "title"), arena), .address = text(json_object_get(object, "address"), arena), .moment = text(json_object_get(object, "moment"), arena) };
    out->n_facts = (uint32_t)json_array_size(facts);
    Str *lines = arena_array(arena, Str, out->n_facts + 1u);
    for (uint32_t i = 0; i < out->n_facts; i++) lines[i] = text(json_array_get(facts, i), arena);
    out->facts = lines;
    out->n_tables = (uint32_t)json_array_size(tables);
    FrozenTable *read = arena_array(arena, FrozenTable, out->n_tables + 1u);
    for (uint32_t i = 0; i < out->n_tables; i++) {
        read_table(json_array_get(tables, i), arena, &read[i]);
        read[i].taken_on = day;
        read[i].sha256 = sha256;
    }
    out->tables = read;
    json_decref(object);
    return true;
}
