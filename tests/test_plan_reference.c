/* Points of documents that words name, told apart from points of laws, standards and letters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/date.h"
#include "plan/reference.h"

/* «[п. 2.1 приказа № 259] 2.1 order 259 14.10.2020» a line each, own and above as «!» and «^». */
static Str found(Arena *arena, const char *text)
{
    const PlanReference *all;
    Buf out;
    uint32_t n = plan_references(str_of(text), arena, &all);
    buf_init(&out, 0);
    for (uint32_t i = 0; i < n; i++)
        buf_printf(&out, "%s[%.*s] %.*s%s%s%s%s%s%.*s%s%.*s", i > 0 ? "; " : "", (int)(all[i].to - all[i].from), text + all[i].from, STR_ARG(all[i].point), all[i].kind != 0 ? " " : "", all[i].kind != 0 ? plan_kind_word(all[i].kind) : "",
            all[i].own ? " !" : "", all[i].above ? " ^" : "", all[i].number.n > 0 ? " №" : "", STR_ARG(all[i].number), all[i].day != DATE_NONE ? " " : "", STR_ARG(date_short(arena, all[i].day)));
    Str words = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return words;
}

static const struct { const char *text, *expected; } cases[] = {
    { "Обеспечить исполнение п. 2.1 приказа № 259", "[п. 2.1 приказа № 259] 2.1 order №259" },
    { "Исполнить п.2.1 приказа от 14.10.2020 №259-од.", "[п.2.1 приказа от 14.10.2020 №259-од] 2.1 order №259-од 14.10.2020" },
    { "Во исполнение п. 3 протокола от 12.03.2026 г. № 4 провести семинар", "[п. 3 протокола от 12.03.2026 г. № 4] 3 minutes №4 12.03.2026" },
    { "По п. 17 плана подготовить справку", "[п. 17 плана] 17 plan" },
    { "Отчёт о выполнении пункта 5 настоящего плана", "[пункта 5 настоящего плана] 5 plan !" },
    { "Согласно пунктам 1, 2 и 5 плана", "[пунктам 1] 1 plan; [2] 2 plan; [5 плана] 5 plan" },
    { "Выполнить пп. 1–3 муниципального плана", "[пп. 1] 1 plan ^; [3 муниципального плана] 3 plan ^" },
    { "Провести педсовет (п. 2.2а)", "[п. 2.2а] 2.2а" },
    { "В соответствии с п. 4 плана, утверждённого приказом управления образования от 14.10.2020 № 259, провести", "[п. 4 плана, утверждённого приказом управления образования от 14.10.2020 № 259] 4 plan ^ №259 14.10.2020" },
    { "Пунктом 1.3. приказа", "[Пунктом 1.3. приказа] 1.3 order" },
    { "Подпункт 2.3 приказа «О ВПР» № 12", "[Подпункт 2.3 приказа «О ВПР» № 12] 2.3 order №12" },
    { "по п. 6 дорожной карты школы", "[п. 6 дорожной карты] 6 roadmap" },
    { "п. 1 плана, п. 2 приказа № 7", "[п. 1 плана] 1 plan; [п. 2 приказа № 7] 2 order №7" },
    { "п. 2 решения совещания", "[п. 2 решения] 2 minutes" },
    /* none of ours */
    { "п. 13 ч. 3 ст. 28 Федерального закона № 273-ФЗ", "" },
    { "Согласно п. 20 ФГОС ООО", "" },
    { "пункта 5 Порядка проведения ВПР", "" },
    { "Открыть пункт проведения экзамена", "" },
    { "п. Новый, д. 5", "" },
    { "Установить 3 пункта охраны", "" },
    { "по пункту письма № 5", "" },
    { "п. 7 письма Рособрнадзора № 02-36", "" },
    { "план на 2025 год", "" },
    { "", "" },
};

static void points_are_found(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str got = found(arena, cases[i].text);
        if (!str_eq(got, str_of(cases[i].expected))) fail_msg("«%s»: «%.*s», expected «%s»", cases[i].text, STR_ARG(got), cases[i].expected);
    }
    arena_free(arena);
}

/* Any bytes: what is found lies in the text, one behind the other, and begins and ends at characters. */
static void any_bytes_are_safe(void **state)
{
    (void)state;
    static const char *const parts[] = { "п. ", "п.", "пункта ", "1", "2.1", ".", ",", "–", " ", "приказа ", "плана", "№", " 5", "от 12.03.2026", "»", "«", "(", ")", "\xD0", "\n", "и ", "\u00A0", "настоящего " };
    uint32_t seed = 7;
    for (int k = 0; k < 20000; k++) {
        Arena *arena = arena_new(0);
        char text[12 * 24] = ""; /* twelve of the longest */
        for (int i = 0; i < 12; i++) seed = seed * 1664525u + 1013904223u, strcat(text, parts[(seed >> 16) % (sizeof parts / sizeof *parts)]);
        const PlanReference *all;
        uint32_t n = plan_references(str_of(text), arena, &all);
        for (uint32_t i = 0; i < n; i++) assert_true(all[i].from < all[i].to && all[i].to <= strlen(text) && all[i].point.n > 0 && (i == 0 || all[i].from >= all[i - 1].to));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(points_are_found), cmocka_unit_test(any_bytes_are_safe) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
