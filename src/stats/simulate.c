/* One class, honestly. */
#include "stats/simulate.h"

#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/simulate_.h"

/* Shares of variance within a class and within a school: what stays with a pupil or school in every subject, in one subject, in one work. */
static const double pupil_always = .65, pupil_subject = .25, pupil_work = .10, school_always = .7, school_subject = .3;

uint32_t simulate_sizes(uint64_t seed, uint32_t school, uint32_t cohort, uint32_t n[4])
{
    Rng shape = rng_at(seed, unit_of(school, 0, WHOLE, WHOLE), stream_of(FOR_SHAPE, 0));
    double u = rng_uniform(&shape);
    bool tiny = rng_uniform(&shape) < .15; /* 8 % of schools: the village school of a handful */
    uint32_t n_classes = u < .54 ? 1 : u < .74 ? 2 : u < .90 ? 3 : 4;
    Rng size = rng_at(seed, unit_of(school, cohort, WHOLE, WHOLE), stream_of(FOR_SIZE, 0));
    for (uint32_t i = 0; i < n_classes; i++)
        n[i] = n_classes > 1 ? 17 + rng_below(&size, 16) : tiny ? 3 + rng_below(&size, 5) : 8 + rng_below(&size, 17);
    return n_classes;
}

uint16_t simulate_total(const SimModel *model, const uint8_t *score)
{
    unsigned total = 0;
    for (uint32_t task = 0; task < model->n_tasks; task++) total += score[task] == SIM_NOT_TAUGHT ? 0 : score[task];
    return (uint16_t)total;
}

static uint8_t draw_score(const SimModel *model, uint32_t task, double theta, double u)
{
    double weight[LIMIT_TASK_MAX + 1] = { 1 }, exponent = 0, sum = 1;
    const double *step = model->step + model->first[task];
    uint32_t max = model->max[task];
    for (uint32_t k = 1; k <= max; k++) {
        exponent += model->slope[task] * (theta - step[k - 1]);
        sum += weight[k] = exp(exponent);
    }
    double left = u * sum;
    uint32_t score = 0;
    while (score < max && left >= weight[score]) left -= weight[score++];
    return (uint8_t)score;
}

/* Ability of pupil i in this subject, relative to the class; *passing: the part of this work alone. */
static double pupil_part(const SimWork *work, const SimRules *rules, const SimClass *unit, uint32_t i, double *passing)
{
    double sd = sqrt(1 - rules->school_sd * rules->school_sd - rules->class_sd * rules->class_sd);
    uint64_t pupil = unit_of(unit->school, work->cohort, unit->class_index, i);
    *passing = sd * sqrt(pupil_work) * rng_normal_at(unit->seed, pupil, stream_of(FOR_PUPIL_WORK, work->procedure));
    return sd * (sqrt(pupil_always) * rng_normal_at(unit->seed, pupil, stream_of(FOR_PUPIL, 0)) +
                 sqrt(pupil_subject) * rng_normal_at(unit->seed, pupil, stream_of(FOR_PUPIL_SUBJECT, work->subject)));
}

static uint8_t draw_journal(const SimWork *work, const SimRules *rules, const SimClass *unit, uint32_t i, double ability)
{
    double noise = rng_normal_at(unit->seed, unit_of(unit->school, work->cohort, unit->class_index, i), stream_of(FOR_JOURNAL, work->procedure));
    double leniency = rules->leniency_sd * rng_normal_at(unit->seed, unit_of(unit->school, 0, WHOLE, WHOLE), stream_of(FOR_LENIENCY, work->subject));
    double view = rules->journal_r * ability + sqrt(1 - rules->journal_r * rules->journal_r) * noise + leniency;
    return (uint8_t)(2 + (view > -2.3) + (view > -.5) + (view > .9)); /* 1, 30, 51, 18 % of marks 2, 3, 4, 5 */
}

/* What the class has in common: ability, marker, tasks. */
typedef struct ClassPart { double ability, severity, task[LIMIT_TASKS]; bool not_taught[LIMIT_TASKS]; } ClassPart;

static ClassPart class_part(const SimModel *model, const SimWork *work, const SimRules *rules, const SimClass *unit)
{
    ClassPart part = { 0 };
    uint64_t school = unit_of(unit->school, 0, WHOLE, WHOLE), room = unit_of(unit->school, work->cohort, unit->class_index, WHOLE);
    part.ability = unit->strength + rules->class_sd * rng_normal_at(unit->seed, room, stream_of(FOR_CLASS, 0)) +
                   rules->school_sd * (sqrt(school_always) * rng_normal_at(unit->seed, school, stream_of(FOR_SCHOOL, 0)) +
                                       sqrt(school_subject) * rng_normal_at(unit->seed, school, stream_of(FOR_SCHOOL_SUBJECT, work->subject)));
    part.severity = rules->severity_sd * rng_normal_at(unit->seed, room, stream_of(FOR_SEVERITY, work->procedure));
    Rng effect = rng_at(unit->seed, room, stream_of(FOR_TASK, work->procedure));
    Rng taught = rng_at(unit->seed, room, stream_of(FOR_TAUGHT, work->procedure));
    for (uint32_t task = 0; task < model->n_tasks; task++) {
        part.task[task] = rules->task_sd * rng_normal(&effect);
        part.not_taught[task] = rng_uniform(&taught) < rules->not_taught;
    }
    return part;
}

static void draw_answers(const SimModel *model, const SimWork *work, const SimRules *rules, const SimClass *unit, const ClassPart *common, uint32_t i,
                         double own, uint8_t *score)
{
    Rng rng = rng_at(unit->seed, unit_of(unit->school, work->cohort, unit->class_index, i), stream_of(FOR_ANSWERS, work->procedure));
    double area[2] = { 0 }, along = sqrt(rules->area_r), across = sqrt(1 - rules->area_r);
    for (int k = 0; k < 2; k++) area[k] = along * own + (across > 0 ? across * .87 * rng_normal(&rng) : 0); /* .87: spread inside a class */
    for (uint32_t task = 0; task < model->n_tasks; task++) {
        double theta = common->ability + area[model->area[task]] + common->task[task] - common->severity, u = rng_uniform(&rng);
        score[task] = common->not_taught[task] ? SIM_NOT_TAUGHT : draw_score(model, task, theta, u);
    }
}

void simulate_class(const SimModel *model, const SimWork *work, const SimRules *rules, const SimClass *unit, SimSheet *out)
{
    BUG_ON(unit->n > SIM_CLASS);
    ClassPart common = class_part(model, work, rules, unit);
    for (uint32_t i = 0; i < unit->n; i++) {
        uint64_t pupil = unit_of(unit->school, work->cohort, unit->class_index, i);
        uint8_t *score = out->score + (size_t)i * model->n_tasks;
        double passing, own = pupil_part(work, rules, unit, i, &passing);
        out->journal[i] = draw_journal(work, rules, unit, i, common.ability + own);
        out->absent[i] = rng_uniform_at(unit->seed, pupil, stream_of(FOR_ABSENCE, work->procedure)) < rules->absent;
        if (out->absent[i]) memset(score, 0, model->n_tasks);
        else draw_answers(model, work, rules, unit, &common, i, own + passing, score);
        out->total[i] = simulate_total(model, score);
    }
    if (rules->reread > 0) {
        Rng rng = rng_at(unit->seed, unit_of(unit->school, work->cohort, unit->class_index, WHOLE), stream_of(FOR_REREAD, work->procedure));
        Lift lift = { .reach = 2, .n_wanted = unit->n, .chance = rules->reread };
        simulate_lift(model, &rng, &lift, unit->n, out);
    }
}
