/* What signing in, codes and outer identities share. */
#ifndef FLOW_SESSION__H
#define FLOW_SESSION__H

#include "flow/audit_.h"
#include "flow/session.h"

/* A session in a transaction. needs_totp as the account and the settings say. Marks the account as seen. */
bool session_begin(DbWrite *write, const Account *account, const SignInFrom *from, int64_t now, Arena *arena, SignedIn *out, Err *err);
/* The same session under another secret and with the second factor given. */
bool session_rotate(DbWrite *write, const Session *old, bool needs_totp, Arena *arena, Str *cookie, Err *err);
/* «person/17»: how the journal names a person. */
Str person_object(const Account *account, Arena *arena);
/* Entry about a person; org: about which organisation, 0: the root. */
bool person_audit(DbWrite *write, const Who *who, const Account *account, int64_t org_id, const char *verb, Str words, Arena *arena, Err *err);
/* SHA-256 of a code or a secret, in hexadecimal. */
Str secret_hash(Str secret, Arena *arena);
/* New one-time code of an account. */
bool code_make(DbWrite *write, const Account *account, InvitationKind kind, int64_t made_by, int64_t now, int64_t ends_at, Arena *arena, Str *code, Err *err);

#endif
