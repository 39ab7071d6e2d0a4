/* base/date: known days, the calendar walked day by day, working days, how dates are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/date.h"

#define SAYS(given, wanted)                                                   \
    do {                                                                      \
        Str given_ = (given);                                                 \
        if (!str_eq(given_, STR(wanted))) fail_msg("«%.*s»", STR_ARG(given_)); \
    } while (0)

static void days_are_counted(void **state)
{
    (void)state;
    assert_int_equal(date_of(1970, 1, 1), 0);
    assert_int_equal(date_of(2000, 3, 1), 11017);
    assert_int_equal(date_weekday(date_of(2026, 4, 21)), 1);
    assert_int_equal(date_weekday(date_of(1969, 12, 29)), 0);
    assert_int_equal(date_friday(date_of(2026, 4, 24)), date_of(2026, 4, 24));
    assert_int_equal(date_friday(date_of(2026, 4, 25)), date_of(2026, 5, 1));
    int32_t at = date_of(1999, 1, 1);
    for (int y = 1999; y <= 2101; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= 31; d++) {
                Arena *arena = arena_new(0);
                int32_t day;
                int y2, m2, d2;
                if (date_parse(arena_printf(arena, "%04d-%02d-%02d", y, m, d), &day)) {
                    assert_int_equal(day, at);
                    date_parts(at++, &y2, &m2, &d2);
                    assert_true(y == y2 && m == m2 && d == d2);
                }
                arena_free(arena);
            }
    assert_int_equal(at - date_of(1999, 1, 1), 103 * 365 + 25); /* 2100 is no leap year */
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    const char *bad[] = { "", "2026-4-21", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "21.04.2026", "2026-04-21 ", "20260421__", "0000-01-01", "2026-04-+1" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int32_t day;
        if (date_parse(str_of(bad[i]), &day)) fail_msg("«%s» is taken", bad[i]);
    }
}

static void working_days_pass_over_holidays(void **state)
{
    (void)state;
    assert_int_equal(date_add_working(date_of(2026, 4, 21), 10), date_of(2026, 5, 6)); /* over 1 May, a Friday */
    assert_int_equal(date_add_working(date_of(2025, 12, 30), 1), date_of(2026, 1, 12)); /* 31 December and 9 January are days off by decree */
    assert_int_equal(date_add_working(date_of(2026, 4, 24), 1), date_of(2026, 4, 27));
    assert_int_equal(date_add_working(date_of(2026, 4, 25), 0), date_of(2026, 4, 25));
    assert_int_equal(date_working_of_month(2026, 1, 1), date_of(2026, 1, 12));
    assert_int_equal(date_working_of_month(2026, 1, -1), date_of(2026, 1, 30));
    assert_int_equal(date_working_of_month(2025, 12, -1), date_of(2025, 12, 30));
    assert_int_equal(date_working_of_month(2021, 2, -2), date_of(2021, 2, 25)); /* 22 and 23 February are days off, the 20th, a Saturday, is worked */
    assert_int_equal(date_working_of_month(2021, 2, 15), date_of(2021, 2, 19));
    assert_int_equal(date_working_of_month(2021, 2, 16), date_of(2021, 2, 20));
    assert_int_equal(date_working_of_month(2021, 2, 31), DATE_NONE);
    assert_int_equal(date_school_year(date_of(2026, 8, 31)), 2025);
    assert_int_equal(date_school_year(date_of(2026, 9, 1)), 2026);
}

/* Sums of the published calendars of a five-day week: whoever adds a year or mistypes a transfer meets them. */
static void years_have_as_many_working_days_as_published(void **state)
{
    (void)state;
    static const int published[] = { 247, 248, 247, 247, 247, 248, 247, 247 };
    for (int y = 2019; y <= 2026; y++) {
        int n = 0;
        for (int32_t day = date_of(y, 1, 1); day <= date_of(y, 12, 31); day++) n += date_is_working(day);
        assert_int_equal(n, published[y - 2019]);
    }
    assert_true(date_is_working(date_of(2024, 12, 28)));  /* a Saturday worked */
    assert_false(date_is_working(date_of(2024, 12, 30))); /* for it */
    assert_false(date_is_working(date_of(2026, 5, 11)));  /* 9 May was a Saturday */
}

/* Years without a decree: article 112 alone. */
static void other_years_follow_the_law(void **state)
{
    (void)state;
    assert_false(date_is_working(date_of(2011, 1, 7)));
    assert_true(date_is_working(date_of(2011, 1, 11)));  /* what fell on a weekend in January moves by decree only */
    assert_false(date_is_working(date_of(2016, 6, 13))); /* 12 June was a Sunday */
    assert_false(date_is_working(date_of(2033, 6, 13)));
    assert_true(date_is_working(date_of(2033, 6, 14)));
    for (int y = 1990; y <= 2060; y++) {
        int n = 0;
        for (int32_t day = date_of(y, 1, 1); day <= date_of(y, 12, 31); day++) n += date_is_working(day);
        assert_in_range(n, 245, 252);
    }
}

static void dates_are_written(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    int32_t day = date_of(2026, 4, 24);
    SAYS(date_iso(arena, day), "2026-04-24");
    SAYS(date_short(arena, day), "24.04.2026");
    SAYS(date_long(arena, day), "24\u00A0апреля 2026\u00A0г.");
    SAYS(date_agenda(arena, day), "пт,\u00A024.04");
    SAYS(date_heading(arena, day), "Пятница, 24\u00A0апреля 2026");
    SAYS(date_short(arena, DATE_NONE), "");
    SAYS(date_clock(arena, 1776751920), "21.04.2026, 09:12"); /* 06:12 UTC */
    SAYS(date_clock(arena, 1776805200), "22.04.2026, 00:00"); /* 21:00 UTC is already the next day in Moscow */
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(days_are_counted), cmocka_unit_test(what_is_no_date_is_refused), cmocka_unit_test(working_days_pass_over_holidays),
        cmocka_unit_test(years_have_as_many_working_days_as_published), cmocka_unit_test(other_years_follow_the_law),
        cmocka_unit_test(dates_are_written) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
