/* One cell of a study: its words parsed once, its replicates by seed. */
#ifndef FLOW_STUDY_CELL_H
#define FLOW_STUDY_CELL_H

#include "flow/study_.h"

typedef struct StudyCell { SimulateOptions simulate; bool districts; } StudyCell;
/* fails  ERR_INPUT: unknown null, design, kind, share */
bool study_cell_begin(const StudyOptions *options, Arena *arena, StudyCell *out, Err *err);
/* Members of an open object. Thread-safe. */
void study_cell_replicate(const StudyCell *cell, uint64_t seed, Json *json);

#endif
