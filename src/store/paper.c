#include "store/paper.h"

#include "store/args_.h"
#include "store/rows_.h"

#define COLUMNS "SELECT p.region_id, p.id, p.org_id, p.plan_id, p.record_id, p.account_id, p.made_at, p.kind, p.number_words, p.day, p.title, p.sha256, p.year, p.number, o.code, o.name, o.path, " \
                "a.name, coalesce(l.number, 0), coalesce(r.type, ''), coalesce(r.number, 0) FROM paper p JOIN org o ON o.region_id = p.region_id AND o.id = p.org_id LEFT JOIN account a ON a.region_id = p.region_id AND a.id = p.account_id " \
                "LEFT JOIN plan l ON l.region_id = p.region_id AND l.id = p.plan_id LEFT JOIN record r ON r.region_id = p.region_id AND r.id = p.record_id AND r.deleted_at IS NULL WHERE p.region_id = :region "

SQL_READ(paper_get_under, COLUMNS "AND o.path >= :path AND o.path < :path_end AND (:plan = 0 OR p.plan_id = :plan) AND (:record = 0 OR p.record_id = :record) AND (:kind = '' OR p.kind = :kind) "
    "ORDER BY p.day DESC, p.kind, p.number DESC");
SQL_READ(paper_get_one, COLUMNS "AND p.org_id = :org AND p.kind = :kind AND p.year = :year AND p.number = :number");
SQL_READ(paper_get_next, "SELECT coalesce(max(number), 0) + 1 FROM paper WHERE region_id = :region AND org_id = :org AND kind = :kind AND year = :year");
SQL_WRITE(paper_insert, "INSERT INTO paper (region_id, id, org_id, kind, year, number, number_words, day, title, plan_id, record_id, sha256, account_id, made_at) "
    "VALUES (:region, :id, :org, :kind, :year, :number, :number_words, :day, :title, :plan, :record, :sha256, :account, :made_at)");

SQL_READ(paper_get_requisites, "SELECT fields, revision, changed_by, changed_at FROM org_requisites WHERE region_id = :region AND org_id = :org");
SQL_WRITE(paper_set_requisites, "INSERT INTO org_requisites (region_id, org_id, fields, revision, changed_by, changed_at) VALUES (:region, :org, :fields, 1, :account, :now) "
    "ON CONFLICT (region_id, org_id) DO UPDATE SET fields = :fields, revision = org_requisites.revision + 1, changed_by = :account, changed_at = :now WHERE org_requisites.revision = :revision");

static IssuedPaper row_paper(const DbRows *rows, Arena *arena)
{
    return (IssuedPaper){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .org_id = db_int(rows, 2), .plan_id = db_int(rows, 3), .record_id = db_int(rows, 4), .account_id = db_int(rows, 5), .made_at = db_int(rows, 6),
        .kind = db_text(rows, 7, arena), .number_words = db_text(rows, 8, arena), .day = db_text(rows, 9, arena), .title = db_text(rows, 10, arena), .sha256 = db_text(rows, 11, arena), .year = (int)db_int(rows, 12),
        .number = (uint32_t)db_int(rows, 13), .org_code = db_text(rows, 14, arena), .org_name = db_text(rows, 15, arena), .org_path = db_text(rows, 16, arena), .who = db_text(rows, 17, arena), .plan_number = (uint32_t)db_int(rows, 18),
        .record_type = db_text(rows, 19, arena), .record_number = (uint32_t)db_int(rows, 20) };
}

bool paper_list(DbRead *db, int64_t region_id, const PaperAsk *ask, Arena *arena, const IssuedPaper **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &paper_get_under, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, ask->path), DB_INT("plan", ask->plan_id), DB_INT("record", ask->record_id), DB_TEXT("kind", ask->kind)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, IssuedPaper) = row_paper(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool paper_get(DbRead *db, int64_t region_id, int64_t org_id, Str kind, int year, uint32_t number, Arena *arena, IssuedPaper *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &paper_get_one, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id), DB_TEXT("kind", kind), DB_INT("year", year), DB_INT("number", number)), found, err);
    if (rows != NULL && *found) *out = row_paper(rows, arena);
    return db_end(rows, err);
}

bool paper_next_number(DbRead *db, int64_t region_id, int64_t org_id, Str kind, int year, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &paper_get_next, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id), DB_TEXT("kind", kind), DB_INT("year", year)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

bool paper_put(DbWrite *db, const IssuedPaper *row, Err *err)
{
    return db_run(db, &paper_insert, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("org", row->org_id), DB_TEXT("kind", row->kind), DB_INT("year", row->year), DB_INT("number", row->number),
        DB_TEXT("number_words", row->number_words), DB_TEXT("day", row->day), DB_TEXT("title", row->title), DB_INT("plan", row->plan_id), DB_INT("record", row->record_id), DB_TEXT("sha256", row->sha256),
        DB_INT("account", row->account_id), DB_INT("made_at", row->made_at)), NULL, err);
}

bool requisites_get(DbRead *db, int64_t region_id, int64_t org_id, Arena *arena, RequisitesRow *out, Err *err)
{
    bool found;
    *out = (RequisitesRow){ .region_id = region_id, .org_id = org_id, .fields = STR_EMPTY };
    DbRows *rows = db_one(db, &paper_get_requisites, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id)), &found, err);
    if (rows != NULL && found) out->fields = db_text(rows, 0, arena), out->revision = (uint32_t)db_int(rows, 1), out->changed_by = db_int(rows, 2), out->changed_at = db_int(rows, 3);
    return db_end(rows, err);
}

bool requisites_save(DbWrite *db, const RequisitesRow *row, bool *done, Err *err)
{
    int64_t n_changed;
    if (!db_run(db, &paper_set_requisites, DB_ARGS(DB_INT("region", row->region_id), DB_INT("org", row->org_id), DB_TEXT("fields", row->fields), DB_INT("account", row->changed_by), DB_INT("now", row->changed_at), DB_INT("revision", row->revision)), &n_changed, err)) return false;
    *done = n_changed > 0;
    return true;
}
