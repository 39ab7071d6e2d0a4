/* DOCX: numbering, tables, tracked changes, what is inside of what; damaged and hostile packages. */
#include "document_fixture.h"
#include "reader_fixture.h"

#define NS_W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"m\" xmlns:v=\"v\" xmlns:a=\"a\""
#define BODY(inside) STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document " NS_W "><w:body>" inside "</w:body></w:document>")
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define TC(inside) "<w:tc>" inside "</w:tc>"
#define LIST_P(num, level, text) "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" #level "\"/><w:numId w:val=\"" #num "\"/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define LVL(i, format, text, more) "<w:lvl w:ilvl=\"" #i "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format "\"/><w:lvlText w:val=\"" text "\"/>" more "</w:lvl>"

static Str docx_of(Arena *arena, Str body, Str styles, Str numbering)
{
    Part parts[5] = {
        { "_rels/.rels", STR("<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>") },
        { "word/_rels/document.xml.rels", STR("<Relationships><Relationship Id=\"a\" Type=\"x/styles\" Target=\"styles.xml\"/><Relationship Id=\"b\" Type=\"x/numbering\" Target=\"/word/numbering.xml\"/></Relationships>") },
        { "word/document.xml", body },
    };
    size_t n = 3;
    if (styles.n > 0) parts[n++] = (Part){ "word/styles.xml", styles };
    if (numbering.n > 0) parts[n++] = (Part){ "word/numbering.xml", numbering };
    return zip_of(arena, parts, n, false, NULL);
}

static void check_docx(Str body, Str styles, Str numbering, const char *expected)
{
    Arena *arena = arena_new(0);
    check_document("п.docx", docx_of(arena, body, styles, numbering), "docx", expected);
    arena_free(arena);
}

static void refuse_docx(Str body, Str styles, Str numbering, ErrCode code, const char *words)
{
    Arena *arena = arena_new(0);
    check_no_document("п.docx", docx_of(arena, body, styles, numbering), code, words);
    arena_free(arena);
}

static void test_runs(void **state)
{
    (void)state;
    check_docx(BODY("<w:p><w:pPr><w:jc w:val=\"center\"/><w:tabs><w:tab w:val=\"left\"/></w:tabs><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">При</w:t></w:r>"
                    "<w:hyperlink><w:r><w:rPr><w:b w:val=\"1\"/></w:rPr><w:t>каз</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>2</w:t><w:cr/><w:t>3</w:t></w:r></w:hyperlink></w:p>"
                    "<w:p><w:r><w:t>не</w:t><w:noBreakHyphen/><w:t>жир</w:t><w:softHyphen/><w:t>ный</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>скрыто</w:t></w:r><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r></w:p>"
                    "<w:p><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr><w:r><w:t>Глава</w:t></w:r></w:p><w:p/>"),
               STR_EMPTY, STR_EMPTY, "pbc|Приказ→1⏎2⏎3\np|не-жирный✓\nph2|Глава\n");
}

static void test_fields_sdt_breaks(void **state)
{
    (void)state;
    check_docx(BODY("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>IF </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>X</w:instrText>"
                    "<w:fldChar w:fldCharType=\"separate\"/><w:t>внутри кода</w:t><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/><w:t>итог</w:t>"
                    "<w:fldChar w:fldCharType=\"end\"/></w:r><w:fldSimple w:instr=\"PAGE\"><w:r><w:t> 5</w:t></w:r></w:fldSimple></w:p>"
                    "<w:sdt><w:sdtPr><w:docPartObj/><w:t>не текст</w:t></w:sdtPr><w:sdtContent>" P("в поле") "</w:sdtContent></w:sdt>"
                    "<w:p><w:r><w:t>до</w:t><w:br w:type=\"page\"/></w:r></w:p><w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>после</w:t></w:r></w:p>"
                    "<w:p><w:r><w:br w:type=\"page\"/><w:t>ещё</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p>"),
               STR_EMPTY, STR_EMPTY, "p|итог 5\np|в поле\np|до\npage\np|после\npage\np|ещё\n");
}

static void test_tracked(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str bytes = docx_of(arena, BODY("<w:p><w:r><w:t>срок </w:t></w:r><w:del><w:r><w:delText>май</w:delText></w:r></w:del><w:ins><w:r><w:t>июнь</w:t></w:r></w:ins>"
                                    "<w:moveFrom><w:r><w:t>ушло</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t> пришло</w:t></w:r></w:moveTo></w:p>"
                                    "<w:p><w:pPr><w:rPr><w:del/></w:rPr><w:pPrChange><w:pPr><w:jc w:val=\"center\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>начало</w:t></w:r></w:p>" P("и конец")
                                    "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" TC(P("нет")) "</w:tr><w:tr>" TC(P("есть")) "</w:tr></w:tbl>"),
                        STR_EMPTY, STR_EMPTY);
    check_document("п.docx", bytes, "docx", "p|срок июнь пришло\np|начало и конец\nt 1\nr 0:есть\n");
    SourceDoc doc;
    assert_true(document_read(STR("п"), bytes, arena, &doc, NULL));
    assert_int_equal(doc.n_deleted, 3);
    assert_int_equal(doc.n_warnings, 1);
    arena_free(arena);
}

static void test_numbering(void **state)
{
    (void)state;
    Str numbering = STR("<w:numbering " NS_W "><w:abstractNum w:abstractNumId=\"5\">" LVL(0, "decimal", "%1.", "") LVL(1, "decimal", "%1.%2.", "") LVL(2, "russianLower", "%3)", "") "</w:abstractNum>"
                        "<w:abstractNum w:abstractNumId=\"6\">" LVL(0, "bullet", "\xEF\x82\xB7", "") LVL(1, "bullet", "-", "") LVL(2, "bullet", "o", "") "</w:abstractNum>"
                        "<w:abstractNum w:abstractNumId=\"7\">" LVL(0, "upperRoman", "Раздел %1", "") LVL(1, "decimal", "%1.%2", "<w:isLgl/>") LVL(2, "lowerLetter", "%3.", "<w:lvlRestart w:val=\"0\"/>") "</w:abstractNum>"
                        "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"5\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"6\"/></w:num>"
                        "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"5\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num><w:num w:numId=\"4\"><w:abstractNumId w:val=\"7\"/></w:num>"
                        "<w:num w:numId=\"8\"><w:abstractNumId w:val=\"5\"/><w:lvlOverride w:ilvl=\"0\">" LVL(0, "decimalZero", "№ %1", "") "</w:lvlOverride></w:num></w:numbering>");
    check_docx(BODY(LIST_P(1, 0, "а") LIST_P(1, 1, "б") LIST_P(1, 1, "в") LIST_P(1, 2, "г") LIST_P(1, 2, "д") P("между") LIST_P(1, 0, "е") LIST_P(1, 1, "ж")
                    LIST_P(2, 0, "з") LIST_P(2, 1, "и") LIST_P(2, 2, "к") LIST_P(3, 0, "л") LIST_P(3, 0, "м") LIST_P(8, 0, "н") LIST_P(0, 0, "о") LIST_P(99, 0, "п")),
               STR_EMPTY, numbering,
               "p[1.]|а\npl1[1.1.]|б\npl1[1.2.]|в\npl2[а)]|г\npl2[б)]|д\np|между\np[2.]|е\npl1[2.1.]|ж\np[•]|з\npl1[–]|и\npl2[•]|к\np[1.]|л\np[2.]|м\np[№ 03]|н\np|о\np|п\n");
    check_docx(BODY(LIST_P(4, 0, "а") LIST_P(4, 1, "б") LIST_P(4, 2, "в") LIST_P(4, 0, "г") LIST_P(4, 1, "д") LIST_P(4, 2, "е") LIST_P(1, 2, "сразу")), STR_EMPTY, numbering,
               "p[Раздел I]|а\npl1[1.1]|б\npl2[a.]|в\np[Раздел II]|г\npl1[2.1]|д\npl2[b.]|е\npl2[а)]|сразу\n");
    /* a column that Word numbers: nothing but the numbers stands there */
    check_docx(BODY("<w:tbl><w:tr>" TC(LIST_P(1, 0, "")) TC(P("а")) "</w:tr><w:tr>" TC(LIST_P(1, 0, "")) TC(P("б")) "</w:tr></w:tbl>" LIST_P(1, 0, "") LIST_P(1, 0, "в")), STR_EMPTY, numbering,
               "t 2\nr 0:[1.] 1:а\nr 0:[2.] 1:б\np[4.]|в\n");
}

static void test_styles(void **state)
{
    (void)state;
    Str styles = STR("<w:styles " NS_W "><w:style w:type=\"paragraph\" w:styleId=\"h\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"base\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
                     "<w:style w:type=\"paragraph\" w:styleId=\"base\"><w:name w:val=\"Base\"/><w:basedOn w:val=\"ring\"/><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"
                     "<w:style w:type=\"paragraph\" w:styleId=\"ring\"><w:name w:val=\"Ring\"/><w:basedOn w:val=\"base\"/></w:style>"
                     "<w:style w:type=\"character\" w:styleId=\"strong\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style></w:styles>");
    Str numbering = STR("<w:numbering " NS_W "><w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"loop\"/></w:abstractNum><w:abstractNum w:abstractNumId=\"2\">" LVL(0, "decimal", "%1.", "")
                        LVL(1, "decimal", "%1.%2.", "<w:pStyle w:val=\"h\"/>") "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"2\"/></w:num></w:numbering>");
    check_docx(BODY("<w:p><w:pPr><w:pStyle w:val=\"h\"/></w:pPr><w:r><w:t>Глава</w:t></w:r></w:p>"
                    "<w:p><w:pPr><w:pStyle w:val=\"ring\"/></w:pPr><w:r><w:rPr><w:b w:val=\"false\"/></w:rPr><w:t>Кольцо</w:t></w:r></w:p><w:p><w:r><w:rPr><w:rStyle w:val=\"strong\"/></w:rPr><w:t>Да</w:t></w:r></w:p>"),
               styles, numbering, "ph2bcl1[1.1.]|Глава\np|Кольцо\npb|Да\n");
}

static void test_tables(void **state)
{
    (void)state;
    check_docx(BODY("<w:tbl><w:tblPr><w:tblStyle w:val=\"x\"/></w:tblPr><w:tr><w:trPr><w:tblHeader/></w:trPr>" TC(P("№")) TC("<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>" P("Что")) TC(P("Когда")) "</w:tr>"
                    "<w:tr>" TC("<w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>" P("1")) TC(P("а") P("") P("б")) TC("<w:p/>") TC(P("май")) "</w:tr>"
                    "<w:tr>" TC("<w:tcPr><w:vMerge/></w:tcPr>" P("спрятано")) TC(P("в")) TC(P("г")) "</w:tr>"
                    "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" TC(P("д")) TC("<w:tbl><w:tr>" TC(P("внутри")) TC(P("и ещё")) "</w:tr></w:tbl><w:p/>") TC(P("е")) "</w:tr></w:tbl>"),
               STR_EMPTY, STR_EMPTY, "t 4\nR 0:№ 1+2:Что 3:Когда\nr 0x2:1 1:а¶б 2: 3:май\nr 1:в 2:г 3:\nr 0: 1:д 2:{r 0:внутри 1:и ещё} 3:е\n");
    /* columns of the grid in which nothing begins are no columns; a merge that nothing began is a cell of its own */
    check_docx(BODY("<w:tbl><w:tr>" TC("<w:tcPr><w:gridSpan w:val=\"3\"/><w:vMerge/></w:tcPr>" P("а")) TC("<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>" P("б")) "</w:tr><w:tr>"
                    TC("<w:tcPr><w:gridSpan w:val=\"99999\"/></w:tcPr>" P("в")) "</w:tr></w:tbl>"),
               STR_EMPTY, STR_EMPTY, "t 2\nr 0:а 1:б\nr 0+2:в\n");
    /* a merged cell wider than any table gives way to those behind it: to the width of the other rows, before a table of its own to nothing */
    check_docx(BODY("<w:tbl><w:tr>" TC("<w:tcPr><w:gridSpan w:val=\"99999\"/></w:tcPr>" P("а")) TC(P("б")) "</w:tr><w:tr>" TC(P("1")) TC(P("2")) TC(P("3")) TC(P("4")) "</w:tr></w:tbl>" P("дальше")),
               STR_EMPTY, STR_EMPTY, "t 4\nr 0+3:а 3:б\nr 0:1 1:2 2:3 3:4\np|дальше\n");
    check_docx(BODY("<w:tbl><w:tr>" TC(P("1")) TC("<w:tcPr><w:gridSpan w:val=\"60\"/></w:tcPr>" P("а")) TC("<w:tcPr><w:gridSpan w:val=\"64\"/></w:tcPr>" P("б")) TC(P("в")) "</w:tr></w:tbl>"), STR_EMPTY, STR_EMPTY,
               "t 4\nr 0:1 1:а 2:б 3:в\n");
    check_docx(BODY("<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"99999\"/></w:trPr>" TC(P("а")) TC(P("б")) "</w:tr></w:tbl>"), STR_EMPTY, STR_EMPTY, "t 2\nr 0:а 1:б\n");
}

/* Rows pasted from another table: their lines stand a little aside, which makes columns that nobody sees. */
static void test_careless_columns(void **state)
{
    (void)state;
    check_docx(BODY("<w:tbl><w:tblGrid><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"120\"/><w:gridCol w:w=\"3000\"/><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>"
                    "<w:tr>" TC(P("№")) TC("<w:tcPr><w:gridSpan w:val=\"3\"/></w:tcPr>" P("Что")) TC(P("Когда")) "</w:tr>"
                    "<w:tr>" TC("<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>" P("1")) TC(P("а")) TC("<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>" P("май")) "</w:tr></w:tbl>"),
               STR_EMPTY, STR_EMPTY, "t 3\nr 0:№ 1:Что 2:Когда\nr 0:1 1:а 2:май\n");
    /* narrow, but a column of its own: some row has both */
    check_docx(BODY("<w:tbl><w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"3000\"/></w:tblGrid><w:tr>" TC(P("+")) TC(P("-")) TC(P("а")) "</w:tr></w:tbl>"), STR_EMPTY, STR_EMPTY,
               "t 3\nr 0:+ 1:- 2:а\n");
}

static void test_boxes_and_pictures(void **state)
{
    (void)state;
    check_docx(BODY("<w:p><w:r><w:t>до </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" P("УТВЕРЖДАЮ") "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
                    P("УТВЕРЖДАЮ") "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>после</w:t></w:r></w:p>"),
               STR_EMPTY, STR_EMPTY, "p|УТВЕРЖДАЮ\np|до после\n");
    refuse_docx(BODY("<w:p><w:r><w:drawing><a:blip r:embed=\"rId1\" xmlns:r=\"r\"/></w:drawing></w:r></w:p>"), STR_EMPTY, STR_EMPTY, ERR_INPUT, "только картинка");
    refuse_docx(BODY("<w:p/>"), STR_EMPTY, STR_EMPTY, ERR_INPUT, "ни одного слова");
}

static void test_hostile(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Buf text;
    buf_init(&text, 0);
    refuse_docx(STR("<!DOCTYPE d [<!ENTITY a \"b\">]><w:document " NS_W "><w:body/></w:document>"), STR_EMPTY, STR_EMPTY, ERR_INPUT, "DOCTYPE");
    refuse_docx(STR("<w:document " NS_W "><w:body><w:p>"), STR_EMPTY, STR_EMPTY, ERR_INPUT, "не разбирается");
    buf_add_z(&text, "<w:document " NS_W "><w:body>");
    for (int i = 0; i < 9; i++) buf_add_z(&text, "<w:tbl><w:tr><w:tc>");
    buf_add_z(&text, P("дно"));
    for (int i = 0; i < 9; i++) buf_add_z(&text, "</w:tc></w:tr></w:tbl>");
    buf_add_z(&text, "</w:body></w:document>");
    refuse_docx(buf_str(&text), STR_EMPTY, STR_EMPTY, ERR_LIMIT, "одна внутри другой");
    buf_clear(&text);
    for (int i = 0; i < 100; i++) buf_add_z(&text, "<w:sdt xmlns:w=\"w\">");
    refuse_docx(buf_str(&text), STR_EMPTY, STR_EMPTY, ERR_LIMIT, "глубже");
    buf_clear(&text);
    buf_add_z(&text, "<w:document " NS_W "><w:body><w:p><w:r><w:t>");
    for (int i = 0; i < 3 << 20; i++) buf_add_char(&text, 'x');
    buf_add_z(&text, "</w:t></w:r></w:p></w:body></w:document>");
    refuse_docx(buf_str(&text), STR_EMPTY, STR_EMPTY, ERR_LIMIT, "бомбу");
    buf_free(&text);
    Part missing[] = { { "word/document2.xml", STR("<a/>") }, { "../../etc/passwd", STR("нет") } };
    check_no_document("п.docx", zip_of(arena, missing, 2, false, NULL), ERR_INPUT, "нет его текста");
    Part locked[] = { { "word/document.xml", BODY(P("тайна")) } };
    check_no_document("п.docx", zip_of(arena, locked, 1, false, "пароль"), ERR_INPUT, "паролем");
    Str whole = docx_of(arena, BODY(P("а")), STR_EMPTY, STR_EMPTY);
    check_no_document("п.docx", str_slice(whole, 0, whole.n / 2), ERR_INPUT, "");
    /* crooked in ways that can be read all the same: a paragraph within a paragraph, rows and cells without a table, a text box that never ends */
    check_docx(BODY("<w:tr><w:tc><w:p><w:r><w:t>а</w:t></w:r><w:p><w:r><w:t>б</w:t></w:r></w:p></w:p></w:tc></w:tr><w:r><w:t>вне</w:t></w:r><w:p><w:txbxContent/><w:r><w:fldChar w:fldCharType=\"end\"/><w:t>в</w:t></w:r></w:p>"
                    "<w:tbl>" P("г") "<w:tr/></w:tbl>" P("д")), STR_EMPTY, STR_EMPTY, "p|а\np|б\np|в\np|д\n");
    arena_free(arena);
}

static void test_long_table(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Buf text;
    buf_init(&text, 0);
    buf_add_z(&text, "<w:document " NS_W "><w:body><w:tbl>");
    for (int i = 0; i < 10000; i++)
        buf_printf(&text, "<w:tr>" TC(P("%d.")) TC(P("Мероприятие номер %d")) TC("<w:tcPr><w:vMerge/></w:tcPr>" P("в течение года")) TC(P("директор")) "</w:tr>", i, i * 7919);
    buf_add_z(&text, "</w:tbl></w:body></w:document>");
    SourceDoc doc;
    Err err = { 0 };
    if (!document_read(STR("п.docx"), docx_of(arena, buf_str(&text), STR_EMPTY, STR_EMPTY), arena, &doc, &err)) fail_msg("%s", err.what);
    assert_int_equal(doc.n_blocks, 1);
    assert_int_equal(doc.blocks[0].table.n_rows, 10000);
    assert_int_equal(doc.blocks[0].table.rows[0].cells[2].row_span, 10000);
    buf_free(&text);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs),   cmocka_unit_test(test_fields_sdt_breaks), cmocka_unit_test(test_tracked),            cmocka_unit_test(test_numbering),
        cmocka_unit_test(test_styles), cmocka_unit_test(test_tables),            cmocka_unit_test(test_boxes_and_pictures), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_long_table), cmocka_unit_test(test_careless_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
