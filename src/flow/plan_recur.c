/* Terms that repeat: the occurrences of the plan's school year, and what is brought for each of them. */
#include "flow/plan_.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/number.h"

static uint32_t occurrences(const MeasureRow *row, Window span, Arena *arena, const Window **out)
{
    uint32_t n = 0;
    const Window *windows = NULL;
    *out = NULL;
    if (row->windows.n > 0 && !term_windows_parse(row->windows, arena, &n, &windows)) return 0;
    Term term = { .kind = row->term_kind, .text = STR_EMPTY, .n_windows = n, .windows = windows, .recurrence = row->recurrence };
    term_occurrences(&term, span, arena, &n, out);
    while (n > 0 && ((*out)[n - 1].to == DATE_NONE || (*out)[n - 1].to > span.to)) n--; /* a quarter that ends in another year is that year's */
    return n;
}

/* The first day of an occurrence that the rule names by its last. */
static int32_t begins(Window one, int rule_from)
{
    int year, month, day;
    if (rule_from == 0 || one.from != one.to) return one.from;
    date_parts(one.to, &year, &month, &day);
    int days = date_month_days(year, month), from = rule_from < 0 ? days + 1 + rule_from : rule_from;
    return from <= day ? date_of(year, month, from) : one.from;
}

void measure_repeat(MeasureRow *row, int school_year, int rule_from, Arena *arena)
{
    uint32_t n_own = 0;
    const Window *own = NULL, *found;
    if (row->term_kind != TERM_RECURRING || school_year == 0) return;
    if (row->windows.n > 0 && !term_windows_parse(row->windows, arena, &n_own, &own)) return;
    Window span = { term_first_day(n_own, own), term_last_day(n_own, own) };
    if (span.from == DATE_NONE) span.from = date_of(school_year, 9, 1);
    if (span.to == DATE_NONE) span.to = date_of(school_year + 1, 8, 31);
    uint32_t n = span.from <= span.to ? occurrences(row, span, arena, &found) : 0;
    if (n == 0) return;
    if (n > LIMIT_MEASURE_SLOTS) { /* every week, every day: one bar; the rule stays beside it */
        if (n_own == 0 || own[n_own - 1].to == DATE_NONE) measure_set_windows(row, 1, &(Window){ found[0].from < span.from ? span.from : found[0].from, found[n - 1].to }, arena);
        return;
    }
    Window *cut = arena_array(arena, Window, n);
    for (uint32_t i = 0; i < n; i++) {
        int32_t from = begins(found[i], rule_from);
        cut[i] = (Window){ from < span.from ? span.from : from, found[i].to };
    }
    measure_set_windows(row, n, cut, arena);
}

/* ---- what is brought ---- */

/* For each of these something is expected: an occurrence, or a month of what is done every day or week. 0: the term does not repeat, or too often to say. */
uint32_t measure_occasions(const MeasureRow *row, Arena *arena, const Window **out)
{
    Window span = { DATE_NONE, DATE_NONE };
    if (row->term_kind != TERM_RECURRING || !date_parse(row->first_on, &span.from) || row->windows.n == 0) return 0;
    uint32_t n_windows, n, n_months = 0;
    const Window *windows, *all;
    if (!term_windows_parse(row->windows, arena, &n_windows, &windows)) return 0;
    span.to = term_last_day(n_windows, windows);
    if (span.to == DATE_NONE) return 0;
    n = occurrences(row, span, arena, &all);
    *out = all;
    if (n <= LIMIT_MEASURE_SLOTS) return n;
    Window *months = arena_array(arena, Window, LIMIT_MEASURE_SLOTS);
    for (uint32_t i = 0; i < n; i++) {
        int year, month, day;
        date_parts(all[i].to, &year, &month, &day);
        int32_t first = date_of(year, month, 1), last = first + date_month_days(year, month) - 1;
        if (n_months > 0 && months[n_months - 1].from <= all[i].to && all[i].to <= months[n_months - 1].to) continue;
        if (n_months == LIMIT_MEASURE_SLOTS) return 0;
        months[n_months++] = (Window){ first > span.from ? first : span.from, last < span.to ? last : span.to };
    }
    *out = months;
    return n_months;
}

uint32_t measure_days_to_draw(const MeasureRow *row, Arena *arena, const Window **out)
{
    enum { WEEKS = 60 };
    uint32_t n_all, n;
    const Window *all = NULL;
    *out = NULL;
    if (row->windows.n == 0 || !term_windows_parse(row->windows, arena, &n_all, &all)) return 0;
    *out = all;
    if (row->recurrence.n == 0 || n_all != 1 || all[0].from == DATE_NONE || all[0].to == DATE_NONE) return n_all;
    const Window *each;
    n = occurrences(row, all[0], arena, &each);
    if (n < 2 || n > WEEKS) return n_all;
    *out = each;
    return n;
}

int32_t measure_done_before(const MeasureRow *row)
{
    int32_t due;
    int year, month, day;
    bool one_bar = memchr(row->windows.at, ' ', row->windows.n) == NULL;
    if (row->recurrence.n == 0 || !date_parse(row->due_on, &due)) return DATE_NONE;
    date_parts(due, &year, &month, &day);
    return one_bar ? date_of(year, month, 1) : due;
}

static int month_of_day(int32_t day)
{
    int year, month, number;
    date_parts(day, &year, &month, &number);
    return month;
}

/* «IV квартал», «II полугодие», «октябрь», else its days. */
static Str occasion_words(const Window *all, uint32_t n, uint32_t i, Arena *arena)
{
    static const char *const roman[] = { "I", "II", "III", "IV" };
    int longest = 0, month = month_of_day(all[i].to);
    bool alone = true; /* in its month */
    for (uint32_t k = 0; k < n; k++) {
        int months = (month_of_day(all[k].to) - month_of_day(all[k].from) + 12) % 12 + 1;
        if (months > longest) longest = months;
        alone = alone && (k == i || month_of_day(all[k].to) != month);
    }
    if (longest == 3 && month % 3 == 0) return arena_printf(arena, "%s квартал", roman[month / 3 - 1]);
    if (longest > 3 && longest <= 6 && n == 2 && month % 6 == 0) return arena_printf(arena, "%s полугодие", roman[month == 12 ? 0 : 1]); /* of the school year */
    return alone && longest == 1 ? str_of(date_month_name(month)) : term_windows_words(arena, 1, &all[i]);
}

/* How often something is done in a month that is asked for: «октябрь, 5 раз». Of what is done every day nobody counts. */
static Str times_words(uint32_t n, const Window *days, const Window *month, uint32_t n_months, Arena *arena)
{
    uint32_t times = 0;
    for (uint32_t i = 0; i < n; i++) times += days[i].to >= month->from && days[i].to <= month->to;
    return n > n_months && times > 1 ? arena_printf(arena, ", %.*s", STR_ARG(number_of(arena, times, "раз", "раза", "раз"))) : STR_EMPTY;
}

uint32_t measure_slots_of(const MeasureRow *row, bool each_school, Arena *arena, const MeasureSlot **out)
{
    const MeasureSlot *pieces;
    const Window *all = NULL, *days;
    uint32_t n_pieces = plan_slots_of(row->expected, each_school, arena, &pieces), n_all = measure_occasions(row, arena, &all), n = 0;
    *out = pieces;
    if (n_all < 2) return n_pieces;
    MeasureSlot whole = { .title = STR("Подтверждение"), .record_type = STR_EMPTY, .each_school = each_school };
    if (n_pieces == 0) pieces = &whole, n_pieces = 1;
    else if (n_pieces * n_all > LIMIT_MEASURE_SLOTS) { /* all that an occurrence asks for comes together */
        whole = pieces[0];
        for (uint32_t i = 1; i < n_pieces; i++) whole.title = arena_printf(arena, "%.*s; %.*s", STR_ARG(whole.title), STR_ARG(pieces[i].title));
        pieces = &whole, n_pieces = 1;
    }
    MeasureSlot *slots = arena_array(arena, MeasureSlot, n_pieces * n_all);
    uint32_t n_days = measure_days_to_draw(row, arena, &days);
    for (uint32_t i = 0; i < n_all; i++)
        for (uint32_t k = 0; k < n_pieces; k++) {
            slots[n] = pieces[k];
            slots[n].n = n + 1;
            slots[n].title = arena_printf(arena, "%.*s — %.*s%.*s", STR_ARG(pieces[k].title), STR_ARG(occasion_words(all, n_all, i, arena)), STR_ARG(times_words(n_days, days, &all[i], n_all, arena)));
            slots[n++].due_on = date_iso(arena, all[i].to);
        }
    *out = slots;
    return n;
}

/* Slots follow the words and the days as long as nobody changed them and nothing was brought. */
bool measure_follow_slots(DbWrite *write, const PlanRow *plan, const MeasureRow *before, MeasureRow *row, Arena *arena, Err *err)
{
    const MeasureSlot *standing, *by_old, *by_new;
    const EvidenceRow *evidence;
    uint32_t n, n_old, n_new, n_evidence, live = 0, last = 0;
    DbRead *db = db_within(write);
    if (!measure_slots(db, row->region_id, row->id, arena, &standing, &n, err) || !evidence_list(db, row->region_id, row->id, arena, &evidence, &n_evidence, err)) return false;
    n_old = measure_slots_of(before, false, arena, &by_old);
    n_new = measure_slots_of(row, plan_asks_schools(plan, row->responsible, arena), arena, &by_new);
    bool untouched = n_evidence == 0;
    for (uint32_t i = 0; i < n; i++) {
        last = standing[i].n > last ? standing[i].n : last;
        if (standing[i].deleted) continue;
        untouched = untouched && live < n_old && str_eq(standing[i].title, by_old[live].title);
        live++;
    }
    if (!untouched || live != n_old) return true;
    MeasureSlot *slots = arena_array(arena, MeasureSlot, n_new + 1u);
    for (uint32_t i = 0; i < n_new; i++) slots[i] = by_new[i], slots[i].n = last + i + 1;
    Str since = measure_since(plan, n_new, slots);
    row->n_slots = n_new;
    for (uint32_t i = 0; i < n_new; i++) row->n_slots -= slot_is_before(&slots[i], since);
    return measure_slots_put(write, row->region_id, row->id, n_new, slots, err);
}

bool measure_follow_days(DbWrite *write, const PlanRow *plan, const MeasureRow *before, MeasureRow *row, Arena *arena, Err *err)
{
    if (before->recurrence.n == 0 && row->recurrence.n == 0) return true;
    if (!str_eq(before->windows, row->windows) && !measure_follow_slots(write, plan, before, row, arena, err)) return false;
    return measure_count_proof(db_within(write), plan, row, arena, err);
}

Str measure_since(const PlanRow *plan, uint32_t n, const MeasureSlot *slots)
{
    bool any = false;
    for (uint32_t i = 0; i < n; i++) any = any || (!slots[i].deleted && slots[i].due_on.n > 0 && str_cmp(slots[i].due_on, plan->began_on) >= 0);
    return any ? plan->began_on : STR_EMPTY;
}

bool slot_is_before(const MeasureSlot *slot, Str since) { return slot->due_on.n > 0 && since.n > 0 && str_cmp(slot->due_on, since) < 0; }

void measure_due_next(MeasureRow *row, Str since, uint32_t n, const MeasureSlot *slots, const bool *is_brought)
{
    Str next = STR_EMPTY, last = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) {
        if (slots[i].deleted || slots[i].due_on.n == 0) continue;
        if (str_cmp(slots[i].due_on, last) > 0) last = slots[i].due_on;
        if ((is_brought == NULL || !is_brought[i]) && !slot_is_before(&slots[i], since) && (next.n == 0 || str_cmp(slots[i].due_on, next) < 0)) next = slots[i].due_on;
    }
    if (last.n > 0) row->due_on = next.n > 0 ? next : last;
}
