/* Schedules that terms are anchored to: entered by an office, or the dates of procedures. Windows follow them. */
#include "flow/plan_.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/lines.h"

/* ---- windows follow ---- */

/* Measures come plan by plan; what one plan's terms are read with is read once. A region's thousands are written in few statements, their entries at the end. */
typedef struct Following {
    PlanTask task;
    TermSources sources;
    TermContext terms;
    uint32_t n_plans; const PlanRow *plans;
    Buf words;                            /* of the plan that is being read */
    uint32_t n_moved, n_notes;
    MeasureRow *moved;                    /* room for all */
    AuditNote *notes; int64_t *plan_ids;  /* of plans with moved measures */
} Following;

static void end_plan(Following *following)
{
    const PlanTask *task = &following->task;
    if (following->words.n == 0) return;
    following->plan_ids[following->n_notes] = task->plan.id;
    following->notes[following->n_notes++] = (AuditNote){ .org_id = task->plan.org_id, .object = arena_printf(task->arena, "plan/%u", task->plan.number), .verb = STR(VERB_MOVED), .words = changes_words(&following->words, task->arena) };
}

static bool begin_plan(Following *following, int64_t plan_id)
{
    end_plan(following);
    buf_init(&following->words, 0);
    for (uint32_t low = 0, high = following->n_plans; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        const PlanRow *plan = &following->plans[middle];
        if (plan->id == plan_id) {
            following->task.plan = *plan;
            following->terms = plan_terms_of(plan, &following->sources, following->task.arena);
            return true;
        }
        if (plan->id < plan_id) low = middle + 1;
        else high = middle;
    }
    return false;
}

Str plan_moved_words(Str words, const MeasureRow *row, Arena *arena)
{
    Str mark = arena_printf(arena, "пункт %s (", measure_said(row).text);
    while (words.n > 0) {
        size_t end = str_find(words, STR(";\n"));
        Str line = str_slice(words, 0, end == SIZE_MAX ? words.n : end);
        size_t colon = str_find(line, STR("): "));
        if (str_starts(line, mark) && colon != SIZE_MAX) return arena_printf(arena, "%.*s%.*s", STR_ARG(str_slice(line, mark.n, colon)), STR_ARG(str_slice(line, colon + 1, line.n)));
        words = end == SIZE_MAX ? STR_EMPTY : str_slice(words, end + 2, words.n);
    }
    return STR_EMPTY;
}

static bool follow_one(DbWrite *write, Following *following, const MeasureRow *before, Err *err)
{
    MeasureRow row = *before;
    Arena *arena = following->task.arena;
    if (row.term_by_hand) return true;
    measure_understand(&row, &following->terms, arena);
    if (str_eq(row.windows, before->windows)) return true;
    Str name = arena_printf(arena, "пункт %s («%.*s»)", measure_said(&row).text, STR_ARG(row.anchor));
    add_change(&following->words, arena_z(arena, name), measure_days_words(before->windows, arena), measure_days_words(row.windows, arena));
    if (!measure_follow_days(write, &following->task.plan, before, &row, arena, err)) return false;
    following->moved[following->n_moved++] = row;
    return true;
}

/* The approved words of corrected plans are followed as well. */
static bool stood_follow(DbWrite *write, const Following *following, Err *err)
{
    const PlanTask *task = &following->task;
    const int64_t *plans;
    uint32_t n;
    bool done = plan_stood_plans(db_within(write), task->who->region_id, task->arena, &plans, &n, err);
    for (uint32_t i = 0; done && i < n; i++) done = plan_stood_follow(write, task->who->region_id, plans[i], task->arena, task->now, err);
    return done;
}

static bool follow_all(DbWrite *write, Following *following, Err *err)
{
    PlanTask *task = &following->task;
    DbRead *db = db_within(write);
    const MeasureRow *all;
    uint32_t n;
    if (!term_sources_read(db, task->who->region_id, task->arena, &following->sources, err) || !measure_anchored(db, task->who->region_id, task->arena, &all, &n, err) ||
        !plan_living(db, task->who->region_id, task->arena, &following->plans, &following->n_plans, err)) return false;
    following->moved = arena_array(task->arena, MeasureRow, n + 1u);
    following->notes = arena_array(task->arena, AuditNote, following->n_plans + 1u);
    following->plan_ids = arena_array(task->arena, int64_t, following->n_plans + 1u);
    for (uint32_t i = 0; i < n; i++) {
        bool same_plan = i > 0 && all[i].plan_id == all[i - 1].plan_id;
        if ((same_plan || begin_plan(following, all[i].plan_id)) && !follow_one(write, following, &all[i], err)) return false;
    }
    end_plan(following);
    return measures_move(write, task->who->region_id, following->n_moved, following->moved, err) && plans_recount(write, task->who->region_id, following->n_notes, following->plan_ids, task->now, err) &&
        stood_follow(write, following, err) && flow_audit_all(write, task->who, following->n_notes, following->notes, err);
}

bool flow_schedule_follow(DbWrite *write, const Who *who, int64_t region_id, uint32_t *n_moved, Err *err)
{
    Who of_region = *who;
    of_region.region_id = region_id;
    Following following = { .task = { .who = &of_region, .arena = arena_new(0), .now = clock_now() } };
    buf_init(&following.words, 0);
    bool done = follow_all(write, &following, err);
    buf_free(&following.words);
    if (done && n_moved != NULL) *n_moved = following.n_moved;
    arena_free(following.task.arena);
    return done;
}

/* ---- entering ---- */

typedef struct Entry { Str org_code, name, procedure; int64_t id; int32_t from, to; int school_year; bool remove; } Entry;

static Str entry_days(const ScheduleEntry *entry, Arena *arena)
{
    if (entry->procedure.n > 0) return entry->procedure;
    int32_t from = DATE_NONE, to = DATE_NONE;
    date_parse(entry->from_on, &from);
    date_parse(entry->to_on, &to);
    Str a = date_short(arena, from), b = date_short(arena, to);
    return a.n == 0 ? b : b.n == 0 || from == to ? a : arena_printf(arena, "%.*s–%.*s", STR_ARG(a), STR_ARG(b));
}

static bool find_entry(DbRead *db, const PlanTask *task, const Org *org, int64_t id, ScheduleEntry *out, Err *err)
{
    const ScheduleEntry *entries;
    uint32_t n;
    if (!schedule_list(db, org->region_id, org->path, task->arena, &entries, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (entries[i].id != id || entries[i].org_id != org->id) continue;
        *out = entries[i];
        return true;
    }
    return err_set(err, ERR_NOT_FOUND, "Откройте список дат снова.", "Такой записи у организации «%.*s» нет.", STR_ARG(org->name));
}

static bool entry_fits(DbRead *db, const PlanTask *task, const Entry *entry, Str name, Err *err)
{
    ProcedureRow procedure;
    bool found;
    if (name.n == 0 || name.n > LIMIT_PLAN_WORDS) return err_set(err, ERR_INPUT, "Например, «весенние каникулы» или «график ВПР».", "Название не подходит.");
    if (entry->school_year != 0 && (entry->school_year < 2000 || entry->school_year > 2100)) return err_set(err, ERR_INPUT, "Год, в котором учебный год начинается: 2026.", "Учебный год %d не подходит.", entry->school_year);
    if (entry->procedure.n > 0) {
        if (!procedure_get(db, task->who->region_id, entry->procedure, task->arena, &procedure, &found, err)) return false;
        return found || err_set(err, ERR_NOT_FOUND, "Выберите её из списка.", "Процедуры «%.*s» нет.", STR_ARG(entry->procedure));
    }
    if (entry->from == DATE_NONE && entry->to == DATE_NONE) return err_set(err, ERR_INPUT, "Напишите хотя бы один день или выберите процедуру.", "Дни не написаны.");
    return entry->from == DATE_NONE || entry->to == DATE_NONE || entry->from <= entry->to || err_set(err, ERR_INPUT, "Поменяйте дни местами.", "Последний день раньше первого.");
}

static bool put_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Entry *entry = task->ask;
    DbRead *db = db_within(write);
    Org org;
    ScheduleEntry old = { 0 };
    Str name = lines_join(task->arena, 1, &entry->name);
    if (!plan_org(db, task->who, entry->org_code, task->arena, &org, err) || !who_demand(task->who, RIGHT_PLAN_WRITE, org.path, err)) return false;
    if ((entry->id != 0 && !find_entry(db, task, &org, entry->id, &old, err)) || (!entry->remove && !entry_fits(db, task, entry, name, err))) return false;
    ScheduleEntry row = { .region_id = org.region_id, .id = entry->id != 0 ? entry->id : db_new_id(write), .org_id = org.id, .account_id = task->who->account_id, .made_at = task->now, .name = name,
        .procedure = entry->procedure, .from_on = date_iso(task->arena, entry->from), .to_on = date_iso(task->arena, entry->to), .school_year = entry->school_year };
    Buf out;
    buf_init(&out, 0);
    add_change(&out, "название", old.name, entry->remove ? STR_EMPTY : row.name);
    add_change(&out, "дни", entry->id != 0 ? entry_days(&old, task->arena) : STR_EMPTY, entry->remove ? STR_EMPTY : entry_days(&row, task->arena));
    if (!entry->remove && entry->id != 0) add_change(&out, "учебный год", plan_year_words(old.school_year, task->arena), plan_year_words(row.school_year, task->arena));
    AuditNote note = { .org_id = org.id, .object = arena_printf(task->arena, "schedule/%.*s", STR_ARG(org.code)), .verb = entry->remove ? STR("даты убраны") : STR("внесены даты"),
        .words = changes_words(&out, task->arena) };
    if (note.words.n == 0) return true;
    return (entry->remove ? schedule_remove(write, org.region_id, entry->id, err) : schedule_put(write, &row, err)) && flow_audit(write, task->who, &note, err) &&
        flow_schedule_follow(write, task->who, org.region_id, &task->made, err);
}

bool flow_schedule_put(Flow *flow, const Who *who, Str org_code, int64_t id, Str name, Str procedure, int32_t from, int32_t to, int school_year, uint32_t *n_moved, Err *err)
{
    PlanTask task = { .who = who, .step = put_step, .ask = &(Entry){ .org_code = org_code, .name = name, .procedure = procedure, .id = id, .from = from, .to = to, .school_year = school_year } };
    if (!plan_task_run(flow, &task, err)) return false;
    if (n_moved != NULL) *n_moved = task.made;
    return true;
}

bool flow_schedule_remove(Flow *flow, const Who *who, Str org_code, int64_t id, Err *err)
{
    PlanTask task = { .who = who, .step = put_step, .ask = &(Entry){ .org_code = org_code, .id = id, .from = DATE_NONE, .to = DATE_NONE, .remove = true } };
    return plan_task_run(flow, &task, err);
}
