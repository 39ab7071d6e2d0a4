/* XML of one sheet past the zip, by both ways: what the quick one takes must be what expat would have given. */
#include <stddef.h>

#include "intake/reader/xlsx_.h"
#include "fuzz_sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static bool read_sheet(Str input, bool quick, FuzzSink *seen)
{
    *seen = (FuzzSink){ .inside = true };
    RawSink sink = FUZZ_SINK(seen);
    Err err = { 0 };
    Arena *arena = arena_new((size_t)256 << 20);
    bool ok = xlsx_sheet_bytes(input, quick, &sink, arena, &err);
    fuzz_check(ok, &err);
    arena_free(arena);
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str input = { (const char *)bytes, n };
    FuzzSink quick, slow;
    bool ok = read_sheet(input, true, &quick);
    BUG_ON(read_sheet(input, false, &slow) != ok);
    BUG_ON(ok && (quick.sum != slow.sum || quick.n_cells != slow.n_cells || quick.last_row != slow.last_row));
    return 0;
}
