#include "publish/office/docx_.h"

#include <math.h>

#include "publish/office/picture.h"
#include "publish/office/spread.h"
#include "publish/rich.h"
#include "publish/typo.h"

#define PAD_RIGHT    170u
#define EM_TABLE     190u /* 9,5 pt */
#define MIN_COLUMN   420u
#define SAMPLE_ROWS  1000u /* widths are judged by the first rows of a long table */

static bool is_number(const Column *column) { return column->kind == COLUMN_NUMBER; }

static uint32_t twips_of(Str text, uint32_t em) { return docx_text_width(text) * em / 1000; }

/* Longest word of a text, and for numbers the whole: they do not break. */
static uint32_t longest_word(Str text, uint32_t em)
{
    uint32_t longest = 0;
    for (size_t from = 0; from < text.n;) {
        size_t to = from;
        while (to < text.n && text.at[to] != ' ' && text.at[to] != '|' && text.at[to] != '-') to++;
        uint32_t width = twips_of(str_slice(text, from, to), em);
        if (width > longest) longest = width;
        from = to + 1;
    }
    return longest;
}

static void measure(const Docx *docx, const Table *table, uint32_t em, uint32_t *natural, uint32_t *least)
{
    for (uint32_t c = 0; c < table->n_columns; c++) {
        natural[c] = least[c] = longest_word(typo(docx->arena, table->columns[c].head), em) + PAD_RIGHT;
        if (table->columns[c].kind != COLUMN_GRAPHIC) continue;
        if (least[c] < 900 + PAD_RIGHT) least[c] = 900 + PAD_RIGHT;
        uint32_t wanted = table->columns[c].months ? PICTURE_TERM_W * 12u : 1400u;
        if (natural[c] < wanted + PAD_RIGHT) natural[c] = wanted + PAD_RIGHT;
    }
    CellKind *kinds = arena_array(docx->arena, CellKind, table->n_columns);
    for (uint32_t r = 0; r < table->n_rows && r < SAMPLE_ROWS; r++) {
        const Row *row = &table->rows[r];
        if (row->kind == ROW_SECTION) continue;
        words_kinds(docx->doc, table, row, kinds, docx->arena);
        for (uint32_t c = 0; c < table->n_columns; c += row->cells[c].span > 1 ? row->cells[c].span : 1) {
            const Cell *cell = &row->cells[c];
            CellKind kind = kinds[c];
            if (cell->span > 1 || kind == CELL_BAR || kind == CELL_DOT || kind == CELL_TERM) continue;
            /* With typography: what it glues with no-break spaces stays on one line. */
            Str words = typo(docx->arena, rich_plain(docx->arena, words_cell(docx->arena, kind, cell, &table->columns[c])));
            uint32_t extra = PAD_RIGHT + (kind == CELL_LEVEL ? 340u : 0u) + (c == 0 && row->kind != ROW_PLAIN ? 200u : 0u);
            uint32_t whole = twips_of(words, em) * 97 / 100 + extra, word = (kind == CELL_TEXT || kind == CELL_LEVEL ? longest_word(words, em) : twips_of(words, em)) + extra;
            if (kind != CELL_TEXT && cell->text.n > 0) {
                uint32_t second = twips_of(cell->text, em) * 88 / 100 + extra; /* smaller type */
                if (second > whole) whole = second;
            }
            if (whole > natural[c]) natural[c] = whole;
            if (word > least[c]) least[c] = word;
        }
    }
}

static uint32_t sum(const uint32_t *of, uint32_t n)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < n; i++) total += of[i];
    return total;
}

/* Tables of few columns are as wide as their words; the others and those with asked widths fill the line. */
static bool is_full(const Table *table)
{
    bool full = table->n_columns >= 6;
    for (uint32_t c = 0; c < table->n_columns; c++) full = full || table->columns[c].width > 0;
    return full;
}

uint32_t *docx_table_widths(const Docx *docx, const Table *table, uint32_t *out_total)
{
    uint32_t n = table->n_columns, total = docx->width;
    uint32_t *widths = arena_array(docx->arena, uint32_t, n), *natural = arena_array(docx->arena, uint32_t, n), *least = arena_array(docx->arena, uint32_t, n);
    measure(docx, table, table->dense ? EM_TABLE - 20 : EM_TABLE, natural, least);
    for (uint32_t c = 0; c < n; c++) {
        if (table->columns[c].width > 0) {
            uint32_t asked = (uint32_t)(table->columns[c].width * (float)total);
            natural[c] = asked > least[c] ? asked : least[c];
        }
        if (least[c] < MIN_COLUMN) least[c] = MIN_COLUMN;
        if (natural[c] < least[c]) natural[c] = least[c];
    }
    uint32_t all_least = sum(least, n), all_natural = sum(natural, n);
    if (!is_full(table) && all_natural + all_natural / 10 < total) total = all_natural + all_natural / 10;
    for (uint32_t c = 0; c < n; c++) {
        if (all_least >= total) /* too much for the page: everything shrinks alike, long words break */
            widths[c] = (uint32_t)((double)least[c] * total / all_least);
        else if (all_natural > total)
            widths[c] = least[c] + (uint32_t)((double)(natural[c] - least[c]) * (total - all_least) / (all_natural - all_least));
        else
            widths[c] = (uint32_t)((double)natural[c] * total / all_natural);
    }
    widths[0] += total - sum(widths, n); /* what rounding left */
    *out_total = total;
    return widths;
}

/* Landscape when asked for, or when words of the table cannot stand side by side on an upright page. */
bool docx_table_is_wide(const Docx *docx, const Table *table)
{
    if (table->wide) return true;
    if (table->n_columns < 8) return false;
    uint32_t *natural = arena_array(docx->arena, uint32_t, table->n_columns), *least = arena_array(docx->arena, uint32_t, table->n_columns);
    measure(docx, table, table->dense ? EM_TABLE - 20 : EM_TABLE, natural, least);
    return sum(least, table->n_columns) > TEXT_PORTRAIT;
}

static void cell_begin(Docx *docx, const Table *table, uint32_t width, uint32_t first, uint32_t span, const char *borders, const char *shade, bool pad_left)
{
    Buf *out = &docx->body;
    buf_printf(out, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/>", width);
    if (span > 1) buf_printf(out, "<w:gridSpan w:val=\"%u\"/>", span);
    bool group = first > 0 && table->columns[first].group_start;
    if (group || borders[0] != 0)
        buf_printf(out, "<w:tcBorders>%s%s</w:tcBorders>", group && strstr(borders, "<w:left") == NULL ? "<w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B4BCC4\"/>" : "", borders);
    buf_add_z(out, shade);
    if (table->columns[first].kind == COLUMN_CENTRED) {
        buf_add_z(out, "<w:tcMar><w:left w:w=\"40\" w:type=\"dxa\"/><w:right w:w=\"40\" w:type=\"dxa\"/></w:tcMar>");
    } else if (first + span == table->n_columns || pad_left || group) {
        buf_add_z(out, "<w:tcMar>");
        if (pad_left || group) buf_add_z(out, "<w:left w:w=\"110\" w:type=\"dxa\"/>");
        if (first + span == table->n_columns) buf_add_z(out, "<w:right w:w=\"20\" w:type=\"dxa\"/>");
        buf_add_z(out, "</w:tcMar>");
    }
}

#define HEAD_RULE "<w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"16212B\"/>"

static void row_begin(Docx *docx, bool is_head)
{
    buf_printf(&docx->body, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", is_head ? "<w:tblHeader/>" : "");
}

/* Heads over several columns: a row of their own above, repeated with it. */
static void group_heads(Docx *docx, const Table *table, const uint32_t *widths)
{
    bool any = false;
    for (uint32_t c = 0; c < table->n_columns; c++) any = any || table->columns[c].group.n > 0;
    if (!any) return;
    row_begin(docx, true);
    for (uint32_t c = 0; c < table->n_columns;) {
        uint32_t span = 1, width = widths[c];
        while (c + span < table->n_columns && table->columns[c].group.n > 0 && str_eq(table->columns[c].group, table->columns[c + span].group)) width += widths[c + span++];
        bool named = table->columns[c].group.n > 0;
        cell_begin(docx, table, width, c, span, named ? "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B4BCC4\"/>" : "<w:bottom w:val=\"nil\"/>", "", false);
        buf_add_z(&docx->body, "</w:tcPr>");
        docx_p_begin(docx, &(Para){ .style = "CellHead", .keep_next = true });
        docx_run(docx, table->columns[c].group, &(Run){ .bold = true, .colour = "16212B" });
        docx_p_end(docx);
        buf_add_z(&docx->body, "</w:tc>");
        c += span;
    }
    buf_add_z(&docx->body, "</w:tr>");
}

static void heads(Docx *docx, const Table *table, const uint32_t *widths)
{
    bool any = false;
    for (uint32_t c = 0; c < table->n_columns; c++) any = any || table->columns[c].head.n > 0;
    if (!any) return;
    group_heads(docx, table, widths);
    row_begin(docx, true);
    for (uint32_t c = 0; c < table->n_columns; c++) {
        const Column *column = &table->columns[c];
        cell_begin(docx, table, widths[c], c, 1, HEAD_RULE, "", false);
        buf_add_z(&docx->body, "<w:vAlign w:val=\"bottom\"/></w:tcPr>");
        docx_p_begin(docx, &(Para){ .style = is_number(column) ? "CellHeadNumber" : column->kind == COLUMN_CENTRED ? "CellHeadCentre" : "CellHead", .keep_next = true });
        Str rest = column->head;
        for (size_t at; (at = str_find(rest, STR("|"))) != SIZE_MAX; rest = str_slice(rest, at + 1, rest.n)) {
            docx_run(docx, str_slice(rest, 0, at), &(Run){ 0 });
            buf_add_z(&docx->body, "<w:r><w:br/></w:r>");
        }
        docx_run(docx, rest, &(Run){ 0 });
        docx_p_end(docx);
        buf_add_z(&docx->body, "</w:tc>");
    }
    buf_add_z(&docx->body, "</w:tr>");
}

/* True when the picture stands; else the words are to be written. */
static bool cell_picture(Docx *docx, CellKind kind, const Cell *cell, const Column *column, uint32_t width, Str words)
{
    Buf svg;
    buf_init(&svg, 0);
    double span = column->scale_max - column->scale_min;
    if (kind == CELL_BAR) picture_bar(span > 0 ? (cell->number - column->scale_min) / span : 0, cell->flag, &svg);
    else if (kind == CELL_DOT) picture_dot(cell, column, &svg);
    else picture_term(cell, column, &svg);
    double shown_px = width > PAD_RIGHT + 300 ? (width - PAD_RIGHT) / 15.0 : 20;
    double most_px = kind == CELL_TERM ? PICTURE_TERM_W : 1.5 * PICTURE_CELL_W;
    if (shown_px > most_px) shown_px = most_px;
    double drawn_px = kind == CELL_TERM ? PICTURE_TERM_W : PICTURE_CELL_W, height_px = kind == CELL_TERM ? PICTURE_TERM_H : PICTURE_CELL_H;
    bool done = docx_picture(docx, buf_str(&svg), drawn_px, height_px, shown_px, words, true);
    buf_free(&svg);
    return done;
}

static void cell_content(Docx *docx, const Table *table, const Row *row, CellKind kind, uint32_t c, uint32_t width, bool keep)
{
    const Column *column = &table->columns[c];
    const Cell *cell = &row->cells[c];
    Str words = words_cell(docx->arena, kind, cell, column);
    bool centred = column->kind == COLUMN_CENTRED || (kind == CELL_TOO_FEW && cell->span > 1);
    bool right = is_number(column) && !centred && row->kind != ROW_SECTION;
    Run run = { .bold = cell->bold || cell->fill != FILL_NONE || row->kind == ROW_SECTION, .plate = cell->fill != FILL_NONE,
                .colour = kind == CELL_INTERVAL || kind == CELL_TOO_FEW || kind == CELL_HIDDEN || kind == CELL_MISSING ? "47535F" : NULL };
    docx_p_begin(docx, &(Para){ .style = centred ? "CellCentre" : right ? "CellNumber" : "CellText", .keep_next = keep });
    if (c == 0) docx_bookmark(docx, row->anchor_id);
    if (kind == CELL_LEVEL) docx_level(docx, cell->level);
    bool drawn = (kind == CELL_BAR || kind == CELL_DOT || kind == CELL_TERM) && table->n_rows <= MAX_PICTURE_ROWS;
    if (!drawn || !cell_picture(docx, kind, cell, column, width, words)) {
        if (cell->anchor.n > 0) docx_link(docx, words, cell->anchor, &run);
        else if (kind == CELL_TEXT) docx_rich(docx, words, &run);
        else docx_run(docx, words, &run);
    }
    docx_p_end(docx);
    if (spread_has_second(kind, cell))
        docx_p_rich(docx, &(Para){ .style = right ? "CellSecondNumber" : "CellSecond", .keep_next = keep, .indent = kind == CELL_LEVEL ? 330 : 0 }, cell->text);
}

static const char *shade_of(const Row *row, const Cell *cell)
{
    if (cell->fill == FILL_BELOW) return "<w:shd w:val=\"thinDiagStripe\" w:color=\"E39A00\" w:fill=\"FDF1D8\"/>";
    if (cell->fill == FILL_ABOVE) return "<w:shd w:val=\"pct20\" w:color=\"0A5C99\" w:fill=\"E3EEF6\"/>";
    switch (row->kind) {
    case ROW_BAND: return "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F3F4F1\"/>";
    case ROW_ATTENTION: return "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FDF1D8\"/>";
    case ROW_OURS: return "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E3EEF6\"/>";
    default: return "";
    }
}

static void body_row(Docx *docx, const Table *table, const Row *row, const uint32_t *widths, bool keep)
{
    row_begin(docx, false);
    CellKind *kinds = arena_array(docx->arena, CellKind, table->n_columns);
    words_kinds(docx->doc, table, row, kinds, docx->arena);
    for (uint32_t c = 0; c < table->n_columns;) {
        const Cell *cell = &row->cells[c];
        uint32_t span = row->kind == ROW_SECTION ? table->n_columns : cell->span > 1 ? cell->span : 1;
        if (c + span > table->n_columns) span = table->n_columns - c;
        uint32_t width = 0;
        for (uint32_t k = 0; k < span; k++) width += widths[c + k];
        bool bar = c == 0 && (row->kind == ROW_ATTENTION || row->kind == ROW_OURS);
        const char *borders = !bar ? "" : row->kind == ROW_OURS ? "<w:left w:val=\"single\" w:sz=\"24\" w:space=\"0\" w:color=\"0A5C99\"/>"
                                                                : "<w:left w:val=\"single\" w:sz=\"24\" w:space=\"0\" w:color=\"E39A00\"/>";
        cell_begin(docx, table, width, c, span, borders, shade_of(row, cell), bar || (c == 0 && row->kind == ROW_BAND));
        buf_add_z(&docx->body, "</w:tcPr>");
        cell_content(docx, table, row, kinds[c], c, width, keep);
        buf_add_z(&docx->body, "</w:tc>");
        c += span;
    }
    buf_add_z(&docx->body, "</w:tr>");
}

static void table_begin(Docx *docx, const Table *table, const uint32_t *widths, uint32_t total)
{
    Buf *out = &docx->body;
    buf_printf(out, "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"%u\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\"/>", table->dense ? "DataDense" : "Data", total);
    if (table->title.n > 0) {
        buf_add_z(out, "<w:tblCaption w:val=\"");
        buf_add_xml(out, words_clean(docx->arena, table->title));
        buf_add_z(out, "\"/>");
    }
    buf_add_z(out, "</w:tblPr><w:tblGrid>");
    for (uint32_t c = 0; c < table->n_columns; c++) buf_printf(out, "<w:gridCol w:w=\"%u\"/>", widths[c]);
    buf_add_z(out, "</w:tblGrid>");
}

/* The note stands under the title, as on the page: how to read comes before the numbers. A twin has its chart's title above it. */
void docx_table(Docx *docx, const Table *table, Str id, bool is_twin)
{
    if (!is_twin) docx_caption(docx, id, table->untitled ? STR_EMPTY : table->title, table->note);
    if (table->n_rows == 0 || table->n_columns == 0) {
        docx_p_rich(docx, &(Para){ .style = "Small" }, table->empty.n > 0 ? table->empty : STR("Строк нет."));
        return;
    }
    uint32_t total, *widths = docx_table_widths(docx, table, &total);
    table_begin(docx, table, widths, total);
    heads(docx, table, widths);
    /* Short tables stay whole; of long ones the first rows stay with the head. */
    bool is_short = table->n_rows <= 8;
    for (uint32_t r = 0; r < table->n_rows; r++)
        body_row(docx, table, &table->rows[r], widths, r + 1 < table->n_rows && (is_short || r < 2 || table->rows[r].kind == ROW_SECTION));
    buf_add_z(&docx->body, "</w:tbl>");
    docx_spacer(docx);
}
