/* Counters of all workers in shared memory: for the doctor's page and the benchmark. */
#ifndef WEB_WEB_STATS_H
#define WEB_WEB_STATS_H

#include "web/http.h"

typedef enum RouteClass { ROUTE_PAGE, ROUTE_EXPORT, ROUTE_POST, ROUTE_STATIC, N_ROUTE_CLASSES } RouteClass;

typedef struct RouteFigures { uint64_t n; double p50_ms, p95_ms, most_ms; /* time in the handler; bucket bounds, 19 % apart */ } RouteFigures;
typedef struct WebFigures {
    uint32_t n_workers, n_connections;
    uint64_t n_requests, n_refused /* by the guard */, n_5xx, n_503, n_hashed, n_restarts;
    RouteFigures classes[N_ROUTE_CLASSES];
} WebFigures;

/* Sums over the workers since the supervisor's start; in a process without a supervisor: its own. */
WebFigures web_figures(void);

#endif
