/* Percent-encoding of RFC 3986. */
#ifndef BASE_PERCENT_H
#define BASE_PERCENT_H

#include "base/arena.h"

/* Letters, digits and «-_.~» of ASCII stay, everything else as %XX of UTF-8. */
Str percent_encode(Arena *arena, Str text);

#endif
