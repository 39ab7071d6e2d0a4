/* Files that people brought, with corrections over them and complaints about them. The natural key is the organisation with a number. */
#ifndef STORE_UPLOAD_H
#define STORE_UPLOAD_H

#include "domain/complaint.h"
#include "domain/state.h"
#include "store/db.h"

typedef struct UploadRow {
    int64_t region_id, id, org_id;
    int number;                 /* 1, 2, … within the organisation */
    int64_t account_id;
    Str name, sha256, procedure_hint;
    UploadState state;
    Str format;                 /* empty until read */
    uint32_t n_rows, n_works, n_absent, n_rejected, n_fixed, n_schools;
    Str why;                    /* not understood; else empty */
    int64_t made_at, finished_at; /* finished_at 0: not yet */
    Str org_code, org_name, who; /* read */
} UploadRow;

/* row->id and number are made here. */
bool upload_add(DbWrite *write, UploadRow *row, Err *err);
/* Everything that may change: hint, state, format, counts, why, finished_at. Only while its state is was (0: any): *done tells. */
bool upload_change(DbWrite *write, const UploadRow *row, UploadState was, bool *done, Err *err);
bool upload_get(DbRead *db, int64_t region_id, int64_t org_id, int number, Arena *arena, UploadRow *out, bool *found, Err *err);
/* Those of organisations of the subtree, latest first. open_only: drafts, half-written ones and those being read */
bool upload_list(DbRead *db, int64_t region_id, Str org_path, bool open_only, uint32_t limit, Arena *arena, const UploadRow **rows, uint32_t *n, Err *err);

typedef struct UploadEdit {
    int64_t id;
    Str sheet, cell, before, value; /* cell: «I13» */
    int64_t account_id, made_at;
    Str who;                        /* read */
} UploadEdit;
/* A standing correction of the same cell is undone by the new one. */
bool upload_edit_add(DbWrite *write, int64_t region_id, int64_t upload_id, const UploadEdit *edit, Err *err);
bool upload_edit_undo(DbWrite *write, int64_t region_id, int64_t upload_id, Str sheet, Str cell, int64_t now, bool *done, Err *err);
/* Those that hold, in order of making. */
bool upload_edits(DbRead *db, int64_t region_id, int64_t upload_id, Arena *arena, const UploadEdit **rows, uint32_t *n, Err *err);

/* In place of those that were kept before: of large files, whose page does not read them again. */
bool upload_complaints_put(DbWrite *write, int64_t region_id, int64_t upload_id, const Complaint *complaints, uint32_t n, Err *err);
bool upload_complaints(DbRead *db, int64_t region_id, int64_t upload_id, Arena *arena, const Complaint **rows, uint32_t *n, Err *err);

#endif
