#include "stats/rng.h"

#include <Random123/philox.h>

#include "base/err.h"
#include "stats/rmath_.h"

Rng rng_at(uint64_t seed, uint64_t unit, uint32_t stream)
{
    return (Rng){ .seed = seed, .unit = unit, .stream = stream };
}

uint32_t rng_word(Rng *rng)
{
    if (rng->n_left == 0) {
        philox4x32_ctr_t counter = { { (uint32_t)rng->unit, (uint32_t)(rng->unit >> 32), rng->stream, rng->block++ } };
        philox4x32_key_t key = { { (uint32_t)rng->seed, (uint32_t)(rng->seed >> 32) } };
        philox4x32_ctr_t block = philox4x32(counter, key);
        for (int i = 0; i < 4; i++) rng->word[i] = block.v[i];
        rng->n_left = 4;
    }
    return rng->word[4 - rng->n_left--];
}

double rng_uniform(Rng *rng)
{
    uint64_t high = rng_word(rng), low = rng_word(rng);
    return ((double)((high << 32 | low) >> 12) + 0.5) * 0x1p-52;
}

double rng_normal(Rng *rng)
{
    return qnorm5(rng_uniform(rng), 0, 1, 1, 0);
}

uint32_t rng_below(Rng *rng, uint32_t n)
{
    BUG_ON(n == 0);
    uint32_t reject = (uint32_t)(-n) % n; /* 2^32 mod n words would make the first values likelier */
    for (;;) {
        uint32_t word = rng_word(rng);
        if (word >= reject) return word % n;
    }
}

double rng_uniform_at(uint64_t seed, uint64_t unit, uint32_t stream)
{
    Rng rng = rng_at(seed, unit, stream);
    return rng_uniform(&rng);
}

double rng_normal_at(uint64_t seed, uint64_t unit, uint32_t stream)
{
    Rng rng = rng_at(seed, unit, stream);
    return rng_normal(&rng);
}
