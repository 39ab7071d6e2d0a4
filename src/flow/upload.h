/* A file on its way in: brought, read, corrected cell by cell, chosen another procedure for, given up. Writing of its rows: flow/import.h. */
#ifndef FLOW_UPLOAD_H
#define FLOW_UPLOAD_H

#include "flow/draft.h"
#include "flow/flow.h"

typedef struct UploadKey { const Org *org; int number; } UploadKey;

typedef struct UploadAsk {
    const Org *org;     /* a school for itself; a municipality or the region for all of its schools */
    Str name, bytes;    /* of the file; a pasted range is a file «вставка.tsv» */
    Str procedure;      /* «2026-5-математика» that the person chose; empty: what the file says */
} UploadAsk;

/* Keeps the file and reads it: a small one at once, a larger one by a job, whose number is given then (else 0). A file that is no form is kept too, with why.
 * fails   ERR_DENIED, ERR_INPUT (empty file, procedure), ERR_CONFLICT (the school of this file has it in hand already: the same bytes in an open draft), ERR_LIMIT */
bool flow_upload(Flow *flow, const Who *who, const UploadAsk *ask, int *number, uint32_t *job, Err *err);

/* Corrections of cells; in place of earlier ones of the same cells. sheet empty and cell empty: the school code before is to be read as value everywhere.
 * fails   ERR_NOT_FOUND, ERR_DENIED, ERR_CONFLICT (written or given up already, being read), ERR_INPUT (no such cell), ERR_LIMIT */
typedef struct UploadCell { Str sheet, cell, before /* of a school code */, value; } UploadCell;
bool flow_upload_edit(Flow *flow, const Who *who, const UploadKey *key, const UploadCell *cells, uint32_t n, Err *err);
bool flow_upload_undo(Flow *flow, const Who *who, const UploadKey *key, const UploadCell *cell, Err *err);
/* Empty: what the file says again. */
bool flow_upload_procedure(Flow *flow, const Who *who, const UploadKey *key, Str procedure, Err *err);
/* Nothing of it is written then; what was written stays. */
bool flow_upload_cancel(Flow *flow, const Who *who, const UploadKey *key, Err *err);

#endif
