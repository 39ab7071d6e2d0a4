/* What all changes of plans share. */
#include "flow/plan_.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/audit.h"

static bool find_measure(DbRead *db, PlanTask *task, Err *err)
{
    bool found;
    if (task->n == 0) return true;
    if (!measure_get(db, task->who->region_id, task->number, task->n, task->arena, &task->measure, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Откройте план: в нём все пункты.", "Пункта %u в плане № %u нет.", task->n, task->number);
}

static bool run(DbWrite *write, void *context, Err *err)
{
    PlanTask *task = context;
    DbRead *db = db_within(write);
    bool found = true, done = true;
    task->arena = arena_new(0);
    task->said = NULL;
    task->colleagues = arena_one(task->arena, struct Colleagues);
    task->now = clock_now();
    task->today = date_of_time(task->now);
    task->today_iso = date_iso(task->arena, task->today);
    if (task->number != 0) done = plan_get(db, task->who->region_id, task->number, task->today_iso, task->arena, &task->plan, &found, err);
    if (done && !found) done = err_set(err, ERR_NOT_FOUND, "Откройте список планов.", "Плана № %u нет.", task->number);
    done = done && find_measure(db, task, err) && task->step(write, task, err);
    if (done && task->plan.edition > 0) done = plan_stood_follow(write, task->plan.region_id, task->plan.id, task->arena, task->now, err);
    arena_free(task->arena);
    return done;
}

bool plan_task_run(Flow *flow, PlanTask *task, Err *err) { return db_tx(flow_db(flow), run, task, err); }

bool plan_demand(const PlanTask *task, Right right, Err *err) { return who_demand(task->who, right, task->plan.org_path, err); }

bool plan_is_open(const PlanRow *plan, Err *err)
{
    if (plan->state == PLAN_DRAFT || plan->state == PLAN_IN_FORCE) return true;
    const char *hint = plan->state == PLAN_WAITS ? "Попросите вернуть его: тогда исправления увидят все." : "Составьте новый план или перенесите пункты на следующий год.";
    return err_set(err, ERR_CONFLICT, hint, "План № %u: «%s» — сейчас его не исправляют.", plan->number, plan_state_title(plan->state));
}

bool reason_fits(Str reason, const char *what, Err *err)
{
    if (str_trim(reason).n == 0) return err_set(err, ERR_INPUT, what, "Причина не написана.");
    return reason.n <= LIMIT_PLAN_WORDS || err_set(err, ERR_LIMIT, "Сократите, а подробности приложите документом.", "Причина длиннее двух страниц.");
}

/* ---- the journal ---- */

static Str object_of(const PlanTask *task, bool of_measure)
{
    return of_measure ? arena_printf(task->arena, "plan/%u/measure/%u", task->plan.number, task->measure.n) : arena_printf(task->arena, "plan/%u", task->plan.number);
}

static bool note(DbWrite *write, const PlanTask *task, bool of_measure, const char *verb, Str words, Err *err)
{
    AuditNote entry = { .org_id = task->plan.org_id, .object = object_of(task, of_measure), .verb = str_of(verb), .words = words };
    return flow_audit(write, task->who, &entry, err);
}

bool plan_note(DbWrite *write, const PlanTask *task, const char *verb, Str words, Err *err) { return note(write, task, false, verb, words, err); }
bool measure_note(DbWrite *write, const PlanTask *task, const char *verb, Str words, Err *err) { return note(write, task, true, verb, words, err); }

static void add_cell(Buf *out, Str cell)
{
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.at[i] == '\n') buf_add_z(out, "; ");
        else buf_add_char(out, cell.at[i]);
    }
    if (cell.n == 0) buf_add_z(out, "—");
}

void add_change(Buf *out, const char *field, Str before, Str after)
{
    if (str_eq(before, after)) return;
    if (out->n > 0) buf_add_z(out, ";\n");
    buf_printf(out, "%s: ", field);
    add_cell(out, before);
    buf_add_z(out, " → ");
    add_cell(out, after);
}

Str changes_words(Buf *out, Arena *arena)
{
    Str words = arena_str(arena, buf_str(out));
    buf_free(out);
    return words;
}

/* Oldest first, a change a line, so much as fits. */
static void say_changes(Err *err, const AuditEntry *entries, uint32_t n, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = n; i-- > 0;) {
        if (out.n > 0) buf_add_char(&out, '\n');
        for (size_t k = 0; k < entries[i].words.n; k++) {
            bool ends = entries[i].words.at[k] == ';' && k + 1 < entries[i].words.n && entries[i].words.at[k + 1] == '\n';
            if (!ends) buf_add_char(&out, entries[i].words.at[k]);
        }
    }
    Str words = changes_words(&out, arena);
    words.n = words.n < sizeof err->detail ? words.n : sizeof err->detail - 1;
    words.n = utf8_valid_prefix(words);
    err_detail(err, "%.*s", STR_ARG(words));
}

/* Those that came with a new revision, at most n; the rest are left out. */
static uint32_t corrections(AuditEntry *entries, uint32_t n_entries, uint32_t n)
{
    static const char *const quiet[] = { VERB_BROUGHT, VERB_TOOK, VERB_ACCEPTED, VERB_RETURNED, VERB_MOVED };
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n_entries && kept < n; i++) {
        bool is_quiet = false;
        for (size_t k = 0; k < sizeof quiet / sizeof *quiet; k++) is_quiet = is_quiet || str_eq(entries[i].verb, str_of(quiet[k]));
        if (!is_quiet) entries[kept++] = entries[i];
    }
    return kept;
}

bool plan_conflict(DbRead *db, const PlanTask *task, bool of_measure, uint32_t seen, Err *err)
{
    uint32_t now = of_measure ? task->measure.revision : task->plan.revision, n = 0;
    enum { LOOKED_AT = 200 };
    AuditAsk ask = { .object = object_of(task, of_measure), .limit = LOOKED_AT };
    const AuditEntry *read;
    if (!audit_list(db, task->who->region_id, &ask, task->arena, &read, &n, err)) return false;
    AuditEntry *entries = arena_array(task->arena, AuditEntry, n + 1u);
    if (n > 0) memcpy(entries, read, n * sizeof *entries);
    n = corrections(entries, n, now > seen ? now - seen : LOOKED_AT);
    Str who = n > 0 && entries[0].who.n > 0 ? entries[0].who : STR("программа");
    Str what = of_measure ? arena_printf(task->arena, "Пункт %s", measure_said(&task->measure).text) : arena_printf(task->arena, "План № %u", task->plan.number);
    err_set(err, ERR_CONFLICT, "Посмотрите, что изменилось, и сохраните ещё раз: набранное вами осталось в форме.", "%.*s, пока вы его читали, изменили: %.*s.", STR_ARG(what), STR_ARG(who));
    if (err != NULL) say_changes(err, entries, n, task->arena);
    return false;
}

MeasureSaid measure_said(const MeasureRow *row)
{
    enum { MOST = 100 };
    MeasureSaid said;
    Str number = row->number, title = row->title;
    while (number.n > 0 && number.at[number.n - 1] == '.') number.n--;
    size_t n = title.n;
    if (n > MOST)
        for (n = MOST; n > 0 && title.at[n] != ' ';) n--;
    if (n == 0) n = utf8_valid_prefix(str_slice(title, 0, MOST)); /* one very long word */
    if (number.n > 0 && number.n < 32) snprintf(said.text, sizeof said.text, "%.*s", STR_ARG(number));
    else snprintf(said.text, sizeof said.text, "«%.*s%s»", (int)n, title.at, n < title.n ? "…" : "");
    return said;
}

bool decided_conflict(DbRead *db, const PlanTask *task, Err *err)
{
    const MeasureRow *row = &task->measure;
    Str who = row->changed_by_name.n > 0 ? row->changed_by_name : STR("программа");
    plan_conflict(db, task, true, task->seen, err);
    if (err == NULL || err->code != ERR_CONFLICT) return false;
    Str changes = arena_str(task->arena, str_of(err->detail));
    err_set(err, ERR_CONFLICT, "Ваше решение не записано: посмотрите, что изменилось, и решите снова.", "Пункт %s, пока вы его читали, изменили: %.*s, %.*s. Теперь: «%s».", measure_said(row).text, STR_ARG(who),
        STR_ARG(date_clock(task->arena, row->changed_at)), measure_state_title(row->state));
    err_detail(err, "%.*s", STR_ARG(changes));
    return false;
}

/* Between reading and writing another transaction was quicker: told like any other conflict. */
static bool changed_meanwhile(DbWrite *write, PlanTask *task, bool of_measure, Err *err)
{
    uint32_t seen = of_measure ? task->measure.revision : task->plan.revision;
    int64_t region_id = task->plan.region_id;
    bool found;
    bool read = of_measure ? measure_get(db_within(write), region_id, task->plan.number, task->measure.n, task->arena, &task->measure, &found, err)
                           : plan_get(db_within(write), region_id, task->plan.number, task->today_iso, task->arena, &task->plan, &found, err);
    return read && plan_conflict(db_within(write), task, of_measure, seen, err);
}

bool measure_write(DbWrite *write, PlanTask *task, bool content, const char *verb, Str words, Err *err)
{
    bool done;
    task->measure.changed_by = task->who->account_id;
    task->measure.changed_at = task->now;
    if (!measure_save(write, &task->measure, &done, err)) return false;
    if (!done) return changed_meanwhile(write, task, true, err);
    if (content && task->plan.edition > 0 && !plan_mark_changed(write, task->plan.region_id, task->plan.id, err)) return false;
    if (content && task->plan.edition == 0 && !plan_index_measure(write, &task->plan, &task->measure, task->arena, err)) return false;
    return plan_recount(write, task->plan.region_id, task->plan.id, task->now, err) && measure_note(write, task, verb, words, err);
}

bool plan_write(DbWrite *write, PlanTask *task, const char *verb, Str words, Err *err)
{
    bool done;
    if (!plan_save(write, &task->plan, task->now, &done, err)) return false;
    if (!done) return changed_meanwhile(write, task, false, err);
    task->plan.revision++;
    return (task->plan.edition > 0 || plan_index_title(write, &task->plan, task->arena, err)) && plan_note(write, task, verb, words, err);
}
