#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/number.h"
#include "base/utf8.h"

static void check_str(Str s, const char *expected)
{
    if (!str_eq(s, str_of(expected))) fail_msg("got «%.*s», expected «%s»", STR_ARG(s), expected);
}

static void test_trim_and_numbers(void **state)
{
    (void)state;
    check_str(str_trim(str_of(" \xC2\xA0 4\xC2\xA0\n")), "4");
    check_str(str_trim(str_of("   ")), "");
    double x;
    assert_true(str_to_num(STR("4,5"), &x) && x == 4.5);
    assert_true(str_to_num(STR("-2"), &x) && x == -2);
    assert_false(str_to_num(STR("1e5"), &x));
    assert_false(str_to_num(STR("1.2.3"), &x));
    assert_false(str_to_num(STR("."), &x));
    assert_false(str_to_num(STR("nan"), &x));
    long long n;
    assert_true(str_to_int(STR("007"), &n) && n == 7);
    assert_false(str_to_int(STR(""), &n));
}

static void test_fold(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    check_str(utf8_fold(arena, STR("  Всего\xC2\xA0  БАЛЛОВ Ё ")), "всего баллов е");
    check_str(utf8_fold_lookalike(arena, STR("X")), "х");
    assert_false(utf8_valid(STR("\xC0\x80")));
    assert_false(utf8_valid(STR("\xED\xA0\x80")));
    assert_true(utf8_valid(STR("Мерило")));
    arena_free(arena);
}

static void test_russian_numbers(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    check_str(number_int(arena, 26666), "26\xC2\xA0" "666");
    check_str(number_dec(arena, 1234.45, 1), "1\xC2\xA0" "234,5");
    check_str(number_signed(arena, -0.04, 1), "0,0");
    check_str(number_share(arena, 0.38, 0), "38\xC2\xA0%");
    check_str(number_of(arena, 22, "школа", "школы", "школ"), "22\xC2\xA0школы");
    check_str(number_of(arena, 11, "школа", "школы", "школ"), "11\xC2\xA0школ");
    check_str(number_chance(arena, 1 / 703.0), "1\xC2\xA0раз из\xC2\xA0" "700");
    check_str(number_dec(arena, NAN, 1), "—");
    arena_free(arena);
}

static void test_json_and_csv(void **state)
{
    (void)state;
    Buf buf;
    buf_init(&buf, 0);
    Json json;
    json_init(&json, &buf, true);
    json_object(&json);
    json_put_num(&json, "a", 1.0 / 3);
    json_put_num(&json, "b", NAN);
    json_put_str(&json, "c", STR("«\"\n"));
    json_key(&json, "d");
    json_array(&json);
    json_array_end(&json);
    json_object_end(&json);
    check_str(buf_str(&buf), "{\"a\":0.333333333333,\"b\":null,\"c\":\"«\\\"\\n\",\"d\":[]}");
    buf_clear(&buf);
    Csv csv;
    csv_init(&csv, &buf, ';');
    csv_str(&csv, STR("=1+1"));
    csv_str(&csv, STR("-5"));
    csv_str(&csv, STR("a;b\"c"));
    csv_end_row(&csv);
    check_str(buf_str(&buf), "\"'=1+1\";-5;\"a;b\"\"c\"\r\n");
    buf_free(&buf);
    buf_init(&buf, 10);
    buf_add_z(&buf, "12345678901");
    Err err = { 0 };
    assert_false(buf_ok(&buf, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_free(&buf);
}

static void test_arena_refuses(void **state)
{
    (void)state;
    Arena *arena = arena_new(1000);
    Err err = { 0 };
    assert_non_null(arena_try(arena, 900, &err));
    assert_null(arena_try(arena, 200, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_null(arena_try(arena, SIZE_MAX, &err));
    arena_free(arena);
}

static void test_hash(void **state)
{
    (void)state;
    char hex[65];
    hash_sha256_hex(STR("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void test_clock_is_set(void **state)
{
    (void)state;
    unsetenv("MERILO_CLOCK");
    const int64_t machine = clock_now();
    const struct {
        const char *set;
        int64_t from, to; /* seconds ahead of the machine */
    } running[] = { { "+0", 0, 60 }, { "+86400", 86400, 86460 }, { "-2592000", -2592000, -2591940 } };
    for (size_t i = 0; i < sizeof running / sizeof *running; i++) {
        setenv("MERILO_CLOCK", running[i].set, 1);
        const int64_t ahead = clock_now() - machine;
        if (ahead < running[i].from || ahead > running[i].to) fail_msg("%s is %lld s ahead", running[i].set, (long long)ahead);
    }
    setenv("MERILO_CLOCK", "1790000000", 1);
    assert_int_equal(clock_now(), 1790000000);
    unsetenv("MERILO_CLOCK");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trim_and_numbers), cmocka_unit_test(test_fold),          cmocka_unit_test(test_russian_numbers),
        cmocka_unit_test(test_json_and_csv),     cmocka_unit_test(test_arena_refuses), cmocka_unit_test(test_hash), cmocka_unit_test(test_clock_is_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
