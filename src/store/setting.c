#include "store/setting.h"

SQL_READ(setting_get, "SELECT value FROM setting WHERE name = :name");
SQL_WRITE(setting_set, "INSERT INTO setting (name, value, changed_at) VALUES (:name, :value, :now) "
                       "ON CONFLICT (name) DO UPDATE SET value = :value, changed_at = :now");

bool setting_text(DbRead *db, const char *name, Arena *arena, Str *out, Err *err)
{
    const SettingKind *kind = setting_find(str_of(name));
    BUG_ON(kind == NULL);
    bool found;
    DbRows *rows = db_one(db, &setting_get, DB_ARGS(DB_TEXT("name", str_of(name))), &found, err);
    if (rows == NULL) return false;
    *out = found ? db_text(rows, 0, arena) : str_of(kind->otherwise);
    return db_end(rows, err);
}

bool setting_int(DbRead *db, const char *name, int64_t *out, Err *err)
{
    Arena *arena = arena_new(0);
    Str text;
    long long n = 0;
    bool ok = setting_text(db, name, arena, &text, err);
    if (ok && !str_to_int(text, &n)) ok = err_set(err, ERR_BUG, "", "Настройка «%s» — не число.", name);
    if (ok) *out = n;
    arena_free(arena);
    return ok;
}

bool setting_put(DbWrite *db, const char *name, Str value, int64_t now, Err *err)
{
    return db_run(db, &setting_set, DB_ARGS(DB_TEXT("name", str_of(name)), DB_TEXT("value", value), DB_INT("now", now)), NULL, err);
}
