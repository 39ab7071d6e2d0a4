/* Random numbers by counter (Random123 Philox 4x32-10): what is drawn depends on seed, unit, stream and draw only,
 * never on the order of units or on threads. Streams keep purposes apart: a new purpose leaves all other draws as they were.
 * source Salmon, Moraes, Dror, Shaw 2011, SC'11 */
#ifndef STATS_RNG_H
#define STATS_RNG_H

#include <stdint.h>

typedef struct Rng {
    uint64_t seed, unit;
    uint32_t stream;
    uint32_t block;   /* next block of four words */
    uint32_t n_left;  /* words of the last block not yet given */
    uint32_t word[4];
} Rng;

Rng rng_at(uint64_t seed, uint64_t unit, uint32_t stream);
uint32_t rng_word(Rng *rng);
double rng_uniform(Rng *rng);                 /* in (0, 1), never an end; steps of 2^-52 */
double rng_normal(Rng *rng);                  /* standard normal, by inversion: one uniform each */
uint32_t rng_below(Rng *rng, uint32_t n);     /* 0..n-1 without bias; n > 0 */
/* The first draw of a stream, for «one number a unit». */
double rng_uniform_at(uint64_t seed, uint64_t unit, uint32_t stream);
double rng_normal_at(uint64_t seed, uint64_t unit, uint32_t stream);

#endif
