/* What single tasks are like in a population: a partial credit model fitted to a sample of works, and how honest units differ in tasks (statistics.md A0, A11). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "conclude/norm_.h"
#include "indicator/tasks.h"
#include "stats/multiple.h"

#define LEAST_TASKS   10u    /* statistics.md A4: patterns of fewer tells too little */
#define LEAST_WORKS   500u
#define SAMPLE        10000u /* works that a model is fitted to: steps are known to .03 then, and more would cost more than it tells */
#define SAMPLE_CLASS  5u     /* at most so many of a class, while there are classes enough: one bad class must not teach the model */
#define LEAST_BETWEEN 0.1
#define EFFORT_UNITS  5000.0 /* more units ask for finer tails: the null is drawn for so many at the usual effort */
#define ODD_P         0.01   /* classes beyond it in the first round do not teach the model in the second */

/* How much is spent on a round. */
typedef struct Effort { double sample, tolerance, drawn; } Effort;
static const Effort first_round = { 4000, 1e-3, 0.3 }; /* to set odd classes aside */

_Static_assert(TASK_STATISTICS == N_BATTERY, "the norm keeps an empirical null for each statistic of the battery");
_Static_assert(TASK_TOTALS == BATTERY_TOTALS, "a model that is read must be one that can be drawn");

/* Works to fit to: every so many-th of each class; odd: classes to leave out, NULL = none. */
static uint32_t *sample_of(const Frame *frame, const bool *odd, double most, uint32_t *n_out, Arena *arena)
{
    uint32_t *works = arena_array(arena, uint32_t, frame->n_works + 1u), n = 0;
    double share = fmin(1, most / frame->n_works);
    for (uint32_t c = 0; c < frame->n_classes; c++) {
        const ClassSpan *span = &frame->classes[c];
        if (odd != NULL && odd[c]) continue;
        double wanted = fmax(fmin(span->n, SAMPLE_CLASS), ceil(span->n * share));
        if ((double)frame->n_classes * SAMPLE_CLASS > most) wanted = fmin(wanted, ceil(most / frame->n_classes));
        for (uint32_t i = 0; i < (uint32_t)wanted; i++) works[n++] = span->first + (uint32_t)(i * (double)span->n / wanted);
    }
    *n_out = n;
    return works;
}

/* Items whose points vary in the sample; categories are scores that were reached. */
static uint16_t choose_items(const Frame *frame, const uint32_t *works, uint32_t n, IrtItem *items, uint16_t *task)
{
    uint16_t n_items = 0;
    for (uint16_t j = 0; j < frame->procedure->blueprint->n_tasks; j++) {
        const uint8_t *score = frame_task(frame, j);
        double count[IRT_CATEGORIES] = { 0 };
        for (uint32_t i = 0; i < n; i++)
            if (score[works[i]] != SCORE_NOT_TAUGHT) count[score[works[i]] <= LIMIT_TASK_MAX ? score[works[i]] : 0]++;
        if (irt_item_recode(count, &items[n_items])) task[n_items++] = j;
    }
    return n_items;
}

static int by_bytes(const void *a, const void *b, void *n) { return memcmp(a, b, *(const size_t *)n); }

static bool fit_items(const Frame *frame, const uint32_t *works, uint32_t n, IrtItem *items, const uint16_t *task, uint16_t n_items, double tolerance, Arena *arena)
{
    uint8_t *x = arena_array(arena, uint8_t, (size_t)n * n_items);
    for (uint16_t j = 0; j < n_items; j++) {
        const uint8_t *score = frame_task(frame, task[j]);
        for (uint32_t i = 0; i < n; i++) {
            uint8_t s = score[works[i]];
            x[(size_t)i * n_items + j] = s == SCORE_NOT_TAUGHT ? IRT_MISSING : irt_category(&items[j], s <= LIMIT_TASK_MAX ? s : 0);
        }
    }
    /* in an order of their own: the fit sums in single precision, and a school's code must not move a sixth digit */
    qsort_r(x, n, n_items, by_bytes, &(size_t){ n_items });
    IrtOptions options = { .kind = IRT_GPCM, .prior_sd = 0.5, .tolerance = tolerance };
    IrtFit fit;
    return irt_fit(x, n, items, n_items, &options, arena_array(arena, double, irt_fit_scratch_size(items, n_items)), &fit) && isfinite(fit.loglik);
}

static const TaskItem *keep_items(const IrtItem *items, const uint16_t *task, uint16_t n_items, Arena *arena)
{
    TaskItem *kept = arena_array(arena, TaskItem, n_items);
    for (uint16_t j = 0; j < n_items; j++) {
        double *step = arena_array(arena, double, items[j].m);
        uint8_t *points = arena_array(arena, uint8_t, items[j].m + 1u);
        for (uint8_t k = 0; k < items[j].m; k++) step[k] = items[j].b[k];
        for (uint8_t k = 0; k <= items[j].m; k++) points[k] = items[j].points[k];
        kept[j] = (TaskItem){ task[j], items[j].a, items[j].m, step, points };
    }
    return kept;
}

static const IrtItem *irt_items(const TaskModel *model, Arena *arena)
{
    IrtItem *items = arena_array(arena, IrtItem, model->n_items);
    for (uint16_t j = 0; j < model->n_items; j++) {
        items[j] = (IrtItem){ .a = model->items[j].slope, .m = model->items[j].n_steps };
        for (uint8_t k = 0; k < items[j].m; k++) items[j].b[k] = model->items[j].step[k];
        for (uint8_t k = 0; k <= items[j].m; k++) items[j].points[k] = model->items[j].points[k];
    }
    return items;
}

static Battery *begin(const TaskModel *model, Arena *arena)
{
    Battery *battery = arena_one(arena, Battery);
    IrtModel irt = { model->n_items, irt_items(model, arena), 1 };
    return irt_max_total(&irt) <= BATTERY_TOTALS && battery_begin(&irt, arena_array(arena, double, battery_size(&irt)), battery) ? battery : NULL;
}

static void draw(TaskModel *model, Battery *battery, double effort)
{
    model->effort = effort;
    BatteryPopulation population = { model->between, model->within, model->effect, model->effect_large };
    Arena *own = arena_new(0); /* the draws themselves are not kept */
    battery_draw(battery, &population, model->seed, effort, arena_array(own, double, battery_draw_scratch_size(&battery->model, effort) / sizeof(double) + 1));
    arena_free(own);
    model->battery = battery;
}

Residuals norm_task_residuals(const Frame *frame, const TaskModel *model, const Battery *battery, ResidualsOf of, Arena *arena)
{
    uint32_t from = of.schools ? 0 : frame->n_schools, to = of.schools ? frame->n_schools : unit_count(frame, true), most = 1;
    for (uint32_t i = 0; i < frame->n_schools; i++) most = frame->schools[i].n > most ? frame->schools[i].n : most;
    size_t cells = (size_t)(to - from) * model->n_items + 1;
    uint8_t *x = arena_array(arena, uint8_t, (size_t)most * model->n_items);
    Residuals out = { .residual = arena_array(arena, double, cells), .se = arena_array(arena, double, cells) };
    for (uint32_t i = from; i < to; i++) {
        Unit unit = unit_at(frame, i);
        if (!of.schools && of.odd != NULL && of.odd[unit.class_index]) continue;
        uint32_t rows = tasks_rows(frame, model, &unit, x);
        if (rows < of.least || rows > of.most) continue;
        ClassFit fit;
        classfit_class(&battery->classfit, x, rows, &fit);
        memcpy(out.residual + (size_t)out.n * model->n_items, fit.residual, model->n_items * sizeof(double));
        memcpy(out.se + (size_t)out.n * model->n_items, fit.se, model->n_items * sizeof(double));
        out.n++;
    }
    return out;
}

/* Residuals of units that are one class, or of larger ones. */
static double *effects_of(const Frame *frame, const TaskModel *model, const Battery *battery, const bool *odd, bool large, const double *otherwise, Arena *arena)
{
    Arena *own = arena_new(0);
    ResidualsOf of = large ? (ResidualsOf){ .schools = true, .least = BATTERY_ONE_CLASS + 1, .most = UINT32_MAX } : (ResidualsOf){ .odd = odd, .least = TASKS_SMALLEST_N, .most = BATTERY_ONE_CLASS };
    Residuals seen = norm_task_residuals(frame, model, battery, of, own);
    uint32_t n = seen.n;
    double *effect = arena_array(arena, double, model->n_items);
    battery_effects(battery, seen.residual, seen.se, n, effect);
    for (uint16_t j = 0; j < model->n_items && n < NORM_MIN_SCHOOLS && otherwise != NULL; j++) effect[j] = otherwise[j]; /* too few to tell */
    arena_free(own);
    if (!large && n < NORM_MIN_SCHOOLS) return effects_of(frame, model, battery, odd, true, effect, arena); /* classes are large here */
    return effect;
}

/* Honest habits that the drawn null does not have (several abilities, teaching by topics) widen the lower half too: the correction is read there. */
static void empirical_null(const Frame *frame, const TaskUnit *units, TaskModel *model)
{
    uint32_t n_units = unit_count(frame, true);
    Arena *own = arena_new(0);
    double *z = arena_array(own, double, (size_t)n_units * 2 + 1);
    for (int which = 0; which < N_TASK_NULLS; which++)
        for (int k = 0; k < N_BATTERY; k++) {
            uint32_t n = 0, from = which == TASK_NULL_SCHOOL ? 0 : frame->n_schools, to = which == TASK_NULL_SCHOOL ? frame->n_schools : n_units;
            for (uint32_t i = from; i < to; i++)
                if (units[i].n >= TASKS_SMALLEST_N && !isnan(units[i].p[k])) z[n++] = multiple_z(units[i].p[k]);
            MultipleNull null = n >= NORM_MIN_SCHOOLS ? multiple_empirical_null(z, n, z + n_units) : (MultipleNull){ 0, 1 };
            model->null_centre[which][k] = null.centre;
            model->null_scale[which][k] = null.scale;
        }
    arena_free(own);
}

/* One round: items, effects, drawn null; NULL when the works do not allow it. */
static TaskModel *estimate(const Frame *frame, const Norm *norm, const bool *odd, Effort effort, Arena *arena)
{
    uint16_t n_tasks = frame->procedure->blueprint->n_tasks, task[LIMIT_TASKS];
    Arena *own = arena_new(0);
    uint32_t n;
    const uint32_t *works = sample_of(frame, odd, effort.sample, &n, own);
    IrtItem *items = arena_array(own, IrtItem, n_tasks);
    uint16_t n_items = choose_items(frame, works, n, items, task);
    TaskModel *model = arena_one(arena, TaskModel);
    bool fits = n >= LEAST_WORKS && n_items >= LEAST_TASKS && fit_items(frame, works, n, items, task, n_items, effort.tolerance, own);
    if (fits) *model = (TaskModel){ .n_items = n_items, .items = keep_items(items, task, n_items, arena), .n_works = n, .seed = str_hash(frame->procedure->id) };
    arena_free(own);
    if (!fits) return NULL;
    double variance = norm->tau2_mean + norm->within_sd * norm->within_sd, share = variance > 0 ? norm->tau2_mean / variance : 0;
    model->between = fmax(LEAST_BETWEEN, sqrt(share));
    model->within = sqrt(1 - model->between * model->between);
    Battery *battery = begin(model, arena);
    if (battery == NULL) return NULL;
    model->effect = effects_of(frame, model, battery, odd, false, NULL, arena);
    model->effect_large = effects_of(frame, model, battery, odd, true, model->effect, arena);
    draw(model, battery, effort.drawn);
    return model;
}

/* Classes that the first round calls odd, by statistics that enter conclusions as signs. */
static bool *odd_classes(const Frame *frame, const TaskModel *model, Arena *arena)
{
    const TaskUnit *units = tasks_measure_classes(frame, model, arena);
    bool *odd = arena_array(arena, bool, frame->n_classes + 1u);
    for (uint32_t c = 0; c < frame->n_classes; c++)
        for (int k = BATTERY_MISFIT; k <= BATTERY_SIMILARITY; k++) odd[c] |= units[c].p[k] < ODD_P;
    return odd;
}

void norm_task_model(const Frame *frame, Norm *norm, Arena *arena)
{
    if (frame->procedure->blueprint->n_tasks < LEAST_TASKS || frame->n_schools < NORM_MIN_SCHOOLS || frame->score == NULL) return;
    Arena *own = arena_new(0);
    const TaskModel *first = estimate(frame, norm, NULL, first_round, own);
    const bool *odd = first != NULL ? odd_classes(frame, first, own) : NULL;
    Effort second = { SAMPLE, 1e-4, fmin(TASK_EFFORT_MOST, fmax(1, unit_count(frame, true) / EFFORT_UNITS)) };
    TaskModel *model = odd != NULL ? estimate(frame, norm, odd, second, arena) : NULL;
    arena_free(own);
    if (model == NULL) return;
    norm->task_units = tasks_measure(frame, model, norm->of_works);
    empirical_null(frame, norm->task_units, model);
    norm->task_model = model;
}

const TaskModel *norm_task_model_complete(const TaskModel *read, const Blueprint *blueprint, Arena *arena)
{
    for (uint16_t j = 0; j < read->n_items; j++) {
        const TaskItem *item = &read->items[j];
        if (item->task >= blueprint->n_tasks || item->points[item->n_steps] > blueprint->tasks[item->task].max) return NULL;
    }
    TaskModel *model = arena_one(arena, TaskModel);
    *model = *read;
    Battery *battery = begin(model, arena);
    if (battery == NULL) return NULL;
    draw(model, battery, read->effort);
    return model;
}
