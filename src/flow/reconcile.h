/* «Достоверность внесённых сведений»: what was entered here against a form downloaded from the official system, row by row. */
#ifndef FLOW_RECONCILE_H
#define FLOW_RECONCILE_H

#include "domain/block_diff.h"
#include "domain/complaint.h"
#include "flow/flow.h"

typedef struct ReconcileAsk {
    const Org *org;      /* a school, or an organisation above many */
    Str name, bytes;     /* the official form */
    Str procedure;       /* chosen by the person where the form does not tell; may be empty */
} ReconcileAsk;

typedef struct ReconcilePart {
    Org school;          /* code alone is set when the school is not one of the organisation's */
    Str procedure, title;
    int version;         /* of the standing sheet; 0: nothing was entered here */
    bool foreign;        /* not within the organisation: not compared */
    Str why;             /* could not be compared: words; else empty */
    BlockDiff diff;      /* before: entered here; after: the official form */
} ReconcilePart;
typedef struct Reconcile {
    uint32_t n; const ReconcilePart *parts; /* by procedure, school */
    uint32_t n_rows_rejected;               /* of the official form */
    uint32_t n_same, n_different;           /* rows over all parts */
} Reconcile;

/* RIGHT_RESULTS_WRITE over the organisation: differences name single works. Writes only the journal: who compared what with what result.
 * fails   ERR_DENIED, ERR_INPUT (not a form) */
bool flow_reconcile(Flow *flow, const Who *who, const ReconcileAsk *ask, Arena *arena, Reconcile *out, Err *err);

#endif
