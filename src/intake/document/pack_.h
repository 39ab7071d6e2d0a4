/* A document as bytes, for the way from a child process to its parent. What comes is not believed: it goes through the same builder and its ceilings. */
#ifndef INTAKE_DOCUMENT_PACK_H
#define INTAKE_DOCUMENT_PACK_H

#include "base/buf.h"
#include "intake/document.h"

void doc_pack(Buf *buf, const SourceDoc *doc);
/* Fills blocks, pictures, deletions and warnings of out. False (err untouched) when bytes are no packed document; ceilings are ERR_LIMIT in err. */
bool doc_unpack(Str bytes, Arena *arena, SourceDoc *out, Err *err);

/* The same with its failure: what a reading gave, as bytes. */
void doc_pack_answer(Buf *buf, bool read, const SourceDoc *doc, const Err *err);
/* fails    as the reading did; ERR_INPUT when the bytes are no answer, or none: then whoever read has fallen */
bool doc_unpack_answer(Str bytes, Arena *arena, SourceDoc *out, Err *err);

#endif
