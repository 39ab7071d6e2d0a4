/* A table of text cells without any meaning: whoever knows the heading reads it. Any container that Merilo reads. */
#ifndef INTAKE_PLAIN_TABLE_H
#define INTAKE_PLAIN_TABLE_H

#include <stdint.h>

#include "base/arena.h"

typedef struct PlainRow { Str sheet; uint32_t number /* in the sheet, from 1 */, n_cells; const Str *cells; /* trimmed */ } PlainRow;
typedef struct PlainTable { uint32_t n_rows; const PlainRow *rows; } PlainTable; /* of all sheets in their order */

/* fails  ERR_INPUT for what is no table, ERR_LIMIT over most_rows */
bool intake_plain_table(Str bytes, uint32_t most_rows, Arena *arena, PlainTable *out, Err *err);

#endif
