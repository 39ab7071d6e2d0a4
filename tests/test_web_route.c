/* Addresses: which page, which format, which parameters fit; and what is written into addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "web/cache.h"
#include "web/route.h"
#include "web/url.h"

static void a_literal_segment_wins_over_a_parameter(void **state)
{
    (void)state;
    Route form = route_find(STR("/forms/new"));
    assert_non_null(form.page);
    assert_string_equal(form.page->path, "/forms/new");
    Route procedure = route_find(STR("/procedures/2026-5-математика"));
    assert_string_equal(procedure.page->path, "/procedures/:procedure");
    assert_int_equal(procedure.n_values, 1);
    assert_true(str_eq(procedure.values[0].value, STR("2026-5-математика")));
}

static void a_suffix_is_a_format_of_a_page_with_twins(void **state)
{
    (void)state;
    Route twin = route_find(STR("/procedures/2026-5-математика.xlsx"));
    assert_string_equal(twin.page->path, "/procedures/:procedure");
    assert_int_equal(twin.format, FORMAT_XLSX);
    assert_true(str_eq(twin.values[0].value, STR("2026-5-математика")));
    assert_true(str_eq(twin.self, STR("/procedures/2026-5-математика")));
    assert_null(route_find(STR("/view.docx")).page);
    assert_null(route_find(STR("/api/openapi.json")).page);
    assert_int_equal(route_find(STR("/help.json")).format, FORMAT_JSON);
}

static void what_is_no_page_is_none(void **state)
{
    (void)state;
    static const char *const addresses[] = { "/nowhere", "/procedures/", "/procedures/a/b/c/d", "//", "/help/", "/.json", "" };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) assert_null(route_find(str_of(addresses[i])).page);
}

static void a_parameter_that_does_not_fit_is_refused_in_words(void **state)
{
    (void)state;
    Route route = route_find(STR("/journal"));
    Pair bad[] = { { STR("from"), STR("2026-02-31") } }, good[] = { { STR("from"), STR("2026-02-28") } };
    Request request = { .n_query = 1, .query = bad };
    Err err = { 0 };
    assert_false(route_check(route.page, &request, &route, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.what, "2026-02-31"));
    request.query = good;
    assert_true(route_check(route.page, &request, &route, &err));
}

static void every_page_has_a_right_and_a_sample(void **state)
{
    (void)state;
    for (const Page *const *page = page_registry; *page != NULL; page++) {
        assert_int_not_equal((*page)->right, RIGHT_NONE);
        assert_true((*page)->show != NULL || (*page)->act != NULL || (*page)->raw != NULL);
        if (strchr((*page)->path, ':') != NULL && (*page)->sample == NULL) fail_msg("%s: no sample", (*page)->path);
        for (const Page *const *other = page + 1; *other != NULL; other++) assert_string_not_equal((*page)->path, (*other)->path);
    }
}

static void addresses_are_written_so_that_they_are_read_back(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    assert_true(str_eq(url_encode(arena, STR("a b/ё?&=%")), STR("a%20b%2F%D1%91%3F%26%3D%25")));
    assert_true(url_is_local(STR("/signs?x=1")));
    static const char *const foreign[] = { "", "//evil", "https://evil", "/\\evil", "/a\nb", "javascript:1", "signs" };
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) assert_false(url_is_local(str_of(foreign[i])));
    arena_free(arena);
}

static void the_cache_keeps_what_is_used_and_stays_bounded(void **state)
{
    (void)state;
    Cache *cache = cache_new();
    for (int i = 0; i < 1000; i++) {
        char name[32];
        Arena *arena = arena_new(0);
        int *value = arena_one(arena, int);
        *value = i;
        arena_alloc(arena, 100000);
        snprintf(name, sizeof name, "value/%d", i);
        cache_trim(cache);
        cache_put(cache, str_of(name), value, arena);
        assert_ptr_equal(cache_get(cache, str_of(name)), value); /* valid until the next trim */
    }
    assert_null(cache_get(cache, STR("value/1")));
    const int *last = cache_get(cache, STR("value/999"));
    assert_int_equal(*last, 999);
    cache_free(cache);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_literal_segment_wins_over_a_parameter), cmocka_unit_test(a_suffix_is_a_format_of_a_page_with_twins), cmocka_unit_test(what_is_no_page_is_none),
        cmocka_unit_test(a_parameter_that_does_not_fit_is_refused_in_words), cmocka_unit_test(every_page_has_a_right_and_a_sample),
        cmocka_unit_test(addresses_are_written_so_that_they_are_read_back), cmocka_unit_test(the_cache_keeps_what_is_used_and_stays_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
