/* What the readers of documents build a SourceDoc with: they tell text, paragraphs, rows and cells in the order of reading; ceilings, columns, spans,
 * nested tables and the cleaning of text are settled here once. Trouble is remembered: a reader goes on and stops at the next build_ok(). */
#ifndef INTAKE_DOCUMENT_BUILD_H
#define INTAKE_DOCUMENT_BUILD_H

#include "intake/document.h"

typedef struct DocBuild DocBuild;

enum { BUILD_NEXT = 0xFFFF }; /* the next free column of the row */

DocBuild *build_new(Arena *arena, SourceDoc *out, Err *err);
/* False: err given to build_new() is filled, nothing more is taken. */
bool build_ok(const DocBuild *build);
/* Lays the blocks into out. */
bool build_finish(DocBuild *build);

/* The paragraph being read. */
void build_text(DocBuild *build, Str piece, bool bold);
/* Ends it. about: all but text, bold and (where 0) line. A paragraph without text is left out; true when it was kept. */
bool build_para(DocBuild *build, const DocPara *about);

/* A paragraph that another one stands inside of (a text box): its text is laid aside, and later taken up again. */
typedef struct BuildAside { Str text; bool any_bold, any_plain; } BuildAside;
BuildAside build_aside(DocBuild *build);
void build_resume(DocBuild *build, BuildAside aside);
bool build_any(const DocBuild *build); /* some text was told since the last paragraph */

void build_sheet(DocBuild *build, Str name);
void build_page(DocBuild *build);
/* A table within a cell is a table of that cell; a third one inside gives its paragraphs to the cell of the second. line 0: counted on. */
void build_table(DocBuild *build);
void build_table_edges(DocBuild *build, const float *edges, uint32_t n); /* see grid_edges() */
void build_row(DocBuild *build, uint32_t line, bool is_head);
/* Spans out of range are cut. row_span: to be known at the end of the table only, it may reach over it. */
void build_cell(DocBuild *build, uint32_t column, uint32_t col_span, uint32_t row_span);
/* A cell that only goes on the one above it: false when there is none, then it is a cell of its own. Its text is left out until build_cell_end(). */
bool build_cell_below(DocBuild *build, uint32_t column, uint32_t col_span);
void build_cell_end(DocBuild *build);
/* The cell that has just ended once more in a later column; the last row once more. */
void build_cell_again(DocBuild *build, uint32_t column);
void build_row_again(DocBuild *build, uint32_t line);
void build_table_end(DocBuild *build);

/* Once each. */
void build_warn(DocBuild *build, Str words);
/* What word processors keep beside the text; 0: there was none. */
void build_warn_left_out(DocBuild *build, uint32_t n_notes, uint32_t n_comments, uint32_t n_objects, uint32_t n_deleted);

#endif
