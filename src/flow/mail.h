/* Letters that wait (store/notice.h) go out by SMTP of the settings. Only the job worker may connect out. */
#ifndef FLOW_MAIL_H
#define FLOW_MAIL_H

#include "flow/flow.h"

/* Tries before a letter is given up; the delays between them grow from a minute to half a day. */
enum { MAIL_TRIES = 6 };

typedef struct Mailed { uint32_t n_sent, n_later, n_given_up; Str why; /* of the last failure; empty */ } Mailed;
/* Those whose time has come, at most LIMIT_MAIL_RUN. A letter that is refused waits for its next try; a server that cannot be reached ends the run. Nothing happens while no server is set.
 * go_on is asked between letters (NULL: always). fails  ERR_INPUT: the settings make no sense, in words */
bool flow_mail_send(Flow *flow, int64_t region_id, bool (*go_on)(void *), void *context, Arena *arena, Mailed *out, Err *err);

#endif
