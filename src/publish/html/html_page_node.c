/* Nodes that only pages have. */
#include "publish/html/html_.h"

#include "publish/paper.h"

static void panel(Html *html, const Node *node)
{
    unsigned name = ++html->n_ids;
    html_z(html, "<section class=\"panel\"");
    if (node->text.n) buf_printf(html->out, " aria-labelledby=\"m-h%u\"", name);
    html_id(html, node->id);
    html_z(html, ">");
    if (node->kicker.n) {
        html_z(html, "<p class=\"kicker\">");
        html_text(html, node->kicker);
        html_z(html, "</p>");
    }
    if (node->text.n) {
        int level = html_outline(html, 3);
        buf_printf(html->out, "<div class=\"hline\"><h%d class=\"s3\" id=\"m-h%u\">", level, name);
        if (node->has_level) html_level_glyph(html, node->state);
        html_text(html, node->text);
        buf_printf(html->out, "</h%d>", level);
        if (node->sub.n) {
            html_z(html, "<p class=\"right\">");
            html_rich(html, node->sub);
            html_z(html, "</p>");
        }
        html_z(html, "</div>");
    }
    html_children(html, node);
    html_z(html, "</section>\n");
}

static void decision(Html *html, const Decision *decision)
{
    html_z(html, decision->late ? "<li class=\"late\">" : "<li>");
    html_z(html, "<span class=\"mark\">");
    if (decision->has_level) html_level_glyph(html, decision->level);
    else html_icon(html, decision->icon);
    html_z(html, "</span><div class=\"what\"><p><b>");
    bool link = html_link_begin(html, decision->href, "");
    html_text(html, decision->title);
    html_link_end(html, link);
    html_z(html, "</b></p>");
    if (decision->has_level) {
        html_z(html, "<span class=\"vh\">");
        html_level_word(html, decision->level);
        html_z(html, "</span>");
    }
    if (decision->sub.n) {
        html_z(html, "<p>");
        html_rich(html, decision->sub);
        html_z(html, "</p>");
    }
    html_z(html, "</div><p class=\"when\">");
    html_text(html, decision->when);
    html_z(html, "</p><div class=\"do\">");
    if (decision->button) {
        Button button = *decision->button;
        if (button.about.n == 0) button.about = decision->title;
        html_button(html, &button, "btn");
    }
    html_z(html, "</div></li>\n");
}

static void decisions(Html *html, const Node *node)
{
    html_z(html, "<ul class=\"decisions\"");
    html_id(html, node->id);
    html_z(html, ">");
    for (uint32_t i = 0; i < node->n_items; i++) decision(html, &node->decisions[i]);
    if (node->n_items == 0) {
        html_z(html, "<li class=\"none\"><p>");
        html_rich(html, node->text.n ? node->text : STR("Сейчас ничего не ждёт."));
        html_z(html, "</p></li>");
    }
    html_z(html, "</ul>\n");
}

static void piece(Html *html, const char *open, Str text, const char *close)
{
    if (text.n == 0) return;
    html_z(html, open);
    html_rich(html, text);
    html_z(html, close);
}

static void words(Html *html, const char *open, Str text)
{
    if (text.n == 0) return;
    html_z(html, open);
    html_text(html, text);
    html_z(html, "</p>");
}

static void board(Html *html, const Node *node)
{
    html_z(html, "<div class=\"board\"");
    html_id(html, node->id);
    html_z(html, ">");
    for (uint32_t i = 0; i < node->n_items; i++) {
        const Lane *lane = &node->lanes[i];
        buf_printf(html->out, lane->n_cards > 0 ? "<section><h2>" : "<section class=\"none\"><h2>");
        html_text(html, lane->title);
        html_z(html, " <span class=\"cnt\">");
        html_int(html, lane->n_cards);
        html_z(html, "</span></h2>");
        if (lane->n_cards == 0) words(html, "<p>", lane->empty);
        else html_z(html, "<ul class=\"cards\">");
        for (uint32_t k = 0; k < lane->n_cards; k++) {
            const BoardCard *card = &lane->cards[k];
            html_z(html, card->late ? "<li class=\"late\">" : "<li>");
            bool link = html_link_begin(html, card->href, "");
            html_text(html, card->title);
            html_link_end(html, link);
            words(html, "<p class=\"when\">", card->when);
            piece(html, "<p class=\"who\">", card->who, "</p>");
            html_z(html, "</li>");
        }
        html_z(html, lane->n_cards > 0 ? "</ul></section>\n" : "</section>\n");
    }
    html_z(html, "</div>\n");
}

static void count_of(Html *html, uint32_t count)
{
    if (count == NO_COUNT) return;
    html_z(html, " <span class=\"cnt\">");
    html_int(html, count);
    html_z(html, "</span>");
}

void html_links(Html *html, const char *classes, Str label, uint32_t n, const DocLink *links)
{
    bool nav = strcmp(classes, "tabs") == 0; /* a place to go by landmarks; filters come in numbers */
    buf_printf(html->out, nav ? "<nav class=\"%s\" aria-label=\"" : "<div class=\"%s\" role=\"group\" aria-label=\"", classes);
    html_text(html, label.n ? label : STR("Дальше"));
    html_z(html, "\">");
    if (strcmp(classes, "links") == 0 && label.n > 0) {
        html_z(html, "<p aria-hidden=\"true\">");
        html_text(html, label);
        html_z(html, ":</p>");
    }
    html_z(html, "<ul class=\"nav\">");
    for (uint32_t i = 0; i < n; i++) {
        html_z(html, "<li><a");
        if (html_leads(html, links[i].href)) html_href(html, links[i].href);
        html_z(html, links[i].current ? " aria-current=\"true\">" : ">");
        html_icon(html, links[i].icon);
        html_text(html, links[i].title);
        count_of(html, links[i].count);
        html_z(html, "</a></li>");
    }
    html_z(html, nav ? "</ul></nav>\n" : "</ul></div>\n");
}

/* Filters vanish on paper: what was chosen prints as a sentence. */
static void chosen_in_words(Html *html, const Node *node)
{
    bool any = false;
    for (uint32_t i = 0; i < node->n_items; i++) {
        if (!node->links[i].current) continue;
        html_z(html, any ? ", " : "<p class=\"paper\">");
        if (!any && node->text.n) {
            html_text(html, node->text);
            html_z(html, ": ");
        }
        html_text(html, node->links[i].title);
        any = true;
    }
    if (any) html_z(html, "</p>\n");
}

static void chips(Html *html, const Node *node, const char *classes)
{
    bool chosen = strcmp(classes, "switch") == 0;
    for (uint32_t i = 0; i < node->n_items && !chosen; i++) chosen = node->links[i].current;
    if (!chosen) { /* nothing is filtered: they lead elsewhere, and look so */
        html_links(html, "links", node->text, node->n_items, node->links);
        return;
    }
    html_links(html, classes, node->text.n ? node->text : STR("Показать"), node->n_items, node->links);
    chosen_in_words(html, node);
}

static void buttons(Html *html, const Node *node)
{
    html_z(html, "<div class=\"btns\"");
    html_id(html, node->id);
    html_z(html, ">");
    uint32_t n_left = 0;
    for (uint32_t i = 0; i < node->n_items; i++) {
        if (!node->folds || node->buttons[i].primary) html_button(html, &node->buttons[i], "btn");
        else n_left++;
    }
    if (n_left > 0) {
        html_z(html, "<details class=\"narrow\"><summary>Действия</summary>");
        for (uint32_t i = 0; i < node->n_items; i++)
            if (!node->buttons[i].primary) html_button(html, &node->buttons[i], "btn");
        html_z(html, "</details>");
    }
    if (node->text.n) {
        html_z(html, "<p>");
        html_rich(html, node->text);
        html_z(html, "</p>");
    }
    html_z(html, "</div>\n");
}

/* What narrows the page must be seen, not guessed. */
static bool holds_choice(const InputForm *form)
{
    for (uint32_t i = 0; i < form->n_fields; i++)
        if (form->fields[i].kind != FIELD_HIDDEN && form->fields[i].value.n > 0) return true;
    return false;
}

static void history(Html *html, const Node *node)
{
    html_z(html, "<ol class=\"history\"");
    html_id(html, node->id);
    html_z(html, ">");
    for (uint32_t i = 0; i < node->n_items; i++) {
        const HistoryEntry *entry = &node->history[i];
        piece(html, "<li><p class=\"at\">", entry->when, "</p><div><p>");
        if (entry->when.n == 0) html_z(html, "<li><p class=\"at\"></p><div><p>");
        html_rich(html, entry->what);
        html_z(html, "</p>");
        if (entry->before.n || entry->after.n) {
            html_z(html, "<p class=\"change\">было: <del>");
            html_rich(html, entry->before.n ? entry->before : STR("—"));
            html_z(html, "</del>; стало: <ins>");
            html_rich(html, entry->after.n ? entry->after : STR("—"));
            html_z(html, "</ins></p>");
        }
        piece(html, "<p class=\"change\">причина: ", entry->reason, "</p>");
        piece(html, "<p class=\"who\">", entry->who, "</p>");
        html_z(html, "</div></li>\n");
    }
    if (node->n_items == 0) html_z(html, "<li class=\"none\"><p>Изменений ещё не было.</p></li>");
    html_z(html, "</ol>\n");
}

static void pager(Html *html, const Pager *pager)
{
    html_z(html, "<nav class=\"pager\" aria-label=\"Страницы\"><p>Показаны ");
    html_int(html, pager->from);
    html_z(html, "–");
    html_int(html, pager->to);
    html_z(html, " из\u00A0");
    html_int(html, pager->total);
    html_z(html, " ");
    html_text(html, pager->of);
    html_z(html, "</p>");
    if (pager->previous.n) html_button(html, &(Button){ .title = STR("Предыдущие"), .href = pager->previous }, "btn small");
    if (pager->next.n) html_button(html, &(Button){ .title = STR("Следующие"), .href = pager->next }, "btn small");
    html_z(html, "</nav>\n");
}

bool html_page_node(Html *html, const Node *node)
{
    switch (node->kind) {
    case NODE_PANEL: panel(html, node); return true;
    case NODE_FORM:
        if (node->folds) html_z(html, holds_choice(node->form) ? "<details class=\"narrow\" open=\"open\"><summary>Отбор</summary>" : "<details class=\"narrow\"><summary>Отбор</summary>");
        html_form(html, node);
        if (node->folds) html_z(html, "</details>\n");
        return true;
    case NODE_GRID: html_grid(html, node); return true;
    case NODE_REMARKS: html_remarks(html, node); return true;
    case NODE_DECISIONS: decisions(html, node); return true;
    case NODE_BOARD: board(html, node); return true;
    case NODE_TILES: html_tiles(html, node->tiles); return true;
    case NODE_STRIP: html_strip(html, node->strip); return true;
    case NODE_CHIPS: chips(html, node, "chips"); return true;
    case NODE_SWITCH: chips(html, node, "switch"); return true;
    case NODE_BUTTONS: buttons(html, node); return true;
    case NODE_HISTORY: history(html, node); return true;
    case NODE_LEGEND: html_legend(html, node->n_items, node->legend); return true;
    case NODE_PAGER: pager(html, node->pager); return true;
    case NODE_OFFICE: paper_html(node->office, html->out); return true;
    default: return false;
    }
}
