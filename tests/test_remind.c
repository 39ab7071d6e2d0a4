/* Reminders: said at their distances, each once, to whom they concern; the week; what waits and what came back. */
#include "people_fixture.h"

#include "base/date.h"
#include "flow/account.h"
#include "flow/calendar.h"
#include "flow/job.h"
#include "flow/nightly.h"
#include "flow/notice.h"
#include "flow/plan.h"
#include "flow/record.h"
#include "flow/remind.h"
#include "flow/week.h"
#include "store/account.h"
#include "store/job.h"
#include "store/notice.h"
#include "store/org.h"

#define N_OF(a) (sizeof(a) / sizeof *(a))

static const Str by_office[] = { { "Управление образования", 43 } }, by_schools[] = { { "Руководители ОО", 29 } };

/* To the morning of a day. */
static void day_is(People *people, const char *iso)
{
    int32_t day;
    assert_true(date_parse(str_of(iso), &day));
    people_clock(people, (int64_t)day * 86400 + 6 * 3600 - people->clock);
}

static Measure measure_of(const char *number, const char *title, const char *term, bool schools)
{
    return (Measure){ .number = str_of(number), .i_section = PLAN_NO_SECTION, .title = str_of(title), .term = { .text = str_of(term) }, .n_responsible = 1, .responsible = schools ? by_schools : by_office };
}

static uint32_t plan_in_force(People *people, uint32_t n, const Measure *measures)
{
    Who office = people_who(people, people->number[ROLE_MUNICIPALITY]);
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План района"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = n, .measures = measures };
    PlanApproval approval = { .approved_by = STR("Начальник И.И. Иванова"), .number = STR("259"), .reason = STR_EMPTY, .on = DATE_NONE };
    uint32_t number = 0;
    OK(people, flow_plan_new(people->flow, &office, STR("mo1"), &content, NULL, &number, &people->err));
    OK(people, flow_plan_approve(people->flow, &office, number, &approval, &people->err));
    return number;
}

static void sent(People *people, const Who *who, uint32_t plan, Str to)
{
    uint32_t cascade;
    CascadeAsk ask = { .plan = plan, .record_type = STR_EMPTY, .org_code = STR_EMPTY, .title = STR("План"), .words = STR_EMPTY, .see_by = DATE_NONE, .plan_by = DATE_NONE, .n_to = 1, .to = &to };
    OK(people, flow_cascade(people->flow, who, &ask, &cascade, &people->err));
}

/* In force and sent to the school. */
static uint32_t plan_sent(People *people, uint32_t n, const Measure *measures)
{
    uint32_t plan = plan_in_force(people, n, measures);
    Who office = people_who(people, people->number[ROLE_MUNICIPALITY]);
    sent(people, &office, plan, STR("sch1"));
    return plan;
}

static uint32_t run(People *people)
{
    Reminded done;
    OK(people, flow_remind(people->flow, people->region, date_of_time(clock_now()), &done, &people->err));
    return done.n_notices;
}

static const Notice *told(People *people, Role role, uint32_t *n)
{
    Account account;
    const Notice *rows;
    OK(people, account_by_number(flow_reader(people->flow), people->region, people->number[role], people->arena, &account, &people->err));
    OK(people, notice_list(flow_reader(people->flow), &(NoticeAsk){ .region_id = people->region, .account_id = account.id }, people->arena, &rows, n, &people->err));
    return rows;
}

static const Notice *told_about(People *people, Role role, const char *about)
{
    uint32_t n;
    const Notice *rows = told(people, role, &n);
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(rows[i].about, str_of(about))) return &rows[i];
    return NULL;
}

#define assert_words(notice, words_)                                                                   \
    do {                                                                                               \
        const Notice *n_ = (notice);                                                                   \
        if (n_ == NULL) fail_msg("nobody was told: %s", words_);                                       \
        if (!str_eq(n_->words, str_of(words_))) fail_msg("«%.*s», not «%s»", STR_ARG(n_->words), words_); \
    } while (0)

static void days_come_near_and_are_said_once(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2026-04-08"); /* a Wednesday */
    Measure measures[] = { measure_of("1", "Справка", "до 24.04.2026", false), measure_of("2", "Педсоветы", "до 24.04.2026", true) };
    uint32_t plan = plan_sent(people, 2, measures);
    assert_int_equal(plan, 1);
    assert_int_equal(run(people), 0); /* sixteen days: too early */
    day_is(people, "2026-04-17");
    assert_int_equal(run(people), 2);
    assert_int_equal(run(people), 0);
    assert_words(told_about(people, ROLE_MUNICIPALITY, "measure/1/1/due-7/2026-04-24"), "Осталось 7\u00a0дней: пункт 1 «Справка», «План района», Энский район");
    assert_words(told_about(people, ROLE_SCHOOL, "measure/1/2/due-7/2026-04-24"), "Осталось 7\u00a0дней: пункт 2 «Педсоветы», «План района», Энский район");
    assert_null(told_about(people, ROLE_TEACHER, "measure/1/2/due-7/2026-04-24"));
    assert_null(told_about(people, ROLE_MUNICIPALITY, "measure/1/2/due-7/2026-04-24"));
    /* Two days late for the third day: the distance of three is said with what is left. */
    day_is(people, "2026-04-22");
    run(people);
    assert_words(told_about(people, ROLE_SCHOOL, "measure/1/2/due-3/2026-04-24"), "Осталось 2\u00a0дня: пункт 2 «Педсоветы», «План района», Энский район");
    day_is(people, "2026-04-23");
    assert_int_equal(run(people), 2);
    assert_words(told_about(people, ROLE_SCHOOL, "measure/1/2/due-1/2026-04-24"), "Остался 1\u00a0день: пункт 2 «Педсоветы», «План района», Энский район");
    day_is(people, "2026-04-24");
    assert_int_equal(run(people), 2);
    assert_words(told_about(people, ROLE_SCHOOL, "measure/1/2/due-0/2026-04-24"), "Сегодня срок: пункт 2 «Педсоветы», «План района», Энский район");
    people_end(people);
}

static void what_is_late_goes_to_the_controller_after_working_days(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2026-04-08");
    Measure measures[] = { measure_of("1", "Справка", "до 24.04.2026", false), measure_of("2", "Педсоветы", "до 24.04.2026", true) };
    plan_sent(people, 2, measures);
    day_is(people, "2026-04-25"); /* a Saturday */
    run(people);
    assert_words(told_about(people, ROLE_SCHOOL, "measure/1/2/late/2026-04-24"), "Срок вышел 24.04.2026: пункт 2 «Педсоветы», «План района», Энский район");
    assert_null(told_about(people, ROLE_MUNICIPALITY, "measure/1/2/escalated/2026-04-24"));
    day_is(people, "2026-04-29"); /* Monday to Wednesday: three working days */
    run(people);
    assert_words(told_about(people, ROLE_MUNICIPALITY, "measure/1/2/escalated/2026-04-24"), "Не сделано, срок вышел 24.04.2026: пункт 2 «Педсоветы», «План района», Энский район");
    /* The office answers for the first one and controls it: it was told of it already. */
    assert_non_null(told_about(people, ROLE_MUNICIPALITY, "measure/1/1/late/2026-04-24"));
    assert_null(told_about(people, ROLE_MUNICIPALITY, "measure/1/1/escalated/2026-04-24"));
    assert_int_equal(run(people), 0);
    day_is(people, "2026-08-26"); /* a Wednesday: long past, no news but for the week */
    uint32_t n;
    told(people, ROLE_SCHOOL, &n);
    run(people);
    uint32_t n_now;
    told(people, ROLE_SCHOOL, &n_now);
    assert_int_equal(n_now, n + 1);
    assert_words(told_about(people, ROLE_SCHOOL, "digest/2026-08-24"), "Неделя 24–30 августа: просрочено 1");
    people_end(people);
}

static void each_occurrence_of_a_rule_is_said(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2025-10-01");
    Measure measures[] = { measure_of("1", "Отчёт", "ежемесячно до 10 числа", false), measure_of("2", "Семинар", "ноябрь 2025 г., март 2026 г.", false) };
    plan_in_force(people, 2, measures);
    day_is(people, "2025-11-07");
    run(people);
    assert_non_null(told_about(people, ROLE_MUNICIPALITY, "measure/1/1/due-3/2025-11-10"));
    day_is(people, "2025-11-30");
    run(people);
    assert_non_null(told_about(people, ROLE_MUNICIPALITY, "measure/1/2/due-0/2025-11-30"));
    day_is(people, "2025-12-09");
    run(people);
    assert_non_null(told_about(people, ROLE_MUNICIPALITY, "measure/1/1/due-1/2025-12-10"));
    assert_null(told_about(people, ROLE_MUNICIPALITY, "measure/1/2/late/2025-11-30")); /* its last day is in March */
    people_end(people);
}

static void evidence_waits_and_comes_back(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2026-03-02");
    Measure measures[] = { measure_of("2", "Педсоветы", "до 24.04.2026", true) };
    uint32_t plan = plan_in_force(people, 1, measures), number;
    Who head = people_who(people, people->number[ROLE_SCHOOL]), office = people_who(people, people->number[ROLE_MUNICIPALITY]);
    EvidenceAsk ask = { .kind = EVIDENCE_LINK, .org_code = STR("sch1"), .href = STR("https://school.example.ru/protocol"), .title = STR("Протокол"), .record_type = STR_EMPTY, .file_name = STR_EMPTY, .file = STR_EMPTY };
    OK(people, flow_evidence_offer(people->flow, &head, plan, 1, &ask, &number, &people->err));
    assert_int_equal(run(people), 1); /* the week of the controller: a Monday */
    assert_words(told_about(people, ROLE_MUNICIPALITY, "digest/2026-03-02"), "Неделя 2–8 марта: 1\u00a0подтверждение ждёт вас");
    day_is(people, "2026-03-05");
    run(people);
    assert_words(told_about(people, ROLE_MUNICIPALITY, "measure/1/1/evidence/1"), "Ждёт проверки 1\u00a0подтверждение: пункт 2 «Педсоветы», «План района», Энский район");
    OK(people, flow_evidence_decide(people->flow, &office, plan, 1, number, (EvidenceSeen){ 0 }, false, STR("Нет подписи"), &people->err));
    run(people);
    char about[64];
    snprintf(about, sizeof about, "evidence/1/1/1/%lld", (long long)people->clock);
    assert_words(told_about(people, ROLE_SCHOOL, about), "Вернули подтверждение № 1: «Педсоветы», «План района», Энский район");
    assert_int_equal(run(people), 0);
    people_end(people);
}

static void what_came_from_above_is_asked_for(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2026-03-11"); /* a Wednesday */
    Measure measures[] = { measure_of("1", "Справка", "до 24.12.2026", false) };
    uint32_t plan = plan_in_force(people, 1, measures), cascade;
    Who office = people_who(people, people->number[ROLE_MUNICIPALITY]), head = people_who(people, people->number[ROLE_SCHOOL]);
    const Str to[] = { STR("sch1") };
    CascadeAsk ask = { .plan = plan, .record_type = STR_EMPTY, .org_code = STR_EMPTY, .title = STR("План района на год"), .words = STR_EMPTY, .n_to = 1, .to = to };
    assert_true(date_parse(STR("2026-03-14"), &ask.see_by) && date_parse(STR("2026-04-14"), &ask.plan_by));
    OK(people, flow_cascade(people->flow, &office, &ask, &cascade, &people->err));
    assert_int_equal(run(people), 1);
    assert_words(told_about(people, ROLE_SCHOOL, "cascade/1/see-3/2026-03-14"), "Осталось 3\u00a0дня, ознакомьтесь: «План района на год»");
    day_is(people, "2026-03-16");
    run(people);
    assert_non_null(told_about(people, ROLE_SCHOOL, "cascade/1/see-late/2026-03-14"));
    assert_words(told_about(people, ROLE_MUNICIPALITY, "cascade/1/see-missing/2026-03-14"), "Не ознакомились в срок: 1\u00a0организация, «План района на год»");
    OK(people, flow_cascade_seen(people->flow, &head, cascade, STR("sch1"), &people->err));
    day_is(people, "2026-04-15");
    run(people);
    assert_non_null(told_about(people, ROLE_SCHOOL, "cascade/1/plan-late/2026-04-14"));
    assert_words(told_about(people, ROLE_MUNICIPALITY, "cascade/1/plan-missing/2026-04-14"), "Не утвердили свой план в срок: 1\u00a0организация, «План района на год»");
    people_end(people);
}

/* The plan goes down to the school, which makes a draft of its own of it. */
static uint32_t taken_over(People *people, const Who *office, const Who *head, uint32_t plan)
{
    uint32_t cascade, own;
    const Str to[] = { STR("sch1") };
    CascadeAsk ask = { .plan = plan, .record_type = STR_EMPTY, .org_code = STR_EMPTY, .title = STR("План"), .words = STR_EMPTY, .see_by = DATE_NONE, .plan_by = DATE_NONE, .n_to = 1, .to = to };
    OK(people, flow_cascade(people->flow, office, &ask, &cascade, &people->err));
    OK(people, flow_cascade_plan(people->flow, head, cascade, STR("sch1"), STR_EMPTY, 0, NULL, &own, &people->err));
    return own;
}

/* A school that took the measure into a plan of its own is told of its own. */
static void what_was_taken_over_is_not_asked_twice(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2026-03-11");
    Measure measures[] = { measure_of("2", "Педсоветы", "до 24.04.2026", true) };
    uint32_t plan = plan_in_force(people, 1, measures), own;
    Who office = people_who(people, people->number[ROLE_MUNICIPALITY]), head = people_who(people, people->number[ROLE_SCHOOL]);
    own = taken_over(people, &office, &head, plan);
    PlanApproval approval = { .approved_by = STR("Директор"), .number = STR("1"), .reason = STR_EMPTY, .on = DATE_NONE };
    OK(people, flow_plan_approve(people->flow, &head, own, &approval, &people->err));
    day_is(people, "2026-04-24");
    run(people);
    assert_null(told_about(people, ROLE_SCHOOL, "measure/1/1/due-0/2026-04-24"));
    assert_non_null(told_about(people, ROLE_SCHOOL, "measure/2/1/due-0/2026-04-24"));
    people_end(people);
}

static uint32_t cascade_taken(People *people, const Who *who, uint32_t cascade, Str org)
{
    uint32_t own;
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("1"), .reason = STR_EMPTY, .on = DATE_NONE };
    const uint32_t first = 1;
    OK(people, flow_cascade_plan(people->flow, who, cascade, org, STR_EMPTY, 1, &first, &own, &people->err));
    OK(people, flow_plan_approve(people->flow, who, own, &approval, &people->err));
    return own;
}

/* Three levels: a school is told of the nearest plan that it was sent, never of one that it cannot open. */
static void a_school_hears_of_the_nearest_plan(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2026-03-11");
    Measure measures[] = { measure_of("1", "Педсоветы", "до 24.04.2026", true) };
    Who region = people_who(people, people->number[ROLE_REGION]), office = people_who(people, people->number[ROLE_MUNICIPALITY]), head = people_who(people, people->number[ROLE_SCHOOL]);
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План региона"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = 1, .measures = measures };
    PlanApproval approval = { .approved_by = STR("Министр"), .number = STR("1"), .reason = STR_EMPTY, .on = DATE_NONE };
    uint32_t plan = 0;
    OK(people, flow_plan_new(people->flow, &region, STR("reg"), &content, NULL, &plan, &people->err));
    OK(people, flow_plan_approve(people->flow, &region, plan, &approval, &people->err));
    sent(people, &region, plan, STR("mo1"));
    uint32_t district = cascade_taken(people, &office, 1, STR("mo1"));
    day_is(people, "2026-04-17");
    run(people);
    assert_null(told_about(people, ROLE_SCHOOL, "measure/1/1/due-7/2026-04-24")); /* the region's: not sent here, and the district took it */
    assert_null(told_about(people, ROLE_SCHOOL, "measure/2/1/due-7/2026-04-24")); /* the district's: not sent yet, its keeper is told */
    assert_non_null(told_about(people, ROLE_MUNICIPALITY, "measure/2/1/due-7/2026-04-24"));
    sent(people, &office, district, STR("sch1"));
    sent(people, &region, plan, STR("sch1"));
    day_is(people, "2026-04-21");
    run(people);
    assert_non_null(told_about(people, ROLE_SCHOOL, "measure/2/1/due-3/2026-04-24"));
    assert_true(str_eq(told_about(people, ROLE_SCHOOL, "measure/2/1/due-3/2026-04-24")->link, STR("/inbox?plan=2"))); /* what was sent, not a plan that the school may not open */
    assert_null(told_about(people, ROLE_SCHOOL, "measure/1/1/due-3/2026-04-24"));
    assert_int_equal(cascade_taken(people, &head, 2, STR("sch1")), 3);
    day_is(people, "2026-04-24");
    run(people);
    assert_non_null(told_about(people, ROLE_SCHOOL, "measure/3/1/due-0/2026-04-24"));
    assert_null(told_about(people, ROLE_SCHOOL, "measure/2/1/due-0/2026-04-24"));
    assert_null(told_about(people, ROLE_SCHOOL, "measure/1/1/due-0/2026-04-24"));
    people_end(people);
}

/* A plan that was made from one above is told what was corrected there, once. */
static void a_correction_above_is_told_below(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2026-03-11");
    Measure measures[] = { measure_of("2", "Педсоветы", "до 24.12.2026", true) };
    uint32_t plan = plan_in_force(people, 1, measures);
    Who office = people_who(people, people->number[ROLE_MUNICIPALITY]), head = people_who(people, people->number[ROLE_SCHOOL]);
    assert_int_equal(taken_over(people, &office, &head, plan), 2);
    run(people);
    assert_null(told_about(people, ROLE_SCHOOL, "plan/2/above/2"));
    MeasureEdit edit = { .n = 1, .revision = 1, .number = STR("2"), .title = STR("Педсоветы"), .term = STR("до 25.12.2026"), .responsible = STR("Руководители ОО") };
    OK(people, flow_measure_edit(people->flow, &office, plan, &edit, NULL, &people->err));
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("2"), .reason = STR("перенос"), .on = DATE_NONE };
    OK(people, flow_plan_approve(people->flow, &office, plan, &approval, &people->err));
    run(people);
    const Notice *notice = told_about(people, ROLE_SCHOOL, "plan/2/above/2");
    assert_non_null(notice);
    assert_true(str_find(notice->words, STR("В плане выше изменилось: пункт 2 — срок")) == 0);
    assert_words(notice, "В плане выше изменилось: пункт 2 — срок. Ваш «План района», Школа № 1: примите или оставьте своё");
    assert_true(str_eq(notice->link, STR("/plans/2/above")));
    assert_int_equal(run(people), 0);
    people_end(people);
}

enum { TOLD_AT_ONCE = 23 };
typedef struct Telling { int64_t region; const char *what; bool fresh[TOLD_AT_ONCE]; } Telling;

static bool tell_body(DbWrite *write, void *context, Err *err)
{
    Telling *telling = context;
    Notice notices[TOLD_AT_ONCE];
    char about[TOLD_AT_ONCE][32];
    for (uint32_t i = 0; i < TOLD_AT_ONCE; i++) {
        snprintf(about[i], sizeof about[i], "%s/%u", i == 12 || i == 4 ? "both" : telling->what, i == 7 ? 6 : i); /* the eighth repeats the seventh */
        notices[i] = (Notice){ .region_id = telling->region, .account_id = 5 + i % 3 * (i != 6 && i != 7), .about = str_of(about[i]), .kind = NOTICE_DUE, .words = STR("Срок"), .link = STR("/"), .made_at = 1 };
    }
    return notice_put_all(write, TOLD_AT_ONCE, notices, telling->fresh, err);
}

/* Two runs tell many at once: each thing is fresh for one of them, in whatever batch it stands. */
static void many_are_told_at_once_and_each_once(void **state)
{
    People *people = people_begin(state);
    Telling first = { people->region, "first", { 0 } }, second = { people->region, "second", { 0 } };
    OK(people, db_tx(people->store->db, tell_body, &first, &people->err));
    OK(people, db_tx(people->store->db, tell_body, &second, &people->err));
    for (uint32_t i = 0; i < TOLD_AT_ONCE; i++) {
        assert_int_equal(first.fresh[i], i != 7);
        assert_int_equal(second.fresh[i], i != 7 && i != 12 && i != 4);
    }
    people_end(people);
}

static void terms_without_days_are_named_before_their_year(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2025-08-06");
    Measure measures[] = { measure_of("1", "Наблюдатели", "в соответствии с графиком ВПР", false) };
    plan_in_force(people, 1, measures);
    assert_int_equal(run(people), 0);
    day_is(people, "2025-08-13");
    assert_int_equal(run(people), 2);
    assert_int_equal(run(people), 0);
    const Notice *notice = told_about(people, ROLE_MUNICIPALITY, "plan/1/undated/2025");
    assert_non_null(notice);
    assert_true(str_starts(notice->words, STR("Нет дат у 1\u00a0пункта плана № 1: ждут, например, «")));
    people_end(people);
}

/* A local act that lives for years is said a month before; a restricted record without its name. */
static void records_expire(void **state)
{
    static const char act[] = "{\"approved\":\"приказ от 01.09.2024 № 112\",\"day\":\"2024-09-01\",\"edition\":\"2\",\"kind\":\"regulation\",\"part\":[\"system\"],\"title\":\"Положение об оценке\",\"until\":\"2026-04-30\"}";
    People *people = people_begin(state);
    day_is(people, "2026-03-18");
    Who head = people_who(people, people->number[ROLE_SCHOOL]);
    RecordData *data;
    uint32_t number = 0;
    OK(people, record_data_read(record_type_find(STR("local-act")), str_of(act), people->arena, &data, &people->err));
    RecordEdit edit = { .type = STR("local-act"), .org_code = STR("sch1"), .data = data };
    OK(people, flow_record_save(people->flow, &head, &edit, &number, &people->err));
    day_is(people, "2026-04-08");
    assert_int_equal(run(people), 0); /* a draft expires for nobody */
    OK(people, flow_record_move(people->flow, &head, STR("local-act"), number, STR("active"), STR_EMPTY, &people->err));
    assert_int_equal(run(people), 1);
    assert_words(told_about(people, ROLE_SCHOOL, "record/local-act/1/due-30/2026-04-30"), "Осталось 22\u00a0дня: локальный акт № 1 «Положение об оценке»");
    day_is(people, "2026-04-30");
    run(people);
    assert_non_null(told_about(people, ROLE_SCHOOL, "record/local-act/1/due-0/2026-04-30"));
    day_is(people, "2026-05-01");
    run(people);
    assert_non_null(told_about(people, ROLE_SCHOOL, "record/local-act/1/late/2026-04-30"));
    assert_null(told_about(people, ROLE_TEACHER, "record/local-act/1/late/2026-04-30"));
    people_end(people);
}

static uint32_t n_jobs(People *people)
{
    const JobRow *rows;
    uint32_t n, n_remind = 0;
    Org root;
    bool found;
    OK(people, org_by_id(flow_reader(people->flow), people->region, people->region, people->arena, &root, &found, &people->err));
    OK(people, job_list(flow_reader(people->flow), people->region, root.path, 100, people->arena, &rows, &n, &people->err));
    for (uint32_t i = 0; i < n; i++) n_remind += str_eq(rows[i].kind, STR("remind"));
    return n_remind;
}

/* Nobody is woken at night; every four hours of the day once. */
static void reminders_are_asked_for_some_times_a_day(void **state)
{
    People *people = people_begin(state);
    static const JobLoop loop = { .once = true };
    day_is(people, "2026-04-08");
    people_clock(people, -6 * 3600 + 4 * 3600 - 1); /* 06:59:59 in Moscow */
    setenv("MERILO_DATA", people->store->folder, 1);
    OK(people, flow_nightly(people->flow, &people->err));
    assert_int_equal(n_jobs(people), 0);
    people_clock(people, 1);
    uint32_t asked = 0;
    for (int hour = 7; hour < 31; hour++) {
        for (int twice = 0; twice < 2; twice++) OK(people, flow_nightly(people->flow, &people->err));
        OK(people, flow_job_loop(people->flow, &loop, &people->err));
        asked += hour == 7 || hour == 11 || hour == 15 || hour == 19;
        assert_int_equal(n_jobs(people), asked);
        people_clock(people, 3600);
    }
    people_end(people);
}

static Str ics_of(People *people)
{
    Who office = people_who(people, people->number[ROLE_MUNICIPALITY]);
    Str ics;
    OK(people, flow_calendar_person(flow_reader(people->flow), &office, STR("https://merilo.example.ru"), people->arena, &ics, &people->err));
    return ics;
}

/* Short windows whole, long ones by their last day, each occurrence an event; the clock changes nothing. */
static void a_calendar_holds_each_occurrence(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2025-10-01");
    Measure measures[] = { measure_of("1", "Отчёт", "ежемесячно до 10 числа", false), measure_of("2", "Семинар", "20.04.2026 – 24.04.2026", false), measure_of("3", "Анализ", "ноябрь 2025 г., март 2026 г.", true),
        measure_of("4", "Беседы", "по необходимости", false) };
    plan_in_force(people, 4, measures);
    Str ics = ics_of(people);
    uint32_t n = 0;
    for (size_t i = 0; i + 12 < ics.n; i++) n += memcmp(ics.at + i, "BEGIN:VEVENT", 12) == 0;
    assert_int_equal(n, 12 + 1 + 2); /* a school year of months, a week, two months by their last days */
    assert_true(str_find(ics, STR("UID:plan-1-measure-1-20251110@mo1.merilo\r\n")) != SIZE_MAX && str_find(ics, STR("UID:plan-1-measure-1-20260810@mo1.merilo\r\n")) != SIZE_MAX);
    assert_true(str_find(ics, STR("DTSTART;VALUE=DATE:20260420\r\nDTEND;VALUE=DATE:20260425\r\n")) != SIZE_MAX);
    assert_true(str_find(ics, STR("DTSTART;VALUE=DATE:20251130\r\nDTEND;VALUE=DATE:20251201\r\nSUMMARY:Срок сегодня: 3 Анализ\r\n")) != SIZE_MAX);
    day_is(people, "2026-05-05");
    assert_true(str_eq(ics_of(people), ics));
    people_end(people);
}

/* A rule's last occurrence is due in the school year of its plan, or in the term's own days: no half-year that ends in December after it. */
static void a_calendar_ends_with_its_school_year(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2025-10-01");
    Measure measures[] = { measure_of("1", "Итоги", "раз в полугодие", false), measure_of("2", "Сверка", "в последний рабочий день месяца", false), measure_of("3", "Совет", "сентябрь – май, 1 раз в полугодие", false) };
    plan_in_force(people, 3, measures);
    Str ics = ics_of(people);
    assert_true(str_find(ics, STR("measure-1-20251231@")) != SIZE_MAX && str_find(ics, STR("measure-1-20260630@")) != SIZE_MAX);
    assert_true(str_find(ics, STR("measure-3-20251231@")) != SIZE_MAX && str_find(ics, STR("measure-3-20260531@")) != SIZE_MAX);
    uint32_t n = 0;
    for (size_t i = 0; i + 12 < ics.n; i++) n += memcmp(ics.at + i, "BEGIN:VEVENT", 12) == 0;
    assert_int_equal(n, 2 + 12 + 2);
    assert_true(str_find(ics, STR("measure-2-20260130@")) != SIZE_MAX && str_find(ics, STR("measure-2-20251230@")) != SIZE_MAX); /* a Friday before a weekend; 31 December is a holiday */
    people_end(people);
}

static void the_week_is_by_days(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2025-10-01");
    Measure measures[] = { measure_of("1", "Отчёт", "ежемесячно до 10 числа", false), measure_of("2", "Справка", "до 07.11.2025", false), measure_of("3", "Педсоветы", "ноябрь 2025 г., март 2026 г.", true) };
    plan_in_force(people, 3, measures);
    Who office = people_who(people, people->number[ROLE_MUNICIPALITY]);
    WeekItem *items;
    uint32_t n;
    Window days = { date_of(2025, 11, 1), date_of(2025, 11, 30) };
    OK(people, flow_week(flow_reader(people->flow), people->region, office.grants[0].org.path, false, days, people->arena, &items, &n, &people->err));
    assert_int_equal(n, 3);
    assert_true(items[0].day == date_of(2025, 11, 7) && items[0].n == 2 && items[1].day == date_of(2025, 11, 10) && items[1].n == 1 && items[2].day == date_of(2025, 11, 30) && items[2].n == 3);
    assert_true(str_eq(items[2].responsible, STR("Руководители ОО")) && str_eq(items[0].org_name, STR("Энский район")));
    Who region = people_who(people, people->number[ROLE_REGION]);
    OK(people, flow_week(flow_reader(people->flow), people->region, region.grants[0].org.path, true, days, people->arena, &items, &n, &people->err));
    assert_int_equal(n, 0); /* its own plans only: it has none */
    days = (Window){ date_of(2025, 11, 8), date_of(2025, 11, 9) };
    OK(people, flow_week(flow_reader(people->flow), people->region, region.grants[0].org.path, false, days, people->arena, &items, &n, &people->err));
    assert_int_equal(n, 0);
    people_end(people);
}

/* What was read is another's no more than what was not; reading one leaves the others. */
static void notices_are_read_by_their_person(void **state)
{
    People *people = people_begin(state);
    day_is(people, "2026-04-08");
    Measure measures[] = { measure_of("1", "Справка", "до 09.04.2026", true), measure_of("2", "Отчёт", "до 10.04.2026", true) };
    plan_sent(people, 2, measures);
    assert_int_equal(run(people), 3); /* two, and the week */
    Who head = people_who(people, people->number[ROLE_SCHOOL]), office = people_who(people, people->number[ROLE_MUNICIPALITY]);
    uint32_t n;
    OK(people, flow_notice_see(people->flow, &office, STR_EMPTY, &people->err));
    OK(people, notice_unseen(flow_reader(people->flow), people->region, head.account_id, &n, &people->err));
    assert_int_equal(n, 3);
    OK(people, flow_notice_see(people->flow, &head, STR("measure/1/1/due-1/2026-04-09"), &people->err));
    OK(people, notice_unseen(flow_reader(people->flow), people->region, head.account_id, &n, &people->err));
    assert_int_equal(n, 2);
    const Notice *rows = told(people, ROLE_SCHOOL, &n);
    assert_true(n == 3 && rows[0].seen_at == 0 && rows[1].seen_at == 0 && rows[2].seen_at == people->clock); /* unread first */
    OK(people, flow_notice_see(people->flow, &head, STR_EMPTY, &people->err));
    NoticeCounts counts;
    OK(people, notice_count(flow_reader(people->flow), people->region, head.account_id, &counts, &people->err));
    assert_true(counts.n[0] == 3 && counts.n_unseen[0] == 0 && counts.n[NOTICE_DUE] == 2 && counts.n[NOTICE_DIGEST] == 1);
    people_end(people);
}

/* A feed is opened by its newest secret, while its person works here. */
static void a_feed_is_one_persons(void **state)
{
    People *people = people_begin(state);
    Who head = people_who(people, people->number[ROLE_SCHOOL]), admin = people_who(people, people->number[ROLE_ADMIN]), found_who;
    Str first, second;
    bool found;
    OK(people, flow_feed_make(people->flow, &head, people->arena, &first, &people->err));
    OK(people, flow_feed_who(flow_reader(people->flow), first, people->arena, &found_who, &found, &people->err));
    assert_true(found && found_who.account_id == head.account_id && found_who.n_grants == 1);
    OK(people, flow_feed_make(people->flow, &head, people->arena, &second, &people->err));
    OK(people, flow_feed_who(flow_reader(people->flow), first, people->arena, &found_who, &found, &people->err));
    assert_false(found);
    OK(people, flow_person_block(people->flow, &admin, people->number[ROLE_SCHOOL], true, &people->err));
    OK(people, flow_feed_who(flow_reader(people->flow), second, people->arena, &found_who, &found, &people->err));
    assert_false(found);
    OK(people, flow_feed_who(flow_reader(people->flow), STR_EMPTY, people->arena, &found_who, &found, &people->err));
    assert_false(found);
    people_end(people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(days_come_near_and_are_said_once), BOTH(what_is_late_goes_to_the_controller_after_working_days), BOTH(each_occurrence_of_a_rule_is_said), BOTH(evidence_waits_and_comes_back),
        BOTH(what_came_from_above_is_asked_for), BOTH(what_was_taken_over_is_not_asked_twice), BOTH(a_school_hears_of_the_nearest_plan), BOTH(a_correction_above_is_told_below), BOTH(many_are_told_at_once_and_each_once), BOTH(terms_without_days_are_named_before_their_year),
        BOTH(records_expire), BOTH(reminders_are_asked_for_some_times_a_day), BOTH(notices_are_read_by_their_person), BOTH(a_feed_is_one_persons), BOTH(a_calendar_holds_each_occurrence), BOTH(a_calendar_ends_with_its_school_year), BOTH(the_week_is_by_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
