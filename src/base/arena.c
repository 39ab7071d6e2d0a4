#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"

typedef struct Block {
    struct Block *next;
    size_t size, used;
    _Alignas(16) unsigned char bytes[];
} Block;

typedef struct Undo {
    struct Undo *next;
    void (*undo)(void *at, size_t n);
    void *at;
    size_t n;
} Undo;

struct Arena {
    Block *blocks; /* the first is the current one */
    Undo *undo;    /* in the blocks; the latest first */
    size_t ceiling, used;
};

enum { FIRST_BLOCK = 32 << 10, LARGEST_STEP = 4 << 20 };

Arena *arena_new(size_t ceiling)
{
    Arena *arena = calloc(1, sizeof *arena);
    BUG_ON(arena == NULL);
    arena->ceiling = ceiling != 0 ? ceiling : LIMIT_ARENA;
    return arena;
}

void arena_free(Arena *arena)
{
    if (arena == NULL) return;
    for (const Undo *undo = arena->undo; undo != NULL; undo = undo->next) undo->undo(undo->at, undo->n);
    for (Block *block = arena->blocks; block != NULL;) {
        Block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

static void *take(Arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) return NULL;
    size_t rounded = (size + 15) & ~(size_t)15;
    if (rounded == 0) rounded = 16;
    if (rounded > arena->ceiling - arena->used) return NULL;
    Block *block = arena->blocks;
    if (block == NULL || block->size - block->used < rounded) {
        size_t step = block == NULL ? FIRST_BLOCK : block->size * 2;
        if (step > LARGEST_STEP) step = LARGEST_STEP;
        bool own = rounded > step; /* a large piece gets its own block behind the current one */
        size_t room = own ? rounded : step;
        Block *fresh = calloc(1, sizeof *fresh + room);
        if (fresh == NULL) return NULL;
        fresh->size = room;
        if (own && block != NULL) {
            fresh->next = block->next;
            block->next = fresh;
        } else {
            fresh->next = block;
            arena->blocks = fresh;
        }
        block = fresh;
    }
    void *at = block->bytes + block->used;
    block->used += rounded;
    arena->used += rounded;
    return at;
}

void *arena_alloc(Arena *arena, size_t size)
{
    void *at = take(arena, size);
    BUG_ON(at == NULL);
    return at;
}

void *arena_try(Arena *arena, size_t size, Err *err)
{
    void *at = take(arena, size);
    if (at == NULL)
        err_set(err, ERR_LIMIT, "Разделите файл на части или освободите память.", "Не хватает памяти: нужно ещё %zu байт.", size);
    return at;
}

void *arena_array_size(Arena *arena, size_t n, size_t size)
{
    BUG_ON(size != 0 && n > SIZE_MAX / size);
    return arena_alloc(arena, n * size);
}

Str arena_str(Arena *arena, Str s)
{
    char *copy = arena_alloc(arena, s.n + 1);
    if (s.n != 0) memcpy(copy, s.at, s.n);
    return (Str){ copy, s.n };
}

const char *arena_z(Arena *arena, Str s) { return arena_str(arena, s).at; }

Str arena_printf(Arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    BUG_ON(n < 0);
    char *at = arena_alloc(arena, (size_t)n + 1);
    vsnprintf(at, (size_t)n + 1, format, again);
    va_end(again);
    return (Str){ at, (size_t)n };
}

void arena_on_free(Arena *arena, void (*undo)(void *at, size_t n), void *at, size_t n)
{
    Undo *one = arena_one(arena, Undo);
    *one = (Undo){ .next = arena->undo, .undo = undo, .at = at, .n = n };
    arena->undo = one;
}

size_t arena_used(const Arena *arena) { return arena->used; }

void arena_adopt(Arena *arena, Arena *other)
{
    Block *last = other->blocks;
    if (last != NULL) {
        while (last->next != NULL) last = last->next;
        if (arena->blocks == NULL) {
            arena->blocks = other->blocks;
        } else { /* behind the current block, which stays current */
            last->next = arena->blocks->next;
            arena->blocks->next = other->blocks;
        }
    }
    for (Undo **end = &arena->undo;; end = &(*end)->next)
        if (*end == NULL) {
            *end = other->undo;
            break;
        }
    arena->used += other->used;
    free(other);
}
