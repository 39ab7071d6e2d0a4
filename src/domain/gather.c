#include "domain/gather.h"

#include <stdlib.h>

#include "base/intern.h"

/* What may be taken of the part's sheet. */
typedef struct Allowed { const bool *class; const Intern *but_codes; } Allowed;

static const Intern *codes_of(const Sheet *sheet, Arena *arena)
{
    Intern *codes = arena_one(arena, Intern);
    intern_init(codes, arena);
    for (uint32_t i = 0; i < sheet->n_rows; i++)
        if (sheet->state[i] != ROW_REJECTED && sheet->code[i].n > 0) intern_add(codes, sheet->code[i]);
    return codes;
}

static const bool *classes_allowed(const GatherPart *part, Arena *arena)
{
    const Sheet *sheet = part->sheet, *but = part->but;
    bool *take = arena_array(arena, bool, sheet->n_class_labels);
    for (uint32_t k = 0; k < sheet->n_class_labels; k++) take[k] = true;
    if (but == NULL) return take;
    bool *present = arena_array(arena, bool, but->n_class_labels);
    for (uint32_t i = 0; i < but->n_rows; i++) present[but->class_of[i]] |= but->state[i] != ROW_REJECTED;
    for (uint32_t k = 0; k < sheet->n_class_labels; k++)
        for (uint32_t b = 0; b < but->n_class_labels && take[k]; b++) take[k] = !(present[b] && str_eq(sheet->class_label[k], but->class_label[b]));
    return take;
}

static Allowed allowed(const GatherPart *part, Arena *arena)
{
    return (Allowed){ classes_allowed(part, arena), part->but != NULL ? codes_of(part->but, arena) : NULL };
}

static bool wanted(const GatherPart *part, Allowed take, uint32_t i)
{
    const Sheet *sheet = part->sheet;
    if (sheet->school[i] != part->school || sheet->state[i] == ROW_REJECTED || !take.class[sheet->class_of[i]]) return false;
    return take.but_codes == NULL || sheet->code[i].n == 0 || intern_find(take.but_codes, sheet->code[i]) == INTERN_NONE;
}

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const Str *)a, *(const Str *)b); }

uint32_t sheet_classes(const GatherPart *part, Arena *arena, const Str **labels)
{
    const Sheet *sheet = part->sheet;
    const Allowed take = allowed(part, arena);
    bool *seen = arena_array(arena, bool, sheet->n_class_labels);
    for (uint32_t i = 0; i < sheet->n_rows; i++)
        if (wanted(part, take, i)) seen[sheet->class_of[i]] = true;
    Str *out = arena_array(arena, Str, sheet->n_class_labels);
    uint32_t n = 0;
    for (uint32_t k = 0; k < sheet->n_class_labels; k++)
        if (seen[k]) out[n++] = sheet->class_label[k];
    if (n > 1) qsort(out, n, sizeof *out, by_bytes);
    *labels = out;
    return n;
}

static bool same_work(const Sheet *a, const Sheet *b)
{
    const Blueprint *x = a->procedure.blueprint, *y = b->procedure.blueprint;
    if (!str_eq(a->procedure.id, b->procedure.id) || x->n_tasks != y->n_tasks || x->max != y->max) return false;
    for (uint16_t t = 0; t < x->n_tasks; t++)
        if (x->tasks[t].max != y->tasks[t].max) return false;
    return true;
}

/* Columns of n rows for the rows to be copied into. */
typedef struct Rows { uint32_t *source_row, *school; uint8_t *state, *variant, *sex, *journal, *score; uint16_t *class_of, *total; int16_t *written; Str *code; } Rows;

static Rows rows_new(uint32_t n, uint32_t n_tasks, Arena *arena)
{
    return (Rows){ arena_array(arena, uint32_t, n), arena_array(arena, uint32_t, n), arena_array(arena, uint8_t, n), arena_array(arena, uint8_t, n), arena_array(arena, uint8_t, n),
        arena_array(arena, uint8_t, n), arena_array(arena, uint8_t, (size_t)n * n_tasks), arena_array(arena, uint16_t, n), arena_array(arena, uint16_t, n),
        arena_array(arena, int16_t, n), arena_array(arena, Str, n) };
}

static void copy_row(const Sheet *from, uint32_t i, const Rows *to, uint32_t at, uint32_t n, uint16_t class_of)
{
    to->source_row[at] = from->source_row[i];
    to->state[at] = from->state[i];
    to->variant[at] = from->variant != NULL ? from->variant[i] : 0;
    to->sex[at] = from->sex != NULL ? from->sex[i] : SEX_UNKNOWN;
    to->journal[at] = from->journal[i];
    to->written[at] = from->written_total[i];
    to->total[at] = from->total[i];
    to->code[at] = from->code[i];
    to->class_of[at] = class_of;
    for (uint16_t t = 0; t < from->procedure.blueprint->n_tasks; t++) to->score[(size_t)t * n + at] = from->score[(size_t)t * from->n_rows + i];
}

static Sheet *new_sheet(const Sheet *first, uint32_t school, Str code, Arena *arena)
{
    Sheet *sheet = arena_one(arena, Sheet);
    Str *texts = arena_array(arena, Str, 3);
    texts[0] = code, texts[1] = first->school_name[school], texts[2] = first->school_municipality[school];
    *sheet = (Sheet){ .procedure = first->procedure, .sheet_name = first->sheet_name, .n_schools = 1, .school_code = texts, .school_name = texts + 1, .school_municipality = texts + 2 };
    return sheet;
}

bool sheet_gather(const GatherPart *parts, uint32_t n_parts, Str school_code, Arena *arena, Sheet **out, Err *err)
{
    Allowed *take = arena_array(arena, Allowed, n_parts);
    uint32_t n = 0, n_labels = 1;
    for (uint32_t p = 0; p < n_parts; p++) {
        const GatherPart *part = &parts[p];
        if (!same_work(parts[0].sheet, part->sheet))
            return err_set(err, ERR_CONFLICT, "Сверьте заголовки заданий: во всех таблицах одной работы они одинаковы.", "В таблицах работы «%.*s» разные задания или наибольшие баллы.",
                           STR_ARG(parts[0].sheet->procedure.title));
        take[p] = allowed(part, arena);
        for (uint32_t i = 0; i < part->sheet->n_rows; i++) n += wanted(part, take[p], i);
        n_labels += part->sheet->n_class_labels;
    }
    Sheet *sheet = new_sheet(parts[0].sheet, parts[0].school, school_code, arena);
    Rows rows = rows_new(n, sheet->procedure.blueprint->n_tasks, arena);
    Str *labels = arena_array(arena, Str, n_labels);
    labels[0] = STR_EMPTY;
    sheet->n_class_labels = 1;
    uint32_t at = 0;
    for (uint32_t p = 0; p < n_parts; p++) {
        const Sheet *from = parts[p].sheet;
        uint16_t *new_class = arena_array(arena, uint16_t, from->n_class_labels);
        for (uint32_t k = 0; k < from->n_class_labels; k++) {
            uint32_t label = 0;
            while (label < sheet->n_class_labels && !str_eq(labels[label], from->class_label[k])) label++;
            if (label == sheet->n_class_labels) labels[sheet->n_class_labels++] = from->class_label[k];
            new_class[k] = (uint16_t)label;
        }
        for (uint32_t i = 0; i < from->n_rows; i++)
            if (wanted(&parts[p], take[p], i)) copy_row(from, i, &rows, at++, n, new_class[from->class_of[i]]);
    }
    sheet->n_rows = n, sheet->class_label = labels;
    for (uint32_t i = 0; i < n; i++) sheet->n_works += rows.state[i] == ROW_WORK, sheet->n_absent += rows.state[i] == ROW_ABSENT;
    sheet->source_row = rows.source_row, sheet->state = rows.state, sheet->school = rows.school, sheet->class_of = rows.class_of, sheet->code = rows.code, sheet->variant = rows.variant;
    sheet->sex = rows.sex, sheet->journal = rows.journal, sheet->written_total = rows.written, sheet->total = rows.total, sheet->score = rows.score;
    *out = sheet;
    return true;
}
