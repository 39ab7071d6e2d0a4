/* Workbooks as documents: merged cells, values as they are seen, hidden sheets. */
#include "document_fixture.h"
#include "reader_fixture.h"

#include "intake/reader/value_.h"

#define CELL(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define SHEET(rows, merges) STR("<worksheet xmlns=\"" NS_MAIN "\"><sheetData>" rows "</sheetData><mergeCells>" merges "</mergeCells></worksheet>")

static void check_book(Str sheet, Str styles, const char *expected)
{
    Arena *arena = arena_new(0);
    check_document("п.xlsx", book_of(arena, sheet, STR_EMPTY, styles), "xlsx", expected);
    arena_free(arena);
}

static void test_merged(void **state)
{
    (void)state;
    check_book(SHEET("<row r=\"2\">" CELL("B2", "План") "</row><row r=\"4\">" CELL("B4", "№") CELL("C4", "Что") CELL("E4", "Когда") "</row>"
                     "<row r=\"5\">" CELL("B5", "1") CELL("C5", "а&#10;б") CELL("E5", "май") "</row><row r=\"6\">" CELL("B6", "спрятано") CELL("C6", "в") "</row>",
                     "<mergeCell ref=\"B2:E2\"/><mergeCell ref=\"B5:B9\"/><mergeCell ref=\"C4:D4\"/><mergeCell ref=\"A1:A1000000\"/><mergeCell ref=\"чушь\"/><mergeCell ref=\"E5:XFD5\"/>"),
               STR_EMPTY, "sheet |Протокол\nt 3\nr 0+3:План\nr 0:№ 1:Что 2:Когда\nr 0x2:1 1:а⏎б 2:май\nr 1:в 2:\n");
    Arena *arena = arena_new(0);
    Buf text;
    buf_init(&text, 0);
    buf_add_z(&text, "<worksheet><sheetData>");
    for (int i = 1; i <= 10000; i++) buf_printf(&text, "<row r=\"%d\">" CELL("A1", "%d") "</row>", i, i * 7919);
    buf_add_z(&text, "</sheetData><mergeCells>");
    for (int i = 0; i < 3000; i++) buf_printf(&text, "<mergeCell ref=\"A1:XFD%d\"/>", 1000000 + i * 7);
    buf_add_z(&text, "</mergeCells></worksheet>");
    check_no_document("п.xlsx", book_of(arena, buf_str(&text), STR_EMPTY, STR_EMPTY), ERR_LIMIT, "объединено слишком много");
    buf_free(&text);
    arena_free(arena);
}

static void test_as_seen(void **state)
{
    (void)state;
    Str styles = STR("<styleSheet xmlns=\"" NS_MAIN "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-FC19]dd\\ mmmm\\ yyyy\\ &quot;г.&quot;;@\"/><numFmt numFmtId=\"165\" formatCode=\"mmmm\\ yyyy\"/></numFmts>"
                     "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"17\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"2\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>");
    check_book(SHEET("<row r=\"1\"><c><v>45352</v></c><c s=\"1\"><v>45352</v></c><c s=\"2\"><v>45352</v></c><c s=\"3\"><v>45352</v></c><c s=\"4\"><v>45352</v></c><c s=\"5\"><v>1.1</v></c><c s=\"6\"><v>0.385</v></c></row>", ""),
               styles, "sheet |Протокол\nt 7\nr 0:45352 1:01.03.2024 2:мар.24 3:01 марта 2024 г. 4:март 2024 5:1.10 6:39%\n");
}

static void test_looks(void **state)
{
    (void)state;
    static const struct { const char *written, *code, *seen; } cases[] = {
        { "44291", "d-mmm-yy", "5-апр-21" }, { "44291.75", "dd/mm/yyyy hh:mm", "05.04.2021 18:00" }, { "44291", "dddd, d mmmm", "понедельник, 5 апреля" }, { "0.5", "h:mm:ss", "12:00:00" },
        { "44291.5", "h:mm", "12:00" }, { "60", "dd.mm.yyyy", "29.02.1900" }, { "-5", "dd.mm.yyyy", "-5" }, { "слово", "0.00", "слово" }, { "5", "0\" чел.\"", "5 чел." }, { "2.5", "General", "2.5" },
        { "2.5", "0;[Red]-0", "3" }, { "1E+300", "0.00", "1e+300" }, { "7", "@", "7" }, { "45962", "mm/dd/yyyy", "01.11.2025" }, { "45962", "m\\/d\\/yy;@", "01.11.2025" }, { "45962", "mm.yyyy", "11.2025" }, { "45962.5", "h:mm", "12:00" }, { "7", "\"", "7" }, { "7", "\\", "7" }, { "7", "[", "7" }, { "12", "№\\ 0", "№ 12" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[VALUE_ROOM];
        Str seen = value_look(str_of(cases[i].written), str_of(cases[i].code), false, out);
        if (!str_eq(seen, str_of(cases[i].seen))) fail_msg("%s by %s: «%.*s», expected «%s»", cases[i].written, cases[i].code, STR_ARG(seen), cases[i].seen);
    }
}

static void test_hidden(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Part parts[] = {
        { "xl/workbook.xml", STR("<workbook xmlns:r=\"r\"><sheets><sheet name=\"План\"/><sheet name=\"Списки\" state=\"hidden\"/><sheet name=\"Пусто\"/></sheets></workbook>") },
        { "xl/worksheets/sheet1.xml", SHEET_XML("<row><c><v>1</v></c></row>") },
        { "xl/worksheets/sheet2.xml", SHEET_XML("<row><c><v>2</v></c></row>") },
        { "xl/worksheets/sheet3.xml", SHEET_XML("") },
    };
    Str bytes = zip_of(arena, parts, 4, false, NULL);
    check_document("п.xlsx", bytes, "xlsx", "sheet |План\nt 1\nr 0:1\nsheet |Пусто\n");
    SourceDoc doc;
    assert_true(document_read(STR("п"), bytes, arena, &doc, NULL));
    assert_int_equal(doc.n_warnings, 1);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_merged), cmocka_unit_test(test_as_seen), cmocka_unit_test(test_looks), cmocka_unit_test(test_hidden) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
