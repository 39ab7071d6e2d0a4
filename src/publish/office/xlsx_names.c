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

static bool is_taken(Arena *arena, Str name, const char *const *taken, uint32_t n_taken)
{
    Str folded = utf8_fold(arena, name);
    if (str_eq(folded, STR("history"))) return true; /* Excel keeps it for itself */
    for (uint32_t i = 0; i < n_taken; i++)
        if (str_eq(folded, utf8_fold(arena, str_of(taken[i])))) return true;
    return false;
}

const char *xlsx_name(Arena *arena, Str title, const char *const *taken, uint32_t n_taken)
{
    Arena *scratch = arena_new(0);
    Str clean = without_forbidden(scratch, title);
    if (clean.n == 0) clean = STR("Таблица");
    Str name = cut(clean, NAME_UNITS);
    for (unsigned number = 2; is_taken(scratch, name, taken, n_taken); number++) {
        Str tail = arena_printf(scratch, " (%u)", number);
        Str base = cut(clean, NAME_UNITS - (uint32_t)tail.n);
        name = arena_printf(scratch, "%.*s%.*s", STR_ARG(base), STR_ARG(tail));
    }
    const char *kept = arena_z(arena, name);
    arena_free(scratch);
    return kept;
}
