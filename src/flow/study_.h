/* What files of a study share. */
#ifndef FLOW_STUDY_INNER_H
#define FLOW_STUDY_INNER_H

#include "base/json.h"
#include "domain/analysis.h"
#include "flow/simulate_.h"
#include "flow/study.h"

/* Kinds of units: honest, then the plants of the plan, then schools where several were at work. */
#define KIND_HONEST  0
#define MAX_KINDS    (SIM_MAX_PLANTS + 2)
#define MAX_TESTS    64 /* indicators */
#define MAX_LEVELS   3  /* of significance: .05, .005, .0005 */

/* One procedure of the analysis beside its truth. */
typedef struct StudyWork {
    uint8_t *class_kind, *school_kind;      /* [frame's classes, schools] in this work */
    uint32_t *class_lifted, *school_lifted; /* works that were lifted over a cut-off */
    uint32_t lifted[N_CUTOFFS];
} StudyWork;

/* A class over the works of one year. */
typedef struct StudyUnit { uint32_t org; int year, grade; Str label; uint8_t kind; uint32_t first, n; } StudyUnit;
typedef struct StudyRow { uint32_t org; int year, grade; Str label; uint32_t procedure, class_index; } StudyRow;

typedef struct StudyTruth {
    const SimPlan *plan;
    uint8_t n_kinds;
    const StudyWork *works;      /* [analysis->n_procedures] */
    const uint8_t *org_kind;     /* [schools] over all works */
    const uint8_t *org_classes;  /* most classes in one work, 1..4 */
    uint32_t n_units;
    const StudyUnit *units;      /* by school, year, grade, label */
    const StudyRow *rows;        /* of units */
} StudyTruth;

/* touched, honest: the works as simulated and as they would be with nothing planted and nothing read again, in the plan's order */
StudyTruth study_truth(const SimPlan *plan, const Analysis *analysis, const SimulatedProcedure *touched, const SimulatedProcedure *honest, Arena *arena);
/* «honest», «M1:0.2», «mixed» */
Str study_kind_word(const SimPlan *plan, uint32_t kind, Arena *arena);

/* n tests; at or under .05, .005, .0005 by p and by mid-p */
typedef struct Tally { uint32_t n, p[MAX_LEVELS], midp[MAX_LEVELS]; } Tally;
typedef struct Share { uint32_t n, k; } Share;
/* Intervals of moved works against the truth. */
typedef struct Moved { uint32_t n, covered, above; double truth, estimate; } Moved;
enum { UNIT_SCHOOL, UNIT_CLASS, UNIT_POOLED, N_UNITS };
enum { RULE_INFLATED, RULE_MISMATCH, RULE_MEAN_SE, RULE_MEAN_SD, N_RULES };

/* Counts over one or several analyses. */
typedef struct StudyPart {
    Tally test[MAX_TESTS][N_UNITS][MAX_KINDS];
    Tally conclusion[MAX_KINDS];
    uint32_t level[MAX_KINDS][4][N_LEVELS]; /* schools by number of classes */
    Share class_all[MAX_KINDS];             /* classes of schools that have several, and those flagged as signs or above */
    Share flat[MAX_TESTS][MAX_KINDS];       /* classes of the last year in one family, works pooled, q <= fdr */
    Share rule[N_RULES][MAX_KINDS];
    Moved moved[2][MAX_KINDS];              /* schools, classes */
    double expected[N_LEVELS];
    Buf lists, norm, habit;                 /* JSON rows, see study_write() */
} StudyPart;

StudyPart *study_part(Arena *arena);
void study_part_end(StudyPart *part);
void study_count(const Analysis *analysis, const StudyTruth *truth, StudyPart *part, Arena *arena);
/* Members of an object that is open. */
void study_write(const StudyPart *part, const SimPlan *plan, Json *json, Arena *arena);

#endif
