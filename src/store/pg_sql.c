/* Statements: named parameters become numbers, types come from the arguments, the server keeps what was prepared. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/pg_.h"

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

/* One past a string, a quoted name or a comment that begins at p; p when none does. */
static const char *skip_quoted(const char *p)
{
    if (p[0] == '-' && p[1] == '-') return p + strcspn(p, "\n");
    if (p[0] != '\'' && p[0] != '"') return p;
    const char quote[2] = { p[0], '\0' };
    const char *end = p + 1 + strcspn(p + 1, quote);
    return end + (*end != '\0');
}

static uint32_t number_of_name(PgStatement *statement, const char *text, const char *name, uint32_t n)
{
    uint32_t i = 0;
    while (i < statement->n_params && (statement->sizes[i] != n || strncmp(text + statement->offsets[i], name, n) != 0)) i++;
    if (i < statement->n_params) return i + 1;
    BUG_ON(statement->n_params >= PG_PARAMS_MOST);
    statement->offsets[statement->n_params] = (uint32_t)(name - text);
    statement->sizes[statement->n_params] = n;
    return ++statement->n_params;
}

void pg_translate(PgStatement *statement, const char *text, Buf *out)
{
    statement->n_params = 0;
    for (const char *p = text; *p != '\0';) {
        const char *after = skip_quoted(p);
        if (after == p && p[0] == ':' && p[1] == ':') after = p + 2;
        bool name = after == p && p[0] == ':' && is_word(p[1]);
        if (name) {
            uint32_t n = 0;
            while (is_word(p[1 + n])) n++;
            buf_printf(out, "$%u", number_of_name(statement, text, p + 1, n));
            p += 1 + n;
            continue;
        }
        if (after == p) after = p + 1;
        buf_add(out, (Str){ p, (size_t)(after - p) });
        p = after;
    }
}

static const DbArg *arg_of(const PgStatement *statement, uint32_t i, const DbArg *args, size_t n_args)
{
    return db_arg_find(args, n_args, statement->sql->text + statement->offsets[i], statement->sizes[i]);
}

static void read_kinds(PgStatement *statement, const DbArg *args, size_t n_args)
{
    static const char letters[] = { [DB_ARG_NULL] = 'n', [DB_ARG_INT] = 'i', [DB_ARG_REAL] = 'r', [DB_ARG_TEXT] = 't', [DB_ARG_BLOB] = 'b' };
    static const Oid types[] = { [DB_ARG_NULL] = 0, [DB_ARG_INT] = PG_INT8, [DB_ARG_REAL] = PG_FLOAT8, [DB_ARG_TEXT] = PG_TEXT, [DB_ARG_BLOB] = PG_BYTEA };
    size_t n_bound = 0;
    for (uint32_t i = 0; i < statement->n_params; i++) {
        const DbArg *arg = arg_of(statement, i, args, n_args);
        n_bound += arg != NULL;
        statement->kinds[i] = letters[arg == NULL ? DB_ARG_NULL : arg->kind];
        statement->types[i] = types[arg == NULL ? DB_ARG_NULL : arg->kind];
    }
    statement->kinds[statement->n_params] = '\0';
    BUG_ON(n_bound != n_args); /* an argument that the statement does not know, or given twice */
}

static bool state_is(const PGresult *result, const char *state)
{
    const char *is = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return is != NULL && strcmp(is, state) == 0;
}

/* A refused statement ends a transaction, so a try is made behind a savepoint. */
static PGresult *try_types(PgLink *link, const PgStatement *statement, const char *text)
{
    if (link->in_tx) PQclear(PQexec(link->conn, "SAVEPOINT trying"));
    PGresult *result = PQprepare(link->conn, statement->name, text, (int)statement->n_params, statement->types);
    if (link->in_tx) PQclear(PQexec(link->conn, PQresultStatus(result) == PGRES_COMMAND_OK ? "RELEASE SAVEPOINT trying" : "ROLLBACK TO SAVEPOINT trying"));
    return result;
}

/* «:x IS NULL OR id = :x» with nothing in x: the server cannot tell a type («… parameter $1») and is told one after another until the rest of the statement fits. */
static PGresult *prepare_typed(PgLink *link, PgStatement *statement, const char *text)
{
    PGresult *result = try_types(link, statement, text);
    if (!state_is(result, "42P18") && !state_is(result, "42P08")) return result;
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), *dollar = strrchr(message, '$');
    long i = dollar != NULL ? strtol(dollar + 1, NULL, 10) : 0;
    if (i < 1 || i > (long)statement->n_params || statement->types[i - 1] != 0) return result;
    static const Oid candidates[] = { PG_INT8, PG_TEXT, PG_BYTEA, PG_FLOAT8 };
    for (size_t k = 0; k < sizeof candidates / sizeof *candidates; k++) {
        statement->types[i - 1] = candidates[k];
        PQclear(result);
        result = prepare_typed(link, statement, text);
        if (PQresultStatus(result) == PGRES_COMMAND_OK) return result;
    }
    statement->types[i - 1] = 0;
    return result;
}

/* Types as the server itself infers them: substr() wants an int4 where we have an int8. */
static PGresult *prepare_inferred(PgLink *link, PgStatement *statement, const char *text)
{
    memset(statement->types, 0, sizeof statement->types);
    PGresult *result = prepare_typed(link, statement, text);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) return result;
    PQclear(result);
    result = PQdescribePrepared(link->conn, statement->name);
    for (uint32_t i = 0; PQresultStatus(result) == PGRES_COMMAND_OK && i < statement->n_params; i++) statement->types[i] = PQparamtype(result, (int)i);
    return result;
}

static bool prepare_on_server(PgLink *link, PgStatement *statement, const char *text, Err *err)
{
    PGresult *result = prepare_typed(link, statement, text);
    if (state_is(result, "42883") || state_is(result, "42804")) { /* no such function or operator; types do not fit */
        PQclear(result);
        result = prepare_inferred(link, statement, text);
    }
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK || pg_fail(link, result, err);
    PQclear(result);
    return ok;
}

void pg_forget(PgLink *link)
{
    for (uint32_t i = 0; i < link->n_prepared; i++) free(link->prepared[i]);
    link->n_prepared = 0;
}

static PgStatement *find(const PgLink *link, const PgStatement *wanted)
{
    for (uint32_t i = 0; i < link->n_prepared; i++) {
        PgStatement *one = link->prepared[i];
        if (one->sql == wanted->sql && strcmp(one->kinds, wanted->kinds) == 0) return one;
    }
    return NULL;
}

PgStatement *pg_prepare(PgLink *link, const Sql *sql, const DbArg *args, size_t n_args, Err *err)
{
    Buf text;
    buf_init(&text, 0);
    PgStatement wanted = { .sql = sql };
    pg_translate(&wanted, sql->text, &text);
    read_kinds(&wanted, args, n_args);
    PgStatement *statement = sql->name != NULL ? find(link, &wanted) : NULL;
    if (statement == NULL) {
        if (link->n_prepared == PG_PREPARED_MOST) {
            PQclear(PQexec(link->conn, "DEALLOCATE ALL"));
            pg_forget(link);
        }
        snprintf(wanted.name, sizeof wanted.name, "s%u", ++link->last_number);
        if (prepare_on_server(link, &wanted, text.at, err)) {
            statement = db_zeroed(sizeof *statement);
            *statement = wanted;
            link->prepared[link->n_prepared++] = statement;
        }
    }
    buf_free(&text);
    return statement;
}
