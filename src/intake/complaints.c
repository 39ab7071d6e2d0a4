#include "intake/complaints_.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

void complaints_init(Complaints *list, Arena *arena) { *list = (Complaints){ .arena = arena }; }

static void keep(Complaints *list, const Complaint *complaint)
{
    if (list->n == list->room) {
        uint32_t room = list->room == 0 ? 16 : list->room * 2;
        Complaint *rows = arena_array(list->arena, Complaint, room);
        if (list->n > 0) memcpy(rows, list->rows, list->n * sizeof *rows);
        list->rows = rows, list->room = room;
    }
    uint32_t at = list->n++;
    /* the cells of a row are not read from left to right */
    while (at > 0 && list->rows[at - 1].row == complaint->row && list->rows[at - 1].column > complaint->column && str_eq(list->rows[at - 1].sheet, complaint->sheet)) {
        list->rows[at] = list->rows[at - 1];
        at--;
    }
    list->rows[at] = *complaint;
}

static bool is_cyrillic(uint32_t cp) { return cp >= 0x400 && cp <= 0x45F; }

/* End of the word at i when it begins with a capital and has three letters or more: in a shifted row it may be a pupil's name, and no answer tells names. Else i. */
static size_t end_of_name(Str value, size_t i)
{
    size_t end = i, next = i;
    for (int letters = 0; next < value.n; letters++) {
        uint32_t cp = utf8_next(value, &next);
        if (!is_cyrillic(cp) || (letters == 0 && utf8_lower(cp) == cp)) return letters < 3 ? i : end;
        end = next;
        if (next == value.n && letters >= 2) return end;
    }
    return i;
}

/* At most 60 characters, ill-formed bytes as «?», capitalised words as «И…». */
static Str shown(Arena *arena, Str value, bool hide_names)
{
    char *out = arena_alloc(arena, 60 * 8 + 4);
    size_t n = 0, i = 0;
    bool in_word = false;
    for (int k = 0; k < 60 && i < value.n; k++) {
        size_t name = hide_names && !in_word ? end_of_name(value, i) : i;
        bool hidden = name > i;
        uint32_t cp = utf8_next(value, &i);
        n += utf8_put(cp == UTF8_BAD ? '?' : cp, out + n);
        in_word = is_cyrillic(cp);
        if (!hidden) continue;
        n += utf8_put(0x2026, out + n);
        i = name;
    }
    if (i < value.n) n += utf8_put(0x2026, out + n);
    return (Str){ out, n };
}

void complaints_add(Complaints *list, Severity severity, const char *code, Str sheet, uint32_t row, uint32_t column, Str value, const char *text, ...)
{
    list->total++;
    if (list->n >= LIMIT_COMPLAINTS_KEPT) return;
    char sentence[600];
    va_list args;
    va_start(args, text);
    vsnprintf(sentence, sizeof sentence, text, args);
    va_end(args);
    Complaint complaint = { .sheet = arena_str(list->arena, sheet), .row = row, .column = column == NO_COLUMN ? 0 : column + 1, .value = shown(list->arena, value, strncmp(code, "school", 6) != 0),
                            .code = code, .severity = severity, .text = arena_str(list->arena, str_of(sentence)) };
    keep(list, &complaint);
}

static bool not_later(const Complaint *a, const Complaint *b) { return a->row != b->row ? a->row < b->row : a->column <= b->column; }

void complaints_merge(Complaints *list, const Complaints *first, const Complaints *second)
{
    uint32_t i = 0, k = 0;
    list->total += first->total + second->total;
    while ((i < first->n || k < second->n) && list->n < LIMIT_COMPLAINTS_KEPT) {
        bool take_first = k == second->n || (i < first->n && not_later(&first->rows[i], &second->rows[k]));
        keep(list, take_first ? &first->rows[i++] : &second->rows[k++]);
    }
}
