/* Two versions of a record in words; two people's changes put together. */
#include "base/limits.h"
#include "record/record_.h"

Str record_row_words(const RecordList *list, const RecordRow *row, Arena *arena)
{
    Str out = STR_EMPTY;
    uint32_t n = record_fields_n(list->fields), n_filled = 0;
    for (uint32_t c = 0; c < n; c++) n_filled = row->cells[c].n > 0 ? c + 1 : n_filled;
    for (uint32_t c = 0; c < n_filled; c++) out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), c > 0 ? " | " : "", STR_ARG(record_field_words(&list->fields[c], NULL, arena, row->cells[c])));
    return out;
}

static uint32_t cells_alike(const RecordList *list, const RecordRow *a, const RecordRow *b)
{
    uint32_t n = 0;
    for (uint32_t c = 0; list->fields[c].name != NULL; c++) n += a->cells[c].n > 0 && str_eq(a->cells[c], b->cells[c]);
    return n;
}

static bool rows_equal(const RecordList *list, const RecordRow *a, const RecordRow *b)
{
    for (uint32_t c = 0; list->fields[c].name != NULL; c++)
        if (!str_eq(a->cells[c], b->cells[c])) return false;
    return true;
}

/* Equal rows pair first, then those with most equal cells, then what is left by place: an edited row is one change, not two. */
static void pair_rows(const RecordList *list, const RecordRows *before, const RecordRows *after, uint32_t *to /* of before: row of after, or UINT32_MAX */, bool *taken)
{
    for (uint32_t b = 0; b < before->n; b++) to[b] = UINT32_MAX;
    for (uint32_t b = 0; b < before->n; b++)
        for (uint32_t a = 0; a < after->n && to[b] == UINT32_MAX; a++)
            if (!taken[a] && rows_equal(list, &before->rows[b], &after->rows[a])) to[b] = a, taken[a] = true;
    for (uint32_t b = 0; b < before->n; b++) {
        uint32_t best = UINT32_MAX, most = 0;
        for (uint32_t a = 0; a < after->n && to[b] == UINT32_MAX; a++) {
            uint32_t alike = taken[a] ? 0 : cells_alike(list, &before->rows[b], &after->rows[a]);
            if (alike > most) best = a, most = alike;
        }
        if (best != UINT32_MAX) to[b] = best, taken[best] = true;
    }
    for (uint32_t b = 0; b < before->n && b < after->n; b++)
        if (to[b] == UINT32_MAX && !taken[b]) to[b] = b, taken[b] = true;
}

typedef struct Changes { Arena *arena; RecordChange *at; uint32_t n, room; } Changes;

static void add(Changes *out, RecordChange change)
{
    BUG_ON(out->n == out->room);
    out->at[out->n++] = change;
}

static void diff_list(const RecordList *list, const RecordRows *before, const RecordRows *after, Changes *out)
{
    Arena *arena = out->arena;
    uint32_t *to = arena_array(arena, uint32_t, before->n + 1u);
    bool *taken = arena_array(arena, bool, after->n + 1u);
    pair_rows(list, before, after, to, taken);
    for (uint32_t b = 0; b < before->n; b++) {
        Str was = record_row_words(list, &before->rows[b], arena), is = to[b] == UINT32_MAX ? STR_EMPTY : record_row_words(list, &after->rows[to[b]], arena);
        if (!str_eq(was, is)) add(out, (RecordChange){ str_of(list->name), arena_printf(arena, "%s, строка %u", list->title, b + 1), was, is });
    }
    for (uint32_t a = 0; a < after->n; a++)
        if (!taken[a]) add(out, (RecordChange){ str_of(list->name), arena_printf(arena, "%s, строка %u", list->title, a + 1), STR_EMPTY, record_row_words(list, &after->rows[a], arena) });
}

static uint32_t most_changes(const RecordData *before, const RecordData *after)
{
    uint32_t room = record_fields_n(before->type->fields);
    for (uint32_t i = 0; i < record_lists_n(before->type); i++) room += before->lists[i].n + after->lists[i].n;
    return room;
}

void record_diff(const RecordData *before, const RecordData *after, const RecordLook *look, Arena *arena, uint32_t *n, const RecordChange **changes)
{
    const RecordType *type = before->type;
    BUG_ON(type != after->type);
    uint32_t room = most_changes(before, after);
    Changes out = { .arena = arena, .at = arena_array(arena, RecordChange, room + 1u), .room = room };
    for (uint32_t i = 0; type->fields[i].name != NULL; i++) {
        const RecordField *field = &type->fields[i];
        if (str_eq(before->values[i], after->values[i])) continue;
        add(&out, (RecordChange){ str_of(field->name), str_of(field->title), record_field_words(field, look, arena, before->values[i]), record_field_words(field, look, arena, after->values[i]) });
    }
    for (uint32_t i = 0; i < record_lists_n(type); i++) diff_list(&type->lists[i], &before->lists[i], &after->lists[i], &out);
    *n = out.n;
    *changes = out.at;
}

/* ---- two people ---- */

static bool lists_equal(const RecordList *list, const RecordRows *a, const RecordRows *b)
{
    if (a->n != b->n) return false;
    for (uint32_t r = 0; r < a->n; r++)
        if (!rows_equal(list, &a->rows[r], &b->rows[r])) return false;
    return true;
}

static Str list_words(const RecordList *list, const RecordRows *rows, Arena *arena)
{
    Str out = STR_EMPTY;
    for (uint32_t r = 0; r < rows->n; r++) out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), r > 0 ? "\n" : "", STR_ARG(record_row_words(list, &rows->rows[r], arena)));
    return out;
}

RecordData *record_merge(const RecordData *base, const RecordData *mine, const RecordData *theirs, const RecordLook *look, Arena *arena, uint32_t *n, const RecordChange **clashes)
{
    const RecordType *type = base->type;
    uint32_t room = record_fields_n(type->fields) + record_lists_n(type);
    Changes out = { .arena = arena, .at = arena_array(arena, RecordChange, room + 1u), .room = room };
    RecordData *merged = record_data_new(type, arena);
    for (uint32_t i = 0; type->fields[i].name != NULL; i++) {
        const RecordField *field = &type->fields[i];
        bool i_did = !str_eq(base->values[i], mine->values[i]), they_did = !str_eq(base->values[i], theirs->values[i]);
        merged->values[i] = i_did ? mine->values[i] : theirs->values[i];
        if (i_did && they_did && !str_eq(mine->values[i], theirs->values[i]))
            add(&out, (RecordChange){ str_of(field->name), str_of(field->title), record_field_words(field, look, arena, theirs->values[i]), record_field_words(field, look, arena, mine->values[i]) });
    }
    for (uint32_t i = 0; i < record_lists_n(type); i++) {
        const RecordList *list = &type->lists[i];
        bool i_did = !lists_equal(list, &base->lists[i], &mine->lists[i]), they_did = !lists_equal(list, &base->lists[i], &theirs->lists[i]);
        merged->lists[i] = i_did ? mine->lists[i] : theirs->lists[i];
        if (i_did && they_did && !lists_equal(list, &mine->lists[i], &theirs->lists[i]))
            add(&out, (RecordChange){ str_of(list->name), str_of(list->title), list_words(list, &theirs->lists[i], arena), list_words(list, &mine->lists[i], arena) });
    }
    *n = out.n;
    *clashes = out.at;
    return merged;
}
