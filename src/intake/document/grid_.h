/* One table on its way from cells as they come to rows in which every column is met once. */
#ifndef INTAKE_DOCUMENT_GRID_H
#define INTAKE_DOCUMENT_GRID_H

#include "intake/document.h"

typedef struct Grid Grid;

Grid *grid_new(Arena *arena, Err *err);
bool grid_row(Grid *grid, uint32_t line, bool is_head, Err *err);
/* column: BUILD_NEXT for the next one that no cell from above covers. Merged cells give way where the row has no column left; fails only when single ones fill it. */
bool grid_cell(Grid *grid, uint32_t column, uint32_t col_span, uint32_t row_span, Err *err);
/* Makes the cell above one row longer. False when the row above has no cell that begins in this column. */
bool grid_cell_below(Grid *grid, uint32_t column, uint32_t col_span);
/* To the last cell; its line becomes that of the row where it has none. */
bool grid_para(Grid *grid, const DocPara *para, Err *err);
/* A table inside the last cell, laid by a grid of its own. */
bool grid_table(Grid *grid, const DocTable *table, Err *err);
/* The last cell once more in a later column; the last row once more. */
bool grid_cell_again(Grid *grid, uint32_t column, Err *err);
bool grid_row_again(Grid *grid, uint32_t line, Err *err);
/* Where the columns begin, where the container tells it (Word): two places nearer than 5 mm, at which no row has cells both, are one column drawn carelessly.
 * edges: millimetres, rising; edges[0] is where column 0 begins */
void grid_edges(Grid *grid, const float *edges, uint32_t n);
/* Rows that did not fit until their merged cells, or those above them, were cut; *first_line: of the first one. */
uint32_t grid_crowded(const Grid *grid, uint32_t *first_line);
uint32_t grid_rows(const Grid *grid);
/* Columns in which no cell begins are no columns; a row that ends early or has holes gets empty cells, which are added to *n_cells. At least one row. */
bool grid_finish(Grid *grid, uint32_t *n_cells, DocTable *out, Err *err);

#endif
