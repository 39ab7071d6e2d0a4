/* A plan or a letter goes down the tree; addressees acknowledge it, make their own plans, say what was done. */
#include "flow/plan_.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/lines.h"

static bool note_about(DbWrite *write, const PlanTask *task, int64_t org_id, uint32_t number, const char *verb, Str words, Err *err)
{
    AuditNote note = { .org_id = org_id, .object = arena_printf(task->arena, "cascade/%u", number), .verb = str_of(verb), .words = words };
    return flow_audit(write, task->who, &note, err);
}

/* ---- sending ---- */

/* Children of the sender, or those named: all below it. */
static bool read_addressees(DbRead *db, const PlanTask *task, const CascadeAsk *ask, const Org *from, const Org **out, uint32_t *n, Err *err)
{
    const Org *below;
    uint32_t n_below;
    if (ask->n_to > LIMIT_CASCADE_TO) return err_set(err, ERR_LIMIT, "Отправьте муниципалитетам: школам передадут они.", "Адресатов больше %u.", LIMIT_CASCADE_TO);
    Org *to = arena_array(task->arena, Org, (ask->n_to > 0 ? ask->n_to : LIMIT_CASCADE_TO) + 1u);
    *n = 0;
    for (uint32_t i = 0; i < ask->n_to; i++) {
        Org *org = &to[*n];
        if (!plan_org(db, task->who, ask->to[i], task->arena, org, err)) return false;
        if (org->id == from->id || org->closed || org->kind == ORG_CLASS || !org_within(org->path, from->path)) return err_set(err, ERR_INPUT, "Выберите тех, кто подчинён отправителю.", "«%.*s» не может быть адресатом.", STR_ARG(org->name));
        bool twice = false;
        for (uint32_t k = 0; k < *n; k++) twice = twice || to[k].id == org->id;
        *n += !twice;
    }
    *out = to;
    if (ask->n_to > 0) return true;
    if (!org_within_path(db, from->region_id, from->path, (OrgKind)0, task->arena, &below, &n_below, err)) return false;
    for (uint32_t i = 0; i < n_below; i++) {
        if (below[i].parent_id != from->id || below[i].kind == ORG_CLASS) continue;
        if (*n == LIMIT_CASCADE_TO) return err_set(err, ERR_LIMIT, "Выберите адресатов в списке.", "Подчинённых больше %u.", LIMIT_CASCADE_TO);
        to[(*n)++] = below[i];
    }
    return *n > 0 || err_set(err, ERR_CONFLICT, "Заведите подчинённые организации.", "У организации «%.*s» нет подчинённых: отправлять некому.", STR_ARG(from->name));
}

bool flow_plan_sent_to(DbRead *db, const PlanRow *plan, Arena *arena, const CascadeTo **out, uint32_t *n, Err *err)
{
    const CascadeRow *sent;
    uint32_t n_sent;
    CascadeTo *all = NULL;
    *n = 0;
    if (!cascade_list(db, plan->region_id, plan->org_path, plan->id, arena, &sent, &n_sent, err)) return false;
    for (uint32_t i = 0; i < n_sent; i++) {
        const CascadeTo *to;
        uint32_t n_to;
        if (sent[i].closed_at != 0) continue;
        if (!cascade_addressees(db, plan->region_id, sent[i].id, arena, &to, &n_to, err)) return false;
        CascadeTo *more = arena_array(arena, CascadeTo, *n + n_to + 1u);
        if (*n > 0) memcpy(more, all, *n * sizeof *all);
        if (n_to > 0) memcpy(more + *n, to, n_to * sizeof *to);
        all = more;
        *n += n_to;
    }
    *out = all;
    return true;
}

/* Those who have the plan already keep their place in it: only the rest get it. */
static bool leave_out(DbRead *db, const PlanTask *task, const Org **to, uint32_t *n, Err *err)
{
    const CascadeTo *have;
    uint32_t n_have, n_left = 0, number = 0;
    if (task->plan.id == 0) return true;
    if (!flow_plan_sent_to(db, &task->plan, task->arena, &have, &n_have, err)) return false;
    Org *left = arena_array(task->arena, Org, *n + 1u);
    for (uint32_t i = 0; i < *n; i++) {
        bool has = false;
        for (uint32_t k = 0; k < n_have; k++)
            if (have[k].org_id == (*to)[i].id) has = true, number = have[k].cascade_number;
        if (!has) left[n_left++] = (*to)[i];
    }
    if (n_left == 0 && *n > 0) return err_set(err, ERR_CONFLICT, "Кто ознакомился и составил свой план, видно там; правки плана дойдут до них сами.", "Всем выбранным этот план уже отправлен: отправление № %u.", number);
    *to = left;
    *n = n_left;
    return true;
}

static bool day_fits(int32_t day, int32_t today, const char *what, Err *err)
{
    if (day == DATE_NONE || (day >= today && day <= today + 3660)) return true;
    return err_set(err, ERR_INPUT, "Выберите день не раньше сегодняшнего и в пределах десяти лет.", "%s: такой день не подходит.", what);
}

/* What is sent: a plan in force, or a record of the sender. */
static bool read_sent(DbRead *db, PlanTask *task, const CascadeAsk *ask, Org *from, CascadeRow *row, Err *err)
{
    if (ask->plan != 0) {
        if (!plan_org(db, task->who, task->plan.org_code, task->arena, from, err)) return false;
        if (task->plan.state != PLAN_IN_FORCE) return err_set(err, ERR_CONFLICT, "Сначала утвердите его.", "План № %u: «%s» — вниз его не отправляют.", task->plan.number, plan_state_title(task->plan.state));
        if (!flow_plan_approved_head(db, &task->plan, task->arena, err)) return false;
        row->plan_id = task->plan.id;
        if (row->title.n == 0) row->title = task->plan.title;
        return true;
    }
    EvidenceRow record = { 0 };
    Str path;
    bool found;
    if (!plan_org(db, task->who, ask->org_code, task->arena, from, err) || !evidence_find_record(db, task->who->region_id, ask->record_type, ask->record, task->arena, &record, &path, &found, err)) return false;
    if (!found || !who_may(task->who, RIGHT_PLAN_READ, path)) return err_set(err, ERR_NOT_FOUND, "Выберите письмо или приказ из регистра.", "Записи «%.*s/%u» нет.", STR_ARG(ask->record_type), ask->record);
    row->record_id = record.record_id;
    if (row->title.n == 0) row->title = record.title;
    return true;
}

static bool send_step(DbWrite *write, PlanTask *task, Err *err)
{
    const CascadeAsk *ask = task->ask;
    DbRead *db = db_within(write);
    Org from;
    const Org *to;
    uint32_t n;
    CascadeRow row = { .region_id = task->who->region_id, .id = db_new_id(write), .title = lines_join(task->arena, 1, &ask->title), .words = str_trim(ask->words), .see_by = date_iso(task->arena, ask->see_by),
        .plan_by = date_iso(task->arena, ask->plan_by), .account_id = task->who->account_id, .made_at = task->now };
    if (!read_sent(db, task, ask, &from, &row, err) || !who_demand(task->who, RIGHT_PLAN_WRITE, from.path, err)) return false;
    if (!day_fits(ask->see_by, task->today, "Ознакомиться до", err) || !day_fits(ask->plan_by, task->today, "Свой план до", err)) return false;
    if (row.words.n > LIMIT_PLAN_WORDS || row.title.n > LIMIT_PLAN_WORDS) return err_set(err, ERR_LIMIT, "Сократите, а подробности приложите документом.", "Текст поручения длиннее двух страниц.");
    if (!read_addressees(db, task, ask, &from, &to, &n, err) || !leave_out(db, task, &to, &n, err) || !cascade_next_number(db, row.region_id, &row.number, err)) return false;
    row.org_id = from.id;
    if (!cascade_put(write, &row, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!cascade_to_put(write, &(CascadeTo){ .region_id = row.region_id, .cascade_id = row.id, .org_id = to[i].id }, err)) return false;
    task->made = row.number;
    Str plan_by = ask->plan_by == DATE_NONE ? STR_EMPTY : date_short(task->arena, ask->plan_by);
    Str words = arena_printf(task->arena, "«%.*s»: адресатов — %u%s%.*s", STR_ARG(row.title), n, plan_by.n > 0 ? "; свой план до " : "", STR_ARG(plan_by));
    return note_about(write, task, from.id, row.number, "отправлено вниз", words, err);
}

bool flow_cascade(Flow *flow, const Who *who, const CascadeAsk *ask, uint32_t *number, Err *err)
{
    PlanTask task = { .who = who, .step = send_step, .number = ask->plan, .ask = ask };
    if (!plan_task_run(flow, &task, err)) return false;
    if (number != NULL) *number = task.made;
    return true;
}

/* ---- at the addressee ---- */

typedef struct Answer { uint32_t cascade; Str org_code, words, title; uint32_t n_chosen; const uint32_t *chosen; } Answer;

static bool open_cascade(DbRead *db, const PlanTask *task, uint32_t number, CascadeRow *row, Err *err)
{
    bool found;
    if (!cascade_get(db, task->who->region_id, number, task->arena, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Откройте список входящих.", "Поручения № %u нет.", number);
}

static bool open_answer(DbRead *db, const PlanTask *task, Right right, CascadeRow *row, Org *org, CascadeTo *to, Err *err)
{
    const Answer *answer = task->ask;
    const CascadeTo *all;
    uint32_t n;
    if (!plan_org(db, task->who, answer->org_code, task->arena, org, err) || !who_demand(task->who, right, org->path, err) || !open_cascade(db, task, answer->cascade, row, err) ||
        !cascade_addressees(db, row->region_id, row->id, task->arena, &all, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (all[i].org_id != org->id) continue;
        *to = all[i];
        return true;
    }
    return err_set(err, ERR_NOT_FOUND, "Откройте список входящих.", "Организации «%.*s» это не отправляли.", STR_ARG(org->name));
}

static void see(const PlanTask *task, CascadeTo *to)
{
    if (to->seen_at != 0) return;
    to->seen_at = task->now;
    to->seen_by = task->who->account_id;
}

static bool seen_step(DbWrite *write, PlanTask *task, Err *err)
{
    CascadeRow row;
    Org org;
    CascadeTo to;
    if (!open_answer(db_within(write), task, RIGHT_PLAN_WRITE, &row, &org, &to, err)) return false;
    if (to.seen_at != 0) return true;
    see(task, &to);
    return cascade_to_save(write, &to, err) && note_about(write, task, org.id, row.number, "ознакомление", arena_printf(task->arena, "%.*s: «%.*s»", STR_ARG(org.name), STR_ARG(row.title)), err);
}

bool flow_cascade_seen(Flow *flow, const Who *who, uint32_t cascade, Str org_code, Err *err)
{
    PlanTask task = { .who = who, .step = seen_step, .ask = &(Answer){ .cascade = cascade, .org_code = org_code } };
    return plan_task_run(flow, &task, err);
}

static bool done_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Answer *answer = task->ask;
    CascadeRow row;
    Org org;
    CascadeTo to;
    Str words = str_trim(answer->words);
    if (!open_answer(db_within(write), task, RIGHT_PLAN_WRITE, &row, &org, &to, err)) return false;
    if (row.closed_at != 0) return err_set(err, ERR_CONFLICT, "Этого больше не ждут.", "Поручение № %u закончено.", row.number);
    Buf out;
    buf_init(&out, 0);
    add_change(&out, "сделано", to.done_words, words);
    Str change = changes_words(&out, task->arena);
    if (change.n == 0) return true;
    see(task, &to);
    to.done_words = words;
    to.done_at = task->now;
    to.done_by = task->who->account_id;
    return cascade_to_save(write, &to, err) && note_about(write, task, org.id, row.number, "доложено", arena_printf(task->arena, "%.*s: %.*s", STR_ARG(org.name), STR_ARG(change)), err);
}

bool flow_cascade_done(Flow *flow, const Who *who, uint32_t cascade, Str org_code, Str words, Err *err)
{
    PlanTask task = { .who = who, .step = done_step, .ask = &(Answer){ .cascade = cascade, .org_code = org_code, .words = words } };
    if (str_trim(words).n == 0) return err_set(err, ERR_INPUT, "Напишите, что сделано.", "Слова не написаны.");
    if (words.n > LIMIT_PLAN_WORDS) return err_set(err, ERR_LIMIT, "Сократите, а подробности приложите документом.", "Текст длиннее двух страниц.");
    return plan_task_run(flow, &task, err);
}

/* ---- the addressee's own plan ---- */

static bool is_chosen(const Answer *answer, uint32_t n)
{
    for (uint32_t i = 0; i < answer->n_chosen; i++)
        if (answer->chosen[i] == n) return true;
    return answer->n_chosen == 0;
}

bool measure_copy_down(DbWrite *write, const PlanTask *task, const MeasureRow *above, MeasureRow row, const TermContext *terms, Err *err)
{
    const MeasureSlot *slots;
    uint32_t n_slots, k = 0;
    row.from_measure_id = above->id;
    row.carried_from_id = 0;
    row.reason = STR_EMPTY;
    row.line_from = row.line_to = 0;
    row.n_proven = row.n_waiting = row.n_back = row.n_own = 0;
    row.back_reason = STR_EMPTY;
    if (!row.term_by_hand) measure_understand(&row, terms, task->arena); /* its own schedules are nearer */
    if (!measure_make(write, task, &row, err) || !measure_slots(db_within(write), above->region_id, above->id, task->arena, &slots, &n_slots, err)) return false;
    MeasureSlot *own = arena_array(task->arena, MeasureSlot, n_slots + 1u);
    for (uint32_t i = 0; i < n_slots; i++) {
        if (slots[i].deleted) continue;
        own[k] = slots[i];
        own[k].n = k + 1;
        own[k].each_school = slots[i].each_school && task->plan.org_kind != ORG_SCHOOL;
        k++;
    }
    row.n_slots = k;
    Str since = measure_since(&task->plan, k, own);
    measure_due_next(&row, since, k, own, NULL);
    for (uint32_t i = 0; i < k; i++) row.n_slots -= slot_is_before(&own[i], since);
    return measure_slots_put(write, row.region_id, row.id, k, own, err) && measure_set_proof(write, &row, err);
}

static bool copy_plan(DbWrite *write, PlanTask *task, const Answer *answer, const PlanRow *above, uint32_t *n_copied, Err *err)
{
    DbRead *db = db_within(write);
    PlanWords words;
    TermContext terms;
    if (!flow_plan_approved(db, above, STR_EMPTY, task->arena, &words, err) || !plan_terms(db, &task->plan, task->arena, &terms, err) || !plan_sections_put(write, above->region_id, task->plan.id, words.n_sections, words.sections, err)) return false;
    const MeasureRow *measures = words.measures;
    *n_copied = 0;
    for (uint32_t i = 0; i < words.n; i++) {
        if (!is_chosen(answer, measures[i].n) || measures[i].state == MEASURE_DROPPED) continue;
        MeasureRow row = measures[i];
        row.n = row.position = ++*n_copied;
        if (!measure_copy_down(write, task, &measures[i], row, &terms, err)) return false;
    }
    return *n_copied > 0 || err_set(err, ERR_INPUT, "Выберите хотя бы один пункт.", "Ни одного пункта не выбрано.");
}

/* By whichever sending: two plans of one source would be counted twice above. */
static bool has_no_own(DbRead *db, const PlanTask *task, const Org *org, int64_t above_id, Err *err)
{
    PlanAsk ask = { .path = org->path, .today = task->today_iso, .own_only = true };
    const PlanRow *plans;
    uint32_t n;
    if (!plan_list(db, org->region_id, &ask, task->arena, &plans, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (plans[i].from_plan_id == above_id) return err_set(err, ERR_CONFLICT, "Откройте его: в нём можно добавить недостающие пункты.", "По этому плану свой уже составлен: № %u.", plans[i].number);
    return true;
}

static bool own_plan_step(DbWrite *write, PlanTask *task, Err *err)
{
    DbRead *db = db_within(write);
    CascadeRow row;
    Org org;
    CascadeTo to;
    PlanRow above;
    bool found;
    uint32_t n;
    if (!open_answer(db, task, RIGHT_PLAN_WRITE, &row, &org, &to, err)) return false;
    if (row.plan_id == 0) return err_set(err, ERR_CONFLICT, "Ознакомьтесь и напишите, что сделано.", "По этому письму своего плана не просят.");
    if (to.plan_id != 0 && to.plan_state != PLAN_WITHDRAWN) return err_set(err, ERR_CONFLICT, "Откройте его.", "Свой план уже есть: № %u.", to.plan_number);
    if (!has_no_own(db, task, &org, row.plan_id, err) || !plan_get_id(db, row.region_id, row.plan_id, task->today_iso, task->arena, &above, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "", "Плана, который отправили, больше нет.");
    if (above.state != PLAN_IN_FORCE) return err_set(err, ERR_CONFLICT, "Ответа больше не ждут: спросите отправителя, что действует теперь.", "План, который отправили: «%s».", plan_state_title(above.state));
    const PlanRow stands = above; /* copied from by its edition; told of by its approved head */
    if (!flow_plan_approved_head(db, &above, task->arena, err)) return false;
    const Answer *answer = task->ask;
    Str title = lines_join(task->arena, 1, &answer->title);
    if (title.n > LIMIT_PLAN_WORDS) return err_set(err, ERR_LIMIT, "Сократите.", "Название плана длиннее двух страниц.");
    PlanRow own = { .kind = above.kind == PLAN_ROADMAP ? PLAN_ROADMAP : PLAN_PLAN, .title = title.n > 0 ? title : flow_plan_own_title(&above, task->arena), .goal = above.goal, .school_year = above.school_year, .approved_by = STR_EMPTY, .approved_on = STR_EMPTY,
        .approved_number = STR_EMPTY, .basis = arena_printf(task->arena, "%.*s: «%.*s»%s%.*s", STR_ARG(above.org_name), STR_ARG(above.title), above.approved_number.n > 0 ? ", № " : "", STR_ARG(above.approved_number)),
        .columns = above.columns, .source_sha256 = STR_EMPTY, .source_name = STR_EMPTY, .from_plan_id = above.id, .from_edition = above.edition, .cascade_id = row.id, .return_reason = STR_EMPTY };
    own.basis = lines_join(task->arena, 1, &own.basis);
    if (!plan_make(write, task, &org, &own, err) || !copy_plan(write, task, task->ask, &stands, &n, err) || !plan_recount(write, own.region_id, task->plan.id, task->now, err)) return false;
    see(task, &to);
    to.plan_id = task->plan.id;
    Str words = arena_printf(task->arena, "«%.*s»: пунктов — %u; по плану № %u (%.*s)", STR_ARG(own.title), n, above.number, STR_ARG(above.org_name));
    return cascade_to_save(write, &to, err) && plan_note(write, task, "заведён план", words, err) &&
        note_about(write, task, org.id, row.number, "составлен свой план", arena_printf(task->arena, "%.*s: план № %u", STR_ARG(org.name), task->plan.number), err);
}

bool flow_cascade_plan(Flow *flow, const Who *who, uint32_t cascade, Str org_code, Str title, uint32_t n_chosen, const uint32_t *chosen, uint32_t *plan, Err *err)
{
    PlanTask task = { .who = who, .step = own_plan_step, .ask = &(Answer){ .cascade = cascade, .org_code = org_code, .title = title, .n_chosen = n_chosen, .chosen = chosen } };
    if (!plan_task_run(flow, &task, err)) return false;
    if (plan != NULL) *plan = task.made;
    return true;
}

static bool close_step(DbWrite *write, PlanTask *task, Err *err)
{
    CascadeRow row;
    if (!open_cascade(db_within(write), task, *(const uint32_t *)task->ask, &row, err) || !who_demand(task->who, RIGHT_PLAN_WRITE, row.org_path, err)) return false;
    if (row.closed_at != 0) return true;
    Str words = arena_printf(task->arena, "«%.*s»: ознакомились %u из %u, доложили %u", STR_ARG(row.title), row.n_seen, row.n_to, row.n_done);
    return cascade_close(write, row.region_id, row.id, task->now, err) && note_about(write, task, row.org_id, row.number, "поручение закончено", words, err);
}

bool flow_cascade_close(Flow *flow, const Who *who, uint32_t cascade, Err *err)
{
    PlanTask task = { .who = who, .step = close_step, .ask = &cascade };
    return plan_task_run(flow, &task, err);
}

static bool recall_step(DbWrite *write, PlanTask *task, Err *err)
{
    CascadeRow row;
    if (!open_cascade(db_within(write), task, *(const uint32_t *)task->ask, &row, err) || !who_demand(task->who, RIGHT_PLAN_WRITE, row.org_path, err)) return false;
    if (row.n_to == 0) return true; /* pressed twice */
    if (row.n_seen > 0) return err_set(err, ERR_CONFLICT, "Нажмите «Больше не ждать ответа», а ошибку объясните письмом.", "Отозвать уже нельзя: ознакомились %u из %u.", row.n_seen, row.n_to);
    Str words = arena_printf(task->arena, "«%.*s»: адресатов — %u, никто не успел ознакомиться", STR_ARG(row.title), row.n_to);
    return cascade_recall(write, row.region_id, row.id, err) && cascade_close(write, row.region_id, row.id, task->now, err) && note_about(write, task, row.org_id, row.number, "отозвано отправленное", words, err);
}

bool flow_cascade_recall(Flow *flow, const Who *who, uint32_t cascade, Err *err)
{
    PlanTask task = { .who = who, .step = recall_step, .ask = &cascade };
    return plan_task_run(flow, &task, err);
}
