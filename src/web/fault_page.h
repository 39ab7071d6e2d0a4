/* A plain page for what goes wrong below the dispatcher. */
#ifndef WEB_FAULT_PAGE_H
#define WEB_FAULT_PAGE_H

#include "web/server.h"

/* An HttpErrorPage; why may be NULL: the usual words of the status. */
void fault_page(void *context, int status, const char *why, Reply *reply, Arena *arena);

#endif
