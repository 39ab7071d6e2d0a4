#include "store/contest.h"

#include "store/args_.h"
#include "store/rows_.h"

SQL_WRITE(contest_put, "INSERT INTO contest_result (region_id, id, procedure, school_id, upload_id, code, class, stage, score, score_max, status, made_at) "
    "VALUES (:region, :id, :procedure, :school, :upload, :code, :class, :stage, :score, :score_max, :status, :at)");


bool contest_add(DbWrite *write, int64_t region_id, Str procedure, int64_t school_id, int64_t upload_id, const ContestRow *row, int64_t now, Err *err)
{
    return db_run(write, &contest_put,
        DB_ARGS(DB_INT("region", region_id), DB_INT("id", db_new_id(write)), DB_TEXT("procedure", procedure), DB_INT("school", school_id), DB_INT("upload", upload_id), DB_TEXT("code", row->code),
                DB_TEXT("class", row->class_label), DB_TEXT("stage", row->stage), db_real_or_null("score", row->score), db_real_or_null("score_max", row->score_max),
                DB_TEXT("status", row->status), DB_INT("at", now)), NULL, err);
}

/* A later list of a school and stage takes the place of an earlier one; ids of uploads rise with time. */
#define LATEST "c.upload_id = (SELECT MAX(l.upload_id) FROM contest_result l WHERE l.region_id = c.region_id AND l.procedure = c.procedure AND l.school_id = c.school_id AND l.stage = c.stage) "

SQL_READ(contest_rows, "SELECT c.procedure, o.code, o.name, c.code, c.class, c.stage, c.status, c.score, c.score_max FROM org o "
    "JOIN contest_result c ON c.region_id = o.region_id AND c.school_id = o.id "
    "WHERE o.region_id = :region AND o.path >= :path AND o.path < :path_end AND c.procedure = :procedure AND " LATEST
    "ORDER BY o.name_key, o.code, c.stage, c.class, c.code");
SQL_SCAN(contest_totals, "the page of all contests counts them all; a municipality has some thousand rows a year",
    "SELECT c.procedure, c.stage, COUNT(*), SUM(CASE WHEN c.status = 'победитель' THEN 1 ELSE 0 END), SUM(CASE WHEN c.status = 'призёр' THEN 1 ELSE 0 END), COUNT(DISTINCT c.school_id) "
    "FROM contest_result c JOIN org o ON o.region_id = c.region_id AND o.id = c.school_id "
    "WHERE c.region_id = :region AND o.path >= :path AND o.path < :path_end AND " LATEST "GROUP BY c.procedure, c.stage ORDER BY c.procedure, c.stage");


bool contest_results(DbRead *db, int64_t region_id, Str org_path, Str procedure, Arena *arena, const ContestResult **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &contest_rows, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, org_path), DB_TEXT("procedure", procedure)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, ContestResult) = (ContestResult){ .procedure = db_text(rows, 0, arena), .school_code = db_text(rows, 1, arena), .school_name = db_text(rows, 2, arena),
            .code = db_text(rows, 3, arena), .class_label = db_text(rows, 4, arena), .stage = db_text(rows, 5, arena), .status = db_text(rows, 6, arena), .score = db_real(rows, 7), .score_max = db_real(rows, 8) };
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}

bool contest_counts(DbRead *db, int64_t region_id, Str org_path, Arena *arena, const ContestCount **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &contest_totals, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, org_path)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, ContestCount) = (ContestCount){ .procedure = db_text(rows, 0, arena), .stage = db_text(rows, 1, arena), .n = (uint32_t)db_int(rows, 2),
            .n_winners = (uint32_t)db_int(rows, 3), .n_runners_up = (uint32_t)db_int(rows, 4), .n_schools = (uint32_t)db_int(rows, 5) };
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}
