/* XML of one sheet past the zip. */
#include <stddef.h>

#include "intake/reader/xlsx_.h"
#include "fuzz_sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    FuzzSink seen = { .inside = true };
    RawSink sink = FUZZ_SINK(&seen);
    Err err = { 0 };
    Arena *arena = arena_new((size_t)256 << 20);
    Str input = { (const char *)bytes, n };
    fuzz_check(xlsx_sheet_bytes(input, &sink, arena, &err), &err);
    arena_free(arena);
    return 0;
}
