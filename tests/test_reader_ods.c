#include "reader_fixture.h"

#define CONTENT(inside)                                                                                                                    \
    STR("<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:draw=\"d\" xmlns:calcext=\"c\">"              \
        "<office:body><office:spreadsheet>" inside "</office:spreadsheet></office:body></office:document-content>")
#define TABLE(rows) CONTENT("<table:table table:name=\"Протокол\">" rows "</table:table>")
#define P(text)     "<table:table-cell office:value-type=\"string\"><text:p>" text "</text:p></table:table-cell>"

static Str ods_of(Arena *arena, Str content)
{
    const Part parts[] = {
        { "mimetype", STR("application/vnd.oasis.opendocument.spreadsheet") },
        { "content.xml", content },
        { "META-INF/manifest.xml", STR("<manifest:manifest xmlns:manifest=\"m\"/>") },
    };
    return zip_of(arena, parts, 3, false, NULL);
}

static void check_ods(Str content, const char *expected)
{
    Arena *arena = arena_new(0);
    check_reads(ods_of(arena, content), "ods", expected);
    arena_free(arena);
}

static void refuse_ods(Str content, ErrCode code, const char *words)
{
    Arena *arena = arena_new(0);
    check_refused(ods_of(arena, content), code, words);
    arena_free(arena);
}

static void test_cells(void **state)
{
    (void)state;
    check_ods(TABLE("<table:table-header-rows><table:table-row>" P("Код  <text:s text:c=\"2\"/>а<text:tab/><text:span>б</text:span>")
                    "<table:covered-table-cell/><table:table-cell office:value-type=\"string\"><text:p>раз</text:p><text:p>два</text:p>"
                    "<office:annotation><text:p>примечание</text:p></office:annotation></table:table-cell></table:table-row></table:table-header-rows>"
                    "<table:table-row-group><table:table-row><table:table-cell office:value-type=\"float\" office:value=\"4.5\" calcext:value-type=\"float\"><text:p>4,50</text:p></table:table-cell>"
                    "<table:table-cell office:value-type=\"float\" office:value=\"14\"/><table:table-cell office:value-type=\"date\" office:date-value=\"2021-04-05T10:00:00\"><text:p>x</text:p></table:table-cell>"
                    "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/><table:table-cell office:value-type=\"string\" office:string-value=\"X\"/>"
                    "<table:table-cell><draw:frame><text:p>рисунок</text:p></draw:frame></table:table-cell></table:table-row></table:table-row-group>"),
              "[Протокол]\n1: Код   а\tб||раз\nдва\n2: 4.5|14|05.04.2021|ИСТИНА|X\n");
}

static void test_repeats(void **state)
{
    (void)state;
    /* what every LibreOffice sheet ends with: a million empty rows of sixteen thousand empty cells */
    check_ods(TABLE("<table:table-row>" P("а") "<table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell office:value-type=\"float\" office:value=\"0\" "
                    "table:number-columns-repeated=\"2\"/><table:table-cell table:number-columns-repeated=\"16379\"/></table:table-row>"
                    "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
                    "<table:table-row table:number-rows-repeated=\"2\">" P("б") "</table:table-row>"
                    "<table:table-row table:number-rows-repeated=\"1048571\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"),
              "[Протокол]\n1: а|||0|0\n4: б\n5: б\n");
    refuse_ods(TABLE("<table:table-row table:number-rows-repeated=\"999999999999999999\">" P("б") "</table:table-row>"), ERR_LIMIT, "подряд больше");
    refuse_ods(TABLE("<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"/></table:table-row>"), ERR_LIMIT,
               "за последним");
    refuse_ods(TABLE("<table:table-row table:number-rows-repeated=\"5000001\"/><table:table-row>" P("б") "</table:table-row>"), ERR_LIMIT, "Строк больше");
    refuse_ods(TABLE("<table:table-row>" P("<text:s text:c=\"4000000000\"/>") "</table:table-row>"), ERR_LIMIT, "A1 длиннее");
}

static void test_sheets(void **state)
{
    (void)state;
    check_ods(CONTENT("<table:tracked-changes><table:table-cell><text:p>было</text:p></table:table-cell></table:tracked-changes>"
                      "<table:table table:name=\"А\"><table:shapes><text:p>x</text:p></table:shapes><table:table-row>" P("1") "</table:table-row></table:table>"
                      "<table:table table:name=\"Б\"><table:table-row>" P("2") "</table:table-row></table:table>"
                      "<table:dde-links><table:table table:name=\"нет\"/></table:dde-links>"),
              "[А]\n1: 1\n[Б]\n1: 2\n");
    refuse_ods(CONTENT(""), ERR_INPUT, "нет ни одного листа");
    refuse_ods(STR("<!DOCTYPE a><a/>"), ERR_INPUT, "DOCTYPE");
}

static void test_protected(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Part parts[] = {
        { "mimetype", STR("application/vnd.oasis.opendocument.spreadsheet") },
        { "content.xml", STR("\x93\x11\xFE") },
        { "META-INF/manifest.xml", STR("<m:manifest xmlns:m=\"m\"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>") },
    };
    check_refused(zip_of(arena, parts, 3, false, NULL), ERR_INPUT, "паролем");
    parts[1].name = "encrypted-package";
    check_refused(zip_of(arena, parts, 2, false, NULL), ERR_INPUT, "паролем");
    check_refused(zip_of(arena, parts, 1, false, NULL), ERR_INPUT, "нет содержания");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells), cmocka_unit_test(test_repeats), cmocka_unit_test(test_sheets), cmocka_unit_test(test_protected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
