/* OpenDocument: lists, tables, tracked changes, sheets with repeats; damaged and hostile packages. */
#include "document_fixture.h"
#include "reader_fixture.h"

#define NS "xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:style=\"s\" xmlns:fo=\"f\" xmlns:draw=\"d\" xmlns:svg=\"v\""
#define BODY(styles, inside) STR("<office:document-content " NS "><office:automatic-styles>" styles "</office:automatic-styles><office:body><office:text>" inside "</office:text></office:body></office:document-content>")
#define P(text) "<text:p>" text "</text:p>"
#define CELL(inside) "<table:table-cell>" inside "</table:table-cell>"
#define ITEM(inside) "<text:list-item>" inside "</text:list-item>"

static Str odf_of(Arena *arena, const char *kind, Str content, Str styles)
{
    Part parts[3] = { { "mimetype", arena_printf(arena, "application/vnd.oasis.opendocument.%s", kind) }, { "content.xml", content } };
    if (styles.n > 0) parts[2] = (Part){ "styles.xml", styles };
    return zip_of(arena, parts, styles.n > 0 ? 3 : 2, false, NULL);
}

static void check_odt(Str content, Str styles, const char *expected)
{
    Arena *arena = arena_new(0);
    check_document("п.odt", odf_of(arena, "text", content, styles), "odt", expected);
    arena_free(arena);
}

static void test_text(void **state)
{
    (void)state;
    check_odt(BODY("<style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"Head\"><style:paragraph-properties fo:text-align=\"center\"/></style:style>"
                   "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties fo:font-weight=\"normal\"/></style:style>"
                   "<style:style style:name=\"N\" style:family=\"paragraph\"><style:paragraph-properties fo:break-before=\"page\"/></style:style>"
                   "<style:style style:name=\"H\" style:family=\"text\"><style:text-properties text:display=\"none\"/></style:style>",
                   "<text:p text:style-name=\"P1\">При\n   каз<text:tab/>1<text:line-break/>2<text:s text:c=\"5\"/>3</text:p><text:p text:style-name=\"P1\">а<text:span text:style-name=\"T1\">б</text:span></text:p>"
                   "<text:h text:outline-level=\"3\">Глава</text:h><text:p text:style-name=\"N\">новая<text:span text:style-name=\"H\">скрыто</text:span></text:p>"
                   "<text:p>до <draw:frame><svg:title>нет</svg:title><draw:text-box><text:p>УТВЕРЖДАЮ</text:p></draw:text-box></draw:frame>после<text:note><text:note-body><text:p>сноска</text:p></text:note-body></text:note></text:p>"),
              STR("<office:document-styles " NS "><office:styles><style:style style:name=\"Head\" style:family=\"paragraph\" style:parent-style-name=\"Head\"><style:text-properties fo:font-weight=\"bold\"/></style:style></office:styles>"
                  "<office:automatic-styles><style:style style:name=\"P1\" style:family=\"paragraph\"/></office:automatic-styles></office:document-styles>"),
              "pbc|При каз→1⏎2     3\npc|аб\nph3|Глава\npage\np|новая\np|УТВЕРЖДАЮ\np|до после\n");
}

static void test_lists(void **state)
{
    (void)state;
    check_odt(BODY("<text:list-style style:name=\"L\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\"/>"
                   "<text:list-level-style-number text:level=\"2\" style:num-format=\"1\" style:num-suffix=\".\" text:display-levels=\"2\"/>"
                   "<text:list-level-style-number text:level=\"3\" style:num-format=\"а, б, .., аа, аб, ... (ru)\" style:num-suffix=\")\"/></text:list-style>"
                   "<text:list-style style:name=\"B\"><text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"\xEF\x82\xB7\"/></text:list-style>"
                   "<text:list-style style:name=\"F\"><text:list-level-style-number text:level=\"1\" style:num-format=\"I\" style:num-suffix=\"!\" num-list-format=\"№ %1%:\"/></text:list-style>",
                   "<text:list text:style-name=\"L\">" ITEM(P("а") "<text:list>" ITEM(P("б")) ITEM(P("в") P("ещё") "<text:list>" ITEM(P("г")) ITEM(P("д")) "</text:list>") "</text:list>") "</text:list>" P("между")
                   "<text:list text:style-name=\"L\" text:continue-numbering=\"true\">" ITEM(P("е") "<text:list>" ITEM(P("ж")) "</text:list>") "<text:list-header>" P("без") "</text:list-header></text:list>"
                   "<text:list text:style-name=\"L\">" ITEM(P("з")) "<text:list-item text:start-value=\"7\">" P("и") "</text:list-item>" ITEM(P("к")) "</text:list>"
                   "<text:list text:style-name=\"B\">" ITEM(P("л")) "</text:list><text:list text:style-name=\"F\">" ITEM(P("м")) ITEM(P("н")) "</text:list><text:list text:style-name=\"нет\">" ITEM(P("о")) "</text:list>"),
              STR_EMPTY,
              "p[1.]|а\npl1[1.1.]|б\npl1[1.2.]|в\npl1|ещё\npl2[а)]|г\npl2[б)]|д\np|между\np[2.]|е\npl1[2.1.]|ж\np|без\np[1.]|з\np[7.]|и\np[8.]|к\np[•]|л\np[№ I:]|м\np[№ II:]|н\np|о\n");
}

static void test_tables(void **state)
{
    (void)state;
    check_odt(BODY("", "<table:table><table:table-column/><table:table-header-rows><table:table-row>" CELL(P("№")) CELL(P("Что")) CELL(P("Когда")) "</table:table-row></table:table-header-rows>"
                       "<table:table-row><table:table-cell table:number-rows-spanned=\"2\">" P("1") "</table:table-cell>" CELL(P("а") P("б")) CELL("") "</table:table-row>"
                       "<table:table-row><table:covered-table-cell/><table:table-cell table:number-columns-spanned=\"2\">" P("в") "</table:table-cell><table:covered-table-cell/></table:table-row>"
                       "<table:table-row><table:table-cell table:number-columns-spanned=\"99999\" table:number-rows-spanned=\"99999\">" P("г") "<table:table><table:table-row>" CELL(P("внутри")) "</table:table-row></table:table></table:table-cell></table:table-row></table:table>"),
              STR_EMPTY, "t 3\nR 0:№ 1:Что 2:Когда\nr 0x2:1 1:а¶б 2:\nr 1+2:в\nr 0+3:г{r 0:внутри}\n");
}

static void test_tracked(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str bytes = odf_of(arena, "text", BODY("", "<text:tracked-changes><text:changed-region><text:deletion><text:p>было</text:p></text:deletion></text:changed-region></text:tracked-changes>"
                                               "<text:p>стало<office:annotation><text:p>нет</text:p></office:annotation></text:p><text:p><draw:frame><draw:image/></draw:frame></text:p>"), STR_EMPTY);
    check_document("п.odt", bytes, "odt", "p|стало\n");
    SourceDoc doc;
    assert_true(document_read(STR("п"), bytes, arena, &doc, NULL));
    assert_int_equal(doc.n_deleted, 1);
    assert_int_equal(doc.n_pictures, 1);
    assert_int_equal(doc.n_warnings, 2);
    arena_free(arena);
}

#define SHEETS(inside) STR("<office:document-content " NS "><office:body><office:spreadsheet>" inside "</office:spreadsheet></office:body></office:document-content>")

static void test_sheets(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str bytes = odf_of(arena, "spreadsheet", SHEETS("<table:table table:name=\"План\"><table:table-row><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
        "<table:table-row><table:table-cell/>" CELL(P("№")) "<table:table-cell table:number-columns-repeated=\"2\">" P("+") "</table:table-cell><table:table-cell table:number-columns-repeated=\"999999999\"/></table:table-row>"
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/>" CELL(P("1")) "</table:table-row><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell/></table:table-row></table:table>"
        "<table:table table:name=\"Пусто\"/>"), STR_EMPTY);
    check_document("п.ods", bytes, "ods", "sheet |План\nt 3\nr 0:№ 1:+ 2:+\nr 0:1 1: 2:\nr 0:1 1: 2:\nsheet |Пусто\n");
    SourceDoc doc;
    assert_true(document_read(STR("п"), bytes, arena, &doc, NULL));
    assert_int_equal(doc.blocks[1].table.rows[2].line, 4);
    bytes = odf_of(arena, "spreadsheet", SHEETS("<table:table><table:table-row table:number-rows-repeated=\"999999999\">" CELL(P("1")) "</table:table-row></table:table>"), STR_EMPTY);
    check_no_document("п.ods", bytes, ERR_LIMIT, "строк таблиц");
    bytes = odf_of(arena, "spreadsheet", SHEETS("<table:table><table:table-row><table:table-cell table:number-columns-repeated=\"999999999\">" P("1") "</table:table-cell></table:table-row></table:table>"), STR_EMPTY);
    check_no_document("п.ods", bytes, ERR_LIMIT, "столбцов");
    arena_free(arena);
}

static void test_hostile(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    check_no_document("п.odt", odf_of(arena, "text", STR("<!DOCTYPE a><office:document-content " NS "/>"), STR_EMPTY), ERR_INPUT, "DOCTYPE");
    check_no_document("п.odt", odf_of(arena, "text", BODY("", ""), STR_EMPTY), ERR_INPUT, "ни одного слова");
    Part parts[] = { { "mimetype", STR("application/vnd.oasis.opendocument.text") } };
    check_no_document("п.odt", zip_of(arena, parts, 1, false, NULL), ERR_INPUT, "нет содержания");
    Part locked[] = { { "mimetype", STR("application/vnd.oasis.opendocument.text") }, { "content.xml", STR("шифр") }, { "META-INF/manifest.xml", STR("<m><f><encryption-data/></f></m>") } };
    check_no_document("п.odt", zip_of(arena, locked, 3, false, NULL), ERR_INPUT, "паролем");
    /* boxes deeper than are laid aside, items and rows without what they belong to */
    check_odt(BODY("", "<text:p>1<text:p>2<text:p>3<text:p>4<text:p>5<text:p>6<text:p>7</text:p></text:p></text:p></text:p></text:p></text:p></text:p>" ITEM(P("а")) "<table:table-row>" CELL(P("б")) "</table:table-row>"),
              STR_EMPTY, "p|5\np|6\np|7\np|4\np|3\np|2\np|1\np|а\np|б\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),   cmocka_unit_test(test_lists),  cmocka_unit_test(test_tables),
        cmocka_unit_test(test_tracked), cmocka_unit_test(test_sheets), cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
