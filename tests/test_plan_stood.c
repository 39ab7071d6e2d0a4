/* A corrected plan that nobody approved yet: lists of many plans, the search and reminders go on saying what was approved. */
#include "plan_world.h"

#include "base/date.h"
#include "flow/week.h"
#include "record/record.h"
#include "store/remind.h"

#define N_OF(a) (sizeof(a) / sizeof *(a))
#define S(literal) { (literal), sizeof(literal) - 1 }

static const Str by_office[] = { S("Отдел развития") };

static uint32_t approved_plan(World *world)
{
    Measure measures[] = {
        { .number = STR("1"), .i_section = PLAN_NO_SECTION, .title = STR("Разобрать результаты"), .term = { .text = STR("до 22.04.2026") }, .n_responsible = 1, .responsible = by_office, .expected = STR("Справка") },
        { .number = STR("2"), .i_section = PLAN_NO_SECTION, .title = STR("Собрать директоров"), .term = { .text = STR("до 20.04.2026") }, .n_responsible = 1, .responsible = by_office, .expected = STR("Протокол") },
        { .number = STR("3"), .i_section = PLAN_NO_SECTION, .title = STR("Пригласить наблюдателей"), .term = { .text = STR("до 24.04.2026") }, .n_responsible = 1, .responsible = by_office, .expected = STR("Список") },
    };
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План с ледоколом"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = N_OF(measures), .measures = measures };
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("7"), .on = date_of(2026, 1, 15) };
    uint32_t plan = 0;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &plan, &world->err));
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, plan, &approval, &world->err));
    return plan;
}

static void edit(World *world, uint32_t plan, uint32_t n, const char *title, const char *term, const char *responsible)
{
    MeasureRow row = measure_at(world, plan, n);
    MeasureEdit as = { .n = n, .revision = row.revision, .number = row.number, .title = str_of(title), .bullets = row.bullets, .expected = row.expected, .responsible = str_of(responsible), .term = str_of(term) };
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &as, NULL, &world->err));
}

/* Item 1 says other words on another day by somebody else, item 2 is taken out, item 4 comes, the plan is called otherwise. */
static void correct(World *world, uint32_t plan)
{
    Str title = STR("План с пароходом");
    MeasureEdit added = { .number = STR("4"), .title = STR("Купить барометр"), .term = STR("до 23.04.2026"), .responsible = by_office[0] };
    edit(world, plan, 1, "Обсудить телескопы", "до 27.04.2026", "Отдел кадров");
    WORLD_OK(world, flow_measure_remove(world->flow, &world->office, plan, 2, measure_at(world, plan, 2).revision, &world->err));
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &added, NULL, &world->err));
    WORLD_OK(world, flow_plan_edit(world->flow, &world->office, plan, &(PlanEdit){ .revision = plan_at(world, plan).revision, .title = &title }, &world->err));
}

static void approve_again(World *world, uint32_t plan)
{
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("8"), .reason = STR("по письму"), .on = date_of(2026, 4, 21) };
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, plan, &approval, &world->err));
}

/* «24.04 3 Пригласить наблюдателей (Отдел развития)» a line each. */
static Str week_words(World *world, bool of_region)
{
    WeekItem *items;
    uint32_t n;
    Str out = STR_EMPTY;
    Str path = of_region ? world->region_office.grants[0].org.path : world->office.grants[0].org.path;
    WORLD_OK(world, flow_week(flow_reader(world->flow), 1, path, false, (Window){ date_of(2026, 4, 20), date_of(2026, 4, 30) }, world->arena, &items, &n, &world->err));
    for (uint32_t i = 0; i < n; i++)
        out = arena_printf(world->arena, "%.*s%.*s %.*s %.*s (%.*s)%s\n", STR_ARG(out), STR_ARG(date_short(world->arena, items[i].day)), STR_ARG(items[i].number), STR_ARG(items[i].title), STR_ARG(items[i].responsible),
            items[i].corrected ? " *" : "");
    return out;
}

static void the_week_says_what_was_approved(void **state)
{
    World *world = world_new(state);
    uint32_t plan = approved_plan(world);
    static const char before[] = "20.04.2026 2 Собрать директоров (Отдел развития)\n22.04.2026 1 Разобрать результаты (Отдел развития)\n24.04.2026 3 Пригласить наблюдателей (Отдел развития)\n";
    static const char marked[] = "20.04.2026 2 Собрать директоров (Отдел развития) *\n22.04.2026 1 Разобрать результаты (Отдел развития) *\n24.04.2026 3 Пригласить наблюдателей (Отдел развития)\n";
    assert_str(week_words(world, false), before);
    correct(world, plan);
    assert_str(week_words(world, false), marked);
    assert_str(week_words(world, true), marked);
    approve_again(world, plan);
    assert_str(week_words(world, false), "23.04.2026 4 Купить барометр (Отдел развития)\n24.04.2026 3 Пригласить наблюдателей (Отдел развития)\n27.04.2026 1 Обсудить телескопы (Отдел кадров)\n");
    world_end(world);
}

static void what_is_late_is_late_by_the_edition(void **state)
{
    World *world = world_new(state);
    uint32_t plan = approved_plan(world), n = 0;
    const RemindWeek *late;
    PlanRow row = plan_at(world, plan);
    assert_true(row.n_measures == 3 && row.n_late == 1); /* item 2 of 20 April */
    correct(world, plan);
    row = plan_at(world, plan);
    assert_true(row.changed && row.n_measures == 3 && row.n_late == 1);
    WORLD_OK(world, remind_late(flow_reader(world->flow), 1, world->office.grants[0].org.path, false, STR("2026-04-25"), 10, world->arena, &late, &n, &world->err));
    assert_int_equal(n, 3);
    assert_str(late[0].title, "Пригласить наблюдателей");
    assert_str(late[1].title, "Разобрать результаты");
    PlanHealth health;
    WORLD_OK(world, plan_health(flow_reader(world->flow), &health, &world->err));
    assert_int_equal(health.n_miscounted, 0);
    approve_again(world, plan);
    row = plan_at(world, plan);
    assert_true(!row.changed && row.n_measures == 3 && row.n_late == 0);
    WORLD_OK(world, remind_late(flow_reader(world->flow), 1, world->office.grants[0].org.path, false, STR("2026-04-25"), 10, world->arena, &late, &n, &world->err));
    assert_int_equal(n, 2);
    world_end(world);
}

static void reminders_say_the_edition(void **state)
{
    World *world = world_new(state);
    uint32_t plan = approved_plan(world), n = 0;
    const RemindMeasure *rows;
    for (int i = 0; i < 3; i++) {
        if (i == 1) correct(world, plan);
        if (i == 2) approve_again(world, plan);
        WORLD_OK(world, remind_measures(flow_reader(world->flow), 1, STR("2026-04-21"), STR("2026-04-25"), world->arena, &rows, &n, &world->err));
        assert_int_equal(n, 2);
        assert_str(rows[0].title, i == 2 ? "Пригласить наблюдателей" : "Разобрать результаты");
        assert_str(rows[0].due_on, i == 2 ? "2026-04-24" : "2026-04-22");
        assert_str(rows[1].title, i == 2 ? "Купить барометр" : "Пригласить наблюдателей");
    }
    world_end(world);
}

static uint32_t found(World *world, const char *words, PlanFound *first)
{
    const Str *stems;
    const PlanFound *rows;
    uint32_t n_stems, n;
    record_stems(str_of(words), 6, world->arena, &n_stems, &stems);
    WORLD_OK(world, plan_search(flow_reader(world->flow), 1, world->office.grants[0].org.path, n_stems, stems, 10, world->arena, &rows, &n, &world->err));
    if (n > 0) *first = rows[0];
    return n;
}

static void the_search_finds_the_edition(void **state)
{
    World *world = world_new(state);
    uint32_t plan = approved_plan(world), n_plans, n_others;
    PlanFound one = { 0 };
    correct(world, plan);
    for (int rebuilt = 0; rebuilt < 2; rebuilt++) {
        assert_int_equal(found(world, "телескоп", &one), 0);
        assert_int_equal(found(world, "барометр", &one), 0);
        assert_int_equal(found(world, "пароход", &one), 0);
        assert_int_equal(found(world, "собрать директоров", &one), 1); /* taken out, not approved so */
        assert_int_equal(found(world, "разобрать результаты", &one), 1);
        assert_str(one.title, "Разобрать результаты");
        assert_str(one.responsible, "Отдел развития");
        assert_str(one.plan_title, "План с ледоколом");
        assert_int_equal(found(world, "ледокол", &one), 1);
        WORLD_OK(world, flow_plan_rebuild(world->flow, &world->region_office, &n_plans, &n_others, &world->err));
        assert_int_equal(n_others, 0);
    }
    approve_again(world, plan);
    assert_int_equal(found(world, "разобрать результаты", &one), 0);
    assert_int_equal(found(world, "собрать директоров", &one), 0);
    assert_int_equal(found(world, "барометр", &one), 1);
    assert_int_equal(found(world, "ледокол", &one), 0);
    assert_int_equal(found(world, "пароход", &one), 1);
    assert_int_equal(found(world, "телескоп", &one), 1);
    assert_str(one.responsible, "Отдел кадров");
    world_end(world);
}

static Str answers(World *world, uint32_t plan, uint32_t n)
{
    const MeasurePerson *people;
    uint32_t n_people;
    WORLD_OK(world, measure_people(flow_reader(world->flow), 1, measure_at(world, plan, n).id, world->arena, &people, &n_people, &world->err));
    assert_int_equal(n_people, 1);
    return people[0].words;
}

/* Who answers changes with the approval; of a draft at once. */
static void those_answer_who_were_approved(void **state)
{
    World *world = world_new(state);
    uint32_t plan = approved_plan(world), next;
    correct(world, plan);
    assert_str(answers(world, plan, 1), "Отдел развития");
    approve_again(world, plan);
    assert_str(answers(world, plan, 1), "Отдел кадров");
    WORLD_OK(world, flow_plan_roll_forward(world->flow, &world->office, plan, 0, NULL, &next, &world->err));
    edit(world, next, 1, "Разобрать", "до 22.04.2027", "Отдел снабжения");
    assert_str(answers(world, next, 1), "Отдел снабжения");
    world_end(world);
}

/* What was taken out is done on till that is approved; what was added is not begun. */
static void work_goes_by_the_edition(void **state)
{
    World *world = world_new(state);
    uint32_t plan = approved_plan(world), number;
    EvidenceAsk link = { .kind = EVIDENCE_LINK, .slot_n = 1, .href = STR("https://example.ru/news/1"), .title = STR("Новость") };
    correct(world, plan);
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 2, &link, &number, &world->err));
    WORLD_OK(world, flow_measure_offer(world->flow, &world->office, plan, 2, 0, &world->err));
    link.slot_n = 0;
    WORLD_FAILS(world, ERR_CONFLICT, flow_evidence_offer(world->flow, &world->office, plan, 4, &link, &number, &world->err));
    approve_again(world, plan);
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 4, &link, &number, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_evidence_take_back(world->flow, &world->office, plan, 2, 1, &world->err));
    world_end(world);
}

/* Corrected back by hand: nothing differs, nothing is marked. */
static void undone_is_as_approved(void **state)
{
    World *world = world_new(state);
    uint32_t plan = approved_plan(world), n = 9;
    const int64_t *ids;
    edit(world, plan, 1, "Обсудить телескопы", "до 27.04.2026", "Отдел кадров");
    WORLD_OK(world, plan_stood_measures(flow_reader(world->flow), 1, plan_at(world, plan).id, world->arena, &ids, &n, &world->err));
    assert_int_equal(n, 1);
    edit(world, plan, 1, "Разобрать результаты", "до 22.04.2026", "Отдел развития");
    WORLD_OK(world, plan_stood_measures(flow_reader(world->flow), 1, plan_at(world, plan).id, world->arena, &ids, &n, &world->err));
    assert_int_equal(n, 0);
    world_end(world);
}

/* «measure: runs, waits, done, late» a line each, then «measure in org: due» of what lies below. */
static Str roll_words(World *world, uint32_t plan)
{
    const RollCount *counts;
    const RollCell *cells;
    uint32_t n, n_cells;
    PlanRow row = plan_at(world, plan);
    Str out = STR_EMPTY;
    WORLD_OK(world, plan_roll_counts(flow_reader(world->flow), 1, row.id, today, world->arena, &counts, &n, &world->err));
    WORLD_OK(world, plan_roll(flow_reader(world->flow), 1, row.id, world->arena, &cells, &n_cells, &world->err));
    for (uint32_t k = 1; k <= 3; k++) {
        int64_t id = measure_at(world, plan, k).id;
        for (uint32_t i = 0; i < n; i++)
            if (counts[i].measure_id == id && counts[i].n_state[MEASURE_OPEN] > 0) out = arena_printf(world->arena, "%.*s%u: %u, late %u", STR_ARG(out), k, counts[i].n_state[MEASURE_OPEN], counts[i].n_late);
        for (uint32_t i = 0; i < n_cells; i++)
            if (cells[i].measure_id == id) out = arena_printf(world->arena, "%.*s, due %.*s\n", STR_ARG(out), STR_ARG(cells[i].due_on));
    }
    return out;
}

static void a_roll_up_gathers_editions(void **state)
{
    World *world = world_new(state);
    uint32_t above = approved_plan(world), cascade, own;
    const Str to[] = { STR("edu000001") };
    CascadeAsk ask = { .plan = above, .words = STR("Составить свой план"), .see_by = DATE_NONE, .plan_by = date_of(2026, 4, 30), .n_to = 1, .to = to };
    PlanApproval approval = { .approved_by = STR("Директор"), .number = STR("3"), .on = date_of(2026, 2, 1) };
    WORLD_OK(world, flow_cascade(world->flow, &world->office, &ask, &cascade, &world->err));
    WORLD_OK(world, flow_cascade_plan(world->flow, &world->head, cascade, STR("edu000001"), STR_EMPTY, 3, (const uint32_t[]){ 1, 2, 3 }, &own, &world->err));
    WORLD_OK(world, flow_plan_approve(world->flow, &world->head, own, &approval, &world->err));
    static const char before[] = "1: 1, late 0, due 2026-04-22\n2: 1, late 1, due 2026-04-20\n3: 1, late 0, due 2026-04-24\n";
    assert_str(roll_words(world, above), before);
    Who office = world->office;
    world->office = world->head;
    edit(world, own, 1, "Разобрать результаты", "до 10.04.2026", "Директор"); /* would be late, and is not approved so */
    edit(world, own, 3, "Пригласить", "до 30.04.2026", "Директор");
    WORLD_OK(world, flow_measure_remove(world->flow, &world->head, own, 2, measure_at(world, own, 2).revision, &world->err));
    world->office = office;
    assert_str(roll_words(world, above), before);
    approval.reason = STR("по письму");
    WORLD_OK(world, flow_plan_approve(world->flow, &world->head, own, &approval, &world->err));
    assert_str(roll_words(world, above), "1: 1, late 1, due 2026-04-10\n3: 1, late 0, due 2026-04-30\n");
    world_end(world);
}

static void next_year_begins_with_the_edition(void **state)
{
    World *world = world_new(state);
    uint32_t plan = approved_plan(world), next;
    correct(world, plan);
    WORLD_OK(world, flow_plan_roll_forward(world->flow, &world->office, plan, 0, NULL, &next, &world->err));
    assert_str(plan_at(world, next).title, "План с ледоколом");
    assert_int_equal(plan_at(world, next).n_measures, 3);
    assert_str(measure_at(world, next, 1).title, "Разобрать результаты");
    assert_str(measure_at(world, next, 2).title, "Собрать директоров");
    assert_true(!measure_at(world, next, 2).deleted);
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(the_week_says_what_was_approved), BOTH(what_is_late_is_late_by_the_edition), BOTH(reminders_say_the_edition), BOTH(the_search_finds_the_edition), BOTH(undone_is_as_approved), BOTH(those_answer_who_were_approved), BOTH(work_goes_by_the_edition),
        BOTH(a_roll_up_gathers_editions), BOTH(next_year_begins_with_the_edition) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
