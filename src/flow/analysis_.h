/* Between the files of flow_analyse_region(): what is read, and how it is written. */
#ifndef FLOW_ANALYSIS__H
#define FLOW_ANALYSIS__H

#include "flow/analysis.h"
#include "intake/intake.h"

typedef struct RegionInputs {
    Org root;
    uint32_t n_sheets;
    const Sheet **sheets;    /* one a procedure */
    uint32_t n_left_out;     /* forms that are of other tasks than most of their procedure */
    char hash[65];           /* over the hashes of the blocks, sorted */
    Str params;              /* JSON */
    double fdr;
    Reference reference;
    SchoolTable schools;     /* with names, types, municipalities */
    const int64_t *school_id;/* [schools.n] */
} RegionInputs;
bool region_inputs(DbRead *db, int64_t region_id, Arena *arena, RegionInputs *out, Err *err);

/* n_left_out: blocks whose tasks are not those of the most. in: n > 0 */
bool region_merge(DbRead *db, int64_t region_id, const Str *blocks, uint32_t n, Arena *arena, Sheet **out, uint32_t *n_left_out, Err *err);

/* Derived rows in short transactions, then the analysis stands and what stood before leaves. row: id, number and the rest are filled in. */
bool region_write(Flow *flow, const Who *who, const RegionInputs *inputs, const Analysis *analysis, const AnalysisWatch *watch, AnalysisRow *row, Err *err);

static inline bool watch_go_on(const AnalysisWatch *watch, uint64_t done, uint64_t total, const char *words, Err *err)
{
    return watch->go_on == NULL || watch->go_on(watch->context, done, total, words, err);
}

#endif
