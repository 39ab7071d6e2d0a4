#include "store/submission.h"

#include "store/args_.h"
#include "store/rows_.h"

#define COLUMNS                                                                                                                                                          \
    "SELECT s.region_id, s.school_id, s.procedure, s.version, s.state, s.n_works, s.n_waiting, s.n_complaints, s.reason, s.changed_by, s.changed_at, a.name, o.code, o.name, " \
    "o.path, COALESCE(p.title, s.procedure) FROM submission s JOIN org o ON o.region_id = s.region_id AND o.id = s.school_id "                                            \
    "LEFT JOIN procedure p ON p.region_id = s.region_id AND p.code = s.procedure "                                                                                     \
    "LEFT JOIN account a ON a.region_id = s.region_id AND a.id = s.changed_by "

SQL_READ(submission_one, COLUMNS "WHERE s.region_id = :region AND s.procedure = :procedure AND s.school_id = :school");
SQL_READ(submission_of_school, COLUMNS "WHERE s.region_id = :region AND o.path >= :path AND o.path < :path_end ORDER BY o.name_key, o.code, s.procedure");
SQL_READ(submission_of_state, COLUMNS "WHERE s.region_id = :region AND s.state = :state AND o.path >= :path AND o.path < :path_end ORDER BY o.name_key, o.code, s.procedure");
SQL_READ(submission_of_procedure, COLUMNS
         "WHERE s.region_id = :region AND s.procedure = :procedure AND o.path >= :path AND o.path < :path_end AND (:state = 0 OR s.state = :state) ORDER BY o.name_key, o.code");
SQL_WRITE(submission_write,
          "INSERT INTO submission (region_id, procedure, school_id, version, state, n_works, n_waiting, n_complaints, reason, changed_by, changed_at) "
          "VALUES (:region, :procedure, :school, :version, :state, :n_works, :n_waiting, :n_complaints, :reason, :by, :at) "
          "ON CONFLICT (region_id, procedure, school_id) DO UPDATE SET version = excluded.version, state = excluded.state, n_works = excluded.n_works, n_waiting = excluded.n_waiting, "
          "n_complaints = excluded.n_complaints, reason = excluded.reason, changed_by = excluded.changed_by, changed_at = excluded.changed_at "
          "WHERE submission.state = :was_state AND submission.version = :was_version");

static SubmissionRow row_submission(const DbRows *rows, Arena *arena)
{
    return (SubmissionRow){ .region_id = db_int(rows, 0), .school_id = db_int(rows, 1), .procedure = db_text(rows, 2, arena), .version = (int)db_int(rows, 3),
        .state = (SubmissionState)db_int(rows, 4), .n_works = (uint32_t)db_int(rows, 5), .n_waiting = (uint32_t)db_int(rows, 6), .n_complaints = (uint32_t)db_int(rows, 7),
        .reason = db_text(rows, 8, arena), .changed_by = db_int(rows, 9), .changed_at = db_int(rows, 10), .who = db_text(rows, 11, arena), .school_code = db_text(rows, 12, arena),
        .school_name = db_text(rows, 13, arena), .school_path = db_text(rows, 14, arena), .title = db_text(rows, 15, arena) };
}

bool submission_get(DbRead *db, int64_t region_id, Str procedure, int64_t school_id, Arena *arena, SubmissionRow *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &submission_one, DB_ARGS(DB_INT("region", region_id), DB_TEXT("procedure", procedure), DB_INT("school", school_id)), found, err);
    if (rows != NULL && *found) *out = row_submission(rows, arena);
    return db_end(rows, err);
}

bool submission_list(DbRead *db, int64_t region_id, Str org_path, Str procedure, SubmissionState state, Arena *arena, const SubmissionRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    const DbArg region = DB_INT("region", region_id), state_arg = DB_INT("state", state);
    DbRows *rows = procedure.n == 0 && state == 0 ? db_select(db, &submission_of_school, DB_ARGS(region, DB_UNDER(arena, org_path)), err)
                   : procedure.n == 0             ? db_select(db, &submission_of_state, DB_ARGS(region, DB_UNDER(arena, org_path), state_arg), err)
                                                  : db_select(db, &submission_of_procedure, DB_ARGS(region, DB_UNDER(arena, org_path), state_arg, DB_TEXT("procedure", procedure)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, SubmissionRow) = row_submission(rows, arena);
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}

bool submission_put(DbWrite *write, const SubmissionRow *row, const SubmissionRow *was, bool *done, Err *err)
{
    int64_t n = 0;
    bool good = db_run(write, &submission_write,
        DB_ARGS(DB_INT("region", row->region_id), DB_TEXT("procedure", row->procedure), DB_INT("school", row->school_id), DB_INT("version", row->version), DB_INT("state", row->state),
                DB_INT("n_works", row->n_works), DB_INT("n_waiting", row->n_waiting), DB_INT("n_complaints", row->n_complaints), DB_TEXT("reason", row->reason),
                DB_INT("by", row->changed_by), DB_INT("at", row->changed_at), DB_INT("was_state", was->state), DB_INT("was_version", was->version)), &n, err);
    *done = good && n > 0;
    return good;
}

SQL_READ(submission_first, "SELECT version FROM submission WHERE region_id = :region AND procedure = :procedure AND version > 0 LIMIT 1");

bool submission_any(DbRead *db, int64_t region_id, Str procedure, bool *any, Err *err)
{
    return db_end(db_one(db, &submission_first, DB_ARGS(DB_INT("region", region_id), DB_TEXT("procedure", procedure)), any, err), err);
}

/* CROSS: the organisations of the subtree come first, else SQLite walks all forms in the order of the groups. */
SQL_READ(submission_by_state, "SELECT s.procedure, s.state, COUNT(*), SUM(s.n_works), SUM(CASE WHEN s.n_waiting > 0 THEN 1 ELSE 0 END) FROM org o "
    "CROSS JOIN submission s WHERE s.region_id = o.region_id AND s.school_id = o.id AND o.region_id = :region AND o.path >= :path AND o.path < :path_end "
    "GROUP BY s.procedure, s.state ORDER BY s.procedure, s.state");
SQL_READ(submission_all_by_state, "SELECT procedure, state, COUNT(*), SUM(n_works), SUM(CASE WHEN n_waiting > 0 THEN 1 ELSE 0 END) FROM submission WHERE region_id = :region "
    "GROUP BY procedure, state ORDER BY procedure, state");

bool submission_counts(DbRead *db, int64_t region_id, Str org_path, Arena *arena, const SubmissionCount **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    SubmissionCount *last = NULL;
    DbRows *rows = path_is_root(org_path) ? db_select(db, &submission_all_by_state, DB_ARGS(DB_INT("region", region_id)), err)
        : db_select(db, &submission_by_state,
            DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, org_path)), err);
    while (rows != NULL && db_next(rows)) {
        Str procedure = db_text(rows, 0, arena);
        if (last == NULL || !str_eq(last->procedure, procedure)) {
            last = row_list_add_one(&list, SubmissionCount);
            *last = (SubmissionCount){ .procedure = procedure };
        }
        last->n_state[db_int(rows, 1)] = (uint32_t)db_int(rows, 2);
        last->n_works += (uint32_t)db_int(rows, 3);
        last->n_with_waiting += (uint32_t)db_int(rows, 4);
    }
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}

SQL_READ(submission_in_state, "SELECT COUNT(*) FROM submission s JOIN org o ON o.region_id = s.region_id AND o.id = s.school_id "
    "WHERE s.region_id = :region AND s.state = :state AND o.path >= :path AND o.path < :path_end");

bool submission_count(DbRead *db, int64_t region_id, Str org_path, SubmissionState state, uint32_t *n, Err *err)
{
    Arena *scratch = arena_new(0);
    bool found;
    DbRows *rows = db_one(db, &submission_in_state, DB_ARGS(DB_INT("region", region_id), DB_UNDER(scratch, org_path),
        DB_INT("state", state)), &found, err);
    *n = rows != NULL && found ? (uint32_t)db_int(rows, 0) : 0;
    arena_free(scratch);
    return db_end(rows, err);
}
