/* The report as a tree: what it says for regions, districts and poor data; that it names no child, ranks nobody, and that its links lead somewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "fake_analysis.h"
#include "publish/publish.h"

static const FakeOptions cases[] = {
    { .n_schools = 60, .n_procedures = 2, .unreadable = true },
    { .n_schools = 640, .n_procedures = 4, .n_small = 30 },
    { .n_schools = 12, .n_procedures = 1, .no_norm = true, .no_signs = true, .n_small = 3 },
    { .n_schools = 12, .n_procedures = 2, .no_norm = true, .reference = true, .no_names = true },
    { .n_schools = 60, .n_procedures = 8, .no_signs = true },
    { .n_schools = 60, .n_procedures = 1, .no_cutoffs = true },
    { .n_schools = 60, .n_procedures = 1, .no_tasks = true, .no_names = true },
    { .n_schools = 1, .n_procedures = 1, .no_norm = true, .no_signs = true },
    { .n_schools = 4, .n_procedures = 1, .no_norm = true, .no_signs = true, .n_small = 4 },
};
enum { N_CASES = sizeof cases / sizeof *cases };

/* All text of a subtree, one piece a line. */
static void add_cell(Buf *out, const Cell *cell)
{
    buf_add(out, cell->text);
    buf_add_char(out, '\n');
    if (cell->anchor.n > 0) buf_printf(out, "[.](%.*s)\n", STR_ARG(cell->anchor));
}

static void add_table(Buf *out, const Table *table)
{
    buf_printf(out, "%.*s\n%.*s\n", STR_ARG(table->title), STR_ARG(table->note));
    if (table->n_rows == 0) buf_printf(out, "%.*s\n", STR_ARG(table->empty));
    for (uint32_t c = 0; c < table->n_columns; c++) buf_printf(out, "%.*s\n", STR_ARG(table->columns[c].head));
    for (uint32_t r = 0; r < table->n_rows; r++)
        for (uint32_t c = 0; c < table->n_columns; c++) add_cell(out, &table->rows[r].cells[c]);
}

static void add_node(Buf *out, const Node *node)
{
    buf_printf(out, "%.*s\n%.*s\n%.*s\n", STR_ARG(node->text), STR_ARG(node->sub), STR_ARG(node->kicker_right));
    for (uint32_t i = 0; node->items != NULL && i < node->n_items; i++) buf_printf(out, "%.*s\n", STR_ARG(node->items[i]));
    for (uint32_t i = 0; i < node->n_facts; i++)
        buf_printf(out, "%.*s\n%.*s\n%.*s\n", STR_ARG(node->facts[i].name), STR_ARG(node->facts[i].value), STR_ARG(node->facts[i].note));
    if (node->chart != NULL) buf_printf(out, "%.*s\n%.*s\n%.*s\n", STR_ARG(node->chart->title), STR_ARG(node->chart->reading), STR_ARG(node->chart->summary));
    if (node->table != NULL) add_table(out, node->table);
    for (const Node *child = node->first; child != NULL; child = child->next) add_node(out, child);
}

static bool id_exists(const Node *node, Str id)
{
    if (str_eq(node->id, id)) return true;
    for (const Node *child = node->first; child != NULL; child = child->next)
        if (id_exists(child, id)) return true;
    return false;
}

static const Node *sheet_of(const Doc *doc, const char *id)
{
    for (const Node *sheet = doc->root->first; sheet != NULL; sheet = sheet->next)
        if (str_eq(sheet->id, str_of(id))) return sheet;
    return NULL;
}

static void every_case(void (*check)(const Analysis *in, const Doc *doc, Arena *arena))
{
    for (int i = 0; i < N_CASES; i++) {
        Arena *arena = arena_new(0);
        Analysis *in = fake_analysis(&cases[i], arena);
        check(in, report_build(in, arena), arena);
        arena_free(arena);
    }
}

static void words(const Analysis *in, const Doc *doc, Arena *arena)
{
    (void)in;
    static const char *const forbidden[] = { "худш", "лидер", "нарушител", "подозр", "nan", "(null)", "%!", "  ", "лучш" };
    Buf buf;
    buf_init(&buf, 0);
    add_node(&buf, doc->root);
    Str text = utf8_fold(arena, buf_str(&buf));
    Str raw = buf_str(&buf);
    assert_true(utf8_valid(raw));
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        Str where = strcmp(forbidden[i], "  ") == 0 ? raw : text;
        size_t at = str_find(where, str_of(forbidden[i]));
        if (at != SIZE_MAX) fail_msg("«%s»: …%.*s…", forbidden[i], (int)(where.n - at < 120 ? where.n - at : 120), where.at + at);
    }
    buf_free(&buf);
}

static void test_words(void **state)
{
    (void)state;
    every_case(words);
}

static void links(const Analysis *in, const Doc *doc, Arena *arena)
{
    (void)in, (void)arena;
    Buf buf;
    buf_init(&buf, 0);
    add_node(&buf, doc->root);
    Str text = buf_str(&buf);
    uint32_t n = 0;
    for (size_t at; (at = str_find(text, STR("](#"))) != SIZE_MAX; n++) {
        text = str_slice(text, at + 3, text.n);
        Str id = str_slice(text, 0, str_find(text, STR(")")));
        if (!id_exists(doc->root, id)) fail_msg("no anchor «%.*s»", STR_ARG(id));
    }
    assert_true(n >= 1);
    buf_free(&buf);
}

static void test_links(void **state)
{
    (void)state;
    every_case(links);
}

/* Every row that names a school of under 5 works shows no number. */
static void check_small(const Analysis *in, const Table *table)
{
    for (uint32_t r = 0; r < table->n_rows; r++) {
        const Cell *cells = table->rows[r].cells;
        for (uint32_t s = 0; s < in->schools.n; s++) {
            uint64_t works = 0;
            for (uint32_t p = 0; p < in->n_procedures; p++) works += in->procedures[p].frame->schools[s].n;
            bool named = str_eq(cells[0].text, in->schools.schools[s].name) || str_eq(cells[0].text, in->schools.schools[s].code);
            if (!named || works >= 5 * in->n_procedures || in->procedures[0].frame->schools[s].n >= 5) continue;
            for (uint32_t c = 1; c < table->n_columns; c++) {
                if (cells[c].kind == CELL_TOO_FEW) break;
                if (cells[c].kind != CELL_TEXT) fail_msg("%.*s, %.*s: column %u", STR_ARG(table->title), STR_ARG(cells[0].text), c);
            }
        }
    }
}

static void visit_tables(const Analysis *in, const Node *node, void (*check)(const Analysis *, const Table *))
{
    if (node->table != NULL) check(in, node->table);
    for (const Node *child = node->first; child != NULL; child = child->next) visit_tables(in, child, check);
}

static void test_small_units(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    FakeOptions options = { .n_schools = 60, .n_procedures = 1, .n_small = 9 };
    Analysis *in = fake_analysis(&options, arena);
    Doc *doc = report_build(in, arena);
    visit_tables(in, doc->root, check_small);
    /* and none of them is a point of a funnel */
    const Node *sheet = sheet_of(doc, "procedure-2021-4-математика");
    assert_non_null(sheet);
    for (const Node *node = sheet->first; node != NULL; node = node->next)
        for (uint32_t i = 0; node->chart != NULL && strcmp(node->chart->kind, "funnel") == 0 && i < node->chart->of.funnel.n_points; i++)
            assert_true(node->chart->of.funnel.points[i].n >= 5);
    arena_free(arena);
}

static void test_order_by_code(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Analysis *in = fake_analysis(&cases[1], arena);
    Doc *doc = report_build(in, arena);
    Str before = STR_EMPTY;
    uint32_t n = 0;
    for (const Node *sheet = doc->root->first; sheet != NULL; sheet = sheet->next) {
        if (!str_starts(sheet->id, STR("school-"))) continue;
        assert_true(str_cmp(before, sheet->id) < 0);
        before = sheet->id;
        n++;
    }
    assert_int_equal(n, in->n_level[LEVEL_SIGNS] + in->n_level[LEVEL_STRONG]);
    const Node *list = sheet_of(doc, "list");
    const Table *table = list->first->table;
    assert_int_equal(table->n_rows, n + in->n_level[LEVEL_ATTENTION]);
    for (uint32_t r = 1; r < table->n_rows; r++) assert_true(str_cmp(table->rows[r - 1].cells[0].anchor, table->rows[r].cells[0].anchor) < 0);
    arena_free(arena);
}

static void measure(const Node *node, uint32_t *n_nodes, uint32_t *n_rows)
{
    (*n_nodes)++;
    if (node->table != NULL && !node->table->data_only) *n_rows += node->table->n_rows;
    *n_rows += node->n_facts;
    for (const Node *child = node->first; child != NULL; child = child->next) measure(child, n_nodes, n_rows);
}

static void first_sheet(const Analysis *in, const Doc *doc, Arena *arena)
{
    (void)in, (void)arena;
    uint32_t n_nodes = 0, n_rows = 0;
    const Node *first = doc->root->first;
    assert_true(str_eq(first->id, STR("first")));
    measure(first, &n_nodes, &n_rows);
    assert_true(n_nodes <= 30); /* two lists of schools: a sentence, two tables side by side */
    assert_true(n_rows <= 34);
}

static void test_first_sheet(void **state)
{
    (void)state;
    every_case(first_sheet);
}

static bool says(const Node *node, const char *words_)
{
    Buf buf;
    buf_init(&buf, 0);
    add_node(&buf, node);
    bool found = str_find(buf_str(&buf), str_of(words_)) != SIZE_MAX;
    buf_free(&buf);
    return found;
}

static void test_findings(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *region = report_build(fake_analysis(&cases[1], arena), arena), *alone = report_build(fake_analysis(&cases[2], arena), arena);
    Doc *quiet = report_build(fake_analysis(&cases[4], arena), arena), *tiny = report_build(fake_analysis(&cases[8], arena), arena);
    assert_true(says(sheet_of(region, "first"), "Объяснений ждём от **"));
    assert_true(says(sheet_of(region, "first"), "Порог «3» ("));
    assert_true(says(sheet_of(region, "first"), "Индекс объективности за 2021 год"));
    assert_true(says(sheet_of(alone, "first"), "Признаков не найдено: проверено **9\u00A0школ**. Ещё у 3\u00A0школ для вывода мало данных."));
    assert_true(says(sheet_of(alone, "first"), "--reference"));
    assert_true(says(sheet_of(alone, "list"), "Таких школ нет."));
    assert_true(says(sheet_of(quiet, "first"), "Признаков не найдено: проверено **60\u00A0школ**"));
    assert_true(says(sheet_of(tiny, "first"), "Сделать вывод нельзя: работ слишком мало. Так у всех 4\u00A0школ."));
    Doc *blind = report_build(fake_analysis(&cases[5], arena), arena), *total = report_build(fake_analysis(&cases[6], arena), arena);
    assert_true(says(blind->root, "Пороги отметок этой работы неизвестны"));
    assert_true(says(blind->root, "Что не посчитано и почему"));
    assert_true(says(sheet_of(blind, "first"), "Пороги отметок неизвестны, поэтому у порогов ничего не проверялось."));
    assert_true(says(total->root, "Баллов за задания в этих файлах нет, поэтому карты заданий нет."));
    Doc *closed = report_build(fake_analysis(&cases[0], arena), arena);
    assert_true(says(sheet_of(closed, "methods"), "не прочитан: Книга закрыта паролем. Сохраните её без пароля и повторите."));
    arena_free(arena);
}

/* The page of a school: signs with other causes, chance in words, the place for an answer, checks that found nothing. */
static void test_school_page(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *doc = report_build(fake_analysis(&cases[0], arena), arena);
    const Node *sheet = sheet_of(doc, "school-sch990012");
    assert_non_null(sheet);
    assert_true(sheet->has_level && sheet->state == LEVEL_SIGNS);
    uint32_t n_signs = 0, n_answers = 0;
    for (const Node *node = sheet->first; node != NULL; node = node->next) {
        n_answers += node->kind == NODE_ANSWER && node->n_items == 3 ? 1 : 0;
        if (node->kind != NODE_SIGN) continue;
        assert_int_equal(node->number, ++n_signs);
        assert_true(node->n_items >= 2);
        assert_non_null(node->chart);
    }
    assert_int_equal(n_signs, 2);
    assert_true(says(sheet, "**6\u00A0работ**, от 3 до 9"));
    assert_true(says(sheet, ": **2\u00A0работы, от 1 до 3** (из "));
    assert_int_equal(n_answers, 1);
    assert_true(says(sheet, "**1\u00A0раз из\u00A0710**"));
    assert_true(says(sheet, "Чего данные не скажут"));
    assert_true(says(sheet, "Все проверки школы"));
    arena_free(arena);
}

static const Table *table_called(const Node *node, const char *start, uint32_t *n)
{
    const Table *found = NULL;
    if (node->table != NULL && str_starts(node->table->id, str_of(start))) {
        found = node->table;
        ++*n;
    }
    for (const Node *child = node->first; child != NULL; child = child->next) {
        const Table *inside = table_called(child, start, n);
        if (found == NULL) found = inside;
    }
    return found;
}

/* A row a check, a column a work: it must fit a sheet of paper, say each chance once and both threshold tests in one row. */
static void test_checks(void **state)
{
    (void)state;
    for (uint32_t n_procedures = 1; n_procedures <= 8; n_procedures += 7) {
        Arena *arena = arena_new(0);
        FakeOptions options = { .n_schools = 60, .n_procedures = n_procedures };
        Doc *doc = report_build(fake_analysis(&options, arena), arena);
        const Node *sheet = sheet_of(doc, "school-sch990012");
        assert_non_null(sheet);
        uint32_t n_tables = 0, n_thresholds = 0;
        const Table *table = table_called(sheet, "other-", &n_tables);
        assert_int_equal(n_tables, 1);
        assert_int_equal(table->n_columns, n_procedures == 1 ? 2 : n_procedures + 2);
        for (uint32_t r = 0; r < table->n_rows; r++) {
            n_thresholds += str_starts(table->rows[r].cells[0].text, STR("пороги"));
            for (uint32_t c = 1; c < table->n_columns; c++) {
                const Cell *cell = &table->rows[r].cells[c];
                assert_true(r == 0 ? cell->kind == CELL_INT : cell->kind == CELL_TEXT || cell->kind == CELL_MISSING);
                assert_true(str_find(cell->text, STR("раз ")) == SIZE_MAX && cell->text.n < 40);
            }
        }
        assert_int_equal(n_thresholds, 1);
        arena_free(arena);
    }
}

/* The expected line of a school sums to its works, and hatching stands only where it can. */
static void test_threshold_chart(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *doc = report_build(fake_analysis(&cases[0], arena), arena);
    const Node *sign = sheet_of(doc, "school-sch990012")->first;
    while (sign->kind != NODE_SIGN) sign = sign->next;
    const ChartHist *hist = &sign->chart->of.hist;
    double observed = 0, expected = 0;
    for (uint32_t t = 0; t <= hist->max; t++) {
        observed += hist->observed[t], expected += hist->expected[t];
        if (hist->hatch[t] == 1) assert_true(hist->observed[t] > hist->expected[t]);
        if (hist->hatch[t] == 2) assert_true(hist->observed[t] < hist->expected[t]);
    }
    assert_true(observed >= 5 && fabs(observed - expected) < 1e-9 * observed);
    arena_free(arena);
}

/* A figure of one class is told as the class's, and two logins of one number are said. */
static void test_class_and_logins(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Analysis *in = fake_analysis(&cases[1], arena);
    assert_false(says(sheet_of(report_build(in, arena), "first"), "Под двумя логинами"));
    const Frame *frame = in->procedures[0].frame;
    uint32_t lettered = 0;
    while (frame->classes[lettered].label.n == 0) lettered++;
    for (uint32_t i = 0; i < in->n_signs; i++) in->signs[i].value.procedure = 0, in->signs[i].value.class_index = lettered;
    in->schools.schools[1].code = STR("edu990001");
    Doc *doc = report_build(in, arena);
    assert_true(says(sheet_of(doc, "list"), " класс «"));
    assert_true(says(sheet_of(doc, "first"), "Под двумя логинами\n[1]"));
    arena_free(arena);
}

/* Names from outside cannot make links or bold text. */
static void test_hostile_names(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    FakeOptions options = { .n_schools = 60, .n_procedures = 1 };
    Analysis *in = fake_analysis(&options, arena);
    in->schools.schools[4].name = STR("Школа [филиал](#methods) **№ 5**");
    in->schools.schools[11].code = STR("шк 12) [x](#y)");
    Doc *doc = report_build(in, arena);
    links(in, doc, arena);
    assert_false(says(doc->root, "[филиал]"));
    assert_true(says(doc->root, "Школа (филиал)(#methods)"));
    arena_free(arena);
}

static uint32_t count_data(const Node *node)
{
    uint32_t n = node->table != NULL && node->table->data_only;
    for (const Node *child = node->first; child != NULL; child = child->next) n += count_data(child);
    return n;
}

static Str page_of(const Doc *doc, bool word, Arena *arena)
{
    Str out = STR_EMPTY;
    Buf html;
    buf_init(&html, 0);
    if (word) assert_true(doc_docx(doc, &out, arena, NULL));
    else assert_true(doc_html(doc, &html, NULL));
    if (!word) out = arena_str(arena, buf_str(&html));
    buf_free(&html);
    return out;
}

/* Without the tables of the workbook the page and the paper are the same to the byte. */
static void test_page_alone(void **state)
{
    (void)state;
    for (int i = 0; i < N_CASES; i++) {
        Arena *arena = arena_new(0);
        const Analysis *in = fake_analysis(&cases[i], arena);
        const Doc *whole = report_build(in, arena), *page = report_build_page(in, arena);
        assert_true(count_data(whole->root) > 0);
        assert_int_equal(count_data(page->root), 0);
        assert_true(str_eq(page_of(whole, false, arena), page_of(page, false, arena)));
        if (i == 0) assert_true(str_eq(page_of(whole, true, arena), page_of(page, true, arena)));
        arena_free(arena);
    }
}

/* Year to year: rows only of schools beyond their interval, by code; on a school's page its own, and few works are never told of. */
static void test_changes(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Analysis *in = fake_analysis(&cases[1], arena);
    const Doc *doc = report_build(in, arena);
    const Node *sheet = sheet_of(doc, "cohorts");
    assert_non_null(sheet);
    assert_true(says(sheet, "Дети прослежены только параллелью"));
    uint32_t n_beyond = 0, n_rows = 0, n_whole = 0, n_pages = 0;
    const ChangeSchool *schools = in->changes[0].schools;
    for (uint32_t i = 0; i < in->changes[0].n; i++) n_beyond += schools[i].share.relative < 0 ? 1 : 0;
    assert_in_range(n_beyond, 1, 64);
    for (const Node *node = sheet->first; node != NULL; node = node->next) {
        if (node->table != NULL && str_starts(node->table->id, STR("change-"))) n_whole = node->table->n_rows;
        if (node->table == NULL || !str_eq(node->table->id, STR("changes-beyond"))) continue;
        n_rows = node->table->n_rows;
        uint32_t i = 0;
        for (uint32_t r = 0; r < n_rows; r++, i++) {
            while (!(schools[i].share.relative < 0)) i++;
            assert_true(str_find(node->table->rows[r].cells[0].text, arena_printf(arena, "№ %u", schools[i].org + 1)) != SIZE_MAX);
        }
    }
    assert_int_equal(n_rows, n_beyond);
    assert_int_equal(n_whole, in->changes[0].n);
    for (const Node *page = doc->root->first; page != NULL; page = page->next) n_pages += str_starts(page->id, STR("school-")) && says(page, "Год к году") ? 1 : 0;
    assert_int_equal(n_pages, in->n_level[LEVEL_SIGNS] + in->n_level[LEVEL_STRONG]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),         cmocka_unit_test(test_links),       cmocka_unit_test(test_small_units),
        cmocka_unit_test(test_order_by_code), cmocka_unit_test(test_first_sheet), cmocka_unit_test(test_findings),
        cmocka_unit_test(test_school_page),   cmocka_unit_test(test_checks),
          cmocka_unit_test(test_threshold_chart), cmocka_unit_test(test_hostile_names), cmocka_unit_test(test_class_and_logins),
        cmocka_unit_test(test_page_alone),    cmocka_unit_test(test_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
