/* One-byte code pages of Russian. */
#ifndef INTAKE_READER_ENCODING_H
#define INTAKE_READER_ENCODING_H

#include <stdint.h>

#include "base/str.h"

/* What bytes 0x80..0xFF mean in these bytes: cp1251 unless their letters say KOI8-R or CP866; a few letters say nothing. */
const uint16_t *encoding_of(Str bytes);

#endif
