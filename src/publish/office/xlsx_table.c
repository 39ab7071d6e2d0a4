/* One table as one sheet of numbers that can be counted on: typed, filterable, with a frozen head. */
#include "publish/office/xlsx_.h"

#include <math.h>
#include <stdio.h>

#include "base/utf8.h"
#include "publish/office/spread.h"

#define SAMPLE_ROWS 2000u
#define WIDTH_MAX   60u
#define BLOCK_ROWS  1024u

static void number_format(char out[40], CellKind kind, bool is_share, uint8_t decimals)
{
    char point[8] = "";
    uint8_t n = decimals > 6 ? 6 : decimals;
    if (n > 0) {
        point[0] = '.';
        memset(point + 1, '0', n);
        point[n + 1] = 0;
    }
    if (is_share || kind == CELL_SHARE) snprintf(out, 40, "0%s%%", point);
    else if (kind == CELL_SIGNED) snprintf(out, 40, "+0%s;-0%s;0%s", point, point, point);
    else snprintf(out, 40, "#,##0%s", kind == CELL_INT ? "" : point);
}

typedef struct Place { Xlsx *xlsx; lxw_worksheet *sheet; lxw_row_t row; const Column *column; const Cell *cell; FormatKey key; } Place;

static void put_number(const Place *place, uint16_t col, double value, CellKind kind, bool is_share)
{
    FormatKey key = place->key;
    key.align = ALIGN_RIGHT;
    number_format(key.number, kind, is_share, place->column->decimals);
    xlsx_check(place->xlsx, worksheet_write_number(place->sheet, place->row, col, value, xlsx_format(place->xlsx, &key)));
}

static void put_text(const Place *place, uint16_t col, Str rich, bool small)
{
    FormatKey key = place->key;
    key.small = small;
    key.align = place->column->kind == COLUMN_NUMBER ? ALIGN_RIGHT : place->column->kind == COLUMN_CENTRED ? ALIGN_CENTRE : ALIGN_LEFT;
    key.wrap = utf8_length(rich) > WIDTH_MAX;
    key.indent = key.align == ALIGN_LEFT && col > 0;
    xlsx_check(place->xlsx, worksheet_write_string(place->sheet, place->row, col, xlsx_text(place->xlsx, rich), xlsx_format(place->xlsx, &key)));
}

static void put_blanks(const Place *place, const Spread *spread)
{
    lxw_format *format = xlsx_format(place->xlsx, &place->key);
    for (uint16_t i = 0; i < spread->n; i++) xlsx_check(place->xlsx, worksheet_write_blank(place->sheet, place->row, (lxw_col_t)(spread->at + i), format));
}

static void put_cell(const Place *place, CellKind kind, const Spread *spread)
{
    const Cell *cell = place->cell;
    uint16_t bounds = (uint16_t)(spread->at + spread->value), second = (uint16_t)(bounds + 2 * spread->bounds);
    put_blanks(place, spread);
    switch (kind) {
    case CELL_MISSING: break;
    case CELL_TEXT: if (cell->text.n > 0) put_text(place, spread->at, cell->text, false); break;
    case CELL_ACTION: break;
    case CELL_TOO_FEW: case CELL_HIDDEN: case CELL_LEVEL: case CELL_FIELD: case CELL_STATE: case CELL_PROVEN: case CELL_TERM: put_text(place, spread->at, words_cell(place->xlsx->arena, kind, cell, place->column), false); break;
    case CELL_INTERVAL: break;
    case CELL_BAR: case CELL_DOT: put_number(place, spread->at, cell->number, CELL_DEC, cell->is_share); break;
    case CELL_INT: case CELL_DEC: case CELL_SIGNED: case CELL_SHARE: put_number(place, spread->at, cell->number, kind, false); break;
    }
    if ((kind == CELL_INTERVAL || kind == CELL_DOT) && spread->bounds) {
        if (isfinite(cell->low)) put_number(place, bounds, cell->low, CELL_DEC, cell->is_share);
        if (isfinite(cell->high)) put_number(place, (uint16_t)(bounds + 1), cell->high, CELL_DEC, cell->is_share);
    }
    if (spread->second && spread_has_second(kind, cell)) put_text(place, second, cell->text, true);
}

static void put_row(Xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t at, const Table *table, const Row *row, const Spread *spreads, CellKind *kinds)
{
    words_kinds(xlsx->doc, table, row, kinds, xlsx->arena);
    uint32_t covered = 0; /* columns still under a spanning cell */
    for (uint32_t c = 0; c < table->n_columns; c++) {
        const Cell *cell = &row->cells[c];
        bool section = row->kind == ROW_SECTION;
        Place place = { xlsx, sheet, at, &table->columns[c], cell,
                        { .row = row->kind, .bold = cell->bold || section, .fill = (int)cell->fill } };
        if (covered > 0 || (section && c > 0)) put_blanks(&place, &spreads[c]);
        else put_cell(&place, kinds[c], &spreads[c]);
        covered = covered > 0 ? covered - 1 : cell->span > 1 ? cell->span - 1u : 0;
    }
}

static void put_head(Xlsx *xlsx, lxw_worksheet *sheet, const Table *table, const Spread *spreads, double *widths)
{
    for (uint32_t c = 0; c < table->n_columns; c++) {
        const Spread *spread = &spreads[c];
        for (uint16_t i = 0; i < spread->n; i++) {
            Str text = spread_head(xlsx->arena, &table->columns[c], spread, i);
            bool bound = spread_part(spread, i) == SPREAD_LOW || spread_part(spread, i) == SPREAD_HIGH;
            FormatKey key = { .head = true, .wrap = true, .align = table->columns[c].kind == COLUMN_NUMBER || bound ? ALIGN_RIGHT : ALIGN_LEFT };
            key.indent = key.align == ALIGN_LEFT && spread->at + i > 0;
            xlsx_check(xlsx, worksheet_write_string(sheet, XLSX_HEAD_ROW, (lxw_col_t)(spread->at + i), xlsx_plain(xlsx, text), xlsx_format(xlsx, &key)));
            double half = (double)utf8_length(text) / 2 + 4; /* heads wrap; the filter button takes room */
            widths[spread->at + i] = half < 9 ? 9 : half > 24 ? 24 : half;
        }
    }
}

static void widen(double *width, size_t n_chars)
{
    double asked = (double)(n_chars > WIDTH_MAX ? WIDTH_MAX : n_chars) + 2;
    if (asked > *width) *width = asked;
}

static double set_widths(Xlsx *xlsx, lxw_worksheet *sheet, const XlsxSheet *of, const Spread *spreads, uint16_t n_out, double *widths)
{
    const Table *table = of->table;
    for (uint32_t r = of->from; r < of->to && r - of->from < SAMPLE_ROWS; r++) {
        for (uint32_t c = 0; c < table->n_columns && table->rows[r].kind != ROW_SECTION; c++) {
            const Cell *cell = &table->rows[r].cells[c];
            if (cell->span > 1) continue;
            if (cell->kind == CELL_TEXT || cell->kind == CELL_LEVEL || cell->kind == CELL_TOO_FEW || cell->kind == CELL_STATE || cell->kind == CELL_TERM)
                widen(&widths[spreads[c].at], utf8_length(words_cell(xlsx->arena, cell->kind, cell, &table->columns[c])));
            if (spreads[c].second && spread_has_second(cell->kind, cell)) widen(&widths[spreads[c].at + spreads[c].n - 1], utf8_length(cell->text));
        }
    }
    double total = 0;
    for (uint16_t i = 0; i < n_out; i++) {
        xlsx_check(xlsx, worksheet_set_column(sheet, i, i, widths[i], NULL));
        total += widths[i];
    }
    return total;
}

static void put_top(Xlsx *xlsx, lxw_worksheet *sheet, const XlsxSheet *of, uint16_t n_out, double total)
{
    FormatKey title = { .bold = true, .size = 14 }, note = { .small = true, .wrap = true }, link = { .link = true };
    Str head = of->is_sign && of->section.n > 0 ? arena_printf(xlsx->arena, "%.*s. %.*s", STR_ARG(of->section), STR_ARG(of->title)) : of->title;
    xlsx_check(xlsx, worksheet_write_string(sheet, 0, 0, xlsx_plain(xlsx, head), xlsx_format(xlsx, &title)));
    if (of->table->note.n > 0) {
        const char *text = xlsx_text(xlsx, of->table->note);
        double lines = ceil((double)utf8_length(str_of(text)) / (total > 20 ? total * 1.1 : 20));
        xlsx_check(xlsx, worksheet_set_row(sheet, 1, 14 * (lines > 20 ? 20 : lines) + 2, NULL));
        if (n_out > 1) xlsx_check(xlsx, worksheet_merge_range(sheet, 1, 0, 1, (lxw_col_t)(n_out - 1), text, xlsx_format(xlsx, &note)));
        else xlsx_check(xlsx, worksheet_write_string(sheet, 1, 0, text, xlsx_format(xlsx, &note)));
    }
    xlsx_check(xlsx, worksheet_write_url_opt(sheet, 2, 0, "internal:'" XLSX_CONTENTS "'!A1", xlsx_format(xlsx, &link), "К содержанию", NULL));
}

/* Words of cells are copied by the library: ours live for a block of rows only, so that a long table needs no memory. */
static lxw_row_t put_rows(Xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t at, const XlsxSheet *of, const Spread *spreads)
{
    Arena *outer = xlsx->arena;
    CellKind *kinds = arena_array(outer, CellKind, of->table->n_columns);
    for (uint32_t r = of->from; r < of->to;) {
        xlsx->arena = arena_new(0);
        for (uint32_t end = of->to - r > BLOCK_ROWS ? r + BLOCK_ROWS : of->to; r < end; r++) put_row(xlsx, sheet, at++, of->table, &of->table->rows[r], spreads, kinds);
        arena_free(xlsx->arena);
    }
    xlsx->arena = outer;
    return at;
}

void xlsx_table(Xlsx *xlsx, lxw_worksheet *sheet, const XlsxSheet *of)
{
    const Table *table = of->table;
    uint16_t n_out;
    Spread *spreads = spread_columns(xlsx->arena, table, &n_out);
    double *widths = arena_array(xlsx->arena, double, (size_t)n_out + 1);
    for (uint32_t c = 0; c < n_out; c++) widths[c] = 9;
    /* In constant memory rows are written once and in order: widths are known first, the head comes after what stands above it. */
    double *head_widths = arena_array(xlsx->arena, double, (size_t)n_out + 1);
    double total = set_widths(xlsx, sheet, of, spreads, n_out, widths);
    put_top(xlsx, sheet, of, n_out, total);
    put_head(xlsx, sheet, table, spreads, head_widths);
    for (uint16_t i = 0; i < n_out; i++)
        if (head_widths[i] > widths[i]) xlsx_check(xlsx, worksheet_set_column(sheet, i, i, head_widths[i], NULL)), total += head_widths[i] - widths[i];
    lxw_row_t at = XLSX_HEAD_ROW + 1;
    at = put_rows(xlsx, sheet, at, of, spreads);
    if (of->to == of->from)
        xlsx_check(xlsx, worksheet_write_string(sheet, at, 0, xlsx_text(xlsx, table->empty.n > 0 ? table->empty : STR("Строк нет.")), NULL));
    bool name_first = table->columns[0].kind == COLUMN_TEXT && n_out > 5 && widths[0] <= 40;
    worksheet_freeze_panes(sheet, XLSX_HEAD_ROW + 1, name_first ? 1 : 0);
    if (of->to - of->from > 1) xlsx_check(xlsx, worksheet_autofilter(sheet, XLSX_HEAD_ROW, 0, at - 1, (lxw_col_t)(n_out - 1)));
    xlsx_page(xlsx, sheet, table->wide || total > 95);
    xlsx_check(xlsx, worksheet_repeat_rows(sheet, XLSX_HEAD_ROW, XLSX_HEAD_ROW));
}
