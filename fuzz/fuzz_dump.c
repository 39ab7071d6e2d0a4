/* A copy of a database, without its hash: whatever is walked through lies inside the bytes, and a text is a text. */
#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "store/dump_.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static bool walk_rows(DumpWalk *walk, uint64_t *sum, Err *err)
{
    for (bool more = true;;) {
        if (!dump_walk_row(walk, &more, err)) return false;
        if (!more) return true;
        for (uint32_t i = 0; i < walk->shape.n_columns; i++) {
            const DbArg *cell = &walk->cells[i];
            if (cell->kind != DB_ARG_TEXT && cell->kind != DB_ARG_BLOB) continue;
            BUG_ON(cell->kind == DB_ARG_TEXT && !utf8_valid(cell->s));
            for (size_t k = 0; k < cell->s.n; k++) *sum += (uint8_t)cell->s.at[k]; /* touched: an address sanitizer sees a byte too many */
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)1 << 26);
    Err err = { 0 };
    static DumpWalk walk;
    uint64_t sum = 0;
    Str copy = arena_str(arena, (Str){ (const char *)bytes, n });
    bool more = true, ok = dump_walk_over(&walk, "x", copy, &err);
    while (ok && more) ok = dump_walk_table(&walk, &more, &err) && (!more || walk_rows(&walk, &sum, &err));
    BUG_ON(!ok && (err.code == ERR_NONE || err.what[0] == '\0'));
    arena_free(arena);
    return (int)(sum & 0);
}
