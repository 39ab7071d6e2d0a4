/* What stands in forms and outside them: hidden fields, buttons, the mark that leads to the meaning of a word. */
#include "publish/html/html_form_.h"

void html_csrf(Html *html)
{
    if (html->frame == NULL || html->frame->csrf.n == 0) return;
    html_pairs(html, 1, &(DocPair){ STR("csrf"), html->frame->csrf });
}

void html_pairs(Html *html, uint32_t n, const DocPair *pairs)
{
    for (uint32_t i = 0; i < n; i++) {
        html_z(html, "<input type=\"hidden\"");
        html_attribute(html, "name", pairs[i].name);
        buf_printf(html->out, " value=\"");
        buf_add_xml(html->out, pairs[i].value);
        html_z(html, "\"/>");
    }
}

void html_attribute(Html *html, const char *name, Str value)
{
    if (value.n == 0) return;
    buf_printf(html->out, " %s=\"", name);
    buf_add_xml(html->out, value);
    html_z(html, "\"");
}

void html_button_label(Html *html, const char *icon, Str title, Str about)
{
    html_icon(html, icon);
    html_text(html, title);
    if (about.n == 0) return;
    html_z(html, "<span class=\"vh\">, ");
    html_text(html, about);
    html_z(html, "</span>");
}

void html_button(Html *html, const Button *button, const char *classes)
{
    const char *primary = button->primary ? " primary" : "";
    if (!button->is_post) {
        buf_printf(html->out, "<a class=\"%s%s\"", classes, primary);
        if (html_leads(html, button->href)) html_href(html, button->href);
        if (button->aside) html_z(html, " target=\"_blank\" rel=\"noopener\"");
        html_z(html, ">");
        html_button_label(html, button->icon, button->title, button->about);
        html_z(html, "</a>");
        return;
    }
    html_z(html, "<form class=\"one\" method=\"post\" action=\"");
    html_address(html, button->href);
    html_z(html, "\">");
    html_csrf(html);
    html_pairs(html, button->n_pairs, button->pairs);
    buf_printf(html->out, "<button class=\"%s%s\">", classes, primary);
    html_button_label(html, button->icon, button->title, button->about);
    html_z(html, "</button></form>");
}

void html_help(Html *html, Str id, Str term)
{
    if (id.n == 0 || html->frame == NULL) return;
    html_z(html, " <a class=\"q\" data-help=\"1\" href=\"/help/");
    html_name(html, id);
    html_z(html, "\"><span aria-hidden=\"true\">?</span><span class=\"vh\">что это: ");
    for (size_t from = 0; from <= term.n;) { /* heads hold soft line breaks */
        size_t bar = str_find(str_slice(term, from, term.n), STR("|"));
        size_t to = bar == SIZE_MAX ? term.n : from + bar;
        html_text(html, str_slice(term, from, to));
        if (to < term.n) html_z(html, " ");
        from = to + 1;
    }
    html_z(html, "</span></a>");
}
