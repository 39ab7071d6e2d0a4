#include "store/plan.h"

#include "base/text_key.h"
#include "store/args_.h"
#include "store/rows_.h"

/* While corrections wait, what stood is counted: their days, and measures that are in the edition. */
#define AS_APPROVED "FROM measure m LEFT JOIN measure_stood s ON s.region_id = m.region_id AND s.plan_id = m.plan_id AND s.measure_id = m.id "
#define IS_APPROVED "coalesce(s.hidden, CASE WHEN m.deleted_at IS NULL THEN 0 ELSE 1 END) = 0 "
#define LATE(due) "m.state IN (1, 3) AND " due " > '' AND " due " < :today AND NOT (m.state = 1 AND m.n_back = 0 AND m.n_waiting > 0 AND m.n_proven + m.n_waiting >= m.n_slots)"
#define BEGAN "coalesce((SELECT b.approved_on FROM plan_edition b WHERE b.region_id = p.region_id AND b.plan_id = p.id AND b.edition = 1), p.approved_on)"
/* Late is what has a last day before :today and is not with the controller, accepted or dropped; a draft promises nothing. */
#define COLUMNS(began) "SELECT p.region_id, p.id, p.org_id, p.number, p.kind, p.state, p.title, p.goal, p.school_year, p.approved_by, p.approved_on, p.approved_number, p.basis, p.columns, " \
                "p.source_sha256, p.source_name, p.edition, p.changed, p.from_plan_id, p.cascade_id, p.previous_id, p.return_reason, p.n_measures, p.n_accepted, p.n_offered, p.n_returned, " \
                "p.n_undated, p.revision, p.made_by, p.made_at, p.changed_at, o.code, o.name, o.path, o.kind, coalesce(f.number, 0), p.from_edition, p.above_edition, coalesce(f.edition, 0), p.ended_at, p.ended_reason, " \
                "CASE WHEN p.state <> 3 THEN 0 WHEN p.changed = 0 THEN (SELECT count(*) FROM measure m WHERE m.region_id = p.region_id AND m.plan_id = p.id AND m.deleted_at IS NULL AND " LATE("m.due_on") ") " \
                "ELSE (SELECT count(*) " AS_APPROVED "WHERE m.region_id = p.region_id AND m.plan_id = p.id AND " IS_APPROVED "AND " LATE("coalesce(s.due_on, m.due_on)") ") END, p.n_dropped, " began ", p.controller, p.controller_id, c.name, c.post, p.column_roles " \
                "FROM plan p JOIN org o ON o.region_id = p.region_id AND o.id = p.org_id LEFT JOIN plan f ON f.region_id = p.region_id AND f.id = p.from_plan_id LEFT JOIN account c ON c.region_id = p.region_id AND c.id = p.controller_id WHERE p.region_id = :region "
#define CHOSEN  "AND (:school_year = 0 OR p.school_year = :school_year) AND ((:state = 0 AND p.state <> 5) OR p.state = :state) AND (:kind = 0 OR p.kind = :kind) "
#define IN_ORDER "ORDER BY o.kind, o.name_key, o.code, p.school_year DESC, p.number"

SQL_READ(plan_get_number, COLUMNS(BEGAN) "AND p.number = :number");
SQL_READ(plan_get_by_id, COLUMNS(BEGAN) "AND p.id = :id");
SQL_READ(plan_get_under, COLUMNS("''") "AND o.path >= :path AND o.path < :path_end " CHOSEN IN_ORDER);
/* Lists do not ask since when: the day of an edition stands behind its bytes. */
/* Of a whole tree, and of those made from one plan, every organisation fits: asked by paths PostgreSQL without fresh statistics went through all of them for each plan. */
SQL_READ(plan_get_whole, COLUMNS("''") CHOSEN IN_ORDER);
SQL_READ(plan_get_made, COLUMNS("''") "AND p.from_plan_id = :from_plan " CHOSEN IN_ORDER);
SQL_READ(plan_get_own, COLUMNS("''") "AND o.path = :path " CHOSEN IN_ORDER);
SQL_READ(plan_get_next, "SELECT coalesce(max(number), 0) + 1 FROM plan WHERE region_id = :region");

SQL_WRITE(plan_insert, "INSERT INTO plan (region_id, id, number, org_id, kind, state, title, title_key, goal, school_year, approved_by, approved_on, approved_number, basis, controller, controller_id, columns, column_roles, source_sha256, "
    "source_name, edition, changed, from_plan_id, from_edition, above_edition, cascade_id, previous_id, return_reason, ended_at, ended_reason, n_measures, n_accepted, n_offered, n_returned, n_dropped, n_undated, revision, made_by, made_at, changed_at) "
    "VALUES (:region, :id, :number, :org, :kind, :state, :title, :title_key, :goal, :school_year, :approved_by, :approved_on, :approved_number, :basis, :controller, :controller_id, :columns, :column_roles, :source_sha256, "
    ":source_name, :edition, :changed, :from_plan, :from_edition, :from_edition, :cascade, :previous, :return_reason, :ended_at, :ended_reason, 0, 0, 0, 0, 0, 0, 1, :made_by, :made_at, :made_at)");
SQL_WRITE(plan_update, "UPDATE plan SET kind = :kind, state = :state, title = :title, title_key = :title_key, goal = :goal, school_year = :school_year, approved_by = :approved_by, "
    "approved_on = :approved_on, approved_number = :approved_number, basis = :basis, controller = :controller, controller_id = :controller_id, columns = :columns, column_roles = :column_roles, source_sha256 = :source_sha256, source_name = :source_name, edition = :edition, "
    "changed = :changed, from_plan_id = :from_plan, cascade_id = :cascade, previous_id = :previous, return_reason = :return_reason, ended_at = :ended_at, ended_reason = :ended_reason, revision = revision + 1, changed_at = :now "
    "WHERE region_id = :region AND id = :id AND revision = :revision");
/* What stands with the controller, what came back: as a whole, or pieces of what runs. */
#define BACK "(m.state = 3 OR (m.state = 1 AND m.n_back > 0))"
#define CHECKED "(m.state = 2 OR (m.state = 1 AND m.n_waiting > 0 AND m.n_back = 0))"
#define COUNT(when) "coalesce(sum(CASE WHEN " when " THEN 1 ELSE 0 END), 0)"
#define COUNTED(which) "UPDATE plan SET (n_measures, n_accepted, n_offered, n_returned, n_dropped, n_undated) = (SELECT count(*), " COUNT("m.state = 4") ", " COUNT(CHECKED) ", " COUNT(BACK) ", " COUNT("m.state = 5") ", " \
    COUNT("m.state IN (1, 2, 3) AND coalesce(s.due_on, m.due_on) = ''") " " AS_APPROVED "WHERE m.region_id = :region AND m.plan_id = plan.id AND " IS_APPROVED "), changed_at = :now WHERE region_id = :region AND id " which
SQL_WRITE(plan_count, COUNTED("= :id"));
SQL_READ(plan_get_pressing, "SELECT count(*) FROM org o JOIN plan p ON p.region_id = o.region_id AND p.org_id = o.id AND p.state = 3 JOIN measure m ON m.region_id = p.region_id AND m.plan_id = p.id AND m.deleted_at IS NULL "
    "WHERE o.region_id = :region AND o.path = :path AND (" BACK " OR CASE WHEN " CHECKED " THEN :decides = 1 ELSE m.state = 1 AND m.due_on >= :since AND m.due_on <= :until AND m.due_on > '' END)");
SQL_WRITE(plan_count_many, COUNTED("IN (" DB_MANY_IDS ")"));
SQL_SCAN(plan_get_living, "a schedule moves terms of a whole tree: all its plans in one walk, without a look at their measures", "SELECT p.id, p.number, p.org_id, p.school_year, p.approved_on, p.title, o.path, " BEGAN " FROM plan p "
    "JOIN org o ON o.region_id = p.region_id AND o.id = p.org_id WHERE p.region_id = :region AND p.state IN (1, 2, 3) ORDER BY p.id");

SQL_SCAN(plan_get_miscounted, "the doctor is asked rarely", "SELECT count(*), coalesce(sum(CASE WHEN (p.n_measures, p.n_accepted) <> (SELECT count(*), " COUNT("m.state = 4") " " AS_APPROVED
    "WHERE m.region_id = p.region_id AND m.plan_id = p.id AND " IS_APPROVED ") THEN 1 ELSE 0 END), 0) FROM plan p");
SQL_SCAN(plan_get_without_file, "the doctor is asked rarely", "SELECT (SELECT count(*) FROM evidence e WHERE e.sha256 > '' AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.region_id = e.region_id AND a.sha256 = e.sha256)) + "
    "(SELECT count(*) FROM plan p WHERE p.source_sha256 > '' AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.region_id = p.region_id AND a.sha256 = p.source_sha256))");
SQL_WRITE(plan_set_changed, "UPDATE plan SET changed = 1 WHERE region_id = :region AND id = :id");

SQL_WRITE(plan_add_edition, "INSERT INTO plan_edition (region_id, plan_id, edition, content, sha256, reason, approved_by, approved_on, approved_number, account_id, made_at) "
    "VALUES (:region, :plan, :edition, :content, :sha256, :reason, :approved_by, :approved_on, :approved_number, :account, :made_at)");
#define EDITION "SELECT e.plan_id, e.edition, e.sha256, e.reason, e.approved_by, e.approved_on, e.approved_number, e.account_id, e.made_at, a.name"
#define OF_PLAN " FROM plan_edition e LEFT JOIN account a ON a.region_id = e.region_id AND a.id = e.account_id WHERE e.region_id = :region AND e.plan_id = :plan "
SQL_READ(plan_get_editions, EDITION OF_PLAN "ORDER BY e.edition");
SQL_READ(plan_get_edition, EDITION ", e.content" OF_PLAN "AND e.edition = :edition");

SQL_READ(plan_get_sections, "SELECT n, number, title FROM plan_section WHERE region_id = :region AND plan_id = :plan ORDER BY n");
SQL_WRITE(plan_clear_sections, "DELETE FROM plan_section WHERE region_id = :region AND plan_id = :plan");
SQL_WRITE(plan_add_section, "INSERT INTO plan_section (region_id, plan_id, n, number, title) VALUES (:region, :plan, :n, :number, :title)");

SQL_READ(plan_get_answers, "SELECT w.plan_id, w.n, w.edition, w.was_edition, w.choice, w.own_n, w.own_edition, w.own_revision, w.stood, w.account_id, w.made_at, a.name FROM plan_answer w "
    "LEFT JOIN account a ON a.region_id = w.region_id AND a.id = w.account_id WHERE w.region_id = :region AND w.plan_id = :plan ORDER BY w.n");
SQL_WRITE(plan_put_answer, "INSERT INTO plan_answer (region_id, plan_id, n, edition, was_edition, choice, own_n, own_edition, own_revision, stood, account_id, made_at) "
    "VALUES (:region, :plan, :n, :edition, :was_edition, :choice, :own_n, :own_edition, :own_revision, :stood, :account, :made_at) ON CONFLICT (region_id, plan_id, n) DO UPDATE SET "
    "edition = excluded.edition, was_edition = excluded.was_edition, choice = excluded.choice, own_n = excluded.own_n, own_edition = excluded.own_edition, own_revision = excluded.own_revision, "
    "stood = excluded.stood, account_id = excluded.account_id, made_at = excluded.made_at");
SQL_WRITE(plan_remove_answer, "DELETE FROM plan_answer WHERE region_id = :region AND plan_id = :plan AND n = :n");
SQL_WRITE(plan_put_above, "UPDATE plan SET above_edition = :edition WHERE region_id = :region AND id = :id");
SQL_READ(plan_get_followers, "SELECT count(*), coalesce(sum(CASE WHEN p.above_edition >= f.edition THEN 1 ELSE 0 END), 0) FROM plan f JOIN plan p ON p.region_id = f.region_id AND p.from_plan_id = f.id "
    "AND p.state IN (1, 2, 3) WHERE f.region_id = :region AND f.id = :id");

static PlanRow row_plan(const DbRows *rows, Arena *arena)
{
    return (PlanRow){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .org_id = db_int(rows, 2), .number = (uint32_t)db_int(rows, 3), .kind = (PlanKind)db_int(rows, 4),
        .state = (PlanState)db_int(rows, 5), .title = db_text(rows, 6, arena), .goal = db_text(rows, 7, arena), .school_year = (int)db_int(rows, 8), .approved_by = db_text(rows, 9, arena),
        .approved_on = db_text(rows, 10, arena), .approved_number = db_text(rows, 11, arena), .basis = db_text(rows, 12, arena), .columns = db_text(rows, 13, arena),
        .source_sha256 = db_text(rows, 14, arena), .source_name = db_text(rows, 15, arena), .edition = (uint32_t)db_int(rows, 16), .changed = db_int(rows, 17) != 0,
        .from_plan_id = db_int(rows, 18), .cascade_id = db_int(rows, 19), .previous_id = db_int(rows, 20), .return_reason = db_text(rows, 21, arena), .n_measures = (uint32_t)db_int(rows, 22),
        .n_accepted = (uint32_t)db_int(rows, 23), .n_offered = (uint32_t)db_int(rows, 24), .n_returned = (uint32_t)db_int(rows, 25), .n_undated = (uint32_t)db_int(rows, 26),
        .revision = (uint32_t)db_int(rows, 27), .made_by = db_int(rows, 28), .made_at = db_int(rows, 29), .changed_at = db_int(rows, 30), .org_code = db_text(rows, 31, arena),
        .org_name = db_text(rows, 32, arena), .org_path = db_text(rows, 33, arena), .org_kind = (OrgKind)db_int(rows, 34), .from_number = (uint32_t)db_int(rows, 35),
        .from_edition = (uint32_t)db_int(rows, 36), .above_edition = (uint32_t)db_int(rows, 37), .from_last = (uint32_t)db_int(rows, 38), .ended_at = db_int(rows, 39), .ended_reason = db_text(rows, 40, arena), .n_late = (uint32_t)db_int(rows, 41),
        .n_dropped = (uint32_t)db_int(rows, 42), .began_on = db_text(rows, 43, arena), .controller = db_text(rows, 44, arena), .controller_id = db_int(rows, 45), .controller_name = db_text(rows, 46, arena), .controller_post = db_text(rows, 47, arena), .column_roles = db_text(rows, 48, arena) };
}

static bool one(DbRows *rows, Arena *arena, PlanRow *out, const bool *found, Err *err)
{
    if (rows != NULL && *found) *out = row_plan(rows, arena);
    return db_end(rows, err);
}

bool plan_get(DbRead *db, int64_t region_id, uint32_t number, Str today, Arena *arena, PlanRow *out, bool *found, Err *err)
{
    return one(db_one(db, &plan_get_number, DB_ARGS(DB_INT("region", region_id), DB_INT("number", number), DB_TEXT("today", today)), found, err), arena, out, found, err);
}

bool plan_get_id(DbRead *db, int64_t region_id, int64_t id, Str today, Arena *arena, PlanRow *out, bool *found, Err *err)
{
    return one(db_one(db, &plan_get_by_id, DB_ARGS(DB_INT("region", region_id), DB_INT("id", id), DB_TEXT("today", today)), found, err), arena, out, found, err);
}

static DbRows *select_asked(DbRead *db, int64_t region_id, const PlanAsk *ask, Arena *arena, Err *err)
{
    const DbArg under[] = { DB_UNDER(arena, ask->path) };
    DbArg args[7] = { DB_INT("region", region_id), DB_TEXT("today", ask->today), DB_INT("school_year", ask->school_year), DB_INT("state", ask->state), DB_INT("kind", ask->kind) };
    size_t n = 5;
    const Sql *sql = &plan_get_whole;
    if (ask->from_plan_id != 0) sql = &plan_get_made, args[n++] = DB_INT("from_plan", ask->from_plan_id);
    else if (ask->own_only) sql = &plan_get_own, args[n++] = under[0];
    else if (!path_is_root(ask->path)) sql = &plan_get_under, args[n++] = under[0], args[n++] = under[1];
    return db_select(db, sql, args, n, err);
}

bool plan_list(DbRead *db, int64_t region_id, const PlanAsk *ask, Arena *arena, const PlanRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = select_asked(db, region_id, ask, arena, err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, PlanRow) = row_plan(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool plan_pressing(DbRead *db, int64_t region_id, const PlanPress *press, Arena *arena, uint32_t *out, Err *err)
{
    bool found;
    const DbArg under[] = { DB_UNDER(arena, press->path) };
    DbRows *rows = db_one(db, &plan_get_pressing, DB_ARGS(DB_INT("region", region_id), under[0], DB_INT("decides", press->decides), DB_TEXT("since", press->since), DB_TEXT("until", press->until)), &found, err);
    *out = rows != NULL && found ? (uint32_t)db_int(rows, 0) : 0;
    return db_end(rows, err);
}

bool plan_living(DbRead *db, int64_t region_id, Arena *arena, const PlanRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &plan_get_living, DB_ARGS(DB_INT("region", region_id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, PlanRow) = (PlanRow){ .region_id = region_id, .id = db_int(rows, 0), .number = (uint32_t)db_int(rows, 1), .org_id = db_int(rows, 2), .school_year = (int)db_int(rows, 3),
            .approved_on = db_text(rows, 4, arena), .title = db_text(rows, 5, arena), .org_path = db_text(rows, 6, arena), .began_on = db_text(rows, 7, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool plans_recount(DbWrite *db, int64_t region_id, uint32_t n, const int64_t *plan_ids, int64_t now, Err *err)
{
    DbArg args[DB_MANY + 2] = { DB_INT("region", region_id), DB_INT("now", now) };
    for (uint32_t i = 0; i < n; i += DB_MANY) {
        db_many_args(args + 2, n - i < DB_MANY ? n - i : DB_MANY, plan_ids + i);
        if (!db_run(db, &plan_count_many, args, DB_MANY + 2, NULL, err)) return false;
    }
    return true;
}

bool plan_next_number(DbRead *db, int64_t region_id, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &plan_get_next, DB_ARGS(DB_INT("region", region_id)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

#define OWN(row, title_key_) DB_INT("region", (row)->region_id), DB_INT("id", (row)->id), DB_INT("kind", (row)->kind), DB_INT("state", (row)->state), DB_TEXT("title", (row)->title), \
    DB_BLOB("title_key", title_key_), DB_TEXT("goal", (row)->goal), DB_INT("school_year", (row)->school_year), DB_TEXT("approved_by", (row)->approved_by), \
    DB_TEXT("approved_on", (row)->approved_on), DB_TEXT("approved_number", (row)->approved_number), DB_TEXT("basis", (row)->basis), DB_TEXT("controller", (row)->controller), DB_INT("controller_id", (row)->controller_id), DB_TEXT("columns", (row)->columns), DB_TEXT("column_roles", (row)->column_roles), \
    DB_TEXT("source_sha256", (row)->source_sha256), DB_TEXT("source_name", (row)->source_name), DB_INT("edition", (row)->edition), DB_INT("changed", (row)->changed), \
    DB_INT("from_plan", (row)->from_plan_id), DB_INT("cascade", (row)->cascade_id), DB_INT("previous", (row)->previous_id), DB_TEXT("return_reason", (row)->return_reason), DB_INT("ended_at", (row)->ended_at), DB_TEXT("ended_reason", (row)->ended_reason)

bool plan_put(DbWrite *db, const PlanRow *row, Err *err)
{
    Arena *scratch = arena_new(0);
    bool done = db_run(db, &plan_insert, DB_ARGS(OWN(row, text_sort_key(row->title, scratch)), DB_INT("number", row->number), DB_INT("org", row->org_id), DB_INT("made_by", row->made_by),
        DB_INT("made_at", row->made_at), DB_INT("from_edition", row->from_edition)), NULL, err);
    arena_free(scratch);
    return done;
}

bool plan_save(DbWrite *db, const PlanRow *row, int64_t now, bool *done, Err *err)
{
    int64_t n = 0;
    Arena *scratch = arena_new(0);
    bool ran = db_run(db, &plan_update, DB_ARGS(OWN(row, text_sort_key(row->title, scratch)), DB_INT("revision", row->revision), DB_INT("now", now)), &n, err);
    arena_free(scratch);
    *done = n == 1;
    return ran;
}

bool plan_recount(DbWrite *db, int64_t region_id, int64_t plan_id, int64_t now, Err *err)
{
    return db_run(db, &plan_count, DB_ARGS(DB_INT("region", region_id), DB_INT("id", plan_id), DB_INT("now", now)), NULL, err);
}

bool plan_mark_changed(DbWrite *db, int64_t region_id, int64_t plan_id, Err *err)
{
    return db_run(db, &plan_set_changed, DB_ARGS(DB_INT("region", region_id), DB_INT("id", plan_id)), NULL, err);
}

bool plan_health(DbRead *db, PlanHealth *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &plan_get_miscounted, DB_NO_ARGS, &found, err);
    if (rows != NULL && found) *out = (PlanHealth){ .n_plans = db_int(rows, 0), .n_miscounted = db_int(rows, 1) };
    if (!db_end(rows, err)) return false;
    rows = db_one(db, &plan_get_without_file, DB_NO_ARGS, &found, err);
    if (rows != NULL && found) out->n_without_file = db_int(rows, 0);
    return db_end(rows, err);
}

/* ---- editions ---- */

bool plan_edition_put(DbWrite *db, int64_t region_id, const PlanEdition *edition, Err *err)
{
    return db_run(db, &plan_add_edition, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", edition->plan_id), DB_INT("edition", edition->edition), DB_BLOB("content", edition->content),
        DB_TEXT("sha256", edition->sha256), DB_TEXT("reason", edition->reason), DB_TEXT("approved_by", edition->approved_by), DB_TEXT("approved_on", edition->approved_on),
        DB_TEXT("approved_number", edition->approved_number), DB_INT("account", edition->account_id), DB_INT("made_at", edition->made_at)), NULL, err);
}

static PlanEdition row_edition(const DbRows *rows, Arena *arena)
{
    return (PlanEdition){ .plan_id = db_int(rows, 0), .edition = (uint32_t)db_int(rows, 1), .content = STR_EMPTY, .sha256 = db_text(rows, 2, arena), .reason = db_text(rows, 3, arena),
        .approved_by = db_text(rows, 4, arena), .approved_on = db_text(rows, 5, arena), .approved_number = db_text(rows, 6, arena), .account_id = db_int(rows, 7), .made_at = db_int(rows, 8),
        .who = db_text(rows, 9, arena) };
}

bool plan_editions(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const PlanEdition **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &plan_get_editions, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, PlanEdition) = row_edition(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool plan_edition_get(DbRead *db, int64_t region_id, int64_t plan_id, uint32_t edition, Arena *arena, PlanEdition *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &plan_get_edition, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id), DB_INT("edition", edition)), found, err);
    if (rows != NULL && *found) {
        *out = row_edition(rows, arena);
        out->content = db_blob(rows, 10, arena);
    }
    return db_end(rows, err);
}

/* ---- sections ---- */

bool plan_sections(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const SectionRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &plan_get_sections, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, SectionRow) = (SectionRow){ .n = (uint32_t)db_int(rows, 0), .number = db_text(rows, 1, arena), .title = db_text(rows, 2, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool plan_sections_put(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t n, const SectionRow *rows, Err *err)
{
    if (!db_run(db, &plan_clear_sections, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), NULL, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!db_run(db, &plan_add_section, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id), DB_INT("n", rows[i].n), DB_TEXT("number", rows[i].number), DB_TEXT("title", rows[i].title)), NULL, err))
            return false;
    return true;
}

/* ---- corrections of the plan above ---- */

bool plan_answers(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const PlanAnswer **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &plan_get_answers, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, PlanAnswer) = (PlanAnswer){ .plan_id = db_int(rows, 0), .n = (uint32_t)db_int(rows, 1), .edition = (uint32_t)db_int(rows, 2), .was_edition = (uint32_t)db_int(rows, 3),
            .choice = (AboveChoice)db_int(rows, 4), .own_n = (uint32_t)db_int(rows, 5), .own_edition = (uint32_t)db_int(rows, 6), .own_revision = (uint32_t)db_int(rows, 7),
            .stood = db_blob(rows, 8, arena), .account_id = db_int(rows, 9), .made_at = db_int(rows, 10), .who = db_text(rows, 11, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool plan_answer_put(DbWrite *db, int64_t region_id, const PlanAnswer *row, Err *err)
{
    return db_run(db, &plan_put_answer, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", row->plan_id), DB_INT("n", row->n), DB_INT("edition", row->edition), DB_INT("was_edition", row->was_edition),
        DB_INT("choice", row->choice), DB_INT("own_n", row->own_n), DB_INT("own_edition", row->own_edition), DB_INT("own_revision", row->own_revision), DB_BLOB("stood", row->stood),
        DB_INT("account", row->account_id), DB_INT("made_at", row->made_at)), NULL, err);
}

bool plan_answer_remove(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t n, Err *err)
{
    return db_run(db, &plan_remove_answer, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id), DB_INT("n", n)), NULL, err);
}

bool plan_set_above(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t above_edition, Err *err)
{
    return db_run(db, &plan_put_above, DB_ARGS(DB_INT("region", region_id), DB_INT("id", plan_id), DB_INT("edition", above_edition)), NULL, err);
}

bool plan_followers(DbRead *db, int64_t region_id, int64_t plan_id, uint32_t *n, uint32_t *n_up, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &plan_get_followers, DB_ARGS(DB_INT("region", region_id), DB_INT("id", plan_id)), &found, err);
    if (rows != NULL && found) *n = (uint32_t)db_int(rows, 0), *n_up = (uint32_t)db_int(rows, 1);
    return db_end(rows, err);
}
