/* document.xml. What stands where is told by a few flags: properties come before what they are about, so a row and a cell begin with their first content. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document/docx_.h"

enum { MAX_ASIDE = 4, MAX_FIELDS = 30 };

typedef struct Para {
    const Style *style;
    uint32_t num, level, outline; /* STYLE_NONE: as the style says */
    StyleSaid centred;
    bool joined;                  /* its mark was deleted: the next one goes on */
} Para;

typedef struct Table {
    uint32_t column, before, span;
    bool head, row_begun, in_cell, cell_begun, below; /* below: only goes on the cell above */
    uint32_t n_edges;
    float edges[LIMIT_DOC_COLUMNS]; /* millimetres */
} Table;

struct DocxBody {
    Arena *arena;
    DocBuild *build;
    SourceDoc *out;
    const Styles *styles;
    DocxNumbering *numbering;
    uint32_t skip;                 /* depth of the element that is left out; 0: none */
    Para para;
    bool in_para, in_ppr, in_text, hidden, page_due;
    StyleSaid run_bold, run_style_bold;
    uint32_t n_fields, codes;      /* fields one within another; bit i: field i is at its code, not at its result */
    uint32_t n_tables;
    Table tables[LIMIT_DOC_NESTING];
    uint32_t n_aside;
    struct { BuildAside text; Para para; } aside[MAX_ASIDE];
    uint32_t n_notes, n_comments, n_charts, n_foreign;
};

DocxBody *docx_body_new(Arena *arena, DocBuild *build, SourceDoc *out, const Styles *styles, DocxNumbering *numbering)
{
    DocxBody *body = arena_one(arena, DocxBody);
    *body = (DocxBody){ .arena = arena, .build = build, .out = out, .styles = styles, .numbering = numbering };
    return body;
}

typedef enum Name {
    N_ALT_CHUNK, N_B, N_BLIP, N_BR, N_CHART, N_COMMENT, N_CR, N_DEL, N_FIELD, N_GRID_BEFORE, N_GRID_COL, N_GRID_SPAN, N_ILVL, N_IMAGE, N_JC, N_LEAVE, N_NO_BREAK, N_NOTE, N_NUM_ID, N_OUTLINE, N_P, N_PPR,
    N_PAGE_BEFORE, N_PSTYLE, N_R, N_RSTYLE, N_RPR, N_SYM, N_T, N_TAB, N_TBL, N_HEADER, N_TC, N_TR, N_TXBX, N_VMERGE, N_VANISH,
} Name;

/* By name, for a binary search. N_LEAVE: with all that is inside. */
typedef struct Named { const char *name; Name what; } Named;
static const Named names[] = {
    { "Fallback", N_LEAVE }, { "altChunk", N_ALT_CHUNK }, { "b", N_B }, { "blip", N_BLIP }, { "br", N_BR }, { "chart", N_CHART }, { "commentReference", N_COMMENT }, { "cr", N_CR }, { "del", N_DEL },
    { "delText", N_LEAVE }, { "endnoteReference", N_NOTE }, { "fldChar", N_FIELD }, { "footnoteReference", N_NOTE }, { "gridBefore", N_GRID_BEFORE }, { "gridCol", N_GRID_COL }, { "gridSpan", N_GRID_SPAN }, { "ilvl", N_ILVL },
    { "imagedata", N_IMAGE }, { "instrText", N_LEAVE }, { "jc", N_JC }, { "moveFrom", N_LEAVE }, { "noBreakHyphen", N_NO_BREAK }, { "numId", N_NUM_ID }, { "numberingChange", N_LEAVE },
    { "outlineLvl", N_OUTLINE }, { "p", N_P }, { "pPr", N_PPR }, { "pPrChange", N_LEAVE }, { "pStyle", N_PSTYLE }, { "pageBreakBefore", N_PAGE_BEFORE }, { "ptab", N_TAB }, { "r", N_R }, { "rPr", N_RPR },
    { "rPrChange", N_LEAVE }, { "rStyle", N_RSTYLE }, { "rt", N_LEAVE }, { "sdtPr", N_LEAVE }, { "sectPr", N_LEAVE }, { "sym", N_SYM }, { "t", N_T }, { "tab", N_TAB }, { "tabs", N_LEAVE }, { "tbl", N_TBL },
    { "tblGridChange", N_LEAVE }, { "tblHeader", N_HEADER }, { "tblPr", N_LEAVE }, { "tblPrChange", N_LEAVE }, { "tblPrEx", N_LEAVE }, { "tc", N_TC }, { "tcPrChange", N_LEAVE }, { "tr", N_TR },
    { "trPrChange", N_LEAVE }, { "txbxContent", N_TXBX }, { "vMerge", N_VMERGE }, { "vanish", N_VANISH },
};

static int by_name(const void *key, const void *entry) { return strcmp(((const Named *)key)->name, ((const Named *)entry)->name); }

static bool known(const char *name, Name *out)
{
    const Named key = { name, N_LEAVE }, *found = bsearch(&key, names, sizeof names / sizeof *names, sizeof *names, by_name);
    if (found != NULL) *out = found->what;
    return found != NULL;
}

static Table *table_of(DocxBody *body) { return body->n_tables == 0 ? NULL : &body->tables[body->n_tables - 1]; }

static void row_begin(DocxBody *body, Table *table)
{
    if (table->row_begun) return;
    build_row(body->build, 0, table->head);
    table->row_begun = true;
    table->column = table->before;
}

/* A twentieth of a point is 0.01764 mm. */
static void grid_column(Table *table, const char **attributes)
{
    if (table->n_edges == 0) table->edges[table->n_edges++] = 0;
    if (table->n_edges == LIMIT_DOC_COLUMNS) return;
    table->edges[table->n_edges] = table->edges[table->n_edges - 1] + (float)xml_number(attributes, "w", 31680, 31680) * 0.01764f;
    table->n_edges++;
}

static void cell_begin(DocxBody *body)
{
    Table *table = table_of(body);
    if (table == NULL || !table->in_cell || table->cell_begun) return;
    table->cell_begun = true;
    if (!table->below || !build_cell_below(body->build, table->column, table->span)) build_cell(body->build, table->column, table->span, 1);
}

static void row_start(DocxBody *body)
{
    Table *table = table_of(body);
    if (table == NULL) return;
    if (table->n_edges > 0) build_table_edges(body->build, table->edges, table->n_edges);
    *table = (Table){ 0 };
}

static void tc_begin(DocxBody *body)
{
    Table *table = table_of(body);
    if (table == NULL) return;
    row_begin(body, table);
    table->span = 1;
    table->in_cell = true;
    table->cell_begun = table->below = false;
}

static void tc_end(DocxBody *body)
{
    Table *table = table_of(body);
    if (table == NULL || !table->in_cell) return;
    cell_begin(body);
    build_cell_end(body->build);
    table->in_cell = false;
    table->column += table->span;
}

static uint8_t heading_of(uint32_t outline) { return outline >= 9 ? 0 : outline < 6 ? (uint8_t)(outline + 1) : 6; }

static void para_end(DocxBody *body)
{
    const Para *para = &body->para;
    const Style *style = para->style;
    char room[LIST_LABEL];
    DocPara about = { .label = STR_EMPTY };
    body->in_para = false;
    if (para->joined) {
        build_text(body->build, STR(" "), false);
        return;
    }
    uint32_t outline = para->outline != STYLE_NONE ? para->outline : style != NULL ? style->outline : STYLE_NONE;
    uint32_t num = para->num != STYLE_NONE ? para->num : style != NULL ? style->num : STYLE_NONE;
    uint32_t level = para->level;
    if (level == STYLE_NONE && para->num == STYLE_NONE && style != NULL) level = style->num_level;
    about.heading = heading_of(outline);
    about.centred = para->centred == STYLE_YES || (para->centred == STYLE_UNSAID && style != NULL && style->centred == STYLE_YES);
    if (num != STYLE_NONE && num != 0) docx_label(body->numbering, body->styles, num, level, style != NULL ? style->id : STR_EMPTY, room, &about.label, &about.level);
    build_para(body->build, &about);
    if (body->page_due) build_page(body->build);
    body->page_due = false;
}

static void para_begin(DocxBody *body)
{
    if (body->in_para) para_end(body); /* only in damaged files */
    cell_begin(body);
    body->in_para = true;
    body->para = (Para){ .style = body->styles->paragraph, .num = STYLE_NONE, .level = STYLE_NONE, .outline = STYLE_NONE };
    body->run_bold = body->run_style_bold = STYLE_UNSAID;
}

static void say(DocxBody *body, Str text)
{
    const Style *style = body->para.style;
    if (body->hidden || body->codes != 0) return;
    StyleSaid bold = body->run_bold != STYLE_UNSAID ? body->run_bold : body->run_style_bold;
    if (bold == STYLE_UNSAID && style != NULL) bold = style->bold;
    build_text(body->build, text, bold == STYLE_YES);
}

/* begin, separate, end: of a field only its result is text. */
static void field(DocxBody *body, const char **attributes)
{
    const char *type = xml_attribute(attributes, "fldCharType");
    if (type == NULL) return;
    if (strcmp(type, "begin") == 0 && body->n_fields < MAX_FIELDS) body->codes |= 1u << body->n_fields++;
    else if (strcmp(type, "separate") == 0 && body->n_fields > 0) body->codes &= ~(1u << (body->n_fields - 1));
    else if (strcmp(type, "end") == 0 && body->n_fields > 0) body->codes &= ~(1u << --body->n_fields);
}

/* Characters of the fonts Symbol and Wingdings that documents of schools are met with. */
static void symbol(DocxBody *body, const char **attributes)
{
    const char *written = xml_attribute(attributes, "char");
    static const struct { uint32_t from; Str to; } seen[] = { { 0xFC, { "✓", 3 } }, { 0xFE, { "☑", 3 } }, { 0x6F, { "☐", 3 } }, { 0xA8, { "☐", 3 } }, { 0x2D, { "–", 3 } }, { 0xB1, { "±", 2 } } };
    char put[4];
    unsigned long cp = written != NULL ? strtoul(written, NULL, 16) : 0;
    if (cp >= 0xF000 && cp <= 0xF0FF) cp -= 0xF000;
    else if (cp >= 0x20 && cp < 0xD800) {
        say(body, (Str){ put, utf8_put((uint32_t)cp, put) });
        return;
    }
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        if (seen[i].from == cp) {
            say(body, seen[i].to);
            return;
        }
    say(body, STR("•"));
}

static void line_break(DocxBody *body, const char **attributes)
{
    const char *type = xml_attribute(attributes, "type");
    if (type == NULL || strcmp(type, "page") != 0) say(body, STR("\n"));
    else if (build_any(body->build)) body->page_due = true, say(body, STR("\n"));
    else build_page(body->build);
}

static void box_begin(DocxBody *body)
{
    if (!body->in_para || body->n_aside == MAX_ASIDE) return;
    body->aside[body->n_aside].text = build_aside(body->build);
    body->aside[body->n_aside++].para = body->para;
    body->in_para = false;
}

static void box_end(DocxBody *body)
{
    if (body->n_aside == 0) return;
    if (body->in_para) para_end(body);
    body->para = body->aside[--body->n_aside].para;
    build_resume(body->build, body->aside[body->n_aside].text);
    body->in_para = true;
}

/* A deletion by itself, or the sign on a paragraph's mark, a row, a cell that it was deleted. */
static void deleted(DocxBody *body, uint32_t depth)
{
    Table *table = table_of(body);
    body->out->n_deleted++;
    if (body->in_ppr) body->para.joined = true;
    else if (body->in_para) body->skip = depth;
    else if (table != NULL && !table->row_begun) body->skip = depth - 2; /* w:tr, w:trPr, w:del: the whole row */
    else body->skip = depth;
}

static void element(DocxBody *body, Name what, uint32_t depth, const char **attributes)
{
    Table *table = table_of(body);
    Para *para = &body->para;
    switch (what) {
    case N_LEAVE: body->skip = depth; break;
    case N_DEL: deleted(body, depth); break;
    case N_P: para_begin(body); break;
    case N_PPR: body->in_ppr = body->in_para; break;
    case N_R:
        body->run_bold = body->run_style_bold = STYLE_UNSAID;
        body->hidden = false;
        break;
    case N_RPR: break;
    case N_B: if (!body->in_ppr) body->run_bold = docx_on(attributes) ? STYLE_YES : STYLE_NO; break;
    case N_VANISH: if (!body->in_ppr) body->hidden = docx_on(attributes); break;
    case N_RSTYLE: {
        const Style *style = body->in_ppr ? NULL : styles_find(body->styles, docx_value(attributes));
        if (style != NULL) body->run_style_bold = style->bold;
        break;
    }
    case N_PSTYLE: {
        const Style *style = styles_find(body->styles, docx_value(attributes));
        if (style != NULL) para->style = style;
        break;
    }
    case N_NUM_ID: if (body->in_ppr) para->num = xml_number(attributes, "val", STYLE_NONE - 1, STYLE_NONE); break;
    case N_ILVL: if (body->in_ppr) para->level = xml_number(attributes, "val", LIST_LEVELS - 1, STYLE_NONE); break;
    case N_OUTLINE: if (body->in_ppr) para->outline = xml_number(attributes, "val", 9, STYLE_NONE); break;
    case N_JC: if (body->in_ppr) para->centred = str_eq(docx_value(attributes), STR("center")) ? STYLE_YES : STYLE_NO; break;
    case N_PAGE_BEFORE: if (body->in_ppr && docx_on(attributes)) build_page(body->build); break;
    case N_T: body->in_text = body->in_para; break;
    case N_TAB: if (body->in_para && !body->in_ppr) say(body, STR("\t")); break;
    case N_BR: if (body->in_para) line_break(body, attributes); break;
    case N_CR: if (body->in_para) say(body, STR("\n")); break;
    case N_NO_BREAK: if (body->in_para) say(body, STR("-")); break;
    case N_SYM: if (body->in_para) symbol(body, attributes); break;
    case N_FIELD: field(body, attributes); break;
    case N_NOTE: body->n_notes++; break;
    case N_COMMENT: body->n_comments++; break;
    case N_CHART: body->n_charts++; break;
    case N_ALT_CHUNK: body->n_foreign++; break;
    case N_BLIP:
    case N_IMAGE: body->out->n_pictures++; break;
    case N_TXBX: box_begin(body); break;
    case N_TBL:
        cell_begin(body);
        build_table(body->build);
        if (body->n_tables < LIMIT_DOC_NESTING) body->tables[body->n_tables++] = (Table){ 0 };
        break;
    case N_GRID_COL: if (table != NULL) grid_column(table, attributes); break;
    case N_TR: row_start(body); break;
    case N_HEADER: if (table != NULL && docx_on(attributes)) table->head = true; break;
    case N_GRID_BEFORE: if (table != NULL) table->before = xml_number(attributes, "val", LIMIT_DOC_COLUMNS, LIMIT_DOC_COLUMNS); break;
    case N_TC: tc_begin(body); break;
    case N_GRID_SPAN: if (table != NULL) table->span = xml_number(attributes, "val", LIMIT_DOC_COLUMNS, LIMIT_DOC_COLUMNS); break;
    case N_VMERGE: if (table != NULL) table->below = !str_eq(docx_value(attributes), STR("restart")); break;
    }
}

static bool body_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    DocxBody *body = context;
    Name what;
    (void)err;
    if (body->skip != 0) return true;
    body->in_text = false;
    if (known(name, &what)) element(body, what, depth, attributes);
    return build_ok(body->build);
}

static bool body_end(void *context, uint32_t depth, const char *name, Err *err)
{
    DocxBody *body = context;
    Name what;
    (void)err;
    if (body->skip != 0 && depth > body->skip) return true;
    if (body->skip == depth) {
        body->skip = 0;
        return true;
    }
    body->in_text = false;
    if (!known(name, &what)) return true;
    switch (what) {
    case N_P: if (body->in_para) para_end(body); break;
    case N_PPR: body->in_ppr = false; break;
    case N_TC: tc_end(body); break;
    case N_TXBX: box_end(body); break;
    case N_TBL:
        if (body->n_tables > 0) body->n_tables--;
        build_table_end(body->build);
        break;
    default: break;
    }
    return build_ok(body->build);
}

static bool body_text(void *context, Str piece, Err *err)
{
    DocxBody *body = context;
    (void)err;
    if (body->skip == 0 && body->in_text) say(body, piece);
    return build_ok(body->build);
}

const XmlEvents docx_body_events = { .start = body_start, .end = body_end, .text = body_text };

void docx_body_warn(DocxBody *body)
{
    build_warn_left_out(body->build, body->n_notes, body->n_comments, body->n_charts, body->out->n_deleted);
    if (body->n_foreign > 0) build_warn(body->build, STR("Вложенный в документ файл не прочитан: откройте документ в Word и сохраните его заново."));
}
