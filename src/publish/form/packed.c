/* The packed sheet (docs/adr/0011). */
#include "domain/packed.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "publish/form.h"

static void put_text(Buf *out, Str s)
{
    Str cut = str_slice(s, 0, UINT16_MAX);
    char n[2] = { (char)(cut.n & 0xFF), (char)(cut.n >> 8) };
    buf_add(out, (Str){ n, 2 });
    buf_add(out, cut);
}

/* ---- classes have few labels ---- */

typedef struct Labels { uint32_t n; Str *text; } Labels;

static int by_text(const void *a, const void *b) { return str_cmp(*(const Str *)a, *(const Str *)b); }

/* Sorted, so the empty one is first. */
static Labels labels_of(const Frame *frame, Arena *arena)
{
    Str *all = arena_array(arena, Str, frame->n_classes + 1u);
    uint32_t n = 1;
    all[0] = STR_EMPTY;
    for (uint32_t c = 0; c < frame->n_classes; c++)
        if (c == 0 || !str_eq(frame->classes[c].label, all[n - 1])) all[n++] = frame->classes[c].label;
    qsort(all, n, sizeof *all, by_text);
    Labels labels = { 1, all };
    for (uint32_t i = 1; i < n; i++)
        if (!str_eq(all[i], all[labels.n - 1])) all[labels.n++] = all[i];
    return labels;
}

static uint32_t label_find(const Labels *labels, Str text)
{
    const Str *found = bsearch(&text, labels->text, labels->n, sizeof text, by_text);
    BUG_ON(found == NULL);
    return (uint32_t)(found - labels->text);
}

/* ---- columns that may be left out ---- */

static bool code_number(Str code, uint32_t *out)
{
    long long number;
    if (code.n == 0 || code.n > 9 || code.at[0] == '0' || !str_to_int(code, &number)) return false;
    *out = (uint32_t)number;
    return true;
}

/* Codes are kept when all are numbers that rise in each class; NULL: left out. Repeats in a school were rejected when its form was read. */
static uint32_t *codes_of(const Frame *frame, Arena *arena)
{
    if (frame->code == NULL) return NULL;
    uint32_t *code = arena_array(arena, uint32_t, frame->n_works);
    for (uint32_t c = 0; c < frame->n_classes; c++) {
        const ClassSpan *span = &frame->classes[c];
        for (uint32_t i = span->first; i < span->first + span->n; i++)
            if (!code_number(frame->code[i], &code[i]) || (i > span->first && code[i] <= code[i - 1])) return NULL;
    }
    return code;
}

static bool any(const uint8_t *column, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (column[i] != 0) return true;
    return false;
}

/* ---- sections ---- */

static void put_section(Buf *out, const void *bytes, size_t n)
{
    static const char zeros[PACKED_ALIGN];
    if (n > 0) buf_add(out, (Str){ bytes, n });
    buf_add(out, (Str){ zeros, (PACKED_ALIGN - out->n % PACKED_ALIGN) % PACKED_ALIGN });
}

static void put_texts(const Frame *frame, const SchoolTable *table, const Labels *labels, Buf *out)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    put_text(out, frame->procedure->subject);
    put_text(out, blueprint->level);
    put_text(out, blueprint->task_source);
    put_text(out, blueprint->cutoff_source);
    put_text(out, blueprint->note);
    for (uint16_t t = 0; t < blueprint->n_tasks; t++) {
        put_text(out, blueprint->tasks[t].label);
        put_text(out, blueprint->tasks[t].content);
        put_text(out, blueprint->tasks[t].requirement);
        put_text(out, blueprint->tasks[t].skill);
    }
    for (uint32_t i = 0; i < labels->n; i++) put_text(out, labels->text[i]);
    for (uint32_t s = 0; s < frame->n_schools; s++) {
        const School *school = &table->schools[frame->schools[s].org];
        put_text(out, school->code);
        put_text(out, school->name);
        put_text(out, school->municipality);
    }
}

static void put_spans(const Frame *frame, const Labels *labels, Buf *out, Arena *arena)
{
    SpanSchool *schools = arena_array(arena, SpanSchool, frame->n_schools);
    SpanClass *classes = arena_array(arena, SpanClass, frame->n_classes);
    for (uint32_t s = 0; s < frame->n_schools; s++) schools[s] = (SpanSchool){ frame->schools[s].n_classes, frame->schools[s].absent };
    for (uint32_t c = 0; c < frame->n_classes; c++) classes[c] = (SpanClass){ label_find(labels, frame->classes[c].label), frame->classes[c].n };
    put_section(out, schools, frame->n_schools * sizeof *schools);
    put_section(out, classes, frame->n_classes * sizeof *classes);
}

static PackedHeader header_of(const Frame *frame, const Labels *labels, const Buf *text, bool codes)
{
    const Procedure *procedure = frame->procedure;
    const Blueprint *blueprint = procedure->blueprint;
    PackedHeader header = { .version = PACKED_VERSION, .n_works = frame->n_works, .n_schools = frame->n_schools, .n_classes = frame->n_classes, .n_labels = labels->n,
        .n_tasks = blueprint->n_tasks, .n_text = (uint32_t)text->n, .year = (uint32_t)procedure->year, .grade = (uint32_t)procedure->grade, .max = blueprint->max };
    memcpy(header.magic, PACKED_MAGIC.at, sizeof header.magic);
    header.flags = (codes ? PACKED_CODES : 0u) | (any(frame->sex, frame->n_works) ? PACKED_SEX : 0u) | (any(frame->variant, frame->n_works) ? PACKED_VARIANT : 0u);
    if (blueprint->cutoffs_known) {
        header.flags |= PACKED_CUTOFFS;
        memcpy(header.cutoff, blueprint->cutoff, sizeof header.cutoff);
    }
    return header;
}

static void put_columns(const Frame *frame, const PackedHeader *header, const uint32_t *code, Buf *out)
{
    size_t n = frame->n_works;
    put_section(out, frame->total, n * sizeof *frame->total);
    put_section(out, frame->journal, n);
    put_section(out, code, code != NULL ? n * sizeof *code : 0);
    put_section(out, frame->sex, header->flags & PACKED_SEX ? n : 0);
    put_section(out, frame->variant, header->flags & PACKED_VARIANT ? n : 0);
    put_section(out, frame->score, n * header->n_tasks);
}

static void put_digest(Buf *out)
{
    char hex[65], bytes[PACKED_DIGEST];
    hash_sha256_hex(buf_str(out), hex);
    for (size_t i = 0; i < PACKED_DIGEST; i++) bytes[i] = (char)strtol((char[]){ hex[2 * i], hex[2 * i + 1], '\0' }, NULL, 16);
    buf_add(out, (Str){ bytes, PACKED_DIGEST });
}

void form_packed(const Frame *frame, const SchoolTable *table, Buf *out)
{
    BUG_ON(frame->n_works == 0 || out->n != 0);
    Arena *arena = arena_new(0);
    Buf text;
    buf_init(&text, 0);
    Labels labels = labels_of(frame, arena);
    put_texts(frame, table, &labels, &text);
    uint32_t *code = codes_of(frame, arena);
    PackedHeader header = header_of(frame, &labels, &text, code != NULL);
    PackedTask *tasks = arena_array(arena, PackedTask, header.n_tasks);
    for (uint32_t t = 0; t < header.n_tasks; t++) tasks[t] = (PackedTask){ frame->procedure->blueprint->tasks[t].max, (uint8_t)frame->procedure->blueprint->tasks[t].level };
    put_section(out, &header, sizeof header);
    put_section(out, buf_str(&text).at, text.n);
    put_section(out, tasks, header.n_tasks * sizeof *tasks);
    put_spans(frame, &labels, out, arena);
    put_columns(frame, &header, code, out);
    put_digest(out);
    buf_free(&text);
    arena_free(arena);
}
