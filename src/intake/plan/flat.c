/* A table that was saved as text, each cell a line of its own: «№», «Мероприятие», «Срок», «1», «Провести …», «май». It is put together by its head. */
#include "base/utf8.h"
#include "intake/plan/columns_.h"
#include "intake/plan/date_.h"

enum { LEAST_HEADS = 3, MOST_HEADS = 12, HEAD_WORDS = 120 /* bytes */, MOST_LINES = 20000 /* 2,000 measures; longer texts are not put together by guess */, MOST_TRIES = 16 /* heads that no rows fit */ };

typedef struct FlatLine { Str text, label; uint32_t line, i_block; } FlatLine; /* empty lines among them: empty cells */
typedef struct Flat {
    Arena *arena;
    uint32_t n, room; FlatLine *lines;
    uint32_t n_heads, i_number, i_term;      /* of the head; UINT32_MAX: no such column */
    uint32_t n_rows, room_rows; DocRow *rows;
    uint32_t n_tries;
} Flat;

static void add_line(Flat *flat, Str text, Str label, uint32_t line, uint32_t i_block)
{
    flat->lines = prose_grow(flat->arena, flat->lines, flat->n, &flat->room, sizeof *flat->lines);
    flat->lines[flat->n++] = (FlatLine){ text, label, line, i_block };
}

/* Lines of a paragraph; of a text file the empty ones between paragraphs too. */
static void take_lines(Flat *flat, const SourceDoc *doc)
{
    enum { MOST_EMPTY = 16 };
    uint32_t next = 0;
    bool text = strcmp(doc->format, "text") == 0;
    for (uint32_t b = 0; b < doc->n_blocks && flat->n < MOST_LINES; b++) {
        const DocPara *para = &doc->blocks[b].para;
        if (doc->blocks[b].kind != DOC_PARA) {
            next = 0;
            continue;
        }
        uint32_t line = para->line;
        for (uint32_t k = 0; text && next != 0 && next < line && k < MOST_EMPTY; k++) add_line(flat, STR_EMPTY, STR_EMPTY, next++, b);
        for (size_t from = 0, i = 0; i <= para->text.n; i++) {
            if (i < para->text.n && para->text.at[i] != '\n') continue;
            add_line(flat, str_trim(str_slice(para->text, from, i)), from == 0 ? para->label : STR_EMPTY, line++, b);
            from = i + 1;
        }
        next = line;
    }
}

static bool is_term(const Flat *flat, const FlatLine *line)
{
    Str folded = prose_fold(flat->arena, line->text);
    return prose_is_time(folded) || prose_holds(folded, "каникул|четверт|полугоди|триместр|недел");
}

static bool is_number(const FlatLine *line)
{
    Str number;
    return line->label.n == 0 && line->text.n > 0 && prose_is_number(line->text, &number);
}

static DocCell cell_of(Flat *flat, uint32_t column, uint32_t span, uint32_t from, uint32_t to)
{
    DocPara *paras = arena_array(flat->arena, DocPara, to - from + 1u);
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++)
        if (flat->lines[i].text.n > 0) paras[n++] = (DocPara){ .text = flat->lines[i].text, .label = flat->lines[i].label, .line = flat->lines[i].line };
    return (DocCell){ .column = (uint16_t)column, .col_span = (uint16_t)span, .row_span = 1, .n_paras = n, .paras = paras };
}

/* ends[c]: the line behind the last one of cell c */
static void add_row(Flat *flat, uint32_t from, uint32_t n_cells, const uint32_t *ends)
{
    DocCell *cells = arena_array(flat->arena, DocCell, n_cells);
    for (uint32_t c = 0, at = from; c < n_cells; at = ends[c++]) cells[c] = cell_of(flat, c, n_cells == 1 ? flat->n_heads : 1, at, ends[c]);
    flat->rows = prose_grow(flat->arena, flat->rows, flat->n_rows, &flat->room_rows, sizeof *flat->rows);
    flat->rows[flat->n_rows++] = (DocRow){ .n_cells = n_cells, .cells = cells, .line = flat->lines[from].line };
}

static void add_plain_row(Flat *flat, uint32_t from)
{
    uint32_t ends[MOST_HEADS];
    for (uint32_t c = 0; c < flat->n_heads; c++) ends[c] = from + c + 1;
    add_row(flat, from, flat->n_heads, ends);
}

/* Words of a head, and not of a title: «Мероприятия», not «План мероприятий школы на 2025 год». */
static bool is_head_word(Flat *flat, const FlatLine *line, Role *role)
{
    Str folded = prose_fold(flat->arena, line->text);
    if (line->label.n > 0 || line->text.n == 0 || line->text.n > HEAD_WORDS || prose_starts(folded, "план |план-|дорожная|циклограмма|программа|комплекс|раздел |этап |блок |направление ")) return false;
    for (size_t k = 0; k < folded.n; k++)
        if (folded.at[k] >= '0' && folded.at[k] <= '9') return false;
    return columns_word(folded, role);
}

/* n lines from i on as a head, one column a line; a word among them may be unknown. */
static bool head_at(Flat *flat, uint32_t i, uint32_t n)
{
    enum { UNKNOWN_BYTES = 60 };
    uint32_t ends[MOST_HEADS], n_unknown = 0;
    flat->i_number = flat->i_term = UINT32_MAX;
    flat->n_heads = n;
    flat->n_rows = 0;
    for (uint32_t c = 0; c < n; c++) {
        const FlatLine *line = &flat->lines[i + c];
        Role role = ROLE_OTHER;
        bool known = is_head_word(flat, line, &role), inside = c > 0 && c + 1 < n;
        if (!known && (!inside || n_unknown++ > 0 || line->label.n > 0 || line->text.n == 0 || line->text.n > UNKNOWN_BYTES || is_number(line))) return false;
        if (role == ROLE_NUMBER && flat->i_number == UINT32_MAX) flat->i_number = c;
        if (role == ROLE_TERM && flat->i_term == UINT32_MAX) flat->i_term = c;
        ends[c] = i + c + 1;
    }
    add_row(flat, i, n, ends);
    return columns_head_row(&flat->rows[0], flat->arena) && flat->n_tries++ < MOST_TRIES;
}

static bool is_head_again(const Flat *flat, uint32_t head, uint32_t i)
{
    for (uint32_t c = 0; c < flat->n_heads; c++)
        if (i + c >= flat->n || !str_eq(flat->lines[head + c].text, flat->lines[i + c].text)) return false;
    return true;
}

/* «2. Работа с кадрами», «Этап 1. …» where a row could begin. */
static bool is_section(const FlatLine *line)
{
    Str rest;
    return line->label.n > 0 ? prose_is_number(line->label, &rest) : prose_take_number(line->text, &rest).n > 0;
}

/* More lines than cells: bullets and what goes on are of the line before. Fewer: what is no term in the place of the term stands behind it. */
static uint32_t cells_of(Flat *flat, uint32_t from, uint32_t to, uint32_t ends[MOST_HEADS])
{
    uint32_t extra = to - from > flat->n_heads ? to - from - flat->n_heads : 0, n = 0;
    for (uint32_t i = from; i < to; i++) {
        const FlatLine *line = &flat->lines[i];
        bool item = line->label.n > 0 || prose_bullet(line->text) > 0, time = is_term(flat, line);
        bool joins = n > 1 && line->text.n > 0 && (item || (extra > 0 && !time && (prose_is_open(flat->lines[i - 1].text) || (n == 2 && prose_is_lower(line->text)))));
        if (n == flat->i_term && !joins && !time && line->text.n > 0 && to - i < flat->n_heads - n) ends[n] = i, n++;
        if (joins || n == flat->n_heads) {
            if (extra > 0) extra--;
            ends[n - 1] = i + 1;
        } else ends[n++] = i + 1;
    }
    return n;
}

static bool is_next(const Flat *flat, uint32_t row, uint32_t i)
{
    Str was, is;
    prose_is_number(flat->lines[row].text, &was);
    return prose_is_number(flat->lines[i].text, &is) && (prose_last_part(is) == prose_last_part(was) + 1 || prose_is_under(is, was));
}

/* A bullet, or the rest of an open line: of the same cell as the line before. */
static bool is_same_cell(const Flat *flat, uint32_t i)
{
    const FlatLine *line = &flat->lines[i];
    bool item = line->label.n > 0 || prose_bullet(line->text) > 0;
    return line->text.n > 0 && (item || (prose_is_open(flat->lines[i - 1].text) && !is_term(flat, line)));
}

/* Behind the row that begins at line i: at the next number, or where it is full and something else begins. */
static uint32_t row_end(Flat *flat, uint32_t head, uint32_t i)
{
    uint32_t to = i + 1, n_cells = 1, whole = 0;
    for (; to < flat->n; to++) {
        bool full = n_cells >= flat->n_heads;
        if (is_head_again(flat, head, to) || (is_number(&flat->lines[to]) && (full || is_next(flat, i, to)))) return to;
        if (is_same_cell(flat, to)) continue;
        if (full && whole == 0) whole = to;
        if (full && (flat->lines[to].text.n == 0 || is_section(&flat->lines[to]) || (to + 1 < flat->n && is_number(&flat->lines[to + 1])))) break;
        n_cells++;
    }
    return whole > 0 ? whole : to; /* what goes on without a number is not of the table */
}

/* «1», «2», «3», «4» under a head. */
static bool is_column_numbers(const Flat *flat, uint32_t i)
{
    for (uint32_t c = 0; c < flat->n_heads; c++) {
        Str number;
        if (i + c >= flat->n || !is_number(&flat->lines[i + c]) || !prose_is_number(flat->lines[i + c].text, &number) || prose_last_part(number) != c + 1) return false;
    }
    return true;
}

/* Rows begin with their numbers. Gives the line behind the table. */
static uint32_t take_numbered(Flat *flat, uint32_t head)
{
    uint32_t i = head + flat->n_heads, n_measures = 0;
    while (i < flat->n) {
        uint32_t ends[MOST_HEADS], to = i + 1;
        const FlatLine *line = &flat->lines[i];
        if (is_head_again(flat, head, i) || is_column_numbers(flat, i)) {
            i += flat->n_heads;
            continue;
        }
        if (!is_number(line)) {
            bool rest = line->text.n == 0 && i + flat->n_heads <= flat->n && flat->n_rows > 1; /* a row without a number: it goes on */
            bool section = line->text.n > 0 && (is_section(line) || (to < flat->n && is_number(&flat->lines[to])));
            if (!rest && !section) break;
            if (rest) add_plain_row(flat, i);
            else add_row(flat, i, 1, &to);
            i += rest ? flat->n_heads : 1;
            continue;
        }
        to = row_end(flat, head, i);
        add_row(flat, i, cells_of(flat, i, to, ends), ends);
        n_measures++;
        i = to;
    }
    return n_measures > 0 ? i : head;
}

/* Every row has as many lines as the head, so terms stand where they should; the last one may lack its end. */
static uint32_t take_even(Flat *flat, uint32_t head)
{
    uint32_t i = head + flat->n_heads, n_times = 0, n_rows = 0;
    for (; i < flat->n; i += flat->n_heads) {
        if (is_head_again(flat, head, i) || is_column_numbers(flat, i)) continue;
        bool whole = i + flat->n_heads <= flat->n;
        bool time = flat->i_term != UINT32_MAX && i + flat->i_term < flat->n && is_term(flat, &flat->lines[i + flat->i_term]);
        if (!whole && !time) break;
        uint32_t ends[MOST_HEADS];
        for (uint32_t c = 0; c < flat->n_heads; c++) ends[c] = i + c < flat->n ? i + c + 1 : flat->n;
        add_row(flat, i, flat->n_heads, ends);
        n_times += time;
        n_rows++;
    }
    bool sure = flat->i_term != UINT32_MAX ? n_times * 10 >= n_rows * 6 : i == flat->n && n_rows > 1;
    return sure && n_rows > 0 ? i < flat->n ? i : flat->n : head;
}

static uint32_t rows_under(Flat *flat, uint32_t i, uint32_t n)
{
    if (flat->i_number != 0) return take_even(flat, i);
    const FlatLine *next = &flat->lines[i + n];
    bool begins = is_number(next) || is_section(next) || prose_starts(prose_fold(flat->arena, next->text), "раздел|этап|блок|направление") || (i + n + 1 < flat->n && is_number(next + 1));
    return begins ? take_numbered(flat, i) : i;
}

/* A head at line i and rows that fit it: the line behind them; i: none. Words that follow a head may look like more of it, so without numbers and terms, which tell, the shortest head is taken. */
static uint32_t table_at(Flat *flat, uint32_t i)
{
    Role role;
    if (!is_head_word(flat, &flat->lines[i], &role)) return i;
    for (uint32_t n = MOST_HEADS; n >= LEAST_HEADS; n--) {
        if (i + n >= flat->n || !head_at(flat, i, n) || (flat->i_number != 0 && flat->i_term == UINT32_MAX)) continue;
        uint32_t end = rows_under(flat, i, n);
        if (end > i) return end;
    }
    for (uint32_t n = LEAST_HEADS; n <= MOST_HEADS && i + n < flat->n; n++) {
        if (!head_at(flat, i, n) || flat->i_number == 0 || flat->i_term != UINT32_MAX) continue;
        uint32_t end = rows_under(flat, i, n);
        if (end > i) return end;
    }
    return i;
}

/* Paragraphs that lines [from, to) are of, as one block a line. */
static void put_lines(const Flat *flat, const SourceDoc *doc, uint32_t from, uint32_t to, uint32_t *n, DocBlock *blocks)
{
    for (uint32_t i = from; i < to; i++) {
        const FlatLine *line = &flat->lines[i];
        bool whole = i + 1 == flat->n || flat->lines[i + 1].i_block != line->i_block, first = i == 0 || flat->lines[i - 1].i_block != line->i_block;
        if (line->text.n == 0) continue;
        blocks[*n] = doc->blocks[line->i_block];
        if (!whole || !first) blocks[*n].para.text = line->text, blocks[*n].para.label = line->label, blocks[*n].para.line = line->line;
        ++*n;
    }
}

const SourceDoc *flat_table(const SourceDoc *doc, Arena *arena)
{
    Flat flat = { .arena = arena };
    uint32_t n_tables = 0, head = 0, end = 0;
    for (uint32_t i = 0; i < doc->n_blocks; i++) n_tables += doc->blocks[i].kind != DOC_PARA && doc->blocks[i].kind != DOC_PAGE;
    if (n_tables > 0 || strcmp(doc->format, "pdf") == 0) return doc;
    take_lines(&flat, doc);
    while (head < flat.n && flat.n < MOST_LINES && flat.n_tries < MOST_TRIES && (end = table_at(&flat, head)) == head) head++;
    if (end <= head) return doc;
    DocBlock *blocks = arena_array(arena, DocBlock, flat.n + 1u);
    Str *warnings = arena_array(arena, Str, doc->n_warnings + 1u);
    SourceDoc *out = arena_one(arena, SourceDoc);
    uint32_t n = 0;
    put_lines(&flat, doc, 0, head, &n, blocks);
    blocks[n++] = (DocBlock){ .kind = DOC_TABLE, .table = { .n_columns = (uint16_t)flat.n_heads, .n_rows = flat.n_rows, .rows = flat.rows } };
    put_lines(&flat, doc, end, flat.n, &n, blocks);
    warnings[0] = STR("Таблица в тексте рассыпана: каждая ячейка стоит своей строкой. Она собрана по шапке; сверьте колонки или загрузите сам документ, а не его текст.");
    for (uint32_t i = 0; i < doc->n_warnings; i++) warnings[i + 1] = doc->warnings[i];
    *out = *doc;
    out->n_blocks = n, out->blocks = blocks;
    out->n_warnings = doc->n_warnings + 1, out->warnings = warnings;
    return out;
}
