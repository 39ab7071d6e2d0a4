#include "publish/paper/docx_.h"

#include "publish/office/package.h"
#include "publish/office/picture.h"
#include "publish/office/words.h"
#include "publish/paper/qr_.h"

enum { QR_PX = 220, QR_MM = 22 };
#define EMU_PER_MM 36000

void paper_docx_begin(PaperDocx *docx, const PaperPara *para)
{
    Buf *out = &docx->body;
    buf_printf(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", para->style);
    if (para->keep_next) buf_add_z(out, "<w:keepNext/>");
    if (docx->turn) buf_add_z(out, "<w:pageBreakBefore/>");
    docx->turn = false;
    if (para->frame) buf_printf(out, "<w:framePr w:w=\"%u\" w:wrap=\"notBeside\" w:vAnchor=\"margin\" w:hAnchor=\"margin\" w:xAlign=\"left\" w:yAlign=\"bottom\"/>", docx->width);
    if (para->num > 0) buf_printf(out, "<w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"%d\"/></w:numPr>", para->level, para->num);
    if (para->centre_tab + para->right_tab > 0) {
        buf_add_z(out, "<w:tabs>");
        if (para->centre_tab > 0) buf_printf(out, "<w:tab w:val=\"center\" w:pos=\"%u\"/>", para->centre_tab);
        buf_printf(out, "<w:tab w:val=\"right\" w:pos=\"%u\"/></w:tabs>", para->right_tab);
    }
    if (para->left + para->right > 0) buf_printf(out, "<w:ind w:left=\"%u\" w:right=\"%u\"/>", para->left, para->right);
    buf_add_z(out, "</w:pPr>");
}

void paper_docx_end(PaperDocx *docx) { buf_add_z(&docx->body, "</w:p>"); }

void paper_docx_run(PaperDocx *docx, Str text, bool bold)
{
    if (text.n == 0) return;
    Buf *out = &docx->body;
    buf_printf(out, "<w:r>%s", bold ? "<w:rPr><w:b/><w:bCs/></w:rPr>" : "");
    while (text.n > 0) {
        size_t n = 0;
        while (n < text.n && text.at[n] != '\n' && text.at[n] != '\t') n++;
        if (n > 0) {
            buf_add_z(out, "<w:t xml:space=\"preserve\">");
            buf_add_xml(out, words_clean(docx->arena, str_slice(text, 0, n)));
            buf_add_z(out, "</w:t>");
        }
        if (n < text.n) buf_add_z(out, text.at[n] == '\t' ? "<w:tab/>" : "<w:br/>");
        text = str_slice(text, n < text.n ? n + 1 : n, text.n);
    }
    buf_add_z(out, "</w:r>");
}

void paper_docx_para(PaperDocx *docx, const PaperPara *para, Str text)
{
    paper_docx_begin(docx, para);
    paper_docx_run(docx, text, false);
    paper_docx_end(docx);
}

/* «2.1.» as 2, 1. 0 levels: no such label. */
static int numbers_of(Str label, uint32_t numbers[MAX_LEVELS])
{
    int n = 0;
    while (label.n > 0) {
        size_t dot = str_find(label, STR("."));
        long long value;
        if (dot == SIZE_MAX || n == MAX_LEVELS || !str_to_int(str_slice(label, 0, dot), &value) || value < 1 || value > 9999) return 0;
        if (label.at[0] == '0') return 0;
        numbers[n++] = (uint32_t)value;
        label = str_slice(label, dot + 1, label.n);
    }
    return n;
}

static void list_begin(PaperDocx *docx, uint32_t start)
{
    if (docx->n_lists == docx->room_lists) {
        uint32_t room = docx->room_lists == 0 ? 16 : docx->room_lists * 2;
        uint32_t *grown = arena_array(docx->arena, uint32_t, room);
        if (docx->n_lists > 0) memcpy(grown, docx->starts, docx->n_lists * sizeof *grown);
        docx->starts = grown;
        docx->room_lists = room;
    }
    docx->starts[docx->n_lists++] = start;
}

int paper_docx_list(PaperDocx *docx, Str label, int *level)
{
    uint32_t numbers[MAX_LEVELS];
    int n = numbers_of(label, numbers);
    *level = n - 1;
    if (n == 0) return 0;
    bool next = docx->counts[0] > 0 && docx->counts[n - 1] + 1 == numbers[n - 1];
    for (int i = 0; i + 1 < n; i++) next = next && docx->counts[i] == numbers[i];
    if (!next && n > 1) return 0;
    if (!next) list_begin(docx, numbers[0]);
    docx->counts[n - 1] = numbers[n - 1];
    for (int i = n; i < MAX_LEVELS; i++) docx->counts[i] = 0;
    return LIST_POINTS + (int)docx->n_lists - 1;
}

static void point(PaperDocx *docx, const PaperBlock *block, bool keep)
{
    int level, num = paper_docx_list(docx, block->label, &level);
    if (num > 0) {
        paper_docx_para(docx, &(PaperPara){ .style = "Point", .keep_next = keep, .num = num, .level = level }, block->text);
        return;
    }
    paper_docx_para(docx, &(PaperPara){ .style = "Text", .keep_next = keep }, arena_printf(docx->arena, "%.*s\u00A0%.*s", STR_ARG(block->label), STR_ARG(block->text)));
}

static void section(PaperDocx *docx)
{
    Buf *out = &docx->body;
    buf_add_z(out, "<w:sectPr>");
    if (docx->first_section) buf_printf(out, "<w:headerReference w:type=\"default\" r:id=\"rIdH\"/>%s", docx->paper->qr.n > 0 ? "<w:footerReference w:type=\"first\" r:id=\"rIdF\"/>" : "");
    if (docx->landscape) {
        buf_printf(out, "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"%u\" w:right=\"%u\" w:bottom=\"%u\" w:left=\"%u\" w:header=\"%u\" w:footer=\"%u\" w:gutter=\"0\"/>", MM(30), MM(20),
                   MM(10), MM(20), MM(15), MM(8));
    } else {
        buf_printf(out, "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"%u\" w:right=\"%u\" w:bottom=\"%u\" w:left=\"%u\" w:header=\"%u\" w:footer=\"%u\" w:gutter=\"0\"/>", MM(20), MM(10), MM(20), MM(30), MM(10), MM(10));
    }
    if (docx->first_section) buf_add_z(out, "<w:titlePg/>");
    buf_add_z(out, "</w:sectPr>");
    docx->first_section = false;
}

static void sheet(PaperDocx *docx, bool landscape)
{
    memset(docx->counts, 0, sizeof docx->counts);
    if (docx->body.n > 0 && landscape == docx->landscape) docx->turn = true;
    if (docx->body.n > 0 && landscape != docx->landscape) {
        buf_add_z(&docx->body, "<w:p><w:pPr><w:pStyle w:val=\"Gap\"/><w:spacing w:line=\"20\" w:lineRule=\"exact\"/>");
        section(docx);
        buf_add_z(&docx->body, "</w:pPr></w:p>");
    }
    docx->landscape = landscape;
    docx->width = landscape ? WIDTH_LANDSCAPE : WIDTH_PORTRAIT;
}

static const char *style_of(const PaperBlock *block)
{
    static const char *const styles[N_PAPER_BLOCKS] = {
        [PAPER_PARENT] = "Parent", [PAPER_ORG] = "Org", [PAPER_ORG_SHORT] = "OrgShort", [PAPER_TYPE] = "Type", [PAPER_SUBTYPE] = "Subtype", [PAPER_DATELINE] = "Dateline",
        [PAPER_SUBJECT] = "Subject", [PAPER_CORNER] = "Corner", [PAPER_ADDRESS] = "Address", [PAPER_REFERENCE] = "Reference", [PAPER_GREETING] = "Greeting", [PAPER_TITLE] = "Title",
        [PAPER_HEADING] = "Part", [PAPER_PARA] = "Text", [PAPER_FLUSH] = "Flush", [PAPER_COMMAND] = "Command", [PAPER_VERIFIED] = "Verified",
    };
    BUG_ON(styles[block->kind] == NULL);
    return styles[block->kind];
}

static void corner(PaperDocx *docx, const PaperBlock *block)
{
    uint32_t left = docx->width - docx->corner;
    if (block->other.n == 0) {
        paper_docx_para(docx, &(PaperPara){ .style = "Corner", .left = left }, block->text);
        return;
    }
    if (docx->turn) paper_docx_para(docx, &(PaperPara){ .style = "Gap" }, STR_EMPTY);
    paper_docx_halves(docx, left, docx->corner);
    paper_docx_para(docx, &(PaperPara){ .style = "Corner" }, block->other);
    paper_docx_half(docx, docx->corner);
    paper_docx_para(docx, &(PaperPara){ .style = "Corner" }, block->text);
    paper_docx_halves_end(docx);
}

static void letterhead(PaperDocx *docx, const PaperBlock *block)
{
    paper_docx_halves(docx, docx->width - docx->corner, docx->corner);
    for (uint32_t i = 0; i < block->n_inner; i++) paper_docx_para(docx, &(PaperPara){ .style = style_of(&block->inner[i]) }, block->inner[i].text);
    paper_docx_half(docx, docx->corner);
    paper_docx_para(docx, &(PaperPara){ .style = "Corner" }, block->text);
    paper_docx_halves_end(docx);
}

/* Letters stand apart, the last one and its colon do not: «п р и к а з ы в а ю:». The word stays a word: whoever searches for it finds it. */
static void command(PaperDocx *docx, const PaperBlock *block)
{
    size_t close = block->text.n;
    for (int n = 0; close > 0 && n < 2;) n += ((unsigned char)block->text.at[--close] & 0xC0) != 0x80;
    paper_docx_begin(docx, &(PaperPara){ .style = "Command" });
    paper_docx_run(docx, str_slice(block->text, 0, close), false);
    buf_add_z(&docx->body, "<w:r><w:rPr><w:spacing w:val=\"0\"/></w:rPr><w:t xml:space=\"preserve\">");
    buf_add_xml(&docx->body, words_clean(docx->arena, str_slice(block->text, close, block->text.n)));
    buf_add_z(&docx->body, "</w:t></w:r>");
    paper_docx_end(docx);
}

static bool is_text(PaperBlockKind kind) { return kind == PAPER_PARA || kind == PAPER_POINT || kind == PAPER_ITEM || kind == PAPER_FLUSH; }

static void block(PaperDocx *docx, uint32_t i)
{
    const Paper *paper = docx->paper;
    const PaperBlock *at = &paper->blocks[i];
    PaperBlockKind next = i + 1 < paper->n_blocks ? paper->blocks[i + 1].kind : N_PAPER_BLOCKS;
    /* Neither a signature nor the executor is left alone on a sheet. */
    bool keep = at->stay || next == PAPER_SIGNATURE || (i + 1 == paper_executor_at(paper) && paper->executor.n > 0);
    switch (at->kind) {
    case PAPER_SHEET: sheet(docx, at->landscape); return;
    case PAPER_TABLE:
        /* A table has no space before it: an own title has, and so have headings. */
        if (at->table->title.n == 0 && i > 0 && is_text(paper->blocks[i - 1].kind)) paper_docx_para(docx, &(PaperPara){ .style = "Gap", .keep_next = true }, STR_EMPTY);
        paper_docx_table(docx, at->table, keep);
        return;
    case PAPER_CORNER: corner(docx, at); return;
    case PAPER_LETTERHEAD: letterhead(docx, at); return;
    case PAPER_POINT: point(docx, at, keep); return;
    case PAPER_ITEM: paper_docx_para(docx, &(PaperPara){ .style = "Point", .keep_next = keep, .num = LIST_ITEMS }, at->text); return;
    case PAPER_SIGNATURE: {
        bool first = i == 0 || (paper->blocks[i - 1].kind != PAPER_SIGNATURE && !paper->blocks[i - 1].stay);
        Str text = arena_printf(docx->arena, "%.*s\t%.*s", STR_ARG(at->text), STR_ARG(at->other));
        paper_docx_para(docx, &(PaperPara){ .style = first ? "Signature" : "SignatureNext", .keep_next = keep, .right_tab = docx->width }, text);
        return;
    }
    case PAPER_COMMAND: command(docx, at); return;
    case PAPER_DATELINE: paper_docx_para(docx, &(PaperPara){ .style = "Dateline", .centre_tab = docx->width / 2, .right_tab = docx->width }, at->text); return;
    case PAPER_SUBJECT: paper_docx_para(docx, &(PaperPara){ .style = "Subject", .right = docx->width - docx->corner }, at->text); return;
    default: paper_docx_para(docx, &(PaperPara){ .style = style_of(at), .keep_next = keep }, at->text); return;
    }
}

/* The code stands in the foot of the first page alone, at the right: there it takes its place from no text. */
static bool footer(PaperDocx *docx, Str *xml, Str *png, Err *err)
{
    Chart chart = paper_qr(docx->paper);
    Buf svg, buf;
    buf_init(&svg, 0);
    buf_init(&buf, 0);
    chart_svg(&chart, true, &svg);
    bool done = picture_png(buf_str(&svg), QR_PX, QR_PX, 2, true, &buf, err) && buf_ok(&buf, err);
    if (done) *png = arena_str(docx->arena, buf_str(&buf));
    buf_free(&svg);
    buf_free(&buf);
    *xml = arena_printf(docx->arena, XML_HEAD "<w:ftr xmlns:w=\"" WORD_NAMESPACE "\" xmlns:r=\"" OFFICE_RELATION "\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""
        " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:drawing>"
        "<wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%d\" cy=\"%d\"/><wp:docPr id=\"1\" name=\"QR-код\" descr=\"QR-код документа\"/>"
        "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"\"/><pic:cNvPicPr/></pic:nvPicPr>"
        "<pic:blipFill><a:blip r:embed=\"rIdP\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%d\" cy=\"%d\"/></a:xfrm>"
        "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:ftr>",
        QR_MM * EMU_PER_MM, QR_MM * EMU_PER_MM, QR_MM * EMU_PER_MM, QR_MM * EMU_PER_MM);
    return done;
}

static bool pack(PaperDocx *docx, Str document, Str *out, Err *err)
{
    DocxPart parts[8];
    uint32_t n = 0;
    parts[n++] = (DocxPart){ "styles.xml", paper_docx_styles(docx->arena), "styles", NULL, "rId1" };
    parts[n++] = (DocxPart){ "settings.xml", str_of(paper_docx_settings), "settings", NULL, "rId2" };
    parts[n++] = (DocxPart){ "fontTable.xml", str_of(paper_docx_fonts), "fontTable", NULL, "rId3" };
    parts[n++] = (DocxPart){ "numbering.xml", paper_docx_numbering(docx), "numbering", NULL, "rId4" };
    parts[n++] = (DocxPart){ "header1.xml", str_of(paper_docx_header), "header", NULL, "rIdH" };
    if (docx->paper->qr.n > 0) {
        Str xml, png;
        if (!footer(docx, &xml, &png, err)) return false;
        parts[n++] = (DocxPart){ "footer1.xml", xml, "footer", NULL, "rIdF" };
        parts[n++] = (DocxPart){ "media/qr.png", png, NULL, NULL, NULL };
        parts[n++] = (DocxPart){ "_rels/footer1.xml.rels", STR(XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rIdP\" Type=\"" OFFICE_RELATION
            "/image\" Target=\"media/qr.png\"/></Relationships>"), NULL, NULL, NULL };
    }
    return docx_package(docx->paper->title, STR_EMPTY, document, parts, n, docx->arena, out, err);
}

bool paper_docx(const Paper *paper, Str *bytes, Arena *arena, Err *err)
{
    PaperDocx docx = { .paper = paper, .arena = arena, .width = WIDTH_PORTRAIT, .corner = paper->gost == PAPER_GOST_2025 ? MM(80) : MM(75), .first_section = true };
    Buf whole;
    buf_init(&docx.body, 0);
    buf_init(&whole, 0);
    uint32_t n_own = paper_executor_at(paper);
    for (uint32_t i = 0; i < n_own; i++) block(&docx, i);
    if (paper->executor.n > 0) paper_docx_para(&docx, &(PaperPara){ .style = "Executor", .frame = true }, paper->executor);
    for (uint32_t i = n_own; i < paper->n_blocks; i++) block(&docx, i);
    if ((paper->executor.n > 0 && n_own == paper->n_blocks) || docx.body.n == 0) paper_docx_para(&docx, &(PaperPara){ .style = "Gap" }, STR_EMPTY);
    section(&docx);
    buf_add_z(&whole, XML_HEAD "<w:document xmlns:w=\"" WORD_NAMESPACE "\" xmlns:r=\"" OFFICE_RELATION "\"><w:body>");
    buf_add(&whole, buf_str(&docx.body));
    buf_add_z(&whole, "</w:body></w:document>");
    bool done = buf_ok(&docx.body, err) && buf_ok(&whole, err) && pack(&docx, buf_str(&whole), bytes, err);
    buf_free(&docx.body);
    buf_free(&whole);
    return done;
}
