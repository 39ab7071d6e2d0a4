/* What pages of results read beside fragments of an analysis: schools of a subtree, their standing forms. */
#ifndef STORE_RESULT_H
#define STORE_RESULT_H

#include "store/analysis.h"

/* All schools of the subtree, closed ones too: their results of past years stay. By code (order of bytes). */
typedef struct ResultSchool { int64_t id; Str code, name, path; } ResultSchool;
bool result_schools(DbRead *db, int64_t region_id, Str path, Arena *arena, ResultSchool **out, uint32_t *n, Err *err);

/* Standing forms of a procedure in the subtree, but for returned ones, by code of the school (order of bytes). */
bool result_blocks(DbRead *db, int64_t region_id, Str procedure, Str path, Arena *arena, AnalysisInput **out, uint32_t *n, Err *err);

/* Forms of the procedure that changed after the analysis was made, in the whole region: norms and limits may be different now. */
typedef struct ResultNewer { uint32_t n; int64_t latest; /* time of the last change; 0: none */ } ResultNewer;
bool result_newer(DbRead *db, const AnalysisRow *row, Str procedure, ResultNewer *out, Err *err);

/* What is written, without an analysis: schools and works of each procedure of the subtree. By code of the procedure. */
typedef struct ResultCount { Str procedure; uint32_t n_schools; uint64_t n_works; } ResultCount;
bool result_counts(DbRead *db, int64_t region_id, Str path, Arena *arena, ResultCount **out, uint32_t *n, Err *err);

#endif
