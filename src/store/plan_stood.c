/* What readers see of plans that were corrected and not approved again: derived from the last edition, so that lists of a whole tree need not unpack it. Few rows: only what differs. */
#include "store/plan.h"

#include "store/args_.h"
#include "store/rows_.h"

SQL_WRITE(stood_drop, "DELETE FROM measure_stood WHERE region_id = :region AND plan_id = :plan");
SQL_WRITE(stood_add, "INSERT INTO measure_stood (region_id, plan_id, measure_id, hidden, number, title, responsible, term_kind, windows, recurrence, first_on, due_on) "
    "VALUES (:region, :plan, :measure, :hidden, :number, :title, :responsible, :term_kind, :windows, :recurrence, :first_on, :due_on)");
SQL_READ(stood_get_measures, "SELECT measure_id FROM measure_stood WHERE region_id = :region AND plan_id = :plan ORDER BY measure_id");
SQL_READ(stood_get_plans, "SELECT DISTINCT plan_id FROM measure_stood WHERE region_id = :region ORDER BY plan_id");

static bool read_ids(DbRows *rows, Arena *arena, const int64_t **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, int64_t) = db_int(rows, 0);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool plan_stood_measures(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const int64_t **out, uint32_t *n, Err *err)
{
    return read_ids(db_select(db, &stood_get_measures, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err), arena, out, n, err);
}

bool plan_stood_plans(DbRead *db, int64_t region_id, Arena *arena, const int64_t **out, uint32_t *n, Err *err)
{
    return read_ids(db_select(db, &stood_get_plans, DB_ARGS(DB_INT("region", region_id)), err), arena, out, n, err);
}

bool plan_stood_put(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t n, const MeasureRow *rows, Err *err)
{
    if (!db_run(db, &stood_drop, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), NULL, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!db_run(db, &stood_add, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id), DB_INT("measure", rows[i].id), DB_INT("hidden", rows[i].deleted), DB_TEXT("number", rows[i].number),
                DB_TEXT("title", rows[i].title), DB_TEXT("responsible", rows[i].responsible), DB_INT("term_kind", rows[i].term_kind), DB_TEXT("windows", rows[i].windows),
                DB_TEXT("recurrence", rows[i].recurrence), DB_TEXT("first_on", rows[i].first_on), DB_TEXT("due_on", rows[i].due_on)), NULL, err)) return false;
    return true;
}
