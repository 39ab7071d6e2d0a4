/* Analyses of a region and what is derived from them. A stored analysis stands or is replaced as a whole: derived rows of one that is being computed are seen by nobody. */
#ifndef STORE_ANALYSIS_H
#define STORE_ANALYSIS_H

#include "domain/analysis.h"
#include "domain/state.h"
#include "store/db.h"

typedef struct AnalysisRow {
    int64_t region_id, id, org_id; /* org_id: whose schools were compared with each other */
    uint32_t number;               /* natural key in the region */
    AnalysisState state;
    Str program, params, inputs_hash;
    uint32_t n_schools;
    uint64_t n_works;
    int64_t taken_ms, made_by, made_at;
} AnalysisRow;

/* ---- what is analysed ---- */

typedef struct AnalysisInput { Str procedure, school, sha256, block; } AnalysisInput;
/* Standing sheets of all schools of the region, but for returned ones, in states least and above, by procedure, then code of the school (order of bytes). */
bool analysis_inputs(DbRead *db, int64_t region_id, SubmissionState least, Arena *arena, AnalysisInput **out, uint32_t *n, Err *err);
/* Forms that changed after the analysis was made. */
bool analysis_n_newer(DbRead *db, const AnalysisRow *row, uint32_t *out, Err *err);

/* ---- analyses ---- */

/* The one that stands. */
bool analysis_current(DbRead *db, int64_t region_id, Arena *arena, AnalysisRow *out, bool *found, Err *err);
bool analysis_next_number(DbRead *db, int64_t region_id, uint32_t *out, Err *err);
bool analysis_put(DbWrite *db, const AnalysisRow *row, Err *err);
/* It stands from now on; the one that stood is replaced, others that are being computed are given up. ERR_CONFLICT when it was given up itself. */
bool analysis_stand(DbWrite *db, const AnalysisRow *row, Err *err);
bool analysis_fail(DbWrite *db, const AnalysisRow *row, Err *err);
/* Derived rows of analyses that do not stand; one table at a time (table < ANALYSIS_TABLES), so that a transaction is short. */
enum { ANALYSIS_TABLES = 4 };
bool analysis_sweep(DbWrite *db, int64_t region_id, uint32_t table, Err *err);

/* ---- derived rows ---- */

typedef struct SchoolDerived {
    int64_t school_id;
    Level level;
    double p, q;        /* NaN: nothing could speak */
    uint32_t n_works, n_signs;
    uint8_t markers;    /* bits 1 << FederalKind */
    Str words, bytes;   /* lead; fragment */
} SchoolDerived;
typedef struct SignDerived {
    int64_t school_id;
    uint32_t n;
    Str procedure, class_label, indicator; /* procedure empty: over all works; class_label empty: the school as a whole */
    Level level;
    Str title, words, chance;
    double p, q;
} SignDerived;
bool analysis_put_head(DbWrite *db, const AnalysisRow *row, Str head, Str years, Str list, Err *err);
bool analysis_put_procedure(DbWrite *db, const AnalysisRow *row, Str procedure, uint32_t n, Str bytes, Err *err);
bool analysis_put_school(DbWrite *db, const AnalysisRow *row, const SchoolDerived *school, Err *err);
bool analysis_put_sign(DbWrite *db, const AnalysisRow *row, const SignDerived *sign, Err *err);
/* SHA-256 over all derived rows in order of natural keys: the same conclusions give the same digest, whatever ids and engines are. */
bool analysis_digest(DbRead *db, const AnalysisRow *row, char out[65], Err *err);

/* ---- reading ---- */

typedef struct SchoolSigns {
    int64_t school_id;
    Str code, name, type, municipality;
    Level level;
    double p, q;
    uint32_t n_works, n_signs;
    uint8_t markers;
    Str words;
} SchoolSigns;
/* Schools of the subtree that were in the analysis, by sort key of the name. level < 0: all; procedure empty: any, else those with a sign in it. */
bool analysis_schools(DbRead *db, const AnalysisRow *row, Str path, int level, Str procedure, Arena *arena, SchoolSigns **out, uint32_t *n, Err *err);
bool analysis_school(DbRead *db, const AnalysisRow *row, int64_t school_id, Arena *arena, SchoolSigns *out, bool *found, Err *err);
/* Schools by level in the subtree. */
bool analysis_levels(DbRead *db, const AnalysisRow *row, Str path, uint32_t n_level[N_LEVELS], Err *err);
/* Signs that conclusions of «attention» and above cite, in a subtree, by school and order. */
bool analysis_signs(DbRead *db, const AnalysisRow *row, Str path, Arena *arena, SignDerived **out, uint32_t *n, Err *err);
typedef struct SchoolTitle { int64_t school_id; uint32_t n_signs; Str title; /* of the first */ } SchoolTitle;
/* Of signs of schools as a whole, in the whole analysis, by id: a list says one and counts the others. */
bool analysis_titles(DbRead *db, const AnalysisRow *row, Arena *arena, SchoolTitle **out, uint32_t *n, Err *err);
typedef struct ProcedureSigns { Str procedure; uint32_t n_schools; } ProcedureSigns;
/* Procedures with signs, and how many schools of the subtree have one; latest year first, then by code. */
bool analysis_sign_procedures(DbRead *db, const AnalysisRow *row, Str path, Arena *arena, ProcedureSigns **out, uint32_t *n, Err *err);

/* ---- opening fragments (domain/snapshot.h): the head first, then what a page shows ---- */

bool analysis_open(DbRead *db, const AnalysisRow *row, Arena *arena, Analysis **out, Err *err);
bool analysis_open_years(DbRead *db, const AnalysisRow *row, Analysis *analysis, Arena *arena, Err *err);
bool analysis_open_list(DbRead *db, const AnalysisRow *row, Analysis *analysis, Arena *arena, Err *err);
/* found: false when the analysis has no such procedure or school; not an error */
bool analysis_open_procedure(DbRead *db, const AnalysisRow *row, Analysis *analysis, Str procedure, Arena *arena, bool *found, Err *err);
bool analysis_open_school(DbRead *db, const AnalysisRow *row, Analysis *analysis, int64_t school_id, Arena *arena, bool *found, Err *err);
/* Everything, for exports of the whole. */
bool analysis_open_all(DbRead *db, const AnalysisRow *row, Arena *arena, Analysis **out, Err *err);

#endif
