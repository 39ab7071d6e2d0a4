#include "store/job.h"

#include "store/args_.h"
#include "store/rows_.h"

#define COLUMNS                                                                                                                                                      \
    "SELECT j.region_id, j.id, j.org_id, j.number, j.kind, j.args, j.state, j.n_done, j.n_total, j.words, j.link, j.cancel, j.account_id, j.made_at, j.started_at, j.beat_at, " \
    "j.finished_at, a.name, o.code, o.name, o.path FROM job j JOIN org o ON o.region_id = j.region_id AND o.id = j.org_id "                                           \
    "LEFT JOIN account a ON a.region_id = j.region_id AND a.id = j.account_id "

SQL_READ(job_next_number, "SELECT COALESCE(MAX(number), 0) + 1 FROM job WHERE region_id = :region");
SQL_WRITE(job_insert, "INSERT INTO job (region_id, id, number, org_id, kind, args, state, n_done, n_total, words, link, cancel, account_id, made_at) "
                      "VALUES (:region, :id, :number, :org, :kind, :args, 1, 0, 0, :words, '', 0, :account, :now)");
SQL_READ(job_find_waiting, "SELECT number FROM job WHERE state = 1 AND region_id = :region AND kind = :kind AND args = :args ORDER BY number LIMIT 1");
SQL_READ(job_by_number, COLUMNS "WHERE j.region_id = :region AND j.number = :number");
SQL_READ(job_latest, COLUMNS "WHERE j.region_id = :region AND o.path >= :path AND o.path < :path_end ORDER BY j.number DESC LIMIT :limit");
SQL_READ(job_next_one, COLUMNS "WHERE j.state IN (1, 2) AND (j.state = 1 OR j.beat_at < :silent) "
                               "ORDER BY (SELECT COALESCE(MAX(b.started_at), 0) FROM job b WHERE b.region_id = j.region_id), j.made_at, j.region_id, j.number LIMIT 1");
SQL_WRITE(job_mark_taken, "UPDATE job SET state = 2, started_at = :now, beat_at = :now, n_done = 0, n_total = 0 "
                          "WHERE region_id = :region AND id = :id AND (state = 1 OR (state = 2 AND beat_at < :silent))");
SQL_WRITE(job_mark_beat, "UPDATE job SET beat_at = :now, n_done = :done, n_total = :total, words = :words WHERE region_id = :region AND id = :id AND state = 2 AND started_at = :started");
SQL_READ(job_asked_to_stop, "SELECT cancel FROM job WHERE region_id = :region AND id = :id");
SQL_WRITE(job_mark_end, "UPDATE job SET state = :state, words = :words, link = :link, finished_at = :now, n_done = :done, n_total = :total "
                        "WHERE region_id = :region AND id = :id AND state = 2 AND started_at = :started");
SQL_WRITE(job_mark_released, "UPDATE job SET state = 1, words = '' WHERE region_id = :region AND id = :id AND state = 2 AND started_at = :started");
SQL_WRITE(job_mark_stop, "UPDATE job SET cancel = 1, finished_at = CASE WHEN state = 1 THEN :now ELSE finished_at END, state = CASE WHEN state = 1 THEN 5 ELSE state END "
                         "WHERE region_id = :region AND id = :id AND state IN (1, 2)");

static JobRow row_job(const DbRows *rows, Arena *arena)
{
    return (JobRow){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .org_id = db_int(rows, 2), .number = (uint32_t)db_int(rows, 3), .kind = db_text(rows, 4, arena),
        .args = db_text(rows, 5, arena), .state = (JobState)db_int(rows, 6), .n_done = (uint64_t)db_int(rows, 7), .n_total = (uint64_t)db_int(rows, 8), .words = db_text(rows, 9, arena),
        .link = db_text(rows, 10, arena), .cancel = db_int(rows, 11) != 0, .account_id = db_int(rows, 12), .made_at = db_int(rows, 13), .started_at = db_int(rows, 14),
        .beat_at = db_int(rows, 15), .finished_at = db_int(rows, 16), .who = db_text(rows, 17, arena), .org_code = db_text(rows, 18, arena), .org_name = db_text(rows, 19, arena),
        .org_path = db_text(rows, 20, arena) };
}

static bool one(DbRows *rows, Arena *arena, JobRow *out, bool found, Err *err)
{
    if (rows != NULL && found) *out = row_job(rows, arena);
    return db_end(rows, err);
}

bool job_add(DbWrite *write, JobRow *row, Err *err)
{
    bool found = false;
    DbRows *rows = db_one(db_within(write), &job_next_number, DB_ARGS(DB_INT("region", row->region_id)), &found, err);
    if (rows != NULL && found) row->number = (uint32_t)db_int(rows, 0);
    if (!db_end(rows, err)) return false;
    row->id = db_new_id(write);
    return db_run(write, &job_insert,
        DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("number", row->number), DB_INT("org", row->org_id), DB_TEXT("kind", row->kind), DB_TEXT("args", row->args),
                DB_TEXT("words", row->words), DB_INT("account", row->account_id), DB_INT("now", row->made_at)), NULL, err);
}

bool job_waiting(DbRead *db, int64_t region_id, Str kind, Str args, uint32_t *number, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &job_find_waiting, DB_ARGS(DB_INT("region", region_id), DB_TEXT("kind", kind), DB_TEXT("args", args)), found, err);
    if (rows != NULL && *found) *number = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

bool job_get(DbRead *db, int64_t region_id, uint32_t number, Arena *arena, JobRow *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &job_by_number, DB_ARGS(DB_INT("region", region_id), DB_INT("number", number)), found, err);
    return one(rows, arena, out, *found, err);
}

bool job_list(DbRead *db, int64_t region_id, Str org_path, uint32_t limit, Arena *arena, const JobRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &job_latest,
        DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, org_path), DB_INT("limit", limit)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, JobRow) = row_job(rows, arena);
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}

bool job_next(DbRead *db, int64_t silent_before, Arena *arena, JobRow *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &job_next_one, DB_ARGS(DB_INT("silent", silent_before)), found, err);
    return one(rows, arena, out, *found, err);
}

bool job_take(DbWrite *write, JobRow *row, int64_t silent_before, int64_t now, bool *taken, Err *err)
{
    int64_t n = 0;
    if (!db_run(write, &job_mark_taken, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("silent", silent_before), DB_INT("now", now)), &n, err)) return false;
    *taken = n > 0;
    if (*taken) row->state = JOB_RUNS, row->started_at = row->beat_at = now, row->n_done = row->n_total = 0;
    return true;
}

bool job_beat(DbWrite *write, const JobRow *row, int64_t now, bool *mine, bool *cancel, Err *err)
{
    int64_t n = 0;
    if (!db_run(write, &job_mark_beat,
        DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("now", now), DB_INT("done", (int64_t)row->n_done), DB_INT("total", (int64_t)row->n_total),
                DB_TEXT("words", row->words), DB_INT("started", row->started_at)), &n, err))
        return false;
    *mine = n > 0;
    bool found = false;
    DbRows *rows = db_one(db_within(write), &job_asked_to_stop, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id)), &found, err);
    if (rows != NULL) *cancel = found && db_int(rows, 0) != 0;
    return db_end(rows, err);
}

bool job_end(DbWrite *write, const JobRow *row, Err *err)
{
    return db_run(write, &job_mark_end,
        DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("state", row->state), DB_TEXT("words", row->words), DB_TEXT("link", row->link),
                DB_INT("now", row->finished_at), DB_INT("done", (int64_t)row->n_done), DB_INT("total", (int64_t)row->n_total), DB_INT("started", row->started_at)), NULL, err);
}

bool job_stop(DbWrite *write, int64_t region_id, int64_t id, int64_t now, Err *err)
{
    return db_run(write, &job_mark_stop, DB_ARGS(DB_INT("region", region_id), DB_INT("id", id), DB_INT("now", now)), NULL, err);
}

bool job_release(DbWrite *write, const JobRow *row, Err *err)
{
    return db_run(write, &job_mark_released, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("started", row->started_at)), NULL, err);
}
