#ifndef FLOW_IMPORT__H
#define FLOW_IMPORT__H

#include "domain/gather.h"
#include "flow/import.h"
#include "flow/submission.h"
#include "flow/upload_.h"
#include "store/sheet.h"
#include "store/submission.h"

/* A form to be written: a school in a procedure. */
typedef struct FormTarget {
    const DraftSchool *school;
    const Blueprint *blueprint;
    const Procedure *procedure;
    uint32_t n_parts; GatherPart *parts;
    uint32_t n_clean, n_waiting, n_warnings;
    /* prepared against the standing version */
    int standing;            /* its version; 0: none */
    Sheet *sheet;
    Str block;
    char sha256[65];
    uint32_t n_kept_classes;
} FormTarget;

/* Forms of a draft with clean rows, in order of sheets and schools. */
uint32_t import_targets(const Draft *draft, Arena *arena, FormTarget **out);
/* Block of the target, with the classes that stay. Reads the standing version. */
bool import_prepare(DbRead *db, const Draft *draft, bool replace, FormTarget *target, Arena *arena, Err *err);

typedef struct Importing {
    Flow *flow;
    const Who *who;
    Draft *draft;
    ImportAsk ask;
    bool accepts;            /* whoever asked for it may accept forms */
    void *context;           /* of tell: after each batch; false with err stops. NULL: nobody asks */
    bool (*tell)(void *context, uint32_t n_done, uint32_t n_all, Err *err);
    ImportResult result;
} Importing;
/* Everything that is clean in draft; the draft's row is closed or left half-written. in: draft->read */
bool import_write(Importing *importing, Arena *arena, Err *err);

#endif
