/* The frame of a page: bar, sections, title with tools, footer. */
#include "publish/html/html_.h"

#include "publish/rich.h"

static void stylesheet(Html *html)
{
    uint32_t n;
    const DocAsset *assets = doc_assets(&n);
    for (uint32_t i = 0; i < n; i++) {
        if (str_ends(str_of(assets[i].name), STR("/style.css"))) buf_printf(html->out, "<link rel=\"stylesheet\" href=\"/static/%s\"/>", assets[i].name);
        if (str_ends(str_of(assets[i].name), STR("/app.js"))) buf_printf(html->out, "<script type=\"module\" src=\"/static/%s\"></script>", assets[i].name);
        if (str_ends(str_of(assets[i].name), STR(".svg"))) buf_printf(html->out, "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/static/%s\"/>", assets[i].name);
    }
}

/* Weak sight: the same page with classes on its root. */
static void sight_classes(Html *html, const DocFrame *frame)
{
    static const char *const schemes[] = { "", " bw", " wb", " db" };
    unsigned size = frame->sight.size == 125 || frame->sight.size == 150 || frame->sight.size == 175 || frame->sight.size == 200 ? frame->sight.size : 100;
    unsigned spacing = frame->sight.spacing > 2 ? 2 : frame->sight.spacing;
    SightScheme scheme = frame->sight.scheme <= SIGHT_BLUE ? frame->sight.scheme : SIGHT_PLAIN;
    if (size == 100 && spacing == 0 && scheme == SIGHT_PLAIN && !frame->sight.no_pictures) return;
    buf_printf(html->out, " class=\"s%u sp%u%s%s\"", size, spacing, schemes[scheme], frame->sight.no_pictures ? " nopic" : "");
}

static void head(Html *html)
{
    html_z(html, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"ru\" xml:lang=\"ru\"");
    sight_classes(html, html->frame);
    html_z(html, "><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    if (html->frame->refresh_s) buf_printf(html->out, "<meta http-equiv=\"refresh\" content=\"%u\"/>", html->frame->refresh_s);
    html_z(html, "<title>");
    html_text(html, rich_plain(html->arena, html->doc->title));
    html_z(html, " — Мерило</title>");
    stylesheet(html);
    html_z(html, "</head>\n");
}

static void brand(Html *html)
{
    html_z(html, "<a class=\"brand\" href=\"/\"><b>Мерило</b><svg width=\"84\" height=\"7\" viewBox=\"0 0 100 14\" preserveAspectRatio=\"xMinYMin slice\" aria-hidden=\"true\">"
                 "<rect width=\"101\" height=\"14\" fill=\"url(#m-ruler)\"/></svg></a>");
}

static void link_items(Html *html, uint32_t n, const DocLink *links)
{
    for (uint32_t i = 0; i < n; i++) {
        html_z(html, "<li><a");
        if (html_leads(html, links[i].href)) html_href(html, links[i].href);
        html_z(html, links[i].current ? " aria-current=\"true\">" : ">");
        html_text(html, links[i].title);
        html_z(html, "</a></li>");
    }
}

/* A name with a list that opens under it; plain words when there is nothing to choose. */
static void menu(Html *html, const char *classes, const char *label, Str title, uint32_t n, const DocLink *links, uint32_t n_buttons, const Button *buttons)
{
    if (title.n == 0) return;
    if (n + n_buttons == 0) {
        buf_printf(html->out, "<p class=\"%s\"><span class=\"vh\">%s: </span>", classes, label);
        html_text(html, title);
        html_z(html, "</p>");
        return;
    }
    buf_printf(html->out, "<details class=\"menu %s\"><summary><span class=\"vh\">%s: </span>", classes, label);
    html_text(html, title);
    html_icon(html, "down");
    html_z(html, "</summary><ul>");
    link_items(html, n, links);
    for (uint32_t i = 0; i < n_buttons; i++) {
        html_z(html, "<li>");
        html_button(html, &buttons[i], "quiet");
        html_z(html, "</li>");
    }
    html_z(html, "</ul></details>");
}

static void search(Html *html, const DocFrame *frame)
{
    if (frame->search_action.n == 0) {
        html_z(html, "<span class=\"gap\"></span>");
        return;
    }
    html_z(html, "<form class=\"search\" role=\"search\" action=\"");
    html_address(html, frame->search_action);
    html_z(html, "\"><label class=\"vh\" for=\"m-q\">Поиск</label>");
    html_icon(html, "search");
    html_z(html, "<input type=\"search\" id=\"m-q\" name=\"q\" autocomplete=\"off\"");
    html_attribute(html, "placeholder", frame->search_hint);
    html_attribute(html, "value", frame->search_value);
    html_z(html, "/><kbd aria-hidden=\"true\">/</kbd></form>");
}

static void bell(Html *html, const DocFrame *frame)
{
    if (frame->notices_href.n == 0) return;
    html_z(html, "<a class=\"bell\"");
    html_href(html, frame->notices_href);
    html_z(html, ">");
    html_icon(html, "bell");
    html_z(html, "<span class=\"vh\">Уведомления: </span>");
    html_int(html, frame->n_notices);
    html_z(html, "</a>");
}

static void sections(Html *html, const DocFrame *frame)
{
    if (frame->n_sections == 0) return;
    html_z(html, "<nav class=\"sections\" aria-label=\"Разделы\"><ul>");
    for (uint32_t i = 0; i < frame->n_sections; i++) {
        const DocLink *section = &frame->sections[i];
        html_z(html, "<li><a");
        html_href(html, section->href);
        html_z(html, section->current ? " aria-current=\"page\">" : ">");
        html_text(html, section->title);
        if (section->count != NO_COUNT && section->count > 0) buf_printf(html->out, " <span class=\"cnt\">%u</span>", section->count);
        html_z(html, "</a></li>");
    }
    html_z(html, "</ul></nav>");
}

static void top(Html *html, const DocFrame *frame)
{
    html_z(html, "<header class=\"top\"><div class=\"line\">");
    brand(html);
    if (!frame->bare) {
        menu(html, "place", "Организация", frame->place, frame->n_places, frame->places, 0, NULL);
        menu(html, "year", "Учебный год", frame->year, frame->n_years, frame->years, 0, NULL);
        search(html, frame);
        bell(html, frame);
        menu(html, "account", "Вы", frame->account, frame->n_account_links, frame->account_links, frame->n_account_buttons, frame->account_buttons);
    }
    html_z(html, "</div>");
    if (!frame->bare) sections(html, frame);
    html_z(html, "</header>\n");
}

static void crumbs(Html *html, const Doc *doc)
{
    if (doc->n_crumbs == 0) return;
    html_z(html, "<nav class=\"crumbs\" aria-label=\"Где вы\"><ol>");
    for (uint32_t i = 0; i < doc->n_crumbs; i++) {
        html_z(html, i + 1 == doc->n_crumbs ? "<li aria-current=\"page\">" : "<li>");
        bool link = html_link_begin(html, doc->crumbs[i].href, "");
        html_text(html, doc->crumbs[i].title);
        html_link_end(html, link);
        html_z(html, "</li>");
    }
    html_z(html, "</ol></nav>\n");
}

static void file_link(Html *html, const char *suffix, const char *title)
{
    const Doc *doc = html->doc;
    html_z(html, "<li><a href=\"");
    html_address(html, str_eq(doc->self, STR("/")) ? STR("/index") : doc->self);
    html_z(html, suffix);
    if (doc->query.n) {
        html_z(html, "?");
        html_address(html, doc->query);
    }
    buf_printf(html->out, "\">%s</a></li>", title);
}

static void tools(Html *html, const Doc *doc)
{
    if (doc->n_tools == 0 && doc->self.n == 0) return;
    html_z(html, "<ul class=\"tools\" aria-label=\"Страница\">");
    for (uint32_t i = 0; i < doc->n_tools; i++) {
        html_z(html, "<li>");
        bool link = html_link_begin(html, doc->tools[i].href, "");
        html_icon(html, doc->tools[i].icon);
        html_text(html, doc->tools[i].title);
        html_link_end(html, link);
        html_z(html, "</li>");
    }
    if (doc->self.n) { /* the first two need a script, which shows them */
        html_z(html, "<li hidden=\"hidden\"><button class=\"quiet\" data-do=\"copy\">");
        html_icon(html, "link");
        html_z(html, "Ссылка</button></li><li hidden=\"hidden\"><button class=\"quiet\" data-do=\"print\">");
        html_icon(html, "print");
        html_z(html, "Печать</button></li>");
        file_link(html, ".docx", "DOCX");
        file_link(html, ".xlsx", "XLSX");
        file_link(html, ".csv", "CSV");
    }
    html_z(html, "</ul>");
}

static void under_title(Html *html, const Doc *doc)
{
    if (doc->has_level || doc->n_factline) {
        html_z(html, "<ul class=\"factline\">");
        if (doc->has_level) {
            html_z(html, "<li class=\"state\">");
            html_level_glyph(html, doc->level);
            if (doc->level_text.n) html_text(html, doc->level_text);
            else html_level_word(html, doc->level);
            html_z(html, "</li>");
        }
        for (uint32_t i = 0; i < doc->n_factline; i++) {
            html_z(html, "<li>");
            html_rich(html, doc->factline[i]);
            html_z(html, "</li>");
        }
        html_z(html, "</ul>");
    }
    if (doc->lead.n) {
        html_z(html, "<p class=\"sub\">");
        html_rich(html, doc->lead);
        html_z(html, "</p>");
    }
}

static void title(Html *html, const Doc *doc)
{
    html_z(html, "<header class=\"head\"><div>");
    if (doc->kicker.n) {
        html_z(html, "<p class=\"kicker\">");
        html_text(html, doc->kicker);
        html_z(html, "</p>");
    }
    html_z(html, "<h1>");
    html_text(html, rich_plain(html->arena, doc->title));
    html_z(html, "</h1>");
    under_title(html, doc);
    html_z(html, "</div>");
    tools(html, doc);
    html_z(html, "</header>\n");
}

/* What has just been done, and the way back. */
static void flash(Html *html, const DocFrame *frame)
{
    if (frame->flash.n == 0) return;
    html_z(html, frame->flash_trouble ? "<div class=\"flash trouble\" role=\"alert\"><p>" : "<div class=\"flash\" role=\"status\"><p>");
    html_rich(html, frame->flash);
    html_z(html, "</p>");
    if (frame->undo) {
        html_z(html, "<div class=\"undo\">");
        html_button(html, frame->undo, "quiet");
        html_z(html, "</div>");
    }
    html_z(html, "</div>\n");
}

static void tabs(Html *html, const Doc *doc)
{
    if (doc->n_tabs == 0 && doc->n_views == 0) return;
    html_z(html, "<div class=\"tabline\">");
    if (doc->n_tabs) html_links(html, "tabs", STR("Виды"), doc->n_tabs, doc->tabs);
    if (doc->n_views) html_links(html, "switch", STR("Как показать"), doc->n_views, doc->views);
    html_z(html, "</div>\n");
}

static void main_action(Html *html, const Doc *doc)
{
    if (doc->main_action == NULL) return;
    html_z(html, "\n<div class=\"main-action\">");
    html_button(html, doc->main_action, "btn");
    html_z(html, "</div>");
}

static void foot(Html *html, const DocFrame *frame)
{
    html_z(html, "<footer class=\"base\"><ul>");
    Str words[] = { frame->version, frame->data_time };
    for (int i = 0; i < 2; i++) {
        if (words[i].n == 0) continue;
        html_z(html, "<li>");
        html_text(html, words[i]);
        html_z(html, "</li>");
    }
    link_items(html, frame->n_footer_links, frame->footer_links);
    if (frame->copy_verified.n) {
        html_z(html, "<li class=\"last\">");
        html_text(html, frame->copy_verified);
        html_z(html, "</li>");
    }
    html_z(html, "</ul></footer>");
}

bool doc_page_html(const Doc *doc, const DocFrame *frame, Buf *out, Err *err)
{
    Arena *arena = arena_new(0);
    Doc twins = { .arena = arena, .title = STR_EMPTY, .footer = STR_EMPTY, .author = STR_EMPTY };
    Html html = { .doc = doc, .frame = frame, .twins = &twins, .arena = arena, .out = out, .outline = 1 };
    head(&html);
    html_z(&html, "<body><a class=\"skip\" href=\"#m-main\">К содержанию</a>\n");
    html_defs(&html);
    top(&html, frame);
    buf_printf(out, "<main id=\"m-main\" class=\"page%s\">\n", frame->bare ? " bare" : "");
    crumbs(&html, doc);
    title(&html, doc);
    flash(&html, frame);
    tabs(&html, doc);
    html_z(&html, "<div class=\"body\">\n");
    html_children(&html, doc->root);
    html_z(&html, "</div>");
    main_action(&html, doc);
    html_z(&html, "</main>\n");
    foot(&html, frame);
    html_z(&html, "</body></html>\n");
    arena_free(arena);
    return buf_ok(out, err);
}
