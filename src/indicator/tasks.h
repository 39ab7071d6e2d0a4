/* What the indicators of single tasks share: the battery measured once for every unit of a procedure. */
#ifndef INDICATOR_TASKS_H
#define INDICATOR_TASKS_H

#include "indicator/unit_.h"
#include "stats/battery.h"

#define TASKS_SMALLEST_N 8u     /* works (statistics.md A4) */
#define TASKS_MOST_WORKS 4000u  /* of a unit: beyond it pairs would cost more than they tell, and only the first are asked */

/* One unit measured. p is NaN where a statistic cannot speak. */
typedef struct TaskUnit {
    uint32_t n;                     /* works with every task taught */
    double mean;                    /* of their totals over the model's tasks */
    double value[N_BATTERY], expected[N_BATTERY], p[N_BATTERY]; /* p against drawn units alone, before the empirical null */
    uint16_t alarm_item;            /* n_items: none */
    double alarm_residual, alarm_sd;/* of that task, points a work */
    uint32_t n_pairs, n_alike;      /* n_alike: works in clusters, each link rarer than .05 / n_pairs */
} TaskUnit;

/* Works of a unit as rows of categories; those with a task that was not taught are left out.
 * shape  x[unit->n * n_items]; gives the number of rows */
uint32_t tasks_rows(const Frame *frame, const TaskModel *model, const Unit *unit, uint8_t *x);

/* All units, schools then classes; a class that is its whole school is measured once. */
TaskUnit *tasks_measure(const Frame *frame, const TaskModel *model, Arena *arena);
/* [n_classes], without n_alike: all that a first look needs. */
TaskUnit *tasks_measure_classes(const Frame *frame, const TaskModel *model, Arena *arena);
/* The units of in->frame: in->tasks, or measured before (own norm), or now; NULL without a model. */
const TaskUnit *tasks_units(const IndicatorInput *in, Arena *arena);

/* Fills schools, then classes with value and expected (not negated), p and z of a statistic; extra[EXTRA_EVIDENCE] = works. value and expected may be rewritten by the caller. */
void tasks_values(const IndicatorInput *in, const char *id, BatteryStatistic statistic, Value *values, Arena *arena);

/* For telling: mean residual and expected share of each task in one unit. */
typedef struct TaskStory { uint32_t n; uint16_t n_items; const TaskItem *items; BatteryFit fit; uint8_t *x; const Battery *battery; } TaskStory;
TaskStory tasks_story(const IndicatorInput *in, const Value *value, Arena *arena);
/* The picture of the tasks: seen against expected, from easy to hard; marked: the given item; n_items: all that lie outside the usual. */
void tasks_picture(const IndicatorInput *in, const TaskStory *story, uint16_t marked, Sign *sign, Arena *arena);
/* «№ 7» or the task's own label. */
Str tasks_label(const Frame *frame, const TaskItem *item, Arena *arena);

#endif
