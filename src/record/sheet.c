/* Records as rows of a spreadsheet: every field a column, every list a column. A cell has one line in files, so lines are parted by «¶»; a line end typed in a cell parts them as well. */
#include "base/utf8.h"
#include "record/record_.h"

uint32_t record_columns(const RecordType *type, Arena *arena, const Str **heads)
{
    uint32_t n_fields = record_fields_n(type->fields), n_lists = record_lists_n(type);
    Str *out = arena_array(arena, Str, n_fields + n_lists + 1u);
    for (uint32_t i = 0; i < n_fields; i++) out[i] = str_of(type->fields[i].title);
    for (uint32_t i = 0; i < n_lists; i++) {
        Str names = STR_EMPTY;
        for (const RecordField *field = type->lists[i].fields; field->name != NULL; field++)
            names = arena_printf(arena, "%.*s%s%s", STR_ARG(names), names.n > 0 ? ", " : "", field->title);
        out[n_fields + i] = arena_printf(arena, "%s: %.*s", type->lists[i].title, STR_ARG(names));
    }
    *heads = out;
    return n_fields + n_lists;
}

/* «Повестка: вопрос | докладчик» is found by «Повестка» too: people shorten heads. */
static Str head_of(Str title, Arena *arena)
{
    Str folded = utf8_fold(arena, title);
    size_t colon = str_find(folded, STR(":"));
    return colon == SIZE_MAX ? folded : str_trim(str_slice(folded, 0, colon));
}

uint32_t record_columns_map(const RecordType *type, uint32_t n_cells, const Str *cells, Arena *arena, int32_t **map)
{
    const Str *heads;
    uint32_t n = record_columns(type, arena, &heads), n_fields = record_fields_n(type->fields), n_known = 0;
    *map = arena_array(arena, int32_t, n_cells + 1u);
    bool *taken = arena_array(arena, bool, n + 1u);
    for (uint32_t c = 0; c < n_cells; c++) {
        Str given = head_of(cells[c], arena);
        (*map)[c] = -1;
        for (uint32_t i = 0; i < n && given.n > 0; i++) {
            const char *name = i < n_fields ? type->fields[i].name : type->lists[i - n_fields].name;
            if (taken[i] || (!str_eq(given, head_of(heads[i], arena)) && !str_eq(given, str_of(name)))) continue;
            (*map)[c] = (int32_t)i;
            taken[i] = true;
            n_known++;
            break;
        }
    }
    return n_known;
}

#define LINE_SIGN "\xC2\xB6" /* ¶ */

static Str with_lines(Str cell, Arena *arena)
{
    char *out = arena_alloc(arena, cell.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < cell.n; i++) {
        if (str_starts(str_slice(cell, i, cell.n), STR(LINE_SIGN))) {
            while (n > 0 && out[n - 1] == ' ') n--;
            out[n++] = '\n';
            i += sizeof LINE_SIGN - 2;
            while (i + 1 < cell.n && cell.at[i + 1] == ' ') i++;
        } else {
            out[n++] = cell.at[i];
        }
    }
    return (Str){ out, n };
}

static Str in_one_line(Str text, const char *sign, Arena *arena)
{
    Str out = STR_EMPTY;
    while (text.n > 0) {
        Str line = str_trim(record_cut(&text, '\n'));
        if (line.n > 0) out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), out.n > 0 ? sign : "", STR_ARG(line));
    }
    return out;
}

static void read_lines(const RecordList *list, Str text, RecordRows *out, Arena *arena)
{
    uint32_t room = 1, n = 0, n_fields = record_fields_n(list->fields);
    for (size_t i = 0; i < text.n; i++) room += text.at[i] == '\n';
    RecordRow *rows = arena_array(arena, RecordRow, room);
    while (text.n > 0) {
        Str line = record_cut(&text, '\n'), *cells = arena_array(arena, Str, n_fields + 1u);
        for (uint32_t c = 0; c < n_fields; c++) cells[c] = c + 1 < n_fields ? str_trim(record_cut(&line, '|')) : str_trim(line);
        rows[n++].cells = cells;
    }
    *out = (RecordRows){ n, rows };
}

RecordData *record_from_cells(const RecordType *type, uint32_t n_cells, const Str *cells, const int32_t *map, Arena *arena)
{
    RecordData *data = record_data_new(type, arena);
    uint32_t n_fields = record_fields_n(type->fields);
    for (uint32_t c = 0; c < n_cells; c++) {
        if (map[c] < 0) continue;
        uint32_t i = (uint32_t)map[c];
        if (i < n_fields) data->values[i] = with_lines(cells[c], arena);
        else read_lines(&type->lists[i - n_fields], with_lines(cells[c], arena), &data->lists[i - n_fields], arena);
    }
    return data;
}

Str record_to_cell(const RecordData *data, uint32_t i_column, const RecordLook *look, Arena *arena)
{
    uint32_t n_fields = record_fields_n(data->type->fields);
    if (i_column < n_fields) return in_one_line(record_field_words(&data->type->fields[i_column], look, arena, data->values[i_column]), " " LINE_SIGN " ", arena);
    const RecordRows *rows = &data->lists[i_column - n_fields];
    Str out = STR_EMPTY;
    for (uint32_t r = 0; r < rows->n; r++) {
        Str line = in_one_line(record_row_words(&data->type->lists[i_column - n_fields], &rows->rows[r], arena), " ", arena);
        out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), r > 0 ? " " LINE_SIGN " " : "", STR_ARG(line));
    }
    return out;
}
