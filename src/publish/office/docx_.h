/* Inside of the DOCX renderer: one writer walks the tree; text, tables, pictures and nodes each have a file. Lengths are twips (1/20 pt) unless named. */
#ifndef PUBLISH_OFFICE_DOCX__H
#define PUBLISH_OFFICE_DOCX__H

#include "publish/doc.h"
#include "publish/office/words.h"
#include "publish/office/zip_out.h"

#define TWIPS_PER_MM    56.6929
#define TEXT_PORTRAIT   9921u  /* 210 - 20 - 15 mm */
#define TEXT_LANDSCAPE  14854u /* 297 - 20 - 15 mm */
#define EMU_PER_PX      9525.0 /* 1/96 inch */
#define EMU_PER_TWIP    635.0
/* Word grows slow over some thousand drawings; after these bounds small pictures of cells give way to the number or word beside them. */
#define MAX_PICTURE_ROWS  150u /* a longer table tells its small charts in words: 640 of them took 100 ms and nobody compares them on paper */
#define MAX_CELL_MEDIA    600u
#define MAX_CELL_DRAWINGS 4000u

typedef struct Media { unsigned long long key[2]; Str png, svg; /* svg empty: PNG alone */ } Media;

typedef struct Docx {
    const Doc *doc;
    Arena *arena;
    Buf body;
    Err *err;
    bool failed;          /* err is filled: stop drawing */
    uint32_t width;       /* of text, where we are */
    bool landscape, in_cell;
    bool at_top;          /* of a cell: the next paragraph has no space above, so that neighbours begin on one line */
    const char *bar;      /* inside a note: colour of the bar at the left of each paragraph */
    int keep;             /* > 0: paragraphs stay with the next one */
    uint32_t n_bookmarks, n_drawings, n_cell_drawings, n_cell_media;
    uint32_t n_media, room_media;
    Media *media;
    uint32_t n_anchors;   /* anchors that exist, by hash, sorted; taken: the bookmark is already made */
    unsigned long long *anchors;
    bool *taken;
} Docx;

/* docx_text.c */
typedef struct Para {
    const char *style;      /* id of docx_parts.c; NULL = Normal */
    bool keep_next, page_break, bullet;
    uint32_t right_tab;     /* position, 0 = none */
    bool rule_below;        /* strong rule under the paragraph */
    uint32_t indent;
} Para;
typedef struct Run { const char *style; bool bold; const char *colour; bool plate; /* white under the text, over a pattern */ } Run;
void docx_p_begin(Docx *docx, const Para *para);
void docx_p_end(Docx *docx);
void docx_run(Docx *docx, Str plain, const Run *run);   /* typography and escaping; no marks of rich text */
void docx_rich(Docx *docx, Str rich, const Run *run);
/* A whole paragraph; nothing when the text is empty. */
void docx_p_rich(Docx *docx, const Para *para, Str rich);
void docx_p_plain(Docx *docx, const Para *para, Str plain);
/* Title and how to read it as one paragraph that stays with what follows. */
void docx_caption(Docx *docx, Str id, Str title, Str rich);
void docx_link(Docx *docx, Str rich, Str anchor, const Run *run); /* plain text when the anchor does not exist */
void docx_bookmark(Docx *docx, Str id);                 /* inside a paragraph; nothing when empty or made before */
void docx_anchors_collect(Docx *docx);
uint32_t docx_text_width(Str text);                     /* estimate in thousandths of em of the wider fallback fonts */
void docx_spacer(Docx *docx);                           /* parts two tables, ends a cell */

/* docx_picture.c */
bool docx_picture(Docx *docx, Str svg, double width_px, double height_px, double shown_px, Str summary, bool is_cell);
void docx_ruler(Docx *docx);
void docx_level(Docx *docx, Level level);

/* docx_table.c */
void docx_table(Docx *docx, const Table *table, Str id, bool is_twin);
bool docx_table_is_wide(const Docx *docx, const Table *table);
/* Of columns; their sum goes to *total, at most docx->width. */
uint32_t *docx_table_widths(const Docx *docx, const Table *table, uint32_t *total);

/* docx_node.c, docx_sign.c */
void docx_children(Docx *docx, const Node *parent);
void docx_sign(Docx *docx, const Node *node);
void docx_answer(Docx *docx, const Node *node);
void docx_facts(Docx *docx, const Node *node);
void docx_chart(Docx *docx, const Chart *chart, bool is_sign);
void docx_grid_begin(Docx *docx, uint32_t n, const uint32_t *widths, const char *borders);
void docx_grid_cell(Docx *docx, uint32_t width, uint32_t span, const char *borders, uint32_t pad_left, bool flush_right);
void docx_grid_cell_end(Docx *docx, bool needs_paragraph);

/* docx.c */
void docx_orient(Docx *docx, bool landscape);

/* docx_styles.c: the whole parts. */
extern const char docx_styles_xml[], docx_fonts_xml[], docx_numbering_xml[], docx_settings_xml[];

#endif
