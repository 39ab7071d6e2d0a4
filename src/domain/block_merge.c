/* Blocks as a sheet of rows. */
#include "base/intern.h"
#include "base/limits.h"
#include "domain/block_.h"

typedef struct Columns {
    uint32_t *source_row, *school;
    uint8_t *state, *variant, *sex, *journal, *score;
    uint16_t *class_of, *total;
    Str *code;
    int16_t *written;
} Columns;

static bool columns_new(uint32_t n, uint32_t n_tasks, Arena *arena, Columns *out, Err *err)
{
    const struct { void *at; size_t size; } all[] = { { &out->source_row, sizeof(uint32_t) }, { &out->school, sizeof(uint32_t) }, { &out->state, 1 }, { &out->variant, 1 }, { &out->sex, 1 },
        { &out->journal, 1 }, { &out->score, n_tasks }, { &out->class_of, sizeof(uint16_t) }, { &out->total, sizeof(uint16_t) }, { &out->code, sizeof(Str) }, { &out->written, sizeof(int16_t) } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        void *room = arena_try(arena, (n + (size_t)1) * all[i].size, err);
        if (room == NULL) return false;
        memcpy(all[i].at, &room, sizeof room);
    }
    return true;
}

static void copy_codes(const Block *block, Str *to)
{
    Wire wire = { .at = block->codes, .end = block->codes + block->n_codes };
    for (uint32_t i = 0; i < block->n_rows; i++) { /* checked when it was taken apart */
        uint32_t n = 0;
        wire_u32(&wire, &n);
        to[i] = (Str){ wire.at, n };
        wire.at += n;
    }
}

/* Rows first..first + block->n_rows of n. */
static void copy_rows(const Block *block, const Columns *to, uint32_t first, uint32_t n, uint32_t school, const uint16_t *label_of)
{
    uint32_t rows = block->n_rows, n_tasks = block->procedure.blueprint->n_tasks;
    memcpy(to->state + first, block->state, rows);
    memcpy(to->variant + first, block->variant, rows);
    memcpy(to->sex + first, block->sex, rows);
    memcpy(to->journal + first, block->journal, rows);
    for (uint32_t k = 0, row = first; k < block->n_labels; k++)
        for (uint32_t i = 0; i < block->runs[k].n; i++, row++) to->class_of[row] = label_of[k];
    for (uint32_t i = 0; i < rows; i++) {
        uint16_t written;
        memcpy(&written, block->written + 2 * (size_t)i, sizeof written);
        to->written[first + i] = (int16_t)(written - 1);
        to->source_row[first + i] = first + i + 1;
        to->school[first + i] = school;
        if (n_tasks == 0 && block->state[i] == ROW_WORK) to->total[first + i] = (uint16_t)(written - 1);
    }
    for (uint32_t t = 0; t < n_tasks; t++) {
        const uint8_t *score = block->score + (size_t)t * rows;
        memcpy(to->score + (size_t)t * n + first, score, rows);
        for (uint32_t i = 0; i < rows; i++) to->total[first + i] = (uint16_t)(to->total[first + i] + (score_is_points(score[i]) ? score[i] : 0));
    }
    copy_codes(block, to->code + first);
}

static bool same_maxima(const Blueprint *a, const Blueprint *b)
{
    if (a->n_tasks != b->n_tasks || a->max != b->max) return false;
    for (uint32_t t = 0; t < a->n_tasks; t++)
        if (a->tasks[t].max != b->tasks[t].max) return false;
    return true;
}

static bool same_cutoffs(const Blueprint *a, const Blueprint *b) { return a->cutoffs_known == b->cutoffs_known && memcmp(a->cutoff, b->cutoff, sizeof a->cutoff) == 0; }

static bool agrees(const Block *block, const Procedure *as, bool cutoffs_too, Err *err)
{
    if (!str_eq(block->procedure.id, as->id))
        return err_set(err, ERR_CONFLICT, NULL, "Протокол школы %.*s — другой работы: «%.*s» вместо «%.*s».", STR_ARG(block->school), STR_ARG(block->procedure.id), STR_ARG(as->id));
    const Blueprint *own = block->procedure.blueprint;
    if (same_maxima(own, as->blueprint) && (!cutoffs_too || same_cutoffs(own, as->blueprint))) return true;
    return err_set(err, ERR_CONFLICT, "Сверьте план работы с протоколом.", "Протокол школы %.*s сделан по другим заданиям или порогам работы «%.*s».", STR_ARG(block->school), STR_ARG(as->id));
}

static const uint16_t *label_numbers(const Block *block, Intern *labels, uint16_t room[])
{
    for (uint32_t k = 0; k < block->n_labels; k++) room[k] = (uint16_t)intern_add(labels, block->labels[k]);
    return room;
}

static bool merge(const Block *blocks, uint32_t n, uint32_t n_rows, const Procedure *as, Arena *scratch, Arena *arena, Sheet *sheet, Err *err)
{
    Columns to;
    Intern labels, schools;
    uint16_t room[LIMIT_CLASSES];
    intern_init(&labels, arena), intern_init(&schools, scratch);
    intern_add(&labels, STR_EMPTY);
    Str *text = arena_try(arena, 3 * (size_t)n * sizeof *text, err);
    if (text == NULL || !columns_new(n_rows, as->blueprint->n_tasks, arena, &to, err)) return false;
    *sheet = (Sheet){ .procedure = *as, .sheet_name = STR_EMPTY, .n_rows = n_rows, .n_schools = n, .school_code = text, .school_name = text + n, .school_municipality = text + 2 * (size_t)n };
    for (uint32_t i = 0, first = 0; i < n; first += blocks[i].n_rows, i++) {
        const Block *block = &blocks[i];
        if (intern_add(&schools, block->school) != i) return err_set(err, ERR_CONFLICT, NULL, "Протокол школы %.*s встретился дважды.", STR_ARG(block->school));
        text[i] = block->school, text[n + i] = block->name, text[2 * (size_t)n + i] = block->municipality;
        if (labels.n + block->n_labels > UINT16_MAX) return err_set(err, ERR_LIMIT, NULL, "Названий классов больше, чем бывает.");
        copy_rows(block, &to, first, n_rows, i, label_numbers(block, &labels, room));
        sheet->n_works += block->n_works;
    }
    sheet->n_absent = n_rows - sheet->n_works;
    sheet->n_class_labels = labels.n, sheet->class_label = labels.strings;
    sheet->source_row = to.source_row, sheet->state = to.state, sheet->school = to.school, sheet->class_of = to.class_of, sheet->code = to.code;
    sheet->variant = to.variant, sheet->sex = to.sex, sheet->journal = to.journal, sheet->written_total = to.written, sheet->total = to.total, sheet->score = to.score;
    return true;
}

static bool merge_all(const Str *bytes, uint32_t n, const Procedure *as, Arena *scratch, Arena *arena, Sheet *sheet, Err *err)
{
    Block *blocks = arena_array(scratch, Block, n);
    uint64_t n_rows = 0;
    bool own = as == NULL;
    for (uint32_t i = 0; i < n; i++) {
        const Block *like = i > 0 ? &blocks[i - 1] : NULL;
        if (!block_take_apart(bytes[i], like, arena, &blocks[i], err)) return false;
        if (as == NULL) as = &blocks[0].procedure;
        if (!agrees(&blocks[i], as, own, err)) return false;
        n_rows += blocks[i].n_rows;
    }
    if (n_rows > LIMIT_ROWS) return err_set(err, ERR_LIMIT, NULL, "Строк в протоколах больше, чем помещается в одну таблицу.");
    return merge(blocks, n, (uint32_t)n_rows, as, scratch, arena, sheet, err);
}

bool block_merge(const Str *blocks, uint32_t n, const Procedure *as, Arena *arena, Sheet **out, Err *err)
{
    BUG_ON(n == 0);
    Sheet *sheet = arena_one(arena, Sheet);
    Arena *scratch = arena_new(0);
    bool done = merge_all(blocks, n, as, scratch, arena, sheet, err);
    arena_free(scratch);
    if (done) *out = sheet;
    return done;
}

bool block_read(Str bytes, Arena *arena, Sheet **out, Err *err) { return block_merge(&bytes, 1, NULL, arena, out, err); }
