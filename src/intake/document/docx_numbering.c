/* numbering.xml: abstractNum 2, lvl 3, its properties 4; num 2, lvlOverride 3, startOverride 4, lvl 4, its properties 5. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "intake/document/docx_.h"

static bool is(const char *name, const char *expected) { return strcmp(name, expected) == 0; }

static ListFormat format_of(Str written)
{
    static const struct { const char *name; ListFormat format; } known[] = {
        { "decimalZero", LIST_DECIMAL_ZERO }, { "lowerLetter", LIST_LOWER_LATIN }, { "upperLetter", LIST_UPPER_LATIN }, { "lowerRoman", LIST_LOWER_ROMAN },
        { "upperRoman", LIST_UPPER_ROMAN }, { "russianLower", LIST_LOWER_RUSSIAN }, { "russianUpper", LIST_UPPER_RUSSIAN }, { "bullet", LIST_BULLET }, { "none", LIST_NONE },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(written, str_of(known[i].name))) return known[i].format;
    return LIST_DECIMAL;
}

static bool list_begin(DocxNumbering *numbering, const char **attributes, Err *err)
{
    numbering->list = NULL;
    if (numbering->n_lists == LIMIT_DOC_LISTS) return true;
    if ((numbering->lists = styles_grow(numbering->arena, numbering->lists, numbering->n_lists, sizeof(DocxList), err)) == NULL) return false;
    numbering->list = &numbering->lists[numbering->n_lists++];
    *numbering->list = (DocxList){ .id = xml_number(attributes, "abstractNumId", STYLE_NONE - 1, STYLE_NONE), .style_link = STR_EMPTY };
    for (uint32_t l = 0; l < LIST_LEVELS; l++) numbering->list->levels[l] = (DocxLevel){ .text = STR_EMPTY, .style = STR_EMPTY, .start = 0, .restart = (uint8_t)l };
    return true;
}

static bool num_begin(DocxNumbering *numbering, const char **attributes, Err *err)
{
    numbering->num = NULL;
    if (numbering->n_nums == LIMIT_DOC_LISTS) return true;
    if ((numbering->nums = styles_grow(numbering->arena, numbering->nums, numbering->n_nums, sizeof(DocxNum), err)) == NULL) return false;
    numbering->num = &numbering->nums[numbering->n_nums++];
    *numbering->num = (DocxNum){ .id = xml_number(attributes, "numId", STYLE_NONE - 1, STYLE_NONE), .list = STYLE_NONE };
    for (uint32_t l = 0; l < LIST_LEVELS; l++) numbering->num->start[l] = STYLE_NONE;
    return true;
}

static bool level_begin(DocxNumbering *numbering, const char **attributes, Err *err)
{
    uint32_t i = xml_number(attributes, "ilvl", LIST_LEVELS - 1, STYLE_NONE);
    numbering->level = NULL;
    if (i == STYLE_NONE) return true;
    if (numbering->list != NULL) {
        numbering->level = &numbering->list->levels[i];
    } else if (numbering->num != NULL) {
        DocxLevel *level = arena_try(numbering->arena, sizeof *level, err);
        if (level == NULL) return false;
        *level = (DocxLevel){ .text = STR_EMPTY, .style = STR_EMPTY, .restart = (uint8_t)i };
        numbering->num->levels[i] = numbering->level = level;
    }
    if (numbering->level != NULL) numbering->level->said = true;
    return true;
}

static void level_property(DocxNumbering *numbering, const char *name, const char **attributes)
{
    DocxLevel *level = numbering->level;
    if (level == NULL) return;
    if (is(name, "numFmt")) level->format = format_of(docx_value(attributes));
    if (is(name, "lvlText")) level->text = arena_str(numbering->arena, str_slice(docx_value(attributes), 0, LIST_LABEL));
    if (is(name, "start")) level->start = xml_number(attributes, "val", 1000000, 1);
    if (is(name, "lvlRestart")) level->restart = (uint8_t)xml_number(attributes, "val", LIST_LEVELS - 1, level->restart);
    if (is(name, "isLgl")) level->legal = docx_on(attributes);
    if (is(name, "pStyle")) level->style = arena_str(numbering->arena, docx_value(attributes));
}

static bool numbering_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    DocxNumbering *numbering = context;
    if (depth == 2) {
        numbering->list = NULL;
        numbering->num = NULL;
        numbering->level = NULL;
        if (is(name, "abstractNum")) return list_begin(numbering, attributes, err);
        return !is(name, "num") || num_begin(numbering, attributes, err);
    }
    if (is(name, "lvl") && (depth == 3 || depth == 4)) return level_begin(numbering, attributes, err);
    if (depth == 3 && numbering->list != NULL && is(name, "numStyleLink")) numbering->list->style_link = arena_str(numbering->arena, docx_value(attributes));
    if (depth == 3 && numbering->num != NULL) {
        if (is(name, "abstractNumId")) numbering->num->list = xml_number(attributes, "val", STYLE_NONE - 1, STYLE_NONE);
        if (is(name, "lvlOverride")) numbering->i_level = xml_number(attributes, "ilvl", LIST_LEVELS - 1, STYLE_NONE);
    }
    if (depth == 4 && numbering->num != NULL && is(name, "startOverride") && numbering->i_level != STYLE_NONE)
        numbering->num->start[numbering->i_level] = xml_number(attributes, "val", 1000000, 1);
    if (depth >= 4) level_property(numbering, name, attributes);
    return true;
}

const XmlEvents docx_numbering_events = { .start = numbering_start, .end = xml_ignore_end, .text = xml_ignore_text };

static int by_list_id(const void *a, const void *b)
{
    uint32_t x = ((const DocxList *)a)->id, y = ((const DocxList *)b)->id;
    return x < y ? -1 : x > y;
}

static int by_num_id(const void *a, const void *b)
{
    uint32_t x = ((const DocxNum *)a)->id, y = ((const DocxNum *)b)->id;
    return x < y ? -1 : x > y;
}

void docx_numbering_settle(DocxNumbering *numbering)
{
    if (numbering->n_lists > 0) qsort(numbering->lists, numbering->n_lists, sizeof(DocxList), by_list_id);
    if (numbering->n_nums > 0) qsort(numbering->nums, numbering->n_nums, sizeof(DocxNum), by_num_id);
}

static DocxNum *find_num(const DocxNumbering *numbering, uint32_t id)
{
    DocxNum key = { .id = id };
    return numbering->n_nums == 0 || id == STYLE_NONE ? NULL : bsearch(&key, numbering->nums, numbering->n_nums, sizeof key, by_num_id);
}

/* The list of a num; a list that only points at the style of another leads there, a few steps at most. */
static DocxList *find_list(const DocxNumbering *numbering, const Styles *styles, const DocxNum *num)
{
    for (uint32_t steps = 0; num != NULL && steps < 4; steps++) {
        DocxList key = { .id = num->list };
        DocxList *list = numbering->n_lists == 0 || num->list == STYLE_NONE ? NULL : bsearch(&key, numbering->lists, numbering->n_lists, sizeof key, by_list_id);
        if (list == NULL || list->style_link.n == 0) return list;
        const Style *style = styles_find(styles, list->style_link);
        num = style != NULL ? find_num(numbering, style->num) : NULL;
    }
    return NULL;
}

static const DocxLevel *level_of(const DocxList *list, const DocxNum *num, uint32_t l) { return num->levels[l] != NULL ? num->levels[l] : &list->levels[l]; }

/* «%1.%2.» with the counters in place. */
static size_t write_label(const DocxList *list, const DocxNum *num, uint32_t level, char room[LIST_LABEL])
{
    const DocxLevel *mine = level_of(list, num, level);
    size_t n = 0;
    for (size_t i = 0; i < mine->text.n; i++) {
        char c = mine->text.at[i], number[LIST_NUMBER];
        if (c != '%' || i + 1 == mine->text.n || mine->text.at[i + 1] < '1' || mine->text.at[i + 1] > '9') {
            if (n + 1 < LIST_LABEL) room[n++] = c;
            continue;
        }
        uint32_t l = (uint32_t)(mine->text.at[++i] - '1');
        ListFormat format = level_of(list, num, l)->format;
        size_t width = l > level ? 0 : list_number(mine->legal && format != LIST_NONE ? LIST_DECIMAL : format, list->counters.value[l], number);
        if (n + width < LIST_LABEL) memcpy(room + n, number, width), n += width;
    }
    return n;
}

bool docx_label(DocxNumbering *numbering, const Styles *styles, uint32_t num_id, uint32_t level, Str style, char room[LIST_LABEL], Str *label, uint8_t *level_out)
{
    DocxNum *num = find_num(numbering, num_id);
    DocxList *list = find_list(numbering, styles, num);
    if (list == NULL) return false;
    uint32_t start[LIST_LEVELS];
    uint8_t restart[LIST_LEVELS];
    for (uint32_t l = 0; l < LIST_LEVELS; l++) {
        const DocxLevel *rules = level_of(list, num, l);
        start[l] = num->start[l] != STYLE_NONE ? num->start[l] : rules->start;
        restart[l] = rules->restart;
        if (!num->met && num->start[l] != STYLE_NONE) list->counters.used[l] = false; /* the list begins anew with this num */
        if (level == STYLE_NONE && rules->style.n > 0 && str_eq(rules->style, style)) level = l;
    }
    num->met = true;
    if (level >= LIST_LEVELS) level = 0;
    list_count(&list->counters, level, start, restart);
    const DocxLevel *rules = level_of(list, num, level);
    *level_out = (uint8_t)level;
    if (rules->format == LIST_BULLET) *label = list_bullet(rules->text);
    else *label = str_trim((Str){ room, write_label(list, num, level, room) });
    return true;
}
