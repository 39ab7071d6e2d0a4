/* Sheets of a workbook as tables: rows are kept until the sheet ends, because what is merged is told behind them. */
#ifndef INTAKE_DOCUMENT_SHEET_H
#define INTAKE_DOCUMENT_SHEET_H

#include "intake/document/build_.h"
#include "intake/raw.h"

typedef struct SheetBuild SheetBuild;

/* gaps: a table ends where rows were left out and one cell alone names the next one, as on a page saved as CSV. */
SheetBuild *sheet_build_new(Arena *arena, DocBuild *build, bool gaps);
RawSink sheet_build_sink(SheetBuild *sheets);
bool sheet_build_merged(void *sheets, uint32_t row, uint32_t column, uint32_t last_row, uint32_t last_column, Err *err);

#endif
