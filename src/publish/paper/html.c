#include "publish/paper/qr_.h"

typedef struct PaperHtml {
    const Paper *paper;
    Buf *out;
    bool in_sheet, has_code;
} PaperHtml;

static void text(PaperHtml *html, Str text)
{
    while (text.n > 0) {
        size_t n = 0;
        while (n < text.n && text.at[n] != '\n' && text.at[n] != '\t') n++;
        buf_add_xml(html->out, str_slice(text, 0, n));
        if (n < text.n) buf_add_z(html->out, text.at[n] == '\t' ? "</span> <span>" : "<br/>");
        text = str_slice(text, n < text.n ? n + 1 : n, text.n);
    }
}

static void para(PaperHtml *html, const char *classes, Str words)
{
    buf_printf(html->out, "<p class=\"%s\">", classes);
    text(html, words);
    buf_add_z(html->out, "</p>\n");
}

/* The code belongs to the first sheet. */
static void sheet_end(PaperHtml *html)
{
    if (!html->in_sheet) return;
    if (html->paper->qr.n > 0 && !html->has_code) {
        Chart chart = paper_qr(html->paper);
        buf_add_z(html->out, "<div class=\"o-qr\">");
        chart_svg(&chart, false, html->out);
        buf_add_z(html->out, "</div>\n");
        html->has_code = true;
    }
    buf_add_z(html->out, "</section>\n");
}

static void sheet(PaperHtml *html, bool landscape)
{
    sheet_end(html);
    buf_printf(html->out, "<section class=\"o-sheet%s%s\">\n", landscape ? " o-land" : "", html->paper->gost == PAPER_GOST_2016 ? " o-narrow" : "");
    html->in_sheet = true;
}

static uint32_t rows_of(const PaperTable *table, uint32_t r, uint32_t c)
{
    uint32_t n = 1;
    while (r + n < table->n_rows && table->rows[r + n].cells[c].same_as_above) n++;
    return n;
}

static void cell(PaperHtml *html, const PaperTable *table, uint32_t r, uint32_t c)
{
    const PaperCell *cell = &table->rows[r].cells[c];
    uint32_t n_rows = rows_of(table, r, c);
    buf_printf(html->out, "<td%s", table->columns[c].is_number && cell->span <= 1 ? " class=\"o-num\"" : table->columns[c].centred && cell->span <= 1 ? " class=\"o-mid\"" : "");
    if (cell->span > 1) buf_printf(html->out, " colspan=\"%u\"", cell->span);
    if (n_rows > 1) buf_printf(html->out, " rowspan=\"%u\"", n_rows);
    buf_add_z(html->out, cell->bold ? "><b>" : ">");
    text(html, cell->text);
    if (cell->bold) buf_add_z(html->out, "</b>");
    for (uint32_t i = 0; i < cell->n_items; i++) {
        if (i > 0 || cell->text.n > 0) buf_add_z(html->out, "<br/>");
        buf_add_z(html->out, "–\u00A0");
        text(html, cell->items[i]);
    }
    buf_add_z(html->out, "</td>");
}

/* «№ п/п» is broken at its space, not at its stroke. */
static void head(PaperHtml *html, Str words)
{
    for (size_t stroke; (stroke = str_find(words, STR("/"))) != SIZE_MAX; words = str_slice(words, stroke + 1, words.n)) {
        text(html, str_slice(words, 0, stroke + 1));
        buf_add_z(html->out, "\u2060");
    }
    text(html, words);
}

static void table(PaperHtml *html, const PaperTable *table)
{
    Buf *out = html->out;
    uint32_t parts = 0;
    for (uint32_t c = 0; c < table->n_columns; c++) parts += table->columns[c].width;
    if (table->title.n > 0) para(html, "o-caption", table->title);
    buf_add_z(out, "<table class=\"o-table\"><colgroup>");
    for (uint32_t c = 0; c < table->n_columns; c++) {
        uint32_t share = (table->columns[c].width * 100u + parts / 2) / (parts > 0 ? parts : 1);
        buf_printf(out, "<col class=\"w%u\"/>", share < 1 ? 1u : share);
    }
    buf_add_z(out, "</colgroup><thead><tr>");
    for (uint32_t c = 0; c < table->n_columns; c++) {
        buf_add_z(out, "<th scope=\"col\">");
        head(html, table->columns[c].head);
        buf_add_z(out, "</th>");
    }
    buf_add_z(out, "</tr>");
    if (table->is_numbered) {
        buf_add_z(out, "<tr class=\"o-columns\">");
        for (uint32_t c = 0; c < table->n_columns; c++) buf_printf(out, "<td>%u</td>", c + 1);
        buf_add_z(out, "</tr>");
    }
    buf_add_z(out, "</thead><tbody>\n");
    for (uint32_t r = 0; r < table->n_rows; r++) {
        buf_add_z(out, "<tr>");
        for (uint32_t c = 0; c < table->n_columns;) {
            const PaperCell *at = &table->rows[r].cells[c];
            if (!at->same_as_above) cell(html, table, r, c);
            c += at->span > 1 ? at->span : 1;
        }
        buf_add_z(out, "</tr>\n");
    }
    buf_add_z(out, "</tbody></table>\n");
    if (table->note.n > 0) para(html, "o-note", table->note);
}

static const char *class_of(PaperBlockKind kind)
{
    static const char *const classes[N_PAPER_BLOCKS] = {
        [PAPER_PARENT] = "o-parent", [PAPER_ORG] = "o-org", [PAPER_ORG_SHORT] = "o-short", [PAPER_TYPE] = "o-type", [PAPER_SUBTYPE] = "o-subtype", [PAPER_SUBJECT] = "o-subject",
        [PAPER_CORNER] = "o-corner", [PAPER_ADDRESS] = "o-address", [PAPER_REFERENCE] = "o-reference", [PAPER_GREETING] = "o-greeting", [PAPER_TITLE] = "o-title", [PAPER_HEADING] = "o-part",
        [PAPER_PARA] = "o-text", [PAPER_FLUSH] = "o-flush", [PAPER_COMMAND] = "o-command", [PAPER_VERIFIED] = "o-verified",
    };
    BUG_ON(classes[kind] == NULL);
    return classes[kind];
}

static void halves(PaperHtml *html, const PaperBlock *block)
{
    buf_add_z(html->out, "<div class=\"o-halves\"><div>");
    if (block->kind == PAPER_LETTERHEAD)
        for (uint32_t i = 0; i < block->n_inner; i++) para(html, class_of(block->inner[i].kind), block->inner[i].text);
    else para(html, "o-lines", block->other);
    buf_add_z(html->out, "</div><div>");
    para(html, "o-lines", block->text);
    buf_add_z(html->out, "</div></div>\n");
}

static void block(PaperHtml *html, const PaperBlock *block)
{
    Buf *out = html->out;
    switch (block->kind) {
    case PAPER_SHEET: sheet(html, block->landscape); return;
    case PAPER_TABLE: table(html, block->table); return;
    case PAPER_LETTERHEAD: halves(html, block); return;
    case PAPER_CORNER:
        if (block->other.n > 0) halves(html, block);
        else para(html, "o-corner", block->text);
        return;
    case PAPER_DATELINE:
        buf_add_z(out, "<p class=\"o-dateline\"><span>");
        text(html, block->text);
        buf_add_z(out, "</span></p>\n");
        return;
    case PAPER_POINT:
    case PAPER_ITEM:
        buf_add_z(out, "<p class=\"o-text\">");
        text(html, block->kind == PAPER_ITEM ? STR("–") : block->label);
        buf_add_z(out, "\u00A0");
        text(html, block->text);
        buf_add_z(out, "</p>\n");
        return;
    case PAPER_SIGNATURE:
        buf_add_z(out, "<p class=\"o-signature\"><span>");
        text(html, block->text);
        buf_add_z(out, "</span> <span>");
        text(html, block->other);
        buf_add_z(out, "</span></p>\n");
        return;
    default: para(html, class_of(block->kind), block->text); return;
    }
}

void paper_html(const Paper *paper, Buf *out)
{
    PaperHtml html = { .paper = paper, .out = out };
    buf_add_z(out, "<article class=\"office\">\n");
    if (paper->n_blocks == 0 || paper->blocks[0].kind != PAPER_SHEET) sheet(&html, false);
    uint32_t n_own = paper_executor_at(paper);
    for (uint32_t i = 0; i < n_own; i++) block(&html, &paper->blocks[i]);
    if (paper->executor.n > 0) para(&html, "o-executor", paper->executor);
    for (uint32_t i = n_own; i < paper->n_blocks; i++) block(&html, &paper->blocks[i]);
    sheet_end(&html);
    buf_add_z(out, "</article>\n");
}
