/* A plan is sent for approval, returned, approved as an edition, withdrawn, closed. */
#include "flow/plan_.h"

#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/lines.h"

static bool turn(DbWrite *write, PlanTask *task, PlanState to, Str reason, const char *verb, Err *err)
{
    PlanState from = task->plan.state;
    task->plan.state = to;
    Str words = arena_printf(task->arena, "%s → %s%s%.*s", plan_state_title(from), plan_state_title(to), reason.n > 0 ? "; причина: " : "", STR_ARG(reason));
    return plan_write(write, task, verb, words, err);
}

static bool wrong_state(const PlanTask *task, Err *err)
{
    return err_set(err, ERR_CONFLICT, "Откройте план и посмотрите, что изменилось.", "План № %u: «%s» — этого сейчас сделать нельзя.", task->plan.number, plan_state_title(task->plan.state));
}

static bool is_not_empty(const PlanTask *task, uint32_t n, Err *err)
{
    return n > 0 || err_set(err, ERR_CONFLICT, "Добавьте хотя бы один пункт.", "В плане № %u нет ни одного пункта.", task->plan.number);
}

/* «8.» with a term alone is nobody's to do. Counts of the plan are of its edition, and here is the next one. */
static bool all_are_named(DbRead *db, const PlanTask *task, Err *err)
{
    const MeasureRow *rows;
    uint32_t n;
    if (!measure_list(db, task->plan.region_id, task->plan.id, task->arena, &rows, &n, err)) return false;
    if (!is_not_empty(task, n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (rows[i].title.n == 0) return err_set(err, ERR_CONFLICT, "Впишите его или уберите пункт.", "У пункта %.*s нет названия.", STR_ARG(rows[i].number.n > 0 ? rows[i].number : arena_printf(task->arena, "%u", rows[i].n)));
    return true;
}

/* Its own head; of a plan that was asked from above, whoever asked too. */
static bool may_approve(DbRead *db, const PlanTask *task, bool *may, Err *err)
{
    *may = who_may(task->who, RIGHT_PLAN_APPROVE, task->plan.org_path);
    if (*may || task->plan.from_plan_id == 0) return true;
    PlanRow above;
    bool found;
    if (!plan_get_id(db, task->plan.region_id, task->plan.from_plan_id, task->today_iso, task->arena, &above, &found, err)) return false;
    *may = found && who_may(task->who, RIGHT_PLAN_APPROVE, above.org_path);
    return true;
}

static bool demand_approval(DbRead *db, const PlanTask *task, Err *err)
{
    bool may;
    if (!may_approve(db, task, &may, err)) return false;
    return may || plan_demand(task, RIGHT_PLAN_APPROVE, err);
}

static bool submit_step(DbWrite *write, PlanTask *task, Err *err)
{
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err)) return false;
    if (task->plan.state == PLAN_WAITS) return true;
    if (task->plan.state != PLAN_DRAFT) return wrong_state(task, err);
    task->plan.return_reason = STR_EMPTY;
    return is_not_empty(task, task->plan.n_measures, err) && turn(write, task, PLAN_WAITS, STR_EMPTY, "отдано на утверждение", err);
}

bool flow_plan_submit(Flow *flow, const Who *who, uint32_t number, Err *err)
{
    PlanTask task = { .who = who, .step = submit_step, .number = number };
    return plan_task_run(flow, &task, err);
}

static bool return_step(DbWrite *write, PlanTask *task, Err *err)
{
    Str reason = str_trim(*(const Str *)task->ask);
    if (!demand_approval(db_within(write), task, err)) return false;
    if (task->plan.state != PLAN_WAITS) return wrong_state(task, err);
    task->plan.return_reason = reason;
    return turn(write, task, PLAN_DRAFT, reason, "план возвращён", err);
}

bool flow_plan_return(Flow *flow, const Who *who, uint32_t number, Str reason, Err *err)
{
    PlanTask task = { .who = who, .step = return_step, .number = number, .ask = &reason };
    return reason_fits(reason, "Напишите, что исправить.", err) && plan_task_run(flow, &task, err);
}

/* ---- editions ---- */

static bool put_edition(DbWrite *write, PlanTask *task, Str reason, Err *err)
{
    PlanContent content;
    Buf bytes;
    char sha256[65];
    PlanRow *plan = &task->plan;
    if (!flow_plan_content(db_within(write), plan, task->arena, &content, err)) return false;
    buf_init(&bytes, 0);
    bool done = plan_content_write(&content, &bytes, err);
    hash_sha256_hex(buf_str(&bytes), sha256);
    PlanEdition edition = { .plan_id = plan->id, .edition = plan->edition + 1, .content = buf_str(&bytes), .sha256 = str_of(sha256), .reason = reason, .approved_by = plan->approved_by,
        .approved_on = plan->approved_on, .approved_number = plan->approved_number, .account_id = task->who->account_id, .made_at = task->now };
    done = done && plan_edition_put(write, plan->region_id, &edition, err);
    plan->edition++;
    buf_free(&bytes);
    return done;
}

static Str day_words(Str iso, Arena *arena)
{
    int32_t day;
    return date_parse(iso, &day) ? date_short(arena, day) : STR_EMPTY;
}

static const MeasureRow *row_of(const PlanWords *words, int64_t id)
{
    for (uint32_t i = 0; i < words->n; i++)
        if (words->measures[i].id == id) return &words->measures[i];
    return NULL;
}

/* Who answers for a measure, and what it is proven by. */
static bool measure_follow(DbWrite *write, PlanTask *task, const MeasureRow *before, Err *err)
{
    MeasureRow *row = &task->measure;
    bool recurs = before->recurrence.n > 0 || row->recurrence.n > 0;
    bool other_proof = !str_eq(before->expected, row->expected) || (recurs && !str_eq(before->windows, row->windows));
    if (!str_eq(before->responsible, row->responsible) && !measure_follow_people(write, task, err)) return false;
    return !other_proof || (measure_follow_slots(write, &task->plan, before, row, task->arena, err) && measure_prove(write, task, err));
}

/* Work changes with the approval, not with the pen. */
static bool work_follows(DbWrite *write, PlanTask *task, Err *err)
{
    DbRead *db = db_within(write);
    const MeasureRow *rows;
    PlanWords before;
    uint32_t n;
    if (task->plan.edition == 0) return true;
    if (!flow_plan_approved(db, &task->plan, STR_EMPTY, task->arena, &before, err) || !measure_list(db, task->plan.region_id, task->plan.id, task->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        const MeasureRow *stood = row_of(&before, rows[i].id);
        task->measure = rows[i];
        if (stood != NULL && !measure_follow(write, task, stood, err)) return false;
    }
    return str_eq(before.plan.controller, task->plan.controller) || plan_control_follow(write, task, err);
}

static bool approve_step(DbWrite *write, PlanTask *task, Err *err)
{
    const PlanApproval *approval = task->ask;
    PlanRow *plan = &task->plan, before = task->plan;
    Str reason = str_trim(approval->reason), on = date_iso(task->arena, approval->on == DATE_NONE ? task->today : approval->on);
    if (!demand_approval(db_within(write), task, err) || !all_are_named(db_within(write), task, err)) return false;
    if (plan->state != PLAN_DRAFT && plan->state != PLAN_WAITS && plan->state != PLAN_IN_FORCE) return wrong_state(task, err);
    if (plan->state == PLAN_IN_FORCE && !plan->changed) return err_set(err, ERR_CONFLICT, "Исправьте то, что изменилось, и утвердите снова.", "План № %u с прошлой редакции не изменился.", plan->number);
    if (plan->edition > 0 && !reason_fits(reason, "Напишите, почему план изменён: это увидят в следующей редакции.", err)) return false;
    if (approval->approved_by.n > 0) plan->approved_by = lines_join(task->arena, 1, &approval->approved_by);
    if (approval->number.n > 0 || plan->edition > 0) plan->approved_number = lines_join(task->arena, 1, &approval->number);
    plan->approved_on = on;
    if (plan->edition == 0) plan->began_on = on;
    if (!work_follows(write, task, err)) return false;
    bool other_year = plan->edition == 0 && approval->school_year != 0 && approval->school_year != plan->school_year;
    if (other_year) plan->school_year = approval->school_year;
    /* With the day of the approval words of terms are read again: what was over before that day is said then. */
    if ((!str_eq(before.approved_on, on) || other_year) && !plan_understand(write, &task->plan, task->arena, NULL, err)) return false;
    if (!put_edition(write, task, plan->edition > 0 ? reason : STR_EMPTY, err)) return false;
    plan->changed = false;
    plan->return_reason = STR_EMPTY;
    plan->state = PLAN_IN_FORCE;
    Buf out;
    buf_init(&out, 0);
    add_change(&out, "состояние", str_of(plan_state_title(before.state)), str_of(plan_state_title(plan->state)));
    add_change(&out, "учебный год", plan_year_words(before.school_year, task->arena), plan_year_words(plan->school_year, task->arena));
    add_change(&out, "редакция", before.edition > 0 ? arena_printf(task->arena, "%u", before.edition) : STR_EMPTY, arena_printf(task->arena, "%u", plan->edition));
    add_change(&out, "чем утверждён", before.approved_by, plan->approved_by);
    add_change(&out, "день", day_words(before.approved_on, task->arena), day_words(on, task->arena));
    add_change(&out, "номер", before.approved_number, plan->approved_number);
    if (before.edition > 0) add_change(&out, "причина", STR_EMPTY, reason);
    return plan_write(write, task, "план утверждён", changes_words(&out, task->arena), err) && plan_stood_index(write, plan, task->arena, err) && plan_recount(write, plan->region_id, plan->id, task->now, err) &&
        (plan->edition == 1 || plan_above_settle(write, task, err));
}

bool flow_plan_approve(Flow *flow, const Who *who, uint32_t number, const PlanApproval *approval, Err *err)
{
    PlanTask task = { .who = who, .step = approve_step, .number = number, .ask = approval };
    if (approval->approved_by.n > LIMIT_PLAN_WORDS || approval->number.n > LIMIT_PLAN_WORDS) return err_set(err, ERR_LIMIT, "Сократите.", "Кто утвердил или номер длиннее двух страниц.");
    if (approval->on != DATE_NONE && (approval->on < date_of(2000, 1, 1) || approval->on > date_of(2100, 12, 31))) return err_set(err, ERR_INPUT, "Проверьте год.", "День утверждения не подходит.");
    if (approval->school_year != 0 && (approval->school_year < 2000 || approval->school_year > 2100)) return err_set(err, ERR_INPUT, "Год, в котором учебный год начинается: 2026.", "Учебный год %d не подходит.", approval->school_year);
    return plan_task_run(flow, &task, err);
}

/* ---- the end ---- */

/* What it proved above is proven no more. */
static bool unlink_measures(DbWrite *write, const PlanTask *task, Err *err)
{
    const MeasureRow *all;
    uint32_t n;
    if (!measure_list(db_within(write), task->plan.region_id, task->plan.id, task->arena, &all, &n, err) || !measure_unlink(write, task->plan.region_id, task->plan.id, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!measure_prove_above(write, task, all[i].from_measure_id, err)) return false;
    return true;
}

static bool withdraw_step(DbWrite *write, PlanTask *task, Err *err)
{
    if (!plan_demand(task, task->plan.edition > 0 ? RIGHT_PLAN_APPROVE : RIGHT_PLAN_WRITE, err)) return false;
    if (task->plan.state == PLAN_WITHDRAWN) return true;
    if (task->plan.state == PLAN_CLOSED) return wrong_state(task, err);
    task->plan.ended_at = task->now;
    task->plan.ended_reason = str_trim(*(const Str *)task->ask);
    return unlink_measures(write, task, err) && turn(write, task, PLAN_WITHDRAWN, task->plan.ended_reason, "план отменён", err);
}

bool flow_plan_withdraw(Flow *flow, const Who *who, uint32_t number, Str reason, Err *err)
{
    PlanTask task = { .who = who, .step = withdraw_step, .number = number, .ask = &reason };
    return reason_fits(reason, "Напишите, почему план больше не действует.", err) && plan_task_run(flow, &task, err);
}

static bool close_step(DbWrite *write, PlanTask *task, Err *err)
{
    if (!plan_demand(task, RIGHT_PLAN_APPROVE, err)) return false;
    if (task->plan.state == PLAN_CLOSED) return true;
    task->plan.ended_at = task->now;
    return task->plan.state == PLAN_IN_FORCE ? turn(write, task, PLAN_CLOSED, STR_EMPTY, "план завершён", err) : wrong_state(task, err);
}

bool flow_plan_close(Flow *flow, const Who *who, uint32_t number, Err *err)
{
    PlanTask task = { .who = who, .step = close_step, .number = number };
    return plan_task_run(flow, &task, err);
}

Str plan_ended(const PlanRow *plan, Arena *arena)
{
    static const char *const words[2][2] = { { "завершён", "завершена" }, { "отменён", "отменена" } };
    if (plan->state != PLAN_CLOSED && plan->state != PLAN_WITHDRAWN) return STR_EMPTY;
    bool why = plan->state == PLAN_WITHDRAWN && plan->ended_reason.n > 0;
    Str day = date_short(arena, date_of_time(plan->ended_at));
    return arena_printf(arena, "%s %.*s%s%.*s", words[plan->state == PLAN_WITHDRAWN][plan->kind == PLAN_ROADMAP], STR_ARG(day), why ? ": " : "", STR_ARG(why ? plan->ended_reason : STR_EMPTY));
}

/* Of a cascade: the addressee has made another plan instead; a plan rolled forward stands by itself and hinders nothing. */
static bool is_replaced(DbRead *db, const PlanTask *task, Err *err)
{
    PlanAsk ask = { .path = task->plan.org_path, .today = task->today_iso, .own_only = true };
    const PlanRow *plans;
    uint32_t n;
    if (task->plan.from_plan_id == 0) return true;
    if (!plan_list(db, task->plan.region_id, &ask, task->arena, &plans, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (plans[i].from_plan_id == task->plan.from_plan_id && plans[i].id != task->plan.id)
            return err_set(err, ERR_CONFLICT, "Исправляйте тот план или сначала отмените его.", "Вместо него по тому же плану сверху составлен план № %u.", plans[i].number);
    return true;
}

static bool link_measures(DbWrite *write, const PlanTask *task, Err *err)
{
    const MeasureRow *all;
    uint32_t n;
    if (!measure_relink(write, task->plan.region_id, task->plan.id, err) || !measure_list(db_within(write), task->plan.region_id, task->plan.id, task->arena, &all, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!measure_prove_above(write, task, all[i].from_measure_id, err)) return false;
    return true;
}

static bool reopen_step(DbWrite *write, PlanTask *task, Err *err)
{
    PlanRow *plan = &task->plan;
    if (!plan_demand(task, plan->edition > 0 ? RIGHT_PLAN_APPROVE : RIGHT_PLAN_WRITE, err)) return false;
    if (plan->state != PLAN_CLOSED && plan->state != PLAN_WITHDRAWN) return true;
    if (plan->state == PLAN_WITHDRAWN && (!is_replaced(db_within(write), task, err) || !link_measures(write, task, err))) return false;
    plan->ended_at = 0;
    plan->ended_reason = STR_EMPTY;
    return turn(write, task, plan->edition > 0 ? PLAN_IN_FORCE : PLAN_DRAFT, str_trim(*(const Str *)task->ask), "план возвращён в работу", err);
}

bool flow_plan_reopen(Flow *flow, const Who *who, uint32_t number, Str reason, Err *err)
{
    PlanTask task = { .who = who, .step = reopen_step, .number = number, .ask = &reason };
    return reason_fits(reason, "Напишите, почему план снова нужен.", err) && plan_task_run(flow, &task, err);
}
