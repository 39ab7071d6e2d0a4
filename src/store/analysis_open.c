/* Opening an analysis from its fragments. */
#include "domain/snapshot.h"
#include "store/analysis.h"
#include "store/rows_.h"

#define OF(row) DB_INT("region", (row)->region_id), DB_INT("analysis", (row)->id)

SQL_READ(analysis_get_head, "SELECT bytes FROM derived_head WHERE region_id = :region AND analysis_id = :analysis");
SQL_READ(analysis_get_years, "SELECT years FROM derived_head WHERE region_id = :region AND analysis_id = :analysis");
SQL_READ(analysis_get_list, "SELECT list FROM derived_head WHERE region_id = :region AND analysis_id = :analysis");
SQL_READ(analysis_get_procedure, "SELECT bytes FROM derived_procedure WHERE region_id = :region AND analysis_id = :analysis AND procedure = :procedure");
SQL_READ(analysis_get_fragment, "SELECT bytes FROM derived_school WHERE region_id = :region AND analysis_id = :analysis AND school_id = :school");
SQL_READ(analysis_all_procedures, "SELECT bytes FROM derived_procedure WHERE region_id = :region AND analysis_id = :analysis ORDER BY n");
SQL_READ(analysis_all_schools, "SELECT bytes FROM derived_school WHERE region_id = :region AND analysis_id = :analysis");

static bool fragment(DbRead *db, const Sql *sql, const DbArg *args, size_t n_args, Arena *arena, Str *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, sql, args, n_args, found, err);
    if (rows != NULL && *found) *out = db_blob(rows, 0, arena);
    return db_end(rows, err);
}

/* One of the fragments that every analysis has. */
static bool whole(DbRead *db, const Sql *sql, const AnalysisRow *row, Arena *arena, Str *out, Err *err)
{
    bool found;
    if (!fragment(db, sql, DB_ARGS(OF(row)), arena, out, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Запустите анализ снова.", "У анализа № %u нет посчитанных значений.", row->number);
}

bool analysis_open(DbRead *db, const AnalysisRow *row, Arena *arena, Analysis **out, Err *err)
{
    Str bytes = STR_EMPTY;
    return whole(db, &analysis_get_head, row, arena, &bytes, err) && snapshot_open(bytes, arena, out, err);
}

bool analysis_open_years(DbRead *db, const AnalysisRow *row, Analysis *analysis, Arena *arena, Err *err)
{
    Str bytes = STR_EMPTY;
    return whole(db, &analysis_get_years, row, arena, &bytes, err) && snapshot_add_years(analysis, bytes, err);
}

bool analysis_open_list(DbRead *db, const AnalysisRow *row, Analysis *analysis, Arena *arena, Err *err)
{
    Str bytes = STR_EMPTY;
    return whole(db, &analysis_get_list, row, arena, &bytes, err) && snapshot_add_list(analysis, bytes, err);
}

bool analysis_open_procedure(DbRead *db, const AnalysisRow *row, Analysis *analysis, Str procedure, Arena *arena, bool *found, Err *err)
{
    Str bytes = STR_EMPTY;
    if (!fragment(db, &analysis_get_procedure, DB_ARGS(OF(row), DB_TEXT("procedure", procedure)), arena, &bytes, found, err)) return false;
    return !*found || snapshot_add_procedure(analysis, bytes, err);
}

bool analysis_open_school(DbRead *db, const AnalysisRow *row, Analysis *analysis, int64_t school_id, Arena *arena, bool *found, Err *err)
{
    Str bytes = STR_EMPTY;
    if (!fragment(db, &analysis_get_fragment, DB_ARGS(OF(row), DB_INT("school", school_id)), arena, &bytes, found, err)) return false;
    return !*found || snapshot_add_school(analysis, bytes, err);
}

static bool fragments(DbRead *db, const Sql *sql, const AnalysisRow *row, Arena *arena, Str **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, sql, DB_ARGS(OF(row)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, Str) = db_blob(rows, 0, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool analysis_open_all(DbRead *db, const AnalysisRow *row, Arena *arena, Analysis **out, Err *err)
{
    Str *bytes;
    uint32_t n;
    if (!analysis_open(db, row, arena, out, err) || !analysis_open_years(db, row, *out, arena, err)) return false;
    if (!fragments(db, &analysis_all_procedures, row, arena, &bytes, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!snapshot_add_procedure(*out, bytes[i], err)) return false;
    return fragments(db, &analysis_all_schools, row, arena, &bytes, &n, err) && snapshot_add_schools(*out, bytes, n, err);
}
