/* A plain page for what goes wrong below the dispatcher. */
#ifndef WEB_ERROR_PAGE_H
#define WEB_ERROR_PAGE_H

#include "web/server.h"

/* An HttpErrorPage; why may be NULL: the usual words of the status. */
void error_page(void *context, int status, const char *why, Reply *reply, Arena *arena);

#endif
