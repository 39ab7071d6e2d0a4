/* Versions of a school's results in a procedure: a block (domain/block.h) each, never changed; a correction is a new version. */
#ifndef STORE_SHEET_H
#define STORE_SHEET_H

#include "store/db.h"

typedef struct SheetRow {
    int64_t region_id, id, school_id, upload_id;
    Str procedure;
    int version, replaces; /* 0: none */
    Str sha256;
    uint32_t n_works, n_absent;
    Str reason;
    int64_t account_id, made_at;
    Str who;               /* read: name of the account; empty for the program and erased people */
    int64_t upload_org_id; /* read: the upload's natural key; number 0: it did not come from an upload */
    int upload_number;
} SheetRow;

/* in: version is the next one; replaces, reason as they are. row->id is made here. ERR_CONFLICT when this version is there. */
bool sheet_add(DbWrite *write, const SheetRow *row, Str block, Err *err);
/* version 0: the latest */
bool sheet_get(DbRead *db, int64_t region_id, Str procedure, int64_t school_id, int version, Arena *arena, SheetRow *out, bool *found, Err *err);
bool sheet_block(DbRead *db, int64_t region_id, Str procedure, int64_t school_id, int version, Arena *arena, Str *block, bool *found, Err *err);
/* Latest first. */
bool sheet_versions(DbRead *db, int64_t region_id, Str procedure, int64_t school_id, Arena *arena, const SheetRow **rows, uint32_t *n, Err *err);

#endif
