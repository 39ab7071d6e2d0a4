/* A frame: all works of one procedure, from any number of sheets, sorted by school code, class label, participant code. Columns, for passes at memory speed.
 * Only works (ROW_WORK) are in it; absent pupils are counted per school. */
#ifndef DOMAIN_FRAME_H
#define DOMAIN_FRAME_H

#include "domain/sheet.h"

typedef struct School {
    Str code;         /* login as written */
    Str name;         /* «МБОУ СОШ № 3» when --schools or the form gives it, else empty */
    Str type;         /* «лицей», «гимназия», … from --schools, else empty */
    Str municipality; /* else empty */
} School;

typedef struct ClassSpan {
    Str label;        /* «а»; empty = the school's only class */
    uint32_t school;  /* index into Frame.schools */
    uint32_t first, n;
} ClassSpan;

typedef struct SchoolSpan {
    uint32_t org;     /* index into the table of schools of the whole check */
    uint32_t first, n;             /* works */
    uint32_t class_first, n_classes;
    uint32_t absent;
} SchoolSpan;

typedef struct Frame {
    const Procedure *procedure;
    uint32_t n_works, n_schools, n_classes;
    uint64_t n_absent;
    const SchoolSpan *schools;  /* by school code; only schools with at least one work */
    const ClassSpan *classes;   /* by school, then label */
    const uint8_t *score;       /* [n_tasks * n_works] task-major */
    const uint16_t *total;
    const uint8_t *journal;     /* 1..5, 0 none */
    const uint8_t *mark;        /* 2..5 by cut-offs, 0 unknown */
    const uint8_t *sex;
    const uint8_t *variant;
    const Str *code;            /* NULL when the sheet is packed */
    Str mapped;                 /* bytes under the columns that file_map_rest() may put to rest between passes; mostly empty */
} Frame;

static inline const uint8_t *frame_task(const Frame *frame, uint32_t task)
{
    return frame->score + (size_t)task * frame->n_works;
}

/* Schools of all sheets, sorted by code (bytes), each once. */
typedef struct SchoolTable { uint32_t n; School *schools; } SchoolTable;
SchoolTable school_table_build(const Sheet *const *sheets, uint32_t n_sheets, Arena *arena);
/* Index, or UINT32_MAX. */
uint32_t school_table_find(const SchoolTable *table, Str code);

/* Sheets of one procedure into a frame. in: sheets whose procedure.id is equal; duplicates between files were rejected before.
 * One packed sheet alone is not copied: the frame is a view of its columns (mark is worked out, sex and variant are zeros where it has none). */
Frame *frame_build(const Sheet *const *sheets, uint32_t n_sheets, const SchoolTable *table, Arena *arena);

#endif
