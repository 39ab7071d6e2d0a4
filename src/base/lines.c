#include "base/lines.h"

#include "base/buf.h"

uint32_t lines_split(Str text, Arena *arena, const Str **out)
{
    uint32_t most = 1, n = 0;
    for (size_t i = 0; i < text.n; i++) most += text.at[i] == '\n';
    Str *lines = arena_array(arena, Str, most);
    for (size_t from = 0, to; from < text.n; from = to + 1) {
        for (to = from; to < text.n && text.at[to] != '\n';) to++;
        Str line = str_trim(str_slice(text, from, to));
        if (line.n > 0) lines[n++] = line;
    }
    *out = lines;
    return n;
}

Str lines_join(Arena *arena, uint32_t n, const Str *items)
{
    Buf buf;
    buf_init(&buf, 0);
    for (uint32_t i = 0; i < n; i++) {
        Str item = str_trim(items[i]);
        if (item.n == 0) continue;
        if (buf.n > 0) buf_add_char(&buf, '\n');
        for (size_t k = 0; k < item.n; k++) buf_add_char(&buf, item.at[k] == '\n' || item.at[k] == '\r' ? ' ' : item.at[k]);
    }
    Str text = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return text;
}
