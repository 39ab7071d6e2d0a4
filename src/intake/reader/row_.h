/* The one row that a reader fills and hands to the sink; its memory is used again for the next row. */
#ifndef INTAKE_READER_ROW_H
#define INTAKE_READER_ROW_H

#include "base/buf.h"
#include "base/limits.h"
#include "intake/raw.h"

typedef struct RowCells {
    uint32_t n;
    Buf text;                    /* bytes of cells that are not views of something longer-lived */
    Str cells[LIMIT_COLUMNS];    /* .at == NULL: n bytes of text from offsets[i] */
    size_t offsets[LIMIT_COLUMNS];
} RowCells;

void row_init(RowCells *row);
void row_free(RowCells *row);
/* A cell that outlives the row. column from 0; row_number for the sentence. Empty text needs no place, so only a filled cell can be too far.
 * fails    ERR_LIMIT column over LIMIT_COLUMNS, text over LIMIT_CELL_BYTES */
bool row_put(RowCells *row, uint64_t column, Str text, uint64_t row_number, Err *err);
/* The same for the bytes of row->text from offset on. */
bool row_put_text(RowCells *row, uint64_t column, size_t offset, uint64_t row_number, Err *err);
/* Hands the row over if anything is filled, and clears it. */
bool row_emit(RowCells *row, uint64_t row_number, const RawSink *sink, Err *err);
/* «N15»; column from 0. Gives out. */
const char *row_cell_name(uint64_t column, uint64_t row_number, char out[40]);
bool row_cell_too_long(uint64_t column, uint64_t row_number, Err *err);

#endif
