/* What single cells, headings and names of files mean. */
#include "rows.h"

#include "intake/cell_.h"
#include "intake/format_.h"
#include "intake/identity_.h"

static uint8_t score_of(const char *cell)
{
    uint8_t score = 77;
    assert_int_equal(cell_score(str_of(cell), &score), CELL_SCORE);
    return score;
}

static void test_scores(void **state)
{
    (void)state;
    uint8_t score;
    assert_int_equal(score_of("2"), 2);
    assert_int_equal(score_of(" 12\xC2\xA0"), 12);
    assert_int_equal(score_of("2,0"), 2);
    assert_int_equal(score_of("2.0"), 2);
    static const char *const crosses[] = { "X", "x", "Х", "х", " X", "X ", "×" };
    for (size_t i = 0; i < sizeof crosses / sizeof *crosses; i++) assert_int_equal(score_of(crosses[i]), SCORE_NOT_ATTEMPTED);
    static const char *const untaught[] = { "не пройд.", "Не пройдено", "НЕ  ПРОЙД", "нe прoйд.", "н/п" };
    for (size_t i = 0; i < sizeof untaught / sizeof *untaught; i++) assert_int_equal(score_of(untaught[i]), SCORE_NOT_TAUGHT);
    assert_int_equal(score_of("  "), SCORE_EMPTY);
    assert_int_equal(score_of("О"), 0);
    static const char *const rubbish[] = { "?", "H", "Ч", "*", "2.5", "1e1", "отсутствовал", "1 2", "--", "\xFF", "٣" };
    for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++) assert_int_equal(cell_score(str_of(rubbish[i]), &score), CELL_SCORE_UNREADABLE);
    assert_int_equal(cell_score(STR("-1"), &score), CELL_SCORE_NEGATIVE);
    assert_int_equal(cell_score(STR("−2"), &score), CELL_SCORE_NEGATIVE);
    assert_int_equal(cell_score(STR("41"), &score), CELL_SCORE_OVER);
    assert_int_equal(cell_score(STR("99999999999"), &score), CELL_SCORE_OVER);
}

static void test_marks_and_others(void **state)
{
    (void)state;
    uint8_t x;
    int16_t total;
    assert_true(cell_journal(STR("4\xC2\xA0"), &x) && x == 4);
    assert_true(cell_journal(STR("нет отметки"), &x) && x == 0);
    assert_true(cell_journal(STR(""), &x) && x == 0);
    assert_true(cell_journal(STR("5,0"), &x) && x == 5);
    assert_false(cell_journal(STR("ж"), &x));
    assert_false(cell_journal(STR("0"), &x));
    assert_false(cell_journal(STR("6"), &x));
    assert_true(cell_sex(STR(" М"), &x) && x == SEX_MALE);
    assert_true(cell_sex(STR("Женский"), &x) && x == SEX_FEMALE);
    assert_true(cell_sex(STR("male"), &x) && x == SEX_MALE);
    assert_true(cell_sex(STR("female"), &x) && x == SEX_FEMALE);
    assert_false(cell_sex(STR("д"), &x));
    assert_int_equal(cell_variant(STR("Отсутствовала"), &x), VARIANT_ABSENT);
    assert_int_equal(cell_variant(STR("oтсутcтвoвaл"), &x), VARIANT_ABSENT);
    assert_int_equal(cell_variant(STR("10"), &x), VARIANT_NUMBER);
    assert_int_equal(x, 10);
    assert_int_equal(cell_variant(STR("б"), &x), VARIANT_UNREADABLE);
    assert_true(cell_total(STR("14,0"), &total) && total == 14);
    assert_true(cell_total(STR(" "), &total) && total == TOTAL_NONE);
    assert_false(cell_total(STR("-3"), &total));
}

static void test_classes(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    static const struct { const char *cell; int grade; const char *label; } cases[] = {
        { "4а", 4, "а" }, { "а", 4, "а" }, { "А", 4, "а" }, { "A", 4, "а" }, { "\"А\"", 11, "а" }, { "«Б»", 5, "б" }, { "4 \"А\" класс", 4, "а" }, { "11 Б", 11, "б" },
        { "НЕТ", 4, "" }, { "нет", 4, "" }, { "-", 4, "" }, { "", 4, "" }, { " ", 4, "" }, { "11", 11, "" }, { "4", 4, "" }, { "11 нет", 11, "" }, { "1", 11, "1" }, { "5", 0, "5" },
        { "5а", 4, "а" }, { "А2", 11, "а2" }, { "ИСИСС-11", 11, "исисс-11" }, { "а(1)", 4, "а(1)" }, { "н", 4, "н" }, { "4-а", 4, "а" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_str(cell_class(arena, str_of(cases[i].cell), cases[i].grade), cases[i].label);
    arena_free(arena);
}

static void test_leftovers(void **state)
{
    (void)state;
    static const char *const yes[] = { "0", "1", "X", "х", "не пройд.", "ж", "М", "отсутствовал", "-1" };
    static const char *const no[] = { "", " ", "Математика", "f", "б", "-", "Моро М.И., Бантова М.А.", "2093 год" };
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) assert_true(cell_is_leftover(str_of(yes[i])));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) assert_false(cell_is_leftover(str_of(no[i])));
}

static void test_task_headings(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Format plain = { .task_prefix = "", .task_suffix = "" }, strict = { .task_prefix = "", .task_suffix = "", .task_max_needed = true };
    static const struct { const char *heading, *label; unsigned max; } cases[] = {
        { "1 (1б)", "1", 1 }, { "5К1 (3б)", "5К1", 3 }, { "5K1(3б)", "5К1", 3 }, { "16 (1) (1б)", "16(1)", 1 }, { "5(1) (1б)", "5(1)", 1 }, { "5(1б)", "5", 1 }, { "9.1 (2б)", "9.1", 2 },
        { "9,1 (2 балла)", "9.1", 2 }, { "4К1", "4К1", 0 }, { "2.1", "2.1", 0 }, { " Задание 3 ", "3", 0 }, { "№ 7 (макс. 2)", "7", 2 }, { "12", "12", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str label;
        uint8_t max;
        if (!header_task(&plain, str_of(cases[i].heading), arena, &label, &max)) fail_msg("%s", cases[i].heading);
        assert_str(label, cases[i].label);
        assert_int_equal(max, cases[i].max);
        assert_int_equal(header_task(&strict, str_of(cases[i].heading), arena, &label, &max), cases[i].max > 0);
    }
    static const char *const no[] = { "", "код", "К1", "1а", "Итог (20б)", "1 (1б) лишнее", "2021 год", "(1б)", "1234" };
    Str label;
    uint8_t max;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (header_task(&plain, str_of(no[i]), arena, &label, &max)) fail_msg("%s", no[i]);
    assert_true(header_task(&plain, STR("1 (99б)"), arena, &label, &max));
    assert_int_equal(max, TASK_TOO_LARGE);
    arena_free(arena);
}

static void check_identity(const char *text, const char *id)
{
    Arena *arena = arena_new(0);
    Identity identity = { 0 };
    Procedure procedure;
    identity_read(str_of(text), &identity, arena);
    identity_own_words(str_of(text), &identity, arena);
    identity_procedure(&identity, arena, &procedure);
    if (!str_eq(procedure.id, str_of(id))) fail_msg("«%s»: %.*s, expected %s", text, STR_ARG(procedure.id), id);
    arena_free(arena);
}

static void test_identity(void **state)
{
    (void)state;
    check_identity("2021-4-математика", "2021-4-математика");
    check_identity("2021-5-русский-язык", "2021-5-русский-язык");
    check_identity("Форма сбора результатов Английский язык 8 класс ВПР 2026", "2026-8-английский-язык");
    check_identity("МА-5 2023", "2023-5-математика");
    check_identity("ру4_2021", "2021-4-русский-язык");
    check_identity("ВПР 2022 7 класс биология", "2022-7-биология");
    check_identity("Результаты по окружающему миру, 4 класс, 2020-2021 учебный год", "2021-4-окружающий-мир");
    check_identity("2022-11-география", "2022-11-география");
    check_identity("2026-4-шахматы", "2026-4-шахматы");
    check_identity("ОБ 6 2021", "2021-6-обществознание");
    check_identity("Отчёт об успеваемости 5 класс 2024", "2024-5-об-успеваемости"); /* «об» alone is no subject */
    check_identity("edu203389 литературное чтение 4 класс 2026", "2026-4-литературное-чтение");
    check_identity("Математика (углублённый уровень) 8 класс 2025", "2025-8-математика-углублённый");
    check_identity("МА-5 от 11.03.2022", "2022-5-математика");
    check_identity("ОГЭ математика 2024", "2024-9-математика");
    check_identity("ЕГЭ-2023 русский", "2023-11-русский-язык");
    Arena *arena = arena_new(0);
    assert_str(identity_login(STR("МБОУ «Школа» (edu203389) | 25"), arena), "edu203389");
    assert_str(identity_login(STR("Форма_SCH220001.xlsx"), arena), "sch220001");
    assert_str(identity_login(STR("education 2026"), arena), "");
    assert_str(identity_subject(STR("по математике"), arena), "Математика");
    assert_str(identity_subject(STR("шахматы"), arena), "");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scores),    cmocka_unit_test(test_marks_and_others), cmocka_unit_test(test_classes),
        cmocka_unit_test(test_leftovers), cmocka_unit_test(test_task_headings),    cmocka_unit_test(test_identity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
