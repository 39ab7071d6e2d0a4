/* A large array that is written once and then gone over in passes. Over SPILL_FROM bytes it lies in an unnamed file whose pages leave memory when put to rest and
 * come back when touched; smaller ones, and where no folder has room, in ordinary memory. Contents are the same either way. */
#ifndef BASE_SPILL_H
#define BASE_SPILL_H

#include "base/arena.h"

#define SPILL_FROM ((size_t)512 << 20)

typedef struct Spill { void *at; size_t n; bool in_file; } Spill;

/* Zeroed, aligned to a page; lives as long as arena. Folders are asked in order: $TMPDIR, /var/tmp, /tmp. from: over so many bytes a file is tried */
Spill spill_new(size_t n, size_t from, Arena *arena);
/* Bytes from..to (within n) are not wanted for a while. */
void spill_rest(const Spill *spill, size_t from, size_t to);

#endif
