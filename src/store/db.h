/* The thin layer over SQLite and PostgreSQL: the only way to a database. One Db a process; SQL is constant text; a reading handle cannot write.
 *
 * A statement is declared once, in the file of its aggregate, by SQL_READ, SQL_SCAN, SQL_WRITE or SQL_SWEEP: all of them stand in one table (db_statements) that
 * the tests prepare and explain on a fresh schema. Parameters are named (:region) and bound by name; a parameter that is not bound is NULL. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdint.h>

#include "base/arena.h"

typedef struct Db Db;           /* an open database: one reading and one writing connection, opened when first needed */
typedef struct DbRead DbRead;   /* cannot write: does not compile, and the driver refuses */
typedef struct DbWrite DbWrite; /* inside db_tx() only */
typedef struct DbRows DbRows;

typedef enum DbEngine { DB_SQLITE, DB_POSTGRESQL } DbEngine;

typedef struct Sql {
    const char *name, *text;
    bool writes;
    const char *scan; /* why it may read a whole growing table; NULL: it may not */
} Sql;
/* Pointers to statements gather in a section of the program: no list to forget. */
#define SQL_DECLARE(id, text_, writes_, scan_)                                    \
    static const Sql id = { .name = #id, .text = (text_), .writes = (writes_), .scan = (scan_) }; \
    static const Sql *const id##_entry __attribute__((used, section("merilo_sql"))) = &id
#define SQL_READ(id, text)      SQL_DECLARE(id, text, false, NULL)
#define SQL_SCAN(id, why, text) SQL_DECLARE(id, text, false, why)
#define SQL_WRITE(id, text)     SQL_DECLARE(id, text, true, NULL)
#define SQL_SWEEP(id, why, text) SQL_DECLARE(id, text, true, why) /* writes, and may look through the whole table */
const Sql *const *db_statements(uint32_t *n);

typedef struct DbArg {
    const char *name; /* without the colon */
    enum { DB_ARG_NULL, DB_ARG_INT, DB_ARG_REAL, DB_ARG_TEXT, DB_ARG_BLOB } kind;
    int64_t i;
    double x;
    Str s; /* must live until the call returns (writes) or the rows end (reads) */
} DbArg;
#define DB_INT(id, v)  ((DbArg){ .name = (id), .kind = DB_ARG_INT, .i = (v) })
#define DB_REAL(id, v) ((DbArg){ .name = (id), .kind = DB_ARG_REAL, .x = (v) })
#define DB_TEXT(id, v) ((DbArg){ .name = (id), .kind = DB_ARG_TEXT, .s = (v) })
#define DB_BLOB(id, v) ((DbArg){ .name = (id), .kind = DB_ARG_BLOB, .s = (v) })
#define DB_NULL(id)    ((DbArg){ .name = (id), .kind = DB_ARG_NULL })
#define DB_ARGS(...)   (const DbArg[]){ __VA_ARGS__ }, sizeof((const DbArg[]){ __VA_ARGS__ }) / sizeof(DbArg)
#define DB_NO_ARGS     NULL, 0

/* url     path of an SQLite file («merilo.db», «sqlite:merilo.db») or «postgresql://…» as libpq reads it
 * options NULL: an existing database, any node
 * node    0..511: which of the server's writing processes this is, part of ids; DB_NODE_ANY for a short program beside the server (one of 512..1023 by lot)
 * fails   ERR_NOT_FOUND no such file (create: made), ERR_INPUT unknown scheme, a file that is no database, a network file system, ERR_DENIED, ERR_IO.
 * Does not look at the schema: see migrate.h. */
#define DB_NODES    1024u
#define DB_NODE_ANY UINT32_MAX
typedef struct DbOptions { bool create; uint32_t node; } DbOptions;
bool db_open(const char *url, const DbOptions *options, Db **out, Err *err);
void db_close(Db *db);
DbEngine db_engine(const Db *db);
/* What to show of the URL: without a password. */
Str db_name(const Db *db, Arena *arena);
/* After fork(): a child must not use its parent's connections; it opens its own by db_open(). */

/* A new id: milliseconds since 2025, node, counter; rising within a process, unique between nodes. */
int64_t db_id(Db *db);

DbRead *db_reader(Db *db);
/* A view of one moment until db_read_end(): whatever is read between is consistent. */
bool db_read_begin(DbRead *read, Err *err);
void db_read_end(DbRead *read);

/* Rows of a reading statement. NULL and err when refused; ERR_IO, ERR_BUSY (for longer than the timeout).
 * Many may be open at once on a reader. Always db_end(). */
DbRows *db_select(DbRead *read, const Sql *sql, const DbArg *args, size_t n_args, Err *err);
bool db_next(DbRows *rows); /* rows may be NULL: then false */
bool db_end(DbRows *rows, Err *err); /* false when reading stopped on an error; rows may be NULL: then false */
bool db_is_null(const DbRows *rows, int column);
int64_t db_int(const DbRows *rows, int column);   /* NULL gives 0 */
double db_real(const DbRows *rows, int column);   /* NULL gives NaN */
Str db_text(const DbRows *rows, int column, Arena *arena); /* a copy; NULL gives an empty one */
Str db_blob(const DbRows *rows, int column, Arena *arena);
/* One row at most: true with *found; columns are then read by the same calls until db_end(). */
DbRows *db_one(DbRead *read, const Sql *sql, const DbArg *args, size_t n_args, bool *found, Err *err);

/* One short write transaction: body runs between BEGIN IMMEDIATE (PostgreSQL: READ COMMITTED) and COMMIT; false rolls back. It is run again, up to 5 times, when the
 * database was busy (SQLITE_BUSY, 40001, 40P01) or another writer took the same key (PostgreSQL: «the last number and one»), so it must not keep anything from a run that failed. After a refused statement body must give false: PostgreSQL
 * cannot go on, so an attempt («insert or else») is an ON CONFLICT of the statement, not a second statement. Giving true then is a BUG.
 * fails   what body fails with; ERR_BUSY when still busy: «База занята» (status 503); ERR_IO: full disk, read-only */
typedef bool (*DbBody)(DbWrite *write, void *context, Err *err);
bool db_tx(Db *db, DbBody body, void *context, Err *err);
DbRead *db_within(DbWrite *write); /* reading inside the transaction */
int64_t db_new_id(DbWrite *write);
/* n_changed: rows touched; may be NULL. ERR_CONFLICT on a unique key. */
bool db_run(DbWrite *write, const Sql *sql, const DbArg *args, size_t n_args, int64_t *n_changed, Err *err);

#endif
