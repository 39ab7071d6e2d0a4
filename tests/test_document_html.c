/* HTML: tag soup, tables, lists, what is hidden, encodings. */
#include "document_fixture.h"

#include "base/limits.h"

#define HTML(inside, expected) check_document("п.html", STR("<html><body>" inside "</body></html>"), "html", expected)

static void test_paragraphs(void **state)
{
    (void)state;
    HTML("<h2>Глава\n  первая</h2><p>раз<p align=center>два<br>  ещё</p><div style='text-align: center'><b>три</b> </div>хвост", "ph2|Глава первая\np|раз\npc|два⏎ещё\npbc|три\np|хвост\n");
    HTML("<p>a&nbsp;&laquo;б&raquo; &#8470;&#x2116; 5 &lt; 6 &amp; R&D</p><pre>а\n  б</pre><center>ц</center>", "p|a\xC2\xA0«б» №№ 5 < 6 & R&D\np|а⏎б\npc|ц\n");
    HTML("<p>да<script>var a = '<p>нет';</script><style>p{}</style><!-- <p>нет --> и да</p><nav>меню</nav><p style=\"display: none\">нет</p><p>1 <del>2</del>3</p>", "p|да и да\np|1 3\n");
    HTML("<p>5<6 и <ещё текст", "p|5<6 и <ещё текст\n");
    HTML("<p>раз</p><br style='page-break-before:always'><p style='page-break-before: always'>два</p>", "p|раз\npage\np|два\n");
    HTML("<p style='font-weight:bold'>а<span style='font-weight:normal'> б</span></p><p><b>в</b> </p>", "p|а б\npb|в\n");
}

static void test_lists(void **state)
{
    (void)state;
    HTML("<ol><li>а<ol type=a><li>б<li>в</ol><li>г<p>ещё</ol><ul><li>д<ul style='list-style-type:none'><li>е</ul></ul><ol start=5 type=I><li>ж<li value=9>з</ol>",
         "p[1.]|а\npl1[a.]|б\npl1[b.]|в\np[2.]|г\np|ещё\np[•]|д\npl1|е\np[V.]|ж\np[IX.]|з\n");
    HTML("<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.1.<span>&nbsp;&nbsp; </span></span><![endif]>Обеспечить</p>", "p[2.1.]|Обеспечить\n");
}

static void test_tables(void **state)
{
    (void)state;
    HTML("<table><caption>План</caption><thead><tr><th>№<th>Что</thead><tr><td rowspan=2>1<td><b>а</b><p>б</p><ul><li>в</ul><tr><td>г<tr><td colspan=2>Раздел</table>после",
         "p|План\nt 2\nR 0:bc№ 1:bcЧто\nr 0x2:1 1:bа¶б¶[•]в\nr 1:г\nr 0+2:Раздел\np|после\n");
    HTML("<table><tr><td>а<td>б<tr><td>в<tr><td rowspan=0 colspan=99999>г</table>", "t 2\nr 0:а 1:б\nr 0:в 1:\nr 0+2:г\n");
    HTML("<table><tr><td>1<td><table><tr><td>внутри<td>два</table><tr><td>2<td>б</table>", "t 2\nr 0:1 1:{r 0:внутри 1:два}\nr 0:2 1:б\n");
    HTML("<table><tr><td>1<td>до<table><tr><td>внутри<td><table><tr><td>ещё<td>глубже</table></table>после<tr><td>2<td>б</table>", "t 2\nr 0:1 1:до{r 0:внутри 1:ещё¶глубже}¶после\nr 0:2 1:б\n");
    /* a table for the layout of the page */
    HTML("<table><tr><td>меню</td><td><p>текст</p><table><tr><td>№<td>Что<tr><td>1<td>а<tr><td>2<td>б</table></td></tr></table>", "p|меню\np|текст\nt 2\nr 0:№ 1:Что\nr 0:1 1:а\nr 0:2 1:б\n");
}

/* A span over every ceiling costs nobody the document: it is cut, the rest goes on, and a note says where. Cells that are really there are not cut. */
static void test_spans_over_the_table(void **state)
{
    (void)state;
    HTML("<table><tr><td colspan=1000>Раздел<td>б<tr><td>1<td>2<td>3<tr><td>4<td colspan=900>5<td>6</table>дальше", "t 3\nr 0+2:Раздел 2:б\nr 0:1 1:2 2:3\nr 0:4 1:5 2:6\np|дальше\n");
    Arena *arena = arena_new(0);
    SourceDoc doc;
    Err err = { 0 };
    assert_true(document_read(STR("п.html"), STR("<html><table><tr><td>1<td>2<tr><td colspan=1000>а<td>б<tr><td colspan=1000>а<td>б</table>"), arena, &doc, &err));
    assert_int_equal(doc.n_warnings, 1);
    assert_true(str_find(doc.warnings[0], STR("строка 2 и ещё 1.")) != SIZE_MAX);
    assert_true(document_read(STR("п.html"), STR("<html><table><tr><td>1<td>2<tr><td colspan=1000>Раздел во всю ширину</table>"), arena, &doc, &err));
    assert_int_equal(doc.n_warnings, 0);
    /* what gets its width back must not push the last one, wide itself, over the ceiling */
    Buf text;
    buf_init(&text, 0);
    buf_add_z(&text, "<html><table><tr><td colspan=40>а<td colspan=40>б<td colspan=20>в<tr>");
    for (int i = 0; i < 60; i++) buf_printf(&text, "<td>%d", i);
    assert_true(document_read(STR("п.html"), buf_str(&text), arena, &doc, &err));
    assert_int_equal(doc.blocks[0].table.n_columns, 60);
    assert_int_equal(doc.blocks[0].table.rows[0].n_cells, 3);
    assert_int_equal(doc.blocks[0].table.rows[0].cells[2].column, 59);
    buf_clear(&text);
    /* every row hangs down to the end, so each next one stands a column further, and would fall off at the 65th */
    buf_add_z(&text, "<html><table>");
    for (int i = 0; i < 200; i++) buf_printf(&text, "<tr><td rowspan=9999>%d", i);
    assert_true(document_read(STR("п.html"), buf_str(&text), arena, &doc, &err));
    assert_int_equal(doc.blocks[0].table.n_rows, 200);
    for (uint32_t r = 0; r < 200; r++) {
        const DocRow *row = &doc.blocks[0].table.rows[r];
        uint32_t n = 0;
        for (uint32_t c = 0; c < row->n_cells; c++) n += row->cells[c].n_paras;
        assert_int_equal(n, 1);
    }
    assert_int_equal(doc.n_warnings, 1);
    buf_clear(&text);
    buf_add_z(&text, "<html><table><tr>");
    for (uint32_t i = 0; i <= LIMIT_DOC_COLUMNS; i++) buf_add_z(&text, "<td>1");
    check_no_document("п.html", buf_str(&text), ERR_LIMIT, "столбцов");
    buf_free(&text);
    arena_free(arena);
}

static void test_encodings(void **state)
{
    (void)state;
    check_document("p.htm", STR("<meta charset=windows-1251><p>\xCF\xEB\xE0\xED</p>"), "html", "p|План\n");
    check_document("п", STR("\xEF\xBB\xBF<!DOCTYPE html><p>План</p>"), "html", "p|План\n");
    check_document("п.html", STR("<html><meta charset=\"koi8-r\"><p>\xF0\xCC\xC1\xCE</p></html>"), "html", "p|План\n");
    check_no_document("п.html", STR("<html><body><img src=a.png><img src=b.png></body></html>"), ERR_INPUT, "только картинка");
    check_document("п.txt", STR("<p>кусок</p>"), "text", "p|кусок\n");
}

/* Shapes that a careless reader goes over again and again, and nests without an end: each is read in one go, or refused. */
static void test_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = { "<p>", "<b>", "<div>", "<a x='", "<a <", "<!", "<!--", "<![", "&", "<table><tr><td>", "<td>", "<li>", "<ul>", "<tr>", "<tr><td colspan=40>a", "<tr><td rowspan=999 colspan=3>a<td>b", "</p>", "<script>", "<td rowspan=9999>", "<ul><li>", "<p style='a:b'>a", "<th>" };
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        Buf text;
        buf_init(&text, 0);
        Arena *arena = arena_new(0);
        Err err = { 0 };
        SourceDoc doc;
        buf_add_z(&text, "<html><p>начало<p>");
        for (uint32_t i = 0; i < 100000; i++) buf_add_z(&text, pieces[k]);
        if (!document_read(STR("п.html"), buf_str(&text), arena, &doc, &err)) assert_true(err.code == ERR_LIMIT && err.hint[0] != '\0');
        arena_free(arena);
        buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraphs), cmocka_unit_test(test_lists), cmocka_unit_test(test_tables), cmocka_unit_test(test_spans_over_the_table), cmocka_unit_test(test_encodings), cmocka_unit_test(test_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
