#include "domain/packed.h"

PackedLayout packed_layout(const PackedHeader *header)
{
    size_t n = header->n_works;
    PackedLayout layout = { .n = {
        [PACKED_TEXT] = header->n_text, [PACKED_TASKS] = header->n_tasks * sizeof(PackedTask), [PACKED_SCHOOLS] = header->n_schools * sizeof(SpanSchool),
        [PACKED_CLASSES] = header->n_classes * sizeof(SpanClass), [PACKED_TOTAL] = n * sizeof(uint16_t), [PACKED_JOURNAL] = n,
        [PACKED_CODE] = header->flags & PACKED_CODES ? n * sizeof(uint32_t) : 0, [PACKED_SEXES] = header->flags & PACKED_SEX ? n : 0,
        [PACKED_VARIANTS] = header->flags & PACKED_VARIANT ? n : 0, [PACKED_SCORES] = n * header->n_tasks } };
    size_t at = sizeof *header;
    for (int i = 0; i < PACKED_N_SECTIONS; i++) {
        layout.at[i] = at;
        at += (layout.n[i] + PACKED_ALIGN - 1) / PACKED_ALIGN * PACKED_ALIGN;
    }
    layout.digest = at;
    layout.end = at + PACKED_DIGEST;
    return layout;
}

static uint8_t *marks_of(const Blueprint *blueprint, const uint16_t *total, uint32_t n, Arena *arena)
{
    uint8_t *mark = arena_array(arena, uint8_t, n), of[UINT8_MAX + 1u];
    for (int t = 0; t <= UINT8_MAX; t++) of[t] = (uint8_t)blueprint_mark(blueprint, t);
    for (uint32_t i = 0; i < n; i++) mark[i] = total[i] <= UINT8_MAX ? of[total[i]] : (uint8_t)blueprint_mark(blueprint, total[i]);
    return mark;
}

/* Both are sorted by code. */
static void find_spans(const Sheet *sheet, const SchoolTable *table, Frame *frame, Arena *arena)
{
    const SheetSpans *spans = sheet->spans;
    SchoolSpan *schools = arena_array(arena, SchoolSpan, sheet->n_schools);
    ClassSpan *classes = arena_array(arena, ClassSpan, spans->n_classes);
    uint32_t org = 0, first = 0, c = 0;
    for (uint32_t s = 0; s < sheet->n_schools; s++) {
        while (org < table->n && !str_eq(table->schools[org].code, sheet->school_code[s])) org++;
        BUG_ON(org == table->n);
        schools[s] = (SchoolSpan){ .org = org, .first = first, .class_first = c, .n_classes = spans->schools[s].n_classes, .absent = spans->schools[s].absent };
        for (uint32_t k = 0; k < spans->schools[s].n_classes; k++, c++) {
            classes[c] = (ClassSpan){ .label = sheet->class_label[spans->classes[c].label], .school = s, .first = first, .n = spans->classes[c].n };
            first += spans->classes[c].n;
        }
        schools[s].n = first - schools[s].first;
    }
    BUG_ON(first != sheet->n_works || c != spans->n_classes);
    frame->n_schools = sheet->n_schools, frame->schools = schools;
    frame->n_classes = spans->n_classes, frame->classes = classes;
}

Frame *frame_view(const Sheet *sheet, const SchoolTable *table, Arena *arena)
{
    Frame *frame = arena_one(arena, Frame);
    *frame = (Frame){ .procedure = &sheet->procedure, .n_works = sheet->n_works, .n_absent = sheet->n_absent, .score = sheet->score, .total = sheet->total,
        .journal = sheet->journal, .sex = sheet->sex, .variant = sheet->variant, .mapped = sheet->spans->mapped };
    frame->mark = marks_of(sheet->procedure.blueprint, sheet->total, sheet->n_works, arena);
    if (frame->sex == NULL) frame->sex = arena_array(arena, uint8_t, sheet->n_works);
    if (frame->variant == NULL) frame->variant = arena_array(arena, uint8_t, sheet->n_works);
    find_spans(sheet, table, frame, arena);
    return frame;
}

/* ---- back to rows ---- */

typedef struct Rows { uint32_t *source_row, *school; uint8_t *state, *variant, *sex, *journal, *score; uint16_t *class_of, *total; int16_t *written; Str *code; } Rows;

static Rows rows_new(uint32_t n, uint32_t n_tasks, Arena *arena)
{
    return (Rows){ arena_array(arena, uint32_t, n), arena_array(arena, uint32_t, n), arena_array(arena, uint8_t, n), arena_array(arena, uint8_t, n), arena_array(arena, uint8_t, n),
        arena_array(arena, uint8_t, n), arena_array(arena, uint8_t, (size_t)n * n_tasks), arena_array(arena, uint16_t, n), arena_array(arena, uint16_t, n),
        arena_array(arena, int16_t, n), arena_array(arena, Str, n) };
}

static void put_places(const Sheet *sheet, const Rows *rows)
{
    uint32_t row = 0, c = 0, absent = sheet->n_works;
    for (uint32_t s = 0; s < sheet->n_schools; s++) {
        for (uint32_t k = 0; k < sheet->spans->schools[s].n_classes; k++, c++)
            for (uint32_t i = 0; i < sheet->spans->classes[c].n; i++, row++) {
                rows->school[row] = s;
                rows->class_of[row] = (uint16_t)sheet->spans->classes[c].label;
            }
        for (uint32_t i = 0; i < sheet->spans->schools[s].absent; i++, absent++) {
            rows->school[absent] = s;
            rows->state[absent] = ROW_ABSENT;
        }
    }
}

const Sheet *sheet_unpack(const Sheet *sheet, Arena *arena)
{
    if (sheet->spans == NULL) return sheet;
    uint32_t n = sheet->n_works, n_rows = n + sheet->n_absent, n_tasks = sheet->procedure.blueprint->n_tasks;
    Rows rows = rows_new(n_rows, n_tasks, arena);
    memset(rows.score, SCORE_NONE, (size_t)n_rows * n_tasks);
    for (uint32_t t = 0; t < n_tasks && n > 0; t++) memcpy(rows.score + (size_t)t * n_rows, sheet->score + (size_t)t * n, n);
    for (uint32_t i = 0; i < n_rows; i++) {
        rows.source_row[i] = i + 1;
        rows.code[i] = i < n && sheet->spans->code != NULL ? arena_printf(arena, "%u", sheet->spans->code[i]) : STR_EMPTY;
        rows.written[i] = i < n ? (int16_t)sheet->total[i] : TOTAL_NONE;
        rows.total[i] = i < n ? sheet->total[i] : 0;
        rows.journal[i] = i < n ? sheet->journal[i] : 0;
        rows.sex[i] = i < n && sheet->sex != NULL ? sheet->sex[i] : SEX_UNKNOWN;
        rows.variant[i] = i < n && sheet->variant != NULL ? sheet->variant[i] : 0;
    }
    put_places(sheet, &rows);
    Sheet *out = arena_one(arena, Sheet);
    *out = *sheet;
    out->spans = NULL;
    out->n_rows = n_rows;
    out->source_row = rows.source_row, out->state = rows.state, out->school = rows.school, out->class_of = rows.class_of, out->code = rows.code;
    out->variant = rows.variant, out->sex = rows.sex, out->journal = rows.journal, out->written_total = rows.written, out->total = rows.total, out->score = rows.score;
    return out;
}
