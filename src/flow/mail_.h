/* Inside flow: a letter as bytes, and one try to send it. */
#ifndef FLOW_MAIL__H
#define FLOW_MAIL__H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* One plain address: ASCII, nothing that could end a header or a command. */
bool mail_address_fits(Str address);

typedef struct Letter { Str from, to, subject, words /* UTF-8, lines by \n */, id; /* of Message-ID, letters and digits */ int64_t at; /* UTC seconds */ } Letter;
/* RFC 5322 with CRLF: subject in encoded words, text in quoted-printable; no byte of subject or words can make a header. in: addresses fit. fails  ERR_LIMIT */
bool mail_compose(const Letter *letter, Buf *out, Err *err);

typedef struct MailServer { Str url /* smtps://host:465, smtp://host:587 */, user, password; bool must_encrypt; } MailServer;
/* «smtps://…», «smtp+starttls://…», or «smtp://» of this very machine. fails  ERR_INPUT */
bool mail_server_read(Str setting, Arena *arena, MailServer *out, Err *err);

typedef struct MailLine MailLine; /* a connection, kept from letter to letter */
MailLine *mail_line_open(const MailServer *server, Arena *arena);
void mail_line_close(MailLine *line);
typedef enum MailOutcome { MAIL_WENT, MAIL_REFUSED /* this letter, now */, MAIL_NEVER_GOES /* this letter, for good */, MAIL_UNREACHED /* the server itself */ } MailOutcome;
/* why: Russian, for the administrator */
MailOutcome mail_line_send(MailLine *line, const Letter *letter, Arena *arena, Str *why);

#endif
