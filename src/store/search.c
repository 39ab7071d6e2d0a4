#include "store/search.h"

#include <stdarg.h>

#include "base/buf.h"
#include "base/utf8.h"

Str search_text(Arena *arena, uint32_t n, ...)
{
    Buf buf;
    buf_init(&buf, 0);
    va_list parts;
    va_start(parts, n);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) buf_add_char(&buf, ' ');
        buf_add(&buf, va_arg(parts, Str));
    }
    va_end(parts);
    Str out = utf8_fold(arena, buf_str(&buf));
    out = arena_str(arena, out);
    buf_free(&buf);
    return out;
}

Str search_pattern(Str words, Arena *arena)
{
    Str folded = utf8_fold(arena, words);
    char *pattern = arena_alloc(arena, 2 * folded.n + 3);
    size_t n = 0;
    pattern[n++] = '%';
    for (size_t i = 0; i < folded.n; i++) {
        if (strchr("%_!", folded.at[i]) != NULL) pattern[n++] = '!';
        pattern[n++] = folded.at[i];
    }
    pattern[n++] = '%';
    return (Str){ pattern, n };
}
