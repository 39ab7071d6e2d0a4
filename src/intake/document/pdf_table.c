/* A ruled table over as many pages as it has. */
#include "intake/document/pdf_.h"

#include <math.h>

#include "base/limits.h"

#define OUTSIDE UINT32_MAX /* of the grid */
enum { MOST_COLUMNS = 64 };

typedef struct Para { struct Para *next; Str text; bool bold; } Para;
typedef struct Cell { struct Cell *next; uint32_t column, col_span, row_span; Para *first, *last; } Cell;
typedef struct Row { struct Row *next; Cell *first, *last; uint32_t n_cells; bool is_head; } Row;

struct PdfTable {
    Arena *arena;
    uint32_t n_columns, n_rows, n_numbered; /* n_columns 0: no table is being read; n_numbered: rows whose first cell is filled */
    float xs[MOST_COLUMNS];
    Row *first_row, *last_row;
};

void pdf_table_end(PdfTable *table, DocBuild *build)
{
    if (table->n_columns == 0) return;
    build_table(build);
    for (const Row *row = table->first_row; row != NULL && build_ok(build); row = row->next) {
        build_row(build, 0, row->is_head);
        for (const Cell *cell = row->first; cell != NULL; cell = cell->next) {
            build_cell(build, cell->column, cell->col_span, cell->row_span);
            for (const Para *para = cell->first; para != NULL; para = para->next) {
                build_text(build, para->text, para->bold);
                build_para(build, &(DocPara){ .label = STR_EMPTY });
            }
            build_cell_end(build);
        }
    }
    build_table_end(build);
    table->n_columns = table->n_rows = table->n_numbered = 0;
    table->first_row = table->last_row = NULL;
}

bool pdf_table_same(const PdfTable *table, const PdfGrid *grid)
{
    if (table->n_columns == 0 || table->n_columns != grid->n_columns) return false;
    for (uint32_t c = 0; c <= grid->n_columns; c++)
        if (fabsf(table->xs[c] - grid->xs[c]) > 4) return false;
    return true;
}

static bool cell_add(PdfTable *table, Cell *cell, Buf *buf, bool bold, Err *err)
{
    char *at = buf->n == 0 ? NULL : arena_try(table->arena, buf->n, err);
    Para *para = at != NULL ? arena_try(table->arena, sizeof *para, err) : NULL;
    if (buf->n == 0) return true;
    if (para == NULL) return false;
    *para = (Para){ .text = { memcpy(at, buf->at, buf->n), buf->n }, .bold = bold };
    if (cell->last != NULL) cell->last->next = para;
    else cell->first = para;
    cell->last = para;
    buf_clear(buf);
    return true;
}

/* Words of one cell as its paragraphs; right: where its lines end. */
static bool cell_words(PdfTable *table, Cell *cell, const PdfWord *words, uint32_t n, float right, Arena *scratch, Err *err)
{
    PdfLine *lines;
    uint32_t n_lines;
    Buf buf;
    if (!pdf_lines(words, n, false, scratch, &lines, &n_lines, err)) return false;
    buf_init(&buf, LIMIT_DOC_TEXT_BYTES);
    bool ok = true;
    for (uint32_t i = 0; ok && i < n_lines; i++) {
        if (i > 0 && !pdf_line_goes_on(&lines[i - 1], &lines[i], right, (lines[i].box.y1 - lines[i].box.y0) * 0.6f)) ok = cell_add(table, cell, &buf, lines[i - 1].bold, err);
        if (buf.n > 0) pdf_join(&buf, lines[i].text, pdf_line_tears(&lines[i - 1], &lines[i], right, i + 1 == n_lines));
        else buf_add(&buf, lines[i].text);
    }
    ok = ok && cell_add(table, cell, &buf, n_lines > 0 && lines[n_lines - 1].bold, err);
    buf_free(&buf);
    return ok;
}

static bool same_words(const Row *a, const Row *b)
{
    const Cell *x = a->first, *y = b->first;
    for (; x != NULL && y != NULL; x = x->next, y = y->next) {
        const Para *p = x->first, *q = y->first;
        for (; p != NULL && q != NULL; p = p->next, q = q->next)
            if (!str_eq(p->text, q->text)) return false;
        if (p != NULL || q != NULL || x->column != y->column) return false;
    }
    return x == NULL && y == NULL;
}

bool pdf_sentence_ends(Str text)
{
    return text.n == 0 || strchr(".;:!?", text.at[text.n - 1]) != NULL;
}

/* A row that the end of a page has cut: in a table whose rows are numbered its second half has no number. Its words go to the first half. */
static bool cut_row(const PdfTable *table, const Row *row)
{
    const Row *above = table->last_row;
    if (above == NULL || above->is_head || table->n_numbered * 5 < table->n_rows * 4 || row->first == NULL || row->first->first != NULL || above->first->first == NULL) return false;
    const Cell *x = above->first, *y = row->first;
    for (; x != NULL && y != NULL; x = x->next, y = y->next)
        if (x->column != y->column || x->col_span != y->col_span) return false;
    return x == NULL && y == NULL;
}

static bool mend(PdfTable *table, const Row *row, Err *err)
{
    Cell *above = table->last_row->first;
    for (const Cell *cell = row->first; cell != NULL; cell = cell->next, above = above->next) {
        Para *para = cell->first;
        if (para == NULL) continue;
        if (above->last == NULL || pdf_sentence_ends(above->last->text)) {
            if (above->last != NULL) above->last->next = para;
            else above->first = para;
        } else {
            Buf buf;
            buf_init(&buf, LIMIT_DOC_TEXT_BYTES);
            buf_add(&buf, above->last->text);
            pdf_join(&buf, para->text, false);
            char *at = arena_try(table->arena, buf.n, err);
            if (at != NULL) above->last->text = (Str){ memcpy(at, buf.at, buf.n), buf.n };
            buf_free(&buf);
            if (at == NULL) return false;
            above->last->next = para->next;
            if (para->next == NULL) continue;
        }
        above->last = cell->last;
    }
    return true;
}

/* first: no row of this page was taken yet */
static bool row_add(PdfTable *table, Row *row, bool *first, Err *err)
{
    bool goes_on = *first && table->first_row != NULL;
    if (goes_on && same_words(table->first_row, row)) { /* the head once more */
        table->first_row->is_head = true;
        return true;
    }
    *first = false;
    if (goes_on && cut_row(table, row)) return mend(table, row, err);
    if (table->last_row != NULL) table->last_row->next = row;
    else table->first_row = row;
    table->last_row = row;
    table->n_rows++;
    table->n_numbered += row->first != NULL && row->first->first != NULL;
    return true;
}

/* by_cell[i]..by_cell[i + 1]: words of part i of the grid. */
static bool grid_rows(PdfTable *table, const PdfGrid *grid, const PdfWord *words, const uint32_t *by_cell, Arena *scratch, Err *err)
{
    uint32_t columns = grid->n_columns;
    bool first = true;
    for (uint32_t r = 0; r < grid->n_rows; r++) {
        Row *row = arena_try(table->arena, sizeof *row, err);
        if (row == NULL) return false;
        for (uint32_t c = 0; c < columns; c++) {
            uint32_t place = r * columns + c, right = c + 1, below = r + 1;
            if (grid->owner[place] != place) continue;
            Cell *cell = arena_try(table->arena, sizeof *cell, err);
            if (cell == NULL) return false;
            while (right < columns && grid->owner[r * columns + right] == place) right++;
            while (below < grid->n_rows && grid->owner[below * columns + c] == place) below++;
            *cell = (Cell){ .column = c, .col_span = right - c, .row_span = below - r };
            if (!cell_words(table, cell, words + by_cell[place], by_cell[place + 1] - by_cell[place], grid->xs[right] - 5.4f, scratch, err)) return false; /* 5.4: what Word leaves at both sides */
            if (row->last != NULL) row->last->next = cell;
            else row->first = cell;
            row->last = cell;
            row->n_cells++;
        }
        bool any = false;
        for (const Cell *cell = row->first; cell != NULL; cell = cell->next) any |= cell->first != NULL;
        if (row->first == NULL || (!any && (r == 0 || r + 1 == grid->n_rows))) continue; /* all of it belongs to cells above; what the end of a page left of a row */
        if (!row_add(table, row, &first, err)) return false;
    }
    return true;
}

static uint32_t part_of(const float *places, uint32_t n_parts, float at)
{
    if (at < places[0] || at >= places[n_parts]) return OUTSIDE;
    uint32_t from = 0, to = n_parts;
    while (to - from > 1) {
        uint32_t middle = from + (to - from) / 2;
        if (places[middle] <= at) from = middle;
        else to = middle;
    }
    return from;
}

static uint32_t cell_of(const PdfGrid *grid, PdfBox box)
{
    uint32_t c = part_of(grid->xs, grid->n_columns, (box.x0 + box.x1) / 2), r = part_of(grid->ys, grid->n_rows, (box.y0 + box.y1) / 2);
    return c == OUTSIDE || r == OUTSIDE ? OUTSIDE : grid->owner[r * grid->n_columns + c];
}

/* The words of a grid sorted by its cells, in their order otherwise. */
bool pdf_table_add(PdfTable *table, const PdfGrid *grid, const PdfPage *page, Arena *scratch, Err *err)
{
    uint32_t n = grid->n_columns * grid->n_rows;
    uint32_t *starts = arena_try(scratch, sizeof(uint32_t) * (n + 2), err);
    PdfWord *words = starts != NULL ? arena_try(scratch, sizeof(PdfWord) * (page->n_words + 1), err) : NULL;
    if (words == NULL) return false;
    if (table->n_columns == 0) {
        table->n_columns = grid->n_columns;
        memcpy(table->xs, grid->xs, sizeof(float) * (grid->n_columns + 1));
    }
    for (uint32_t i = 0; i < page->n_words; i++) {
        uint32_t cell = cell_of(grid, page->words[i].box);
        if (cell != OUTSIDE) starts[cell + 2]++;
    }
    for (uint32_t i = 2; i < n + 2; i++) starts[i] += starts[i - 1];
    for (uint32_t i = 0; i < page->n_words; i++) {
        uint32_t cell = cell_of(grid, page->words[i].box);
        if (cell != OUTSIDE) words[starts[cell + 1]++] = page->words[i];
    }
    return grid_rows(table, grid, words, starts, scratch, err);
}

bool pdf_in_grid(const PdfGrid *grid, PdfBox box) { return cell_of(grid, box) != OUTSIDE; }
bool pdf_table_open(const PdfTable *table) { return table->n_columns > 0; }

PdfTable *pdf_table_new(Arena *arena)
{
    PdfTable *table = arena_one(arena, PdfTable);
    table->arena = arena;
    return table;
}
