/* Inside the DOCX of office papers. Lengths are twips (1/20 pt). Margins 30/10/20/20 mm: 30 for papers that are kept over ten years; a landscape sheet is the same sheet turned, its binding edge on top. */
#ifndef PUBLISH_PAPER_DOCX__H
#define PUBLISH_PAPER_DOCX__H

#include "publish/paper.h"

#define MM(mm)           ((uint32_t)((mm) * 56.6929 + 0.5))
#define WIDTH_PORTRAIT   MM(170)
#define WIDTH_LANDSCAPE  MM(257)
#define FIRST_LINE       MM(12.5)
enum { MAX_LEVELS = 3 };

typedef struct PaperDocx {
    const Paper *paper;
    Arena *arena;
    Buf body;
    uint32_t width;           /* of text on the sheet we are on */
    uint32_t corner;          /* width of requisites that stand at a side: 80 mm by the edition of 2025, 75 by that of 2016 */
    bool landscape, turn;     /* turn: the next paragraph begins a page */
    bool first_section;       /* still in it: its first page has no number */
    uint32_t n_lists, room_lists;
    uint32_t *starts;         /* first number of each list of points */
    uint32_t counts[MAX_LEVELS]; /* of the list that goes on; all 0: none */
} PaperDocx;

typedef struct PaperPara {
    const char *style;
    bool keep_next;
    uint32_t left, right;     /* indents */
    uint32_t centre_tab, right_tab;
    int num, level;           /* num 0: no list */
    bool frame;               /* at the foot of the page */
} PaperPara;

/* Ids of lists: 1 dashes of the text, 2 dashes of cells, from 3 points. */
enum { LIST_ITEMS = 1, LIST_CELL_ITEMS, LIST_POINTS };

void paper_docx_begin(PaperDocx *docx, const PaperPara *para);
void paper_docx_run(PaperDocx *docx, Str text, bool bold); /* lines and tabs */
void paper_docx_end(PaperDocx *docx);
void paper_docx_para(PaperDocx *docx, const PaperPara *para, Str text);
/* Number of a list in which a point with this label comes next, a new one when it begins with «k.»; 0: the label is out of order and is typed. */
int paper_docx_list(PaperDocx *docx, Str label, int *level);

/* docx_table.c */
/* stays: its last rows are kept with what follows. */
void paper_docx_table(PaperDocx *docx, const PaperTable *table, bool stays);
/* Two cells without lines. The caller writes paragraphs in each. */
void paper_docx_halves(PaperDocx *docx, uint32_t left, uint32_t right);
void paper_docx_half(PaperDocx *docx, uint32_t right);
void paper_docx_halves_end(PaperDocx *docx);

/* docx_parts.c */
extern const char paper_docx_settings[], paper_docx_fonts[], paper_docx_header[];
Str paper_docx_styles(Arena *arena);
Str paper_docx_numbering(const PaperDocx *docx);

#endif
