/* Every indicator of the registry: its words, its innocent explanations, and the examples that it carries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/utf8.h"
#include "indicator/indicator.h"

static void check_sentence(const Indicator *indicator, const char *what, const char *text)
{
    if (text == NULL || strlen(text) < 10 || !utf8_valid(str_of(text))) fail_msg("%s: «%s» is empty or not UTF-8", indicator->id, what);
}

static void test_words(void **state)
{
    (void)state;
    for (const Indicator *const *at = indicator_registry; *at != NULL; at++) {
        const Indicator *indicator = *at;
        check_sentence(indicator, "title", indicator->title);
        check_sentence(indicator, "meaning", indicator->meaning);
        check_sentence(indicator, "blind", indicator->blind);
        check_sentence(indicator, "next", indicator->next);
        check_sentence(indicator, "formula", indicator->formula);
        check_sentence(indicator, "source", indicator->source);
        if (strpbrk(indicator->source, "0123456789") == NULL) fail_msg("%s: source without a year", indicator->id);
        assert_non_null(indicator->unit);
        assert_true(indicator->smallest_n >= 2);
        size_t n = 0;
        while (indicator->innocent[n] != NULL) check_sentence(indicator, "innocent", indicator->innocent[n++]);
        if (n < 2) fail_msg("%s: only %zu innocent explanations", indicator->id, n);
        assert_ptr_equal(indicator_find(str_of(indicator->id)), indicator);
    }
    assert_null(indicator_find(STR("no-such-indicator")));
}

static void test_examples(void **state)
{
    (void)state;
    size_t n_failed = 0;
    for (const Indicator *const *at = indicator_registry; *at != NULL; at++) {
        size_t n = 0;
        for (const IndicatorExample *example = (*at)->examples; example->what != NULL; example++, n++) {
            Arena *arena = arena_new(0);
            if (!example->holds(arena)) {
                print_error("%s: does not hold: %s\n", (*at)->id, example->what);
                n_failed++;
            }
            arena_free(arena);
        }
        if (n < 2) fail_msg("%s: only %zu examples", (*at)->id, n);
    }
    assert_int_equal(n_failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_words), cmocka_unit_test(test_examples) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
