/* The quick way through a sheet: rows as Excel, LibreOffice, openpyxl and the collection system write them, read five times faster than expat can.
 * It knows a strict part of XML: <row>, <c>, <v>, <is><t>, attributes in double quotes, text with the usual entities. A row with anything else
 * (a formula, a comment, rich text, another prefix, an odd byte) is left to expat together with all after it, so both ways give the same rows and refusals. */
#include <string.h>

#include "base/utf8.h"
#include "intake/reader/xlsx_.h"

enum { MOST_ATTRIBUTES = 16 };

/* Every function leaves at on the byte that stopped it; *end is NUL, which nothing here accepts: so at == end after a failure means that bytes ran out. */
typedef struct Scan { const char *at, *end; SheetParse *sheet; Err *err; bool failed; } Scan;

static bool literal(Scan *scan, const char *word)
{
    while (*word != '\0' && *scan->at == *word) scan->at++, word++;
    return *word == '\0';
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static void skip_blanks(Scan *scan)
{
    while (is_blank(*scan->at)) scan->at++;
}

/* A value in double quotes, of ASCII without entities. */
static bool quoted(Scan *scan, Str *out)
{
    if (!literal(scan, "=\"")) return false;
    const char *from = scan->at;
    while (*scan->at >= ' ' && *scan->at <= '~' && *scan->at != '"' && *scan->at != '<' && *scan->at != '&') scan->at++;
    *out = (Str){ from, (size_t)(scan->at - from) };
    return literal(scan, "\"");
}

static bool attribute_name(Scan *scan, Str *out)
{
    const char *from = scan->at;
    for (;; scan->at++) {
        char c = *scan->at;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (scan->at == from || !(is_digit(c) || c == ':' || c == '_' || c == '-' || c == '.'))) break;
    }
    *out = (Str){ from, (size_t)(scan->at - from) };
    return out->n > 0;
}

/* What stands between «<row» and its «>» or «/>». */
static bool row_attributes(Scan *scan, uint64_t *number, bool *empty)
{
    Str names[MOST_ATTRIBUTES];
    for (uint32_t n = 0;; n++) {
        const char *before = scan->at;
        skip_blanks(scan);
        *empty = *scan->at == '/';
        if (*empty) return literal(scan, "/>");
        if (*scan->at == '>') return literal(scan, ">");
        Str value;
        if (scan->at == before || n == MOST_ATTRIBUTES || !attribute_name(scan, &names[n]) || !quoted(scan, &value)) return false;
        for (uint32_t k = 0; k < n; k++)
            if (str_eq(names[k], names[n])) return false;
        if (str_ends(names[n], STR(":r"))) return false;
        if (!str_eq(names[n], STR("r"))) continue;
        long long stated;
        if (!str_to_int(value, &stated) || (uint64_t)stated < *number) return false;
        *number = (uint64_t)stated;
    }
}

/* r="AB12": gives 27 for AB. */
static bool reference(Scan *scan, uint64_t *column)
{
    uint64_t sum = 0;
    const char *from = scan->at;
    for (; *scan->at >= 'A' && *scan->at <= 'Z'; scan->at++) sum = sum * 26 + (uint64_t)(*scan->at - 'A') + 1;
    *column = sum - 1;
    if (scan->at == from || scan->at - from > 3) return false;
    while (is_digit(*scan->at)) scan->at++;
    return true;
}

static bool style(Scan *scan, uint32_t *out)
{
    const char *from = scan->at;
    uint32_t sum = 0;
    for (; is_digit(*scan->at); scan->at++) sum = sum * 10 + (uint32_t)(*scan->at - '0');
    *out = sum;
    return scan->at - from < 6;
}

static bool type(Scan *scan, char *out)
{
    *out = *scan->at;
    if (*out == 'i') return literal(scan, "inlineStr");
    if (*out != 's') return literal(scan, *out == 'n' ? "n" : *out == 'b' ? "b" : *out == 'e' ? "e" : "d");
    scan->at++;
    if (*scan->at != 't') return true;
    *out = 't';
    return literal(scan, "tr");
}

static bool cell_attributes(Scan *scan)
{
    SheetParse *sheet = scan->sheet;
    unsigned seen = 0;
    uint64_t column = sheet->n_columns;
    sheet->type = 'n';
    sheet->style = 0;
    while (*scan->at == ' ') {
        char name = *++scan->at;
        unsigned bit = name == 'r' ? 1 : name == 's' ? 2 : name == 't' ? 4 : 0;
        if (bit == 0 || (seen & bit) != 0) return false;
        seen |= bit;
        scan->at++;
        if (!literal(scan, "=\"")) return false;
        if (!(bit == 1 ? reference(scan, &column) : bit == 2 ? style(scan, &sheet->style) : type(scan, &sheet->type)) || !literal(scan, "\"")) return false;
    }
    sheet->column = column;
    sheet->n_columns = column + 1;
    sheet->cell_from = sheet->row->text.n;
    return true;
}

/* &#1083; &#x43B; &amp; … into out[8]. 0: not an entity of a character that XML allows. */
static size_t entity(Scan *scan, char *out)
{
    static const struct { const char *name; char c; } named[] = { { "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' }, { "apos;", '\'' } };
    scan->at++;
    if (*scan->at != '#') {
        const char *from = scan->at;
        for (size_t i = 0; i < sizeof named / sizeof *named; i++, scan->at = from) {
            if (literal(scan, named[i].name)) return out[0] = named[i].c, 1;
            if (scan->at == scan->end) return 0;
        }
        return 0;
    }
    bool hex = *++scan->at == 'x';
    if (hex) scan->at++;
    const char *from = scan->at;
    uint32_t cp = 0;
    for (; scan->at - from < 8; scan->at++) {
        char c = *scan->at, letter = (char)(c | 0x20);
        if (is_digit(c)) cp = cp * (hex ? 16 : 10) + (uint32_t)(c - '0');
        else if (hex && letter >= 'a' && letter <= 'f') cp = cp * 16 + (uint32_t)(letter - 'a') + 10;
        else break;
    }
    bool allowed = (cp >= ' ' && cp < 0xD800) || (cp >= 0xE000 && cp < 0xFFFE) || (cp >= 0x10000 && cp <= 0x10FFFF) || cp == '\t' || cp == '\n' || cp == '\r';
    if (scan->at == from || scan->at - from > 7 || *scan->at != ';' || !allowed) return 0;
    scan->at++;
    return utf8_put(cp, out);
}

/* Bytes that stand for themselves: printable ASCII, and two-byte letters (Russian is among them). «>» may end «]]>», which text must not have. */
static bool skip_text(Scan *scan)
{
    for (;;) {
        unsigned char c = (unsigned char)*scan->at;
        if (c >= ' ' && c < 0x7F && c != '<' && c != '&' && c != '>') scan->at++;
        else if (c == '\n' || c == '\t') scan->at++;
        else if (c < 0x80) return c == '<' || c == '&';
        else if (c >= 0xC2 && c < 0xE0 && scan->end - scan->at > 1 && ((unsigned char)scan->at[1] & 0xC0) == 0x80) scan->at += 2;
        else {
            if (scan->end - scan->at < 2) scan->at = scan->end; /* a letter cut in two */
            return false;
        }
    }
}

/* Text up to «<»: a view where it stands as written, else decoded into row->text (view of no bytes). Letters gather in a piece first: there can be one an entity. */
static bool text(Scan *scan, Str *view)
{
    const char *from = scan->at;
    Buf *decoded = &scan->sheet->row->text;
    char piece[256];
    size_t n = 0;
    for (bool copied = false;; copied = true) {
        if (!skip_text(scan)) return false;
        Str plain = { from, (size_t)(scan->at - from) };
        if (*scan->at == '<' && !copied) return *view = plain, true;
        if (n + plain.n + 8 > sizeof piece) {
            buf_add(decoded, (Str){ piece, n });
            n = 0;
        }
        if (plain.n + 8 > sizeof piece) {
            buf_add(decoded, plain);
        } else {
            memcpy(piece + n, plain.at, plain.n);
            n += plain.n;
        }
        if (*scan->at == '<') return buf_add(decoded, (Str){ piece, n }), *view = STR_EMPTY, true;
        size_t letter = entity(scan, piece + n);
        if (letter == 0) return false;
        n += letter;
        from = scan->at;
    }
}

static bool is_short_number(Str s)
{
    if (s.n > 9 || (s.at[0] == '0' && s.n > 1)) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.at[i])) return false;
    return true;
}

/* view: all of the text when row->text has none. The row is in the sheet's bytes until it is handed over, so a view needs no copy. */
static bool put_cell(Scan *scan, Str view)
{
    SheetParse *sheet = scan->sheet;
    RowCells *row = sheet->row;
    size_t n = view.n > 0 ? view.n : row->text.n - sheet->cell_from;
    if (n > LIMIT_CELL_BYTES) return row_cell_too_long(sheet->column, sheet->row_number, scan->err);
    if (view.n == 0) return xlsx_cell_end(sheet, scan->err);
    bool as_seen = false;
    if (sheet->type == 's') {
        if (!xlsx_shared_string(sheet, view, &view, scan->err)) return false;
        as_seen = true;
    } else if (sheet->type == 'n') {
        as_seen = is_short_number(view) && (sheet->styles == NULL || sheet->style >= sheet->styles->n || sheet->styles->kinds[sheet->style] == VALUE_NUMBER);
    } else if (sheet->type == 'i' || sheet->type == 't') {
        as_seen = memchr(view.at, '_', view.n) == NULL; /* «_x000D_» */
    }
    if (as_seen) return row_put(row, sheet->column, view, sheet->row_number, scan->err);
    buf_add(&row->text, view);
    return xlsx_cell_end(sheet, scan->err);
}

/* Behind «<c»: the cell that nearly all are, « r="B7" s="1" t="s"><v>12</v></c>», in one go. Nothing is changed when it is not that. */
static bool usual_cell(Scan *scan, Str *view)
{
    enum { LONGEST = 64 };
    SheetParse *sheet = scan->sheet;
    const char *at = scan->at, *from;
    if (scan->end - at < LONGEST || memcmp(at, " r=\"", 4) != 0) return false;
    uint64_t column = 0;
    for (from = at += 4; *at >= 'A' && *at <= 'Z' && at - from < 3; at++) column = column * 26 + (uint64_t)(*at - 'A') + 1;
    if (at == from) return false;
    for (from = at; is_digit(*at) && at - from < 9; at++) {}
    if (*at++ != '"') return false;
    uint32_t style = 0;
    if (memcmp(at, " s=\"", 4) == 0) {
        for (from = at += 4; is_digit(*at) && at - from < 5; at++) style = style * 10 + (uint32_t)(*at - '0');
        if (*at++ != '"') return false;
    }
    bool shared = memcmp(at, " t=\"s\"", 6) == 0;
    if (shared) at += 6;
    if (memcmp(at, "><v>", 4) != 0) return false;
    for (from = at += 4; is_digit(*at) && at - from < 9; at++) {}
    if (at == from || memcmp(at, "</v></c>", 8) != 0) return false;
    *view = (Str){ from, (size_t)(at - from) };
    scan->at = at + 8;
    sheet->type = shared ? 's' : 'n';
    sheet->style = style;
    sheet->column = column - 1;
    sheet->n_columns = column;
    sheet->cell_from = sheet->row->text.n;
    return true;
}

/* Behind «<c». */
static bool cell(Scan *scan)
{
    Str view;
    if (usual_cell(scan, &view)) {
        scan->failed = !put_cell(scan, view);
        return !scan->failed;
    }
    if (!cell_attributes(scan)) return false;
    if (*scan->at == '/') return literal(scan, "/>");
    if (!literal(scan, "><")) return false;
    if (*scan->at == '/') return literal(scan, "/c>");
    if (*scan->at == 'v') {
        if (!literal(scan, "v>") || !text(scan, &view) || !literal(scan, "</v></c>")) return false;
    } else {
        if (!literal(scan, "is><t")) return false;
        if (*scan->at == ' ' && !literal(scan, " xml:space=\"preserve\"")) return false;
        if (!literal(scan, ">") || !text(scan, &view) || !literal(scan, "</t></is></c>")) return false;
    }
    scan->failed = !put_cell(scan, view);
    return !scan->failed;
}

static bool row(Scan *scan)
{
    bool empty;
    uint64_t number = scan->sheet->row_number + 1;
    skip_blanks(scan);
    if (!literal(scan, "<row") || !row_attributes(scan, &number, &empty)) return false;
    scan->sheet->row_number = number;
    scan->sheet->n_columns = 0;
    while (!empty) {
        skip_blanks(scan);
        if (!literal(scan, "<")) return false;
        if (*scan->at == '/') empty = true;
        else if (!literal(scan, "c") || !cell(scan)) return false;
    }
    return scan->at[-1] == '>' || literal(scan, "/row>");
}

XmlPlain xlsx_row_plain(void *context, const char *at, const char *end, const char **next, Err *err)
{
    SheetParse *sheet = context;
    uint64_t number = sheet->row_number;
    Scan scan = { .at = at, .end = end, .sheet = sheet, .err = err };
    if (row(&scan)) {
        *next = scan.at;
        return row_emit(sheet->row, sheet->row_number, sheet->sink, err) ? XML_PLAIN_TAKEN : XML_PLAIN_FAILED;
    }
    if (scan.failed) return XML_PLAIN_FAILED;
    sheet->row_number = number; /* as if nothing was looked at */
    sheet->row->n = 0;
    buf_clear(&sheet->row->text);
    return scan.at == end ? XML_PLAIN_MORE : XML_PLAIN_OTHER;
}
