/* A Cookie header: what is given is plain, of the wanted prefix, and never more than the ceiling. */
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)64 << 20);
    const Str prefixes[] = { STR_EMPTY, STR("__Host-") };
    for (size_t k = 0; k < 2; k++) {
        const Pair *pairs;
        uint32_t n_pairs;
        form_cookies((Str){ (const char *)bytes, n }, prefixes[k], arena, &pairs, &n_pairs);
        if (n_pairs > LIMIT_COOKIES) abort();
        for (uint32_t i = 0; i < n_pairs; i++) {
            if (pairs[i].name.n == 0) abort();
            if (k == 1 && memcmp(pairs[i].name.at - 7, "__Host-", 7) != 0) abort();
            for (size_t c = 0; c < pairs[i].value.n; c++)
                if (pairs[i].value.at[c] <= 0x20 || pairs[i].value.at[c] == ';' || pairs[i].value.at[c] == 0x7F) abort();
        }
    }
    arena_free(arena);
    return 0;
}
