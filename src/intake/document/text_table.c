/* Tables in plain text: cells parted by tabs; by pipes as in Markdown; drawn with +---+ or with characters of frames. */
#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document/text_.h"

static void cell_text(DocBuild *build, Str text, uint32_t i_line)
{
    TextMarks marks = { .about = { .label = STR_EMPTY, .line = i_line + 1 } };
    text_marked(build, &marks, text);
    text_para_end(build, &marks);
}

/* ---- tabs ---- */

static uint32_t n_tabs(Str line)
{
    uint32_t n = 0;
    for (size_t i = 0; i < line.n; i++) n += line.at[i] == '\t';
    return n;
}

/* A tab between words or before the end, not only an indent. */
static bool inner_tab(Str line)
{
    size_t i = 0;
    while (i < line.n && (line.at[i] == '\t' || line.at[i] == ' ')) i++;
    return i < line.n && memchr(line.at + i, '\t', line.n - i) != NULL;
}

/* Next line of a table whose rows have so many tabs: the very next one, or behind empty lines when it has exactly as many (a page ended). text.n if none. */
static uint32_t next_tabbed(TextLines text, uint32_t i, uint32_t tabs)
{
    uint32_t k = i + 1;
    while (k < text.n && text_blank(text.lines[k]) && n_tabs(text.lines[k]) != tabs) k++;
    if (k == text.n) return k;
    uint32_t n = n_tabs(text.lines[k]);
    if (n == tabs && (k == i + 1 || n > 1 || inner_tab(text.lines[k]))) return k; /* one tab at the start of a line is an indent rather than an empty cell */
    return k == i + 1 && n > 0 && inner_tab(text.lines[k]) ? k : text.n;
}

static uint32_t tab_table(DocBuild *build, TextLines text, uint32_t i)
{
    uint32_t tabs = n_tabs(text.lines[i]);
    if (tabs == 0 || !inner_tab(text.lines[i]) || next_tabbed(text, i, tabs) == text.n) return i;
    if (build == NULL) return i + 1; /* only asked */
    build_table(build);
    uint32_t behind = i + 1;
    for (uint32_t k = i; k < text.n && build_ok(build); k = next_tabbed(text, k, tabs)) {
        Str line = text.lines[k];
        behind = k + 1;
        if (text_blank(line)) continue;
        build_row(build, k + 1, false);
        for (size_t from = 0; from <= line.n;) {
            const char *tab = memchr(line.at + from, '\t', line.n - from);
            size_t to = tab != NULL ? (size_t)(tab - line.at) : line.n;
            build_cell(build, BUILD_NEXT, 1, 1);
            cell_text(build, str_slice(line, from, to), k);
            build_cell_end(build);
            from = to + 1;
        }
    }
    build_table_end(build);
    return behind;
}

/* ---- pipes and frames ---- */

/* Bytes of a character that parts cells at line.at[i]: «|», «│», «┃», «║»; 0 else. */
static size_t parting(Str line, size_t i)
{
    static const Str frames[] = { { "│", 3 }, { "┃", 3 }, { "║", 3 }, { "¦", 2 } };
    if (line.at[i] == '|') return i == 0 || line.at[i - 1] != '\\';
    for (size_t k = 0; k < sizeof frames / sizeof *frames; k++)
        if (str_starts(str_slice(line, i, line.n), frames[k])) return frames[k].n;
    return 0;
}

/* «+----+», «├────┼», «|:---|---:|»: nothing but drawing, with something across. *drawn: more than what Markdown draws with. */
static bool is_border(Str line, bool *drawn)
{
    size_t n_across = 0, n_corners = 0;
    *drawn = false;
    for (size_t i = 0; i < line.n;) {
        uint32_t cp = utf8_next(line, &i);
        bool frame = cp >= 0x2500 && cp <= 0x257F;
        if (cp == '-' || cp == '=' || cp == 0x2500 || cp == 0x2501 || cp == 0x2550) n_across++;
        else if (frame || cp == '+' || cp == '|') n_corners++;
        else if (cp != ' ' && cp != ':' && cp != '\t') return false;
        if (frame || cp == '+') *drawn = true;
    }
    return n_across >= 1 && n_corners >= 1 && n_across + n_corners >= 3;
}

/* Cells of a line: at most room; the parts outside the first and the last parting are left out when empty. */
static uint32_t split_cells(Str line, Str *cells, uint32_t room)
{
    uint32_t n = 0;
    size_t from = 0;
    Str s = str_trim(line);
    for (size_t i = 0; i <= s.n;) {
        size_t part = i < s.n ? parting(s, i) : 1;
        if (part == 0) {
            i++;
            continue;
        }
        Str cell = str_trim(str_slice(s, from, i));
        bool edge = cell.n == 0 && (i == 0 || i == s.n);
        if (!edge && n < room) cells[n++] = cell;
        i += part;
        from = i;
    }
    return n;
}

static bool has_parting(Str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (parting(line, i) > 0) return true;
    return false;
}

static bool drawn_line(Str line, bool *border, bool *drawn)
{
    *border = is_border(line, drawn);
    return *border || (!text_blank(line) && has_parting(line));
}

typedef struct Drawing {
    uint32_t behind, n_borders, n_texts, first_text; /* lines of text */
    bool drawn;                                       /* with a frame of its own */
    bool head;                                        /* a border stands right under the first line of text */
} Drawing;

static Drawing look(TextLines text, uint32_t i)
{
    Drawing d = { .behind = i, .first_text = text.n };
    bool border, drawn;
    for (uint32_t k = i; k < text.n && drawn_line(text.lines[k], &border, &drawn); k++) {
        d.behind = k + 1;
        d.drawn |= border && drawn;
        if (border && k == d.first_text + 1) d.head = true;
        if (!border && d.first_text == text.n) d.first_text = k;
        if (border) d.n_borders++;
        else d.n_texts++;
    }
    return d;
}

/* Where every row is framed, lines between two borders are one row; else each line is, unless its first cell is empty. */
static void drawn_rows(DocBuild *build, TextLines text, uint32_t i, Drawing d)
{
    Str cells[LIMIT_DOC_COLUMNS], more[LIMIT_DOC_COLUMNS];
    bool framed = d.drawn && (d.n_borders > 3 || d.n_texts <= 2), border, drawn;
    for (uint32_t k = i; k < d.behind && build_ok(build);) {
        if (is_border(text.lines[k], &drawn)) {
            k++;
            continue;
        }
        uint32_t last = k + 1, n = split_cells(text.lines[k], cells, LIMIT_DOC_COLUMNS);
        for (; last < d.behind && drawn_line(text.lines[last], &border, &drawn) && !border; last++) {
            bool goes_on = framed || (d.drawn && split_cells(text.lines[last], more, LIMIT_DOC_COLUMNS) > 1 && more[0].n == 0);
            if (!goes_on) break;
        }
        build_row(build, k + 1, d.head && k == d.first_text);
        for (uint32_t c = 0; c < n; c++) {
            TextMarks marks = { .about = { .label = STR_EMPTY, .line = k + 1 } };
            Str label;
            build_cell(build, BUILD_NEXT, 1, 1);
            bool broken = false; /* at the hyphen of a word */
            for (uint32_t l = k; l < last; l++) {
                Str piece = split_cells(text.lines[l], more, LIMIT_DOC_COLUMNS) > c ? more[c] : STR_EMPTY;
                if (text_number(piece) > 0 || text_bullet(piece, &label) > 0) text_para_end(build, &marks);
                else if (l > k && piece.n > 0 && !broken) build_text(build, STR(" "), false);
                text_marked(build, &marks, piece);
                if (piece.n > 0) broken = piece.n > 2 && piece.at[piece.n - 1] == '-' && (unsigned char)piece.at[piece.n - 2] >= 0x80;
            }
            text_para_end(build, &marks);
            build_cell_end(build);
        }
        k = last;
    }
}

static uint32_t drawn_table(DocBuild *build, TextLines text, uint32_t i)
{
    bool drawn, framed_left = parting(str_trim(text.lines[i]), 0) > 0 || is_border(text.lines[i], &drawn);
    if (!framed_left && (i + 1 == text.n || !is_border(text.lines[i + 1], &drawn))) return i;
    Drawing d = look(text, i);
    if (d.n_borders == 0 && d.n_texts < 2) return i;
    if (build == NULL) return d.behind;
    build_table(build);
    drawn_rows(build, text, i, d);
    build_table_end(build);
    return d.behind;
}

uint32_t text_table(DocBuild *build, TextLines text, uint32_t i)
{
    bool border, drawn;
    if (text_blank(text.lines[i])) return i;
    if (memchr(text.lines[i].at, '\t', text.lines[i].n) != NULL) {
        uint32_t behind = tab_table(build, text, i);
        if (behind > i) return behind;
    }
    if (drawn_line(text.lines[i], &border, &drawn)) return drawn_table(build, text, i);
    uint32_t behind = text_fields(build, text, i);
    return behind > i ? behind : text_spaces(build, text, i);
}
