/* XLSX: names of sheets, typed cells, same bytes, hostile text, long tables. Read back through libzip and expat, independent of the writer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <expat.h>
#include <zip.h>

#include "base/utf8.h"
#include "gallery.h"
#include "publish/office/xlsx_.h"

static Str xlsx_of(const Doc *doc, Arena *arena)
{
    Err err = { 0 };
    Str out;
    if (!doc_xlsx(doc, &out, arena, &err)) fail_msg("%s (%s)", err.what, err.detail);
    return out;
}

static Str part(Str bytes, const char *name, Arena *arena)
{
    zip_error_t error;
    zip_t *archive = zip_open_from_source(zip_source_buffer_create(bytes.at, bytes.n, 0, &error), ZIP_CHECKCONS | ZIP_RDONLY, &error);
    assert_non_null(archive);
    zip_stat_t stat;
    if (zip_stat(archive, name, 0, &stat) != 0) fail_msg("no part %s", name);
    char *out = arena_alloc(arena, (size_t)stat.size + 1);
    zip_file_t *file = zip_fopen(archive, name, 0);
    assert_int_equal(zip_fread(file, out, stat.size), (zip_int64_t)stat.size);
    zip_fclose(file);
    zip_discard(archive);
    XML_Parser parser = XML_ParserCreate("UTF-8");
    if (XML_Parse(parser, out, (int)stat.size, 1) != XML_STATUS_OK) fail_msg("%s: %s", name, XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    return (Str){ out, (size_t)stat.size };
}

static Str sheet_part(Str bytes, unsigned number, Arena *arena) { return part(bytes, arena_printf(arena, "xl/worksheets/sheet%u.xml", number).at, arena); }

static size_t count(Str s, const char *needle)
{
    size_t n = 0;
    for (size_t at; (at = str_find(s, str_of(needle))) != SIZE_MAX; n++) s = str_slice(s, at + 1, s.n);
    return n;
}

static void assert_has(Str s, const char *needle)
{
    if (str_find(s, str_of(needle)) == SIZE_MAX) fail_msg("no «%s»", needle);
}

static void test_names(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    XlsxNames names = { .arena = arena };
    assert_string_equal(xlsx_name(&names, STR("Содержание")), "Содержание");
    assert_string_equal(xlsx_name(&names, STR("Задания 2021/22: [Ф1]*?")), "Задания 2021-22 Ф1");
    assert_string_equal(xlsx_name(&names, STR("'Школы'")), "Школы");
    assert_string_equal(xlsx_name(&names, STR("СОДЕРЖАНИЕ")), "СОДЕРЖАНИЕ (2)");
    assert_string_equal(xlsx_name(&names, STR("history")), "history (2)");
    assert_string_equal(xlsx_name(&names, STR(" \x01*")), "Таблица");
    const char *given[1200];
    for (uint32_t i = 0; i < 1200; i++) {
        given[i] = xlsx_name(&names, STR("Выполнение заданий по школам и классам области"));
        assert_true(utf8_length(str_of(given[i])) <= 31);
        assert_true(utf8_valid(str_of(given[i])));
        for (uint32_t k = 0; k < i; k++) assert_true(strcmp(given[i], given[k]) != 0);
    }
    assert_string_equal(given[0], "Выполнение заданий по школам и");
    /* Beyond the first plane a character is two units. */
    assert_int_equal(utf8_length(str_of(xlsx_name(&names, STR("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀")))), 15);
    arena_free(arena);
}

static void test_gallery(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str book = xlsx_of(gallery_doc(arena), arena);
    Str workbook = part(book, "xl/workbook.xml", arena), strings = part(book, "xl/sharedStrings.xml", arena);
    assert_has(workbook, "name=\"Содержание\"");
    assert_has(workbook, "name=\"Школы по уровням\"");
    assert_has(workbook, "name=\"Замечания к формам\"");
    assert_int_equal(count(workbook, "<sheet "), 1 + 5 + 8); /* contents, tables, twins of charts */
    assert_has(strings, "Объяснений ждём от 28 школ"); /* the answer itself, without marks of rich text */
    assert_has(strings, "интервал 95 %, от");
    assert_int_equal(count(strings, "\xC2\xA0"), 0);
    /* «Школы по уровням» is the first table: head in row 4, words and numbers below. */
    Str levels = sheet_part(book, 2, arena);
    assert_has(levels, "<autoFilter ref=\"A4:E9\"/>");
    assert_has(levels, "state=\"frozen\"");
    assert_has(levels, "<v>431</v>");
    assert_has(levels, "fitToHeight=\"0\"");
    arena_free(arena);
}

static void test_same_bytes(void **state)
{
    (void)state;
    Arena *one = arena_new(0), *two = arena_new(0);
    Str a = xlsx_of(gallery_doc(one), one);
    setenv("TZ", "Asia/Kamchatka", 1);
    Str b = xlsx_of(gallery_doc(two), two);
    unsetenv("TZ");
    assert_true(str_eq(a, b));
    arena_free(one);
    arena_free(two);
}

static Column column_of(const char *head, ColumnKind kind, uint8_t decimals) { return (Column){ .head = str_of(head), .kind = kind, .decimals = decimals, .group = STR_EMPTY }; }

/* Numbers are numbers, bounds are two columns, missing is empty, words stay words and never become formulas. */
static void test_types(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *doc = doc_new(arena, STR("Типы"));
    Column columns[3] = { column_of("участ-|ник и|имя", COLUMN_TEXT, 0), column_of("доля", COLUMN_NUMBER, 1), column_of("интервал", COLUMN_NUMBER, 1) };
    Table *table = table_new(doc, STR("t"), STR("Таблица"), 3, columns, 8);
    Cell *cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_text(STR("=HYPERLINK(\"x\")")), cells[1] = cell_share(.125), cells[2] = cell_interval(.25, .5, true);
    cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_text(STR("0071")), cells[1] = cell_too_few(STR_EMPTY, 2);
    cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_hidden(), cells[1] = cell_missing(), cells[2] = cell_missing();
    doc_table(doc, doc_sheet(doc, STR("s"), STR("Лист")), table);
    Str book = xlsx_of(doc, arena), sheet = sheet_part(book, 2, arena), strings = part(book, "xl/sharedStrings.xml", arena), styles = part(book, "xl/styles.xml", arena);
    assert_int_equal(count(sheet, "<f>"), 0);
    assert_has(strings, "=HYPERLINK(");
    assert_has(strings, ">участник и имя<"); /* a break inside a word leaves no hyphen */
    assert_has(strings, ">0071<");
    assert_has(sheet, "<v>0.125</v>");
    assert_has(sheet, "r=\"C5\"");
    assert_has(sheet, "r=\"D5\"");
    assert_has(styles, "0.0%");
    assert_has(strings, "мало данных");
    assert_has(strings, "скрыто");
    assert_int_equal(count(sheet, "<v>0.25</v>") + count(sheet, "<v>0.5</v>"), 2);
    arena_free(arena);
}

static void test_hostile(void **state)
{
    (void)state;
    static const Str bad = STR("<&\"'\x01\x1F]]>**\xFF\xC3[x](#\"><a)\xEF\xBF\xBF \xED\xA0\x80 =1+1 %s%n &P");
    Arena *arena = arena_new(0);
    Doc *doc = doc_new(arena, bad);
    doc->footer = doc->author = bad;
    Node *sheet = doc_sheet(doc, bad, bad);
    sheet->kicker = sheet->sub = bad;
    doc_lead(doc, sheet, bad);
    const Column column = { .head = bad, .group = bad, .kind = COLUMN_NUMBER, .decimals = 255 };
    Table *table = table_new(doc, bad, bad, 1, &column, 16);
    table->note = bad;
    for (int kind = CELL_TEXT; kind <= CELL_DOT; kind++)
        *table_row(doc, table, (RowKind)(kind % 5)) = (Cell){ .kind = (CellKind)kind, .text = bad, .anchor = bad, .number = kind % 2 ? INFINITY : 1e300, .low = NAN, .high = -1e300 };
    char *longest = arena_alloc(arena, 80001);
    memset(longest, '*', 80000);
    table_row(doc, table, ROW_PLAIN)[0] = cell_text((Str){ longest, 80000 });
    doc_table(doc, sheet, table);
    const Chart chart = { .kind = "no such kind", .title = bad, .reading = bad, .summary = bad };
    doc_chart(doc, sheet, &chart);
    Str book = xlsx_of(doc, arena);
    sheet_part(book, 1, arena);
    sheet_part(book, 2, arena);
    part(book, "xl/sharedStrings.xml", arena);
    part(book, "docProps/core.xml", arena);
    arena_free(arena);
}

static void test_empty(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *doc = doc_new(arena, STR_EMPTY);
    assert_has(part(xlsx_of(doc, arena), "xl/workbook.xml", arena), "Содержание");
    doc_add(doc, doc_sheet(doc, STR_EMPTY, STR_EMPTY), NODE_TABLE);
    const Column column = column_of("", COLUMN_TEXT, 0);
    doc_table(doc, doc->root->first, table_new(doc, STR_EMPTY, STR_EMPTY, 1, &column, 0));
    assert_has(part(xlsx_of(doc, arena), "xl/workbook.xml", arena), "name=\"Таблица\"");
    arena_free(arena);
}

/* A long table is streamed to the disk, a longer one than Excel's sheet goes on the next sheet: every row is there. */
static void test_long(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *doc = doc_new(arena, STR("Длинная"));
    const Column column = column_of("n", COLUMN_NUMBER, 0);
    uint32_t n = 1048576 + 10;
    Table *table = table_new(doc, STR("t"), STR("Все работы"), 1, &column, n);
    Cell *cells = arena_array(arena, Cell, n);
    for (uint32_t i = 0; i < n; i++) {
        cells[i] = cell_int(i);
        table->rows[i] = (Row){ .kind = ROW_PLAIN, .cells = &cells[i], .anchor_id = STR_EMPTY };
    }
    table->n_rows = n;
    table->data_only = true;
    doc_table(doc, doc_sheet(doc, STR("s"), STR("Лист")), table);
    Str book = xlsx_of(doc, arena);
    assert_has(part(book, "xl/workbook.xml", arena), "name=\"Все работы (2)\"");
    assert_int_equal(count(sheet_part(book, 2, arena), "<row ") + count(sheet_part(book, 3, arena), "<row "), n + 2 * 3); /* and title, link, head of each */
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names), cmocka_unit_test(test_gallery), cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_types),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_empty), cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
