/* The driver of SQLite: statements stay prepared in their connection; rows are read where SQLite holds them. */
#include "store/sqlite_.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

typedef struct SqliteRows {
    DbRows rows;
    sqlite3_stmt *at;
    Prepared *of; /* NULL: not kept, finalised at the end */
} SqliteRows;

/* A prepared statement that nobody is stepping through; *of says where it is kept. */
static sqlite3_stmt *prepare(SqliteLink *link, const Sql *sql, Prepared **of, Err *err)
{
    Prepared *slot = NULL;
    for (uint32_t i = 0; i < N_PREPARED && sql->name != NULL; i++) {
        Prepared *p = &link->prepared[i];
        if (p->busy) continue;
        if (p->sql == sql) { slot = p; break; }
        if (slot == NULL || p->used < slot->used) slot = p;
    }
    sqlite3_stmt *at = slot != NULL && slot->sql == sql ? slot->at : NULL;
    if (at == NULL) {
        const char *rest = NULL;
        int code = sqlite3_prepare_v3(link->db, sql->text, -1, slot != NULL ? SQLITE_PREPARE_PERSISTENT : 0, &at, &rest);
        if (code != SQLITE_OK) {
            sqlite_fail(link, code, err);
            return NULL;
        }
        BUG_ON(at == NULL || rest[strspn(rest, " \n\t;")] != '\0'); /* one statement */
        BUG_ON(!sql->writes && !sqlite3_stmt_readonly(at));
        if (slot != NULL) {
            sqlite3_finalize(slot->at);
            *slot = (Prepared){ .sql = sql, .at = at };
        }
    }
    if (slot != NULL) {
        slot->busy = true;
        slot->used = ++link->tick;
    }
    *of = slot;
    return at;
}

static void let_go(sqlite3_stmt *at, Prepared *of)
{
    if (of == NULL) { sqlite3_finalize(at); return; }
    sqlite3_reset(at);
    sqlite3_clear_bindings(at);
    of->busy = false;
}

static int bind_one(sqlite3_stmt *at, int i, const DbArg *arg)
{
    switch (arg->kind) {
    case DB_ARG_INT: return sqlite3_bind_int64(at, i, arg->i);
    case DB_ARG_REAL: return sqlite3_bind_double(at, i, arg->x);
    case DB_ARG_TEXT: return sqlite3_bind_text64(at, i, arg->s.n > 0 ? arg->s.at : "", arg->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case DB_ARG_BLOB: return arg->s.n > 0 ? sqlite3_bind_blob64(at, i, arg->s.at, arg->s.n, SQLITE_STATIC) : sqlite3_bind_zeroblob(at, i, 0);
    case DB_ARG_NULL: break;
    }
    return sqlite3_bind_null(at, i);
}

static bool bind(SqliteLink *link, sqlite3_stmt *at, const DbArg *args, size_t n_args, Err *err)
{
    size_t n_bound = 0;
    for (int i = 1; i <= sqlite3_bind_parameter_count(at); i++) {
        Str name = str_of(sqlite3_bind_parameter_name(at, i));
        BUG_ON(name.at[0] != ':');
        const DbArg *arg = db_arg_find(args, n_args, name.at + 1, name.n - 1);
        if (arg == NULL) continue;
        n_bound++;
        int code = bind_one(at, i, arg);
        if (code != SQLITE_OK) return sqlite_fail(link, code, err);
    }
    BUG_ON(n_bound != n_args); /* an argument that the statement does not know, or given twice */
    return true;
}

static bool run(Link *base, const Sql *sql, const DbArg *args, size_t n_args, int64_t *n_changed, Err *err)
{
    SqliteLink *link = (SqliteLink *)base;
    Prepared *of;
    sqlite3_stmt *at = prepare(link, sql, &of, err);
    if (at == NULL) return false;
    bool ok = bind(link, at, args, n_args, err);
    if (ok) {
        int code;
        while ((code = sqlite3_step(at)) == SQLITE_ROW) {} /* RETURNING is not asked for */
        ok = code == SQLITE_DONE || sqlite_fail(link, code, err);
    }
    if (ok && n_changed != NULL) *n_changed = sqlite3_changes64(link->db);
    let_go(at, of);
    return ok;
}

static DbRows *start(Link *base, const Sql *sql, const DbArg *args, size_t n_args, Err *err)
{
    SqliteLink *link = (SqliteLink *)base;
    Prepared *of;
    sqlite3_stmt *at = prepare(link, sql, &of, err);
    if (at == NULL) return NULL;
    if (!bind(link, at, args, n_args, err)) { let_go(at, of); return NULL; }
    SqliteRows *rows = db_zeroed(sizeof *rows);
    *rows = (SqliteRows){ .rows.link = base, .at = at, .of = of };
    return &rows->rows;
}

static DbRows *stream(Link *link, const Sql *sql, Err *err) { return start(link, sql, DB_NO_ARGS, err); }

static bool next(DbRows *base)
{
    SqliteRows *rows = (SqliteRows *)base;
    int code = sqlite3_step(rows->at);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) base->failed = !sqlite_fail((SqliteLink *)base->link, code, &base->err);
    return false;
}

static int n_columns(const DbRows *rows) { return sqlite3_column_count(((const SqliteRows *)rows)->at); }

static void cell(const DbRows *base, int column, DbArg *out)
{
    sqlite3_stmt *at = ((const SqliteRows *)base)->at;
    *out = (DbArg){ .name = sqlite3_column_name(at, column), .kind = DB_ARG_NULL };
    switch (sqlite3_column_type(at, column)) {
    case SQLITE_INTEGER: out->kind = DB_ARG_INT; out->i = sqlite3_column_int64(at, column); break;
    case SQLITE_FLOAT: out->kind = DB_ARG_REAL; out->x = sqlite3_column_double(at, column); break;
    case SQLITE_TEXT:
        out->kind = DB_ARG_TEXT;
        out->s.at = (const char *)sqlite3_column_text(at, column);
        out->s.n = (size_t)sqlite3_column_bytes(at, column);
        break;
    case SQLITE_BLOB:
        out->kind = DB_ARG_BLOB;
        out->s.at = sqlite3_column_blob(at, column);
        out->s.n = (size_t)sqlite3_column_bytes(at, column);
        if (out->s.n == 0) out->s = STR_EMPTY;
        break;
    default: break;
    }
}

static void end(DbRows *base)
{
    SqliteRows *rows = (SqliteRows *)base;
    let_go(rows->at, rows->of);
    free(rows);
}

static bool exec(Link *base, const char *text, Err *err)
{
    SqliteLink *link = (SqliteLink *)base;
    int code = sqlite3_exec(link->db, text, NULL, NULL, NULL);
    return code == SQLITE_OK || sqlite_fail(link, code, err);
}

static bool begin(Link *link, Err *err) { return exec(link, link->writes ? "BEGIN IMMEDIATE" : "BEGIN", err); }

static void rollback(Link *base)
{
    /* SQLite may have rolled back by itself (full disk). */
    if (!sqlite3_get_autocommit(((SqliteLink *)base)->db)) exec(base, "ROLLBACK", NULL);
}

static bool commit(Link *link, Err *err)
{
    if (exec(link, "COMMIT", err)) return true;
    rollback(link);
    return false;
}

static bool has_table(Link *base, const char *name, bool *out, Err *err)
{
    const Sql sql = { .text = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = :name" };
    DbRows *rows = start(base, &sql, DB_ARGS(DB_TEXT("name", str_of(name))), err);
    if (rows == NULL) return false;
    *out = next(rows);
    bool ok = !rows->failed;
    if (!ok && err != NULL) *err = rows->err;
    end(rows);
    return ok;
}

static bool explain(Link *base, const Sql *sql, Arena *arena, Str *out, Err *err)
{
    SqliteLink *link = (SqliteLink *)base;
    Buf text;
    buf_init(&text, 0);
    buf_printf(&text, "EXPLAIN QUERY PLAN %s", sql->text);
    sqlite3_stmt *at = NULL;
    int code = sqlite3_prepare_v2(link->db, text.at, -1, &at, NULL);
    buf_clear(&text);
    while (code == SQLITE_OK && sqlite3_step(at) == SQLITE_ROW) buf_printf(&text, "%s\n", (const char *)sqlite3_column_text(at, 3));
    sqlite3_finalize(at);
    *out = arena_str(arena, buf_str(&text));
    buf_free(&text);
    return code == SQLITE_OK || sqlite_fail(link, code, err);
}

static Str name(const char *url, Arena *arena) { return arena_str(arena, str_of(sqlite_path(url))); }

const Driver sqlite_driver = {
    .engine = DB_SQLITE, .open = sqlite_open, .close = sqlite_close_link, .name = name, .begin = begin, .commit = commit, .rollback = rollback, .run = run,
    .select = start, .stream = stream, .next = next, .n_columns = n_columns, .cell = cell, .end = end, .script = exec, .has_table = has_table, .explain = explain,
};
