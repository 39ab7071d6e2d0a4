/* Whole files through the registry; PDF and old Word are left out: they are read in a process of their own, see fuzz_document_pdf. */
#include "fuzz_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str input = { (const char *)bytes, n };
    if (str_find(str_slice(input, 0, 1024), STR("%PDF-")) != SIZE_MAX || (n > 0 && bytes[0] == 0xD0)) return 0;
    Arena *arena = arena_new((size_t)256 << 20);
    SourceDoc doc;
    Err err = { 0 };
    bool ok = document_read(STR("план"), input, arena, &doc, &err);
    fuzz_document(ok, &doc, &err);
    arena_free(arena);
    return 0;
}
