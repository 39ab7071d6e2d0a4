/* Inside flow: files that people bring, put away before the change that names them: a short transaction of their own, so that a large file never holds the change up.
 * The same file is kept once. They are given back as downloads only. */
#ifndef FLOW_ATTACH__H
#define FLOW_ATTACH__H

#include "flow/flow.h"

typedef enum AttachFor { ATTACH_EVIDENCE, ATTACH_SOURCE /* of a plan: pages of the web may be read as plans, so they are kept too */ } AttachFor;

/* By the first bytes, never by the name: PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC and XLS of old, JPEG, PNG, HEIC, text, tables as text.
 * fails  ERR_INPUT for anything else (archives, programs, pages of the web) and for evidence with macros inside, ERR_LIMIT */
bool attach_check(AttachFor what, Str name, Str bytes, Err *err);
/* attach_check() and keeping. sha256 is filled. */
bool attach_put(Flow *flow, const Who *who, AttachFor what, Str name, Str bytes, char sha256[65], Err *err);
/* The last part of a path without control bytes, cut to LIMIT_FILE_NAME; «файл» when nothing is left. */
Str attach_name(Str name, Arena *arena);

#endif
