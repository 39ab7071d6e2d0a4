/* Signing in and what is left of it: throttling, sessions, the second factor. Passwords are verified and hashed by the server's hashers; here only the answer is known. */
#ifndef FLOW_SESSION_H
#define FLOW_SESSION_H

#include "flow/flow.h"
#include "store/account.h"
#include "store/session.h"

typedef struct SignInFrom { Str ip, agent, device; } SignInFrom; /* agent: User-Agent as sent; device: what the browser kept of an earlier sign-in, or empty */

/* What a browser keeps: the cookie, and whether the second factor is still to be given; device: for LIMIT_DEVICE_DAYS, empty while the factor is not given. */
typedef struct SignedIn { Str cookie, device; bool needs_totp; } SignedIn;

/* May this address try this login now, and against which hash? Unknown logins get a hash that nothing fits: the answer takes the same time.
 * Nobody can lock another out: a login that is guessed from everywhere is held only where its owner has never been (flow/door_.h).
 * fails   ERR_BUSY with *wait_s */
bool flow_sign_in_begin(Flow *flow, Str login, const SignInFrom *from, Arena *arena, Str *stored, int *wait_s, Err *err);
/* fails   ERR_INPUT with the same words for an unknown login, a wrong password, an account that is closed; ERR_BUSY with *wait_s when failures came in meanwhile */
bool flow_sign_in_end(Flow *flow, Str login, const SignInFrom *from, bool password_fits, Arena *arena, SignedIn *out, int *wait_s, Err *err);
/* The second factor: a code of the application, or a recovery code. The session gets another secret. fails ERR_INPUT, ERR_BUSY */
bool flow_sign_in_code(Flow *flow, const Session *session, const SignInFrom *from, Str code, Arena *arena, SignedIn *out, int *wait_s, Err *err);

bool flow_sign_out(Flow *flow, const Session *session, Err *err);
/* Of one's own sessions. */
bool flow_session_end(Flow *flow, const Who *who, Str token_hash, Err *err);
bool flow_session_end_others(Flow *flow, const Who *who, Str keep, Err *err);
/* Once in five minutes at most: the session lives on, within its hard end. Failing is no harm. */
bool flow_session_touch(Flow *flow, const Session *session, Err *err);

/* «It is still you»: the password of this session's person was verified once more (flow_sign_in_begin gave the hash). For ten minutes the session may then change what
 * signing in rests on. fails as flow_sign_in_end() */
bool flow_confirm(Flow *flow, const Session *session, const SignInFrom *from, bool password_fits, int *wait_s, Err *err);
bool flow_confirmed(DbRead *db, const Session *session, bool *confirmed, Err *err);

/* Another password of one's own, within flow_confirm(). Other sessions end, this one gets another secret. fails ERR_DENIED */
bool flow_password_change(Flow *flow, const Session *session, Str stored, Arena *arena, Str *cookie, Err *err);

/* Secret of the second factor, shown once. It is kept only when a code of it was given (secret as base32). codes: n one-time recovery codes, shown once.
 * Within flow_confirm(), or while the session waits for it because it is required. fails ERR_INPUT, ERR_DENIED, ERR_CONFLICT (it is on) */
enum { N_RECOVERY_CODES = 8 };
Str flow_totp_new(Arena *arena);
bool flow_totp_set(Flow *flow, const Session *session, Str secret, Str code, Arena *arena, Str codes[N_RECOVERY_CODES], Str *cookie, Err *err);
/* fails  ERR_CONFLICT where it is required */
bool flow_totp_off(Flow *flow, const Session *session, Str code, Err *err);
/* Is a second factor required of this person by the settings? */
bool flow_totp_required(DbRead *db, const Account *account, Arena *arena, bool *required, Err *err);

/* A restricted record is opened with a reason: it goes to the journal, and the record stays open to this session for 15 minutes. org: whose record.
 * fails   ERR_DENIED without right over org, ERR_INPUT without a reason in words */
bool flow_open_restricted(Flow *flow, const Who *who, const Session *session, Right right, const Org *org, Str object, Str reason, Err *err);

#endif
