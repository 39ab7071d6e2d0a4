/* What differs between two blocks of one school and procedure, row by row and cell by cell: history of versions, own entry against a downloaded official form. */
#ifndef DOMAIN_BLOCK_DIFF_H
#define DOMAIN_BLOCK_DIFF_H

#include "domain/block.h"

typedef enum DiffKind {
    DIFF_ADDED,   /* a row that only the new block has; after: «работа, 12 баллов» or «не писал» */
    DIFF_REMOVED, /* a row that only the old block has; before likewise */
    DIFF_CHANGED, /* one cell of a row that both have */
    DIFF_FORM,    /* not of a row: cut-offs, maxima, tasks */
} DiffKind;

typedef struct DiffEntry {
    DiffKind kind;
    Str class_label; /* of the new row, of the old one where it is gone */
    Str code;        /* of the participant; empty for DIFF_FORM */
    Str column;      /* Russian: «класс», «журнал», «задание 4К1», «порог «3»» */
    Str before, after; /* as forms write it: «3», «X», «не пройд.»; empty for nothing */
} DiffEntry;

typedef struct BlockDiff {
    uint32_t n_same;    /* rows without a difference */
    uint32_t n_added, n_removed, n_changed; /* rows; a row with three changed cells is one */
    uint32_t n_form;
    uint32_t n;
    const DiffEntry *entries; /* DIFF_FORM first, then by class and code; cells of a row from left to right */
} BlockDiff;

/* Rows meet by code, wherever the pupil's class is; rows without a code by their place in the class. Tasks meet by label.
 * ERR_CONFLICT: blocks of different schools or procedures. Else as block_read() */
bool block_diff(Str before, Str after, Arena *arena, BlockDiff *out, Err *err);

#endif
