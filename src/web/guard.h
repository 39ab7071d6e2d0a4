/* What is wrong with a request before anybody looks at what it asks. Pure functions over texts, fuzzed; the server calls them in this order.
 * The rules are those of RFC 9112 read strictly: whatever two servers in a row could understand differently is refused. */
#ifndef WEB_GUARD_H
#define WEB_GUARD_H

#include "web/http.h"

typedef struct Refusal { int status; const char *why; int retry_s; } Refusal; /* status 0: nothing is wrong; why: one Russian sentence; retry_s: of a 503, 0: a few seconds */

typedef enum BodyKind { BODY_NONE, BODY_FORM, BODY_MULTIPART, BODY_JSON } BodyKind;

typedef struct Guarded {
    BodyKind kind;
    uint64_t n_body;   /* bytes that will come */
    Str boundary;      /* BODY_MULTIPART */
    Str forwarded_for; /* last hop, a checked address; empty when there was none */
    bool forwarded_https;
    Str cookie;        /* the header; which cookies are ours depends on whether the connection is secure */
} Guarded;

/* GET, HEAD and POST are served; 405 for other words of HTTP, 501 for anything else. */
Refusal guard_method(Str method, Method *out);
/* «/школа?x=1» → request.path, raw_query, query. 400; 414 when longer than LIMIT_TARGET_BYTES. */
Refusal guard_target(Str target, Request *request, Arena *arena);
/* Header fields in their order → the texts of the request (host in lower case without port), what body will come. request.method and path are known.
 * hosts: names by which we may be called; none: any. 400, 411 (Transfer-Encoding), 413, 415, 417, 421 (not our name), 431. */
Refusal guard_headers(const Pair *headers, uint32_t n, const char *const *hosts, uint32_t n_hosts, Request *request, Guarded *out, Arena *arena);

/* name is ASCII; letters of either case. */
bool guard_same(Str text, const char *name);

#endif
