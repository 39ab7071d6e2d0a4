/* Ready plans: measures that official letters and plans of past years ask for, in our own words, with terms that mean days in any school year. One file and one line of pack/registry.list each. */
#ifndef PLAN_PACK_H
#define PLAN_PACK_H

#include "domain/org.h"
#include "domain/plan.h"

#define PACK_NO_SECTION UINT32_MAX

typedef struct PackMeasure {
    const char *number;
    uint32_t i_section;          /* of PlanPack.sections, or PACK_NO_SECTION */
    const char *title;
    const char *bullets;         /* a line each; empty: none */
    const char *term;            /* without years: «ноябрь – декабрь, май – июнь» */
    const char *responsible, *participants; /* a line each; may be empty */
    const char *expected;        /* pieces of evidence, told apart by «;» */
    const char *capabilities;    /* «C36 C48» */
} PackMeasure;

typedef struct PlanPack {
    const char *id;              /* Latin: what addresses say */
    const char *title;           /* in lists: «Школа: отношение к объективной оценке» */
    const char *source;          /* «по письму … 2020 года» */
    const char *what;            /* for whom and what for, one sentence */
    PlanKind kind;
    OrgKind level;               /* whose plan it mostly is; others may take it too */
    const char *plan_title;      /* of the plan that is made; %s is «2026/2027» */
    const char *goal;            /* may be empty */
    const char *task;            /* of all measures; may be empty */
    const char *columns;         /* heads of its table, a line each */
    uint32_t n_sections; const char *const *sections; /* titles; numbered 1, 2, … */
    uint32_t n_measures; const PackMeasure *measures;
} PlanPack;

/* NULL at the end */
extern const PlanPack *const plan_pack_registry[];
const PlanPack *plan_pack_find(Str id); /* NULL */
/* The pack as content of a plan for that school year; terms have their text alone. */
void plan_pack_content(const PlanPack *pack, int school_year, Arena *arena, PlanContent *out);

#endif
