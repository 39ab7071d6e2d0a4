/* «&nbsp;» and its like. */
#ifndef INTAKE_DOCUMENT_ENTITY_H
#define INTAKE_DOCUMENT_ENTITY_H

#include <stdint.h>

#include "base/str.h"

/* s begins with «&»: bytes of the reference and its character; 0 when it is only an ampersand. */
size_t entity_at(Str s, uint32_t *cp);

#endif
