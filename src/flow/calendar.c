#include "flow/calendar.h"

#include "base/date.h"
#include "flow/plan.h"
#include "flow/remind_.h"
#include "plan/term.h"
#include "publish/ics.h"

typedef struct Calendar { Arena *arena; Str base; uint32_t n, room; IcsEvent *events; } Calendar;

static void add(Calendar *it, const IcsEvent *event)
{
    if (it->n == it->room) {
        uint32_t room = it->room == 0 ? 64 : it->room * 2;
        IcsEvent *larger = arena_array(it->arena, IcsEvent, room);
        if (it->n > 0) memcpy(larger, it->events, it->n * sizeof *larger);
        it->events = larger, it->room = room;
    }
    it->events[it->n++] = *event;
}

static Str compact(Arena *arena, int32_t day)
{
    int y, m, d;
    date_parts(day, &y, &m, &d);
    return arena_printf(arena, "%04d%02d%02d", y, m, d);
}

static void add_window(Calendar *it, const MeasureRow *row, const Window *window)
{
    Arena *arena = it->arena;
    bool whole = window->from != DATE_NONE && window->to - window->from < ICS_WHOLE_DAYS, done = row->state == MEASURE_ACCEPTED;
    Str number = row->number.n > 0 ? arena_printf(arena, "%.*s ", STR_ARG(row->number)) : STR_EMPTY;
    IcsEvent event = { .from = whole ? window->from : window->to, .to = window->to, .changed_at = row->changed_at, .done = done };
    event.uid = arena_printf(arena, "plan-%u-measure-%u-%.*s@%.*s.merilo", row->plan_number, row->n, STR_ARG(compact(arena, window->to)), STR_ARG(row->org_code));
    event.title = arena_printf(arena, "%s%.*s%.*s", done ? "Сделано: " : whole ? "" : "Срок сегодня: ", STR_ARG(number), STR_ARG(remind_short(arena, row->title)));
    event.words = arena_printf(arena, "%.*s\nСрок: %.*s\n%s%.*s%s%.*s, план № %u «%.*s»", STR_ARG(row->title), STR_ARG(row->term_text), row->responsible.n > 0 ? "Отвечают: " : "", STR_ARG(row->responsible),
        row->responsible.n > 0 ? "\n" : "", STR_ARG(row->org_name), row->plan_number, STR_ARG(row->plan_title));
    if (it->base.n > 0) event.url = arena_printf(arena, "%.*s/plans/%u/measures/%u", STR_ARG(it->base), row->plan_number, row->n);
    add(it, &event);
}

/* Occurrences of a rule without windows are counted out over the plan's year and fall due in it, else over the year of the measure's last change: never by the clock, so the bytes stay. */
static Window span_of(const MeasureRow *row, uint32_t n, const Window *windows)
{
    int32_t first = term_first_day(n, windows), last = term_last_day(n, windows);
    int year = row->plan_school_year > 0 ? row->plan_school_year : date_school_year(date_of_time(row->changed_at));
    Window span = { date_of(year, 9, 1), date_of(year + 1, 8, 31) };
    if (first != DATE_NONE && first < span.from) span.from = first;
    if (last != DATE_NONE && last > span.to) span.to = last;
    return span;
}

static void add_measure(Calendar *it, const MeasureRow *row)
{
    uint32_t n = 0;
    const Window *windows = NULL;
    if (row->state == MEASURE_DROPPED || (row->windows.n > 0 && !term_windows_parse(row->windows, it->arena, &n, &windows)) || (n == 0 && row->recurrence.n == 0)) return;
    Term term = { .kind = row->term_kind, .text = STR_EMPTY, .n_windows = n, .windows = windows, .recurrence = row->recurrence };
    Window span = span_of(row, n, windows);
    term_occurrences(&term, span, it->arena, &n, &windows);
    for (uint32_t i = 0; i < n; i++)
        if (windows[i].to != DATE_NONE && windows[i].to <= span.to && (i == 0 || windows[i].to != windows[i - 1].to)) add_window(it, row, &windows[i]);
}

static bool finish(Calendar *it, Str name, Str *ics, Err *err)
{
    Buf out;
    buf_init(&out, 0);
    bool good = ics_write(name, it->n, it->events, &out, err);
    if (good) *ics = arena_str(it->arena, buf_str(&out));
    buf_free(&out);
    return good;
}

static bool add_plan(DbRead *db, Calendar *it, const PlanRow *plan, Str *title, Err *err)
{
    PlanWords words;
    if (!flow_plan_approved(db, plan, STR_EMPTY, it->arena, &words, err)) return false;
    *title = words.plan.title;
    for (uint32_t i = 0; i < words.n; i++) add_measure(it, &words.measures[i]);
    return true;
}

bool flow_calendar_plan(DbRead *db, const PlanRow *plan, Str base, Arena *arena, Str *ics, Err *err)
{
    Calendar it = { .arena = arena, .base = base };
    Str title;
    return add_plan(db, &it, plan, &title, err) && finish(&it, title, ics, err);
}

bool flow_calendar_person(DbRead *db, const Who *who, Str base, Arena *arena, Str *ics, Err *err)
{
    Calendar it = { .arena = arena, .base = base };
    const MeasureRow *mine;
    uint32_t n, n_kept = 0;
    Str title;
    int64_t *kept = NULL; /* plans that stand there whole */
    for (uint32_t g = 0; g < who->n_grants; g++) {
        const PlanRow *plans;
        uint32_t n_plans;
        if (!role_gives(who->grants[g].role, RIGHT_PLAN_WRITE)) continue;
        PlanAsk ask = { .path = who->grants[g].org.path, .today = STR("0001-01-01"), .state = PLAN_IN_FORCE, .own_only = true };
        if (!plan_list(db, who->region_id, &ask, arena, &plans, &n_plans, err)) return false;
        int64_t *larger = arena_array(arena, int64_t, n_kept + n_plans + 1u);
        if (n_kept > 0) memcpy(larger, kept, n_kept * sizeof *larger);
        kept = larger;
        for (uint32_t i = 0; i < n_plans; i++) {
            bool twice = false;
            for (uint32_t k = 0; k < n_kept; k++) twice = twice || kept[k] == plans[i].id;
            if (twice) continue;
            kept[n_kept++] = plans[i].id;
            if (!add_plan(db, &it, &plans[i], &title, err)) return false;
        }
    }
    if (!flow_measures_mine(db, who, arena, &mine, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        bool twice = false;
        for (uint32_t k = 0; k < n_kept; k++) twice = twice || kept[k] == mine[i].plan_id;
        if (!twice) add_measure(&it, &mine[i]);
    }
    return finish(&it, STR("Мерило: сроки"), ics, err);
}
