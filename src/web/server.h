/* One worker's HTTP server: libmicrohttpd behind an own epoll loop, an own accept and an own sweeper of deadlines. One handler at a time, no threads.
 * What is refused here never reaches a handler: malformed requests, smuggling, oversize, slow drip, hosts that are not ours (guard.h). */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "web/converter.h"
#include "web/http.h"

/* Fills reply with a page for a request that no handler saw (400, 413, 431, 503…); why: one Russian sentence. Default: fault_page(), plain HTML. */
typedef void (*HttpErrorPage)(void *context, int status, const char *why, Reply *reply, Arena *arena);

typedef struct ServerOptions {
    const char *data_folder;      /* where unnamed files of uploads live; NULL: /tmp of the system */
    uint32_t n_hosts;             /* names by which we may be called, without port; 0: any. Protects an office server from DNS rebinding */
    const char *const *hosts;
    uint32_t n_trusted_proxies;   /* addresses whose X-Forwarded-For (last hop) and X-Forwarded-Proto are believed */
    const char *const *trusted_proxies;
    Str tls_cert, tls_key;        /* PEM texts, NUL after them; both empty: plain HTTP */
    bool access_log;              /* a line a request: method, path, status, time; never the query, never the body */
    ConvertRun convert;           /* reads documents for handlers that ask for it; NULL: none does */
    HttpErrorPage error_page;     /* NULL: fault_page() */
    /* 0: what base/limits.h says. Tests shorten them. */
    uint32_t header_ms, idle_ms, body_ms, reply_ms, drain_ms;
    uint32_t body_bytes_per_s;    /* below this an upload is ended */
    uint32_t n_connections, n_connections_per_ip;
    uint32_t n_hashing;           /* requests of a worker that may wait for a hasher */
    uint32_t n_converting;        /* likewise for a converter */
    uint32_t handler_ms;          /* a handler that takes longer hangs: the supervisor kills its worker */
    size_t received_bytes;        /* of bodies that one worker holds at a time */
} ServerOptions;

/* Serves until SIGTERM or SIGINT, then finishes what has begun (at most drain_ms) and gives true. Blocks these two signals.
 * listen_fd: listening, non-blocking; may be shared with other processes. Without a supervisor passwords are hashed in place.
 * fails   ERR_IO when the library or the kernel refuses to start */
bool server_loop(const ServerOptions *options, int listen_fd, HttpHandler handler, void *context, Err *err);

#endif
