#include "base/hash.h"

#include <sodium.h>

#include "base/err.h"

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(Hash), "room for the library's state");

static void hex(const unsigned char *bytes, char out[65])
{
    sodium_bin2hex(out, 65, bytes, crypto_hash_sha256_BYTES);
}

void hash_sha256_hex(Str bytes, char out[65])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *)bytes.at, bytes.n);
    hex(digest, out);
}

void hash_begin(Hash *hash) { crypto_hash_sha256_init((crypto_hash_sha256_state *)(void *)hash->state); }

void hash_add(Hash *hash, Str bytes)
{
    crypto_hash_sha256_update((crypto_hash_sha256_state *)(void *)hash->state, (const unsigned char *)bytes.at, bytes.n);
}

void hash_end_hex(Hash *hash, char out[65])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final((crypto_hash_sha256_state *)(void *)hash->state, digest);
    hex(digest, out);
}
