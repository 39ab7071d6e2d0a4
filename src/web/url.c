#include "web/url.h"

#include "base/percent.h"

Str url_encode(Arena *arena, Str text) { return percent_encode(arena, text); }

bool url_is_local(Str address)
{
    if (address.n == 0 || address.at[0] != '/' || (address.n > 1 && address.at[1] == '/')) return false;
    for (size_t i = 0; i < address.n; i++)
        if ((unsigned char)address.at[i] < 0x20 || address.at[i] == '\\' || address.at[i] == 0x7F) return false;
    return true;
}
