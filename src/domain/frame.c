#include "domain/frame.h"

#include <stdlib.h>

#include "base/intern.h"
#include "domain/packed.h"

static int by_code(const void *left, const void *right)
{
    return str_cmp(((const School *)left)->code, ((const School *)right)->code);
}

static Str first_filled(Str old, Str new) { return old.n != 0 ? old : new; }

SchoolTable school_table_build(const Sheet *const *sheets, uint32_t n_sheets, Arena *arena)
{
    size_t most = 0;
    for (uint32_t i = 0; i < n_sheets; i++) most += sheets[i]->n_schools;
    Arena *scratch = arena_new(0);
    Intern codes;
    intern_init(&codes, scratch);
    School *schools = arena_array(arena, School, most);
    for (uint32_t i = 0; i < n_sheets; i++) {
        const Sheet *sheet = sheets[i];
        for (uint32_t k = 0; k < sheet->n_schools; k++) {
            School *school = &schools[intern_add(&codes, sheet->school_code[k])];
            school->code = sheet->school_code[k];
            school->name = first_filled(school->name, sheet->school_name[k]);
            school->municipality = first_filled(school->municipality, sheet->school_municipality[k]);
        }
    }
    SchoolTable table = { codes.n, schools };
    arena_free(scratch);
    if (table.n > 0) qsort(schools, table.n, sizeof *schools, by_code);
    return table;
}

uint32_t school_table_find(const SchoolTable *table, Str code)
{
    School key = { .code = code };
    if (table->n == 0) return UINT32_MAX;
    const School *found = bsearch(&key, table->schools, table->n, sizeof key, by_code);
    return found == NULL ? UINT32_MAX : (uint32_t)(found - table->schools);
}

/* One work on its way into the frame. */
typedef struct Place {
    uint32_t org, sheet, row;
    Str label, code;
} Place;

static int by_place(const void *left, const void *right)
{
    const Place *a = left, *b = right;
    if (a->org != b->org) return a->org < b->org ? -1 : 1;
    int order = str_cmp(a->label, b->label);
    if (order == 0) order = str_cmp(a->code, b->code);
    if (order != 0) return order;
    if (a->sheet != b->sheet) return a->sheet < b->sheet ? -1 : 1; /* equal keys stay in the order of the files */
    return a->row < b->row ? -1 : a->row > b->row;
}

/* Forms of a whole region mostly come sorted. */
static bool in_order(const Place *places, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (by_place(&places[i - 1], &places[i]) > 0) return false;
    return true;
}

typedef struct Columns { uint8_t *score, *journal, *mark, *sex, *variant; uint16_t *total; Str *code; } Columns;

static void copy_work(const Frame *frame, const Columns *to, const Sheet *sheet, uint32_t row, uint32_t i)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    for (uint32_t t = 0; t < blueprint->n_tasks; t++)
        to->score[(size_t)t * frame->n_works + i] = sheet->score[(size_t)t * sheet->n_rows + row];
    to->total[i] = sheet->total[row];
    to->journal[i] = sheet->journal[row];
    to->mark[i] = (uint8_t)blueprint_mark(blueprint, sheet->total[row]);
    to->sex[i] = sheet->sex[row];
    to->variant[i] = sheet->variant[row];
    to->code[i] = sheet->code[row];
}

/* Spans of schools and classes over the sorted places. */
static void find_spans(Frame *frame, const Place *places, const uint32_t *absent, Arena *arena)
{
    uint32_t n_schools = 0, n_classes = 0;
    for (uint32_t i = 0; i < frame->n_works; i++) {
        bool school = i == 0 || places[i].org != places[i - 1].org;
        n_schools += school;
        n_classes += school || !str_eq(places[i].label, places[i - 1].label);
    }
    SchoolSpan *schools = arena_array(arena, SchoolSpan, n_schools);
    ClassSpan *classes = arena_array(arena, ClassSpan, n_classes);
    uint32_t s = UINT32_MAX, c = UINT32_MAX;
    for (uint32_t i = 0; i < frame->n_works; i++) {
        bool school = i == 0 || places[i].org != places[i - 1].org;
        if (school) schools[++s] = (SchoolSpan){ .org = places[i].org, .first = i, .class_first = c + 1, .absent = absent[places[i].org] };
        if (school || !str_eq(places[i].label, places[i - 1].label)) {
            classes[++c] = (ClassSpan){ .label = places[i].label, .school = s, .first = i };
            schools[s].n_classes++;
        }
        schools[s].n++;
        classes[c].n++;
    }
    frame->n_schools = n_schools, frame->schools = schools;
    frame->n_classes = n_classes, frame->classes = classes;
}

Frame *frame_build(const Sheet *const *sheets, uint32_t n_sheets, const SchoolTable *table, Arena *arena)
{
    BUG_ON(n_sheets == 0);
    if (n_sheets == 1 && sheets[0]->spans != NULL) return frame_view(sheets[0], table, arena);
    Frame *frame = arena_one(arena, Frame);
    frame->procedure = &sheets[0]->procedure;
    uint32_t n_tasks = frame->procedure->blueprint->n_tasks;
    for (uint32_t i = 0; i < n_sheets; i++) {
        BUG_ON(sheets[i]->procedure.blueprint->n_tasks != n_tasks);
        frame->n_works += sheets[i]->n_works;
        frame->n_absent += sheets[i]->n_absent;
    }
    Arena *scratch = arena_new(0);
    Place *places = arena_array(scratch, Place, frame->n_works);
    uint32_t *absent = arena_array(scratch, uint32_t, table->n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_sheets; i++) {
        const Sheet *sheet = sheets[i];
        BUG_ON(sheet->spans != NULL); /* intake_merge() unpacks what shares a procedure */
        uint32_t *org = arena_array(scratch, uint32_t, sheet->n_schools);
        for (uint32_t k = 0; k < sheet->n_schools; k++) {
            org[k] = school_table_find(table, sheet->school_code[k]);
            BUG_ON(org[k] == UINT32_MAX);
        }
        for (uint32_t row = 0; row < sheet->n_rows; row++) {
            if (sheet->school[row] == UINT32_MAX) continue;
            uint32_t at = org[sheet->school[row]];
            if (sheet->state[row] == ROW_ABSENT) absent[at]++;
            if (sheet->state[row] != ROW_WORK) continue;
            BUG_ON(n == frame->n_works);
            places[n++] = (Place){ at, i, row, sheet->class_label[sheet->class_of[row]], sheet->code[row] };
        }
    }
    BUG_ON(n != frame->n_works);
    if (!in_order(places, n)) qsort(places, n, sizeof *places, by_place);
    Columns to = { arena_array(arena, uint8_t, (size_t)n * n_tasks), arena_array(arena, uint8_t, n), arena_array(arena, uint8_t, n),
                   arena_array(arena, uint8_t, n), arena_array(arena, uint8_t, n), arena_array(arena, uint16_t, n), arena_array(arena, Str, n) };
    for (uint32_t i = 0; i < n; i++) copy_work(frame, &to, sheets[places[i].sheet], places[i].row, i);
    frame->score = to.score, frame->total = to.total, frame->journal = to.journal, frame->mark = to.mark;
    frame->sex = to.sex, frame->variant = to.variant, frame->code = to.code;
    find_spans(frame, places, absent, arena);
    arena_free(scratch);
    return frame;
}
