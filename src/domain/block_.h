/* A block taken apart: its columns where they lie in the bytes, checked. */
#ifndef DOMAIN_BLOCK_INTERNAL_H
#define DOMAIN_BLOCK_INTERNAL_H

#include "domain/block.h"
#include "domain/wire_.h"

#define BLOCK_MAGIC "MBLK"
enum { BLOCK_VERSION = 1 };

typedef struct BlockRun { uint32_t n; uint16_t label; } BlockRun; /* rows of one class */

typedef struct Block {
    Str school, name, municipality;
    uint32_t n_rows, n_works;
    Str procedure_bytes; /* equal bytes are equal procedures */
    Procedure procedure;
    uint32_t n_labels;
    const Str *labels;   /* rising */
    const BlockRun *runs;/* [n_labels] */
    const uint8_t *state, *variant, *sex, *journal, *written /* little-endian uint16_t, 1 more than the total */, *score /* task-major */;
    const char *codes;   /* n_rows of length (7 bits a byte) and text */
    size_t n_codes;      /* bytes */
} Block;

/* like: a block already taken apart, whose procedure is used where the bytes are equal; or NULL. */
bool block_take_apart(Str bytes, const Block *like, Arena *arena, Block *out, Err *err);

#endif
