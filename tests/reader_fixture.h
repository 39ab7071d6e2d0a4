/* Zips made in memory, and a receiver that writes a workbook down as text: «[Лист1]», then «3: а|б|в» a row. */
#ifndef TESTS_READER_FIXTURE_H
#define TESTS_READER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <zip.h>

#include "base/buf.h"
#include "base/limits.h"
#include "intake/raw.h"

typedef struct Part { const char *name; Str bytes; } Part;

#define NS_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define NS_REL  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SHEET_XML(rows) STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"" NS_MAIN "\"><sheetData>" rows "</sheetData></worksheet>")

/* Parts as a zip; stored: without compression. password: AES-256 on every part, or NULL. */
static inline Str zip_of(Arena *arena, const Part *parts, size_t n_parts, bool stored, const char *password)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &why);
    assert_non_null(target);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &why);
    assert_non_null(zip);
    for (size_t i = 0; i < n_parts; i++) {
        zip_source_t *part = zip_source_buffer(zip, parts[i].bytes.at, parts[i].bytes.n, 0);
        zip_int64_t index = zip_file_add(zip, parts[i].name, part, ZIP_FL_ENC_UTF_8);
        assert_true(index >= 0);
        zip_set_file_compression(zip, (zip_uint64_t)index, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 9);
        if (password != NULL) assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)index, ZIP_EM_AES_256, password), 0);
    }
    assert_int_equal(zip_close(zip), 0);
    assert_int_equal(zip_source_open(target), 0);
    zip_source_seek(target, 0, SEEK_END);
    size_t n = (size_t)zip_source_tell(target);
    char *bytes = arena_alloc(arena, n);
    zip_source_seek(target, 0, SEEK_SET);
    assert_int_equal(zip_source_read(target, bytes, n), (zip_int64_t)n);
    zip_source_close(target);
    zip_source_free(target);
    zip_error_fini(&why);
    return (Str){ bytes, n };
}

typedef struct Seen { Buf text; uint32_t n_rows, n_sheets; bool inside; const char *skip; } Seen;

static inline bool seen_sheet(void *context, Str name, uint32_t i_sheet, bool *skip, Err *err)
{
    Seen *seen = context;
    (void)err;
    assert_false(seen->inside);
    assert_int_equal(i_sheet, seen->n_sheets++);
    *skip = seen->skip != NULL && str_eq(name, str_of(seen->skip));
    seen->inside = !*skip;
    buf_printf(&seen->text, "[%.*s]\n", STR_ARG(name));
    return true;
}

static inline bool seen_row(void *context, const RawRow *row, Err *err)
{
    Seen *seen = context;
    (void)err;
    assert_true(seen->inside);
    seen->n_rows++;
    if (seen->text.n > 100000) return true; /* large ones are only counted */
    buf_printf(&seen->text, "%u: ", row->number);
    for (uint32_t i = 0; i < row->n_cells; i++) {
        if (i > 0) buf_add_char(&seen->text, '|');
        buf_add(&seen->text, row->cells[i]);
    }
    buf_add_char(&seen->text, '\n');
    return true;
}

static inline bool seen_end(void *context, Err *err)
{
    Seen *seen = context;
    (void)err;
    assert_true(seen->inside);
    seen->inside = false;
    return true;
}

static inline RawSink seen_sink(Seen *seen)
{
    buf_init(&seen->text, 0);
    return (RawSink){ .context = seen, .sheet = seen_sheet, .row = seen_row, .end = seen_end };
}

/* bytes are read and look so. */
static inline void check_reads(Str bytes, const char *reader, const char *expected)
{
    Arena *arena = arena_new(0);
    Seen seen = { 0 };
    RawSink sink = seen_sink(&seen);
    Err err = { 0 };
    const Reader *which;
    if (!raw_read(bytes, &sink, arena, &which, &err)) fail_msg("refused: %s (%s)", err.what, err.detail);
    assert_string_equal(which->id, reader);
    buf_add_char(&seen.text, '\0');
    assert_string_equal(seen.text.at, expected);
    buf_free(&seen.text);
    arena_free(arena);
}

/* bytes are refused with this code and these words in the sentence; the hint is never empty. */
static inline void check_refused(Str bytes, ErrCode code, const char *words)
{
    Arena *arena = arena_new((size_t)256 << 20);
    Seen seen = { 0 };
    RawSink sink = seen_sink(&seen);
    Err err = { 0 };
    if (raw_read(bytes, &sink, arena, NULL, &err)) fail_msg("was read, expected «%s»", words);
    if (strstr(err.what, words) == NULL || err.code != code) fail_msg("said «%s» (%d: %s), expected «%s»", err.what, err.code, err.detail, words);
    assert_true(err.hint[0] != '\0');
    buf_free(&seen.text);
    arena_free(arena);
}

/* A workbook of one sheet «Протокол» whose part has an unusual name. */
static inline Str book_of(Arena *arena, Str sheet_xml, Str shared_xml, Str styles_xml)
{
    Part parts[6] = {
        { "[Content_Types].xml", STR("<Types/>") },
        { "xl/workbook.xml", STR("<workbook xmlns=\"" NS_MAIN "\" xmlns:r=\"" NS_REL "\"><sheets><sheet name=\"Протокол\" sheetId=\"7\" r:id=\"rId9\"/></sheets></workbook>") },
        { "xl/_rels/workbook.xml.rels", STR("<Relationships><Relationship Id=\"rId9\" Type=\"" NS_REL "/worksheet\" Target=\"worksheets/данные.xml\"/></Relationships>") },
        { "xl/worksheets/данные.xml", sheet_xml },
    };
    size_t n = 4;
    if (shared_xml.n > 0) parts[n++] = (Part){ "xl/sharedStrings.xml", shared_xml };
    if (styles_xml.n > 0) parts[n++] = (Part){ "xl/styles.xml", styles_xml };
    return zip_of(arena, parts, n, false, NULL);
}

#endif
