#include "base/secret.h"

#include <sodium.h>

#include "base/utf8.h"

static const char base32_letters[33] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
static const char code_letters[33] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; /* no 0, 1, I, O */

enum { CODE_BYTES = 10, CODE_LETTERS = 16 };

Str secret_bytes(Arena *arena, size_t n)
{
    char *bytes = arena_alloc(arena, n);
    randombytes_buf(bytes, n);
    return (Str){ bytes, n };
}

Str secret_token(Arena *arena) { return secret_base64url(secret_bytes(arena, 32), arena); }

/* Which of the 32 letters; -1: none. */
static int value_of(const char *letters, uint32_t letter)
{
    for (int i = 0; i < 32; i++)
        if ((uint32_t)(unsigned char)letters[i] == letter) return i;
    return -1;
}

/* Five bits a letter, the last one filled with zeros. */
static Str fives(Str bytes, const char *letters, Arena *arena)
{
    size_t n = (bytes.n * 8 + 4) / 5;
    char *text = arena_alloc(arena, n + 1);
    unsigned held = 0, bits = 0;
    size_t at = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        held = (held << 8 | (unsigned char)bytes.at[i]) & 0xFFFu;
        for (bits += 8; bits >= 5; bits -= 5) text[at++] = letters[held >> (bits - 5) & 31u];
    }
    if (bits > 0) text[at++] = letters[held << (5 - bits) & 31u];
    return (Str){ text, at };
}

Str secret_code(Arena *arena)
{
    Str text = fives(secret_bytes(arena, CODE_BYTES), code_letters, arena);
    return arena_printf(arena, "%.4s-%.4s-%.4s-%.4s", text.at, text.at + 4, text.at + 8, text.at + 12);
}

/* Codes are typed from paper on Russian keyboards: a letter that looks like a Latin one is that one. */
static uint32_t latin(uint32_t letter)
{
    static const char *const pairs = "АAВBЕEКKМMНHРPСCТTУYХX";
    Str rest = str_of(pairs);
    for (size_t i = 0; i < rest.n;) {
        uint32_t russian = utf8_next(rest, &i), looks = utf8_next(rest, &i);
        if (letter == russian) return looks;
    }
    return letter;
}

Str secret_code_read(Str typed, Arena *arena)
{
    char letters[CODE_LETTERS];
    size_t n = 0;
    for (size_t i = 0; i < typed.n;) {
        uint32_t letter = latin(utf8_upper(utf8_next(typed, &i)));
        if (letter == '-' || letter == ' ') continue;
        if (n == CODE_LETTERS || value_of(code_letters, letter) < 0) return STR_EMPTY;
        letters[n++] = (char)letter;
    }
    if (n != CODE_LETTERS) return STR_EMPTY;
    return arena_printf(arena, "%.4s-%.4s-%.4s-%.4s", letters, letters + 4, letters + 8, letters + 12);
}

Str secret_base32(Str bytes, Arena *arena) { return fives(bytes, base32_letters, arena); }

bool secret_base32_read(Str text, Arena *arena, Str *bytes)
{
    char *out = arena_alloc(arena, text.n * 5 / 8 + 1);
    unsigned held = 0, bits = 0;
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.at[i];
        if (c == ' ' || c == '=') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        int value = value_of(base32_letters, (unsigned char)c);
        if (value < 0) return false;
        held = (held << 5 | (unsigned)value) & 0xFFFu;
        bits += 5;
        if (bits >= 8) out[n++] = (char)(held >> (bits -= 8) & 0xFFu);
    }
    *bytes = (Str){ out, n };
    return n > 0;
}

Str secret_base64url(Str bytes, Arena *arena)
{
    size_t room = sodium_base64_ENCODED_LEN(bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(arena, room);
    sodium_bin2base64(text, room, (const unsigned char *)bytes.at, bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_of(text);
}

bool secret_base64url_read(Str text, Arena *arena, Str *bytes)
{
    size_t n = 0;
    const char *end = NULL;
    for (size_t i = 0; i < text.n; i++) /* libsodium takes some bytes over 127 for letters */
        if ((unsigned char)text.at[i] >= 128) return false;
    unsigned char *out = arena_alloc(arena, text.n + 1);
    if (sodium_base642bin(out, text.n + 1, text.at, text.n, NULL, &n, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || end != text.at + text.n) return false;
    *bytes = (Str){ (const char *)out, n };
    return true;
}

bool secret_equal(Str a, Str b) { return a.n == b.n && (a.n == 0 || sodium_memcmp(a.at, b.at, a.n) == 0); }
