#include "flow/simulate_recheck_.h"

#include <stdio.h>
#include <string.h>

#define N_SECOND 6u /* works of a class */

bool sim_rechecks(const SimPlan *plan)
{
    for (uint32_t i = 0; i < plan->n_plants; i++)
        if (plan->plants[i].kind == SIM_M7) return true;
    return false;
}

static void put_scores(Csv *out, const uint8_t *score, uint32_t n)
{
    char text[LIMIT_TASKS * 4 + 1] = "";
    size_t used = 0;
    for (uint32_t task = 0; task < n; task++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%u", task > 0 ? " " : "", score[task] > LIMIT_TASK_MAX ? 0u : score[task]);
    csv_str(out, str_of(text));
}

/* Pupil i of the class whose rows begin at first; true when the second marking hides a difference. */
static bool add_work(const SimTarget *target, const SimClass *unit, double falsify, const Sheet *sheet, uint32_t first, uint32_t i, Csv *out)
{
    uint8_t score[LIMIT_TASKS], second[LIMIT_TASKS], honest[LIMIT_TASKS];
    uint32_t row = first + i, n_tasks = target->work.n_tasks;
    for (uint32_t task = 0; task < n_tasks; task++) {
        uint8_t points = sheet->score[(size_t)task * sheet->n_rows + row];
        score[task] = points == SCORE_NOT_ATTEMPTED ? 0 : points;
    }
    uint64_t pupil = sim_unit(unit->school, target->work.cohort, unit->class_index, i);
    bool falsified = rng_uniform_at(unit->seed, pupil, sim_stream(DRAW_SECOND_KIND, target->work.procedure)) < falsify;
    simulate_second(&target->model, &target->work, unit, i, falsified, score, second);
    simulate_second(&target->model, &target->work, unit, i, false, score, honest);
    csv_str(out, sheet->procedure.id);
    csv_str(out, sheet->school_code[unit->school]);
    csv_str(out, sheet->class_label[sheet->class_of[row]]);
    csv_str(out, sheet->code[row]);
    put_scores(out, score, n_tasks);
    put_scores(out, second, n_tasks);
    csv_end_row(out);
    return memcmp(second, honest, n_tasks) != 0;
}

static uint32_t add_class(const SimTarget *target, const SimClass *unit, double falsify, const Sheet *sheet, uint32_t first, Csv *out)
{
    Rng rng = rng_at(unit->seed, sim_unit(unit->school, target->work.cohort, unit->class_index, SIM_WHOLE), sim_stream(DRAW_SECOND, target->work.procedure));
    uint32_t start = rng_below(&rng, unit->n), n_taken = 0, n_hidden = 0;
    for (uint32_t step = 0; step < unit->n && n_taken < N_SECOND; step++) {
        uint32_t i = (start + step) % unit->n;
        if (sheet->state[first + i] != ROW_WORK) continue;
        n_hidden += add_work(target, unit, falsify, sheet, first, i, out);
        n_taken++;
    }
    return n_hidden;
}

static void tell_truth(SimulatedProcedure *procedure, uint32_t school, Str label, uint32_t n_hidden)
{
    SimulateTruth *truth = procedure->truth;
    for (uint32_t i = 0; i < procedure->n_truth; i++)
        if (truth[i].school == school && str_eq(truth[i].class_label, label) && strcmp(truth[i].kind, sim_kind_word(SIM_M7)) == 0)
            truth[i].n_changed = n_hidden;
}

void sim_recheck_add(const SimPlan *plan, uint32_t i_procedure, SimulatedProcedure *procedure, Csv *out)
{
    if (!sim_rechecks(plan)) return;
    const SimTarget *target = &plan->targets[i_procedure];
    const Sheet *sheet = procedure->sheet;
    uint32_t first = 0;
    for (uint32_t school = 0; school < plan->n_schools; school++) {
        uint32_t n[4], n_classes = sim_sizes(plan, target, school, n);
        for (uint32_t i = 0; i < n_classes; i++) {
            SimClass unit = { .seed = plan->seed, .school = school, .class_index = i, .n = n[i] };
            const SimPlant *plant = sim_plant_of(plan, target, school, i);
            bool planted = plant != NULL && plant->kind == SIM_M7;
            uint32_t n_hidden = add_class(target, &unit, planted ? plant->strength : 0, sheet, first, out);
            if (planted) tell_truth(procedure, school, sheet->class_label[sheet->class_of[first]], n_hidden);
            first += n[i];
        }
    }
}
