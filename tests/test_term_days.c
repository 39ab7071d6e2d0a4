/* Days of terms: windows as text, calendars and the names they match, occurrences of rules, distances from events. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/date.h"
#include "base/limits.h"
#include "plan/term.h"

static void check_text(const char *what, Str got, const char *wanted)
{
    if (!str_eq(got, str_of(wanted))) fail_msg("%s: «%.*s», not «%s»", what, STR_ARG(got), wanted);
}

static Window window(const char *text, Arena *arena)
{
    uint32_t n;
    const Window *windows;
    if (!term_windows_parse(str_of(text), arena, &n, &windows) || n != 1) fail_msg("«%s»", text);
    return windows[0];
}

/* ---- domain/term ---- */
static void windows_are_written_and_read(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    static const char *const good[][2] = { { "", "" }, { "2020-09-07..2020-09-07", "07.09.2020" }, { "..2022-01-19", "до\u00A019.01.2022" }, { "2023-09-01..", "с\u00A001.09.2023" },
        { "2020-11-01..2020-12-31 2021-05-01..2021-06-30", "01.11.2020–31.12.2020; 01.05.2021–30.06.2021" }, { "..2020-01-01 2020-01-01..2020-02-01 2021-01-01..", "до\u00A001.01.2020; 01.01.2020–01.02.2020; с\u00A001.01.2021" } };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        uint32_t n;
        const Window *windows;
        assert_true(term_windows_parse(str_of(good[i][0]), arena, &n, &windows));
        check_text("text", term_windows_text(arena, n, windows), good[i][0]);
        check_text("words", term_windows_words(arena, n, windows), good[i][1]);
    }
    static const char *const bad[] = { "..", "2020-09-07", "2020-09-07..2020-09-06", "2020-09-07..2020-09-31", " 2020-09-07..", "2020-09-07.. ", "2021-01-01..2021-01-02 2020-01-01..2020-01-02", "2020-09-07...2020-09-08", "x..y" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t n = 77;
        const Window *windows = NULL;
        if (term_windows_parse(str_of(bad[i]), arena, &n, &windows)) fail_msg("«%s» is taken", bad[i]);
        assert_true(n == 77 && windows == NULL);
    }
    arena_free(arena);
}

static void windows_have_ends(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    static const struct { const char *text, *first, *last; } cases[] = { { "", "", "" }, { "2020-09-07..2020-09-08 2020-10-01..2020-10-02", "2020-09-07", "2020-10-02" }, { "2020-09-07..2020-12-08 2020-10-01..2020-10-02", "2020-09-07", "2020-12-08" },
        { "..2020-09-08 2020-10-01..2020-10-02", "", "2020-10-02" }, { "2020-09-07.. 2020-10-01..2020-10-02", "2020-09-07", "" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t n;
        const Window *windows;
        assert_true(term_windows_parse(str_of(cases[i].text), arena, &n, &windows));
        check_text("first", date_iso(arena, term_first_day(n, windows)), cases[i].first);
        check_text("last", date_iso(arena, term_last_day(n, windows)), cases[i].last);
    }
    arena_free(arena);
}

static void kinds_have_words(void **state)
{
    (void)state;
    for (unsigned k = 0; k < N_TERM_KINDS; k++) {
        TermKind found = N_TERM_KINDS;
        assert_true(term_kind_find(str_of(term_kind_word((TermKind)k)), &found) && found == k);
        assert_true(term_kind_title((TermKind)k)[0] != '\0');
    }
    TermKind found = TERM_RELATIVE;
    assert_false(term_kind_find(STR("whole_year"), &found));
    assert_int_equal(found, TERM_RELATIVE);
}

/* ---- calendars ---- */
static void names_match_loosely_and_not_wrongly(void **state)
{
    (void)state;
    static const char *const same[][2] = { { "график ВПР", "ВПР" }, { "график ВПР", "график ВПР" }, { "график ВПР", "График проведения ВПР" }, { "график проведения ВПР", "ВПР 2021 года" }, { "день проведения ВПР", "ВПР" }, { "период проведения ВПР", "впр" },
        { "день проведения ВПР по математике", "ВПР по математике" }, { "день проведения ВПР по математике", "ВПР" }, { "график ВПР", "ВПР по математике, 5 класс" }, { "график проведения всероссийских проверочных работ", "ВПР" },
        { "расписание ГИА", "Государственная итоговая аттестация" }, { "осенние каникулы", "Осенние каникулы" }, { "каникулы", "осенние каникулы" }, { "1 четверть", "I четверть" }, { "1 четверть", "первая четверть" }, { "план ЛОИРО", "План работы ЛОИРО" },
        { "план ЛОИРО", "ЛОИРО" }, { "план работы", "план работы" }, { "график", "График" }, { "конец 2 четверти", "2 четверть" }, { "сроки проведения ВПР", "ВПР" }, { "школьный график ВПР", "ВПР" }, { "план-график проведения ВПР", "ВПР" },
        { "день проведения ВПР по русскому языку", "ВПР русский язык" }, { "день проведения ВПР по математике в 5 классе", "ВПР математика 5 класс" }, { "график оценочных процедур", "оценочные процедуры" } };
    static const char *const other[][2] = { { "график ВПР", "ГИА" }, { "график ВПР", "осенние каникулы" }, { "осенние каникулы", "весенние каникулы" }, { "1 четверть", "2 четверть" }, { "получение результатов ВПР", "ВПР" }, { "анализ ВПР", "ВПР" },
        { "совещание по итогам ВПР", "ВПР" }, { "день проведения ВПР по математике", "ВПР по русскому языку" }, { "план ЛОИРО", "план ИМЦ" }, { "план работы", "план ЛОИРО" }, { "график", "ВПР" }, { "график ВПР", "" }, { "", "ВПР" },
        { "график ВПР", "конец ВПР" }, { "план РМО", "ВПР" }, { "график независимых оценочных процедур", "график ВПР" }, { "ВПР по физике", "ВПР по химии" }, { "день проведения ВПР по математике в 5 классе", "ВПР математика 6 класс" }, { "график проверочных работ", "проверка работ" } };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (term_calendar_match(str_of(same[i][0]), str_of(same[i][1])) == 0) fail_msg("«%s» waits for «%s»", same[i][0], same[i][1]);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (term_calendar_match(str_of(other[i][0]), str_of(other[i][1])) != 0) fail_msg("«%s» has nothing of «%s»", other[i][0], other[i][1]);
    assert_true(term_calendar_match(STR("график ВПР по математике"), STR("ВПР по математике")) > term_calendar_match(STR("график ВПР по математике"), STR("ВПР")));
}

static const char calendar_file[] = "\xEF\xBB\xBFВПР\t2021-03-15\t2021-05-21\r\n\nграфик ВПР осенью\t14.09.2020\t12.10.2020\nОсенние каникулы\t2020-10-26\t2020-11-04\n1 четверть\t2020-09-01\t2020-10-25\n"
                                   "2 четверть\t2020-11-05\t2020-12-29\nсовещание\t2020-11-10\nВПР по математике\t2021-04-06\t2021-04-06";

static void check_partly(const char *words, TermKind kind, const char *windows, const char *missing)
{
    Arena *arena = arena_new(0);
    TermContext context = { .school_year = 2020, .approved = DATE_NONE };
    Err err = { 0 };
    assert_true(term_calendar_read(STR(calendar_file), arena, &context.n_calendar, &context.calendar, &err));
    Term term;
    term_parse(str_of(words), &context, arena, &term);
    if (term.kind != kind) fail_msg("«%s»: %s", words, term_kind_word(term.kind));
    check_text(words, term_windows_text(arena, term.n_windows, term.windows), windows);
    check_text(words, term.n_warnings > 0 ? term.warnings[0] : STR_EMPTY, missing);
    arena_free(arena);
}

static void check_calendar(const char *words, TermKind kind, const char *windows) { check_partly(words, kind, windows, ""); }

static void a_calendar_gives_windows(void **state)
{
    (void)state;
    check_calendar("в соответствии с графиком ВПР", TERM_SCHEDULE, "2021-03-15..2021-05-21");
    check_calendar("в день проведения ВПР по математике", TERM_SCHEDULE, "2021-04-06..2021-04-06");
    check_calendar("в день проведения ВПР по русскому языку", TERM_SCHEDULE, "2021-03-15..2021-05-21");
    check_calendar("на осенних каникулах", TERM_SCHEDULE, "2020-10-26..2020-11-04");
    check_calendar("весенние каникулы", TERM_SCHEDULE, "");
    check_calendar("каникулы", TERM_SCHEDULE, "2020-10-26..2020-11-04");
    check_calendar("I четверть", TERM_SCHEDULE, "2020-09-01..2020-10-25");
    check_calendar("конец четверти", TERM_SCHEDULE, "2020-10-25..2020-10-25 2020-12-29..2020-12-29");
    check_calendar("в конце 2 четверти", TERM_SCHEDULE, "2020-12-29..2020-12-29");
    check_calendar("по графику ГИА", TERM_SCHEDULE, "");
    check_calendar("в течение года по плану ЛОИРО", TERM_SCHEDULE, "2020-09-01..2021-08-31");
    check_calendar("март-апрель (по графику ВПР)", TERM_SCHEDULE, "2021-03-15..2021-05-21");
    check_calendar("в течение 10 дней после совещания", TERM_RELATIVE, "2020-11-11..2020-11-20");
    check_calendar("не позднее чем за 2 недели до начала ВПР", TERM_RELATIVE, "..2021-03-01");
    check_calendar("до окончания ВПР", TERM_RELATIVE, "..2021-05-21");
    check_calendar("после получения результатов ВПР", TERM_RELATIVE, "");
    check_calendar("последний день 1 четверти", TERM_SCHEDULE, "2020-10-25..2020-10-25");
    check_calendar("в первый день ВПР", TERM_SCHEDULE, "2021-03-15..2021-03-15");
    check_calendar("первый день осенних каникул", TERM_SCHEDULE, "2020-10-26..2020-10-26");
    check_calendar("на второй день после совещания", TERM_RELATIVE, "2020-11-12..2020-11-12");
    check_calendar("в первый рабочий день после ВПР", TERM_RELATIVE, "2021-05-24..2021-05-24");
    check_calendar("после совещания, в течение 5 дней", TERM_RELATIVE, "2020-11-11..2020-11-15");
    check_calendar("октябрь", TERM_WINDOWS, "2020-10-01..2020-10-31");
    check_calendar("первая неделя 2 четверти", TERM_SCHEDULE, "2020-11-05..2020-11-11");
    check_calendar("последняя неделя четверти", TERM_SCHEDULE, "2020-10-19..2020-10-25 2020-12-23..2020-12-29");
    check_calendar("в предпоследнюю неделю 1 четверти", TERM_SCHEDULE, "2020-10-12..2020-10-18");
    check_calendar("последние 3 дня осенних каникул", TERM_SCHEDULE, "2020-11-02..2020-11-04");
    check_calendar("последние 2 рабочих дня 1 четверти", TERM_SCHEDULE, "2020-10-22..2020-10-23");
    check_calendar("первый рабочий день 1 четверти", TERM_SCHEDULE, "2020-09-01..2020-09-01");
    check_calendar("вторая половина 1 четверти", TERM_SCHEDULE, "2020-09-29..2020-10-25");
    check_calendar("последние 3 учебных дня осенних каникул", TERM_SCHEDULE, "2020-11-02..2020-11-04");
    check_calendar("в начале и конце 1 четверти", TERM_SCHEDULE, "2020-09-01..2020-09-01 2020-10-25..2020-10-25");
    check_calendar("1–2 неделя 1 четверти", TERM_SCHEDULE, "2020-09-01..2020-09-14");
    check_calendar("в первые дни осенних каникул", TERM_SCHEDULE, "2020-10-26..2020-10-29");
    check_calendar("с 1 по 2 четверть", TERM_SCHEDULE, "2020-09-01..2020-10-25 2020-11-05..2020-12-29");
    check_calendar("третья неделя осенних каникул", TERM_SCHEDULE, ""); /* they have two */
    check_calendar("сентябрь–ноябрь, кроме осенних каникул", TERM_WINDOWS, "2020-09-01..2020-10-25 2020-11-05..2020-11-30");
    check_calendar("в 1-2 четвертях", TERM_SCHEDULE, "2020-09-01..2020-10-25 2020-11-05..2020-12-29");
    check_calendar("первая неделя после осенних каникул", TERM_RELATIVE, "2020-11-05..2020-11-11");
    check_calendar("в последнюю неделю перед осенними каникулами", TERM_RELATIVE, "2020-10-19..2020-10-25");
    check_calendar("до последней недели 1 четверти", TERM_RELATIVE, "..2020-10-18");
    check_calendar("ежедневно в первую неделю 2 четверти", TERM_RECURRING, "2020-11-05..2020-11-11");
}

static void an_anchor_tells_what_to_enter(void **state)
{
    (void)state;
    static const char *const names[][2] = { { "первая неделя 2 четверти", "2 четверть" }, { "последние 3 дня осенних каникул", "осенние каникулы" }, { "конец 1 триместра", "1 триместр" }, { "1–2 неделя четверти", "четверть" },
        { "конец каникул", "каникулы" }, { "график ВПР", "график ВПР" }, { "первый день ВПР", "первый день ВПР" }, { "начало; конец каникул", "начало; конец каникул" }, { "", "" } };
    Arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) check_text(names[i][0], term_calendar_name(str_of(names[i][0]), arena), names[i][1]);
    arena_free(arena);
}

static void what_a_calendar_lacks_is_told(void **state)
{
    (void)state;
    check_partly("в период ВПР и НИКО", TERM_SCHEDULE, "2021-03-15..2021-05-21", "Внесены не все даты, ещё ждём: «НИКО».");
    check_partly("I–IV четверти", TERM_SCHEDULE, "2020-09-01..2020-10-25 2020-11-05..2020-12-29", "Внесены не все даты, ещё ждём: «3 четверть», «4 четверть».");
    check_partly("осенние и весенние каникулы", TERM_SCHEDULE, "2020-10-26..2020-11-04", "Внесены не все даты, ещё ждём: «весенние каникулы».");
    check_partly("ежедневно в период ВПР и ГИА", TERM_RECURRING, "2021-03-15..2021-05-21", "Внесены не все даты, ещё ждём: «ГИА».");
    check_calendar("в период ВПР по русскому языку и физике", TERM_SCHEDULE, "2021-03-15..2021-05-21"); /* two subjects of one work */
    check_calendar("в период НИКО и ГИА", TERM_SCHEDULE, ""); /* nothing is known: that is said elsewhere */
}

static void repetition_within_an_event_waits_for_it(void **state)
{
    (void)state;
    check_calendar("ежедневно в период ВПР", TERM_RECURRING, "2021-03-15..2021-05-21");
    check_calendar("еженедельно в течение 1 четверти", TERM_RECURRING, "2020-09-01..2020-10-25");
    check_calendar("каждую среду в осенние каникулы", TERM_RECURRING, "2020-10-26..2020-11-04");
    check_calendar("ежедневно в период ГИА", TERM_SCHEDULE, "");
    check_calendar("ежемесячно, по плану ВПР", TERM_RECURRING, "");
}

static void wrong_calendars_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "ВПР", "ВПР\t2021-03-15\t2021-02-31", "ВПР\t2021-03-15\t2021-03-14", "\t2021-03-15\t2021-03-16", "название\tначало\tконец\nВПР\t2021-03-15\t2021-03-16", "ВПР 2021-03-15 2021-03-16", "\xFF\t2021-03-15\t2021-03-16" };
    Arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t n = 77;
        const TermCalendarEntry *entries = NULL;
        Err err = { 0 };
        if (term_calendar_read(str_of(bad[i]), arena, &n, &entries, &err)) fail_msg("«%s» is taken", bad[i]);
        assert_true(err.code == ERR_INPUT && err.what[0] != '\0' && n == 77);
    }
    char *long_file = arena_alloc(arena, LIMIT_TERM_CALENDAR + 2);
    memset(long_file, '\n', LIMIT_TERM_CALENDAR + 1);
    uint32_t n;
    const TermCalendarEntry *entries;
    Err err = { 0 };
    assert_false(term_calendar_read((Str){ long_file, LIMIT_TERM_CALENDAR + 1 }, arena, &n, &entries, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    arena_free(arena);
}

/* ---- occurrences ---- */
static Str occurrences(const char *recurrence, const char *own, const char *span, Arena *arena)
{
    Term term = { .kind = TERM_RECURRING, .recurrence = str_of(recurrence) };
    assert_true(term_windows_parse(str_of(own), arena, &term.n_windows, &term.windows));
    uint32_t n;
    const Window *windows;
    term_occurrences(&term, window(span, arena), arena, &n, &windows);
    return term_windows_text(arena, n, windows);
}

static void rules_have_occurrences(void **state)
{
    (void)state;
    static const struct { const char *rule, *own, *span, *wanted; } cases[] = {
        { "FREQ=DAILY", "", "2020-09-07..2020-09-08", "2020-09-07..2020-09-07 2020-09-08..2020-09-08" },
        { "FREQ=DAILY;INTERVAL=18", "2020-09-01..2021-05-31", "2020-09-01..2020-10-10", "2020-09-01..2020-09-01 2020-09-19..2020-09-19 2020-10-07..2020-10-07" },
        { "FREQ=WEEKLY", "", "2020-09-07..2020-09-20", "2020-09-07..2020-09-13 2020-09-14..2020-09-20" },
        { "FREQ=WEEKLY", "", "2020-09-09..2020-09-10", "2020-09-07..2020-09-13" },
        { "FREQ=WEEKLY;BYDAY=FR", "", "2020-09-01..2020-09-20", "2020-09-04..2020-09-04 2020-09-11..2020-09-11 2020-09-18..2020-09-18" },
        { "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "2020-09-07..2020-12-31", "2020-09-01..2020-09-30", "2020-09-07..2020-09-07 2020-09-09..2020-09-09 2020-09-21..2020-09-21 2020-09-23..2020-09-23" },
        { "FREQ=MONTHLY", "", "2020-11-15..2021-01-10", "2020-11-01..2020-11-30 2020-12-01..2020-12-31 2021-01-01..2021-01-31" },
        { "FREQ=MONTHLY;BYMONTHDAY=5", "", "2020-11-06..2021-01-10", "2020-12-05..2020-12-05 2021-01-05..2021-01-05" },
        { "FREQ=MONTHLY;BYMONTHDAY=-1", "", "2021-01-31..2021-03-30", "2021-01-31..2021-01-31 2021-02-28..2021-02-28" },
        { "FREQ=MONTHLY;BYMONTHDAY=15,-1", "", "2020-10-01..2020-11-15", "2020-10-15..2020-10-15 2020-10-31..2020-10-31 2020-11-15..2020-11-15" },
        { "FREQ=MONTHLY;BYMONTHDAY=31", "", "2020-09-01..2020-12-01", "2020-10-31..2020-10-31" },
        { "FREQ=MONTHLY;INTERVAL=3", "", "2020-09-01..2021-03-31", "2020-07-01..2020-09-30 2020-10-01..2020-12-31 2021-01-01..2021-03-31" },
        { "FREQ=MONTHLY;INTERVAL=6", "", "2021-02-01..2021-08-01", "2021-01-01..2021-06-30 2021-07-01..2021-12-31" },
        { "FREQ=MONTHLY", "2020-10-01..2020-11-30", "2020-09-01..2021-03-31", "2020-10-01..2020-10-31 2020-11-01..2020-11-30" },
        { "FREQ=MONTHLY;BYDAY=-1TH", "", "2020-10-01..2020-11-30", "2020-10-29..2020-10-29 2020-11-26..2020-11-26" },
        { "FREQ=MONTHLY;BYDAY=1TU,3TU", "", "2020-09-01..2020-09-30", "2020-09-01..2020-09-01 2020-09-15..2020-09-15" },
        { "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "", "2025-11-01..2026-02-28", "2025-11-28..2025-11-28 2025-12-30..2025-12-30 2026-01-30..2026-01-30 2026-02-27..2026-02-27" },
        { "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "", "2025-12-01..2026-02-28", "2025-12-01..2025-12-01 2026-01-12..2026-01-12 2026-02-02..2026-02-02" },
        { "FREQ=MONTHLY;BYMONTH=3,6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "", "2026-01-01..2026-12-31", "2026-03-30..2026-03-30 2026-06-29..2026-06-29" },
        { "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=31", "2026-01-01..2026-12-31", "2026-01-01..2026-12-31", "" },
        { "FREQ=MONTHLY;BYDAY=-2FR", "", "2020-10-01..2020-11-30", "2020-10-23..2020-10-23 2020-11-20..2020-11-20" },
        { "FREQ=MONTHLY;BYMONTHDAY=-2", "", "2021-02-01..2021-03-31", "2021-02-27..2021-02-27 2021-03-30..2021-03-30" },
        { "FREQ=MONTHLY;INTERVAL=6", "2020-09-01..2021-05-31", "2020-09-01..2021-08-31", "2020-09-01..2020-12-31 2021-01-01..2021-05-31" },
        { "FREQ=MONTHLY;BYDAY=1MO", "", "2020-09-01..2020-10-31", "2020-09-07..2020-09-07 2020-10-05..2020-10-05" },
        { "FREQ=YEARLY;BYMONTH=8", "", "2020-09-01..2022-12-31", "2021-08-01..2021-08-31 2022-08-01..2022-08-31" },
        { "FREQ=YEARLY;BYMONTH=4,10", "", "2020-09-01..2021-08-31", "2020-10-01..2020-10-31 2021-04-01..2021-04-30" },
        { "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1", "", "2020-09-01..2021-12-31", "2020-10-01..2020-10-01 2021-10-01..2021-10-01" },
        { "FREQ=YEARLY", "", "2020-09-01..2021-08-31", "2020-01-01..2020-12-31 2021-01-01..2021-12-31" },
        { "FREQ=YEARLY;INTERVAL=2;BYMONTH=5", "2020-01-01..", "2020-01-01..2024-12-31", "2020-05-01..2020-05-31 2022-05-01..2022-05-31 2024-05-01..2024-05-31" },
        { "FREQ=WEEKLY;COUNT=3;BYDAY=MO", "2020-09-07..", "2020-09-10..2020-12-31", "2020-09-14..2020-09-14 2020-09-21..2020-09-21" },
        { "FREQ=WEEKLY;UNTIL=20200921T000000Z;BYDAY=MO", "2020-09-07..", "2020-09-01..2020-12-31", "2020-09-07..2020-09-07 2020-09-14..2020-09-14 2020-09-21..2020-09-21" },
        { "FREQ=HOURLY", "2020-09-07..2020-09-08", "2020-09-01..2020-12-31", "2020-09-07..2020-09-08" }, /* not ours: the windows stand */
        { "FREQ=WEEKLY;BYMONTH=9,11;BYDAY=MO", "", "2025-09-20..2025-11-10", "2025-09-22..2025-09-22 2025-09-29..2025-09-29 2025-11-03..2025-11-03 2025-11-10..2025-11-10" },
        { "FREQ=WEEKLY;BYMONTH=9", "", "2025-09-20..2025-11-10", "2025-09-15..2025-09-21 2025-09-22..2025-09-28" }, /* a week is of the month that has its Thursday */
        { "FREQ=DAILY;BYMONTH=9", "", "2025-09-29..2025-11-10", "2025-09-29..2025-09-29 2025-09-30..2025-09-30" },
        { "FREQ=MONTHLY;BYMONTH=9,11;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "", "2025-09-01..2025-12-31", "2025-09-30..2025-09-30 2025-11-28..2025-11-28" },
        { "FREQ=MONTHLY;INTERVAL=3", "2025-10-01..2025-10-31 2025-11-01..", "2025-09-01..2026-08-31", "2025-10-01..2025-10-31 2026-01-01..2026-03-31 2026-04-01..2026-06-30 2026-07-01..2026-09-30" }, /* «октябрь, далее ежеквартально» */
        { "FREQ=MONTHLY", "..2025-09-15 2025-09-16..", "2025-09-01..2025-11-30", "..2025-09-15 2025-10-01..2025-10-31 2025-11-01..2025-11-30" },
        { "FREQ=MONTHLY;BYMONTHDAY=5", "..2025-10-20 2025-10-21..", "2025-09-01..2025-12-31", "..2025-10-20 2025-11-05..2025-11-05 2025-12-05..2025-12-05" },
        { "FREQ=WEEKLY;INTERVAL=2", "2025-10-15..2025-10-15 2025-10-16..", "2025-10-01..2025-11-16", "2025-10-15..2025-10-15 2025-10-27..2025-11-02 2025-11-10..2025-11-16" },
        { "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", "..2021-09-01 2021-09-02..", "2021-01-01..2023-12-31", "..2021-09-01 2022-09-01..2022-09-01 2023-09-01..2023-09-01" },
        { "FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=-1", "2020-09-07..2020-09-08", "2020-09-01..2020-12-31", "2020-09-07..2020-09-08" },
        { "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2020-09-07..2020-09-08", "2020-09-01..2020-12-31", "2020-09-07..2020-09-08" },
    };
    Arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_text(cases[i].rule, occurrences(cases[i].rule, cases[i].own, cases[i].span, arena), cases[i].wanted);
    arena_free(arena);
}

/* Whatever the span asked for, its occurrences are those of a longer one that touch it: reminders look day by day. */
static void occurrences_do_not_depend_on_who_asks(void **state)
{
    (void)state;
    static const char *const rules[] = { "FREQ=DAILY;INTERVAL=18", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,FR", "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=10", "FREQ=YEARLY;BYMONTH=3,5,10,12", "FREQ=MONTHLY;BYDAY=-1TH", "FREQ=MONTHLY;INTERVAL=4" };
    static const char *const owns[] = { "", "2020-09-01..2021-05-31", "2020-10-05..", "2020-10-05..2020-10-10 2020-10-11.." };
    Arena *arena = arena_new(0);
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
        for (size_t o = 0; o < sizeof owns / sizeof *owns; o++) {
            Term term = { .kind = TERM_RECURRING, .recurrence = str_of(rules[r]) };
            assert_true(term_windows_parse(str_of(owns[o]), arena, &term.n_windows, &term.windows));
            uint32_t n_all, n;
            const Window *all, *some;
            int32_t first = date_of(2020, 9, 1);
            term_occurrences(&term, (Window){ first, first + 300 }, arena, &n_all, &all);
            assert_true(n_all > 0);
            for (int32_t day = first + 20; day < first + 280; day += 7) {
                Window span = { day, day + 13 };
                term_occurrences(&term, span, arena, &n, &some);
                uint32_t n_touch = 0;
                for (uint32_t i = 0; i < n_all; i++) {
                    if (all[i].to < span.from || all[i].from > span.to) continue;
                    if (n_touch >= n || memcmp(&all[i], &some[n_touch], sizeof *all) != 0) fail_msg("%s of «%s», %d", rules[r], owns[o], day - first);
                    n_touch++;
                }
                assert_int_equal(n_touch, n);
            }
        }
    arena_free(arena);
}

/* ---- distances ---- */
static void distances_are_counted(void **state)
{
    (void)state;
    static const struct { const char *offset, *event, *wanted; } cases[] = {
        { "в течение 10 дней", "2020-11-10..2020-11-10", "2020-11-11..2020-11-20" },
        { "не позднее 3 рабочих дней", "2020-10-30..2020-10-30", "2020-10-31..2020-11-05" }, /* Friday; 4 November is a holiday */
        { "не позднее 3 рабочих дней", "2024-04-26..2024-04-26", "2024-04-27..2024-05-03" }, /* 27 April worked; 29, 30 April and 1 May not */
        { "не позднее 2 месяцев", "2020-12-31..2020-12-31", "2021-01-01..2021-02-28" },
        { "в течение месяца", "2021-03-15..2021-05-21", "2021-05-22..2021-06-21" },
        { "в течение трех дней", "2020-11-10..2020-11-10", "2020-11-11..2020-11-13" },
        { "через 2 недели", "2020-11-10..2020-11-10", "2020-11-24..2020-11-24" },
        { "за 10 дней", "2021-05-24..2021-06-30", "..2021-05-14" },
        { "не позднее чем за 3 месяца", "2021-09-01..2021-09-01", "..2021-06-01" },
        { "не позднее чем за 2 недели", "2021-03-15..2021-05-21", "..2021-03-01" },
        { "за неделю", "2021-03-15..2021-05-21", "..2021-03-08" },
        { "не ранее чем за 10 дней", "2021-05-24..2021-05-24", "2021-05-14..2021-05-23" },
        { "10 дней до", "2021-05-24..2021-05-24", "..2021-05-14" },
        { "трёхдневный срок", "2020-11-10..2020-11-10", "2020-11-11..2020-11-13" },
        { "в двухнедельный срок", "2020-11-10..2020-11-10", "2020-11-11..2020-11-24" },
        { "в двухмесячный срок", "2020-11-10..2020-11-10", "2020-11-11..2021-01-10" },
        { "месячный срок", "2020-11-10..2020-11-10", "2020-11-11..2020-12-10" },
        { "в двадцатипятидневный срок", "2020-11-10..2020-11-10", "2020-11-11..2020-12-05" },
        { "в шестидесятидневный срок", "2020-11-10..2020-11-10", "2020-11-11..2021-01-09" },
        { "в полуторамесячный срок", "2020-11-10..2020-11-10", "2020-11-11..2020-12-25" },
        { "в полугодовой срок", "2020-11-10..2020-11-10", "2020-11-11..2021-05-10" },
        { "в 24-часовой срок", "2020-11-10..2020-11-10", "2020-11-11..2020-11-11" },
        { "первая неделя после", "2020-10-26..2020-11-04", "2020-11-05..2020-11-11" },
        { "на второй неделе после", "2020-10-26..2020-11-04", "2020-11-12..2020-11-18" },
        { "последняя неделя перед", "2020-10-26..2020-11-04", "2020-10-19..2020-10-25" },
        { "в последние 3 дня до", "2020-10-26..2020-11-04", "2020-10-23..2020-10-25" },
        { "в последние 2 рабочих дня перед", "2020-10-26..2020-11-04", "2020-10-22..2020-10-25" },
        { "первые две недели после", "2020-10-26..2020-11-04", "2020-11-05..2020-11-18" },
        { "в десяти дневный срок", "2020-11-10..2020-11-10", "2020-11-11..2020-11-20" },
        { "за 2 рабочих дня", "2020-11-09..2020-11-09", "..2020-11-05" },
        { "до трех рабочих дней", "2020-11-10..2020-11-10", "2020-11-11..2020-11-13" },
        { "в 3-дневный срок", "2020-11-10..2020-11-10", "2020-11-11..2020-11-13" },
        { "в десятидневный срок", "2020-11-10..2020-11-10", "2020-11-11..2020-11-20" },
        { "в недельный срок", "2020-11-10..2020-11-10", "2020-11-11..2020-11-17" },
        { "в течение 2–3 дней", "2020-11-10..2020-11-10", "2020-11-11..2020-11-13" },
        { "в течение 24 часов", "2020-11-10..2020-11-10", "2020-11-11..2020-11-11" },
        { "через 1,5 месяца", "2020-11-10..2020-11-10", "2020-12-25..2020-12-25" },
        { "на следующий день", "2020-11-10..2020-11-10", "2020-11-11..2020-11-11" },
        { "накануне", "2020-11-10..2020-11-12", "2020-11-09..2020-11-09" },
        { "до", "2020-11-10..2020-11-12", "..2020-11-09" },
        { "к", "2020-11-10..2020-11-12", "..2020-11-10" },
        { "после", "2020-11-10..2020-11-12", "2020-11-13.." },
        { "сразу после", "2020-11-10..2020-11-12", "2020-11-13.." },
        { "по итогам", "2020-11-10..2020-11-12", "2020-11-13.." },
        { "в ходе", "2020-11-10..2020-11-12", "2020-11-10..2020-11-12" },
        { "со дня", "2020-11-10..2020-11-12", "2020-11-10.." },
    };
    Arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Window out;
        if (!term_offset_apply(str_of(cases[i].offset), window(cases[i].event, arena), &out)) fail_msg("«%s»", cases[i].offset);
        check_text(cases[i].offset, term_windows_text(arena, 1, &out), cases[i].wanted);
    }
    static const char *const nothing[] = { "", "когда-нибудь", "3", "дорогой" };
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        Window out = { 1, 2 };
        assert_false(term_offset_apply(str_of(nothing[i]), window("2020-11-10..2020-11-12", arena), &out));
        assert_true(out.from == 1 && out.to == 2);
    }
    arena_free(arena);
}

/* ---- days that everybody knows ---- */

static void known_days_need_no_calendar(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    TermCalendarEntry own[] = { { STR("День учителя"), date_of(2026, 10, 2), date_of(2026, 10, 2) }, { STR("Последний звонок"), date_of(2027, 5, 22), date_of(2027, 5, 22) } };
    TermContext plain = { .school_year = 2026, .approved = DATE_NONE }, entered = { .school_year = 2026, .approved = DATE_NONE, .n_calendar = 2, .calendar = own }, calendar = { .school_year = 2025, .calendar_year = true, .approved = DATE_NONE };
    const struct { const char *words; const TermContext *context; const char *windows; } cases[] = {
        { "ко Дню учителя", &plain, "..2026-10-05" }, { "ко Дню учителя", &entered, "..2026-10-02" }, /* people know theirs better */
        { "ко Всемирному дню учителя 2024 года", &plain, "..2024-10-05" }, { "к празднованию Дня Победы", &plain, "..2027-05-09" }, { "ко Дню Конституции Российской Федерации", &plain, "..2026-12-12" },
        { "в преддверии Дня народного единства", &plain, "..2026-11-03" }, { "ко Дню матери", &plain, "..2026-11-29" }, { "ко Дню отца", &plain, "..2026-10-18" }, { "ко Дню учителя", &calendar, "..2026-10-05" },
        { "ко Дню Победы", &calendar, "..2026-05-09" }, { "за 2 недели до Последнего звонка", &plain, "" }, { "за 2 недели до Последнего звонка", &entered, "..2027-05-08" }, { "последний звонок", &plain, "" },
        { "в день проведения", &plain, "" }, { "ко Дню открытых дверей", &plain, "" }, { "последний день четверти", &plain, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Term term;
        term_parse(str_of(cases[i].words), cases[i].context, arena, &term);
        check_text(cases[i].words, term_windows_text(arena, term.n_windows, term.windows), cases[i].windows);
        if (term.anchor.n == 0) fail_msg("«%s» waits for nothing", cases[i].words);
    }
    arena_free(arena);
}

static void rules_are_said(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    static const char *const cases[][2] = { { "FREQ=WEEKLY;BYDAY=TH", "каждый четверг" }, { "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "по рабочим дням" }, { "FREQ=WEEKLY;BYDAY=MO,WE,SA", "по понедельникам, средам и субботам" }, { "FREQ=WEEKLY", "каждую неделю" },
        { "FREQ=WEEKLY;INTERVAL=2", "раз в 2\u00A0недели" }, { "FREQ=DAILY", "каждый день" }, { "FREQ=DAILY;INTERVAL=10", "раз в 10\u00A0дней" }, { "FREQ=MONTHLY;BYMONTHDAY=15,-1", "два раза в месяц" }, { "FREQ=MONTHLY;INTERVAL=3", "каждый квартал" },
        { "FREQ=YEARLY;INTERVAL=3", "раз в 3\u00A0года" }, { "", "" }, { "FREQ=HOURLY", "" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_text(cases[i][0], term_rule_words(arena, str_of(cases[i][0])), cases[i][1]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(windows_are_written_and_read), cmocka_unit_test(windows_have_ends), cmocka_unit_test(kinds_have_words), cmocka_unit_test(names_match_loosely_and_not_wrongly),
        cmocka_unit_test(a_calendar_gives_windows), cmocka_unit_test(an_anchor_tells_what_to_enter), cmocka_unit_test(what_a_calendar_lacks_is_told), cmocka_unit_test(repetition_within_an_event_waits_for_it), cmocka_unit_test(wrong_calendars_are_refused), cmocka_unit_test(rules_have_occurrences), cmocka_unit_test(occurrences_do_not_depend_on_who_asks), cmocka_unit_test(distances_are_counted), cmocka_unit_test(known_days_need_no_calendar), cmocka_unit_test(rules_are_said) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
