#include "base/limits.h"
#include "domain/blueprint.h"

int blueprint_mark(const Blueprint *blueprint, int total)
{
    if (!blueprint->cutoffs_known) return 0;
    int mark = 2;
    for (int i = 0; i < N_CUTOFFS; i++) mark += total >= blueprint->cutoff[i];
    return mark;
}

bool blueprint_valid(const Blueprint *blueprint)
{
    if (blueprint->max == 0 || blueprint->max > LIMIT_TOTAL || blueprint->n_tasks > LIMIT_TASKS) return false;
    unsigned sum = 0;
    for (uint16_t i = 0; i < blueprint->n_tasks; i++) {
        uint8_t max = blueprint->tasks[i].max;
        if (max == 0 || max > LIMIT_TASK_MAX) return false;
        sum += max;
    }
    if (blueprint->n_tasks != 0 && sum != blueprint->max) return false;
    if (!blueprint->cutoffs_known) return true;
    const uint16_t *cutoff = blueprint->cutoff;
    return cutoff[0] > 0 && cutoff[0] < cutoff[1] && cutoff[1] < cutoff[2] && cutoff[2] <= blueprint->max;
}
