/* Files that are not tables of ours but are known: each gets its own sentence and a way out. */
#ifndef INTAKE_READER_FOREIGN_H
#define INTAKE_READER_FOREIGN_H

#include "base/err.h"
#include "base/str.h"

/* True when bytes are of a known foreign kind; err is filled. */
bool foreign_known(Str bytes, Err *err);
/* The reason why a zip is not a table. Always false, err filled. */
bool foreign_zip(Str bytes, Err *err);

#endif
