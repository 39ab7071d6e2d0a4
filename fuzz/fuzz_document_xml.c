/* XML inside of DOCX and ODT without the zip around it. The first byte says which: b body of Word (styles and numbering before it, parted by zero bytes), o OpenDocument, s a sheet of it. */
#include "fuzz_document.h"
#include "intake/document/docx_.h"
#include "intake/document/odf_.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* The part up to a zero byte; *rest is what follows. */
static Str next_part(Str *rest)
{
    const char *end = rest->n > 0 ? memchr(rest->at, 0, rest->n) : NULL;
    Str part = end != NULL ? str_slice(*rest, 0, (size_t)(end - rest->at)) : *rest;
    *rest = end != NULL ? str_slice(*rest, part.n + 1, rest->n) : STR_EMPTY;
    return part;
}

static bool word(Str input, Arena *arena, SourceDoc *out, Err *err)
{
    DocxStyles styles = { .styles.arena = arena };
    DocxNumbering numbering = { .arena = arena };
    Str body = next_part(&input), styles_xml = next_part(&input), numbering_xml = next_part(&input);
    if (styles_xml.n > 0 && !xml_read_bytes(styles_xml, STR("styles.xml"), &docx_style_events, &styles, err)) return false;
    if (numbering_xml.n > 0 && !xml_read_bytes(numbering_xml, STR("numbering.xml"), &docx_numbering_events, &numbering, err)) return false;
    styles_settle(&styles.styles);
    docx_numbering_settle(&numbering);
    DocBuild *build = build_new(arena, out, err);
    DocxBody *reading = docx_body_new(arena, build, out, &styles.styles, &numbering);
    if (!xml_read_bytes(body, STR("document.xml"), &docx_body_events, reading, err)) return false;
    docx_body_warn(reading);
    return build_finish(build);
}

static bool open_document(Str input, bool sheets, Arena *arena, SourceDoc *out, Err *err)
{
    OdfStyles styles = { .arena = arena, .styles.arena = arena };
    if (!xml_read_bytes(input, STR("content.xml"), &odf_style_events, &styles, err)) return false;
    odf_styles_settle(&styles);
    DocBuild *build = build_new(arena, out, err);
    OdfBody *body = odf_body_new(arena, build, out, &styles, sheets);
    if (!xml_read_bytes(input, STR("content.xml"), &odf_body_events, body, err)) return false;
    odf_body_warn(body);
    return build_finish(build);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n == 0) return 0;
    Arena *arena = arena_new((size_t)256 << 20);
    Str input = { (const char *)bytes + 1, n - 1 };
    SourceDoc doc = { 0 };
    Err err = { 0 };
    bool ok = bytes[0] == 'b' ? word(input, arena, &doc, &err) : open_document(input, bytes[0] == 's', arena, &doc, &err);
    fuzz_document(ok, &doc, &err);
    arena_free(arena);
    return 0;
}
