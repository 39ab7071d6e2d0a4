/* Views of UTF-8 text. A Str never owns its bytes and need not end in NUL. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct Str {
    const char *at;
    size_t n;
} Str;

#define STR(literal) ((Str){ (literal), sizeof(literal) - 1 })
#define STR_EMPTY    ((Str){ "", 0 })
/* printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s)   (int)(s).n, (s).at

static inline Str str_of(const char *z) { return (Str){ z, strlen(z) }; }

static inline bool str_eq(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

/* Order of bytes; for UTF-8 that is the order of code points. Same result on every machine and locale. */
int str_cmp(Str a, Str b);
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
/* It is one of the words, begins with one of the stems; a NULL ends the list. */
bool str_is_among(Str s, const char *const *words);
bool str_starts_among(Str s, const char *const *stems);
/* Position of needle in s, or SIZE_MAX. */
size_t str_find(Str s, Str needle);
Str str_slice(Str s, size_t from, size_t to);
/* Without spaces, tabs, line ends, NBSP, thin spaces, BOM at both ends. */
Str str_trim(Str s);
/* Decimal digits only; false when empty, other bytes, or over 18 digits. */
bool str_to_int(Str s, long long *out);
/* «4,5» and «4.5», optional sign; false on anything else, nan, inf, exponent. */
bool str_to_num(Str s, double *out);
/* A 64-bit hash (FNV-1a), stable between runs. */
unsigned long long str_hash(Str s);

#endif
