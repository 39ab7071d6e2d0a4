/* Bytes of a text file → UTF-8. */
#ifndef INTAKE_READER_DECODE_H
#define INTAKE_READER_DECODE_H

#include "base/arena.h"

/* UTF-8 (with or without BOM) is given as it lies, without a copy; UTF-16 by its BOM; whatever is not UTF-8 is read as cp1251, KOI8-R or CP866, as its letters say. No BOM in out.
 * fails    ERR_INPUT not a text (zero bytes, control bytes), UTF-8 with BOM or cut short that is damaged; ERR_LIMIT memory */
bool decode_text(Str bytes, Arena *arena, Str *out, Err *err);
/* A look at the start only. */
bool decode_looks_text(Str bytes);

#endif
