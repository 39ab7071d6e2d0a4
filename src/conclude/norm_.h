/* Parts of norm_own() and norm_complete(). */
#ifndef CONCLUDE_NORM__H
#define CONCLUDE_NORM__H

#include "domain/analysis.h"
#include "domain/norm.h"
#include "stats/honest.h"

/* Spread of totals between and inside schools, mean and sd, lumpy. */
void norm_totals(const Frame *frame, Norm *norm, Arena *arena);
/* Honest and lifted distributions and jumps at cut-offs from works by total. fails: honest stays NULL and only what was observed stands in thresholds */
void norm_lifting(const double *count, const Blueprint *blueprint, bool with_model, Norm *norm, Arena *arena);
/* Jump at a cut-off as estimated, into its place in norm->thresholds. */
void norm_take_cutoff(Norm *norm, const HonestCutoff *cutoff);
void norm_journal(const Frame *frame, Norm *norm, Arena *arena);
void norm_tasks(const Frame *frame, Norm *norm, Arena *arena);
struct Battery;
/* Mean residuals of tasks, a row a unit: of schools, or of classes that are not odd (NULL: none is), with least..most works that had every task taught.
 * shape  residual, se: [n * model->n_items], points */
typedef struct ResidualsOf { bool schools; const bool *odd; uint32_t least, most; } ResidualsOf;
typedef struct Residuals { uint32_t n; double *residual, *se; } Residuals;
Residuals norm_task_residuals(const Frame *frame, const TaskModel *model, const struct Battery *battery, ResidualsOf of, Arena *arena);
/* The task model of these works with its drawn and empirical null, and the units measured by it; none under 10 tasks that vary, 500 works or NORM_MIN_SCHOOLS schools.
 * in: norm has totals */
void norm_task_model(const Frame *frame, Norm *norm, Arena *arena);
/* One that was read, made ready; NULL when its tasks are not the blueprint's. */
const TaskModel *norm_task_model_complete(const TaskModel *read, const Blueprint *blueprint, Arena *arena);
/* Are these works of other tasks than the norm's (another variant of the same name), or some of them? By medians over classes; they fit without a task model. */
typedef enum TasksFit { TASKS_FIT, TASKS_SOME_DIFFER, TASKS_OTHER } TasksFit;
TasksFit norm_tasks_fit(const Norm *norm, const Frame *frame);
/* How common lifting is and how schools differ in it, from the threshold tests of all schools, which the norm keeps. */
void norm_spread_of_lifting(const Frame *frame, Norm *norm);

/* Observed classes against the others of the same school; NULL when no school has both. is_anchor[frame->n_classes] */
const ObserversEffect *norm_observers(const Frame *frame, const bool *is_anchor, Arena *arena);

#endif
