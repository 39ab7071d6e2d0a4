#ifndef INTAKE_PACKED_H
#define INTAKE_PACKED_H

#include "intake/intake.h"

bool packed_sniff(Str bytes);
/* A packed sheet (docs/adr/0011) as a view of its bytes, which must live as long as the sheet; every promise of the format is checked.
 * in      bytes aligned to 8; mapped: they are of file_map()
 * out     sha256 of the whole file, also when it fails
 * fails   ERR_INPUT: cut, damaged or contradicting itself; ERR_LIMIT */
bool packed_read(Str bytes, bool mapped, char sha256[65], Arena *arena, const Sheet **out, Err *err);

#endif
