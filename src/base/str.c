#include "base/str.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

int str_cmp(Str a, Str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.at, b.at, n);
    if (order != 0) return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(Str s, Str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.at, prefix.at, prefix.n) == 0);
}

bool str_is_among(Str s, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_eq(s, str_of(*words))) return true;
    return false;
}

bool str_starts_among(Str s, const char *const *stems)
{
    for (; *stems != NULL; stems++)
        if (str_starts(s, str_of(*stems))) return true;
    return false;
}

bool str_ends(Str s, Str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.at + s.n - suffix.n, suffix.at, suffix.n) == 0);
}

size_t str_find(Str s, Str needle)
{
    if (needle.n == 0) return 0;
    for (size_t i = 0; i + needle.n <= s.n; i++)
        if (s.at[i] == needle.at[0] && memcmp(s.at + i, needle.at, needle.n) == 0) return i;
    return SIZE_MAX;
}

Str str_slice(Str s, size_t from, size_t to)
{
    if (to > s.n) to = s.n;
    if (from > to) from = to;
    return (Str){ from > 0 ? s.at + from : s.at, to - from }; /* a Str of zeros has no address to count from */
}

/* Length of a white-space character at the start of p[0..n), 0 if none: ASCII, NBSP, U+2000..U+200B, U+202F, U+205F, U+2060, U+3000, BOM. */
static size_t space_length(const unsigned char *p, size_t n)
{
    if (n == 0) return 0;
    if (p[0] == ' ' || (p[0] >= 9 && p[0] <= 13)) return 1;
    if (n >= 2 && p[0] == 0xC2 && p[1] == 0xA0) return 2;
    if (n < 3) return 0;
    if (p[0] == 0xE2 && p[1] == 0x80 && (p[2] <= 0x8B || p[2] == 0xAF)) return 3;
    if (p[0] == 0xE2 && p[1] == 0x81 && (p[2] == 0x9F || p[2] == 0xA0)) return 3;
    if (p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x80) return 3;
    if (p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) return 3;
    return 0;
}

static size_t space_length_back(const unsigned char *p, size_t n)
{
    for (size_t k = 1; k <= 3 && k <= n; k++)
        if (space_length(p + n - k, k) == k) return k;
    return 0;
}

Str str_trim(Str s)
{
    size_t k;
    while ((k = space_length((const unsigned char *)s.at, s.n)) != 0) s.at += k, s.n -= k;
    while ((k = space_length_back((const unsigned char *)s.at, s.n)) != 0) s.n -= k;
    return s;
}

bool str_to_int(Str s, long long *out)
{
    if (s.n == 0 || s.n > 18) return false;
    long long value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') return false;
        value = value * 10 + (s.at[i] - '0');
    }
    *out = value;
    return true;
}

bool str_to_num(Str s, double *out)
{
    char copy[64];
    if (s.n == 0 || s.n >= sizeof copy) return false;
    size_t digits = 0, points = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.at[i];
        if (c >= '0' && c <= '9') digits++;
        else if (c == '.' || c == ',') { points++; c = '.'; }
        else if (!((c == '-' || c == '+') && i == 0)) return false;
        copy[i] = c;
    }
    if (digits == 0 || points > 1) return false;
    copy[s.n] = '\0';
    *out = strtod(copy, NULL); /* the program never calls setlocale, so the point is a point */
    return isfinite(*out);
}

unsigned long long str_hash(Str s)
{
    unsigned long long h = 14695981039346656037ULL;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.at[i]) * 1099511628211ULL;
    return h;
}
