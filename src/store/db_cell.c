/* Cells as the caller wants them, the same for both engines. */
#include <math.h>

#include "store/driver_.h"

void db_cell(const DbRows *rows, int column, DbArg *out)
{
    BUG_ON(column < 0 || column >= rows->link->driver->n_columns(rows));
    rows->link->driver->cell(rows, column, out);
}

bool db_is_null(const DbRows *rows, int column)
{
    DbArg cell;
    db_cell(rows, column, &cell);
    return cell.kind == DB_ARG_NULL;
}

int64_t db_int(const DbRows *rows, int column)
{
    DbArg cell;
    db_cell(rows, column, &cell);
    BUG_ON(cell.kind == DB_ARG_TEXT || cell.kind == DB_ARG_BLOB);
    return cell.kind == DB_ARG_INT ? cell.i : cell.kind == DB_ARG_REAL ? (int64_t)cell.x : 0;
}

double db_real(const DbRows *rows, int column)
{
    DbArg cell;
    db_cell(rows, column, &cell);
    BUG_ON(cell.kind == DB_ARG_TEXT || cell.kind == DB_ARG_BLOB);
    return cell.kind == DB_ARG_REAL ? cell.x : cell.kind == DB_ARG_INT ? (double)cell.i : NAN;
}

static Str bytes(const DbRows *rows, int column, Arena *arena)
{
    DbArg cell;
    db_cell(rows, column, &cell);
    BUG_ON(cell.kind == DB_ARG_INT || cell.kind == DB_ARG_REAL);
    return cell.kind == DB_ARG_NULL ? STR_EMPTY : arena_str(arena, cell.s);
}

Str db_text(const DbRows *rows, int column, Arena *arena) { return bytes(rows, column, arena); }
Str db_blob(const DbRows *rows, int column, Arena *arena) { return bytes(rows, column, arena); }
