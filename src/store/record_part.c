/* What stands beside a record: versions, people, links, files, comments, frozen data. */
#include "store/args_.h"
#include "store/record.h"
#include "store/rows_.h"

#define VERSION "SELECT v.revision, v.state, v.fields, v.account_id, v.made_at, a.name FROM record_version v LEFT JOIN account a ON a.region_id = v.region_id AND a.id = v.account_id " \
                "WHERE v.region_id = :region AND v.record_id = :id "
SQL_READ(record_version_rows, VERSION "ORDER BY v.revision DESC LIMIT :limit");
SQL_READ(record_version_row, VERSION "AND v.revision = :revision");
SQL_READ(record_person_rows, "SELECT p.account_id, a.number, a.name, a.post, (SELECT o.name FROM account_grant g JOIN org o ON o.region_id = g.region_id AND o.id = g.org_id "
    "WHERE g.region_id = p.region_id AND g.account_id = p.account_id AND g.revoked_at IS NULL ORDER BY g.id LIMIT 1), p.mark, p.marked_at "
    "FROM record_person p JOIN account a ON a.region_id = p.region_id AND a.id = p.account_id WHERE p.region_id = :region AND p.record_id = :id AND p.list = :list ORDER BY a.name_key, a.number");
SQL_READ(record_person_own, "SELECT r.type, r.number, r.title, o.name, p.mark, p.marked_at, r.restricted FROM record_person p JOIN record r ON r.region_id = p.region_id AND r.id = p.record_id "
    "JOIN org o ON o.region_id = r.region_id AND o.id = r.org_id WHERE p.region_id = :region AND p.account_id = :account ORDER BY r.made_at DESC, r.id DESC");
SQL_WRITE(record_person_mark, "INSERT INTO record_person (region_id, record_id, list, account_id, mark, marked_at) VALUES (:region, :id, :list, :account, :mark, :now) "
    "ON CONFLICT (region_id, record_id, list, account_id) DO UPDATE SET mark = excluded.mark, marked_at = excluded.marked_at");
SQL_WRITE(record_person_drop, "DELETE FROM record_person WHERE region_id = :region AND record_id = :id AND list = :list AND account_id = :account");
SQL_READ(record_link_rows, "SELECT id, kind, to_id, to_key, title, account_id, made_at FROM record_link WHERE region_id = :region AND record_id = :id AND removed_at IS NULL ORDER BY id");
SQL_WRITE(record_link_insert, "INSERT INTO record_link (region_id, id, record_id, kind, to_id, to_key, title, account_id, made_at) VALUES (:region, :link, :id, :kind, :to, :key, :title, :account, :now)");
SQL_WRITE(record_link_drop, "UPDATE record_link SET removed_at = :now WHERE region_id = :region AND record_id = :id AND id = :link AND removed_at IS NULL");
SQL_READ(record_file_rows, "SELECT f.id, f.sha256, f.file_name, f.n_bytes, f.account_id, f.made_at, a.name FROM record_file f LEFT JOIN account a ON a.region_id = f.region_id AND a.id = f.account_id "
    "WHERE f.region_id = :region AND f.record_id = :id AND f.removed_at IS NULL ORDER BY f.id");
SQL_WRITE(record_file_insert, "INSERT INTO record_file (region_id, id, record_id, sha256, file_name, n_bytes, account_id, made_at) VALUES (:region, :file, :id, :sha256, :name, :n, :account, :now)");
SQL_WRITE(record_file_drop, "UPDATE record_file SET removed_at = :now WHERE region_id = :region AND record_id = :id AND id = :file AND removed_at IS NULL");
SQL_READ(record_note_rows, "SELECT n.id, n.words, n.account_id, n.made_at, a.name, a.post FROM record_note n LEFT JOIN account a ON a.region_id = n.region_id AND a.id = n.account_id "
    "WHERE n.region_id = :region AND n.record_id = :id ORDER BY n.id");
SQL_WRITE(record_note_insert, "INSERT INTO record_note (region_id, id, record_id, words, account_id, made_at) VALUES (:region, :note, :id, :words, :account, :now)");
SQL_READ(frozen_row, "SELECT f.sha256, f.title, f.address, f.account_id, f.made_at, a.name FROM frozen f LEFT JOIN account a ON a.region_id = f.region_id AND a.id = f.account_id "
    "WHERE f.region_id = :region AND f.sha256 = :sha256");
SQL_WRITE(frozen_insert, "INSERT INTO frozen (region_id, sha256, title, address, account_id, made_at) VALUES (:region, :sha256, :title, :address, :account, :now) ON CONFLICT (region_id, sha256) DO NOTHING");

#define ARGS_OF(of) DB_INT("region", (of)->region_id), DB_INT("id", (of)->id)

static bool end_list(DbRows *rows, const RowList *list, void *out, uint32_t *n, Err *err)
{
    memcpy(out, &list->at, sizeof list->at);
    *n = list->n;
    return db_end(rows, err);
}

static bool end_change(bool ran, int64_t n, bool *done)
{
    if (ran) *done = n == 1;
    return ran;
}

/* ---- versions ---- */

static RecordVersion row_version(const DbRows *rows, Arena *arena)
{
    return (RecordVersion){ .revision = (uint32_t)db_int(rows, 0), .state = db_text(rows, 1, arena), .fields = db_text(rows, 2, arena), .account_id = db_int(rows, 3), .made_at = db_int(rows, 4), .who = db_text(rows, 5, arena) };
}

bool record_versions(DbRead *db, const Record *of, uint32_t limit, Arena *arena, RecordVersion **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &record_version_rows, DB_ARGS(ARGS_OF(of), DB_INT("limit", limit)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, RecordVersion) = row_version(rows, arena);
    return end_list(rows, &list, out, n, err);
}

bool record_version_get(DbRead *db, const Record *of, uint32_t revision, Arena *arena, RecordVersion *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &record_version_row, DB_ARGS(ARGS_OF(of), DB_INT("revision", revision)), found, err);
    if (rows != NULL && *found) *out = row_version(rows, arena);
    return db_end(rows, err);
}

/* ---- people ---- */

bool record_people(DbRead *db, const Record *of, Str list_name, Arena *arena, RecordPerson **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &record_person_rows, DB_ARGS(ARGS_OF(of), DB_TEXT("list", list_name)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, RecordPerson) = (RecordPerson){ .account_id = db_int(rows, 0), .number = db_int(rows, 1), .name = db_text(rows, 2, arena), .post = db_text(rows, 3, arena),
            .org_name = db_text(rows, 4, arena), .mark = db_text(rows, 5, arena), .marked_at = db_int(rows, 6) };
    return end_list(rows, &list, out, n, err);
}

bool record_of_person(DbRead *db, int64_t region_id, int64_t account_id, Arena *arena, RecordListed **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &record_person_own, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, RecordListed) = (RecordListed){ .type = db_text(rows, 0, arena), .number = (uint32_t)db_int(rows, 1), .title = db_text(rows, 2, arena), .org_name = db_text(rows, 3, arena),
            .mark = db_text(rows, 4, arena), .marked_at = db_int(rows, 5), .restricted = db_int(rows, 6) != 0 };
    return end_list(rows, &list, out, n, err);
}

bool record_person_put(DbWrite *db, const Record *of, Str list, int64_t account_id, Str mark, int64_t now, Err *err)
{
    return db_run(db, &record_person_mark, DB_ARGS(ARGS_OF(of), DB_TEXT("list", list), DB_INT("account", account_id), DB_TEXT("mark", mark), DB_INT("now", now)), NULL, err);
}

bool record_person_remove(DbWrite *db, const Record *of, Str list, int64_t account_id, bool *done, Err *err)
{
    int64_t n = 0;
    return end_change(db_run(db, &record_person_drop, DB_ARGS(ARGS_OF(of), DB_TEXT("list", list), DB_INT("account", account_id)), &n, err), n, done);
}

/* ---- links ---- */

bool record_links(DbRead *db, const Record *of, Arena *arena, RecordLink **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &record_link_rows, DB_ARGS(ARGS_OF(of)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, RecordLink) = (RecordLink){ .id = db_int(rows, 0), .kind = db_text(rows, 1, arena), .to_id = db_int(rows, 2), .to_key = db_text(rows, 3, arena), .title = db_text(rows, 4, arena),
            .account_id = db_int(rows, 5), .made_at = db_int(rows, 6) };
    return end_list(rows, &list, out, n, err);
}

bool record_link_put(DbWrite *db, const Record *of, const RecordLink *link, Err *err)
{
    return db_run(db, &record_link_insert, DB_ARGS(ARGS_OF(of), DB_INT("link", link->id), DB_TEXT("kind", link->kind), DB_INT("to", link->to_id), DB_TEXT("key", link->to_key), DB_TEXT("title", link->title),
        DB_INT("account", link->account_id), DB_INT("now", link->made_at)), NULL, err);
}

bool record_link_remove(DbWrite *db, const Record *of, int64_t id, int64_t now, bool *done, Err *err)
{
    int64_t n = 0;
    return end_change(db_run(db, &record_link_drop, DB_ARGS(ARGS_OF(of), DB_INT("link", id), DB_INT("now", now)), &n, err), n, done);
}

/* ---- files ---- */

bool record_files(DbRead *db, const Record *of, Arena *arena, RecordFile **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &record_file_rows, DB_ARGS(ARGS_OF(of)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, RecordFile) = (RecordFile){ .id = db_int(rows, 0), .sha256 = db_text(rows, 1, arena), .name = db_text(rows, 2, arena), .n_bytes = db_int(rows, 3), .account_id = db_int(rows, 4),
            .made_at = db_int(rows, 5), .who = db_text(rows, 6, arena) };
    return end_list(rows, &list, out, n, err);
}

bool record_file_put(DbWrite *db, const Record *of, const RecordFile *file, Err *err)
{
    return db_run(db, &record_file_insert, DB_ARGS(ARGS_OF(of), DB_INT("file", file->id), DB_TEXT("sha256", file->sha256), DB_TEXT("name", file->name), DB_INT("n", file->n_bytes),
        DB_INT("account", file->account_id), DB_INT("now", file->made_at)), NULL, err);
}

bool record_file_remove(DbWrite *db, const Record *of, int64_t id, int64_t now, bool *done, Err *err)
{
    int64_t n = 0;
    return end_change(db_run(db, &record_file_drop, DB_ARGS(ARGS_OF(of), DB_INT("file", id), DB_INT("now", now)), &n, err), n, done);
}

/* ---- comments, frozen data ---- */

bool record_notes(DbRead *db, const Record *of, Arena *arena, RecordNote **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &record_note_rows, DB_ARGS(ARGS_OF(of)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, RecordNote) = (RecordNote){ .id = db_int(rows, 0), .words = db_text(rows, 1, arena), .account_id = db_int(rows, 2), .made_at = db_int(rows, 3), .who = db_text(rows, 4, arena),
            .post = db_text(rows, 5, arena) };
    return end_list(rows, &list, out, n, err);
}

bool record_note_put(DbWrite *db, const Record *of, const RecordNote *note, Err *err)
{
    return db_run(db, &record_note_insert, DB_ARGS(ARGS_OF(of), DB_INT("note", note->id), DB_TEXT("words", note->words), DB_INT("account", note->account_id), DB_INT("now", note->made_at)), NULL, err);
}

bool frozen_get(DbRead *db, int64_t region_id, Str sha256, Arena *arena, Frozen *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &frozen_row, DB_ARGS(DB_INT("region", region_id), DB_TEXT("sha256", sha256)), found, err);
    if (rows != NULL && *found)
        *out = (Frozen){ .sha256 = db_text(rows, 0, arena), .title = db_text(rows, 1, arena), .address = db_text(rows, 2, arena), .account_id = db_int(rows, 3), .made_at = db_int(rows, 4), .who = db_text(rows, 5, arena) };
    return db_end(rows, err);
}

bool frozen_put(DbWrite *db, int64_t region_id, const Frozen *row, Err *err)
{
    return db_run(db, &frozen_insert, DB_ARGS(DB_INT("region", region_id), DB_TEXT("sha256", row->sha256), DB_TEXT("title", row->title), DB_TEXT("address", row->address), DB_INT("account", row->account_id),
        DB_INT("now", row->made_at)), NULL, err);
}
