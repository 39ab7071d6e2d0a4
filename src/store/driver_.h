/* What an engine gives: connections, statements, cells. db.c is written over it once; sqlite*.c and pg*.c are the two engines. */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H

#include "store/db.h"

typedef struct Driver Driver;

/* One connection; first member of the engine's own struct. */
typedef struct Link {
    const Driver *driver;
    bool writes;
    bool retry;      /* the last refusal passes by itself: busy, deadlock, a lost connection before COMMIT */
    uint32_t i_try;  /* of the transaction that begins: 1, 2, … */
    bool broken;     /* a statement of this transaction failed: it can only be rolled back */
    uint32_t n_open; /* rows not yet ended */
} Link;

/* First member of the engine's own struct. */
struct DbRows {
    Link *link;
    bool failed;
    Err err; /* why, when failed */
};

struct Driver {
    DbEngine engine;
    bool (*open)(const char *url, const DbOptions *options, bool writes, Link **out, Err *err);
    void (*close)(Link *link);
    Str (*name)(const char *url, Arena *arena);
    bool (*begin)(Link *link, Err *err); /* a writing link: the lock of writers (SQLite); a reading one: a view of one moment */
    bool (*commit)(Link *link, Err *err);
    void (*rollback)(Link *link);
    bool (*run)(Link *link, const Sql *sql, const DbArg *args, size_t n_args, int64_t *n_changed, Err *err);
    /* sql->name NULL: built inside store/ for one use, not kept prepared. */
    DbRows *(*select)(Link *link, const Sql *sql, const DbArg *args, size_t n_args, Err *err);
    /* A long answer without parameters, a row at a time in memory; nothing else may be asked of the link until it is ended. */
    DbRows *(*stream)(Link *link, const Sql *sql, Err *err);
    bool (*next)(DbRows *rows);
    int (*n_columns)(const DbRows *rows);
    /* The cell as it lies; text and bytes hold until the next row. */
    void (*cell)(const DbRows *rows, int column, DbArg *out);
    void (*end)(DbRows *rows);
    /* Statements of a migration, many in one text. */
    bool (*script)(Link *link, const char *text, Err *err);
    bool (*has_table)(Link *link, const char *name, bool *out, Err *err);
    /* The plan as the engine words it. */
    bool (*explain)(Link *link, const Sql *sql, Arena *arena, Str *out, Err *err);
};

extern const Driver sqlite_driver, pg_driver;

struct DbRead {
    Db *db;
    Link *link; /* NULL until first needed */
    bool begun;
};
struct DbWrite { DbRead within; };

struct Db {
    const Driver *driver;
    char *url;
    DbOptions options;
    int64_t last_id;
    DbRead reader;
    DbWrite writer; /* within.link: the writing connection */
    bool in_tx;
};

/* Small lasting things: without memory for these the program ends. */
void *db_zeroed(size_t n);
char *db_copy_z(const char *z);
static inline const Driver *db_driver(const DbRead *read) { return read->db->driver; }
/* The reading connection, opened when first needed. */
bool db_link(DbRead *read, Err *err);
void db_cell(const DbRows *rows, int column, DbArg *out);
/* args of a statement that may not reach an engine: malformed UTF-8, a NUL byte inside text. */
bool db_args_check(const DbArg *args, size_t n_args, Err *err);
/* Value of a named argument, or NULL when it is not bound. name without the colon, n bytes. */
const DbArg *db_arg_find(const DbArg *args, size_t n_args, const char *name, size_t n);

#endif
