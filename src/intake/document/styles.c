#include "intake/document/styles_.h"

#include <stdlib.h>

#include "base/limits.h"

void *styles_grow(Arena *arena, void *at, uint32_t n, size_t size, Err *err)
{
    if (n != 0 && (n < 16 || (n & (n - 1)) != 0)) return at;
    void *more = arena_try(arena, size * (n == 0 ? 16 : (size_t)n * 2), err);
    if (more != NULL && n > 0) memcpy(more, at, size * n);
    return more;
}

Style *styles_add(Styles *styles, Str id, bool *full, Err *err)
{
    *full = styles->n == LIMIT_DOC_STYLES;
    if (*full) return NULL;
    Style *all = styles_grow(styles->arena, styles->styles, styles->n, sizeof(Style), err);
    if (all == NULL) return NULL;
    styles->styles = all;
    Style *style = &all[styles->n++];
    *style = (Style){ .id = arena_str(styles->arena, str_slice(id, 0, 1000)), .based_on = STR_EMPTY, .list = STR_EMPTY, .num = STYLE_NONE, .num_level = STYLE_NONE, .outline = STYLE_NONE };
    return style;
}

static int by_id(const void *a, const void *b) { return str_cmp(((const Style *)a)->id, ((const Style *)b)->id); }

const Style *styles_find(const Styles *styles, Str id)
{
    Style key = { .id = id };
    if (styles->n == 0 || id.n == 0) return NULL;
    return bsearch(&key, styles->styles, styles->n, sizeof(Style), by_id);
}

static void take_over(Style *mine, const Style *basis)
{
    if (mine->bold == STYLE_UNSAID) mine->bold = basis->bold;
    if (mine->centred == STYLE_UNSAID) mine->centred = basis->centred;
    if (mine->hidden == STYLE_UNSAID) mine->hidden = basis->hidden;
    if (mine->list.n == 0) mine->list = basis->list;
    if (mine->num == STYLE_NONE) mine->num = basis->num;
    if (mine->num_level == STYLE_NONE) mine->num_level = basis->num_level;
    if (mine->outline == STYLE_NONE) mine->outline = basis->outline;
}

/* Goes up the basis with a path of its own: a chain may be as long as there are styles. */
static void settle(Styles *styles, Style *style, Style **path)
{
    uint32_t n = 0;
    while (style != NULL && style->state == 0) {
        style->state = 1;
        path[n++] = style;
        style = (Style *)styles_find(styles, style->based_on);
    }
    if (style != NULL && style->state == 1) style = NULL; /* a ring */
    while (n > 0) {
        Style *mine = path[--n];
        if (style != NULL) take_over(mine, style);
        mine->state = 2;
        style = mine;
    }
}

void styles_settle(Styles *styles)
{
    if (styles->n == 0) return;
    Style **path = arena_array(styles->arena, Style *, styles->n);
    qsort(styles->styles, styles->n, sizeof(Style), by_id);
    for (uint32_t i = 0; i < styles->n; i++) settle(styles, &styles->styles[i], path);
    styles->paragraph = styles_find(styles, styles->default_id);
}
