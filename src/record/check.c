/* A record as a whole: what is missing, what contradicts. */
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"
#include "record/record_.h"

typedef struct Checking { Arena *arena; const RecordLook *look; RecordComplaint *complaints; uint32_t n; } Checking;

enum { COMPLAINTS = 100 }; /* of one record: the form shows them all */

static void complain(Checking *it, Str name, Str title, Str words)
{
    if (it->n < COMPLAINTS) it->complaints[it->n++] = (RecordComplaint){ name, title, words };
}

static bool row_is_empty(const RecordList *list, const RecordRow *row)
{
    for (uint32_t c = 0; list->fields[c].name != NULL; c++)
        if (str_trim(row->cells[c]).n > 0) return false;
    return true;
}

/* Empty rows of the form are left out first, so a complaint points at the row as the form is shown again. */
static void check_list(Checking *it, const RecordList *list, RecordRows *rows, bool needed)
{
    RecordRow *kept = arena_array(it->arena, RecordRow, rows->n + 1u);
    uint32_t n = 0, n_fields = record_fields_n(list->fields);
    for (uint32_t r = 0; r < rows->n; r++) {
        if (row_is_empty(list, &rows->rows[r])) continue;
        Str *cells = arena_array(it->arena, Str, n_fields + 1u);
        for (uint32_t c = 0; c < n_fields; c++) {
            const RecordField *field = &list->fields[c];
            Str why = STR_EMPTY;
            cells[c] = rows->rows[r].cells[c];
            if (record_field_read(field, it->look, it->arena, &cells[c], &why) && (cells[c].n > 0 || !field->required)) continue;
            complain(it, arena_printf(it->arena, "%s.%u.%s", list->name, n, field->name), arena_printf(it->arena, "%s, строка %u: %s", list->title, n + 1, field->title),
                why.n > 0 ? why : STR("Заполните: без этого строка не сохранится."));
        }
        kept[n++].cells = cells;
    }
    *rows = (RecordRows){ n, kept };
    if (n > LIMIT_RECORD_ROWS) complain(it, arena_printf(it->arena, "%s.0.%s", list->name, list->fields[0].name), str_of(list->title), arena_printf(it->arena, "Строк больше %u. Приложите длинный список файлом.", LIMIT_RECORD_ROWS));
    if (n == 0 && needed) complain(it, arena_printf(it->arena, "%s.0.%s", list->name, list->fields[0].name), str_of(list->title), STR("Сначала заполните хотя бы одну строку."));
}

void record_check(RecordData *data, const RecordMove *move, const RecordLook *look, Arena *arena, uint32_t *n, const RecordComplaint **complaints)
{
    const RecordType *type = data->type;
    Checking it = { .arena = arena, .look = look, .complaints = arena_array(arena, RecordComplaint, COMPLAINTS) };
    const char *needs = move != NULL ? move->needs : NULL;
    for (uint32_t i = 0; type->fields[i].name != NULL; i++) {
        const RecordField *field = &type->fields[i];
        Str why = STR_EMPTY;
        bool right = record_field_read(field, look, arena, &data->values[i], &why);
        if (!right) complain(&it, str_of(field->name), str_of(field->title), why);
        else if (data->values[i].n == 0 && field->required) complain(&it, str_of(field->name), str_of(field->title), STR("Заполните это поле."));
        else if (data->values[i].n == 0 && record_among(needs, field->name)) complain(&it, str_of(field->name), str_of(field->title), arena_printf(arena, "Заполните: без этого нельзя «%s».", move->verb));
    }
    for (uint32_t i = 0; i < record_lists_n(type); i++) check_list(&it, &type->lists[i], &data->lists[i], record_among(needs, type->lists[i].name));
    if (it.n == 0 && record_until(data).n > 0 && record_day(data).n > 0 && str_cmp(record_until(data), record_day(data)) < 0)
        complain(&it, str_of(type->until_field), str_of(type->fields[record_field_at(type, type->until_field)].title), STR("Этот день раньше первого. Проверьте обе даты."));
    *n = it.n;
    *complaints = it.complaints;
}
