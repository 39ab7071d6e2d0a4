#include "intake/document/html_.h"

#include <strings.h>

typedef struct Known { const char *name; HtmlTag tag; } Known;

static const Known known[] = {
    { "b", TAG_B }, { "strong", TAG_B }, { "br", TAG_BR }, { "caption", TAG_CAPTION }, { "center", TAG_CENTER }, { "del", TAG_DEL }, { "hr", TAG_HR }, { "img", TAG_IMG }, { "li", TAG_LI }, { "ol", TAG_OL },
    { "p", TAG_P }, { "pre", TAG_PRE }, { "table", TAG_TABLE }, { "td", TAG_TD }, { "th", TAG_TH }, { "thead", TAG_THEAD }, { "tbody", TAG_TBODY }, { "tfoot", TAG_TBODY }, { "tr", TAG_TR }, { "ul", TAG_UL },
    { "menu", TAG_UL }, { "script", TAG_RAW }, { "style", TAG_RAW }, { "title", TAG_RAW }, { "textarea", TAG_RAW }, { "iframe", TAG_RAW }, { "noframes", TAG_RAW }, { "noscript", TAG_LEFT_OUT },
    { "template", TAG_LEFT_OUT }, { "nav", TAG_LEFT_OUT }, { "select", TAG_LEFT_OUT }, { "svg", TAG_LEFT_OUT }, { "object", TAG_LEFT_OUT }, { "button", TAG_LEFT_OUT }, { "div", TAG_BLOCK },
    { "body", TAG_BLOCK }, { "head", TAG_BLOCK }, { "html", TAG_BLOCK }, { "section", TAG_BLOCK }, { "article", TAG_BLOCK }, { "header", TAG_BLOCK }, { "footer", TAG_BLOCK }, { "main", TAG_BLOCK },
    { "address", TAG_BLOCK }, { "blockquote", TAG_BLOCK }, { "dl", TAG_BLOCK }, { "dt", TAG_BLOCK }, { "dd", TAG_BLOCK }, { "form", TAG_BLOCK }, { "fieldset", TAG_BLOCK }, { "legend", TAG_BLOCK },
    { "figure", TAG_BLOCK }, { "figcaption", TAG_BLOCK }, { "details", TAG_BLOCK }, { "summary", TAG_BLOCK }, { "aside", TAG_BLOCK }, { "option", TAG_BLOCK },
};

static bool named(Str name, const char *expected) { return name.n == strlen(expected) && strncasecmp(name.at, expected, name.n) == 0; }

static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

size_t html_find(Str s, size_t from, const char *needle)
{
    size_t n = strlen(needle);
    for (size_t i = from; i + n <= s.n; i++)
        if (strncasecmp(s.at + i, needle, n) == 0) return i;
    return SIZE_MAX;
}

/* Where the tag that begins at «<» ends (at its «>»); a «>» in quotes is none. SIZE_MAX: it never does. */
static size_t tag_end(Str html, size_t i)
{
    bool value = false; /* behind «=», where quotes have their meaning */
    while (i < html.n && html.at[i] != '>') {
        char c = html.at[i++];
        if (value && (c == '"' || c == '\'')) {
            const char *close = memchr(html.at + i, c, html.n - i);
            if (close == NULL) return SIZE_MAX;
            i = (size_t)(close - html.at) + 1;
        }
        if (!is_blank(c)) value = c == '=';
    }
    return i < html.n ? i : SIZE_MAX;
}

static void name_tag(HtmlToken *token)
{
    token->tag = TAG_OTHER;
    token->heading = 0;
    if (token->name.n == 2 && (token->name.at[0] | 32) == 'h' && token->name.at[1] >= '1' && token->name.at[1] <= '6') {
        token->tag = TAG_H;
        token->heading = (uint8_t)(token->name.at[1] - '0');
        return;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (named(token->name, known[i].name)) token->tag = known[i].tag;
}

/* Comments, declarations, instructions and Word's «<![if …]>»: the place behind. */
static size_t pass_over(Str html, size_t i)
{
    bool comment = str_starts(str_slice(html, i, html.n), STR("<!--"));
    const char *end = comment ? memmem(html.at + i + 4, html.n - i - 4, "-->", 3) : memchr(html.at + i, '>', html.n - i);
    return end == NULL ? html.n : (size_t)(end - html.at) + (comment ? 3 : 1);
}

/* The place of «</script» behind the start tag. */
static size_t raw_end(Str html, size_t i, Str name)
{
    for (; i + 2 + name.n <= html.n; i++) {
        const char *mark = memmem(html.at + i, html.n - i, "</", 2);
        if (mark == NULL) return html.n;
        i = (size_t)(mark - html.at);
        if (i + 2 + name.n <= html.n && strncasecmp(mark + 2, name.at, name.n) == 0) return i;
    }
    return html.n;
}

bool html_next(HtmlTokens *tokens, HtmlToken *out)
{
    Str html = tokens->html;
    size_t from = tokens->at;
    for (size_t i = from; !tokens->no_tags && i < html.n; i++) {
        const char *mark = memchr(html.at + i, '<', html.n - i);
        if (mark == NULL) break;
        i = (size_t)(mark - html.at);
        char next = i + 1 < html.n ? html.at[i + 1] : ' ';
        bool close = next == '/' && i + 2 < html.n && is_letter(html.at[i + 2]);
        bool passed = next == '!' || next == '?';
        if (!close && !passed && !is_letter(next)) continue;
        size_t end = passed ? 0 : tag_end(html, i);
        if (end == SIZE_MAX) tokens->no_tags = true;
        if (end == SIZE_MAX) break;
        if (i > from) { /* the text before it first */
            *out = (HtmlToken){ .kind = HTML_TEXT, .text = str_slice(html, from, i) };
            tokens->at = i;
            return true;
        }
        if (passed) {
            i = from = tokens->at = pass_over(html, i);
            i--;
            continue;
        }
        size_t name = i + 1 + close, name_end = name;
        while (name_end < end && !is_blank(html.at[name_end]) && html.at[name_end] != '/') name_end++;
        *out = (HtmlToken){ .kind = close ? HTML_CLOSE : HTML_OPEN, .text = str_slice(html, name_end, end), .name = str_slice(html, name, name_end) };
        name_tag(out);
        tokens->at = end + 1;
        if (out->tag == TAG_RAW && !close && !(tokens->plain_title && named(out->name, "title"))) tokens->at = raw_end(html, end + 1, out->name);
        return true;
    }
    *out = (HtmlToken){ .kind = HTML_TEXT, .text = str_slice(html, from, html.n) };
    tokens->at = html.n;
    return from < html.n;
}

bool html_token_attribute(const HtmlToken *token, const char *name, Str *out)
{
    Str s = token->text;
    for (size_t i = 0; i < s.n;) {
        while (i < s.n && (is_blank(s.at[i]) || s.at[i] == '/')) i++;
        size_t from = i;
        while (i < s.n && !is_blank(s.at[i]) && s.at[i] != '=') i++;
        bool this = named(str_slice(s, from, i), name);
        while (i < s.n && is_blank(s.at[i])) i++;
        Str value = STR_EMPTY;
        if (i < s.n && s.at[i] == '=') {
            i++;
            while (i < s.n && is_blank(s.at[i])) i++;
            char quote = i < s.n && (s.at[i] == '"' || s.at[i] == '\'') ? s.at[i++] : '\0';
            size_t begin = i;
            while (i < s.n && (quote != '\0' ? s.at[i] != quote : !is_blank(s.at[i]))) i++;
            value = str_slice(s, begin, i);
            i += quote != '\0';
        }
        if (this) *out = value;
        if (this) return true;
    }
    return false;
}

uint32_t html_number(const HtmlToken *token, const char *name, uint32_t otherwise)
{
    Str written;
    uint32_t value = 0, n = 0;
    if (!html_token_attribute(token, name, &written)) return otherwise;
    written = str_trim(written);
    for (; n < written.n && n < 6 && written.at[n] >= '0' && written.at[n] <= '9'; n++) value = value * 10 + (uint32_t)(written.at[n] - '0');
    return n == 0 ? otherwise : value;
}

bool html_styled(const HtmlToken *token, const char *what)
{
    Str style;
    size_t n = strlen(what);
    if (!html_token_attribute(token, "style", &style)) return false;
    for (size_t i = 0; i < style.n; i++) {
        size_t k = 0, at = i;
        while (at < style.n && k < n) {
            if (is_blank(style.at[at])) at++;
            else if ((style.at[at] >= 'A' && style.at[at] <= 'Z' ? style.at[at] + 32 : style.at[at]) == what[k]) at++, k++;
            else break;
        }
        if (k == n) return true;
    }
    return false;
}

bool html_void(const HtmlToken *token)
{
    static const char *const names[] = { "br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr", "param", "track" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (named(token->name, names[i])) return true;
    return token->text.n > 0 && token->text.at[token->text.n - 1] == '/';
}
