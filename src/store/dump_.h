/* Pieces of dump.h: what tables there are, and the bytes of a copy. */
#ifndef STORE_DUMP_PARTS_H
#define STORE_DUMP_PARTS_H

#include "base/hash.h"
#include "store/driver_.h"
#include "store/dump.h"

#define DUMP_MAGIC    "\x89MERILO\n" /* 8 bytes, some of which a transfer as text would change */
#define DUMP_VERSION  2u /* 1 had no heads */
#define DUMP_COLUMNS  64u
#define DUMP_TABLES   200u
enum { DUMP_TABLE = 'T', DUMP_ROW = 'R', DUMP_TABLE_END = 'E', DUMP_END = 'Z' };

typedef struct DumpShape {
    Str name;
    uint32_t n_columns;
    Str columns[DUMP_COLUMNS];
    uint32_t n_keys, keys[DUMP_COLUMNS]; /* columns of the primary key in their order */
} DumpShape;

/* Tables of the open database by name, without those that are only of the moment and without the list of migrations. */
bool dump_shapes(Link *link, Arena *arena, uint32_t *n, DumpShape **out, Err *err);

/* A copy as it lies in memory, walked from table to table and row to row; every length is checked. */
typedef struct DumpWalk {
    const char *path;
    Str bytes;
    size_t at, rested;
    bool mapped;           /* from a file: its pages may leave memory */
    int step;
    uint32_t n_heads;
    size_t heads_at;       /* where they begin */
    DumpShape shape;       /* of the table walked in */
    DbArg cells[DUMP_COLUMNS]; /* of the last row; without names */
    uint64_t n_rows;       /* of this table so far */
} DumpWalk;
/* The same over bytes at hand, without the hash at their end. */
bool dump_walk_over(DumpWalk *walk, const char *path, Str bytes, Err *err);
bool dump_walk_begin(DumpWalk *walk, const char *path, Arena *arena, char sha256[65], Err *err);
/* *more false: there are no more tables. */
bool dump_walk_table(DumpWalk *walk, bool *more, Err *err);
bool dump_walk_row(DumpWalk *walk, bool *more, Err *err);

#endif
