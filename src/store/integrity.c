#include "store/integrity.h"

#include "base/hash.h"

SQL_SCAN(integrity_sheets, "every sheet is read and hashed", "SELECT s.procedure, o.code, s.version, s.sha256, s.block FROM sheet s "
    "LEFT JOIN org o ON o.region_id = s.region_id AND o.id = s.school_id ORDER BY s.region_id, s.id");
SQL_SCAN(integrity_attachments, "every attachment is read and hashed", "SELECT sha256, n_bytes, bytes FROM attachment ORDER BY region_id, sha256");
/* What is gone has no bytes to hash: forms say how many versions they had, uploads which file. */
SQL_SCAN(integrity_lost_sheets, "every form is held against its versions", "SELECT f.procedure, o.code, f.version, COUNT(s.id) FROM submission f "
    "LEFT JOIN org o ON o.region_id = f.region_id AND o.id = f.school_id LEFT JOIN sheet s ON s.region_id = f.region_id AND s.procedure = f.procedure AND s.school_id = f.school_id "
    "GROUP BY f.region_id, f.procedure, f.school_id, f.version, o.code HAVING COUNT(s.id) <> f.version");
SQL_SCAN(integrity_lost_files, "every upload is held against its file", "SELECT u.sha256 FROM upload u "
    "LEFT JOIN attachment a ON a.region_id = u.region_id AND a.sha256 = u.sha256 WHERE a.sha256 IS NULL");

static bool holds(Str bytes, Str sha256)
{
    char hash[65];
    hash_sha256_hex(bytes, hash);
    return str_eq(str_of(hash), sha256);
}

static bool check_sheets(DbRead *db, Arena *arena, Integrity *out, Err *err)
{
    DbRows *rows = db_select(db, &integrity_sheets, DB_NO_ARGS, err);
    while (out->broken.n == 0 && db_next(rows)) {
        Arena *scratch = arena_new(0);
        Str block = db_blob(rows, 4, scratch);
        if (!holds(block, db_text(rows, 3, scratch)))
            out->broken = arena_printf(arena, "Лист школы %.*s, работа %.*s, версия %lld: байты не те, что были записаны.", STR_ARG(db_text(rows, 1, scratch)), STR_ARG(db_text(rows, 0, scratch)), (long long)db_int(rows, 2));
        out->n_sheets++;
        out->n_bytes += (int64_t)block.n;
        arena_free(scratch);
    }
    return db_end(rows, err);
}

static bool check_attachments(DbRead *db, Arena *arena, Integrity *out, Err *err)
{
    DbRows *rows = db_select(db, &integrity_attachments, DB_NO_ARGS, err);
    while (out->broken.n == 0 && db_next(rows)) {
        Arena *scratch = arena_new(0);
        Str sha256 = db_text(rows, 0, scratch), bytes = db_blob(rows, 2, scratch);
        if ((int64_t)bytes.n != db_int(rows, 1) || !holds(bytes, sha256)) out->broken = arena_printf(arena, "Файл %.12s…: байты не те, что были приняты.", sha256.at);
        out->n_attachments++;
        out->n_bytes += (int64_t)bytes.n;
        arena_free(scratch);
    }
    return db_end(rows, err);
}

static bool check_lost(DbRead *db, Arena *arena, Integrity *out, Err *err)
{
    DbRows *rows = db_select(db, &integrity_lost_sheets, DB_NO_ARGS, err);
    if (rows != NULL && db_next(rows) && out->broken.n == 0)
        out->broken = arena_printf(arena, "Форма школы %.*s, работа %.*s: версий должно быть %lld, а в базе их %lld.", STR_ARG(db_text(rows, 1, arena)), STR_ARG(db_text(rows, 0, arena)), (long long)db_int(rows, 2), (long long)db_int(rows, 3));
    if (!db_end(rows, err)) return false;
    rows = db_select(db, &integrity_lost_files, DB_NO_ARGS, err);
    if (rows != NULL && db_next(rows) && out->broken.n == 0) out->broken = arena_printf(arena, "Файл %.12s…: его приняли, а в базе его нет.", db_text(rows, 0, arena).at);
    return db_end(rows, err);
}

bool integrity_check(DbRead *db, Arena *arena, Integrity *out, Err *err)
{
    *out = (Integrity){ .broken = STR_EMPTY };
    return check_sheets(db, arena, out, err) && check_attachments(db, arena, out, err) && check_lost(db, arena, out, err);
}
