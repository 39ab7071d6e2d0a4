/* styles.xml and the head of content.xml: office:styles or office:automatic-styles 2; style:style, text:list-style, text:outline-style 3; what they say 4 and deeper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "intake/document/odf_.h"

static bool is(const char *name, const char *expected) { return strcmp(name, expected) == 0; }

static Str value(const char **attributes, const char *name)
{
    const char *written = xml_attribute(attributes, name);
    return written != NULL ? str_slice(str_of(written), 0, 500) : STR_EMPTY;
}

static Str kept(OdfStyles *styles, const char **attributes, const char *name) { return arena_str(styles->arena, value(attributes, name)); }

/* «p» + name; a family that says nothing of words gives an empty one. */
static Str key_of(char room[512], Str family, Str name)
{
    bool paragraph = str_eq(family, STR("paragraph"));
    if ((!paragraph && !str_eq(family, STR("text"))) || name.n == 0) return STR_EMPTY;
    int n = snprintf(room, 512, "%c%.*s", paragraph ? 'p' : 't', STR_ARG(name));
    return (Str){ room, (size_t)n };
}

static bool style_begin(OdfStyles *styles, const char **attributes, Err *err)
{
    char room[512], basis[512];
    bool full;
    Str family = value(attributes, "family"), key = key_of(room, family, value(attributes, "name"));
    styles->in_style = false;
    if (key.n == 0) return true;
    Style *style = styles_add(&styles->styles, key, &full, err);
    if (style == NULL) return full;
    styles->in_style = true;
    style->based_on = arena_str(styles->arena, key_of(basis, family, value(attributes, "parent-style-name")));
    style->list = kept(styles, attributes, "list-style-name");
    style->page_before = value(attributes, "master-page-name").n > 0;
    uint32_t outline = xml_number(attributes, "default-outline-level", LIST_LEVELS, 0);
    if (outline > 0) style->outline = outline - 1;
    return true;
}

static bool list_begin(OdfStyles *styles, Str name, Err *err)
{
    styles->in_list = false;
    if (styles->n_lists == LIMIT_DOC_LISTS) return true;
    OdfList *all = styles_grow(styles->arena, styles->lists, styles->n_lists, sizeof(OdfList), err);
    if (all == NULL) return false;
    styles->lists = all;
    styles->in_list = true;
    OdfList *list = &all[styles->n_lists++];
    *list = (OdfList){ .name = arena_str(styles->arena, name) };
    for (uint32_t l = 0; l < LIST_LEVELS; l++) list->levels[l] = (OdfLevel){ .format = LIST_NONE, .prefix = STR_EMPTY, .suffix = STR_EMPTY, .pattern = STR_EMPTY, .bullet = STR_EMPTY, .start = 1, .shown = 1 };
    return true;
}

static ListFormat format_of(Str written)
{
    if (str_eq(written, STR("1"))) return LIST_DECIMAL;
    if (str_eq(written, STR("a"))) return LIST_LOWER_LATIN;
    if (str_eq(written, STR("A"))) return LIST_UPPER_LATIN;
    if (str_eq(written, STR("i"))) return LIST_LOWER_ROMAN;
    if (str_eq(written, STR("I"))) return LIST_UPPER_ROMAN;
    if (str_starts(written, STR("01"))) return LIST_DECIMAL_ZERO;
    if (str_starts(written, STR("а"))) return LIST_LOWER_RUSSIAN; /* «а, б, .., аа, аб, ... (ru)» */
    if (str_starts(written, STR("А"))) return written.n > 12 && str_find(written, STR("Аа")) != SIZE_MAX && str_find(written, STR("а, б")) != SIZE_MAX ? LIST_LOWER_RUSSIAN : LIST_UPPER_RUSSIAN;
    return written.n == 0 ? LIST_NONE : LIST_DECIMAL;
}

/* text:list-level-style-number, -bullet, -image, text:outline-level-style */
static void level_take(OdfStyles *styles, const char *name, const char **attributes)
{
    uint32_t number = xml_number(attributes, "level", LIST_LEVELS, 0);
    bool bullet = is(name, "list-level-style-bullet"), image = is(name, "list-level-style-image");
    if (number == 0 || (!bullet && !image && !is(name, "list-level-style-number") && !is(name, "outline-level-style"))) return;
    OdfLevel *level = &styles->lists[styles->n_lists - 1].levels[number - 1];
    level->format = bullet || image ? LIST_BULLET : format_of(value(attributes, "num-format"));
    level->bullet = kept(styles, attributes, "bullet-char");
    level->prefix = kept(styles, attributes, "num-prefix");
    level->suffix = kept(styles, attributes, "num-suffix");
    level->pattern = arena_str(styles->arena, str_slice(value(attributes, "num-list-format"), 0, LIST_LABEL));
    level->start = xml_number(attributes, "start-value", 1000000, 1);
    level->shown = xml_number(attributes, "display-levels", LIST_LEVELS, 1);
}

static void say(OdfStyles *styles, const char *name, const char **attributes)
{
    Style *style = &styles->styles.styles[styles->styles.n - 1];
    if (is(name, "paragraph-properties")) {
        Str align = value(attributes, "text-align");
        if (align.n > 0) style->centred = str_eq(align, STR("center")) ? STYLE_YES : STYLE_NO;
        if (str_eq(value(attributes, "break-before"), STR("page"))) style->page_before = true;
    }
    if (!is(name, "text-properties")) return;
    Str weight = value(attributes, "font-weight"), display = value(attributes, "display");
    if (weight.n > 0) style->bold = str_eq(weight, STR("bold")) || (weight.n == 3 && weight.at[0] >= '6') ? STYLE_YES : STYLE_NO;
    if (display.n > 0) style->hidden = str_eq(display, STR("none")) ? STYLE_YES : STYLE_NO;
}

static bool style_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    OdfStyles *styles = context;
    if (depth == 2) styles->taking = is(name, "styles") || (is(name, "automatic-styles") && !styles->shared);
    if (depth <= 3) styles->in_style = styles->in_list = false;
    if (!styles->taking) return true;
    if (depth == 3 && is(name, "style")) return style_begin(styles, attributes, err);
    if (depth == 3 && is(name, "list-style")) return list_begin(styles, value(attributes, "name"), err);
    if (depth == 3 && is(name, "outline-style")) return list_begin(styles, STR("#"), err);
    if (depth == 4 && styles->in_style) say(styles, name, attributes);
    if (depth == 4 && styles->in_list) level_take(styles, name, attributes);
    return true;
}

const XmlEvents odf_style_events = { .start = style_start, .end = xml_ignore_end, .text = xml_ignore_text };

static int by_name(const void *a, const void *b) { return str_cmp(((const OdfList *)a)->name, ((const OdfList *)b)->name); }

void odf_styles_settle(OdfStyles *styles)
{
    styles_settle(&styles->styles);
    if (styles->n_lists > 0) qsort(styles->lists, styles->n_lists, sizeof(OdfList), by_name);
}

const Style *odf_style(const OdfStyles *styles, char family, const char *name)
{
    char room[512];
    if (name == NULL) return NULL;
    int n = snprintf(room, sizeof room, "%c%.500s", family, name);
    return styles_find(&styles->styles, (Str){ room, (size_t)n });
}

OdfList *odf_list(const OdfStyles *styles, Str name)
{
    OdfList key = { .name = name };
    return styles->n_lists == 0 || name.n == 0 ? NULL : bsearch(&key, styles->lists, styles->n_lists, sizeof key, by_name);
}

static void put(char room[LIST_LABEL], size_t *n, Str piece)
{
    if (*n + piece.n > LIST_LABEL) return;
    memcpy(room + *n, piece.at, piece.n);
    *n += piece.n;
}

static void put_number(const OdfList *list, uint32_t level, char room[LIST_LABEL], size_t *n)
{
    char number[LIST_NUMBER];
    put(room, n, (Str){ number, list_number(list->levels[level].format, list->counters.value[level], number) });
}

/* «%1%.%2%.» */
static void put_pattern(const OdfList *list, uint32_t level, Str pattern, char room[LIST_LABEL], size_t *n)
{
    for (size_t i = 0; i < pattern.n; i++) {
        size_t close = i + 1;
        uint32_t number = 0;
        while (close < pattern.n && close < i + 3 && pattern.at[close] >= '0' && pattern.at[close] <= '9') number = number * 10 + (uint32_t)(pattern.at[close++] - '0');
        bool place = pattern.at[i] == '%' && close < pattern.n && pattern.at[close] == '%' && number >= 1 && number <= level + 1;
        if (place) put_number(list, number - 1, room, n);
        else put(room, n, str_slice(pattern, i, i + 1));
        if (place) i = close;
    }
}

Str odf_label(OdfList *list, uint32_t level, char room[LIST_LABEL])
{
    uint32_t start[LIST_LEVELS];
    uint8_t restart[LIST_LEVELS];
    const OdfLevel *mine = &list->levels[level];
    size_t n = 0;
    for (uint32_t l = 0; l < LIST_LEVELS; l++) start[l] = list->levels[l].start, restart[l] = (uint8_t)l;
    list_count(&list->counters, level, start, restart);
    if (mine->format == LIST_BULLET) return list_bullet(mine->bullet);
    if (mine->pattern.n > 0) {
        if (mine->format != LIST_NONE) put_pattern(list, level, mine->pattern, room, &n);
        return str_trim((Str){ room, n });
    }
    put(room, &n, mine->prefix);
    for (uint32_t l = mine->shown > level + 1 || mine->shown == 0 ? 0 : level + 1 - mine->shown; mine->format != LIST_NONE && l <= level; l++) {
        if (list->levels[l].format == LIST_NONE || list->levels[l].format == LIST_BULLET) continue;
        if (n > mine->prefix.n) put(room, &n, STR("."));
        put_number(list, l, room, &n);
    }
    put(room, &n, mine->suffix);
    return str_trim((Str){ room, n });
}
