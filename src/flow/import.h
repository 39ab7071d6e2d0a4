/* Clean rows of a draft become versions of sheets, one a school and procedure. What waits stays in the draft. */
#ifndef FLOW_IMPORT_H
#define FLOW_IMPORT_H

#include "flow/upload.h"

typedef struct ImportAsk {
    bool all;      /* refuse while any row waits */
    bool replace;  /* classes of the standing version that the file does not speak of leave it; else they stay */
    Str reason;    /* why a form that was sent or accepted is corrected; empty: none is */
} ImportAsk;

typedef struct ImportResult {
    uint32_t job;          /* a large file is written by this job; 0: done, and what follows is filled */
    uint32_t n_forms;      /* schools × procedures with clean rows */
    uint32_t n_written;    /* new versions */
    uint32_t n_same;       /* the standing version says the same: nothing was written */
    uint32_t n_locked;     /* locked: nothing was written */
    uint32_t n_closed;     /* the procedure takes no more forms: nothing was written */
    uint32_t n_unexplained;/* sent or accepted, and no reason was given: nothing was written */
    uint64_t n_works, n_absent; /* of written and same */
    uint32_t n_waiting;    /* rows that stay in the draft */
    uint32_t n_kept_classes; /* classes of standing versions that stayed */
} ImportResult;

/* In short transactions of at most LIMIT_TX_SCHOOLS forms; safe to be run again after a kill: what is written is recognised as the same.
 * A form becomes «в работе» (school), «принята» (who may accept; «сдана» while rows of it wait); an accepted one that a school corrects must be accepted again.
 * fails   ERR_DENIED, ERR_NOT_FOUND; ERR_CONFLICT (draft is not open; the only form is locked or its procedure closed; tasks differ from the registered procedure); ERR_INPUT (rows wait and all is asked;
 *         nothing is clean; a reason is needed for the only form) */
bool flow_import(Flow *flow, const Who *who, const UploadKey *key, const ImportAsk *ask, ImportResult *out, Err *err);
/* «Записано 412 работ, семь строк ждут исправления». */
Str import_words(const ImportResult *result, Arena *arena);

#endif
