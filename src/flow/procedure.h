/* Procedures: what is held, when, for whom, and what the work consists of. */
#ifndef FLOW_PROCEDURE_H
#define FLOW_PROCEDURE_H

#include "domain/blueprint.h"
#include "flow/flow.h"
#include "store/procedure.h"

/* «впр», «нико», …; NULL at the end */
typedef struct ProcedureKind { const char *word, *title; bool by_places; /* results are places, not tasks: olympiads and contests */ } ProcedureKind;
const ProcedureKind *procedure_kinds(void);
const ProcedureKind *procedure_kind_find(Str word); /* NULL */
/* Results come as a list of participants, never as a form that is handed in. */
bool procedure_by_places(const ProcedureRow *row);

/* code, canonical subject and title (when it is empty) from year, grade, subject, level and kind. */
void procedure_name(ProcedureRow *row, Arena *arena);
/* Tasks and cut-offs of the row: its own, else the official ones, else NULL with true. text_is_own tells which. fails: ERR_INPUT, the row's own table is wrong */
bool procedure_blueprint(const ProcedureRow *row, Arena *arena, const Blueprint **out, bool *is_own, Err *err);
/* A work as the table that stands in ProcedureRow.blueprint. */
Str procedure_blueprint_text(const Blueprint *work, Arena *arena);
/* What somebody typed or brought (a table of any layout of --blueprints; without the columns of identity they are filled in) as that table. */
bool procedure_blueprint_read(const ProcedureRow *row, Str typed, Arena *arena, Str *text, Err *err);

/* RIGHT_PROCEDURE_WRITE over row->org_id, whose path is org_path. is_new: ERR_CONFLICT when the code is there; else ERR_NOT_FOUND when it is not.
 * Tasks and maxima of a work with written forms cannot change (ERR_CONFLICT); cut-offs and dates can. */
bool flow_procedure_put(Flow *flow, const Who *who, Str org_path, const ProcedureRow *row, bool is_new, Err *err);

#endif
