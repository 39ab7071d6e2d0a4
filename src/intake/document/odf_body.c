/* content.xml: office:text of a document, or the tables of a workbook, where whatever is empty is stored with a number of repeats and must cost nothing. */
#include <string.h>

#include "base/limits.h"
#include "intake/document/odf_.h"

enum { MAX_ASIDE = 4, MAX_SPANS = 64 };

typedef struct ListPlace { OdfList *list; bool label_due; } ListPlace;
typedef struct Para { const Style *style; uint32_t outline; Str label; uint8_t level; } Para;
typedef struct Table { uint32_t column, span, below, repeat, row_repeat; bool head, row_begun, in_cell, cell_begun; } Table;

struct OdfBody {
    Arena *arena;
    DocBuild *build;
    SourceDoc *out;
    OdfStyles *styles;
    bool sheets, in_body, in_para, spaced;
    uint32_t skip, frames;    /* skip: depth of the element that is left out */
    bool in_changes;
    Para para;
    uint32_t n_spans, n_lists, n_tables, n_aside, line;
    StyleSaid bold[MAX_SPANS];
    bool hidden[MAX_SPANS];
    ListPlace lists[LIST_LEVELS];
    Table tables[LIMIT_DOC_NESTING];
    struct { BuildAside text; Para para; uint32_t n_spans; } aside[MAX_ASIDE];
    uint32_t n_notes, n_comments, n_objects;
};

OdfBody *odf_body_new(Arena *arena, DocBuild *build, SourceDoc *out, OdfStyles *styles, bool sheets)
{
    OdfBody *body = arena_one(arena, OdfBody);
    body->arena = arena;
    body->build = build;
    body->out = out;
    body->styles = styles;
    body->sheets = sheets;
    return body;
}

static bool is(const char *name, const char *expected) { return strcmp(name, expected) == 0; }

/* Elements whose words are not words of the document. */
static bool left_out(OdfBody *body, const char *name)
{
    static const char *const names[] = { "annotation-end", "ruby-text", "forms", "sequence-decls", "binary-data", "hidden-text", "hidden-paragraph", "dde-links", "shapes", "scripts", "settings",
                                         "content-validations", "named-expressions", "database-ranges", "calculation-settings", NULL };
    for (size_t i = 0; names[i] != NULL; i++)
        if (is(name, names[i])) return true;
    if (is(name, "note")) body->n_notes++;
    if (is(name, "annotation")) body->n_comments++;
    if (is(name, "object") || is(name, "object-ole")) body->n_objects++;
    if (is(name, "note") || is(name, "annotation") || is(name, "object") || is(name, "object-ole") || str_ends(str_of(name), STR("-source"))) return true;
    body->in_changes = is(name, "tracked-changes");
    return body->in_changes || (body->frames > 0 && (is(name, "title") || is(name, "desc")));
}

static Table *table_of(OdfBody *body) { return body->n_tables == 0 ? NULL : &body->tables[body->n_tables - 1]; }

/* Of a workbook only what is filled is told; of a document every cell. */
static void cell_begin(OdfBody *body)
{
    Table *table = table_of(body);
    if (table == NULL || !table->in_cell || table->cell_begun) return;
    if (!table->row_begun) build_row(body->build, body->sheets ? body->line : 0, table->head);
    table->row_begun = table->cell_begun = true;
    build_cell(body->build, table->column, table->span, table->below);
}

static void tell(OdfBody *body, Str piece)
{
    uint32_t n = body->n_spans;
    if (n > 0 && body->hidden[n - 1]) return;
    const Style *style = body->para.style;
    if (style != NULL && style->hidden == STYLE_YES) return;
    StyleSaid bold = n > 0 ? body->bold[n - 1] : STYLE_UNSAID;
    if (bold == STYLE_UNSAID && style != NULL) bold = style->bold;
    build_text(body->build, piece, bold == STYLE_YES);
}

/* The label of an item belongs to its first paragraph. */
static void take_label(OdfBody *body, OdfList *outline)
{
    Para *para = &body->para;
    char room[LIST_LABEL];
    ListPlace *place = body->n_lists > 0 ? &body->lists[body->n_lists - 1] : NULL;
    if (place != NULL) {
        para->level = (uint8_t)(body->n_lists - 1);
        if (place->label_due && place->list != NULL) para->label = arena_str(body->arena, odf_label(place->list, para->level, room));
        place->label_due = false;
    } else if (outline != NULL && outline->levels[para->outline].format != LIST_NONE) {
        para->level = (uint8_t)para->outline;
        para->label = arena_str(body->arena, odf_label(outline, para->outline, room));
    }
}

static void para_end(OdfBody *body)
{
    const Para *para = &body->para;
    DocPara about = { .label = para->label, .level = para->level };
    if (para->outline != STYLE_NONE) about.heading = (uint8_t)(para->outline < 6 ? para->outline + 1 : 6);
    about.centred = para->style != NULL && para->style->centred == STYLE_YES;
    body->in_para = false;
    build_para(body->build, &about);
}

static void para_begin(OdfBody *body, const char *name, const char **attributes)
{
    if (body->in_para && body->n_aside < MAX_ASIDE) { /* a text box stands inside of a paragraph */
        body->aside[body->n_aside].text = build_aside(body->build);
        body->aside[body->n_aside].n_spans = body->n_spans;
        body->aside[body->n_aside++].para = body->para;
    } else if (body->in_para) {
        para_end(body);
    }
    bool heading = is(name, "h");
    body->in_para = body->spaced = true;
    body->n_spans = 0;
    body->para = (Para){ .style = odf_style(body->styles, 'p', xml_attribute(attributes, "style-name")), .outline = STYLE_NONE, .label = STR_EMPTY };
    if (heading) body->para.outline = xml_number(attributes, "outline-level", LIST_LEVELS, 1);
    if (heading && body->para.outline > 0) body->para.outline--;
    else if (body->para.style != NULL && !heading) body->para.outline = body->para.style->outline;
    if (body->para.style != NULL && body->para.style->page_before && body->n_aside == 0) build_page(body->build);
    take_label(body, heading ? odf_list(body->styles, STR("#")) : NULL);
    if (!body->sheets) cell_begin(body);
}

static void para_finish(OdfBody *body)
{
    if (!body->in_para) return;
    para_end(body);
    if (body->n_aside == 0) return;
    body->n_aside--;
    build_resume(body->build, body->aside[body->n_aside].text);
    body->n_spans = body->aside[body->n_aside].n_spans;
    body->para = body->aside[body->n_aside].para;
    body->in_para = true;
}

static void span_begin(OdfBody *body, const char **attributes)
{
    uint32_t n = body->n_spans;
    if (n == MAX_SPANS) return;
    const Style *style = odf_style(body->styles, 't', xml_attribute(attributes, "style-name"));
    body->bold[n] = style != NULL && style->bold != STYLE_UNSAID ? style->bold : n > 0 ? body->bold[n - 1] : STYLE_UNSAID;
    body->hidden[n] = (n > 0 && body->hidden[n - 1]) || (style != NULL && style->hidden == STYLE_YES);
    body->n_spans++;
}

static void list_begin(OdfBody *body, const char **attributes)
{
    const char *name = xml_attribute(attributes, "style-name"), *again = xml_attribute(attributes, "continue-numbering");
    bool goes_on = (again != NULL && is(again, "true")) || xml_attribute(attributes, "continue-list") != NULL;
    if (body->n_lists == LIST_LEVELS) return;
    OdfList *list = name != NULL ? odf_list(body->styles, str_slice(str_of(name), 0, 500)) : NULL;
    if (list == NULL && body->n_lists > 0) list = body->lists[body->n_lists - 1].list;
    if (list != NULL && body->n_lists == 0 && !goes_on) list->counters = (ListCounters){ 0 };
    body->lists[body->n_lists++] = (ListPlace){ list, false };
}

static void item_begin(OdfBody *body, const char **attributes)
{
    if (body->n_lists == 0) return;
    ListPlace *place = &body->lists[body->n_lists - 1];
    uint32_t start = xml_number(attributes, "start-value", 1000000, STYLE_NONE);
    place->label_due = true;
    if (start == STYLE_NONE || place->list == NULL) return;
    place->list->counters.value[body->n_lists - 1] = start - 1; /* one is added when it is counted */
    place->list->counters.used[body->n_lists - 1] = true;
}

static void table_begin(OdfBody *body, const char **attributes)
{
    const char *name = xml_attribute(attributes, "name");
    if (body->sheets && body->n_tables == 0) {
        build_sheet(body->build, name != NULL ? str_slice(str_of(name), 0, 1000) : STR_EMPTY);
        body->line = 0;
    }
    cell_begin(body);
    build_table(body->build);
    if (body->n_tables < LIMIT_DOC_NESTING) body->tables[body->n_tables++] = (Table){ 0 };
}

static uint32_t repeats(const char **attributes, const char *name) { return xml_number(attributes, name, 1u << 24, 1u << 24); }

static void row_begin(OdfBody *body, const char **attributes)
{
    Table *table = table_of(body);
    if (table == NULL) return;
    table->column = 0;
    table->row_begun = table->in_cell = false;
    table->row_repeat = xml_attribute(attributes, "number-rows-repeated") != NULL ? repeats(attributes, "number-rows-repeated") : 1;
    body->line++;
}

static void row_end(OdfBody *body)
{
    Table *table = table_of(body);
    if (table == NULL || table->row_repeat == 0) return;
    for (uint32_t i = 1; table->row_begun && i < table->row_repeat && build_ok(body->build); i++) build_row_again(body->build, body->sheets ? body->line + i : 0);
    body->line += body->line < (1u << 30) ? table->row_repeat - 1 : 0;
}

static void cell_start(OdfBody *body, const char **attributes)
{
    Table *table = table_of(body);
    if (table == NULL) return;
    table->in_cell = true;
    table->cell_begun = false;
    table->span = xml_number(attributes, "number-columns-spanned", LIMIT_DOC_COLUMNS, LIMIT_DOC_COLUMNS);
    table->below = xml_number(attributes, "number-rows-spanned", LIMIT_DOC_ROWS, LIMIT_DOC_ROWS);
    if (xml_attribute(attributes, "number-columns-spanned") == NULL) table->span = 1;
    if (xml_attribute(attributes, "number-rows-spanned") == NULL) table->below = 1;
    table->repeat = xml_attribute(attributes, "number-columns-repeated") != NULL ? repeats(attributes, "number-columns-repeated") : 1;
    if (!body->sheets) cell_begin(body);
}

static void cell_end(OdfBody *body)
{
    Table *table = table_of(body);
    if (table == NULL || !table->in_cell) return;
    if (table->cell_begun) build_cell_end(body->build);
    for (uint32_t i = 1; table->cell_begun && i < table->repeat && build_ok(body->build); i++) build_cell_again(body->build, table->column + i);
    table->in_cell = false;
    table->column += table->column < (1u << 30) ? table->repeat : 0;
}

/* Several in a row: columns typed with them are still told apart. */
static void blanks(OdfBody *body, const char **attributes)
{
    enum { MOST = 200 };
    uint32_t n = xml_attribute(attributes, "c") != NULL ? xml_number(attributes, "c", MOST, MOST) : 1;
    for (uint32_t i = 0; i < n; i++) tell(body, STR(" "));
}

static void element(OdfBody *body, const char *name, const char **attributes)
{
    Table *table = table_of(body);
    if (is(name, "p") || is(name, "h")) para_begin(body, name, attributes);
    else if (is(name, "span") || is(name, "a")) span_begin(body, attributes);
    else if (is(name, "tab") && body->in_para) tell(body, STR("\t"));
    else if (is(name, "line-break") && body->in_para) tell(body, STR("\n"));
    else if (is(name, "s") && body->in_para) blanks(body, attributes);
    else if (is(name, "list")) list_begin(body, attributes);
    else if (is(name, "list-item")) item_begin(body, attributes);
    else if (is(name, "frame")) body->frames++;
    else if (is(name, "image")) body->out->n_pictures++;
    else if (is(name, "table")) table_begin(body, attributes);
    else if (is(name, "table-header-rows") && table != NULL) table->head = true;
    else if (is(name, "table-row")) row_begin(body, attributes);
    else if (is(name, "table-cell")) cell_start(body, attributes);
    else if (is(name, "covered-table-cell") && table != NULL) table->column += repeats(attributes, "number-columns-repeated") == 1u << 24 ? 1 : repeats(attributes, "number-columns-repeated");
}

static bool body_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    OdfBody *body = context;
    (void)err;
    if (body->skip != 0) {
        if (body->in_changes && is(name, "deletion")) body->out->n_deleted++;
        return true;
    }
    if (depth == 2) body->in_body = is(name, "body");
    if (!body->in_body) return true;
    if (left_out(body, name)) body->skip = depth;
    else element(body, name, attributes);
    return build_ok(body->build);
}

static bool body_end(void *context, uint32_t depth, const char *name, Err *err)
{
    OdfBody *body = context;
    (void)err;
    if (body->skip != 0) {
        if (body->skip == depth) body->skip = 0;
        return true;
    }
    Table *table = table_of(body);
    if (!body->in_body) return true;
    if (is(name, "p") || is(name, "h")) para_finish(body);
    else if ((is(name, "span") || is(name, "a")) && body->n_spans > 0) body->n_spans--;
    else if (is(name, "list") && body->n_lists > 0) body->n_lists--;
    else if (is(name, "frame") && body->frames > 0) body->frames--;
    else if (is(name, "table-header-rows") && table != NULL) table->head = false;
    else if (is(name, "table-cell")) cell_end(body);
    else if (is(name, "table-row")) row_end(body);
    else if (is(name, "table")) {
        if (body->n_tables > 0) body->n_tables--;
        build_table_end(body->build);
    }
    return build_ok(body->build);
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool body_text(void *context, Str piece, Err *err)
{
    OdfBody *body = context;
    (void)err;
    if (body->skip != 0 || !body->in_para) return true;
    if (body->sheets && str_trim(piece).n > 0) cell_begin(body);
    for (size_t i = 0; i < piece.n;) {
        size_t from = i;
        if (is_blank(piece.at[i])) {
            while (i < piece.n && is_blank(piece.at[i])) i++;
            if (!body->spaced) tell(body, STR(" "));
            body->spaced = true;
            continue;
        }
        while (i < piece.n && !is_blank(piece.at[i])) i++;
        body->spaced = false;
        tell(body, str_slice(piece, from, i));
    }
    return build_ok(body->build);
}

const XmlEvents odf_body_events = { .start = body_start, .end = body_end, .text = body_text };

void odf_body_warn(OdfBody *body) { build_warn_left_out(body->build, body->n_notes, body->n_comments, body->n_objects, body->out->n_deleted); }
