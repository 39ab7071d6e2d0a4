/* The main job: result forms in, everything known about them out. Its body reads like the line: read, merge, norm, indicate, conclude. */
#ifndef FLOW_CHECK_H
#define FLOW_CHECK_H

#include "domain/analysis.h"
#include "flow/progress.h"

typedef struct CheckOptions {
    uint32_t n_paths;
    const char *const *paths;
    const char *procedure;   /* --procedure or NULL */
    const char *blueprints;  /* path or NULL */
    const char *schools;     /* path or NULL */
    const char *reference;   /* path or NULL; several, a line each */
    const char *anchor;      /* path or NULL */
    double fdr;              /* 0.05 */
    size_t n_threads;        /* 0 = cores */
    bool no_pages;           /* no report will be built of it: what only pages show is left out */
    Progress progress;
} CheckOptions;

/* fails  when none of the files could be read; ERR_INPUT, ERR_NOT_FOUND, ERR_DENIED, ERR_LIMIT, ERR_IO
 * out    lives in arena; unreadable files stand in it with their reason, also when all are (else untouched when it fails) */
bool flow_check(const CheckOptions *options, Arena *arena, Analysis **out, Err *err);

/* Only reading and validation: files with sheets and complaints. files is set, with the reasons, also when none could be read. */
bool flow_intake(const CheckOptions *options, Arena *arena, InputFile **files, Err *err);

#endif
