/* The analysis of a region in its database: standing sheets in, conclusions and signs out, kept in fragments that a page opens in milliseconds (domain/snapshot.h). */
#ifndef FLOW_ANALYSIS_H
#define FLOW_ANALYSIS_H

#include "flow/flow.h"
#include "store/analysis.h"

/* false with err: stop. May be called from a thread of the engine, one call at a time. */
typedef struct AnalysisWatch { bool (*go_on)(void *context, uint64_t done, uint64_t total, const char *words, Err *err); void *context; } AnalysisWatch;

typedef struct AnalysisAsk {
    bool again;              /* compute also when nothing has changed since the analysis that stands */
    size_t n_threads;        /* 0: cores */
    AnalysisWatch watch;     /* go_on may be NULL */
} AnalysisAsk;

typedef struct AnalysisDone {
    AnalysisRow row;         /* the analysis that stands now; texts in the arena */
    bool unchanged;          /* it stood already: nothing was computed */
    uint32_t n_level[N_LEVELS];
    uint32_t n_left_out;     /* forms that are of other tasks than most of their procedure, and so took no part */
} AnalysisDone;

/* The whole tree of the person's region, whatever part of it is asked for: schools are compared with all others.
 * fails  ERR_DENIED without RIGHT_SIGNS_DECIDE over the root or a municipality; ERR_NOT_FOUND no sheet yet; ERR_CONFLICT another analysis ended first, or stopped */
bool flow_analyse_region(Flow *flow, const Who *who, const AnalysisAsk *ask, Arena *arena, AnalysisDone *out, Err *err);

/* Drops derived values and computes them again from the same sheets and parameters. same: byte for byte as they were; comparable: sheets, parameters and program are those
 * of the analysis that stood (else same says nothing). */
typedef struct RebuildDone { AnalysisDone done; bool comparable, same; char before[65], after[65]; } RebuildDone;
bool flow_rebuild(Flow *flow, const Who *who, const AnalysisAsk *ask, Arena *arena, RebuildDone *out, Err *err);

/* A region's norm for a district that has too few schools of its own: an export of Merilo or an official report. Empty bytes: none from now on. */
bool flow_set_reference(Flow *flow, const Who *who, Str name, Str bytes, Err *err);
/* Name of the file; empty: none. */
bool flow_reference_name(DbRead *db, Arena *arena, Str *out, Err *err);

#endif
