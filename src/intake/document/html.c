/* HTML of sites and of «save as web page»: tag soup in one pass. Whatever is open is closed by what cannot stand inside it; nothing is ever looked for twice. */
#include <stdio.h>
#include <strings.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document/build_.h"
#include "intake/document/entity_.h"
#include "intake/document/hint_.h"
#include "intake/document/html_.h"
#include "intake/document/list_.h"
#include "intake/reader/decode_.h"

enum { MAX_OPEN = 256, MAX_TABLES = 32, MAX_LISTS = 16 };

typedef struct Open { Str name; HtmlTag tag; bool bold, centred, out, pre, is_label; uint8_t heading; } Open; /* flags with what is inherited */
typedef struct List { bool bare, ordered; ListFormat format; uint32_t next; } List;
typedef struct Table { bool layout, begun, in_row, row_begun, in_cell, head; uint32_t n_rows, n_open, n_lists, row_open, cell_open, cell_lists; } Table;

typedef struct Html {
    DocBuild *build;
    SourceDoc *out;
    bool *layout;               /* by the order of tables in the file */
    uint32_t i_table;
    uint32_t n_open, n_lists, n_tables;
    Open open[MAX_OPEN];
    List lists[MAX_LISTS];
    Table tables[MAX_TABLES];
    bool spaced;                /* the last thing told was a space */
    char label[LIST_LABEL];     /* of the item that has begun */
    size_t n_label;
} Html;

static Table *table_of(Html *html) { return html->n_tables == 0 ? NULL : &html->tables[html->n_tables - 1]; }

static Open inherited(const Html *html)
{
    Open open = { .name = STR_EMPTY };
    if (html->n_open > 0) open = html->open[html->n_open - 1];
    return open;
}

static void para_end(Html *html)
{
    const Table *table = table_of(html);
    if (table != NULL && !table->layout && table->begun && !table->in_cell) return; /* words between cells wait for the next one */
    Open open = inherited(html);
    DocPara about = { .label = str_trim((Str){ html->label, html->n_label }), .heading = open.heading, .centred = open.centred };
    if (html->n_lists > 0) about.level = (uint8_t)(html->n_lists - 1);
    if (build_para(html->build, &about)) html->n_label = 0;
    html->spaced = false;
}

static void pop_to(Html *html, uint32_t n)
{
    if (n < html->n_open) html->n_open = n;
}

static void say(Html *html, Str piece)
{
    Open open = inherited(html);
    if (!open.is_label) {
        build_text(html->build, piece, open.bold);
        return;
    }
    if (html->n_label + piece.n <= sizeof html->label) memcpy(html->label + html->n_label, piece.at, piece.n), html->n_label += piece.n;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static void text(Html *html, Str s)
{
    Open open = inherited(html);
    if (open.out) return;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        if (is_blank(s.at[i])) {
            while (i < s.n && is_blank(s.at[i])) i++;
            if (open.pre) say(html, str_slice(s, from, i));
            else if (!html->spaced) say(html, STR(" "));
            html->spaced = true;
            continue;
        }
        html->spaced = false;
        uint32_t cp;
        size_t n = s.at[i] == '&' ? entity_at(str_slice(s, i, s.n), &cp) : 0;
        if (n > 0) {
            char put[4];
            say(html, (Str){ put, utf8_put(cp, put) });
            i += n;
            continue;
        }
        for (i++; i < s.n && !is_blank(s.at[i]) && s.at[i] != '&';) i++;
        say(html, str_slice(s, from, i));
    }
}

/* ---- lists ---- */

static void list_begin(Html *html, const HtmlToken *token)
{
    para_end(html);
    if (html->n_lists == MAX_LISTS) return;
    Str type = STR_EMPTY;
    List list = { .ordered = token->tag == TAG_OL, .next = html_number(token, "start", 1), .bare = html_styled(token, "list-style:none") || html_styled(token, "list-style-type:none") };
    html_token_attribute(token, "type", &type);
    if (str_eq(type, STR("a")) || html_styled(token, "lower-alpha") || html_styled(token, "lower-latin")) list.format = LIST_LOWER_LATIN;
    if (str_eq(type, STR("A")) || html_styled(token, "upper-alpha") || html_styled(token, "upper-latin")) list.format = LIST_UPPER_LATIN;
    if (str_eq(type, STR("i")) || html_styled(token, "lower-roman")) list.format = LIST_LOWER_ROMAN;
    if (str_eq(type, STR("I")) || html_styled(token, "upper-roman")) list.format = LIST_UPPER_ROMAN;
    html->lists[html->n_lists++] = list;
}

static void item_begin(Html *html, const HtmlToken *token)
{
    List *list = html->n_lists > 0 ? &html->lists[html->n_lists - 1] : NULL;
    char number[LIST_NUMBER];
    html->n_label = 0;
    if (list == NULL || list->bare || html_styled(token, "list-style-type:none")) return;
    if (!list->ordered) {
        html->n_label = (size_t)snprintf(html->label, sizeof html->label, "•");
        return;
    }
    list->next = html_number(token, "value", list->next);
    size_t n = list_number(list->format, list->next++, number);
    html->n_label = (size_t)snprintf(html->label, sizeof html->label, "%.*s.", (int)n, number);
}

/* ---- tables ---- */

static void cell_end(Html *html)
{
    Table *table = table_of(html);
    para_end(html);
    html->n_label = 0;
    if (table == NULL || !table->in_cell) return;
    pop_to(html, table->cell_open);
    if (table->cell_lists < html->n_lists) html->n_lists = table->cell_lists;
    table->in_cell = false;
    if (!table->layout) build_cell_end(html->build);
}

static void row_end(Html *html)
{
    Table *table = table_of(html);
    cell_end(html);
    if (table == NULL || !table->in_row) return;
    if (!table->row_begun && table->begun && !table->layout) build_row(html->build, 0, table->head); /* cells from above may go through an empty row */
    table->in_row = table->row_begun = false;
    pop_to(html, table->row_open);
}

/* A row, or a group of rows. */
static void row_open(Html *html, const HtmlToken *token)
{
    Table *table = table_of(html);
    row_end(html);
    if (table == NULL) return;
    if (token->tag != TAG_TR) {
        table->head = token->tag == TAG_THEAD;
        pop_to(html, table->n_open + 1);
    }
    table->in_row = token->tag == TAG_TR;
    table->row_open = html->n_open;
}

static void table_begin(Html *html)
{
    para_end(html);
    bool layout = html->layout[html->i_table++];
    if (html->n_tables < MAX_TABLES) html->tables[html->n_tables++] = (Table){ .layout = layout, .n_open = html->n_open, .n_lists = html->n_lists, .row_open = MAX_OPEN };
}

static void table_close(Html *html)
{
    Table *table = table_of(html);
    if (table == NULL) return;
    row_end(html);
    if (table->begun) build_table_end(html->build);
    pop_to(html, table->n_open);
    if (table->n_lists < html->n_lists) html->n_lists = table->n_lists;
    html->n_tables--;
}

static void cell_begin(Html *html, const HtmlToken *token)
{
    Table *table = table_of(html);
    cell_end(html);
    if (table == NULL) return;
    if (!table->layout && !table->begun) build_table(html->build);
    table->begun = table->begun || !table->layout;
    table->in_row = true;
    if (!table->layout) {
        if (!table->row_begun) build_row(html->build, 0, table->head || (table->n_rows == 0 && token->tag == TAG_TH));
        uint32_t below = html_number(token, "rowspan", 1);
        build_cell(html->build, BUILD_NEXT, html_number(token, "colspan", 1), below == 0 ? LIMIT_DOC_ROWS : below);
    }
    if (!table->row_begun) table->n_rows++;
    table->row_begun = table->in_cell = true;
    table->cell_open = html->n_open;
    table->cell_lists = html->n_lists;
}

/* ---- elements ---- */

/* The lowest open element that a tag may reach: those of the cell that it stands in. */
static uint32_t border(Html *html)
{
    const Table *table = table_of(html);
    return table == NULL ? 0 : table->in_cell ? table->cell_open : table->n_open;
}

/* A paragraph ends where the next begins, an item likewise; an item does not end one of the list around it. */
static void close_same(Html *html, HtmlTag tag)
{
    for (uint32_t i = html->n_open; i > border(html); i--) {
        HtmlTag met = html->open[i - 1].tag;
        if (met == tag) pop_to(html, i - 1);
        if (met == tag || met == TAG_UL || met == TAG_OL || (tag == TAG_P && met == TAG_BLOCK)) return;
    }
}

static void push(Html *html, const HtmlToken *token)
{
    Open open = inherited(html);
    Str align = STR_EMPTY, hidden;
    if (html_void(token) || html->n_open == MAX_OPEN) return;
    open.name = token->name;
    open.tag = token->tag;
    open.bold |= token->tag == TAG_B || token->tag == TAG_TH || html_styled(token, "font-weight:bold") || html_styled(token, "font-weight:700");
    if (html_styled(token, "font-weight:normal") || html_styled(token, "font-weight:400")) open.bold = false;
    html_token_attribute(token, "align", &align);
    if (html_styled(token, "text-align:") || align.n > 0) open.centred = html_styled(token, "text-align:center") || html_find(align, 0, "center") == 0;
    else if (token->tag == TAG_TH || token->tag == TAG_CENTER) open.centred = true;
    else if (token->tag == TAG_TD) open.centred = false;
    open.out |= token->tag == TAG_DEL || token->tag == TAG_LEFT_OUT || html_styled(token, "display:none") || html_token_attribute(token, "hidden", &hidden);
    open.pre |= token->tag == TAG_PRE;
    open.is_label |= html_styled(token, "mso-list:ignore");
    if (open.is_label && (html->n_open == 0 || !html->open[html->n_open - 1].is_label)) html->n_label = 0;
    if (token->tag == TAG_H) open.heading = token->heading;
    html->open[html->n_open++] = open;
}

static void opened(Html *html, const HtmlToken *token)
{
    if (inherited(html).out && token->tag != TAG_TABLE) {
        push(html, token);
        return;
    }
    switch (token->tag) {
    case TAG_BR:
        if (html_styled(token, "page-break-before:always")) para_end(html), build_page(html->build);
        else say(html, STR("\n"));
        break;
    case TAG_IMG: if (html_number(token, "width", 2) > 1) html->out->n_pictures++; break;
    case TAG_DEL: html->out->n_deleted++; break;
    case TAG_TABLE: table_begin(html); break;
    case TAG_THEAD:
    case TAG_TBODY:
    case TAG_TR: row_open(html, token); break;
    case TAG_TD:
    case TAG_TH: cell_begin(html, token); break;
    case TAG_UL:
    case TAG_OL: list_begin(html, token); break;
    case TAG_LI:
        para_end(html);
        close_same(html, TAG_LI);
        item_begin(html, token);
        break;
    case TAG_P:
        para_end(html);
        close_same(html, TAG_P);
        break;
    case TAG_OTHER:
    case TAG_B:
    case TAG_LEFT_OUT:
    case TAG_RAW: break;
    default: para_end(html);
    }
    if ((token->tag == TAG_P || token->tag == TAG_BLOCK || token->tag == TAG_H) && html_styled(token, "page-break-before:always")) build_page(html->build);
    push(html, token);
}

static void closed(Html *html, const HtmlToken *token)
{
    Table *table = table_of(html);
    switch (token->tag) {
    case TAG_OTHER:
    case TAG_B:
    case TAG_DEL:
    case TAG_LEFT_OUT:
    case TAG_RAW: break;
    case TAG_TD:
    case TAG_TH: if (table != NULL) cell_end(html); return;
    case TAG_TR: row_end(html); return;
    case TAG_TABLE: table_close(html); return;
    case TAG_THEAD:
        row_end(html);
        if (table != NULL) table->head = false;
        break;
    case TAG_UL:
    case TAG_OL:
        para_end(html);
        if (html->n_lists > (table != NULL ? (table->in_cell ? table->cell_lists : table->n_lists) : 0)) html->n_lists--;
        html->n_label = 0;
        break;
    case TAG_LI:
        para_end(html);
        html->n_label = 0;
        break;
    default: para_end(html);
    }
    for (uint32_t i = html->n_open, low = border(html); i > low; i--) {
        Str name = html->open[i - 1].name;
        if (name.n != token->name.n || strncasecmp(name.at, token->name.at, name.n) != 0) continue;
        pop_to(html, i - 1);
        break;
    }
}

/* A table that holds a longer one is there for the layout of a page: what is in its cells stands by itself. */
static bool *find_layout(Str source, Arena *arena, Err *err)
{
    uint32_t n = 0, n_open = 0, open[MAX_TABLES];
    HtmlTokens tokens = { .html = source };
    HtmlToken token;
    while (html_next(&tokens, &token)) n += token.kind == HTML_OPEN && token.tag == TAG_TABLE;
    bool *layout = arena_try(arena, n + 1, err);
    uint32_t *rows = layout != NULL ? arena_try(arena, sizeof(uint32_t) * (n + 1), err) : NULL;
    uint32_t *inner_rows = rows != NULL ? arena_try(arena, sizeof(uint32_t) * (n + 1), err) : NULL;
    if (inner_rows == NULL) return NULL;
    tokens = (HtmlTokens){ .html = source };
    n = 0;
    while (html_next(&tokens, &token)) {
        if (token.kind == HTML_OPEN && token.tag == TAG_TABLE) {
            if (n_open < MAX_TABLES) open[n_open++] = n;
            n++;
        } else if (token.kind == HTML_OPEN && token.tag == TAG_TR && n_open > 0) {
            rows[open[n_open - 1]]++;
        } else if (token.kind == HTML_CLOSE && token.tag == TAG_TABLE && n_open > 0) {
            uint32_t inner = open[--n_open], most = rows[inner] > inner_rows[inner] ? rows[inner] : inner_rows[inner];
            if (n_open > 0 && most > inner_rows[open[n_open - 1]]) inner_rows[open[n_open - 1]] = most;
        }
    }
    for (uint32_t i = 0; i < n; i++) layout[i] = inner_rows[i] >= 2 && inner_rows[i] > rows[i];
    return layout;
}

/* A page with <main> has menus, a search and who is signed in around it. */
static Str main_part(Str source)
{
    size_t from = html_find(source, 0, "<main"), to = from != SIZE_MAX ? html_find(source, from, "</main") : SIZE_MAX;
    return to == SIZE_MAX ? source : str_slice(source, from, to);
}

static bool html_read(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    Str source;
    if (!decode_text(bytes, arena, &source, err)) return false;
    source = main_part(source);
    Html *html = arena_one(arena, Html);
    html->layout = find_layout(source, arena, err);
    if (html->layout == NULL) return false;
    html->out = out;
    html->build = build_new(arena, out, err);
    HtmlTokens tokens = { .html = source };
    HtmlToken token;
    while (build_ok(html->build) && html_next(&tokens, &token)) {
        if (token.kind == HTML_TEXT) text(html, token.text);
        else if (token.kind == HTML_OPEN) opened(html, &token);
        else closed(html, &token);
    }
    while (html->n_tables > 0) table_close(html);
    para_end(html);
    return build_finish(html->build);
}

static bool html_is_it(Str name, Str bytes)
{
    static const char *const marks[] = { "<html", "<!doctype html", "<body", "<table", "<head", "<meta" };
    Str start = str_trim(str_slice(bytes, 0, 4096));
    bool named = name.n > 4 && (html_find(name, name.n - 4, ".htm") != SIZE_MAX || html_find(name, name.n - 5, ".html") != SIZE_MAX);
    if (!str_starts(start, STR("<")) || !decode_looks_text(bytes)) return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (html_find(start, 0, marks[i]) != SIZE_MAX) return true;
    return named;
}

const DocumentFormat document_html = { .name = "html", .title = "веб-страница", .extensions = ".html .htm", .is_it = html_is_it, .read = html_read };
