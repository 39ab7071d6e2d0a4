/* One SQLite connection, between the files of its driver. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <sqlite3.h>

#include "store/driver_.h"

#define SQLITE_APPLICATION_ID 0x4D524C4F /* «MRLO» in the header of the file */
#define N_PREPARED            128        /* statements kept prepared: 6 KB each; a page needs twenty, ten processes should stay small */

typedef struct Prepared {
    const Sql *sql;
    sqlite3_stmt *at;
    bool busy;
    uint64_t used; /* tick of the last use: the oldest gives way */
} Prepared;

typedef struct SqliteLink {
    Link link;
    sqlite3 *db;
    char *path;
    Prepared prepared[N_PREPARED];
    uint64_t tick;
    int64_t wait_since_us; /* of the wait for other writers that goes on */
} SqliteLink;

/* Path without «sqlite:». */
const char *sqlite_path(const char *url);
/* Words for the last error of the connection. Sets link->retry. Always false. */
bool sqlite_fail(SqliteLink *link, int code, Err *err);
/* For a connection that could not be made; db may be NULL. */
bool sqlite_fail_at(const char *path, sqlite3 *db, int code, Err *err);

bool sqlite_open(const char *url, const DbOptions *options, bool writes, Link **out, Err *err);
void sqlite_close_link(Link *link);

#endif
