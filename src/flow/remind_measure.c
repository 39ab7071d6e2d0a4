/* What measures say: their days come near and pass, they wait for a controller, they come back. */
#include "base/date.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"
#include "flow/remind_.h"
#include "plan/term.h"

int remind_milestone(int32_t today, int32_t day, int longest)
{
    static const int distances[] = { 0, 1, 3, 7, 30 };
    for (size_t i = 0; i < sizeof distances / sizeof *distances; i++)
        if (day >= today && day - today <= distances[i] && distances[i] <= longest) return distances[i];
    return -1;
}

Str remind_left(Arena *arena, int32_t today, int32_t day)
{
    int left = (int)(day - today);
    if (left == 0) return STR("Сегодня срок");
    return arena_printf(arena, "%s %.*s", number_word(left, "Остался", "Осталось", "Осталось"), STR_ARG(number_of(arena, left, "день", "дня", "дней")));
}

Str remind_short(Arena *arena, Str title)
{
    enum { MOST = 90 };
    size_t at = 0, space = 0;
    for (int n = 0; at < title.n && n < MOST; n++) {
        if (title.at[at] == ' ' || title.at[at] == '\n') space = at;
        utf8_next(title, &at);
    }
    return at == title.n ? title : arena_printf(arena, "%.*s…", (int)(space > 0 ? space : at), title.at);
}

Str remind_plan_name(const Reminder *it, uint32_t number)
{
    uint32_t from = 0, to = it->n_plans;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (it->plans[middle].number < number) from = middle + 1;
        else to = middle;
    }
    if (from == it->n_plans || it->plans[from].number != number) return arena_printf(it->arena, "план № %u", number);
    bool says = str_starts(it->plans[from].title, STR("План")) || str_starts(it->plans[from].title, STR("ПЛАН"));
    return arena_printf(it->arena, "%s«%.*s», %.*s", says ? "" : "план ", STR_ARG(remind_short(it->arena, it->plans[from].title)), STR_ARG(it->plans[from].org_name));
}

static Str name_of(const Reminder *it, const RemindMeasure *row)
{
    Str title = remind_short(it->arena, row->title), plan = remind_plan_name(it, row->plan_number);
    return row->number.n > 0 ? arena_printf(it->arena, "пункт %.*s «%.*s», %.*s", STR_ARG(row->number), STR_ARG(title), STR_ARG(plan))
                             : arena_printf(it->arena, "«%.*s», %.*s", STR_ARG(title), STR_ARG(plan));
}

static Str link_of(Arena *arena, const RemindMeasure *row) { return arena_printf(arena, "/plans/%u/measures/%u", row->plan_number, row->n); }

typedef struct Speaker {
    Reminder *it;
    const RemindMeasure *row;
    const RemindNamed *named;  /* of this measure */
    uint32_t n_named;
    const RemindWaiting *waiting; /* NULL: nothing waits */
} Speaker;

static void name_part(const Speaker *of, Audience *audience, bool controllers)
{
    Reminder *it = of->it;
    audience_clear(audience);
    for (uint32_t i = 0; i < of->n_named; i++) {
        const RemindNamed *one = &of->named[i];
        if ((one->part == MEASURE_CONTROLLER) != controllers) continue;
        if (one->account_id != 0) audience_add(it, audience, one->account_id);
        if (one->role == 0) continue;
        Str path = one->org_id == 0 || one->org_id == of->row->org_id ? of->row->org_path : remind_org_path(it, one->org_id);
        if (path.n > 0) audience_role(it, audience, one->role, path, of->row);
    }
    /* Words alone, or nobody by that name: those who keep the plan, or check it. */
    if (audience->n == 0) audience_right(it, audience, controllers ? RIGHT_PLAN_CONTROL : RIGHT_PLAN_WRITE, of->row->org_path);
}

static void tell(const Speaker *of, NoticeKind kind, Str about, Str head)
{
    Arena *arena = of->it->arena;
    Str words = arena_printf(arena, "%.*s: %.*s", STR_ARG(head), STR_ARG(name_of(of->it, of->row)));
    remind_tell(of->it, kind, arena_printf(arena, "measure/%u/%u/%.*s", of->row->plan_number, of->row->n, STR_ARG(about)), words, link_of(arena, of->row));
}

/* In the week of everybody of the audience. */
static void count_week(const Speaker *of, const Audience *audience, const WeekLine *line, uint32_t n)
{
    for (uint32_t i = 0; of->it->with_week && i < audience->n; i++) {
        PersonWeek *week = &of->it->weeks[audience->people[i]];
        if (line->waits) week->n_waits += n;
        else if (line->late) week->n_late += n;
        else week->n_due += n;
        if (week->n_lines == WEEK_LINES) continue;
        if (week->lines == NULL) week->lines = arena_array(of->it->arena, WeekLine, WEEK_LINES);
        week->lines[week->n_lines] = *line;
        week->lines[week->n_lines].words = name_of(of->it, of->row);
        week->lines[week->n_lines++].link = remind_link(of->it->arena, audience, i, link_of(of->it->arena, of->row));
    }
}

static void speak_day(Speaker *of, int32_t day)
{
    Reminder *it = of->it;
    int milestone = remind_milestone(it->today, day, 7);
    if (milestone >= 0)
        tell(of, NOTICE_DUE, arena_printf(it->arena, "due-%d/%.*s", milestone, STR_ARG(date_iso(it->arena, day))), remind_left(it->arena, it->today, day));
    if (day >= it->monday && day < it->monday + 7) count_week(of, &it->audience, &(WeekLine){ .day = day }, 1);
}

static void speak_late(Speaker *of, int32_t day)
{
    Reminder *it = of->it;
    Str iso = date_iso(it->arena, day), on = date_short(it->arena, day);
    count_week(of, &it->audience, &(WeekLine){ .day = day, .late = true }, 1);
    if (it->today - day > LIMIT_REMIND_LATE_DAYS) return;
    tell(of, NOTICE_LATE, arena_printf(it->arena, "late/%.*s", STR_ARG(iso)), arena_printf(it->arena, "Срок вышел %.*s", STR_ARG(on)));
    if (it->today < date_add_working(day, (int)it->escalate_days)) return;
    Audience told = it->audience;
    it->audience = it->except, it->except = told; /* who answers for it and controls it too knows already */
    name_part(of, &it->audience, true);
    tell(of, NOTICE_ESCALATED, arena_printf(it->arena, "escalated/%.*s", STR_ARG(iso)), arena_printf(it->arena, "Не сделано, срок вышел %.*s", STR_ARG(on)));
    audience_clear(&it->except);
}

static bool is_one_of(Window one, uint32_t n, const Window *all)
{
    for (uint32_t i = 0; i < n; i++)
        if (all[i].from == one.from && all[i].to == one.to) return true;
    return false;
}

/* Each end of its days; of a rule, each occurrence that is near. */
static void speak_days(Speaker *of)
{
    Reminder *it = of->it;
    const RemindMeasure *row = of->row;
    uint32_t n, n_all;
    const Window *windows, *all;
    int32_t last = DATE_NONE, first_day = it->monday < it->today ? it->monday : it->today;
    bool dated = date_parse(row->due_on, &last), one = row->recurrence.n == 0 && memchr(row->windows.at, ' ', row->windows.n) == NULL;
    if (one && !dated) return;
    name_part(of, &it->audience, false);
    audience_clear(&it->except);
    if (one) {
        if (last >= first_day) speak_day(of, last);
    } else if (term_windows_parse(row->windows, it->arena, &n_all, &all)) {
        Term term = { .kind = row->term_kind, .text = STR_EMPTY, .n_windows = n_all, .windows = all, .recurrence = row->recurrence };
        term_occurrences(&term, (Window){ first_day, it->today + 7 }, it->arena, &n, &windows);
        int32_t said = DATE_NONE;
        for (uint32_t i = 0; i < n; i++) {
            bool is_done = dated && row->recurrence.n > 0 && windows[i].to < last && is_one_of(windows[i], n_all, all); /* its evidence came before its day */
            if (windows[i].to == DATE_NONE || windows[i].to == said || windows[i].to < first_day || is_done) continue;
            said = windows[i].to;
            speak_day(of, said);
        }
    }
    if (dated && last < it->today) speak_late(of, last);
}

static void speak_controllers(Speaker *of)
{
    Reminder *it = of->it;
    bool whole = of->row->state == MEASURE_OFFERED;
    int64_t since = whole ? of->row->changed_at : of->waiting->oldest_at;
    uint32_t n = whole ? 1 : of->waiting->n;
    name_part(of, &it->audience, true);
    audience_clear(&it->except);
    count_week(of, &it->audience, &(WeekLine){ .day = date_of_time(since), .waits = true }, n);
    if (it->today < date_add_working(date_of_time(since), (int)it->check_days)) return;
    if (whole) tell(of, NOTICE_OFFERED, arena_printf(it->arena, "check/%u", of->row->revision), STR("Ждёт вашей проверки"));
    else tell(of, NOTICE_OFFERED, arena_printf(it->arena, "evidence/%u", of->waiting->oldest_number), arena_printf(it->arena, "%s %.*s", number_word(n, "Ждёт проверки", "Ждут проверки", "Ждут проверки"),
        STR_ARG(number_of(it->arena, n, "подтверждение", "подтверждения", "подтверждений"))));
}

static void speak(Speaker *of)
{
    if (of->row->state == MEASURE_RETURNED) {
        name_part(of, &of->it->audience, false);
        audience_clear(&of->it->except);
        tell(of, NOTICE_RETURNED, arena_printf(of->it->arena, "returned/%u", of->row->revision), STR("Вернули на доработку"));
    }
    if (of->row->state != MEASURE_OFFERED) speak_days(of);
    if (of->row->state == MEASURE_OFFERED || of->waiting != NULL) speak_controllers(of);
}

bool remind_speak_measures(Reminder *it, Err *err)
{
    const RemindMeasure *rows;
    const RemindNamed *named;
    const RemindWaiting *waiting;
    uint32_t n, n_named, n_waiting, i_named = 0, i_waiting = 0;
    Str until = date_iso(it->arena, it->today + 7), from = it->with_week ? STR_EMPTY : date_iso(it->arena, it->today - LIMIT_REMIND_LATE_DAYS);
    if (!remind_measures(it->db, it->region_id, from, until, it->arena, &rows, &n, err) || !remind_named(it->db, it->region_id, from, until, it->arena, &named, &n_named, err) ||
        !remind_waiting(it->db, it->region_id, it->arena, &waiting, &n_waiting, err))
        return false;
    it->n_measures = n;
    for (uint32_t i = 0; i < n; i++) {
        while (i_named < n_named && named[i_named].measure_id < rows[i].id) i_named++;
        while (i_waiting < n_waiting && waiting[i_waiting].measure_id < rows[i].id) i_waiting++;
        Speaker of = { it, &rows[i], named + i_named, 0, i_waiting < n_waiting && waiting[i_waiting].measure_id == rows[i].id ? &waiting[i_waiting] : NULL };
        while (i_named + of.n_named < n_named && named[i_named + of.n_named].measure_id == rows[i].id) of.n_named++;
        speak(&of);
    }
    return true;
}
