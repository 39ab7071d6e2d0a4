#include "store/paper.h"

#include "store/args_.h"
#include "store/rows_.h"

SQL_READ(requisites_select, "SELECT fields, revision FROM org_requisites WHERE region_id = :region AND org_id = :org");
SQL_WRITE(requisites_insert, "INSERT INTO org_requisites (region_id, org_id, fields, revision, changed_by, changed_at) VALUES (:region, :org, :fields, 1, :account, :now) ON CONFLICT (region_id, org_id) DO NOTHING");
SQL_WRITE(requisites_update, "UPDATE org_requisites SET fields = :fields, revision = revision + 1, changed_by = :account, changed_at = :now WHERE region_id = :region AND org_id = :org AND revision = :revision");

#define COLUMNS "SELECT p.region_id, p.id, p.org_id, p.kind, p.year, p.number, p.number_words, p.day, p.title, p.plan_id, p.record_id, p.sha256, p.account_id, p.made_at, o.code, o.name, a.name, n.number " \
                "FROM paper p JOIN org o ON o.region_id = p.region_id AND o.id = p.org_id LEFT JOIN account a ON a.region_id = p.region_id AND a.id = p.account_id " \
                "LEFT JOIN plan n ON n.region_id = p.region_id AND n.id = p.plan_id WHERE p.region_id = :region "

SQL_READ(issued_next, "SELECT coalesce(max(number), 0) + 1 FROM paper WHERE region_id = :region AND org_id = :org AND kind = :kind AND year = :year");
SQL_WRITE(issued_insert, "INSERT INTO paper (region_id, id, org_id, kind, year, number, number_words, day, title, plan_id, record_id, sha256, account_id, made_at) "
    "VALUES (:region, :id, :org, :kind, :year, :number, :number_words, :day, :title, :plan, :record, :sha256, :account, :made_at)");
SQL_READ(issued_select, COLUMNS "AND o.code = :code AND p.kind = :kind AND p.year = :year AND p.number = :number");
SQL_READ(issued_select_all, COLUMNS "AND p.org_id = :org ORDER BY p.day DESC, p.made_at DESC, p.kind, p.number DESC");
SQL_READ(issued_select_year, COLUMNS "AND p.org_id = :org AND p.year = :year ORDER BY p.day DESC, p.made_at DESC, p.kind, p.number DESC");
SQL_READ(issued_select_plan, COLUMNS "AND p.plan_id = :plan ORDER BY p.day DESC, p.made_at DESC, p.kind, p.number DESC");
SQL_READ(issued_select_record, COLUMNS "AND p.record_id = :record ORDER BY p.day DESC, p.made_at DESC, p.kind, p.number DESC");

bool requisites_get(DbRead *db, int64_t region_id, int64_t org_id, Arena *arena, Str *fields, uint32_t *revision, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &requisites_select, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id)), &found, err);
    if (rows == NULL) return false;
    *fields = found ? db_text(rows, 0, arena) : STR_EMPTY;
    *revision = found ? (uint32_t)db_int(rows, 1) : 0;
    return db_end(rows, err);
}

bool requisites_put(DbWrite *write, int64_t region_id, int64_t org_id, Str fields, uint32_t revision, int64_t account_id, int64_t now, bool *done, Err *err)
{
    int64_t n = 0;
    bool ran = revision == 0
        ? db_run(write, &requisites_insert, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id), DB_TEXT("fields", fields), DB_INT("account", account_id), DB_INT("now", now)), &n, err)
        : db_run(write, &requisites_update, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id), DB_TEXT("fields", fields), DB_INT("account", account_id), DB_INT("now", now), DB_INT("revision", revision)), &n, err);
    *done = n == 1;
    return ran;
}

static IssuedPaper row_issued(const DbRows *rows, Arena *arena)
{
    return (IssuedPaper){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .org_id = db_int(rows, 2), .kind = db_text(rows, 3, arena), .year = (int)db_int(rows, 4), .number = (uint32_t)db_int(rows, 5),
        .number_words = db_text(rows, 6, arena), .day = db_text(rows, 7, arena), .title = db_text(rows, 8, arena), .plan_id = db_int(rows, 9), .record_id = db_int(rows, 10), .sha256 = db_text(rows, 11, arena),
        .account_id = db_int(rows, 12), .made_at = db_int(rows, 13), .org_code = db_text(rows, 14, arena), .org_name = db_text(rows, 15, arena), .who = db_text(rows, 16, arena),
        .plan_number = (uint32_t)db_int(rows, 17) };
}

static bool many(DbRows *rows, Arena *arena, const IssuedPaper **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, IssuedPaper) = row_issued(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool issued_next_number(DbRead *db, int64_t region_id, int64_t org_id, Str kind, int year, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &issued_next, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id), DB_TEXT("kind", kind), DB_INT("year", year)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

bool issued_put(DbWrite *write, const IssuedPaper *paper, Err *err)
{
    return db_run(write, &issued_insert, DB_ARGS(DB_INT("region", paper->region_id), DB_INT("id", paper->id), DB_INT("org", paper->org_id), DB_TEXT("kind", paper->kind), DB_INT("year", paper->year),
        DB_INT("number", paper->number), DB_TEXT("number_words", paper->number_words), DB_TEXT("day", paper->day), DB_TEXT("title", paper->title), DB_INT("plan", paper->plan_id),
        DB_INT("record", paper->record_id), DB_TEXT("sha256", paper->sha256), DB_INT("account", paper->account_id), DB_INT("made_at", paper->made_at)), NULL, err);
}

bool issued_get(DbRead *db, int64_t region_id, Str org_code, Str kind, int year, uint32_t number, Arena *arena, IssuedPaper *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &issued_select, DB_ARGS(DB_INT("region", region_id), DB_TEXT("code", org_code), DB_TEXT("kind", kind), DB_INT("year", year), DB_INT("number", number)), found, err);
    if (rows != NULL && *found) *out = row_issued(rows, arena);
    return db_end(rows, err);
}

bool issued_list(DbRead *db, int64_t region_id, int64_t org_id, int year, Arena *arena, const IssuedPaper **out, uint32_t *n, Err *err)
{
    if (year == 0) return many(db_select(db, &issued_select_all, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id)), err), arena, out, n, err);
    return many(db_select(db, &issued_select_year, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id), DB_INT("year", year)), err), arena, out, n, err);
}

bool issued_of_plan(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const IssuedPaper **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &issued_select_plan, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err), arena, out, n, err);
}

bool issued_of_record(DbRead *db, int64_t region_id, int64_t record_id, Arena *arena, const IssuedPaper **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &issued_select_record, DB_ARGS(DB_INT("region", region_id), DB_INT("record", record_id)), err), arena, out, n, err);
}
