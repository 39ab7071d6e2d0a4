/* Parts of describe_procedure(). */
#ifndef CONCLUDE_DESCRIBE__H
#define CONCLUDE_DESCRIBE__H

#include "domain/analysis.h"

/* Works first .. first + n of the frame. */
MarkFlow describe_flow(const Frame *frame, uint32_t first, uint32_t n);
void describe_schools(const Frame *frame, Arena *arena, ProcedureAnalysis *out);
void describe_tasks(const Frame *frame, Arena *arena, ProcedureAnalysis *out);

#endif
