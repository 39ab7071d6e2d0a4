/* ODT: styles, then the body. */
#include "intake/document/odf_.h"
#include "intake/reader/odf_.h"

static bool read_zip(Unzip *zip, bool sheets, Arena *arena, SourceDoc *out, Err *err)
{
    int64_t content, shared = unzip_find(zip, STR("styles.xml"));
    if (!odf_content(zip, &content, err)) return false;
    OdfStyles styles = { .arena = arena, .styles.arena = arena, .shared = true };
    if (shared >= 0 && !unzip_xml(zip, shared, &odf_style_events, &styles, err)) return false;
    styles.shared = false;
    if (!unzip_xml(zip, content, &odf_style_events, &styles, err)) return false;
    odf_styles_settle(&styles);
    DocBuild *build = build_new(arena, out, err);
    OdfBody *body = odf_body_new(arena, build, out, &styles, sheets);
    if (!unzip_xml(zip, content, &odf_body_events, body, err)) return false;
    odf_body_warn(body);
    return build_finish(build);
}

bool odf_read(Str bytes, bool sheets, Arena *arena, SourceDoc *out, Err *err)
{
    Unzip zip;
    if (!unzip_open(bytes, &zip, err)) return false;
    bool ok = read_zip(&zip, sheets, arena, out, err);
    unzip_close(&zip);
    return ok;
}

static bool odt_read(Str bytes, Arena *arena, SourceDoc *out, Err *err) { return odf_read(bytes, false, arena, out, err); }

static bool odt_is_it(Str name, Str bytes)
{
    (void)name;
    return odf_is(bytes, STR("text"));
}

const DocumentFormat document_odt = { .name = "odt", .title = "документ OpenDocument", .extensions = ".odt .ott", .is_it = odt_is_it, .read = odt_read };
