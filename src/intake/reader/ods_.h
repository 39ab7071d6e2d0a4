/* Inside of the ODS reader, for tests and fuzzing. */
#ifndef INTAKE_READER_ODS_H
#define INTAKE_READER_ODS_H

#include "intake/raw.h"

/* content.xml without the zip around it. */
bool ods_content_bytes(Str xml, const RawSink *sink, Arena *arena, Err *err);

#endif
