/* Documents are read and compared as document_dump.h writes them down. */
#ifndef TESTS_DOCUMENT_FIXTURE_H
#define TESTS_DOCUMENT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document_dump.h"

static inline void check_document(const char *name, Str bytes, const char *format, const char *expected)
{
    Arena *arena = arena_new(0);
    SourceDoc doc;
    Err err = { 0 };
    if (!document_read(str_of(name), bytes, arena, &doc, &err)) fail_msg("refused: %s (%s)", err.what, err.detail);
    assert_string_equal(doc.format, format);
    Buf buf;
    buf_init(&buf, 0);
    document_dump(&buf, &doc);
    buf_add_char(&buf, '\0');
    assert_string_equal(buf.at, expected);
    buf_free(&buf);
    arena_free(arena);
}

/* bytes are refused with this code and these words; the hint is never empty. */
static inline void check_no_document(const char *name, Str bytes, ErrCode code, const char *words)
{
    Arena *arena = arena_new((size_t)256 << 20);
    SourceDoc doc;
    Err err = { 0 };
    if (document_read(str_of(name), bytes, arena, &doc, &err)) fail_msg("was read, expected «%s»", words);
    if (strstr(err.what, words) == NULL || err.code != code) fail_msg("said «%s» (%d: %s), expected «%s»", err.what, err.code, err.detail, words);
    assert_true(err.hint[0] != '\0');
    arena_free(arena);
}

#endif
