/* One arena per command, request, job or file: results point into it, nobody frees a part. Not shared between threads while in use. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

typedef struct Arena Arena;

/* ceiling: bytes; 0 means LIMIT_ARENA. Ends the program when even the first block cannot be had. */
Arena *arena_new(size_t ceiling);
void arena_free(Arena *arena);
/* Zeroed, aligned for any type. For sizes that the program decides; over the ceiling or without memory it is a BUG. */
void *arena_alloc(Arena *arena, size_t size);
/* The same for sizes that come from outside: ERR_LIMIT instead of BUG. NULL when refused. */
void *arena_try(Arena *arena, size_t size, Err *err);
/* n * size with overflow checked. */
void *arena_array_size(Arena *arena, size_t n, size_t size);
#define arena_array(arena, type, n) ((type *)arena_array_size((arena), (n), sizeof(type)))
#define arena_one(arena, type)      ((type *)arena_alloc((arena), sizeof(type)))
Str arena_str(Arena *arena, Str s);             /* a copy, NUL after it */
const char *arena_z(Arena *arena, Str s);       /* the same as a C string */
Str arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t arena_used(const Arena *arena);
/* undo(at, n) is called when the arena is freed, the latest first: for what an arena cannot hold, as a mapped file. */
void arena_on_free(Arena *arena, void (*undo)(void *at, size_t n), void *at, size_t n);
/* other's blocks become arena's; other is gone. For results of worker threads. */
void arena_adopt(Arena *arena, Arena *other);

#endif
