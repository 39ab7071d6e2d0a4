/* Inside the HTML renderer: one file = page, one = nodes, one = tables, one = cells. Output is also well-formed XML, so that tests can parse it. */
#ifndef PUBLISH_HTML_HTML__H
#define PUBLISH_HTML_HTML__H

#include "base/number.h"
#include "publish/chart/draw_.h"
#include "publish/doc.h"
#include "publish/frame.h"

typedef struct Html {
    const Doc *doc;
    const DocFrame *frame; /* NULL: a report that stands alone, with no server behind it */
    Doc *twins;       /* tables that the renderer makes itself live in its own arena, never in the document's */
    Arena *arena;     /* numbers and typography; gone with the rendering */
    Buf *out;
    unsigned n_ids;   /* made names, in order of appearance */
    unsigned n_errors; /* of the form that is being drawn: the badge beside a field is its number in the summary */
    int heading_base; /* 0 in the first sheet, 1 in others: their title is an <h2>; of a page 0 */
    int outline;      /* of a page: level of the last heading */
} Html;

void html_z(Html *html, const char *markup);
void html_int(Html *html, long long n);
/* Typography, then escaping. */
void html_text(Html *html, Str text);
/* Rich text: <b>, <a>. */
void html_rich(Html *html, Str rich);
/* Bytes of an id or of «#anchor»: escaped, white space as '-'. */
void html_name(Html *html, Str name);
/* True when href leads somewhere from here: «#id», of a page also «/path?query» and «?term». */
bool html_leads(const Html *html, Str href);
/* ` href="…"` of an address that leads. */
void html_href(Html *html, Str href);
/* Bytes of an address: escaped, white space as %20. */
void html_address(Html *html, Str address);
/* ` id="…"`, nothing when empty. */
void html_id(Html *html, Str id);
void html_level_glyph(Html *html, Level level);
/* A share as a whole number for the classes w1…w100, g1…g100. */
int html_per_cent(double share);
/* «признаки» with a capital letter. */
void html_level_word(Html *html, Level level);
/* <a> or, where href leads nowhere, <span>; the end tag is for the caller: html_link_end(). */
/* «https://…» that somebody brought: a cell's anchor, never rich text. It leads out of Merilo, takes nothing along and lends no weight. */
bool html_leads_out(const Html *html, Str href);
void html_outer_begin(Html *html, Str href);
bool html_link_begin(Html *html, Str href, const char *classes);
void html_link_end(Html *html, bool is_link);
void html_node(Html *html, const Node *node);
void html_children(Html *html, const Node *node);
/* is_twin: no title of its own, already inside a figure. */
void html_table(Html *html, const Table *table, Str id, bool is_twin);
/* Inside of one <td>. */
void html_cell(Html *html, const Table *table, const Column *column, const Cell *cell, bool hidden);

/* Scale of a column of months: drawn HTML_TERM_PX wide in head and rows alike. */
#define HTML_TERM_PX      288
#define HTML_TERM_TALLEST 600 /* of a row; what is more is cut */

/* Nodes of pages; false when node is none of them. */
bool html_page_node(Html *html, const Node *node);
/* Drawn 16 × 16 glyph, hidden from readers; nothing for NULL or an unknown name. */
void html_icon(Html *html, const char *name);
/* The small «?» beside a term; nothing when id is empty. */
/* Level of a heading: on a page never more than one below the heading before it, so that readers who walk by headings miss none. */
int html_outline(Html *html, int wanted);
void html_help(Html *html, Str id, Str term);
/* A line of buttons' own form or link; csrf is added. */
void html_button(Html *html, const Button *button, const char *classes);
/* ` name="value"`, nothing when the value is empty. */
void html_attribute(Html *html, const char *name, Str value);
void html_pairs(Html *html, uint32_t n, const DocPair *pairs);
/* The hidden field that every POST carries. */
void html_csrf(Html *html);
void html_form(Html *html, const Node *node);
/* The input alone, named by aria-label: inside a table. */
void html_field_bare(Html *html, const Field *field);
void html_grid(Html *html, const Node *node);
void html_remarks(Html *html, const Node *node);
/* «а» for 1, «б» for 2; digits after «я». */
void html_letter(Html *html, uint32_t number);
void html_strip(Html *html, const Strip *strip);
void html_tiles(Html *html, const Tiles *tiles);
void html_legend(Html *html, uint32_t n, const LegendItem *items);
/* <a> items with counts: tabs, chips, switches. */
void html_links(Html *html, const char *classes, Str label, uint32_t n, const DocLink *links);

/* Patterns, level glyphs and the ruler, once a page. */
void html_defs(Html *html);

extern const char report_css[];

#endif
