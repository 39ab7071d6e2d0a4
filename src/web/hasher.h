/* Password hashing beside the workers: argon2id with 64 MiB takes 0.13 s and much memory, so a few processes do it in turn.
 * Asks and answers are datagrams: all workers write to one socket, the hashers read from it; each worker reads its own answers. */
#ifndef WEB_HASHER_H
#define WEB_HASHER_H

#include <stdint.h>

#include "base/limits.h"
#include "base/str.h"

enum { HASH_STORED = 128 }; /* crypto_pwhash_STRBYTES */

typedef struct HashAsk {
    uint64_t serial;     /* comes back with the answer */
    uint32_t worker;     /* whose answer socket */
    uint32_t n_password;
    char password[LIMIT_PASSWORD_BYTES];
    char stored[HASH_STORED]; /* empty: make a text to keep; else verify */
} HashAsk;

typedef struct HashAnswer {
    uint64_t serial;
    int64_t took_us;
    bool ok;
    char made[HASH_STORED];
} HashAnswer;

/* false: the password or the stored text is too long to be right. */
bool hash_ask(HashAsk *ask, Str password, Str stored);
/* Does it here and now. */
void hash_do(const HashAsk *ask, HashAnswer *answer);
/* A hasher process: answers until SIGTERM ends it or the asking side is closed. */
_Noreturn void hasher_run(int asks_fd, const int *answer_fds, uint32_t n_workers);

#endif
