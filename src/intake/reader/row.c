#include "intake/reader/row_.h"

#include <stdio.h>

void row_init(RowCells *row)
{
    row->n = 0;
    buf_init(&row->text, (size_t)LIMIT_COLUMNS * LIMIT_CELL_BYTES * 2);
}

void row_free(RowCells *row) { buf_free(&row->text); }

const char *row_cell_name(uint64_t column, uint64_t row_number, char out[40])
{
    char letters[16];
    size_t n = 0;
    for (uint64_t c = column + 1; c > 0 && n < sizeof letters; c = (c - 1) / 26) letters[n++] = (char)('A' + (c - 1) % 26);
    size_t k = 0;
    while (n > 0) out[k++] = letters[--n];
    snprintf(out + k, 40 - k, "%llu", (unsigned long long)row_number);
    return out;
}

bool row_cell_too_long(uint64_t column, uint64_t row_number, Err *err)
{
    char name[40];
    return err_set(err, ERR_LIMIT, "Посмотрите, что в этой ячейке: в CSV так выглядит незакрытая кавычка.", "Ячейка %s длиннее %u байт.",
                   row_cell_name(column, row_number, name), LIMIT_CELL_BYTES);
}

/* Makes cell column the last one at least. */
static bool reach(RowCells *row, uint64_t column, size_t n, uint64_t row_number, Err *err)
{
    char name[40];
    if (column >= LIMIT_COLUMNS)
        return err_set(err, ERR_LIMIT, "Удалите столбцы, которые не относятся к форме.", "Ячейка %s за последним допустимым столбцом (%u).",
                       row_cell_name(column, row_number, name), LIMIT_COLUMNS);
    if (n > LIMIT_CELL_BYTES) return row_cell_too_long(column, row_number, err);
    while (row->n <= column) row->cells[row->n++] = STR_EMPTY;
    return true;
}

bool row_put(RowCells *row, uint64_t column, Str text, uint64_t row_number, Err *err)
{
    if (text.n == 0) return true;
    if (!reach(row, column, text.n, row_number, err)) return false;
    row->cells[column] = text;
    return true;
}

bool row_put_text(RowCells *row, uint64_t column, size_t offset, uint64_t row_number, Err *err)
{
    if (!buf_ok(&row->text, err)) return false;
    size_t n = row->text.n - offset;
    if (n == 0) return true;
    if (!reach(row, column, n, row_number, err)) return false;
    row->cells[column] = (Str){ NULL, n };
    row->offsets[column] = offset;
    return true;
}

bool row_emit(RowCells *row, uint64_t row_number, const RawSink *sink, Err *err)
{
    uint32_t n = row->n;
    bool ok = true;
    if (n > 0) {
        if (row_number > LIMIT_ROWS)
            return err_set(err, ERR_LIMIT, "Разделите файл на части.", "Строк больше допустимого (%u).", LIMIT_ROWS);
        for (uint32_t i = 0; i < n; i++)
            if (row->cells[i].at == NULL) row->cells[i].at = row->text.at + row->offsets[i];
        RawRow raw = { .number = (uint32_t)row_number, .n_cells = n, .cells = row->cells };
        ok = sink->row(sink->context, &raw, err);
    }
    row->n = 0;
    buf_clear(&row->text);
    return ok;
}
