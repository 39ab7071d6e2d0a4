/* Terms of measures: what their words are read with, and fields from what they mean. */
#include "flow/plan_.h"

#include "base/date.h"
#include "base/lines.h"
#include "base/utf8.h"
#include "flow/procedure.h"

/* ---- days that words may point to ---- */

typedef struct Calendar { TermCalendarEntry *entries; uint32_t n, room; Arena *arena; } Calendar;

/* Of one name there may be several spans: two days of one work, a schedule in two parts. */
static void add_days(Calendar *calendar, Str name, int32_t from, int32_t to)
{
    if (from == DATE_NONE && to == DATE_NONE) return;
    if (calendar->n == calendar->room) {
        calendar->room = calendar->room == 0 ? 64 : calendar->room * 2;
        TermCalendarEntry *larger = arena_array(calendar->arena, TermCalendarEntry, calendar->room);
        if (calendar->n > 0) memcpy(larger, calendar->entries, calendar->n * sizeof *larger);
        calendar->entries = larger;
    }
    calendar->entries[calendar->n++] = (TermCalendarEntry){ name, from == DATE_NONE ? to : from, to == DATE_NONE ? from : to };
}

static bool days_of(const ProcedureRow *row, int32_t *from, int32_t *to)
{
    *from = *to = DATE_NONE;
    bool starts = date_parse(row->starts_on, from), ends = date_parse(row->ends_on, to);
    return starts || ends;
}

/* From the first day to the last of all that fit the words: «ВПР», «ВПР математика», «ВПР математика 5 класс». */
static void widen(Calendar *calendar, uint32_t since, Str name, int32_t from, int32_t to)
{
    for (uint32_t i = since; i < calendar->n; i++) {
        TermCalendarEntry *entry = &calendar->entries[i];
        if (!str_eq(entry->name, name)) continue;
        if (from != DATE_NONE && from < entry->from) entry->from = from;
        if (to != DATE_NONE && to > entry->to) entry->to = to;
        return;
    }
    add_days(calendar, name, from, to);
}

static void add_procedures(Calendar *calendar, const ProcedureRow *rows, uint32_t n, int school_year)
{
    uint32_t since = calendar->n;
    for (uint32_t i = 0; i < n; i++) {
        int32_t from, to;
        const ProcedureKind *kind = procedure_kind_find(rows[i].kind);
        if ((school_year != 0 && procedure_school_year(&rows[i]) != school_year) || !days_of(&rows[i], &from, &to)) continue;
        if (to == DATE_NONE) to = from;
        if (from == DATE_NONE) from = to;
        Str title = str_of(kind != NULL ? kind->title : "Работа"), subject = utf8_fold(calendar->arena, rows[i].subject);
        widen(calendar, since, title, from, to);
        widen(calendar, since, arena_printf(calendar->arena, "%.*s %.*s", STR_ARG(title), STR_ARG(subject)), from, to);
        if (rows[i].grade > 0) widen(calendar, since, arena_printf(calendar->arena, "%.*s %.*s %d класс", STR_ARG(title), STR_ARG(subject), rows[i].grade), from, to);
    }
}

static bool names_year(const PlanRow *plan) { return plan->school_year != 0 && plan_calendar_year(plan->title) == plan->school_year + 1; } /* a plan of a calendar year */

/* Entered for any year, days mean the year they lie in: last spring's schedule says nothing of the next. The summer before belongs to both. */
static bool lies_in_year(int32_t from, int32_t to, const PlanRow *plan)
{
    if (from == DATE_NONE) from = to;
    if (to == DATE_NONE) to = from;
    return to >= date_of(plan->school_year, 6, 1) && from <= date_of(plan->school_year + 1, names_year(plan) ? 12 : 8, 31);
}

/* Days of an entry that this plan's terms may follow. */
static bool says_of(const ScheduleEntry *entry, const TermSources *sources, const PlanRow *plan, int32_t *from, int32_t *to)
{
    *from = *to = DATE_NONE;
    date_parse(entry->from_on, from);
    date_parse(entry->to_on, to);
    for (uint32_t i = 0; entry->procedure.n > 0 && i < sources->n_procedures; i++)
        if (str_eq(sources->procedures[i].code, entry->procedure)) days_of(&sources->procedures[i], from, to);
    if (!org_within(plan->org_path, entry->org_path)) return false;
    if (plan->school_year == 0 || entry->school_year == plan->school_year) return true;
    return entry->school_year == 0 && lies_in_year(*from, *to, plan);
}

/* An entry of a nearer organisation hides those of the same name above it. */
static bool is_hidden(const TermSources *sources, uint32_t i, const PlanRow *plan)
{
    const ScheduleEntry *entries = sources->entries;
    int32_t from, to;
    for (uint32_t k = 0; k < i; k++)
        if (entries[k].org_id != entries[i].org_id && str_eq(entries[k].name, entries[i].name) && (entries[k].school_year == entries[i].school_year || entries[k].school_year == 0) &&
            says_of(&entries[k], sources, plan, &from, &to)) return true;
    return false;
}

bool term_sources_read(DbRead *db, int64_t region_id, Arena *arena, TermSources *out, Err *err)
{
    return schedule_list(db, region_id, STR_EMPTY, arena, &out->entries, &out->n_entries, err) && procedure_list(db, region_id, 0, arena, &out->procedures, &out->n_procedures, err);
}

TermContext plan_terms_of(const PlanRow *plan, const TermSources *sources, Arena *arena)
{
    Calendar calendar = { .arena = arena };
    for (uint32_t i = 0; i < sources->n_entries; i++) {
        int32_t from, to;
        if (says_of(&sources->entries[i], sources, plan, &from, &to) && !is_hidden(sources, i, plan)) add_days(&calendar, sources->entries[i].name, from, to);
    }
    if (plan->school_year != 0) add_procedures(&calendar, sources->procedures, sources->n_procedures, plan->school_year);
    TermContext terms = { .school_year = plan->school_year, .calendar_year = names_year(plan), .approved = DATE_NONE, .n_calendar = calendar.n, .calendar = calendar.entries };
    date_parse(plan->approved_on, &terms.approved);
    return terms;
}

bool plan_terms(DbRead *db, const PlanRow *plan, Arena *arena, TermContext *out, Err *err)
{
    TermSources sources;
    if (!term_sources_read(db, plan->region_id, arena, &sources, err)) return false;
    *out = plan_terms_of(plan, &sources, arena);
    return true;
}

bool flow_term_reading(DbRead *db, const PlanRow *plan, const MeasureRow *row, Str words, Arena *arena, Str *windows, bool *keeps, Err *err)
{
    TermContext terms;
    MeasureRow now = *row, before = *row;
    if (!plan_terms(db, plan, arena, &terms, err)) return false;
    now.term_text = words;
    measure_understand(&now, &terms, arena);
    measure_understand(&before, &terms, arena);
    *windows = now.windows;
    *keeps = now.windows.n == 0 || str_eq(now.windows, before.windows);
    return true;
}

/* ---- fields ---- */

void measure_set_windows(MeasureRow *measure, uint32_t n, const Window *windows, Arena *arena)
{
    measure->windows = term_windows_text(arena, n, windows);
    measure->first_on = date_iso(arena, term_first_day(n, windows));
    measure->due_on = date_iso(arena, term_last_day(n, windows));
}

Str measure_days_words(Str windows, Arena *arena)
{
    uint32_t n;
    const Window *parsed;
    if (windows.n == 0 || !term_windows_parse(windows, arena, &n, &parsed)) return STR_EMPTY;
    return term_windows_words(arena, n, parsed);
}

void measure_understand(MeasureRow *row, const TermContext *terms, Arena *arena)
{
    Term term;
    term_parse(row->term_text, terms, arena, &term);
    row->term_kind = term.kind;
    row->anchor = term.anchor;
    row->term_offset = term.offset;
    row->recurrence = term.recurrence;
    row->term_by_hand = false;
    Str repairs = lines_join(arena, term.n_repairs, term.repairs), warnings = lines_join(arena, term.n_warnings, term.warnings);
    row->term_notes = repairs.n > 0 && warnings.n > 0 ? arena_printf(arena, "%.*s\n%.*s", STR_ARG(repairs), STR_ARG(warnings)) : repairs.n > 0 ? repairs : warnings;
    measure_set_windows(row, term.n_windows, term.windows, arena);
    measure_repeat(row, terms->school_year, term.rule_from, arena);
}

static bool same_term(const MeasureRow *a, const MeasureRow *b)
{
    return a->term_kind == b->term_kind && str_eq(a->windows, b->windows) && str_eq(a->anchor, b->anchor) && str_eq(a->term_offset, b->term_offset) && str_eq(a->recurrence, b->recurrence) &&
        str_eq(a->first_on, b->first_on) && str_eq(a->due_on, b->due_on) && str_eq(a->term_notes, b->term_notes);
}

bool plan_understand(DbWrite *write, const PlanRow *plan, Arena *arena, uint32_t *n_moved, Err *err)
{
    const MeasureRow *all;
    TermContext terms;
    uint32_t n, n_others = 0;
    if (!plan_terms(db_within(write), plan, arena, &terms, err) || !measure_list(db_within(write), plan->region_id, plan->id, arena, &all, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        MeasureRow row = all[i];
        if (row.term_by_hand && row.recurrence.n == 0) continue;
        if (!row.term_by_hand) measure_understand(&row, &terms, arena);
        if (!measure_follow_days(write, plan, &all[i], &row, arena, err)) return false;
        if (row.n_slots != all[i].n_slots && !measure_set_proof(write, &row, err)) return false; /* with the day of the approval fewer are asked for */
        if (same_term(&row, &all[i])) continue;
        if (!measure_move(write, &row, err)) return false;
        n_others++;
    }
    if (n_moved != NULL) *n_moved = n_others;
    return true;
}
