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
 * out    *session NULL when the cookie is empty, unknown or ended (not an error) */
bool session_find(DbRead *db, Str cookie, int64_t now, Arena *arena, const Session **session, Who *who, Err *err);

#endif
