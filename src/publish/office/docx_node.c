#include "publish/office/docx_.h"

#include "publish/office/picture.h"

static bool landscape_soon(const Docx *docx, const Node *node, int depth);

static const char *const bars[] = { [NOTE_INFO] = "0A5C99", [NOTE_ATTENTION] = "E39A00", [NOTE_RULE] = "16212B" };

static bool chart_size(const Chart *chart, int *width, int *height)
{
    const ChartKind *kind = chart_find(chart->kind);
    if (kind == NULL) return false;
    kind->size(chart, width, height);
    return *width > 0 && *height > 0;
}

static Str both(Docx *docx, Str a, Str b)
{
    return b.n == 0 ? a : a.n == 0 ? b : arena_printf(docx->arena, "%.*s. %.*s", STR_ARG(a), STR_ARG(b));
}

/* Title is the finding, the sentence under it says how to read it, then the picture. A sign has its own title: only the picture. */
void docx_chart(Docx *docx, const Chart *chart, bool is_sign)
{
    if (!is_sign) docx_caption(docx, STR_EMPTY, chart->title, chart->reading);
    int width, height;
    bool drawn = false;
    docx_p_begin(docx, &(Para){ .style = "Picture" });
    if (chart_size(chart, &width, &height)) {
        double room_px = docx->width / 15.0, shown_px = width < room_px ? width : room_px;
        /* On paper a chart is as wide as its column, but never larger than drawn by a third. */
        if (shown_px < room_px && room_px < 1.34 * width) shown_px = room_px;
        Buf svg;
        buf_init(&svg, 0);
        chart_svg(chart, true, &svg);
        Str summary = chart->summary.n > 0 ? chart->summary : both(docx, chart->title, chart->reading);
        drawn = docx_picture(docx, buf_str(&svg), width, height, shown_px, summary, false);
        buf_free(&svg);
    }
    if (!drawn) docx_run(docx, chart->summary, &(Run){ 0 });
    docx_p_end(docx);
}

static void chart_node(Docx *docx, const Node *node)
{
    if (node->chart == NULL) return;
    docx_chart(docx, node->chart, false);
    if (!node->print_twin) return;
    Doc twin_doc = *docx->doc;
    twin_doc.arena = docx->arena;
    const Table *twin = chart_twin(node->chart, &twin_doc);
    if (twin != NULL) docx_table(docx, twin, STR_EMPTY, true);
}

/* Kicker, title, facts line, level; the first of them begins the page and carries the bookmark and the ruler. */
static void sheet_head(Docx *docx, const Node *node, bool breaks)
{
    bool first = true;
#define OPEN(...) do { docx_p_begin(docx, &(Para){ __VA_ARGS__, .keep_next = true, .page_break = first && breaks }); if (first) { docx_bookmark(docx, node->id); if (node->ruler) docx_ruler(docx); } first = false; } while (0)
    if (node->kicker.n + node->kicker_right.n > 0) {
        OPEN(.style = "Kicker", .right_tab = docx->width);
        docx_run(docx, node->kicker, &(Run){ 0 });
        if (node->kicker_right.n > 0) {
            buf_add_z(&docx->body, "<w:r><w:tab/></w:r>");
            docx_run(docx, node->kicker_right, &(Run){ 0 });
        }
        docx_p_end(docx);
    }
    if (node->text.n > 0) {
        OPEN(.style = "Heading1");
        docx_run(docx, node->text, &(Run){ 0 });
        docx_p_end(docx);
    }
    if (node->has_level) {
        OPEN(.style = "SheetState");
        docx_level(docx, node->state);
        docx_run(docx, words_level(docx->arena, node->state), &(Run){ .bold = true });
        docx_p_end(docx);
    }
    if (node->sub.n > 0 || first) {
        OPEN(.style = "SheetFacts", .rule_below = node->ruler);
        docx_rich(docx, node->sub, &(Run){ 0 });
        docx_p_end(docx);
    }
#undef OPEN
}

static void sheet(Docx *docx, const Node *node)
{
    bool is_first = docx->body.n == 0;
    bool landscape = landscape_soon(docx, node->first, 0);
    bool turned = landscape != docx->landscape;
    docx_orient(docx, landscape);
    sheet_head(docx, node, !is_first && !turned);
    docx_children(docx, node);
}

static void factline(Docx *docx, const Node *node)
{
    docx_p_begin(docx, &(Para){ .style = "SheetFacts" });
    for (uint32_t i = 0; i < node->n_items; i++) {
        if (i > 0) docx_run(docx, STR("  |  "), &(Run){ .colour = "B4BCC4" });
        docx_rich(docx, node->items[i], &(Run){ 0 });
    }
    docx_p_end(docx);
}

static void columns(Docx *docx, const Node *node)
{
    uint32_t n = 0;
    for (const Node *child = node->first; child != NULL; child = child->next) n++;
    if (n == 0) return;
    if (docx->in_cell) { /* columns inside a column would be too narrow to read */
        docx_children(docx, node);
        return;
    }
    uint32_t total = docx->width, used = 0, *widths = arena_array(docx->arena, uint32_t, n);
    float shares = 0;
    for (uint32_t i = 0; i < n; i++) shares += node->widths != NULL ? node->widths[i] : 1;
    for (uint32_t i = 0; i < n; i++) {
        widths[i] = i + 1 == n ? total - used : (uint32_t)((node->widths != NULL ? node->widths[i] : 1) / (shares > 0 ? shares : 1) * (float)total);
        used += widths[i];
    }
    docx_spacer(docx);
    docx_grid_begin(docx, n, widths, NULL);
    buf_add_z(&docx->body, "<w:tr><w:trPr/>");
    docx->in_cell = true;
    uint32_t i = 0;
    for (const Node *child = node->first; child != NULL; child = child->next, i++) {
        uint32_t gap = i > 0 ? 280 : 0;
        docx_grid_cell(docx, widths[i], 1, NULL, gap, true);
        docx->width = widths[i] - gap;
        size_t before = docx->body.n;
        Node only = *child; /* without its neighbours */
        only.next = NULL;
        const Node alone = { .kind = NODE_GROUP, .first = &only, .last = &only };
        docx_children(docx, child->kind == NODE_GROUP ? child : &alone);
        docx_grid_cell_end(docx, docx->body.n == before);
    }
    buf_add_z(&docx->body, "</w:tr></w:tbl>");
    docx->in_cell = false;
    docx->width = total;
    docx_spacer(docx);
}

static void toc(Docx *docx, const Node *node)
{
    docx_p_plain(docx, &(Para){ .style = "Heading2" }, node->text.n > 0 ? node->text : STR("Содержание"));
    for (const Node *child = docx->doc->root->first; child != NULL; child = child->next) {
        if (child->kind != NODE_SHEET || child->id.n == 0 || child == docx->doc->root->first) continue;
        docx_p_begin(docx, &(Para){ .style = "Toc" });
        if (child->has_level) docx_level(docx, child->state);
        docx_link(docx, child->text, child->id, &(Run){ 0 });
        docx_p_end(docx);
    }
}

/* True when a wide table comes with at most words before it: the page is turned before its heading, not after. */
static bool landscape_soon(const Docx *docx, const Node *node, int depth)
{
    for (; node != NULL; node = node->next) {
        switch (node->kind) {
        case NODE_HEADING: case NODE_LEAD: case NODE_TEXT: case NODE_SMALL: case NODE_NOTE: case NODE_FACTLINE: case NODE_LIST: break;
        case NODE_TABLE: return node->table != NULL && !node->table->data_only && docx_table_is_wide(docx, node->table);
        case NODE_GROUP: case NODE_DETAILS: return depth < 3 && landscape_soon(docx, node->first, depth + 1);
        default: return false;
        }
    }
    return false;
}

static void list(Docx *docx, const Node *node)
{
    docx_p_rich(docx, &(Para){ .style = "FactName", .keep_next = true }, node->text);
    for (uint32_t i = 0; i < node->n_items; i++) docx_p_rich(docx, &(Para){ .style = "Item", .bullet = true }, node->items[i]);
}

static void note(Docx *docx, const Node *node)
{
    const char *outer = docx->bar;
    docx->bar = bars[node->note];
    docx_p_begin(docx, &(Para){ .style = "Note" });
    docx_bookmark(docx, node->id);
    if (node->sub.n > 0) {
        docx_run(docx, node->sub, &(Run){ .bold = true });
        docx_run(docx, STR(" "), &(Run){ 0 });
    }
    docx_rich(docx, node->text, &(Run){ 0 });
    docx_p_end(docx);
    docx_children(docx, node);
    docx->bar = outer;
}

static void group(Docx *docx, const Node *node)
{
    if (docx->in_cell) {
        docx_children(docx, node);
        return;
    }
    docx->keep++;
    docx_children(docx, node);
    docx->keep--;
    docx_spacer(docx); /* the last paragraph is tied to this one, not to what follows the group */
}

static void heading(Docx *docx, const Node *node)
{
    static const char *const styles[] = { "Heading1", "Heading1", "Heading2", "Heading3", "Heading4" };
    docx_p_begin(docx, &(Para){ .style = styles[node->level < 0 || node->level > 4 ? 4 : node->level] });
    docx_bookmark(docx, node->id);
    docx_run(docx, node->text, &(Run){ 0 });
    docx_p_end(docx);
}

/* A wide table far from its sheet's beginning turns the page for itself, its heading and all that follows in the sheet. */
static void turn_for(Docx *docx, const Node *node)
{
    if (docx->landscape || docx->in_cell || docx->keep > 0 || node->kind == NODE_SHEET) return;
    if (landscape_soon(docx, node, 0)) docx_orient(docx, true);
}

static void table_node(Docx *docx, const Node *node)
{
    if (node->table == NULL || node->table->data_only) return;
    docx_table(docx, node->table, node->id.n > 0 ? node->id : node->table->id, false);
}

static void anchor_paragraph(Docx *docx, const Node *node)
{
    if (node->id.n == 0) return;
    docx_p_begin(docx, &(Para){ .style = "Spacer", .keep_next = true });
    docx_bookmark(docx, node->id);
    docx_p_end(docx);
}

static void one(Docx *docx, const Node *node)
{
    switch (node->kind) {
    case NODE_SHEET: sheet(docx, node); break;
    case NODE_HEADING: heading(docx, node); break;
    case NODE_LEAD: docx_p_rich(docx, &(Para){ .style = "Lead" }, node->text); break;
    case NODE_TEXT: docx_p_rich(docx, &(Para){ 0 }, node->text); break;
    case NODE_SMALL: docx_p_rich(docx, &(Para){ .style = "Small" }, node->text); break;
    case NODE_NOTE: note(docx, node); break;
    case NODE_LIST: list(docx, node); break;
    case NODE_FACTS: docx_facts(docx, node); break;
    case NODE_FACTLINE: factline(docx, node); break;
    case NODE_TABLE: table_node(docx, node); break;
    case NODE_CHART: chart_node(docx, node); break;
    case NODE_COLUMNS: columns(docx, node); break;
    case NODE_GROUP: group(docx, node); break;
    case NODE_SIGN: docx_sign(docx, node); break;
    case NODE_ANSWER: docx_answer(docx, node); break;
    case NODE_TOC: toc(docx, node); break;
    case NODE_DETAILS:
        docx_p_plain(docx, &(Para){ .style = "Heading3" }, node->text);
        docx_children(docx, node);
        break;
    default: break; /* of pages only */
    }
}

void docx_children(Docx *docx, const Node *parent)
{
    for (const Node *node = parent->first; node != NULL; node = node->next) {
        turn_for(docx, node);
        bool has_own = node->kind == NODE_SHEET || node->kind == NODE_HEADING || node->kind == NODE_NOTE || node->kind == NODE_SIGN || (node->kind == NODE_TABLE && node->table != NULL && node->table->title.n > 0);
        if (!has_own) anchor_paragraph(docx, node);
        one(docx, node);
    }
}
