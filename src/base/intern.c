#include "base/intern.h"

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

void intern_init(Intern *intern, Arena *arena)
{
    *intern = (Intern){ .arena = arena, .n_slots = 64 };
    intern->strings = arena_array(arena, Str, intern->n_slots / 2);
    intern->hashes = arena_array(arena, uint64_t, intern->n_slots / 2);
    intern->slots = arena_array(arena, uint32_t, intern->n_slots);
}

/* Slot of s: where it is, or the empty one where it would go. */
static uint32_t slot_of(const Intern *intern, Str s, uint64_t hash)
{
    uint32_t slot = (uint32_t)mix(hash) & (intern->n_slots - 1);
    while (intern->slots[slot] != 0) {
        uint32_t i = intern->slots[slot] - 1;
        if (intern->hashes[i] == hash && str_eq(intern->strings[i], s)) break;
        slot = (slot + 1) & (intern->n_slots - 1);
    }
    return slot;
}

static void intern_grow(Intern *intern)
{
    BUG_ON(intern->n_slots > UINT32_MAX / 4);
    uint32_t n_slots = intern->n_slots * 2;
    Str *strings = arena_array(intern->arena, Str, n_slots / 2);
    uint64_t *hashes = arena_array(intern->arena, uint64_t, n_slots / 2);
    uint32_t *slots = arena_array(intern->arena, uint32_t, n_slots);
    memcpy(strings, intern->strings, intern->n * sizeof *strings);
    memcpy(hashes, intern->hashes, intern->n * sizeof *hashes);
    for (uint32_t i = 0; i < intern->n; i++) {
        uint32_t slot = (uint32_t)mix(hashes[i]) & (n_slots - 1);
        while (slots[slot] != 0) slot = (slot + 1) & (n_slots - 1);
        slots[slot] = i + 1;
    }
    intern->strings = strings, intern->hashes = hashes, intern->slots = slots, intern->n_slots = n_slots;
}

uint32_t intern_add(Intern *intern, Str s)
{
    uint64_t hash = str_hash(s);
    uint32_t slot = slot_of(intern, s, hash);
    if (intern->slots[slot] != 0) return intern->slots[slot] - 1;
    if (intern->n == intern->n_slots / 2) {
        intern_grow(intern);
        slot = slot_of(intern, s, hash);
    }
    intern->strings[intern->n] = arena_str(intern->arena, s);
    intern->hashes[intern->n] = hash;
    intern->slots[slot] = intern->n + 1;
    return intern->n++;
}

uint32_t intern_find(const Intern *intern, Str s)
{
    uint32_t found = intern->slots[slot_of(intern, s, str_hash(s))];
    return found == 0 ? INTERN_NONE : found - 1;
}

void key_set_init(KeySet *set, Arena *arena, size_t expected)
{
    *set = (KeySet){ .arena = arena, .n_slots = 64 };
    while (set->n_slots < expected * 2) set->n_slots *= 2;
    set->slots = arena_array(arena, uint64_t, set->n_slots);
}

static bool key_put(KeySet *set, uint64_t key)
{
    size_t slot = (size_t)mix(key) & (set->n_slots - 1);
    for (; set->slots[slot] != 0; slot = (slot + 1) & (set->n_slots - 1))
        if (set->slots[slot] == key) return false;
    set->slots[slot] = key;
    set->n++;
    return true;
}

bool key_set_add(KeySet *set, uint64_t key)
{
    if (key == 0) {
        bool is_new = !set->has_zero;
        set->has_zero = true;
        return is_new;
    }
    if (set->n >= set->n_slots / 2) {
        KeySet larger;
        key_set_init(&larger, set->arena, set->n_slots);
        larger.has_zero = set->has_zero;
        for (size_t i = 0; i < set->n_slots; i++)
            if (set->slots[i] != 0) key_put(&larger, set->slots[i]);
        *set = larger;
    }
    return key_put(set, key);
}
