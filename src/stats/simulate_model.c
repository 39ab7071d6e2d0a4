/* Drawing the tasks of a work, and moving them until the wanted share fails. */
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/simulate_.h"

#define N_NODES 41

SimRules simulate_rules(SimNull null)
{
    return (SimRules){
        .school_sd = .45, .class_sd = .2, .task_sd = .3, .severity_sd = .15, .area_r = null == SIM_N2 ? .85 : 1,
        .reread = null == SIM_N3 ? .15 : 0, .journal_r = .9, .leniency_sd = .2, .absent = .1, .not_taught = .003,
    };
}

/* Chances of 0..max points at ability theta. */
static void task_chances(const SimModel *model, uint32_t task, double theta, double *chance)
{
    const double *step = model->step + model->first[task];
    double exponent = 0, sum = 1;
    chance[0] = 1;
    for (uint32_t k = 1; k <= model->max[task]; k++) {
        exponent += model->slope[task] * (theta - step[k - 1]);
        chance[k] = exp(exponent);
        sum += chance[k];
    }
    for (uint32_t k = 0; k <= model->max[task]; k++) chance[k] /= sum;
}

/* P(total < cutoff[0]) at theta, by Lord & Wingersky 1984. */
static double fail_chance(const SimModel *model, double theta)
{
    double f[SIM_POINTS + 1] = { 1 }, next[SIM_POINTS + 1], chance[LIMIT_TASK_MAX + 1];
    uint32_t top = 0;
    for (uint32_t task = 0; task < model->n_tasks; task++) {
        task_chances(model, task, theta, chance);
        uint32_t max = model->max[task];
        memset(next, 0, (top + max + 1) * sizeof *next);
        for (uint32_t t = 0; t <= top; t++)
            for (uint32_t k = 0; k <= max; k++) next[t + k] += f[t] * chance[k];
        top += max;
        memcpy(f, next, (top + 1) * sizeof *f);
    }
    double sum = 0;
    for (uint32_t t = 0; t < model->cutoff[0]; t++) sum += f[t];
    return sum;
}

/* Over ability N(shift, 1). */
static double fail_share(const SimModel *model, double shift)
{
    double sum = 0, weight = 0;
    for (int node = 0; node < N_NODES; node++) {
        double x = -4 + 8.0 * node / (N_NODES - 1), w = exp(-x * x / 2);
        sum += w * fail_chance(model, x + shift);
        weight += w;
    }
    return sum / weight;
}

static void draw_task(SimModel *model, Rng *rng, uint32_t task, bool raised, SimNull null)
{
    uint32_t max = model->max[task];
    double centre = .9 * rng_normal(rng) + (raised ? .9 : 0);
    model->slope[task] = exp(.2 * rng_normal(rng));
    model->area[task] = (uint8_t)(task % 2);
    double spread = null == SIM_N2 && max == 2 ? -2.4 : .8; /* steps in falling order make the middle score rare */
    for (uint32_t k = 0; k < max; k++) {
        double place = max > 1 ? (double)k / (max - 1) - .5 : 0;
        model->step[model->first[task] + k] = centre + spread * place + .15 * rng_normal(rng);
    }
}

static double task_mean(const SimModel *model, uint32_t task)
{
    double chance[LIMIT_TASK_MAX + 1], mean = 0;
    task_chances(model, task, 0, chance);
    for (uint32_t k = 1; k <= model->max[task]; k++) mean += k * chance[k];
    return mean / model->max[task];
}

static void find_hardest(SimModel *model)
{
    bool taken[LIMIT_TASKS] = { 0 };
    for (int place = 0; place < 3; place++) {
        double least = 2;
        for (uint32_t task = 0; task < model->n_tasks; task++) {
            double mean = task_mean(model, task);
            if (taken[task] || mean >= least) continue;
            least = mean;
            model->hardest[place] = task;
        }
        if (least == 2) model->hardest[place] = model->hardest[place - 1];
        taken[model->hardest[place]] = true;
    }
}

void simulate_model(uint64_t seed, const SimWork *work, SimNull null, SimModel *out)
{
    BUG_ON(work->n_tasks == 0 || work->n_tasks > LIMIT_TASKS);
    memset(out, 0, sizeof *out);
    out->n_tasks = work->n_tasks;
    memcpy(out->cutoff, work->cutoff, sizeof out->cutoff);
    Rng rng = rng_at(seed, 0, stream_of(FOR_MODEL, work->procedure));
    double wanted = .03 + .07 * rng_uniform(&rng);
    if (!isnan(work->fail_share)) wanted = work->fail_share;
    for (uint32_t task = 0; task < work->n_tasks; task++) {
        out->max[task] = work->max[task];
        out->first[task] = out->max_total;
        out->max_total = (uint16_t)(out->max_total + work->max[task]);
        BUG_ON(work->max[task] == 0 || work->max[task] > LIMIT_TASK_MAX || out->max_total > SIM_POINTS);
        draw_task(out, &rng, task, work->raised != NULL && work->raised[task], null);
    }
    BUG_ON(work->cutoff[0] == 0 || work->cutoff[2] > out->max_total);
    double low = -12, high = 12; /* fail_share falls as the shift grows */
    for (int i = 0; i < 30; i++) {
        double middle = (low + high) / 2;
        if (fail_share(out, middle) > wanted) low = middle;
        else high = middle;
    }
    for (uint32_t k = 0; k < out->max_total; k++) out->step[k] -= (low + high) / 2;
    find_hardest(out);
}
