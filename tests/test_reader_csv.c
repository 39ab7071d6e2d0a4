#include "reader_fixture.h"

static void test_dialects(void **state)
{
    (void)state;
    check_reads(STR("Код;Итог\r\n40001;4,5\r\n"), "csv", "[]\n1: Код|Итог\n2: 40001|4,5\n");
    check_reads(STR("a,b,c\n1,2,3"), "csv", "[]\n1: a|b|c\n2: 1|2|3\n");
    check_reads(STR("a\tb\r1\t2\r"), "csv", "[]\n1: a|b\n2: 1|2\n");
    check_reads(STR("a|b\n1|2\n"), "csv", "[]\n1: a|b\n2: 1|2\n");
    /* commas as regular as semicolons: decimal ones */
    check_reads(STR("1,5;2,5;3,5\n4,5;5,5;6,5\n"), "csv", "[]\n1: 1,5|2,5|3,5\n2: 4,5|5,5|6,5\n");
    /* a title above the table, and commas inside a column */
    check_reads(STR("ВПР, 2021, математика\nкод;класс\n1;4а\n2;4б\n"), "csv", "[]\n1: ВПР, 2021, математика\n2: код|класс\n3: 1|4а\n4: 2|4б\n");
    check_reads(STR("а;б,в\n1,2\n"), "csv", "[]\n1: а;б|в\n2: 1|2\n");
    check_reads(STR("sep=,\r\na,b;c\r\n"), "csv", "[]\n1: a|b;c\n");
    check_reads(STR("\"sep=|\"\na|b;c\n"), "csv", "[]\n1: a|b;c\n");
    check_reads(STR("слово\nещё\n"), "csv", "[]\n1: слово\n2: ещё\n");
}

static void test_quotes(void **state)
{
    (void)state;
    check_reads(STR("\"а;б\";\"в \"\"г\"\"\";\"\"\n\"две\r\nстроки\";2\n"), "csv", "[]\n1: а;б|в \"г\"\n2: две\r\nстроки|2\n");
    check_reads(STR("\"Гимназия\" № 1;5\" дюймов;x\n"), "csv", "[]\n1: Гимназия № 1|5\" дюймов|x\n");
    check_refused(STR("а;б\nв;\"г\nд;е\n"), ERR_INPUT, "В строке 2 открыта кавычка");
}

static void test_rows(void **state)
{
    (void)state;
    check_reads(STR("a;b\n\n;;\n;c;;\nd;"), "csv", "[]\n1: a|b\n4: |c\n5: d\n");
    check_reads(STR("\n a ;\xC2\xA0"), "csv", "[]\n2:  a |\xC2\xA0\n");
}

static void test_encodings(void **state)
{
    (void)state;
    const char *expected = "[]\n1: Ёж|№ 1\n2: Я|X\n";
    check_reads(STR("Ёж;№ 1\nЯ;X\n"), "csv", expected);
    check_reads(STR("\xEF\xBB\xBFЁж;№ 1\nЯ;X\n"), "csv", expected);
    check_reads(STR("\xA8\xE6;\xB9 1\n\xDF;X\n"), "csv", expected); /* cp1251 */
    check_reads(STR("\xFF\xFE\x01\x04\x36\x04;\0\x16\x21 \0001\0\n\0\x2F\x04;\0X\0\n\0"), "csv", expected);
    check_reads(STR("\xFE\xFF\x04\x01\x04\x36\0;\x21\x16\0 \0001\0\n\x04\x2F\0;\0X\0\n"), "csv", expected);
    check_reads(STR("\xFF\xFE\x3D\xD8\x00\xDE\n\0"), "csv", "[]\n1: \xF0\x9F\x98\x80\n"); /* a surrogate pair */
    check_refused(STR("\xEF\xBB\xBF\xD0"), ERR_INPUT, "не читается как UTF-8");
    check_refused(STR("Код;Итог\n\xD0"), ERR_INPUT, "обрывается");
    check_refused(STR("a;b\n1;\0002\n"), ERR_INPUT, "двоичные данные");
    check_refused(STR("\x01\x02\x03\x04\x05 a;b\n"), ERR_INPUT, "двоичные данные");
}

static void test_ceilings(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < LIMIT_COLUMNS; i++) buf_add_char(&text, ';');
    Seen seen = { 0 };
    RawSink sink = seen_sink(&seen);
    Err err;
    buf_add_z(&text, "\na;b\n");
    assert_true(raw_read(buf_str(&text), &sink, arena, NULL, &err)); /* empty cells too far to the right cost nothing */
    assert_string_equal(seen.text.at, "[]\n2: a|b\n");
    text.at[LIMIT_COLUMNS] = 'x';
    check_refused(buf_str(&text), ERR_LIMIT, "SS1 за последним");
    buf_clear(&text);
    buf_add_z(&text, "a;\"\"\"");
    for (uint32_t i = 0; i < LIMIT_CELL_BYTES; i++) buf_add_char(&text, 'y');
    buf_add_z(&text, "\";1\n");
    check_refused(buf_str(&text), ERR_LIMIT, "B1 длиннее");
    buf_free(&text);
    buf_free(&seen.text);
    arena_free(arena);
}

/* A sink that has had enough stops the reader with its own words. */
static bool stop_row(void *context, const RawRow *row, Err *err)
{
    (void)context;
    return row->number < 3 || err_set(err, ERR_CONFLICT, "", "довольно");
}

static void test_sink_stops(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Seen seen = { 0 };
    RawSink sink = seen_sink(&seen);
    sink.row = stop_row;
    Err err;
    assert_false(raw_read(STR("1\n2\n3\n4\n"), &sink, arena, NULL, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    Str book = book_of(arena, SHEET_XML("<row r=\"3\"><c><v>1</v></c></row><row r=\"1\"/>"), STR_EMPTY, STR_EMPTY);
    seen.inside = false;
    seen.n_sheets = 0;
    assert_false(raw_read(book, &sink, arena, NULL, &err));
    assert_string_equal(err.what, "довольно");
    buf_free(&seen.text);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dialects), cmocka_unit_test(test_quotes),   cmocka_unit_test(test_rows),
        cmocka_unit_test(test_encodings), cmocka_unit_test(test_ceilings), cmocka_unit_test(test_sink_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
