/* One PostgreSQL connection, between the files of its driver. */
#ifndef STORE_PG_H
#define STORE_PG_H

#include <libpq-fe.h>

#include "base/buf.h"
#include "store/driver_.h"

#define PG_PARAMS_MOST   64
#define PG_PREPARED_MOST 512 /* statements kept in a connection; then all are forgotten */

/* A statement as the server has it. The kinds of its arguments are part of it: the server wants to know types, SQLite does not. */
typedef struct PgStatement {
    const Sql *sql;
    char kinds[PG_PARAMS_MOST + 1]; /* a letter a parameter: n i r t b */
    char name[16];
    uint32_t n_params;
    uint32_t offsets[PG_PARAMS_MOST]; /* of parameter names in sql->text, after the colon */
    uint32_t sizes[PG_PARAMS_MOST];
    Oid types[PG_PARAMS_MOST];
} PgStatement;

typedef struct PgLink {
    Link link;
    PGconn *conn;
    bool in_tx;
    uint32_t n_prepared, last_number;
    PgStatement **prepared;
} PgLink;

enum { PG_BOOL = 16, PG_BYTEA = 17, PG_NAME = 19, PG_INT8 = 20, PG_INT2 = 21, PG_INT4 = 23, PG_TEXT = 25, PG_FLOAT4 = 700, PG_FLOAT8 = 701, PG_VARCHAR = 1043, PG_NUMERIC = 1700 };

/* «:name» as «$n», the same name the same number; strings, quoted names, comments and «::» are left. Fills n_params, offsets, sizes. */
void pg_translate(PgStatement *statement, const char *text, Buf *out);
/* A prepared statement for arguments of these kinds; NULL when refused. */
PgStatement *pg_prepare(PgLink *link, const Sql *sql, const DbArg *args, size_t n_args, Err *err);
void pg_forget(PgLink *link);

typedef struct PgValue { char bytes[8]; } PgValue;
/* The argument in the server's binary form. NULL for nothing. room lives as long as the value. */
const char *pg_encode(const DbArg *arg, Oid type, PgValue *room, int *length);
void pg_decode(const PGresult *result, int row, int column, DbArg *out);

/* Words for a result that is not well; result may be NULL (no connection). Sets retry. Always false. */
bool pg_fail(PgLink *link, const PGresult *result, Err *err);
bool pg_fail_at(PGconn *conn, Err *err);

bool pg_open(const char *url, const DbOptions *options, bool writes, Link **out, Err *err);
void pg_close(Link *link);
/* Is the connection gone and, outside of a transaction, made anew? Then the statement may be sent again. */
bool pg_revive(PgLink *link);
Str pg_name(const char *url, Arena *arena);

#endif
