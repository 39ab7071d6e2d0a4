#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gallery.h"
#include "markup.h"

static Arena *arena;
static Markup *m;

static int begin(void **state)
{
    (void)state;
    arena = arena_new(0);
    m = arena_one(arena, Markup);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static Str html_of(const Doc *doc)
{
    Buf out;
    buf_init(&out, 0);
    Err err = { 0 };
    assert_true(doc_html(doc, &out, &err));
    Str copy = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

static bool has(Str s, const char *z) { return str_find(s, str_of(z)) != SIZE_MAX; }

static void test_builders(void **state)
{
    (void)state;
    Doc *doc = doc_new(arena, STR("t"));
    Node *sheet = doc_sheet(doc, STR("a"), STR("A"));
    doc_text(doc, sheet, STR("1"));
    doc_heading(doc, sheet, 3, STR("2"));
    assert_ptr_equal(doc->root->first, sheet);
    assert_int_equal(sheet->first->kind, NODE_TEXT);
    assert_int_equal(sheet->first->next->level, 3);
    assert_ptr_equal(sheet->last, sheet->first->next);
    assert_int_equal(cell_dec(NAN).kind, CELL_MISSING);
    assert_int_equal(cell_share(INFINITY).kind, CELL_MISSING);
    assert_int_equal(cell_interval(NAN, 1, true).kind, CELL_MISSING);
    assert_int_equal(cell_int(0).kind, CELL_INT);
}

static void check_hidden(uint32_t n, const int *counts, const char *expected)
{
    Doc *doc = doc_new(arena, STR("t"));
    Column *columns = arena_array(arena, Column, n);
    for (uint32_t i = 0; i < n; i++) columns[i] = gallery_column("n", COLUMN_NUMBER, 0);
    Table *table = table_new(doc, STR("x"), STR("x"), n, columns, 1);
    Cell *cells = table_row(doc, table, ROW_PLAIN);
    for (uint32_t i = 0; i < n; i++) cells[i] = counts[i] < 0 ? cell_missing() : cell_int(counts[i]);
    bool hidden[8];
    char got[9] = "";
    row_hidden(table, &table->rows[0], hidden);
    for (uint32_t i = 0; i < n; i++) got[i] = hidden[i] ? 'x' : '.';
    assert_string_equal(got, expected);
    columns[0].open = true;
    row_hidden(table, &table->rows[0], hidden);
    assert_false(hidden[0]);
}

static void test_small_counts(void **state)
{
    (void)state;
    check_hidden(4, (int[]){ 20, 3, 7, 10 }, ".xx."); /* 20 - 7 - 10 would give 3 */
    check_hidden(4, (int[]){ 20, 3, 4, 13 }, ".xx.");
    check_hidden(4, (int[]){ 20, 0, 5, 15 }, "....");
    check_hidden(2, (int[]){ 20, 1 }, ".x");
    check_hidden(4, (int[]){ 12, 2, 0, 10 }, ".x.x"); /* zero tells of nobody; ten does */
    check_hidden(3, (int[]){ -1, 4, 5 }, ".x.");
}

static void test_gallery_is_sound(void **state)
{
    (void)state;
    Str once = html_of(gallery_doc(arena)), twice = html_of(gallery_doc(arena));
    assert_true(str_eq(once, twice));
    assert_true(markup_read(once, m));
    assert_int_equal(m->n_scripts, 0);
    assert_int_equal(m->n_h1, 1);
    assert_int_equal(m->n_tables, m->n_captions);
    assert_int_equal(m->n_unnamed_svgs, 0);
    assert_int_equal(m->n_far_links, 0);
    assert_int_equal(m->n_odd_numbers, 0);
    assert_int_equal(m->n_same_ids, 0);
    assert_true(m->n_svgs > 20);
    assert_false(has(once, "http:") && !has(once, "http://www.w3.org"));
    assert_true(has(once, "lang=\"ru\""));
    assert_true(has(once, "Могли переместиться"));
    assert_true(has(once, "<th scope=\"col\""));
}

/* Everything a stranger could write into a name, in every place that takes text. */
static const char hostile_text[] = "</title></style></svg>\"'><script>alert(1)</script><img src=x onerror=\"y\"> \x01\xFF\xED\xA0\x80\xEF\xBF\xBF & ]]> --> **[x](#y\"onload=z) [k](javascript:1)** */}";

static Doc *hostile_doc(Str s)
{
    Doc *doc = doc_new(arena, s);
    doc->footer = doc->author = s;
    Node *sheet = doc_sheet(doc, s, s);
    sheet->sub = sheet->kicker = sheet->kicker_right = s;
    doc_heading(doc, sheet, 2, s);
    doc_lead(doc, sheet, s);
    doc_note(doc, sheet, NOTE_RULE, s, s);
    Str *items = arena_array(arena, Str, 1);
    items[0] = s;
    Fact *facts = arena_array(arena, Fact, 1);
    facts[0] = (Fact){ s, s, s };
    doc_list(doc, sheet, 1, items);
    doc_facts(doc, sheet, 1, facts);
    static const NodeKind kinds[] = { NODE_SIGN, NODE_ANSWER, NODE_FACTLINE, NODE_DETAILS, NODE_TOC, NODE_SMALL };
    for (size_t i = 0; i < N_OF(kinds); i++) {
        Node *node = doc_add(doc, sheet, kinds[i]);
        node->id = node->text = node->sub = s;
        node->n_items = node->n_facts = 1;
        node->items = items;
        node->facts = facts;
    }
    Column *columns = arena_array(arena, Column, 2);
    columns[0] = columns[1] = (Column){ .head = s, .group = s };
    Table *table = table_new(doc, s, s, 2, columns, 2);
    table->note = table->empty = s;
    Cell *cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_link(s, arena_printf(arena, "#%.*s", STR_ARG(s)));
    cells[1] = cell_too_few(s, 200);
    table->rows[0].anchor_id = s;
    cells = table_row(doc, table, ROW_SECTION);
    cells[0] = cell_int(3);
    cells[0].text = s;
    doc_table(doc, sheet, table);
    FunnelPoint *point = arena_one(arena, FunnelPoint);
    *point = (FunnelPoint){ .label = s, .anchor = arena_printf(arena, "#%.*s", STR_ARG(s)), .n = 20, .y = .5, .beyond = 2, .named = true };
    Chart *chart = arena_one(arena, Chart);
    *chart = (Chart){ .kind = "funnel", .title = s, .reading = s, .summary = s,
        .of.funnel = { .n_points = 1, .points = point, .centre = .5, .is_share = true, .y_title = s, .centre_label = s } };
    doc_chart(doc, sheet, chart);
    return doc;
}

static void test_hostile_strings(void **state)
{
    (void)state;
    Str html = html_of(hostile_doc((Str){ hostile_text, sizeof hostile_text - 1 }));
    assert_true(markup_read(html, m));
    unsigned n_hostile = m->n_elements;
    assert_int_equal(m->n_scripts, 0);
    assert_int_equal(m->n_handlers, 0);
    assert_int_equal(m->n_far_links, 0);
    assert_true(markup_read(html_of(hostile_doc(STR("**[k](#kk) b**"))), m));
    assert_int_equal(n_hostile + 1, m->n_elements); /* nothing broke out; so long a name finds no place in the funnel */
}

static void test_empty(void **state)
{
    (void)state;
    Doc *doc = doc_new(arena, STR_EMPTY);
    assert_true(markup_read(html_of(doc), m));
    doc_sheet(doc, STR_EMPTY, STR_EMPTY);
    static Column one;
    one = gallery_column("", COLUMN_NUMBER, 0);
    doc_table(doc, doc->root->first, table_new(doc, STR_EMPTY, STR_EMPTY, 1, &one, 0));
    doc_facts(doc, doc->root->first, 0, NULL);
    doc_list(doc, doc->root->first, 0, NULL);
    doc_columns(doc, doc->root->first, 0, NULL);
    Str html = html_of(doc);
    assert_true(markup_read(html, m));
    assert_true(has(html, "Строк нет."));
}

static void test_outside_hides(void **state)
{
    (void)state;
    Doc *doc = doc_new(arena, STR("t"));
    Column columns[3] = { gallery_column("школа", COLUMN_TEXT, 0), gallery_column("двоек", COLUMN_NUMBER, 0), gallery_column("работ", COLUMN_NUMBER, 0) };
    Table *table = table_new(doc, STR("x"), STR("x"), 3, columns, 1);
    Cell *cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_text(STR("школа"));
    cells[1] = cell_int(3);
    cells[2] = cell_int(47);
    doc_table(doc, doc_sheet(doc, STR_EMPTY, STR("s")), table);
    assert_true(has(html_of(doc), ">3<") && !has(html_of(doc), "скрыто"));
    doc->outside = true;
    Str html = html_of(doc);
    assert_true(!has(html, ">3<") && has(html, "скрыто") && has(html, ">47<"));
}

static void test_numbers_in_cells(void **state)
{
    (void)state;
    Doc *doc = doc_new(arena, STR("t"));
    Column columns[4] = { gallery_column("a", COLUMN_NUMBER, 1), gallery_column("b", COLUMN_NUMBER, 0), gallery_column("c", COLUMN_NUMBER, 1), gallery_column("d", COLUMN_NUMBER, 0) };
    Table *table = table_new(doc, STR("x"), STR("x"), 4, columns, 1);
    Cell *cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_dec(1234.45);
    cells[1] = cell_share(.38);
    cells[2] = cell_interval(-.6, 2.4, false);
    cells[3] = cell_interval(.79, .96, true);
    doc_table(doc, doc_sheet(doc, STR_EMPTY, STR("s")), table);
    Str html = html_of(doc);
    assert_true(has(html, ">1\xC2\xA0" "234,5<"));
    assert_true(has(html, ">38\xC2\xA0%<"));
    assert_true(has(html, ">−0,6…+2,4<"));
    assert_true(has(html, ">79–96<"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_builders), cmocka_unit_test(test_small_counts), cmocka_unit_test(test_gallery_is_sound), cmocka_unit_test(test_hostile_strings),
        cmocka_unit_test(test_empty), cmocka_unit_test(test_outside_hides), cmocka_unit_test(test_numbers_in_cells),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
