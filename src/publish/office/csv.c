/* Tables as Russian Excel opens them: «;», UTF-8 with BOM, decimal comma, one table after another, each after its title. Text that could be a formula is defused. */
#include "base/csv.h"

#include <math.h>
#include <stdio.h>

#include "publish/office/paper.h"
#include "publish/office/spread.h"
#include "publish/office/words.h"
#include "publish/rich.h"

typedef struct Sheets { Csv csv; const Doc *doc; Doc twins; Arena *arena; bool any; } Sheets;

/* One line: a line end inside a cell breaks half of the readers. */
static void put_text(Sheets *sheets, Str rich)
{
    Str plain = words_plain(sheets->arena, rich_plain(sheets->arena, rich));
    csv_str(&sheets->csv, str_trim(plain));
}

static void put_number(Sheets *sheets, double value)
{
    char text[40] = "";
    if (isfinite(value)) snprintf(text, sizeof text, "%.12g", value == 0 ? 0.0 : value);
    for (char *c = text; *c; c++)
        if (*c == '.') *c = ',';
    csv_str(&sheets->csv, arena_str(sheets->arena, str_of(text)));
}

static void put_value(Sheets *sheets, CellKind kind, const Cell *cell, const Column *column)
{
    switch (kind) {
    case CELL_INT: case CELL_DEC: case CELL_SIGNED: case CELL_SHARE: case CELL_BAR: case CELL_DOT: put_number(sheets, cell->number); return;
    case CELL_MISSING: case CELL_INTERVAL: case CELL_ACTION: csv_str(&sheets->csv, STR_EMPTY); return;
    default: put_text(sheets, words_cell(sheets->arena, kind, cell, column));
    }
}

static void put_cell(Sheets *sheets, CellKind kind, const Cell *cell, const Column *column, const Spread *spread)
{
    bool interval = kind == CELL_INTERVAL || kind == CELL_DOT;
    for (uint16_t i = 0; i < spread->n; i++) {
        switch (spread_part(spread, i)) {
        case SPREAD_VALUE: put_value(sheets, kind, cell, column); break;
        case SPREAD_LOW: case SPREAD_HIGH:
            if (interval) put_number(sheets, spread_part(spread, i) == SPREAD_LOW ? cell->low : cell->high);
            else if (!spread->value && spread_part(spread, i) == SPREAD_LOW) put_value(sheets, kind, cell, column); /* «скрыто» in place of an interval */
            else csv_str(&sheets->csv, STR_EMPTY);
            break;
        case SPREAD_SECOND: put_text(sheets, spread_has_second(kind, cell) ? cell->text : STR_EMPTY); break;
        }
    }
}

static void put_row(Sheets *sheets, const Table *table, const Row *row, const Spread *spreads)
{
    CellKind *kinds = arena_array(sheets->arena, CellKind, table->n_columns);
    words_kinds(sheets->doc, table, row, kinds, sheets->arena);
    uint32_t covered = 0;
    for (uint32_t c = 0; c < table->n_columns; c++) {
        const Cell *cell = &row->cells[c];
        bool empty = covered > 0 || (row->kind == ROW_SECTION && c > 0);
        put_cell(sheets, empty ? CELL_MISSING : kinds[c], cell, &table->columns[c], &spreads[c]);
        covered = covered > 0 ? covered - 1 : cell->span > 1 ? cell->span - 1u : 0;
    }
    csv_end_row(&sheets->csv);
}

static void put_table(Sheets *sheets, const Table *table, Str title)
{
    if (table == NULL) return;
    if (sheets->any) csv_end_row(&sheets->csv);
    sheets->any = true;
    if (title.n) {
        put_text(sheets, title);
        csv_end_row(&sheets->csv);
    }
    uint16_t n_out;
    const Spread *spreads = spread_columns(sheets->arena, table, &n_out);
    for (uint32_t c = 0; c < table->n_columns; c++)
        for (uint16_t i = 0; i < spreads[c].n; i++) put_text(sheets, spread_head(sheets->arena, &table->columns[c], &spreads[c], i));
    csv_end_row(&sheets->csv);
    for (uint32_t r = 0; r < table->n_rows; r++) put_row(sheets, table, &table->rows[r], spreads);
}

static void walk(Sheets *sheets, const Node *parent)
{
    for (const Node *node = parent->first; node; node = node->next) {
        if (node->kind == NODE_TABLE && node->table && !node->table->page_only) put_table(sheets, node->table, node->table->title);
        if (node->chart && !node->chart->page_only && !node->chart->no_twin) put_table(sheets, chart_twin(node->chart, &sheets->twins), node->kind == NODE_SIGN && node->text.n ? node->text : node->chart->title);
        walk(sheets, node);
    }
}

bool doc_csv(const Doc *doc, Buf *out, Err *err)
{
    Arena *arena = arena_new(0);
    const Doc *paper = doc_paper(doc, arena);
    Sheets sheets = { .doc = paper, .twins = *paper, .arena = arena };
    sheets.twins.arena = arena;
    csv_init(&sheets.csv, out, ';');
    buf_add_z(out, "\xEF\xBB\xBF");
    if (paper->root) walk(&sheets, paper->root);
    arena_free(arena);
    return buf_ok(out, err);
}
