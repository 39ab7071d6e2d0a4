/* Numbers as Russians read them, and words that agree with them. All give text in the arena. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/arena.h"

/* «26 666»: NBSP between thousands from 1 000 on, U+2212 for minus. */
Str number_int(Arena *arena, long long value);
/* «1 234,5» with the given decimals; NaN gives «—». */
Str number_dec(Arena *arena, double value, int decimals);
/* «+0,6», «−1,2», «0,0». */
Str number_signed(Arena *arena, double value, int decimals);
/* share in [0, 1] as «38,0 %» with NBSP before %. */
Str number_share(Arena *arena, double share, int decimals);
/* word by count: 1 школа, 2 школы, 5 школ. */
const char *number_word(long long n, const char *one, const char *few, const char *many);
/* «2 школы» with NBSP. */
Str number_of(Arena *arena, long long n, const char *one, const char *few, const char *many);
/* Chance in words: «1 раз из 700», rounded to two significant digits; p >= .5 gives «чаще, чем в половине случаев»; under 1e-6 «реже 1 раза из миллиона». */
Str number_chance(Arena *arena, double p);

#endif
