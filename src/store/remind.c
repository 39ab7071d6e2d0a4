#include "store/remind.h"

#include "store/args_.h"
#include "store/rows_.h"

#define A_WALK "reminders look at every measure of a tree three times a day"
/* Measures that may say something: the same for the rows and for the people in them. */
#define STOOD "LEFT JOIN measure_stood s ON s.region_id = m.region_id AND s.plan_id = m.plan_id AND s.measure_id = m.id "
#define SPEAKS "FROM measure m JOIN plan p ON p.region_id = m.region_id AND p.id = m.plan_id AND p.state = 3 " STOOD
#define OWN_OR_STOOD(field) "coalesce(s." field ", m." field ")"
#define IS_APPROVED "coalesce(s.hidden, CASE WHEN m.deleted_at IS NULL THEN 0 ELSE 1 END) = 0 "
#define WHO_SPEAKS "WHERE m.region_id = :region AND " IS_APPROVED "AND m.state IN (1, 2, 3) AND ((" OWN_OR_STOOD("due_on") " >= :from AND " OWN_OR_STOOD("due_on") " > '' AND " OWN_OR_STOOD("due_on") " <= :until) OR m.state IN (2, 3) " \
                   "OR " OWN_OR_STOOD("recurrence") " > '' OR " OWN_OR_STOOD("windows") " LIKE '% %' OR m.id IN (SELECT e.measure_id FROM evidence e WHERE e.region_id = :region AND e.state = 1)) "

SQL_SCAN(remind_measure_rows, A_WALK, "SELECT m.id, m.org_id, m.changed_at, p.number, m.n, m.revision, m.state, " OWN_OR_STOOD("term_kind") ", " OWN_OR_STOOD("number") ", " OWN_OR_STOOD("title") ", " OWN_OR_STOOD("windows") ", " OWN_OR_STOOD("recurrence") ", " OWN_OR_STOOD("due_on") ", o.path " SPEAKS
    "JOIN org o ON o.region_id = m.region_id AND o.id = m.org_id " WHO_SPEAKS "ORDER BY m.id");
SQL_SCAN(remind_named_rows, A_WALK, "SELECT w.measure_id, w.account_id, w.org_id, w.part, w.role " SPEAKS "JOIN measure_person w ON w.region_id = m.region_id AND w.measure_id = m.id " WHO_SPEAKS "ORDER BY m.id, w.part, w.id");
SQL_SCAN(remind_derived_rows, A_WALK, "SELECT from_measure_id, org_id FROM measure WHERE region_id = :region AND from_measure_id > 0 AND deleted_at IS NULL ORDER BY from_measure_id, org_id");
SQL_SCAN(remind_sent_rows, "a tree sends some hundreds of letters a year", "SELECT p.number, t.org_id FROM cascade c JOIN plan p ON p.region_id = c.region_id AND p.id = c.plan_id AND p.state = 3 "
    "JOIN cascade_to t ON t.region_id = c.region_id AND t.cascade_id = c.id WHERE c.region_id = :region AND c.plan_id > 0 ORDER BY p.number, t.org_id");
SQL_SCAN(remind_plan_rows, "plans are thousands, measures a hundred times more", "SELECT p.number, coalesce(s.title, p.title), o.name FROM plan p JOIN org o ON o.region_id = p.region_id AND o.id = p.org_id "
    "LEFT JOIN measure_stood s ON s.region_id = p.region_id AND s.plan_id = p.id AND s.measure_id = 0 WHERE p.region_id = :region AND p.state IN (1, 2, 3) ORDER BY p.number");
SQL_SCAN(remind_waiting_rows, A_WALK, "SELECT e.measure_id, min(e.made_at), count(*), min(e.number) FROM evidence e WHERE e.region_id = :region AND e.state = 1 GROUP BY e.measure_id ORDER BY e.measure_id");
SQL_SCAN(remind_returned_rows, A_WALK, "SELECT e.account_id, e.decided_at, p.number, m.n, e.number, e.title, " OWN_OR_STOOD("number") ", " OWN_OR_STOOD("title") " FROM evidence e JOIN measure m ON m.region_id = e.region_id AND m.id = e.measure_id "
    "JOIN plan p ON p.region_id = m.region_id AND p.id = m.plan_id AND p.state = 3 " STOOD "WHERE " IS_APPROVED "AND e.region_id = :region AND e.state = 3 AND e.decided_at >= :since AND e.account_id > 0 ORDER BY p.number, m.n, e.number");
SQL_SCAN(remind_cascade_rows, "a tree sends some hundreds of letters a year", "SELECT c.number, coalesce(p.number, 0), t.org_id, t.seen_at, coalesce(p.state, 0), c.title, c.see_by, c.plan_by, o.path, o.name, f.path FROM cascade c "
    "JOIN cascade_to t ON t.region_id = c.region_id AND t.cascade_id = c.id JOIN org o ON o.region_id = t.region_id AND o.id = t.org_id AND o.closed_at IS NULL "
    "JOIN org f ON f.region_id = c.region_id AND f.id = c.org_id LEFT JOIN plan p ON p.region_id = t.region_id AND p.id = t.plan_id LEFT JOIN plan s ON s.region_id = c.region_id AND s.id = c.plan_id WHERE c.region_id = :region AND c.closed_at IS NULL AND coalesce(s.state, 0) NOT IN (4, 5) "
    "AND ((c.see_by > '' AND c.see_by <= :until AND t.seen_at IS NULL) OR (c.plan_by > '' AND c.plan_by <= :until AND coalesce(p.state, 0) NOT IN (3, 4))) ORDER BY c.number, o.path");
SQL_SCAN(remind_above_rows, "plans are thousands, measures a hundred times more", "SELECT f.id, f.edition, p.number, o.path FROM plan f JOIN plan p ON p.region_id = f.region_id AND p.from_plan_id = f.id AND p.state IN (1, 2, 3) "
    "AND p.above_edition < f.edition JOIN org o ON o.region_id = p.region_id AND o.id = p.org_id AND o.closed_at IS NULL WHERE f.region_id = :region AND f.edition > 1 AND f.state IN (3, 4) ORDER BY f.number, p.number");
SQL_SCAN(remind_undated_rows, A_WALK, "SELECT p.number, count(*), p.title, min(m.anchor), o.path FROM measure m JOIN plan p ON p.region_id = m.region_id AND p.id = m.plan_id AND p.state = 3 AND p.school_year = :year "
    "JOIN org o ON o.region_id = p.region_id AND o.id = p.org_id WHERE m.region_id = :region AND m.deleted_at IS NULL AND m.state = 1 AND m.windows = '' AND m.anchor > '' GROUP BY p.number, p.title, o.path ORDER BY p.number");
/* Plan by plan, so that measures of plans that are closed are not touched: CROSS JOIN keeps SQLite to that order. Of a whole tree every organisation fits and is looked up last. */
#define WEEK(words, corrected) "SELECT m.id, p.number, m.n, m.state, " words ".term_kind, " words ".number, " words ".title, " words ".responsible, " words ".windows, " words ".recurrence, " words ".due_on, u.name, " \
                               corrected ", u.path, u.kind, u.name_key, u.code, m.position "
#define OF_PLAN "m.region_id = :region AND m.plan_id = p.id AND m.deleted_at IS NULL "
/* What was corrected and not approved has its own few rows, and is left out among the others. */
#define AS_IT_STANDS "AND (p.changed = 0 OR NOT EXISTS (SELECT 1 FROM measure_stood s WHERE s.region_id = :region AND s.plan_id = p.id AND s.measure_id = m.id)) "
#define CORRECTED "FROM measure_stood s CROSS JOIN plan p CROSS JOIN measure m CROSS JOIN org u WHERE s.region_id = :region AND s.hidden = 0 AND p.region_id = :region AND p.id = s.plan_id AND p.state = 3 " \
                  "AND m.region_id = :region AND m.id = s.measure_id AND u.region_id = :region AND u.id = p.org_id "
#define IN_TREE "AND u.path >= :path AND u.path < :path_end AND (:own = 0 OR u.path = :path) "
#define WHOLE "FROM plan p CROSS JOIN measure m CROSS JOIN org u WHERE p.region_id = :region AND p.state = 3 AND " OF_PLAN "AND u.region_id = :region AND u.id = p.org_id "
#define UNDER "FROM org u CROSS JOIN plan p CROSS JOIN measure m WHERE u.region_id = :region AND u.path >= :path AND u.path < :path_end AND (:own = 0 OR u.path = :path) " \
              "AND p.region_id = :region AND p.org_id = u.id AND p.state = 3 AND " OF_PLAN
#define IN_ORDER "15, 16, 17, 2, 18, 3"
/* What repeats and what has several windows may end a part of itself in these days though its last day is another. */
#define ENDS_IN_DAYS(words) "AND m.state IN (1, 2, 3) AND (((" words ".due_on >= :from OR " words ".due_on = '') AND ((" words ".due_on > '' AND " words ".due_on <= :to) OR (" words ".first_on <= :to " \
                            "AND " words ".windows LIKE '% %'))) OR " words ".recurrence > '') "
#define IS_LATE(words) "AND m.state IN (1, 3) AND " words ".due_on > '' AND " words ".due_on < :before "
#define BOTH(from, tree, which) WEEK("m", "0") from AS_IT_STANDS which("m") "UNION ALL " WEEK("s", "1") CORRECTED tree which("s")
#define IN_ORDER_LATE "ORDER BY 11 DESC, " IN_ORDER " LIMIT :limit"
SQL_READ(remind_week_whole, BOTH(WHOLE, "", ENDS_IN_DAYS) "ORDER BY " IN_ORDER);
SQL_READ(remind_week_rows, BOTH(UNDER, IN_TREE, ENDS_IN_DAYS) "ORDER BY " IN_ORDER);
SQL_READ(remind_late_whole, BOTH(WHOLE, "", IS_LATE) IN_ORDER_LATE);
SQL_READ(remind_late_rows, BOTH(UNDER, IN_TREE, IS_LATE) IN_ORDER_LATE);
SQL_SCAN(remind_person_rows, "everybody who can be told", "SELECT a.id, a.email, c.value FROM account a LEFT JOIN account_choice c ON c.region_id = a.region_id AND c.account_id = a.id AND c.name = 'mail' "
    "WHERE a.region_id = :region AND a.state = 2 ORDER BY a.id");
SQL_SCAN(remind_holder_rows, "everybody who can be told", "SELECT g.account_id, g.org_id, g.role, o.path FROM account_grant g JOIN account a ON a.region_id = g.region_id AND a.id = g.account_id AND a.state = 2 "
    "JOIN org o ON o.region_id = g.region_id AND o.id = g.org_id AND o.closed_at IS NULL WHERE g.region_id = :region AND g.revoked_at IS NULL ORDER BY o.path, g.account_id, g.role");

/* Each list is: rows, one expression a row. */
#define READ_LIST(type, sql, fill, ...)                                             \
    READ_ROWS(type, db_select(db, &(sql), DB_ARGS(__VA_ARGS__), err), fill)
#define READ_ROWS(type, select, ...)                                                \
    RowList list = { .arena = arena };                                              \
    DbRows *rows = (select);                                                        \
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, type) = (type)__VA_ARGS__; \
    *out = list.at;                                                                 \
    *n = list.n;                                                                    \
    return db_end(rows, err)
#define ROW(...) { __VA_ARGS__ }

bool remind_measures(DbRead *db, int64_t region_id, Str from, Str until, Arena *arena, const RemindMeasure **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindMeasure, remind_measure_rows,
        ROW(.id = db_int(rows, 0), .org_id = db_int(rows, 1), .changed_at = db_int(rows, 2), .plan_number = (uint32_t)db_int(rows, 3), .n = (uint32_t)db_int(rows, 4), .revision = (uint32_t)db_int(rows, 5),
            .state = (MeasureState)db_int(rows, 6), .term_kind = (TermKind)db_int(rows, 7), .number = db_text(rows, 8, arena), .title = db_text(rows, 9, arena), .windows = db_text(rows, 10, arena),
            .recurrence = db_text(rows, 11, arena), .due_on = db_text(rows, 12, arena), .org_path = db_text(rows, 13, arena)),
        DB_INT("region", region_id), DB_TEXT("from", from), DB_TEXT("until", until));
}

bool remind_named(DbRead *db, int64_t region_id, Str from, Str until, Arena *arena, const RemindNamed **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindNamed, remind_named_rows,
        ROW(.measure_id = db_int(rows, 0), .account_id = db_int(rows, 1), .org_id = db_int(rows, 2), .part = (MeasurePart)db_int(rows, 3), .role = (Role)db_int(rows, 4)), DB_INT("region", region_id), DB_TEXT("from", from), DB_TEXT("until", until));
}

bool remind_derived(DbRead *db, int64_t region_id, Arena *arena, const RemindDerived **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindDerived, remind_derived_rows, ROW(.from_measure_id = db_int(rows, 0), .org_id = db_int(rows, 1)), DB_INT("region", region_id));
}

bool remind_sent(DbRead *db, int64_t region_id, Arena *arena, const RemindSent **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindSent, remind_sent_rows, ROW(.plan_number = (uint32_t)db_int(rows, 0), .org_id = db_int(rows, 1)), DB_INT("region", region_id));
}

bool remind_plans(DbRead *db, int64_t region_id, Arena *arena, const RemindPlan **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindPlan, remind_plan_rows, ROW(.number = (uint32_t)db_int(rows, 0), .title = db_text(rows, 1, arena), .org_name = db_text(rows, 2, arena)), DB_INT("region", region_id));
}

bool remind_waiting(DbRead *db, int64_t region_id, Arena *arena, const RemindWaiting **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindWaiting, remind_waiting_rows, ROW(.measure_id = db_int(rows, 0), .oldest_at = db_int(rows, 1), .n = (uint32_t)db_int(rows, 2), .oldest_number = (uint32_t)db_int(rows, 3)), DB_INT("region", region_id));
}

bool remind_returned(DbRead *db, int64_t region_id, int64_t since, Arena *arena, const RemindReturned **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindReturned, remind_returned_rows,
        ROW(.account_id = db_int(rows, 0), .decided_at = db_int(rows, 1), .plan_number = (uint32_t)db_int(rows, 2), .n = (uint32_t)db_int(rows, 3), .number = (uint32_t)db_int(rows, 4), .title = db_text(rows, 5, arena),
            .measure_number = db_text(rows, 6, arena), .measure_title = db_text(rows, 7, arena)),
        DB_INT("region", region_id), DB_INT("since", since));
}

bool remind_cascades(DbRead *db, int64_t region_id, Str until, Arena *arena, const RemindCascade **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindCascade, remind_cascade_rows,
        ROW(.number = (uint32_t)db_int(rows, 0), .plan_number = (uint32_t)db_int(rows, 1), .org_id = db_int(rows, 2), .seen_at = db_int(rows, 3), .plan_state = (PlanState)db_int(rows, 4), .title = db_text(rows, 5, arena),
            .see_by = db_text(rows, 6, arena), .plan_by = db_text(rows, 7, arena), .org_path = db_text(rows, 8, arena), .org_name = db_text(rows, 9, arena), .from_path = db_text(rows, 10, arena)),
        DB_INT("region", region_id), DB_TEXT("until", until));
}

bool remind_above(DbRead *db, int64_t region_id, Arena *arena, const RemindAbove **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindAbove, remind_above_rows,
        ROW(.above_id = db_int(rows, 0), .above_edition = (uint32_t)db_int(rows, 1), .plan_number = (uint32_t)db_int(rows, 2), .org_path = db_text(rows, 3, arena)), DB_INT("region", region_id));
}

bool remind_undated(DbRead *db, int64_t region_id, int school_year, Arena *arena, const RemindUndated **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindUndated, remind_undated_rows,
        ROW(.plan_number = (uint32_t)db_int(rows, 0), .n = (uint32_t)db_int(rows, 1), .title = db_text(rows, 2, arena), .anchor = db_text(rows, 3, arena), .org_path = db_text(rows, 4, arena)), DB_INT("region", region_id), DB_INT("year", school_year));
}

#define WEEK_ROW                                                                                                                                                                         \
    ROW(.id = db_int(rows, 0), .plan_number = (uint32_t)db_int(rows, 1), .n = (uint32_t)db_int(rows, 2), .state = (MeasureState)db_int(rows, 3), .term_kind = (TermKind)db_int(rows, 4),      \
        .number = db_text(rows, 5, arena), .title = db_text(rows, 6, arena), .responsible = db_text(rows, 7, arena), .windows = db_text(rows, 8, arena), .recurrence = db_text(rows, 9, arena), \
        .due_on = db_text(rows, 10, arena), .org_name = db_text(rows, 11, arena), .corrected = db_int(rows, 12) != 0, .org_path = db_text(rows, 13, arena))

/* args: the three that both have; behind them comes what a part of a tree is asked by. */
static DbRows *select_week(DbRead *db, const Sql *whole, const Sql *under, Str path, bool own_only, DbArg args[static 6], Arena *arena, Err *err)
{
    if (path_is_root(path) && !own_only) return db_select(db, whole, args, 3, err);
    const DbArg more[] = { DB_UNDER(arena, path), DB_INT("own", own_only) };
    memcpy(args + 3, more, sizeof more);
    return db_select(db, under, args, 6, err);
}

bool remind_between(DbRead *db, int64_t region_id, Str path, bool own_only, Str from, Str to, Arena *arena, const RemindWeek **out, uint32_t *n, Err *err)
{
    DbArg args[6] = { DB_INT("region", region_id), DB_TEXT("from", from), DB_TEXT("to", to) };
    READ_ROWS(RemindWeek, select_week(db, &remind_week_whole, &remind_week_rows, path, own_only, args, arena, err), WEEK_ROW);
}

bool remind_late(DbRead *db, int64_t region_id, Str path, bool own_only, Str before, uint32_t limit, Arena *arena, const RemindWeek **out, uint32_t *n, Err *err)
{
    DbArg args[6] = { DB_INT("region", region_id), DB_TEXT("before", before), DB_INT("limit", limit) };
    READ_ROWS(RemindWeek, select_week(db, &remind_late_whole, &remind_late_rows, path, own_only, args, arena, err), WEEK_ROW);
}

bool remind_people(DbRead *db, int64_t region_id, Arena *arena, RemindPerson **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindPerson, remind_person_rows, ROW(.account_id = db_int(rows, 0), .email = db_text(rows, 1, arena), .choice = mail_choice_find(db_text(rows, 2, arena))), DB_INT("region", region_id));
}

bool remind_holders(DbRead *db, int64_t region_id, Arena *arena, const RemindHolder **out, uint32_t *n, Err *err)
{
    READ_LIST(RemindHolder, remind_holder_rows, ROW(.account_id = db_int(rows, 0), .org_id = db_int(rows, 1), .role = (Role)db_int(rows, 2), .path = db_text(rows, 3, arena)), DB_INT("region", region_id));
}
