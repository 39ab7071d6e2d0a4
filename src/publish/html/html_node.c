#include "publish/html/html_.h"

static void paragraph(Html *html, const Node *node, const char *classes)
{
    buf_printf(html->out, "<p%s%s%s", *classes ? " class=\"" : "", classes, *classes ? "\"" : "");
    html_id(html, node->id);
    html_z(html, ">");
    html_rich(html, node->text);
    html_z(html, "</p>\n");
}

static void ruler(Html *html)
{
    html_z(html, "<svg class=\"ruler\" width=\"100%\" height=\"14\" aria-hidden=\"true\"><rect width=\"100%\" height=\"14\" fill=\"url(#m-ruler)\"/></svg>");
}

static void sheet(Html *html, const Node *node)
{
    unsigned name = ++html->n_ids;
    bool first = node == html->doc->root->first && html->frame == NULL; /* the title of a page stands in its frame */
    html->heading_base = first || html->frame ? 0 : 1;
    buf_printf(html->out, "<section class=\"%s\" aria-labelledby=\"m-h%u\"", html->frame ? "panel" : "sheet", name);
    html_id(html, node->id);
    html_z(html, ">");
    if (node->ruler && !html->frame) ruler(html);
    html_z(html, "<header>");
    if (node->kicker.n || node->kicker_right.n) {
        html_z(html, "<p class=\"kicker\"><span>");
        html_text(html, node->kicker);
        html_z(html, "</span><span>");
        html_text(html, node->kicker_right);
        html_z(html, "</span></p>");
    }
    html->outline = 2;
    buf_printf(html->out, "<h%d class=\"title\" id=\"m-h%u\">", first ? 1 : 2, name);
    html_text(html, node->text);
    buf_printf(html->out, "</h%d>", first ? 1 : 2);
    if (node->has_level || node->sub.n) {
        html_z(html, "<p class=\"under\">");
        if (node->has_level) {
            html_z(html, "<b class=\"state\">");
            html_level_glyph(html, node->state);
            html_level_word(html, node->state);
            html_z(html, "</b>");
        }
        if (node->sub.n) {
            html_z(html, "<span>");
            html_rich(html, node->sub);
            html_z(html, "</span>");
        }
        html_z(html, "</p>");
    }
    html_z(html, "</header>\n");
    html_children(html, node);
    html_z(html, "</section>\n");
}

static void heading(Html *html, const Node *node)
{
    int level = (node->level < 2 ? 2 : node->level > 4 ? 4 : node->level);
    int drawn = html_outline(html, level);
    buf_printf(html->out, "<h%d class=\"s%d\"", drawn, level);
    html_id(html, node->id);
    html_z(html, ">");
    html_text(html, node->text);
    buf_printf(html->out, "</h%d>\n", drawn);
}

/* Of a page: words in small type after the heading, a link at the right edge. */
static void heading_line(Html *html, const Node *node)
{
    html_z(html, "<div class=\"hline\">");
    heading(html, node);
    if (node->sub.n) {
        html_z(html, "<p>");
        html_rich(html, node->sub);
        html_z(html, "</p>");
    }
    if (node->kicker_right.n) {
        html_z(html, "<p class=\"right\">");
        html_rich(html, node->kicker_right);
        html_z(html, "</p>");
    }
    html_z(html, "</div>\n");
}

static void note(Html *html, const Node *node)
{
    static const char *const kinds[] = { "info", "attention", "rule" };
    buf_printf(html->out, "<aside class=\"note %s\"", kinds[node->note]);
    html_id(html, node->id);
    html_z(html, "><p>");
    if (node->sub.n) {
        html_z(html, "<b>");
        html_text(html, node->sub);
        html_z(html, "</b> ");
    }
    html_rich(html, node->text);
    html_z(html, "</p>");
    html_children(html, node);
    html_z(html, "</aside>\n");
}

static void items(Html *html, const Node *node, const char *open, const char *close)
{
    html_z(html, open);
    for (uint32_t i = 0; i < node->n_items; i++) {
        html_z(html, "<li>");
        html_rich(html, node->items[i]);
        html_z(html, "</li>");
    }
    html_z(html, close);
}

static void facts(Html *html, const Node *node, const char *classes)
{
    if (node->n_facts == 0) return;
    buf_printf(html->out, "<dl class=\"%s\">", classes);
    for (uint32_t i = 0; i < node->n_facts; i++) {
        html_z(html, "<div><dt>");
        html_rich(html, node->facts[i].name);
        html_z(html, "</dt><dd>");
        html_rich(html, node->facts[i].value);
        if (node->facts[i].note.n) {
            html_z(html, "<small>");
            html_rich(html, node->facts[i].note);
            html_z(html, "</small>");
        }
        html_z(html, "</dd></div>");
    }
    html_z(html, "</dl>\n");
}

static void twin(Html *html, const Chart *chart, bool print)
{
    if (chart->no_twin) return;
    buf_printf(html->out, "<details class=\"twin%s\"><summary>Числа таблицей</summary>", print ? " printed" : "");
    html_table(html, chart_twin(chart, html->twins), STR_EMPTY, true);
    html_z(html, "</details>");
}

static void chart(Html *html, const Node *node)
{
    html_z(html, "<figure class=\"chart\"");
    html_id(html, node->id);
    html_z(html, "><figcaption><b>");
    html_text(html, node->chart->title);
    html_z(html, "</b>");
    if (node->chart->reading.n) {
        html_z(html, "<span>");
        html_rich(html, node->chart->reading);
        html_z(html, "</span>");
    }
    html_z(html, "</figcaption><div class=\"pic\">");
    chart_svg_named(node->chart, ++html->n_ids, false, html->out);
    html_z(html, "</div>");
    twin(html, node->chart, node->print_twin);
    html_z(html, "</figure>\n");
}

/* On a page widths are classes: the strict policy allows no style attribute. */
static void page_columns(Html *html, const Node *node)
{
    html_z(html, node->side ? "<div class=\"cols side\">" : "<div class=\"cols row\">");
    uint32_t i = 0;
    for (const Node *child = node->first; child; child = child->next, i++) {
        if (node->side || node->widths == NULL || i >= node->n_items) html_z(html, "<div>");
        else buf_printf(html->out, "<div class=\"g%d\">", html_per_cent((double)node->widths[i]));
        html_node(html, child);
        html_z(html, "</div>");
    }
    html_z(html, "</div>\n");
}

static void columns(Html *html, const Node *node)
{
    if (html->frame) {
        page_columns(html, node);
        return;
    }
    html_z(html, "<div class=\"cols\"");
    if (node->widths && node->n_items > 0) {
        html_z(html, " style=\"--cols:");
        for (uint32_t i = 0; i < node->n_items; i++) buf_printf(html->out, "%sminmax(0,%dfr)", i ? " " : "", (int)((double)node->widths[i] * 1000));
        html_z(html, "\"");
    }
    html_z(html, ">");
    html_children(html, node);
    html_z(html, "</div>\n");
}

static void wrapped(Html *html, const Node *node, const char *classes)
{
    buf_printf(html->out, "<div class=\"%s\"", classes);
    html_id(html, node->id);
    html_z(html, ">");
    html_children(html, node);
    html_z(html, "</div>\n");
}

static void sign(Html *html, const Node *node)
{
    unsigned name = ++html->n_ids;
    int level = html_outline(html, 3);
    buf_printf(html->out, "<article class=\"sign\" aria-labelledby=\"m-h%u\"", name);
    html_id(html, node->id);
    html_z(html, "><header>");
    if (node->number) buf_printf(html->out, "<span class=\"num\" aria-hidden=\"true\">%u</span>", node->number);
    buf_printf(html->out, "<div><h%d id=\"m-h%u\">", level, name);
    html_text(html, node->text);
    buf_printf(html->out, "</h%d>", level);
    if (node->has_level) {
        html_z(html, "<p class=\"state\">");
        html_level_glyph(html, node->state);
        html_level_word(html, node->state);
        html_z(html, "</p>");
    }
    html_z(html, "<p>");
    html_rich(html, node->sub);
    html_z(html, "</p></div></header>");
    buf_printf(html->out, "<div class=\"three%s\">", node->chart ? "" : " nopic");
    if (node->chart) {
        html_z(html, "<div class=\"pic\">");
        chart_svg_named(node->chart, ++html->n_ids, false, html->out);
        twin(html, node->chart, node->print_twin);
        html_z(html, "</div>");
    }
    facts(html, node, "stack");
    if (node->n_items) {
        html_z(html, "<div class=\"other\"><p>Другие возможные причины</p>");
        items(html, node, "<ul>", "</ul></div>");
    }
    html_z(html, "</div>");
    html_children(html, node);
    html_z(html, "</article>\n");
}

static void answer(Html *html, const Node *node)
{
    html_z(html, "<div class=\"answer\"");
    html_id(html, node->id);
    html_z(html, ">");
    if (node->text.n) {
        int level = html_outline(html, 3);
        buf_printf(html->out, "<h%d>", level);
        html_text(html, node->text);
        buf_printf(html->out, "</h%d>", level);
    }
    if (node->sub.n) {
        html_z(html, "<p>");
        html_rich(html, node->sub);
        html_z(html, "</p>");
    }
    items(html, node, "<ul>", "</ul></div>\n");
}

static void toc(Html *html, const Node *node)
{
    unsigned name = ++html->n_ids;
    int level = html_outline(html, 2);
    buf_printf(html->out, "<nav class=\"toc\" aria-labelledby=\"m-h%u\"><h%d class=\"s2\" id=\"m-h%u\">", name, level, name);
    html_text(html, node->text.n ? node->text : STR("Содержание"));
    buf_printf(html->out, "</h%d><ol>", level);
    for (const Node *at = html->doc->root->first; at; at = at->next) {
        if (at->kind != NODE_SHEET || at->id.n == 0 || at == html->doc->root->first) continue;
        html_z(html, "<li>");
        if (at->has_level) html_level_glyph(html, at->state);
        html_z(html, "<a href=\"#");
        html_name(html, at->id);
        html_z(html, "\">");
        html_text(html, at->text);
        html_z(html, "</a></li>");
    }
    html_z(html, "</ol></nav>\n");
}

/* What is wrong must be seen at once, not behind a fold. */
static bool holds_error(const Node *node)
{
    if (node->kind == NODE_FORM) {
        bool wrong = node->form->error.n > 0;
        for (uint32_t i = 0; i < node->form->n_fields; i++) wrong = wrong || node->form->fields[i].error.n > 0;
        if (wrong) return true;
    }
    for (const Node *child = node->first; child; child = child->next)
        if (holds_error(child)) return true;
    return false;
}

static void details(Html *html, const Node *node)
{
    html_z(html, holds_error(node) ? "<details class=\"fold printed\" open=\"open\"" : "<details class=\"fold printed\"");
    html_id(html, node->id);
    html_z(html, "><summary>");
    html_text(html, node->text);
    html_z(html, "</summary>");
    html_children(html, node);
    html_z(html, "</details>\n");
}

void html_node(Html *html, const Node *node)
{
    switch (node->kind) {
    case NODE_SHEET: sheet(html, node); break;
    case NODE_HEADING:
        if (node->sub.n || node->kicker_right.n) heading_line(html, node);
        else heading(html, node);
        break;
    case NODE_LEAD: paragraph(html, node, "lead"); break;
    case NODE_TEXT: paragraph(html, node, ""); break;
    case NODE_SMALL: paragraph(html, node, "small"); break;
    case NODE_NOTE: note(html, node); break;
    case NODE_LIST: items(html, node, "<ul>", "</ul>\n"); break;
    case NODE_FACTS: facts(html, node, node->across ? "across" : "facts"); break;
    case NODE_FACTLINE: items(html, node, "<ul class=\"factline\">", "</ul>\n"); break;
    case NODE_TABLE: html_table(html, node->table, node->id.n ? node->id : node->table->id, false); break;
    case NODE_CHART: chart(html, node); break;
    case NODE_COLUMNS: columns(html, node); break;
    case NODE_GROUP: wrapped(html, node, "group"); break;
    case NODE_SIGN: sign(html, node); break;
    case NODE_ANSWER: answer(html, node); break;
    case NODE_TOC: toc(html, node); break;
    case NODE_DETAILS: details(html, node); break;
    default: BUG_ON(!html_page_node(html, node));
    }
}

void html_children(Html *html, const Node *node)
{
    for (const Node *child = node->first; child; child = child->next) html_node(html, child);
}
