/* People, what they may (grants), and one-time codes. A person is named outside the database by a number within the tree: logins are personal data and leave by law. */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include "domain/right.h"
#include "domain/state.h"
#include "store/db.h"

typedef struct Account {
    int64_t region_id, id, number;
    Str login, name, post, email; /* empty once erased */
    Str password;                 /* argon2id string; empty: none */
    Str totp_secret;              /* bytes; empty: off */
    int64_t totp_step;
    Str oidc_subject;
    AccountState state;
    int64_t made_at, seen_at, erased_at; /* 0: never */
} Account;

typedef struct GrantRow { Grant grant; int64_t granted_at, revoked_at; /* 0: in force */ Str granted_by; /* name; empty: the program */ } GrantRow;

/* ERR_NOT_FOUND */
bool account_get(DbRead *db, int64_t region_id, int64_t id, Arena *arena, Account *out, Err *err);
bool account_by_number(DbRead *db, int64_t region_id, int64_t number, Arena *arena, Account *out, Err *err);
/* *found false is no error. Any tree. */
bool account_by_login(DbRead *db, Str login, Arena *arena, Account *out, bool *found, Err *err);
bool account_by_subject(DbRead *db, Str subject, Arena *arena, Account *out, bool *found, Err *err);

/* All grants of a person, those in force first, then the latest. */
bool grant_list(DbRead *db, int64_t region_id, int64_t account_id, Arena *arena, GrantRow **rows, uint32_t *n, Err *err);
/* Who this account is: grants in force over organisations that are open. */
bool who_read(DbRead *db, const Account *account, Arena *arena, Who *who, Err *err);

/* People with a grant in force in a subtree, by name; a row a grant, rows of one person stand together.
 * role 0: any; state 0: all but erased; words: part of name, login, post */
typedef struct PersonRow { Account account; Role role; Org org; } PersonRow;
typedef struct PersonAsk { Str path; bool own_only; /* of the organisation at path, not below it */ Role role; AccountState state; Str words; uint32_t limit; } PersonAsk;
bool person_list(DbRead *db, int64_t region_id, const PersonAsk *ask, Arena *arena, PersonRow **rows, uint32_t *n, Err *err);

/* Writes: number and id are set here. ERR_CONFLICT when the login is taken. */
bool account_put(DbWrite *db, Account *account, int64_t now, Arena *arena, Err *err);
bool account_describe(DbWrite *db, const Account *account, Arena *arena, Err *err); /* name, post, e-mail */
bool account_set_state(DbWrite *db, const Account *account, AccountState state, Err *err);
bool account_set_password(DbWrite *db, const Account *account, Str stored, Err *err);
/* secret empty: off; step: the one that was just used */
bool account_set_totp(DbWrite *db, const Account *account, Str secret, int64_t step, Err *err);
/* *taken false: this step, or a later one, was used already. */
bool account_take_step(DbWrite *db, const Account *account, int64_t step, bool *taken, Err *err);
bool account_set_subject(DbWrite *db, const Account *account, Str subject, Err *err);
bool account_seen(DbWrite *db, const Account *account, int64_t now, Err *err);
/* Personal data, password, second factor, codes and sessions leave; number and grants stay, revoked. */
bool account_erase(DbWrite *db, const Account *account, int64_t now, Arena *arena, Err *err);
/* Accounts nobody used since before: for retention. */
bool account_idle(DbRead *db, int64_t before, Arena *arena, Account **rows, uint32_t *n, Err *err);

bool grant_put(DbWrite *db, int64_t region_id, int64_t account_id, Role role, int64_t org_id, int64_t granted_by, int64_t now, Err *err);
/* *n_revoked: 0 when there was none */
bool grant_revoke(DbWrite *db, int64_t region_id, int64_t account_id, Role role, int64_t org_id, int64_t now, int64_t *n_revoked, Err *err);

typedef struct Invitation { int64_t region_id, account_id; InvitationKind kind; Str code_hash; int64_t made_by, made_at, ends_at, used_at; } Invitation;
bool invitation_put(DbWrite *db, const Invitation *invitation, Err *err);
/* *found false: no such code. Used and ended ones are found too: they are told apart in words. */
bool invitation_find(DbRead *db, Str code_hash, Arena *arena, Invitation *out, bool *found, Err *err);
/* *taken false: somebody was quicker. */
bool invitation_take(DbWrite *db, const Invitation *invitation, int64_t now, bool *taken, Err *err);
/* Codes of one kind that were not used stop working. */
bool invitation_end(DbWrite *db, int64_t region_id, int64_t account_id, InvitationKind kind, int64_t now, Err *err);
bool invitation_count(DbRead *db, int64_t region_id, int64_t account_id, InvitationKind kind, int64_t now, int64_t *n, Err *err);

#endif
