/* A region that never was: result forms with known truth, for demonstration, tests and studies of error rates. */
#ifndef FLOW_SIMULATE_H
#define FLOW_SIMULATE_H

#include "domain/sheet.h"

typedef struct SimulateOptions {
    uint32_t n_schools;         /* 1..40000; 0 = 60 */
    const char *null;           /* «N1», «N2», «N3»; NULL = N1 */
    size_t n_plants;
    const char *const *plants;  /* «M1:0.2:0.1»: kind, strength, share of classes (of schools for M8) */
    uint32_t n_strong;          /* honest strong schools, spread over the region */
    uint64_t seed;
    const char *procedures;     /* ids separated by commas; NULL = grades 4 and 5 of 2021 and grade 4 of 2020 */
    double dirt;                /* slips of hands: 0 none .. 0.04; NaN = as in real forms */
    uint32_t n_works;           /* instead of procedures: these works (cut-offs known, subject of an official one) */
    const Blueprint *works;
    uint32_t class_size;        /* 2..128: every school is one class of so many pupils, nobody absent; 0 = the usual sizes */
    double task_sd;             /* spread of class x task effects; 0 = the usual .3, below 0 = none */
    double fail_share;          /* wanted share of works under the pass mark; 0 = drawn in 3..10 %; for given works only */
    int plant_year;             /* plant (M1..M7) in works of this year only; 0 = in all */
    const char *out;            /* folder, made when absent */
    const char *layout;         /* «regional-2021», «collection-2026», «plain», «packed»; NULL = the first */
    double written;             /* share of schools that wrote each work; 0 = all */
    size_t n_threads;           /* 0 = cores */
} SimulateOptions;

/* What was done to one class in one procedure (to a whole school for M8). */
typedef struct SimulateTruth {
    uint32_t procedure;  /* index */
    uint32_t school;     /* index into sheet->school_code */
    Str class_label;     /* empty: the only class, or the whole school */
    const char *kind;    /* «M1» */
    double strength;
    uint32_t n_changed;  /* works; for M7 second markings */
} SimulateTruth;

typedef struct SimulatedProcedure {
    const Sheet *sheet;
    uint32_t n_truth;
    SimulateTruth *truth; /* by school, class */
} SimulatedProcedure;

typedef struct SimulatedRegion {
    uint32_t n_schools, n_files;
    uint32_t n_procedures;
    struct { Str id; uint32_t n_works, n_absent, n_changed; } *procedures;
} SimulatedRegion;

/* Parsed and checked words of the options; opaque. */
typedef struct SimPlan SimPlan;
/* fails  ERR_INPUT: unknown null, plant, procedure, layout, strength or share out of range; ERR_LIMIT: too many schools */
bool flow_simulate_plan(const SimulateOptions *options, Arena *arena, const SimPlan **out, Err *err);
uint32_t flow_simulate_n_procedures(const SimPlan *plan);
/* One procedure in memory; same result for any n_threads. */
void flow_simulate_procedure(const SimPlan *plan, uint32_t i_procedure, size_t n_threads, Arena *arena, SimulatedProcedure *out);

/* Everything: forms, «truth.csv» (procedure, school, class, kind, works), «schools.csv» for --schools, «recheck.csv» when M7 is planted.
 * fails  as flow_simulate_plan; ERR_LIMIT when a procedure does not fit a spreadsheet; ERR_IO */
bool flow_simulate(const SimulateOptions *options, Arena *arena, SimulatedRegion *out, Err *err);

#endif
