#include "intake/plan/split_.h"

#include "base/utf8.h"
#include "intake/plan/prose_.h"

void lines_put(Arena *arena, Lines *lines, Line line)
{
    if (line.text.n == 0) return;
    lines->items = prose_grow(arena, lines->items, lines->n, &lines->room, sizeof *lines->items);
    lines->items[lines->n++] = line;
}

void lines_add(Arena *arena, Lines *lines, Str text, bool bullet) { lines_put(arena, lines, (Line){ .text = text, .bullet = bullet }); }

void lines_continue(Arena *arena, Lines *lines, const Lines *more)
{
    for (uint32_t i = 0; i < more->n; i++) {
        Line line = more->items[i];
        line.joins = line.joins || (i == 0 && lines->n > 0 && !line.bullet && prose_bullet(line.text) == 0);
        lines_put(arena, lines, line);
    }
}

Lines lines_settled(Arena *arena, const Lines *lines)
{
    Lines out = { 0 };
    for (uint32_t i = 0; i < lines->n;) {
        Line line = lines->items[i++];
        if (i < lines->n && lines->items[i].joins) {
            Prose prose = { 0 };
            prose_add(arena, &prose, line.text);
            while (i < lines->n && lines->items[i].joins) prose_add(arena, &prose, lines->items[i++].text);
            line.text = prose_str(&prose);
        }
        line.joins = false;
        lines_put(arena, &out, line);
    }
    return out;
}

Str lines_text(Arena *arena, const Lines *lines)
{
    Prose prose = { 0 };
    if (lines->n == 1) return lines->items[0].text;
    for (uint32_t i = 0; i < lines->n; i++) prose_add(arena, &prose, lines->items[i].text);
    return prose_str(&prose);
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
    bool goes_on = !by_colon && str_ends(text, STR(";")); /* into lines of their own: its first item may have begun here */
    size_t at = next_mark(text, deep, 0, goes_on);
    if (at == SIZE_MAX) return by_colon ? split_by_colon(text, deep, list) : text;
    size_t weak = next_mark(text, deep, 0, true), last = at - 1;
    while (last > 0 && is_space(text.at[last])) last--;
    bool dashed = str_starts(str_slice(text, at, text.n), STR("-")) || str_starts(str_slice(text, at, text.n), STR("–")) || str_starts(str_slice(text, at, text.n), STR("—"));
    if (!goes_on && dashed && weak < at && text.at[last] == ';') at = weak; /* the list begins without a colon; «семинар — октябрь; 2) вебинар — декабрь» has no dashes for marks */
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

/* What items of one list have in common: the level of a list that the file keeps, the kind of a mark that was typed. */
static uint32_t kind_of(const Line *line, Str text)
{
    enum { FIGURE = 100, LETTER };
    size_t i = 0;
    if (line->bullet) return line->level;
    uint32_t cp = utf8_next(text, &i);
    bool bracket = i < text.n && (text.at[i] == ')' || (i + 1 < text.n && text.at[i + 1] == ')'));
    return !bracket ? 1000 + cp : cp >= '0' && cp <= '9' ? FIGURE : LETTER;
}

/* «1) входной контроль в:», «– 5 классах;», «– 6 классах»: a list under an item is a part of it. */
static bool nests(const Line *parent, uint32_t parent_kind, const Line *line, uint32_t kind)
{
    return parent->bullet && line->bullet ? kind > parent_kind : kind != parent_kind;
}

/* Lines as pieces of a title and bullets with what goes on them. */
static Str take_pieces(Arena *arena, const Lines *lines, List *bullets)
{
    Prose head = { 0 }, nested = { 0 };
    const Line *parent = NULL; /* an item that ends in a colon */
    uint32_t parent_kind = 0;
    for (uint32_t i = 0; i < lines->n;) {
        Str text = prose_flat(arena, lines->items[i].text);
        size_t mark = lines->items[i].bullet ? 0 : prose_bullet(text);
        const Line *line = &lines->items[i++];
        bool bullet = line->bullet || mark > 0;
        if (!bullet) {
            prose_add(arena, &head, text);
            continue;
        }
        uint32_t kind = kind_of(line, text);
        Prose item = { 0 };
        prose_add(arena, &item, str_slice(text, mark, text.n));
        while (i < lines->n && !lines->items[i].bullet && prose_bullet(lines->items[i].text) == 0 && prose_is_lower(lines->items[i].text)) prose_add(arena, &item, prose_flat(arena, lines->items[i++].text));
        Str words = str_trim(prose_str(&item));
        if (parent != NULL && nests(parent, parent_kind, line, kind)) {
            while (words.n > 0 && words.at[words.n - 1] == ';') words = str_trim(str_slice(words, 0, words.n - 1));
            prose_add_after(arena, &nested, str_ends(prose_str(&nested), STR(":")) ? " " : "; ", words);
            bullets->items[bullets->n - 1] = prose_str(&nested);
            continue;
        }
        parent = words.n > 1 && str_ends(words, STR(":")) ? line : NULL;
        parent_kind = kind;
        nested = (Prose){ 0 };
        if (parent != NULL) prose_add(arena, &nested, words);
        list_add(bullets, words);
    }
    return prose_str(&head);
}

/* Without words before it the list is the title. */
static Str joined_list(Arena *arena, const List *list)
{
    Prose text = { 0 };
    for (uint32_t i = 0; i < list->n; i++) prose_add_after(arena, &text, i > 0 && str_ends(list->items[i - 1], STR(".")) ? " " : "; ", list->items[i]);
    return prose_str(&text);
}

void split_list(Arena *arena, const Lines *lines, Str *title, uint32_t *n, const Str **bullets)
{
    List raw = { .arena = arena }, list = { .arena = arena };
    Str head = take_pieces(arena, lines, &raw);
    head = split_inline(head, &list, raw.n == 0);
    for (uint32_t i = 0; i < raw.n; i++) {
        uint32_t n_before = list.n;
        Str item = split_inline(raw.items[i], &list, false);
        list_add(&list, item);
        if (list.n <= n_before + 1) continue;
        Str own = list.items[list.n - 1]; /* the item stands before what it is made of */
        memmove(&list.items[n_before + 1], &list.items[n_before], (list.n - 1 - n_before) * sizeof *list.items);
        list.items[n_before] = own;
    }
    if (list.n > 0) head = without_colon(head);
    if (head.n == 0) head = joined_list(arena, &list), list.n = 0;
    *title = head;
    *n = list.n;
    *bullets = list.items;
}
