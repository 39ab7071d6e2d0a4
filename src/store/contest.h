/* Results of olympiads and contests: facts; the latest list of a school in a procedure and stage holds. */
#ifndef STORE_CONTEST_H
#define STORE_CONTEST_H

#include "domain/contest.h"
#include "store/db.h"

bool contest_add(DbWrite *write, int64_t region_id, Str procedure, int64_t school_id, int64_t upload_id, const ContestRow *row, int64_t now, Err *err);

/* By school, class, code: rows of the latest list of each school and stage. school_path: of a school or of all below an organisation. */
typedef struct ContestResult { Str procedure, school_code, school_name, code, class_label, stage, status; double score, score_max; } ContestResult;
bool contest_results(DbRead *db, int64_t region_id, Str org_path, Str procedure, Arena *arena, const ContestResult **rows, uint32_t *n, Err *err);

/* Of each procedure and stage: participants, winners, runners-up in the subtree. */
typedef struct ContestCount { Str procedure, stage; uint32_t n, n_winners, n_runners_up, n_schools; } ContestCount;
bool contest_counts(DbRead *db, int64_t region_id, Str org_path, Arena *arena, const ContestCount **rows, uint32_t *n, Err *err);

#endif
