/* Terms as a calendar file (RFC 5545): plain events of whole days, each occurrence its own, so that any calendar shows them; the same bytes for the same terms. */
#ifndef PUBLISH_ICS_H
#define PUBLISH_ICS_H

#include <stdint.h>

#include "base/buf.h"

typedef struct IcsEvent {
    Str uid;            /* stable: «plan-12-measure-3-20260424@edu000001»; ASCII but for what an organisation's code has */
    Str title, words;   /* one line; any text, may be empty */
    Str url;            /* «https://…», may be empty */
    int32_t from, to;   /* days, both included */
    int64_t changed_at; /* UTC seconds */
    bool done;
} IcsEvent;

/* A window of so many days and fewer stands in the calendar whole; of a longer one its last day. */
enum { ICS_WHOLE_DAYS = 14 };

/* Lines end by CRLF and are folded at 75 octets between characters. fails  ERR_LIMIT */
bool ics_write(Str name, uint32_t n, const IcsEvent *events, Buf *out, Err *err);

#endif
