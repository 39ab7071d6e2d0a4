#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "publish/rich.h"
#include "publish/typo.h"

static Arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_new(0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* «~» stands for NBSP in the examples. */
static Str with_nbsp(const char *z)
{
    Str s = str_of(z), out = { arena_alloc(arena, s.n * 2 + 1), 0 };
    char *to = (char *)(uintptr_t)out.at;
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] == '~') to[out.n++] = '\xC2';
        to[out.n++] = s.at[i] == '~' ? '\xA0' : s.at[i];
    }
    return out;
}

static void test_examples(void **state)
{
    (void)state;
    static const char *const examples[][2] = {
        { "", "" },
        { "школа", "школа" },
        { "отметка \"3\"", "отметка «3»" },
        { "\"Лицей \"Гармония\" района\"", "«Лицей „Гармония“ района»" },
        { "**\"слово\"**", "**«слово»**" },
        { "(\"слово\")", "(«слово»)" },
        { "5\" трубы", "5\" трубы" },
        { "«Лицей \"Гармония\"»", "«Лицей „Гармония“»" },
        { "порог - это", "порог~— это" },
        { "порог — это", "порог~— это" },
        { "порог~— это", "порог~— это" },
        { "баллы 5-7", "баллы 5–7" },
        { "письмо № 02-168", "письмо~№~02-168" },
        { "дело 02-168", "дело 02-168" },
        { "01.09.2021-05.09.2021", "01.09.2021–05.09.2021" },
        { "--\"--", "--\"--" },
        { "\"Престиж\"-клуб", "«Престиж»-клуб" },
        { "4,5-7,25", "4,5–7,25" },
        { "12.05.2021-14.05.2021", "12.05.2021–14.05.2021" },
        { "2021-05-12", "2021-05-12" },
        { "2021-4-математика", "2021-4-математика" },
        { "ma4-2021.xlsx", "ma4-2021.xlsx" },
        { "4-2021.xlsx", "4-2021.xlsx" },
        { "№ 7", "№~7" },
        { "до 15 июня, к 1 мая", "до~15~июня, к~1~мая" },
        { "§ 2", "§~2" },
        { "В школе на пороге", "В~школе на~пороге" },
        { "не и ни", "не~и~ни" },
        { "около **290** работ", "около **290**~работ" },
        { "из 631 школы", "из~631~школы" },
        { "кто-то на", "кто-то на" },
        { "кое-что 4-а класс", "кое-что 4-а класс" },
        { "38 % и 5 баллов", "38~% и~5~баллов" },
        { "1 070 работ", "1 070~работ" },
        { "всё...", "всё…" },
        { "[школы 5-7](#list-5-7 \"x\")", "[школы 5–7](#list-5-7 «x»)" },
        { "[№ 7 - да](#s-5-7)", "[№~7~— да](#s-5-7)" },
        { "см. https://example.ru/a-b/5-7?x=\"1\" и", "см. https://example.ru/a-b/5-7?x=\"1\" и" },
        { "http://a.b/1-2...3", "http://a.b/1-2...3" },
        { "- пункт", "- пункт" },
        { "конец в ", "конец в " },
        { "школа № ", "школа~№ " },
        { "Школа № 6, Школа № 7", "Школа~№~6, Школа~№~7" },
        { "22.11.2026, 11:43", "22.11.2026,~11:43" },
        { "и ещё 5", "и~ещё~5" },
        { "22.11.2026, 11 школ", "22.11.2026, 11~школ" },
        { "работа 2026, 11:43", "работа 2026, 11:43" },
    };
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        Str got = typo(arena, with_nbsp(examples[i][0])), expected = with_nbsp(examples[i][1]);
        if (!str_eq(got, expected)) fail_msg("«%s» gave «%.*s», expected «%.*s»", examples[i][0], STR_ARG(got), STR_ARG(expected));
    }
}

static void test_twice_changes_nothing(void **state)
{
    (void)state;
    static const char *const pieces[] = { " ", "\"", "-", ".", "...", "5", "12,5", "в", "на", "№", "**", "[", "](#a-1)", "]", "http://x/1-2", "«", "»", "„", "“",
        "\xC2\xA0", "—", "–", "слово", "x", "%", "школ", "\xD0", "\x80", "\\", "(", ")" };
    uint64_t seed = 12345;
    for (int round = 0; round < 20000; round++) {
        char text[400];
        size_t n = 0;
        for (int k = 0; k < 12; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            Str piece = str_of(pieces[(seed >> 33) % (sizeof pieces / sizeof pieces[0])]);
            memcpy(text + n, piece.at, piece.n);
            n += piece.n;
        }
        Str once = typo(arena, (Str){ text, n }), twice = typo(arena, once);
        if (!str_eq(once, twice)) fail_msg("«%.*s» → «%.*s» → «%.*s»", (int)n, text, STR_ARG(once), STR_ARG(twice));
    }
}

static void check_spans(const char *rich, const char *expected)
{
    char got[400] = "";
    Rich reader = rich_begin(str_of(rich));
    for (RichSpan span; rich_next(&reader, &span);) {
        assert_true(span.text.n > 0);
        size_t n = strlen(got);
        snprintf(got + n, sizeof got - n, "%s{%.*s%s%.*s}", span.bold ? "b" : "", STR_ARG(span.text), span.anchor.n ? ">" : "", STR_ARG(span.anchor));
    }
    assert_string_equal(got, expected);
}

static void test_rich(void **state)
{
    (void)state;
    check_spans("", "");
    check_spans("от **28 школ** из", "{от }b{28 школ}{ из}");
    check_spans("[лист 3](#sheet-3).", "{лист 3>#sheet-3}{.}");
    check_spans("[**лист** 3](#a)", "b{лист>#a}{ 3>#a}");
    check_spans("**a [b](#c) d**", "b{a }b{b>#c}b{ d}");
    check_spans("2 ** 3", "{2 ** 3}");
    check_spans("[x](javascript:1)", "{[x](javascript:1)}");
    check_spans("[x](http://a)", "{[x](http://a)}");
    check_spans("[x](#a b)", "{[x](#a b)}");
    check_spans("[](#a)", "{[](#a)}");
    check_spans("[x", "{[x}");
    check_spans("\\*\\*a\\[b](#c)", "{*}{*a}{[b](#c)}");
    check_spans("****", "");
    Str hostile = STR("**[x](#y)\\*");
    Str back = rich_plain(arena, rich_escape(arena, hostile));
    assert_true(str_eq(back, hostile));
    assert_true(str_eq(rich_plain(arena, STR("**a** [b](#c)")), STR("a b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_twice_changes_nothing),
        cmocka_unit_test(test_rich),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
