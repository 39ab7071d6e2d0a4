/* Programs inside office files, by content: the name of a file says nothing. */
#ifndef INTAKE_MACROS_H
#define INTAKE_MACROS_H

#include "base/str.h"

/* A VBA project of an OOXML package (its parts, and the types that they declare) or of an old Word or Excel file; modules and scripts of an OpenDocument package. Nothing is run or unpacked but the list of types. */
bool intake_has_macros(Str bytes);

#endif
