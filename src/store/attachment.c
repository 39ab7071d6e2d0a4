#include "store/attachment.h"

#include "base/hash.h"

SQL_WRITE(attachment_add, "INSERT INTO attachment (region_id, sha256, n_bytes, bytes, made_at) VALUES (:region, :sha256, :n, :bytes, :now) "
                          "ON CONFLICT (region_id, sha256) DO NOTHING");
SQL_READ(attachment_bytes, "SELECT bytes FROM attachment WHERE region_id = :region AND sha256 = :sha256");
SQL_READ(attachment_n_bytes, "SELECT n_bytes FROM attachment WHERE region_id = :region AND sha256 = :sha256");

bool attachment_put(DbWrite *write, int64_t region_id, Str bytes, int64_t now, char sha256[65], Err *err)
{
    hash_sha256_hex(bytes, sha256);
    return db_run(write, &attachment_add,
                  DB_ARGS(DB_INT("region", region_id), DB_TEXT("sha256", str_of(sha256)), DB_INT("n", (int64_t)bytes.n), DB_BLOB("bytes", bytes), DB_INT("now", now)), NULL, err);
}

bool attachment_get(DbRead *db, int64_t region_id, Str sha256, Arena *arena, Str *bytes, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &attachment_bytes, DB_ARGS(DB_INT("region", region_id), DB_TEXT("sha256", sha256)), found, err);
    if (rows != NULL && *found) *bytes = db_blob(rows, 0, arena);
    return db_end(rows, err);
}

bool attachment_size(DbRead *db, int64_t region_id, Str sha256, int64_t *n_bytes, Err *err)
{
    bool found = false;
    DbRows *rows = db_one(db, &attachment_n_bytes, DB_ARGS(DB_INT("region", region_id), DB_TEXT("sha256", sha256)), &found, err);
    if (rows != NULL) *n_bytes = found ? db_int(rows, 0) : -1;
    return db_end(rows, err);
}
