/* The plan above is corrected: what is told below, taken up, left, taken back; nothing of one's own is written over unasked. */
#include "plan_world.h"

#include "base/date.h"
#include "store/audit.h"

#define N_OF(a) (sizeof(a) / sizeof *(a))
#define S(literal) { (literal), sizeof(literal) - 1 }

static const Str by_schools[] = { S("Руководители ОО") };

static Measure measure_of(const char *number, const char *title, const char *term, const char *expected)
{
    return (Measure){ .number = str_of(number), .i_section = 0, .title = str_of(title), .term = { .text = str_of(term) }, .n_responsible = 1, .responsible = by_schools, .expected = str_of(expected) };
}

static void approve(World *world, const Who *who, uint32_t plan, const char *reason)
{
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("1"), .reason = str_of(reason), .on = DATE_NONE };
    WORLD_OK(world, flow_plan_approve(world->flow, who, plan, &approval, &world->err));
}

typedef struct Pair { uint32_t above, own, cascade; } Pair;

/* A district's plan in force and a school's own, in force too. */
static Pair sent(World *world)
{
    static const PlanSection sections[] = { { S("1"), S("Анализ") } };
    Measure measures[] = { measure_of("1.1", "Разобрать результаты проверочных работ", "октябрь", "Справка"), measure_of("1.2", "Провести педсоветы", "ноябрь", "Протокол"), measure_of("1.3", "Пригласить наблюдателей", "апрель", "Список") };
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План района"), .approved_on = DATE_NONE, .school_year = 2025, .n_sections = 1, .sections = sections, .n_measures = N_OF(measures), .measures = measures };
    const Str to[] = { STR("edu000001") };
    CascadeAsk ask = { .words = STR("Составить свой план"), .see_by = DATE_NONE, .plan_by = date_of(2026, 4, 30), .n_to = 1, .to = to };
    Pair pair = { 0 };
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &pair.above, &world->err));
    approve(world, &world->office, pair.above, "");
    ask.plan = pair.above;
    WORLD_OK(world, flow_cascade(world->flow, &world->office, &ask, &pair.cascade, &world->err));
    WORLD_OK(world, flow_cascade_plan(world->flow, &world->head, pair.cascade, STR("edu000001"), STR_EMPTY, 0, NULL, &pair.own, &world->err));
    approve(world, &world->head, pair.own, "");
    return pair;
}

static MeasureEdit edit_of(const MeasureRow *row)
{
    return (MeasureEdit){ .n = row->n, .revision = row->revision, .number = row->number, .section = STR("1"), .task = row->task, .title = row->title, .bullets = row->bullets,
        .expected = row->expected, .participants = row->participants, .responsible = row->responsible, .term = row->term_text, .windows = row->term_by_hand ? row->windows : STR_EMPTY, .capabilities = row->capabilities };
}

static void write_term(World *world, const Who *who, uint32_t plan, uint32_t n, const char *term)
{
    MeasureRow row = measure_at(world, plan, n);
    MeasureEdit edit = edit_of(&row);
    edit.term = str_of(term);
    edit.windows = STR_EMPTY;
    WORLD_OK(world, flow_measure_edit(world->flow, who, plan, &edit, NULL, &world->err));
}

static AboveView above_at(World *world, uint32_t own)
{
    AboveView view;
    PlanRow plan = plan_at(world, own);
    WORLD_OK(world, flow_plan_above(flow_reader(world->flow), &plan, world->arena, &view, &world->err));
    return view;
}

/* The second edition: a term moves, one is reworded in two fields, one is taken out, one comes. */
static void correct(World *world, const Pair *pair)
{
    MeasureRow row = measure_at(world, pair->above, 1);
    MeasureEdit edit = edit_of(&row), added = { .section = STR("1"), .number = STR("1.4"), .title = STR("Собрать родителей"), .term = STR("май"), .responsible = by_schools[0], .expected = STR("Протокол собрания"), .after_n = 2 };
    edit.title = STR("Разобрать итоги");
    edit.expected = STR("Справка об итогах");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, pair->above, &edit, NULL, &world->err));
    write_term(world, &world->office, pair->above, 2, "декабрь");
    WORLD_OK(world, flow_measure_remove(world->flow, &world->office, pair->above, 3, measure_at(world, pair->above, 3).revision, &world->err));
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, pair->above, &added, NULL, &world->err));
    assert_int_equal(above_at(world, pair->own).n, 0); /* not before it is approved */
    approve(world, &world->office, pair->above, "по письму министерства");
}

static void a_correction_is_told_and_taken_up(void **state)
{
    World *world = world_new(state);
    Pair pair = sent(world);
    uint32_t n_taken = 0, n_left = 9, n = 0, n_up = 9;
    assert_int_equal(above_at(world, pair.own).n, 0);
    correct(world, &pair);
    AboveView view = above_at(world, pair.own);
    assert_int_equal(view.n, 4);
    assert_str(view.reason, "по письму министерства");
    assert_str(view.brief, "пункт 1.1 — мероприятие, ожидаемый результат; пункт 1.2 — срок; добавлен пункт 1.4; убран пункт 1.3");
    assert_true(view.items[1].kind == PLAN_CHANGED && view.items[1].n_fields == 1 && !view.items[1].alone);
    assert_str(view.items[2].term, "май");
    assert_str(view.items[1].fields[0].before, "ноябрь");
    assert_str(view.items[1].fields[0].after, "декабрь");
    WORLD_OK(world, plan_followers(flow_reader(world->flow), 1, plan_at(world, pair.above).id, &n, &n_up, &world->err));
    assert_true(n == 1 && n_up == 0);
    WORLD_FAILS(world, ERR_DENIED, flow_plan_above_take(world->flow, &world->other_head, pair.own, 2, &n_taken, &n_left, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_above_take(world->flow, &world->head, pair.own, 1, &n_taken, &n_left, &world->err)); /* an older edition was seen */
    WORLD_OK(world, flow_plan_above_take(world->flow, &world->head, pair.own, 2, &n_taken, &n_left, &world->err));
    assert_true(n_taken == 4 && n_left == 0);
    assert_str(measure_at(world, pair.own, 1).title, "Разобрать итоги");
    assert_str(measure_at(world, pair.own, 1).expected, "Справка об итогах");
    assert_str(measure_at(world, pair.own, 2).due_on, "2025-12-31");
    assert_true(measure_at(world, pair.own, 3).deleted);
    MeasureRow added = measure_at(world, pair.own, 4);
    assert_str(added.title, "Собрать родителей");
    assert_str(added.due_on, "2026-05-31");
    assert_true(added.position == measure_at(world, pair.own, 2).position + 1 && added.from_measure_id == measure_at(world, pair.above, 4).id && added.n_slots == 1);
    PlanRow own = plan_at(world, pair.own);
    assert_true(own.edition == 1 && own.changed && own.above_edition == 2 && own.n_measures == 3); /* a correction as by hand: its head approves it */
    WORLD_OK(world, plan_followers(flow_reader(world->flow), 1, plan_at(world, pair.above).id, &n, &n_up, &world->err));
    assert_int_equal(n_up, 1);
    const CascadeTo *to;
    CascadeRow row;
    bool found;
    WORLD_OK(world, cascade_get(flow_reader(world->flow), 1, pair.cascade, world->arena, &row, &found, &world->err));
    WORLD_OK(world, cascade_addressees(flow_reader(world->flow), 1, row.id, world->arena, &to, &n, &world->err));
    assert_true(n == 1 && to[0].plan_above == 2 && to[0].sent_edition == 2);
    world_end(world);
}

/* What the school wrote itself stays until it says otherwise; what it keeps is asked again only when it changes again. */
static void own_words_are_not_written_over(void **state)
{
    World *world = world_new(state);
    Pair pair = sent(world);
    uint32_t n_taken, n_left;
    write_term(world, &world->head, pair.own, 2, "15 ноября 2025 г.");
    correct(world, &pair);
    AboveView view = above_at(world, pair.own);
    assert_true(view.n == 4 && view.items[1].alone && view.items[1].fields[0].own_words);
    assert_str(view.items[1].fields[0].own, "15 ноября 2025 г.");
    WORLD_OK(world, flow_plan_above_take(world->flow, &world->head, pair.own, 2, &n_taken, &n_left, &world->err));
    assert_true(n_taken == 3 && n_left == 1 && plan_at(world, pair.own).above_edition == 1);
    assert_str(measure_at(world, pair.own, 2).term_text, "15 ноября 2025 г.");
    WORLD_OK(world, flow_plan_above_answer(world->flow, &world->head, pair.own, 2, 2, ABOVE_KEPT, &world->err));
    assert_str(measure_at(world, pair.own, 2).term_text, "15 ноября 2025 г.");
    assert_true(above_at(world, pair.own).n == 0 && plan_at(world, pair.own).above_edition == 2);
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_above_answer(world->flow, &world->head, pair.own, 2, 2, ABOVE_TAKEN, &world->err)); /* answered */
    /* A third edition: asked is the step from the answered one. */
    write_term(world, &world->office, pair.above, 2, "январь");
    approve(world, &world->office, pair.above, "перенос");
    view = above_at(world, pair.own);
    assert_int_equal(view.n, 1);
    assert_str(view.items[0].fields[0].before, "декабрь");
    assert_str(view.items[0].fields[0].after, "январь");
    WORLD_OK(world, flow_plan_above_answer(world->flow, &world->head, pair.own, 3, 2, ABOVE_TAKEN, &world->err));
    assert_str(measure_at(world, pair.own, 2).term_text, "январь");
    world_end(world);
}

static void an_answer_is_taken_back_until_the_approval(void **state)
{
    World *world = world_new(state);
    Pair pair = sent(world);
    uint32_t n_taken, n_left;
    write_term(world, &world->head, pair.own, 2, "15 ноября 2025 г.");
    correct(world, &pair);
    WORLD_OK(world, flow_plan_above_take(world->flow, &world->head, pair.own, 2, &n_taken, &n_left, &world->err));
    WORLD_OK(world, flow_plan_above_answer(world->flow, &world->head, pair.own, 2, 2, ABOVE_TAKEN, &world->err));
    assert_str(measure_at(world, pair.own, 2).term_text, "декабрь");
    assert_int_equal(above_at(world, pair.own).n_answers, 4);
    for (uint32_t n = 1; n <= 4; n++) WORLD_OK(world, flow_plan_above_undo(world->flow, &world->head, pair.own, n, &world->err));
    WORLD_OK(world, flow_plan_above_undo(world->flow, &world->head, pair.own, 1, &world->err)); /* pressed twice */
    assert_str(measure_at(world, pair.own, 1).title, "Разобрать результаты проверочных работ");
    assert_str(measure_at(world, pair.own, 1).expected, "Справка");
    assert_str(measure_at(world, pair.own, 2).term_text, "15 ноября 2025 г.");
    assert_true(!measure_at(world, pair.own, 3).deleted && measure_at(world, pair.own, 4).deleted);
    AboveView view = above_at(world, pair.own);
    assert_true(view.n == 4 && view.n_answers == 0 && plan_at(world, pair.own).above_edition == 1);
    /* What came once and was taken back comes again as the same measure. */
    WORLD_OK(world, flow_plan_above_take(world->flow, &world->head, pair.own, 2, &n_taken, &n_left, &world->err));
    assert_true(!measure_at(world, pair.own, 4).deleted && plan_at(world, pair.own).n_measures == 3);
    /* Who corrected since is not written over. */
    MeasureRow row = measure_at(world, pair.own, 1);
    MeasureEdit edit = edit_of(&row);
    edit.title = STR("Разобрать итоги на педсовете");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->head, pair.own, &edit, NULL, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_above_undo(world->flow, &world->head, pair.own, 1, &world->err));
    approve(world, &world->head, pair.own, "по правке района");
    assert_int_equal(above_at(world, pair.own).n_answers, 0);
    WORLD_FAILS(world, ERR_CONFLICT, flow_plan_above_undo(world->flow, &world->head, pair.own, 3, &world->err));
    world_end(world);
}

/* A measure that the school did not take is not asked about; one by whose evidence something is done is not taken out with others. */
static void only_what_concerns_the_plan_is_asked(void **state)
{
    World *world = world_new(state);
    Pair pair = sent(world);
    WORLD_OK(world, flow_measure_remove(world->flow, &world->head, pair.own, 2, measure_at(world, pair.own, 2).revision, &world->err));
    const EvidenceAsk link = { .kind = EVIDENCE_LINK, .slot_n = 1, .href = STR("https://example.ru/1"), .title = STR("Список") };
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->head, pair.own, 3, &link, NULL, &world->err));
    WORLD_OK(world, flow_measure_offer(world->flow, &world->head, pair.own, 3, 0, &world->err));
    write_term(world, &world->office, pair.above, 2, "декабрь");
    MeasureEdit added = { .section = STR("1"), .number = STR("1.4"), .title = STR("Отчитаться перед областью"), .term = STR("май"), .responsible = STR("Управление образования") };
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, pair.above, &added, NULL, &world->err));
    approve(world, &world->office, pair.above, "перенос");
    assert_true(above_at(world, pair.own).n == 0 && plan_at(world, pair.own).above_edition == 2); /* nothing of it concerns this plan: nobody is asked */
    WORLD_OK(world, flow_measure_remove(world->flow, &world->office, pair.above, 3, measure_at(world, pair.above, 3).revision, &world->err));
    /* Days chosen by a person are a correction too. */
    MeasureRow row = measure_at(world, pair.above, 1);
    MeasureEdit edit = edit_of(&row);
    edit.windows = STR("2025-10-20..2025-10-24");
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, pair.above, &edit, NULL, &world->err));
    approve(world, &world->office, pair.above, "уточнены дни");
    AboveView view = above_at(world, pair.own);
    assert_int_equal(view.n, 2);
    assert_str(view.items[0].fields[0].field, "дни срока");
    assert_str(view.items[0].fields[0].before, "по словам");
    assert_true(view.items[1].kind == PLAN_REMOVED && view.items[1].alone);
    WORLD_OK(world, flow_plan_above_answer(world->flow, &world->head, pair.own, 3, 1, ABOVE_TAKEN, &world->err));
    assert_str(measure_at(world, pair.own, 1).windows, "2025-10-20..2025-10-24");
    assert_true(measure_at(world, pair.own, 1).term_by_hand);
    WORLD_OK(world, flow_plan_above_undo(world->flow, &world->head, pair.own, 1, &world->err));
    assert_str(measure_at(world, pair.own, 1).windows, "2025-10-01..2025-10-31");
    uint32_t n_taken, n_left;
    WORLD_OK(world, flow_plan_above_take(world->flow, &world->head, pair.own, 3, &n_taken, &n_left, &world->err));
    assert_true(n_taken == 1 && n_left == 1 && !measure_at(world, pair.own, 3).deleted);
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(a_correction_is_told_and_taken_up), BOTH(own_words_are_not_written_over), BOTH(an_answer_is_taken_back_until_the_approval), BOTH(only_what_concerns_the_plan_is_asked) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
