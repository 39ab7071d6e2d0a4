/* A document as bytes, for the way from a child process to its parent. What comes is not believed: it goes through the same builder and its ceilings. */
#ifndef INTAKE_DOCUMENT_PACK_H
#define INTAKE_DOCUMENT_PACK_H

#include "base/buf.h"
#include "intake/document.h"

void doc_pack(Buf *buf, const SourceDoc *doc);
/* Fills blocks, pictures, deletions and warnings of out. False (err untouched) when bytes are no packed document; ceilings are ERR_LIMIT in err. */
bool doc_unpack(Str bytes, Arena *arena, SourceDoc *out, Err *err);

#endif
