#include "flow/place.h"

#include <stdlib.h>
#include <string.h>

Str place_file(const char *url)
{
    Str s = str_of(url);
    if (str_starts(s, STR("postgresql://")) || str_starts(s, STR("postgres://"))) return STR_EMPTY;
    return str_starts(s, STR("sqlite:")) ? str_slice(s, 7, s.n) : s;
}

Str place_database(const char *url, Arena *arena)
{
    Str file = place_file(url);
    if (file.n == 0) return STR_EMPTY;
    const char *slash = memrchr(file.at, '/', file.n);
    if (slash == NULL) return STR(".");
    return arena_str(arena, str_slice(file, 0, slash == file.at ? 1 : (size_t)(slash - file.at)));
}

Str place_data(const char *url, Arena *arena)
{
    const char *set = getenv("MERILO_DATA");
    if (set == NULL || *set == '\0') return place_database(url, arena);
    Str s = str_of(set);
    while (s.n > 1 && s.at[s.n - 1] == '/') s.n--;
    return s;
}

Str place_copies(const char *url, Arena *arena)
{
    Str data = place_data(url, arena);
    return data.n > 0 ? arena_printf(arena, "%.*s/copies", STR_ARG(data)) : STR_EMPTY;
}
