/* Are the tasks of an outside norm these very tasks? Another variant of a work has the same name, tasks and points, and every honest class would be odd by its model
 * (simulated: 22..178 and .12..26 of the maximum for other tasks, 0.6..1.2 and .01..03 for the same ones in districts of 12 schools). */
#include <math.h>

#include "conclude/norm_.h"
#include "indicator/tasks.h"
#include "stats/basic.h"

#define ODD_SQUARES 9.0  /* mean over tasks of squared standardised medians over classes: 1 where the tasks are the norm's */
#define ONE_SQUARES 25.0 /* the same of a single task, */
#define ONE_SHARE   0.15 /* and of its share of the maximum */
#define ODD_SHARE   0.07 /* and so much of the maximum, on average: thousands of classes would see differences that do not matter */

/* Median over classes of a task's residual: robust against a few classes that were given the answers. */
typedef struct Shift { double squares, share; } Shift;

static Shift shift_of(const TaskModel *model, uint16_t item, const Residuals *seen, double *z)
{
    uint32_t n = seen->n;
    double effect = model->effect[item] * model->battery->slope[item], median, centre;
    for (uint32_t c = 0; c < n; c++) z[c] = seen->residual[(size_t)c * model->n_items + item];
    basic_sort(z, n);
    centre = basic_quantile(z, n, .5);
    for (uint32_t c = 0; c < n; c++) {
        size_t at = (size_t)c * model->n_items + item;
        z[c] = seen->residual[at] / sqrt(seen->se[at] * seen->se[at] + effect * effect + 1e-12);
    }
    basic_sort(z, n);
    median = basic_quantile(z, n, .5) * sqrt(n / 1.5707963267948966); /* variance of a median of normals: pi / 2n */
    double points = model->items[item].points[model->items[item].n_steps];
    return (Shift){ .squares = median * median, .share = fabs(centre) / points };
}

TasksFit norm_tasks_fit(const Norm *norm, const Frame *frame)
{
    const TaskModel *model = norm->task_model;
    if (model == NULL || model->battery == NULL || frame->score == NULL) return TASKS_FIT;
    Arena *own = arena_new(0);
    Residuals seen = norm_task_residuals(frame, model, model->battery, (ResidualsOf){ .least = TASKS_SMALLEST_N, .most = UINT32_MAX }, own);
    double *z = arena_array(own, double, seen.n + 1u);
    Shift sum = { 0 };
    bool one_differs = false;
    for (uint16_t j = 0; seen.n > 0 && j < model->n_items; j++) {
        Shift one = shift_of(model, j, &seen, z);
        sum.squares += one.squares / model->n_items;
        sum.share += one.share / model->n_items;
        one_differs |= one.squares > ONE_SQUARES && one.share > ONE_SHARE;
    }
    arena_free(own);
    return sum.squares > ODD_SQUARES && sum.share > ODD_SHARE ? TASKS_OTHER : one_differs ? TASKS_SOME_DIFFER : TASKS_FIT;
}
