/* First pass over a table: cells become numbers, one row after another, before it is known what the maxima are. */
#ifndef INTAKE_ROWS_H
#define INTAKE_ROWS_H

#include "base/intern.h"
#include "domain/sheet.h"
#include "intake/complaints_.h"
#include "intake/format_.h"

/* What the first pass found in a row. */
enum {
    ROW_IS_ABSENT = 1,   /* a variant cell says so */
    ROW_HAS_ERROR = 2,   /* a complaint with «error» was made, or is counted when the row is not absent */
    ROW_HAS_SCORES = 4,  /* some task cell or, without tasks, the total is filled */
    ROW_NO_SCHOOL = 8,
};

typedef struct Rows {
    Arena *arena;              /* scratch: everything here is gone when the file is done */
    const ColumnMap *map;
    Str sheet_name;
    Str default_school;        /* login from the file's name; empty when there is none */
    Complaints *complaints;
    uint32_t n, room;
    uint32_t *source_row, *school, *code, *class_raw;
    uint8_t *flags, *variant, *sex, *journal;
    int16_t *written;
    uint8_t *score;            /* [room * map->n_tasks], row-major */
    Intern schools, codes, classes;
    uint32_t name_room;
    Str *school_name, *school_municipality; /* by school */
    Str date;                  /* first day of upload seen */
    uint32_t last_school;
    uint32_t no_school;        /* rows without one */
} Rows;

void rows_init(Rows *rows, const ColumnMap *map, Str sheet_name, Str default_school, Complaints *complaints, Arena *scratch);
/* fails  ERR_LIMIT (memory, schools, classes) */
bool rows_add(Rows *rows, const RawRow *raw, Err *err);

#endif
