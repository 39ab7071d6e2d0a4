/* Whole files through the choice of the reader: zips first of all, foreign kinds too. */
#include <stddef.h>

#include "fuzz_sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    FuzzSink seen = { .inside = false };
    RawSink sink = FUZZ_SINK(&seen);
    Err err = { 0 };
    Arena *arena = arena_new((size_t)256 << 20);
    Str input = { (const char *)bytes, n };
    fuzz_check(raw_read(input, &sink, arena, NULL, &err), &err);
    arena_free(arena);
    return 0;
}
