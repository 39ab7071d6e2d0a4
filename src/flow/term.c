#include "flow/term.h"

#include "base/file.h"
#include "flow/term_.h"

enum { CALENDAR_BYTES = 4 << 20 }; /* LIMIT_TERM_CALENDAR lines of two hundred bytes */

bool term_calendar_open(const FlowTermOptions *options, Arena *arena, TermContext *out, Err *err)
{
    TermContext context = { .school_year = options->school_year, .approved = options->approved };
    Str bytes;
    if (options->calendar != NULL && (!file_read(options->calendar, CALENDAR_BYTES, arena, &bytes, err) || !term_calendar_read(bytes, arena, &context.n_calendar, &context.calendar, err))) return false;
    *out = context;
    return true;
}

bool flow_term(Str words, const FlowTermOptions *options, Arena *arena, Term *out, Err *err)
{
    TermContext context;
    if (!term_calendar_open(options, arena, &context, err)) return false;
    term_parse(words, &context, arena, out);
    return true;
}

Str flow_rule_words(Str rule, Arena *arena) { return term_rule_words(arena, rule); }

Str flow_schedule_name(Str anchor, Arena *arena) { return term_calendar_name(anchor, arena); }
