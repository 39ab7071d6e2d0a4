#ifndef INTAKE_REFERENCE_PRIVATE_H
#define INTAKE_REFERENCE_PRIVATE_H

#include "intake/intake.h"

/* An export of Merilo. fails  ERR_INPUT with the key that is wrong */
bool reference_export(Str name, Str bytes, Arena *arena, Reference *out, Err *err);
/* «Распределение первичных баллов» and «Выполнение заданий» of ФИС ОКО. */
bool reference_official(Str name, Str bytes, Arena *arena, Reference *out, Err *err);

#endif
