/* What each column of the tables of a plan was taken for, and what a person says it is instead. Columns of one head are one, on whatever page their table goes on. */
#ifndef INTAKE_PLAN_COLUMNS_H
#define INTAKE_PLAN_COLUMNS_H

#include "base/arena.h"

typedef struct PlanColumnRole { const char *word, *title; } PlanColumnRole; /* «participants», «участники» */
extern const PlanColumnRole plan_column_roles[]; /* those that may be chosen; word NULL ends */
/* NULL: there is no such role */
const PlanColumnRole *plan_column_role(Str word);

typedef struct PlanColumn {
    Str key;                     /* its head in small letters; «2» of a column without a head */
    Str head, sample;            /* as written; the first words under it */
    const PlanColumnRole *role;  /* as it is taken now; NULL: «не взята» or what cannot be chosen */
    const PlanColumnRole *read;  /* as the program takes it; the same */
    bool lost, told;             /* taken nowhere, and has words; a person said what it is */
} PlanColumn;
typedef struct PlanColumns { uint32_t n, room; PlanColumn *items; } PlanColumns;

/* What people chose, «role key» a line each; lines that say nothing are passed over. */
typedef struct PlanColumnChoice { Str key; const PlanColumnRole *role; } PlanColumnChoice;
uint32_t plan_columns_choices(Str text, Arena *arena, const PlanColumnChoice **out);

#endif
