/* What people were told, what is to be mailed to them, and what each chose. */
#ifndef STORE_NOTICE_H
#define STORE_NOTICE_H

#include "domain/notice.h"
#include "domain/state.h"
#include "store/db.h"

typedef struct Notice {
    int64_t region_id, account_id;
    Str about;              /* what makes it one for this person: «measure/12/3/due-3/2026-04-24» */
    NoticeKind kind;
    Str words, link;        /* one sentence; page */
    int64_t made_at, seen_at; /* seen_at 0: not yet */
} Notice;
/* Of one tree and one moment, in few statements. fresh (room for n) false: this person was told that already */
bool notice_put_all(DbWrite *db, uint32_t n, const Notice *notices, bool *fresh, Err *err);
/* What anybody of a tree was told since; by person. */
typedef struct NoticeKnown { int64_t account_id; Str about; } NoticeKnown;
bool notice_known(DbRead *db, int64_t region_id, int64_t since, Arena *arena, NoticeKnown **out, uint32_t *n, Err *err);
/* Unseen first, then the latest. kind 0: any; limit 0: all */
typedef struct NoticeAsk { int64_t region_id, account_id; NoticeKind kind; uint32_t skip, limit; } NoticeAsk;
bool notice_list(DbRead *db, const NoticeAsk *ask, Arena *arena, const Notice **out, uint32_t *n, Err *err);
/* By kind; n[0] of all together. */
typedef struct NoticeCounts { uint32_t n[N_NOTICE_KINDS], n_unseen[N_NOTICE_KINDS]; } NoticeCounts;
bool notice_count(DbRead *db, int64_t region_id, int64_t account_id, NoticeCounts *out, Err *err);
bool notice_unseen(DbRead *db, int64_t region_id, int64_t account_id, uint32_t *n, Err *err);
/* about empty: all of them */
bool notice_see(DbWrite *db, int64_t region_id, int64_t account_id, Str about, int64_t now, Err *err);
/* Seen ones made before. */
bool notice_sweep(DbWrite *db, int64_t region_id, int64_t before, Err *err);

/* ---- choices of a person ---- */

bool choice_get(DbRead *db, int64_t region_id, int64_t account_id, const char *name, Arena *arena, Str *value, int64_t *changed_at, bool *found, Err *err);
bool choice_put(DbWrite *db, int64_t region_id, int64_t account_id, const char *name, Str value, int64_t now, Err *err);
bool choice_remove(DbWrite *db, int64_t region_id, int64_t account_id, const char *name, Err *err);
/* Whose choice that is, when it is of one person: secrets' hashes. */
bool choice_owner(DbRead *db, const char *name, Str value, int64_t *region_id, int64_t *account_id, bool *found, Err *err);

/* ---- letters ---- */

typedef struct Mail { int64_t region_id, id, account_id; Str subject, words, error; MailState state; uint32_t n_tries; int64_t next_at, made_at; Str email, name; /* the last two: read */ } Mail;
bool mail_put(DbWrite *db, const Mail *mail, Err *err); /* as waiting, at once */
/* Those whose time has come, the oldest first. */
bool mail_due(DbRead *db, int64_t region_id, int64_t now, uint32_t limit, Arena *arena, const Mail **out, uint32_t *n, Err *err);
/* Is there one? Cheap: asked every minute. */
bool mail_waits(DbRead *db, int64_t region_id, int64_t now, bool *waits, Err *err);
/* state, n_tries, next_at, error; words leave with a letter that is sent or given up. */
bool mail_move(DbWrite *db, const Mail *mail, Err *err);
typedef struct MailHealth { uint32_t n_waiting, n_given_up; int64_t sent_at; /* of the last one; 0: none */ Str error; /* of the last one that failed */ } MailHealth;
bool mail_health(DbRead *db, Arena *arena, MailHealth *out, Err *err);
/* Sent and given up before. */
bool mail_sweep(DbWrite *db, int64_t region_id, int64_t before, Err *err);

#endif
