/* Corrections over a file: the same validation runs on the corrected table; the file itself is not touched. Gathering of a school's rows. */
#include "rows.h"

#include "domain/gather.h"

#define HEAD "школа|класс|код|вариант|журнал|итог|1 (1б)|2 (2б)|3 (3б)\n"
#define BODY HEAD                        \
    "s1|а|1|1|4|6|1|2|3\n"               \
    "s1|а|2|1|4|4|1|?|3\n"               \
    "s1|б|3|1|5|5|1|2|1\n"               \
    "s1|б|4|1|5|4|1|9|1\n"

static InputFile read_with(Arena *arena, const CellEdit *edits, uint32_t n, const IntakeWatch *watch)
{
    InputFile file;
    const IntakeOptions options = { .edits = edits, .n_edits = n, .watch = watch };
    intake_bytes(STR("2024-5-математика.xlsx"), pages_book(arena, &(Page){ "Лист1", BODY }, 1), &options, arena, &file);
    return file;
}

static void test_edits(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile plain = read_with(arena, NULL, 0, NULL);
    assert_int_equal(plain.works, 2);
    assert_int_equal(plain.rejected, 2);
    assert_int_equal(count_of(&plain, "total-differs"), 1);
    const CellEdit edits[] = {
        { STR("Лист1"), 3, 8, STR("1") }, { STR("Лист1"), 3, 8, STR("0") }, /* the later of two wins */
        { STR("Лист1"), 4, 6, STR("4") }, { STR("Другой"), 5, 8, STR("1") }, /* not of this sheet */
        { STR("Лист1"), 50, 1, STR("s9") }, { STR("Лист1"), 2, 100000, STR("x") },
    };
    InputFile mended = read_with(arena, edits, 6, NULL);
    assert_int_equal(mended.works, 3);
    assert_int_equal(mended.rejected, 1);
    assert_int_equal(count_of(&mended, "total-differs"), 0);
    assert_int_equal(mended.sheets[0]->score[1 * 4 + 1], 0);
    assert_int_equal(mended.sheets[0]->total[1], 4);
    assert_string_equal(mended.sha256, plain.sha256); /* of the file as it came */
    /* a correction is judged like the file */
    const CellEdit wrong = { STR("Лист1"), 2, 9, STR("7") };
    InputFile worse = read_with(arena, &wrong, 1, NULL);
    assert_int_equal(worse.rejected, 3);
    assert_int_equal(count_of(&worse, "score-over-max"), 2);
    /* right of the row's end */
    const CellEdit shifted = { STR("Лист1"), 2, 12, STR("3") };
    assert_int_equal(count_of(&(InputFile[]){ read_with(arena, &shifted, 1, NULL) }[0], "row-shifted"), 1);
    arena_free(arena);
}

typedef struct Watched { uint32_t n_rows, stop_at, header_row, journal, task2; } Watched;
static bool watch_row(void *context, Str sheet, const RawRow *row)
{
    Watched *seen = context;
    assert_str(sheet, "Лист1");
    if (row->number == 3) assert_str(row->cells[7], "?"); /* as it stands in the file */
    return ++seen->n_rows != seen->stop_at;
}
static void watch_layout(void *context, const SheetLayout *layout)
{
    Watched *seen = context;
    seen->header_row = layout->header_row, seen->journal = layout->journal;
    assert_int_equal(layout->n_tasks, 3);
    seen->task2 = layout->task[1];
}

static void test_watch(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Watched seen = { 0 };
    const IntakeWatch watch = { &seen, watch_row, watch_layout };
    const CellEdit edit = { STR("Лист1"), 3, 8, STR("1") };
    assert_int_equal(read_with(arena, &edit, 1, &watch).works, 3);
    assert_int_equal(seen.n_rows, 5);
    assert_int_equal(seen.header_row, 1);
    assert_int_equal(seen.journal, 5);
    assert_int_equal(seen.task2, 8);
    seen = (Watched){ .stop_at = 3 };
    InputFile stopped = read_with(arena, NULL, 0, &watch);
    assert_false(stopped.readable);
    assert_int_equal(stopped.why.code, ERR_CONFLICT);
    assert_int_equal(seen.n_rows, 3);
    arena_free(arena);
}

static void test_what_a_person_said(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file;
    Str bytes = STR("Математика, 5 класс, 2024;;\nкод;1 (1б);2 (1б)\n1;1;1\n");
    intake_bytes(STR("2024-5-математика.csv"), bytes, &(IntakeOptions){ .procedure = "2023-6-биология" }, arena, &file);
    assert_str(file.sheets[0]->procedure.id, "2024-5-математика");
    assert_int_equal(file.rejected, 1); /* nobody's school */
    intake_bytes(STR("2024-5-математика.csv"), bytes, &(IntakeOptions){ .procedure = "2023-6-биология", .procedure_wins = true, .school = "s7" }, arena, &file);
    assert_str(file.sheets[0]->procedure.id, "2023-6-биология");
    assert_str(file.sheets[0]->school_code[0], "s7");
    assert_int_equal(file.works, 1);
    intake_bytes(STR("2024-5-математика edu123456.csv"), bytes, &(IntakeOptions){ .school = "s7" }, arena, &file);
    assert_str(file.sheets[0]->school_code[0], "edu123456"); /* what the file says goes first */
    arena_free(arena);
}

static void test_gather(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile one = take(arena, "2024-5-математика.xlsx", BODY), two = take(arena, "2024-5-математика.xlsx", HEAD "s2|в|8|1|4|1|1|0|0\ns1|б|5|1|5|2|1|1|0\ns1|в|6|1|5|2|1|1|0\ns1|в|1|1|5|2|1|1|0\ns1||7|1|5|2|0|2|0\n");
    const Sheet *a = one.sheets[0], *b = two.sheets[0];
    Err err = { 0 };
    Sheet *all;
    assert_true(sheet_gather((GatherPart[]){ { a, 0, NULL }, { b, 1, a } }, 2, STR("s1"), arena, &all, &err));
    assert_int_equal(all->n_works, 4); /* two clean rows, в and the unnamed class; б of the second is left out */
    assert_int_equal(all->n_rows, 4);
    assert_int_equal(all->n_schools, 1);
    static const char *const codes[] = { "1", "3", "6", "7" }, *const classes[] = { "а", "б", "в", "" };
    static const uint16_t totals[] = { 6, 4, 2, 2 };
    for (uint32_t i = 0; i < 4; i++) {
        assert_str(all->code[i], codes[i]);
        assert_str(all->class_label[all->class_of[i]], classes[i]);
        assert_int_equal(all->total[i], totals[i]);
        unsigned sum = 0;
        for (uint32_t t = 0; t < 3; t++) sum += all->score[t * 4 + i];
        assert_int_equal(sum, totals[i]);
    }
    const Str *labels;
    assert_int_equal(sheet_classes(&(GatherPart){ b, 1, a }, arena, &labels), 2);
    assert_str(labels[0], "");
    assert_str(labels[1], "в");
    InputFile other = take(arena, "2024-5-математика.xlsx", "школа|код|1 (1б)|2 (2б)|3 (4б)\ns1|1|1|1|1\n");
    assert_false(sheet_gather((GatherPart[]){ { a, 0, NULL }, { other.sheets[0], 0, NULL } }, 2, STR("s1"), arena, &all, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    arena_free(arena);
}

static void test_cell_names(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    uint32_t row, column;
    for (uint32_t c = 0; c <= 800; c += c < 60 ? 1 : 37)
        for (uint32_t r = 1; r < 2000000; r = r * 7 + 1) {
            assert_true(cell_address_parse(cell_address(arena, r, c), &row, &column));
            assert_int_equal(row, r);
            assert_int_equal(column, c);
        }
    assert_str(cell_address(arena, 13, 9), "I13");
    assert_str(cell_address(arena, 1, 703), "AAA1");
    static const char *const wrong[] = { "I", "i13", "I0", "I-1", "I1 ", "ABCD1", "I1234567890", "13I", "А1" /* Cyrillic */ };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (cell_address_parse(str_of(wrong[i]), &row, &column)) fail_msg("%s was taken", wrong[i]);
        assert_int_equal(row + column, 0);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_edits), cmocka_unit_test(test_watch), cmocka_unit_test(test_what_a_person_said), cmocka_unit_test(test_gather), cmocka_unit_test(test_cell_names) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
