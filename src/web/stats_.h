/* What each process of the server writes of itself into shared memory; the supervisor and web_figures() read. Plain stores: one writer each. */
#ifndef WEB_STATS__H
#define WEB_STATS__H

#include <stdatomic.h>

#include "web/web_stats.h"

enum { STATS_BUCKETS = 84, STATS_CURRENT = 120 };

typedef struct WebSlot {
    _Atomic uint32_t alive, n_connections, n_restarts;
    _Atomic uint32_t n_hashing;     /* calls that wait for a hasher */
    _Atomic int64_t later_us;       /* the latest moment that somebody turned away was told to come again */
    _Atomic int64_t busy_since_us;  /* clock_ticks_us() when the handler began; 0: none */
    char current[STATS_CURRENT];    /* path of the request in the handler: what the supervisor names when the worker dies */
    _Atomic uint64_t n_requests, n_refused, n_5xx, n_503, n_hashed;
    _Atomic uint32_t buckets[N_ROUTE_CLASSES][STATS_BUCKETS]; /* upper bounds from 0.05 ms, each 2^(1/4) times the last */
    _Atomic uint64_t most_us[N_ROUTE_CLASSES];
} WebSlot;

/* Slots shared with children: one a worker, the last one the supervisor's own; known to web_figures() of this process and of its children. NULL without memory. */
WebSlot *stats_share(uint32_t n);
/* The slots of stats_share(), or one slot of this process alone. */
WebSlot *stats_slots(uint32_t *n);
void stats_count(WebSlot *slot, RouteClass class, int status, int64_t taken_us);

#endif
