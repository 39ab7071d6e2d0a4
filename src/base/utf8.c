#include "base/utf8.h"

uint32_t utf8_next(Str s, size_t *i)
{
    const unsigned char *p = (const unsigned char *)s.at + *i;
    size_t left = s.n - *i;
    uint32_t c = p[0];
    size_t n = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    if (n == 1) { *i += 1; return c; }
    if (n == 0 || n > left) { *i += 1; return UTF8_BAD; }
    uint32_t cp = c & (0x7Fu >> n);
    for (size_t k = 1; k < n; k++) {
        if ((p[k] & 0xC0) != 0x80) { *i += 1; return UTF8_BAD; }
        cp = cp << 6 | (p[k] & 0x3Fu);
    }
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (cp < least[n] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) { *i += 1; return UTF8_BAD; }
    *i += n;
    return cp;
}

size_t utf8_put(uint32_t cp, char out[4])
{
    if (cp < 0x80) { out[0] = (char)cp; return 1; }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t utf8_valid_prefix(Str s)
{
    for (size_t i = 0; i < s.n;) {
        uint64_t word;
        if (s.n - i >= sizeof word) { /* eight ASCII bytes at once */
            memcpy(&word, s.at + i, sizeof word);
            if ((word & 0x8080808080808080u) == 0) { i += sizeof word; continue; }
        }
        size_t from = i;
        if (utf8_next(s, &i) == UTF8_BAD) return from;
    }
    return s.n;
}

bool utf8_valid(Str s) { return utf8_valid_prefix(s) == s.n; }

size_t utf8_length(Str s)
{
    size_t length = 0;
    for (size_t i = 0; i < s.n; length++) utf8_next(s, &i);
    return length;
}

uint32_t utf8_lower(uint32_t cp)
{
    if (cp >= 'A' && cp <= 'Z') return cp + 32;
    if (cp >= 0x410 && cp <= 0x42F) return cp + 32;
    if (cp >= 0x400 && cp <= 0x40F) return cp + 80;
    return cp;
}

uint32_t utf8_upper(uint32_t cp)
{
    if (cp >= 'a' && cp <= 'z') return cp - 32;
    if (cp >= 0x430 && cp <= 0x44F) return cp - 32;
    if (cp >= 0x450 && cp <= 0x45F) return cp - 80;
    return cp;
}

bool utf8_is_space(uint32_t cp)
{
    return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x202F ||
           cp == 0x205F || cp == 0x2060 || cp == 0x3000 || cp == 0xFEFF;
}

uint32_t utf8_cyrillic_twin(uint32_t lower)
{
    switch (lower) {
    case 'a': return 0x430;
    case 'b': return 0x432;
    case 'c': return 0x441;
    case 'e': return 0x435;
    case 'h': return 0x43D;
    case 'k': return 0x43A;
    case 'm': return 0x43C;
    case 'o': return 0x43E;
    case 'p': return 0x440;
    case 't': return 0x442;
    case 'x': return 0x445;
    case 'y': return 0x443;
    default: return lower;
    }
}

static Str fold(Arena *arena, Str s, bool lookalike)
{
    char *out = arena_alloc(arena, s.n * 2 + 1); /* Latin to Cyrillic doubles a byte */
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t cp = utf8_next(s, &i);
        if (cp == UTF8_BAD) cp = '?';
        if (utf8_is_space(cp)) { gap = n > 0; continue; }
        if (gap) out[n++] = ' ', gap = false;
        cp = utf8_lower(cp);
        if (cp == 0x451) cp = 0x435; /* ё */
        if (lookalike) cp = utf8_cyrillic_twin(cp);
        n += utf8_put(cp, out + n);
    }
    out[n] = '\0';
    return (Str){ out, n };
}

Str utf8_fold(Arena *arena, Str s) { return fold(arena, s, false); }

Str utf8_fold_lookalike(Arena *arena, Str s) { return fold(arena, s, true); }
