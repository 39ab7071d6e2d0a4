/* From a request to a reply: route, who is asking, right, parameters, page, format. A worker has one. */
#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "web/http.h"

typedef struct Dispatch Dispatch;

/* Nothing is opened yet: processes are forked first. */
Dispatch *dispatch_new(const char *db_url);
void dispatch_free(Dispatch *dispatch);
/* In the worker: its own connections. context: Dispatch. */
bool dispatch_start(void *context, uint32_t node, Err *err);
/* An HttpHandler. */
void dispatch_request(void *context, const Request *request, Reply *reply, Arena *arena);
/* An HttpErrorPage in the site's look, for requests that no handler saw. */
void dispatch_error_page(void *context, int status, const char *why, Reply *reply, Arena *arena);

#endif
