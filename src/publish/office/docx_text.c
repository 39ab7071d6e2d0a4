#include "publish/office/docx_.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "publish/rich.h"
#include "publish/typo.h"

void docx_p_begin(Docx *docx, const Para *para)
{
    Buf *out = &docx->body;
    buf_add_z(out, "<w:p><w:pPr>");
    if (para->style != NULL) buf_printf(out, "<w:pStyle w:val=\"%s\"/>", para->style);
    if (para->keep_next || docx->keep > 0) buf_add_z(out, "<w:keepNext/>");
    if (para->page_break) buf_add_z(out, "<w:pageBreakBefore/>");
    if (para->bullet) buf_add_z(out, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>");
    if (docx->bar != NULL) buf_printf(out, "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"9\" w:color=\"%s\"/></w:pBdr>", docx->bar);
    if (para->rule_below) buf_add_z(out, "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"8\" w:color=\"16212B\"/></w:pBdr>");
    if (para->right_tab > 0) buf_printf(out, "<w:tabs><w:tab w:val=\"right\" w:pos=\"%u\"/></w:tabs>", para->right_tab);
    if (docx->at_top) buf_add_z(out, "<w:spacing w:before=\"0\"/>");
    if (docx->bar != NULL) buf_add_z(out, "<w:ind w:left=\"220\"/>");
    else if (para->indent > 0) buf_printf(out, "<w:ind w:left=\"%u\"/>", para->indent);
    buf_add_z(out, "</w:pPr>");
    docx->at_top = false;
}

void docx_p_end(Docx *docx) { buf_add_z(&docx->body, "</w:p>"); }

static void text(Docx *docx, Str s)
{
    buf_add_z(&docx->body, "<w:t xml:space=\"preserve\">");
    buf_add_xml(&docx->body, words_clean(docx->arena, s));
    buf_add_z(&docx->body, "</w:t>");
}

static void run_properties(Docx *docx, const Run *run, bool bold, bool link)
{
    if (!link && !bold && run->colour == NULL && !run->plate && run->style == NULL) return;
    buf_add_z(&docx->body, "<w:rPr>");
    if (link) buf_add_z(&docx->body, "<w:rStyle w:val=\"Link\"/>");
    else if (run->style != NULL) buf_printf(&docx->body, "<w:rStyle w:val=\"%s\"/>", run->style);
    if (bold) buf_add_z(&docx->body, "<w:b/><w:bCs/>");
    /* A link says its colour itself too: LibreOffice forgets the style inside tables. */
    if (link) buf_add_z(&docx->body, "<w:color w:val=\"0A5C99\"/>");
    else if (run->colour != NULL) buf_printf(&docx->body, "<w:color w:val=\"%s\"/>", run->colour);
    if (link) buf_add_z(&docx->body, "<w:u w:val=\"single\"/>");
    if (run->plate) buf_add_z(&docx->body, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFFFFF\"/>");
    buf_add_z(&docx->body, "</w:rPr>");
}

static void span(Docx *docx, Str s, const Run *run, bool bold, bool link)
{
    if (s.n == 0) return;
    buf_add_z(&docx->body, "<w:r>");
    run_properties(docx, run, bold, link);
    text(docx, s);
    buf_add_z(&docx->body, "</w:r>");
}

void docx_run(Docx *docx, Str plain, const Run *run) { span(docx, typo(docx->arena, plain), run, run->bold, false); }

/* Word wants names of letters, digits and «_», at most 40: the hash is all of that for any anchor. */
static unsigned long long anchor_hash(Str anchor)
{
    return str_hash(anchor.n > 0 && anchor.at[0] == '#' ? str_slice(anchor, 1, anchor.n) : anchor);
}

static int order(const void *a, const void *b)
{
    unsigned long long x = *(const unsigned long long *)a, y = *(const unsigned long long *)b;
    return (x > y) - (x < y);
}

static size_t anchor_find(const Docx *docx, Str anchor)
{
    if (anchor.n == 0 || docx->n_anchors == 0) return SIZE_MAX;
    unsigned long long hash = anchor_hash(anchor);
    const unsigned long long *at = bsearch(&hash, docx->anchors, docx->n_anchors, sizeof hash, order);
    return at == NULL ? SIZE_MAX : (size_t)(at - docx->anchors);
}

static void link_span(Docx *docx, Str shown, Str anchor, const Run *run, bool bold)
{
    bool link = anchor_find(docx, anchor) != SIZE_MAX;
    if (link) buf_printf(&docx->body, "<w:hyperlink w:anchor=\"m%016llx\" w:history=\"1\">", anchor_hash(anchor));
    span(docx, shown, run, bold, link);
    if (link) buf_add_z(&docx->body, "</w:hyperlink>");
}

void docx_link(Docx *docx, Str rich, Str anchor, const Run *run)
{
    link_span(docx, typo(docx->arena, rich_plain(docx->arena, rich)), anchor, run, run->bold);
}

void docx_rich(Docx *docx, Str rich, const Run *run)
{
    /* Anchors are taken from the raw text: typography must not turn «#school-5-7» into another name. */
    Rich shown = rich_begin(typo(docx->arena, rich)), raw = rich_begin(rich);
    for (RichSpan part, source; rich_next(&shown, &part);)
        link_span(docx, part.text, rich_next(&raw, &source) ? source.anchor : part.anchor, run, run->bold || part.bold);
}

void docx_p_rich(Docx *docx, const Para *para, Str rich)
{
    if (rich.n == 0) return;
    docx_p_begin(docx, para);
    docx_rich(docx, rich, &(Run){ 0 });
    docx_p_end(docx);
}

void docx_p_plain(Docx *docx, const Para *para, Str plain)
{
    if (plain.n == 0) return;
    docx_p_begin(docx, para);
    docx_run(docx, plain, &(Run){ 0 });
    docx_p_end(docx);
}

void docx_caption(Docx *docx, Str id, Str title, Str rich)
{
    if (title.n + rich.n == 0) return;
    docx_p_begin(docx, &(Para){ .style = "Caption", .keep_next = true });
    docx_bookmark(docx, id);
    docx_run(docx, title, &(Run){ .style = "CaptionTitle" });
    if (title.n > 0 && rich.n > 0) buf_add_z(&docx->body, "<w:r><w:br/></w:r>");
    docx_rich(docx, rich, &(Run){ 0 });
    docx_p_end(docx);
}

void docx_bookmark(Docx *docx, Str id)
{
    size_t i = anchor_find(docx, id);
    if (i == SIZE_MAX || docx->taken[i]) return;
    docx->taken[i] = true;
    uint32_t number = ++docx->n_bookmarks;
    buf_printf(&docx->body, "<w:bookmarkStart w:id=\"%u\" w:name=\"m%016llx\"/><w:bookmarkEnd w:id=\"%u\"/>", number, docx->anchors[i], number);
}

/* Two passes: the first counts (anchors == NULL), the second fills. */
static void collect(Docx *docx, const Node *node)
{
    for (const Node *child = node->first; child != NULL; child = child->next) {
        if (child->id.n > 0) {
            if (docx->anchors != NULL) docx->anchors[docx->n_anchors] = anchor_hash(child->id);
            docx->n_anchors++;
        }
        if (child->kind == NODE_TABLE && child->table != NULL && !child->table->data_only) {
            if (child->id.n == 0 && child->table->id.n > 0) {
                if (docx->anchors != NULL) docx->anchors[docx->n_anchors] = anchor_hash(child->table->id);
                docx->n_anchors++;
            }
            for (uint32_t i = 0; i < child->table->n_rows; i++) {
                if (child->table->rows[i].anchor_id.n == 0) continue;
                if (docx->anchors != NULL) docx->anchors[docx->n_anchors] = anchor_hash(child->table->rows[i].anchor_id);
                docx->n_anchors++;
            }
        }
        collect(docx, child);
    }
}

void docx_anchors_collect(Docx *docx)
{
    if (docx->doc->root == NULL) return;
    collect(docx, docx->doc->root);
    docx->anchors = arena_array(docx->arena, unsigned long long, docx->n_anchors + 1);
    docx->n_anchors = 0;
    collect(docx, docx->doc->root);
    qsort(docx->anchors, docx->n_anchors, sizeof *docx->anchors, order);
    uint32_t n = 0;
    for (uint32_t i = 0; i < docx->n_anchors; i++)
        if (n == 0 || docx->anchors[n - 1] != docx->anchors[i]) docx->anchors[n++] = docx->anchors[i];
    docx->n_anchors = n;
    docx->taken = arena_array(docx->arena, bool, n + 1);
}

static uint32_t char_width(uint32_t cp)
{
    if (cp >= '0' && cp <= '9') return 570;
    if (cp == ' ' || cp == 0xA0) return 290;
    if (cp < 0x80 && strchr(".,;:!|'()[]", (int)cp) != NULL) return 320;
    if (cp == 0x449 || cp == 0x448 || cp == 0x436 || cp == 0x43C || cp == 0x44E || cp == 0x44B || cp == 0x444) return 780; /* щ ш ж м ю ы ф */
    if ((cp >= 'A' && cp <= 'Z') || (cp >= 0x410 && cp <= 0x42F)) return 690;
    if (cp == 0x2014 || cp == '%' || cp == 0x2116) return 950; /* — % № */
    return 570;
}

uint32_t docx_text_width(Str s)
{
    uint32_t width = 0;
    for (size_t i = 0; i < s.n && width < 1000000;) width += char_width(utf8_next(s, &i));
    return width;
}

void docx_spacer(Docx *docx)
{
    buf_add_z(&docx->body, "<w:p><w:pPr><w:pStyle w:val=\"Spacer\"/></w:pPr></w:p>");
    docx->at_top = false;
}
