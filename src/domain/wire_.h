/* Structs as bytes and back: one walk over the fields of a struct both writes and reads it, so a format is written down once.
 * Numbers are little-endian; counts and indexes take as many bytes as they need; doubles keep their bits. Reading takes any bytes: the first thing wrong is kept, after it
 * everything reads as zero, so a walk needs no checks but of meaning. */
#ifndef DOMAIN_WIRE_H
#define DOMAIN_WIRE_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/blueprint.h"

typedef struct Wire {
    Buf *out;        /* NULL: reads */
    size_t from;     /* writes: where its bytes begin in out */
    const char *at, *end;
    Arena *arena;    /* reads: what was read lives here, but for texts, which point into the bytes */
    const char *wrong; /* Russian, after a colon; NULL: nothing */
    bool no_room;
} Wire;

/* Magic, version, hash of the rest. */
enum { WIRE_MAGIC = 4, WIRE_VERSION_AT = WIRE_MAGIC, WIRE_HASH_AT = WIRE_VERSION_AT + 1, WIRE_BODY_AT = WIRE_HASH_AT + 8 };

/* Against accidents, not forgers: every step can be undone, so a change inside eight bytes is always seen. */
uint64_t wire_hash(Str body);
Wire wire_write(Buf *out, const char magic[WIRE_MAGIC], uint8_t version);
void wire_seal(Wire *wire); /* puts the hash: call it last */
/* ERR_INPUT: not of this kind, of another version, changed since. arena may be NULL where nothing is kept. */
bool wire_read(Str bytes, const char magic[WIRE_MAGIC], uint8_t version, Arena *arena, Wire *out, Err *err);
/* Everything was read and nothing was wrong. */
bool wire_close(const Wire *wire, Err *err);

static inline bool wire_reads(const Wire *wire) { return wire->out == NULL; }
void wire_bad(Wire *wire, const char *wrong); /* ignored while writing */
size_t wire_left(const Wire *wire);

/* Every function writes *at, or fills it; nothing is stored into while writing, so constants may be given. */
void wire_u8(Wire *wire, uint8_t *at);
void wire_bool(Wire *wire, bool *at);
void wire_u16(Wire *wire, uint16_t *at);
void wire_u32(Wire *wire, uint32_t *at);
void wire_u64(Wire *wire, uint64_t *at);
void wire_int(Wire *wire, int *at);
void wire_double(Wire *wire, double *at);
void wire_doubles(Wire *wire, double *at, uint32_t n);
/* +0 and NaN take two bits: most numbers of a silent value. n <= 16 */
void wire_sparse_doubles(Wire *wire, double *const *at, uint32_t n);
void wire_str(Wire *wire, Str *at);
void wire_z(Wire *wire, const char **at);
/* n bytes as they are; reading gives their place in the bytes, or NULL. */
const void *wire_raw(Wire *wire, const void *at, size_t n);
/* A count of items of at least so many bytes: cannot promise more than what is left. */
void wire_count(Wire *wire, uint32_t *n, size_t least);
/* What is written, or zeroed room for what will be read: n was a wire_count(). */
void *wire_items(Wire *wire, const void *items, uint32_t n, size_t size);
#define WIRE_ITEMS(wire, type, items, n) ((type *)wire_items((wire), (items), (n), sizeof(type)))
/* most: the last value of the enumeration */
#define WIRE_ENUM(wire, field, most)                                                  \
    do {                                                                              \
        uint32_t value_ = (uint32_t)(field);                                          \
        wire_u32((wire), &value_);                                                    \
        if (value_ > (uint32_t)(most)) wire_bad((wire), "величина не из списка");     \
        if (wire_reads(wire)) (field) = (__typeof__(field))(value_ > (uint32_t)(most) ? 0 : value_); \
    } while (0)

/* Identity with its blueprint, which is valid once read. */
void wire_procedure(Wire *wire, Procedure *at);

#endif
