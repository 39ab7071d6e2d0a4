/* A deadline as an official writes it, and what it means in days. Source of the words: the term column of plans; of the meaning: plan/term.h. */
#ifndef DOMAIN_TERM_H
#define DOMAIN_TERM_H

#include <stdint.h>

#include "base/arena.h"

typedef enum TermKind {
    TERM_NONE,       /* words that name no time: «по необходимости» */
    TERM_WINDOWS,    /* days and months that are known */
    TERM_WHOLE_YEAR, /* «в течение года»: one window, 1 September – 31 August */
    TERM_SCHEDULE,   /* follows somebody's schedule, named by anchor: no windows until a calendar knows it */
    TERM_RECURRING,  /* recurrence is a rule of RFC 5545; BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 is «последний рабочий день», here by the production calendar; windows are its span, or none; those that end right before one without an end are done once («до 15 сентября, далее ежемесячно»), and the rule begins there. With an anchor it repeats within that event, whose days windows are */
    TERM_RELATIVE,   /* counted from an event: anchor is the event, offset the distance in words */
    N_TERM_KINDS,
} TermKind;
const char *term_kind_word(TermKind kind);  /* «whole-year»: JSON, database */
const char *term_kind_title(TermKind kind); /* Russian: «в течение года» */
bool term_kind_find(Str word, TermKind *out);

/* Days of base/date.h, both included; DATE_NONE: open at that side («не позднее 19.01.2022» has no beginning). Both open never stands. */
typedef struct Window { int32_t from, to; } Window;

typedef struct Term {
    Str text;                                 /* as it stands in the document */
    TermKind kind;
    uint32_t n_windows; const Window *windows; /* in order of their beginning */
    bool by_hand;                             /* a person chose the windows, whatever the words say */
    int8_t rule_from;                         /* the rule names the day on which each occurrence ends; it begins on this day of that month (-7 with -1 as the last: «последняя неделя месяца»). 0: it is that one day. Not written down: windows of a plan have it */
    Str anchor, offset, recurrence;           /* empty: none. TERM_SCHEDULE and TERM_RELATIVE with a rule wait for the days within which it repeats: nothing occurs */
    uint32_t n_repairs; const Str *repairs;   /* slips of the scan that were mended, in Russian */
    uint32_t n_warnings; const Str *warnings; /* what cannot be true, in Russian */
} Term;

/* «2020-11-01..2020-12-31 2021-05-01..2021-06-30», an open side empty: how windows stand in the database and in addresses. */
Str term_windows_text(Arena *arena, uint32_t n, const Window *windows);
/* fails  false for what is not such a text; out untouched */
bool term_windows_parse(Str text, Arena *arena, uint32_t *n, const Window **windows);
/* «01.11.2020–31.12.2020; до 19.01.2022; 07.09.2020»: for people. */
Str term_windows_words(Arena *arena, uint32_t n, const Window *windows);

/* Against these windows a measure is judged: the last day of all of them (DATE_NONE: no end is known) and the first. */
int32_t term_first_day(uint32_t n, const Window *windows);
int32_t term_last_day(uint32_t n, const Window *windows);

#endif
