/* HTTP without the library: what a handler sees of a request and gives as a reply. Only web/server*.c and web/guard*.c know libmicrohttpd. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include <stdint.h>

#include "base/arena.h"

typedef enum Method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER } Method;

typedef struct Pair { Str name, value; } Pair;
typedef struct UploadedFile {
    Str field, name; /* name: last part of what the browser said, control bytes out; never a path */
    Str bytes;       /* mapped from an unnamed file of the data folder; lives as long as the request */
} UploadedFile;

typedef struct Request {
    Method method;
    Str path;        /* decoded, valid UTF-8, begins with '/', without «//», «/../», NUL */
    Str raw_query;
    uint32_t n_query; const Pair *query;     /* decoded, in order */
    uint32_t n_fields; const Pair *fields;   /* of a POST body: urlencoded or multipart; file parts stand in files */
    uint32_t n_files; const UploadedFile *files;
    uint32_t n_cookies; const Pair *cookies;
    Str authority;   /* host with its port, as the browser wrote it */
    Str host, accept, content_type, origin, sec_fetch_site, authorization, if_none_match, user_agent;
    Str body;        /* raw bytes when content_type is application/json (≤ LIMIT_JSON_BODY); else empty */
    char ip[46];     /* of the peer, or of X-Forwarded-For's last hop behind a trusted proxy */
    struct { bool given, ok; Str made; } hash; /* second call of a handler that asked for hashing: verified? or the text to keep */
    struct { bool given; Str answer; } converted; /* second call of a handler that asked for converting; answer empty: the converter fell on it */
    bool secure;     /* TLS here or X-Forwarded-Proto: https from a trusted proxy */
} Request;

/* First of that name, or empty. */
Str request_query(const Request *request, const char *name);
Str request_field(const Request *request, const char *name);
Str request_cookie(const Request *request, const char *name);

typedef struct Reply {
    int status;
    Str type;        /* «text/html; charset=utf-8» */
    Str body;        /* in the arena */
    Str location;    /* redirects */
    Str disposition; /* file name of a download (RFC 5987 is done by the server); empty: shown in place */
    Str etag;        /* with quotes; the server answers 304 by itself */
    int retry_after_s;
    uint32_t n_cookies; struct { Str name, value; int64_t max_age_s; /* < 0: delete; 0: session */ } cookies[4];
    bool cacheable;  /* static: a year; else no-store */
    /* argon2id takes 100 ms, so a hasher process does it (at most two at a time): a handler that fills this is called again with Request.hash, everything else the
     * same; when too many wait, the server answers 503 with Retry-After itself. stored empty: make a hash. */
    struct { bool wanted; Str password, stored; } hash;
    /* Likewise for a document whose reading may take long: a converter process reads it (ServerOptions.convert), the handler is called again with Request.converted,
     * everything else the same. bytes: not empty, living as long as the request. */
    struct { bool wanted; Str name, bytes; } convert;
} Reply;

/* One request in, one reply out; runs in a worker, one at a time. The arena lives until the reply is sent. */
typedef void (*HttpHandler)(void *context, const Request *request, Reply *reply, Arena *arena);

#endif
