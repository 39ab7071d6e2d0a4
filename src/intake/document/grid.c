#include "intake/document/grid_.h"

#include "base/limits.h"
#include "intake/document/build_.h"

typedef struct ParaNode { struct ParaNode *next; DocPara para; } ParaNode;
typedef struct TableNode { struct TableNode *next; DocTable table; } TableNode;
typedef struct CellNode { struct CellNode *next; DocCell cell; ParaNode *first, *last; TableNode *tables, *last_table; } CellNode;
typedef struct RowNode { struct RowNode *next; DocRow row; CellNode *first, *last, *cut; bool crowded; } RowNode; /* cut: a cell that took too many columns; crowded: something was cut for its sake */

/* What stands over a column of the row being read. */
typedef struct Above { CellNode *cell; uint32_t until; } Above; /* rows before until belong to cell */

struct Grid {
    Arena *arena;
    uint32_t n_rows, next; /* next: column behind the last cell of the row */
    RowNode *first, *last;
    CellNode *cell;
    Above above[LIMIT_DOC_COLUMNS]; /* a cell stands in the column where it begins */
    uint32_t covered[LIMIT_DOC_COLUMNS]; /* row from which the column is free */
    uint32_t n_edges;
    float edges[LIMIT_DOC_COLUMNS];
};

Grid *grid_new(Arena *arena, Err *err)
{
    Grid *grid = arena_try(arena, sizeof *grid, err);
    if (grid != NULL) grid->arena = arena;
    return grid;
}

uint32_t grid_rows(const Grid *grid) { return grid->n_rows; }

bool grid_row(Grid *grid, uint32_t line, bool is_head, Err *err)
{
    RowNode *row = arena_try(grid->arena, sizeof *row, err);
    if (row == NULL) return false;
    row->row.line = line;
    row->row.is_head = is_head;
    if (grid->last != NULL) grid->last->next = row;
    else grid->first = row;
    grid->last = row;
    grid->n_rows++;
    grid->next = 0;
    grid->cell = NULL;
    return true;
}

/* The first column from here on that no cell from above covers. */
static uint32_t free_column(const Grid *grid, uint32_t column)
{
    while (column < LIMIT_DOC_COLUMNS && grid->covered[column] >= grid->n_rows) column++;
    return column;
}

static void put(Grid *grid, CellNode *node, uint32_t column)
{
    DocCell *cell = &node->cell;
    uint32_t until = grid->n_rows - 1 + cell->row_span;
    cell->column = (uint16_t)column;
    for (uint32_t c = column; c < column + cell->col_span; c++) grid->covered[c] = until;
    grid->above[column] = (Above){ node, until };
    grid->next = column + cell->col_span;
}

/* Cells that reach down into this row end above it. False when there is none. */
static bool cut_from_above(Grid *grid)
{
    uint32_t i_row = grid->n_rows - 1;
    bool any = false;
    for (uint32_t c = 0; c < LIMIT_DOC_COLUMNS; c++) {
        Above *above = &grid->above[c];
        if (above->cell == NULL || above->until <= i_row || above->until - above->cell->cell.row_span == i_row) continue;
        above->cell->cell.row_span = (uint16_t)(above->cell->cell.row_span - (above->until - i_row));
        above->until = i_row;
        any = true;
    }
    for (uint32_t c = 0; c < LIMIT_DOC_COLUMNS && any; c++)
        if (grid->covered[c] > i_row) grid->covered[c] = i_row;
    return any;
}

/* A row whose cells take more columns than there can be: the widest one is cut to a single column (and gets back what the table has, see widen()), else what hangs
 * down from above is. Files with such numbers are damaged or made by careless programs; their words are as good as others. False when nothing can give way. */
static bool make_room(Grid *grid)
{
    RowNode *row = grid->last;
    CellNode *widest = row->first;
    for (CellNode *node = row->first; node != NULL; node = node->next) {
        if (node->cell.col_span > widest->cell.col_span) widest = node;
        grid->above[node->cell.column] = (Above){ 0 };
        memset(&grid->covered[node->cell.column], 0, sizeof *grid->covered * node->cell.col_span);
    }
    bool wide = widest != NULL && widest->cell.col_span > 1;
    if (wide) widest->cell.col_span = 1, row->cut = widest;
    else if (!cut_from_above(grid)) return false;
    row->crowded = true;
    grid->next = 0;
    for (CellNode *node = row->first; node != NULL; node = node->next) {
        uint32_t column = free_column(grid, grid->next);
        put(grid, node, column < node->cell.column ? column : node->cell.column); /* only to the left: there it has room */
    }
    return true;
}

bool grid_cell(Grid *grid, uint32_t column, uint32_t col_span, uint32_t row_span, Err *err)
{
    if (grid->n_rows == 0 && !grid_row(grid, 0, false, err)) return false;
    if (column == BUILD_NEXT || column < grid->next || column >= LIMIT_DOC_COLUMNS) column = free_column(grid, grid->next);
    while (column >= LIMIT_DOC_COLUMNS) {
        if (!make_room(grid))
            return err_set(err, ERR_LIMIT, "Разделите таблицу: на листе бумаги столько столбцов не помещается.", "В таблице больше %u столбцов.", LIMIT_DOC_COLUMNS);
        column = free_column(grid, grid->next);
    }
    CellNode *cell = arena_try(grid->arena, sizeof *cell, err);
    if (cell == NULL) return false;
    uint32_t room = LIMIT_DOC_COLUMNS - column;
    if (col_span < 1) col_span = 1;
    if (col_span > room) col_span = room;
    if (row_span < 1) row_span = 1;
    if (row_span > LIMIT_DOC_ROWS) row_span = LIMIT_DOC_ROWS;
    cell->cell = (DocCell){ .col_span = (uint16_t)col_span, .row_span = (uint16_t)row_span };
    put(grid, cell, column);
    RowNode *row = grid->last;
    if (row->last != NULL) row->last->next = cell;
    else row->first = cell;
    row->last = grid->cell = cell;
    return true;
}

bool grid_cell_below(Grid *grid, uint32_t column, uint32_t col_span)
{
    if (grid->n_rows == 0 || column >= LIMIT_DOC_COLUMNS || column < grid->next) return false;
    uint32_t i_row = grid->n_rows - 1;
    Above *above = &grid->above[column];
    if (above->cell == NULL || above->until != i_row || i_row == 0) return false;
    above->cell->cell.row_span++;
    above->until++;
    for (uint32_t c = column; c < column + above->cell->cell.col_span; c++) grid->covered[c] = above->until;
    uint32_t end = column + (col_span > 1 ? col_span : 1);
    grid->next = end < LIMIT_DOC_COLUMNS ? end : LIMIT_DOC_COLUMNS;
    return true;
}

bool grid_cell_again(Grid *grid, uint32_t column, Err *err)
{
    const CellNode *cell = grid->cell;
    if (!grid_cell(grid, column, 1, 1, err)) return false;
    grid->cell->first = cell->first;
    grid->cell->cell.n_paras = cell->cell.n_paras;
    grid->cell->tables = cell->tables;
    grid->cell->cell.n_tables = cell->cell.n_tables;
    return true;
}

bool grid_row_again(Grid *grid, uint32_t line, Err *err)
{
    const RowNode *row = grid->last;
    if (!grid_row(grid, line, row->row.is_head, err)) return false;
    grid->last->first = row->first;
    return true;
}

bool grid_para(Grid *grid, const DocPara *para, Err *err)
{
    CellNode *cell = grid->cell;
    ParaNode *node = arena_try(grid->arena, sizeof *node, err);
    if (node == NULL) return false;
    node->para = *para;
    if (para->line == 0) node->para.line = grid->last->row.line;
    if (cell->last != NULL) cell->last->next = node;
    else cell->first = node;
    cell->last = node;
    cell->cell.n_paras++;
    return true;
}

bool grid_table(Grid *grid, const DocTable *table, Err *err)
{
    CellNode *cell = grid->cell;
    TableNode *node = arena_try(grid->arena, sizeof *node, err);
    if (node == NULL) return false;
    node->table = *table;
    node->table.after = cell->cell.n_paras;
    if (cell->last_table != NULL) cell->last_table->next = node;
    else cell->tables = node;
    cell->last_table = node;
    cell->cell.n_tables++;
    return true;
}

void grid_edges(Grid *grid, const float *edges, uint32_t n)
{
    grid->n_edges = n < LIMIT_DOC_COLUMNS ? n : LIMIT_DOC_COLUMNS;
    memcpy(grid->edges, edges, sizeof *edges * grid->n_edges);
}

/* same[c]: the earlier column that c is the same as by its place, or c itself. */
static void near_columns(const Grid *grid, const bool begins[LIMIT_DOC_COLUMNS], uint32_t same[LIMIT_DOC_COLUMNS])
{
    _Static_assert(LIMIT_DOC_COLUMNS <= 64, "a column is a bit");
    uint64_t beside[LIMIT_DOC_COLUMNS] = { 0 }; /* columns that begin in one row with this one */
    for (uint32_t c = 0; c < LIMIT_DOC_COLUMNS; c++) same[c] = c;
    for (const RowNode *row = grid->first; row != NULL && grid->n_edges > 1; row = row->next) {
        uint64_t all = 0;
        for (const CellNode *cell = row->first; cell != NULL; cell = cell->next) all |= 1ull << cell->cell.column;
        for (const CellNode *cell = row->first; cell != NULL; cell = cell->next) beside[cell->cell.column] |= all;
    }
    for (uint32_t c = 1, first = 0; c < grid->n_edges; c++) {
        if (!begins[c]) continue;
        bool one = begins[first] && grid->edges[c] - grid->edges[first] < 5 && (beside[first] >> c & 1) == 0;
        if (one) same[c] = first, beside[first] |= beside[c];
        else first = c;
    }
}

/* new_column[c]: cells that begin before column c take so many columns; gives their number in all. */
static uint16_t used_columns(const Grid *grid, uint16_t new_column[LIMIT_DOC_COLUMNS + 1])
{
    bool begins[LIMIT_DOC_COLUMNS] = { false };
    for (const RowNode *row = grid->first; row != NULL; row = row->next)
        for (const CellNode *cell = row->first; cell != NULL; cell = cell->next) begins[cell->cell.column] = true;
    uint32_t same[LIMIT_DOC_COLUMNS];
    near_columns(grid, begins, same);
    uint16_t n = 0;
    for (uint32_t c = 0; c < LIMIT_DOC_COLUMNS; c++) {
        new_column[c] = same[c] == c ? n : new_column[same[c]];
        n = (uint16_t)(n + (begins[c] && same[c] == c));
    }
    new_column[LIMIT_DOC_COLUMNS] = n;
    return n;
}

static bool lay_paras(Arena *arena, const CellNode *node, DocCell *out, Err *err)
{
    if (node->cell.n_paras == 0) return true;
    DocPara *paras = arena_try(arena, sizeof(DocPara) * node->cell.n_paras, err);
    if (paras == NULL) return false;
    const ParaNode *para = node->first;
    for (uint32_t i = 0; i < node->cell.n_paras; i++, para = para->next) paras[i] = para->para;
    out->paras = paras;
    return true;
}

static bool lay_tables(Arena *arena, const CellNode *node, DocCell *out, Err *err)
{
    if (node->cell.n_tables == 0) return true;
    DocTable *tables = arena_try(arena, sizeof(DocTable) * node->cell.n_tables, err);
    if (tables == NULL) return false;
    const TableNode *table = node->tables;
    for (uint32_t i = 0; i < node->cell.n_tables; i++, table = table->next) tables[i] = table->table;
    out->n_tables = node->cell.n_tables;
    out->tables = tables;
    return true;
}

/* Cells of one row with the holes filled, into cells (n_columns of room); gives their number. until[c]: row from which column c is free. */
static uint32_t lay_row(const RowNode *row, uint32_t i_row, uint32_t n_rows, uint16_t n_columns, const uint16_t *new_column, uint32_t *until,
                        DocCell *cells, const CellNode **nodes)
{
    uint32_t n = 0;
    uint16_t at = 0;
    const CellNode *node = row->first;
    while (at < n_columns) {
        bool here = node != NULL && new_column[node->cell.column] == at;
        if (!here && until[at] > i_row) {
            at++;
            continue;
        }
        DocCell cell = { .column = at, .col_span = 1, .row_span = 1 };
        if (here) {
            uint16_t end = new_column[node->cell.column + node->cell.col_span];
            while (at + cell.col_span < end && until[at + cell.col_span] <= i_row) cell.col_span++;
            cell.row_span = (uint16_t)(node->cell.row_span < n_rows - i_row ? node->cell.row_span : n_rows - i_row);
            cell.n_paras = node->cell.n_paras;
        }
        for (uint16_t c = at; c < at + cell.col_span; c++) until[c] = i_row + cell.row_span;
        nodes[n] = here ? node : NULL;
        if (here) node = node->next;
        cells[n++] = cell;
        at = (uint16_t)(at + cell.col_span);
    }
    return n;
}

/* Columns that begin in it, the last one's span left out: it may be as careless as the one that was cut. 0 for a row without cells. */
static uint32_t width(const RowNode *row) { return row->last == NULL ? 0u : row->last->cell.column + 1u; }

/* Cells that were cut get the width that the other rows of the table leave them. */
static void widen(Grid *grid)
{
    uint32_t most = 0;
    for (const RowNode *row = grid->first; row != NULL; row = row->next)
        if (row->cut == NULL && width(row) > most) most = width(row);
    for (RowNode *row = grid->first; row != NULL; row = row->next) {
        if (row->cut == NULL || width(row) >= most) continue;
        uint16_t more = (uint16_t)(most - width(row));
        row->cut->cell.col_span = (uint16_t)(row->cut->cell.col_span + more);
        for (CellNode *node = row->cut->next; node != NULL; node = node->next) node->cell.column = (uint16_t)(node->cell.column + more);
        DocCell *last = &row->last->cell;
        if (last->column + last->col_span > LIMIT_DOC_COLUMNS) last->col_span = (uint16_t)(LIMIT_DOC_COLUMNS - last->column);
    }
}

uint32_t grid_crowded(const Grid *grid, uint32_t *first_line)
{
    uint32_t n = 0;
    for (const RowNode *row = grid->first; row != NULL; row = row->next)
        if (row->crowded && n++ == 0) *first_line = row->row.line;
    return n;
}

bool grid_finish(Grid *grid, uint32_t *n_cells, DocTable *out, Err *err)
{
    uint16_t new_column[LIMIT_DOC_COLUMNS + 1] = { 0 };
    uint32_t until[LIMIT_DOC_COLUMNS] = { 0 };
    DocCell cells[LIMIT_DOC_COLUMNS];
    const CellNode *nodes[LIMIT_DOC_COLUMNS];
    widen(grid);
    uint16_t n_columns = used_columns(grid, new_column);
    DocRow *rows = arena_try(grid->arena, sizeof(DocRow) * grid->n_rows, err);
    if (rows == NULL) return false;
    uint32_t i_row = 0;
    for (const RowNode *row = grid->first; row != NULL; row = row->next, i_row++) {
        uint32_t n = lay_row(row, i_row, grid->n_rows, n_columns, new_column, until, cells, nodes);
        DocCell *kept = arena_try(grid->arena, sizeof(DocCell) * (n + 1), err);
        if (kept == NULL) return false;
        for (uint32_t i = 0; i < n; i++) {
            kept[i] = cells[i];
            if (nodes[i] == NULL) ++*n_cells;
            else if (!lay_paras(grid->arena, nodes[i], &kept[i], err) || !lay_tables(grid->arena, nodes[i], &kept[i], err)) return false;
        }
        rows[i_row] = row->row;
        rows[i_row].n_cells = n;
        rows[i_row].cells = kept;
    }
    *out = (DocTable){ .n_columns = n_columns, .n_rows = grid->n_rows, .rows = rows };
    return true;
}
