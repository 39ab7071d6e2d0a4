#include "store/throttle.h"

SQL_READ(throttle_row, "SELECT n, since, until FROM throttle WHERE name = :name");
/* In one statement: two failures at once are two. */
SQL_WRITE(throttle_step, "INSERT INTO throttle (name, n, since, until) VALUES (:name, 1, :now, 0) ON CONFLICT (name) DO UPDATE SET "
    "n = CASE WHEN throttle.since <= :old THEN 1 ELSE throttle.n + 1 END, since = CASE WHEN throttle.since <= :old THEN :now ELSE throttle.since END");
SQL_WRITE(throttle_hold, "UPDATE throttle SET until = :until WHERE name = :name");
SQL_WRITE(throttle_drop, "DELETE FROM throttle WHERE name = :name");
SQL_WRITE(throttle_take_one, "UPDATE throttle SET n = n - 1 WHERE name = :name AND n > 0");
SQL_WRITE(throttle_put_mark, "INSERT INTO throttle (name, n, since, until) VALUES (:name, 0, :now, :until) ON CONFLICT (name) DO UPDATE SET until = :until");
SQL_SWEEP(throttle_drop_old, "once a day, rows of days", "DELETE FROM throttle WHERE since < :before AND until < :before");

bool throttle_get(DbRead *db, Str name, Throttle *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &throttle_row, DB_ARGS(DB_TEXT("name", name)), &found, err);
    if (rows == NULL) return false;
    *out = found ? (Throttle){ .n = db_int(rows, 0), .since = db_int(rows, 1), .until = db_int(rows, 2) } : (Throttle){ 0 };
    return db_end(rows, err);
}

bool throttle_add(DbWrite *db, Str name, int64_t now, int64_t window_s, Throttle *out, Err *err)
{
    return db_run(db, &throttle_step, DB_ARGS(DB_TEXT("name", name), DB_INT("now", now), DB_INT("old", now - window_s)), NULL, err) && throttle_get(db_within(db), name, out, err);
}

bool throttle_until(DbWrite *db, Str name, int64_t until, Err *err)
{
    return db_run(db, &throttle_hold, DB_ARGS(DB_TEXT("name", name), DB_INT("until", until)), NULL, err);
}

bool throttle_less(DbWrite *db, Str name, Err *err) { return db_run(db, &throttle_take_one, DB_ARGS(DB_TEXT("name", name)), NULL, err); }

bool throttle_mark(DbWrite *db, Str name, int64_t now, int64_t until, Err *err)
{
    return db_run(db, &throttle_put_mark, DB_ARGS(DB_TEXT("name", name), DB_INT("now", now), DB_INT("until", until)), NULL, err);
}

bool throttle_forget(DbWrite *db, Str name, Err *err) { return db_run(db, &throttle_drop, DB_ARGS(DB_TEXT("name", name)), NULL, err); }
bool throttle_sweep(DbWrite *db, int64_t before, Err *err) { return db_run(db, &throttle_drop_old, DB_ARGS(DB_INT("before", before)), NULL, err); }
