/* How far a long job is. */
#ifndef FLOW_PROGRESS_H
#define FLOW_PROGRESS_H

#include <stddef.h>

typedef struct Progress {
    void (*tell)(void *context, const char *stage, size_t done, size_t all); /* stage in Russian; may be called from any thread, serialised */
    void *context;
} Progress;

#endif
