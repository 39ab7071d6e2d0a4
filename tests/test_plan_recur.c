/* Terms that repeat live through the plan's year: a mark and a piece of evidence for each occurrence, late when one passes without. */
#include "plan_world.h"

#include "base/date.h"
#include "flow/calendar.h"
#include "flow/standing.h"

static const Str office[] = { { "Управление образования", 43 } };
#define LINK(slot) (&(EvidenceAsk){ .kind = EVIDENCE_LINK, .slot_n = (slot), .href = STR("https://example.ru/news/1"), .title = STR("Новость") })

static uint32_t draft_of(World *world, uint32_t n, const char *const (*pairs)[2])
{
    static Measure measures[8];
    for (uint32_t i = 0; i < n; i++)
        measures[i] = (Measure){ .i_section = PLAN_NO_SECTION, .title = STR("Мониторинг"), .term = { .text = str_of(pairs[i][0]) }, .n_responsible = 1, .responsible = office, .expected = str_of(pairs[i][1]) };
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = n, .measures = measures };
    uint32_t number = 0;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &number, &world->err));
    return number;
}

static uint32_t in_force_since(World *world, int32_t on, uint32_t n, const char *const (*pairs)[2])
{
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("1"), .reason = STR_EMPTY, .on = on };
    uint32_t number = draft_of(world, n, pairs);
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, number, &approval, &world->err));
    return number;
}

static uint32_t in_force(World *world, uint32_t n, const char *const (*pairs)[2]) { return in_force_since(world, date_of(2025, 8, 28), n, pairs); }

static const MeasureSlot *slots_at(World *world, uint32_t plan, uint32_t measure, uint32_t *n)
{
    const MeasureSlot *all;
    WORLD_OK(world, measure_slots(flow_reader(world->flow), 1, measure_at(world, plan, measure).id, world->arena, &all, n, &world->err));
    MeasureSlot *live = arena_array(world->arena, MeasureSlot, *n + 1u);
    uint32_t k = 0;
    for (uint32_t i = 0; i < *n; i++)
        if (!all[i].deleted) live[k++] = all[i];
    *n = k;
    return live;
}

static void occurrences_stand_in_the_year(void **state)
{
    World *world = world_new(state);
    static const char *const pairs[][2] = { { "ежеквартально", "Справка" }, { "раз в полугодие", "Отчёт" }, { "каждый четверг", "Журнал; Фото" }, { "сентябрь–май, ежемесячно", "Справка" }, { "последняя неделя месяца", "" }, { "ежегодно, август", "Отчёт" } };
    uint32_t plan = in_force(world, 6, pairs), n;
    MeasureRow quarter = measure_at(world, plan, 1), half = measure_at(world, plan, 2), week = measure_at(world, plan, 3), month = measure_at(world, plan, 4), last = measure_at(world, plan, 5), year = measure_at(world, plan, 6);
    assert_str(quarter.windows, "2025-09-01..2025-09-30 2025-10-01..2025-12-31 2026-01-01..2026-03-31 2026-04-01..2026-06-30");
    assert_str(quarter.due_on, "2025-09-30");
    assert_str(half.windows, "2025-09-01..2025-12-31 2026-01-01..2026-06-30");
    assert_str(week.windows, "2025-09-04..2026-08-27"); /* one bar */
    assert_str(week.due_on, "2025-09-30");
    assert_true(month.n_slots == 9 && last.n_slots == 12 && year.n_slots == 1 && week.n_slots == 12);
    assert_str(year.windows, "2026-08-01..2026-08-31");
    assert_true(str_starts(last.windows, STR("2025-09-24..2025-09-30 2025-10-25..2025-10-31 "))); /* seven days, not the last of them */
    assert_str(last.first_on, "2025-09-24");
    PlanRow row = plan_at(world, plan);
    Str ics;
    WORLD_OK(world, flow_calendar_plan(flow_reader(world->flow), &row, STR_EMPTY, world->arena, &ics, &world->err));
    assert_true(str_find(ics, STR("DTSTART;VALUE=DATE:20250924")) != SIZE_MAX);
    assert_int_equal(plan_at(world, plan).n_undated, 0);
    assert_int_equal(plan_at(world, plan).n_late, 5); /* on 21 April; August is ahead */
    const MeasureSlot *slots = slots_at(world, plan, 1, &n);
    assert_int_equal(n, 4);
    assert_str(slots[1].title, "Справка — IV квартал");
    assert_str(slots[1].due_on, "2025-12-31");
    slots = slots_at(world, plan, 2, &n);
    assert_str(slots[1].title, "Отчёт — II полугодие");
    slots = slots_at(world, plan, 3, &n);
    assert_str(slots[1].title, "Журнал; Фото — октябрь, 5\u00A0раз"); /* five Thursdays; two pieces for twelve months would be 24 */
    slots = slots_at(world, plan, 5, &n);
    assert_str(slots[0].title, "Подтверждение — сентябрь");
    world_end(world);
}

static void the_next_occurrence_is_due(void **state)
{
    World *world = world_new(state);
    static const char *const pairs[][2] = { { "ежеквартально", "Справка" } };
    uint32_t plan = in_force(world, 1, pairs), piece = 0, n_plans, n_others;
    assert_true(measure_days_late(&(MeasureRow){ .state = MEASURE_OPEN, .due_on = measure_at(world, plan, 1).due_on }, date_of(2025, 10, 2)) == 2);
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(1), &piece, &world->err));
    assert_str(measure_at(world, plan, 1).due_on, "2025-12-31");
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_offer(world->flow, &world->office, plan, 1, 0, &world->err)); /* one piece does not close the year */
    assert_non_null(strstr(world->err.what, "IV квартал"));
    WORLD_OK(world, flow_evidence_decide(world->flow, &world->region_office, plan, 1, piece, (EvidenceSeen){ 0 }, false, STR("Не та справка"), &world->err));
    assert_str(measure_at(world, plan, 1).due_on, "2025-09-30"); /* what came back was not brought */
    for (uint32_t slot = 1; slot <= 4; slot++) WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(slot), NULL, &world->err));
    assert_str(measure_at(world, plan, 1).due_on, "2026-06-30");
    assert_int_equal(plan_at(world, plan).n_late, 0);
    WORLD_OK(world, flow_plan_rebuild(world->flow, &world->region_office, &n_plans, &n_others, &world->err));
    assert_int_equal(n_others, 0);
    WORLD_OK(world, flow_measure_offer(world->flow, &world->office, plan, 1, 0, &world->err));
    PlanRow row = plan_at(world, plan);
    Str ics;
    WORLD_OK(world, flow_calendar_plan(flow_reader(world->flow), &row, STR_EMPTY, world->arena, &ics, &world->err));
    uint32_t n_events = 0;
    for (size_t at; (at = str_find(ics, STR("BEGIN:VEVENT"))) != SIZE_MAX; ics = str_slice(ics, at + 1, ics.n)) n_events++;
    assert_int_equal(n_events, 4);
    world_end(world);
}

/* A plan approved in April answers for nothing that was over by then; what is brought for it all the same counts. */
static void what_was_over_before_the_plan_is_not_late(void **state)
{
    World *world = world_new(state);
    static const char *const pairs[][2] = { { "ежеквартально", "Справка" }, { "каждый четверг", "Журнал" }, { "сентябрь–декабрь, ежемесячно", "Отчёт" }, { "до 15 октября", "Приказ" } };
    uint32_t plan = in_force_since(world, date_of(2026, 4, 21), 4, pairs), n_plans, n_others; /* the world's today */
    MeasureRow quarter = measure_at(world, plan, 1), week = measure_at(world, plan, 2), autumn = measure_at(world, plan, 3);
    assert_str(quarter.due_on, "2026-06-30");
    assert_int_equal(quarter.n_slots, 1); /* of four */
    assert_str(week.due_on, "2026-04-30");
    assert_int_equal(week.n_slots, 5);
    assert_str(autumn.due_on, "2025-09-30"); /* over as a whole: late like «до 15 октября» */
    assert_int_equal(autumn.n_slots, 4);
    assert_int_equal(plan_at(world, plan).n_late, 2);
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(1), NULL, &world->err));
    quarter = measure_at(world, plan, 1);
    assert_true(quarter.n_slots == 2 && quarter.n_waiting == 1);
    assert_str(quarter.due_on, "2026-06-30");
    WORLD_OK(world, flow_plan_rebuild(world->flow, &world->region_office, &n_plans, &n_others, &world->err));
    assert_int_equal(n_others, 0);
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_offer(world->flow, &world->office, plan, 1, 0, &world->err));
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(4), NULL, &world->err));
    WORLD_OK(world, flow_measure_offer(world->flow, &world->office, plan, 1, 0, &world->err)); /* quarters before the plan are not asked for */
    MeasureRow row = measure_at(world, plan, 3);
    MeasureEdit edit = { .n = 3, .revision = row.revision, .title = STR("Мониторинг качества"), .expected = row.expected, .responsible = row.responsible, .term = row.term_text, .capabilities = row.capabilities };
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    PlanApproval again = { .approved_by = STR("Начальник"), .number = STR("2"), .reason = STR("Уточнён"), .on = date_of(2026, 5, 20) };
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, plan, &again, &world->err));
    assert_str(measure_at(world, plan, 2).due_on, "2026-04-30"); /* a later edition forgives nothing */
    assert_str(plan_at(world, plan).began_on, "2026-04-21");
    world_end(world);
}

static void slots_follow_the_term(void **state)
{
    World *world = world_new(state);
    static const char *const pairs[][2] = { { "октябрь", "Справка" } };
    uint32_t plan = in_force(world, 1, pairs), n, next = 0;
    MeasureRow row = measure_at(world, plan, 1);
    MeasureEdit edit = { .n = 1, .revision = row.revision, .title = row.title, .expected = row.expected, .responsible = row.responsible, .term = STR("ежеквартально"), .capabilities = row.capabilities };
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    (void)slots_at(world, plan, 1, &n);
    assert_int_equal(n, 1); /* with the approval, not with the pen */
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("2"), .reason = STR("Чаще"), .on = DATE_NONE };
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, plan, &approval, &world->err));
    (void)slots_at(world, plan, 1, &n);
    assert_true(n == 4 && measure_at(world, plan, 1).n_slots == 4);
    assert_str(measure_at(world, plan, 1).due_on, "2025-09-30");
    WORLD_OK(world, flow_plan_roll_forward(world->flow, &world->office, plan, 0, NULL, &next, &world->err));
    const MeasureSlot *slots = slots_at(world, next, 1, &n);
    assert_int_equal(n, 4);
    assert_str(slots[0].due_on, "2026-09-30"); /* not last year's days */
    assert_str(measure_at(world, next, 1).due_on, "2026-09-30");
    edit.term = STR("октябрь"), edit.revision = measure_at(world, plan, 1).revision;
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    edit.expected = STR("Справка; Протокол"), edit.revision = measure_at(world, plan, 1).revision;
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    (void)slots_at(world, plan, 1, &n);
    assert_int_equal(n, 4);
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, plan, &approval, &world->err));
    slots = slots_at(world, plan, 1, &n);
    assert_true(n == 2 && slots[0].due_on.n == 0 && str_eq(slots[1].title, STR("Протокол")) && measure_at(world, plan, 1).n_slots == 2);
    assert_str(measure_at(world, plan, 1).due_on, "2025-10-31");
    world_end(world);
}

/* Other results with the same days: due is the next of them, in a draft and in what is in force. */
static void other_results_leave_the_days(void **state)
{
    World *world = world_new(state);
    static const char *const pairs[][2] = { { "ежеквартально", "Справка" } };
    const uint32_t plans[] = { draft_of(world, 1, pairs), in_force(world, 1, pairs) };
    for (int i = 0; i < 2; i++) {
        MeasureRow row = measure_at(world, plans[i], 1);
        MeasureEdit edit = { .n = 1, .revision = row.revision, .title = row.title, .expected = STR("Приказ"), .responsible = row.responsible, .term = row.term_text, .capabilities = row.capabilities };
        assert_str(row.due_on, "2025-09-30");
        WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plans[i], &edit, NULL, &world->err));
        assert_str(measure_at(world, plans[i], 1).due_on, "2025-09-30");
    }
    world_end(world);
}

/* While a correction of the term waits, readers see the approved one, due where it was. */
static void readers_of_a_corrected_term_see_when_it_is_due(void **state)
{
    World *world = world_new(state);
    static const char *const pairs[][2] = { { "ежеквартально", "Справка" } };
    uint32_t plan = in_force(world, 1, pairs);
    for (uint32_t slot = 1; slot <= 2; slot++) WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(slot), NULL, &world->err));
    MeasureRow row = measure_at(world, plan, 1);
    assert_str(row.due_on, "2026-03-31");
    MeasureEdit edit = { .n = 1, .revision = row.revision, .title = row.title, .expected = row.expected, .responsible = row.responsible, .term = STR("до 15 октября"), .capabilities = row.capabilities };
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    PlanRow head = plan_at(world, plan);
    PlanWords words;
    WORLD_OK(world, flow_plan_approved(flow_reader(world->flow), &head, STR("2026-04-21"), world->arena, &words, &world->err));
    assert_int_equal(words.n, 1);
    assert_str(words.measures[0].due_on, "2026-03-31"); /* not the last quarter, nor the first */
    assert_int_equal(words.plan.n_late, 1);
    world_end(world);
}

/* What was a slip last year is not silently carried over. */
static void slips_of_last_year_are_said(void **state)
{
    World *world = world_new(state);
    static const char *const pairs[][2] = { { "31 февраля 2026 г.", "" }, { "январь–апрель 2025 г.", "" }, { "январь–апрель 2026 г.", "" }, { "июль 2025 г.", "" } };
    uint32_t plan = in_force(world, 4, pairs), next = 0;
    WORLD_OK(world, flow_plan_roll_forward(world->flow, &world->office, plan, 0, NULL, &next, &world->err));
    MeasureRow impossible = measure_at(world, next, 1), old = measure_at(world, next, 2);
    assert_str(impossible.term_text, "31 февраля 2026 г.");
    assert_true(str_find(impossible.term_notes, STR("такого дня нет")) != SIZE_MAX && str_find(impossible.term_notes, STR("в прошлом плане")) != SIZE_MAX);
    assert_str(old.windows, "2026-01-01..2026-04-30");
    assert_true(str_find(old.term_notes, STR("раньше самого плана (2026/27)")) != SIZE_MAX);
    assert_str(measure_at(world, next, 3).term_notes, "");
    assert_str(measure_at(world, next, 4).term_notes, ""); /* the summer before is preparation */
    world_end(world);
}

static void enter(World *world, const char *name, int32_t from, int32_t to)
{
    const ScheduleEntry *list;
    uint32_t n, moved;
    int64_t id = 0;
    WORLD_OK(world, schedule_list(flow_reader(world->flow), 1, world->districts[0].path, world->arena, &list, &n, &world->err));
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(list[i].name, str_of(name))) id = list[i].id;
    WORLD_OK(world, flow_schedule_put(world->flow, &world->office, STR("m1"), id, str_of(name), STR_EMPTY, from, to, 2025, &moved, &world->err));
}

static uint32_t events_of(World *world, uint32_t plan)
{
    PlanRow row = plan_at(world, plan);
    Str ics;
    uint32_t n = 0;
    WORLD_OK(world, flow_calendar_plan(flow_reader(world->flow), &row, STR_EMPTY, world->arena, &ics, &world->err));
    for (size_t at; (at = str_find(ics, STR("BEGIN:VEVENT"))) != SIZE_MAX; ics = str_slice(ics, at + 1, ics.n)) n++;
    return n;
}

/* «ежедневно в период ВПР» is nothing until the days are known, then every day of them, wherever they move. */
static void it_repeats_within_an_event(void **state)
{
    World *world = world_new(state);
    static const char *const pairs[][2] = { { "ежедневно в период ВПР", "Журнал" }, { "еженедельно в период ГИА", "Отчёт" }, { "в период ВПР и НИКО", "Справка" } };
    uint32_t plan = in_force(world, 3, pairs), n;
    for (uint32_t i = 1; i <= 3; i++) assert_true(measure_at(world, plan, i).windows.n == 0 && measure_at(world, plan, i).due_on.n == 0);
    assert_int_equal(plan_at(world, plan).n_undated, 3);
    assert_int_equal(plan_at(world, plan).n_late, 0);
    assert_int_equal(events_of(world, plan), 0);
    enter(world, "ВПР", date_of(2026, 4, 27), date_of(2026, 4, 30));
    assert_str(measure_at(world, plan, 1).windows, "2026-04-27..2026-04-27 2026-04-28..2026-04-28 2026-04-29..2026-04-29 2026-04-30..2026-04-30");
    assert_str(measure_at(world, plan, 1).due_on, "2026-04-27");
    assert_int_equal(events_of(world, plan), 5); /* four days, and the end of the third measure */
    const MeasureSlot *slots = slots_at(world, plan, 1, &n);
    assert_int_equal(n, 4);
    assert_str(slots[3].due_on, "2026-04-30");
    assert_str(measure_at(world, plan, 3).windows, "2026-04-27..2026-04-30");
    assert_non_null(strstr(arena_z(world->arena, measure_at(world, plan, 3).term_notes), "«НИКО»"));
    assert_int_equal(plan_at(world, plan).n_undated, 1);
    enter(world, "ВПР", date_of(2026, 5, 11), date_of(2026, 5, 12));
    assert_str(measure_at(world, plan, 1).windows, "2026-05-11..2026-05-11 2026-05-12..2026-05-12");
    assert_int_equal(events_of(world, plan), 3);
    enter(world, "ГИА", date_of(2026, 5, 25), date_of(2026, 6, 9));
    assert_str(measure_at(world, plan, 2).windows, "2026-05-25..2026-05-31 2026-06-01..2026-06-07 2026-06-08..2026-06-09");
    (void)slots_at(world, plan, 2, &n);
    assert_int_equal(n, 3);
    enter(world, "НИКО", date_of(2026, 10, 6), date_of(2026, 10, 7));
    assert_int_equal(measure_at(world, plan, 3).term_notes.n, 0);
    world_end(world);
}

/* «до 20 октября, далее …»: the deadline is the first of what is due, and the rule goes on behind it; what is left out is not asked for. */
static void what_is_done_once_comes_first(void **state)
{
    World *world = world_new(state);
    static const char *const pairs[][2] = { { "октябрь, далее ежеквартально", "Справка" }, { "до 20 октября, далее ежемесячно до 5 числа", "Отчёт" }, { "до 10 октября, далее еженедельно", "Журнал" }, { "ежемесячно, кроме января, июля и августа", "Справка" },
        { "за 2 недели до 1 декабря", "Приказ" } };
    uint32_t plan = in_force(world, 5, pairs), n;
    MeasureRow quarter = measure_at(world, plan, 1), month = measure_at(world, plan, 2), week = measure_at(world, plan, 3), except = measure_at(world, plan, 4), before = measure_at(world, plan, 5);
    assert_str(quarter.windows, "2025-10-01..2025-10-31 2026-01-01..2026-03-31 2026-04-01..2026-06-30");
    assert_true(str_starts(month.windows, STR("2025-09-01..2025-10-20 2025-11-05..2025-11-05 2025-12-05..2025-12-05 ")));
    assert_str(month.due_on, "2025-10-20");
    assert_str(week.windows, "2025-09-01..2026-08-30"); /* one bar, to the end of the last week */
    assert_int_equal(except.n_slots, 9);
    assert_true(str_find(except.windows, STR("2026-01")) == SIZE_MAX && str_find(except.windows, STR("2026-02-01..2026-02-28")) != SIZE_MAX);
    assert_str(before.due_on, "2025-11-17");
    const MeasureSlot *slots = slots_at(world, plan, 2, &n);
    assert_str(slots[0].due_on, "2025-10-20");
    assert_int_equal(plan_at(world, plan).n_undated, 0);
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(occurrences_stand_in_the_year), BOTH(the_next_occurrence_is_due), BOTH(what_was_over_before_the_plan_is_not_late), BOTH(slots_follow_the_term), BOTH(other_results_leave_the_days), BOTH(slips_of_last_year_are_said), BOTH(readers_of_a_corrected_term_see_when_it_is_due), BOTH(it_repeats_within_an_event), BOTH(what_is_done_once_comes_first) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
