/* Registered procedures of a region. The code is Procedure.id of the forms: «2026-5-математика», «2026-5-математика-углублённый». */
#ifndef STORE_PROCEDURE_H
#define STORE_PROCEDURE_H

#include "domain/state.h"
#include "store/db.h"

typedef struct ProcedureRow {
    int64_t region_id, org_id; /* who holds it; seen in its subtree */
    Str code, kind, subject, level, title;
    int year, grade;
    Str starts_on, ends_on, hand_in_by; /* ISO days; empty when unknown */
    ProcedureState state;
    Str blueprint;             /* columns of --blueprints; empty: the official one, or the form's */
    Str note;
    int64_t made_by, made_at;
} ProcedureRow;

bool procedure_get(DbRead *db, int64_t region_id, Str code, Arena *arena, ProcedureRow *out, bool *found, Err *err);
/* Latest year first, then by grade and title. year 0: all */
bool procedure_list(DbRead *db, int64_t region_id, int year, Arena *arena, const ProcedureRow **rows, uint32_t *n, Err *err);
/* New, or changed where the code is there. */
bool procedure_put(DbWrite *write, const ProcedureRow *row, Err *err);
/* First calendar year of the school year that the work belongs to. */
int procedure_school_year(const ProcedureRow *row);

#endif
