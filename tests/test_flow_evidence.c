/* Control by evidence: brought, taken back, accepted by another, returned; a measure goes to its controller; a school sees no other school's plan; what goes down the tree comes up by itself. */
#include "plan_world.h"

#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "flow/account.h"
#include "flow/paper.h"
#include "flow/plan.h"
#include "flow/record.h"
#include "store/account.h"
#include "store/attachment.h"
#include "store/notice.h"
#include "store/record.h"

static const Str by_schools[] = { { "Руководители ОО", 29 } }, by_office[] = { { "Управление образования", 43 } };
#define LINK(slot) (&(EvidenceAsk){ .kind = EVIDENCE_LINK, .slot_n = (slot), .href = STR("https://example.ru/news/1"), .title = STR("Новость") })

static uint32_t in_force(World *world, const Who *who, const char *org)
{
    static Measure measures[2];
    measures[0] = (Measure){ .number = STR("1"), .i_section = PLAN_NO_SECTION, .title = STR("Провести семинар"), .term = { .text = STR("октябрь") }, .n_responsible = 1, .responsible = by_office, .expected = STR("Программа; Список участников") };
    measures[1] = (Measure){ .number = STR("2"), .i_section = PLAN_NO_SECTION, .title = STR("Провести педсоветы"), .term = { .text = STR("ноябрь") }, .n_responsible = 1, .responsible = by_schools, .expected = STR("Протокол педсовета") };
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = 2, .measures = measures };
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("1"), .reason = STR_EMPTY, .on = DATE_NONE };
    uint32_t number = 0;
    WORLD_OK(world, flow_plan_new(world->flow, who, str_of(org), &content, NULL, &number, &world->err));
    WORLD_OK(world, flow_plan_approve(world->flow, who, number, &approval, &world->err));
    return number;
}

#define S(literal) { (literal), sizeof(literal) - 1 }

/* ---- people with accounts ---- */

typedef struct Hire { World *world; const char *login, *name; Role role; const Org *org; int64_t id; } Hire;
static bool hire_body(DbWrite *write, void *context, Err *err)
{
    Hire *hire = context;
    Account account = { .region_id = 1, .login = str_of(hire->login), .name = str_of(hire->name), .post = STR_EMPTY, .email = STR_EMPTY, .password = STR_EMPTY, .totp_secret = STR_EMPTY, .oidc_subject = STR_EMPTY, .state = ACCOUNT_ACTIVE };
    if (!account_put(write, &account, LINE_NOW, hire->world->arena, err)) return false;
    hire->id = account.id;
    return account_set_state(write, &account, ACCOUNT_ACTIVE, err) && grant_put(write, 1, account.id, hire->role, hire->org->id, 0, LINE_NOW, err);
}

static Who hired(World *world, const char *login, const char *name, Role role, const Org *org)
{
    Hire hire = { world, login, name, role, org, 0 };
    WORLD_OK(world, db_tx(world->store->db, hire_body, &hire, &world->err));
    Grant *grant = arena_one(world->arena, Grant);
    *grant = (Grant){ role, *org };
    return (Who){ .region_id = 1, .account_id = hire.id, .name = str_of(name), .n_grants = 1, .grants = grant };
}

/* ---- evidence ---- */

/* A ceiling for one organisation, also of what it took back; what stands already is no new piece. */
static void evidence_has_a_ceiling(void **state)
{
    World *world = world_new(state);
    uint32_t plan = in_force(world, &world->office, "m1"), number = 0, first = 0;
    for (uint32_t i = 0; i < LIMIT_EVIDENCE_OF_ORG; i++) {
        EvidenceAsk ask = { .kind = EVIDENCE_LINK, .slot_n = 1, .href = arena_printf(world->arena, "https://example.ru/news/%u", i) };
        WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, &ask, &number, &world->err));
        if (i == 0) first = number;
    }
    WORLD_OK(world, flow_evidence_take_back(world->flow, &world->office, plan, 1, number, &world->err));
    EvidenceAsk more = { .kind = EVIDENCE_LINK, .slot_n = 1, .href = STR("https://example.ru/news/more") }, again = { .kind = EVIDENCE_LINK, .slot_n = 1, .href = STR("https://example.ru/news/0") };
    WORLD_FAILS(world, ERR_LIMIT, flow_evidence_offer(world->flow, &world->office, plan, 1, &more, NULL, &world->err));
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, &again, &number, &world->err));
    assert_int_equal(number, first);
    world_end(world);
}

static void evidence_closes_a_measure(void **state)
{
    World *world = world_new(state);
    uint32_t plan = in_force(world, &world->office, "m1"), one = 0, two = 0, n;
    const EvidenceAsk file = { .kind = EVIDENCE_FILE, .slot_n = 2, .file_name = STR("../список.pdf"), .file = STR("%PDF-1.7 список") };
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_offer(world->flow, &world->office, plan, 1, 0, &world->err)); /* «готово» alone closes nothing */
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(1), &one, &world->err));
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(1), &n, &world->err));
    assert_int_equal(n, one); /* pressed twice */
    assert_true(measure_at(world, plan, 1).n_waiting == 1 && plan_at(world, plan).n_offered == 1); /* the controller sees a piece, too */
    WORLD_OK(world, flow_evidence_decide(world->flow, &world->region_office, plan, 1, one, (EvidenceSeen){ 0 }, false, STR("Нет печати"), &world->err));
    MeasureRow back = measure_at(world, plan, 1);
    assert_true(back.n_waiting == 0 && back.n_back == 1 && str_eq(back.back_reason, STR("Нет печати")) && plan_at(world, plan).n_returned == 1 && plan_at(world, plan).n_offered == 0);
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(1), &one, &world->err)); /* brought anew: what was returned is over */
    back = measure_at(world, plan, 1);
    assert_true(back.n_waiting == 1 && back.n_back == 0 && back.back_reason.n == 0 && plan_at(world, plan).n_returned == 0);
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_offer(world->flow, &world->office, plan, 1, 0, &world->err));
    assert_non_null(strstr(world->err.what, "Список участников"));
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, &file, &two, &world->err));
    WORLD_OK(world, flow_measure_offer(world->flow, &world->office, plan, 1, 0, &world->err));
    assert_int_equal(plan_at(world, plan).n_offered, 1);
    const EvidenceRow *evidence;
    WORLD_OK(world, evidence_list(flow_reader(world->flow), 1, measure_at(world, plan, 1).id, world->arena, &evidence, &n, &world->err));
    assert_str(evidence[2].file_name, "список.pdf");
    Str bytes;
    bool found;
    WORLD_OK(world, attachment_get(flow_reader(world->flow), 1, evidence[2].sha256, world->arena, &bytes, &found, &world->err));
    assert_true(found && str_eq(bytes, file.file));
    WORLD_FAILS(world, ERR_INPUT, flow_measure_decide(world->flow, &world->region_office, plan, 1, 0, false, STR_EMPTY, &world->err));
    WORLD_OK(world, flow_measure_decide(world->flow, &world->region_office, plan, 1, 0, false, STR("Нет подписи"), &world->err));
    assert_true(measure_at(world, plan, 1).state == MEASURE_RETURNED);
    WORLD_OK(world, flow_evidence_decide(world->flow, &world->region_office, plan, 1, one, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
    assert_int_equal(measure_at(world, plan, 1).n_proven, 1);
    WORLD_FAILS(world, ERR_CONFLICT, flow_evidence_take_back(world->flow, &world->office, plan, 1, one, &world->err));
    WORLD_OK(world, flow_measure_offer(world->flow, &world->office, plan, 1, 0, &world->err));
    WORLD_OK(world, flow_measure_decide(world->flow, &world->region_office, plan, 1, 0, true, STR_EMPTY, &world->err));
    MeasureRow done = measure_at(world, plan, 1);
    assert_true(done.state == MEASURE_ACCEPTED && done.n_proven == 2 && plan_at(world, plan).n_accepted == 1);
    WORLD_FAILS(world, ERR_CONFLICT, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(2), NULL, &world->err));
    WORLD_OK(world, flow_measure_reopen(world->flow, &world->region_office, plan, 1, 0, STR("Список не тот"), &world->err));
    WORLD_OK(world, flow_evidence_decide(world->flow, &world->region_office, plan, 1, two, (EvidenceSeen){ 0 }, false, STR("Не тот список"), &world->err));
    assert_int_equal(measure_at(world, plan, 1).n_proven, 1);
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_offer(world->flow, &world->office, plan, 1, 0, &world->err));
    WORLD_OK(world, flow_measure_drop(world->flow, &world->region_office, plan, 1, 0, STR("Семинар отменён"), &world->err));
    assert_true(measure_at(world, plan, 1).state == MEASURE_DROPPED);
    world_end(world);
}

static void bad_evidence_is_refused(void **state)
{
    World *world = world_new(state);
    uint32_t plan = in_force(world, &world->office, "m1");
    static const char *const hrefs[] = { "javascript:alert(1)", "//evil.example", "ftp://example.ru/1", "", "https://", "https://a b", "https://a\"onclick=" };
    for (size_t i = 0; i < sizeof hrefs / sizeof *hrefs; i++)
        WORLD_FAILS(world, ERR_INPUT, flow_evidence_offer(world->flow, &world->office, plan, 1, &(EvidenceAsk){ .kind = EVIDENCE_LINK, .href = str_of(hrefs[i]) }, NULL, &world->err));
    static const Str files[] = { { "", 0 }, S("PK\x03\x04 архив с чем угодно"), S("MZ\x90\x00\x03"), S("\x7f" "ELF\x02\x01\x01\x00"), S("<html><script>alert(1)</script>"), S("<?xml version=\"1.0\"?><svg onload=\"x\"/>"),
        S("  <!DOCTYPE html>"), S("#!/bin/sh\nrm -rf /\n"), S("GIF89a\x01\x00") };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        WORLD_FAILS(world, ERR_INPUT, flow_evidence_offer(world->flow, &world->office, plan, 1, &(EvidenceAsk){ .kind = EVIDENCE_FILE, .file_name = STR("отчёт.pdf"), .file = files[i] }, NULL, &world->err));
    static const char *const scripts[] = { "отчёт.bat", "x.js", "Отчёт.VBS", "y.ps1 ", "z.cmd." };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        WORLD_FAILS(world, ERR_INPUT, flow_evidence_offer(world->flow, &world->office, plan, 1, &(EvidenceAsk){ .kind = EVIDENCE_FILE, .file_name = str_of(scripts[i]), .file = STR("протокол") }, NULL, &world->err));
    static const Str programs = S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 _\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0");
    WORLD_FAILS(world, ERR_INPUT, flow_evidence_offer(world->flow, &world->office, plan, 1, &(EvidenceAsk){ .kind = EVIDENCE_FILE, .file_name = STR("отчёт.doc"), .file = programs }, NULL, &world->err));
    assert_says(str_of(world->err.what), "макросы");
    static const Str good[] = { S("%PDF-1.4"), S("\xff\xd8\xff\xe0"), S("\x89PNG\r\n\x1a\n"), S("PK\x03\x04....[Content_Types].xml....word/document.xml"), S("Протокол № 1"), S("a;b\n1;2\n"),
        S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), S("\0\0\0\x18" "ftypheic"), S("\xcf\xf0\xee\xf2\xee\xea\xee\xeb") };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, &(EvidenceAsk){ .kind = EVIDENCE_FILE, .file_name = STR("отчёт"), .file = good[i] }, NULL, &world->err));
    char *large = calloc(1, LIMIT_ATTACHMENT + 2);
    memset(large, 'a', LIMIT_ATTACHMENT + 1);
    WORLD_FAILS(world, ERR_LIMIT, flow_evidence_offer(world->flow, &world->office, plan, 1, &(EvidenceAsk){ .kind = EVIDENCE_FILE, .file_name = STR("много.txt"), .file = { large, LIMIT_ATTACHMENT + 1 } }, NULL, &world->err));
    free(large);
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(9), NULL, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_evidence_offer(world->flow, &world->office, plan, 1, &(EvidenceAsk){ .kind = EVIDENCE_RECORD, .record_type = STR("event"), .record = 5 }, NULL, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_evidence_offer(world->flow, &world->office, plan, 7, LINK(1), NULL, &world->err));
    world_end(world);
}

typedef struct Filed { World *world; const Org *org; const char *type; uint32_t number; bool restricted; } Filed;
static bool file_record(DbWrite *write, void *context, Err *err)
{
    const Filed *filed = context;
    Record row = { .region_id = 1, .id = db_new_id(write), .org_id = filed->org->id, .type = str_of(filed->type), .number = filed->number, .title = STR("Семинар о рисках"), .day = STR("2026-03-10"), .until = STR_EMPTY,
        .state = STR("held"), .fields = STR("{}"), .restricted = filed->restricted, .revision = 1, .made_at = LINE_NOW, .changed_at = LINE_NOW };
    return record_put(write, &row, filed->world->arena, err);
}

/* Two decide over pages that they opened at one time: the second is told, and nothing of the first is lost; the own button pressed twice is one decision. */
static void another_decision_is_not_overwritten(void **state)
{
    World *world = world_new(state);
    Who chief = hired(world, "chief", "Седых Анна Петровна", ROLE_MUNICIPALITY, &world->districts[0]), deputy = hired(world, "deputy", "Петров Пётр Петрович", ROLE_MUNICIPALITY, &world->districts[0]);
    uint32_t plan = in_force(world, &chief, "m1"), one = 0;
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 2, LINK(1), &one, &world->err));
    WORLD_OK(world, flow_evidence_decide(world->flow, &chief, plan, 2, one, (EvidenceSeen){ .state = EVIDENCE_OFFERED }, false, STR("Нет печати"), &world->err));
    WORLD_OK(world, flow_evidence_decide(world->flow, &chief, plan, 2, one, (EvidenceSeen){ .state = EVIDENCE_OFFERED }, false, STR("Нет печати"), &world->err));
    for (int accept = 0; accept < 2; accept++) {
        WORLD_FAILS(world, ERR_CONFLICT, flow_evidence_decide(world->flow, &deputy, plan, 2, one, (EvidenceSeen){ .state = EVIDENCE_OFFERED }, accept, STR("Поздно"), &world->err));
        assert_true(strstr(world->err.what, "Седых") != NULL && strstr(world->err.what, "возвращено") != NULL && strstr(world->err.what, "Нет печати") != NULL);
    }
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 2, LINK(1), &one, &world->err));
    WORLD_OK(world, flow_measure_offer(world->flow, &world->office, plan, 2, 0, &world->err));
    uint32_t seen = measure_at(world, plan, 2).revision;
    WORLD_OK(world, flow_measure_decide(world->flow, &chief, plan, 2, seen, true, STR_EMPTY, &world->err));
    WORLD_OK(world, flow_measure_decide(world->flow, &chief, plan, 2, seen, true, STR_EMPTY, &world->err)); /* pressed twice */
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_decide(world->flow, &deputy, plan, 2, seen, true, STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_decide(world->flow, &deputy, plan, 2, seen, false, STR("Поздно"), &world->err));
    assert_true(strstr(world->err.what, "Седых") != NULL && strstr(world->err.what, "сделано") != NULL && strstr(world->err.detail, "→ сделано") != NULL);
    seen = measure_at(world, plan, 2).revision;
    WORLD_OK(world, flow_measure_reopen(world->flow, &deputy, plan, 2, seen, STR("Не то"), &world->err));
    WORLD_OK(world, flow_measure_drop(world->flow, &deputy, plan, 2, 0, STR("Отменён"), &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_reopen(world->flow, &chief, plan, 2, seen, STR("Не то"), &world->err)); /* what was seen accepted is dropped since */
    assert_true(measure_at(world, plan, 2).state == MEASURE_DROPPED);
    world_end(world);
}

/* One record of a register proves several measures, a row each; a closed one, or one that the person does not see, proves nothing. */
static void one_record_proves_several_measures(void **state)
{
    World *world = world_new(state);
    uint32_t plan = in_force(world, &world->office, "m1"), number, n;
    const Filed records[] = { { world, &world->districts[0], "event", 1, false }, { world, &world->districts[0], "event", 2, true }, { world, &world->districts[1], "event", 3, false } };
    for (int i = 0; i < 3; i++) WORLD_OK(world, db_tx(world->store->db, file_record, (void *)(uintptr_t)&records[i], &world->err));
    EvidenceAsk ask = { .kind = EVIDENCE_RECORD, .slot_n = 1, .record_type = STR("event"), .record = 1 };
    for (uint32_t measure = 1; measure <= 2; measure++) WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, measure, &ask, &number, &world->err));
    const EvidenceRow *evidence;
    WORLD_OK(world, evidence_list(flow_reader(world->flow), 1, measure_at(world, plan, 1).id, world->arena, &evidence, &n, &world->err));
    assert_int_equal(n, 1);
    assert_str(evidence[0].title, "Семинар о рисках");
    assert_str(evidence[0].record_type, "event");
    WORLD_OK(world, evidence_of_record(flow_reader(world->flow), 1, evidence[0].record_id, world->arena, &evidence, &n, &world->err));
    assert_int_equal(n, 2);
    for (ask.record = 2; ask.record <= 4; ask.record++) WORLD_FAILS(world, ERR_NOT_FOUND, flow_evidence_offer(world->flow, &world->office, plan, 1, &ask, &number, &world->err));
    world_end(world);
}

/* A draft takes no evidence; another school neither sees nor proves. */
static void strangers_prove_nothing(void **state)
{
    World *world = world_new(state);
    uint32_t own = in_force(world, &world->head, "edu000001"), number = 0;
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_offer(world->flow, &world->other_head, own, 1, LINK(1), NULL, &world->err));
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->head, own, 1, LINK(1), &number, &world->err));
    const EvidenceAsk file = { .kind = EVIDENCE_FILE, .file_name = STR("чужое.txt"), .file = STR("чужой файл") };
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_offer(world->flow, &world->other_head, own, 1, &file, NULL, &world->err));
    char sha256[65];
    Str bytes;
    bool kept = true;
    hash_sha256_hex(file.file, sha256);
    WORLD_OK(world, attachment_get(flow_reader(world->flow), 1, str_of(sha256), world->arena, &bytes, &kept, &world->err));
    assert_false(kept); /* a stranger's file is not even kept */
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_take_back(world->flow, &world->other_head, own, 1, number, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_decide(world->flow, &world->other_head, own, 1, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_measure_drop(world->flow, &world->other_office, own, 1, 0, STR("нет"), &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_plan_withdraw(world->flow, &world->other_head, own, STR("нет"), &world->err));
    WORLD_OK(world, flow_evidence_take_back(world->flow, &world->head, own, 1, number, &world->err));
    WORLD_OK(world, flow_evidence_take_back(world->flow, &world->head, own, 1, number, &world->err));
    uint32_t draft = 0;
    WORLD_OK(world, flow_plan_from_pack(world->flow, &world->head, STR("edu000001"), STR("school"), 2025, &draft, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_evidence_offer(world->flow, &world->head, draft, 1, LINK(0), NULL, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_measure_drop(world->flow, &world->head, draft, 1, 0, STR("нет"), &world->err));
    world_end(world);
}

/* Nobody accepts what they brought, unless they are alone; a named controller may accept without any right but to see. */
static void the_controller_is_another(void **state)
{
    World *world = world_new(state);
    Who chief = hired(world, "chief", "Иванова Анна Петровна", ROLE_MUNICIPALITY, &world->districts[0]);
    uint32_t plan = in_force(world, &chief, "m1"), number = 0;
    WORLD_OK(world, flow_evidence_offer(world->flow, &chief, plan, 1, LINK(1), &number, &world->err));
    WORLD_OK(world, flow_evidence_decide(world->flow, &chief, plan, 1, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err)); /* alone in the office */
    Who deputy = hired(world, "deputy", "Петров Пётр Петрович", ROLE_MUNICIPALITY, &world->districts[0]), reader = hired(world, "reader", "Сидорова Вера Ильинична", ROLE_READER, &world->districts[0]);
    WORLD_OK(world, flow_evidence_offer(world->flow, &chief, plan, 1, LINK(2), &number, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_decide(world->flow, &chief, plan, 1, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_decide(world->flow, &reader, plan, 1, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
    const MeasurePerson people[] = { { .part = MEASURE_CONTROLLER, .account_id = reader.account_id }, { .part = MEASURE_RESPONSIBLE, .account_id = deputy.account_id } };
    WORLD_OK(world, flow_measure_people(world->flow, &chief, plan, 1, 2, people, &world->err));
    WORLD_OK(world, flow_evidence_decide(world->flow, &reader, plan, 1, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_offer(world->flow, &reader, plan, 1, LINK(0), NULL, &world->err)); /* a controller brings nothing */
    WORLD_OK(world, flow_measure_offer(world->flow, &deputy, plan, 1, 0, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_measure_offer(world->flow, &reader, plan, 2, 0, &world->err));
    WORLD_OK(world, flow_measure_decide(world->flow, &reader, plan, 1, 0, true, STR_EMPTY, &world->err));
    world_end(world);
}

static void a_name_with_initials_finds_one_person(void **state)
{
    World *world = world_new(state);
    hired(world, "naumova", "Наумова Татьяна Яковлевна", ROLE_METHODOLOGIST, &world->districts[0]);
    static const Str words[] = { { "Наумова Т.Я., заведующий ИМЦ", 50 }, { "Т. Я. Наумова", 22 }, { "Наумова Т.П.", 21 }, { "заведующий Наумов Т.Я.", 40 } };
    Str lines[4];
    for (int i = 0; i < 4; i++) lines[i] = words[i];
    const Measure measure = { .title = STR("Пункт"), .i_section = PLAN_NO_SECTION, .n_responsible = 4, .responsible = lines };
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План"), .approved_on = DATE_NONE, .n_measures = 1, .measures = &measure };
    uint32_t number = 0, n;
    const MeasurePerson *people;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &number, &world->err));
    WORLD_OK(world, measure_people(flow_reader(world->flow), 1, measure_at(world, number, 1).id, world->arena, &people, &n, &world->err));
    assert_int_equal(n, 4);
    for (uint32_t i = 0; i < n; i++) assert_int_equal(people[i].account_id != 0, i < 2);
    hired(world, "naumova2", "Наумова Тамара Яновна", ROLE_METHODOLOGIST, &world->districts[0]);
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &number, &world->err));
    WORLD_OK(world, measure_people(flow_reader(world->flow), 1, measure_at(world, number, 1).id, world->arena, &people, &n, &world->err));
    for (uint32_t i = 0; i < n; i++) assert_int_equal(people[i].account_id, 0); /* two fit: nobody is guessed */
    world_end(world);
}

/* «Контроль возложить на …» of an order is the controller of its points and of the plan in its annex. */
static void an_order_names_its_controller(void **state)
{
    World *world = world_new(state);
    Who naumova = hired(world, "naumova", "Наумова Татьяна Яковлевна", ROLE_METHODOLOGIST, &world->districts[0]);
    static const Measure measure = { .number = { "1", 1 }, .title = { "Провести семинар", 31 }, .i_section = PLAN_NO_SECTION, .n_responsible = 1, .responsible = by_schools };
    const PlanDecision decisions[] = { { .number = STR("1"), .text = STR("Утвердить план") }, { .number = STR("2"), .text = STR("Контроль за исполнением приказа возложить на заведующего ИМЦ Наумову Т.Я.") } };
    PlanContent content = { .kind = PLAN_ORDER, .title = STR("Об утверждении плана"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = 1, .measures = &measure, .n_decisions = 2, .decisions = decisions };
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("1"), .reason = STR_EMPTY, .on = DATE_NONE };
    uint32_t plan = 0, n, number;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &plan, &world->err));
    const MeasurePerson *people;
    for (uint32_t i = 1; i <= 3; i++) {
        WORLD_OK(world, measure_people(flow_reader(world->flow), 1, measure_at(world, plan, i).id, world->arena, &people, &n, &world->err));
        assert_int_equal(n, i == 3 ? 2 : 1);
        assert_int_equal(people[n - 1].account_id, naumova.account_id);
        assert_int_equal(people[n - 1].part, i == 2 ? MEASURE_RESPONSIBLE : MEASURE_CONTROLLER);
    }
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, plan, &approval, &world->err));
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 3, LINK(0), &number, &world->err));
    WORLD_OK(world, flow_evidence_decide(world->flow, &naumova, plan, 3, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err)); /* a methodologist has no right to control but by the order */
    WORLD_FAILS(world, ERR_DENIED, flow_measure_decide(world->flow, &naumova, plan, 2, 0, true, STR_EMPTY, &world->err));
    world_end(world);
}

/* 152-ФЗ: whoever is erased leaves the measures too; the plan stays whole. */
static void assert_controller(World *world, uint32_t plan, uint32_t n, int64_t account_id, bool inherited)
{
    const MeasurePerson *people;
    uint32_t n_people, n_found = 0;
    WORLD_OK(world, measure_people(flow_reader(world->flow), 1, measure_at(world, plan, n).id, world->arena, &people, &n_people, &world->err));
    for (uint32_t i = 0; i < n_people; i++) {
        if (people[i].part != MEASURE_CONTROLLER) continue;
        n_found++;
        assert_true(people[i].account_id == account_id && people[i].inherited == inherited);
    }
    assert_int_equal(n_found, account_id != 0);
}

static void set_controller(World *world, uint32_t plan, const char *words)
{
    Str said = str_of(words);
    WORLD_OK(world, flow_plan_edit(world->flow, &world->office, plan, &(PlanEdit){ .revision = plan_at(world, plan).revision, .controller = &said }, &world->err));
}

/* Set once for the plan; a measure with a controller of its own keeps him; of an approved plan it changes with the approval. */
static void a_plan_has_a_controller(void **state)
{
    World *world = world_new(state);
    Who naumova = hired(world, "naumova", "Наумова Татьяна Яковлевна", ROLE_METHODOLOGIST, &world->districts[0]), orlov = hired(world, "orlov", "Орлов Олег Ильич", ROLE_METHODOLOGIST, &world->districts[0]);
    static const Measure measures[] = { { .number = { "1", 1 }, .title = { "Провести семинар", 31 }, .i_section = PLAN_NO_SECTION, .n_responsible = 1, .responsible = by_office },
        { .number = { "2", 1 }, .title = { "Провести педсовет", 33 }, .i_section = PLAN_NO_SECTION, .n_responsible = 1, .responsible = by_office } };
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = 2, .measures = measures, .controller = STR("методиста Наумову Т.Я.") };
    PlanApproval approval = { .approved_by = STR("Начальник"), .number = STR("1"), .reason = STR_EMPTY, .on = DATE_NONE };
    uint32_t plan = 0, number, next;
    WORLD_OK(world, flow_plan_new(world->flow, &world->office, STR("m1"), &content, NULL, &plan, &world->err));
    assert_true(plan_at(world, plan).controller_id == naumova.account_id);
    assert_str(plan_at(world, plan).controller_name, "Наумова Татьяна Яковлевна");
    assert_controller(world, plan, 1, naumova.account_id, true);
    const MeasurePerson own[] = { { .part = MEASURE_RESPONSIBLE, .words = by_office[0] }, { .part = MEASURE_CONTROLLER, .account_id = orlov.account_id, .words = STR_EMPTY } };
    WORLD_OK(world, flow_measure_people(world->flow, &world->office, plan, 2, 2, own, &world->err));
    assert_controller(world, plan, 2, orlov.account_id, false);
    MeasureEdit added = { .number = STR("3"), .title = STR("Собрать отчёты"), .term = STR("май"), .responsible = by_office[0] };
    WORLD_OK(world, flow_measure_edit(world->flow, &world->office, plan, &added, &number, &world->err));
    assert_controller(world, plan, number, naumova.account_id, true);
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, plan, &approval, &world->err));
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 1, LINK(0), &number, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_decide(world->flow, &orlov, plan, 1, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
    WORLD_OK(world, flow_evidence_decide(world->flow, &naumova, plan, 1, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
    set_controller(world, plan, "методиста Орлова О.И.");
    assert_controller(world, plan, 1, naumova.account_id, true); /* not approved yet */
    PlanRow shown = plan_at(world, plan);
    WORLD_OK(world, flow_plan_approved_head(flow_reader(world->flow), &shown, world->arena, &world->err));
    assert_str(shown.controller, "методиста Наумову Т.Я.");
    approval.reason = STR("другой человек");
    WORLD_OK(world, flow_plan_approve(world->flow, &world->office, plan, &approval, &world->err));
    assert_controller(world, plan, 1, orlov.account_id, true);
    assert_controller(world, plan, 2, orlov.account_id, false);
    WORLD_OK(world, flow_plan_roll_forward(world->flow, &world->office, plan, 0, NULL, &next, &world->err));
    assert_controller(world, next, 1, orlov.account_id, true);
    set_controller(world, next, "");
    assert_controller(world, next, 1, 0, false);
    assert_controller(world, next, 2, orlov.account_id, false);
    WORLD_OK(world, flow_measure_people(world->flow, &world->office, plan, 2, 1, own, &world->err)); /* no own one any more: the plan's */
    assert_controller(world, plan, 2, orlov.account_id, true);
    world_end(world);
}

static void an_erased_person_leaves_the_plans(void **state)
{
    World *world = world_new(state);
    Who naumova = hired(world, "naumova", "Наумова Татьяна Яковлевна", ROLE_METHODOLOGIST, &world->districts[0]);
    uint32_t plan = in_force(world, &world->office, "m1"), n;
    const MeasurePerson people[] = { { .part = MEASURE_RESPONSIBLE, .account_id = naumova.account_id, .words = STR("Наумова Т.Я.") }, { .part = MEASURE_CONTROLLER, .role = ROLE_MUNICIPALITY } };
    WORLD_OK(world, flow_measure_people(world->flow, &world->office, plan, 1, 2, people, &world->err));
    const MeasureRow *rows;
    WORLD_OK(world, measure_of_person(flow_reader(world->flow), 1, naumova.account_id, world->arena, &rows, &n, &world->err));
    assert_int_equal(n, 1);
    AuditAsk ask = { .object = STR("plan/1/measure/1"), .limit = 3 };
    const AuditEntry *entries;
    WORLD_OK(world, audit_list(flow_reader(world->flow), 1, &ask, world->arena, &entries, &n, &world->err));
    assert_true(str_find(entries[0].words, STR("Татьяна")) == SIZE_MAX); /* no names of accounts in the journal */
    Who program = flow_program(1);
    Account account;
    WORLD_OK(world, account_get(flow_reader(world->flow), 1, naumova.account_id, world->arena, &account, &world->err));
    PlanEdition before, after;
    bool found;
    PlanRow approved = plan_at(world, plan);
    WORLD_OK(world, plan_edition_get(flow_reader(world->flow), 1, approved.id, 1, world->arena, &before, &found, &world->err));
    WORLD_OK(world, flow_person_erase(world->flow, &program, account.number, STR("уволилась"), &world->err));
    /* An approved edition is a document: it stays byte for byte. */
    WORLD_OK(world, plan_edition_get(flow_reader(world->flow), 1, approved.id, 1, world->arena, &after, &found, &world->err));
    assert_true(found && str_eq(before.content, after.content) && str_eq(before.sha256, after.sha256));
    const MeasurePerson *left;
    WORLD_OK(world, measure_people(flow_reader(world->flow), 1, measure_at(world, plan, 1).id, world->arena, &left, &n, &world->err));
    assert_true(n == 2 && left[0].account_id == 0 && left[1].role == ROLE_MUNICIPALITY);
    assert_str(left[0].words, "сотрудник, данные которого стёрты");
    world_end(world);
}

/* Whoever a measure names does it, and whoever runs the plan; a colleague who is not named looks on and is told whom to ask. */
static void only_those_who_answer_do_it(void **state)
{
    static const Str answer[] = { S("Петрова А.А."), S("Учителя математики"), S("Школа № 1"), S("Педагог-психолог"), S("Директор") };
    enum { N = sizeof answer / sizeof *answer };
    World *world = world_new(state);
    Measure measures[N];
    for (uint32_t i = 0; i < N; i++) measures[i] = (Measure){ .i_section = PLAN_NO_SECTION, .title = STR("Пункт"), .n_responsible = 1, .responsible = &answer[i] };
    PlanContent content = { .kind = PLAN_PLAN, .title = STR("План"), .approved_on = DATE_NONE, .school_year = 2025, .n_measures = N, .measures = measures };
    PlanApproval approval = { .approved_by = STR("Директор"), .number = STR("1"), .reason = STR_EMPTY, .on = DATE_NONE };
    uint32_t plan = 0, number;
    WORLD_OK(world, flow_plan_new(world->flow, &world->head, STR("edu000001"), &content, NULL, &plan, &world->err));
    WORLD_OK(world, flow_plan_approve(world->flow, &world->head, plan, &approval, &world->err));
    Who petrova = hired(world, "petrova", "Петрова Анна Андреевна", ROLE_TEACHER, &world->schools[0]), orlov = hired(world, "orlov", "Орлов Олег Ильич", ROLE_TEACHER, &world->schools[0]);
    Who reader = hired(world, "reader", "Сидорова Вера Ильинична", ROLE_READER, &world->schools[0]), other = hired(world, "other", "Петрова Анна Андреевна", ROLE_TEACHER, &world->schools[1]);
    orlov.post = reader.post = STR("педагог-психолог");
    const struct { const Who *who; const char *may; } all[] = { { &petrova, "yyynn" }, { &orlov, "nyyyn" }, { &reader, "nnnnn" }, { &other, "nnnnn" }, { &world->other_head, "nnnnn" }, { &world->head, "yyyyy" }, { &world->office, "yyyyy" } };
    for (size_t w = 0; w < sizeof all / sizeof *all; w++)
        for (uint32_t n = 1; n <= N; n++) {
            MeasureRow row = measure_at(world, plan, n);
            PlanRow whole = plan_at(world, plan);
            MeasureMay may;
            WORLD_OK(world, flow_measure_may(flow_reader(world->flow), all[w].who, &whole, &row, NULL, world->arena, &may, &world->err));
            bool wanted = all[w].may[n - 1] == 'y', given = flow_evidence_offer(world->flow, all[w].who, plan, n, LINK(0), &number, &world->err);
            if (may.brings != wanted || may.offers != wanted || given != wanted) fail_msg("person %zu, measure %u: page %d, flow %d", w, n, may.brings, given);
            if (!wanted) WORLD_FAILS(world, ERR_DENIED, flow_measure_offer(world->flow, all[w].who, plan, n, 0, &world->err));
        }
    WORLD_FAILS(world, ERR_DENIED, flow_measure_offer(world->flow, &orlov, plan, 1, 0, &world->err));
    assert_non_null(strstr(world->err.hint, "Петрова А.А."));
    WORLD_OK(world, flow_measure_offer(world->flow, &petrova, plan, 1, 0, &world->err));
    /* Named beside the organisation, it is theirs alone. */
    const MeasurePerson people[] = { { .part = MEASURE_RESPONSIBLE, .words = STR("Школа № 1") }, { .part = MEASURE_HELPER, .account_id = orlov.account_id } };
    WORLD_OK(world, flow_measure_people(world->flow, &world->head, plan, 3, 2, people, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_measure_offer(world->flow, &petrova, plan, 3, 0, &world->err));
    WORLD_OK(world, flow_measure_offer(world->flow, &orlov, plan, 3, 0, &world->err));
    world_end(world);
}

/* What the page says about one's own evidence is what the flow does. */
static void own_evidence_is_anothers_to_accept(void **state)
{
    World *world = world_new(state);
    Who chief = hired(world, "chief", "Иванова Анна Петровна", ROLE_MUNICIPALITY, &world->districts[0]);
    uint32_t plan = in_force(world, &chief, "m1"), number = 0;
    PlanRow whole = plan_at(world, plan);
    MeasureRow row = measure_at(world, plan, 1);
    MeasureMay may;
    hired(world, "below", "Смирнов Пётр Ильич", ROLE_SCHOOL, &world->schools[0]); /* controls the school's plan, not the district's */
    WORLD_OK(world, flow_evidence_offer(world->flow, &chief, plan, 1, LINK(1), &number, &world->err));
    WORLD_OK(world, flow_measure_may(flow_reader(world->flow), &chief, &whole, &row, NULL, world->arena, &may, &world->err));
    assert_true(may.controls && may.alone && may.decides);
    Who deputy = hired(world, "deputy", "Петров Пётр Петрович", ROLE_MUNICIPALITY, &world->districts[0]);
    WORLD_OK(world, flow_measure_may(flow_reader(world->flow), &chief, &whole, &row, NULL, world->arena, &may, &world->err));
    assert_true(may.controls && !may.alone && !may.decides);
    assert_str(may.others, "Петров Пётр Петрович");
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_decide(world->flow, &chief, plan, 1, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
    WORLD_OK(world, flow_measure_may(flow_reader(world->flow), &deputy, &whole, &row, NULL, world->arena, &may, &world->err));
    assert_true(may.decides && !may.alone);
    WORLD_OK(world, flow_evidence_decide(world->flow, &deputy, plan, 1, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
    WORLD_OK(world, flow_measure_may(flow_reader(world->flow), &chief, &whole, &row, NULL, world->arena, &may, &world->err));
    assert_true(may.decides); /* nothing of one's own waits any more */
    world_end(world);
}

/* ---- down and up the tree ---- */

/* Where nobody else is to look, it is said above, and the controller of the measure above may look himself. */
static void what_one_accepted_alone_is_said_above(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    Who chief = hired(world, "chief", "Иванова Анна Петровна", ROLE_MUNICIPALITY, &world->districts[0]), head = hired(world, "head", "Орлов Олег Ильич", ROLE_SCHOOL, &world->schools[0]);
    Who reader = hired(world, "reader", "Наумова Татьяна Яковлевна", ROLE_READER, &world->districts[0]), other = hired(world, "other", "Попова Мария Львовна", ROLE_READER, &world->districts[0]);
    uint32_t above = in_force(world, &chief, "m1"), cascade, own, number, n;
    const Str to[] = { STR("edu000001") };
    const MeasurePerson controls[] = { { .part = MEASURE_CONTROLLER, .account_id = reader.account_id, .words = STR_EMPTY } };
    CascadeAsk ask = { .plan = above, .words = STR("Составить свой план"), .see_by = DATE_NONE, .plan_by = date_of(2026, 4, 30), .n_to = 1, .to = to };
    PlanApproval approval = { .approved_by = STR("Директор"), .number = STR("5"), .reason = STR_EMPTY, .on = DATE_NONE };
    WORLD_OK(world, flow_measure_people(world->flow, &chief, above, 2, 1, controls, &world->err));
    WORLD_OK(world, flow_cascade(world->flow, &chief, &ask, &cascade, &world->err));
    WORLD_OK(world, flow_cascade_plan(world->flow, &head, cascade, STR("edu000001"), STR_EMPTY, 1, (const uint32_t[]){ 2 }, &own, &world->err));
    WORLD_OK(world, flow_plan_approve(world->flow, &head, own, &approval, &world->err));
    WORLD_OK(world, flow_evidence_offer(world->flow, &head, own, 1, LINK(1), &number, &world->err));
    WORLD_OK(world, flow_measure_offer(world->flow, &head, own, 1, 0, &world->err));
    WORLD_OK(world, flow_measure_decide(world->flow, &head, own, 1, 0, true, STR_EMPTY, &world->err)); /* alone there: the one above is not waited for */
    assert_int_equal(measure_at(world, own, 1).n_own, 1);
    PlanRow top = plan_at(world, above), plan = plan_at(world, own);
    MeasureRow row = measure_at(world, own, 1);
    const RollCount *counts;
    const RollCell *cells;
    ExecutionSummary told;
    WORLD_OK(world, plan_roll_counts(db, 1, top.id, today, world->arena, &counts, &n, &world->err));
    assert_true(n == 1 && counts[0].n_state[MEASURE_ACCEPTED] == 1 && counts[0].n_own == 1);
    WORLD_OK(world, plan_roll(db, 1, top.id, world->arena, &cells, &n, &world->err));
    assert_true(n == 1 && cells[0].n_own == 1);
    WORLD_OK(world, flow_plan_execution(db, &top, DATE_NONE, DATE_NONE, date_of(2026, 4, 21), world->arena, &told, &world->err));
    assert_true(told.n_below == 1 && told.n_below_own == 1);
    WORLD_OK(world, flow_plan_execution(db, &plan, DATE_NONE, DATE_NONE, date_of(2026, 4, 21), world->arena, &told, &world->err));
    assert_str(told.lines[0].evidence[0], "Новость (принято тем же, кто представил)");
    MeasureMay may;
    WORLD_OK(world, flow_measure_may(db, &other, &plan, &row, NULL, world->arena, &may, &world->err));
    assert_false(may.controls);
    WORLD_FAILS(world, ERR_DENIED, flow_measure_reopen(world->flow, &other, own, 1, 0, STR("Ссылка не о том"), &world->err));
    WORLD_OK(world, flow_measure_may(db, &reader, &plan, &row, NULL, world->arena, &may, &world->err));
    assert_true(may.controls);
    WORLD_OK(world, flow_measure_reopen(world->flow, &reader, own, 1, 0, STR("Ссылка не о том"), &world->err));
    WORLD_OK(world, flow_evidence_decide(world->flow, &reader, own, 1, number, (EvidenceSeen){ 0 }, false, STR("Нужен протокол"), &world->err));
    assert_int_equal(measure_at(world, own, 1).n_own, 0);
    WORLD_OK(world, plan_roll_counts(db, 1, top.id, today, world->arena, &counts, &n, &world->err));
    assert_true(n == 1 && counts[0].n_own == 0);
    world_end(world);
}

static uint32_t taken_below(World *world, const Who *from, const Who *to, uint32_t plan, Str org, bool approve)
{
    uint32_t cascade, own;
    const uint32_t both[] = { 1, 2 };
    CascadeAsk ask = { .plan = plan, .words = STR_EMPTY, .see_by = DATE_NONE, .plan_by = DATE_NONE, .n_to = 1, .to = &org };
    PlanApproval approval = { .approved_by = STR("Директор"), .number = STR("5"), .reason = STR_EMPTY, .on = DATE_NONE };
    WORLD_OK(world, flow_cascade(world->flow, from, &ask, &cascade, &world->err));
    WORLD_OK(world, flow_cascade_plan(world->flow, to, cascade, org, STR_EMPTY, 2, both, &own, &world->err));
    if (approve) WORLD_OK(world, flow_plan_approve(world->flow, to, own, &approval, &world->err));
    return own;
}

/* Region, municipality, two schools: the region sees what schools made of the plan of their municipality, by measure and whole. */
static void a_region_sees_two_steps_down(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    uint32_t top = in_force(world, &world->region_office, arena_z(world->arena, world->region.code)), number, n;
    uint32_t district = taken_below(world, &world->region_office, &world->office, top, STR("m1"), true);
    const RollBelow *lower;
    WORLD_OK(world, plan_roll_below(db, 1, plan_at(world, top).id, world->arena, &lower, &n, &world->err));
    assert_int_equal(n, 0);
    uint32_t own = taken_below(world, &world->office, &world->head, district, STR("edu000001"), true);
    taken_below(world, &world->office, &world->other_head, district, STR("edu000002"), false);
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->head, own, 2, LINK(1), &number, &world->err));
    WORLD_OK(world, flow_measure_offer(world->flow, &world->head, own, 2, 0, &world->err));
    WORLD_OK(world, flow_measure_decide(world->flow, &world->office, own, 2, 0, true, STR_EMPTY, &world->err));
    WORLD_OK(world, plan_roll_below(db, 1, plan_at(world, top).id, world->arena, &lower, &n, &world->err));
    assert_true(n == 2 && lower[0].n_measures == 2 && lower[1].n_measures == 2 && lower[0].org_id == world->districts[0].id);
    assert_int_equal(lower[0].measure_id == measure_at(world, top, 2).id ? lower[0].n_accepted : lower[1].n_accepted, 1);
    assert_int_equal(lower[0].n_accepted + lower[1].n_accepted, 1);
    WORLD_OK(world, plan_roll_below_orgs(db, 1, plan_at(world, top).id, world->arena, &lower, &n, &world->err));
    assert_true(n == 1 && lower[0].n_plans == 2 && lower[0].n_measures == 4 && lower[0].n_accepted == 1);
    WORLD_OK(world, plan_roll_below_orgs(db, 1, plan_at(world, district).id, world->arena, &lower, &n, &world->err));
    assert_int_equal(n, 0); /* nothing stands under schools */
    world_end(world);
}

static void a_plan_goes_down_and_comes_up(void **state)
{
    World *world = world_new(state);
    DbRead *db = flow_reader(world->flow);
    uint32_t above = in_force(world, &world->office, "m1"), cascade = 0, plans[3] = { 0 }, n;
    const int32_t by = date_of(2026, 4, 30);
    const uint32_t chosen[] = { 2 };
    CascadeAsk ask = { .plan = above, .words = STR("Составить свой план"), .see_by = date_of(2026, 4, 24), .plan_by = by };
    WORLD_FAILS(world, ERR_DENIED, flow_cascade(world->flow, &world->head, &ask, &cascade, &world->err));
    ask.see_by = date_of(2026, 4, 1);
    WORLD_FAILS(world, ERR_INPUT, flow_cascade(world->flow, &world->office, &ask, &cascade, &world->err));
    ask.see_by = DATE_NONE;
    WORLD_OK(world, flow_cascade(world->flow, &world->office, &ask, &cascade, &world->err));
    PlanRow top = plan_at(world, above);
    WORLD_FAILS(world, ERR_DENIED, flow_cascade_seen(world->flow, &world->other_head, cascade, STR("edu000001"), &world->err));
    WORLD_OK(world, flow_cascade_seen(world->flow, &world->head, cascade, STR("edu000001"), &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_cascade_plan(world->flow, &world->region_office, cascade, STR("edu000004"), STR_EMPTY, 0, NULL, NULL, &world->err)); /* of the other district */
    static const char *const codes[] = { "edu000001", "edu000002", "edu000003" };
    PlanApproval approval = { .approved_by = STR("Директор"), .number = STR("5"), .reason = STR_EMPTY, .on = DATE_NONE };
    for (int i = 0; i < 3; i++) {
        const Who *who = i == 0 ? &world->head : i == 1 ? &world->other_head : &world->office;
        WORLD_OK(world, flow_cascade_plan(world->flow, who, cascade, str_of(codes[i]), STR_EMPTY, i == 0 ? 0 : 1, i == 0 ? NULL : chosen, &plans[i], &world->err));
        assert_int_equal(plan_at(world, plans[i]).n_measures, i == 0 ? 2 : 1);
        WORLD_OK(world, flow_plan_approve(world->flow, who, plans[i], &approval, &world->err));
    }
    WORLD_FAILS(world, ERR_CONFLICT, flow_cascade_plan(world->flow, &world->head, cascade, STR("edu000001"), STR_EMPTY, 0, NULL, NULL, &world->err));
    CascadeRow row;
    bool found;
    WORLD_OK(world, cascade_get(db, 1, cascade, world->arena, &row, &found, &world->err));
    assert_true(row.n_to == 3 && row.n_seen == 3 && row.n_planned == 3 && row.n_approved == 3 && row.n_done == 0);
    /* Every school closes its own measure; the higher one is proven by that, without retyping. */
    for (int i = 0; i < 3; i++) {
        const Who *who = i == 0 ? &world->head : i == 1 ? &world->other_head : &world->office;
        uint32_t measure = i == 0 ? 2 : 1;
        assert_int_equal(measure_at(world, above, 2).n_proven, 0);
        WORLD_OK(world, flow_evidence_offer(world->flow, who, plans[i], measure, LINK(1), NULL, &world->err));
        const RollCount *waiting;
        uint32_t n_waiting;
        WORLD_OK(world, plan_roll_counts(db, 1, top.id, today, world->arena, &waiting, &n_waiting, &world->err));
        for (uint32_t k = 0; k < n_waiting; k++) /* a piece waits: the roll-up says what the school's plan says */
            if (waiting[k].measure_id == measure_at(world, above, 2).id) assert_true(waiting[k].n_state[MEASURE_OFFERED] == 1 && waiting[k].n_state[MEASURE_ACCEPTED] == (uint32_t)i && waiting[k].n_state[MEASURE_OPEN] == 2u - (uint32_t)i);
        WORLD_OK(world, flow_measure_offer(world->flow, who, plans[i], measure, 0, &world->err));
        WORLD_OK(world, flow_measure_decide(world->flow, &world->office, plans[i], measure, 0, true, STR_EMPTY, &world->err));
    }
    assert_int_equal(measure_at(world, above, 2).n_proven, 1);
    const RollCount *counts;
    WORLD_OK(world, plan_roll_counts(db, 1, top.id, today, world->arena, &counts, &n, &world->err));
    for (uint32_t i = 0; i < n; i++)
        if (counts[i].measure_id == measure_at(world, above, 2).id) assert_int_equal(counts[i].n_state[MEASURE_ACCEPTED], 3);
    WORLD_OK(world, flow_measure_offer(world->flow, &world->office, above, 2, 0, &world->err));
    WORLD_OK(world, flow_cascade_done(world->flow, &world->head, cascade, STR("edu000001"), STR("Педсовет проведён"), &world->err));
    WORLD_FAILS(world, ERR_INPUT, flow_cascade_done(world->flow, &world->head, cascade, STR("edu000001"), STR(" "), &world->err));
    WORLD_OK(world, flow_plan_withdraw(world->flow, &world->other_head, plans[1], STR("Заведён по ошибке"), &world->err));
    assert_int_equal(measure_at(world, above, 2).n_proven, 0); /* a withdrawn plan proves nothing above */
    WORLD_OK(world, cascade_get(db, 1, cascade, world->arena, &row, &found, &world->err));
    assert_int_equal(row.n_approved, 2);
    WORLD_OK(world, flow_cascade_plan(world->flow, &world->other_head, cascade, STR("edu000002"), STR_EMPTY, 0, NULL, &n, &world->err)); /* another one may be made */
    WORLD_OK(world, flow_cascade_close(world->flow, &world->office, cascade, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_cascade_done(world->flow, &world->other_head, cascade, STR("edu000002"), STR("Позже"), &world->err));
    world_end(world);
}

static void schools_without_a_plan_prove_the_higher_measure(void **state)
{
    World *world = world_new(state);
    uint32_t plan = in_force(world, &world->office, "m1"), number;
    static const char *const codes[] = { "edu000001", "edu000002", "edu000003" };
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_offer(world->flow, &world->office, plan, 2, &(EvidenceAsk){ .kind = EVIDENCE_LINK, .slot_n = 1, .org_code = STR("edu000004"), .href = STR("https://example.ru/") }, NULL, &world->err));
    for (int i = 0; i < 3; i++) {
        EvidenceAsk ask = *LINK(1);
        ask.org_code = str_of(codes[i]);
        const Who *who = i == 0 ? &world->head : i == 1 ? &world->other_head : &world->office;
        WORLD_OK(world, flow_evidence_offer(world->flow, who, plan, 2, &ask, &number, &world->err));
        assert_int_equal(number, i + 1);
        WORLD_OK(world, flow_evidence_decide(world->flow, &world->region_office, plan, 2, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, &world->err));
        assert_int_equal(measure_at(world, plan, 2).n_proven, i == 2);
    }
    WORLD_FAILS(world, ERR_DENIED, flow_evidence_offer(world->flow, &world->head, plan, 2, LINK(1), NULL, &world->err)); /* not in the office's name */
    world_end(world);
}

/* ---- a record that was accepted and corrected ---- */

static uint32_t act_saved(World *world, uint32_t number, const char *edition)
{
    RecordData *data = NULL;
    Record row = { 0 };
    bool found = number == 0;
    Str fields = arena_printf(world->arena, "{\"approved\":\"приказ от 01.09.2025 № 112\",\"day\":\"2025-09-01\",\"edition\":\"%s\",\"kind\":\"regulation\",\"part\":[\"system\"],\"title\":\"Положение об оценке\"}", edition);
    if (number != 0) WORLD_OK(world, record_get(flow_reader(world->flow), 1, STR("local-act"), number, world->arena, &row, &found, &world->err));
    WORLD_OK(world, found && record_data_read(record_type_find(STR("local-act")), fields, world->arena, &data, &world->err));
    RecordEdit edit = { .type = STR("local-act"), .number = number, .revision = row.revision, .org_code = STR("m1"), .data = data };
    WORLD_OK(world, flow_record_save(world->flow, &world->office, &edit, &number, &world->err));
    return number;
}

static EvidenceRow piece_at(World *world, uint32_t plan, uint32_t n)
{
    EvidenceRow row = { 0 };
    bool found = false;
    WORLD_OK(world, evidence_get(flow_reader(world->flow), 1, measure_at(world, plan, n).id, 1, world->arena, &row, &found, &world->err));
    assert_true(found);
    return row;
}

static uint32_t told(World *world, int64_t account_id)
{
    const Notice *notices;
    uint32_t n;
    WORLD_OK(world, notice_list(flow_reader(world->flow), &(NoticeAsk){ .region_id = 1, .account_id = account_id }, world->arena, &notices, &n, &world->err));
    if (n > 0) assert_non_null(strstr(arena_z(world->arena, notices[0].words), "«Положение об оценке», которую вы приняли как подтверждение, исправлена: пункт 2"));
    return n;
}

/* What was accepted is what was looked at: later words of the record are said, told to who accepted, and wait for a new look; the closed measure stays closed. */
static void a_corrected_record_is_looked_at_again(void **state)
{
    World *world = world_new(state);
    uint32_t plan = in_force(world, &world->office, "m1"), act = act_saved(world, 0, "1"), number;
    Who chief = hired(world, "chief", "Седых Ольга", ROLE_REGION, &world->region);
    EvidenceAsk ask = { .kind = EVIDENCE_RECORD, .slot_n = 1, .record_type = STR("local-act"), .record = act };
    WORLD_OK(world, flow_evidence_offer(world->flow, &world->office, plan, 2, &ask, &number, &world->err));
    EvidenceSeen seen = { EVIDENCE_OFFERED, piece_at(world, plan, 2).record_now };
    assert_true(seen.record == 1 && !piece_at(world, plan, 2).record_changed);
    act_saved(world, act, "2");
    assert_true(piece_at(world, plan, 2).record_changed && told(world, chief.account_id) == 0); /* nobody has accepted it yet */
    WORLD_FAILS(world, ERR_CONFLICT, flow_evidence_decide(world->flow, &chief, plan, 2, number, seen, true, STR_EMPTY, &world->err)); /* not what this person looked at */
    seen.record = piece_at(world, plan, 2).record_now;
    WORLD_OK(world, flow_evidence_decide(world->flow, &chief, plan, 2, number, seen, true, STR_EMPTY, &world->err));
    assert_false(piece_at(world, plan, 2).record_changed);
    WORLD_OK(world, flow_record_move(world->flow, &world->office, STR("local-act"), act, STR("active"), STR_EMPTY, &world->err));
    assert_true(!piece_at(world, plan, 2).record_changed && told(world, chief.account_id) == 0); /* a step of its life changes no word */
    WORLD_OK(world, flow_measure_offer(world->flow, &world->office, plan, 2, 0, &world->err));
    WORLD_OK(world, flow_measure_decide(world->flow, &chief, plan, 2, 0, true, STR_EMPTY, &world->err));
    act_saved(world, act, "3");
    EvidenceRow piece = piece_at(world, plan, 2);
    assert_true(piece.record_changed && piece.state == EVIDENCE_ACCEPTED && told(world, chief.account_id) == 1);
    WORLD_FAILS(world, ERR_CONFLICT, flow_evidence_decide(world->flow, &chief, plan, 2, number, (EvidenceSeen){ EVIDENCE_ACCEPTED, piece.record_now - 1 }, true, STR_EMPTY, &world->err));
    WORLD_OK(world, flow_evidence_decide(world->flow, &chief, plan, 2, number, (EvidenceSeen){ EVIDENCE_ACCEPTED, piece.record_now }, true, STR_EMPTY, &world->err));
    assert_true(!piece_at(world, plan, 2).record_changed && measure_at(world, plan, 2).state == MEASURE_ACCEPTED);
    WORLD_FAILS(world, ERR_CONFLICT, flow_evidence_decide(world->flow, &chief, plan, 2, number, (EvidenceSeen){ EVIDENCE_ACCEPTED, 0 }, false, STR("Не то"), &world->err)); /* the measure is closed */
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(evidence_has_a_ceiling), BOTH(evidence_closes_a_measure), ON_SQLITE(bad_evidence_is_refused), BOTH(another_decision_is_not_overwritten),
        BOTH(one_record_proves_several_measures), BOTH(a_corrected_record_is_looked_at_again), BOTH(strangers_prove_nothing), BOTH(the_controller_is_another), BOTH(only_those_who_answer_do_it), ON_SQLITE(own_evidence_is_anothers_to_accept), ON_SQLITE(a_name_with_initials_finds_one_person), ON_SQLITE(an_order_names_its_controller), BOTH(a_plan_has_a_controller), ON_SQLITE(an_erased_person_leaves_the_plans),
        BOTH(a_plan_goes_down_and_comes_up), BOTH(a_region_sees_two_steps_down), BOTH(what_one_accepted_alone_is_said_above), BOTH(schools_without_a_plan_prove_the_higher_measure) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
