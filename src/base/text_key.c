#include "base/text_key.h"

#include "base/utf8.h"

/* First bytes of the first level; 1 parts levels, so all are over it. */
enum { SIGN = 4, NUMBER = 0x50, CYRILLIC = 0x58, LATIN = 0x90, OTHER = 0xF0 };
#define LONGEST_NUMBER 250 /* digits that one length byte can say; a longer run is several numbers */

/* In the order of CLDR. */
static const char signs[] = " _-‐–—,;:!?.…·'‘’\"“”„«»()[]{}§@*/\\&#%`^°+±×<=>|~−$";
static const char letters[] = "абвгдђеєжзѕиійјклљмнњопрстћуфхцчџшщъыьэюя";

typedef struct Weight {
    uint8_t first, second, third;
    uint32_t other; /* code point, when first is OTHER */
} Weight;

static int index_in(const char *list, size_t n, uint32_t cp)
{
    int k = 0;
    for (size_t i = 0; i < n; k++)
        if (utf8_next((Str){ list, n }, &i) == cp) return k;
    return -1;
}

/* A letter that differs from another by its mark only; second says which mark. */
static uint32_t without_mark(uint32_t lower, uint8_t *second)
{
    static const struct { uint16_t with, without; uint8_t second; } marks[] = {
        { 0x451, 0x435, 4 }, { 0x450, 0x435, 3 }, { 0x453, 0x433, 3 }, { 0x491, 0x433, 4 }, { 0x45D, 0x438, 3 }, { 0x457, 0x456, 3 }, { 0x45C, 0x43A, 3 }, { 0x45E, 0x443, 3 },
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (lower == marks[i].with) { *second = marks[i].second; return marks[i].without; }
    return lower;
}

/* false: no place in the order (a control character). */
static bool weigh(uint32_t cp, Weight *out)
{
    if (cp == 0xA0 || cp == 0x202F || cp == 0x2009 || (cp >= 9 && cp <= 13)) cp = ' ';
    if (cp == 0x2011) cp = 0x2010; /* a hyphen that does not break */
    if (cp < 0x20 || cp == 0x7F) return false;
    uint32_t lower = cp == 0x490 ? 0x491 : utf8_lower(cp);
    *out = (Weight){ .second = 2, .third = lower == cp ? 2 : 3 };
    lower = without_mark(lower, &out->second);
    int at;
    if (lower >= 'a' && lower <= 'z') out->first = (uint8_t)(LATIN + (lower - 'a'));
    else if ((at = index_in(letters, sizeof letters - 1, lower)) >= 0) out->first = (uint8_t)(CYRILLIC + at);
    else if ((at = index_in(signs, sizeof signs - 1, cp)) >= 0) out->first = (uint8_t)(SIGN + at);
    else { out->first = OTHER; out->other = cp; }
    return true;
}

/* The three levels while they grow. */
typedef struct Levels { char *first, *second, *third; size_t n_first, n; } Levels;

static void add(Levels *levels, Weight w)
{
    levels->first[levels->n_first++] = (char)w.first;
    for (int shift = 18; w.first == OTHER && shift >= 0; shift -= 6) levels->first[levels->n_first++] = (char)(0x40 + (w.other >> shift & 63));
    levels->second[levels->n] = (char)w.second;
    levels->third[levels->n++] = (char)w.third;
}

/* A number: its length, then its digits, without zeros in front. Gives where it ends. */
static size_t add_number(Levels *levels, Str s, size_t i)
{
    while (i + 1 < s.n && s.at[i] == '0' && s.at[i + 1] >= '0' && s.at[i + 1] <= '9') i++;
    size_t n = 0;
    while (i + n < s.n && n < LONGEST_NUMBER && s.at[i + n] >= '0' && s.at[i + n] <= '9') n++;
    add(levels, (Weight){ .first = NUMBER, .second = 2, .third = 2 });
    levels->first[levels->n_first++] = (char)(n + 1);
    memcpy(levels->first + levels->n_first, s.at + i, n);
    levels->n_first += n;
    return i + n;
}

/* A level without its usual tail: what is left out is the least. */
static size_t put_level(char *out, const char *level, size_t n)
{
    while (n > 0 && level[n - 1] == 2) n--;
    out[0] = 1;
    memcpy(out + 1, level, n);
    return n + 1;
}

Str text_sort_key(Str text, Arena *arena)
{
    Levels levels = { .first = arena_alloc(arena, 9 * text.n + 2), .second = arena_alloc(arena, 2 * text.n + 1), .third = arena_alloc(arena, 2 * text.n + 1) };
    text = str_trim(text);
    for (size_t i = 0; i < text.n;) {
        if (text.at[i] >= '0' && text.at[i] <= '9') { i = add_number(&levels, text, i); continue; }
        uint32_t cp = utf8_next(text, &i);
        Weight w;
        if (cp == 0x2116) { /* № is read as «No» */
            add(&levels, (Weight){ .first = LATIN + 'n' - 'a', .second = 2, .third = 4 });
            add(&levels, (Weight){ .first = LATIN + 'o' - 'a', .second = 2, .third = 4 });
        } else if (weigh(cp == UTF8_BAD ? '?' : cp, &w)) {
            add(&levels, w);
        }
    }
    size_t n = levels.n_first; /* the other levels follow in the room of the first: 9 bytes a byte of text hold all three */
    n += put_level(levels.first + n, levels.second, levels.n);
    n += put_level(levels.first + n, levels.third, levels.n);
    return (Str){ levels.first, n };
}
