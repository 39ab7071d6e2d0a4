#ifndef INTAKE_INTAKE_PRIVATE_H
#define INTAKE_INTAKE_PRIVATE_H

#include "intake/intake.h"

/* intake_file() for bytes at hand; name is what the file would be called. */
void intake_bytes(Str name, Str bytes, const IntakeOptions *options, Arena *arena, InputFile *out);

#endif
