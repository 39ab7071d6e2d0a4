/* Inside the HTML renderer: one file = page, one = nodes, one = tables, one = cells. Output is also well-formed XML, so that tests can parse it. */
#ifndef PUBLISH_HTML_HTML__H
#define PUBLISH_HTML_HTML__H

#include "base/number.h"
#include "publish/chart/draw_.h"
#include "publish/doc.h"

typedef struct Html {
    const Doc *doc;
    Doc *twins;       /* tables that the renderer makes itself live in its own arena, never in the document's */
    Arena *arena;     /* numbers and typography; gone with the rendering */
    Buf *out;
    unsigned n_ids;   /* made names, in order of appearance */
    int heading_base; /* 0 in the first sheet, 1 in others: their title is an <h2> */
} Html;

void html_z(Html *html, const char *markup);
void html_int(Html *html, long long n);
/* Typography, then escaping. */
void html_text(Html *html, Str text);
/* Rich text: <b>, <a>. */
void html_rich(Html *html, Str rich);
/* Bytes of an id or of «#anchor»: escaped, white space as '-'. */
void html_name(Html *html, Str name);
/* ` id="…"`, nothing when empty. */
void html_id(Html *html, Str id);
void html_level_glyph(Html *html, Level level);
/* «признаки» with a capital letter. */
void html_level_word(Html *html, Level level);
void html_node(Html *html, const Node *node);
void html_children(Html *html, const Node *node);
/* is_twin: no title of its own, already inside a figure. */
void html_table(Html *html, const Table *table, Str id, bool is_twin);
/* Inside of one <td>. */
void html_cell(Html *html, const Table *table, const Column *column, const Cell *cell, bool hidden);

extern const char report_css[];

#endif
