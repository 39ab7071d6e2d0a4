/* What was made of a plan below, gathered upward. */
#include "store/plan.h"

#include <stdlib.h>

#include "store/args_.h"
#include "store/rows_.h"

/* The measures of the plans made from this one: p the plan, m the measure of it. CROSS JOIN keeps SQLite to that order: without statistics it would begin with all measures of the region. */
#define MADE_FROM "FROM plan p CROSS JOIN measure m WHERE p.region_id = :region AND p.from_plan_id = :plan AND p.state <> 5 AND m.region_id = :region AND m.plan_id = p.id AND m.deleted_at IS NULL AND m.from_measure_id <> 0 "
/* Corrections below that wait for approval are not gathered: a measure stands as the edition has it. */
#define APPROVED "FROM plan p CROSS JOIN measure m WHERE p.region_id = :region AND p.from_plan_id = :plan AND p.state <> 5 AND m.region_id = :region AND m.plan_id = p.id AND m.from_measure_id <> 0 AND " STANDS
#define STOOD(field) "(SELECT s." field " FROM measure_stood s WHERE s.region_id = m.region_id AND s.plan_id = m.plan_id AND s.measure_id = m.id)"
#define STANDS "((p.changed = 0 AND m.deleted_at IS NULL) OR (p.changed = 1 AND coalesce(" STOOD("hidden") ", CASE WHEN m.deleted_at IS NULL THEN 0 ELSE 1 END) = 0)) "
#define DUE_ON "CASE WHEN p.changed = 0 THEN m.due_on ELSE coalesce(" STOOD("due_on") ", m.due_on) END"
#define EVIDENCE(state) "(SELECT count(*) FROM evidence e WHERE e.region_id = m.region_id AND e.measure_id = m.id AND e.state " state ")"
#define CELL "SELECT m.from_measure_id, m.org_id, p.number, m.n, m.state, m.n_slots, m.n_proven, " EVIDENCE("<> 4") ", " EVIDENCE("= 2") ", " DUE_ON ", m.n_back, m.n_waiting, m.n_own "
SQL_READ(plan_get_roll, CELL APPROVED);
SQL_READ(plan_get_roll_measure, CELL "FROM measure m CROSS JOIN plan p WHERE m.region_id = :region AND m.from_measure_id = :measure AND p.region_id = :region AND p.id = m.plan_id AND p.from_plan_id = :plan AND p.state <> 5 AND " STANDS);
/* Schools that have no plan of their own bring evidence to the measure itself. */
#define OWN "SELECT e.measure_id, e.org_id, p.number, m.n, (SELECT count(*) FROM measure_slot s WHERE s.region_id = m.region_id AND s.measure_id = m.id AND s.deleted_at IS NULL AND s.each_school = 1), " \
    "count(DISTINCT CASE WHEN e.state = 2 THEN e.slot_n END), count(*), sum(CASE WHEN e.state = 2 THEN 1 ELSE 0 END), sum(CASE WHEN e.state = 1 THEN 1 ELSE 0 END), m.due_on " \
    "FROM plan p JOIN measure m ON m.region_id = p.region_id AND m.plan_id = p.id AND m.deleted_at IS NULL JOIN evidence e ON e.region_id = m.region_id AND e.measure_id = m.id " \
    "WHERE p.region_id = :region AND p.id = :plan AND e.state <> 4 AND e.org_id <> p.org_id "
#define EACH "GROUP BY e.measure_id, e.org_id, p.number, m.n, m.region_id, m.id, m.due_on"
SQL_READ(plan_get_roll_own, OWN EACH);
SQL_READ(plan_get_roll_own_measure, OWN "AND m.id = :measure " EACH);
/* Whose plans were made from this one, or who brought something to its measures. */
SQL_READ(plan_get_roll_orgs, "SELECT p.org_id FROM plan p WHERE p.region_id = :region AND p.from_plan_id = :plan AND p.state <> 5 UNION SELECT e.org_id FROM measure m CROSS JOIN evidence e "
    "WHERE m.region_id = :region AND m.plan_id = :plan AND m.deleted_at IS NULL AND e.region_id = :region AND e.measure_id = m.id AND e.state <> 4 AND e.org_id <> m.org_id ORDER BY 1");

/* Two steps down, as a region has: its municipalities' plans and those of their schools. Counted in the order of one index (measure_by_source) that holds all that is asked, without a sort;
 * the lower step is counted by the municipal measure first, so that only those few are looked up. Measures of withdrawn plans have no source any more.
 * MATERIALIZED: each step is made once, whatever the engine believes about its tables (PostgreSQL without statistics went through all measures for each pair of them). */
#define STEP(name, of, where) name " AS MATERIALIZED (SELECT " of ".id FROM measure " of " WHERE " of ".region_id = :region AND " of ".deleted_at IS NULL AND " of "." where ")"
#define COUNTED(above) "SELECT m.from_measure_id, m.state, count(*) AS n, sum(CASE WHEN m.state IN (1, 3) AND m.due_on > '' AND m.due_on < :today THEN 1 ELSE 0 END) AS late, " \
                       "sum(CASE WHEN m.state = 1 AND m.n_back > 0 THEN 1 ELSE 0 END) AS back, sum(CASE WHEN m.state = 1 AND m.n_back = 0 AND m.n_waiting > 0 THEN 1 ELSE 0 END) AS waits, " \
                       "sum(CASE WHEN m.state = 4 AND m.n_own > 0 THEN 1 ELSE 0 END) AS own FROM measure m " \
                       "WHERE m.region_id = :region AND m.deleted_at IS NULL AND m.from_measure_id IN (SELECT id FROM " above ") GROUP BY m.from_measure_id, m.state"
#define TOP STEP("top", "t", "plan_id = :plan")
SQL_SCAN(plan_get_roll_counts, "only the measures of the plan", "WITH " TOP " " COUNTED("top"));
/* The lower step by the municipal measure; whose measure that is, beside it: joined here, since an engine without statistics goes through both for each pair of them. */
SQL_SCAN(plan_get_roll_counts_below, "only what the inner parts took by their indexes", "WITH " TOP ", " STEP("low", "q", "from_measure_id IN (SELECT id FROM top)") " " COUNTED("low"));
SQL_SCAN(plan_get_roll_low, "only the measures of the plan", "WITH " TOP " SELECT q.id, q.from_measure_id FROM measure q WHERE q.region_id = :region AND q.deleted_at IS NULL AND q.from_measure_id IN (SELECT id FROM top)");

/* What is counted above as it stands and was approved otherwise: taken out, added, with another last day. Few rows, since few corrections wait. */
SQL_READ(plan_get_roll_stood, "SELECT m.from_measure_id, m.state, CASE WHEN m.deleted_at IS NULL THEN 1 ELSE 0 END, 1 - s.hidden, m.due_on, s.due_on, CASE WHEN m.state = 1 AND m.n_back > 0 THEN 1 ELSE 0 END, "
    "CASE WHEN m.state = 1 AND m.n_back = 0 AND m.n_waiting > 0 THEN 1 ELSE 0 END, CASE WHEN m.state = 4 AND m.n_own > 0 THEN 1 ELSE 0 END FROM measure_stood s CROSS JOIN measure m WHERE s.region_id = :region AND m.region_id = :region AND m.id = s.measure_id AND m.from_measure_id > 0");
SQL_READ(plan_get_roll_top, "SELECT id FROM measure WHERE region_id = :region AND plan_id = :plan ORDER BY id");

/* What of it stands in drafts: found by the plans, which are few. */
#define OF_DRAFTS "m.state, count(*), sum(CASE WHEN m.state IN (1, 3) AND m.due_on > '' AND m.due_on < :today THEN 1 ELSE 0 END), 0, 0, 0 "
SQL_READ(plan_get_roll_drafts, "SELECT m.from_measure_id, " OF_DRAFTS MADE_FROM "AND p.state IN (1, 2) GROUP BY m.from_measure_id, m.state");
SQL_READ(plan_get_roll_drafts_below, "SELECT u.from_measure_id, " OF_DRAFTS "FROM plan q CROSS JOIN plan p CROSS JOIN measure m CROSS JOIN measure u WHERE q.region_id = :region AND q.from_plan_id = :plan AND q.state <> 5 "
    "AND p.region_id = :region AND p.from_plan_id = q.id AND p.state IN (1, 2) AND m.region_id = :region AND m.plan_id = p.id AND m.deleted_at IS NULL AND u.region_id = :region AND u.id = m.from_measure_id "
    "AND u.from_measure_id <> 0 GROUP BY u.from_measure_id, m.state");

static int by_measure_org(const void *a, const void *b)
{
    const RollCell *x = a, *y = b;
    if (x->measure_id != y->measure_id) return x->measure_id < y->measure_id ? -1 : 1;
    return (x->org_id > y->org_id) - (x->org_id < y->org_id);
}

static MeasureState state_of_own(const RollCell *cell, int64_t n_offered)
{
    if (cell->n_accepted > 0 && cell->n_proven >= cell->n_slots && n_offered == 0) return MEASURE_ACCEPTED;
    if (n_offered > 0) return MEASURE_OFFERED;
    return cell->n_accepted > 0 ? MEASURE_OPEN : MEASURE_RETURNED;
}

/* An organisation with a plan of its own may have brought something to the higher measure as well: its plan's state stands. */
static void join_pairs(RollCell *cells, uint32_t *n)
{
    if (*n == 0) return;
    qsort(cells, *n, sizeof *cells, by_measure_org);
    uint32_t kept = 0;
    for (uint32_t i = 1; i < *n; i++) {
        RollCell *last = &cells[kept];
        if (by_measure_org(last, &cells[i]) != 0) { cells[++kept] = cells[i]; continue; }
        last->n_evidence += cells[i].n_evidence;
        last->n_accepted += cells[i].n_accepted;
    }
    *n = kept + 1;
}

static bool roll(DbRead *db, const Sql *below, const Sql *own, const DbArg *args, size_t n_args, Arena *arena, const RollCell **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, below, args, n_args, err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, RollCell) = (RollCell){ .measure_id = db_int(rows, 0), .org_id = db_int(rows, 1), .plan_number = (uint32_t)db_int(rows, 2), .n = (uint32_t)db_int(rows, 3),
            .state = (MeasureState)db_int(rows, 4), .n_slots = (uint32_t)db_int(rows, 5), .n_proven = (uint32_t)db_int(rows, 6), .n_evidence = (uint32_t)db_int(rows, 7),
            .n_accepted = (uint32_t)db_int(rows, 8), .due_on = db_text(rows, 9, arena), .n_back = (uint32_t)db_int(rows, 10), .n_waiting = (uint32_t)db_int(rows, 11), .n_own = (uint32_t)db_int(rows, 12) };
    if (!db_end(rows, err)) return false;
    rows = db_select(db, own, args, n_args, err);
    while (rows != NULL && db_next(rows)) {
        RollCell *cell = row_list_add_one(&list, RollCell);
        *cell = (RollCell){ .measure_id = db_int(rows, 0), .org_id = db_int(rows, 1), .plan_number = (uint32_t)db_int(rows, 2), .n = (uint32_t)db_int(rows, 3), .n_slots = (uint32_t)db_int(rows, 4),
            .n_proven = (uint32_t)db_int(rows, 5), .n_evidence = (uint32_t)db_int(rows, 6), .n_accepted = (uint32_t)db_int(rows, 7), .due_on = db_text(rows, 9, arena) };
        cell->state = state_of_own(cell, db_int(rows, 8));
    }
    if (!db_end(rows, err)) return false;
    join_pairs(list.at, &list.n);
    *out = list.at;
    *n = list.n;
    return true;
}

bool plan_roll(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const RollCell **out, uint32_t *n, Err *err)
{
    return roll(db, &plan_get_roll, &plan_get_roll_own, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), arena, out, n, err);
}

bool measure_roll(DbRead *db, int64_t region_id, int64_t plan_id, int64_t measure_id, Arena *arena, const RollCell **out, uint32_t *n, Err *err)
{
    return roll(db, &plan_get_roll_measure, &plan_get_roll_own_measure, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id), DB_INT("measure", measure_id)), arena, out, n, err);
}

bool plan_roll_orgs(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const int64_t **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &plan_get_roll_orgs, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, int64_t) = db_int(rows, 0);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

typedef struct Low { int64_t id, from_id; } Low;

static int by_low(const void *a, const void *b)
{
    const Low *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static bool read_low(DbRead *db, const DbArg *args, size_t n_args, RowList *list, Err *err)
{
    DbRows *rows = db_select(db, &plan_get_roll_low, args, n_args, err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(list, Low) = (Low){ db_int(rows, 0), db_int(rows, 1) };
    if (list->n > 0) qsort(list->at, list->n, sizeof(Low), by_low); /* asked for in this order, SQLite went through the whole table */
    return db_end(rows, err);
}

static RollCount *count_of(RowList *list, int64_t measure_id)
{
    RollCount *counts = list->at;
    for (uint32_t i = 0; i < list->n; i++)
        if (counts[i].measure_id == measure_id) return &counts[i];
    RollCount *added = row_list_add_one(list, RollCount);
    added->measure_id = measure_id;
    return added;
}

/* low: rising by id, whose measures the rows are of; NULL: their own */
static bool add_counts(DbRows *rows, RowList *list, bool drafts, const RowList *low, Err *err)
{
    while (rows != NULL && db_next(rows)) {
        int64_t measure_id = db_int(rows, 0), state = db_int(rows, 1);
        const Low *above = low != NULL && low->n > 0 ? bsearch(&(Low){ measure_id, 0 }, low->at, low->n, sizeof *above, by_low) : NULL;
        if (low != NULL && above == NULL) continue; /* taken away between two questions */
        if (above != NULL) measure_id = above->from_id;
        RollCount *count = count_of(list, measure_id);
        uint32_t n = (uint32_t)db_int(rows, 2), n_late = (uint32_t)db_int(rows, 3);
        if (state < MEASURE_OPEN || state > MEASURE_DROPPED) continue;
        if (drafts) count->n_draft += n, count->n_state[state] -= n, count->n_late -= n_late; /* counted before among the others */
        else count->n_state[state] += n, count->n_late += n_late;
        uint32_t n_back = (uint32_t)db_int(rows, 4), n_waiting = (uint32_t)db_int(rows, 5); /* of open ones: pieces of evidence came back, wait for an answer; as the plan's own counts have it */
        count->n_own += (uint32_t)db_int(rows, 6);
        count->n_state[MEASURE_OPEN] -= n_back + n_waiting;
        count->n_state[MEASURE_RETURNED] += n_back;
        count->n_state[MEASURE_OFFERED] += n_waiting;
    }
    return db_end(rows, err);
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

typedef struct Stood { int64_t from_id, state; bool counted, stands, back, waits, own, late, was_late; } Stood;

static void recount(RollCount *count, const Stood *one, bool late, bool adds)
{
    uint32_t by = adds ? 1u : UINT32_MAX; /* one less */
    MeasureState as = one->back ? MEASURE_RETURNED : one->waits ? MEASURE_OFFERED : (MeasureState)one->state;
    count->n_state[as] += by;
    count->n_late += late ? by : 0;
    count->n_own += one->own ? by : 0;
}

static bool as_approved(DbRead *db, const DbArg *args, Str today, const RowList *low, Arena *arena, RowList *list, Err *err)
{
    RowList top = { .arena = arena };
    bool is_read = false;
    DbRows *rows = db_select(db, &plan_get_roll_stood, args, 1, err);
    RowList stood = { .arena = arena };
    while (rows != NULL && db_next(rows)) {
        int64_t state = db_int(rows, 1);
        Str due = db_text(rows, 4, arena), was_due = db_text(rows, 5, arena);
        bool open = state == MEASURE_OPEN || state == MEASURE_RETURNED;
        *row_list_add_one(&stood, Stood) = (Stood){ db_int(rows, 0), state, db_int(rows, 2) != 0, db_int(rows, 3) != 0, db_int(rows, 6) != 0, db_int(rows, 7) != 0, db_int(rows, 8) != 0,
            open && due.n > 0 && str_cmp(due, today) < 0, open && was_due.n > 0 && str_cmp(was_due, today) < 0 };
    }
    if (!db_end(rows, err)) return false;
    for (uint32_t i = 0; i < stood.n; i++) {
        const Stood *one = (const Stood *)stood.at + i;
        if (!is_read) {
            rows = db_select(db, &plan_get_roll_top, args, 2, err);
            while (rows != NULL && db_next(rows)) *row_list_add_one(&top, int64_t) = db_int(rows, 0);
            if (!db_end(rows, err)) return false;
            is_read = true;
        }
        const Low *above = low->n > 0 ? bsearch(&(Low){ one->from_id, 0 }, low->at, low->n, sizeof *above, by_low) : NULL;
        int64_t measure_id = above != NULL ? above->from_id : one->from_id;
        if (one->state < MEASURE_OPEN || one->state > MEASURE_DROPPED || top.n == 0 || bsearch(&measure_id, top.at, top.n, sizeof measure_id, by_id) == NULL) continue;
        RollCount *count = count_of(list, measure_id);
        if (one->counted) recount(count, one, one->late, false);
        if (one->stands) recount(count, one, one->was_late, true);
    }
    return true;
}

bool plan_roll_counts(DbRead *db, int64_t region_id, int64_t plan_id, Str today, Arena *arena, const RollCount **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    const DbArg args[] = { DB_INT("region", region_id), DB_INT("plan", plan_id), DB_TEXT("today", today) };
    const size_t n_args = sizeof args / sizeof *args;
    RowList low = { .arena = arena };
    if (!add_counts(db_select(db, &plan_get_roll_counts, args, n_args, err), &list, false, NULL, err) || !read_low(db, args, 2, &low, err)) return false;
    if (low.n > 0 && !add_counts(db_select(db, &plan_get_roll_counts_below, args, n_args, err), &list, false, &low, err)) return false;
    if (!add_counts(db_select(db, &plan_get_roll_drafts, args, n_args, err), &list, true, NULL, err) || !add_counts(db_select(db, &plan_get_roll_drafts_below, args, n_args, err), &list, true, NULL, err)) return false;
    if (!as_approved(db, args, today, &low, arena, &list, err)) return false;
    *out = list.at;
    *n = list.n;
    return true;
}
