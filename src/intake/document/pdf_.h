/* Inside of the PDF reader: words with their places (poppler), ruled lines of the drawn page, and what the two make together.
 * Lengths are points from the upper left corner of the page. */
#ifndef INTAKE_DOCUMENT_PDF_H
#define INTAKE_DOCUMENT_PDF_H

#include "base/buf.h"
#include "intake/document/build_.h"

typedef struct PdfBox { float x0, y0, x1, y1; } PdfBox;
typedef struct PdfWord { PdfBox box; Str text; bool bold, spaced; /* a blank was drawn before it */ } PdfWord;

/* A ruled table: n_columns + 1 and n_rows + 1 lines; owner[r * n_columns + c] is the place (of the upper left part) of the cell that covers r, c. */
typedef struct PdfGrid { uint32_t n_columns, n_rows; const float *xs, *ys; const uint32_t *owner; } PdfGrid;

typedef struct PdfPage { float width, height; uint32_t n_words; const PdfWord *words; /* in the order of the drawing */ uint32_t n_grids; const PdfGrid *grids; /* from above */ } PdfPage;

/* A drawn page as bytes, one a dot: true is dark. scale: dots a point */
typedef struct PdfDots { const bool *dark; uint32_t width, height; float scale; } PdfDots;
bool pdf_grids(PdfDots dots, Arena *arena, Arena *scratch, PdfPage *page, Err *err);

/* Adds the tables that have no lines: their grids are made of what they leave free. */
bool pdf_gaps(Arena *arena, Arena *scratch, PdfPage *page, Err *err);

/* Pages in their order, as paragraphs and tables: either may go on behind the end of a page. */
bool pdf_flow(const PdfPage *pages, uint32_t n_pages, DocBuild *build, Arena *arena, Err *err);

/* The table that is being read, kept until something else comes. */
typedef struct PdfTable PdfTable;
PdfTable *pdf_table_new(Arena *arena);
bool pdf_table_open(const PdfTable *table);
bool pdf_table_same(const PdfTable *table, const PdfGrid *grid); /* its columns stand where those of the grid stand */
bool pdf_table_add(PdfTable *table, const PdfGrid *grid, const PdfPage *page, Arena *scratch, Err *err);
void pdf_table_end(PdfTable *table, DocBuild *build);
bool pdf_in_grid(const PdfGrid *grid, PdfBox box);
bool pdf_sentence_ends(Str text);

/* Lines of words, by which both cells and paragraphs are read. */
typedef struct PdfLine { PdfBox box; float first_width; /* of its first word */ Str text; bool bold; } PdfLine;
/* in: words of one cell in any order, of a page in its order (then apart: lines of two columns beside each other stay apart) */
bool pdf_lines(const PdfWord *words, uint32_t n, bool apart, Arena *arena, PdfLine **lines, uint32_t *n_lines, Err *err);
/* Does next go on with the sentence of line, in a text that ends at right and whose lines are no farther than gap apart? */
bool pdf_line_goes_on(const PdfLine *line, const PdfLine *next, float right, float gap);
/* Does next begin with the rest of a word that the column was too narrow for? last: no line follows */
bool pdf_line_tears(const PdfLine *line, const PdfLine *next, float right, bool last);
/* Joins two parts of one sentence: a blank, or none behind a hyphen and inside a torn word; a hyphen that only the end of the line made goes. */
void pdf_join(Buf *buf, Str next, bool torn);

/* The whole file, in this process: the registry does it in a child. */
bool pdf_read_here(Str bytes, Arena *arena, SourceDoc *out, Err *err);

#endif
