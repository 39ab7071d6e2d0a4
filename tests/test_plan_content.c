/* Editions of a plan as bytes and back, and what changed from one to the next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/date.h"
#include "domain/plan.h"

static const Str people[] = { { "завуч", 10 }, { "учителя", 14 } };
static const Str lines[] = { { "семинары", 16 }, { "вебинары", 16 }, { "консультации", 24 } };
static const Window windows[] = { { 18000, 18030 }, { DATE_NONE, 18100 } };
static const uint8_t capabilities[] = { 7, 48 };
static const PlanSection sections[] = { { { "1", 1 }, { "Организация", 22 } }, { { "", 0 }, { "Кадры", 10 } } };

static Measure measure(const char *number, const char *title, const char *term)
{
    return (Measure){ .number = str_of(number), .i_section = 0, .title = str_of(title), .term = { .text = str_of(term) }, .n_responsible = 2, .responsible = people, .line_from = 3, .line_to = 4 };
}

static PlanContent plan_of(const Measure *measures, uint32_t n)
{
    return (PlanContent){ .kind = PLAN_PLAN, .title = STR("План"), .approved_on = DATE_NONE, .n_sections = 2, .sections = sections, .n_measures = n, .measures = measures };
}

static Str bytes_of(const PlanContent *plan, Arena *arena)
{
    Buf out;
    Err err = { 0 };
    buf_init(&out, 0);
    assert_true(plan_content_write(plan, &out, &err));
    Str bytes = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return bytes;
}

static PlanContent full(Measure *measures, PlanDecision *decision)
{
    measures[0] = measure("1.1", "Провести семинары", "до 19.01.2022");
    measures[0].n_bullets = 3, measures[0].bullets = lines;
    measures[0].task = STR("Повышение культуры оценивания");
    measures[0].expected = STR("Банк практик");
    measures[0].n_participants = 1, measures[0].participants = people;
    measures[0].n_capabilities = 2, measures[0].capabilities = capabilities;
    measures[0].term.kind = TERM_WINDOWS, measures[0].term.n_windows = 2, measures[0].term.windows = windows;
    measures[0].n = 7, measures[0].term.by_hand = true;
    measures[0].term.n_warnings = 1, measures[0].term.warnings = lines;
    measures[1] = measure("", "Без номера", "");
    measures[1].i_section = PLAN_NO_SECTION;
    *decision = (PlanDecision){ .number = STR("2.1"), .text = STR("Обеспечить контроль"), .term = { .text = STR("постоянно"), .kind = TERM_WHOLE_YEAR, .recurrence = STR("FREQ=DAILY") }, .n_responsible = 1, .responsible = people };
    PlanContent plan = plan_of(measures, 2);
    plan.approved_by = STR("Директор"), plan.approved_on = 18549, plan.approved_number = STR("259"), plan.goal = STR("Цель"), plan.school_year = 2020, plan.controller = STR("заведующего Наумову Т.Я.");
    plan.n_basis = 1, plan.basis = lines, plan.n_columns = 3, plan.columns = lines, plan.n_warnings = 1, plan.warnings = lines;
    plan.n_decisions = 1, plan.decisions = decision;
    return plan;
}

static void test_round_trip(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Measure measures[2];
    PlanDecision decision;
    PlanContent plan = full(measures, &decision), again = { 0 };
    Err err = { 0 };
    Str bytes = bytes_of(&plan, arena);
    assert_true(plan_content_read(bytes, arena, &again, &err));
    assert_true(str_eq(bytes_of(&again, arena), bytes));
    assert_int_equal(again.n_measures, 2);
    assert_int_equal(again.measures[0].i_section, 0);
    assert_true(again.measures[0].n == 7 && again.measures[0].term.by_hand && !again.measures[1].term.by_hand);
    assert_true(again.measures[1].i_section == PLAN_NO_SECTION);
    assert_true(str_eq(again.measures[0].bullets[2], lines[2]));
    assert_int_equal(again.measures[0].term.windows[1].from, DATE_NONE);
    assert_int_equal(again.measures[0].term.windows[1].to, 18100);
    assert_int_equal(again.measures[0].capabilities[1], 48);
    assert_int_equal(again.approved_on, 18549);
    assert_int_equal(again.decisions[0].term.kind, TERM_WHOLE_YEAR);
    assert_true(str_eq(again.decisions[0].term.recurrence, STR("FREQ=DAILY")));
    uint32_t n;
    const PlanChange *changes;
    plan_content_diff(&plan, &again, arena, &n, &changes);
    assert_int_equal(n, 0);
    arena_free(arena);
}

/* Any cut and any change of a byte is refused, and nothing outside is read. */
static void test_damaged(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Measure measures[2];
    PlanDecision decision;
    PlanContent plan = full(measures, &decision), untouched = { .school_year = 1999 };
    Str bytes = bytes_of(&plan, arena);
    for (size_t n = 0; n < bytes.n; n++) {
        Err err = { 0 };
        assert_false(plan_content_read(str_slice(bytes, 0, n), arena, &untouched, &err));
        assert_int_equal(err.code, ERR_INPUT);
        char *copy = arena_alloc(arena, bytes.n);
        memcpy(copy, bytes.at, bytes.n);
        copy[n] ^= 0x11;
        assert_false(plan_content_read((Str){ copy, bytes.n }, arena, &untouched, &err));
    }
    assert_int_equal(untouched.school_year, 1999);
    arena_free(arena);
}

typedef struct Told { PlanChangeKind kind; const char *number, *field; } Told;

static void assert_changes(const Measure *old, uint32_t n_old, const Measure *new, uint32_t n_new, const Told *told, uint32_t n_told)
{
    Arena *arena = arena_new(0);
    PlanContent before = plan_of(old, n_old), after = plan_of(new, n_new);
    uint32_t n;
    const PlanChange *changes;
    plan_content_diff(&before, &after, arena, &n, &changes);
    for (uint32_t i = 0; i < n; i++) print_message("  %d %.*s %.*s\n", (int)changes[i].kind, STR_ARG(changes[i].number), STR_ARG(changes[i].field));
    assert_int_equal(n, n_told);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(changes[i].kind, told[i].kind);
        assert_true(str_eq(changes[i].number, str_of(told[i].number)));
        if (told[i].kind == PLAN_CHANGED) assert_true(str_eq(changes[i].field, str_of(told[i].field)));
    }
    arena_free(arena);
}

static const Measure three[] = {
    { .number = { "1", 1 }, .i_section = 0, .title = { "Провести родительские собрания о проверочных работах", 99 }, .term = { .text = { "сентябрь", 16 } } },
    { .number = { "2", 1 }, .i_section = 0, .title = { "Разработать памятки для учителей", 61 }, .term = { .text = { "октябрь", 14 } } },
    { .number = { "3", 1 }, .i_section = 0, .title = { "Изучить опыт объективного оценивания в соседних районах", 104 }, .term = { .text = { "май", 6 } } },
};

/* Editions of one plan know which measure is which: words wholly new are a change, the same words under another n are another measure. */
static void test_known_by_n(void **state)
{
    (void)state;
    Measure old[3], new[3];
    memcpy(old, three, sizeof old);
    memcpy(new, three, sizeof new);
    for (uint32_t i = 0; i < 3; i++) old[i].n = new[i].n = i + 1;
    new[0].number = STR("3"), new[0].title = STR("Пригласить наблюдателей");
    new[2].n = 9, new[2].number = STR("1");
    new[1].term.by_hand = true, new[1].term.n_windows = 2, new[1].term.windows = windows;
    const Told told[] = { { PLAN_CHANGED, "3", "номер" }, { PLAN_CHANGED, "3", "мероприятие" }, { PLAN_CHANGED, "2", "дни срока" }, { PLAN_ADDED, "1", "" }, { PLAN_REMOVED, "3", "" } };
    assert_changes(old, 3, new, 3, told, 5);
}

static void test_renumbered(void **state)
{
    (void)state;
    Measure new[2] = { three[1], three[2] };
    new[0].number = STR("1"), new[1].number = STR("2");
    static const Told told[] = { { PLAN_CHANGED, "1", "номер" }, { PLAN_CHANGED, "2", "номер" }, { PLAN_REMOVED, "1", "" } };
    assert_changes(three, 3, new, 2, told, 3);
}

static void test_reworded(void **state)
{
    (void)state;
    Measure new[4] = { three[0], three[1], three[2], measure("4", "Открыть горячую линию", "апрель") };
    new[1].title = STR("Разработать памятки для учителей и родителей");
    new[1].term.text = STR("ноябрь");
    new[2].number = STR("7"), new[2].title = STR("Изучить опыт объективного оценивания в соседних школах");
    static const Told told[] = {
        { PLAN_CHANGED, "2", "мероприятие" }, { PLAN_CHANGED, "2", "срок" }, { PLAN_CHANGED, "7", "номер" }, { PLAN_CHANGED, "7", "мероприятие" }, { PLAN_ADDED, "4", "" },
    };
    assert_changes(three, 3, new, 4, told, 5);
}

/* Another measure under the old number is no rewording. */
static void test_replaced(void **state)
{
    (void)state;
    Measure new[3] = { three[0], measure("2", "Открыть горячую линию в дни процедур", "апрель"), three[2] };
    static const Told told[] = { { PLAN_ADDED, "2", "" }, { PLAN_REMOVED, "2", "" } };
    assert_changes(three, 3, new, 3, told, 2);
}

/* The same twice, moved: nothing changed. */
static void test_twins(void **state)
{
    (void)state;
    const Measure old[] = { three[0], three[0], three[1] }, new[] = { three[1], three[0], three[0] };
    assert_changes(old, 3, new, 3, NULL, 0);
}

static void test_calendar_year(void **state)
{
    (void)state;
    static const struct { const char *title; int year; } titles[] = { { "План мероприятий на 2025 год", 2025 }, { "План работы на 2025 г.", 2025 }, { "План на 2025 календарный год", 2025 }, { "План на 2024-2025 учебный год", 0 },
        { "План на 2025–2027 годы", 0 }, { "План подготовки к ВПР 2025 года", 0 }, { "План по итогам 2024 года на 2025 год", 0 }, { "План", 0 }, { "", 0 }, { "на 20250 год", 0 } };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (plan_calendar_year(str_of(titles[i].title)) != titles[i].year) fail_msg("«%s»", titles[i].title);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_calendar_year), cmocka_unit_test(test_damaged), cmocka_unit_test(test_known_by_n), cmocka_unit_test(test_renumbered),
        cmocka_unit_test(test_reworded), cmocka_unit_test(test_replaced), cmocka_unit_test(test_twins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
