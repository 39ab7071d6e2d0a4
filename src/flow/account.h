/* People: invited by one-time codes, given roles over organisations, closed, erased. Nobody gives more than his own role may give, nobody outside his own subtree,
 * nobody to himself; a person is changed only by those who may give every role that person holds. */
#ifndef FLOW_ACCOUNT_H
#define FLOW_ACCOUNT_H

#include "flow/session.h"

typedef struct Invite { Str login, name, post, email; /* post, email may be empty */ Role role; Str org_code; } Invite;
/* A one-time code, shown once: only its hash is kept. */
typedef struct OneTime { Str code; int64_t number; /* of the person */ int64_t ends_at; } OneTime;

/* fails  ERR_DENIED, ERR_NOT_FOUND (organisation), ERR_INPUT in words, ERR_CONFLICT (login is taken) */
bool flow_invite(Flow *flow, const Who *who, const Invite *invite, Arena *arena, OneTime *out, Err *err);
/* A new code instead of a lost one, or instead of a forgotten password: the old password and all sessions end. */
bool flow_person_code(Flow *flow, const Who *who, int64_t number, Arena *arena, OneTime *out, Err *err);
/* Signs in once without a password: only in a demonstration database. */
bool flow_person_link(Flow *flow, const Who *who, int64_t number, Arena *arena, OneTime *out, Err *err);
bool flow_grant(Flow *flow, const Who *who, int64_t number, Role role, Str org_code, Err *err);
bool flow_revoke(Flow *flow, const Who *who, int64_t number, Role role, Str org_code, Err *err);
/* Nobody closes himself or the last administrator. Sessions end. */
bool flow_person_block(Flow *flow, const Who *who, int64_t number, bool block, Err *err);
/* Name, post, e-mail: others' by those who manage the person; one's own too. */
bool flow_person_describe(Flow *flow, const Who *who, int64_t number, Str name, Str post, Str email, Err *err);
/* The second factor of somebody who lost the telephone. */
bool flow_person_totp_off(Flow *flow, const Who *who, int64_t number, Err *err);
/* May this person change that one? */
bool flow_person_may(DbRead *db, const Who *who, const Account *account, Arena *arena, bool *may, Err *err);
/* 152-ФЗ: RIGHT_PERSONAL_DATA over every organisation of the person, and (to erase) the right to change that person. */
bool flow_person_erase(Flow *flow, const Who *who, int64_t number, Str reason, Err *err);
bool flow_person_data_may(DbRead *db, const Who *who, const Account *account, Arena *arena, bool *may, Err *err);

/* What stands behind a code, for the page that asks for a password. fails ERR_NOT_FOUND: no such code, it was used, it ended (told apart in words) */
typedef struct CodeView { Invitation invitation; Account account; uint32_t n_grants; const GrantRow *grants; } CodeView;
bool flow_code_look(DbRead *db, Str code, Arena *arena, CodeView *out, Err *err);
/* stored: hash of the chosen password (password_check() was asked); empty for a link. */
bool flow_code_accept(Flow *flow, Str code, Str stored, const SignInFrom *from, Arena *arena, SignedIn *out, Err *err);

/* What ended is swept: sessions, codes, counters of failures. */
bool flow_sweep(Flow *flow, Err *err);
/* Retention: erases those nobody has seen for as long as the settings say, then sweeps. n_erased may be NULL */
bool flow_retain(Flow *flow, uint32_t *n_erased, Err *err);

#endif
