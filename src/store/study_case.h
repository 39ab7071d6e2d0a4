/* Schools to be studied: the list with its sources, and what was asked, answered and decided about each. */
#ifndef STORE_STUDY_CASE_H
#define STORE_STUDY_CASE_H

#include "domain/state.h"
#include "domain/value.h"
#include "store/db.h"

typedef struct StudyCase {
    int64_t region_id, id, school_id;
    uint32_t number;          /* natural key in the region */
    CaseSource source;
    Str reasons;              /* in words, a line each */
    Level level;              /* when it was put on the list */
    CaseState state;
    Str until, answer_by;     /* ISO days; answer_by empty until asked */
    uint32_t analysis_number; /* whose signs; 0: none */
    int64_t opened_by, opened_at, changed_at;
    Str school_code, school_name, school_path, municipality; /* for showing; not written */
} StudyCase;

typedef struct CaseEntry {
    int64_t region_id, id, case_id;
    CaseEntryKind kind;
    Str words;
    Str sha256, file_name;    /* attachment; empty: none */
    int64_t account_id, made_at;
    Str who, post;            /* for showing; empty for the program and for erased people */
} CaseEntry;

bool case_get(DbRead *db, int64_t region_id, uint32_t number, Arena *arena, StudyCase *out, bool *found, Err *err);
/* The school's case that is not over on that day (ISO), if there is one: a school has one at a time. */
bool case_of_school(DbRead *db, int64_t region_id, int64_t school_id, Str today, Arena *arena, StudyCase *out, bool *found, Err *err);
/* Cases of a subtree by name of the school, then number. state 0: all that are not over; source 0: any; over_too: also those that are over */
typedef struct CaseAsk { Str path; CaseState state; CaseSource source; bool over_too; } CaseAsk;
bool case_list(DbRead *db, int64_t region_id, const CaseAsk *ask, Arena *arena, StudyCase **out, uint32_t *n, Err *err);
/* Past their day and not over. */
bool case_expired(DbRead *db, int64_t region_id, Str today, Arena *arena, StudyCase **out, uint32_t *n, Err *err);
/* First entry first. */
bool case_entries(DbRead *db, const StudyCase *of, Arena *arena, CaseEntry **out, uint32_t *n, Err *err);
bool case_next_number(DbRead *db, int64_t region_id, uint32_t *out, Err *err);

bool case_put(DbWrite *db, const StudyCase *row, Err *err);
/* state, answer_by, until, changed_at of row are written if its state is still from; else *moved is false. */
bool case_move(DbWrite *db, const StudyCase *row, CaseState from, bool *moved, Err *err);
bool case_entry_put(DbWrite *db, const CaseEntry *entry, Err *err);

#endif
