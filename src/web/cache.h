/* What a worker keeps between requests: opened fragments of analyses, by name. Bounded; the longest unused leave first, between requests only. */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include "base/arena.h"

typedef struct Cache Cache;

Cache *cache_new(void);
void cache_free(Cache *cache);
/* NULL when it is not there. What was given stays valid until the end of the request. */
const void *cache_get(Cache *cache, Str name);
/* value lives in arena, which becomes the cache's. A second value of a name takes the place of the first. */
void cache_put(Cache *cache, Str name, const void *value, Arena *arena);
/* Before a request: what is over LIMIT_CACHE_BYTES leaves. */
void cache_trim(Cache *cache);

#endif
