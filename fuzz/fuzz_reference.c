/* Any bytes as --reference: an export (JSON) or an official report (a table). */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "intake/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Whatever is let through can be drawn from. */
static void look_at_model(const TaskModel *model, uint16_t n_tasks)
{
    unsigned total = 0;
    BUG_ON(model->n_items == 0 || model->n_items > n_tasks || !(model->effort >= 1 && model->effort <= TASK_EFFORT_MOST));
    for (uint16_t i = 0; i < model->n_items; i++) {
        const TaskItem *item = &model->items[i];
        BUG_ON(item->task >= n_tasks || (i > 0 && item->task <= model->items[i - 1].task) || !(item->slope > 0) || item->n_steps < 1 || item->n_steps > LIMIT_TASK_MAX);
        for (uint8_t k = 0; k < item->n_steps; k++) BUG_ON(!isfinite(item->step[k]) || item->points[k] >= item->points[k + 1]);
        BUG_ON(!(model->effect[i] >= 0) || !(model->effect_large[i] >= 0));
        total += item->points[item->n_steps];
    }
    for (int k = 0; k < TASK_STATISTICS; k++) BUG_ON(!(model->null_scale[TASK_NULL_SCHOOL][k] >= 1) || !(model->null_scale[TASK_NULL_CLASS][k] >= 1));
    BUG_ON(total > TASK_TOTALS);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new(0);
    Reference reference;
    Err err = { 0 };
    if (intake_reference_bytes(STR("2023-5-математика.csv"), (Str){ (const char *)bytes, n }, arena, &reference, &err)) {
        BUG_ON(reference.n == 0 || reference.n > LIMIT_PROCEDURES);
        for (uint32_t i = 0; i < reference.n; i++) {
            const Norm *norm = reference.norms[i];
            double sum = 0;
            if (norm->task_model != NULL) look_at_model(norm->task_model, norm->n_tasks);
            BUG_ON(norm->procedure_id.at == NULL || norm->n_thresholds > N_CUTOFFS || norm->max > LIMIT_TOTAL);
            BUG_ON(norm->lumpy == NULL && norm->task_mean == NULL);
            for (uint32_t k = 0; norm->lumpy != NULL && k <= norm->max; k++) sum += norm->lumpy[k];
            BUG_ON(norm->lumpy != NULL && !(fabs(sum - 1) < 1e-5));
        }
    } else BUG_ON(err.code == ERR_NONE);
    arena_free(arena);
    return 0;
}
