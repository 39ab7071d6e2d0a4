/* UTF-8: decoding, validity, Russian letter case. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define UTF8_BAD 0xFFFFFFFFu

/* One code point of s at *i, which moves on; UTF8_BAD (and one byte on) for malformed bytes. 0 <= *i < s.n */
uint32_t utf8_next(Str s, size_t *i);
/* Bytes written (1..4) to out. cp is a valid scalar value. */
size_t utf8_put(uint32_t cp, char out[4]);
bool utf8_valid(Str s);
size_t utf8_valid_prefix(Str s); /* bytes before the first malformed one */
size_t utf8_length(Str s);
/* Lower case of Latin and Cyrillic letters; others unchanged. */
uint32_t utf8_lower(uint32_t cp);
uint32_t utf8_upper(uint32_t cp);
/* White space of any kind: NBSP, thin and zero-width spaces among it. */
bool utf8_is_space(uint32_t cp);
/* The Cyrillic letter that a small Latin one looks like (a b c e h k m o p t x y); others unchanged. */
uint32_t utf8_cyrillic_twin(uint32_t lower);
/* s in lower case, ё as е, runs of any white space as one space, trimmed: the form in which header words and names are compared. */
Str utf8_fold(Arena *arena, Str s);
/* As utf8_fold, and Latin letters that look like Cyrillic ones become Cyrillic (a c e o p x y k m t h b). */
Str utf8_fold_lookalike(Arena *arena, Str s);

#endif
