/* The document tree as one self-contained page: no scripts, nothing from elsewhere; the same page prints on A4. */
#include "publish/html/html_.h"

#include "base/utf8.h"
#include "publish/rich.h"
#include "publish/typo.h"

void html_z(Html *html, const char *markup) { buf_add_z(html->out, markup); }

void html_int(Html *html, long long n) { buf_add(html->out, number_int(html->arena, n)); }

void html_text(Html *html, Str text) { buf_add_xml(html->out, typo(html->arena, text)); }

void html_name(Html *html, Str name)
{
    for (size_t i = 0, from = 0; i <= name.n; i++) {
        if (i < name.n && (unsigned char)name.at[i] > ' ') continue;
        buf_add_xml(html->out, str_slice(name, from, i));
        if (i < name.n) buf_add_char(html->out, '-');
        from = i + 1;
    }
}

/* «?sign» is a term of the help; «?year=2026» is this page with another query. */
static bool is_term(Str href) { return href.n > 1 && href.at[0] == '?' && memchr(href.at, '=', href.n) == NULL; }

bool html_leads(const Html *html, Str href)
{
    if (href.n == 0) return false;
    if (href.at[0] == '#') return href.n > 1;
    if (html->frame == NULL) return false;
    if (href.at[0] == '?') return href.n > 1;
    return href.at[0] == '/' && !(href.n > 1 && (href.at[1] == '/' || href.at[1] == '\\'));
}

void html_address(Html *html, Str address)
{
    for (size_t i = 0, from = 0; i <= address.n; i++) {
        if (i < address.n && (unsigned char)address.at[i] > ' ') continue;
        buf_add_xml(html->out, str_slice(address, from, i));
        if (i < address.n) html_z(html, "%20");
        from = i + 1;
    }
}

void html_href(Html *html, Str href)
{
    html_z(html, " href=\"");
    if (is_term(href)) {
        html_z(html, "/help/");
        href = str_slice(href, 1, href.n);
        html_name(html, href);
    } else if (href.at[0] == '#') html_name(html, href);
    else html_address(html, href);
    html_z(html, "\"");
}

bool html_link_begin(Html *html, Str href, const char *classes)
{
    bool leads = html_leads(html, href);
    html_z(html, leads ? "<a" : "<span");
    if (*classes) buf_printf(html->out, " class=\"%s\"", classes);
    if (leads) html_href(html, href);
    if (leads && is_term(href)) html_z(html, " data-help=\"1\"");
    html_z(html, ">");
    return leads;
}

bool html_leads_out(const Html *html, Str href) { return html->frame != NULL && (str_starts(href, STR("https://")) || str_starts(href, STR("http://"))); }

void html_outer_begin(Html *html, Str href)
{
    html_z(html, "<a rel=\"noopener noreferrer nofollow\" href=\"");
    html_address(html, href);
    html_z(html, "\">");
}

void html_link_end(Html *html, bool is_link) { html_z(html, is_link ? "</a>" : "</span>"); }

void html_id(Html *html, Str id)
{
    if (id.n == 0) return;
    html_z(html, " id=\"");
    html_name(html, id);
    html_z(html, "\"");
}

void html_rich(Html *html, Str rich)
{
    Rich reader = rich_begin(typo(html->arena, rich));
    for (RichSpan span; rich_next(&reader, &span);) {
        if (span.bold) html_z(html, "<b>");
        bool leads = html_leads(html, span.anchor);
        if (leads) html_link_begin(html, span.anchor, is_term(span.anchor) ? "term" : "");
        buf_add_xml(html->out, span.text);
        if (leads) html_link_end(html, true);
        if (span.bold) html_z(html, "</b>");
    }
}

int html_outline(Html *html, int wanted)
{
    int level = wanted + html->heading_base;
    if (html->frame == NULL) return level;
    if (level > html->outline + 1) level = html->outline + 1;
    return html->outline = level;
}

int html_per_cent(double share) { return !(share > 0) ? 0 : share >= 1 ? 100 : (int)(share * 100 + 0.5); }

void html_level_glyph(Html *html, Level level)
{
    buf_printf(html->out, "<svg class=\"lv\" width=\"16\" height=\"16\" aria-hidden=\"true\"><use href=\"#m-l%d\"/></svg>", (int)level);
}

void html_level_word(Html *html, Level level)
{
    Str word = str_of(level_title(level));
    size_t i = 0;
    char capital[4];
    size_t n = utf8_put(utf8_upper(utf8_next(word, &i)), capital);
    buf_add(html->out, (Str){ capital, n });
    html_text(html, str_slice(word, i, word.n));
}

/* A CSS string: everything but letters and digits of text as \hex, so nothing can end the string or the element. */
static void css_string(Html *html, Str text)
{
    Str s = typo(html->arena, text);
    html_z(html, "\"");
    for (size_t i = 0; i < s.n;) {
        uint32_t cp = utf8_next(s, &i);
        if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9')) buf_add_char(html->out, (char)cp);
        else if (cp >= ' ') buf_printf(html->out, "\\%X ", cp == UTF8_BAD ? 0xFFFDu : cp);
    }
    html_z(html, "\"");
}

static void head(Html *html)
{
    html_z(html, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"ru\" xml:lang=\"ru\"><head><meta charset=\"utf-8\"/>"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"/>"
                 "<meta name=\"generator\" content=\"merilo " MERILO_VERSION "\"/>\n<title>");
    html_text(html, html->doc->title);
    html_z(html, "</title>\n<style>\n");
    html_z(html, chart_css);
    html_z(html, report_css);
    html_z(html, "@page { @bottom-left { content: ");
    css_string(html, html->doc->footer);
    html_z(html, "; } }\n</style></head>\n");
}

/* Patterns, level glyphs and the ruler, defined once for the whole page. */
void html_defs(Html *html)
{
    html_z(html, "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\">");
    chart_defs(html->out);
    html_z(html, "<defs><pattern id=\"m-ruler\" width=\"50\" height=\"14\" patternUnits=\"userSpaceOnUse\">"
                 "<path d=\"M0.5 0V13M25.5 0V9\" stroke=\"#16212B\" stroke-width=\"1\"/>"
                 "<path d=\"M5.5 0V5M10.5 0V5M15.5 0V5M20.5 0V5M30.5 0V5M35.5 0V5M40.5 0V5M45.5 0V5\" stroke=\"#76828D\" stroke-width=\"1\"/>"
                 "</pattern></defs></svg>\n");
}

bool doc_html(const Doc *doc, Buf *out, Err *err)
{
    Arena *arena = arena_new(0);
    Doc twins = { .arena = arena, .title = STR_EMPTY, .footer = STR_EMPTY, .author = STR_EMPTY };
    Html html = { .doc = doc, .twins = &twins, .arena = arena, .out = out };
    head(&html);
    html_z(&html, "<body><a class=\"skip\" href=\"#m-main\">К содержанию</a>\n");
    html_defs(&html);
    html_z(&html, "<header class=\"bar\"><p class=\"brand\"><b>Мерило</b><svg width=\"88\" height=\"7\" viewBox=\"0 0 100 14\" preserveAspectRatio=\"xMinYMin slice\" "
                  "aria-hidden=\"true\"><rect width=\"101\" height=\"14\" fill=\"url(#m-ruler)\"/></svg></p><p>");
    html_text(&html, doc->title);
    html_z(&html, "</p></header>\n<main id=\"m-main\">\n");
    html_children(&html, doc->root);
    html_z(&html, "</main>\n<footer class=\"foot\"><p>");
    html_text(&html, doc->footer);
    html_z(&html, "</p></footer></body></html>\n");
    arena_free(arena);
    return buf_ok(out, err);
}
