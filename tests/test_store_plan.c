/* Plans as rows: written once over one revision, listed by subtree, counted upward through two steps, evidence and addressees told apart; on both engines. */
#include "line_world.h"

#include "store/cascade.h"
#include "store/plan.h"

enum { N_MEASURES = 6 };

typedef struct Maker { World *world; const Org *org; uint32_t number; int64_t from; const int64_t *above; int64_t id, measures[N_MEASURES]; PlanState state; } Maker;

static bool make_plan(DbWrite *write, void *context, Err *err)
{
    Maker *maker = context;
    PlanRow plan = { .region_id = 1, .id = db_new_id(write), .org_id = maker->org->id, .number = maker->number, .kind = PLAN_PLAN, .state = maker->state, .title = STR("План"), .goal = STR_EMPTY,
        .school_year = 2025, .from_plan_id = maker->from, .made_by = 100, .made_at = LINE_NOW };
    maker->id = plan.id;
    if (!plan_put(write, &plan, err)) return false;
    for (uint32_t i = 0; i < N_MEASURES; i++) {
        MeasureRow row = { .region_id = 1, .id = db_new_id(write), .plan_id = plan.id, .n = i + 1, .org_id = maker->org->id, .position = i + 1, .title = STR("Пункт"), .term_kind = TERM_WINDOWS,
            .windows = STR("2025-09-01..2025-09-30"), .first_on = STR("2025-09-01"), .due_on = i == 5 ? STR_EMPTY : i < 3 ? STR("2025-09-30") : STR("2026-12-31"), .state = i == 0 ? MEASURE_ACCEPTED : MEASURE_OPEN,
            .from_measure_id = maker->above == NULL || maker->state == PLAN_WITHDRAWN ? 0 : maker->above[i] };
        maker->measures[i] = row.id;
        if (!measure_put(write, &row, err)) return false;
    }
    return plan_recount(write, 1, plan.id, LINE_NOW, err);
}

static Maker made(World *world, const Org *org, uint32_t number, const Maker *above, PlanState state)
{
    Maker maker = { .world = world, .org = org, .number = number, .from = above == NULL ? 0 : above->id, .above = above == NULL ? NULL : above->measures, .state = state };
    WORLD_OK(world, db_tx(world->store->db, make_plan, &maker, &world->err));
    return maker;
}

static const Str today = { "2026-04-21", 10 };

static void a_plan_is_listed_where_it_belongs(void **state)
{
    World *world = world_new(state);
    DbRead *db = db_reader(world->store->db);
    made(world, &world->districts[0], 1, NULL, PLAN_IN_FORCE);
    made(world, &world->schools[0], 2, NULL, PLAN_IN_FORCE);
    made(world, &world->schools[3], 3, NULL, PLAN_WITHDRAWN);
    const PlanRow *plans;
    uint32_t n, number;
    PlanAsk ask = { .path = world->region.path, .today = today };
    WORLD_OK(world, plan_list(db, 1, &ask, world->arena, &plans, &n, &world->err));
    assert_int_equal(n, 2); /* withdrawn ones are asked for */
    assert_int_equal(plans[0].number, 1);
    assert_int_equal(plans[0].n_measures, N_MEASURES);
    assert_int_equal(plans[0].n_accepted, 1);
    assert_int_equal(plans[0].n_undated, 1);
    assert_int_equal(plans[0].n_late, 2); /* the accepted one is not late */
    ask.state = PLAN_WITHDRAWN;
    WORLD_OK(world, plan_list(db, 1, &ask, world->arena, &plans, &n, &world->err));
    assert_int_equal(n, 1);
    ask = (PlanAsk){ .path = world->districts[0].path, .today = today, .own_only = true };
    WORLD_OK(world, plan_list(db, 1, &ask, world->arena, &plans, &n, &world->err));
    assert_int_equal(n, 1);
    ask = (PlanAsk){ .path = world->districts[1].path, .today = today };
    WORLD_OK(world, plan_list(db, 1, &ask, world->arena, &plans, &n, &world->err));
    assert_int_equal(n, 0);
    ask = (PlanAsk){ .path = world->region.path, .today = today, .school_year = 2024 };
    WORLD_OK(world, plan_list(db, 1, &ask, world->arena, &plans, &n, &world->err));
    assert_int_equal(n, 0);
    PlanPress press = { .path = world->districts[0].path, .since = STR("2025-09-30"), .until = STR("2026-04-24") }; /* of the plan itself: the school's own is not counted */
    WORLD_OK(world, plan_pressing(db, 1, &press, world->arena, &number, &world->err));
    assert_int_equal(number, 2); /* neither the accepted one nor what is due later or never */
    press.since = STR("2025-10-01");
    WORLD_OK(world, plan_pressing(db, 1, &press, world->arena, &number, &world->err));
    assert_int_equal(number, 0); /* given up */
    WORLD_OK(world, plan_next_number(db, 1, &number, &world->err));
    assert_int_equal(number, 4);
    world_end(world);
}

typedef struct Saver { const PlanRow *plan; const MeasureRow *measure; bool done; } Saver;
static bool save(DbWrite *write, void *context, Err *err)
{
    Saver *saver = context;
    return saver->plan != NULL ? plan_save(write, saver->plan, LINE_NOW, &saver->done, err) : measure_save(write, saver->measure, &saver->done, err);
}

static void a_revision_is_written_once(void **state)
{
    World *world = world_new(state);
    DbRead *db = db_reader(world->store->db);
    made(world, &world->districts[0], 1, NULL, PLAN_DRAFT);
    PlanRow plan;
    MeasureRow measure;
    bool found;
    WORLD_OK(world, plan_get(db, 1, 1, today, world->arena, &plan, &found, &world->err));
    assert_true(found);
    plan.title = STR("Другое название");
    Saver saver = { .plan = &plan };
    for (int i = 0; i < 2; i++) {
        WORLD_OK(world, db_tx(world->store->db, save, &saver, &world->err));
        assert_int_equal(saver.done, i == 0);
    }
    WORLD_OK(world, measure_get(db, 1, 1, 2, world->arena, &measure, &found, &world->err));
    assert_true(found && measure.revision == 1);
    measure.title = STR("Исправлено");
    measure.deleted = true;
    saver = (Saver){ .measure = &measure };
    for (int i = 0; i < 2; i++) {
        WORLD_OK(world, db_tx(world->store->db, save, &saver, &world->err));
        assert_int_equal(saver.done, i == 0);
    }
    WORLD_OK(world, measure_get(db, 1, 1, 2, world->arena, &measure, &found, &world->err));
    assert_true(found && measure.deleted && measure.revision == 2);
    assert_str(measure.plan_title, "Другое название");
    const MeasureRow *all;
    uint32_t n;
    WORLD_OK(world, measure_list(db, 1, plan.id, world->arena, &all, &n, &world->err));
    assert_int_equal(n, N_MEASURES - 1);
    world_end(world);
}

/* One measure's part is what the whole has of it; the organisations are those of all parts. */
static void parts_agree_with_the_whole(World *world, const Maker *plan, const RollCell *all, uint32_t n_all)
{
    DbRead *db = db_reader(world->store->db);
    const RollCell *cells;
    const int64_t *orgs;
    uint32_t n, n_seen = 0, n_orgs;
    WORLD_OK(world, plan_roll_orgs(db, 1, plan->id, world->arena, &orgs, &n_orgs, &world->err));
    for (uint32_t m = 0; m < sizeof plan->measures / sizeof *plan->measures; m++) {
        WORLD_OK(world, measure_roll(db, 1, plan->id, plan->measures[m], world->arena, &cells, &n, &world->err));
        for (uint32_t i = 0; i < n; i++, n_seen++) {
            uint32_t k = 0, o = 0;
            while (k < n_all && (all[k].measure_id != cells[i].measure_id || all[k].org_id != cells[i].org_id)) k++;
            while (o < n_orgs && orgs[o] != cells[i].org_id) o++;
            assert_true(k < n_all && o < n_orgs);
            assert_true(all[k].state == cells[i].state && all[k].n_evidence == cells[i].n_evidence && all[k].n_accepted == cells[i].n_accepted && all[k].plan_number == cells[i].plan_number);
        }
    }
    assert_int_equal(n_seen, n_all);
    for (uint32_t o = 0; o < n_orgs; o++) {
        uint32_t k = 0;
        while (k < n_all && all[k].org_id != orgs[o]) k++;
        assert_true(k < n_all && (o == 0 || orgs[o - 1] < orgs[o]));
    }
}

/* Region → districts → schools, by hand: every derived measure counted once, at both steps. */
static void what_was_made_below_is_counted(void **state)
{
    World *world = world_new(state);
    DbRead *db = db_reader(world->store->db);
    Maker top = made(world, &world->region, 1, NULL, PLAN_IN_FORCE), first = made(world, &world->districts[0], 2, &top, PLAN_IN_FORCE);
    made(world, &world->districts[1], 3, &top, PLAN_WITHDRAWN);
    for (uint32_t i = 0; i < 3; i++) made(world, &world->schools[i], 4 + i, &first, i == 2 ? PLAN_WITHDRAWN : PLAN_DRAFT);
    const RollCount *counts;
    const RollCell *cells;
    uint32_t n;
    WORLD_OK(world, plan_roll_counts(db, 1, top.id, today, world->arena, &counts, &n, &world->err));
    assert_int_equal(n, N_MEASURES);
    for (uint32_t i = 0; i < n; i++) {
        bool is_first = counts[i].measure_id == top.measures[0], late = counts[i].measure_id == top.measures[1] || counts[i].measure_id == top.measures[2];
        assert_int_equal(counts[i].n_state[MEASURE_ACCEPTED], is_first ? 1 : 0);
        assert_int_equal(counts[i].n_state[MEASURE_OPEN], is_first ? 0 : 1);
        assert_int_equal(counts[i].n_draft, 2);
        assert_int_equal(counts[i].n_late, late ? 1 : 0); /* a draft promises nothing */
    }
    WORLD_OK(world, plan_roll(db, 1, first.id, world->arena, &cells, &n, &world->err));
    assert_int_equal(n, 2 * N_MEASURES);
    for (uint32_t i = 0; i < n; i++) assert_true(cells[i].org_id == world->schools[0].id || cells[i].org_id == world->schools[1].id);
    parts_agree_with_the_whole(world, &first, cells, n);
    PlanAsk ask = { .path = world->region.path, .today = today, .from_plan_id = first.id };
    const PlanRow *plans;
    WORLD_OK(world, plan_list(db, 1, &ask, world->arena, &plans, &n, &world->err));
    assert_int_equal(n, 2);
    assert_int_equal(plans[0].from_number, 2);
    assert_true(plans[0].state == PLAN_DRAFT && plans[0].n_late == 0);
    world_end(world);
}

typedef struct Bringing { int64_t measure, org; uint32_t slot; EvidenceState state; } Bringing;
static bool bring(DbWrite *write, void *context, Err *err)
{
    const Bringing *bringing = context;
    EvidenceRow row = { .region_id = 1, .id = db_new_id(write), .measure_id = bringing->measure, .org_id = bringing->org, .slot_n = bringing->slot, .kind = EVIDENCE_LINK, .state = EVIDENCE_OFFERED,
        .href = STR("https://example.ru/"), .title = STR("Страница"), .account_id = 102, .made_at = LINE_NOW };
    bool moved = true;
    if (!evidence_next_number(db_within(write), 1, row.measure_id, &row.number, err) || !evidence_put(write, &row, err)) return false;
    row.state = bringing->state;
    return bringing->state == EVIDENCE_OFFERED || (evidence_move(write, &row, EVIDENCE_OFFERED, &moved, err) && moved);
}

static void schools_without_a_plan_bring_evidence_too(void **state)
{
    World *world = world_new(state);
    DbRead *db = db_reader(world->store->db);
    Maker plan = made(world, &world->districts[0], 1, NULL, PLAN_IN_FORCE);
    const Bringing brought[] = { { plan.measures[1], world->schools[0].id, 1, EVIDENCE_ACCEPTED }, { plan.measures[1], world->schools[1].id, 1, EVIDENCE_OFFERED },
        { plan.measures[1], world->schools[2].id, 1, EVIDENCE_TAKEN_BACK }, { plan.measures[1], world->districts[0].id, 0, EVIDENCE_OFFERED }, { plan.measures[2], world->schools[0].id, 0, EVIDENCE_RETURNED } };
    for (size_t i = 0; i < sizeof brought / sizeof *brought; i++) WORLD_OK(world, db_tx(world->store->db, bring, (void *)(uintptr_t)&brought[i], &world->err));
    const RollCell *cells;
    const EvidenceRow *evidence;
    uint32_t n, n_left, n_all;
    WORLD_OK(world, plan_roll(db, 1, plan.id, world->arena, &cells, &n, &world->err));
    assert_int_equal(n, 3);
    assert_true(cells[0].org_id == world->schools[0].id && cells[0].state == MEASURE_ACCEPTED && cells[0].n_accepted == 1);
    assert_true(cells[1].org_id == world->schools[1].id && cells[1].state == MEASURE_OFFERED && cells[1].n_accepted == 0 && cells[1].n_evidence == 1);
    assert_true(cells[2].measure_id == plan.measures[2] && cells[2].state == MEASURE_RETURNED);
    parts_agree_with_the_whole(world, &plan, cells, n);
    WORLD_OK(world, evidence_list(db, 1, plan.measures[1], world->arena, &evidence, &n, &world->err));
    assert_int_equal(n, 4);
    assert_int_equal(evidence[3].number, 4);
    assert_str(evidence[0].org_name, "Школа № 1");
    WORLD_OK(world, evidence_schools_left(db, 1, world->districts[0].path, plan.measures[1], 1, world->arena, &n_left, &n_all, &world->err));
    assert_int_equal(n_all, 3);
    assert_int_equal(n_left, 2);
    world_end(world);
}

static bool people_and_slots(DbWrite *write, void *context, Err *err)
{
    const Maker *plan = context;
    const MeasurePerson people[] = { { .part = MEASURE_RESPONSIBLE, .role = ROLE_SCHOOL, .words = STR("Руководители ОО") }, { .part = MEASURE_CONTROLLER, .account_id = 100, .words = STR_EMPTY } };
    const MeasureSlot first[] = { { .n = 1, .title = STR("Программа") }, { .n = 2, .title = STR("Список") } }, second[] = { { .n = 2, .title = STR("Список участников"), .each_school = true } };
    return measure_people_put(write, 1, plan->measures[1], 2, people, err) && measure_slots_put(write, 1, plan->measures[1], 2, first, err) && measure_slots_put(write, 1, plan->measures[1], 1, second, err);
}

static void people_find_their_measures(void **state)
{
    World *world = world_new(state);
    DbRead *db = db_reader(world->store->db);
    Maker plan = made(world, &world->districts[0], 1, NULL, PLAN_IN_FORCE);
    made(world, &world->schools[0], 2, NULL, PLAN_IN_FORCE);
    WORLD_OK(world, db_tx(world->store->db, people_and_slots, &plan, &world->err));
    const MeasureRow *rows;
    const MeasureSlot *slots;
    uint32_t n;
    WORLD_OK(world, measure_mine(db, 1, 100, (MeasurePart)0, world->arena, &rows, &n, &world->err));
    assert_true(n == 1 && rows[0].n == 2);
    WORLD_OK(world, measure_mine(db, 1, 100, MEASURE_RESPONSIBLE, world->arena, &rows, &n, &world->err));
    assert_int_equal(n, 0);
    WORLD_OK(world, measure_slots(db, 1, plan.measures[1], world->arena, &slots, &n, &world->err));
    assert_true(n == 2 && slots[0].deleted && !slots[1].deleted && slots[1].each_school);
    WORLD_OK(world, measure_due(db, 1, world->region.path, STR("2025-12-31"), 0, world->arena, &rows, &n, &world->err));
    assert_int_equal(n, 4); /* two of each plan: the accepted ones and the later ones are not asked for */
    WORLD_OK(world, measure_due(db, 1, world->region.path, STR("2027-01-01"), 3, world->arena, &rows, &n, &world->err));
    assert_int_equal(n, 3);
    WORLD_OK(world, measure_due(db, 1, world->schools[0].path, STR("2025-12-31"), 0, world->arena, &rows, &n, &world->err));
    assert_true(n == 2 && rows[0].plan_number == 2);
    world_end(world);
}

static bool send(DbWrite *write, void *context, Err *err)
{
    World *world = context;
    CascadeRow row = { .region_id = 1, .id = db_new_id(write), .number = 1, .org_id = world->districts[0].id, .title = STR("Письмо"), .words = STR("Ознакомиться"), .account_id = 100, .made_at = LINE_NOW };
    if (!cascade_put(write, &row, err)) return false;
    for (int i = 0; i < 3; i++)
        if (!cascade_to_put(write, &(CascadeTo){ .region_id = 1, .cascade_id = row.id, .org_id = world->schools[i].id }, err)) return false;
    return cascade_to_save(write, &(CascadeTo){ .region_id = 1, .cascade_id = row.id, .org_id = world->schools[1].id, .seen_by = 102, .seen_at = LINE_NOW, .done_words = STR("Собрание проведено"), .done_at = LINE_NOW }, err) &&
        schedule_put(write, &(ScheduleEntry){ .region_id = 1, .id = db_new_id(write), .org_id = world->region.id, .name = STR("график ВПР"), .from_on = STR("2026-04-14"), .to_on = STR("2026-05-17") }, err) &&
        schedule_put(write, &(ScheduleEntry){ .region_id = 1, .id = db_new_id(write), .org_id = world->districts[0].id, .name = STR("график ВПР"), .from_on = STR("2026-04-20") }, err) &&
        schedule_put(write, &(ScheduleEntry){ .region_id = 1, .id = db_new_id(write), .org_id = world->districts[1].id, .name = STR("чужие каникулы"), .from_on = STR("2026-03-20") }, err);
}

static bool close_it(DbWrite *write, void *context, Err *err) { return cascade_close(write, 1, *(const int64_t *)context, LINE_NOW, err); }

static void a_letter_goes_down(void **state)
{
    World *world = world_new(state);
    DbRead *db = db_reader(world->store->db);
    WORLD_OK(world, db_tx(world->store->db, send, world, &world->err));
    CascadeRow row;
    const CascadeTo *to;
    const CascadeRow *all;
    const ScheduleEntry *entries;
    uint32_t n;
    bool found;
    WORLD_OK(world, cascade_get(db, 1, 1, world->arena, &row, &found, &world->err));
    assert_true(found && row.n_to == 3 && row.n_seen == 1 && row.n_planned == 0 && row.n_done == 1);
    WORLD_OK(world, cascade_addressees(db, 1, row.id, world->arena, &to, &n, &world->err));
    assert_true(n == 3 && to[0].seen_at == 0 && to[1].seen_at == LINE_NOW);
    WORLD_OK(world, cascade_inbox(db, 1, world->schools[0].id, false, world->arena, &to, &n, &world->err));
    assert_int_equal(n, 1);
    assert_str(to[0].from_name, "Энский район");
    WORLD_OK(world, cascade_list(db, 1, world->districts[1].path, 0, world->arena, &all, &n, &world->err));
    assert_int_equal(n, 0);
    WORLD_OK(world, schedule_list(db, 1, world->schools[0].path, world->arena, &entries, &n, &world->err));
    assert_int_equal(n, 2);
    assert_true(entries[0].org_id == world->districts[0].id); /* the nearest first */
    WORLD_OK(world, schedule_list(db, 1, STR_EMPTY, world->arena, &entries, &n, &world->err));
    assert_int_equal(n, 3);
    WORLD_OK(world, db_tx(world->store->db, close_it, &row.id, &world->err));
    WORLD_OK(world, cascade_inbox(db, 1, world->schools[0].id, false, world->arena, &to, &n, &world->err));
    assert_int_equal(n, 0);
    WORLD_OK(world, cascade_inbox(db, 1, world->schools[0].id, true, world->arena, &to, &n, &world->err));
    assert_int_equal(n, 1);
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(a_plan_is_listed_where_it_belongs), BOTH(a_revision_is_written_once), BOTH(what_was_made_below_is_counted), BOTH(schools_without_a_plan_bring_evidence_too),
        BOTH(people_find_their_measures), BOTH(a_letter_goes_down) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
