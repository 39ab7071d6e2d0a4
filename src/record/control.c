/* Decisions of minutes and points of an order as a document that can be put under control. */
#include "base/date.h"
#include "record/record_.h"

static Str cell_of(const RecordList *list, const RecordRow *row, const char *name)
{
    const RecordField *field = record_field_find(list->fields, str_of(name));
    BUG_ON(field == NULL);
    return row->cells[field - list->fields];
}

static const Str *split(Str words, Arena *arena, uint32_t *n)
{
    uint32_t room = 1;
    for (size_t i = 0; i < words.n; i++) room += words.at[i] == ',' || words.at[i] == ';' || words.at[i] == '\n';
    Str *out = arena_array(arena, Str, room);
    *n = 0;
    for (size_t from = 0, i = 0; i <= words.n; i++) {
        if (i < words.n && words.at[i] != ',' && words.at[i] != ';' && words.at[i] != '\n') continue;
        Str one = str_trim(str_slice(words, from, i));
        if (one.n > 0) out[(*n)++] = one;
        from = i + 1;
    }
    return out;
}

/* The question of the agenda that a decision is about, from 1; those of no question come behind the last. 0: there is one question, or none. */
static uint32_t question_of(const RecordData *data, const RecordList *list, const RecordRow *row)
{
    long long at = 0;
    uint32_t n = record_list_at(data->type, "agenda") == UINT32_MAX ? 0 : record_rows(data, "agenda")->n;
    if (n < 2 || record_field_find(list->fields, STR("item")) == NULL) return 0;
    return str_to_int(cell_of(list, row, "item"), &at) && at > 0 && at <= n ? (uint32_t)at : n + 1;
}

/* «2.1»: the first decision about the second question. */
static Str number_of_decision(const RecordData *data, const RecordList *list, const RecordRows *rows, uint32_t r, Arena *arena)
{
    uint32_t question = question_of(data, list, &rows->rows[r]), k = 1;
    if (question == 0) return arena_printf(arena, "%u", r + 1);
    for (uint32_t i = 0; i < r; i++) k += question_of(data, list, &rows->rows[i]) == question;
    return arena_printf(arena, "%u.%u", question, k);
}

void record_plan(const RecordData *data, Arena *arena, PlanContent *out)
{
    const RecordType *type = data->type;
    BUG_ON(type->decisions == NULL);
    const RecordList *list = &type->lists[record_list_at(type, type->decisions)];
    const RecordRows *rows = record_rows(data, type->decisions);
    PlanDecision *decisions = arena_array(arena, PlanDecision, rows->n + 1u);
    for (uint32_t r = 0; r < rows->n; r++) {
        PlanDecision *one = &decisions[r];
        *one = (PlanDecision){ .number = number_of_decision(data, list, rows, r, arena), .text = cell_of(list, &rows->rows[r], "text"), .term = { .text = cell_of(list, &rows->rows[r], "term") } };
        one->responsible = split(cell_of(list, &rows->rows[r], "responsible"), arena, &one->n_responsible);
    }
    int32_t day = DATE_NONE;
    date_parse(record_day(data), &day);
    uint32_t number = record_field_at(type, "number");
    *out = (PlanContent){ .kind = type->plan_kind, .title = record_title(data, arena), .approved_by = STR_EMPTY, .approved_on = day, .goal = STR_EMPTY,
        .approved_number = number != UINT32_MAX ? data->values[number] : STR_EMPTY, .school_year = day != DATE_NONE ? date_school_year(day) : 0, .n_decisions = rows->n, .decisions = decisions };
}
