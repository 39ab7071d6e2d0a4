#include "publish/office/xlsx_.h"

#include "base/utf8.h"

#define NAME_UNITS 31u

static uint32_t units(uint32_t cp) { return cp > 0xFFFF ? 2 : 1; }

/* First part of s within limit units; cut between words when that leaves most of it. */
static Str cut(Str s, uint32_t limit)
{
    uint32_t used = 0;
    size_t end = 0, space = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t cp = utf8_next(s, &i);
        used += units(cp);
        if (used > limit) return str_trim(str_slice(s, 0, space > 0 && space * 3 > end * 2 ? space : end));
        if (cp == ' ') space = from;
        end = i;
    }
    return s;
}

static Str without_forbidden(Arena *arena, Str title)
{
    char *out = arena_array(arena, char, title.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < title.n;) {
        uint32_t cp = utf8_next(title, &i);
        if (cp == UTF8_BAD || cp < 0x20 || cp == 0x7F || cp == '\'' || cp == 0xFFFE || cp == 0xFFFF) continue;
        if (cp < 0x80 && strchr("[]:*?/\\|", (int)cp) != NULL) cp = cp == '/' || cp == '\\' ? '-' : ' ';
        if (cp == 0xA0) cp = ' ';
        if (cp == ' ' && (n == 0 || out[n - 1] == ' ')) continue;
        n += utf8_put(cp, out + n);
    }
    return str_trim((Str){ out, n });
}

/* Adds the folded name to the set; false when it is there. */
static bool take(XlsxNames *names, Str folded)
{
    if (names->n * 2 >= names->room) {
        XlsxNames grown = { names->arena, 0, names->room == 0 ? 128 : names->room * 2, NULL };
        grown.hashes = arena_array(grown.arena, unsigned long long, grown.room);
        for (uint32_t i = 0; i < names->room; i++) {
            if (names->hashes[i] == 0) continue;
            uint32_t at = (uint32_t)names->hashes[i] & (grown.room - 1);
            while (grown.hashes[at] != 0) at = (at + 1) & (grown.room - 1);
            grown.hashes[at] = names->hashes[i];
            grown.n++;
        }
        *names = grown;
    }
    unsigned long long hash = str_hash(folded) | 1; /* 0 means an empty place */
    uint32_t at = (uint32_t)hash & (names->room - 1);
    for (; names->hashes[at] != 0; at = (at + 1) & (names->room - 1))
        if (names->hashes[at] == hash) return false;
    names->hashes[at] = hash;
    names->n++;
    return true;
}

const char *xlsx_name(XlsxNames *names, Str title)
{
    Arena *scratch = arena_new(0);
    if (names->n == 0) take(names, STR("history")); /* Excel keeps it for itself */
    Str clean = without_forbidden(scratch, title);
    if (clean.n == 0) clean = STR("Таблица");
    Str name = cut(clean, NAME_UNITS);
    for (unsigned number = 2; !take(names, utf8_fold(scratch, name)); number++) {
        Str tail = arena_printf(scratch, " (%u)", number);
        Str base = cut(clean, NAME_UNITS - (uint32_t)tail.n);
        name = arena_printf(scratch, "%.*s%.*s", STR_ARG(base), STR_ARG(tail));
    }
    const char *kept = arena_z(names->arena, name);
    arena_free(scratch);
    return kept;
}
