/* From sheets to conclusions, for whoever has the sheets already: check (read from files), studies (simulated), seasons (packed). */
#ifndef FLOW_ANALYSE_H
#define FLOW_ANALYSE_H

#include <stdatomic.h>

#include "domain/analysis.h"
#include "flow/progress.h"
#include "intake/intake.h"

typedef struct AnalyseOptions {
    double fdr;                 /* 0 < fdr < .5 */
    size_t n_threads;           /* 0 = cores */
    const Reference *reference; /* norms from --reference; n == 0: none */
    const Anchor *anchor;       /* from --anchor, or NULL */
    bool no_pages;              /* nobody will draw: the heat map, which a report alone shows, is left out */
    const Progress *progress;   /* never NULL; tell may be */
    const atomic_bool *stop;    /* set by tell when nobody wants the answer any more; NULL: never */
} AnalyseOptions;

/* in   analysis->schools is built from these sheets (school_table_build)
 * false: stopped, the analysis is not to be used
 * out  everything of analysis but files, hashes and the words about the run; the same for any order of sheets and any number of threads */
bool flow_analyse(const AnalyseOptions *options, const Sheet *const *sheets, uint32_t n_sheets, Analysis *analysis, Arena *arena);

/* Parameters of a run in Russian; a reference that knows none of the procedures is not named in the analysis. */
void analyse_params(const AnalyseOptions *options, Analysis *analysis, Arena *arena);

#endif
