/* Any bytes as a deadline: first line a calendar's name, the rest the words; then what the term promises, its occurrences and its distance. */
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/limits.h"
#include "plan/term.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(const Term *term, Str words)
{
    BUG_ON(!str_eq(term->text, words) || (unsigned)term->kind >= N_TERM_KINDS || term->n_windows > LIMIT_TERM_WINDOWS);
    for (uint32_t i = 0; i < term->n_windows; i++) {
        Window window = term->windows[i];
        BUG_ON(window.from == DATE_NONE && window.to == DATE_NONE);
        BUG_ON(window.from != DATE_NONE && window.to != DATE_NONE && window.from > window.to);
        BUG_ON(i > 0 && term->windows[i - 1].from > window.from);
    }
    bool waits = term->kind == TERM_SCHEDULE || term->kind == TERM_RELATIVE;
    BUG_ON(term->recurrence.n > 0 ? term->kind != TERM_RECURRING && !(waits && term->anchor.n > 0) : term->kind == TERM_RECURRING);
    BUG_ON(term->kind == TERM_SCHEDULE && term->anchor.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)64 << 20);
    Str text = arena_str(arena, (Str){ (const char *)bytes, n });
    const char *line = memchr(text.at, '\n', text.n);
    size_t end = line == NULL ? 0 : (size_t)(line - text.at);
    Str words = str_slice(text, line == NULL ? 0 : end + 1, text.n);
    TermCalendarEntry entry = { str_slice(text, 0, end), date_of(2021, 3, 15), date_of(2021, 5, 21) };
    TermContext context = { .school_year = 2020, .approved = date_of(2020, 10, 14), .n_calendar = line != NULL, .calendar = &entry };
    Term term;
    term_parse(words, &context, arena, &term);
    check(&term, words);
    uint32_t n_days;
    const Window *days;
    term_occurrences(&term, (Window){ date_of(2020, 9, 1), date_of(2021, 8, 31) }, arena, &n_days, &days);
    BUG_ON(n_days > LIMIT_TERM_WINDOWS);
    Window out;
    if (term.offset.n > 0) term_offset_apply(term.offset, (Window){ entry.from, entry.to }, &out);
    const TermCalendarEntry *entries;
    uint32_t n_entries;
    Err err = { 0 };
    BUG_ON(!term_calendar_read(text, arena, &n_entries, &entries, &err) && err.what[0] == '\0');
    Term rule = { .kind = TERM_RECURRING, .recurrence = words };
    term_occurrences(&rule, (Window){ date_of(2020, 9, 1), date_of(2021, 8, 31) }, arena, &n_days, &days);
    uint32_t n_windows;
    const Window *windows;
    if (term_windows_parse(words, arena, &n_windows, &windows)) BUG_ON(!str_eq(term_windows_text(arena, n_windows, windows), words));
    arena_free(arena);
    return 0;
}
