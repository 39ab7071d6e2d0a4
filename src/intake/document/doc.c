/* Old binary Word. antiword makes DocBook of it, where tables are tables; catdoc only text. Both are programs of the system, each in a sandbox of its own, and what
 * they say is as hostile as the document. Where none is installed or may be started the file is refused with the way out. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document/build_.h"
#include "intake/document/child_.h"
#include "intake/document/entity_.h"
#include "intake/document/hint_.h"
#include "intake/document/html_.h"
#include "intake/reader/foreign_.h"

extern const DocumentFormat document_text;

enum { MOST_LISTS = 16, MOST_EDGES = 64 };

typedef struct Book {
    DocBuild *build;
    HtmlTokens tokens;
    uint32_t n_bold, n_lists, items[MOST_LISTS]; /* items 0: not numbered, else the next number */
    bool in_table, in_entry, title;
    uint32_t n_edges, n_group, i_column;         /* edges of all rows of the table; columns of the group of rows */
    float edges[MOST_EDGES], group[MOST_EDGES];
    char label[16];
    size_t n_label;
} Book;

static bool named(const HtmlToken *token, const char *name) { return token->name.n == strlen(name) && strncasecmp(token->name.at, name, token->name.n) == 0; }

static void para_end(Book *book)
{
    DocPara about = { .label = { book->label, book->n_label }, .heading = book->title, .level = (uint8_t)(book->n_lists > 0 ? book->n_lists - 1 : 0) };
    if (book->in_table && !book->in_entry) return;
    if (build_para(book->build, &about)) book->n_label = 0;
}

/* In a cell every line is a paragraph of its own; elsewhere lines are told by their elements. */
static void words(Book *book, Str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t cp;
        size_t from = i, n = text.at[i] == '&' ? entity_at(str_slice(text, i, text.n), &cp) : 0;
        if (n > 0) {
            char put[4];
            build_text(book->build, (Str){ put, utf8_put(cp, put) }, book->n_bold > 0);
            i += n;
            continue;
        }
        if (text.at[i] == '\n') {
            if (book->in_entry) para_end(book);
            i++;
            continue;
        }
        for (i++; i < text.n && text.at[i] != '&' && text.at[i] != '\n';) i++;
        build_text(book->build, str_slice(text, from, i), book->n_bold > 0);
    }
}

static float column_width(const HtmlToken *token)
{
    Str width = STR_EMPTY;
    char copy[32];
    if (!html_token_attribute(token, "colwidth", &width)) return 0;
    width = str_slice(width, 0, sizeof copy - 1);
    memcpy(copy, width.at, width.n);
    copy[width.n] = '\0';
    float value = strtof(copy, NULL);
    return value > 0 && value < 10000 ? value : 0;
}

static void add_edge(Book *book, float at)
{
    for (uint32_t i = 0; i < book->n_edges; i++)
        if (fabsf(book->edges[i] - at) < 2) return;
    if (book->n_edges == MOST_EDGES) return;
    uint32_t i = book->n_edges++;
    for (; i > 0 && book->edges[i - 1] > at; i--) book->edges[i] = book->edges[i - 1];
    book->edges[i] = at;
}

/* Rows of one table may have columns of their own: where they begin and end is put together first. */
static void find_edges(Book *book)
{
    HtmlTokens ahead = book->tokens;
    HtmlToken token;
    float at = 0;
    book->n_edges = 0;
    add_edge(book, 0);
    while (html_next(&ahead, &token) && !(token.kind == HTML_CLOSE && named(&token, "informaltable"))) {
        if (token.kind != HTML_OPEN) continue;
        if (named(&token, "tgroup")) at = 0;
        if (named(&token, "colspec")) add_edge(book, at += column_width(&token));
    }
}

static uint32_t column_at(const Book *book, float at)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < book->n_edges; i++)
        if (fabsf(book->edges[i] - at) < fabsf(book->edges[best] - at)) best = i;
    return best;
}

static void entry_begin(Book *book)
{
    uint32_t c = book->i_column++;
    if (c + 1 < book->n_group) {
        uint32_t from = column_at(book, book->group[c]), to = column_at(book, book->group[c + 1]);
        build_cell(book->build, from, to > from ? to - from : 1, 1);
    } else {
        build_cell(book->build, BUILD_NEXT, 1, 1);
    }
    book->in_entry = true;
}

static void opened(Book *book, const HtmlToken *token)
{
    bool ordered = named(token, "orderedlist");
    if (named(token, "emphasis")) book->n_bold++;
    if (named(token, "para") || named(token, "title") || named(token, "listitem") || named(token, "informaltable")) para_end(book);
    if (named(token, "title")) book->title = true;
    if ((ordered || named(token, "itemizedlist")) && book->n_lists < MOST_LISTS) book->items[book->n_lists++] = ordered;
    if (named(token, "listitem") && book->n_lists > 0) {
        uint32_t *item = &book->items[book->n_lists - 1];
        book->n_label = (size_t)(*item > 0 ? snprintf(book->label, sizeof book->label, "%u.", (*item)++) : snprintf(book->label, sizeof book->label, "•"));
    }
    if (named(token, "informaltable") && !book->in_table) {
        book->in_table = true;
        find_edges(book);
        build_table(book->build);
    }
    if (!book->in_table) return;
    if (named(token, "tgroup")) book->group[0] = 0, book->n_group = 1;
    if (named(token, "colspec") && book->n_group > 0 && book->n_group < MOST_EDGES) book->group[book->n_group] = book->group[book->n_group - 1] + column_width(token), book->n_group++;
    if (named(token, "row")) build_row(book->build, 0, false), book->i_column = 0;
    if (named(token, "entry") && !book->in_entry) entry_begin(book);
}

static void closed(Book *book, const HtmlToken *token)
{
    if (named(token, "emphasis") && book->n_bold > 0) book->n_bold--;
    if (named(token, "para") || named(token, "title") || named(token, "listitem")) para_end(book);
    if (named(token, "title")) book->title = false;
    if ((named(token, "orderedlist") || named(token, "itemizedlist")) && book->n_lists > 0) book->n_lists--, book->n_label = 0;
    if (named(token, "entry") && book->in_entry) {
        para_end(book);
        build_cell_end(book->build);
        book->in_entry = false;
    }
    if (named(token, "informaltable") && book->in_table) {
        build_table_end(book->build);
        book->in_table = false;
    }
}

/* DocBook as antiword writes it. */
static bool book_read(Str text, Arena *arena, SourceDoc *out, Err *err)
{
    size_t start = str_find(text, STR("<chapter>"));
    Book book = { .build = build_new(arena, out, err), .tokens = { .html = str_slice(text, start == SIZE_MAX ? 0 : start, text.n), .plain_title = true } };
    HtmlToken token;
    while (build_ok(book.build) && html_next(&book.tokens, &token)) {
        if (token.kind == HTML_TEXT) words(&book, token.text);
        else if (token.kind == HTML_OPEN && !html_void(&token)) opened(&book, &token);
        else if (token.kind == HTML_OPEN && named(&token, "colspec")) opened(&book, &token);
        else if (token.kind == HTML_CLOSE) closed(&book, &token);
    }
    if (start != SIZE_MAX) build_warn(book.build, STR("Старый формат Word прочитан преобразованием: номера вложенных пунктов и объединённые ячейки могли измениться. Сверьте с документом или сохраните его как DOCX."));
    return build_finish(book.build);
}

#define ANTIWORD "/usr/bin/antiword"
#define CATDOC   "/usr/bin/catdoc"

const char *const document_programs[] = { ANTIWORD, CATDOC, NULL };

OldWord document_old_word(void) { return access(ANTIWORD, X_OK) == 0 ? OLD_WORD_TABLES : access(CATDOC, X_OK) == 0 ? OLD_WORD_TEXT : OLD_WORD_NOT_READ; }

static bool doc_read(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    static const char *const antiword[] = { ANTIWORD, "-x", "db", "/proc/self/fd/3", NULL };
    static const char *const catdoc[] = { CATDOC, "-d", "utf-8", "-w", "/proc/self/fd/3", NULL };
    Buf text;
    buf_init(&text, LIMIT_CHILD_OUT_BYTES);
    bool book = child_convert(antiword, bytes, &text);
    if (!book) buf_clear(&text);
    bool any = book || child_convert(catdoc, bytes, &text), ok;
    if (!any) ok = err_set(err, ERR_INPUT, HINT_SAVE_DOCX, "Документ Word старого формата (.doc) здесь не читается.");
    else ok = child_read(book ? book_read : document_text.read, buf_str(&text), arena, out, err);
    buf_free(&text);
    return ok;
}

static bool doc_is_it(Str name, Str bytes)
{
    (void)name;
    return foreign_kind(bytes) == FOREIGN_DOC;
}

const DocumentFormat document_doc = { .name = "doc", .title = "документ Word старого формата", .extensions = ".doc", .is_it = doc_is_it, .read = doc_read, .apart = true };
