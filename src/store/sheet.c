#include "store/sheet.h"

#include "store/rows_.h"

#define COLUMNS                                                                                                                                                     \
    "SELECT s.region_id, s.id, s.school_id, s.upload_id, s.procedure, s.version, s.replaces, s.sha256, s.n_works, s.n_absent, s.reason, s.account_id, s.made_at, a.name, " \
    "u.org_id, u.number FROM sheet s LEFT JOIN account a ON a.region_id = s.region_id AND a.id = s.account_id "                                                        \
    "LEFT JOIN upload u ON u.region_id = s.region_id AND u.id = s.upload_id "
#define WHOSE "WHERE s.region_id = :region AND s.procedure = :procedure AND s.school_id = :school "

SQL_WRITE(sheet_insert, "INSERT INTO sheet (region_id, id, procedure, school_id, version, replaces, upload_id, block, sha256, n_works, n_absent, reason, account_id, made_at) "
                        "VALUES (:region, :id, :procedure, :school, :version, :replaces, :upload, :block, :sha256, :n_works, :n_absent, :reason, :account, :now)");
SQL_READ(sheet_one, COLUMNS WHOSE "AND (:version = 0 OR s.version = :version) ORDER BY s.version DESC LIMIT 1");
SQL_READ(sheet_all, COLUMNS WHOSE "ORDER BY s.version DESC");
SQL_READ(sheet_bytes, "SELECT block FROM sheet s " WHOSE "AND (:version = 0 OR s.version = :version) ORDER BY s.version DESC LIMIT 1");

static SheetRow row_sheet(const DbRows *rows, Arena *arena)
{
    return (SheetRow){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .school_id = db_int(rows, 2), .upload_id = db_int(rows, 3), .procedure = db_text(rows, 4, arena),
        .version = (int)db_int(rows, 5), .replaces = (int)db_int(rows, 6), .sha256 = db_text(rows, 7, arena), .n_works = (uint32_t)db_int(rows, 8), .n_absent = (uint32_t)db_int(rows, 9),
        .reason = db_text(rows, 10, arena), .account_id = db_int(rows, 11), .made_at = db_int(rows, 12), .who = db_text(rows, 13, arena), .upload_org_id = db_int(rows, 14),
        .upload_number = (int)db_int(rows, 15) };
}

bool sheet_add(DbWrite *write, const SheetRow *row, Str block, Err *err)
{
    return db_run(write, &sheet_insert,
        DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", db_new_id(write)), DB_TEXT("procedure", row->procedure), DB_INT("school", row->school_id), DB_INT("version", row->version),
                DB_INT("replaces", row->replaces), DB_INT("upload", row->upload_id), DB_BLOB("block", block), DB_TEXT("sha256", row->sha256), DB_INT("n_works", row->n_works),
                DB_INT("n_absent", row->n_absent), DB_TEXT("reason", row->reason), DB_INT("account", row->account_id), DB_INT("now", row->made_at)), NULL, err);
}

#define KEY DB_INT("region", region_id), DB_TEXT("procedure", procedure), DB_INT("school", school_id)

bool sheet_get(DbRead *db, int64_t region_id, Str procedure, int64_t school_id, int version, Arena *arena, SheetRow *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &sheet_one, DB_ARGS(KEY, DB_INT("version", version)), found, err);
    if (rows != NULL && *found) *out = row_sheet(rows, arena);
    return db_end(rows, err);
}

bool sheet_block(DbRead *db, int64_t region_id, Str procedure, int64_t school_id, int version, Arena *arena, Str *block, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &sheet_bytes, DB_ARGS(KEY, DB_INT("version", version)), found, err);
    if (rows != NULL && *found) *block = db_blob(rows, 0, arena);
    return db_end(rows, err);
}

bool sheet_versions(DbRead *db, int64_t region_id, Str procedure, int64_t school_id, Arena *arena, const SheetRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &sheet_all, DB_ARGS(KEY), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, SheetRow) = row_sheet(rows, arena);
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}
