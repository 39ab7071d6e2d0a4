/* A calendar file read back by the rules of RFC 5545: lines, folding, escapes, days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/utf8.h"
#include "publish/ics.h"

typedef struct Case { Arena *arena; Buf out; Err err; } Case;

static int setup(void **state)
{
    Case *it = calloc(1, sizeof *it);
    it->arena = arena_new(0);
    buf_init(&it->out, 0);
    *state = it;
    return 0;
}

static int teardown(void **state)
{
    Case *it = *state;
    buf_free(&it->out);
    arena_free(it->arena);
    free(it);
    return 0;
}

/* Physical lines are checked, then joined; out has a content line a «\n». */
static Str unfolded(Arena *arena, Str ics)
{
    char *text = arena_alloc(arena, ics.n + 1);
    size_t n = 0;
    for (size_t from = 0; from < ics.n;) {
        size_t to = from;
        while (to < ics.n && ics.at[to] != '\n') to++;
        assert_true(to < ics.n && to > from && ics.at[to - 1] == '\r');
        Str line = str_slice(ics, from, to - 1);
        assert_true(line.n <= 75 && line.n > 0 && utf8_valid(line));
        for (size_t i = 0; i < line.n; i++) assert_true((unsigned char)line.at[i] >= ' ');
        if (line.at[0] == ' ') {
            assert_true(n > 0);
            n--; /* the end of the line before */
            line = str_slice(line, 1, line.n);
        }
        memcpy(text + n, line.at, line.n);
        n += line.n;
        text[n++] = '\n';
        from = to + 1;
    }
    return (Str){ text, n };
}

/* The n-th value of a property, as written. */
static bool value_of(Str text, const char *name, int nth, Str *out)
{
    for (size_t from = 0; from < text.n;) {
        size_t to = from;
        while (text.at[to] != '\n') to++;
        Str line = str_slice(text, from, to);
        from = to + 1;
        if (!str_starts(line, str_of(name)) || line.n == strlen(name) || (line.at[strlen(name)] != ':' && line.at[strlen(name)] != ';') || nth-- > 0) continue;
        *out = str_slice(line, strlen(name) + 1, line.n);
        return true;
    }
    return false;
}

static Str unescaped(Arena *arena, Str value)
{
    char *text = arena_alloc(arena, value.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < value.n; i++) {
        if (value.at[i] != '\\') {
            assert_true(value.at[i] != ';' && value.at[i] != ',');
            text[n++] = value.at[i];
            continue;
        }
        i++;
        assert_true(i < value.n && memchr("\\;,n", value.at[i], 4) != NULL);
        text[n++] = value.at[i] == 'n' ? '\n' : value.at[i];
    }
    return (Str){ text, n };
}

static IcsEvent event_of(const char *title)
{
    return (IcsEvent){ .uid = STR("plan-12-measure-3-20260424@edu000001.merilo"), .title = str_of(title), .words = STR_EMPTY, .url = STR_EMPTY, .from = date_of(2026, 4, 20), .to = date_of(2026, 4, 24), .changed_at = 1776751920 };
}

static Str written(Case *it, uint32_t n, const IcsEvent *events)
{
    buf_clear(&it->out);
    assert_true(ics_write(STR("План района; 2025, «год»"), n, events, &it->out, &it->err));
    return unfolded(it->arena, buf_str(&it->out));
}

static void an_event_of_days(void **state)
{
    Case *it = *state;
    IcsEvent event = event_of("17 Семинар");
    Str text = written(it, 1, &event), value = STR_EMPTY;
    assert_true(value_of(text, "DTSTART", 0, &value) && str_eq(value, STR("VALUE=DATE:20260420")));
    assert_true(value_of(text, "DTEND", 0, &value) && str_eq(value, STR("VALUE=DATE:20260425"))); /* the first day after */
    assert_true(value_of(text, "DTSTAMP", 0, &value) && str_eq(value, STR("20260421T061200Z")));
    assert_true(value_of(text, "UID", 0, &value) && str_eq(value, event.uid));
    assert_true(value_of(text, "X-WR-CALNAME", 0, &value) && str_eq(unescaped(it->arena, value), STR("План района; 2025, «год»")));
    assert_false(value_of(text, "DESCRIPTION", 0, &value)); /* nothing to say */
    assert_true(str_starts(text, STR("BEGIN:VCALENDAR\nVERSION:2.0\n")) && str_ends(text, STR("END:VEVENT\nEND:VCALENDAR\n")));
}

static void an_empty_calendar_is_one(void **state)
{
    Case *it = *state;
    Str text = written(it, 0, NULL);
    assert_true(str_find(text, STR("VEVENT")) == SIZE_MAX && str_ends(text, STR("END:VCALENDAR\n")));
}

/* Any words come back whole, however long, wherever the line breaks fall. */
static void any_words_come_back(void **state)
{
    static const char *const pieces[] = { "Семинар", " ", ";", ",", "\\", "\n", "«ВПР»", "a", "—", "𝔄", "й", "BEGIN:VEVENT", "\\n", ":" };
    Case *it = *state;
    uint32_t seed = 7;
    for (int round = 0; round < 400; round++) {
        Buf words;
        buf_init(&words, 0);
        for (int i = 0; i < round % 60 + 1; i++) {
            seed = seed * 1664525u + 1013904223u;
            buf_add_z(&words, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        IcsEvent events[2] = { event_of("Первый"), event_of("Второй") };
        events[1].title = arena_str(it->arena, buf_str(&words));
        buf_free(&words);
        Str text = written(it, 2, events), value = STR_EMPTY;
        assert_true(value_of(text, "SUMMARY", 1, &value));
        assert_true(str_eq(unescaped(it->arena, value), events[1].title));
        int begins = 0;
        for (int n = 0; value_of(text, "BEGIN", n, &value); n++) begins += str_eq(value, STR("VEVENT"));
        assert_int_equal(begins, 2); /* words make no event */
    }
}

static void broken_bytes_become_spaces(void **state)
{
    Case *it = *state;
    IcsEvent event = event_of("а\xff\x01б\r\nв");
    Str text = written(it, 1, &event), value = STR_EMPTY;
    assert_true(value_of(text, "SUMMARY", 0, &value) && str_eq(unescaped(it->arena, value), STR("а  б\nв")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_event_of_days, setup, teardown), cmocka_unit_test_setup_teardown(an_empty_calendar_is_one, setup, teardown),
        cmocka_unit_test_setup_teardown(any_words_come_back, setup, teardown), cmocka_unit_test_setup_teardown(broken_bytes_become_spaces, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
