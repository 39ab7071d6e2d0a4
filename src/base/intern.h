/* Strings and keys seen before: each distinct string gets a number in order of appearance. */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include <stdint.h>

#include "base/arena.h"

#define INTERN_NONE UINT32_MAX

typedef struct Intern {
    Arena *arena;
    uint32_t n, n_slots;
    Str *strings;      /* [n] copies in the arena */
    uint64_t *hashes;  /* [n] */
    uint32_t *slots;   /* index + 1; 0 empty */
} Intern;

void intern_init(Intern *intern, Arena *arena);
/* Number of s, which is copied when new. */
uint32_t intern_add(Intern *intern, Str s);
uint32_t intern_find(const Intern *intern, Str s); /* INTERN_NONE */

/* A set of 64-bit keys. */
typedef struct KeySet { Arena *arena; size_t n, n_slots; uint64_t *slots; bool has_zero; } KeySet;
void key_set_init(KeySet *set, Arena *arena, size_t expected);
bool key_set_add(KeySet *set, uint64_t key); /* false: it was there */

#endif
