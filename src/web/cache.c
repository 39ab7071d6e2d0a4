#include "web/cache.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"

enum { SLOTS = 256 }; /* a linear look over so few names is quicker than what it saves */

typedef struct Slot { Str name; const void *value; Arena *arena; uint64_t used; bool stale; } Slot;
struct Cache { Slot slots[SLOTS]; uint32_t n; uint64_t clock; };

Cache *cache_new(void)
{
    Cache *cache = calloc(1, sizeof *cache);
    BUG_ON(cache == NULL);
    return cache;
}

static void drop(Cache *cache, uint32_t i)
{
    arena_free(cache->slots[i].arena);
    cache->slots[i] = cache->slots[--cache->n];
}

void cache_free(Cache *cache)
{
    if (cache == NULL) return;
    while (cache->n > 0) drop(cache, cache->n - 1);
    free(cache);
}

static Slot *find(Cache *cache, Str name)
{
    for (uint32_t i = 0; i < cache->n; i++)
        if (!cache->slots[i].stale && str_eq(cache->slots[i].name, name)) return &cache->slots[i];
    return NULL;
}

const void *cache_get(Cache *cache, Str name)
{
    Slot *slot = find(cache, name);
    if (slot == NULL) return NULL;
    slot->used = ++cache->clock;
    return slot->value;
}

void cache_put(Cache *cache, Str name, const void *value, Arena *arena)
{
    Slot *old = find(cache, name);
    if (old != NULL) old->stale = true; /* this request may still look at it */
    BUG_ON(cache->n == SLOTS); /* trimmed to half before each request; none opens a hundred fragments */
    cache->slots[cache->n++] = (Slot){ .name = arena_str(arena, name), .value = value, .arena = arena, .used = ++cache->clock };
}

void cache_trim(Cache *cache)
{
    for (uint32_t i = cache->n; i-- > 0;)
        if (cache->slots[i].stale) drop(cache, i);
    for (;;) {
        size_t bytes = 0;
        uint32_t oldest = 0;
        for (uint32_t i = 0; i < cache->n; i++) {
            bytes += arena_used(cache->slots[i].arena);
            if (cache->slots[i].used < cache->slots[oldest].used) oldest = i;
        }
        if (cache->n == 0 || (bytes <= LIMIT_CACHE_BYTES && cache->n <= SLOTS / 2)) return;
        drop(cache, oldest);
    }
}
