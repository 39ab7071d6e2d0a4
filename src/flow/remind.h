/* Reminders: what is near, late, returned or waits is told once to whom it concerns. In the application (store/notice.h), by letters that wait for flow/mail.h, once a week as a digest. */
#ifndef FLOW_REMIND_H
#define FLOW_REMIND_H

#include "flow/flow.h"

typedef struct Reminded { uint32_t n_measures /* looked at */, n_notices /* new ones */, n_people /* told by them */, n_mails; } Reminded;
/* For a tree, as of today (Moscow). Doing it again, or two days late, tells nobody twice: each notice is about one thing and one distance to its day. In short transactions. out may be NULL */
bool flow_remind(Flow *flow, int64_t region_id, int32_t today, Reminded *out, Err *err);

#endif
