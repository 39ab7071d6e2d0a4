#include "store/upload.h"

#include "store/args_.h"
#include "store/rows_.h"

#define COLUMNS                                                                                                                                                              \
    "SELECT u.region_id, u.id, u.org_id, u.number, u.account_id, u.name, u.sha256, u.procedure_hint, u.state, u.format, u.n_rows, u.n_works, u.n_absent, u.n_rejected, u.n_fixed, " \
    "u.n_schools, u.why, u.made_at, u.finished_at, o.code, o.name, a.name FROM upload u JOIN org o ON o.region_id = u.region_id AND o.id = u.org_id "                         \
    "LEFT JOIN account a ON a.region_id = u.region_id AND a.id = u.account_id "

SQL_READ(upload_next, "SELECT COALESCE(MAX(number), 0) + 1 FROM upload WHERE region_id = :region AND org_id = :org");
SQL_WRITE(upload_insert,
          "INSERT INTO upload (region_id, id, org_id, number, account_id, name, sha256, procedure_hint, state, format, n_rows, n_works, n_absent, n_rejected, n_fixed, n_schools, why, made_at) "
          "VALUES (:region, :id, :org, :number, :account, :name, :sha256, :hint, :state, :format, :n_rows, :n_works, :n_absent, :n_rejected, :n_fixed, :n_schools, :why, :made)");
SQL_WRITE(upload_update,
          "UPDATE upload SET procedure_hint = :hint, state = :state, format = :format, n_rows = :n_rows, n_works = :n_works, n_absent = :n_absent, n_rejected = :n_rejected, n_fixed = :n_fixed, "
          "n_schools = :n_schools, why = :why, finished_at = :finished WHERE region_id = :region AND id = :id AND (:was = 0 OR state = :was)");
SQL_READ(upload_one, COLUMNS "WHERE u.region_id = :region AND u.org_id = :org AND u.number = :number");
SQL_READ(upload_latest, COLUMNS "WHERE u.region_id = :region AND o.path >= :path AND o.path < :path_end AND (:open = 0 OR u.state IN (1, 2, 3)) ORDER BY u.made_at DESC, u.id DESC LIMIT :limit");

SQL_WRITE(upload_edit_insert, "INSERT INTO upload_edit (region_id, id, upload_id, sheet, cell, before, value, account_id, made_at) "
                              "VALUES (:region, :id, :upload, :sheet, :cell, :before, :value, :account, :now)");
SQL_WRITE(upload_edit_end, "UPDATE upload_edit SET undone_at = :now WHERE region_id = :region AND upload_id = :upload AND sheet = :sheet AND cell = :cell AND undone_at IS NULL");
SQL_READ(upload_edits_holding, "SELECT e.id, e.sheet, e.cell, e.before, e.value, e.account_id, e.made_at, a.name FROM upload_edit e "
                               "LEFT JOIN account a ON a.region_id = e.region_id AND a.id = e.account_id "
                               "WHERE e.region_id = :region AND e.upload_id = :upload AND e.undone_at IS NULL ORDER BY e.id");
SQL_WRITE(upload_complaints_drop, "DELETE FROM upload_complaint WHERE region_id = :region AND upload_id = :upload");
SQL_WRITE(upload_complaint_insert, "INSERT INTO upload_complaint (region_id, upload_id, n, sheet, cell, value, code, severity, words) "
                                   "VALUES (:region, :upload, :n, :sheet, :cell, :value, :code, :severity, :words)");
SQL_READ(upload_complaints_kept, "SELECT sheet, cell, value, code, severity, words FROM upload_complaint WHERE region_id = :region AND upload_id = :upload ORDER BY n");

static UploadRow row_upload(const DbRows *rows, Arena *arena)
{
    return (UploadRow){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .org_id = db_int(rows, 2), .number = (int)db_int(rows, 3), .account_id = db_int(rows, 4),
        .name = db_text(rows, 5, arena), .sha256 = db_text(rows, 6, arena), .procedure_hint = db_text(rows, 7, arena), .state = (UploadState)db_int(rows, 8),
        .format = db_text(rows, 9, arena), .n_rows = (uint32_t)db_int(rows, 10), .n_works = (uint32_t)db_int(rows, 11), .n_absent = (uint32_t)db_int(rows, 12),
        .n_rejected = (uint32_t)db_int(rows, 13), .n_fixed = (uint32_t)db_int(rows, 14), .n_schools = (uint32_t)db_int(rows, 15), .why = db_text(rows, 16, arena),
        .made_at = db_int(rows, 17), .finished_at = db_int(rows, 18), .org_code = db_text(rows, 19, arena), .org_name = db_text(rows, 20, arena), .who = db_text(rows, 21, arena) };
}

bool upload_add(DbWrite *write, UploadRow *row, Err *err)
{
    bool found = false;
    DbRows *rows = db_one(db_within(write), &upload_next, DB_ARGS(DB_INT("region", row->region_id), DB_INT("org", row->org_id)), &found, err);
    if (rows != NULL && found) row->number = (int)db_int(rows, 0);
    if (!db_end(rows, err)) return false;
    row->id = db_new_id(write);
    return db_run(write, &upload_insert,
        DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("org", row->org_id), DB_INT("number", row->number), DB_INT("account", row->account_id), DB_TEXT("name", row->name),
                DB_TEXT("sha256", row->sha256), DB_TEXT("hint", row->procedure_hint), DB_INT("state", row->state), DB_TEXT("format", row->format), DB_INT("n_rows", row->n_rows),
                DB_INT("n_works", row->n_works), DB_INT("n_absent", row->n_absent), DB_INT("n_rejected", row->n_rejected), DB_INT("n_fixed", row->n_fixed), DB_INT("n_schools", row->n_schools),
                DB_TEXT("why", row->why), DB_INT("made", row->made_at)), NULL, err);
}

bool upload_change(DbWrite *write, const UploadRow *row, UploadState was, bool *done, Err *err)
{
    int64_t n_changed = 0;
    const DbArg finished = row->finished_at == 0 ? DB_NULL("finished") : DB_INT("finished", row->finished_at);
    if (!db_run(write, &upload_update,
        DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_TEXT("hint", row->procedure_hint), DB_INT("state", row->state), DB_TEXT("format", row->format),
                DB_INT("n_rows", row->n_rows), DB_INT("n_works", row->n_works), DB_INT("n_absent", row->n_absent), DB_INT("n_rejected", row->n_rejected), DB_INT("n_fixed", row->n_fixed),
                DB_INT("n_schools", row->n_schools), DB_TEXT("why", row->why), finished, DB_INT("was", was)), &n_changed, err))
        return false;
    *done = n_changed > 0;
    return true;
}

bool upload_get(DbRead *db, int64_t region_id, int64_t org_id, int number, Arena *arena, UploadRow *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &upload_one, DB_ARGS(DB_INT("region", region_id), DB_INT("org", org_id), DB_INT("number", number)), found, err);
    if (rows != NULL && *found) *out = row_upload(rows, arena);
    return db_end(rows, err);
}

bool upload_list(DbRead *db, int64_t region_id, Str org_path, bool open_only, uint32_t limit, Arena *arena, const UploadRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &upload_latest,
        DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, org_path), DB_INT("open", open_only), DB_INT("limit", limit)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, UploadRow) = row_upload(rows, arena);
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}

/* ---- corrections ---- */

bool upload_edit_undo(DbWrite *write, int64_t region_id, int64_t upload_id, Str sheet, Str cell, int64_t now, bool *done, Err *err)
{
    int64_t n = 0;
    if (!db_run(write, &upload_edit_end, DB_ARGS(DB_INT("region", region_id), DB_INT("upload", upload_id), DB_TEXT("sheet", sheet), DB_TEXT("cell", cell), DB_INT("now", now)), &n, err)) return false;
    *done = n > 0;
    return true;
}

bool upload_edit_add(DbWrite *write, int64_t region_id, int64_t upload_id, const UploadEdit *edit, Err *err)
{
    bool undone;
    if (!upload_edit_undo(write, region_id, upload_id, edit->sheet, edit->cell, edit->made_at, &undone, err)) return false;
    return db_run(write, &upload_edit_insert,
        DB_ARGS(DB_INT("region", region_id), DB_INT("id", db_new_id(write)), DB_INT("upload", upload_id), DB_TEXT("sheet", edit->sheet), DB_TEXT("cell", edit->cell),
                DB_TEXT("before", edit->before), DB_TEXT("value", edit->value), DB_INT("account", edit->account_id), DB_INT("now", edit->made_at)), NULL, err);
}

bool upload_edits(DbRead *db, int64_t region_id, int64_t upload_id, Arena *arena, const UploadEdit **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &upload_edits_holding, DB_ARGS(DB_INT("region", region_id), DB_INT("upload", upload_id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, UploadEdit) = (UploadEdit){ .id = db_int(rows, 0), .sheet = db_text(rows, 1, arena), .cell = db_text(rows, 2, arena), .before = db_text(rows, 3, arena),
            .value = db_text(rows, 4, arena), .account_id = db_int(rows, 5), .made_at = db_int(rows, 6), .who = db_text(rows, 7, arena) };
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}

/* ---- complaints ---- */

bool upload_complaints_put(DbWrite *write, int64_t region_id, int64_t upload_id, const Complaint *complaints, uint32_t n, Err *err)
{
    if (!db_run(write, &upload_complaints_drop, DB_ARGS(DB_INT("region", region_id), DB_INT("upload", upload_id)), NULL, err)) return false;
    Arena *scratch = arena_new(0);
    bool good = true;
    for (uint32_t i = 0; i < n && good; i++) {
        const Complaint *c = &complaints[i];
        good = db_run(write, &upload_complaint_insert,
            DB_ARGS(DB_INT("region", region_id), DB_INT("upload", upload_id), DB_INT("n", i), DB_TEXT("sheet", c->sheet), DB_TEXT("cell", complaint_cell(scratch, c)),
                    DB_TEXT("value", c->value), DB_TEXT("code", str_of(c->code)), DB_INT("severity", c->severity), DB_TEXT("words", c->text)), NULL, err);
    }
    arena_free(scratch);
    return good;
}

bool upload_complaints(DbRead *db, int64_t region_id, int64_t upload_id, Arena *arena, const Complaint **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &upload_complaints_kept, DB_ARGS(DB_INT("region", region_id), DB_INT("upload", upload_id)), err);
    while (rows != NULL && db_next(rows)) {
        Complaint *c = row_list_add_one(&list, Complaint);
        *c = (Complaint){ .sheet = db_text(rows, 0, arena), .value = db_text(rows, 2, arena), .code = arena_z(arena, db_text(rows, 3, arena)), .severity = (Severity)db_int(rows, 4),
            .text = db_text(rows, 5, arena) };
        cell_address_parse(db_text(rows, 1, arena), &c->row, &c->column);
    }
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}
