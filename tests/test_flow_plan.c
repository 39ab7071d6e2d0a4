/* The life of a plan: made, corrected by two people at once, approved as editions, anchored to schedules, rolled forward. */
#include "plan_world.h"

#include <sys/wait.h>

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "flow/plan.h"
#include "flow/plan_read.h"
#include "flow/procedure.h"
#include "record/record.h"
#include "store/attachment.h"

#define N_OF(a) (sizeof(a) / sizeof *(a))

static const Str by_schools[] = { { "Руководители ОО", 29 } }, by_office[] = { { "Управление образования", 43 }, { "ИМЦ", 6 } };
static const uint8_t two[] = { 36, 48 };

static PlanContent small_plan(void)
{
    static const PlanSection sections[] = { { { "1", 1 }, { "Анализ", 12 } }, { { "2", 1 }, { "Обучение", 16 } } };
    static Measure measures[3];
    measures[0] = (Measure){ .number = STR("1.1"), .i_section = 0, .title = STR("Разобрать результаты"), .term = { .text = STR("октябрь") }, .n_responsible = 2, .responsible = by_office,
        .expected = STR("Справка о результатах; Протокол совещания"), .n_capabilities = 2, .capabilities = two, .line_from = 7, .line_to = 9 };
    measures[1] = (Measure){ .number = STR("2.1"), .i_section = 1, .title = STR("Провести педсоветы"), .term = { .text = STR("ноябрь – декабрь, май – июнь") }, .n_responsible = 1, .responsible = by_schools,
        .expected = STR("Протокол педагогического совета") };
    measures[2] = (Measure){ .number = STR("2.2"), .i_section = 1, .title = STR("Пригласить наблюдателей"), .term = { .text = STR("в соответствии с графиком ВПР") }, .n_responsible = 1, .responsible = by_schools };
    return (PlanContent){ .kind = PLAN_PLAN, .title = STR("План на 2025/2026 учебный год"), .approved_on = DATE_NONE, .school_year = 2025, .n_sections = 2, .sections = sections, .n_measures = 3, .measures = measures };
}

static uint32_t small(World *world)
{
    PlanContent content = small_plan();
    uint32_t number = 0;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &number, &world->err));
    return number;
}

static void approve(World *world, const Who *who, uint32_t number, const char *reason)
{
    PlanApproval approval = { .approved_by = STR("Начальник управления И.И. Иванова"), .number = STR("259"), .reason = str_of(reason), .on = DATE_NONE };
    WORLD_OK(world, flow_plan_approve(world->flow, who, number, &approval, &world->err));
}

static MeasureEdit edit_of(const MeasureRow *row)
{
    return (MeasureEdit){ .n = row->n, .revision = row->revision, .number = row->number, .section = row->section_n == 1 ? STR("1") : STR("2"), .task = row->task, .title = row->title, .bullets = row->bullets,
        .expected = row->expected, .participants = row->participants, .responsible = row->responsible, .term = row->term_text, .windows = STR_EMPTY, .capabilities = row->capabilities };
}

/* ---- making ---- */

static void a_plan_is_made_of_what_was_read(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    PlanContent content = small_plan();
    PlanSource source = { STR("C:\\планы\\план.txt"), STR("План мероприятий") };
    uint32_t number = 0, n;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, &source, &number, &world->err));
    PlanRow plan = plan_at(world, number);
    assert_true(plan.state == PLAN_DRAFT && plan.n_measures == 3 && plan.n_undated == 1);
    assert_str(plan.source_name, "план.txt");
    Str bytes;
    bool found;
    WORLD_OK(world, attachment_get(db, 1, plan.source_sha256, world->arena, &bytes, &found, &world->err));
    assert_true(found && str_eq(bytes, source.bytes));
    MeasureRow first = measure_at(world, number, 1), second = measure_at(world, number, 2), third = measure_at(world, number, 3);
    assert_str(first.windows, "2025-10-01..2025-10-31");
    assert_str(first.capabilities, "C36 C48");
    assert_str(second.windows, "2025-11-01..2025-12-31 2026-05-01..2026-06-30");
    assert_str(second.due_on, "2026-06-30");
    assert_true(third.term_kind == TERM_SCHEDULE && third.due_on.n == 0);
    const MeasureSlot *slots;
    WORLD_OK(world, measure_slots(db, 1, first.id, world->arena, &slots, &n, &world->err));
    assert_int_equal(n, 2);
    assert_str(slots[0].title, "Справка о результатах");
    assert_str(slots[1].record_type, "minutes");
    assert_false(slots[0].each_school);
    WORLD_OK(world, measure_slots(db, 1, second.id, world->arena, &slots, &n, &world->err));
    assert_true(n == 1 && slots[0].each_school); /* heads of schools answer: every school brings its own */
    const MeasurePerson *people;
    WORLD_OK(world, measure_people(db, 1, first.id, world->arena, &people, &n, &world->err));
    assert_true(n == 2 && people[0].role == ROLE_MUNICIPALITY && people[1].role == ROLE_METHODOLOGIST);
    PlanContent again;
    WORLD_OK(world, flow_plan_content(db, &plan, world->arena, &again, &world->err));
    assert_int_equal(again.n_measures, 3);
    assert_int_equal(again.n_sections, 2);
    for (uint32_t i = 0; i < 3; i++) {
        assert_true(str_eq(again.measures[i].title, content.measures[i].title) && str_eq(again.measures[i].term.text, content.measures[i].term.text));
        assert_true(again.measures[i].i_section == content.measures[i].i_section && again.measures[i].n_responsible == content.measures[i].n_responsible);
        assert_int_equal(again.measures[i].n_capabilities, content.measures[i].n_capabilities);
    }
    world_end(world);
}

/* «Соисполнители» and «Контроль» of a document are people of the measure; a controller of its own stands before that of the whole order. */
static void helpers_and_controllers_of_a_document_are_people(void **state)
{
    World *world = world_new(state);
    static const Str helpers[] = { { "школы", 10 }, { "Методист Крылов К.К.", 36 } }, controllers[] = { { "директор", 16 } };
    static const PlanDecision control = { .number = STR("3"), .text = STR("Контроль за исполнением приказа возложить на заместителя начальника Орлову О.О.") };
    PlanContent content = small_plan();
    Measure measures[3];
    memcpy(measures, content.measures, sizeof measures);
    measures[0].n_helpers = 2, measures[0].helpers = helpers;
    measures[0].n_controllers = 1, measures[0].controllers = controllers;
    content.measures = measures;
    content.n_decisions = 1, content.decisions = &control;
    uint32_t number = 0, n;
    const MeasurePerson *people;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &number, &world->err));
    WORLD_OK(world, measure_people(flow_reader(world->flow), 1, measure_at(world, number, 2).id, world->arena, &people, &n, &world->err));
    uint32_t n_parts[4] = { 0 };
    for (uint32_t i = 0; i < n; i++) n_parts[people[i].part]++;
    assert_true(n == 5 && n_parts[MEASURE_RESPONSIBLE] == 2 && n_parts[MEASURE_HELPER] == 2 && n_parts[MEASURE_CONTROLLER] == 1);
    for (uint32_t i = 0; i < n; i++)
        if (people[i].part == MEASURE_CONTROLLER) assert_str(people[i].words, "директор");
    WORLD_OK(world, measure_people(flow_reader(world->flow), 1, measure_at(world, number, 3).id, world->arena, &people, &n, &world->err));
    assert_true(n == 2 && people[1].part == MEASURE_CONTROLLER && str_find(people[1].words, STR("Орлову О.О.")) != SIZE_MAX);
    world_end(world);
}

/* ---- columns taken otherwise ---- */

static const char columns_text[] = "План мероприятий на 2025/2026 учебный год\n\n"
    "| № | Мероприятия | Срок | Ответственные | Целевое значение | Результат | Наставник |\n|---|---|---|---|---|---|---|\n"
    "| 1 | Провести диагностику | ноябрь 2025 г. | Методист | 100 % | Справка | Белова А.А. |\n"
    "| 2 | Провести семинар | декабрь 2025 г. | Методист | 20 учителей | Программа | Орлова О.О. |\n"
    "| 3 | Проверить работы | до 20 января 2026 г. | Отдел образования | 3 школы | Протокол | |\n";

static uint32_t n_of_part(World *world, uint32_t plan, uint32_t n, MeasurePart part)
{
    const MeasurePerson *people;
    uint32_t n_people, found = 0;
    WORLD_OK(world, measure_people(flow_reader(world->flow), 1, measure_at(world, plan, n).id, world->arena, &people, &n_people, &world->err));
    for (uint32_t i = 0; i < n_people; i++) found += people[i].part == part;
    return found;
}

static void columns_are_taken_otherwise(void **state)
{
    World *world = world_new(state);
    const FlowTermOptions options = { .approved = DATE_NONE };
    const char *const roles = "participants целевое значение\nhelpers наставник";
    PlanContent content;
    PlanColumns columns = { 0 };
    PlanColumnsDone done;
    SourceDoc doc;
    uint32_t plan = 0, n;
    WORLD_OK(world, flow_plan_read(STR("план.md"), str_of(columns_text), &options, world->arena, &content, &doc, &world->err));
    WORLD_OK(world, flow_plan_understand_columns(&doc, &options, STR_EMPTY, world->arena, &content, &columns, &world->err));
    assert_int_equal(columns.n, 7);
    assert_str(str_of(columns.items[4].role->word), "expected");
    assert_str(columns.items[4].sample, "100 %");
    assert_true(columns.items[6].lost && !columns.items[5].lost);
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &plan, &world->err));
    MeasureRow row = measure_at(world, plan, 2);
    MeasureEdit edit = edit_of(&row);
    edit.section = STR_EMPTY, edit.expected = STR("Программа и список"), edit.participants = STR("учителя");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_plan_columns(world->flow, &world->head, plan, &doc, STR_EMPTY, str_of(roles), &done, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_columns(world->flow, &world->office, plan, &doc, STR("none наставник"), str_of(roles), &done, &world->err));
    WORLD_OK(world, flow_plan_columns(world->flow, &world->office, plan, &doc, STR_EMPTY, str_of(roles), &done, &world->err));
    assert_true(done.n_changed == 3 && done.n_kept == 1 && done.n_added + done.n_removed == 0);
    assert_str(measure_at(world, plan, 1).participants, "100 %");
    assert_str(measure_at(world, plan, 1).expected, "Справка");
    const MeasureSlot *slots;
    WORLD_OK(world, measure_slots(flow_reader(world->flow), 1, measure_at(world, plan, 1).id, world->arena, &slots, &n, &world->err));
    assert_int_equal(measure_at(world, plan, 1).n_slots, 1); /* evidence follows what is expected */
    assert_str(measure_at(world, plan, 2).participants, "учителя"); /* typed by hand: nothing of it is lost */
    assert_str(measure_at(world, plan, 2).expected, "Программа и список");
    assert_str(measure_at(world, plan, 3).participants, "3 школы");
    assert_true(n_of_part(world, plan, 1, MEASURE_HELPER) == 1 && n_of_part(world, plan, 2, MEASURE_HELPER) == 1 && n_of_part(world, plan, 3, MEASURE_HELPER) == 0);
    assert_str(plan_at(world, plan).column_roles, roles);
    /* back: as it was, and what was typed stands still */
    WORLD_OK(world, flow_plan_columns(world->flow, &world->office, plan, &doc, str_of(roles), STR_EMPTY, &done, &world->err));
    assert_str(measure_at(world, plan, 1).expected, "100 %; Справка");
    assert_int_equal(measure_at(world, plan, 1).participants.n + n_of_part(world, plan, 1, MEASURE_HELPER), 0);
    assert_str(measure_at(world, plan, 2).expected, "Программа и список");
    assert_str(measure_at(world, plan, 2).participants, "учителя");
    assert_int_equal(plan_at(world, plan).column_roles.n, 0);
    /* of a plan in force they are corrections */
    approve(world, &world->office, plan, "");
    WORLD_OK(world, flow_plan_columns(world->flow, &world->office, plan, &doc, STR_EMPTY, STR("title результат\nnone мероприятия"), &done, &world->err));
    assert_true(plan_at(world, plan).changed && plan_at(world, plan).n_measures == 3);
    assert_str(measure_at(world, plan, 3).title, "Протокол");
    WORLD_FAILS(world, ERR_INPUT, flow_plan_columns(world->flow, &world->office, plan, &doc, STR("title результат\nnone мероприятия"), STR("none мероприятия\nnone результат\nnone №\nnone срок\nnone ответственные\nnone целевое значение"), &done, &world->err));
    assert_str(measure_at(world, plan, 3).title, "Протокол");
    world_end(world);
}

static void an_order_gives_its_points_and_its_annex(void **state)
{
    World *world = world_new(state);
    PlanContent content = small_plan(), again;
    const PlanDecision decisions[] = { { .number = STR("1"), .text = STR("Утвердить план мероприятий") }, { .number = STR("2.2"), .text = STR("Разработать планы школ"), .term = { .text = STR("до 30.10.2025") }, .n_responsible = 1, .responsible = by_schools } };
    content.kind = PLAN_ORDER;
    content.n_decisions = N_OF(decisions);
    content.decisions = decisions;
    uint32_t number = 0, n;
    const SectionRow *sections;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &number, &world->err));
    PlanRow plan = plan_at(world, number);
    assert_int_equal(plan.n_measures, 5);
    WORLD_OK(world, plan_sections(flow_reader(world->flow), 1, plan.id, world->arena, &sections, &n, &world->err));
    assert_int_equal(n, 3);
    assert_str(sections[0].title, "Приказ");
    assert_int_equal(measure_at(world, number, 2).section_n, 1);
    assert_str(measure_at(world, number, 2).due_on, "2025-10-30");
    assert_int_equal(measure_at(world, number, 3).section_n, 2);
    WORLD_OK(world, flow_plan_content(flow_reader(world->flow), &plan, world->arena, &again, &world->err));
    assert_true(again.n_decisions == 2 && again.n_measures == 3 && again.n_sections == 2 && again.measures[0].i_section == 0);
    content.n_measures = 0, content.n_sections = 0, content.kind = PLAN_MINUTES;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &number, &world->err));
    assert_int_equal(measure_at(world, number, 1).section_n, 0);
    world_end(world);
}

static void strangers_make_nothing(void **state)
{
    World *world = world_new(state);
    PlanContent content = small_plan();
    PlanSource bad = { STR("план.exe"), STR("MZ\0\1\2\3") };
    uint32_t number;
    WORLD_FAILS(world, ERR_DENIED, flow_plan_new(world->flow, &world->other_office, STR("m1"), &content, NULL, &number, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_plan_new(world->flow, &world->head, STR("edu000002"), &content, NULL, &number, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_plan_new(world->flow, &world->office, STR("нет"), &content, NULL, &number, &world->err));
    WORLD_FAILS(world, ERR_INPUT, flow_plan_new(world->flow, &world->office, STR("m1"), &content, &bad, &number, &world->err));
    content.n_measures = LIMIT_PLAN_MEASURES + 1;
    WORLD_FAILS(world, ERR_LIMIT, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &number, &world->err));
    WORLD_OK(world, plan_next_number(flow_reader(world->flow), 1, &number, &world->err));
    assert_int_equal(number, 1);
    world_end(world);
}

static void every_pack_becomes_a_plan(void **state)
{
    World *world = world_new(state);
    const PackView *packs;
    uint32_t n = flow_plan_packs(ORG_SCHOOL, world->arena, &packs), n_all = 0;
    assert_int_equal(n, 5);
    assert_true(packs[0].level == ORG_SCHOOL);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = 0;
        WORLD_OK(world, flow_plan_from_pack(world->flow, &world->office, STR("m1"), packs[i].id, 2026, &number, &world->err));
        PlanRow plan = plan_at(world, number);
        assert_int_equal(plan.n_measures, packs[i].n_measures);
        assert_says(plan.title, "2026/2027");
        n_all += plan.n_measures;
        for (uint32_t k = 1; k <= plan.n_measures; k++) {
            MeasureRow row = measure_at(world, number, k);
            bool timed = row.term_kind == TERM_WINDOWS || row.term_kind == TERM_WHOLE_YEAR || row.term_kind == TERM_SCHEDULE || row.term_kind == TERM_RECURRING;
            if (!timed || (row.due_on.n == 0 && row.anchor.n == 0 && row.recurrence.n == 0)) fail_msg("«%.*s»: «%.*s» is not understood", STR_ARG(row.title), STR_ARG(row.term_text));
            if (row.term_notes.n > 0) fail_msg("«%.*s»: %.*s", STR_ARG(row.term_text), STR_ARG(row.term_notes));
            if (row.due_on.n > 0 && (str_cmp(row.due_on, STR("2026-08-01")) < 0 || str_cmp(row.due_on, STR("2027-08-31")) > 0)) fail_msg("«%.*s»: %.*s", STR_ARG(row.term_text), STR_ARG(row.due_on));
            assert_true(row.capabilities.n > 0 && row.responsible.n > 0);
        }
    }
    assert_int_equal(n_all, 13 + 31 + 17 + 9 + 4);
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_plan_from_pack(world->flow, &world->office, STR("m1"), STR("нет"), 2026, NULL, &world->err));
    WORLD_FAILS(world, ERR_INPUT, flow_plan_from_pack(world->flow, &world->office, STR("m1"), packs[0].id, 26, NULL, &world->err));
    world_end(world);
}

/* The documents of real offices, where they are: every measure comes through, dated or anchored or told why not, and comes back as content. */
static void real_documents_become_plans(void **state)
{
    World *world = world_new(state);
    static const struct { const char *file; uint32_t n_measures, least_dated; } seeds[] = {
        { "000_3d49d17d5bb19838.txt", 13, 0 }, { "001_066ca50a595af427.txt", 36, 28 }, { "002_9353c2d6c670bb5c.txt", 17, 15 }, { "003_a0f49e7baecf1b20.txt", 9, 0 }, { "004_11f38a75561bd15e.txt", 4, 2 },
    };
    const char *source = getenv("MERILO_SOURCE");
    char path[400];
    for (size_t i = 0; i < N_OF(seeds); i++) {
        PlanContent content, again;
        uint32_t number = 0, n, n_dated = 0;
        Str bytes;
        snprintf(path, sizeof path, "%s/../shared/seeds/%s", source == NULL ? "" : source, seeds[i].file);
        if (access(path, R_OK) != 0) skip();
        WORLD_OK(world, file_read(path, LIMIT_ATTACHMENT, world->arena, &bytes, &world->err));
        WORLD_OK(world, flow_plan_read(str_of(path), bytes, &(FlowTermOptions){ .approved = DATE_NONE }, world->arena, &content, NULL, &world->err));
        WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, &(PlanSource){ str_of(path), bytes }, &number, &world->err));
        PlanRow plan = plan_at(world, number);
        if (plan.n_measures != seeds[i].n_measures) fail_msg("%s: %u measures", seeds[i].file, plan.n_measures);
        const MeasureRow *rows;
        WORLD_OK(world, measure_list(flow_reader(world->flow), 1, plan.id, world->arena, &rows, &n, &world->err));
        for (uint32_t k = 0; k < n; k++) n_dated += rows[k].due_on.n > 0 || rows[k].anchor.n > 0;
        if (n_dated < seeds[i].least_dated) fail_msg("%s: only %u of %u have days or an anchor", seeds[i].file, n_dated, n);
        WORLD_OK(world, flow_plan_content(flow_reader(world->flow), &plan, world->arena, &again, &world->err));
        assert_true(again.n_measures == content.n_measures && again.n_decisions == content.n_decisions && again.n_sections == content.n_sections);
        const PlanChange *changes;
        plan_content_diff(&content, &again, world->arena, &n, &changes);
        for (uint32_t k = 0; k < n; k++) fprintf(stderr, "%s: %.*s: %.*s: «%.*s» → «%.*s»\n", seeds[i].file, STR_ARG(changes[k].number), STR_ARG(changes[k].field), STR_ARG(changes[k].before), STR_ARG(changes[k].after));
        assert_int_equal(n, 0);
    }
    world_end(world);
}

/* ---- correcting ---- */

static void a_measure_is_corrected(void **state)
{
    World *world = world_new(state);
    uint32_t plan = small(world), n = 0, n_slots;
    MeasureRow row = measure_at(world, plan, 1);
    MeasureEdit edit = edit_of(&row);
    edit.term = STR("до 15 ноября 2025 г.");
    edit.expected = STR("Справка о результатах. Перечень проблемных зон.");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, &n, &world->err));
    MeasureRow after = measure_at(world, plan, 1);
    assert_str(after.due_on, "2025-11-15");
    assert_int_equal(after.revision, 2);
    const MeasureSlot *slots;
    WORLD_OK(world, measure_slots(flow_reader(world->flow), 1, row.id, world->arena, &slots, &n_slots, &world->err));
    uint32_t n_live = 0;
    for (uint32_t i = 0; i < n_slots; i++) n_live += !slots[i].deleted;
    assert_int_equal(n_live, 2); /* nobody had touched them: they follow the words */
    AuditAsk ask = { .object = STR("plan/1/measure/1"), .limit = 5 };
    const AuditEntry *entries;
    uint32_t n_entries;
    WORLD_OK(world, audit_list(flow_reader(world->flow), 1, &ask, world->arena, &entries, &n_entries, &world->err));
    assert_int_equal(n_entries, 1);
    assert_says(entries[0].words, "срок: октябрь → до 15 ноября 2025 г.");
    edit = edit_of(&after);
    edit.windows = STR("2025-12-01..2025-12-10");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, &n, &world->err));
    assert_true(measure_at(world, plan, 1).term_by_hand);
    assert_str(measure_at(world, plan, 1).due_on, "2025-12-10");
    /* New ones: after the first, in a section of their own. */
    MeasureEdit fresh = { .after_n = 1, .section = STR("Открытость"), .title = STR("Обновить сайт"), .term = STR("в течение года"), .responsible = STR("Руководители ОО") };
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &fresh, &n, &world->err));
    assert_int_equal(n, 4);
    const MeasureRow *all;
    WORLD_OK(world, measure_list(flow_reader(world->flow), 1, row.plan_id, world->arena, &all, &n, &world->err));
    assert_true(n == 4 && all[1].n == 4 && all[1].section_n == 3);
    fresh.title = STR_EMPTY;
    WORLD_FAILS(world, ERR_INPUT, flow_measure_edit(world->flow, &world->office, plan, &fresh, &n, &world->err));
    fresh = (MeasureEdit){ .title = STR("Пункт"), .capabilities = STR("C7") };
    WORLD_FAILS(world, ERR_INPUT, flow_measure_edit(world->flow, &world->office, plan, &fresh, &n, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_measure_edit(world->flow, &world->head, plan, &edit, &n, &world->err));
    world_end(world);
}

/* Both opened the form at once: the second learns what the first changed, nothing is lost, and may save after that. */
static void two_people_edit_one_measure(void **state)
{
    World *world = world_new(state);
    uint32_t plan = small(world);
    MeasureRow seen = measure_at(world, plan, 1);
    MeasureEdit first = edit_of(&seen), second = edit_of(&seen);
    first.title = STR("Разобрать результаты ВПР");
    second.term = STR("сентябрь");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &first, NULL, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_edit(world->flow, &world->region_office, plan, &second, NULL, &world->err));
    assert_string_equal(world->err.detail, "мероприятие: Разобрать результаты → Разобрать результаты ВПР");
    assert_str(measure_at(world, plan, 1).term_text, "октябрь");
    second.title = first.title;
    second.revision = measure_at(world, plan, 1).revision;
    WORLD_OK(world, flow_measure_edit(world->flow, &world->region_office, plan, &second, NULL, &world->err));
    assert_str(measure_at(world, plan, 1).title, "Разобрать результаты ВПР");
    assert_str(measure_at(world, plan, 1).term_text, "сентябрь");
    /* The same saved twice is no conflict. */
    WORLD_OK(world, flow_measure_edit(world->flow, &world->region_office, plan, &second, NULL, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_remove(world->flow, &world->office, plan, 1, seen.revision, &world->err));
    WORLD_OK(world, flow_measure_remove(world->flow, &world->office, plan, 1, measure_at(world, plan, 1).revision, &world->err));
    assert_int_equal(plan_at(world, plan).n_measures, 2);
    WORLD_OK(world, flow_measure_restore(world->flow, &world->office, plan, 1, &world->err));
    assert_int_equal(plan_at(world, plan).n_measures, 3);
    PlanRow before = plan_at(world, plan);
    const Str title = STR("Другое название"), goal = STR("Честная оценка");
    WORLD_OK(world, flow_plan_edit(world->flow, &world->office, plan, &(PlanEdit){ .revision = before.revision, .title = &title }, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_edit(world->flow, &world->office, plan, &(PlanEdit){ .revision = before.revision, .goal = &goal }, &world->err));
    assert_non_null(strstr(world->err.detail, "название: План на 2025/2026 учебный год → Другое название"));
    world_end(world);
}

/* Two processes correct one measure as fast as they can. Every save that was told «done» is a revision and an entry of the journal; every other one was told what had changed. */
enum { TURNS = 25 };

static int correct_often(const char *url, const Who *who, int process)
{
    Flow *flow;
    Err err;
    Arena *arena = arena_new(0);
    int n_done = 0, n_silent = 0;
    if (!flow_open(url, 10 + (uint32_t)process, &flow, &err)) return 255;
    for (int i = 0; i < TURNS; i++) {
        MeasureRow row;
        bool found;
        if (!measure_get(flow_reader(flow), 1, 1, 1, arena, &row, &found, &err)) return 254;
        MeasureEdit edit = edit_of(&row);
        edit.title = arena_printf(arena, "Разобрать результаты, %d-%d", process, i);
        err = (Err){ 0 };
        if (flow_measure_edit(flow, who, 1, &edit, NULL, &err)) n_done++;
        else n_silent += err.code == ERR_CONFLICT ? err.detail[0] == '\0' : err.code != ERR_BUSY;
    }
    flow_close(flow);
    arena_free(arena);
    return n_silent > 0 ? 253 : n_done;
}

static void two_processes_lose_nothing(void **state)
{
    World *world = world_new(state);
    small(world);
    pid_t both[2];
    int n_done = 0;
    for (int i = 0; i < 2; i++) {
        both[i] = fork();
        if (both[i] == 0) _exit(correct_often(world->store->url, i == 0 ? &world->office : &world->region_office, i));
    }
    for (int i = 0; i < 2; i++) {
        int status;
        assert_int_equal(waitpid(both[i], &status, 0), both[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= TURNS);
        n_done += WEXITSTATUS(status);
    }
    AuditAsk ask = { .object = STR("plan/1/measure/1"), .limit = 3 * TURNS };
    const AuditEntry *entries;
    uint32_t n;
    WORLD_OK(world, audit_list(flow_reader(world->flow), 1, &ask, world->arena, &entries, &n, &world->err));
    assert_int_equal(n, n_done);
    assert_int_equal(measure_at(world, 1, 1).revision, n_done + 1);
    assert_true(n_done >= TURNS / 2);
    world_end(world);
}

static void people_and_evidence_are_named(void **state)
{
    World *world = world_new(state);
    uint32_t plan = small(world), n;
    const MeasurePerson people[] = { { .part = MEASURE_RESPONSIBLE, .role = ROLE_SCHOOL, .words = STR("Руководители ОО") }, { .part = MEASURE_HELPER, .words = STR("Родительский совет") } };
    const MeasureSlot slots[] = { { .n = 1, .title = STR("Протокол"), .record_type = STR("minutes") }, { .title = STR("Фотографии") } };
    WORLD_OK(world, flow_measure_people(world->flow, &world->office, plan, 2, 2, people, &world->err));
    WORLD_OK(world, flow_measure_slots(world->flow, &world->office, plan, 2, 2, slots, &world->err));
    assert_int_equal(measure_at(world, plan, 2).n_slots, 2);
    const MeasureSlot *now;
    WORLD_OK(world, measure_slots(flow_reader(world->flow), 1, measure_at(world, plan, 2).id, world->arena, &now, &n, &world->err));
    assert_true(n == 2 && now[1].n == 2 && !now[0].each_school);
    const MeasurePerson nobody[] = { { .part = MEASURE_CONTROLLER } }, missing[] = { { .part = MEASURE_CONTROLLER, .account_number = 77 } };
    WORLD_FAILS(world, ERR_INPUT, flow_measure_people(world->flow, &world->office, plan, 2, 1, nobody, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_measure_people(world->flow, &world->office, plan, 2, 1, missing, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_measure_slots(world->flow, &world->head, plan, 2, 0, NULL, &world->err));
    world_end(world);
}

/* ---- editions ---- */

static void editions_are_kept_and_told_apart(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    uint32_t plan = small(world), n;
    WORLD_OK(world, flow_plan_submit(world->flow, &world->office, plan, &world->err));
    MeasureRow row = measure_at(world, plan, 1);
    MeasureEdit edit = edit_of(&row);
    edit.title = STR("Разобрать итоги");
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err)); /* while it waits it stands still */
    WORLD_FAILS(world, ERR_INPUT, flow_plan_return(world->flow, &world->office, plan, STR(" "), &world->err));
    WORLD_OK(world, flow_plan_return(world->flow, &world->office, plan, STR("Нет сроков наблюдения"), &world->err));
    assert_str(plan_at(world, plan).return_reason, "Нет сроков наблюдения");
    approve(world, &world->office, plan, "");
    assert_true(plan_at(world, plan).state == PLAN_IN_FORCE && plan_at(world, plan).edition == 1);
    PlanApproval again = { .approved_by = STR_EMPTY, .number = STR("260"), .reason = STR("повтор"), .on = DATE_NONE };
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_approve(world->flow, &world->office, plan, &again, &world->err)); /* nothing has changed */
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    assert_true(plan_at(world, plan).changed);
    again.reason = STR_EMPTY;
    WORLD_FAILS(world, ERR_INPUT, flow_plan_approve(world->flow, &world->office, plan, &again, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_plan_approve(world->flow, &world->head, plan, &again, &world->err));
    approve(world, &world->office, plan, "Уточнён пункт 1.1");
    const PlanEdition *editions;
    PlanRow stands = plan_at(world, plan);
    WORLD_OK(world, plan_editions(db, 1, stands.id, world->arena, &editions, &n, &world->err));
    assert_true(n == 2 && !stands.changed);
    assert_str(editions[1].reason, "Уточнён пункт 1.1");
    PlanContent contents[2];
    for (uint32_t i = 0; i < 2; i++) {
        PlanEdition edition;
        bool found;
        WORLD_OK(world, plan_edition_get(db, 1, stands.id, i + 1, world->arena, &edition, &found, &world->err));
        WORLD_OK(world, plan_content_read(edition.content, world->arena, &contents[i], &world->err));
    }
    const PlanChange *changes;
    plan_content_diff(&contents[0], &contents[1], world->arena, &n, &changes);
    bool told = false;
    for (uint32_t i = 0; i < n; i++) told = told || (str_eq(changes[i].before, STR("Разобрать результаты")) && str_eq(changes[i].after, STR("Разобрать итоги")));
    assert_true(told);
    row = measure_at(world, plan, 1);
    edit = edit_of(&row);
    edit.title = STR("Разобрать итоги года");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    assert_true(plan_at(world, plan).approved_number.n > 0);
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, plan, &(PlanApproval){ .approved_by = STR_EMPTY, .number = STR_EMPTY, .reason = STR("уточнён"), .on = DATE_NONE }, &world->err));
    assert_str(plan_at(world, plan).approved_number, ""); /* the number of the edition before was another order's */
    WORLD_OK(world, flow_plan_close(world->flow, &world->office, plan, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_withdraw(world->flow, &world->office, plan, STR("поздно"), &world->err));
    uint32_t other = small(world);
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_close(world->flow, &world->office, other, &world->err));
    WORLD_OK(world, flow_plan_withdraw(world->flow, &world->office, other, STR("Заведён дважды"), &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_plan_close(world->flow, &world->office, 99, &world->err));
    world_end(world);
}

/* Many rows are written whole or not at all; each refused one is told, and only it. */
static void many_measures_are_written_together(void **state)
{
    World *world = world_new(state);
    uint32_t plan = small(world), n_refused = 9;
    MeasureEdit edits[3];
    MeasureRefusal refused[3];
    for (uint32_t i = 0; i < 3; i++) {
        MeasureRow row = measure_at(world, plan, i + 1);
        edits[i] = edit_of(&row);
    }
    edits[0].title = STR("Разобрать итоги");
    edits[1].title = STR_EMPTY;
    edits[2].section = STR("Новый раздел"), edits[2].windows = STR("когда-нибудь");
    WORLD_FAILS(world, ERR_INPUT, flow_measures_edit(world->flow, &world->office, plan, 3, edits, refused, &n_refused, &world->err));
    assert_true(n_refused == 2 && refused[0].n == 2 && refused[1].n == 3 && refused[0].why.code == ERR_INPUT);
    assert_says(str_of(refused[1].why.what), "когда-нибудь");
    const SectionRow *sections;
    uint32_t n;
    WORLD_OK(world, plan_sections(flow_reader(world->flow), 1, plan_at(world, plan).id, world->arena, &sections, &n, &world->err));
    assert_int_equal(n, 2);
    assert_str(measure_at(world, plan, 1).title, "Разобрать результаты");
    edits[1].title = STR("Провести педсоветы"), edits[2].windows = STR_EMPTY;
    WORLD_FAILS(world, ERR_DENIED, flow_measures_edit(world->flow, &world->head, plan, 3, edits, refused, &n_refused, &world->err));
    WORLD_OK(world, flow_measures_edit(world->flow, &world->office, plan, 3, edits, refused, &n_refused, &world->err));
    assert_int_equal(n_refused, 0);
    assert_str(measure_at(world, plan, 1).title, "Разобрать итоги");
    assert_int_equal(measure_at(world, plan, 2).revision, 1); /* nothing in it was changed */
    WORLD_FAILS(world, ERR_CONFLICT, flow_measures_edit(world->flow, &world->office, plan, 1, (MeasureEdit[]){ { .n = 1, .revision = 1, .title = STR("Своё"), .section = STR("1") } }, refused, &n_refused, &world->err));
    assert_true(n_refused == 1 && refused[0].why.code == ERR_CONFLICT);
    world_end(world);
}

/* ---- schedules ---- */

static uint32_t put_procedure(World *world, const char *starts, const char *ends, bool is_new)
{
    ProcedureRow row = { .region_id = 1, .org_id = world->region.id, .kind = STR("впр"), .year = 2026, .grade = 5, .subject = STR("Математика"), .starts_on = str_of(starts), .ends_on = str_of(ends),
        .hand_in_by = STR_EMPTY, .state = PROCEDURE_PLANNED, .blueprint = STR_EMPTY, .note = STR_EMPTY, .level = STR_EMPTY, .title = STR_EMPTY };
    procedure_name(&row, world->arena);
    WORLD_OK(world, flow_procedure_put(world->flow, &world->region_office, world->region.path, &row, is_new, &world->err));
    return 0;
}

static void anchored_terms_follow_their_schedule(void **state)
{
    World *world = world_new(state);
    uint32_t plan = small(world), moved = 0;
    assert_int_equal(plan_at(world, plan).n_undated, 1);
    put_procedure(world, "2026-04-20", "2026-05-15", true);
    assert_str(measure_at(world, plan, 3).windows, "2026-04-20..2026-05-15");
    assert_int_equal(plan_at(world, plan).n_undated, 0);
    uint32_t revision = measure_at(world, plan, 3).revision;
    put_procedure(world, "2026-04-22", "2026-05-18", false);
    assert_str(measure_at(world, plan, 3).due_on, "2026-05-18");
    assert_int_equal(measure_at(world, plan, 3).revision, revision); /* nobody's correction: forms that are open stay good */
    AuditAsk ask = { .object = STR("plan/1"), .verb = STR("сдвинут срок"), .limit = 5 };
    const AuditEntry *entries;
    uint32_t n;
    WORLD_OK(world, audit_list(flow_reader(world->flow), 1, &ask, world->arena, &entries, &n, &world->err));
    assert_says(entries[0].words, "20.04.2026–15.05.2026 → 22.04.2026–18.05.2026");
    /* An office enters its own dates: nearer than the procedures of the region. */
    int32_t from = date_of(2026, 3, 10), to = date_of(2026, 3, 20);
    WORLD_OK(world, flow_schedule_put(world->flow, &world->office, STR("m1"), 0, STR("график ВПР"), STR_EMPTY, from, to, 2025, &moved, &world->err));
    assert_int_equal(moved, 1);
    assert_says(measure_at(world, plan, 3).windows, "2026-03-10..2026-03-20");
    const ScheduleEntry *list;
    WORLD_OK(world, schedule_list(flow_reader(world->flow), 1, world->districts[0].path, world->arena, &list, &n, &world->err));
    assert_int_equal(n, 1);
    WORLD_FAILS(world, ERR_DENIED, flow_schedule_remove(world->flow, &world->head, STR("m1"), list[0].id, &world->err));
    WORLD_FAILS(world, ERR_INPUT, flow_schedule_put(world->flow, &world->office, STR("m1"), 0, STR("каникулы"), STR_EMPTY, to, from, 2025, &moved, &world->err));
    WORLD_OK(world, flow_schedule_remove(world->flow, &world->office, STR("m1"), list[0].id, &world->err));
    assert_str(measure_at(world, plan, 3).windows, "2026-04-22..2026-05-18");
    world_end(world);
}

/* More plans than one statement takes: each has its days, its counts and its entry, and the chain of the journal holds. */
static void many_plans_move_together(void **state)
{
    enum { PLANS = 17 };
    World *world = world_new(state);
    uint32_t plans[PLANS], moved = 0, n;
    for (uint32_t i = 0; i < PLANS; i++) plans[i] = small(world);
    WORLD_OK(world, flow_schedule_put(world->flow, &world->office, STR("m1"), 0, STR("график ВПР"), STR_EMPTY, date_of(2026, 3, 10), date_of(2026, 3, 20), 2025, &moved, &world->err));
    assert_int_equal(moved, PLANS);
    for (uint32_t i = 0; i < PLANS; i++) {
        AuditAsk ask = { .object = arena_printf(world->arena, "plan/%u", plans[i]), .verb = STR("сдвинут срок"), .limit = 5 };
        const AuditEntry *entries;
        WORLD_OK(world, audit_list(flow_reader(world->flow), 1, &ask, world->arena, &entries, &n, &world->err));
        assert_true(n >= 1);
        assert_says(entries[0].words, "10.03.2026–20.03.2026");
        assert_str(measure_at(world, plans[i], 3).due_on, "2026-03-20");
        assert_int_equal(plan_at(world, plans[i]).n_undated, 0);
    }
    AuditVerdict verdict;
    WORLD_OK(world, audit_verify(flow_reader(world->flow), 1, world->arena, &verdict, &world->err));
    assert_int_equal(verdict.broken_seq, 0);
    world_end(world);
}

/* A work of one subject and grade gives its own days, the whole of ВПР all of them. */
static void a_term_finds_its_work(void **state)
{
    World *world = world_new(state);
    static const struct { int grade; const char *subject, *starts, *ends; } works[] = { { 5, "Математика", "2026-04-14", "2026-04-16" }, { 6, "Математика", "2026-04-20", "2026-04-21" }, { 5, "Русский язык", "2026-05-12", "2026-05-13" } };
    static const struct { const char *term, *windows; } cases[] = {
        { "в день проведения ВПР по математике в 5 классе", "2026-04-14..2026-04-16" }, { "в дни проведения ВПР по математике", "2026-04-14..2026-04-21" }, { "по графику ВПР", "2026-04-14..2026-05-13" },
        { "во время проведения ВПР по русскому языку", "2026-05-12..2026-05-13" }, { "по графику проведения НИКО", "" },
    };
    for (size_t i = 0; i < N_OF(works); i++) {
        ProcedureRow row = { .region_id = 1, .org_id = world->region.id, .kind = STR("впр"), .year = 2026, .grade = works[i].grade, .subject = str_of(works[i].subject), .starts_on = str_of(works[i].starts),
            .ends_on = str_of(works[i].ends), .state = PROCEDURE_PLANNED };
        procedure_name(&row, world->arena);
        WORLD_OK(world, flow_procedure_put(world->flow, &world->region_office, world->region.path, &row, true, &world->err));
    }
    uint32_t plan = small(world), n;
    for (size_t i = 0; i < N_OF(cases); i++) {
        MeasureEdit fresh = { .title = STR("Пункт"), .term = str_of(cases[i].term) };
        WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &fresh, &n, &world->err));
        Str windows = measure_at(world, plan, n).windows;
        if (!str_eq(windows, str_of(cases[i].windows))) fail_msg("«%s»: %.*s, expected %s", cases[i].term, STR_ARG(windows), cases[i].windows);
    }
    world_end(world);
}

/* Spoiled by hand, as a careless script would: everything derived comes back to the same bytes, and then nothing is left to mend. */
static bool spoil(DbWrite *write, void *context, Err *err)
{
    const MeasureRow *row = context;
    MeasureRow bad = *row;
    bad.windows = STR("2001-01-01..2001-01-02"), bad.due_on = STR_EMPTY, bad.first_on = STR_EMPTY, bad.n_proven = 5;
    return measure_move(write, &bad, err) && measure_set_proof(write, &bad, err) && plan_recount(write, 1, row->plan_id, LINE_NOW, err);
}

static void what_is_derived_is_made_again(void **state)
{
    World *world = world_new(state);
    uint32_t plan = small(world), n_plans, n_others;
    put_procedure(world, "2026-04-20", "2026-05-15", true);
    WORLD_OK(world, flow_plan_rebuild(world->flow, &world->region_office, &n_plans, &n_others, &world->err));
    assert_true(n_plans == 1 && n_others == 0);
    MeasureRow before = measure_at(world, plan, 1);
    PlanRow plan_before = plan_at(world, plan);
    WORLD_OK(world, db_tx(world->store->db, spoil, &before, &world->err));
    assert_int_equal(plan_at(world, plan).n_undated, plan_before.n_undated + 1);
    WORLD_OK(world, flow_plan_rebuild(world->flow, &world->region_office, &n_plans, &n_others, &world->err));
    assert_int_equal(n_others, 3); /* a term, a proof, the counts */
    MeasureRow after = measure_at(world, plan, 1);
    assert_true(str_eq(after.windows, before.windows) && str_eq(after.due_on, before.due_on) && after.n_proven == before.n_proven && after.revision == before.revision);
    assert_int_equal(plan_at(world, plan).n_undated, plan_before.n_undated);
    WORLD_OK(world, flow_plan_rebuild(world->flow, &world->region_office, &n_plans, &n_others, &world->err));
    assert_int_equal(n_others, 0);
    /* Another school year of a plan is another meaning of its months. */
    int year = 2026;
    WORLD_OK(world, flow_plan_edit(world->flow, &world->office, plan, &(PlanEdit){ .revision = plan_at(world, plan).revision, .school_year = &year }, &world->err));
    assert_str(measure_at(world, plan, 1).due_on, "2026-10-31");
    assert_int_equal(plan_at(world, plan).n_undated, 1); /* the procedure was of the other year */
    world_end(world);
}

/* ---- the next year ---- */

static void a_plan_is_rolled_forward(void **state)
{
    World *world = world_new(state);
    uint32_t plan = small(world), next = 0;
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_roll_forward(world->flow, &world->office, plan, 0, NULL, &next, &world->err));
    MeasureRow row = measure_at(world, plan, 1);
    MeasureEdit edit = edit_of(&row);
    edit.term = STR("Ноябрь 2025 г., 25.12.25, февраль-март 2026 года");
    edit.title = STR("Разобрать итоги ВПР 2026 года по приказу от 12.09.2025, как в 2019 году");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    /* This spring's schedule, entered for any year, and days set by hand where the words follow it. */
    uint32_t moved;
    WORLD_OK(world, flow_schedule_put(world->flow, &world->office, STR("m1"), 0, STR("график ВПР"), STR_EMPTY, date_of(2026, 3, 10), date_of(2026, 3, 20), 0, &moved, &world->err));
    assert_str(measure_at(world, plan, 3).windows, "2026-03-10..2026-03-20");
    MeasureRow follows = measure_at(world, plan, 3), counted = measure_at(world, plan, 2);
    MeasureEdit by_hand = edit_of(&follows), returned = edit_of(&counted);
    by_hand.windows = STR("2026-03-12..2026-03-13");
    returned.windows = STR("2025-11-03..2025-11-07");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &by_hand, NULL, &world->err));
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &returned, NULL, &world->err));
    approve(world, &world->office, plan, "");
    const uint32_t stranger[] = { 1, 999 };
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_roll_forward(world->flow, &world->office, plan, 2, stranger, &next, &world->err));
    assert_says(str_of(world->err.what), "999");
    WORLD_OK(world, flow_plan_roll_forward(world->flow, &world->office, plan, 0, NULL, &next, &world->err));
    PlanRow made = plan_at(world, next);
    assert_true(made.state == PLAN_DRAFT && made.school_year == 2026 && made.n_measures == 3 && made.previous_id == plan_at(world, plan).id);
    assert_str(made.title, "План на 2026/2027 учебный год");
    assert_str(measure_at(world, next, 1).term_text, "Ноябрь 2026 г., 25.12.26, февраль-март 2027 года");
    assert_str(measure_at(world, next, 1).due_on, "2027-03-31");
    assert_int_equal(measure_at(world, next, 1).carried_from_id, row.id);
    assert_says(measure_at(world, next, 2).reason, "Перенесено из плана № 1");
    assert_str(measure_at(world, next, 1).title, "Разобрать итоги ВПР 2027 года по приказу от 12.09.2025, как в 2019 году");
    assert_str(measure_at(world, next, 2).windows, "2026-11-03..2026-11-07");
    MeasureRow waits = measure_at(world, next, 3);
    assert_true(waits.windows.n == 0 && !waits.term_by_hand); /* nobody knows next spring's schedule */
    assert_str(waits.anchor, "график ВПР");
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_roll_forward(world->flow, &world->office, plan, 0, NULL, &next, &world->err)); /* once */
    world_end(world);
}

/* ---- search ---- */

static bool forget_words(DbWrite *write, void *context, Err *err)
{
    const World *world = context;
    PlanRow plan;
    bool found;
    if (!plan_get(db_within(write), 1, 1, STR_EMPTY, world->arena, &plan, &found, err)) return false;
    return plan_index(write, 1, plan.id, 1, 0, NULL, err) && plan_index(write, 1, plan.id, 0, 0, NULL, err);
}

/* «4/2 4/1 1/0»: plan and n of what these words find below a path. */
static Str found_by(World *world, Str path, const char *words)
{
    const Str *stems;
    const PlanFound *rows;
    uint32_t n_stems, n;
    Str out = STR_EMPTY;
    record_stems(str_of(words), 6, world->arena, &n_stems, &stems);
    WORLD_OK(world, plan_search(flow_reader(world->flow), 1, path, n_stems, stems, 5, world->arena, &rows, &n, &world->err));
    for (uint32_t i = 0; i < n; i++) out = arena_printf(world->arena, "%.*s%s%u/%u", STR_ARG(out), i > 0 ? " " : "", rows[i].plan_number, rows[i].n);
    return out;
}

/* By words of a measure, of whoever answers, of the plan's title, in any form; of the subtree only; what was taken out, corrected or withdrawn is found as it is now. */
static void words_of_plans_are_found(void **state)
{
    World *world = world_new(state);
    uint32_t plan = small(world), school = 0;
    Str all = world->region.path, own = world->districts[0].path, foreign = world->districts[1].path;
    assert_str(found_by(world, all, "педсовет"), "1/2");
    assert_str(found_by(world, own, "Разбор результатов"), "");
    assert_str(found_by(world, own, "разобрать результат"), "1/1");
    assert_str(found_by(world, own, "имц"), "1/1");
    assert_str(found_by(world, own, "РУКОВОДИТЕЛИ"), "1/2 1/3");
    assert_str(found_by(world, all, "планы на учебный год"), "1/0");
    assert_str(found_by(world, all, "руководители наблюдателей"), "1/3");
    assert_str(found_by(world, all, "руководители разобрать"), "");
    assert_str(found_by(world, foreign, "педсовет"), "");
    assert_str(found_by(world, world->schools[0].path, "педсовет"), "");
    WORLD_OK(world, flow_plan_from_pack(world->flow, &world->head, STR("edu000001"), STR("school"), 2025, &school, &world->err));
    assert_true(found_by(world, world->schools[0].path, "школы").n > 0 && found_by(world, world->schools[1].path, "школы").n == 0);
    MeasureRow row = measure_at(world, plan, 2);
    MeasureEdit edit = edit_of(&row);
    edit.title = STR("Провести семинары по оцениванию");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &edit, NULL, &world->err));
    assert_str(found_by(world, own, "педсовет"), "");
    assert_str(found_by(world, own, "семинар руководителей"), "1/2");
    WORLD_OK(world, flow_measure_remove(world->flow, &world->office, plan, 2, measure_at(world, plan, 2).revision, &world->err));
    assert_str(found_by(world, own, "семинар руководителей"), "");
    WORLD_OK(world, flow_measure_restore(world->flow, &world->office, plan, 2, &world->err));
    assert_str(found_by(world, own, "семинар руководителей"), "1/2");
    Str title = STR("Дорожная карта объективности");
    WORLD_OK(world, flow_plan_edit(world->flow, &world->office, plan, &(PlanEdit){ .revision = plan_at(world, plan).revision, .title = &title }, &world->err));
    assert_str(found_by(world, own, "дорожной картой"), "1/0");
    /* A base that knew no words gets them by counting anew. */
    WORLD_OK(world, db_tx(world->store->db, forget_words, world, &world->err));
    assert_str(found_by(world, own, "имц"), "");
    Who program = flow_program(1);
    uint32_t n_plans, n_others;
    WORLD_OK(world, flow_plan_rebuild(world->flow, &program, &n_plans, &n_others, &world->err));
    assert_str(found_by(world, own, "имц"), "1/1");
    assert_int_equal(n_others, 0);
    WORLD_OK(world, flow_plan_withdraw(world->flow, &world->office, plan, STR("Заведён по ошибке"), &world->err));
    assert_str(found_by(world, own, "имц"), "");
    world_end(world);
}

/* «1/3» is measure 3 of plan 1, «in 2/3» the same through sending 2; a line each. */
static Str led_by(World *world, const Who *who, uint32_t plan, const char *text)
{
    PlanRow row = plan_at(world, plan);
    const PlanLink *links;
    uint32_t n;
    Str out = STR_EMPTY;
    WORLD_OK(world, flow_plan_links(flow_reader(world->flow), who, &row, str_of(text), world->arena, &links, &n, &world->err));
    for (uint32_t i = 0; i < n; i++)
        out = arena_printf(world->arena, "%.*s%s%s%u/%u [%.*s]", STR_ARG(out), i > 0 ? "; " : "", links[i].cascade > 0 ? "in " : "", links[i].cascade > 0 ? links[i].cascade : links[i].plan, links[i].n, (int)(links[i].to - links[i].from), text + links[i].from);
    return out;
}

/* Points that words name are found in this organisation's documents and those above, by whoever may open them. */
static void words_lead_to_points(void **state)
{
    World *world = world_new(state);
    static const Measure measures[] = { { .number = { "1", 1 }, .title = { "Провести семинар", 31 }, .i_section = PLAN_NO_SECTION, .n_responsible = 1, .responsible = by_schools },
        { .number = { "2.1.", 4 }, .title = { "Провести педсовет", 33 }, .i_section = PLAN_NO_SECTION, .n_responsible = 1, .responsible = by_schools } };
    const PlanDecision decisions[] = { { .number = STR("1"), .text = STR("Утвердить план") }, { .number = STR("2"), .text = STR("Исполнить п. 2.1 плана"), .n_responsible = 1, .responsible = by_schools } };
    PlanContent order = { .kind = PLAN_ORDER, .title = STR("Об утверждении плана"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = 2, .measures = measures, .n_decisions = 2, .decisions = decisions };
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("259-ОД"), .reason = STR_EMPTY, .on = date_of(2026, 3, 12) };
    uint32_t above, cascade, own;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &order, NULL, &above, &world->err));
    assert_str(led_by(world, &world->office, above, "п. 2 приказа № 259-од"), ""); /* not approved: no number of its own yet */
    assert_str(led_by(world, &world->office, above, "Исполнить п. 2.1 плана, п. 2 настоящего приказа и п. 20 ФГОС"), "1/4 [п. 2.1 плана]; 1/2 [п. 2 настоящего приказа]");
    assert_str(led_by(world, &world->office, above, "см. п. 9 плана"), "");
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, above, &approval, &world->err));
    CascadeAsk ask = { .plan = above, .words = STR("Составить свой план"), .see_by = DATE_NONE, .plan_by = date_of(2026, 4, 30), .n_to = 1, .to = (const Str[]){ STR("edu000001") } };
    WORLD_OK(world, flow_cascade(world->flow, &world->office, &ask, &cascade, &world->err));
    WORLD_OK(world, flow_cascade_plan(world->flow, &world->head, cascade, STR("edu000001"), STR_EMPTY, 0, NULL, &own, &world->err));
    static const char words[] = "Во исполнение п. 1 плана, утверждённого приказом от 12.03.2026 № 259-од";
    assert_str(led_by(world, &world->head, own, words), "in 1/3 [п. 1 плана, утверждённого приказом от 12.03.2026 № 259-од]"); /* a school opens what was sent, not the district's plan */
    assert_str(led_by(world, &world->office, own, words), "1/3 [п. 1 плана, утверждённого приказом от 12.03.2026 № 259-од]");
    assert_str(led_by(world, &world->head, own, "п. 2 приказа управления"), "in 1/2 [п. 2 приказа]");
    assert_str(led_by(world, &world->head, own, "п. 1 приказа от 13.03.2026 № 259-од; п. 1 приказа № 300"), ""); /* another day, another number */
    assert_str(led_by(world, &world->other_head, own, words), "");
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(a_plan_is_made_of_what_was_read), BOTH(columns_are_taken_otherwise), ON_SQLITE(helpers_and_controllers_of_a_document_are_people), BOTH(an_order_gives_its_points_and_its_annex), BOTH(strangers_make_nothing), ON_SQLITE(every_pack_becomes_a_plan), ON_SQLITE(real_documents_become_plans),
        BOTH(a_measure_is_corrected), BOTH(two_people_edit_one_measure), BOTH(many_measures_are_written_together), BOTH(two_processes_lose_nothing), BOTH(people_and_evidence_are_named), BOTH(editions_are_kept_and_told_apart), BOTH(anchored_terms_follow_their_schedule), BOTH(many_plans_move_together), ON_SQLITE(a_term_finds_its_work), ON_SQLITE(what_is_derived_is_made_again),
        BOTH(a_plan_is_rolled_forward), BOTH(words_of_plans_are_found), BOTH(words_lead_to_points) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
