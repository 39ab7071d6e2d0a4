/* Blocks of one school: rows come back as they were, analyses of blocks are those of the rows, hostile bytes are refused, differences are told cell by cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/limits.h"
#include "domain/block_.h"
#include "domain/block_diff.h"
#include "flow/analyse.h"
#include "flow/simulate.h"
#include "publish/publish.h"
#include "rows.h"

static const Sheet *simulated(uint32_t n_schools, Arena *arena)
{
    SimulateOptions options = { .n_schools = n_schools, .seed = 5, .procedures = "2021-4-математика", .dirt = 0.01 };
    const SimPlan *plan;
    SimulatedProcedure out;
    Err err = { 0 };
    if (!flow_simulate_plan(&options, arena, &plan, &err)) fail_msg("%s", err.what);
    flow_simulate_procedure(plan, 0, 1, arena, &out);
    return out.sheet;
}

static const Sheet *form(Arena *arena, const char *text)
{
    InputFile file = take(arena, "2021-4-математика sch990001.xlsx", text);
    assert_true(file.readable);
    assert_int_equal(file.n_sheets, 1);
    return file.sheets[0];
}

static Str *blocks_of(const Sheet *sheet, Arena *arena)
{
    Str *blocks = arena_array(arena, Str, sheet->n_schools);
    for (uint32_t s = 0; s < sheet->n_schools; s++) blocks[s] = block_write(sheet, s, arena);
    return blocks;
}

static Sheet *merged(const Str *blocks, uint32_t n, Arena *arena)
{
    Sheet *sheet = NULL;
    Err err = { 0 };
    if (!block_merge(blocks, n, NULL, arena, &sheet, &err)) fail_msg("%s", err.what);
    return sheet;
}

/* ---- there and back ---- */

static Str answer(const Sheet *sheet, Arena *arena)
{
    Analysis *analysis = arena_one(arena, Analysis);
    *analysis = (Analysis){ .version = STR("1"), .params_text = STR_EMPTY, .schools = school_table_build(&sheet, 1, arena) };
    const Progress quiet = { 0 };
    const Reference none = { .text = STR_EMPTY };
    AnalyseOptions how = { .fdr = 0.05, .n_threads = 1, .reference = &none, .progress = &quiet };
    flow_analyse(&how, &sheet, 1, analysis, arena);
    Buf out;
    buf_init(&out, 0);
    check_json(analysis, true, &out, arena);
    Str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void the_analysis_of_blocks_is_that_of_rows(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Sheet *sheet = simulated(70, arena);
    assert_true(sheet->n_absent > 0);
    const Sheet *back = merged(blocks_of(sheet, arena), sheet->n_schools, arena);
    assert_int_equal(back->n_works, sheet->n_works);
    assert_int_equal(back->n_absent, sheet->n_absent);
    assert_true(str_eq(answer(sheet, arena), answer(back, arena)));
    arena_free(arena);
}

#define HEAD "Логин ОО|Код|Класс|Пол|Вариант|1|2|3|Отметка за предыдущий триместр"

static void every_column_comes_back(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Sheet *sheet = form(arena, HEAD "\n"
        "sch990001|40003|4б|ж|2|1|X|2|4\n"
        "sch990001|40002|4а|м|1|0|не пройд.|1|3\n"
        "sch990002|40001|4а|м|1|1|1|2|5\n"
        "sch990001|40001|4а||отсутствовал|||||\n"
        "sch990001|40009|4а|м|1|одиннадцать|1|1|5");
    assert_int_equal(sheet->n_rejected, 1);
    Sheet *back;
    Err err = { 0 };
    assert_true(block_read(block_write(sheet, 0, arena), arena, &back, &err));
    assert_int_equal(back->n_rows, 3);
    assert_int_equal(back->n_works, 2);
    assert_int_equal(back->n_absent, 1);
    assert_int_equal(back->n_schools, 1);
    assert_str(back->school_code[0], "sch990001");
    assert_true(str_eq(back->procedure.id, sheet->procedure.id));
    assert_true(str_eq(back->procedure.title, sheet->procedure.title));
    const uint32_t of[] = { 3, 1, 0 }; /* by class, then code */
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t k = of[i];
        assert_true(str_eq(back->code[i], sheet->code[k]));
        assert_true(str_eq(back->class_label[back->class_of[i]], sheet->class_label[sheet->class_of[k]]));
        assert_int_equal(back->state[i], sheet->state[k]);
        assert_int_equal(back->sex[i], sheet->sex[k]);
        assert_int_equal(back->variant[i], sheet->variant[k]);
        assert_int_equal(back->journal[i], sheet->journal[k]);
        assert_int_equal(back->written_total[i], sheet->written_total[k]);
        assert_int_equal(back->total[i], sheet->total[k]);
        for (uint32_t t = 0; t < sheet->procedure.blueprint->n_tasks; t++) assert_int_equal(back->score[t * back->n_rows + i], sheet->score[t * sheet->n_rows + k]);
    }
    BlockHead head;
    assert_true(block_head(block_write(sheet, 0, arena), &head, &err));
    assert_str(head.school, "sch990001");
    assert_true(str_eq(head.procedure, sheet->procedure.id));
    assert_int_equal(head.n_works, 2);
    assert_int_equal(head.n_absent, 1);
    assert_int_equal(head.year, sheet->procedure.year);
    arena_free(arena);
}

static void equal_rows_are_equal_bytes(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Sheet *one = form(arena, HEAD "\nsch990001|40001|4а|м|1|1|1|2|4\nsch990001|40002|4б|м|1|1|0|2|4\nsch990002|1|4а|м|1|1|0|2|4");
    const Sheet *two = form(arena, HEAD "\nsch990002|1|4а|м|1|1|0|2|4\nsch990001|40002|4б|м|1|1|0|2|4\nsch990001|40001|4а|м|1|1|1|2|4");
    assert_true(str_eq(block_write(one, 0, arena), block_write(two, 1, arena)));
    Sheet *back;
    Err err = { 0 };
    assert_true(block_read(block_write(one, 0, arena), arena, &back, &err));
    assert_true(str_eq(block_write(back, 0, arena), block_write(one, 0, arena)));
    arena_free(arena);
}

/* ---- refusals ---- */

static void every_cut_and_every_flip_is_refused(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Sheet *sheet = form(arena, HEAD "\nsch990001|40001|4а|м|1|1|1|2|4\nsch990001|40002|4б|ж|1|1|0|2|4");
    Str whole = block_write(sheet, 0, arena);
    for (size_t n = 0; n < whole.n; n++) {
        char *exact = malloc(n + (n == 0)); /* exact size, so that sanitizers see a read past the end */
        memcpy(exact, whole.at, n);
        Sheet *back;
        BlockHead head;
        Err err = { 0 };
        assert_false(block_read((Str){ exact, n }, arena, &back, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_false(block_head((Str){ exact, n }, &head, &err));
        free(exact);
    }
    for (size_t i = 0; i < whole.n * 8; i++) {
        char *bytes = (char *)arena_str(arena, whole).at;
        bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
        Sheet *back;
        Err err = { 0 };
        assert_false(block_read((Str){ bytes, whole.n }, arena, &back, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
    arena_free(arena);
}

/* A change behind a hash put right meets the checks of meaning. */
static void impossible_rows_are_refused(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Sheet *sheet = form(arena, HEAD "\nsch990001|40001|4а|м|1|1|1|2|4\nsch990001|40002|4а|ж|1|1|0|2|4");
    Str whole = block_write(sheet, 0, arena);
    Block block;
    Err err = { 0 };
    assert_true(block_take_apart(whole, NULL, arena, &block, &err));
    const struct { const uint8_t *at; uint8_t value; const char *words; } harms[] = {
        { block.state, ROW_REJECTED, "состояние" },
        { block.state, ROW_ABSENT, "балл" },
        { block.sex, 3, "пол" },
        { block.journal, 6, "журнал" },
        { block.score, 9, "балл" },
        { block.score, SCORE_NONE, "балл" },
        { block.written + 1, 0xFF, "сумма" },
        { (const uint8_t *)block.codes, 100, "обещано" },
        { (const uint8_t *)block.codes + 1, 0xFF, "UTF-8" },
        { (const uint8_t *)block.codes + 1, '9', "не по порядку" },
    };
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        char *bytes = (char *)arena_str(arena, whole).at;
        bytes[(const char *)harms[i].at - whole.at] = (char)harms[i].value;
        uint64_t hash = wire_hash((Str){ bytes + WIRE_BODY_AT, whole.n - WIRE_BODY_AT });
        memcpy(bytes + WIRE_HASH_AT, &hash, sizeof hash);
        Sheet *back;
        assert_false(block_read((Str){ bytes, whole.n }, arena, &back, &err));
        assert_int_equal(err.code, ERR_INPUT);
        if (strstr(err.what, harms[i].words) == NULL) fail_msg("%zu: %s", i, err.what);
    }
    arena_free(arena);
}

static void strangers_do_not_merge(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Sheet sheet = *form(arena, HEAD "\nsch990001|40001|4а|м|1|1|1|2|4\nsch990002|40002|4а|ж|1|1|0|2|4"), other = sheet;
    Blueprint plan = *sheet.procedure.blueprint;
    other.procedure.blueprint = &plan;
    Str *blocks = blocks_of(&sheet, arena);
    Sheet *out;
    Err err = { 0 };
    assert_false(block_merge((Str[]){ blocks[0], blocks[0] }, 2, NULL, arena, &out, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    plan.cutoffs_known = true, plan.cutoff[0] = 1, plan.cutoff[1] = 2, plan.cutoff[2] = 3;
    Str later = block_write(&other, 1, arena);
    assert_false(block_merge((Str[]){ blocks[0], later }, 2, NULL, arena, &out, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_true(block_merge((Str[]){ blocks[0], later }, 2, &other.procedure, arena, &out, &err)); /* the registry knows which cut-offs count */
    assert_true(out->procedure.blueprint->cutoffs_known);
    Task *tasks = arena_array(arena, Task, plan.n_tasks);
    memcpy(tasks, plan.tasks, plan.n_tasks * sizeof *tasks);
    tasks[0].max++, plan.max++, plan.tasks = tasks;
    assert_false(block_merge((Str[]){ blocks[0], block_write(&other, 1, arena) }, 2, &sheet.procedure, arena, &out, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    other.procedure.id = STR("2021-5-математика");
    assert_false(block_merge((Str[]){ blocks[0], block_write(&other, 1, arena) }, 2, NULL, arena, &out, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    arena_free(arena);
}

/* ---- differences ---- */

static BlockDiff diff_of(Arena *arena, const char *before, const char *after)
{
    BlockDiff diff;
    Err err = { 0 };
    if (!block_diff(block_write(form(arena, before), 0, arena), block_write(form(arena, after), 0, arena), arena, &diff, &err)) fail_msg("%s", err.what);
    return diff;
}

static void assert_entry(const BlockDiff *diff, uint32_t i, DiffKind kind, const char *label, const char *code, const char *column, const char *before, const char *after)
{
    assert_true(i < diff->n);
    const DiffEntry *entry = &diff->entries[i];
    assert_int_equal(entry->kind, kind);
    assert_str(entry->class_label, label);
    assert_str(entry->code, code);
    assert_str(entry->column, column);
    assert_str(entry->before, before);
    assert_str(entry->after, after);
}

static void nothing_differs_from_itself(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const char *text = HEAD "\nsch990001|40001|4а|м|1|1|1|2|4\nsch990001||4а|ж|1|1|0|2|4\nsch990001||4а|ж|1|0|0|2|4";
    BlockDiff diff = diff_of(arena, text, text);
    assert_int_equal(diff.n, 0);
    assert_int_equal(diff.n_same, 3);
    arena_free(arena);
}

static void cells_rows_and_moves_are_told(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    BlockDiff diff = diff_of(arena,
        HEAD "\nsch990001|40001|4а|м|1|1|1|2|4\nsch990001|40002|4а|ж|1|1|0|2|4\nsch990001|40003|4а|ж|1|1|0|2|\nsch990001|40004|4б|ж|1|1|0|2|4\nsch990001|40005|4б||отсутствовал|||||",
        HEAD "\nsch990001|40001|4а|м|1|0|X|2|4\nsch990001|40002|4б|ж|1|1|0|2|4\nsch990001|40003|4а|ж|2|1|0|2|5\nsch990001|40006|4а|ж|1|1|0|2|4\nsch990001|40005|4б|м|1|1|1|0|3");
    uint32_t i = diff.n_form;
    assert_int_equal(diff.n_form, 0);
    assert_entry(&diff, i++, DIFF_CHANGED, "а", "40001", "задание 1", "1", "0");
    assert_entry(&diff, i++, DIFF_CHANGED, "а", "40001", "задание 2", "1", "X");
    assert_entry(&diff, i++, DIFF_CHANGED, "а", "40003", "вариант", "1", "2");
    assert_entry(&diff, i++, DIFF_CHANGED, "а", "40003", "журнал", "", "5");
    assert_entry(&diff, i++, DIFF_ADDED, "а", "40006", "", "", "работа, 3\u00A0балла");
    assert_entry(&diff, i++, DIFF_CHANGED, "б", "40002", "класс", "а", "б");
    assert_entry(&diff, i++, DIFF_REMOVED, "б", "40004", "", "работа, 3\u00A0балла", "");
    assert_entry(&diff, i++, DIFF_CHANGED, "б", "40005", "пол", "", "м");
    assert_entry(&diff, i++, DIFF_CHANGED, "б", "40005", "вариант", "", "1");
    assert_entry(&diff, i++, DIFF_CHANGED, "б", "40005", "состояние", "не писал", "работа, 2\u00A0балла");
    assert_entry(&diff, i++, DIFF_CHANGED, "б", "40005", "журнал", "", "3");
    assert_int_equal(i, diff.n);
    assert_int_equal(diff.n_changed, 4);
    assert_int_equal(diff.n_added, 1);
    assert_int_equal(diff.n_removed, 1);
    assert_int_equal(diff.n_same, 0);
    arena_free(arena);
}

static void forms_are_compared_and_strangers_are_not(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Sheet one = *form(arena, HEAD "\nsch990001|40001|4а|м|1|1|1|2|4\nsch990002|40001|4а|м|1|1|1|2|4"), two = one;
    Blueprint plan = *one.procedure.blueprint;
    two.procedure.blueprint = &plan;
    plan.cutoffs_known = true, plan.cutoff[0] = 1, plan.cutoff[1] = 2, plan.cutoff[2] = 3;
    BlockDiff diff;
    Err err = { 0 };
    assert_true(block_diff(block_write(&one, 0, arena), block_write(&two, 0, arena), arena, &diff, &err));
    assert_int_equal(diff.n, 3);
    assert_entry(&diff, 1, DIFF_FORM, "", "", "порог «4»", "", "2");
    assert_int_equal(diff.n_same, 1);
    assert_false(block_diff(block_write(&one, 0, arena), block_write(&one, 1, arena), arena, &diff, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_analysis_of_blocks_is_that_of_rows),
        cmocka_unit_test(every_column_comes_back),
        cmocka_unit_test(equal_rows_are_equal_bytes),
        cmocka_unit_test(every_cut_and_every_flip_is_refused),
        cmocka_unit_test(impossible_rows_are_refused),
        cmocka_unit_test(strangers_do_not_merge),
        cmocka_unit_test(nothing_differs_from_itself),
        cmocka_unit_test(cells_rows_and_moves_are_told),
        cmocka_unit_test(forms_are_compared_and_strangers_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
