/* Copies of a database: one file with everything in it (store/dump.h), made while people work, read back before it counts, and restored into an empty place only. */
#ifndef FLOW_BACKUP_H
#define FLOW_BACKUP_H

#include "flow/flow.h"
#include "store/dump.h"

#define COPY_SUFFIX ".mcopy"

/* A file of the folder of copies, named by its moment: «merilo-2026-11-22-030000.mcopy» (UTC). */
typedef struct Copy { Str name; int64_t made_at; uint64_t n_bytes; } Copy;
/* Newest first; other files are not looked at. A folder that is not there has none. ERR_IO, ERR_DENIED */
bool copy_list(Str folder, Arena *arena, const Copy **out, uint32_t *n, Err *err);
/* Is this a name that copy_list() could give: for addresses. */
bool copy_name_fits(Str name);

typedef struct BackupAsk {
    const char *path;              /* a file; NULL: a new one in folder */
    Str folder;
    uint32_t keep;                 /* of the folder: how many newest stay; 0: all */
    const DumpProgress *progress;  /* may be NULL */
} BackupAsk;
typedef struct BackupDone { Str path; DumpSummary summary; uint32_t n_removed; } BackupDone;
/* Saves, reads the file back and compares; then the copy counts as verified (setting «backup.verified_at») and stands in the journal of every tree.
 * fails   ERR_IO, ERR_CONFLICT: what was read back differs, and the file is taken away */
bool flow_backup(Flow *flow, const Who *who, const BackupAsk *ask, Arena *arena, BackupDone *out, Err *err);

/* A copy of the folder for somebody who carries it away: that is written down. The bytes are a mapped file. ERR_NOT_FOUND, ERR_DENIED */
bool flow_copy_read(Flow *flow, const Who *who, Str name, Arena *arena, Str *bytes, Err *err);

/* Is a database what it was written as: hashes of sheets and attachments, chain of the journal, and for SQLite the file itself. */
typedef struct VerifyDone { int64_t n_sheets, n_attachments, n_entries, n_erased; Str broken; /* the first thing, in words; empty: whole */ } VerifyDone;
/* url: where witnesses of the journal are looked for (witness.h); NULL: only the database itself */
bool flow_verify(Db *db, const char *url, Arena *arena, VerifyDone *out, Err *err);
/* The same of a copy: read through, then restored into a file that leaves again. folder: where that file may lie for a while */
bool flow_verify_copy(const char *path, Str folder, Arena *arena, DumpSummary *summary, VerifyDone *out, Err *err);

/* Into a place where nothing is: a new SQLite file (made; taken away again when it fails) or an empty PostgreSQL database. Verified afterwards.
 * fails   ERR_CONFLICT something is there already; ERR_INPUT no copy, or not whole */
bool flow_restore(const char *path, const char *url, const DumpProgress *progress, Arena *arena, DumpSummary *summary, VerifyDone *out, Err *err);

#endif
