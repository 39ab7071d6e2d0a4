/* DOCX: template parts, the body written by the walk of the tree, media, all in one reproducible zip. */
#include "publish/office/docx_.h"

#include "publish/office/package.h"
#include "publish/office/paper.h"
#include "publish/paper.h"
#include "publish/typo.h"

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

static Str taken(Docx *docx, Buf *buf)
{
    Str copy = arena_str(docx->arena, buf_str(buf));
    buf_clear(buf);
    return copy;
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

static bool pack(Docx *docx, Str *out)
{
    Arena *arena = docx->arena;
    Buf buf;
    buf_init(&buf, 0);
    DocxPart *parts = arena_array(arena, DocxPart, 6 + 2 * (size_t)docx->n_media);
    uint32_t n = 0;
    parts[n++] = (DocxPart){ "styles.xml", str_of(docx_styles_xml), "styles", NULL, "rId1" };
    parts[n++] = (DocxPart){ "settings.xml", str_of(docx_settings_xml), "settings", NULL, "rId2" };
    parts[n++] = (DocxPart){ "fontTable.xml", str_of(docx_fonts_xml), "fontTable", NULL, "rId3" };
    parts[n++] = (DocxPart){ "numbering.xml", str_of(docx_numbering_xml), "numbering", NULL, "rId4" };
    parts[n++] = (DocxPart){ "footer1.xml", footer(docx, &buf, TEXT_PORTRAIT), "footer", NULL, "rIdF1" };
    parts[n++] = (DocxPart){ "footer2.xml", footer(docx, &buf, TEXT_LANDSCAPE), "footer", NULL, "rIdF2" };
    for (uint32_t i = 0; i < docx->n_media; i++) {
        const Media *media = &docx->media[i];
        parts[n++] = (DocxPart){ arena_printf(arena, "media/picture%u.png", i + 1).at, media->png, NULL, "image", arena_printf(arena, "rIdP%u", i).at };
        if (media->svg.n > 0) parts[n++] = (DocxPart){ arena_printf(arena, "media/picture%u.svg", i + 1).at, media->svg, NULL, "image", arena_printf(arena, "rIdV%u", i).at };
    }
    buf_free(&buf);
    return docx_package(typo(arena, docx->doc->title), docx->doc->author.n > 0 ? docx->doc->author : STR("Мерило"), buf_str(&docx->body), parts, n, arena, out, docx->err);
}

/* The body begins after its opening tag, so that «nothing written yet» is n == 0; the tag is put before it at the end. */
static void wrap(Docx *docx)
{
    Buf whole;
    buf_init(&whole, 0);
    buf_add_z(&whole, XML_HEAD "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"" OFFICE_RELATION "\""
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

/* A paper of the office on a page is that page's file, as it is its print. */
static const Paper *office_of(const Node *parent)
{
    for (const Node *node = parent != NULL ? parent->first : NULL; node; node = node->next) {
        if (node->kind == NODE_OFFICE) return node->office;
        const Paper *inside = office_of(node);
        if (inside != NULL) return inside;
    }
    return NULL;
}

bool doc_docx(const Doc *doc, Str *out, Arena *arena, Err *err)
{
    const Paper *office = office_of(doc->root);
    if (office != NULL) return paper_docx(office, out, arena, err);
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
