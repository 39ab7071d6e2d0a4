/* Requisites of an organisation and papers issued under a number, on both engines. */
#include "line_world.h"

#include "base/date.h"
#include "base/limits.h"
#include "flow/paper.h"
#include "flow/plan.h"
#include "flow/setting.h"
#include "intake/plan_read.h"

static const PaperKind *kind_of(const char *id)
{
    const PaperKind *kind = paper_kind_find(str_of(id));
    assert_non_null(kind);
    return kind;
}

static uint32_t plan_of(World *world)
{
    static const Measure measures[] = { { .number = { "1", 1 }, .i_section = PLAN_NO_SECTION, .title = { "Разобрать результаты", 39 }, .term = { .text = { "октябрь", 14 } } },
        { .number = { "2", 1 }, .i_section = PLAN_NO_SECTION, .title = { "Провести педсоветы", 35 }, .term = { .text = { "ноябрь", 12 } } } };
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План на 2025/2026 учебный год"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = 2, .measures = measures };
    uint32_t number = 0;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &number, &world->err));
    return number;
}

static PaperAsk order_of(uint32_t plan)
{
    return (PaperAsk){ .org_code = STR("m1"), .kind = kind_of("order"), .day = date_of(2026, 4, 21), .number_words = STR_EMPTY, .plan = plan, .qr = STR_EMPTY };
}

static void requisites_are_kept(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    PaperRequisites org, back;
    uint32_t revision = 9;
    WORLD_OK(world, flow_requisites(db, &world->office, STR("m1"), world->arena, &org, &revision, &world->err));
    assert_int_equal(revision, 0);
    assert_str(org.name, "Энский район"); /* never given: the name of the organisation */
    assert_int_equal(org.head_name.n, 0);
    org.name = STR("Управление образования\n«Энского» района");
    org.head_name = STR("  Иванова И.И. ");
    WORLD_FAILS(world, ERR_DENIED, flow_requisites_put(world->flow, &world->other_office, STR("m1"), 0, &org, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_requisites_put(world->flow, &world->office, STR("m9"), 0, &org, &world->err));
    WORLD_OK(world, flow_requisites_put(world->flow, &world->office, STR("m1"), 0, &org, &world->err));
    WORLD_OK(world, flow_requisites(db, &world->office, STR("m1"), world->arena, &back, &revision, &world->err));
    assert_int_equal(revision, 1);
    assert_true(str_eq(back.name, org.name));
    assert_str(back.head_name, "Иванова И.И.");
    WORLD_FAILS(world, ERR_CONFLICT, flow_requisites_put(world->flow, &world->office, STR("m1"), 0, &org, &world->err)); /* two at once: the second is told */
    WORLD_OK(world, flow_requisites_put(world->flow, &world->office, STR("m1"), 1, &back, &world->err));                 /* nothing new: nothing written */
    WORLD_OK(world, flow_requisites(db, &world->office, STR("m1"), world->arena, &back, &revision, &world->err));
    assert_int_equal(revision, 1);
    char *large = arena_alloc(world->arena, LIMIT_REQUISITE + 1);
    memset(large, 'a', LIMIT_REQUISITE + 1);
    back.address = (Str){ large, LIMIT_REQUISITE + 1 };
    WORLD_FAILS(world, ERR_LIMIT, flow_requisites_put(world->flow, &world->office, STR("m1"), 1, &back, &world->err));
    world_end(world);
}

static void papers_have_numbers(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    uint32_t plan = plan_of(world), number = 0;
    PaperAsk ask = order_of(plan);
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, &ask, &number, &world->err));
    assert_int_equal(number, 1);
    ask.number_words = STR("2-од");
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, &ask, &number, &world->err));
    assert_int_equal(number, 2);
    ask.day = date_of(2027, 1, 11); /* a new year begins anew */
    ask.number_words = STR_EMPTY;
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, &ask, &number, &world->err));
    assert_int_equal(number, 1);
    ask.kind = kind_of("letter"); /* and so does another kind */
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, &ask, &number, &world->err));
    assert_int_equal(number, 1);
    const IssuedPaper *all;
    uint32_t n;
    WORLD_OK(world, issued_list(db, 1, world->districts[0].id, 0, world->arena, &all, &n, &world->err));
    assert_int_equal(n, 4);
    WORLD_OK(world, issued_list(db, 1, world->districts[0].id, 2026, world->arena, &all, &n, &world->err));
    assert_int_equal(n, 2);
    assert_true(all[0].plan_number == plan && str_eq(all[0].org_code, STR("m1")));
    PlanRow row;
    bool found;
    WORLD_OK(world, plan_get(db, 1, plan, STR("2026-04-21"), world->arena, &row, &found, &world->err));
    WORLD_OK(world, issued_of_plan(db, 1, row.id, world->arena, &all, &n, &world->err));
    assert_int_equal(n, 4);
    WORLD_OK(world, issued_of_record(db, 1, 77, world->arena, &all, &n, &world->err));
    assert_int_equal(n, 0);
    world_end(world);
}

/* What was issued is read by Merilo as the order that it is, and stays so when the plan changes. */
static void an_issued_paper_stays(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    uint32_t plan = plan_of(world), number = 0;
    PaperAsk ask = order_of(plan);
    ask.number_words = STR("87-од");
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, &ask, &number, &world->err));
    WORLD_OK(world, flow_measure_remove(world->flow, &world->office, plan, 2, 1, &world->err));
    IssuedPaper paper;
    Str docx;
    bool found;
    WORLD_OK(world, flow_paper_bytes(db, &world->office, STR("m1"), STR("order"), 2026, number, world->arena, &paper, &docx, &found, &world->err));
    assert_true(found);
    assert_str(paper.number_words, "87-од");
    SourceDoc doc;
    PlanContent content;
    WORLD_OK(world, document_read(STR("order.docx"), docx, world->arena, &doc, &world->err));
    WORLD_OK(world, plan_read(&doc, world->arena, &content, &world->err));
    assert_true(content.kind == PLAN_ORDER && content.n_measures == 2);
    assert_str(content.approved_number, "87-од");
    WORLD_OK(world, flow_paper_bytes(db, &world->office, STR("m1"), STR("order"), 2026, 5, world->arena, &paper, &docx, &found, &world->err));
    assert_false(found);
    WORLD_FAILS(world, ERR_DENIED, flow_paper_bytes(db, &world->other_office, STR("m1"), STR("order"), 2026, number, world->arena, &paper, &docx, &found, &world->err));
    world_end(world);
}

static void strangers_and_lacks_are_refused(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    uint32_t plan = plan_of(world), number = 0;
    PaperAsk ask = order_of(plan);
    Paper paper;
    WORLD_FAILS(world, ERR_DENIED, flow_paper_issue(world->flow, &world->other_office, &ask, &number, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_paper_look(db, &world->other_office, &ask, world->arena, &paper, &world->err));
    ask.day = DATE_NONE;
    WORLD_OK(world, flow_paper_look(db, &world->office, &ask, world->arena, &paper, &world->err)); /* a draft has a place for the pen */
    WORLD_FAILS(world, ERR_INPUT, flow_paper_issue(world->flow, &world->office, &ask, &number, &world->err));
    ask = order_of(99);
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_paper_look(db, &world->office, &ask, world->arena, &paper, &world->err));
    ask = order_of(0);
    ask.kind = kind_of("minutes");
    WORLD_FAILS(world, ERR_INPUT, flow_paper_look(db, &world->office, &ask, world->arena, &paper, &world->err));
    const IssuedPaper *all;
    uint32_t n;
    WORLD_OK(world, issued_list(db, 1, world->districts[0].id, 0, world->arena, &all, &n, &world->err));
    assert_int_equal(n, 0);
    world_end(world);
}

/* The edition of the standard is a setting of the server. */
static void the_edition_is_a_setting(void **state)
{
    World *world = world_new(state);
    uint32_t plan = plan_of(world);
    PaperAsk ask = order_of(plan);
    ask.qr = STR("https://merilo.example.ru/papers/m1/order/2026/1");
    Paper paper;
    WORLD_OK(world, flow_paper_look(flow_reader(world->flow), &world->office, &ask, world->arena, &paper, &world->err));
    assert_true(paper.gost == PAPER_GOST_2025 && paper.qr.n > 0);
    SettingChange change = { .kind = setting_find(STR(PAPER_GOST_SETTING)), .value = STR("2016") };
    Who program = flow_program(1);
    WORLD_OK(world, flow_settings_put(world->flow, &program, &change, 1, NULL, &world->err));
    WORLD_OK(world, flow_paper_look(flow_reader(world->flow), &world->office, &ask, world->arena, &paper, &world->err));
    assert_true(paper.gost == PAPER_GOST_2016 && paper.qr.n == 0);
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(requisites_are_kept), BOTH(papers_have_numbers), BOTH(an_issued_paper_stays), BOTH(strangers_and_lacks_are_refused), ON_SQLITE(the_edition_is_a_setting) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
