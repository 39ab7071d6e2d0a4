/* A small table with a header, as rows of text: lists of schools, blueprints, official reports. Not for forms. */
#ifndef INTAKE_TABLE_H
#define INTAKE_TABLE_H

#include "base/limits.h"
#include "intake/raw.h"

typedef struct TableRow { uint32_t number, n_cells; const Str *cells; } TableRow; /* cells trimmed */
typedef struct TableSheet { Str name; uint32_t n_rows; const TableRow *rows; } TableSheet;
typedef struct TableBook { uint32_t n_sheets; TableSheet sheets[LIMIT_SHEETS]; } TableBook;

/* fails  as raw_read; ERR_LIMIT over most_rows rows */
bool table_read(Str bytes, uint32_t most_rows, Arena *arena, TableBook **out, Err *err);
bool table_read_file(const char *path, uint32_t most_rows, Arena *arena, TableBook **out, Err *err);
/* Cell or empty. */
Str table_cell(const TableRow *row, int32_t column);
/* Column whose folded heading is one of words ('|' between them, '*' = begins with), or -1. */
int32_t table_column(const TableRow *header, const char *words);

#endif
