/* Tables in plain text whose cells are parted by semicolons, as Excel saves them. A semicolon is a mark of prose first: sentences and lists have two or three of them
 * in a line as well. So lines with the same number of them, two or more, are a table only where no blank stands behind those of the first line, or where three lines
 * and more are numbered in a cell of their own. */
#include "base/limits.h"
#include "intake/document/entity_.h"
#include "intake/document/text_.h"

enum { MOST_QUOTED_LINES = 20, MOST_TAG = 400, SHORT = 60 };

/* A row of the table: one line, or more where a cell in quotes has its own. */
typedef struct Record {
    uint32_t behind;            /* line behind it */
    uint32_t n_marks, n_filled; /* semicolons between cells; cells with words */
    bool loose;                 /* a blank stands behind some semicolon */
    bool numbered;              /* its first cell is a number of a point: «1», «2.1.» */
    Str first;                  /* the first cell; empty when in quotes */
} Record;

/* A cell from one place to another: in quotes it may end in a later line. */
typedef struct Span { uint32_t i, last; size_t at, end; bool quoted; } Span;

/* Bytes at the start of s whose semicolons part nothing: «&nbsp;», «<p style="a: b;">». 0: it is neither. */
static size_t opaque(Str s)
{
    uint32_t cp;
    if (s.at[0] == '&') return entity_at(s, &cp);
    bool tag = s.n > 2 && s.at[0] == '<' && (s.at[1] == '/' || ((s.at[1] | 32) >= 'a' && (s.at[1] | 32) <= 'z'));
    const char *end = tag ? memchr(s.at, '>', s.n < MOST_TAG ? s.n : MOST_TAG) : NULL;
    return end != NULL ? (size_t)(end - s.at) + 1 : 0;
}

/* End of a cell without quotes: the next semicolon, or the end of the line. */
static size_t plain_end(Str line, size_t at)
{
    while (at < line.n && line.at[at] != ';') {
        size_t n = line.at[at] == '&' || line.at[at] == '<' ? opaque(str_slice(line, at, line.n)) : 0;
        at += n > 0 ? n : 1;
    }
    return at;
}

/* A cell in quotes that begins at line i and byte at, with its words into marks unless build is NULL. False when no quote closes it right before a semicolon or the end of
 * a line: then the quote is a sign like others. */
static bool quoted(DocBuild *build, TextMarks *marks, TextLines text, Span *span)
{
    size_t from = span->at + 1;
    for (span->last = span->i;;) {
        Str line = text.lines[span->last];
        const char *quote = memchr(line.at + from, '"', line.n - from);
        size_t end = quote != NULL ? (size_t)(quote - line.at) : line.n;
        bool twice = end + 1 < line.n && line.at[end + 1] == '"';
        if (build != NULL) text_marked(build, marks, str_slice(line, from, twice ? end + 1 : end));
        from = end + 2;
        if (twice) continue;
        span->end = end + 1;
        if (quote != NULL) return span->end == line.n || line.at[span->end] == ';';
        if (++span->last == text.n || span->last - span->i == MOST_QUOTED_LINES) return false;
        if (build != NULL) build_text(build, STR("\n"), false);
        from = 0;
    }
}

static Span span_at(TextLines text, uint32_t i, size_t at)
{
    Str line = text.lines[i];
    Span span = { .i = i, .at = at };
    span.quoted = at < line.n && line.at[at] == '"' && quoted(NULL, NULL, text, &span);
    if (span.quoted) return span;
    span.last = i;
    span.end = plain_end(line, at);
    return span;
}

static void tell(DocBuild *build, TextLines text, Span span)
{
    TextMarks marks = { .about = { .label = STR_EMPTY, .line = span.i + 1 } };
    build_cell(build, BUILD_NEXT, 1, 1);
    if (span.quoted) quoted(build, &marks, text, &span);
    else text_marked(build, &marks, str_slice(text.lines[span.i], span.at, span.end));
    text_para_end(build, &marks);
    build_cell_end(build);
}

static bool is_point_number(Str s)
{
    size_t n_digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool digit = s.at[i] >= '0' && s.at[i] <= '9';
        if (!digit && s.at[i] != '.' && s.at[i] != ')') return false;
        n_digits += digit;
    }
    return n_digits > 0 && s.n < 12;
}

/* build NULL: only looked at. */
static Record record_at(DocBuild *build, TextLines text, uint32_t i)
{
    Record record = { .first = STR_EMPTY };
    for (size_t at = 0; record.n_marks < LIMIT_DOC_COLUMNS; at++) {
        Span span = span_at(text, i, at);
        Str cell = str_trim(str_slice(text.lines[i], at, span.last > i ? text.lines[i].n : span.end)), line = text.lines[span.last];
        if (build != NULL) tell(build, text, span);
        if (record.n_marks == 0 && !span.quoted) record.first = cell;
        record.n_filled += cell.n > (span.quoted ? 2 : 0);
        i = span.last;
        at = span.end;
        if (at >= line.n) break;
        record.n_marks++;
        record.loose = record.loose || (at + 1 < line.n && line.at[at + 1] == ' ');
    }
    record.numbered = is_point_number(record.first);
    record.behind = i + 1;
    return record;
}

/* Lines behind this record that are rows of the same table, two at most. */
static uint32_t n_next(TextLines text, const Record *head, bool numbered)
{
    uint32_t n = 0;
    for (uint32_t k = head->behind; k < text.n && n < 2; n++) {
        Record next = record_at(NULL, text, k);
        if (next.n_marks != head->n_marks || (numbered && !next.numbered)) break;
        k = next.behind;
    }
    return n;
}

uint32_t text_fields(DocBuild *build, TextLines text, uint32_t i)
{
    if (memchr(text.lines[i].at, ';', text.lines[i].n) == NULL) return i;
    Record head = record_at(NULL, text, i);
    if (head.n_marks < 2 || head.n_marks >= LIMIT_DOC_COLUMNS || head.n_filled < 2) return i;
    if (head.loose ? head.first.n > SHORT || n_next(text, &head, true) < 2 : n_next(text, &head, false) < 1) return i;
    if (build == NULL) return head.behind;
    build_table(build);
    while (i < text.n && build_ok(build) && record_at(NULL, text, i).n_marks == head.n_marks) {
        build_row(build, i + 1, false);
        i = record_at(build, text, i).behind;
    }
    build_table_end(build);
    return i;
}
