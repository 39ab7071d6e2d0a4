/* A made-up class for the examples of indicators of single tasks. */
#include <math.h>
#include <string.h>

#include "indicator/example_.h"
#include "indicator/tasks.h"

#define N_TASKS 12u
#define N_WORKS 25u
#define SEED    7u
#define EFFORT  0.3 /* of the null: examples ask for p of .001, not finer */

static double place_of(unsigned task) { return -1.65 + 0.3 * task; }

static const TaskModel *model_new(Arena *arena)
{
    static const uint8_t points[] = { 0, 1 };
    TaskItem *items = arena_array(arena, TaskItem, N_TASKS);
    IrtItem *irt = arena_array(arena, IrtItem, N_TASKS);
    double *effect = arena_array(arena, double, N_TASKS);
    for (unsigned j = 0; j < N_TASKS; j++) {
        double *step = arena_one(arena, double);
        *step = place_of(j);
        items[j] = (TaskItem){ (uint16_t)j, 1, 1, step, points };
        irt_item_plain(&irt[j], 1);
        irt[j].a = 1;
        irt[j].b[0] = *step;
        effect[j] = 0.3;
    }
    IrtModel model = { N_TASKS, irt, 1 };
    Battery *battery = arena_one(arena, Battery);
    BUG_ON(!battery_begin(&model, arena_array(arena, double, battery_size(&model)), battery));
    BatteryPopulation population = { 0.4, 0.92, effect, effect };
    battery_draw(battery, &population, SEED, EFFORT, arena_array(arena, double, battery_draw_scratch_size(&model, EFFORT) / sizeof(double) + 1));
    TaskModel *out = arena_one(arena, TaskModel);
    *out = (TaskModel){ .n_items = N_TASKS, .items = items, .between = 0.4, .within = 0.92, .effect = effect, .effect_large = effect, .seed = SEED, .battery = battery };
    for (int which = 0; which < N_TASK_NULLS; which++)
        for (int k = 0; k < TASK_STATISTICS; k++) out->null_scale[which][k] = 1;
    return out;
}

static void fill_score(ExampleTasks kind, uint32_t n, uint8_t *score)
{
    Rng rng = rng_at(SEED, 1, 0);
    for (uint32_t i = 0; i < n; i++) {
        double theta = rng_normal(&rng);
        for (unsigned j = 0; j < N_TASKS; j++) score[j * n + i] = rng_uniform(&rng) < 1 / (1 + exp(place_of(j) - theta));
    }
    for (uint32_t i = 0; i < n; i++)
        for (unsigned j = 0; j < N_TASKS; j++) {
            uint8_t *at = &score[j * n + i];
            if (kind == EXAMPLE_HARD_HALF) *at = j >= N_TASKS / 2;
            if (kind == EXAMPLE_HARDEST_GIVEN && j == N_TASKS - 1) *at = 1;
            if (kind == EXAMPLE_COPIES && i < 8) *at = (j % 2 == 0) != (j == 3);
            if (kind == EXAMPLE_NOT_TAUGHT && j == 0) *at = SCORE_NOT_TAUGHT;
        }
}

static IndicatorInput input_of(ExampleTasks kind, Arena *arena)
{
    uint32_t n = kind == EXAMPLE_SEVEN_WORKS ? 7 : N_WORKS;
    uint8_t *score = arena_array(arena, uint8_t, (size_t)N_TASKS * n);
    fill_score(kind, n, score);
    uint16_t *total = arena_array(arena, uint16_t, n);
    Task *tasks = arena_array(arena, Task, N_TASKS);
    for (unsigned j = 0; j < N_TASKS; j++) {
        tasks[j] = (Task){ .label = arena_printf(arena, "%u", j + 1), .max = 1 };
        for (uint32_t i = 0; i < n; i++) total[i] = (uint16_t)(total[i] + (score[j * n + i] == 1));
    }
    Frame *frame = example_frame(1, n, total, NULL, arena);
    Blueprint *blueprint = arena_one(arena, Blueprint);
    *blueprint = *frame->procedure->blueprint;
    blueprint->n_tasks = N_TASKS;
    blueprint->tasks = tasks;
    Procedure *procedure = arena_one(arena, Procedure);
    *procedure = *frame->procedure;
    procedure->blueprint = blueprint;
    frame->procedure = procedure;
    frame->score = score;
    Norm *norm = example_norm(arena);
    norm->task_model = model_new(arena);
    return (IndicatorInput){ .frame = frame, .norm = norm };
}

Value example_tasks_value(void (*compute)(const IndicatorInput *in, Value *values, Arena *arena), ExampleTasks kind, Arena *arena)
{
    IndicatorInput in = input_of(kind, arena);
    return example_values(compute, in.frame, in.norm, arena)[0];
}

Sign example_tasks_sign(const Indicator *indicator, ExampleTasks kind, Arena *arena)
{
    IndicatorInput in = input_of(kind, arena);
    Value value = example_values(indicator->compute, in.frame, in.norm, arena)[0];
    Sign sign = { 0 };
    indicator->tell(&in, &value, arena, &sign);
    return sign;
}
