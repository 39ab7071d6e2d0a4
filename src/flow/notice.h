/* What a person does with what they are told: reads it, chooses when to be written to, keeps a calendar feed. */
#ifndef FLOW_NOTICE_H
#define FLOW_NOTICE_H

#include "domain/notice.h"
#include "flow/flow.h"

/* Of one's own notices. about empty: all */
bool flow_notice_see(Flow *flow, const Who *who, Str about, Err *err);

/* When this person is written to, as chosen or by the setting; *chosen false: nothing was chosen. */
bool flow_mail_choice(DbRead *db, const Who *who, MailChoice *choice, bool *chosen, Err *err);
/* fails  ERR_CONFLICT when the person's e-mail is not known */
bool flow_mail_choose(Flow *flow, const Who *who, MailChoice choice, Err *err);

/* A secret that opens one's own terms as a calendar, to be kept in an address; shown once, only its hash is kept. The one before stops working. */
bool flow_feed_make(Flow *flow, const Who *who, Arena *arena, Str *token, Err *err);
bool flow_feed_end(Flow *flow, const Who *who, Err *err);
/* made_at 0: there is none */
bool flow_feed_look(DbRead *db, const Who *who, int64_t *made_at, Err *err);
/* Whose feed it is, with what that person may now. *found false: no such feed, or the person is closed */
bool flow_feed_who(DbRead *db, Str token, Arena *arena, Who *out, bool *found, Err *err);

#endif
