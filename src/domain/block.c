/* Writing a block, and taking it apart. */
#include "domain/block_.h"

#include <stdlib.h>

#include "base/limits.h"

/* ---- the order of rows ---- */

typedef struct Row { Str label, code; uint32_t at; } Row;

static int by_class_and_code(const void *left, const void *right)
{
    const Row *a = left, *b = right;
    int order = str_cmp(a->label, b->label);
    if (order == 0) order = str_cmp(a->code, b->code);
    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static Row *rows_of(const Sheet *sheet, uint32_t school, Arena *arena, uint32_t *n_out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < sheet->n_rows; i++) n += sheet->school[i] == school && sheet->state[i] != ROW_REJECTED;
    Row *rows = arena_array(arena, Row, n + 1u);
    n = 0;
    for (uint32_t i = 0; i < sheet->n_rows; i++)
        if (sheet->school[i] == school && sheet->state[i] != ROW_REJECTED) rows[n++] = (Row){ sheet->class_label[sheet->class_of[i]], sheet->code[i], i };
    qsort(rows, n, sizeof *rows, by_class_and_code);
    *n_out = n;
    return rows;
}

/* ---- writing ---- */

static void put_classes(Wire *wire, const Row *rows, uint32_t n, Arena *arena)
{
    Str *labels = arena_array(arena, Str, n + 1u);
    uint32_t *runs = arena_array(arena, uint32_t, n + 1u), n_labels = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || !str_eq(rows[i].label, rows[i - 1].label)) labels[n_labels++] = rows[i].label;
        runs[n_labels - 1]++;
    }
    wire_count(wire, &n_labels, 2);
    for (uint32_t i = 0; i < n_labels; i++) {
        wire_str(wire, &labels[i]);
        wire_u32(wire, &runs[i]);
    }
}

static void put_column(Wire *wire, const uint8_t *column, const Row *rows, uint32_t n, uint8_t *room)
{
    for (uint32_t i = 0; i < n; i++) room[i] = column[rows[i].at];
    wire_raw(wire, room, n);
}

static void put_columns(Wire *wire, const Sheet *sheet, const Row *rows, uint32_t n, Arena *arena)
{
    uint8_t *room = arena_array(arena, uint8_t, n + 1u);
    uint16_t *written = arena_array(arena, uint16_t, n + 1u);
    put_column(wire, sheet->state, rows, n, room);
    put_column(wire, sheet->variant, rows, n, room);
    put_column(wire, sheet->sex, rows, n, room);
    put_column(wire, sheet->journal, rows, n, room);
    for (uint32_t i = 0; i < n; i++) written[i] = (uint16_t)(sheet->written_total[rows[i].at] + 1);
    wire_raw(wire, written, n * sizeof *written);
    for (uint32_t t = 0; t < sheet->procedure.blueprint->n_tasks; t++) put_column(wire, sheet->score + (size_t)t * sheet->n_rows, rows, n, room);
    for (uint32_t i = 0; i < n; i++) wire_str(wire, &(Str){ rows[i].code.at, rows[i].code.n });
}

/* As a text, so that blocks of one procedure are compared without a look inside. */
static void put_procedure(Wire *wire, const Procedure *procedure, Arena *arena)
{
    Buf bytes;
    buf_init(&bytes, 0);
    Wire inner = { .out = &bytes };
    Procedure copy = *procedure;
    wire_procedure(&inner, &copy);
    Str text = arena_str(arena, buf_str(&bytes));
    buf_free(&bytes);
    uint32_t n = (uint32_t)text.n;
    wire_count(wire, &n, 1);
    wire_raw(wire, text.at, text.n);
}

Str block_write(const Sheet *sheet, uint32_t school, Arena *arena)
{
    BUG_ON(sheet->spans != NULL || school >= sheet->n_schools);
    Arena *scratch = arena_new(0);
    uint32_t n, n_works = 0;
    const Row *rows = rows_of(sheet, school, scratch, &n);
    for (uint32_t i = 0; i < n; i++) n_works += sheet->state[rows[i].at] == ROW_WORK;
    Buf out;
    buf_init(&out, 0);
    Wire wire = wire_write(&out, BLOCK_MAGIC, BLOCK_VERSION);
    Str texts[] = { sheet->school_code[school], sheet->school_name[school], sheet->school_municipality[school] };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) wire_str(&wire, &texts[i]);
    wire_u32(&wire, &n);
    wire_u32(&wire, &n_works);
    put_procedure(&wire, &sheet->procedure, scratch);
    put_classes(&wire, rows, n, scratch);
    put_columns(&wire, sheet, rows, n, scratch);
    wire_seal(&wire);
    Str bytes = arena_str(arena, buf_str(&out));
    BUG_ON(!buf_ok(&out, NULL));
    buf_free(&out);
    arena_free(scratch);
    return bytes;
}

/* ---- taking apart ---- */

static bool take_head(Wire *wire, Block *out)
{
    wire_str(wire, &out->school);
    wire_str(wire, &out->name);
    wire_str(wire, &out->municipality);
    wire_count(wire, &out->n_rows, 7); /* six columns and the length of a code */
    wire_u32(wire, &out->n_works);
    if (out->school.n == 0) wire_bad(wire, "у школы нет кода");
    if (out->n_works > out->n_rows || out->n_rows > LIMIT_ROWS) wire_bad(wire, "работ больше, чем строк");
    uint32_t n = 0;
    wire_count(wire, &n, 1);
    const char *at = wire_raw(wire, NULL, n);
    if (at != NULL) out->procedure_bytes = (Str){ at, n };
    return wire->wrong == NULL;
}

static void take_procedure(Wire *wire, const Block *like, Block *out)
{
    if (like != NULL && str_eq(like->procedure_bytes, out->procedure_bytes)) {
        out->procedure = like->procedure;
        return;
    }
    Wire inner = { .at = out->procedure_bytes.at, .end = out->procedure_bytes.at + out->procedure_bytes.n, .arena = wire->arena };
    wire_procedure(&inner, &out->procedure);
    wire->no_room = wire->no_room || inner.no_room;
    if (inner.wrong != NULL) wire_bad(wire, inner.wrong);
    if (inner.at != inner.end) wire_bad(wire, "после процедуры лишнее");
}

static void take_classes(Wire *wire, Block *out)
{
    wire_count(wire, &out->n_labels, 2);
    if (out->n_labels > LIMIT_CLASSES) wire_bad(wire, "классов больше, чем бывает");
    Str *labels = WIRE_ITEMS(wire, Str, NULL, out->n_labels);
    BlockRun *runs = WIRE_ITEMS(wire, BlockRun, NULL, out->n_labels);
    uint64_t n = 0;
    for (uint32_t i = 0; runs != NULL && i < out->n_labels; i++) {
        wire_str(wire, &labels[i]);
        wire_u32(wire, &runs[i].n);
        runs[i].label = (uint16_t)i;
        n += runs[i].n;
        if (runs[i].n == 0 || (i > 0 && str_cmp(labels[i - 1], labels[i]) >= 0)) wire_bad(wire, "классы стоят не по порядку");
    }
    if (n != out->n_rows) wire_bad(wire, "строки классов не сходятся с числом строк");
    out->labels = labels;
    out->runs = runs;
}

static const uint8_t *take_column(Wire *wire, uint32_t n, uint8_t most, const char *wrong)
{
    const uint8_t *column = wire_raw(wire, NULL, n);
    uint8_t top = 0;
    for (uint32_t i = 0; column != NULL && i < n; i++) top = column[i] > top ? column[i] : top;
    if (top > most) wire_bad(wire, wrong);
    return column;
}

/* Points up to the maximum or a word, and nothing for absent pupils. */
static void check_scores(Wire *wire, const Block *block)
{
    const Blueprint *blueprint = block->procedure.blueprint;
    uint32_t n = block->n_rows;
    uint8_t wrong = 0;
    for (uint32_t t = 0; t < blueprint->n_tasks; t++) {
        const uint8_t *score = block->score + (size_t)t * n;
        uint8_t max = blueprint->tasks[t].max;
        for (uint32_t i = 0; i < n; i++) wrong |= (uint8_t)((block->state[i] == ROW_ABSENT) != (score[i] == SCORE_NONE)) | (uint8_t)((score[i] > max) & (score[i] < SCORE_NONE));
    }
    if (wrong) wire_bad(wire, "балл за задание больше возможного");
}

static void check_works(Wire *wire, const Block *block)
{
    const Blueprint *blueprint = block->procedure.blueprint;
    uint32_t n_works = 0;
    for (uint32_t i = 0; i < block->n_rows; i++) {
        uint16_t written;
        memcpy(&written, block->written + 2 * (size_t)i, sizeof written);
        n_works += block->state[i] == ROW_WORK;
        if (written > INT16_MAX) wire_bad(wire, "сумма баллов записана неверно");
        if (blueprint->n_tasks == 0 && block->state[i] == ROW_WORK && (written == 0 || written - 1 > blueprint->max)) wire_bad(wire, "сумма баллов больше возможной");
    }
    if (n_works != block->n_works) wire_bad(wire, "работы не сходятся с их числом");
}

/* Inside a class codes do not fall. */
static void take_codes(Wire *wire, Block *out)
{
    out->codes = wire->at;
    for (uint32_t k = 0; k < out->n_labels; k++) {
        Str before = STR_EMPTY, code;
        for (uint32_t i = 0; i < out->runs[k].n; i++, before = code) {
            wire_str(wire, &code);
            if (str_cmp(before, code) > 0) wire_bad(wire, "коды участников стоят не по порядку");
        }
    }
    out->n_codes = (size_t)(wire->at - out->codes);
}

static void take_columns(Wire *wire, Block *out)
{
    uint32_t n = out->n_rows;
    out->state = take_column(wire, n, ROW_ABSENT, "у строки неизвестное состояние");
    out->variant = take_column(wire, n, UINT8_MAX, "");
    out->sex = take_column(wire, n, SEX_FEMALE, "пол записан неверно");
    out->journal = take_column(wire, n, 5, "отметка журнала больше пяти");
    out->written = wire_raw(wire, NULL, n * sizeof(uint16_t));
    if (wire->wrong == NULL) out->score = wire_raw(wire, NULL, (size_t)out->procedure.blueprint->n_tasks * n);
    if (wire->wrong != NULL) return;
    take_codes(wire, out);
    if (wire->wrong != NULL) return;
    check_scores(wire, out);
    check_works(wire, out);
}

bool block_take_apart(Str bytes, const Block *like, Arena *arena, Block *out, Err *err)
{
    Wire wire;
    *out = (Block){ 0 };
    if (!wire_read(bytes, BLOCK_MAGIC, BLOCK_VERSION, arena, &wire, err)) return false;
    if (take_head(&wire, out)) take_procedure(&wire, like, out);
    if (wire.wrong == NULL) take_classes(&wire, out);
    if (wire.wrong == NULL) take_columns(&wire, out);
    return wire_close(&wire, err);
}

bool block_head(Str bytes, BlockHead *out, Err *err)
{
    Wire wire;
    Block block = { 0 };
    if (!wire_read(bytes, BLOCK_MAGIC, BLOCK_VERSION, NULL, &wire, err)) return false;
    if (take_head(&wire, &block)) {
        Wire inner = { .at = block.procedure_bytes.at, .end = block.procedure_bytes.at + block.procedure_bytes.n };
        *out = (BlockHead){ .school = block.school, .n_works = block.n_works, .n_absent = block.n_rows - block.n_works };
        wire_str(&inner, &out->procedure);
        wire_int(&inner, &out->year);
        wire_int(&inner, &out->grade);
        if (inner.wrong != NULL) wire_bad(&wire, inner.wrong);
    }
    wire.at = wire.end;
    return wire_close(&wire, err);
}
