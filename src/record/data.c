/* Values of a record: fields by their place, lists of rows; as JSON in the database. */
#include <stdlib.h>

#include "base/json.h"
#include "record/record_.h"

bool record_among(const char *list, const char *word)
{
    if (list == NULL) return false;
    Str rest = str_of(list), wanted = str_of(word);
    while (rest.n > 0)
        if (str_eq(record_cut(&rest, ' '), wanted)) return true;
    return false;
}

Str record_cut(Str *rest, char separator)
{
    const char *at = rest->n != 0 ? memchr(rest->at, separator, rest->n) : NULL;
    size_t n = at != NULL ? (size_t)(at - rest->at) : rest->n;
    Str piece = { rest->at, n };
    *rest = str_slice(*rest, at != NULL ? n + 1 : n, rest->n);
    return piece;
}

uint32_t record_field_at(const RecordType *type, const char *name)
{
    for (uint32_t i = 0; type->fields[i].name != NULL; i++)
        if (strcmp(type->fields[i].name, name) == 0) return i;
    return UINT32_MAX;
}

uint32_t record_list_at(const RecordType *type, const char *name)
{
    for (uint32_t i = 0; i < record_lists_n(type); i++)
        if (strcmp(type->lists[i].name, name) == 0) return i;
    return UINT32_MAX;
}

RecordData *record_data_new(const RecordType *type, Arena *arena)
{
    RecordData *data = arena_one(arena, RecordData);
    uint32_t n = record_fields_n(type->fields);
    *data = (RecordData){ .type = type, .values = arena_array(arena, Str, n + 1u), .lists = arena_array(arena, RecordRows, record_lists_n(type) + 1u) };
    for (uint32_t i = 0; i < n; i++) data->values[i] = STR_EMPTY;
    return data;
}

Str record_value(const RecordData *data, const char *name)
{
    uint32_t i = record_field_at(data->type, name);
    BUG_ON(i == UINT32_MAX);
    return data->values[i];
}

void record_set(RecordData *data, const char *name, Str value)
{
    uint32_t i = record_field_at(data->type, name);
    BUG_ON(i == UINT32_MAX);
    data->values[i] = value;
}

const RecordRows *record_rows(const RecordData *data, const char *name)
{
    uint32_t i = record_list_at(data->type, name);
    BUG_ON(i == UINT32_MAX);
    return &data->lists[i];
}

Str record_title(const RecordData *data, Arena *arena)
{
    Str title = record_value(data, data->type->title_field);
    return data->type->title_words == NULL || title.n == 0 ? title : arena_printf(arena, "%s %.*s", data->type->title_words, STR_ARG(title));
}

Str record_day(const RecordData *data) { return record_value(data, data->type->day_field); }
Str record_until(const RecordData *data) { return data->type->until_field != NULL ? record_value(data, data->type->until_field) : STR_EMPTY; }

/* ---- writing ---- */

static void put_value(Json *json, const RecordField *field, Str value)
{
    json_key(json, field->name);
    if (field->kind != RECORD_CHOICES) {
        json_str(json, value);
        return;
    }
    json_array(json);
    while (value.n > 0) json_str(json, record_cut(&value, '\n'));
    json_array_end(json);
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void put_fields(Json *json, const RecordField *fields, const Str *cells, Arena *arena)
{
    uint32_t n = record_fields_n(fields);
    const char **names = arena_array(arena, const char *, n + 1u);
    for (uint32_t i = 0; i < n; i++) names[i] = fields[i].name;
    qsort(names, n, sizeof *names, by_name);
    for (uint32_t i = 0; i < n; i++) {
        const RecordField *field = record_field_find(fields, str_of(names[i]));
        if (cells[field - fields].n > 0) put_value(json, field, cells[field - fields]);
    }
}

static void put_list(Json *json, const RecordList *list, const RecordRows *rows, Arena *arena)
{
    if (rows->n == 0) return;
    json_key(json, list->name);
    json_array(json);
    for (uint32_t r = 0; r < rows->n; r++) {
        json_object(json);
        put_fields(json, list->fields, rows->rows[r].cells, arena);
        json_object_end(json);
    }
    json_array_end(json);
}

Str record_data_write(const RecordData *data, Arena *arena)
{
    const RecordType *type = data->type;
    uint32_t n_fields = record_fields_n(type->fields), n_lists = record_lists_n(type);
    const char **names = arena_array(arena, const char *, n_fields + n_lists + 1u);
    for (uint32_t i = 0; i < n_fields; i++) names[i] = type->fields[i].name;
    for (uint32_t i = 0; i < n_lists; i++) names[n_fields + i] = type->lists[i].name;
    qsort(names, n_fields + n_lists, sizeof *names, by_name);
    Buf buf;
    Json json;
    buf_init(&buf, 0);
    json_init(&json, &buf, true);
    json_object(&json);
    for (uint32_t i = 0; i < n_fields + n_lists; i++) {
        uint32_t f = record_field_at(type, names[i]), l = record_list_at(type, names[i]);
        if (f != UINT32_MAX && data->values[f].n > 0) put_value(&json, &type->fields[f], data->values[f]);
        if (l != UINT32_MAX) put_list(&json, &type->lists[l], &data->lists[l], arena);
    }
    json_object_end(&json);
    Str out = arena_str(arena, str_trim(buf_str(&buf)));
    buf_free(&buf);
    return out;
}
