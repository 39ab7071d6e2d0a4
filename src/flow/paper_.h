/* Inside flow: requisites as they stand in the database. */
#ifndef FLOW_PAPER__H
#define FLOW_PAPER__H

#include "domain/paper.h"

/* Those that the JSON names are set, others stay. fails  ERR_BUG for what is no JSON */
bool paper_fields_read(Str fields, Arena *arena, PaperRequisites *out, Err *err);

#endif
