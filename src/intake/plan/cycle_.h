/* Tables whose columns are months, quarters, weeks or days of the week. */
#ifndef INTAKE_PLAN_CYCLE__H
#define INTAKE_PLAN_CYCLE__H

#include "intake/plan/read_.h"

typedef struct Period {
    Str term;           /* of a measure in this column; empty: the column is none */
    Str of;             /* «сентября»; empty: not a month */
    uint32_t i_weekday; /* 1: Monday; 0: not a day of the week */
} Period;

typedef struct Cycle {
    uint16_t n, i_title;            /* the column that names the row; UINT16_MAX: none */
    uint32_t n_head_rows;           /* rows before them too */
    bool marked;                    /* rows are measures, cells have marks and days; else cells are measures */
    Period period[PLAN_COLUMNS];
    Role role[PLAN_COLUMNS];        /* of the other columns */
    Str head[PLAN_COLUMNS];         /* of all */
} Cycle;

/* False: no such table. */
bool cycle_find(const DocTable *table, Arena *arena, Cycle *out);
void cycle_take(PlanDraft *draft, const DocTable *table, const Cycle *cycle);

#endif
