#include "store/cascade.h"

#include "store/args_.h"
#include "store/rows_.h"

/* A sum of lookups, not a join: PostgreSQL without statistics looked for each addressee through all plans in those states. */
#define TOLD(what) "(SELECT count(*) FROM cascade_to t WHERE t.region_id = c.region_id AND t.cascade_id = c.id" what ")"
#define COLUMNS "SELECT c.region_id, c.id, c.number, c.org_id, c.plan_id, c.record_id, c.title, c.words, c.see_by, c.plan_by, c.account_id, c.made_at, c.closed_at, o.code, o.name, o.path, a.name, " \
                "coalesce(p.number, 0), r.type, r.number, " TOLD("") ", " TOLD(" AND t.seen_at IS NOT NULL") ", " TOLD(" AND t.plan_id > 0") ", " \
                "(SELECT coalesce(sum((SELECT count(*) FROM plan q WHERE q.region_id = t.region_id AND q.id = t.plan_id AND q.state IN (3, 4))), 0) FROM cascade_to t WHERE t.region_id = c.region_id AND t.cascade_id = c.id), " \
                TOLD(" AND t.done_at IS NOT NULL") ", coalesce(p.state, 0), coalesce(p.ended_at, 0), coalesce(p.ended_reason, '') FROM cascade c JOIN org o ON o.region_id = c.region_id AND o.id = c.org_id LEFT JOIN account a ON a.region_id = c.region_id AND a.id = c.account_id " \
                "LEFT JOIN plan p ON p.region_id = c.region_id AND p.id = c.plan_id LEFT JOIN record r ON r.region_id = c.region_id AND r.id = c.record_id WHERE c.region_id = :region "

SQL_READ(cascade_get_number, COLUMNS "AND c.number = :number");
SQL_READ(cascade_get_list, COLUMNS "AND o.path >= :path AND o.path < :path_end ORDER BY c.number DESC");
SQL_READ(cascade_get_plan, COLUMNS "AND c.plan_id = :plan AND o.path >= :path AND o.path < :path_end ORDER BY c.number DESC");
SQL_READ(cascade_get_next, "SELECT coalesce(max(number), 0) + 1 FROM cascade WHERE region_id = :region");
SQL_WRITE(cascade_insert, "INSERT INTO cascade (region_id, id, number, org_id, plan_id, record_id, title, words, see_by, plan_by, account_id, made_at, closed_at) "
    "VALUES (:region, :id, :number, :org, :plan, :record, :title, :words, :see_by, :plan_by, :account, :made_at, NULL)");
SQL_WRITE(cascade_end, "UPDATE cascade SET closed_at = :now WHERE region_id = :region AND id = :id AND closed_at IS NULL");

/* t the addressee, c what it was sent. */
#define TO_COLUMNS "SELECT t.region_id, t.cascade_id, t.org_id, t.seen_by, t.seen_at, t.plan_id, t.done_words, t.done_by, t.done_at, o.code, o.name, o.path, s.name, d.name, coalesce(p.number, 0), " \
                   "coalesce(p.state, 0), c.number, c.title, c.words, c.see_by, c.plan_by, f.name, coalesce(fp.number, 0), coalesce(p.above_edition, 0), coalesce(fp.edition, 0), r.type, coalesce(r.number, 0), coalesce(r.restricted, 0), coalesce(fp.state, 0), coalesce(fp.ended_at, 0), coalesce(fp.ended_reason, '') FROM cascade_to t JOIN cascade c ON c.region_id = t.region_id AND c.id = t.cascade_id " \
                   "JOIN org o ON o.region_id = t.region_id AND o.id = t.org_id JOIN org f ON f.region_id = c.region_id AND f.id = c.org_id " \
                   "LEFT JOIN account s ON s.region_id = t.region_id AND s.id = t.seen_by LEFT JOIN account d ON d.region_id = t.region_id AND d.id = t.done_by " \
                   "LEFT JOIN plan p ON p.region_id = t.region_id AND p.id = t.plan_id LEFT JOIN plan fp ON fp.region_id = c.region_id AND fp.id = c.plan_id " \
                   "LEFT JOIN record r ON r.region_id = c.region_id AND r.id = c.record_id WHERE t.region_id = :region "
SQL_READ(cascade_get_addressees, TO_COLUMNS "AND t.cascade_id = :cascade ORDER BY o.kind, o.name_key, o.code");
SQL_READ(cascade_get_inbox, TO_COLUMNS "AND t.org_id = :org AND (:closed_too = 1 OR c.closed_at IS NULL) ORDER BY c.number DESC");
SQL_READ(cascade_get_sent, TO_COLUMNS "AND c.region_id = :region AND c.record_id = :record AND o.path >= :path AND o.path < :path_end ORDER BY o.path, c.number DESC LIMIT 1");
SQL_WRITE(cascade_add_to, "INSERT INTO cascade_to (region_id, cascade_id, org_id, seen_by, seen_at, plan_id, done_words, done_by, done_at) VALUES (:region, :cascade, :org, 0, NULL, 0, '', 0, NULL)");
SQL_WRITE(cascade_take_away, "DELETE FROM cascade_to WHERE region_id = :region AND cascade_id = :id");
SQL_WRITE(cascade_set_to, "UPDATE cascade_to SET seen_by = :seen_by, seen_at = :seen_at, plan_id = :plan, done_words = :done_words, done_by = :done_by, done_at = :done_at "
    "WHERE region_id = :region AND cascade_id = :cascade AND org_id = :org");

#define ENTRY "SELECT e.region_id, e.id, e.org_id, e.account_id, e.made_at, e.name, e.procedure, e.from_on, e.to_on, e.school_year, o.code, o.name, o.path FROM schedule_entry e " \
              "JOIN org o ON o.region_id = e.region_id AND o.id = e.org_id WHERE e.region_id = :region "
SQL_SCAN(schedule_get_list, "a region enters some dozens of dates a year", ENTRY "AND (:path = '' OR substr(:path, 1, length(o.path)) = o.path) ORDER BY length(o.path) DESC, e.name, e.school_year, e.from_on, e.id");
SQL_WRITE(schedule_write, "INSERT INTO schedule_entry (region_id, id, org_id, name, procedure, from_on, to_on, school_year, account_id, made_at) "
    "VALUES (:region, :id, :org, :name, :procedure, :from_on, :to_on, :school_year, :account, :made_at) ON CONFLICT (region_id, id) DO UPDATE SET name = excluded.name, procedure = excluded.procedure, "
    "from_on = excluded.from_on, to_on = excluded.to_on, school_year = excluded.school_year, account_id = excluded.account_id, made_at = excluded.made_at");
SQL_WRITE(schedule_delete, "DELETE FROM schedule_entry WHERE region_id = :region AND id = :id");

static CascadeRow row_cascade(const DbRows *rows, Arena *arena)
{
    return (CascadeRow){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .number = (uint32_t)db_int(rows, 2), .org_id = db_int(rows, 3), .plan_id = db_int(rows, 4), .record_id = db_int(rows, 5),
        .title = db_text(rows, 6, arena), .words = db_text(rows, 7, arena), .see_by = db_text(rows, 8, arena), .plan_by = db_text(rows, 9, arena), .account_id = db_int(rows, 10),
        .made_at = db_int(rows, 11), .closed_at = db_int(rows, 12), .org_code = db_text(rows, 13, arena), .org_name = db_text(rows, 14, arena), .org_path = db_text(rows, 15, arena),
        .who = db_text(rows, 16, arena), .plan_number = (uint32_t)db_int(rows, 17), .record_type = db_text(rows, 18, arena), .record_number = (uint32_t)db_int(rows, 19),
        .n_to = (uint32_t)db_int(rows, 20), .n_seen = (uint32_t)db_int(rows, 21), .n_planned = (uint32_t)db_int(rows, 22), .n_approved = (uint32_t)db_int(rows, 23), .n_done = (uint32_t)db_int(rows, 24), .plan_state = (int)db_int(rows, 25), .plan_ended_at = db_int(rows, 26), .plan_ended_reason = db_text(rows, 27, arena) };
}

bool cascade_get(DbRead *db, int64_t region_id, uint32_t number, Arena *arena, CascadeRow *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &cascade_get_number, DB_ARGS(DB_INT("region", region_id), DB_INT("number", number)), found, err);
    if (rows != NULL && *found) *out = row_cascade(rows, arena);
    return db_end(rows, err);
}

bool cascade_list(DbRead *db, int64_t region_id, Str path, int64_t plan_id, Arena *arena, const CascadeRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = plan_id != 0 ? db_select(db, &cascade_get_plan, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path), DB_INT("plan", plan_id)), err)
                                : db_select(db, &cascade_get_list, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, CascadeRow) = row_cascade(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

static bool addressees(DbRows *rows, Arena *arena, const CascadeTo **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, CascadeTo) = (CascadeTo){ .region_id = db_int(rows, 0), .cascade_id = db_int(rows, 1), .org_id = db_int(rows, 2), .seen_by = db_int(rows, 3), .seen_at = db_int(rows, 4),
            .plan_id = db_int(rows, 5), .done_words = db_text(rows, 6, arena), .done_by = db_int(rows, 7), .done_at = db_int(rows, 8), .org_code = db_text(rows, 9, arena),
            .org_name = db_text(rows, 10, arena), .org_path = db_text(rows, 11, arena), .seen_who = db_text(rows, 12, arena), .done_who = db_text(rows, 13, arena),
            .plan_number = (uint32_t)db_int(rows, 14), .plan_state = (int)db_int(rows, 15), .cascade_number = (uint32_t)db_int(rows, 16), .title = db_text(rows, 17, arena), .words = db_text(rows, 18, arena),
            .see_by = db_text(rows, 19, arena), .plan_by = db_text(rows, 20, arena), .from_name = db_text(rows, 21, arena), .from_plan_number = (uint32_t)db_int(rows, 22), .plan_above = (uint32_t)db_int(rows, 23), .sent_edition = (uint32_t)db_int(rows, 24),
            .record_type = db_text(rows, 25, arena), .record_number = (uint32_t)db_int(rows, 26), .record_restricted = db_int(rows, 27) != 0,
            .sent_state = (int)db_int(rows, 28), .sent_ended_at = db_int(rows, 29), .sent_ended_reason = db_text(rows, 30, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool cascade_addressees(DbRead *db, int64_t region_id, int64_t cascade_id, Arena *arena, const CascadeTo **out, uint32_t *n, Err *err)
{
    return addressees(db_select(db, &cascade_get_addressees, DB_ARGS(DB_INT("region", region_id), DB_INT("cascade", cascade_id)), err), arena, out, n, err);
}

bool cascade_inbox(DbRead *db, int64_t region_id, int64_t org_id, bool closed_too, Arena *arena, const CascadeTo **out, uint32_t *n, Err *err)
{
    return addressees(db_select(db, &cascade_get_inbox, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id), DB_INT("closed_too", closed_too)), err), arena, out, n, err);
}

bool cascade_of_record(DbRead *db, int64_t region_id, int64_t record_id, Str path, Arena *arena, CascadeTo *out, bool *found, Err *err)
{
    const CascadeTo *all;
    uint32_t n;
    if (!addressees(db_select(db, &cascade_get_sent, DB_ARGS(DB_INT("region", region_id), DB_INT("record", record_id), DB_UNDER(arena, path)), err), arena, &all, &n, err)) return false;
    *found = n > 0;
    if (n > 0) *out = all[0];
    return true;
}

bool cascade_next_number(DbRead *db, int64_t region_id, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &cascade_get_next, DB_ARGS(DB_INT("region", region_id)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

bool cascade_put(DbWrite *db, const CascadeRow *row, Err *err)
{
    return db_run(db, &cascade_insert, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("number", row->number), DB_INT("org", row->org_id), DB_INT("plan", row->plan_id),
        DB_INT("record", row->record_id), DB_TEXT("title", row->title), DB_TEXT("words", row->words), DB_TEXT("see_by", row->see_by), DB_TEXT("plan_by", row->plan_by),
        DB_INT("account", row->account_id), DB_INT("made_at", row->made_at)), NULL, err);
}

bool cascade_recall(DbWrite *db, int64_t region_id, int64_t id, Err *err) { return db_run(db, &cascade_take_away, DB_ARGS(DB_INT("region", region_id), DB_INT("id", id)), NULL, err); }

bool cascade_close(DbWrite *db, int64_t region_id, int64_t id, int64_t now, Err *err)
{
    return db_run(db, &cascade_end, DB_ARGS(DB_INT("region", region_id), DB_INT("id", id), DB_INT("now", now)), NULL, err);
}

bool cascade_to_put(DbWrite *db, const CascadeTo *row, Err *err)
{
    return db_run(db, &cascade_add_to, DB_ARGS(DB_INT("region", row->region_id), DB_INT("cascade", row->cascade_id), DB_INT("org", row->org_id)), NULL, err);
}

static DbArg time_or_null(const char *name, int64_t at) { return at == 0 ? DB_NULL(name) : DB_INT(name, at); }

bool cascade_to_save(DbWrite *db, const CascadeTo *row, Err *err)
{
    return db_run(db, &cascade_set_to, DB_ARGS(DB_INT("region", row->region_id), DB_INT("cascade", row->cascade_id), DB_INT("org", row->org_id), DB_INT("seen_by", row->seen_by),
        time_or_null("seen_at", row->seen_at), DB_INT("plan", row->plan_id), DB_TEXT("done_words", row->done_words), DB_INT("done_by", row->done_by), time_or_null("done_at", row->done_at)), NULL, err);
}

/* ---- schedules ---- */

bool schedule_list(DbRead *db, int64_t region_id, Str org_path, Arena *arena, const ScheduleEntry **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &schedule_get_list, DB_ARGS(DB_INT("region", region_id), DB_TEXT("path", org_path)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, ScheduleEntry) = (ScheduleEntry){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .org_id = db_int(rows, 2), .account_id = db_int(rows, 3), .made_at = db_int(rows, 4),
            .name = db_text(rows, 5, arena), .procedure = db_text(rows, 6, arena), .from_on = db_text(rows, 7, arena), .to_on = db_text(rows, 8, arena), .school_year = (int)db_int(rows, 9),
            .org_code = db_text(rows, 10, arena), .org_name = db_text(rows, 11, arena), .org_path = db_text(rows, 12, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool schedule_put(DbWrite *db, const ScheduleEntry *row, Err *err)
{
    return db_run(db, &schedule_write, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("org", row->org_id), DB_TEXT("name", row->name), DB_TEXT("procedure", row->procedure),
        DB_TEXT("from_on", row->from_on), DB_TEXT("to_on", row->to_on), DB_INT("school_year", row->school_year), DB_INT("account", row->account_id), DB_INT("made_at", row->made_at)), NULL, err);
}

bool schedule_remove(DbWrite *db, int64_t region_id, int64_t id, Err *err)
{
    return db_run(db, &schedule_delete, DB_ARGS(DB_INT("region", region_id), DB_INT("id", id)), NULL, err);
}
