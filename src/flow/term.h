/* A deadline's words → what they mean (plan/term.h), with a calendar of somebody's schedules out of a file. */
#ifndef FLOW_TERM_H
#define FLOW_TERM_H

#include "domain/term.h"

typedef struct FlowTermOptions {
    int school_year;       /* first calendar year; 0: unknown */
    int32_t approved;      /* DATE_NONE: unknown */
    const char *calendar;  /* path; NULL: none */
} FlowTermOptions;

/* fails  as file_read and term_calendar_read; words never fail */
bool flow_term(Str words, const FlowTermOptions *options, Arena *arena, Term *out, Err *err);

/* «каждый четверг», «по рабочим дням»; empty for what is no rule. */
Str flow_rule_words(Str rule, Arena *arena);
/* The name under which what an anchor waits for is best entered: «2 четверть» for «первая неделя 2 четверти». */
Str flow_schedule_name(Str anchor, Arena *arena);

#endif
