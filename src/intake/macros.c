#include "intake/macros.h"

#include <string.h>

#include "base/arena.h"
#include "intake/reader/unzip_.h"

/* In small letters without zero bytes: the list of types may be UTF-16, and letter case means nothing in it. */
static size_t flatten(char *at, size_t n)
{
    size_t n_out = 0;
    for (size_t i = 0; i < n; i++)
        if (at[i] != '\0') at[n_out++] = at[i] >= 'A' && at[i] <= 'Z' ? (char)(at[i] - 'A' + 'a') : at[i];
    return n_out;
}

static bool holds(Str text, const char *word) { return str_find(text, str_of(word)) != SIZE_MAX; }

static bool declared(Unzip *zip)
{
    enum { MOST = 256 << 10 };
    int64_t types = unzip_find(zip, STR("[Content_Types].xml"));
    size_t n = 0;
    if (types < 0) return false;
    Arena *arena = arena_new(0);
    char *text = arena_alloc(arena, MOST);
    bool found = false;
    if (unzip_peek(zip, types, text, MOST, &n)) {
        Str flat = { text, flatten(text, n) };
        found = holds(flat, "macroenabled") || holds(flat, "vbaproject");
    }
    arena_free(arena);
    return found;
}

/* «word/vbaProject.bin»; «Basic/Standard/Module1.xml», not the empty library that LibreOffice may leave; «Scripts/python/…». */
static bool is_program(Str name)
{
    enum { MOST = 300 };
    char lower[MOST];
    if (name.n > MOST) name = str_slice(name, name.n - MOST, name.n);
    if (name.n > 0) memcpy(lower, name.at, name.n);
    Str flat = { lower, flatten(lower, name.n) };
    bool of_basic = str_starts(flat, STR("basic/")) && str_ends(flat, STR(".xml")) && !str_ends(flat, STR("/script-lb.xml")) && !str_ends(flat, STR("/script-lc.xml")) && !str_ends(flat, STR("/dialog-lb.xml")) && !str_ends(flat, STR("/dialog-lc.xml"));
    return str_ends(flat, STR("vbaproject.bin")) || of_basic || (str_starts(flat, STR("scripts/")) && flat.at[flat.n - 1] != '/');
}

static bool in_package(Str bytes)
{
    Unzip zip;
    if (!unzip_open(bytes, &zip, NULL)) return false;
    bool found = declared(&zip);
    for (uint32_t i = 0; i < zip.n_entries && !found; i++) found = is_program(unzip_name(&zip, i));
    unzip_close(&zip);
    return found;
}

bool intake_has_macros(Str bytes)
{
    static const char stream[] = "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T"; /* of every project in a compound file, by its name in the directory */
    if (str_starts(bytes, STR("PK\x03\x04"))) return in_package(bytes);
    return str_starts(bytes, STR("\xd0\xcf\x11\xe0")) && str_find(bytes, (Str){ stream, sizeof stream }) != SIZE_MAX;
}
