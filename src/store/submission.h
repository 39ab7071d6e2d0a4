/* Where a school's form stands in a procedure: in hand, sent, returned, accepted, locked. One row a school and procedure once anything was written. */
#ifndef STORE_SUBMISSION_H
#define STORE_SUBMISSION_H

#include "domain/state.h"
#include "store/db.h"

typedef struct SubmissionRow {
    int64_t region_id, school_id;
    Str procedure;
    int version;           /* of the sheet that stands; 0: none yet */
    SubmissionState state;
    uint32_t n_works, n_waiting, n_complaints;
    Str reason;
    int64_t changed_by, changed_at;
    Str who;               /* read: name of changed_by; may be empty */
    Str school_code, school_name, school_path; /* read */
    Str title;             /* read: of the procedure; its code where it is not registered */
} SubmissionRow;

bool submission_get(DbRead *db, int64_t region_id, Str procedure, int64_t school_id, Arena *arena, SubmissionRow *out, bool *found, Err *err);
/* Schools of the subtree, by sort key of the name, then by procedure. procedure empty: all; state 0: all */
bool submission_list(DbRead *db, int64_t region_id, Str org_path, Str procedure, SubmissionState state, Arena *arena, const SubmissionRow **rows, uint32_t *n, Err *err);
/* Of each procedure with forms in the subtree: schools by state. */
typedef struct SubmissionCount { Str procedure; uint32_t n_state[SUBMISSION_LOCKED + 1], n_works, n_with_waiting; } SubmissionCount;
bool submission_counts(DbRead *db, int64_t region_id, Str org_path, Arena *arena, const SubmissionCount **rows, uint32_t *n, Err *err);
/* Forms of the subtree in a state: a figure for the menu. */
bool submission_count(DbRead *db, int64_t region_id, Str org_path, SubmissionState state, uint32_t *n, Err *err);
/* Has any school written results of this procedure? */
bool submission_any(DbRead *db, int64_t region_id, Str procedure, bool *any, Err *err);
/* Only while its state and version are those of was (state 0: there is no row yet): *done tells. Two who look at once do not both write. */
bool submission_put(DbWrite *write, const SubmissionRow *row, const SubmissionRow *was, bool *done, Err *err);

#endif
