/* A copy of a database in one file, the same bytes from either engine: every table ordered by its key, so that a copy restores into the other engine and two
 * databases with the same facts give the same file. Made online: writers go on, the copy is of one moment.
 *
 * The file: magic, version, schema step, heads of the journal (so that they are read without the rest); of each table (by name) its columns and rows; SHA-256 of all of it at the end. What is only of the moment (sessions,
 * counters of failures: «--@ passing» in the migration) is left out, so an old copy signs nobody in. Attachments are rows like others. */
#ifndef STORE_DUMP_H
#define STORE_DUMP_H

#include "store/db.h"

typedef struct DumpTable { Str name; uint64_t n_rows, n_bytes; } DumpTable;
typedef struct DumpSummary {
    int step;                            /* of the schema */
    uint32_t n_tables; const DumpTable *tables;
    uint64_t n_rows, n_bytes;            /* in all; bytes of the file */
    char sha256[65];
} DumpSummary;

typedef struct DumpProgress {
    bool (*tell)(void *context, Str table, uint64_t n_rows); /* after every few hundred rows, rows of all tables so far; false stops with ERR_BUSY */
    void *context;
} DumpProgress; /* may be NULL everywhere */

/* Writes path (over an older file; never leaves a half: beside it, fsync, rename). The schema must be the one of this program.
 * cost     SQLite about 150 MB/s of data; memory of one row (PostgreSQL: rows come one by one) */
bool dump_save(Db *db, const char *path, const DumpProgress *progress, Arena *arena, DumpSummary *out, Err *err);
/* Reads a copy through without a database: its hash, every length, order of tables. ERR_INPUT: no copy, broken off, changed. */
bool dump_verify(const char *path, const DumpProgress *progress, Arena *arena, DumpSummary *out, Err *err);
/* Into a database without a row (without tables, or with the schema of the copy's step or an older one): verifies, makes the schema of the copy, fills it in one
 * transaction, migrates to today's. Whatever fails, the database is as empty as before. ERR_CONFLICT: not empty, or the copy comes from a newer program. */
bool dump_load(const char *path, Db *db, const DumpProgress *progress, Arena *arena, DumpSummary *out, Err *err);

/* The last entry of the journal of every tree when the copy was made: a witness of the journal outside its table. */
typedef struct DumpHead { int64_t region_id, seq; Str hash; } DumpHead;
/* Only the beginning of the file is read, its hash is not checked. A copy of a program that did not write heads yet has none. fails as dump_verify() */
bool dump_heads(const char *path, Arena *arena, uint32_t *n, const DumpHead **out, Err *err);

#endif
