#include "publish/rich.h"

#include <stdint.h>

static bool is_special(char c) { return c == '*' || c == '[' || c == ']' || c == '\\'; }

/* Position of needle in s from i on, backslash pairs stepped over; SIZE_MAX when there is none. */
static size_t find_from(Str s, size_t i, Str needle)
{
    for (; i + needle.n <= s.n; i++) {
        if (s.at[i] == '\\' && i + 1 < s.n && is_special(s.at[i + 1])) i++;
        else if (memcmp(s.at + i, needle.at, needle.n) == 0) return i;
    }
    return SIZE_MAX;
}

/* [text](#anchor) at the start of s: text, anchor and length of the whole. Only within the document or the server: «//» would lead away. */
static bool link_at(Str s, Str *text, Str *anchor, size_t *length)
{
    if (s.n < 6 || s.at[0] != '[') return false;
    size_t close = find_from(s, 1, STR("]"));
    if (close == SIZE_MAX || close == 1 || close + 3 >= s.n || s.at[close + 1] != '(' || !strchr("#/?", s.at[close + 2]) || s.at[close + 2] == '\0') return false;
    size_t end = close + 3;
    if (s.at[close + 2] == '/' && (s.at[end] == '/' || s.at[end] == '\\')) return false;
    while (end < s.n && s.at[end] != ')') {
        if ((unsigned char)s.at[end] <= ' ') return false;
        end++;
    }
    if (end == s.n || (end == close + 3 && s.at[close + 2] != '/')) return false;
    *text = str_slice(s, 1, close);
    *anchor = str_slice(s, close + 2, end);
    *length = end + 1;
    return true;
}

Rich rich_begin(Str rich) { return (Rich){ .rest = rich, .link = STR_EMPTY, .anchor = STR_EMPTY }; }

/* Takes ordinary text off the front of *s up to the next marker. At a marker gives nothing. */
static Str take_plain(Str *s, bool bold)
{
    size_t from = 0;
    if (s->n > 1 && s->at[0] == '\\' && is_special(s->at[1])) from = 1; /* the escaped byte is text whatever it is */
    size_t i = from ? 2 : 0;
    Str text, anchor;
    size_t length;
    for (; i < s->n; i++) {
        if (s->at[i] == '\\' && i + 1 < s->n && is_special(s->at[i + 1])) break;
        if (s->at[i] == '[' && link_at(str_slice(*s, i, s->n), &text, &anchor, &length)) break;
        if (s->at[i] == '*' && i + 1 < s->n && s->at[i + 1] == '*') {
            if (bold || find_from(*s, i + 2, STR("**")) != SIZE_MAX) break;
            i++; /* no pair: both stars are text */
        }
    }
    Str plain = str_slice(*s, from, i < s->n ? i : s->n);
    *s = str_slice(*s, i < s->n ? i : s->n, s->n);
    return plain;
}

bool rich_next(Rich *rich, RichSpan *span)
{
    for (;;) {
        bool in_link = rich->link.n > 0;
        Str *source = in_link ? &rich->link : &rich->rest;
        if (source->n == 0) return false;
        size_t length;
        if (!in_link && link_at(*source, &rich->link, &rich->anchor, &length)) {
            *source = str_slice(*source, length, source->n);
            continue;
        }
        Str plain = take_plain(source, rich->bold);
        if (plain.n == 0) { /* take_plain stopped at a ** that has its pair, or a link inside a link's text */
            if (source->at[0] == '*') rich->bold = !rich->bold;
            *source = str_slice(*source, source->at[0] == '*' ? 2 : 1, source->n);
            continue;
        }
        *span = (RichSpan){ .text = plain, .anchor = in_link ? rich->anchor : STR_EMPTY, .bold = rich->bold };
        return true;
    }
}

Str rich_plain(Arena *arena, Str rich)
{
    char *out = arena_alloc(arena, rich.n + 1);
    size_t n = 0;
    Rich reader = rich_begin(rich);
    for (RichSpan span; rich_next(&reader, &span);) {
        memcpy(out + n, span.text.at, span.text.n);
        n += span.text.n;
    }
    return (Str){ out, n };
}

Str rich_escape(Arena *arena, Str text)
{
    char *out = arena_alloc(arena, text.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (is_special(text.at[i])) out[n++] = '\\';
        out[n++] = text.at[i];
    }
    return (Str){ out, n };
}
