/* Terms as a calendar: of one plan, or of a person. */
#ifndef FLOW_CALENDAR_H
#define FLOW_CALENDAR_H

#include "flow/flow.h"
#include "store/plan.h"

/* base: address of this server without a slash at the end, for links; may be empty. Measures that were dropped are left out, done ones stay and say so. */
bool flow_calendar_plan(DbRead *db, const PlanRow *plan, Str base, Arena *arena, Str *ics, Err *err);
/* What a person's feed holds: plans in force of organisations where he keeps plans, and measures of other plans in which he is named. */
bool flow_calendar_person(DbRead *db, const Who *who, Str base, Arena *arena, Str *ics, Err *err);

#endif
