/* Requisites of an organisation and papers issued under a number, on both engines. */
#include "line_world.h"

#include "base/date.h"
#include "base/limits.h"
#include "flow/paper.h"
#include "flow/plan.h"
#include "flow/record.h"
#include "flow/setting.h"
#include "intake/plan_read.h"
#include "store/attachment.h"

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

static PaperDraft order_of(const char *number) { return (PaperDraft){ .kind = kind_of("order"), .number = str_of(number), .day = date_of(2026, 4, 21) }; }

static void has_a_head(World *world)
{
    PaperRequisites org;
    uint32_t revision;
    WORLD_OK(world, flow_requisites(flow_reader(world->flow), &world->districts[0], world->arena, &org, &revision, &world->err));
    org.head_post = STR("Начальник"), org.head_name = STR("И. И. Иванова");
    WORLD_OK(world, flow_requisites_put(world->flow, &world->office, STR("m1"), revision, &org, &world->err));
}

static PlanRow row_of(World *world, uint32_t plan)
{
    PlanRow row;
    bool found;
    WORLD_OK(world, plan_get(flow_reader(world->flow), 1, plan, STR("2026-04-21"), world->arena, &row, &found, &world->err));
    assert_true(found);
    return row;
}

static void requisites_are_kept(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    const Org *district = &world->districts[0];
    PaperRequisites org, back;
    uint32_t revision = 9;
    WORLD_OK(world, flow_requisites(db, district, world->arena, &org, &revision, &world->err));
    assert_int_equal(revision, 0);
    assert_str(org.name, "Энский район"); /* never given: the name of the organisation */
    assert_int_equal(org.head_name.n, 0);
    org.name = STR("Управление образования\n«Энского» района");
    org.head_name = STR("Иванова И.И.");
    WORLD_FAILS(world, ERR_DENIED, flow_requisites_put(world->flow, &world->other_office, STR("m1"), 0, &org, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_requisites_put(world->flow, &world->office, STR("m9"), 0, &org, &world->err));
    WORLD_OK(world, flow_requisites_put(world->flow, &world->office, STR("m1"), 0, &org, &world->err));
    WORLD_OK(world, flow_requisites(db, district, world->arena, &back, &revision, &world->err));
    assert_int_equal(revision, 1);
    assert_true(str_eq(back.name, org.name));
    assert_str(back.head_name, "Иванова И.И.");
    const AuditEntry *entries;
    uint32_t n;
    AuditAsk about = { .org_path = world->region.path, .object = STR("requisites/m1"), .verb = STR_EMPTY, .limit = 10 };
    WORLD_OK(world, audit_list(db, 1, &about, world->arena, &entries, &n, &world->err));
    assert_int_equal(n, 1);
    assert_says(entries[0].words, "Инициалы и фамилия: — → Иванова И.И.");
    WORLD_FAILS(world, ERR_CONFLICT, flow_requisites_put(world->flow, &world->office, STR("m1"), 0, &org, &world->err)); /* two at once: the second is told */
    WORLD_OK(world, flow_requisites_put(world->flow, &world->office, STR("m1"), 1, &back, &world->err));                 /* nothing new: nothing written */
    WORLD_OK(world, flow_requisites(db, district, world->arena, &back, &revision, &world->err));
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
    uint32_t plan = plan_of(world), n;
    PaperDraft draft = order_of("");
    IssuedPaper out;
    WORLD_FAILS(world, ERR_INPUT, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err)); /* an order that nobody signs would stand in the register as a draft */
    assert_says(str_of(world->err.what), "кто подписывает");
    has_a_head(world);
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    assert_int_equal(out.number, 1);
    assert_str(out.number_words, "1");
    draft = order_of("2-од");
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    assert_int_equal(out.number, 2);
    draft.day = date_of(2027, 1, 11); /* a new year begins anew */
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    assert_int_equal(out.number, 2); /* «2-од» is the second, whatever was issued before */
    draft.number = STR_EMPTY;
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    assert_int_equal(out.number, 3);
    Str words[9] = { STR("Руководителям школ"), STR_EMPTY, STR_EMPTY, STR("О направлении плана"), STR_EMPTY, STR("Направляем план.") };
    draft.kind = kind_of("letter"); /* and so does another kind */
    draft.values = words;
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    assert_int_equal(out.number, 1);
    const IssuedPaper *all;
    PlanRow row = row_of(world, plan);
    PaperAsk ask = { .path = row.org_path, .plan_id = row.id, .kind = STR_EMPTY };
    WORLD_OK(world, paper_list(flow_reader(world->flow), 1, &ask, world->arena, &all, &n, &world->err));
    assert_int_equal(n, 5);
    assert_true(str_eq(all[0].day, STR("2027-01-11")) && all[4].number == 1 && all[0].plan_number == plan);
    ask.kind = STR("order");
    WORLD_OK(world, paper_list(flow_reader(world->flow), 1, &ask, world->arena, &all, &n, &world->err));
    assert_int_equal(n, 4);
    world_end(world);
}

/* What was issued is read by Merilo as the order that it is, and stays so when the plan changes. */
static void an_issued_paper_stays(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    uint32_t plan = plan_of(world);
    has_a_head(world);
    PaperDraft draft = order_of("87-од");
    IssuedPaper out, kept;
    Str docx;
    bool found;
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    WORLD_OK(world, flow_measure_remove(world->flow, &world->office, plan, 2, 1, &world->err));
    WORLD_OK(world, paper_get(db, 1, world->districts[0].id, STR("order"), 2026, 87, world->arena, &kept, &found, &world->err));
    assert_true(found && str_eq(kept.sha256, out.sha256));
    WORLD_OK(world, attachment_get(db, 1, kept.sha256, world->arena, &docx, &found, &world->err));
    assert_true(found);
    SourceDoc doc;
    PlanContent content;
    WORLD_OK(world, document_read(STR("order.docx"), docx, world->arena, &doc, &world->err));
    WORLD_OK(world, plan_read(&doc, world->arena, &content, &world->err));
    assert_true(content.kind == PLAN_ORDER && content.n_measures == 2);
    assert_str(content.approved_number, "87-од");
    WORLD_OK(world, paper_get(db, 1, world->districts[0].id, STR("order"), 2026, 5, world->arena, &kept, &found, &world->err));
    assert_false(found);
    world_end(world);
}

static void strangers_and_lacks_are_refused(void **state)
{
    World *world = world_new(state);
    uint32_t plan = plan_of(world), n;
    PaperDraft draft = order_of("");
    IssuedPaper out;
    WORLD_FAILS(world, ERR_DENIED, flow_paper_issue(world->flow, &world->other_office, plan, &draft, world->arena, &out, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_paper_issue(world->flow, &world->office, 99, &draft, world->arena, &out, &world->err));
    draft.day = DATE_NONE;
    WORLD_FAILS(world, ERR_INPUT, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    draft = order_of("");
    draft.kind = kind_of("minutes");
    WORLD_FAILS(world, ERR_INPUT, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    const IssuedPaper *all;
    PaperAsk ask = { .path = world->region.path, .kind = STR_EMPTY };
    WORLD_OK(world, paper_list(flow_reader(world->flow), 1, &ask, world->arena, &all, &n, &world->err));
    assert_int_equal(n, 0);
    world_end(world);
}

static void record_it(World *world, const char *number, const char *day, const char *way)
{
    const RecordType *type = record_type_find(way != NULL ? STR("letter") : STR("order"));
    RecordData *data = record_data_new(type, world->arena);
    record_set(data, "title", STR("О проверочных работах"));
    record_set(data, "number", str_of(number));
    record_set(data, "day", str_of(day));
    if (way != NULL) record_set(data, "way", str_of(way)), record_set(data, "kind", STR("letter"));
    RecordEdit edit = { .type = str_of(type->id), .org_code = STR("m1"), .data = data };
    WORLD_OK(world, flow_record_save(world->flow, &world->office, &edit, NULL, &world->err));
}

static Record record_of(World *world, const char *type, uint32_t number, RecordData **data)
{
    Record row;
    bool found;
    WORLD_OK(world, record_get(flow_reader(world->flow), 1, str_of(type), number, world->arena, &row, &found, &world->err));
    assert_true(found);
    WORLD_OK(world, record_data_read(record_type_find(str_of(type)), row.fields, world->arena, data, &world->err));
    return row;
}

/* Register and papers have one numbering; what is issued stands in the register with its file and its points, and they go under control. */
static void an_issued_order_stands_in_its_register(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    uint32_t plan = plan_of(world), control = 0, n;
    record_it(world, "87-од", "2026-03-02", NULL);
    record_it(world, "500", "2025-03-02", NULL); /* another year */
    PaperDraft draft = order_of("");
    Str words[7] = { STR("О мерах"), STR("В целях объективности"), STR("приказываю:"), STR("Руководителям школ провести педсоветы. Срок: до 1 мая 2026 г. Ответственные: директора школ.\nКонтроль оставляю за собой."), STR("по содержанию плана"), STR("Начальник управления | И. И. Иванова"), STR_EMPTY };
    draft.values = words;
    IssuedPaper out;
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    assert_int_equal(out.number, 88);
    assert_str(out.number_words, "88");
    RecordData *data;
    Record row = record_of(world, "order", 3, &data);
    assert_true(out.record_id == row.id);
    assert_str(row.title, "О мерах");
    assert_str(row.state, "signed");
    assert_str(record_value(data, "number"), "88");
    assert_str(record_value(data, "day"), "2026-04-21");
    assert_says(record_value(data, "signer"), "Иванова");
    assert_int_equal(record_rows(data, "points")->n, 2);
    assert_says(record_rows(data, "points")->rows[0].cells[0], "провести педсоветы");
    assert_str(record_rows(data, "points")->rows[0].cells[1], "до 1 мая 2026 г.");
    assert_says(record_rows(data, "points")->rows[0].cells[2], "иректора школ");
    RecordFile *files;
    WORLD_OK(world, record_files(db, &row, world->arena, &files, &n, &world->err));
    assert_true(n == 1 && str_eq(files[0].sha256, out.sha256));
    assert_str(files[0].name, "Приказ № 88 от 21.04.2026.docx");
    RecordLink *links;
    WORLD_OK(world, record_links(db, &row, world->arena, &links, &n, &world->err));
    assert_true(n == 1 && str_eq(links[0].kind, STR("plan")));
    WORLD_OK(world, flow_record_control(world->flow, &world->office, STR("order"), row.number, &control, &world->err));
    assert_int_not_equal(control, plan);
    world_end(world);
}

/* A number that is taken is refused in words; a record of that number and day that has no paper yet takes it. */
static void a_number_is_given_once(void **state)
{
    World *world = world_new(state);
    uint32_t plan = plan_of(world);
    has_a_head(world);
    record_it(world, "87-од", "2026-03-02", NULL);
    record_it(world, "90", "2026-04-21", NULL);
    PaperDraft draft = order_of("87-ОД");
    IssuedPaper out;
    WORLD_FAILS(world, ERR_CONFLICT, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    assert_says(str_of(world->err.what), "№ 87-ОД уже занят: приказ «О проверочных работах», 02.03.2026");
    draft = order_of("90");
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    RecordData *data;
    Record row = record_of(world, "order", 2, &data);
    assert_true(out.record_id == row.id && out.number == 90);
    assert_str(row.title, "О проверочных работах"); /* what was written stays */
    assert_int_equal(record_rows(data, "points")->n, 2);
    WORLD_FAILS(world, ERR_CONFLICT, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err)); /* not twice */
    world_end(world);
}

static void an_empty_letter_is_not_issued(void **state)
{
    World *world = world_new(state);
    uint32_t plan = plan_of(world);
    record_it(world, "700", "2026-04-02", "in"); /* their number, not ours */
    record_it(world, "01-15/214", "2026-04-02", "out");
    PaperDraft draft = order_of("");
    draft.kind = kind_of("letter");
    IssuedPaper out;
    Str words[9] = { STR("Руководителям\nшкол") };
    draft.values = words;
    WORLD_FAILS(world, ERR_INPUT, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    assert_says(str_of(world->err.hint), "Впишите: «О чём письмо», «Текст».");
    words[3] = STR("О направлении плана"), words[5] = STR("Направляем план.");
    WORLD_OK(world, flow_paper_issue(world->flow, &world->office, plan, &draft, world->arena, &out, &world->err));
    assert_int_equal(out.number, 215);
    RecordData *data;
    Record row = record_of(world, "letter", 3, &data);
    assert_str(row.title, "О направлении плана");
    assert_str(record_value(data, "way"), "out");
    assert_str(record_value(data, "from"), "Руководителям школ");
    world_end(world);
}

static uint32_t keep(World *world, const char *type, const char *json)
{
    RecordData *data;
    uint32_t number = 0;
    WORLD_OK(world, record_data_read(record_type_find(str_of(type)), str_of(json), world->arena, &data, &world->err));
    RecordEdit edit = { .type = str_of(type), .org_code = STR("m1"), .data = data };
    WORLD_OK(world, flow_record_save(world->flow, &world->office, &edit, &number, &world->err));
    return number;
}

/* A record that stands has its paper issued under its own number, or gets the next one; once. Its sheet and its extract wait for that number. */
static void a_record_has_its_paper_issued(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    IssuedPaper out;
    RecordData *data;
    uint32_t n, order = keep(world, "order", "{\"day\":\"2026-04-21\",\"points\":[{\"text\":\"Провести педсоветы\"}],\"title\":\"О мерах\"}");
    Str m = STR("order");
#define ISSUE(type, number, kind) flow_paper_issue_record(world->flow, &world->office, str_of(type), number, kind_of(kind), NULL, STR_EMPTY, world->arena, &out, &world->err)
    WORLD_FAILS(world, ERR_INPUT, ISSUE("order", order, "order"));
    assert_says(str_of(world->err.hint), "Впишите в запись: «Кто подписал».");
    record_it(world, "41", "2026-02-02", NULL);
    Record row = record_of(world, "order", order, &data);
    record_set(data, "signer", STR("начальник управления Иванова И.И."));
    RecordEdit edit = { .type = m, .number = order, .revision = row.revision, .data = data };
    WORLD_OK(world, flow_record_save(world->flow, &world->office, &edit, NULL, &world->err));
    WORLD_FAILS(world, ERR_INPUT, ISSUE("order", order, "acquaintance")); /* of what has no number */
    WORLD_FAILS(world, ERR_NOT_FOUND, ISSUE("order", order, "minutes"));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_paper_issue_record(world->flow, &world->other_office, m, order, kind_of("order"), NULL, STR_EMPTY, world->arena, &out, &world->err));
    WORLD_OK(world, ISSUE("order", order, "order"));
    assert_true(out.number == 42 && out.record_id == row.id);
    row = record_of(world, "order", order, &data);
    assert_str(record_value(data, "number"), "42");
    assert_str(row.state, "signed");
    WORLD_FAILS(world, ERR_CONFLICT, ISSUE("order", order, "order"));
    WORLD_OK(world, ISSUE("order", order, "acquaintance"));
    assert_str(out.number_words, "42");
    RecordFile *files;
    WORLD_OK(world, record_files(db, &row, world->arena, &files, &n, &world->err));
    assert_int_equal(n, 2);
    uint32_t minutes = keep(world, "minutes", record_type_find(STR("minutes"))->examples[0]); /* № 5 */
    WORLD_OK(world, ISSUE("minutes", minutes, "minutes"));
    assert_true(out.number == 5 && str_eq(out.number_words, STR("5")));
    WORLD_OK(world, ISSUE("minutes", minutes, "extract"));
    WORLD_OK(world, ISSUE("minutes", minutes, "extract")); /* as often as they are asked for */
    world_end(world);
}

/* The edition of the standard is a setting of the server; a draft has a place for the pen. */
static void the_edition_is_a_setting(void **state)
{
    World *world = world_new(state);
    PlanRow row = row_of(world, plan_of(world));
    PaperDraft draft = order_of("");
    draft.day = DATE_NONE;
    Paper paper;
    int32_t today = date_of(2026, 4, 21);
    WORLD_OK(world, flow_paper_of_plan(flow_reader(world->flow), &row, &draft, today, world->arena, &paper, &world->err));
    assert_int_equal(paper.gost, PAPER_GOST_2025);
    SettingChange change = { .kind = setting_find(STR(PAPER_GOST_SETTING)), .value = STR("2016") };
    Who program = flow_program(1);
    WORLD_OK(world, flow_settings_put(world->flow, &program, &change, 1, NULL, &world->err));
    WORLD_OK(world, flow_paper_of_plan(flow_reader(world->flow), &row, &draft, today, world->arena, &paper, &world->err));
    assert_int_equal(paper.gost, PAPER_GOST_2016);
    world_end(world);
}

/* A report tells every measure once; its counts are the sum of its lines. */
static void execution_counts_its_lines(void **state)
{
    World *world = world_new(state);
    PlanRow row = row_of(world, plan_of(world));
    ExecutionSummary summary;
    WORLD_OK(world, flow_plan_execution(flow_reader(world->flow), &row, DATE_NONE, DATE_NONE, date_of(2026, 4, 21), world->arena, &summary, &world->err));
    uint32_t sum = 0;
    for (uint32_t i = 0; i < summary.n_counts; i++) sum += summary.counts[i].n;
    assert_true(summary.n_lines == 2 && sum == 2);
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(requisites_are_kept), BOTH(papers_have_numbers), BOTH(an_issued_paper_stays), BOTH(strangers_and_lacks_are_refused), BOTH(an_issued_order_stands_in_its_register), BOTH(a_number_is_given_once), BOTH(an_empty_letter_is_not_issued), BOTH(a_record_has_its_paper_issued), ON_SQLITE(the_edition_is_a_setting),
        ON_SQLITE(execution_counts_its_lines) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
