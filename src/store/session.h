/* Sessions of signed-in people. The cookie's value is «REGION.SECRET» (decimal id, 43 characters of base64url); only the hash of the secret is kept. */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "domain/right.h"
#include "store/db.h"

typedef struct Session {
    int64_t region_id, account_id;
    Str token_hash, csrf, ip, agent;
    int64_t made_at, seen_at, ends_at;
    bool needs_totp; /* the password was given, the second factor not yet */
} Session;

/* Who is behind a cookie at this moment: session, account that may work, grants in force with their organisations. No writing.
 * out    *session NULL when the cookie is empty, unknown or ended (not an error); who is nobody then, and also while session->needs_totp */
bool session_find(DbRead *db, Str cookie, int64_t now, Arena *arena, const Session **session, Who *who, Err *err);
/* Those of a person that hold, the latest seen first. */
bool session_list(DbRead *db, int64_t region_id, int64_t account_id, int64_t now, Arena *arena, Session **rows, uint32_t *n, Err *err);

bool session_put(DbWrite *db, const Session *session, Err *err);
bool session_touch(DbWrite *db, const Session *session, int64_t now, int64_t ends_at, Err *err);
bool session_end(DbWrite *db, int64_t region_id, int64_t account_id, Str token_hash, Err *err);
/* All of a person but one; keep empty: all. */
bool session_end_others(DbWrite *db, int64_t region_id, int64_t account_id, Str keep, Err *err);

/* Restricted records that this session opened with a reason. */
bool session_open_put(DbWrite *db, const Session *session, Str object, int64_t ends_at, Err *err);
bool session_open_find(DbRead *db, const Session *session, Str object, int64_t now, bool *open, Err *err);
/* What ended before this moment leaves: sessions, opened records, used and ended codes, outer logins. */
bool session_sweep(DbWrite *db, int64_t before, Err *err);

#endif
