/* Plain text and Markdown: paragraphs are parted by empty lines and by marks of lists, tables by tabs, pipes or drawn lines. */
#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document/text_.h"
#include "intake/reader/decode_.h"

enum { WHOLE_LINE = 120 }; /* nobody wraps lines by hand as late as this: such a line is a paragraph */

bool text_blank(Str line) { return str_trim(line).n == 0; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_space(Str s, size_t i) { return i < s.n && (s.at[i] == ' ' || s.at[i] == '\t' || (s.at[i] == '\xC2' && i + 1 < s.n && s.at[i + 1] == '\xA0')); }

static size_t spaces(Str s, size_t i)
{
    while (is_space(s, i)) i += s.at[i] == '\xC2' ? 2 : 1;
    return i;
}

size_t text_number(Str line)
{
    size_t i = 0, n_parts = 0;
    bool closed = false;
    while (i < line.n && is_digit(line.at[i]) && !(closed && line.at[i - 1] == ')')) {
        size_t from = i;
        while (i < line.n && is_digit(line.at[i])) i++;
        if (i - from > 2 + (n_parts == 0)) return 0; /* years are no numbers of points */
        n_parts++;
        closed = i < line.n && (line.at[i] == '.' || line.at[i] == ')');
        if (closed) i++;
    }
    if (n_parts == 0 && line.n > 0) {
        size_t k = 0;
        uint32_t letter = utf8_lower(utf8_next(line, &k));
        closed = ((letter >= 'a' && letter <= 'z') || (letter >= 0x430 && letter <= 0x44F)) && k < line.n && line.at[k] == ')';
        i = k + 1;
    }
    return (closed || n_parts > 1) && is_space(line, i) ? spaces(line, i) : 0;
}

size_t text_bullet(Str line, Str *label)
{
    static const struct { Str mark, label; } kinds[] = {
        { { "-", 1 }, { "–", 3 } }, { { "–", 3 }, { "–", 3 } }, { { "—", 3 }, { "–", 3 } }, { { "•", 3 }, { "•", 3 } }, { { "*", 1 }, { "•", 3 } },
        { { "·", 2 }, { "•", 3 } }, { { "▪", 3 }, { "•", 3 } }, { { "●", 3 }, { "•", 3 } },
    };
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t n = kinds[k].mark.n;
        if (!str_starts(line, kinds[k].mark) || !is_space(line, n)) continue;
        *label = kinds[k].label;
        return spaces(line, n);
    }
    return 0;
}

static size_t heading(Str line)
{
    size_t n = 0;
    while (n < line.n && line.at[n] == '#') n++;
    return n >= 1 && n <= 6 && is_space(line, n) ? n : 0;
}

/* «---», «***», «===»: a line drawn between paragraphs. */
static bool is_rule(Str line)
{
    Str s = str_trim(line);
    if (s.n < 3 || strchr("-*=", s.at[0]) == NULL) return false;
    for (size_t i = 1; i < s.n; i++)
        if (s.at[i] != s.at[0]) return false;
    return true;
}

static bool ends_page(Str line) { return str_ends(line, STR("\f")); }

/* A wrapped line of the paragraph before, unless it begins something. */
static bool goes_on(Str line, Str before)
{
    Str label, start = str_trim(line);
    if (start.n == 0 || heading(line) > 0 || is_rule(line) || ends_page(before)) return false;
    return text_number(start) == 0 && text_bullet(start, &label) == 0 && utf8_length(before) <= WHOLE_LINE;
}

static uint32_t paragraph(DocBuild *build, TextLines text, uint32_t i)
{
    TextMarks marks = { .about = { .label = STR_EMPTY, .line = i + 1 } };
    Str line = text.lines[i], label = STR_EMPTY;
    size_t indent = 0, head = heading(line);
    while (indent < line.n && line.at[indent] == ' ') indent++;
    Str start = str_trim(line);
    size_t bullet = head > 0 ? 0 : text_bullet(start, &label);
    Str after = str_slice(start, bullet, start.n);
    bool numbered = text_number(after) > 0; /* «- 2.1. …» is how converters write a number */
    marks.about.heading = (uint8_t)head;
    marks.about.level = (uint8_t)(bullet == 0 && !numbered ? 0 : indent / 2 + indent % 2 < 8 ? indent / 2 + indent % 2 : 8);
    if (bullet > 0 && !numbered) marks.label = label;
    text_marked(build, &marks, head > 0 ? str_slice(line, head, line.n) : after);
    while (++i < text.n && head == 0 && goes_on(text.lines[i], text.lines[i - 1]) && text_table(NULL, text, i) == i) {
        build_text(build, STR("\n"), false);
        text_marked(build, &marks, text.lines[i]);
    }
    text_para_end(build, &marks);
    return i;
}

enum { QUOTED_LINES = 60 };

/* A cell of several lines, as spreadsheets put it on the clipboard: «1 TAB "Семинар», «для учителей" TAB май». Gives the line behind the row; i + 1: an ordinary line. */
static uint32_t quoted_row(const Str *lines, uint32_t n, uint32_t i)
{
    bool opens = false;
    uint32_t n_quotes = 0, k = i;
    for (size_t at = 0; at < lines[i].n; at++) {
        if (lines[i].at[at] != '"') continue;
        opens = opens || at == 0 || lines[i].at[at - 1] == '\t';
        n_quotes++;
    }
    if (!opens || n_quotes % 2 == 0) return i + 1;
    while (n_quotes % 2 != 0 && ++k < n && k - i < QUOTED_LINES) {
        bool closes = false;
        for (size_t at = 0; at < lines[k].n; at++) {
            if (lines[k].at[at] != '"') continue;
            closes = at + 1 == lines[k].n || lines[k].at[at + 1] == '\t';
            n_quotes++;
        }
        if (n_quotes % 2 == 0 && closes) return memchr(lines[i].at, '\t', (size_t)(lines[k].at + lines[k].n - lines[i].at)) != NULL ? k + 1 : i + 1;
    }
    return i + 1;
}

/* Quotation marks around cells go, doubled ones inside are one. */
static Str unquoted(Str row, Arena *arena)
{
    char *out = arena_alloc(arena, row.n + 1);
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < row.n; i++) {
        bool begins = !inside && row.at[i] == '"' && (i == 0 || row.at[i - 1] == '\t'), twice = inside && row.at[i] == '"' && i + 1 < row.n && row.at[i + 1] == '"';
        if (begins) inside = true;
        else if (twice) out[n++] = row.at[i++];
        else if (inside && row.at[i] == '"') inside = false;
        else out[n++] = row.at[i];
    }
    return (Str){ out, n };
}

/* Such a row is one line; those that it swallowed are empty, so that lines keep their numbers. */
static void join_quoted(uint32_t n, Str *lines, Arena *arena)
{
    for (uint32_t i = 0, to; i < n; i = to) {
        to = quoted_row(lines, n, i);
        if (to > i + 1) lines[i] = unquoted((Str){ lines[i].at, (size_t)(lines[to - 1].at + lines[to - 1].n - lines[i].at) }, arena);
        for (uint32_t k = i + 1; k < to; k++) lines[k] = STR_EMPTY;
    }
}

static bool split(Str text, Arena *arena, TextLines *out, Err *err)
{
    uint32_t n = 1;
    for (size_t i = 0; i < text.n; i++) n += text.at[i] == '\n' || text.at[i] == '\r' || text.at[i] == '\f';
    if (n > LIMIT_DOC_LINES) return err_set(err, ERR_LIMIT, "Разделите документ на части и загрузите их отдельно.", "В тексте больше %u строк.", LIMIT_DOC_LINES);
    Str *lines = arena_try(arena, sizeof(Str) * n, err);
    if (lines == NULL) return false;
    n = 0;
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.at[i] : '\n';
        if (c != '\n' && c != '\r' && c != '\f') continue;
        size_t to = i;
        if (c == '\r' && i + 1 < text.n && text.at[i + 1] == '\n') i++;
        lines[n++] = str_slice(text, from, c == '\f' ? to + 1 : to); /* a form feed stays seen at the end of its line */
        from = i + 1;
    }
    join_quoted(n, lines, arena);
    *out = (TextLines){ n, lines };
    return true;
}

static bool text_read(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    Str decoded;
    TextLines text;
    if (!decode_text(bytes, arena, &decoded, err) || !split(decoded, arena, &text, err)) return false;
    DocBuild *build = build_new(arena, out, err);
    for (uint32_t i = 0; i < text.n && build_ok(build);) {
        uint32_t behind = text_table(build, text, i);
        if (behind > i) i = behind;
        else if (text_blank(text.lines[i]) || is_rule(text.lines[i])) i++;
        else i = paragraph(build, text, i);
        if (ends_page(text.lines[i - 1])) build_page(build);
    }
    return build_finish(build);
}

static bool text_is_it(Str name, Str bytes)
{
    (void)name;
    return decode_looks_text(bytes);
}

const DocumentFormat document_text = { .name = "text", .title = "текст", .extensions = ".txt .md", .is_it = text_is_it, .read = text_read };
