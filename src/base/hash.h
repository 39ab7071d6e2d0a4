/* SHA-256 (libsodium). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

void hash_sha256_hex(Str bytes, char out[65]);
/* In parts. */
typedef struct Hash { _Alignas(16) unsigned char state[128]; } Hash;
void hash_begin(Hash *hash);
void hash_add(Hash *hash, Str bytes);
void hash_end_hex(Hash *hash, char out[65]);

#endif
