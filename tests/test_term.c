/* plan/term: tables of words with what they mean (tests/term), the same words in other writing, calendars, occurrences, distances, any bytes; domain/term: windows as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "plan/term.h"

enum { TEXT, YEAR, APPROVED, KIND, WINDOWS, ANCHOR, OFFSET, RECURRENCE, REPAIRS, WARNINGS, N_FIELDS };
typedef struct Case { Str field[N_FIELDS]; } Case;
typedef void (*CaseCheck)(const Case *one, Arena *arena, uint32_t *n_bad);

static Str cut(Str *rest, char mark)
{
    const char *at = rest->n > 0 ? memchr(rest->at, mark, rest->n) : NULL;
    size_t n = at != NULL ? (size_t)(at - rest->at) : rest->n;
    Str part = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, at != NULL ? n + 1 : n, rest->n);
    return part;
}

/* ⏎ is a line break. */
static Str broken_lines(Str text, Arena *arena)
{
    static const char mark[] = "⏎";
    Str out = arena_str(arena, text);
    for (size_t at; (at = str_find(out, STR("⏎"))) != SIZE_MAX;) out = arena_printf(arena, "%.*s\n%.*s", (int)at, out.at, (int)(out.n - at - sizeof mark + 1), out.at + at + sizeof mark - 1);
    return out;
}

/* Every line of the tables; each in an arena of its own. */
static void each_case(CaseCheck check, uint32_t at_least)
{
    static const char *const files[] = { "forms", "relatives", "fresh", "officials", "newcomers", "edges" };
    const char *root = getenv("MERILO_SOURCE");
    uint32_t n = 0, n_bad = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Arena *arena = arena_new(0);
        Str rest = STR_EMPTY;
        Err err = { 0 };
        const char *path = arena_printf(arena, "%s/tests/term/%s.tsv", root != NULL ? root : ".", files[i]).at;
        if (!file_read(path, 1 << 20, arena, &rest, &err)) fail_msg("%s: %s", path, err.what);
        while (rest.n > 0) {
            Str line = cut(&rest, '\n');
            if (line.n == 0 || line.at[0] == '#') continue;
            Case one;
            for (int f = 0; f < N_FIELDS; f++) one.field[f] = cut(&line, '\t');
            Arena *own = arena_new(0);
            one.field[TEXT] = broken_lines(one.field[TEXT], own);
            check(&one, own, &n_bad);
            arena_free(own);
            n++;
        }
        arena_free(arena);
    }
    assert_int_equal(n_bad, 0);
    assert_true(n >= at_least);
}

static Term parse_case(const Case *one, Str text, Arena *arena)
{
    long long year = 0;
    TermContext context = { .approved = DATE_NONE };
    if (one->field[YEAR].n > 0) assert_true(str_to_int(one->field[YEAR], &year));
    if (one->field[APPROVED].n > 0) assert_true(date_parse(one->field[APPROVED], &context.approved));
    context.school_year = (int)year;
    Term term;
    term_parse(text, &context, arena, &term);
    return term;
}

static void check_field(const Case *one, int field, const char *name, Str got, uint32_t *n_bad)
{
    if (str_eq(one->field[field], got)) return;
    print_error("«%.*s»: %s «%.*s», not «%.*s»\n", STR_ARG(one->field[TEXT]), name, STR_ARG(got), STR_ARG(one->field[field]));
    ++*n_bad;
}

/* What must hold for any term. */
static void check_sound(const Term *term, Str text)
{
    assert_true(str_eq(term->text, text));
    assert_true((unsigned)term->kind < N_TERM_KINDS);
    for (uint32_t i = 0; i < term->n_windows; i++) {
        Window window = term->windows[i];
        assert_true(window.from != DATE_NONE || window.to != DATE_NONE);
        assert_true(window.from == DATE_NONE || window.to == DATE_NONE || window.from <= window.to);
        assert_true(i == 0 || term->windows[i - 1].from <= window.from);
    }
    bool waits = term->kind == TERM_SCHEDULE || term->kind == TERM_RELATIVE;
    assert_true(term->recurrence.n > 0 ? term->kind == TERM_RECURRING || (waits && term->anchor.n > 0) : term->kind != TERM_RECURRING);
    assert_true(term->anchor.n == 0 || waits || term->recurrence.n > 0);
    assert_true(term->offset.n == 0 || term->kind == TERM_RELATIVE || term->recurrence.n > 0);
    assert_true(term->kind != TERM_SCHEDULE || term->anchor.n > 0);
    assert_true(term->kind != TERM_NONE || term->n_windows == 0);
}

static void check_meaning(const Case *one, Arena *arena, uint32_t *n_bad)
{
    Term term = parse_case(one, one->field[TEXT], arena);
    check_sound(&term, one->field[TEXT]);
    check_field(one, KIND, "kind", str_of(term_kind_word(term.kind)), n_bad);
    check_field(one, WINDOWS, "windows", term_windows_text(arena, term.n_windows, term.windows), n_bad);
    check_field(one, ANCHOR, "anchor", term.anchor, n_bad);
    check_field(one, OFFSET, "offset", term.offset, n_bad);
    check_field(one, RECURRENCE, "recurrence", term.recurrence, n_bad);
    check_field(one, REPAIRS, "repairs", arena_printf(arena, "%u", term.n_repairs), n_bad);
    check_field(one, WARNINGS, "warnings", arena_printf(arena, "%u", term.n_warnings), n_bad);
}

static void words_mean_what_the_tables_say(void **state)
{
    (void)state;
    each_case(check_meaning, 1000);
}

/* ---- the same in other writing ---- */
typedef enum Writing { WIDE, NARROW_SPACE, EN_DASH, EM_DASH, UPPER, POINT, SOFT_HYPHEN, N_WRITINGS } Writing;

static Str rewritten(Str text, Writing how, Arena *arena)
{
    char *out = arena_alloc(arena, text.n * 8 + 8);
    size_t n = 0;
    uint32_t before = ' ';
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = utf8_next(text, &i);
        size_t peek = i;
        uint32_t next = i < text.n ? utf8_next(text, &peek) : ' ';
        bool dash = cp == '-' || cp == 0x2013 || cp == 0x2014, letter = cp >= 0x410 && cp <= 0x44F;
        if (cp == ' ' && how == WIDE) n += utf8_put(0xA0, out + n), out[n++] = ' ', out[n++] = '\n';
        else if (cp == ' ' && how == NARROW_SPACE) n += utf8_put(0x202F, out + n);
        else if (dash && how == EN_DASH) n += utf8_put(0x2013, out + n);
        else if (dash && how == EM_DASH) n += utf8_put(0x2014, out + n);
        else n += utf8_put(how == UPPER ? utf8_upper(cp) : cp, out + n);
        if (how == SOFT_HYPHEN && letter && next >= 0x430 && next <= 0x44F && before >= 0x410 && before <= 0x44F) n += utf8_put(0xAD, out + n);
        before = cp;
    }
    if (how == POINT) out[n++] = '.', out[n++] = ' ';
    return (Str){ out, n };
}

static void check_rewritten(const Case *one, Arena *arena, uint32_t *n_bad)
{
    Term plain = parse_case(one, one->field[TEXT], arena);
    for (Writing how = 0; how < N_WRITINGS; how++) {
        Str text = rewritten(one->field[TEXT], how, arena);
        Term other = parse_case(one, text, arena);
        check_sound(&other, text);
        Str a = term_windows_text(arena, plain.n_windows, plain.windows), b = term_windows_text(arena, other.n_windows, other.windows);
        bool same = plain.kind == other.kind && str_eq(a, b) && str_eq(plain.recurrence, other.recurrence) && plain.n_warnings == other.n_warnings;
        if (same) continue;
        print_error("«%.*s» as «%.*s»: %s %.*s %.*s\n", STR_ARG(one->field[TEXT]), STR_ARG(text), term_kind_word(other.kind), STR_ARG(b), STR_ARG(other.recurrence));
        ++*n_bad;
    }
}

static void writing_does_not_change_the_meaning(void **state)
{
    (void)state;
    each_case(check_rewritten, 1000);
}

/* A label, brackets around, a quote: the answer stays. */
static void check_framed(const Case *one, Arena *arena, uint32_t *n_bad)
{
    if (str_starts(one->field[TEXT], STR("Срок")) || str_starts(one->field[TEXT], STR("срок")) || str_starts(one->field[TEXT], STR("в срок"))) return;
    Term plain = parse_case(one, one->field[TEXT], arena), labelled = parse_case(one, arena_printf(arena, "Срок исполнения: %.*s", STR_ARG(one->field[TEXT])), arena);
    Str a = term_windows_text(arena, plain.n_windows, plain.windows), b = term_windows_text(arena, labelled.n_windows, labelled.windows);
    if (plain.kind == labelled.kind && str_eq(a, b) && str_eq(plain.anchor, labelled.anchor) && str_eq(plain.recurrence, labelled.recurrence)) return;
    print_error("«Срок исполнения: %.*s»: %s %.*s «%.*s»\n", STR_ARG(one->field[TEXT]), term_kind_word(labelled.kind), STR_ARG(b), STR_ARG(labelled.anchor));
    ++*n_bad;
}

static void a_label_before_it_changes_nothing(void **state)
{
    (void)state;
    each_case(check_framed, 1000);
}

/* ---- any bytes ---- */
static uint64_t dice(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static void check_mangled(const Case *one, Arena *arena, uint32_t *n_bad)
{
    (void)n_bad;
    static uint64_t state = 20261122;
    for (int round = 0; round < 20; round++) {
        Str text = arena_str(arena, one->field[TEXT]);
        char *at = arena_alloc(arena, text.n * 2 + 1);
        size_t n = 0;
        for (size_t i = 0; i < text.n; i++) {
            uint64_t die = dice(&state) % 40;
            if (die == 0) continue;
            at[n++] = die == 1 ? (char)dice(&state) : text.at[i];
            if (die == 2) at[n++] = text.at[dice(&state) % text.n];
        }
        Term term = parse_case(one, (Str){ at, n }, arena);
        check_sound(&term, (Str){ at, n });
    }
}

static void any_bytes_are_taken(void **state)
{
    (void)state;
    each_case(check_mangled, 1000);
    Arena *arena = arena_new(0);
    TermContext context = { .school_year = 2020, .approved = DATE_NONE };
    char *long_text = arena_alloc(arena, LIMIT_TERM_BYTES * 2);
    memset(long_text, '5', LIMIT_TERM_BYTES * 2);
    for (size_t n = LIMIT_TERM_BYTES - 3; n < LIMIT_TERM_BYTES + 3; n++) {
        Term term;
        term_parse((Str){ long_text, n }, &context, arena, &term);
        check_sound(&term, (Str){ long_text, n });
        assert_int_equal(term.kind, TERM_NONE);
    }
    arena_free(arena);
}

/* ---- every month in every form, by a rule of thumb written a second time ---- */
static const char *const nominative[] = { "", "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь" };
static const char *const genitive[] = { "", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря" };
static const char *const dative[] = { "", "январю", "февралю", "марту", "апрелю", "маю", "июню", "июлю", "августу", "сентябрю", "октябрю", "ноябрю", "декабрю" };
static const char *const prepositional[] = { "", "январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре", "декабре" };

static int32_t month_first(int year, int month) { return date_of(year, month, 1); }
static int32_t month_last(int year, int month) { return date_of(year + month / 12, month % 12 + 1, 1) - 1; }

static void expect_window(Arena *arena, Str words, int32_t from, int32_t to)
{
    TermContext context = { .school_year = 2023, .approved = DATE_NONE };
    Term term;
    term_parse(words, &context, arena, &term);
    Window wanted = { from, to };
    Str got = term_windows_text(arena, term.n_windows, term.windows), right = term_windows_text(arena, 1, &wanted);
    if (term.kind != TERM_WINDOWS || !str_eq(got, right) || term.n_warnings + term.n_repairs > 0) fail_msg("«%.*s»: %s %.*s, not %.*s", STR_ARG(words), term_kind_word(term.kind), STR_ARG(got), STR_ARG(right));
}

/* The year in which a range begins: the one whose months from August 2023 to July 2024 it holds more of, when it begins in summer. */
static int begin_of_range(int from, int to)
{
    int n[2] = { 0, 0 }, usual = from >= 8 ? 2023 : 2024;
    if (from < 6 || from > 7) return usual;
    for (int k = 0; k < 2; k++)
        for (int at = (2023 + k) * 12 + from - 1, end = (2023 + k + (to < from)) * 12 + to - 1; at <= end; at++) n[k] += at >= 2023 * 12 + 7 && at < 2024 * 12 + 7;
    return n[0] > n[1] ? 2023 : usual;
}

static void every_month_in_every_form(void **state)
{
    (void)state;
    for (int m = 1; m <= 12; m++) {
        Arena *arena = arena_new(0);
        int year = m >= 8 ? 2023 : 2024;
        int32_t first = month_first(year, m), last = month_last(year, m);
        expect_window(arena, str_of(nominative[m]), first, last);
        expect_window(arena, arena_printf(arena, "в %s", prepositional[m]), first, last);
        expect_window(arena, arena_printf(arena, "в течение %s", genitive[m]), first, last);
        expect_window(arena, arena_printf(arena, "%s 2019 г.", nominative[m]), month_first(2019, m), month_last(2019, m));
        expect_window(arena, arena_printf(arena, "%02d.2019", m), month_first(2019, m), month_last(2019, m));
        expect_window(arena, arena_printf(arena, "до %s", genitive[m]), DATE_NONE, first - 1);
        expect_window(arena, arena_printf(arena, "не позднее %s", genitive[m]), DATE_NONE, last);
        expect_window(arena, arena_printf(arena, "к %s", dative[m]), DATE_NONE, first);
        expect_window(arena, arena_printf(arena, "с %s", genitive[m]), first, DATE_NONE);
        expect_window(arena, arena_printf(arena, "после %s", genitive[m]), last + 1, DATE_NONE);
        expect_window(arena, arena_printf(arena, "до конца %s", genitive[m]), DATE_NONE, last);
        expect_window(arena, arena_printf(arena, "вторая половина %s", genitive[m]), first + 15, last);
        expect_window(arena, arena_printf(arena, "последняя неделя %s", genitive[m]), last - 6, last);
        for (int d = 1; d <= 28; d += 9) {
            expect_window(arena, arena_printf(arena, "%d %s", d, genitive[m]), first + d - 1, first + d - 1);
            expect_window(arena, arena_printf(arena, "%02d.%02d", d, m), first + d - 1, first + d - 1);
            expect_window(arena, arena_printf(arena, "до %d %s", d, genitive[m]), DATE_NONE, first + d - 1);
            expect_window(arena, arena_printf(arena, "после %02d.%02d.2019", d, m), month_first(2019, m) + d, DATE_NONE);
            expect_window(arena, arena_printf(arena, "%s 2019 г. (%02d.%02d.2019)", nominative[m], d, m), month_first(2019, m) + d - 1, month_first(2019, m) + d - 1);
            expect_window(arena, arena_printf(arena, "с %d по 28 %s", d, genitive[m]), first + d - 1, first + 27);
        }
        for (int to = 1; to <= 12; to++) {
            if (to == m) continue;
            int begin = begin_of_range(m, to);
            int32_t end = month_last(to > m ? begin : begin + 1, to);
            expect_window(arena, arena_printf(arena, "%s – %s", nominative[m], nominative[to]), month_first(begin, m), end);
            expect_window(arena, arena_printf(arena, "с %s по %s", genitive[m], nominative[to]), month_first(begin, m), end);
            expect_window(arena, arena_printf(arena, "%s-%s 2019 г.", nominative[m], nominative[to]), month_first(to > m ? 2019 : 2018, m), month_last(2019, to));
            expect_window(arena, arena_printf(arena, "%s 2018 г. - %s 2020 г.", nominative[m], nominative[to]), month_first(2018, m), month_last(2020, to));
        }
        arena_free(arena);
    }
}

/* Without a school year months that need one have no window; what names its year has. */
/* «План … на 2025 год»: months without a year are of that year, the whole year is January–December; a year that is written, and a school year that is written, win. */
static void a_calendar_year_gives_its_months(void **state)
{
    (void)state;
    static const struct { const char *text, *windows; } cases[] = {
        { "сентябрь", "2025-09-01..2025-09-30" }, { "январь-март", "2025-01-01..2025-03-31" }, { "до 10 июля", "..2025-07-10" }, { "III квартал", "2025-07-01..2025-09-30" }, { "в течение года", "2025-01-01..2025-12-31" },
        { "декабрь 2024 г.", "2024-12-01..2024-12-31" }, { "в течение 2024/2025 учебного года", "2024-09-01..2025-08-31" },
    };
    Arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Term term;
        term_parse(str_of(cases[i].text), &(TermContext){ .school_year = 2024, .calendar_year = true, .approved = DATE_NONE }, arena, &term);
        Str got = term_windows_text(arena, term.n_windows, term.windows);
        if (!str_eq(got, str_of(cases[i].windows))) fail_msg("«%s»: %.*s, expected %s", cases[i].text, STR_ARG(got), cases[i].windows);
    }
    arena_free(arena);
}

static void check_yearless(const Case *one, Arena *arena, uint32_t *n_bad)
{
    Case other = *one;
    other.field[YEAR] = STR_EMPTY;
    Term with = parse_case(one, one->field[TEXT], arena), without = parse_case(&other, one->field[TEXT], arena);
    check_sound(&without, one->field[TEXT]);
    if (with.kind == without.kind && without.n_windows <= with.n_windows) return;
    print_error("«%.*s» without a year: %s\n", STR_ARG(one->field[TEXT]), term_kind_word(without.kind));
    ++*n_bad;
}

static void an_unknown_school_year_is_not_guessed(void **state)
{
    (void)state;
    each_case(check_yearless, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(words_mean_what_the_tables_say), cmocka_unit_test(writing_does_not_change_the_meaning), cmocka_unit_test(a_label_before_it_changes_nothing), cmocka_unit_test(every_month_in_every_form),
        cmocka_unit_test(any_bytes_are_taken), cmocka_unit_test(an_unknown_school_year_is_not_guessed), cmocka_unit_test(a_calendar_year_gives_its_months) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
