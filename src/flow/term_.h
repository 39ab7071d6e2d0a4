/* Options of terms → what the grammar asks for. */
#ifndef FLOW_TERM__H
#define FLOW_TERM__H

#include "flow/term.h"
#include "plan/term.h"

/* fails  as file_read and term_calendar_read */
bool term_calendar_open(const FlowTermOptions *options, Arena *arena, TermContext *out, Err *err);

#endif
