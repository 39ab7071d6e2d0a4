#ifndef FLOW_DRAFT__H
#define FLOW_DRAFT__H

#include "flow/draft.h"

/* Schools of the file against the list of organisations; fills schools, complaints, n_clean, n_waiting. in: draft->read */
bool draft_hold_against_schools(DbRead *db, Draft *draft, Arena *arena, Err *err);
/* Number of the school code in draft->schools. */
uint32_t draft_school_find(const Draft *draft, Str written);

/* What the tasks of a procedure are by its registration, or else officially; NULL when nobody says. */
bool draft_known_work(DbRead *db, int64_t region_id, const Procedure *procedure, Arena *arena, const Blueprint **out, Err *err);
/* Are points of tasks, their maxima and cut-offs the same? */
bool draft_same_work(const Blueprint *a, const Blueprint *b);

#endif
