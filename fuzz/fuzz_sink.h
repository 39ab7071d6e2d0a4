/* A receiver that touches every byte it is given, and checks what readers promise. */
#ifndef FUZZ_SINK_H
#define FUZZ_SINK_H

#include <stdint.h>

#include "base/limits.h"
#include "intake/raw.h"

typedef struct FuzzSink { uint32_t last_row; bool inside; uint64_t n_cells; unsigned sum; } FuzzSink;

static bool fuzz_sheet(void *context, Str name, uint32_t i_sheet, bool *skip, Err *err)
{
    FuzzSink *seen = context;
    (void)err;
    BUG_ON(seen->inside || i_sheet >= LIMIT_SHEETS);
    for (size_t i = 0; i < name.n; i++) seen->sum += (unsigned char)name.at[i];
    seen->last_row = 0;
    seen->inside = !(*skip = i_sheet % 5 == 4); /* now and then a sheet is left out */
    return true;
}

static bool fuzz_row(void *context, const RawRow *row, Err *err)
{
    FuzzSink *seen = context;
    BUG_ON(!seen->inside || row->number <= seen->last_row || row->number > LIMIT_ROWS);
    BUG_ON(row->n_cells == 0 || row->n_cells > LIMIT_COLUMNS || row->cells[row->n_cells - 1].n == 0);
    seen->last_row = row->number;
    for (uint32_t c = 0; c < row->n_cells; c++) {
        BUG_ON(row->cells[c].n > LIMIT_CELL_BYTES);
        seen->sum = seen->sum * 31 + c; /* place matters, not only bytes */
        for (size_t i = 0; i < row->cells[c].n; i++) seen->sum = seen->sum * 31 + (unsigned char)row->cells[c].at[i];
    }
    seen->n_cells += row->n_cells;
    if (seen->n_cells > 200000) return err_set(err, ERR_LIMIT, NULL, "enough"); /* keeps the fuzzer quick */
    return true;
}

static bool fuzz_end(void *context, Err *err)
{
    FuzzSink *seen = context;
    (void)err;
    BUG_ON(!seen->inside);
    seen->inside = false;
    return true;
}

/* Every refusal is told in words. */
static void fuzz_check(bool ok, const Err *err)
{
    BUG_ON(!ok && (err->code == ERR_NONE || err->what[0] == '\0'));
}

#define FUZZ_SINK(seen) { .context = (seen), .sheet = fuzz_sheet, .row = fuzz_row, .end = fuzz_end }

#endif
