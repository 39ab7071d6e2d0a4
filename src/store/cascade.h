/* A plan or a letter on its way down the tree: who was sent it, who acknowledged, whose own plan stands; schedules that terms are anchored to. */
#ifndef STORE_CASCADE_H
#define STORE_CASCADE_H

#include "domain/state.h"
#include "store/db.h"

typedef struct CascadeRow {
    int64_t region_id, id, org_id, plan_id, record_id, account_id, made_at, closed_at; /* closed_at 0: waited for */
    uint32_t number;
    Str title, words, see_by, plan_by;
    Str org_code, org_name, org_path, who; uint32_t plan_number; Str record_type; uint32_t record_number; /* read */
    int plan_state; int64_t plan_ended_at; Str plan_ended_reason; /* read: PlanState; 0: a record was sent */
    uint32_t n_to, n_seen, n_planned, n_approved, n_done; /* read: addressees, acknowledged, have a plan, have it approved, said «сделано» */
} CascadeRow;
typedef struct CascadeTo {
    int64_t region_id, cascade_id, org_id, seen_by, seen_at, plan_id, done_by, done_at;
    Str done_words;
    Str org_code, org_name, org_path, seen_who, done_who; uint32_t plan_number; int plan_state; /* read; plan_state 0: no plan */
    uint32_t plan_above, sent_edition; /* read: up to which edition of the sent plan the own plan has answered, and its last one */
    int sent_state; int64_t sent_ended_at; Str sent_ended_reason; /* read: of the sent plan, PlanState; 0: a record was sent */
    uint32_t cascade_number; Str title, words, see_by, plan_by, from_name; uint32_t from_plan_number; Str record_type; uint32_t record_number; bool record_restricted; /* read by cascade_inbox(), cascade_of_record() */
} CascadeTo;
bool cascade_get(DbRead *db, int64_t region_id, uint32_t number, Arena *arena, CascadeRow *out, bool *found, Err *err);
/* Sent by organisations of a subtree, newest first. plan_id 0: any */
bool cascade_list(DbRead *db, int64_t region_id, Str path, int64_t plan_id, Arena *arena, const CascadeRow **out, uint32_t *n, Err *err);
/* Addressees by name. */
bool cascade_addressees(DbRead *db, int64_t region_id, int64_t cascade_id, Arena *arena, const CascadeTo **out, uint32_t *n, Err *err);
/* What one organisation was sent and is still waited for, newest first. */
bool cascade_inbox(DbRead *db, int64_t region_id, int64_t org_id, bool closed_too, Arena *arena, const CascadeTo **out, uint32_t *n, Err *err);
/* The latest sending of a record to an organisation of a subtree, closed ones too. */
bool cascade_of_record(DbRead *db, int64_t region_id, int64_t record_id, Str path, Arena *arena, CascadeTo *out, bool *found, Err *err);
bool cascade_next_number(DbRead *db, int64_t region_id, uint32_t *out, Err *err);
bool cascade_put(DbWrite *db, const CascadeRow *row, Err *err);
/* What was sent comes back: nobody has it any more. */
bool cascade_recall(DbWrite *db, int64_t region_id, int64_t id, Err *err);
bool cascade_close(DbWrite *db, int64_t region_id, int64_t id, int64_t now, Err *err);
bool cascade_to_put(DbWrite *db, const CascadeTo *row, Err *err); /* as not yet seen */
bool cascade_to_save(DbWrite *db, const CascadeTo *row, Err *err);

typedef struct ScheduleEntry { int64_t region_id, id, org_id, account_id, made_at; Str name, procedure, from_on, to_on; int school_year; Str org_code, org_name, org_path; /* read */ } ScheduleEntry;
/* Entered for the organisations above (and at) org_path, nearest first, then by name. org_path empty: of the whole region */
bool schedule_list(DbRead *db, int64_t region_id, Str org_path, Arena *arena, const ScheduleEntry **out, uint32_t *n, Err *err);
bool schedule_put(DbWrite *db, const ScheduleEntry *row, Err *err);   /* new or changed, by id */
bool schedule_remove(DbWrite *db, int64_t region_id, int64_t id, Err *err);

#endif
