#include "reader_fixture.h"

#include "intake/reader/xlsx_.h"

static void check_sheet(Str sheet, Str shared, Str styles, const char *expected)
{
    Arena *arena = arena_new(0);
    check_reads(book_of(arena, sheet, shared, styles), "xlsx", expected);
    arena_free(arena);
}

static void refuse_sheet(Str sheet, Str shared, ErrCode code, const char *words)
{
    Arena *arena = arena_new(0);
    check_refused(book_of(arena, sheet, shared, STR_EMPTY), code, words);
    arena_free(arena);
}

static void test_cell_types(void **state)
{
    (void)state;
    Str shared = STR("<sst xmlns=\"" NS_MAIN "\" uniqueCount=\"1\"><si><t>Код</t></si><si><r><rPr><b/></rPr><t>5</t></r><r><t xml:space=\"preserve\"> (1б)</t></r>"
                     "<rPh sb=\"0\" eb=\"1\"><t>лишнее</t></rPh></si><si><t>a_x000D__x0416_</t></si></sst>");
    check_sheet(SHEET_XML("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><t>не</t></is></c>"
                          "<c t=\"inlineStr\"><is><r><t>прой</t></r><r><t>д.</t></r><rPh><t>x</t></rPh></is></c><c t=\"str\"><f>A1&amp;B1</f><v>X</v></c>"
                          "<c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c><c s=\"1\"/></row>"
                          "<row><c><v>14.0</v></c><c t=\"n\"><v>4.5</v></c><c><v>1E+1</v></c><c><f>SUM(A1:B1)</f><v>0.30000000000000004</v></c>"
                          "<c><v>-2</v></c><c><v>007</v></c><c><v>50001</v></c><c><v>чушь</v></c><c t=\"s\"><v>2</v></c></row>"),
                shared, STR_EMPTY, "[Протокол]\n2: Код||5 (1б)|не|пройд.|X|ИСТИНА|ЛОЖЬ|#N/A\n3: 14|4.5|10|0.3|-2|7|50001|чушь|a\rЖ\n");
}

static void test_dates(void **state)
{
    (void)state;
    Str styles = STR("<styleSheet xmlns=\"" NS_MAIN "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-419]d\\ mmm\\ yyyy\"/><numFmt numFmtId=\"165\" "
                     "formatCode=\"0\\ &quot;дм&quot;;[Red]0\"/><numFmt numFmtId=\"166\" formatCode=\"dd.mm.yyyy\\ hh:mm\"/></numFmts>"
                     "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                     "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>");
    Str sheet = SHEET_XML("<row><c><v>44291</v></c><c s=\"1\"><v>44291</v></c><c s=\"2\"><v>61</v></c><c s=\"2\"><v>59</v></c><c s=\"1\"><v>60</v></c><c s=\"3\"><v>44291</v></c>"
                          "<c s=\"4\"><v>44291.75</v></c><c s=\"5\"><v>0.5</v></c><c s=\"1\"><v>-5</v></c><c s=\"99\"><v>3</v></c><c t=\"d\"><v>2021-04-05T00:00:00</v></c></row>");
    /* 44291 is 05.04.2021 by Excel itself; 59, 60, 61 are 28 February, the invented 29 February and 1 March of 1900 */
    check_sheet(sheet, STR_EMPTY, styles,
                "[Протокол]\n1: 44291|05.04.2021|01.03.1900|28.02.1900|29.02.1900|44291|05.04.2021 18:00|12:00|-5|3|05.04.2021\n");
}

/* The sheets come in the order of the workbook, from the parts that relations name; strict OOXML, absolute targets, 1904. */
static void test_workbook(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Part parts[] = {
        { "_rels/.rels", STR("<Relationships><Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"/book/main.xml\"/></Relationships>") },
        { "book/main.xml", STR("<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"><x:workbookPr date1904=\"1\"/>"
                               "<x:sheets><x:sheet name=\"Классы\" sheetId=\"5\" state=\"hidden\" r:id=\"two\"/><x:sheet name=\"График\" sheetId=\"1\" r:id=\"chart\"/>"
                               "<x:sheet name=\"Протокол &amp; итог\" sheetId=\"3\" r:id=\"one\"/></x:sheets></x:workbook>") },
        { "book/_rels/main.xml.rels", STR("<Relationships><Relationship Id=\"one\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet\" Target=\"../other/./first.xml\"/>"
                                          "<Relationship Id=\"two\" Type=\"x/worksheet\" Target=\"/other/SECOND.xml\"/><Relationship Id=\"chart\" Type=\"x/chartsheet\" Target=\"c.xml\"/>"
                                          "<Relationship Id=\"s\" Type=\"x/styles\" Target=\"st.xml\"/></Relationships>") },
        { "other/first.xml", STR("<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData><x:row><x:c s=\"0\"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>") },
        { "other/second.xml", SHEET_XML("<row r=\"5\" hidden=\"1\"><c r=\"B5\"><v>2</v></c></row><row r=\"6\"/>") },
        { "book/st.xml", STR("<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>") },
        { "xl/workbook.xml", STR("<workbook/>") }, /* the usual name, but no relation leads here */
    };
    Str book = zip_of(arena, parts, 7, false, NULL);
    check_reads(book, "xlsx", "[Классы]\n5: |03.01.1904\n[Протокол & итог]\n1: 02.01.1904\n");
    arena_free(arena);
}

static void test_skipped_sheet(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Seen seen = { .skip = "Протокол" };
    RawSink sink = seen_sink(&seen);
    Err err = { 0 };
    /* its XML is broken, but nobody asked for it */
    assert_true(raw_read(book_of(arena, STR("<worksheet><oops"), STR_EMPTY, STR_EMPTY), &sink, arena, NULL, &err));
    assert_int_equal(seen.n_sheets, 1);
    assert_int_equal(seen.n_rows, 0);
    buf_free(&seen.text);
    arena_free(arena);
}

static void test_odd_relations(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Part parts[] = {
        { "xl\\workbook.xml", STR("<workbook><sheets><sheet name=\"А\"/><sheet name=\"Б\"/></sheets></workbook>") },
        { "xl\\worksheets\\sheet2.xml", SHEET_XML("<row><c><v>2</v></c></row>") },
        { "xl\\worksheets\\sheet1.xml", SHEET_XML("<row><c><v>1</v></c></row>") },
    };
    check_reads(zip_of(arena, parts, 3, true, NULL), "xlsx", "[А]\n1: 1\n[Б]\n1: 2\n");
    check_refused(zip_of(arena, parts, 2, true, NULL), ERR_INPUT, "нет листа «А»");
    check_reads(zip_of(arena, (const Part[]){ { "xl/worksheets/sheet1.xml", parts[1].bytes } }, 1, false, NULL), "xlsx", "[]\n1: 2\n");
    check_refused(zip_of(arena, (const Part[]){ { "xl/workbook.xml", STR("<workbook/>") } }, 1, false, NULL), ERR_INPUT, "нет ни одного листа");
    arena_free(arena);
}

static void test_utf16_part(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str xml = STR("<worksheet><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>");
    char *wide = arena_alloc(arena, xml.n * 2 + 2);
    memcpy(wide, "\xFF\xFE", 2);
    for (size_t i = 0; i < xml.n; i++) wide[2 + 2 * i] = xml.at[i];
    check_sheet((Str){ wide, xml.n * 2 + 2 }, STR_EMPTY, STR_EMPTY, "[Протокол]\n1: 5\n");
    arena_free(arena);
}

static void test_absurd_places(void **state)
{
    (void)state;
    check_sheet(SHEET_XML("<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/><c r=\"A1\"><v>1</v></c></row>"), STR_EMPTY, STR_EMPTY, "[Протокол]\n1048576: 1\n");
    refuse_sheet(SHEET_XML("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>"), STR_EMPTY, ERR_LIMIT, "XFD1 за последним");
    refuse_sheet(SHEET_XML("<row r=\"4294967297\"><c><v>1</v></c></row>"), STR_EMPTY, ERR_LIMIT, "Строк больше");
    refuse_sheet(SHEET_XML("<row r=\"1\"><c r=\"ABCD1\"><v>1</v></c></row>"), STR_EMPTY, ERR_INPUT, "ABCD1");
    refuse_sheet(SHEET_XML("<row r=\"-1\"/>"), STR_EMPTY, ERR_INPUT, "«-1»");
    refuse_sheet(SHEET_XML("<row r=\"5\"><c><v>1</v></c></row><row r=\"3\"><c><v>1</v></c></row>"), STR_EMPTY, ERR_INPUT, "не по порядку");
    refuse_sheet(SHEET_XML("<row r=\"5\"><c><v>1</v></c></row><row r=\"5\"><c><v>1</v></c></row>"), STR_EMPTY, ERR_INPUT, "не по порядку");
}

static void test_bad_shared(void **state)
{
    (void)state;
    Str shared = STR("<sst count=\"4000000000\" uniqueCount=\"4000000000\"><si><t>a</t></si></sst>");
    check_sheet(SHEET_XML("<row><c t=\"s\"><v>0</v></c></row>"), shared, STR_EMPTY, "[Протокол]\n1: a\n");
    refuse_sheet(SHEET_XML("<row r=\"3\"><c r=\"B3\" t=\"s\"><v>1</v></c></row>"), shared, ERR_INPUT, "B3 ссылается на строку");
    refuse_sheet(SHEET_XML("<row><c t=\"s\"><v>-1</v></c></row>"), shared, ERR_INPUT, "ссылается на строку");
    refuse_sheet(SHEET_XML("<row><c t=\"s\"><v>99999999999</v></c></row>"), shared, ERR_INPUT, "ссылается на строку");
    refuse_sheet(SHEET_XML("<row><c t=\"s\"><v>0</v></c></row>"), STR_EMPTY, ERR_INPUT, "ссылается на строку");
}

static void test_hostile_xml(void **state)
{
    (void)state;
    refuse_sheet(STR("<!DOCTYPE w [<!ENTITY a \"b\">]><worksheet/>"), STR_EMPTY, ERR_INPUT, "DOCTYPE");
    refuse_sheet(STR("<!DOCTYPE w SYSTEM \"http://example.org/a.dtd\"><worksheet/>"), STR_EMPTY, ERR_INPUT, "DOCTYPE");
    refuse_sheet(STR("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c><v>&x;</v></c></row></sheetData></worksheet>"), STR_EMPTY,
                 ERR_INPUT, "DOCTYPE");
    refuse_sheet(STR("<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><worksheet>&c;</worksheet>"), STR_EMPTY,
                 ERR_INPUT, "DOCTYPE");
    refuse_sheet(STR("<worksheet>&x;</worksheet>"), STR_EMPTY, ERR_INPUT, "не разбирается");
    refuse_sheet(STR("<worksheet><sheetData></worksheet>"), STR_EMPTY, ERR_INPUT, "не разбирается");
    refuse_sheet(STR(""), STR_EMPTY, ERR_INPUT, "не разбирается");
    Buf deep;
    buf_init(&deep, 0);
    for (int i = 0; i < 100000; i++) buf_add_z(&deep, "<a>");
    refuse_sheet(buf_str(&deep), STR_EMPTY, ERR_LIMIT, "вложена глубже");
    buf_free(&deep);
}

/* One tag that never ends would be gone over again with every piece that comes. */
static void test_long_tag(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    size_t n = (size_t)64 << 20;
    char *xml = arena_alloc(arena, n);
    memset(xml, 'a', n);
    memcpy(xml, "<worksheet b=\"", 14);
    Err err = { 0 };
    assert_false(xlsx_sheet_bytes((Str){ xml, n }, true, &(RawSink){ 0 }, arena, &err));
    assert_non_null(strstr(err.what, "тег длиннее"));
    memcpy(xml, "<worksheet><!--", 15);
    assert_false(xlsx_sheet_bytes((Str){ xml, n }, true, &(RawSink){ 0 }, arena, &err));
    assert_non_null(strstr(err.what, "тег длиннее"));
    arena_free(arena);
}

static void test_long_cells(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    char *million = arena_alloc(arena, 1000001);
    memset(million, 'a', 1000000);
    Str cell = arena_printf(arena, "<worksheet><sheetData><row r=\"7\"><c r=\"C7\" t=\"inlineStr\"><is><t>%s</t></is></c></row></sheetData></worksheet>", million);
    refuse_sheet(cell, STR_EMPTY, ERR_LIMIT, "C7 длиннее");
    refuse_sheet(SHEET_XML("<row/>"), arena_printf(arena, "<sst><si><t>%s</t></si></sst>", million), ERR_LIMIT, "длиннее");
    arena_free(arena);
}

/* Every cut of an honest file is refused in words, at any place. */
static void test_truncated(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str book = book_of(arena, SHEET_XML("<row><c><v>1</v></c></row>"), STR_EMPTY, STR_EMPTY);
    check_reads(book, "xlsx", "[Протокол]\n1: 1\n");
    for (size_t i = 1; i < 20; i++) check_refused(str_slice(book, 0, book.n * i / 20), ERR_INPUT, "поврежд");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cell_types),   cmocka_unit_test(test_dates),      cmocka_unit_test(test_workbook),    cmocka_unit_test(test_skipped_sheet),
        cmocka_unit_test(test_odd_relations), cmocka_unit_test(test_utf16_part), cmocka_unit_test(test_absurd_places), cmocka_unit_test(test_bad_shared),
        cmocka_unit_test(test_hostile_xml),  cmocka_unit_test(test_long_cells), cmocka_unit_test(test_truncated), cmocka_unit_test(test_long_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
