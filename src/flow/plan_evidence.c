/* Evidence: brought, taken back, accepted or returned by a controller. */
#include "flow/plan_.h"
#include "flow/record.h"
#include "flow/standing.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/utf8.h"
#include "flow/attach_.h"

/* ---- what is proven ---- */

static bool slot_is_proven(DbRead *db, const PlanRow *plan, const MeasureSlot *slot, const EvidenceRow *evidence, uint32_t n, Arena *arena, bool *proven, Err *err)
{
    *proven = false;
    if (!slot->each_school) {
        for (uint32_t i = 0; i < n; i++) *proven = *proven || (evidence[i].slot_n == slot->n && evidence[i].state == EVIDENCE_ACCEPTED);
        return true;
    }
    uint32_t n_left = 1, n_all = 0;
    if (!evidence_schools_left(db, plan->region_id, plan->org_path, slot->measure_id, slot->n, arena, &n_left, &n_all, err)) return false;
    *proven = n_all > 0 && n_left == 0;
    return true;
}

/* Evidence that no slot asked for (0) counts as one. The last word of a slot stands: what came after a return waits, or is accepted. */
static void count_pieces(const EvidenceRow *evidence, uint32_t n, MeasureRow *measure)
{
    int64_t last = 0;
    measure->n_waiting = measure->n_back = measure->n_own = 0;
    measure->back_reason = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) {
        bool superseded = false, counted = false;
        for (uint32_t k = 0; k < n; k++) {
            bool same = evidence[k].slot_n == evidence[i].slot_n;
            counted = counted || (same && k < i && evidence[k].state == evidence[i].state);
            superseded = superseded || (same && evidence[k].org_id == evidence[i].org_id && (evidence[k].state == EVIDENCE_OFFERED || evidence[k].state == EVIDENCE_ACCEPTED));
        }
        measure->n_waiting += evidence[i].state == EVIDENCE_OFFERED && !counted;
        measure->n_own += evidence_is_own(&evidence[i]);
        if (evidence[i].state != EVIDENCE_RETURNED || superseded) continue;
        measure->n_back += !counted;
        if (evidence[i].decided_at >= last) last = evidence[i].decided_at, measure->back_reason = evidence[i].reason;
    }
}

bool measure_count_proof(DbRead *db, const PlanRow *plan, MeasureRow *measure, Arena *arena, Err *err)
{
    const MeasureSlot *slots;
    const EvidenceRow *evidence;
    uint32_t n, n_evidence;
    if (!measure_slots(db, plan->region_id, measure->id, arena, &slots, &n, err) || !evidence_list(db, plan->region_id, measure->id, arena, &evidence, &n_evidence, err)) return false;
    bool *is_brought = arena_array(arena, bool, n + 1u);
    Str since = measure_since(plan, n, slots);
    measure->n_slots = measure->n_proven = 0;
    count_pieces(evidence, n_evidence, measure);
    for (uint32_t i = 0; i < n; i++) {
        bool proven;
        if (slots[i].deleted) continue;
        if (!slot_is_proven(db, plan, &slots[i], evidence, n_evidence, arena, &proven, err)) return false;
        is_brought[i] = proven;
        for (uint32_t k = 0; k < n_evidence && !slots[i].each_school; k++) is_brought[i] = is_brought[i] || (evidence[k].slot_n == slots[i].n && evidence[k].state == EVIDENCE_OFFERED);
        measure->n_slots += is_brought[i] || !slot_is_before(&slots[i], since); /* nobody is asked for what was over when the plan began; what came for it counts */
        measure->n_proven += proven;
    }
    measure_due_next(measure, since, n, slots, is_brought);
    return true;
}

bool measure_prove_above(DbWrite *write, const PlanTask *task, int64_t measure_id, Err *err)
{
    DbRead *db = db_within(write);
    MeasureRow above;
    PlanRow plan;
    bool found = false, found_plan = false;
    if (measure_id != 0 && !measure_get_id(db, task->plan.region_id, measure_id, task->arena, &above, &found, err)) return false;
    if (found && !plan_get_id(db, task->plan.region_id, above.plan_id, task->today_iso, task->arena, &plan, &found_plan, err)) return false;
    return !found_plan || (measure_count_proof(db, &plan, &above, task->arena, err) && measure_set_proof(write, &above, err) && plan_stood_follow(write, plan.region_id, plan.id, task->arena, task->now, err));
}

bool measure_prove(DbWrite *write, PlanTask *task, Err *err)
{
    return measure_count_proof(db_within(write), &task->plan, &task->measure, task->arena, err) && measure_set_proof(write, &task->measure, err) &&
        plan_recount(write, task->plan.region_id, task->plan.id, task->now, err) && measure_prove_above(write, task, task->measure.from_measure_id, err);
}

/* ---- bringing ---- */

static bool is_in_force(DbRead *db, const PlanTask *task, Err *err)
{
    const PlanRow *plan = &task->plan;
    bool stands;
    if (plan->state != PLAN_IN_FORCE) return err_set(err, ERR_CONFLICT, "Подтверждения приносят к утверждённому плану.", "План № %u: «%s».", plan->number, plan_state_title(plan->state));
    if (!measure_stands(db, task, &stands, err)) return false;
    return stands || err_set(err, ERR_CONFLICT, "Откройте план: в нём все пункты.", "Пункт %s исключён из плана.", measure_said(&task->measure).text);
}

static bool measure_is_alive(DbRead *db, const PlanTask *task, Err *err)
{
    if (!is_in_force(db, task, err)) return false;
    if (task->measure.state == MEASURE_OPEN || task->measure.state == MEASURE_OFFERED || task->measure.state == MEASURE_RETURNED) return true;
    return err_set(err, ERR_CONFLICT, "Если его нужно продолжить, откройте его снова.", "Пункт %s: «%s».", measure_said(&task->measure).text, measure_state_title(task->measure.state));
}

typedef struct Offer { const EvidenceAsk *ask; Str file_name, sha256; } Offer;

/* An address of the web, or of a page of Merilo; nothing that a browser would run. */
static bool href_fits(Str href, Err *err)
{
    bool web = str_starts(href, STR("https://")) || str_starts(href, STR("http://")), page = str_starts(href, STR("/")) && !str_starts(href, STR("//"));
    bool clean = href.n <= LIMIT_TARGET_BYTES;
    for (size_t i = 0; i < href.n; i++) clean = clean && (unsigned char)href.at[i] > 0x20 && href.at[i] != '"' && href.at[i] != '<' && href.at[i] != '>' && href.at[i] != '\\'; /* a browser reads «/\\» as «//» */
    return (clean && (web || page) && href.n > (page ? 1u : 8u)) || err_set(err, ERR_INPUT, "Скопируйте адрес целиком: https://…", "Ссылка «%.*s» не похожа на адрес страницы.", STR_ARG(str_slice(href, 0, 200)));
}

static bool offering_org(DbRead *db, const PlanTask *task, Str code, Org *org, Err *err)
{
    if (code.n == 0) code = task->plan.org_code;
    if (!plan_org(db, task->who, code, task->arena, org, err)) return false;
    if (!org_within(org->path, task->plan.org_path)) return err_set(err, ERR_DENIED, "Выберите организацию этого плана.", "«%.*s» к этому плану не относится.", STR_ARG(org->name));
    return measure_demand_doer(db, task, org, err);
}

static bool slot_is_there(DbRead *db, const PlanTask *task, uint32_t slot_n, Err *err)
{
    const MeasureSlot *slots;
    uint32_t n;
    if (slot_n == 0) return true;
    if (!measure_slots(db, task->plan.region_id, task->measure.id, task->arena, &slots, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (slots[i].n == slot_n && !slots[i].deleted) return true;
    return err_set(err, ERR_NOT_FOUND, "Откройте пункт снова: ожидаемое могли изменить.", "Подтверждения № %u этот пункт не ждёт.", slot_n);
}

/* A button pressed twice, or the same thing brought again: what stands already is enough. */
static bool stands_already(DbRead *db, const PlanTask *task, const EvidenceRow *row, uint32_t *number, Err *err)
{
    const EvidenceRow *all;
    uint32_t n;
    uint32_t n_own = 0;
    *number = 0;
    if (!evidence_list(db, row->region_id, row->measure_id, task->arena, &all, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        n_own += all[i].org_id == row->org_id;
        bool same = all[i].slot_n == row->slot_n && all[i].org_id == row->org_id && all[i].kind == row->kind && all[i].record_id == row->record_id && str_eq(all[i].sha256, row->sha256) && str_eq(all[i].href, row->href);
        if (same && (all[i].state == EVIDENCE_OFFERED || all[i].state == EVIDENCE_ACCEPTED)) *number = all[i].number;
    }
    return *number != 0 || n_own < LIMIT_EVIDENCE_OF_ORG || err_set(err, ERR_LIMIT, "Соберите их в одну запись или в один файл.", "Подтверждений к этому пункту от одной организации уже %u.", n_own);
}

/* Within reach, sent down to them, or they stand in its list. */
static bool sees_record(DbRead *db, const PlanTask *task, const EvidenceAsk *ask, Str path, bool *sees, Err *err)
{
    Record row;
    CascadeTo sent;
    *sees = who_may(task->who, RIGHT_PLAN_READ, path);
    if (*sees) return true;
    if (!record_get(db, task->who->region_id, ask->record_type, ask->record, task->arena, &row, sees, err)) return false;
    return !*sees || flow_record_sent(db, task->who, &row, STR_EMPTY, task->arena, &sent, sees, err);
}

/* One record may prove several measures; whoever brings it must see it. */
static bool take_record(DbRead *db, const PlanTask *task, const EvidenceAsk *ask, EvidenceRow *row, Err *err)
{
    EvidenceRow of = { 0 };
    Record record;
    Str path;
    bool found, sees = false;
    if (!evidence_find_record(db, task->plan.region_id, ask->record_type, ask->record, task->arena, &of, &path, &found, err) || (found && !sees_record(db, task, ask, path, &sees, err))) return false;
    if (!sees) return err_set(err, ERR_NOT_FOUND, "Выберите запись из списка.", "Записи «%.*s/%u» нет.", STR_ARG(ask->record_type), ask->record);
    if (!record_get(db, task->plan.region_id, ask->record_type, ask->record, task->arena, &record, &found, err)) return false;
    if (flow_record_ahead(&record, task->now)) return err_set(err, ERR_CONFLICT, "Когда день наступит, откройте пункт и приложите её.", "Запись «%.*s» — о том, что ещё впереди: она пока ничего не подтверждает.", STR_ARG(record.title));
    row->record_id = of.record_id, row->record_revision = of.record_revision;
    if (row->title.n == 0) row->title = of.title;
    return true;
}

static bool offer_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Offer *offer = task->ask;
    const EvidenceAsk *ask = offer->ask;
    DbRead *db = db_within(write);
    Org org;
    if (!offering_org(db, task, ask->org_code, &org, err) || !measure_is_alive(db, task, err) || !slot_is_there(db, task, ask->slot_n, err)) return false;
    EvidenceRow row = { .region_id = task->plan.region_id, .id = db_new_id(write), .measure_id = task->measure.id, .org_id = org.id, .slot_n = ask->slot_n, .kind = ask->kind, .state = EVIDENCE_OFFERED,
        .sha256 = offer->sha256, .file_name = offer->file_name, .href = ask->kind == EVIDENCE_LINK ? ask->href : STR_EMPTY, .title = lines_join(task->arena, 1, &ask->title),
        .account_id = task->who->account_id, .made_at = task->now };
    if (ask->kind == EVIDENCE_RECORD && !take_record(db, task, ask, &row, err)) return false;
    if (row.title.n == 0) row.title = ask->kind == EVIDENCE_FILE ? row.file_name : row.href;
    uint32_t standing;
    if (!stands_already(db, task, &row, &standing, err)) return false;
    task->made = standing;
    if (standing != 0) return true;
    if (!evidence_next_number(db, row.region_id, row.measure_id, &row.number, err) || !evidence_put(write, &row, err)) return false;
    task->made = row.number;
    Str words = arena_printf(task->arena, "%.*s: «%.*s» (%s)", STR_ARG(org.name), STR_ARG(row.title), evidence_kind_title(row.kind));
    return measure_prove(write, task, err) && measure_note(write, task, VERB_BROUGHT, words, err);
}

static bool ask_fits(const EvidenceAsk *ask, Err *err)
{
    if (ask->title.n > LIMIT_PLAN_WORDS) return err_set(err, ERR_LIMIT, "Сократите.", "Название подтверждения длиннее двух страниц.");
    if (ask->kind == EVIDENCE_LINK) return href_fits(ask->href, err);
    return (ask->kind >= EVIDENCE_RECORD && ask->kind < EVIDENCE_LINK) || err_set(err, ERR_INPUT, "Выберите запись, файл или ссылку.", "Не сказано, чем подтверждается пункт.");
}

/* The file is put away before the transaction: only of those who may bring it here. */
static bool may_bring(Flow *flow, PlanTask *task, const EvidenceAsk *ask, Err *err)
{
    DbRead *db = flow_reader(flow);
    bool found, found_plan;
    Org org;
    if (!plan_get(db, task->who->region_id, task->number, STR_EMPTY, task->arena, &task->plan, &found_plan, err) ||
        !measure_get(db, task->who->region_id, task->number, task->n, task->arena, &task->measure, &found, err)) return false;
    if (!found_plan || !found) return err_set(err, ERR_NOT_FOUND, "Откройте план: в нём все пункты.", "Пункта %u в плане № %u нет.", task->n, task->number);
    return offering_org(db, task, ask->org_code, &org, err) && measure_is_alive(db, task, err);
}

bool flow_evidence_offer(Flow *flow, const Who *who, uint32_t plan, uint32_t n, const EvidenceAsk *ask, uint32_t *number, Err *err)
{
    Arena *arena = arena_new(0);
    char sha256[65] = "";
    bool file = ask->kind == EVIDENCE_FILE;
    PlanTask task = { .who = who, .step = offer_step, .number = plan, .n = n, .arena = arena };
    bool done = ask_fits(ask, err) && (!file || (may_bring(flow, &task, ask, err) && attach_put(flow, who, ATTACH_EVIDENCE, ask->file_name, ask->file, sha256, err)));
    Offer offer = { ask, file ? attach_name(ask->file_name, arena) : STR_EMPTY, str_of(sha256) };
    task.ask = &offer;
    done = done && plan_task_run(flow, &task, err);
    if (done && number != NULL) *number = task.made;
    arena_free(arena);
    return done;
}

/* ---- back, accepted, returned ---- */

typedef struct Decision { uint32_t number, record; bool accept; Str reason; } Decision;

static bool find_evidence(DbRead *db, const PlanTask *task, uint32_t number, EvidenceRow *row, Err *err)
{
    bool found;
    if (!evidence_get(db, task->plan.region_id, task->measure.id, number, task->arena, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Откройте пункт: в нём все подтверждения.", "Подтверждения № %u у пункта %s нет.", number, measure_said(&task->measure).text);
}

static bool move(DbWrite *write, PlanTask *task, EvidenceRow *row, EvidenceState to, Str reason, const char *verb, Err *err)
{
    EvidenceState from = row->state;
    bool moved;
    row->state = to;
    row->reason = reason;
    row->decided_by = task->who->account_id;
    row->decided_at = task->now;
    if (to == EVIDENCE_ACCEPTED) row->record_revision = row->record_now;
    if (!evidence_move(write, row, from, &moved, err)) return false;
    if (!moved) return err_set(err, ERR_CONFLICT, "Откройте пункт и посмотрите, что изменилось.", "Подтверждение № %u только что изменил кто-то другой.", row->number);
    Str words = arena_printf(task->arena, "«%.*s»: %s → %s%s%.*s", STR_ARG(row->title), evidence_state_title(from), evidence_state_title(to), reason.n > 0 ? "; причина: " : "", STR_ARG(reason));
    return measure_prove(write, task, err) && measure_note(write, task, verb, words, err);
}

static bool take_back_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Decision *decision = task->ask;
    DbRead *db = db_within(write);
    EvidenceRow row;
    Org org;
    if (!find_evidence(db, task, decision->number, &row, err)) return false;
    bool own = row.account_id == task->who->account_id && row.account_id != 0;
    if (!own && (!offering_org(db, task, row.org_code, &org, err) || !who_demand(task->who, RIGHT_PLAN_WRITE, org.path, err))) return false; /* what another brought is not everybody's */
    if (!measure_is_alive(db, task, err)) return false;
    if (row.state == EVIDENCE_TAKEN_BACK) return true;
    if (row.state == EVIDENCE_ACCEPTED) return err_set(err, ERR_CONFLICT, "Попросите проверяющего вернуть его.", "Подтверждение № %u уже принято.", row.number);
    return move(write, task, &row, EVIDENCE_TAKEN_BACK, STR_EMPTY, VERB_TOOK, err);
}

bool flow_evidence_take_back(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t number, Err *err)
{
    PlanTask task = { .who = who, .step = take_back_step, .number = plan, .n = n, .ask = &(Decision){ .number = number } };
    return plan_task_run(flow, &task, err);
}

/* Whoever looked at it as it waited learns what became of it. */
static bool evidence_conflict(const PlanTask *task, const EvidenceRow *row, Err *err)
{
    Str who = row->decided_who.n > 0 ? row->decided_who : row->who, at = date_clock(task->arena, row->decided_at != 0 ? row->decided_at : row->made_at);
    return err_set(err, ERR_CONFLICT, "Ваше решение не записано: посмотрите на чужое и решите снова.", "Подтверждение № %u уже не ждёт: «%s», %.*s, %.*s%s%.*s.", row->number, evidence_state_title(row->state), STR_ARG(who),
        STR_ARG(at), row->reason.n > 0 ? ": " : "", STR_ARG(str_slice(row->reason, 0, utf8_valid_prefix(str_slice(row->reason, 0, 200)))));
}

/* Accepted words of a record are these and no others: who accepts has looked at the record as it stands. */
static bool looked_at_record(const PlanTask *task, const EvidenceRow *row, uint32_t seen, Err *err)
{
    if (seen == 0 || row->record_id == 0 || seen == row->record_now) return true;
    return err_set(err, ERR_CONFLICT, "Ваше решение не записано: откройте запись, посмотрите и решите снова.", "Запись «%.*s», пока вы её смотрели, изменили %.*s.", STR_ARG(str_slice(row->title, 0, utf8_valid_prefix(str_slice(row->title, 0, 200)))),
        STR_ARG(date_clock(task->arena, row->record_changed_at)));
}

static bool decide_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Decision *decision = task->ask;
    DbRead *db = db_within(write);
    EvidenceRow row;
    bool alone;
    if (!measure_demand_control(db, task, err) || !find_evidence(db, task, decision->number, &row, err)) return false;
    bool anew = decision->accept && row.state == EVIDENCE_ACCEPTED && row.record_changed; /* an accepted record was corrected: it still proves, also what is closed */
    if (!(anew ? is_in_force(db, task, err) : measure_is_alive(db, task, err))) return false;
    EvidenceState to = decision->accept ? EVIDENCE_ACCEPTED : EVIDENCE_RETURNED;
    bool own = row.decided_by != 0 && row.decided_by == task->who->account_id;
    bool seen = task->seen == 0 || (EvidenceState)task->seen == row.state;
    if (row.state == to && (seen || own) && !anew) return true;
    if (!seen) return evidence_conflict(task, &row, err);
    if (row.state == EVIDENCE_TAKEN_BACK || (row.state == EVIDENCE_RETURNED && decision->accept))
        return err_set(err, ERR_CONFLICT, "Его нужно принести снова.", "Подтверждение № %u: «%s».", row.number, evidence_state_title(row.state));
    if (decision->accept && !looked_at_record(task, &row, decision->record, err)) return false;
    if (decision->accept && row.account_id != 0 && row.account_id == task->who->account_id) {
        if (!controls_alone(db, task, &alone, err)) return false;
        if (!alone) return err_set(err, ERR_DENIED, "Пусть его проверит другой: у вашей организации есть кому.", "Подтверждение № %u принесли вы сами.", row.number);
    }
    return move(write, task, &row, to, decision->accept ? STR_EMPTY : str_trim(decision->reason), decision->accept ? VERB_ACCEPTED : VERB_RETURNED, err);
}

bool flow_evidence_decide(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t number, EvidenceSeen seen, bool accept, Str reason, Err *err)
{
    PlanTask task = { .who = who, .step = decide_step, .number = plan, .n = n, .seen = seen.state, .ask = &(Decision){ .number = number, .record = seen.record, .accept = accept, .reason = reason } };
    return (accept || reason_fits(reason, "Напишите, чего не хватает.", err)) && plan_task_run(flow, &task, err);
}
