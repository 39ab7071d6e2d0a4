/* A measure goes to its controller and comes back. */
#include "flow/plan_.h"

#include "base/lines.h"

typedef struct Turn { MeasureState to; Str reason; } Turn;

/* What another decided since is neither overwritten nor done twice; the own decision sent twice is done. */
static bool is_as_seen(DbRead *db, const PlanTask *task, MeasureState to, bool *done, Err *err)
{
    const MeasureRow *row = &task->measure;
    *done = row->state == to && (task->seen == 0 || task->seen == row->revision || (row->changed_by == task->who->account_id && row->changed_by != 0));
    return *done || task->seen == 0 || task->seen == row->revision || decided_conflict(db, task, err);
}

static bool in_force(DbRead *db, const PlanTask *task, Err *err)
{
    bool stands;
    if (!measure_stands(db, task, &stands, err)) return false;
    if (task->plan.state == PLAN_IN_FORCE && stands) return true;
    return err_set(err, ERR_CONFLICT, "Исполняют пункты утверждённого плана.", "План № %u: «%s».", task->plan.number, plan_state_title(task->plan.state));
}

static bool turn(DbWrite *write, PlanTask *task, MeasureState to, Str reason, const char *verb, Err *err)
{
    MeasureState from = task->measure.state;
    task->measure.state = to;
    task->measure.reason = reason;
    Str words = arena_printf(task->arena, "«%.*s»: %s → %s%s%.*s", STR_ARG(task->measure.title), measure_state_title(from), measure_state_title(to), reason.n > 0 ? "; причина: " : "", STR_ARG(reason));
    /* Made from a higher measure: what that one waits for from each school may have come with this. */
    return measure_write(write, task, false, verb, words, err) && measure_prove(write, task, err);
}

static bool wrong_state(const PlanTask *task, Err *err)
{
    return err_set(err, ERR_CONFLICT, "Откройте пункт и посмотрите, что изменилось.", "Пункт %s: «%s» — этого сейчас сделать нельзя.", measure_said(&task->measure).text, measure_state_title(task->measure.state));
}

/* ---- to the controller ---- */

/* What stands, brought or accepted, for a slot. */
static bool is_brought(const MeasureSlot *slot, const EvidenceRow *evidence, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if ((slot == NULL || evidence[i].slot_n == slot->n) && (evidence[i].state == EVIDENCE_OFFERED || evidence[i].state == EVIDENCE_ACCEPTED)) return true;
    return false;
}

static bool all_is_brought(DbRead *db, const PlanTask *task, Err *err)
{
    const MeasureSlot *slots;
    const EvidenceRow *evidence;
    uint32_t n, n_evidence, n_slots = 0;
    if (!measure_slots(db, task->plan.region_id, task->measure.id, task->arena, &slots, &n, err) || !evidence_list(db, task->plan.region_id, task->measure.id, task->arena, &evidence, &n_evidence, err)) return false;
    Str since = measure_since(&task->plan, n, slots);
    for (uint32_t i = 0; i < n; i++) {
        if (slots[i].deleted) continue;
        n_slots++;
        if (is_brought(&slots[i], evidence, n_evidence) || slot_is_before(&slots[i], since)) continue;
        uint32_t n_left = 1, n_all = 0; /* schools that closed their own measures have brought nothing here */
        if (slots[i].each_school && !evidence_schools_left(db, task->plan.region_id, task->plan.org_path, task->measure.id, slots[i].n, task->arena, &n_left, &n_all, err)) return false;
        if (!slots[i].each_school || n_left > 0) return err_set(err, ERR_CONFLICT, "Принесите его: запись, файл или ссылку.", "Не хватает подтверждения «%.*s».", STR_ARG(slots[i].title));
    }
    if (n_slots > 0 || is_brought(NULL, evidence, n_evidence)) return true;
    return err_set(err, ERR_CONFLICT, "Принесите запись, файл или ссылку.", "У пункта %s нет ни одного подтверждения.", measure_said(&task->measure).text);
}

static bool offer_step(DbWrite *write, PlanTask *task, Err *err)
{
    DbRead *db = db_within(write);
    const Org org = plan_own_org(&task->plan);
    bool done;
    if (!measure_demand_doer(db, task, &org, err) || !in_force(db_within(write), task, err)) return false;
    if (!is_as_seen(db, task, MEASURE_OFFERED, &done, err)) return false;
    if (done) return true;
    if (task->measure.state != MEASURE_OPEN && task->measure.state != MEASURE_RETURNED) return wrong_state(task, err);
    return all_is_brought(db, task, err) && turn(write, task, MEASURE_OFFERED, STR_EMPTY, "отдано на проверку", err);
}

bool flow_measure_offer(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t seen, Err *err)
{
    PlanTask task = { .who = who, .step = offer_step, .number = plan, .n = n, .seen = seen };
    return plan_task_run(flow, &task, err);
}

/* ---- the controller's answer ---- */

/* What still waits is accepted with the whole. */
static bool accept_evidence(DbWrite *write, PlanTask *task, Err *err)
{
    const EvidenceRow *evidence;
    uint32_t n;
    bool alone, checked = false;
    if (!evidence_list(db_within(write), task->plan.region_id, task->measure.id, task->arena, &evidence, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (evidence[i].state != EVIDENCE_OFFERED) continue;
        if (evidence[i].account_id != 0 && evidence[i].account_id == task->who->account_id && !checked) {
            if (!controls_alone(db_within(write), task, &alone, err)) return false;
            if (!alone) return err_set(err, ERR_DENIED, "Пусть пункт проверит другой: у вашей организации есть кому.", "Подтверждение № %u принесли вы сами.", evidence[i].number);
            checked = true;
        }
        EvidenceRow row = evidence[i];
        bool moved;
        row.state = EVIDENCE_ACCEPTED;
        row.reason = STR_EMPTY;
        row.decided_by = task->who->account_id;
        row.decided_at = task->now;
        if (!evidence_move(write, &row, EVIDENCE_OFFERED, &moved, err)) return false;
    }
    return true;
}

static bool decide_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Turn *ask = task->ask;
    bool done;
    if (!measure_demand_control(db_within(write), task, err) || !in_force(db_within(write), task, err) || !is_as_seen(db_within(write), task, ask->to, &done, err)) return false;
    if (done) return true;
    if (task->measure.state != MEASURE_OFFERED) return wrong_state(task, err);
    if (ask->to == MEASURE_RETURNED) return turn(write, task, MEASURE_RETURNED, str_trim(ask->reason), "пункт возвращён", err);
    return accept_evidence(write, task, err) && turn(write, task, MEASURE_ACCEPTED, STR_EMPTY, "пункт принят", err);
}

bool flow_measure_decide(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t seen, bool accept, Str reason, Err *err)
{
    PlanTask task = { .who = who, .step = decide_step, .number = plan, .n = n, .seen = seen, .ask = &(Turn){ accept ? MEASURE_ACCEPTED : MEASURE_RETURNED, reason } };
    return (accept || reason_fits(reason, "Напишите, чего не хватает.", err)) && plan_task_run(flow, &task, err);
}

static bool drop_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Turn *ask = task->ask;
    MeasureState from = task->measure.state;
    bool done;
    if (!measure_demand_control(db_within(write), task, err) || !in_force(db_within(write), task, err) || !is_as_seen(db_within(write), task, ask->to, &done, err)) return false;
    if (done) return true;
    bool closed = from == MEASURE_ACCEPTED || from == MEASURE_DROPPED;
    if (closed == (ask->to == MEASURE_DROPPED)) return wrong_state(task, err);
    return turn(write, task, ask->to, str_trim(ask->reason), ask->to == MEASURE_DROPPED ? "пункт снят" : "пункт открыт снова", err);
}

bool flow_measure_drop(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t seen, Str reason, Err *err)
{
    PlanTask task = { .who = who, .step = drop_step, .number = plan, .n = n, .seen = seen, .ask = &(Turn){ MEASURE_DROPPED, reason } };
    return reason_fits(reason, "Напишите, почему пункт больше не нужен.", err) && plan_task_run(flow, &task, err);
}

bool flow_measure_reopen(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t seen, Str reason, Err *err)
{
    PlanTask task = { .who = who, .step = drop_step, .number = plan, .n = n, .seen = seen, .ask = &(Turn){ MEASURE_OPEN, reason } };
    return reason_fits(reason, "Напишите, что осталось сделать.", err) && plan_task_run(flow, &task, err);
}
