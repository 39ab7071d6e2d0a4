#include "domain/term.h"

#include "base/date.h"
#include "base/limits.h"

static const struct { const char *word, *title; } kinds[N_TERM_KINDS] = {
    [TERM_NONE] = { "none", "без срока" },
    [TERM_WINDOWS] = { "windows", "дни и месяцы" },
    [TERM_WHOLE_YEAR] = { "whole-year", "в течение года" },
    [TERM_SCHEDULE] = { "schedule", "по чужому графику" },
    [TERM_RECURRING] = { "recurring", "повторяется" },
    [TERM_RELATIVE] = { "relative", "от события" },
};

const char *term_kind_word(TermKind kind)
{
    BUG_ON((unsigned)kind >= N_TERM_KINDS);
    return kinds[kind].word;
}

const char *term_kind_title(TermKind kind)
{
    BUG_ON((unsigned)kind >= N_TERM_KINDS);
    return kinds[kind].title;
}

bool term_kind_find(Str word, TermKind *out)
{
    for (unsigned k = 0; k < N_TERM_KINDS; k++) {
        if (!str_eq(word, str_of(kinds[k].word))) continue;
        *out = (TermKind)k;
        return true;
    }
    return false;
}

static Str join(Arena *arena, Str text, const char *between, Str part)
{
    return text.n == 0 ? part : arena_printf(arena, "%.*s%s%.*s", STR_ARG(text), between, STR_ARG(part));
}

Str term_windows_text(Arena *arena, uint32_t n, const Window *windows)
{
    Str text = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) {
        Str from = date_iso(arena, windows[i].from), to = date_iso(arena, windows[i].to);
        text = join(arena, text, " ", arena_printf(arena, "%.*s..%.*s", STR_ARG(from), STR_ARG(to)));
    }
    return text;
}

/* «2020-11-01..2020-12-31»; either side empty, not both. */
static bool window_parse(Str part, Window *out)
{
    size_t dots = str_find(part, STR(".."));
    if (dots == SIZE_MAX) return false;
    Str from = str_slice(part, 0, dots), to = str_slice(part, dots + 2, part.n);
    *out = (Window){ DATE_NONE, DATE_NONE };
    if (from.n > 0 && !date_parse(from, &out->from)) return false;
    if (to.n > 0 && !date_parse(to, &out->to)) return false;
    if (from.n == 0 && to.n == 0) return false;
    return from.n == 0 || to.n == 0 || out->from <= out->to;
}

bool term_windows_parse(Str text, Arena *arena, uint32_t *n, const Window **windows)
{
    size_t n_parts = text.n > 0;
    for (size_t i = 0; i < text.n; i++) n_parts += text.at[i] == ' ';
    if (n_parts > LIMIT_TERM_WINDOWS) return false;
    Window *out = arena_array(arena, Window, n_parts);
    size_t at = 0;
    for (size_t i = 0; i < n_parts; i++) {
        size_t end = at;
        while (end < text.n && text.at[end] != ' ') end++;
        if (!window_parse(str_slice(text, at, end), &out[i])) return false;
        if (i > 0 && out[i].from < out[i - 1].from) return false; /* DATE_NONE is before every day */
        at = end + 1;
    }
    *n = (uint32_t)n_parts;
    *windows = out;
    return true;
}

static Str window_words(Arena *arena, Window window)
{
    Str from = date_short(arena, window.from), to = date_short(arena, window.to);
    if (window.from == window.to) return from;
    if (window.from == DATE_NONE) return arena_printf(arena, "до\u00A0%.*s", STR_ARG(to));
    if (window.to == DATE_NONE) return arena_printf(arena, "с\u00A0%.*s", STR_ARG(from));
    return arena_printf(arena, "%.*s–%.*s", STR_ARG(from), STR_ARG(to));
}

Str term_windows_words(Arena *arena, uint32_t n, const Window *windows)
{
    Str text = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) text = join(arena, text, "; ", window_words(arena, windows[i]));
    return text;
}

int32_t term_first_day(uint32_t n, const Window *windows)
{
    if (n == 0) return DATE_NONE;
    int32_t first = windows[0].from;
    for (uint32_t i = 1; i < n; i++) first = windows[i].from < first ? windows[i].from : first;
    return first;
}

int32_t term_last_day(uint32_t n, const Window *windows)
{
    int32_t last = DATE_NONE;
    for (uint32_t i = 0; i < n; i++) {
        if (windows[i].to == DATE_NONE) return DATE_NONE;
        last = windows[i].to > last ? windows[i].to : last;
    }
    return last;
}
