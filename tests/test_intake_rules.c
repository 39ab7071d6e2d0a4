/* Rules of counting: states of rows, complaints, files beside each other, the frame. */
#include "rows.h"

#define HEAD "школа|класс|код|вариант|пол|журнал|итог|1 (1б)|2 (2б)|3 (3б)\n"

static Sheet sheet_of(const InputFile *file)
{
    if (!file->readable) fail_msg("%s", file->why.what);
    const Sheet *sheet = file->sheets[0];
    assert_int_equal(sheet->n_rows, sheet->n_works + sheet->n_absent + sheet->n_rejected);
    assert_int_equal(file->rows, file->works + file->absent + file->rejected);
    return *sheet;
}

static void test_row_states(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "2024-5-математика.xlsx", HEAD
        "s1|а|1|1|м|4|6|1|2|3\n"          /* work */
        "s1|а|2|отсутствовал||||1|?|\n"   /* absent, whatever else stands there */
        "s1|а|3|1|м|4||||\n"              /* all empty */
        "s1|а|4|1|ж|5||1||\n"             /* empty beside filled */
        "s1|а|5|1|ж|5||X|x|Х\n"           /* did not begin anything: still a work */
        "|а|6|1|ж|5||1|1|1\n"             /* no school */
        "s1|а|1|2|ж|5||1|1|1\n"           /* code again */
        "s2|а|1|2|ж|5||1|1|1\n"           /* the same code elsewhere is nobody's business */
        "s1|а||2|ж|5||1|1|1\n"            /* no code */
        "|||||||||\n"                     /* nothing: not a row */
        "Подпись\n"                       /* a signature under the table has neither code nor variant nor scores */
        "s1|а|9|1|м|4||1|3|0\n"           /* over */
        "s1|а|10|1|м|4||1|-1|0\n"         /* below */
        "s1|а|11|1|м|4||1|н|0\n");        /* letters */
    Sheet sheet = sheet_of(&file);
    static const uint8_t expected[] = { ROW_WORK, ROW_ABSENT, ROW_REJECTED, ROW_WORK, ROW_WORK, ROW_REJECTED, ROW_REJECTED, ROW_WORK, ROW_WORK, ROW_REJECTED, ROW_REJECTED, ROW_REJECTED };
    assert_int_equal(sheet.n_rows, sizeof expected);
    assert_memory_equal(sheet.state, expected, sizeof expected);
    assert_int_equal(sheet.total[3], 1);
    assert_int_equal(sheet.total[4], 0);
    assert_int_equal(sheet.score[1 * 12 + 3], SCORE_EMPTY);
    static const struct { const char *code, *cell; Severity severity; } told[] = {
        { "row-empty", "4", SEVERITY_ERROR }, { "school-missing", "A7", SEVERITY_ERROR }, { "code-repeated", "C8", SEVERITY_ERROR }, { "code-missing", "C10", SEVERITY_WARNING },
        { "score-over-max", "I13", SEVERITY_ERROR }, { "score-unreadable", "I14", SEVERITY_ERROR }, { "absent-with-scores", "D3", SEVERITY_WARNING },
    };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const Complaint *complaint = complaint_of(&file, told[i].code);
        if (complaint == NULL) fail_msg("no %s", told[i].code);
        assert_str(complaint_cell(arena, complaint), told[i].cell);
        assert_int_equal(complaint->severity, told[i].severity);
        assert_true(complaint->text.n > 20);
    }
    assert_int_equal(count_of(&file, "score-unreadable"), 2);
    for (uint32_t i = 1; i < file.n_complaints; i++) assert_true(file.complaints[i - 1].row <= file.complaints[i].row);
    /* the letter for the digit is read, and told; an absent pupil's is not looked at */
    file = take(arena, "2024-5-математика.xlsx", HEAD "s1|а|1|1|м|4|3|О|0|3\ns1|а|2|1|м|4|3|0|o|3\ns1|а|3|отсутствовал||||о||\n");
    assert_int_equal(file.works, 2);
    assert_int_equal(count_of(&file, "score-letter"), 2);
    assert_int_equal(complaint_of(&file, "score-letter")->severity, SEVERITY_FIXED);
    assert_str(complaint_cell(arena, complaint_of(&file, "score-letter")), "H2");
    /* within a row from left to right, though scores stand left of the journal mark and are read before it */
    file = take(arena, "2024-5-математика.xlsx", "школа|код|1 (1б)|журнал|2 (1б)\ns1|1|?|ж|!\n");
    assert_int_equal(file.n_complaints, 3);
    for (uint32_t i = 0; i < 3; i++) assert_int_equal(file.complaints[i].column, i + 3);
    arena_free(arena);
}

static void test_totals_and_marks(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "2024-5-математика.xlsx", HEAD
        "s1|а|1|1|м|4|5|1|2|3\n"
        "s1|а|2|1|м|ж|26|1|2|3\n"
        "s1|а|3|1|д|нет отметки|н|1|2|не пройд.\n"
        "s1|а|4|в|м|7||1|2|3\n");
    Sheet sheet = sheet_of(&file);
    assert_int_equal(sheet.n_works, 4);
    assert_int_equal(sheet.total[0], 6);
    assert_int_equal(sheet.written_total[0], 5);
    assert_int_equal(sheet.total[2], 3);
    assert_int_equal(sheet.journal[1], 0);
    static const char *const codes[] = { "total-differs", "total-over-max", "journal-unreadable", "sex-unreadable", "total-unreadable", "variant-unreadable" };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const Complaint *complaint = complaint_of(&file, codes[i]);
        if (complaint == NULL || complaint->severity != SEVERITY_WARNING) fail_msg("%s", codes[i]);
    }
    assert_int_equal(count_of(&file, "journal-unreadable"), 2);
    assert_int_equal(file.complaints_total, 7);
    arena_free(arena);
}

static void test_two_parts(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "2024-4-русский-язык.xlsx", "школа|код|вариант|вариант 2|1 (1б)|2 (2б)\ns1|1|1|отсутствовал|1|\ns1|2|отсутствовал|2||2\ns1|3|1|2|1|2\n");
    assert_int_equal(sheet_of(&file).n_absent, 2); /* either part */
    assert_int_equal(file.complaints_total, 0);
    arena_free(arena);
}

static void test_slips_and_guessed_maxima(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Buf text;
    buf_init(&text, 0);
    buf_printf(&text, "школа;код;1;2\n");
    for (unsigned i = 0; i < 400; i++) buf_printf(&text, "s%u;%u;%u;%u\n", i / 40, i % 40, i == 7 ? 30 : i % 2, i % 3);
    InputFile file;
    intake_bytes(STR("2024-6-физика.csv"), buf_str(&text), NULL, arena, &file);
    buf_free(&text);
    Sheet sheet = sheet_of(&file);
    assert_int_equal(sheet.procedure.blueprint->tasks[0].max, 1); /* one 30 among 400 is a slip, not a maximum */
    assert_int_equal(sheet.procedure.blueprint->tasks[1].max, 2);
    assert_int_equal(sheet.n_rejected, 1);
    assert_int_equal(complaint_of(&file, "maxima-guessed")->severity, SEVERITY_FIXED);
    arena_free(arena);
}

/* A name in the column of codes is refused and goes no further. */
static void test_names_are_no_codes(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "2024-5-математика.xlsx", HEAD "s1|а|Иванов Иван|1|м|4|6|1|2|3\ns1|а|Ким А.|отсутствовал||||||\ns1|а|Б-12|1|м|4|6|1|2|3\ns1|а|ВПР|1|м|4|6|1|2|3\n");
    Sheet sheet = sheet_of(&file);
    assert_int_equal(sheet.n_rejected, 2);
    assert_int_equal(count_of(&file, "code-is-name"), 2);
    for (uint32_t i = 0; i < 2; i++) assert_str(sheet.code[i], "имя скрыто");
    assert_str(sheet.code[2], "Б-12");
    arena_free(arena);
}

/* A row that slid over a column of names: the complaint shows where, not who. */
static void test_names_stay_out(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "2024-5-математика.xlsx", "школа|код|ФИ|1 (1б)|2 (1б)|журнал\nГимназия Первая|1|Тайнов Пётр|1|1|4\nГимназия Первая|2||Тайнов Пётр И.|ТАЙНОВ|Тай\nГимназия Первая|3|х|не прошли|Да|н/з\n");
    sheet_of(&file);
    assert_int_equal(count_of(&file, "score-unreadable"), 4);
    for (uint32_t i = 0; i < file.n_complaints; i++) {
        const Complaint *complaint = &file.complaints[i];
        assert_true(str_find(complaint->value, STR("Тай")) == SIZE_MAX && str_find(complaint->value, STR("ТАЙ")) == SIZE_MAX && str_find(complaint->text, STR("Тай")) == SIZE_MAX);
    }
    assert_str(file.complaints[0].value, "Т… П… И.");
    assert_str(file.complaints[3].value, "не прошли");
    assert_str(file.complaints[4].value, "Да");
    assert_str(file.sheets[0]->school_code[0], "Гимназия Первая");
    arena_free(arena);
}

static void test_many_complaints(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Buf text;
    buf_init(&text, 0);
    buf_printf(&text, "школа;код;журнал;1 (1б)\n");
    for (unsigned i = 0; i < 1500; i++) buf_printf(&text, "s;%u;9;?\n", i);
    InputFile file;
    intake_bytes(STR("2024-6-физика.csv"), buf_str(&text), NULL, arena, &file);
    buf_free(&text);
    assert_int_equal(file.complaints_total, 3000);
    assert_int_equal(file.n_complaints, 1000);
    assert_int_equal(file.complaints[999].row, 501); /* the first thousand, in order */
    assert_int_equal(file.rejected, 1500);
    arena_free(arena);
}

static void test_merge(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile files[5];
    files[0] = take(arena, "2024-5-математика s1.xlsx", HEAD "s1|а|1|1|м|4|6|1|2|3\ns1|а|2|1|м|4|5|0|2|3\n");
    files[1] = take(arena, "2024-5-математика s1 копия.xlsx", HEAD "s1|а|1|1|м|4|6|1|2|3\ns1|а|2|1|м|4|5|0|2|3\n");
    files[2] = take(arena, "2024-5-математика s1 новая.xlsx", HEAD "s1|а|2|1|м|4|4|0|1|3\ns1|а|3|отсутствовал||||||\ns1|а|1|отсутствовал||||||\ns2|а|1|1|м|4|6|1|2|3\n");
    files[3] = take(arena, "2024-5-биология.xlsx", HEAD "s1|а|1|1|м|4|6|1|2|3\n");
    files[4] = take(arena, "2024-5-математика s9.xlsx", "школа|код|1 (1б)|2 (2б)\ns9|1|1|1\n");
    intake_merge(files, 5, arena);
    assert_false(files[1].readable);
    assert_int_equal(files[1].why.code, ERR_CONFLICT);
    assert_non_null(complaint_of(&files[1], "file-repeated"));
    assert_int_equal(files[2].works, 1);
    assert_int_equal(files[2].absent, 1);
    assert_int_equal(files[2].rejected, 2);
    assert_int_equal(files[2].sheets[0]->state[0], ROW_REJECTED);
    assert_int_equal(files[2].sheets[0]->total[0], 0);
    assert_int_equal(count_of(&files[2], "code-in-other-file"), 2);
    assert_int_equal(count_of(&files[2], "school-twice"), 1);
    assert_int_equal(files[3].works, 1); /* another work */
    assert_int_equal(files[4].works, 0); /* other tasks than the rest */
    assert_non_null(complaint_of(&files[4], "blueprint-conflict"));
    assert_int_equal(files[0].works, 2);
    arena_free(arena);
}

static void test_merge_guessed_maxima(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile files[2];
    files[0] = take(arena, "2024-5-рисование s1.xlsx", "школа|код|1|2\ns1|1|1|1\n");
    files[1] = take(arena, "2024-5-рисование s2.xlsx", "школа|код|1|2\ns2|1|0|3\n");
    intake_merge(files, 2, arena);
    const Blueprint *blueprint = files[0].sheets[0]->procedure.blueprint;
    assert_ptr_equal(blueprint, files[1].sheets[0]->procedure.blueprint);
    assert_int_equal(blueprint->tasks[0].max, 1);
    assert_int_equal(blueprint->tasks[1].max, 3);
    assert_int_equal(blueprint->max, 4);
    arena_free(arena);
}

static void test_frame(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile files[2];
    files[0] = take(arena, "2024-5-математика а.xlsx", HEAD "s2|б|2|1|м|4|6|1|2|3\ns2|б|1|1|м|4|5|0|2|3\ns2|а|7|1|ж|3|3|X|0|3\ns3|а|1|отсутствовал||||||\n");
    files[1] = take(arena, "2024-5-математика б.xlsx", HEAD "s1|НЕТ|5|2|м|4|1|1||не пройд.\ns2|а|6|отсутствовал||||||\ns1|-|4|2|м|4|?|1|?|\n");
    intake_merge(files, 2, arena);
    const Sheet *sheets[] = { files[0].sheets[0], files[1].sheets[0] };
    SchoolTable table = school_table_build(sheets, 2, arena);
    assert_int_equal(table.n, 3);
    assert_int_equal(school_table_find(&table, STR("s3")), 2);
    assert_int_equal(school_table_find(&table, STR("s4")), UINT32_MAX);
    Frame *frame = frame_build(sheets, 2, &table, arena);
    assert_int_equal(frame->n_works, 4);
    assert_int_equal(frame->n_schools, 2); /* s3 has no work */
    assert_int_equal(frame->n_classes, 3);
    assert_int_equal(frame->n_absent, 2);
    static const char *const codes[] = { "5", "7", "1", "2" };
    static const uint16_t totals[] = { 1, 3, 5, 6 };
    for (uint32_t i = 0; i < 4; i++) {
        assert_str(frame->code[i], codes[i]);
        assert_int_equal(frame->total[i], totals[i]);
    }
    assert_str(frame->classes[0].label, "");
    assert_str(frame->classes[2].label, "б");
    assert_int_equal(frame->classes[2].n, 2);
    assert_int_equal(frame->schools[1].n, 3);
    assert_int_equal(frame->schools[1].n_classes, 2);
    assert_int_equal(frame->schools[1].absent, 1);
    assert_int_equal(frame_task(frame, 0)[1], SCORE_NOT_ATTEMPTED);
    assert_int_equal(frame_task(frame, 2)[0], SCORE_NOT_TAUGHT);
    assert_int_equal(frame->mark[0], 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row_states), cmocka_unit_test(test_totals_and_marks),      cmocka_unit_test(test_two_parts), cmocka_unit_test(test_slips_and_guessed_maxima),
        cmocka_unit_test(test_many_complaints), cmocka_unit_test(test_names_stay_out), cmocka_unit_test(test_names_are_no_codes), cmocka_unit_test(test_merge), cmocka_unit_test(test_merge_guessed_maxima), cmocka_unit_test(test_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
