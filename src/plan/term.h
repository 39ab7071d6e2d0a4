/* Deadlines as officials write them: «Ноябрь-декабрь 2020 г., май-июнь 2021 г.», «не позднее 3 рабочих дней после совещания» → what they mean in days (domain/term.h).
 * term_parse reads by a grammar: characters and slips of scans (term_lex, term_lex_settle, term_number, term_words), rules (term_parse and term_period, _span, _refine, _unsaid, _recur, _event, _schedule, _phrase, _case),
 * then years (term_year), days and what cannot be true (term_mean), days of schedules (term_calendar). */
#ifndef PLAN_TERM_H
#define PLAN_TERM_H

#include "domain/term.h"

/* Days of somebody's schedule: «ВПР» 20.04.2026–20.05.2026, «осенние каникулы» …; a name may stand several times. */
typedef struct TermCalendarEntry { Str name; int32_t from, to; } TermCalendarEntry;

typedef struct TermContext {
    int school_year;                                            /* first calendar year; 0: unknown, then months without a year have no window */
    bool calendar_year;                                         /* the document is of January–December of school_year + 1 */
    int32_t approved;                                           /* day of the document; DATE_NONE: unknown */
    uint32_t n_calendar; const TermCalendarEntry *calendar;
} TermContext;

/* Any bytes; whoever calls it has no error to handle: words that name no time, and texts over LIMIT_TERM_BYTES, are TERM_NONE.
 * out      text is a copy; everything lives in the arena. windows stand in order of their beginning, each from <= to
 * cost     O(n) */
void term_parse(Str text, const TermContext *context, Arena *arena, Term *out);

/* Lines «name TAB from TAB to» without a heading; days as 2026-04-20 or 20.04.2026, «to» may be missing. Empty lines are passed over.
 * fails    ERR_INPUT with the line, ERR_LIMIT; outputs untouched */
bool term_calendar_read(Str bytes, Arena *arena, uint32_t *n, const TermCalendarEntry **entries, Err *err);

/* Whether dates entered under this name are what the anchor waits for: «график ВПР», «день проведения ВПР по математике» and a calendar's «ВПР» are one,
 * «получение результатов ВПР» and «ВПР» are not, nor «осенние каникулы» and «весенние каникулы». An anchor may name several, «; » between. 0: no; the larger the closer (term_parse takes only the closest). */
int term_calendar_match(Str anchor, Str name);

/* The name under which the dates that an anchor waits for are best entered: «2 четверть» for «первая неделя 2 четверти». */
Str term_calendar_name(Str anchor, Arena *arena);

/* Days to act on within span (both sides known), for reminders and .ics: a rule of recurrence as its occurrences (a day, or the week, month, quarter in which it falls due),
 * cut to the term's own windows when it has some; else the windows that touch the span. In order.
 * out      at most LIMIT_TERM_WINDOWS */
void term_occurrences(const Term *term, Window span, Arena *arena, uint32_t *n, const Window **windows);

/* A rule as people say it: «каждый четверг», «по рабочим дням», «раз в 10 дней». Empty: no rule of this program. */
Str term_rule_words(Arena *arena, Str rule);

/* The window that «не позднее 3 рабочих дней», «за 2 недели», «до» mean once the event has its days: what comes after counts from its last day, what comes before from its first.
 * Days count from the next one; a month later is the same number of the month. in: event has both sides. false: offset says nothing that can be counted; out untouched */
bool term_offset_apply(Str offset, Window event, Window *out);

#endif
