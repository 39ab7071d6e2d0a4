/* A list of organisations: a table with a header, any container that Merilo reads. */
#ifndef INTAKE_ORG_LIST_H
#define INTAKE_ORG_LIST_H

#include <stdint.h>

#include "base/arena.h"

typedef struct OrgListRow {
    Str sheet;
    uint32_t row; /* of the sheet, from 1 */
    Str code, name, type, municipality, parent, level, class_label, year; /* trimmed; empty when absent */
} OrgListRow;

/* Rows that are wholly empty are left out. fails  ERR_INPUT when no sheet has such a header, ERR_LIMIT over LIMIT_ORG_ROWS; as raw_read() */
bool intake_org_list(Str bytes, Arena *arena, OrgListRow **rows, uint32_t *n, Err *err);

#endif
