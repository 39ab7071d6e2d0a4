/* Sign-ins by an outer identity that have come back and are being checked. */
#ifndef STORE_OUTER_LOGIN_H
#define STORE_OUTER_LOGIN_H

#include "domain/state.h"
#include "store/db.h"

typedef struct OuterLogin {
    int64_t region_id, account_id; /* who was signed in here when it came back; 0: nobody */
    Str state_hash, nonce, verifier, code, subject, words;
    OuterLoginState state;
    int64_t made_at, ends_at;
} OuterLogin;

/* *found false: none, or it has ended. */
bool outer_login_find(DbRead *db, int64_t region_id, Str state_hash, int64_t now, Arena *arena, OuterLogin *out, bool *found, Err *err);
/* ERR_CONFLICT: it came back before. */
bool outer_login_put(DbWrite *db, const OuterLogin *login, Err *err);
/* From one state to another, with what is known then; the code leaves. *moved false: it was in another state. */
bool outer_login_move(DbWrite *db, const OuterLogin *login, OuterLoginState next, Str subject, Str words, bool *moved, Err *err);

#endif
