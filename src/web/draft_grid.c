#include "base/number.h"
#include "publish/rich.h"
#include "web/draft_view.h"

enum { MOST_COLUMNS = 40 };

static Str letter_of(Arena *arena, uint32_t column)
{
    Str name = cell_address(arena, 1, column);
    return str_slice(name, 0, name.n - 1);
}

static uint32_t number_of_remark(const Complaint *const *list, uint32_t n, uint32_t row, uint32_t column)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i]->row == row && list[i]->column == column && row > 0) return i + 1;
    return 0;
}

static GridCell cell_of(const DraftView *view, const DraftRow *row, uint32_t column)
{
    Arena *arena = view->ctx->arena;
    const UploadEdit *edit = draft_edit(view->draft, view->sheet->name, row->number, column);
    GridCell out = { .text = edit != NULL ? edit->value : column <= row->n_cells ? row->cells[column - 1] : STR_EMPTY };
    uint32_t wrong = number_of_remark(view->shown, view->n_shown, row->number, column), repaired = number_of_remark(view->repaired, view->n_repaired, row->number, column);
    out.number = wrong > 0 ? wrong : repaired;
    out.state = wrong > 0 ? GRID_WRONG : edit != NULL ? GRID_EDITED : repaired > 0 ? GRID_REPAIRED : GRID_PLAIN;
    if (view->editable && (wrong > 0 || edit != NULL)) {
        Str name = cell_address(arena, row->number, column);
        out.field = arena_printf(arena, "c!%.*s", STR_ARG(name));
        out.about = wrong > 0 ? arena_printf(arena, "%.*s: %s", STR_ARG(name), draft_complaint_title(view->shown[wrong - 1])) : arena_printf(arena, "%.*s: исправлено, было «%.*s»", STR_ARG(name), STR_ARG(edit->before));
    }
    return out;
}

static bool has_remark(const DraftView *view, uint32_t row)
{
    for (uint32_t i = 0; i < view->n_shown; i++)
        if (view->shown[i]->row == row) return true;
    for (uint32_t i = 0; i < view->n_repaired; i++)
        if (view->repaired[i]->row == row) return true;
    for (uint32_t i = 0; i < view->draft->n_edits; i++) {
        uint32_t r, c;
        if (str_eq(view->draft->edits[i].sheet, view->sheet->name) && cell_address_parse(view->draft->edits[i].cell, &r, &c) && r == row && row > 0) return true;
    }
    return false;
}

/* Places of the rows to be shown, among the sheet's rows after the header. */
static uint32_t choose_rows(const DraftView *view, bool all, uint32_t from, uint32_t most, uint32_t *out)
{
    const DraftSheet *sheet = view->sheet;
    uint32_t first = 0, n = 0;
    while (first < sheet->n_rows && sheet->rows[first].number <= sheet->layout.header_row) first++;
    for (uint32_t i = first; i < sheet->n_rows && n < most; i++) {
        bool near = all ? sheet->rows[i].number >= from
                        : has_remark(view, sheet->rows[i].number) || (i > first && has_remark(view, sheet->rows[i - 1].number)) || (i + 1 < sheet->n_rows && has_remark(view, sheet->rows[i + 1].number));
        if (near) out[n++] = i;
    }
    for (uint32_t i = first; n == 0 && i < sheet->n_rows && i < first + 10; i++) out[n++] = i; /* nothing is wrong: how the file begins */
    return n;
}

/* One school all the way down says nothing; a remark on its code does. */
static bool is_idle(const DraftView *view, uint32_t column)
{
    if (column != view->sheet->layout.school || view->draft->n_schools != 1) return false;
    for (uint32_t i = 0; i < view->n_shown; i++)
        if (view->shown[i]->column == column) return false;
    return true;
}

static const GridColumn *columns_of(const DraftView *view, const uint32_t *shown, uint32_t n)
{
    const SheetLayout *layout = &view->sheet->layout;
    GridColumn *columns = arena_array(view->ctx->arena, GridColumn, n);
    for (uint32_t c = 0; c < n; c++) {
        bool is_text = shown[c] == layout->school || shown[c] == layout->class_label;
        columns[c] = (GridColumn){ .letter = letter_of(view->ctx->arena, shown[c]), .head = draft_cell(view->draft, view->sheet->name, layout->header_row, shown[c]), .is_number = !is_text };
    }
    return columns;
}

void draft_view_grid(const DraftView *view, Node *parent, bool all, uint32_t from, uint32_t most)
{
    Ctx *ctx = view->ctx;
    const DraftSheet *sheet = view->sheet;
    if (sheet == NULL || sheet->n_rows == 0) return;
    uint32_t *places = arena_array(ctx->arena, uint32_t, most + 10), n = choose_rows(view, all, from, most, places), n_columns = sheet->layout.n_columns;
    for (uint32_t i = 0; i < view->n_shown; i++)
        if (view->shown[i]->column > n_columns) n_columns = view->shown[i]->column; /* a row that slid to the right */
    if (n_columns > MOST_COLUMNS) n_columns = MOST_COLUMNS;
    uint32_t columns[MOST_COLUMNS], n_kept = 0;
    for (uint32_t c = 1; c <= n_columns; c++)
        if (!is_idle(view, c)) columns[n_kept++] = c;
    n_columns = n_kept;
    GridRow *rows = arena_array(ctx->arena, GridRow, n);
    for (uint32_t i = 0; i < n; i++) {
        const DraftRow *row = &sheet->rows[places[i]];
        GridCell *cells = arena_array(ctx->arena, GridCell, n_columns);
        for (uint32_t c = 0; c < n_columns; c++) cells[c] = cell_of(view, row, columns[c]);
        rows[i] = (GridRow){ .number = row->number, .gap = i > 0 && places[i] > places[i - 1] + 1, .cells = cells };
    }
    CellGrid *grid = arena_one(ctx->arena, CellGrid);
    Str name = sheet->name.n > 0 ? CTX_TEXT(ctx, "Лист «%.*s»", STR_ARG(sheet->name)) : STR("Таблица");
    *grid = (CellGrid){ .title = n > 0 ? CTX_TEXT(ctx, "%.*s, строки %u–%u", STR_ARG(name), rows[0].number, rows[n - 1].number) : name, .note = all ? STR_EMPTY : STR("Показаны строки с замечаниями и соседние"),
        .head_row = sheet->layout.header_row, .n_columns = n_columns, .columns = columns_of(view, columns, n_columns), .n_rows = n, .rows = rows };
    doc_grid(ctx->doc, parent, grid);
}
