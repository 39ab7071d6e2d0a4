/* Pages put together: paragraphs of lines, rows of cells, and what goes on behind the end of a page. */
#include "intake/document/pdf_.h"

#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"

typedef struct PdfFlow {
    Arena *arena;
    DocBuild *build;
    uint32_t n_pages;
    float width, left, right; /* of the page, and between what its words lie */
    float gap;                /* most that lines of one paragraph are apart */
    uint32_t n_margins;       /* lines at the heads and feet of all pages, by their words */
    uint64_t *margins;
    /* the paragraph being read */
    Buf text;
    bool any, bold, centred;
    PdfLine last;
    PdfTable *table;
} PdfFlow;

static void free_text(void *at, size_t n)
{
    (void)n;
    buf_free(at);
}

static void para_end(PdfFlow *flow)
{
    if (!flow->any) return;
    build_text(flow->build, buf_str(&flow->text), flow->bold);
    build_para(flow->build, &(DocPara){ .label = STR_EMPTY, .centred = flow->centred });
    buf_clear(&flow->text);
    flow->any = false;
}

static bool at_margin(const PdfLine *line, float page_height) { return line->box.y1 < page_height * 0.09f || line->box.y0 > page_height * 0.91f; }

/* «5», «- 5 -», «стр. 5». */
static bool page_number(Str text)
{
    if (str_starts(text, STR("стр. ")) || str_starts(text, STR("Стр. "))) text = str_slice(text, 8, text.n);
    for (size_t i = 0; i < text.n; i++)
        if (strchr("0123456789 -/", text.at[i]) == NULL) return false;
    return true;
}

/* The words of a line whatever its numbers are: what stands at the head or foot of every page differs only in these. */
static uint64_t worded(Str text)
{
    char masked[256];
    size_t n = 0;
    for (size_t i = 0; i < text.n && n < sizeof masked; i++)
        if (text.at[i] < '0' || text.at[i] > '9') masked[n++] = text.at[i];
    return str_hash((Str){ masked, n });
}

/* Page numbers, and what is printed at the head or foot of most pages. */
static bool running(const PdfFlow *flow, const PdfLine *line, float page_height)
{
    if (!at_margin(line, page_height)) return false;
    if (page_number(line->text)) return true;
    uint64_t key = worded(line->text);
    uint32_t n = 0;
    for (uint32_t i = 0; i < flow->n_margins; i++) n += flow->margins[i] == key;
    return n >= 2 && n * 2 > flow->n_pages;
}

static bool starts_low(Str text)
{
    size_t i = 0;
    if (text.n == 0) return false;
    uint32_t cp = utf8_next(text, &i);
    return cp != utf8_upper(cp);
}

static bool is_centred(const PdfFlow *flow, const PdfLine *line)
{
    float middle = (line->box.x0 + line->box.x1) / 2;
    return fabsf(middle - (flow->left + flow->right) / 2) < 6 && line->box.x0 > flow->left + 15;
}

static void line_add(PdfFlow *flow, const PdfLine *line, bool new_page)
{
    bool centred = is_centred(flow, line);
    PdfLine before = flow->last;
    flow->last = *line;
    if (flow->any && !new_page && flow->centred && centred && flow->bold == line->bold && line->box.y0 > before.box.y0 && line->box.y0 - before.box.y1 < line->box.y1 - line->box.y0) {
        buf_add_char(&flow->text, '\n'); /* lines of one heading */
        buf_add(&flow->text, line->text);
        return;
    }
    bool goes_on = flow->any && !flow->centred;
    if (goes_on && new_page) goes_on = starts_low(line->text) && !pdf_sentence_ends(buf_str(&flow->text)) && before.box.x1 + line->first_width > flow->right;
    else if (goes_on) goes_on = pdf_line_goes_on(&before, line, flow->right, flow->gap) && line->box.x0 < before.box.x0 + 12;
    goes_on = goes_on && memchr(line->text.at, '\t', line->text.n) == NULL; /* «Глава района     П.П. Дёмин» under the last point */
    if (goes_on) {
        pdf_join(&flow->text, line->text, false);
        return;
    }
    para_end(flow);
    if (new_page && !pdf_table_open(flow->table)) build_page(flow->build);
    buf_add(&flow->text, line->text);
    flow->any = true;
    flow->bold = line->bold;
    flow->centred = centred;
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* The tenth of lines that stand nearest tells how near lines of a paragraph stand. */
static float usual_gap(const PdfLine *lines, uint32_t n_lines, float *room)
{
    uint32_t n = 0;
    float height = 12;
    for (uint32_t i = 1; i < n_lines; i++) {
        float gap = lines[i].box.y0 - lines[i - 1].box.y1;
        height = lines[i].box.y1 - lines[i].box.y0;
        if (gap > -height / 2 && gap < height * 1.1f) room[n++] = gap; /* wider apart than double spacing sets them is another paragraph */
    }
    if (n == 0) return height * 0.6f;
    qsort(room, n, sizeof *room, by_value);
    return room[n / 10] + height * 0.25f;
}

static bool measure(PdfFlow *flow, const PdfPage *page, const PdfLine *lines, uint32_t n_lines, Arena *scratch, Err *err)
{
    float *room = arena_try(scratch, sizeof(float) * (n_lines + 1), err);
    if (room == NULL) return false;
    float gap = usual_gap(lines, n_lines, room);
    flow->gap = flow->gap == 0 || gap < flow->gap ? gap : flow->gap; /* a page of titles knows less than the pages before */
    if (fabsf(flow->width - page->width) > 1) flow->left = page->width, flow->right = 0; /* a sheet turned on its side has margins of its own */
    flow->width = page->width;
    for (uint32_t i = 0; i < n_lines; i++) {
        flow->left = fminf(flow->left, lines[i].box.x0);
        flow->right = fmaxf(flow->right, lines[i].box.x1);
    }
    for (uint32_t i = 0; i < page->n_grids; i++) flow->right = fmaxf(flow->right, page->grids[i].xs[page->grids[i].n_columns] - 5);
    return true;
}

/* Lines of a page outside its tables. */
static bool outside_lines(const PdfPage *page, Arena *scratch, PdfLine **lines, uint32_t *n_lines, Err *err)
{
    PdfWord *outside = arena_try(scratch, sizeof(PdfWord) * (page->n_words + 1), err);
    uint32_t n_outside = 0;
    if (outside == NULL) return false;
    for (uint32_t i = 0; i < page->n_words; i++) {
        bool within = false;
        for (uint32_t g = 0; g < page->n_grids && !within; g++) within = pdf_in_grid(&page->grids[g], page->words[i].box);
        if (!within) outside[n_outside++] = page->words[i];
    }
    return pdf_lines(outside, n_outside, true, scratch, lines, n_lines, err);
}

static bool read_page(PdfFlow *flow, const PdfPage *page, bool new_page, Arena *scratch, Err *err)
{
    PdfLine *lines;
    uint32_t n_all, n_lines = 0, i_grid = 0;
    if (!outside_lines(page, scratch, &lines, &n_all, err)) return false;
    for (uint32_t i = 0; i < n_all; i++)
        if (!running(flow, &lines[i], page->height)) lines[n_lines++] = lines[i];
    if (!measure(flow, page, lines, n_lines, scratch, err)) return false;
    for (uint32_t i = 0; i <= n_lines; i++) {
        for (; i_grid < page->n_grids && (i == n_lines || lines[i].box.y0 > page->grids[i_grid].ys[0]); i_grid++) {
            const PdfGrid *grid = &page->grids[i_grid];
            bool goes_on = new_page && !flow->any && pdf_table_same(flow->table, grid);
            if (!goes_on) {
                para_end(flow);
                pdf_table_end(flow->table, flow->build);
                if (new_page) build_page(flow->build);
            }
            if (!pdf_table_add(flow->table, grid, page, scratch, err)) return false;
            new_page = false;
        }
        if (i == n_lines) break;
        if (pdf_table_open(flow->table)) {
            pdf_table_end(flow->table, flow->build);
            if (new_page) build_page(flow->build);
            new_page = false;
        }
        line_add(flow, &lines[i], new_page);
        new_page = false;
    }
    return build_ok(flow->build);
}

/* What stands at the heads and feet of pages. */
static bool find_margins(PdfFlow *flow, const PdfPage *pages, uint32_t n_pages, Err *err)
{
    enum { MOST = 4 }; /* of one page */
    flow->margins = arena_try(flow->arena, sizeof(uint64_t) * MOST * ((size_t)n_pages + 1), err);
    if (flow->margins == NULL) return false;
    bool ok = true;
    for (uint32_t p = 0; ok && p < n_pages; p++) {
        Arena *scratch = arena_new(LIMIT_CHILD_BYTES);
        PdfLine *lines;
        uint32_t n_lines = 0, n = 0;
        ok = outside_lines(&pages[p], scratch, &lines, &n_lines, err);
        for (uint32_t i = 0; ok && i < n_lines && n < MOST; i++)
            if (at_margin(&lines[i], pages[p].height)) flow->margins[flow->n_margins++] = worded(lines[i].text), n++;
        arena_free(scratch);
    }
    return ok;
}

bool pdf_flow(const PdfPage *pages, uint32_t n_pages, DocBuild *build, Arena *arena, Err *err)
{
    PdfFlow *flow = arena_one(arena, PdfFlow);
    *flow = (PdfFlow){ .arena = arena, .build = build, .n_pages = n_pages, .table = pdf_table_new(arena) };
    buf_init(&flow->text, LIMIT_DOC_TEXT_BYTES);
    arena_on_free(arena, free_text, &flow->text, sizeof flow->text);
    bool ok = find_margins(flow, pages, n_pages, err);
    for (uint32_t p = 0; ok && p < n_pages; p++) {
        Arena *scratch = arena_new(LIMIT_CHILD_BYTES);
        ok = read_page(flow, &pages[p], p > 0, scratch, err);
        flow->last.text = STR_EMPTY; /* it lay in the scratch */
        arena_free(scratch);
    }
    para_end(flow);
    pdf_table_end(flow->table, flow->build);
    return ok && build_ok(build);
}
