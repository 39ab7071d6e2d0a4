/* What remembers the journal outside its own table: heads (number and hash of the last entry) in copies of the database and in a text file beside it, to which the
 * server adds a line once an hour. Whoever cuts off the end of the journal and sets its counter back too is found by them. */
#ifndef FLOW_WITNESS_H
#define FLOW_WITNESS_H

#include "flow/flow.h"
#include "store/audit.h"
#include "store/org.h"

typedef struct Witness { int64_t region_id, seq, at; Str hash, where; /* «в копии merilo-….mcopy от 21.11.2026, 03:00» */ bool restored; } Witness;

/* The file of heads: beside the SQLite file («merilo.db.audit»), for PostgreSQL in the folder of data («merilo.audit»); empty: no such folder. */
Str witness_file(const char *url, Arena *arena);

/* Adds a line for every tree whose head the file does not end with yet; why: a word («час», «копия», «остановка»). One that cannot write has ERR_IO, ERR_DENIED. */
bool witness_add(DbRead *db, const char *url, const char *why, Err *err);
/* This database was just restored from a copy: what remembers a longer journal from before this moment is right and no longer held against it. */
bool witness_restored(DbRead *db, const char *url, Err *err);

/* All that is found: lines of the file, copies of the folder of copies. copy: one file more, from elsewhere; may be NULL. Copies of other trees do no harm. */
bool witness_list(const char *url, const char *copy, Arena *arena, const Witness **out, uint32_t *n, Err *err);

typedef struct JournalVerdict {
    AuditVerdict chain;
    uint32_t n_witnesses, n_before; /* that agree or not; left aside because the database was restored after them */
    Str broken;                     /* what is wrong, in sentences; empty: whole, and every witness agrees */
} JournalVerdict;
/* Entry by entry, then against the witnesses. */
bool journal_verify(DbRead *db, const Org *root, const Witness *witnesses, uint32_t n, Arena *arena, JournalVerdict *out, Err *err);

#endif
