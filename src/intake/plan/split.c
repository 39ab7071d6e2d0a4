#include "intake/plan/split_.h"

#include "base/utf8.h"
#include "intake/plan/prose_.h"

void lines_add(Arena *arena, Lines *lines, Str text, bool bullet)
{
    if (text.n == 0) return;
    lines->items = prose_grow(arena, lines->items, lines->n, &lines->room, sizeof *lines->items);
    lines->items[lines->n++] = (Line){ text, bullet };
}

void lines_continue(Arena *arena, Lines *lines, const Lines *more)
{
    for (uint32_t i = 0; i < more->n; i++) {
        Line line = more->items[i];
        if (i == 0 && lines->n > 0 && !line.bullet && prose_bullet(line.text) == 0) lines->items[lines->n - 1].text = prose_join(arena, lines->items[lines->n - 1].text, line.text);
        else lines_add(arena, lines, line.text, line.bullet);
    }
}

Str lines_text(Arena *arena, const Lines *lines)
{
    Str text = STR_EMPTY;
    for (uint32_t i = 0; i < lines->n; i++) text = prose_join(arena, text, lines->items[i].text);
    return text;
}

/* ---- brackets and quotations ---- */

/* How deep every byte lies in brackets and quotations; where they do not close, nothing is deep. */
static const uint8_t *depths(Arena *arena, Str text)
{
    uint8_t *deep = arena_alloc(arena, text.n + 1);
    int depth = 0;
    bool straight = false;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        uint32_t cp = utf8_next(text, &i);
        bool closes = cp == ')' || cp == 0xBB || cp == 0x201D || (cp == '"' && straight);
        if (closes && depth > 0) depth--;
        memset(deep + from, depth + closes > UINT8_MAX ? UINT8_MAX : depth + closes, i - from);
        if (cp == '(' || cp == 0xAB || cp == 0x201C || (cp == '"' && !straight)) depth++;
        if (cp == '"') straight = !straight;
    }
    if (depth > 0) memset(deep, 0, text.n);
    return deep;
}

/* ---- lists ---- */

typedef struct List { Arena *arena; uint32_t n, room; Str *items; } List;

static void list_add(List *list, Str item)
{
    item = str_trim(item);
    while (item.n > 0 && (item.at[item.n - 1] == ';' || item.at[item.n - 1] == ':')) item = str_trim(str_slice(item, 0, item.n - 1));
    if (item.n == 0) return;
    list->items = prose_grow(list->arena, list->items, list->n, &list->room, sizeof *list->items);
    list->items[list->n++] = item;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

/* Where a list inside a line has its next mark, from i on; SIZE_MAX: nowhere. weak: a dash that follows neither «:» nor «;», as in «учителями - предметниками». */
static size_t next_mark(Str text, const uint8_t *deep, size_t i, bool weak)
{
    for (; i + 1 < text.n; i++) {
        if (!is_space(text.at[i]) || deep[i] > 0) continue;
        Str here = str_slice(text, i + 1, text.n);
        size_t length = prose_bullet(here), last = i;
        if (length == 0 || length == here.n) continue;
        while (last > 0 && is_space(text.at[last])) last--;
        bool after = text.at[last] == ':' || text.at[last] == ';';
        bool dash = here.at[0] == '-' || str_starts(here, STR("–")) || str_starts(here, STR("—"));
        bool spaced = is_space(here.at[length - 1]);
        bool figure = (unsigned char)here.at[length - 1 - spaced] == ')';
        if (after || (!dash && !figure) || (weak && dash && spaced)) return i + 1;
    }
    return SIZE_MAX;
}

/* «Проведение: семинаров; вебинаров» */
static Str split_by_colon(Str text, const uint8_t *deep, List *list)
{
    size_t colon = SIZE_MAX, n_after = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (deep[i] > 0) continue;
        if (text.at[i] == ':' && i + 1 < text.n && is_space(text.at[i + 1]) && n_after == 0) colon = i;
        else if (text.at[i] == ';' && colon != SIZE_MAX && i + 1 < text.n) n_after++;
    }
    if (colon == SIZE_MAX || n_after == 0) return text;
    for (size_t from = colon + 1, i = from; i <= text.n; i++)
        if (i == text.n || (text.at[i] == ';' && deep[i] == 0)) list_add(list, str_slice(text, from, i)), from = i + 1;
    return str_slice(text, 0, colon + 1);
}

/* Gives what stands before the list; its items go to list. */
static Str split_inline(Str text, List *list, bool by_colon)
{
    const uint8_t *deep = depths(list->arena, text);
    size_t at = next_mark(text, deep, 0, false);
    if (at == SIZE_MAX) return by_colon ? split_by_colon(text, deep, list) : text;
    size_t weak = next_mark(text, deep, 0, true), last = at - 1;
    while (last > 0 && is_space(text.at[last])) last--;
    if (weak < at && text.at[last] == ';') at = weak; /* the list begins without a colon */
    Str head = str_trim(str_slice(text, 0, at));
    while (at != SIZE_MAX) {
        size_t from = at + prose_bullet(str_slice(text, at, text.n)), to = next_mark(text, deep, from, false);
        list_add(list, str_slice(text, from, to == SIZE_MAX ? text.n : to));
        at = to;
    }
    return head;
}

static Str without_colon(Str text)
{
    text = str_trim(text);
    while (text.n > 0 && (text.at[text.n - 1] == ':' || text.at[text.n - 1] == ';')) text = str_trim(str_slice(text, 0, text.n - 1));
    return text;
}

void split_list(Arena *arena, const Lines *lines, Str *title, uint32_t *n, const Str **bullets)
{
    List raw = { .arena = arena }, list = { .arena = arena };
    Str head = STR_EMPTY;
    for (uint32_t i = 0; i < lines->n; i++) {
        Str text = prose_flat(arena, lines->items[i].text);
        size_t mark = lines->items[i].bullet ? 0 : prose_bullet(text);
        if (lines->items[i].bullet || mark > 0) list_add(&raw, str_slice(text, mark, text.n));
        else if (raw.n > 0 && prose_is_lower(text)) raw.items[raw.n - 1] = prose_join(arena, raw.items[raw.n - 1], text);
        else head = prose_join(arena, head, text);
    }
    head = split_inline(head, &list, raw.n == 0);
    for (uint32_t i = 0; i < raw.n; i++) {
        uint32_t n_before = list.n;
        Str item = split_inline(raw.items[i], &list, false);
        list_add(&list, list.n > n_before ? without_colon(item) : item);
        if (list.n <= n_before + 1) continue;
        Str own = list.items[list.n - 1]; /* the item stands before what it is made of */
        memmove(&list.items[n_before + 1], &list.items[n_before], (list.n - 1 - n_before) * sizeof *list.items);
        list.items[n_before] = own;
    }
    head = list.n > 0 ? without_colon(head) : head;
    if (head.n == 0) { /* no words before the list: it is the title */
        for (uint32_t i = 0; i < list.n; i++) head = i == 0 ? list.items[0] : arena_printf(arena, "%.*s; %.*s", STR_ARG(head), STR_ARG(list.items[i]));
        list.n = 0;
    }
    *title = head;
    *n = list.n;
    *bullets = list.items;
}
