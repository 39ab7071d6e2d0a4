/* Tables without lines: where four or more rows of words leave the same two or more gaps free all the way down, the gaps part columns. */
#include "intake/document/pdf_.h"

#include <stdlib.h>

enum { MOST_GAPS = 40, LEAST_ROWS = 4, LEAST_FULL = 3 };

typedef struct Row { uint32_t from, to; float y0, y1; } Row; /* words from..to */
typedef struct Gap { float x0, x1; } Gap;
typedef struct Gaps { uint32_t n; Gap gaps[MOST_GAPS]; } Gaps;

static int by_y(const void *a, const void *b)
{
    float x = ((const PdfWord *)a)->box.y0 + ((const PdfWord *)a)->box.y1, y = ((const PdfWord *)b)->box.y0 + ((const PdfWord *)b)->box.y1;
    return x < y ? -1 : x > y;
}

static int by_x(const void *a, const void *b)
{
    float x = ((const PdfWord *)a)->box.x0, y = ((const PdfWord *)b)->box.x0;
    return x < y ? -1 : x > y;
}

static uint32_t split_rows(PdfWord *words, uint32_t n, Row *rows)
{
    uint32_t n_rows = 0;
    qsort(words, n, sizeof *words, by_y);
    for (uint32_t from = 0, to; from < n; from = to) {
        Row row = { .from = from, .y0 = words[from].box.y0, .y1 = words[from].box.y1 };
        for (to = from + 1; to < n && (words[to].box.y0 + words[to].box.y1) / 2 < row.y1; to++) {}
        row.to = to;
        qsort(words + from, to - from, sizeof *words, by_x);
        rows[n_rows++] = row;
    }
    return n_rows;
}

static float least_gap(Row row) { return (row.y1 - row.y0) * 0.8f; }

static void row_gaps(const PdfWord *words, Row row, Gaps *out)
{
    out->n = 0;
    for (uint32_t i = row.from + 1; i < row.to; i++)
        if (words[i].box.x0 - words[i - 1].box.x1 >= least_gap(row) && out->n < MOST_GAPS) out->gaps[out->n++] = (Gap){ words[i - 1].box.x1, words[i].box.x0 };
}

/* What the words of a row leave of the gaps: of each its widest part. */
static void narrow(Gaps *gaps, const PdfWord *words, Row row)
{
    uint32_t n = 0;
    for (uint32_t g = 0; g < gaps->n; g++) {
        Gap best = { 0, 0 };
        float at = gaps->gaps[g].x0;
        for (uint32_t i = row.from; i <= row.to; i++) {
            float from = i < row.to ? words[i].box.x0 : gaps->gaps[g].x1, to = i < row.to ? words[i].box.x1 : from;
            if (from > gaps->gaps[g].x1) from = gaps->gaps[g].x1;
            if (from - at > best.x1 - best.x0) best = (Gap){ at, from };
            if (to > at) at = to;
            if (at >= gaps->gaps[g].x1) break;
        }
        if (best.x1 - best.x0 >= least_gap(row)) gaps->gaps[n++] = best;
    }
    gaps->n = n;
}

static uint32_t column_of(const Gaps *gaps, PdfBox box)
{
    uint32_t c = 0;
    while (c < gaps->n && box.x0 >= gaps->gaps[c].x1) c++;
    return c;
}

/* Columns of a row that are filled, a bit each. */
static uint64_t filled(const Gaps *gaps, const PdfWord *words, Row row)
{
    uint64_t bits = 0;
    for (uint32_t i = row.from; i < row.to; i++) bits |= 1ull << column_of(gaps, words[i].box);
    return bits;
}

static uint32_t n_bits(uint64_t bits) { return (uint32_t)__builtin_popcountll(bits); }

/* A line of words begins a row of the table when it is numbered, when it stands apart, or, in a table without numbers, when all its cells are filled. */
static bool begins(const Gaps *gaps, const PdfWord *words, const Row *rows, uint32_t i, bool numbered, float gap)
{
    const PdfWord *first = &words[rows[i].from];
    bool number = column_of(gaps, first->box) == 0 && first->text.at[0] >= '0' && first->text.at[0] <= '9';
    if (rows[i].y0 - rows[i - 1].y1 > gap + (rows[i].y1 - rows[i].y0) * 0.35f) return true;
    return numbered ? number : n_bits(filled(gaps, words, rows[i])) == gaps->n + 1;
}

static bool make_grid(const Gaps *gaps, const PdfWord *words, const Row *rows, uint32_t from, uint32_t to, Arena *arena, PdfGrid *out, Err *err)
{
    float *xs = arena_try(arena, sizeof(float) * (gaps->n + 2), err), *ys = xs != NULL ? arena_try(arena, sizeof(float) * (to - from + 1), err) : NULL;
    if (ys == NULL) return false;
    uint32_t n_numbers = 0, n = 0;
    float gap = rows[from + 1].y0 - rows[from].y1, left = words[rows[from].from].box.x0, right = 0;
    for (uint32_t i = from; i < to; i++) {
        const PdfWord *first = &words[rows[i].from];
        n_numbers += first->text.at[0] >= '0' && first->text.at[0] <= '9';
        if (i > from && rows[i].y0 - rows[i - 1].y1 < gap) gap = rows[i].y0 - rows[i - 1].y1;
        for (uint32_t k = rows[i].from; k < rows[i].to; k++) {
            if (words[k].box.x0 < left) left = words[k].box.x0;
            if (words[k].box.x1 > right) right = words[k].box.x1;
        }
    }
    xs[0] = left - 1;
    for (uint32_t g = 0; g < gaps->n; g++) xs[g + 1] = gaps->gaps[g].x1 - 1;
    xs[gaps->n + 1] = right + 6; /* where its lines end is taken from it */
    ys[n++] = rows[from].y0 - 1;
    for (uint32_t i = from + 1; i < to; i++)
        if (begins(gaps, words, rows, i, n_numbers >= 2, gap)) ys[n++] = (rows[i - 1].y1 + rows[i].y0) / 2;
    ys[n++] = rows[to - 1].y1 + 1;
    uint32_t n_parts = (gaps->n + 1) * (n - 1);
    uint32_t *owner = arena_try(arena, sizeof(uint32_t) * n_parts, err);
    if (owner == NULL) return false;
    for (uint32_t i = 0; i < n_parts; i++) owner[i] = i;
    *out = (PdfGrid){ gaps->n + 1, n - 1, xs, ys, owner };
    return true;
}

static int from_above(const void *a, const void *b)
{
    float x = ((const PdfGrid *)a)->ys[0], y = ((const PdfGrid *)b)->ys[0];
    return x < y ? -1 : x > y;
}

bool pdf_gaps(Arena *arena, Arena *scratch, PdfPage *page, Err *err)
{
    PdfWord *words = arena_try(scratch, sizeof(PdfWord) * (page->n_words + 1), err);
    Row *rows = words != NULL ? arena_try(scratch, sizeof(Row) * (page->n_words + 1), err) : NULL;
    PdfGrid *grids = rows != NULL ? arena_try(arena, sizeof(PdfGrid) * (page->n_grids + page->n_words / LEAST_ROWS + 1), err) : NULL;
    if (grids == NULL) return false;
    uint32_t n = 0, n_grids = page->n_grids;
    for (uint32_t i = 0; i < page->n_words; i++) {
        bool within = false;
        for (uint32_t g = 0; g < page->n_grids && !within; g++) within = pdf_in_grid(&page->grids[g], page->words[i].box);
        if (!within) words[n++] = page->words[i];
    }
    if (n_grids > 0) memcpy(grids, page->grids, sizeof(PdfGrid) * n_grids);
    uint32_t n_rows = split_rows(words, n, rows);
    for (uint32_t from = 0, to; from < n_rows; from = to) {
        Gaps gaps, next;
        uint32_t n_full = 0;
        row_gaps(words, rows[from], &gaps);
        for (to = from + 1; to < n_rows && gaps.n >= 2 && rows[to].y0 - rows[to - 1].y1 < (rows[to].y1 - rows[to].y0) * 3; to++) {
            next = gaps;
            narrow(&next, words, rows[to]);
            if (next.n < 2) break;
            gaps = next;
        }
        if (gaps.n < 2 || to - from < LEAST_ROWS) continue;
        for (uint32_t i = from; i < to; i++) n_full += n_bits(filled(&gaps, words, rows[i])) >= 3;
        if (n_full < LEAST_FULL) continue;
        if (!make_grid(&gaps, words, rows, from, to, arena, &grids[n_grids++], err)) return false;
    }
    qsort(grids, n_grids, sizeof *grids, from_above);
    page->n_grids = n_grids;
    page->grids = grids;
    return true;
}
