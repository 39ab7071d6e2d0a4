/* Columns for finding and ordering by what people read: both engines compare bytes, so folding and order are made here. */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include <stdint.h>

#include "base/arena.h"
#include "base/text_key.h"

/* n Str: folded, joined by a space. For the column «search». */
Str search_text(Arena *arena, uint32_t n, ...);
/* Pattern of LIKE … ESCAPE '!' for a part of it. */
Str search_pattern(Str words, Arena *arena);

#endif
