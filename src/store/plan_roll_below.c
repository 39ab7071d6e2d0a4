/* Two steps down: what the schools of each municipality made of a region's plan. */
#include "store/plan.h"

#include "store/args_.h"
#include "store/rows_.h"

/* q: plans of municipalities made from this one; CROSS JOIN keeps SQLite to that order, as in plan_roll.c. */
#define LOWER "FROM plan q CROSS JOIN plan p WHERE q.region_id = :region AND q.from_plan_id = :plan AND q.state <> 5 AND p.region_id = :region AND p.from_plan_id = q.id AND p.state <> 5 "
SQL_READ(plan_get_below_orgs, "SELECT q.org_id, count(*), coalesce(sum(p.n_measures), 0), coalesce(sum(p.n_accepted), 0) " LOWER "GROUP BY q.org_id ORDER BY 1");
SQL_READ(plan_get_below_cells, "SELECT u.from_measure_id, u.org_id, count(*), sum(CASE WHEN m.state = 4 THEN 1 ELSE 0 END) FROM plan q CROSS JOIN measure u CROSS JOIN measure m WHERE q.region_id = :region AND q.from_plan_id = :plan AND q.state <> 5 "
    "AND u.region_id = :region AND u.plan_id = q.id AND u.deleted_at IS NULL AND u.from_measure_id > 0 AND m.region_id = :region AND m.from_measure_id = u.id AND m.deleted_at IS NULL GROUP BY u.from_measure_id, u.org_id ORDER BY 1, 2");

bool plan_roll_below_orgs(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const RollBelow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &plan_get_below_orgs, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, RollBelow) = (RollBelow){ .org_id = db_int(rows, 0), .n_plans = (uint32_t)db_int(rows, 1), .n_measures = (uint32_t)db_int(rows, 2), .n_accepted = (uint32_t)db_int(rows, 3) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool plan_roll_below(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const RollBelow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &plan_get_below_cells, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, RollBelow) = (RollBelow){ .measure_id = db_int(rows, 0), .org_id = db_int(rows, 1), .n_measures = (uint32_t)db_int(rows, 2), .n_accepted = (uint32_t)db_int(rows, 3) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}
