/* What reminders are made of, read in a few walks over a tree: thin rows, for a hundred thousand measures at once. Words and days are those of approved editions. */
#ifndef STORE_REMIND_H
#define STORE_REMIND_H

#include "domain/notice.h"
#include "domain/org.h"
#include "domain/right.h"
#include "domain/state.h"
#include "domain/term.h"
#include "store/db.h"

/* Of plans in force, neither accepted nor dropped: those with a last day between from and until, with several windows or a rule, with a term by today's week, waiting or returned. By id. */
typedef struct RemindMeasure { int64_t id, org_id, changed_at; uint32_t plan_number, n, revision; MeasureState state; TermKind term_kind; Str number, title, windows, recurrence, due_on, org_path; } RemindMeasure;
bool remind_measures(DbRead *db, int64_t region_id, Str from, Str until, Arena *arena, const RemindMeasure **out, uint32_t *n, Err *err);
/* Named in the same ones; by measure. */
typedef struct RemindNamed { int64_t measure_id, account_id, org_id; MeasurePart part; Role role; } RemindNamed;
bool remind_named(DbRead *db, int64_t region_id, Str from, Str until, Arena *arena, const RemindNamed **out, uint32_t *n, Err *err);
/* Measures made from others: who has taken one into the own plan is told of that. By source, then organisation. */
typedef struct RemindDerived { int64_t from_measure_id, org_id; } RemindDerived;
bool remind_derived(DbRead *db, int64_t region_id, Arena *arena, const RemindDerived **out, uint32_t *n, Err *err);
/* Plans that were sent down, and to whom; by plan, then organisation. */
typedef struct RemindSent { uint32_t plan_number; int64_t org_id; } RemindSent;
bool remind_sent(DbRead *db, int64_t region_id, Arena *arena, const RemindSent **out, uint32_t *n, Err *err);
/* What people call plans in force, as they were approved; by number. */
typedef struct RemindPlan { uint32_t number; Str title, org_name; } RemindPlan;
bool remind_plans(DbRead *db, int64_t region_id, Arena *arena, const RemindPlan **out, uint32_t *n, Err *err);
/* Evidence that waits: how many pieces of a measure in force, the oldest; by measure. */
typedef struct RemindWaiting { int64_t measure_id, oldest_at; uint32_t n, oldest_number; } RemindWaiting;
bool remind_waiting(DbRead *db, int64_t region_id, Arena *arena, const RemindWaiting **out, uint32_t *n, Err *err);
/* Evidence returned since. */
typedef struct RemindReturned { int64_t account_id, decided_at; uint32_t plan_number, n, number; Str title, measure_number, measure_title; } RemindReturned;
bool remind_returned(DbRead *db, int64_t region_id, int64_t since, Arena *arena, const RemindReturned **out, uint32_t *n, Err *err);

/* What came from above and is still waited for, with a day of its own at or before until. plan_state 0: no plan yet */
typedef struct RemindCascade { uint32_t number, plan_number; int64_t org_id, seen_at; PlanState plan_state; Str title, see_by, plan_by, org_path, org_name, from_path; } RemindCascade;
bool remind_cascades(DbRead *db, int64_t region_id, Str until, Arena *arena, const RemindCascade **out, uint32_t *n, Err *err);
/* Plans whose plan above was corrected and that have not answered all of it; by the plan above. */
typedef struct RemindAbove { int64_t above_id; uint32_t above_edition, plan_number; Str org_path; } RemindAbove;
bool remind_above(DbRead *db, int64_t region_id, Arena *arena, const RemindAbove **out, uint32_t *n, Err *err);
/* Plans in force of a school year with measures whose words hang on days that nobody has entered. */
typedef struct RemindUndated { uint32_t plan_number, n; Str title, anchor /* one of them */, org_path; } RemindUndated;
bool remind_undated(DbRead *db, int64_t region_id, int school_year, Arena *arena, const RemindUndated **out, uint32_t *n, Err *err);

/* Of plans in force in a subtree, neither accepted nor dropped: those with a last day between from and to, with several windows or a rule. */
typedef struct RemindWeek { int64_t id; uint32_t plan_number, n; MeasureState state; TermKind term_kind; Str number, title, responsible, windows, recurrence, due_on, org_name, org_path; bool corrected; /* otherwise now, and not approved so */ } RemindWeek;
bool remind_between(DbRead *db, int64_t region_id, Str path, bool own_only, Str from, Str to, Arena *arena, const RemindWeek **out, uint32_t *n, Err *err);

/* The same with a last day before that one, not waiting for a controller, latest first, at most limit. */
bool remind_late(DbRead *db, int64_t region_id, Str path, bool own_only, Str before, uint32_t limit, Arena *arena, const RemindWeek **out, uint32_t *n, Err *err);

/* Who can be told: active accounts by id, and what each may do where; by path. */
typedef struct RemindPerson { int64_t account_id; Str email; MailChoice choice; /* 0: none was made */ } RemindPerson;
bool remind_people(DbRead *db, int64_t region_id, Arena *arena, RemindPerson **out, uint32_t *n, Err *err);
typedef struct RemindHolder { int64_t account_id, org_id; Role role; Str path; } RemindHolder;
bool remind_holders(DbRead *db, int64_t region_id, Arena *arena, const RemindHolder **out, uint32_t *n, Err *err);

#endif
