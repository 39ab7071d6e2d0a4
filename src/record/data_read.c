/* Values of a record from JSON. A file of its own: names of jansson and of base/json.h are alike. */
#include <jansson.h>

#include "base/limits.h"
#include "record/record_.h"

static Str text_of(const json_t *value, Arena *arena)
{
    if (json_is_string(value)) return arena_str(arena, (Str){ json_string_value(value), json_string_length(value) });
    if (json_is_integer(value)) return arena_printf(arena, "%lld", (long long)json_integer_value(value));
    if (json_is_true(value)) return STR("1");
    Str out = STR_EMPTY;
    for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++) {
        Str one = text_of(json_array_get(value, i), arena);
        out = i == 0 ? one : arena_printf(arena, "%.*s\n%.*s", STR_ARG(out), STR_ARG(one));
    }
    return out;
}

static void read_fields(const RecordField *fields, const json_t *object, Str *cells, Arena *arena)
{
    for (uint32_t i = 0; fields[i].name != NULL; i++) cells[i] = text_of(json_object_get(object, fields[i].name), arena);
}

static void read_list(const RecordList *list, const json_t *array, RecordRows *out, Arena *arena)
{
    uint32_t n = json_is_array(array) ? (uint32_t)json_array_size(array) : 0;
    if (n > LIMIT_RECORD_ROWS) n = LIMIT_RECORD_ROWS + 1; /* one over: the check says so */
    RecordRow *rows = arena_array(arena, RecordRow, n + 1u);
    for (uint32_t r = 0; r < n; r++) {
        Str *cells = arena_array(arena, Str, record_fields_n(list->fields) + 1u);
        read_fields(list->fields, json_array_get(array, r), cells, arena);
        rows[r].cells = cells;
    }
    *out = (RecordRows){ n, rows };
}

bool record_data_read(const RecordType *type, Str json, Arena *arena, RecordData **out, Err *err)
{
    json_error_t where;
    json_t *object = json.n > LIMIT_RECORD_BYTES ? NULL : json_loadb(json.at, json.n, JSON_REJECT_DUPLICATES, &where);
    if (!json_is_object(object)) {
        json_decref(object);
        return err_set(err, ERR_INPUT, "Проверьте, что это запись того же регистра.", "Поля записи не читаются: это не объект JSON.");
    }
    RecordData *data = record_data_new(type, arena);
    read_fields(type->fields, object, data->values, arena);
    for (uint32_t i = 0; i < record_lists_n(type); i++) read_list(&type->lists[i], json_object_get(object, type->lists[i].name), &data->lists[i], arena);
    json_decref(object);
    *out = data;
    return true;
}
