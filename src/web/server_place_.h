/* Where a worker stands among the others; the supervisor gives it. */
#ifndef WEB_SERVER_PLACE__H
#define WEB_SERVER_PLACE__H

#include "web/hasher.h"
#include "web/server.h"
#include "web/stats_.h"

typedef struct ServerPlace {
    uint32_t i_worker;
    WebSlot *slots;      /* of all workers; this one's is slots[i_worker] */
    uint32_t n_slots;
    const WebSlot *keeper; /* the supervisor's: its n_restarts rises when a hasher dies; NULL without one */
    uint32_t n_hashers;
    int asks_fd;         /* to the hashers; -1: passwords are hashed in place */
    int answers_fd;
    int converts_fd;     /* to the converters; -1: documents are read in place */
} ServerPlace;

bool server_loop_at(const ServerOptions *options, const ServerPlace *place, int listen_fd, HttpHandler handler, void *context, Err *err);

#endif
