/* The journal of changes: append-only entries in a chain of hashes; readable words beside them, which law may erase without breaking the chain. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "store/db.h"

typedef struct AuditEntry {
    int64_t seq, at, account_id, org_id;
    Str object, verb, words;   /* words empty when erased */
    bool erased;
    Str who, org_code, org_name; /* for showing; who is empty for the program and for erased people */
    Str hash;                  /* when read: written down anywhere, it tells later whether anything up to here was changed or cut off */
} AuditEntry;

/* In the transaction of the change. Takes the row of audit_head: entries stand in a row. */
bool audit_append(DbWrite *write, int64_t region_id, const AuditEntry *entry, Err *err);
bool audit_append_all(DbWrite *write, int64_t region_id, uint32_t n, const AuditEntry *entries, Err *err); /* in this order */

/* Latest first. before_seq 0: from the end. org_path: entries about organisations of that subtree; object empty: any; account 0: any; words: part of them, empty: any. */
typedef struct AuditAsk { Str org_path, object, verb; int64_t account_id, before_seq, from, to; uint32_t limit; } AuditAsk;
bool audit_list(DbRead *db, int64_t region_id, const AuditAsk *ask, Arena *arena, const AuditEntry **out, uint32_t *n, Err *err);

/* The whole chain of a region. broken_seq 0: whole; else the first entry that is changed, missing or out of order, told in why (Russian). */
typedef struct AuditVerdict { int64_t n, n_erased, broken_seq; Str why; char head[65]; } AuditVerdict;
bool audit_verify(DbRead *db, int64_t region_id, Arena *arena, AuditVerdict *out, Err *err);

/* Entry of that number: its hash; empty: there is no such entry. */
bool audit_hash_at(DbRead *db, int64_t region_id, int64_t seq, Arena *arena, Str *hash, Err *err);
/* Entry whose hash begins so: its number; 0: none. in: hexadecimal digits */
bool audit_find_hash(DbRead *db, int64_t region_id, Str begins, int64_t *seq, Err *err);
/* The last entry: its number and hash; 0 and empty: none yet. */
bool audit_head(DbRead *db, int64_t region_id, Arena *arena, int64_t *seq, Str *hash, Err *err);

/* 152-ФЗ: words and salts of entries about a thing («person/17») leave; the entries, their hashes and the chain stay. Entries the person made about other things
 * stay too: they name their author by account only, and the account has no name any more. */
#define AUDIT_ERASURE "стёр данные человека" /* verb of the entry that must follow about the same thing: words blanked without it are found by audit_verify() */
bool audit_erase_words(DbWrite *write, int64_t region_id, Str object, int64_t *n_erased, Err *err);

#endif
