#include "indicator/tasks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "stats/multiple.h"

/* Category of each byte of a score column; what is not a score (not attempted, empty) is the lowest. */
typedef struct Codes { uint8_t category[256]; } Codes;

static Codes codes_of(const TaskItem *item)
{
    Codes codes = { { 0 } };
    for (uint8_t k = 0; k <= item->n_steps; k++) {
        unsigned end = k < item->n_steps ? item->points[k + 1] : LIMIT_TASK_MAX + 1u;
        for (unsigned score = item->points[k]; score < end; score++) codes.category[score] = k;
    }
    return codes;
}

uint32_t tasks_rows(const Frame *frame, const TaskModel *model, const Unit *unit, uint8_t *x)
{
    uint16_t n_items = model->n_items;
    uint32_t n = unit->n < TASKS_MOST_WORKS ? unit->n : TASKS_MOST_WORKS, kept = 0;
    bool taught[TASKS_MOST_WORKS];
    memset(taught, true, n);
    for (uint16_t j = 0; j < n_items; j++) {
        const uint8_t *score = frame_task(frame, model->items[j].task) + unit->first;
        for (uint32_t i = 0; i < n; i++)
            if (score[i] == SCORE_NOT_TAUGHT) taught[i] = false;
    }
    for (uint32_t i = 0; i < n; i++) kept += taught[i];
    for (uint16_t j = 0; j < n_items; j++) {
        const uint8_t *score = frame_task(frame, model->items[j].task) + unit->first;
        Codes codes = codes_of(&model->items[j]);
        for (uint32_t i = 0, row = 0; i < n; i++)
            if (taught[i]) x[(size_t)row++ * n_items + j] = codes.category[score[i]];
    }
    return kept;
}

static uint32_t count_alike(const Battery *battery, const uint8_t *x, uint32_t n, size_t n_pairs, uint32_t *group, void *scratch)
{
    uint32_t alike = 0;
    if (n_pairs == 0) return 0;
    if (similarity_clusters(&battery->pairs, x, n, 0.05 / (double)(n_pairs > 1 ? n_pairs : 2), scratch, group) == 0) return 0;
    for (uint32_t i = 0; i < n; i++) {
        bool shared = group[i] != i;
        for (uint32_t h = i + 1; h < n && !shared; h++) shared = group[h] == i;
        alike += shared;
    }
    return alike;
}

typedef struct Space { uint8_t *x; uint32_t *group; void *scratch; } Space;

static TaskUnit measure_unit(const Frame *frame, const TaskModel *model, const Unit *unit, bool with_groups, const Space *space)
{
    const Battery *battery = model->battery;
    TaskUnit out = { .n = tasks_rows(frame, model, unit, space->x), .mean = NAN, .alarm_item = model->n_items, .alarm_residual = NAN, .alarm_sd = NAN };
    for (int k = 0; k < N_BATTERY; k++) out.value[k] = out.expected[k] = out.p[k] = NAN;
    if (out.n < BATTERY_SMALLEST) return out;
    BatteryFit fit;
    battery_measure(battery, space->x, out.n, space->scratch, &fit);
    out.mean = fit.fit.mean;
    for (int k = 0; k < N_BATTERY; k++) {
        out.value[k] = fit.value[k];
        out.expected[k] = battery_expected(battery, (BatteryStatistic)k, &fit);
        out.p[k] = battery_p(battery, (BatteryStatistic)k, &fit);
    }
    out.alarm_item = (uint16_t)fit.alarm.item;
    if (fit.alarm.item < model->n_items) {
        out.alarm_residual = fit.fit.residual[fit.alarm.item];
        out.alarm_sd = battery_task_sd(battery, fit.alarm.item, out.n);
    }
    out.n_pairs = (uint32_t)fit.pairs.n_pairs;
    if (with_groups) out.n_alike = count_alike(battery, space->x, out.n, fit.pairs.n_pairs, space->group, space->scratch);
    return out;
}

static Space space_of(const Frame *frame, const TaskModel *model, Arena *arena)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < frame->n_schools; i++) most = frame->schools[i].n > most ? frame->schools[i].n : most;
    if (most > TASKS_MOST_WORKS) most = TASKS_MOST_WORKS;
    size_t bytes = battery_scratch_size(most, model->n_items);
    return (Space){ arena_array(arena, uint8_t, (size_t)most * model->n_items), arena_array(arena, uint32_t, most), arena_array(arena, double, bytes / sizeof(double) + 1) };
}

TaskUnit *tasks_measure(const Frame *frame, const TaskModel *model, Arena *arena)
{
    uint32_t n_units = unit_count(frame, true);
    TaskUnit *units = arena_array(arena, TaskUnit, n_units + 1u);
    Space space = space_of(frame, model, arena);
    for (uint32_t i = 0; i < n_units; i++) {
        Unit unit = unit_at(frame, i);
        bool is_whole_school = unit.class_index != NO_CLASS && unit.n == frame->schools[unit.school].n;
        units[i] = is_whole_school ? units[unit.school] : measure_unit(frame, model, &unit, true, &space);
    }
    return units;
}

TaskUnit *tasks_measure_classes(const Frame *frame, const TaskModel *model, Arena *arena)
{
    TaskUnit *units = arena_array(arena, TaskUnit, frame->n_classes + 1u);
    Space space = space_of(frame, model, arena);
    for (uint32_t c = 0; c < frame->n_classes; c++) {
        Unit unit = unit_at(frame, frame->n_schools + c);
        units[c] = measure_unit(frame, model, &unit, false, &space);
    }
    return units;
}

static const TaskModel *model_of(const IndicatorInput *in)
{
    return in->norm != NULL && in->norm->task_model != NULL && in->norm->task_model->battery != NULL && in->frame->score != NULL ? in->norm->task_model : NULL;
}

const TaskUnit *tasks_units(const IndicatorInput *in, Arena *arena)
{
    const TaskModel *model = model_of(in);
    if (model == NULL) return NULL;
    if (in->tasks != NULL) return in->tasks;
    return in->norm_is_own && in->norm->task_units != NULL ? in->norm->task_units : tasks_measure(in->frame, model, arena);
}

static Silence silence_of(const IndicatorInput *in)
{
    if (in->frame->procedure->blueprint->n_tasks == 0) return SILENT_NO_TASKS;
    if (in->norm == NULL) return SILENT_NO_REFERENCE;
    return model_of(in) == NULL ? SILENT_NO_MODEL : SPEAKS;
}

void tasks_values(const IndicatorInput *in, const char *id, BatteryStatistic statistic, Value *values, Arena *arena)
{
    /* the battery turns what is a sign when low round; people are told it as it is usually written */
    double sign = statistic == BATTERY_MISFIT || statistic == BATTERY_EVENNESS || statistic == BATTERY_SAMENESS ? -1 : 1;
    Silence silence = silence_of(in);
    const TaskUnit *units = tasks_units(in, arena);
    for (uint32_t i = 0; i < unit_count(in->frame, true); i++) {
        Unit unit = unit_at(in->frame, i);
        values[i] = unit_value(in, id, &unit, silence);
        if (units == NULL) continue;
        const TaskUnit *seen = &units[i];
        Value *value = &values[i];
        value->extra[EXTRA_EVIDENCE] = seen->n;
        if (seen->n < TASKS_SMALLEST_N) value->silence = SILENT_TOO_FEW;
        else if (isnan(seen->p[statistic])) value->silence = SILENT_NO_SPREAD;
        if (isnan(seen->p[statistic])) continue;
        int which = unit.class_index == NO_CLASS ? TASK_NULL_SCHOOL : TASK_NULL_CLASS;
        MultipleNull null = { in->norm->task_model->null_centre[which][statistic], in->norm->task_model->null_scale[which][statistic] };
        value->p = value->midp = multiple_null_p(multiple_z(seen->p[statistic]), null);
        value->z = multiple_z(value->midp);
        value->value = sign * seen->value[statistic];
        value->expected = sign * seen->expected[statistic];
    }
}

TaskStory tasks_story(const IndicatorInput *in, const Value *value, Arena *arena)
{
    const TaskModel *model = model_of(in);
    BUG_ON(model == NULL);
    Unit unit = unit_of_value(in->frame, value);
    TaskStory story = { .n_items = model->n_items, .items = model->items, .battery = model->battery, .x = arena_array(arena, uint8_t, (size_t)unit.n * model->n_items) };
    story.n = tasks_rows(in->frame, model, &unit, story.x);
    double *scratch = arena_array(arena, double, battery_scratch_size(story.n, model->n_items) / sizeof(double) + 1);
    battery_measure(model->battery, story.x, story.n, scratch, &story.fit);
    return story;
}

Str tasks_label(const Frame *frame, const TaskItem *item, Arena *arena)
{
    Str label = frame->procedure->blueprint->tasks[item->task].label;
    return label.n > 0 ? arena_printf(arena, "№ %.*s", STR_ARG(label)) : arena_printf(arena, "№ %d", item->task + 1);
}

static int by_expected(const void *x, const void *y)
{
    const SignTask *a = x, *b = y;
    if (a->expected > b->expected || a->expected < b->expected) return a->expected > b->expected ? -1 : 1;
    return str_cmp(a->label, b->label);
}

void tasks_picture(const IndicatorInput *in, const TaskStory *story, uint16_t marked, Sign *sign, Arena *arena)
{
    SignTask *tasks = arena_array(arena, SignTask, story->n_items + 1u);
    for (uint16_t j = 0; j < story->n_items; j++) {
        const TaskItem *item = &story->items[j];
        double max = item->points[item->n_steps], sum = 0, residual = story->fit.fit.residual[j] / max, sd = battery_task_sd(story->battery, j, story->n) / max;
        for (uint32_t i = 0; i < story->n; i++) sum += item->points[story->x[(size_t)i * story->n_items + j]];
        double seen = sum / story->n / max, expected = seen - residual;
        Str label = in->frame->procedure->blueprint->tasks[item->task].label;
        tasks[j] = (SignTask){ label.n > 0 ? label : arena_printf(arena, "%d", item->task + 1), seen, expected, fmax(0, expected - 1.96 * sd), fmin(1, expected + 1.96 * sd),
            marked < story->n_items ? j == marked : fabs(residual) > 1.96 * sd };
    }
    qsort(tasks, story->n_items, sizeof *tasks, by_expected);
    sign->picture = PICTURE_TASKS;
    sign->n_tasks = story->n_items;
    sign->tasks = tasks;
}
