/* Any bytes as CSV. */
#include <stddef.h>

#include "fuzz_sink.h"

extern const Reader reader_csv;
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    FuzzSink seen = { .inside = false };
    RawSink sink = FUZZ_SINK(&seen);
    Err err = { 0 };
    Arena *arena = arena_new((size_t)256 << 20);
    Str input = { (const char *)bytes, n };
    fuzz_check(reader_csv.read(input, &sink, arena, &err), &err);
    arena_free(arena);
    return 0;
}
