#include "intake/plain_table.h"

#include "intake/table_.h"

bool intake_plain_table(Str bytes, uint32_t most_rows, Arena *arena, PlainTable *out, Err *err)
{
    TableBook *book;
    if (!table_read(bytes, most_rows, arena, &book, err)) return false;
    uint32_t n = 0;
    for (uint32_t s = 0; s < book->n_sheets; s++) n += book->sheets[s].n_rows;
    PlainRow *rows = arena_array(arena, PlainRow, n + 1u);
    *out = (PlainTable){ 0, rows };
    for (uint32_t s = 0; s < book->n_sheets; s++)
        for (uint32_t i = 0; i < book->sheets[s].n_rows; i++) {
            const TableRow *row = &book->sheets[s].rows[i];
            rows[out->n_rows++] = (PlainRow){ book->sheets[s].name, row->number, row->n_cells, row->cells };
        }
    return true;
}
