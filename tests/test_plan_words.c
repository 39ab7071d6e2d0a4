/* What words of a plan name: pieces of evidence (no word is lost), roles, people with initials. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "flow/plan_.h"

static Arena *arena;

static void expect_slots(const char *expected, uint32_t n, const char *const *titles)
{
    const MeasureSlot *slots;
    uint32_t got = plan_slots_of(str_of(expected), false, arena, &slots);
    if (got != n) fail_msg("«%s»: %u, expected %u", expected, got, n);
    for (uint32_t i = 0; i < n; i++) {
        if (!str_eq(slots[i].title, str_of(titles[i]))) fail_msg("«%s»: «%.*s», expected «%s»", expected, STR_ARG(slots[i].title), titles[i]);
        assert_int_equal(slots[i].n, i + 1);
    }
}
#define SLOTS(expected, ...) expect_slots(expected, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *), (const char *[]){ __VA_ARGS__ })

static void expected_results_are_told_apart(void **state)
{
    (void)state;
    SLOTS("Протокол педсовета", "Протокол педсовета");
    SLOTS("Программа семинара; список участников;", "Программа семинара", "список участников");
    SLOTS("- приказ\n- справка\n", "приказ", "справка");
    SLOTS("1) приказ\n2) справка", "приказ", "справка");
    SLOTS("Проведение аналитической работы с результатами. Выявление проблемных зон. Формирование базы данных ОКО", "Проведение аналитической работы с результатами", "Выявление проблемных зон", "Формирование базы данных ОКО");
    /* Short words before a full stop are no ends of sentences, nor are initials, nor what stands in brackets. */
    SLOTS("Протокол от 12.01.2022 г. № 2", "Протокол от 12.01.2022 г. № 2");
    SLOTS("Справка Т.Я. Наумовой", "Справка Т.Я. Наумовой");
    SLOTS("Отчёт; фото\nотчет", "Отчёт", "фото");
    SLOTS("Материалы (банк заданий; демоверсии; критерии) на сайте", "Материалы (банк заданий; демоверсии; критерии) на сайте");
    SLOTS("Анализ в т.ч. По школам", "Анализ в т.ч. По школам");
    const MeasureSlot *none;
    assert_int_equal(plan_slots_of(STR(" \n ; \n"), false, arena, &none), 0);
}

/* Letters of a text in order, without what separates pieces. */
static Str letters(Str text)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool first = c == 0xD0 || c == 0xD1, second = i > 0 && ((unsigned char)text.at[i - 1] == 0xD0 || (unsigned char)text.at[i - 1] == 0xD1);
        bool letter = first || second;
        if (letter) out[n++] = (char)c;
    }
    return (Str){ out, n };
}

static void no_word_is_lost(void **state)
{
    (void)state;
    static const char *const words[] = { "Приказ", "справка", "Протокол", "список", "г", "№", "в т.ч.", "(анализ", "ответ)", "Памятка" }, *const between[] = { "; ", ". ", "\n", " ", "\n- ", ";\n• ", ".", ", " };
    uint64_t seed = 7;
    uint32_t n_twice = 0;
    for (int run = 0; run < 2000; run++) {
        Buf text;
        buf_init(&text, 0);
        for (int i = 0; i < 25; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buf_add_z(&text, words[(seed >> 33) % 10]);
            buf_add_z(&text, between[(seed >> 45) % 8]);
        }
        const MeasureSlot *slots;
        uint32_t n = plan_slots_of(buf_str(&text), run % 2, arena, &slots);
        assert_true(n >= 1 && n <= LIMIT_MEASURE_SLOTS);
        Str joined = STR_EMPTY;
        for (uint32_t i = 0; i < n; i++) joined = arena_printf(arena, "%.*s %.*s", STR_ARG(joined), STR_ARG(slots[i].title));
        bool twice = false; /* a piece that is there already is not said again: then every word must stand somewhere */
        if (!str_eq(letters(joined), letters(buf_str(&text)))) {
            twice = true;
            for (int i = 0; i < 10; i++)
                if (str_find(letters(buf_str(&text)), letters(str_of(words[i]))) != SIZE_MAX && str_find(letters(joined), letters(str_of(words[i]))) == SIZE_MAX) fail_msg("«%.*s» became «%.*s»: «%s» is lost", STR_ARG(buf_str(&text)), STR_ARG(joined), words[i]);
        }
        n_twice += twice;
        buf_free(&text);
    }
    assert_true(n_twice > 0 && n_twice < 2000);
}

static void words_name_roles(void **state)
{
    (void)state;
    static const struct { const char *words; OrgKind kind; Role role; } cases[] = {
        { "Руководители ОО", ORG_MUNICIPALITY, ROLE_SCHOOL }, { "ОО", ORG_MUNICIPALITY, ROLE_SCHOOL }, { "руководители школ города", ORG_MUNICIPALITY, ROLE_SCHOOL }, { "Директора школ", ORG_MUNICIPALITY, ROLE_SCHOOL },
        { "Администрация образовательных организаций", ORG_MUNICIPALITY, ROLE_SCHOOL }, { "заместители директоров по УВР", ORG_MUNICIPALITY, ROLE_SCHOOL }, { "Заместитель директора по УВР, ВР", ORG_SCHOOL, ROLE_SCHOOL },
        { "Классные руководители", ORG_SCHOOL, ROLE_TEACHER }, { "учителя-предметники", ORG_SCHOOL, ROLE_TEACHER }, { "руководитель ШМО", ORG_SCHOOL, ROLE_TEACHER }, { "Руководители школьных методических объединений", ORG_SCHOOL, ROLE_METHODOLOGIST },
        { "МКУ «Энский ИМЦ»", ORG_MUNICIPALITY, ROLE_METHODOLOGIST }, { "Методисты", ORG_MUNICIPALITY, ROLE_METHODOLOGIST }, { "Муниципальные методические службы", ORG_MUNICIPALITY, ROLE_METHODOLOGIST },
        { "руководители РМО", ORG_MUNICIPALITY, ROLE_METHODOLOGIST }, { "управление образования", ORG_MUNICIPALITY, ROLE_MUNICIPALITY }, { "Комитет образования ЛМР", ORG_MUNICIPALITY, ROLE_MUNICIPALITY },
        { "Министерство образования", ORG_REGION, ROLE_REGION }, { "Муниципальные органы управления образованием (МОУО)", ORG_REGION, ROLE_MUNICIPALITY }, { "муниципальный координатор", ORG_REGION, ROLE_MUNICIPALITY },
        { "Родительский комитет школы", ORG_SCHOOL, (Role)0 }, { "ФИОКО", ORG_MUNICIPALITY, (Role)0 }, { "", ORG_MUNICIPALITY, (Role)0 }, { "Депутаты", ORG_MUNICIPALITY, (Role)0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Role role = plan_role_of(str_of(cases[i].words), cases[i].kind, arena);
        if (role != cases[i].role) fail_msg("«%s»: %s, expected %s", cases[i].words, role_word(role), role_word(cases[i].role));
    }
}

/* By the number that stands in the document, or by the name cut between words; never by the number of its page. */
static void a_measure_is_called_as_people_call_it(void **state)
{
    (void)state;
    static const struct { const char *number, *title, *said; } all[] = {
        { "4.2.", "Провести педсовет", "4.2" }, { "17", "", "17" }, { "", "Провести педсовет", "«Провести педсовет»" },
        { "", "Обеспечить независимое наблюдение при проведении всероссийских проверочных работ", "«Обеспечить независимое наблюдение при проведении…»" },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        MeasureRow row = { .n = 99, .number = str_of(all[i].number), .title = str_of(all[i].title) };
        assert_string_equal(measure_said(&row).text, all[i].said);
    }
    char word[400];
    for (size_t i = 0; i < sizeof word - 2; i += 2) memcpy(word + i, "ж", 2);
    word[398] = 0;
    MeasureRow row = { .number = STR_EMPTY, .title = str_of(word) };
    MeasureSaid said = measure_said(&row);
    assert_true(utf8_valid(str_of(said.text)) && strlen(said.text) > 90);
}

static void initials_name_a_person(void **state)
{
    (void)state;
    static const struct { const char *words, *name; bool same; } cases[] = {
        { "Наумова Т.Я.", "Наумова Татьяна Яковлевна", true }, { "Т.Я. Наумова, заведующий", "Наумова Татьяна Яковлевна", true }, { "заведующий ИМЦ Наумова Т. Я.", "Наумова Т. Я.", true },
        { "Наумова Т.Я.", "Т. Я. Наумова", true }, { "Наумова Т.Я.", "Наумова Тамара Петровна", false }, { "Наумова", "Наумова Татьяна Яковлевна", false }, { "Наумов Т.Я.", "Наумова Татьяна Яковлевна", false },
        { "Иванов И.И., Наумова Т.Я.", "Наумова Татьяна Яковлевна", true }, { "Соловьёва А.А.", "Соловьева Анна Андреевна", true }, { "", "", false }, { "А.А.", "А.А.", false },
        { "директору школы Ивановой О.О.", "Иванова Ольга Олеговна", true }, { "Петрову А.А.", "Петров Антон Андреевич", true }, { "Петровой А.А.", "Петров Антон Андреевич", false }, { "Петрову А.А.", "Петрова Анна Андреевна", false },
        { "Рыборецкой А.А.", "Рыборецкая Анна Андреевна", true }, { "Горькому М.М.", "Горький Максим Максимович", true }, { "Лосю М.М.", "Лось Максим Максимович", true }, { "Коваленко М.М.", "Коваленко Мария Марковна", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (plan_names_person(str_of(cases[i].words), str_of(cases[i].name), false, arena) != cases[i].same) fail_msg("«%s» and «%s»", cases[i].words, cases[i].name);
}

static void the_same_people_in_any_case(void **state)
{
    (void)state;
    static const struct { const char *a, *b; bool same; } cases[] = {
        { "руководители ОО", "Руководители ОО", true }, { "Руководителям ОО", "руководители ОО", true }, { "Заместителям директоров по УВР", "заместители директоров по УВР", true }, { "Методисту ИМЦ", "методист ИМЦ", true },
        { "руководители ОО", "руководители РМО", false }, { "Иванов И.И.", "Иванова И.И.", false }, { "школа № 5", "школа № 6", false }, { "Отдел образования", "отделу образования", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (str_eq(flow_plan_who_key(str_of(cases[i].a), arena), flow_plan_who_key(str_of(cases[i].b), arena)) != cases[i].same) fail_msg("«%s» and «%s»", cases[i].a, cases[i].b);
}

static void orders_name_their_controller(void **state)
{
    (void)state;
    static const struct { const char *point, *who; } cases[] = {
        { "Контроль за исполнением приказа возложить на заведующего МКУ «Энский ИМЦ» Наумову Т.Я.", "заведующего МКУ «Энский ИМЦ» Наумову Т.Я." },
        { "Контроль  за исполнением\nнастоящего приказа возложить на заместителя начальника управления.", "заместителя начальника управления" },
        { "КОНТРОЛЬ ЗА ВЫПОЛНЕНИЕМ ВОЗЛАГАЮ НА ИВАНОВА И.И.;", "ИВАНОВА И.И." }, { "Контроль за исполнением приказа оставляю за собой.", "" }, { "Обеспечить контроль и возложить на руководителей", "" },
        { "Контроль качества возложить на завуча", "" }, { "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str who = plan_controller_of(str_of(cases[i].point), arena);
        if (!str_eq(who, str_of(cases[i].who))) fail_msg("«%s»: «%.*s», expected «%s»", cases[i].point, STR_ARG(who), cases[i].who);
    }
    static const struct { const char *word, *surname; bool is; } forms[] = {
        { "Наумову", "Наумова", true }, { "Наумова", "Наумова", false }, { "Наумова", "Наумов", true }, { "Красного", "Красный", true }, { "Рыборецкую", "Рыборецкая", true }, { "Кравчука", "Кравчук", true },
        { "Кравчук", "Кравчук", true }, { "Коваленко", "Коваленко", true }, { "Гоголя", "Гоголь", true }, { "Наумову", "Наумов", false }, { "Белых", "Белых", true }, { "Горького", "Горький", true },
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (plan_is_accusative(str_of(forms[i].word), str_of(forms[i].surname), arena) != forms[i].is) fail_msg("«%s» of «%s»", forms[i].word, forms[i].surname);
    assert_true(plan_names_person(STR("заведующего ИМЦ Наумову Т.Я."), STR("Наумова Татьяна Яковлевна"), true, arena));
    assert_false(plan_names_person(STR("заведующего ИМЦ Наумову Т.Я."), STR("Наумова Татьяна Яковлевна"), false, arena));
}

static int begin(void **state) { (void)state; arena = arena_new(0); return 0; }
static int end(void **state) { (void)state; arena_free(arena); return 0; }

static void expect_concerns(const char *responsible, const char *title, OrgKind from, OrgKind to, bool yes)
{
    PlanRow above = { .org_kind = from };
    MeasureRow measure = { .responsible = str_of(responsible), .participants = STR_EMPTY, .title = str_of(title) };
    if (flow_plan_concerns(&above, &measure, to, arena) != yes) fail_msg("«%s», «%s»: expected %d", responsible, title, yes);
}

static void who_below_is_meant(void **state)
{
    (void)state;
    expect_concerns("Руководители ОО", "Педсовет", ORG_MUNICIPALITY, ORG_SCHOOL, true);
    expect_concerns("Комитет образования\nАдминистрация школы", "Педсовет", ORG_MUNICIPALITY, ORG_SCHOOL, true);
    static const char *const districts[] = { "Органы управления образованием", "органы местного самоуправления, осуществляющие управление в сфере образования", "ОМСУ", "Отделы образования администраций", "Управления образования", "Муниципальные органы управления образованием", "ОУО", "Министерство образования\nорганы управления образованием", "Специалисты органов управления образованием" };
    for (size_t i = 0; i < sizeof districts / sizeof *districts; i++) expect_concerns(districts[i], "Педсовет", ORG_REGION, ORG_MUNICIPALITY, true);
    static const char *const own[] = { "Министерство образования", "Комитет общего образования области", "Управление образования области", "Отдел оценки качества министерства", "Специалисты управления образования" };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) expect_concerns(own[i], "Педсовет", ORG_REGION, ORG_MUNICIPALITY, false);
    expect_concerns("Органы управления образованием", "Педсовет", ORG_REGION, ORG_SCHOOL, false);
    expect_concerns("Комитет образования", "Перепроверка", ORG_MUNICIPALITY, ORG_SCHOOL, false);
    expect_concerns("Методист ИМЦ", "Семинар", ORG_MUNICIPALITY, ORG_SCHOOL, false);
    expect_concerns("Иванова И.И.", "Семинар", ORG_MUNICIPALITY, ORG_SCHOOL, false);
    expect_concerns("Рабочая группа", "Семинар", ORG_MUNICIPALITY, ORG_SCHOOL, true); /* nobody knows whose */
    expect_concerns("", "Семинар", ORG_MUNICIPALITY, ORG_SCHOOL, true);
    expect_concerns("", "Утвердить прилагаемый план мероприятий", ORG_MUNICIPALITY, ORG_SCHOOL, false);
    expect_concerns("", "Контроль за исполнением приказа оставляю за собой", ORG_MUNICIPALITY, ORG_SCHOOL, false);
    expect_concerns("", "Руководителям общеобразовательных организаций утвердить графики", ORG_MUNICIPALITY, ORG_SCHOOL, true);
    expect_concerns("Муниципальные управления образования", "Семинар", ORG_REGION, ORG_MUNICIPALITY, true);
    expect_concerns("Департамент образования", "Семинар", ORG_REGION, ORG_MUNICIPALITY, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(expected_results_are_told_apart), cmocka_unit_test(who_below_is_meant), cmocka_unit_test(no_word_is_lost), cmocka_unit_test(words_name_roles), cmocka_unit_test(a_measure_is_called_as_people_call_it), cmocka_unit_test(initials_name_a_person), cmocka_unit_test(the_same_people_in_any_case), cmocka_unit_test(orders_name_their_controller) };
    return cmocka_run_group_tests(tests, begin, end);
}
