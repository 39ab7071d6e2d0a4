#include "store/result.h"

#include <stdlib.h>

#include "store/args_.h"
#include "store/rows_.h"

SQL_READ(result_get_schools, "SELECT id, code, name, path FROM org WHERE region_id = :region AND path >= :path AND path < :path_end AND kind = 3");

static int by_school_code(const void *x, const void *y) { return str_cmp(((const ResultSchool *)x)->code, ((const ResultSchool *)y)->code); }

bool result_schools(DbRead *db, int64_t region_id, Str path, Arena *arena, ResultSchool **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &result_get_schools, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, ResultSchool) = (ResultSchool){ db_int(rows, 0), db_text(rows, 1, arena), db_text(rows, 2, arena), db_text(rows, 3, arena) };
    if (!db_end(rows, err)) return false;
    if (list.n > 0) qsort(list.at, list.n, sizeof **out, by_school_code); /* engines order text by their own rules */
    *out = list.at;
    *n = list.n;
    return true;
}

SQL_READ(result_get_blocks,
    "SELECT o.code, t.sha256, t.block FROM org o "
    "JOIN submission s ON s.region_id = o.region_id AND s.school_id = o.id AND s.procedure = :procedure "
    "JOIN sheet t ON t.region_id = s.region_id AND t.procedure = s.procedure AND t.school_id = s.school_id AND t.version = s.version "
    "WHERE o.region_id = :region AND o.path >= :path AND o.path < :path_end AND o.kind = 3 AND s.version > 0 AND s.state <> 3");

static int by_school(const void *x, const void *y) { return str_cmp(((const AnalysisInput *)x)->school, ((const AnalysisInput *)y)->school); }

bool result_blocks(DbRead *db, int64_t region_id, Str procedure, Str path, Arena *arena, AnalysisInput **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &result_get_blocks, DB_ARGS(DB_INT("region", region_id), DB_TEXT("procedure", procedure), DB_UNDER(arena, path)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, AnalysisInput) = (AnalysisInput){ procedure, db_text(rows, 0, arena), db_text(rows, 1, arena), db_blob(rows, 2, arena) };
    if (!db_end(rows, err)) return false;
    if (list.n > 0) qsort(list.at, list.n, sizeof **out, by_school);
    *out = list.at;
    *n = list.n;
    return true;
}

SQL_READ(result_count_newer, "SELECT count(*), max(changed_at) FROM submission WHERE region_id = :region AND procedure = :procedure AND changed_at > :at AND version > 0");

bool result_newer(DbRead *db, const AnalysisRow *row, Str procedure, ResultNewer *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &result_count_newer, DB_ARGS(DB_INT("region", row->region_id), DB_TEXT("procedure", procedure), DB_INT("at", row->made_at)), &found, err);
    if (rows != NULL && found) *out = (ResultNewer){ (uint32_t)db_int(rows, 0), db_int(rows, 1) };
    return db_end(rows, err);
}

SQL_READ(result_get_counts,
    "SELECT s.procedure, count(*), sum(s.n_works) FROM org o CROSS JOIN submission s " /* as submission_by_state */
    "WHERE s.region_id = o.region_id AND s.school_id = o.id AND o.region_id = :region AND o.path >= :path AND o.path < :path_end AND o.kind = 3 AND s.version > 0 AND s.state <> 3 GROUP BY s.procedure");

SQL_READ(result_get_all_counts, "SELECT procedure, count(*), sum(n_works) FROM submission WHERE region_id = :region AND version > 0 AND state <> 3 GROUP BY procedure");

static int by_procedure(const void *x, const void *y) { return str_cmp(((const ResultCount *)x)->procedure, ((const ResultCount *)y)->procedure); }

bool result_counts(DbRead *db, int64_t region_id, Str path, Arena *arena, ResultCount **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = path_is_root(path) ? db_select(db, &result_get_all_counts, DB_ARGS(DB_INT("region", region_id)), err)
                                      : db_select(db, &result_get_counts, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, ResultCount) = (ResultCount){ db_text(rows, 0, arena), (uint32_t)db_int(rows, 1), (uint64_t)db_int(rows, 2) };
    if (!db_end(rows, err)) return false;
    if (list.n > 0) qsort(list.at, list.n, sizeof **out, by_procedure);
    *out = list.at;
    *n = list.n;
    return true;
}
