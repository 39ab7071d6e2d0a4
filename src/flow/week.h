/* Terms of some days in order, by approved words: what falls due in an organisation and below it, each occurrence of what repeats. */
#ifndef FLOW_WEEK_H
#define FLOW_WEEK_H

#include "domain/state.h"
#include "domain/term.h"
#include "flow/flow.h"

enum { WEEK_DAYS_MOST = 92 /* a quarter: longer lists are the plan itself */ };

typedef struct WeekItem { int32_t day; uint32_t plan_number, n; MeasureState state; Str number, title, responsible /* lines */, org_name, controllers, org_path; int64_t measure_id; bool corrected; /* otherwise now, and not approved so */ bool due; /* this day is asked for: not brought yet, nor over before the plan */ } WeekItem;
/* own_only: of the organisation at path, not below it. By day, then level and name of the organisation, plan and place in it. controllers are empty. in: from <= to */
bool flow_week(DbRead *db, int64_t region_id, Str path, bool own_only, Window days, Arena *arena, WeekItem **out, uint32_t *n, Err *err);
/* controllers: those named in the measure, with commas; may be empty. A question for each, so of those that are shown. */
bool flow_week_controllers(DbRead *db, int64_t region_id, WeekItem *items, uint32_t n, Arena *arena, Err *err);

#endif
