/* What hands do to the works of a class. */
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/simulate_.h"

uint32_t simulate_add_points(const SimModel *model, Rng *rng, uint32_t n, uint8_t *score)
{
    for (uint32_t added = 0; added < n; added++) {
        uint32_t task = rng_below(rng, model->n_tasks), tried = 0;
        while (tried < model->n_tasks && score[task] >= model->max[task]) { /* SIM_NOT_TAUGHT is above every maximum */
            task = (task + 1) % model->n_tasks;
            tried++;
        }
        if (tried == model->n_tasks) return added;
        score[task]++;
    }
    return n;
}

/* Points to the next cut-off, 0 when there is none. */
static uint32_t distance(const SimModel *model, uint32_t total)
{
    for (int i = 0; i < SIM_CUTOFFS; i++)
        if (total < model->cutoff[i]) return model->cutoff[i] - total;
    return 0;
}

void simulate_lift(const SimModel *model, Rng *rng, const Lift *lift, uint32_t n, SimSheet *sheet)
{
    uint32_t distances[SIM_CLASS], n_lifted = 0; /* of the works as they were: a lifted work is not lifted again */
    for (uint32_t i = 0; i < n; i++) distances[i] = sheet->absent[i] ? 0 : distance(model, sheet->total[i]);
    uint32_t start = rng_below(rng, n > 0 ? n : 1);
    for (uint32_t away = 1; away <= lift->reach; away++)
        for (uint32_t step = 0; step < n && n_lifted < lift->n_wanted; step++) {
            uint32_t i = (start + step) % n; /* equally near works: from a random place of the list */
            if (distances[i] != away || rng_uniform(rng) >= lift->chance) continue;
            uint8_t *score = sheet->score + (size_t)i * model->n_tasks;
            simulate_add_points(model, rng, away + (rng_uniform(rng) < lift->over_share), score);
            sheet->total[i] = simulate_total(model, score);
            n_lifted++;
        }
}

static void help(const SimModel *model, Rng *rng, double chance, uint8_t *score)
{
    for (uint32_t task = 0; task < model->n_tasks; task++)
        for (int lost = model->max[task] - score[task]; lost > 0; lost--) score[task] = (uint8_t)(score[task] + (rng_uniform(rng) < chance));
}

static void give_hardest(const SimModel *model, uint8_t *score)
{
    for (int k = 0; k < 3; k++) {
        uint32_t task = model->hardest[k];
        if (score[task] != SIM_NOT_TAUGHT) score[task] = model->max[task];
    }
}

/* A strong work, such as a neighbour has: the upper quartile of those present (copies of the very best one coincide in full marks, which good works do anyway); n when nobody is. */
static uint32_t find_strong(const SimSheet *sheet, uint32_t n)
{
    uint32_t n_present = 0;
    for (uint32_t i = 0; i < n; i++) n_present += !sheet->absent[i];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t better = 0;
        for (uint32_t h = 0; h < n; h++) better += !sheet->absent[h] && (sheet->total[h] > sheet->total[i] || (h < i && sheet->total[h] == sheet->total[i]));
        if (!sheet->absent[i] && better == n_present / 4) return i;
    }
    return n;
}

static void copy_work(const SimModel *model, Rng *rng, const uint8_t *source, uint8_t *score)
{
    for (uint32_t task = 0; task < model->n_tasks; task++)
        if (rng_uniform(rng) < .8) score[task] = source[task];
}

/* One work by M2..M6; draws only from its own stream, so that works do not depend on each other. */
static void touch(const SimModel *model, Rng *rng, SimKind kind, double strength, uint32_t i, uint32_t strong, SimSheet *sheet)
{
    uint8_t *score = sheet->score + (size_t)i * model->n_tasks;
    bool chosen = rng_uniform(rng) < strength;
    if (kind == SIM_M2) help(model, rng, strength, score);
    if (kind == SIM_M3 && chosen) give_hardest(model, score);
    if (kind == SIM_M4 && chosen && i != strong) copy_work(model, rng, sheet->score + (size_t)strong * model->n_tasks, score);
    if (kind == SIM_M5) simulate_add_points(model, rng, (uint32_t)lround(strength), score);
    if (kind == SIM_M6 && chosen && sheet->journal[i] < 5) sheet->journal[i]++;
    sheet->total[i] = simulate_total(model, score);
}

uint32_t simulate_plant(const SimModel *model, const SimWork *work, const SimClass *unit, SimKind kind, double strength, SimSheet *sheet)
{
    BUG_ON(kind < SIM_M1 || kind > SIM_M6 || unit->n > SIM_CLASS);
    uint8_t score[SIM_CLASS * LIMIT_TASKS], journal[SIM_CLASS];
    size_t n_tasks = model->n_tasks;
    memcpy(score, sheet->score, unit->n * n_tasks);
    memcpy(journal, sheet->journal, unit->n);
    if (kind == SIM_M1) {
        Rng rng = rng_at(unit->seed, unit_of(unit->school, work->cohort, unit->class_index, WHOLE), stream_of(FOR_PLANT, work->procedure));
        uint32_t n_present = 0;
        for (uint32_t i = 0; i < unit->n; i++) n_present += !sheet->absent[i];
        Lift lift = { .reach = 3, .n_wanted = (uint32_t)lround(strength * n_present), .chance = 1, .over_share = .2 };
        simulate_lift(model, &rng, &lift, unit->n, sheet);
    } else {
        uint32_t strong = find_strong(sheet, unit->n);
        for (uint32_t i = 0; i < unit->n; i++) {
            if (sheet->absent[i]) continue;
            Rng rng = rng_at(unit->seed, unit_of(unit->school, work->cohort, unit->class_index, i), stream_of(FOR_PLANT_PUPIL, work->procedure));
            touch(model, &rng, kind, strength, i, strong, sheet);
        }
    }
    uint32_t n_changed = 0;
    for (uint32_t i = 0; i < unit->n; i++) 
        n_changed += sheet->journal[i] != journal[i] || memcmp(sheet->score + i * n_tasks, score + i * n_tasks, n_tasks) != 0;
    return n_changed;
}

void simulate_second(const SimModel *model, const SimWork *work, const SimClass *unit, uint32_t i, bool falsified, const uint8_t *first, uint8_t *second)
{
    memcpy(second, first, model->n_tasks);
    if (falsified) return;
    Rng rng = rng_at(unit->seed, unit_of(unit->school, work->cohort, unit->class_index, i), stream_of(FOR_SECOND, work->procedure));
    for (uint32_t task = 0; task < model->n_tasks; task++) {
        double u = rng_uniform(&rng);
        if (first[task] == SIM_NOT_TAUGHT || u >= .08) continue;
        if (u < .04 && first[task] < model->max[task]) second[task]++;
        else if (u >= .04 && first[task] > 0) second[task]--;
    }
}
