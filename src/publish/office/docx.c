/* DOCX: template parts, the body written by the walk of the tree, media, all in one reproducible zip. */
#include "publish/office/docx_.h"

#include "publish/office/paper.h"
#include "publish/typo.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define OFFICE   "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS     XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define WORD     "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* Margins of the look: 20 mm left (binding), 15 right and top, 20 bottom. */
static void section(Buf *out, bool landscape)
{
    buf_printf(out, "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"%s\"/><w:pgSz w:w=\"%u\" w:h=\"%u\"%s/>"
                    "<w:pgMar w:top=\"850\" w:right=\"850\" w:bottom=\"964\" w:left=\"1134\" w:header=\"425\" w:footer=\"510\" w:gutter=\"0\"/></w:sectPr>",
               landscape ? "rIdF2" : "rIdF1", landscape ? 16838u : 11906u, landscape ? 11906u : 16838u, landscape ? " w:orient=\"landscape\"" : "");
}

/* Ends the section when the page must turn. At the very beginning there is nothing to end. */
void docx_orient(Docx *docx, bool landscape)
{
    if (docx->landscape == landscape) return;
    if (docx->body.n > 0) {
        buf_add_z(&docx->body, "<w:p><w:pPr><w:pStyle w:val=\"SectionEnd\"/>");
        section(&docx->body, docx->landscape);
        buf_add_z(&docx->body, "</w:pPr></w:p>");
    }
    docx->landscape = landscape;
    docx->width = landscape ? TEXT_LANDSCAPE : TEXT_PORTRAIT;
}

static Str content_types(Arena *arena)
{
    return arena_str(arena, STR(XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD "document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"" WORD "styles+xml\"/>"
        "<Override PartName=\"/word/settings.xml\" ContentType=\"" WORD "settings+xml\"/><Override PartName=\"/word/fontTable.xml\" ContentType=\"" WORD "fontTable+xml\"/>"
        "<Override PartName=\"/word/numbering.xml\" ContentType=\"" WORD "numbering+xml\"/><Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD "footer+xml\"/>"
        "<Override PartName=\"/word/footer2.xml\" ContentType=\"" WORD "footer+xml\"/>"
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
        "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>"));
}

static Str taken(Docx *docx, Buf *buf)
{
    Str copy = arena_str(docx->arena, buf_str(buf));
    buf_clear(buf);
    return copy;
}

/* No dates: the same tree gives the same bytes on any day. */
static Str core_properties(Docx *docx, Buf *buf)
{
    buf_add_z(buf, XML_HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                   "<dc:title>");
    buf_add_xml(buf, words_clean(docx->arena, typo(docx->arena, docx->doc->title)));
    buf_add_z(buf, "</dc:title><dc:creator>");
    buf_add_xml(buf, docx->doc->author.n > 0 ? words_clean(docx->arena, docx->doc->author) : STR("Мерило"));
    buf_add_z(buf, "</dc:creator><dc:language>ru-RU</dc:language></cp:coreProperties>");
    return taken(docx, buf);
}

static void field(Buf *buf, const char *name)
{
    buf_printf(buf, "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> %s </w:instrText></w:r>"
                    "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>", name);
}

static Str footer(Docx *docx, Buf *buf, uint32_t width)
{
    buf_printf(buf, XML_HEAD "<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>"
                             "<w:tabs><w:tab w:val=\"right\" w:pos=\"%u\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">", width);
    buf_add_xml(buf, words_clean(docx->arena, typo(docx->arena, docx->doc->footer)));
    buf_add_z(buf, "</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space=\"preserve\">Лист </w:t></w:r>");
    field(buf, "PAGE");
    buf_add_z(buf, "<w:r><w:t xml:space=\"preserve\"> из </w:t></w:r>");
    field(buf, "NUMPAGES");
    buf_add_z(buf, "</w:p></w:ftr>");
    return taken(docx, buf);
}

static Str document_relations(Docx *docx, Buf *buf)
{
    static const char *const parts[][2] = { { "styles", "styles" }, { "settings", "settings" }, { "fontTable", "fontTable" }, { "numbering", "numbering" } };
    buf_add_z(buf, RELS);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buf_printf(buf, "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/%s\" Target=\"%s.xml\"/>", i + 1, parts[i][0], parts[i][1]);
    for (int i = 1; i <= 2; i++) buf_printf(buf, "<Relationship Id=\"rIdF%d\" Type=\"" OFFICE "/footer\" Target=\"footer%d.xml\"/>", i, i);
    for (uint32_t i = 0; i < docx->n_media; i++) {
        buf_printf(buf, "<Relationship Id=\"rIdP%u\" Type=\"" OFFICE "/image\" Target=\"media/picture%u.png\"/>", i, i + 1);
        if (docx->media[i].svg.n > 0) buf_printf(buf, "<Relationship Id=\"rIdV%u\" Type=\"" OFFICE "/image\" Target=\"media/picture%u.svg\"/>", i, i + 1);
    }
    buf_add_z(buf, "</Relationships>");
    return taken(docx, buf);
}

static bool pack(Docx *docx, Str *out)
{
    Buf buf;
    buf_init(&buf, 0);
    ZipPart *parts = arena_array(docx->arena, ZipPart, 16 + 2 * (size_t)docx->n_media);
    size_t n = 0;
    parts[n++] = (ZipPart){ "[Content_Types].xml", content_types(docx->arena), false };
    parts[n++] = (ZipPart){ "_rels/.rels", STR(RELS "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" Target=\"word/document.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"" OFFICE "/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>"), false };
    parts[n++] = (ZipPart){ "docProps/core.xml", core_properties(docx, &buf), false };
    parts[n++] = (ZipPart){ "docProps/app.xml", STR(XML_HEAD "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
        "<Application>Merilo</Application></Properties>"), false };
    parts[n++] = (ZipPart){ "word/document.xml", buf_str(&docx->body), false };
    parts[n++] = (ZipPart){ "word/_rels/document.xml.rels", document_relations(docx, &buf), false };
    parts[n++] = (ZipPart){ "word/styles.xml", str_of(docx_styles_xml), false };
    parts[n++] = (ZipPart){ "word/settings.xml", str_of(docx_settings_xml), false };
    parts[n++] = (ZipPart){ "word/fontTable.xml", str_of(docx_fonts_xml), false };
    parts[n++] = (ZipPart){ "word/numbering.xml", str_of(docx_numbering_xml), false };
    parts[n++] = (ZipPart){ "word/footer1.xml", footer(docx, &buf, TEXT_PORTRAIT), false };
    parts[n++] = (ZipPart){ "word/footer2.xml", footer(docx, &buf, TEXT_LANDSCAPE), false };
    for (uint32_t i = 0; i < docx->n_media; i++) {
        parts[n++] = (ZipPart){ arena_printf(docx->arena, "word/media/picture%u.png", i + 1).at, docx->media[i].png, true };
        if (docx->media[i].svg.n > 0) parts[n++] = (ZipPart){ arena_printf(docx->arena, "word/media/picture%u.svg", i + 1).at, docx->media[i].svg, false };
    }
    buf_free(&buf);
    return zip_pack(parts, n, docx->arena, out, docx->err);
}

/* The body begins after its opening tag, so that «nothing written yet» is n == 0; the tag is put before it at the end. */
static void wrap(Docx *docx)
{
    Buf whole;
    buf_init(&whole, 0);
    buf_add_z(&whole, XML_HEAD "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"" OFFICE "\""
                               " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
                               " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\""
                               " xmlns:adec=\"http://schemas.microsoft.com/office/drawing/2017/decorative\"><w:body>");
    buf_add(&whole, buf_str(&docx->body));
    section(&whole, docx->landscape);
    buf_add_z(&whole, "</w:body></w:document>");
    whole.full = whole.full || docx->body.full;
    buf_free(&docx->body);
    docx->body = whole;
}

bool doc_docx(const Doc *doc, Str *out, Arena *arena, Err *err)
{
    doc = doc_paper(doc, arena);
    Docx docx = { .doc = doc, .arena = arena, .err = err, .width = TEXT_PORTRAIT };
    buf_init(&docx.body, 0);
    docx_anchors_collect(&docx);
    if (doc->root != NULL) docx_children(&docx, doc->root);
    if (docx.body.n == 0) docx_p_rich(&docx, &(Para){ .style = "Heading1" }, doc->title.n > 0 ? doc->title : STR("Пустой документ"));
    wrap(&docx);
    bool done = !docx.failed && buf_ok(&docx.body, err) && pack(&docx, out);
    buf_free(&docx.body);
    return done;
}
