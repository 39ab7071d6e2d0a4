/* styles.xml: styles 1, style 2, name basedOn pPr rPr 3, their properties 4; numPr 4, numId ilvl 5. */
#include <string.h>

#include "intake/document/docx_.h"

static bool is(const char *name, const char *expected) { return strcmp(name, expected) == 0; }

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

static bool style_begin(DocxStyles *reading, const char **attributes, Err *err)
{
    const char *id = xml_attribute(attributes, "styleId"), *type = xml_attribute(attributes, "type"), *given = xml_attribute(attributes, "default");
    bool full;
    reading->in_style = false;
    if (id == NULL || type == NULL) return true;
    Style *style = styles_add(&reading->styles, str_of(id), &full, err);
    if (style == NULL) return full;
    reading->in_style = true;
    if (is(type, "paragraph") && given != NULL && !is(given, "0") && !is(given, "false")) reading->styles.default_id = style->id;
    return true;
}

/* «heading 2» and «Title» are told by their names; Word writes these whatever its language is, other programs do not always. */
static uint32_t outline_by_name(Str name)
{
    static const Str words[] = { { "heading ", 8 }, { "Heading ", 8 }, { "Заголовок ", 19 } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (name.n == words[i].n + 1 && str_starts(name, words[i]) && name.at[name.n - 1] >= '1' && name.at[name.n - 1] <= '9') return (uint32_t)(name.at[name.n - 1] - '1');
    return str_eq(name, STR("Title")) ? 0 : STYLE_NONE;
}

static bool style_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    DocxStyles *reading = context;
    if (depth == 2) {
        reading->in_style = false;
        return !is(name, "style") || style_begin(reading, attributes, err);
    }
    if (!reading->in_style) return true;
    Styles *styles = &reading->styles;
    Style *style = &styles->styles[styles->n - 1];
    if (depth == 3) {
        reading->in_ppr = is(name, "pPr");
        reading->in_rpr = is(name, "rPr");
        if (is(name, "basedOn")) style->based_on = arena_str(styles->arena, docx_value(attributes));
        if (is(name, "name")) style->outline = outline_by_name(docx_value(attributes));
    }
    if (depth == 4 && reading->in_rpr && is(name, "b")) style->bold = docx_on(attributes) ? STYLE_YES : STYLE_NO;
    if (depth == 4 && reading->in_ppr && is(name, "jc")) style->centred = str_eq(docx_value(attributes), STR("center")) ? STYLE_YES : STYLE_NO;
    if (depth == 4 && reading->in_ppr && is(name, "outlineLvl")) style->outline = xml_number(attributes, "val", 9, STYLE_NONE);
    if (depth == 5 && reading->in_ppr && is(name, "numId")) style->num = xml_number(attributes, "val", STYLE_NONE - 1, STYLE_NONE);
    if (depth == 5 && reading->in_ppr && is(name, "ilvl")) style->num_level = xml_number(attributes, "val", LIST_LEVELS - 1, STYLE_NONE);
    return true;
}

const XmlEvents docx_style_events = { .start = style_start, .end = xml_ignore_end, .text = xml_ignore_text };
