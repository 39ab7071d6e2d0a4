/* styles.xml: styles 1, style 2, name basedOn pPr rPr 3, their properties 4; numPr 4, numId ilvl 5. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "intake/document/docx_.h"

static bool is(const char *name, const char *expected) { return strcmp(name, expected) == 0; }

uint32_t docx_number(const char **attributes, const char *name, uint32_t top, uint32_t otherwise)
{
    const char *written = xml_attribute(attributes, name);
    long long value;
    if (written == NULL || !str_to_int(str_of(written), &value) || value > top) return otherwise;
    return (uint32_t)value;
}

bool docx_on(const char **attributes)
{
    const char *value = xml_attribute(attributes, "val");
    return value == NULL || !(is(value, "0") || is(value, "false") || is(value, "off"));
}

Str docx_value(const char **attributes)
{
    const char *value = xml_attribute(attributes, "val");
    return value != NULL ? str_slice(str_of(value), 0, 1000) : STR_EMPTY;
}

void *docx_grow(Arena *arena, void *at, uint32_t n, size_t size, Err *err)
{
    if (n != 0 && (n < 16 || (n & (n - 1)) != 0)) return at;
    void *more = arena_try(arena, size * (n == 0 ? 16 : (size_t)n * 2), err);
    if (more != NULL && n > 0) memcpy(more, at, size * n);
    return more;
}

static bool style_begin(DocxStyles *styles, const char **attributes, Err *err)
{
    const char *id = xml_attribute(attributes, "styleId"), *type = xml_attribute(attributes, "type"), *given = xml_attribute(attributes, "default");
    styles->in_style = false;
    if (styles->n == LIMIT_DOC_STYLES || id == NULL || type == NULL) return true;
    if ((styles->styles = docx_grow(styles->arena, styles->styles, styles->n, sizeof(DocxStyle), err)) == NULL) return false;
    styles->in_style = true;
    styles->styles[styles->n++] = (DocxStyle){
        .id = arena_str(styles->arena, str_slice(str_of(id), 0, 1000)), .based_on = STR_EMPTY, .name = STR_EMPTY, .of_paragraph = is(type, "paragraph"),
        .is_default = given != NULL && !is(given, "0") && !is(given, "false"), .num = DOCX_NONE, .num_level = DOCX_NONE, .outline = DOCX_NONE,
    };
    return true;
}

static bool style_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    DocxStyles *styles = context;
    if (depth == 2) {
        styles->in_style = false;
        return !is(name, "style") || style_begin(styles, attributes, err);
    }
    if (!styles->in_style) return true;
    DocxStyle *style = &styles->styles[styles->n - 1];
    if (depth == 3) {
        styles->in_ppr = is(name, "pPr");
        styles->in_rpr = is(name, "rPr");
        if (is(name, "basedOn")) style->based_on = arena_str(styles->arena, docx_value(attributes));
        if (is(name, "name")) style->name = arena_str(styles->arena, docx_value(attributes));
    }
    if (depth == 4 && styles->in_rpr && is(name, "b")) style->bold = docx_on(attributes) ? DOCX_YES : DOCX_NO;
    if (depth == 4 && styles->in_ppr && is(name, "jc")) style->centred = str_eq(docx_value(attributes), STR("center")) ? DOCX_YES : DOCX_NO;
    if (depth == 4 && styles->in_ppr && is(name, "outlineLvl")) style->outline = docx_number(attributes, "val", 9, DOCX_NONE);
    if (depth == 5 && styles->in_ppr && is(name, "numId")) style->num = docx_number(attributes, "val", DOCX_NONE - 1, DOCX_NONE);
    if (depth == 5 && styles->in_ppr && is(name, "ilvl")) style->num_level = docx_number(attributes, "val", LIST_LEVELS - 1, DOCX_NONE);
    return true;
}

const XmlEvents docx_style_events = { .start = style_start, .end = xml_ignore_end, .text = xml_ignore_text };

static int by_id(const void *a, const void *b) { return str_cmp(((const DocxStyle *)a)->id, ((const DocxStyle *)b)->id); }

const DocxStyle *docx_style(const DocxStyles *styles, Str id)
{
    DocxStyle key = { .id = id };
    if (styles->n == 0 || id.n == 0) return NULL;
    return bsearch(&key, styles->styles, styles->n, sizeof(DocxStyle), by_id);
}

/* «heading 2» and «Title» are told by their names; Word writes these whatever its language is, other programs do not always. */
static void outline_by_name(DocxStyle *style)
{
    static const Str words[] = { { "heading ", 8 }, { "Heading ", 8 }, { "Заголовок ", 19 } };
    Str name = style->name;
    if (style->outline != DOCX_NONE || !style->of_paragraph) return;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (name.n == words[i].n + 1 && str_starts(name, words[i]) && name.at[name.n - 1] >= '1' && name.at[name.n - 1] <= '9') style->outline = (uint32_t)(name.at[name.n - 1] - '1');
    if (str_eq(name, STR("Title"))) style->outline = 0;
}

/* Goes up the basis with a path of its own: a chain may be as long as there are styles. */
static void settle(DocxStyles *styles, DocxStyle *style, DocxStyle **path)
{
    uint32_t n = 0;
    while (style != NULL && style->state == 0) {
        style->state = 1;
        outline_by_name(style);
        path[n++] = style;
        style = (DocxStyle *)docx_style(styles, style->based_on);
    }
    if (style != NULL && style->state == 1) style = NULL; /* a ring */
    while (n > 0) {
        DocxStyle *mine = path[--n];
        if (style != NULL) {
            if (mine->bold == DOCX_UNSAID) mine->bold = style->bold;
            if (mine->centred == DOCX_UNSAID) mine->centred = style->centred;
            if (mine->num == DOCX_NONE) mine->num = style->num;
            if (mine->num_level == DOCX_NONE) mine->num_level = style->num_level;
            if (mine->outline == DOCX_NONE) mine->outline = style->outline;
        }
        mine->state = 2;
        style = mine;
    }
}

void docx_styles_settle(DocxStyles *styles)
{
    if (styles->n == 0) return;
    DocxStyle **path = arena_array(styles->arena, DocxStyle *, styles->n);
    qsort(styles->styles, styles->n, sizeof(DocxStyle), by_id);
    for (uint32_t i = 0; i < styles->n; i++) {
        DocxStyle *style = &styles->styles[i];
        settle(styles, style, path);
        if (style->is_default && style->of_paragraph && styles->paragraph == NULL) styles->paragraph = style;
    }
}
