/* Frozen copies: what was shown comes back word for word, whatever it was; what is hidden stays hidden; bytes are the same for the same page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/limits.h"
#include "publish/frozen.h"

static Arena *arena;
static int begin(void **state) { (void)state; arena = arena_new(0); return 0; }
static int end(void **state) { (void)state; arena_free(arena); return 0; }

#define assert_str(s, expected)                                                                          \
    do {                                                                                                 \
        Str got_ = (s);                                                                                  \
        if (!str_eq(got_, str_of(expected))) fail_msg("«%.*s», expected «%s»", STR_ARG(got_), expected); \
    } while (0)

static Doc *page(uint32_t n_rows)
{
    static const Column columns[] = { { .head = { "школа", 10 } }, { .head = { "пи|сали", 13 }, .kind = COLUMN_NUMBER }, { .head = { "«4» и «5»", 14 }, .kind = COLUMN_NUMBER }, { .head = { "", 0 } } };
    static const Button button = { .title = { "Открыть", 14 }, .href = { "/x", 2 } };
    Doc *doc = doc_new(arena, STR("Результаты: **5 класс**"));
    Str *facts = arena_array(arena, Str, 1);
    facts[0] = STR("**2** школы");
    doc->n_factline = 1;
    doc->factline = facts;
    Table *table = table_new(doc, STR("t"), STR("По школам"), 4, columns, n_rows);
    table->note = STR("Читать [слева](/help)");
    for (uint32_t r = 0; r < n_rows; r++) {
        Cell *cells = table_row(doc, table, ROW_PLAIN);
        cells[0] = cell_link(STR("Школа \\[№ 1\\] «Луч»"), STR("/schools/1"));
        cells[1] = cell_int(r == 0 ? 3 : 1070);
        cells[2] = r == 0 ? cell_missing() : cell_share(0.39);
        cells[3] = cell_action(&button);
    }
    doc_table(doc, doc_panel(doc, NULL, STR("Лист")), table);
    return doc;
}

static Str frozen(const Doc *doc)
{
    Str bytes;
    Err err = { 0 };
    if (!frozen_write(doc, STR_EMPTY, STR("/results/x?view=funnel"), date_of(2026, 11, 22), STR("22.11.2026, 13:35"), arena, &bytes, &err)) fail_msg("%s", err.what);
    return bytes;
}

static void what_was_shown_comes_back(void **state)
{
    (void)state;
    Err err = { 0 };
    FrozenCopy copy;
    Str bytes = frozen(page(2));
    assert_true(str_eq(bytes, frozen(page(2))));
    assert_true(frozen_read(bytes, STR("3f9a3f9a3f9a"), arena, &copy, &err));
    assert_str(copy.title, "Результаты: 5 класс");
    assert_str(copy.address, "/results/x?view=funnel");
    assert_str(copy.facts[0], "2 школы");
    assert_int_equal(copy.n_tables, 1);
    const FrozenTable *table = &copy.tables[0];
    assert_int_equal(table->n_columns, 3); /* a column of buttons says nothing on paper */
    assert_int_equal(table->n_rows, 2);
    assert_str(table->heads[1], "пи сали");
    assert_true(table->is_number[1] && !table->is_number[0]);
    assert_str(table->cells[0], "Школа [№ 1] «Луч»");
    assert_str(table->cells[2], "—");
    assert_str(table->cells[4], "1 070");
    assert_str(table->cells[5], "39 %");
    assert_str(table->note, "Читать слева");
    assert_int_equal(table->taken_on, date_of(2026, 11, 22));
    /* Drawn and frozen again, the table is the same: nothing is read as markup. */
    Doc *again = doc_new(arena, STR("Ещё раз"));
    frozen_show(again, NULL, &copy, STR("3f9a3f9a3f9a"));
    FrozenCopy twice;
    assert_true(frozen_read(frozen(again), STR("b"), arena, &twice, &err));
    for (uint32_t i = 0; i < 6; i++) assert_true(str_eq(twice.tables[0].cells[i], table->cells[i]));
}

static void what_is_hidden_stays_hidden(void **state)
{
    (void)state;
    Err err = { 0 };
    FrozenCopy copy;
    Doc *doc = page(1);
    doc->outside = true;
    assert_true(frozen_read(frozen(doc), STR("a"), arena, &copy, &err));
    assert_str(copy.tables[0].cells[1], "скрыто"); /* three works */
}

static void pages_without_data_and_huge_ones_are_refused(void **state)
{
    (void)state;
    Str bytes;
    Err err = { 0 };
    FrozenCopy copy;
    assert_false(frozen_write(doc_new(arena, STR("Пусто")), STR_EMPTY, STR("/x"), DATE_NONE, STR(""), arena, &bytes, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(frozen_write(page(LIMIT_FROZEN_ROWS + 1), STR_EMPTY, STR("/x"), DATE_NONE, STR(""), arena, &bytes, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_true(frozen_write(page(1), STR("ПО ШКОЛАМ"), STR("/x"), DATE_NONE, STR(""), arena, &bytes, &err));
    assert_false(frozen_write(page(1), STR("по классам"), STR("/x"), DATE_NONE, STR(""), arena, &bytes, &err));
    static const char *const bad[] = { "", "{}", "[]", "{\"tables\":1}", "{\"tables\":[" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(frozen_read(str_of(bad[i]), STR("a"), arena, &copy, &err));
    assert_true(frozen_read(STR("{\"tables\":[{\"columns\":[{}],\"rows\":[[],7,[1,2]]},null]}"), STR("a"), arena, &copy, &err)); /* other shapes are empty cells */
    assert_int_equal(copy.tables[0].n_rows, 3);
    assert_int_equal(copy.tables[1].n_columns, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_shown_comes_back, begin, end),
        cmocka_unit_test_setup_teardown(what_is_hidden_stays_hidden, begin, end),
        cmocka_unit_test_setup_teardown(pages_without_data_and_huge_ones_are_refused, begin, end),
    };
    return cmocka_run_group_tests_name("frozen", tests, NULL, NULL);
}
