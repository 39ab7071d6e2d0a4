#include "web/hasher.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/err.h"

_Static_assert(HASH_STORED == crypto_pwhash_STRBYTES, "the text to keep is libsodium's");

bool hash_ask(HashAsk *ask, Str password, Str stored)
{
    *ask = (HashAsk){ .serial = 0 };
    if (password.n > sizeof ask->password || stored.n >= sizeof ask->stored) return false;
    if (password.n != 0) memcpy(ask->password, password.at, password.n);
    if (stored.n != 0) memcpy(ask->stored, stored.at, stored.n);
    ask->n_password = (uint32_t)password.n;
    return true;
}

void hash_do(const HashAsk *ask, HashAnswer *answer)
{
    BUG_ON(sodium_init() < 0);
    int64_t from_us = clock_ticks_us();
    *answer = (HashAnswer){ .serial = ask->serial };
    if (ask->stored[0] != '\0')
        answer->ok = crypto_pwhash_str_verify(ask->stored, ask->password, ask->n_password) == 0;
    else
        answer->ok = crypto_pwhash_str_alg(answer->made, ask->password, ask->n_password, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                                           crypto_pwhash_ALG_ARGON2ID13) == 0;
    answer->took_us = clock_ticks_us() - from_us;
}

void hasher_run(int asks_fd, const int *answer_fds, uint32_t n_workers)
{
    HashAsk ask;
    HashAnswer answer;
    for (;;) {
        ssize_t got = recv(asks_fd, &ask, sizeof ask, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) exit(0);
        if (got != sizeof ask || ask.worker >= n_workers || ask.n_password > sizeof ask.password || ask.stored[HASH_STORED - 1] != '\0') continue;
        hash_do(&ask, &answer);
        sodium_memzero(ask.password, sizeof ask.password);
        send(answer_fds[ask.worker], &answer, sizeof answer, MSG_DONTWAIT | MSG_NOSIGNAL); /* a worker that does not read answers gives up by itself */
    }
}
