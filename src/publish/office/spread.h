/* How columns of the tree stand in a file of plain columns (XLSX, CSV): an interval takes two, words of the second line one more. */
#ifndef PUBLISH_OFFICE_SPREAD_H
#define PUBLISH_OFFICE_SPREAD_H

#include "publish/doc.h"

typedef struct Spread { bool value, bounds, second; uint16_t at, n; } Spread; /* at: first plain column; n of them */
typedef enum SpreadPart { SPREAD_VALUE, SPREAD_LOW, SPREAD_HIGH, SPREAD_SECOND } SpreadPart;

/* Of each column of the table, by what its rows hold; *n_out plain columns. */
Spread *spread_columns(Arena *arena, const Table *table, uint16_t *n_out);
bool spread_has_second(CellKind kind, const Cell *cell);
/* What stands in plain column i (0…n-1) of a spread. */
SpreadPart spread_part(const Spread *spread, uint16_t i);
/* «группа: голова, от». */
Str spread_head(Arena *arena, const Column *column, const Spread *spread, uint16_t i);

#endif
