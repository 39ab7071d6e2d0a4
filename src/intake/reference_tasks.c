/* The task model of an export. What is let through must be safe to compute from: the null is drawn anew. */
#include <math.h>

#include "base/limits.h"
#include "intake/reference_look_.h"

/* Of partial credit: flatter or steeper items, and steps farther off, tell nothing that a work can show. */
#define SLOPE_LEAST 1e-6
#define SLOPE_MOST  100.0
#define STEP_MOST   1e6
#define EFFECT_MOST 10.0
#define SCALE_MOST  100.0

static uint8_t *read_points(Look *look, const json_t *object, size_t n, unsigned *most)
{
    const double *x = look_numbers(look, object, "points", n, 0, LIMIT_TASK_MAX);
    uint8_t *points = arena_array(look->arena, uint8_t, n);
    for (size_t k = 0; k < n && !look->failed; k++) {
        if (x == NULL || !(x[k] == floor(x[k])) || (k > 0 && !(x[k] > x[k - 1]))) look_wrong(look, "points", "нужны растущие целые числа");
        else points[k] = (uint8_t)x[k];
    }
    if (!look->failed) *most = points[n - 1];
    return points;
}

static void read_item(Look *look, const json_t *object, uint16_t n_tasks, TaskItem *out, double *effect, double *effect_large, unsigned *most)
{
    size_t n = json_array_size(json_object_get(object, "steps"));
    if (n < 1 || n > LIMIT_TASK_MAX) {
        look_wrong(look, "steps", "не та длина ряда");
        return;
    }
    const double *step = look_numbers(look, object, "steps", n, -STEP_MOST, STEP_MOST);
    for (size_t k = 0; k < n && !look->failed; k++)
        if (step == NULL || isnan(step[k])) look_wrong(look, "steps", "в ряду не то число");
    out->n_steps = (uint8_t)n;
    out->step = step;
    out->task = (uint16_t)look_whole(look, object, "task", 0, n_tasks - 1u);
    out->slope = look_needed(look, object, "slope", SLOPE_LEAST, SLOPE_MOST);
    out->points = read_points(look, object, n + 1, most);
    *effect = look_needed(look, object, "effect", 0, EFFECT_MOST);
    *effect_large = look_needed(look, object, "effect_large", 0, EFFECT_MOST);
}

static void read_items(Look *look, const json_t *list, uint16_t n_tasks, TaskModel *out)
{
    size_t n = json_array_size(list);
    if (n == 0 || n > n_tasks) {
        look_wrong(look, "items", "не та длина ряда");
        return;
    }
    TaskItem *items = arena_array(look->arena, TaskItem, n);
    double *effect = arena_array(look->arena, double, 2 * n), *effect_large = effect + n;
    unsigned total = 0;
    for (size_t i = 0; i < n && !look->failed; i++) {
        unsigned most = 0;
        read_item(look, json_array_get(list, i), n_tasks, &items[i], &effect[i], &effect_large[i], &most);
        total += most;
        if (i > 0 && items[i].task <= items[i - 1].task) look_wrong(look, "task", "номера заданий не растут");
    }
    if (total > TASK_TOTALS) look_wrong(look, "points", "слишком много баллов");
    out->n_items = (uint16_t)n;
    out->items = items;
    out->effect = effect;
    out->effect_large = effect_large;
}

static uint64_t read_seed(Look *look, const json_t *object)
{
    Str digits = look_text(look, object, "seed");
    uint64_t seed = 0;
    if (digits.n != 16) look_wrong(look, "seed", "нужно 16 шестнадцатеричных цифр");
    for (size_t i = 0; i < digits.n && !look->failed; i++) {
        char c = digits.at[i];
        if (c >= '0' && c <= '9') seed = seed << 4 | (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f') seed = seed << 4 | (uint64_t)(c - 'a' + 10);
        else look_wrong(look, "seed", "нужно 16 шестнадцатеричных цифр");
    }
    return seed;
}

const TaskModel *look_task_model(Look *look, const json_t *norm, uint16_t n_tasks)
{
    const json_t *object = json_object_get(norm, "task_model"), *null = json_object_get(object, "null");
    if (object == NULL || json_is_null(object)) return NULL;
    if (!json_is_object(object)) return look_wrong(look, "task_model", "нужен объект"), NULL;
    TaskModel *out = arena_one(look->arena, TaskModel);
    out->seed = read_seed(look, object);
    out->effort = look_needed(look, object, "effort", 1, TASK_EFFORT_MOST);
    out->n_works = look_needed(look, object, "n_works", 1, 1e9);
    out->between = look_needed(look, object, "between", 0, 1);
    out->within = look_needed(look, object, "within", 0, 1);
    read_items(look, json_object_get(object, "items"), n_tasks, out);
    for (int which = 0; which < N_TASK_NULLS; which++)
        for (int k = 0; k < TASK_STATISTICS && !look->failed; k++) {
            const json_t *of = json_object_get(json_object_get(null, task_null_names[which]), task_statistic_names[k]);
            out->null_centre[which][k] = look_needed(look, of, "centre", -SCALE_MOST, SCALE_MOST);
            out->null_scale[which][k] = look_needed(look, of, "scale", 1, SCALE_MOST); /* never narrower than chance */
        }
    return out;
}
