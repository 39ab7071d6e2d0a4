/* The norm of a population (region, country) in one procedure: what a school is compared with. Estimated from the data at hand, or read from --reference. No school is in it. */
#ifndef DOMAIN_NORM_H
#define DOMAIN_NORM_H

#include "domain/blueprint.h"

#define NORM_MIN_SCHOOLS 60u /* fewer schools cannot tell a region's habit from a school's (interface.md 1.1.2) */

typedef enum NormSource { NORM_OWN, NORM_EXPORT, NORM_OFFICIAL } NormSource;

/* The jump at one cut-off. */
typedef struct NormThreshold {
    uint16_t at;             /* lowest total of the mark */
    uint8_t mark;            /* 3, 4, 5 */
    double below, reached;   /* works at at-1 and at at */
    double ratio;            /* reached / below, NaN when below == 0 */
    double expected_ratio;   /* by the honest distribution */
    double excess, low, high;/* works moved over the cut-off: estimate and 95 % interval; NaN when not estimable */
    uint16_t cell_from, cell_to; /* scores that belong to this cut-off: lower side cell_from..at-1, upper side at..cell_to */
} NormThreshold;

typedef struct NormJournal {
    bool known;
    double n;                      /* works with both marks */
    double lowered, confirmed, raised; /* shares of work mark against journal mark */
    double lowered2, raised2;      /* by two marks or more */
    /* proportional odds of journal mark given total: logit P(J > k) = -a[k] + b(t), k = 2, 3, 4; b tabulated by total */
    double a[3];
    const double *b;               /* [max + 1] */
    double tau2;                   /* variance of school severity */
    double tau2_class;             /* the same of classes, where one teacher marks; at least tau2 in effect */
    double tau2_raised, tau2_lowered; /* over-dispersion of shares between schools */
} NormJournal;

/* A task whose points vary, as a partial credit item (Muraki 1992): P_k ~ exp(sum_{v <= k} slope (theta - step_v)). */
typedef struct TaskItem {
    uint16_t task;             /* index into Blueprint.tasks */
    double slope;
    uint8_t n_steps;
    const double *step;        /* [n_steps] */
    const uint8_t *points;     /* [n_steps + 1] rising: scores that were reached */
} TaskItem;

#define TASK_STATISTICS 6      /* of stats/battery.h, in its order */
#define TASK_TOTALS     400u   /* of the items' points: longer works have no model (BATTERY_TOTALS) */
#define TASK_EFFORT_MOST 4.0
#define NORM_SEED 20210401u    /* of every bootstrap of a norm; the drawn null of tasks has its own: TaskModel.seed, the hash of the procedure's id */
enum { TASK_NULL_SCHOOL, TASK_NULL_CLASS, N_TASK_NULLS };
extern const char *const task_statistic_names[TASK_STATISTICS], *const task_null_names[N_TASK_NULLS]; /* keys of an export */

/* What single tasks are like in the population, and how honest classes and schools differ in them. */
typedef struct TaskModel {
    uint16_t n_items;
    const TaskItem *items;
    double between, within;    /* sd of schools' levels and of pupils inside, theta ~ N(0, 1) */
    const double *effect, *effect_large; /* [n_items] sd of class-by-task effects: of a class, of a school of several */
    uint64_t seed;             /* of the drawn null */
    double effort;             /* of the drawing, 1..TASK_EFFORT_MOST: a district draws the very null of its region */
    double n_works;            /* it was fitted on */
    double null_centre[N_TASK_NULLS][TASK_STATISTICS], null_scale[N_TASK_NULLS][TASK_STATISTICS]; /* lower-half empirical null on z; 0 and 1 not estimated */
    const struct Battery *battery;   /* tables and drawn null: derived from the above */
} TaskModel;

typedef struct Norm {
    Str procedure_id;
    NormSource source;
    Str source_text;         /* Russian: «по 631 школе этих файлов», «выгрузка …» */
    uint16_t max;
    double n_works, n_schools;
    double mean, sd;         /* of totals */
    double tau2_mean;        /* variance of school means beyond sampling, points squared */
    double within_sd;        /* of totals inside schools */
    const double *lumpy;     /* [max + 1] share of works at each total, as observed */
    const double *honest;    /* [max + 1] the smooth distribution without attraction to cut-offs; NULL when it cannot be estimated */
    const double *lifted;    /* [max + 1] honest with the region's own average lifting put back; NULL likewise */
    int degree;              /* of the log-linear model */
    uint8_t n_thresholds;
    NormThreshold thresholds[N_CUTOFFS];
    double lifting_share, lifting_share_low; /* share of schools that lift (1 - pi0, Storey) and its lower 95 % bound; NaN unknown */
    bool lifting_is_ordinary;/* lower bound above 0.2: levels rest on the relative test (statistics.md D4) */
    double null_centre, null_scale; /* lower-half empirical null of the relative test on z; 0 and 1 when not estimated */
    NormJournal journal;
    uint16_t n_tasks;
    const double *task_mean; /* [n_tasks] mean share of the maximum, «не пройд.» left out; NULL unknown */
    const double *task_sd;   /* [n_tasks] of that share between works */
    const double *task_tau2; /* [n_tasks] variance of school means beyond sampling */
    const TaskModel *task_model; /* NULL when it cannot be estimated: too few tasks or works */
    bool reference_differs, reference_partly_differs; /* of an own norm: the outside one was made on other tasks and is not used; some tasks are others and none is compared with it */
    /* Measured for the estimate, wanted once more by indicators: only while the works of an own norm are in work, else NULL (a season could not keep them). */
    struct Arena *of_works;
    const struct Value *lifting_tests[2]; /* [n_schools] by ThresholdKind, before the null correction */
    const struct TaskUnit *task_units;    /* schools, then classes */
} Norm;

#endif
