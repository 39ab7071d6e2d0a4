#include "intake/document/sheet_.h"

#include "base/limits.h"

typedef struct Merge { struct Merge *next; uint32_t last_row, last_column; } Merge; /* hangs at the cell where it begins */
typedef struct Cell { Str text; const Merge *merge; bool covered; } Cell;
typedef struct Row { struct Row *next; uint32_t number, n; Cell *cells; } Row;

struct SheetBuild {
    Arena *arena;
    DocBuild *build;
    uint32_t n_rows, n_cells, n_merged;
    bool gaps;
    Row *first, *last;
    Row **rows; /* of the sheet that has ended; NULL before */
};

SheetBuild *sheet_build_new(Arena *arena, DocBuild *build, bool gaps)
{
    SheetBuild *sheets = arena_one(arena, SheetBuild);
    *sheets = (SheetBuild){ .arena = arena, .build = build, .gaps = gaps };
    return sheets;
}

static bool begin_sheet(void *context, Str name, uint32_t i_sheet, bool *skip, Err *err)
{
    SheetBuild *sheets = context;
    (void)i_sheet, (void)skip, (void)err;
    build_sheet(sheets->build, name);
    sheets->first = sheets->last = NULL;
    sheets->rows = NULL;
    sheets->n_rows = 0;
    return build_ok(sheets->build);
}

static bool take_row(void *context, const RawRow *raw, Err *err)
{
    SheetBuild *sheets = context;
    uint32_t n = raw->n_cells;
    while (n > 0 && str_trim(raw->cells[n - 1]).n == 0) n--;
    if (n == 0) return true;
    if (n > LIMIT_DOC_COLUMNS) return err_set(err, ERR_LIMIT, "Удалите столбцы, которые не относятся к плану.", "На листе больше %u столбцов.", LIMIT_DOC_COLUMNS);
    if (++sheets->n_rows > LIMIT_DOC_ROWS) return err_set(err, ERR_LIMIT, "Разделите лист на части.", "На листе больше %u строк.", LIMIT_DOC_ROWS);
    if ((sheets->n_cells += n) > LIMIT_DOC_CELLS) return err_set(err, ERR_LIMIT, "Разделите книгу на части.", "В книге больше %u ячеек.", LIMIT_DOC_CELLS);
    Row *row = arena_try(sheets->arena, sizeof *row, err);
    Cell *cells = row != NULL ? arena_try(sheets->arena, sizeof(Cell) * n, err) : NULL;
    if (cells == NULL) return false;
    for (uint32_t c = 0; c < n; c++) {
        char *at = raw->cells[c].n == 0 ? NULL : arena_try(sheets->arena, raw->cells[c].n, err);
        if (at == NULL && raw->cells[c].n > 0) return false;
        cells[c].text = at == NULL ? STR_EMPTY : (Str){ memcpy(at, raw->cells[c].at, raw->cells[c].n), raw->cells[c].n };
    }
    *row = (Row){ .number = raw->number, .n = n, .cells = cells };
    if (sheets->last != NULL) sheets->last->next = row;
    else sheets->first = row;
    sheets->last = row;
    return true;
}

/* Rows in an array, for finding one by its number. */
static bool settle(SheetBuild *sheets, Err *err)
{
    if (sheets->rows != NULL || sheets->n_rows == 0) return true;
    sheets->rows = arena_try(sheets->arena, sizeof(Row *) * sheets->n_rows, err);
    if (sheets->rows == NULL) return false;
    uint32_t i = 0;
    for (Row *row = sheets->first; row != NULL; row = row->next) sheets->rows[i++] = row;
    return true;
}

/* The first row with this number or a later one. */
static uint32_t find_row(const SheetBuild *sheets, uint32_t number)
{
    uint32_t from = 0, to = sheets->n_rows;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (sheets->rows[middle]->number < number) from = middle + 1;
        else to = middle;
    }
    return from;
}

bool sheet_build_merged(void *context, uint32_t row, uint32_t column, uint32_t last_row, uint32_t last_column, Err *err)
{
    SheetBuild *sheets = context;
    if (!settle(sheets, err)) return false;
    if (sheets->n_rows == 0) return true;
    if (last_column >= LIMIT_DOC_COLUMNS) last_column = LIMIT_DOC_COLUMNS - 1;
    uint32_t first = find_row(sheets, row), behind = find_row(sheets, last_row + 1);
    sheets->n_merged += (behind - first + 1) * (last_column - column + 1);
    if (sheets->n_merged > LIMIT_DOC_CELLS * 4) return err_set(err, ERR_LIMIT, "Отмените объединение ячеек там, где оно не нужно.", "На листе объединено слишком много ячеек.");
    const Row *top = first < behind && sheets->rows[first]->number == row ? sheets->rows[first] : NULL;
    if (top == NULL || column >= top->n || top->cells[column].covered) return true; /* nothing stands in the cell where it begins */
    for (uint32_t r = first; r < behind; r++)
        for (uint32_t c = column; c <= last_column && c < sheets->rows[r]->n; c++) sheets->rows[r]->cells[c].covered |= r != first || c != column;
    Merge *merge = arena_try(sheets->arena, sizeof *merge, err);
    if (merge == NULL) return false;
    *merge = (Merge){ .last_row = behind - 1, .last_column = last_column };
    sheets->rows[first]->cells[column].merge = merge;
    return true;
}

static void lay_row(SheetBuild *sheets, uint32_t i)
{
    const Row *row = sheets->rows[i];
    build_row(sheets->build, row->number, false);
    for (uint32_t c = 0; c < row->n; c++) {
        const Cell *cell = &row->cells[c];
        if (cell->covered || (str_trim(cell->text).n == 0 && cell->merge == NULL)) continue;
        build_cell(sheets->build, c, cell->merge != NULL ? cell->merge->last_column - c + 1 : 1, cell->merge != NULL ? cell->merge->last_row - i + 1 : 1);
        build_text(sheets->build, cell->text, false);
        build_cell_end(sheets->build);
    }
}

static bool end_sheet(void *context, Err *err)
{
    SheetBuild *sheets = context;
    if (!settle(sheets, err)) return false;
    if (sheets->n_rows == 0) return true;
    build_table(sheets->build);
    for (uint32_t i = 0; i < sheets->n_rows && build_ok(sheets->build); i++) {
        if (sheets->gaps && i > 0 && sheets->rows[i]->n == 1 && sheets->rows[i]->number > sheets->rows[i - 1]->number + 1) build_table_end(sheets->build), build_table(sheets->build);
        lay_row(sheets, i);
    }
    build_table_end(sheets->build);
    return build_ok(sheets->build);
}

RawSink sheet_build_sink(SheetBuild *sheets) { return (RawSink){ .context = sheets, .sheet = begin_sheet, .row = take_row, .end = end_sheet }; }
