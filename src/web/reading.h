/* Documents on pages: small ones are read within the request, slow ones by a converter process (converter.h). */
#ifndef WEB_READING_H
#define WEB_READING_H

#include "flow/plan_read.h"
#include "web/page.h"

/* *out NULL: a converter is asked. Then show() or act() returns true at once, having written nothing, and is called again with the answer there.
 * bytes: of an upload or in the request's arena.
 * fails    as document_read() */
bool reading_document(Ctx *ctx, Str name, Str bytes, const SourceDoc **out, Err *err);

#endif
