/* Inside of the server: a worker, its connections (links) and requests (calls).
 *
 *   server.c         the loop: accept, the library, answers of hashers, deadlines, stopping
 *   server_link.c    connections: counting, deadlines, lingering close
 *   server_call.c    one request: guard, body, handler
 *   server_raw.c     the raw header once more, byte by byte
 *   server_body.c    the body: memory or an unnamed file
 *   server_hash.c    calls that wait for a hasher
 *   server_convert.c calls that wait for a converter
 *   server_reply.c   headers of a reply */
#ifndef WEB_SERVER__H
#define WEB_SERVER__H

#include <microhttpd.h>

#include "web/guard.h"
#include "web/multipart.h"
#include "web/server.h"
#include "web/server_place_.h"

typedef struct Worker Worker;
typedef struct Call Call;
typedef struct Body Body;
typedef struct Conversion Conversion;

typedef enum LinkState {
    LINK_WAIT,  /* no byte of a request yet */
    LINK_HEAD,  /* the first line has come */
    LINK_BODY,
    LINK_WORK,  /* in the handler or waiting for a hasher: no deadline */
    LINK_REPLY,
} LinkState;

typedef struct Link {
    Worker *worker;
    uint32_t i_link;      /* in worker->links */
    int fd;
    LinkState state;
    int64_t deadline_us;
    bool served;          /* at least one reply went out */
    bool linger;          /* bytes of the client are unread: after a hard close it would lose our reply */
    bool trusted;         /* a proxy whose X-Forwarded-* are believed */
    char ip[46];
} Link;

typedef struct Linger { int fd; int64_t until_us; } Linger;
enum { MOST_LINGERS = 64 };

struct Worker {
    ServerOptions options; /* zeros replaced by limits */
    ServerPlace place;
    HttpHandler handler;
    void *context;
    struct MHD_Daemon *daemon;
    int listen_fd, epoll_fd, signal_fd;
    bool listening;        /* listen_fd is in epoll_fd */
    bool gave_way;         /* left a new connection to a worker with fewer, once */
    int64_t listen_again_us;
    bool stopping;
    int64_t stop_us;       /* when whatever is left is cut */
    Link *pool, **links;   /* link_room() of them; the first n_links of links are in use */
    uint32_t n_links;
    uint32_t n_fresh;      /* accepted, not among the links yet */
    Linger lingers[MOST_LINGERS];
    uint32_t n_lingers;
    size_t n_received;     /* bytes of bodies, of all calls */
    Call *hashing;         /* calls that wait for a hasher */
    uint32_t n_hashing;
    uint32_t hash_serial, n_restarts_seen;
    Conversion *converting; /* calls that wait for a converter */
    uint32_t n_converting;
    int64_t hash_us;       /* what a hasher takes, averaged; 0: not known yet */
};

struct Call {
    Link *link;
    struct MHD_Connection *connection;
    const char *target;    /* in the library's memory, which takes it apart there */
    Str text;              /* the target as it came: a copy behind this struct */
    Arena *arena;
    size_t n_header;       /* bytes of the raw header */
    bool begun, answered;
    Request request;
    Guarded guarded;
    Refusal refusal;
    Body *body;
    size_t n_received;
    Reply reply;
    int64_t handler_us;
    Call *next_hashing;
    HashAsk *ask;          /* not NULL: suspended; sent: given to the hashers */
    bool asked;
    int64_t ask_until_us;
    Conversion *conversion; /* not NULL: suspended */
};

/* server_link.c */
uint32_t link_room(const Worker *worker);
void link_accept(Worker *worker); /* some connections, if there are any and it is our turn */
void link_deadline(Link *link, LinkState state, uint32_t ms, uint64_t n_bytes); /* n_bytes at options.body_bytes_per_s on top */
void link_notify(void *worker, struct MHD_Connection *connection, void **socket_context, enum MHD_ConnectionNotificationCode code);
void link_sweep(Worker *worker, int64_t now_us); /* cuts what is late, drains lingering ones */
void link_stop(Worker *worker);                  /* cuts connections that ask nothing */
void link_listen(Worker *worker, bool on);

/* server_call.c */
void *call_new(void *worker, const char *target, struct MHD_Connection *connection);
enum MHD_Result call_go(void *worker, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *bytes, size_t *n_bytes, void **call);
void call_end(void *worker, struct MHD_Connection *connection, void **call, enum MHD_RequestTerminationCode why);

/* server_hash.c */
void hash_submit(Worker *worker, Call *call);
void hash_answers(Worker *worker);              /* reads what the hashers said */
void hash_push(Worker *worker, int64_t now_us); /* gives them what waits, gives up what waited for too long */
void hash_drop(Worker *worker);                 /* the end: all that wait get 503 */

/* server_convert.c */
void convert_submit(Worker *worker, Call *call);
void convert_heard(Worker *worker, int fd);        /* something came by this descriptor; not every one is ours */
void convert_push(Worker *worker, int64_t now_us); /* as hash_push() */
void convert_drop(Worker *worker);

/* server_raw.c. headers point into the library's buffer. */
bool raw_fine(const Call *call, const char *method, const char *version, const Pair *headers, uint32_t n);

/* server_body.c */
Body *body_new(const Worker *worker, Call *call);
void body_feed(Body *body, Str bytes); /* after a failure the rest is read and dropped */
Refusal body_end(Body *body, Request *request);
void body_free(Body *body);
int body_file(const char *folder); /* without a name; -1: errno says why */

/* server_reply.c */
enum MHD_Result reply_send(Call *call);
void reply_refuse(Call *call, Refusal refusal);

#endif
