/* The driver of PostgreSQL: parameters and results in binary form, statements prepared once a connection. */
#include <stdio.h>
#include <stdlib.h>

#include "store/pg_.h"

typedef struct PgRows {
    DbRows rows;
    PGresult *result;
    int at;
    bool streamed; /* result holds one row; the next is still on its way */
} PgRows;

static bool is_well(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static PGresult *send_once(PgLink *link, const Sql *sql, const DbArg *args, size_t n_args, Err *err)
{
    const PgStatement *statement = pg_prepare(link, sql, args, n_args, err);
    if (statement == NULL) return NULL;
    const char *values[PG_PARAMS_MOST];
    int lengths[PG_PARAMS_MOST], formats[PG_PARAMS_MOST];
    PgValue rooms[PG_PARAMS_MOST];
    for (uint32_t i = 0; i < statement->n_params; i++) {
        const DbArg *arg = db_arg_find(args, n_args, sql->text + statement->offsets[i], statement->sizes[i]);
        values[i] = pg_encode(arg, statement->types[i], &rooms[i], &lengths[i]);
        formats[i] = 1;
    }
    PGresult *result = PQexecPrepared(link->conn, statement->name, (int)statement->n_params, values, lengths, formats, 1);
    if (is_well(result)) return result;
    pg_fail(link, result, err);
    PQclear(result);
    return NULL;
}

static PGresult *send(PgLink *link, const Sql *sql, const DbArg *args, size_t n_args, Err *err)
{
    PGresult *result = send_once(link, sql, args, n_args, err);
    return result == NULL && pg_revive(link) ? send_once(link, sql, args, n_args, err) : result;
}

static bool run(Link *base, const Sql *sql, const DbArg *args, size_t n_args, int64_t *n_changed, Err *err)
{
    PGresult *result = send((PgLink *)base, sql, args, n_args, err);
    if (result == NULL) return false;
    if (n_changed != NULL) *n_changed = strtoll(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return true;
}

static DbRows *start(Link *base, const Sql *sql, const DbArg *args, size_t n_args, Err *err)
{
    PGresult *result = send((PgLink *)base, sql, args, n_args, err);
    if (result == NULL) return NULL;
    PgRows *rows = db_zeroed(sizeof *rows);
    *rows = (PgRows){ .rows.link = base, .result = result, .at = -1 };
    return &rows->rows;
}

static DbRows *stream(Link *base, const Sql *sql, Err *err)
{
    PgLink *link = (PgLink *)base;
    if (!PQsendQueryParams(link->conn, sql->text, 0, NULL, NULL, NULL, NULL, 1) || !PQsetSingleRowMode(link->conn)) {
        pg_fail(link, NULL, err);
        return NULL;
    }
    PgRows *rows = db_zeroed(sizeof *rows);
    *rows = (PgRows){ .rows.link = base, .streamed = true };
    return &rows->rows;
}

static bool next_streamed(PgRows *rows)
{
    PgLink *link = (PgLink *)rows->rows.link;
    PQclear(rows->result);
    rows->at = 0;
    rows->result = PQgetResult(link->conn);
    ExecStatusType status = PQresultStatus(rows->result);
    if (status == PGRES_SINGLE_TUPLE) return true;
    if (status != PGRES_TUPLES_OK) rows->rows.failed = !pg_fail(link, rows->result, &rows->rows.err);
    return false;
}

static bool next(DbRows *base)
{
    PgRows *rows = (PgRows *)base;
    if (rows->streamed) return next_streamed(rows);
    if (rows->at < PQntuples(rows->result)) rows->at++;
    return rows->at < PQntuples(rows->result);
}

static int n_columns(const DbRows *rows) { return PQnfields(((const PgRows *)rows)->result); }

static void cell(const DbRows *base, int column, DbArg *out)
{
    const PgRows *rows = (const PgRows *)base;
    BUG_ON(rows->at < 0 || rows->at >= PQntuples(rows->result));
    pg_decode(rows->result, rows->at, column, out);
}

static void end(DbRows *base)
{
    PgRows *rows = (PgRows *)base;
    PQclear(rows->result);
    for (PGresult *rest; rows->streamed && (rest = PQgetResult(((PgLink *)base->link)->conn)) != NULL;) PQclear(rest);
    free(base);
}

static bool exec(Link *base, const char *text, Err *err)
{
    PgLink *link = (PgLink *)base;
    PGresult *result = PQexec(link->conn, text);
    bool ok = is_well(result) || pg_fail(link, result, err);
    PQclear(result);
    return ok;
}

static bool begin(Link *base, Err *err)
{
    PgLink *link = (PgLink *)base;
    /* Whoever met others twice writes alone: among twenty that take «the last number and one» somebody would be late five times. */
    const char *text = !base->writes ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        : base->i_try > 2 ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(1297239120)"
                          : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock_shared(1297239120)";
    link->in_tx = exec(base, text, err) || (pg_revive(link) && exec(base, text, err));
    if (!link->in_tx) exec(base, "ROLLBACK", NULL); /* begun, but waited in vain */
    return link->in_tx;
}

static void rollback(Link *base)
{
    ((PgLink *)base)->in_tx = false;
    exec(base, "ROLLBACK", NULL);
}

static bool commit(Link *base, Err *err)
{
    PgLink *link = (PgLink *)base;
    link->in_tx = false;
    if (exec(base, "COMMIT", err)) return true;
    /* The answer was lost on its way: it may have been written, so it must not be done again by itself. */
    if (PQstatus(link->conn) == CONNECTION_BAD) {
        base->retry = false;
        return err_set(err, ERR_IO, "Обновите страницу и посмотрите, записано ли.", "Связь с сервером PostgreSQL прервалась на последнем шаге записи.");
    }
    return false;
}

static bool has_table(Link *base, const char *name, bool *out, Err *err)
{
    const Sql sql = { .text = "SELECT to_regclass(:name) IS NOT NULL" };
    DbRows *rows = start(base, &sql, DB_ARGS(DB_TEXT("name", str_of(name))), err);
    if (rows == NULL) return false;
    DbArg found;
    next(rows);
    cell(rows, 0, &found);
    *out = found.i != 0;
    end(rows);
    return true;
}

static bool explain(Link *base, const Sql *sql, Arena *arena, Str *out, Err *err)
{
    PgLink *link = (PgLink *)base;
    const PgStatement *statement = pg_prepare(link, sql, DB_NO_ARGS, err);
    if (statement == NULL) return false;
    Buf text;
    buf_init(&text, 0);
    /* A plan for any values, and an index wherever one can serve: with empty tables the planner would read them whole. */
    buf_printf(&text, "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; EXPLAIN EXECUTE %s", statement->name);
    for (uint32_t i = 0; i < statement->n_params; i++) buf_add_z(&text, i == 0 ? "(NULL" : ", NULL");
    buf_add_z(&text, statement->n_params > 0 ? ")" : "");
    PGresult *result = PQexec(link->conn, text.at);
    buf_clear(&text);
    bool ok = is_well(result) || pg_fail(link, result, err);
    for (int i = 0; ok && i < PQntuples(result); i++) buf_printf(&text, "%s\n", PQgetvalue(result, i, 0));
    PQclear(result);
    *out = arena_str(arena, buf_str(&text));
    buf_free(&text);
    return ok;
}

const Driver pg_driver = {
    .engine = DB_POSTGRESQL, .open = pg_open, .close = pg_close, .name = pg_name, .begin = begin, .commit = commit, .rollback = rollback, .run = run,
    .select = start, .stream = stream, .next = next, .n_columns = n_columns, .cell = cell, .end = end, .script = exec, .has_table = has_table, .explain = explain,
};
