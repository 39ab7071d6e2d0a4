/* Short lists that stand in one text, a line each: as the database and text fields of forms hold them. */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdint.h>

#include "base/arena.h"

/* Lines that have anything but white space, trimmed, in order; they point into text. */
uint32_t lines_split(Str text, Arena *arena, const Str **out);
/* Line ends inside an item become spaces; empty items are left out. */
Str lines_join(Arena *arena, uint32_t n, const Str *items);

#endif
