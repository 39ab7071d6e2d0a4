/* DOCX: the parts of the zip that the body needs. */
#include "intake/document/docx_.h"
#include "intake/document/hint_.h"
#include "intake/reader/opc_.h"

typedef struct DocxParts { const Unzip *zip; int64_t styles, numbering; } DocxParts;

static void take_relation(void *context, const char *id, Str kind, Str path)
{
    (void)id;
    DocxParts *parts = context;
    if (str_eq(kind, STR("styles"))) parts->styles = unzip_find(parts->zip, path);
    if (str_eq(kind, STR("numbering"))) parts->numbering = unzip_find(parts->zip, path);
}

static bool read_zip(Unzip *zip, Arena *arena, SourceDoc *out, Err *err)
{
    OpcMain main = { .part = -1 };
    DocxParts parts = { zip, -1, -1 };
    DocxStyles styles = { .styles.arena = arena };
    DocxNumbering numbering = { .arena = arena };
    if (!opc_main(zip, STR("word/document.xml"), &main, err) || !opc_relations(zip, &main, take_relation, &parts, err)) return false;
    if (main.part < 0) return err_set(err, ERR_INPUT, HINT_SAVE_DOCX, "Файл повреждён: в документе Word нет его текста.");
    if (parts.styles >= 0 && !unzip_xml(zip, parts.styles, &docx_style_events, &styles, err)) return false;
    if (parts.numbering >= 0 && !unzip_xml(zip, parts.numbering, &docx_numbering_events, &numbering, err)) return false;
    styles_settle(&styles.styles);
    docx_numbering_settle(&numbering);
    DocBuild *build = build_new(arena, out, err);
    DocxBody *body = docx_body_new(arena, build, out, &styles.styles, &numbering);
    if (!unzip_xml(zip, main.part, &docx_body_events, body, err)) return false;
    docx_body_warn(body);
    return build_finish(build);
}

static bool docx_read(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    Unzip zip;
    if (!unzip_open(bytes, &zip, err)) return false;
    bool ok = read_zip(&zip, arena, out, err);
    unzip_close(&zip);
    return ok;
}

static bool docx_is_it(Str name, Str bytes)
{
    Unzip zip;
    (void)name;
    if (!str_starts(bytes, STR("PK\x03\x04")) || !unzip_open(bytes, &zip, NULL)) return false;
    bool yes = unzip_find(&zip, STR("word/document.xml")) >= 0;
    for (uint32_t i = 0; !yes && i < zip.n_entries; i++) yes = str_starts(unzip_name(&zip, i), STR("word/document"));
    unzip_close(&zip);
    return yes;
}

const DocumentFormat document_docx = { .name = "docx", .title = "документ Word", .extensions = ".docx .docm", .is_it = docx_is_it, .read = docx_read };
