#include "intake/document/list_.h"

#include <stdio.h>

#include "base/utf8.h"

/* а, б … я, аа, бб: without ё, й, ъ, ь, as Word and LibreOffice number. */
static size_t russian(uint32_t value, bool upper, char *out)
{
    static const uint8_t letters[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 29, 30, 31 };
    const uint32_t n_letters = sizeof letters;
    size_t n = 0;
    for (uint32_t times = 0; times <= (value - 1) / n_letters; times++) n += utf8_put((upper ? 0x410u : 0x430u) + letters[(value - 1) % n_letters], out + n);
    return n;
}

static size_t latin(uint32_t value, bool upper, char *out)
{
    size_t n = 0;
    for (uint32_t times = 0; times <= (value - 1) / 26; times++) out[n++] = (char)((upper ? 'A' : 'a') + (int)((value - 1) % 26));
    return n;
}

static size_t roman(uint32_t value, bool upper, char *out)
{
    static const struct { uint32_t value; const char *upper, *lower; } digits[] = {
        { 1000, "M", "m" }, { 900, "CM", "cm" }, { 500, "D", "d" }, { 400, "CD", "cd" }, { 100, "C", "c" }, { 90, "XC", "xc" }, { 50, "L", "l" },
        { 40, "XL", "xl" }, { 10, "X", "x" }, { 9, "IX", "ix" }, { 5, "V", "v" }, { 4, "IV", "iv" }, { 1, "I", "i" },
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        for (; value >= digits[i].value; value -= digits[i].value)
            for (const char *at = upper ? digits[i].upper : digits[i].lower; *at != '\0'; at++) out[n++] = *at;
    return n;
}

size_t list_number(ListFormat format, uint32_t value, char out[LIST_NUMBER])
{
    if (format == LIST_NONE || format == LIST_BULLET) return 0;
    bool letters = format == LIST_LOWER_LATIN || format == LIST_UPPER_LATIN || format == LIST_LOWER_RUSSIAN || format == LIST_UPPER_RUSSIAN;
    bool fits = value > 0 && value <= (letters ? 26u * 20 : 3999u);
    if (fits && (format == LIST_LOWER_RUSSIAN || format == LIST_UPPER_RUSSIAN)) return russian(value, format == LIST_UPPER_RUSSIAN, out);
    if (fits && letters) return latin(value, format == LIST_UPPER_LATIN, out);
    if (fits && (format == LIST_LOWER_ROMAN || format == LIST_UPPER_ROMAN)) return roman(value, format == LIST_UPPER_ROMAN, out);
    return (size_t)snprintf(out, LIST_NUMBER, format == LIST_DECIMAL_ZERO ? "%02u" : "%u", value);
}

Str list_bullet(Str written)
{
    Str bullet = str_trim(written);
    size_t i = 0;
    if (bullet.n == 0) return STR("•");
    uint32_t cp = utf8_next(bullet, &i);
    if (cp == '-' || cp == 0x2010 || cp == 0x2012 || cp == 0x2013 || cp == 0x2014 || cp == 0x2212) return STR("–");
    bool drawn = (cp >= 0xE000 && cp <= 0xF8FF) || (cp >= 0x2022 && cp <= 0x2023) || (cp >= 0x25A0 && cp <= 0x27BF) || cp == 'o' || cp == '*' || cp == 0xB7 || cp == 0xA7 || cp == UTF8_BAD;
    return drawn ? STR("•") : bullet;
}

void list_count(ListCounters *counters, uint32_t level, const uint32_t start[LIST_LEVELS], const uint8_t restart[LIST_LEVELS])
{
    for (uint32_t l = 0; l <= level; l++) {
        if (l == level && counters->used[l]) counters->value[l]++;
        if (counters->used[l]) continue;
        counters->value[l] = start[l];
        counters->used[l] = true;
    }
    for (uint32_t l = level + 1; l < LIST_LEVELS; l++)
        if (level < restart[l]) counters->used[l] = false;
}
