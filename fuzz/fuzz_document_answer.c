/* What a captured process that reads documents may answer: whatever it says, a document within the ceilings comes of it, or words. */
#include "fuzz_document.h"
#include "intake/document/pack_.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)256 << 20);
    SourceDoc doc = { 0 };
    Err err = { 0 };
    bool ok = doc_unpack_answer((Str){ (const char *)bytes, n }, arena, &doc, &err);
    if (ok) fuzz_document(true, &doc, &err);
    else HOLDS(err.code != ERR_NONE && err.what[0] != '\0' && utf8_valid(str_of(err.what)) && utf8_valid(str_of(err.hint)) && utf8_valid(str_of(err.detail)));
    arena_free(arena);
    return 0;
}
