/* Blocks laid out by borderless tables: signs, answers, facts, columns. */
#include "publish/office/docx_.h"

#include "publish/rich.h"

#define NIL_BORDERS "<w:tblBorders><w:top w:val=\"nil\"/><w:left w:val=\"nil\"/><w:bottom w:val=\"nil\"/><w:right w:val=\"nil\"/><w:insideH w:val=\"nil\"/><w:insideV w:val=\"nil\"/></w:tblBorders>"

/* borders: a whole <w:tblBorders>, NULL = none. */
void docx_grid_begin(Docx *docx, uint32_t n, const uint32_t *widths, const char *borders)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < n; i++) total += widths[i];
    buf_printf(&docx->body, "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"%u\" w:type=\"dxa\"/>%s<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0000\"/></w:tblPr><w:tblGrid>",
               total, borders != NULL ? borders : NIL_BORDERS);
    for (uint32_t i = 0; i < n; i++) buf_printf(&docx->body, "<w:gridCol w:w=\"%u\"/>", widths[i]);
    buf_add_z(&docx->body, "</w:tblGrid>");
}

void docx_grid_cell(Docx *docx, uint32_t width, uint32_t span, const char *borders, uint32_t pad_left, bool flush_right)
{
    docx->at_top = true;
    buf_printf(&docx->body, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/>", width);
    if (span > 1) buf_printf(&docx->body, "<w:gridSpan w:val=\"%u\"/>", span);
    if (borders != NULL) buf_printf(&docx->body, "<w:tcBorders>%s</w:tcBorders>", borders);
    if (pad_left > 0 || flush_right) {
        buf_printf(&docx->body, "<w:tcMar><w:left w:w=\"%u\" w:type=\"dxa\"/>%s</w:tcMar>", pad_left, flush_right ? "<w:right w:w=\"0\" w:type=\"dxa\"/>" : "");
    }
    buf_add_z(&docx->body, "</w:tcPr>");
}

/* A cell must end in a paragraph: empty ones and those that end in a table get a small one. */
void docx_grid_cell_end(Docx *docx, bool needs_paragraph)
{
    if (needs_paragraph) docx_spacer(docx);
    buf_add_z(&docx->body, "</w:tc>");
}

static void row_begin(Docx *docx) { buf_add_z(&docx->body, "<w:tr><w:trPr><w:cantSplit/></w:trPr>"); }
static void row_end(Docx *docx) { buf_add_z(&docx->body, "</w:tr>"); }

static void sign_head(Docx *docx, const Node *node, uint32_t total)
{
    row_begin(docx);
    docx_grid_cell(docx, total, 3, NULL, 0, true);
    docx_p_begin(docx, &(Para){ .style = "SignTitle", .keep_next = true });
    docx_bookmark(docx, node->id);
    if (node->number > 0) {
        buf_printf(&docx->body, "<w:r><w:rPr><w:rStyle w:val=\"SignNumber\"/></w:rPr><w:t>%u</w:t></w:r><w:r><w:tab/></w:r>", node->number);
    }
    docx_run(docx, node->text, &(Run){ 0 });
    docx_p_end(docx);
    if (node->sub.n > 0) docx_p_rich(docx, &(Para){ .style = "SignText", .keep_next = true, .indent = node->number > 0 ? 480 : 0 }, node->sub);
    if (node->has_level) {
        docx_p_begin(docx, &(Para){ .style = "SignText", .keep_next = true, .indent = node->number > 0 ? 480 : 0 });
        docx_level(docx, node->state);
        docx_run(docx, words_level(docx->arena, node->state), &(Run){ .bold = true, .colour = "16212B" });
        docx_p_end(docx);
    }
    buf_add_z(&docx->body, "</w:tc>");
    row_end(docx);
}

static void sign_facts(Docx *docx, const Node *node)
{
    for (uint32_t i = 0; i < node->n_facts; i++) {
        const Fact *fact = &node->facts[i];
        docx_p_rich(docx, &(Para){ .style = "FactName", .keep_next = true }, fact->name);
        docx_p_rich(docx, &(Para){ .style = "FactValue" }, fact->value);
        docx_p_rich(docx, &(Para){ .style = "CellSecond" }, fact->note);
    }
}

static void sign_causes(Docx *docx, const Node *node)
{
    docx_p_rich(docx, &(Para){ .style = "FactName", .keep_next = true }, STR("Другие возможные причины"));
    for (uint32_t i = 0; i < node->n_items; i++) docx_p_rich(docx, &(Para){ .style = "CellText", .bullet = true }, node->items[i]);
}

/* number, title, sentence; then chart | facts | other causes. Two rows that stay together. */
void docx_sign(Docx *docx, const Node *node)
{
    static const float with_chart[3] = { 0.47f, 0.27f, 0.26f }, without[3] = { 0.34f, 0.33f, 0.33f };
    const float *shares = node->chart != NULL ? with_chart : without;
    uint32_t total = docx->width, widths[3];
    for (int i = 0; i < 3; i++) widths[i] = (uint32_t)(shares[i] * (float)total);
    docx_grid_begin(docx, 3, widths,
                    "<w:tblBorders><w:top w:val=\"single\" w:sz=\"12\" w:space=\"0\" w:color=\"16212B\"/><w:left w:val=\"nil\"/>"
                    "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D7DCE0\"/><w:right w:val=\"nil\"/><w:insideH w:val=\"nil\"/><w:insideV w:val=\"nil\"/></w:tblBorders>");
    sign_head(docx, node, total);
    row_begin(docx);
    bool was_in_cell = docx->in_cell;
    docx->in_cell = true;
    /* Without a chart its place is given to the facts: they are the evidence then. */
    const char *line = "<w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B4BCC4\"/>";
    uint32_t first = node->chart != NULL ? 0 : widths[0];
    docx->width = (node->chart != NULL ? widths[0] : widths[0] + widths[1]) - 140;
    if (node->chart != NULL) {
        docx_grid_cell(docx, widths[0], 1, NULL, 0, false);
        docx_chart(docx, node->chart, true);
        docx_grid_cell_end(docx, false);
    }
    docx_grid_cell(docx, widths[1] + first, node->chart != NULL ? 1 : 2, NULL, node->chart != NULL ? 120 : 0, false);
    sign_facts(docx, node);
    docx_grid_cell_end(docx, node->n_facts == 0);
    docx_grid_cell(docx, widths[2], 1, node->n_items > 0 ? line : NULL, 170, true);
    if (node->n_items > 0) sign_causes(docx, node);
    docx_grid_cell_end(docx, node->n_items == 0);
    row_end(docx);
    buf_add_z(&docx->body, "</w:tbl>");
    docx->in_cell = was_in_cell;
    docx->width = total;
    docx_spacer(docx);
    docx_children(docx, node);
    if (!docx->in_cell) docx_spacer(docx);
}

/* The place of the school's answer: a dashed form, three questions a row, the first of a row the widest. */
void docx_answer(Docx *docx, const Node *node)
{
    docx_p_plain(docx, &(Para){ .style = "Heading3", .keep_next = true }, node->text);
    docx_p_rich(docx, &(Para){ .style = "Small", .keep_next = true }, node->sub);
    const char *dashed = "<w:tblBorders><w:top w:val=\"dashed\" w:sz=\"4\" w:space=\"0\" w:color=\"47535F\"/><w:left w:val=\"dashed\" w:sz=\"4\" w:space=\"0\" w:color=\"47535F\"/>"
                         "<w:bottom w:val=\"dashed\" w:sz=\"4\" w:space=\"0\" w:color=\"47535F\"/><w:right w:val=\"dashed\" w:sz=\"4\" w:space=\"0\" w:color=\"47535F\"/>"
                         "<w:insideH w:val=\"dashed\" w:sz=\"4\" w:space=\"0\" w:color=\"B4BCC4\"/><w:insideV w:val=\"dashed\" w:sz=\"4\" w:space=\"0\" w:color=\"B4BCC4\"/></w:tblBorders>";
    for (uint32_t from = 0; from < node->n_items; from += 3) {
        uint32_t n = node->n_items - from < 3 ? node->n_items - from : 3, widths[3] = { docx->width, 0, 0 };
        for (uint32_t i = 1; i < n; i++) widths[i] = docx->width * 23 / 100, widths[0] -= widths[i];
        docx_grid_begin(docx, n, widths, dashed);
        buf_add_z(&docx->body, "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"1500\" w:hRule=\"atLeast\"/></w:trPr>");
        for (uint32_t i = 0; i < n; i++) {
            docx_grid_cell(docx, widths[i], 1, NULL, 140, false);
            docx_p_rich(docx, &(Para){ .style = "FactName" }, node->items[from + i]);
            docx_grid_cell_end(docx, node->items[from + i].n == 0);
        }
        row_end(docx);
        buf_add_z(&docx->body, "</w:tbl>");
        docx_spacer(docx);
    }
}

/* Name and value rows; values stand at the right edge while they are short, so that numbers can be compared. */
void docx_facts(Docx *docx, const Node *node)
{
    if (node->n_facts == 0) return;
    uint32_t longest = 0;
    for (uint32_t i = 0; i < node->n_facts; i++) {
        uint32_t width = docx_text_width(rich_plain(docx->arena, node->facts[i].value));
        if (width > longest) longest = width;
    }
    bool is_short = longest < 16000;
    uint32_t total = docx->width, limit = (uint32_t)(115 * TWIPS_PER_MM);
    if (is_short && total > limit) total = limit;
    uint32_t right = is_short ? longest * 170 / 1000 + 60 : total * 55 / 100;
    if (right > total * 6 / 10) right = total * 6 / 10;
    uint32_t widths[2] = { total - right, right };
    docx_grid_begin(docx, 2, widths,
                    "<w:tblBorders><w:top w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"16212B\"/><w:left w:val=\"nil\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D7DCE0\"/>"
                    "<w:right w:val=\"nil\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D7DCE0\"/><w:insideV w:val=\"nil\"/></w:tblBorders>");
    for (uint32_t i = 0; i < node->n_facts; i++) {
        row_begin(docx);
        docx_grid_cell(docx, widths[0], 1, NULL, 0, false);
        docx_p_rich(docx, &(Para){ .style = "CellText" }, node->facts[i].name);
        docx_p_rich(docx, &(Para){ .style = "CellSecond" }, node->facts[i].note);
        docx_grid_cell_end(docx, node->facts[i].name.n + node->facts[i].note.n == 0);
        docx_grid_cell(docx, widths[1], 1, NULL, 0, is_short);
        docx_p_rich(docx, &(Para){ .style = is_short ? "CellNumber" : "CellText" }, node->facts[i].value);
        docx_grid_cell_end(docx, node->facts[i].value.n == 0);
        row_end(docx);
    }
    buf_add_z(&docx->body, "</w:tbl>");
    docx_spacer(docx);
}
