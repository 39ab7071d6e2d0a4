/* The norm that schools are compared with. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "conclude/conclude.h"
#include "conclude/norm_.h"

/* What official reports do not tell. Spread between schools: share of variance, middle of .16–.20 (statistics.md D2).
 * Spread of lifting: 8–11 % of schools lie under p = .05 of the relative test (D4), that is a scale of 1.645 / 1.31. */
#define USUAL_BETWEEN_SHARE 0.18
#define USUAL_NULL_SCALE    1.25

Norm *norm_own(const Frame *frame, Arena *of_works, Arena *arena)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    Norm *norm = arena_one(arena, Norm);
    Str schools = number_of(arena, frame->n_schools, "школе", "школам", "школам");
    *norm = (Norm){ .procedure_id = frame->procedure->id, .source = NORM_OWN, .source_text = arena_printf(arena, "по %.*s этих файлов", STR_ARG(schools)), .max = blueprint->max,
        .n_works = frame->n_works, .n_schools = frame->n_schools, .lifting_share = NAN, .lifting_share_low = NAN, .null_scale = 1,
        .of_works = of_works };
    norm_totals(frame, norm, arena);
    double *count = arena_array(arena, double, blueprint->max + 1u);
    for (uint32_t i = 0; i < frame->n_works; i++) count[frame->total[i]]++;
    norm_task_model(frame, norm, arena); /* first: its law of totals is the base of the honest distribution */
    norm_lifting(count, blueprint, frame->n_schools >= NORM_MIN_SCHOOLS, norm, arena);
    norm_tasks(frame, norm, arena);
    norm_journal(frame, norm, arena);
    if (norm->honest != NULL) norm_spread_of_lifting(frame, norm);
    return norm;
}

void norm_forget_works(Norm *norm)
{
    norm->of_works = NULL;
    norm->lifting_tests[0] = norm->lifting_tests[1] = NULL;
    norm->task_units = NULL;
}

static bool known(double x) { return !isnan(x) && x > 0; }

static const Norm *complete_totals(const Norm *reference, const Procedure *procedure, Arena *arena)
{
    const Blueprint *blueprint = procedure->blueprint;
    if (reference->honest != NULL || reference->lumpy == NULL || !known(reference->n_works)) return reference;
    Norm *norm = arena_one(arena, Norm);
    *norm = *reference;
    double *count = arena_array(arena, double, norm->max + 1u), sum = 0, sum2 = 0;
    for (uint16_t t = 0; t <= norm->max; t++) {
        count[t] = norm->n_works * norm->lumpy[t];
        sum += norm->lumpy[t] * t;
        sum2 += norm->lumpy[t] * t * t;
    }
    if (!known(norm->mean)) norm->mean = sum;
    if (!known(norm->sd)) norm->sd = sqrt(sum2 - sum * sum);
    if (!known(norm->within_sd)) {
        norm->within_sd = norm->sd * sqrt(1 - USUAL_BETWEEN_SHARE);
        norm->tau2_mean = norm->sd * norm->sd * USUAL_BETWEEN_SHARE;
    }
    norm_lifting(count, blueprint, true, norm, arena);
    norm->lifting_share = norm->lifting_share_low = NAN;
    norm->null_centre = 0;
    norm->null_scale = USUAL_NULL_SCALE;
    /* how many schools lift is not told by totals; where the whole population moved works for certain, calling each school to account for it would accuse everyone */
    for (uint8_t i = 0; i < norm->n_thresholds; i++) norm->lifting_is_ordinary |= norm->thresholds[i].low > 0;
    return norm;
}

const Norm *norm_complete(const Norm *reference, const Procedure *procedure, Arena *arena)
{
    const Norm *with_totals = complete_totals(reference, procedure, arena);
    if (with_totals->task_model == NULL || with_totals->task_model->battery != NULL) return with_totals;
    Norm *norm = arena_one(arena, Norm);
    *norm = *with_totals;
    norm->task_model = norm_task_model_complete(with_totals->task_model, procedure->blueprint, arena);
    return norm;
}

const Norm *norm_of_these_tasks(const Norm *norm, Norm *own, const Frame *frame, Arena *arena)
{
    TasksFit fit = norm == NULL || norm == own ? TASKS_FIT : norm_tasks_fit(norm, frame);
    if (fit == TASKS_FIT) return norm;
    own->reference_differs = fit == TASKS_OTHER;
    own->reference_partly_differs = fit == TASKS_SOME_DIFFER;
    if (fit == TASKS_OTHER) return own->n_schools >= NORM_MIN_SCHOOLS ? own : NULL;
    Norm *without = arena_one(arena, Norm); /* totals may still be compared, single tasks not */
    *without = *norm;
    without->task_model = own->task_model;
    return without;
}

const Norm *norm_choose(const Norm *own, const Norm *const *references, uint32_t n_references, const Procedure *procedure, Arena *arena)
{
    for (uint32_t i = 0; i < n_references; i++)
        if (str_eq(references[i]->procedure_id, procedure->id) && references[i]->max == procedure->blueprint->max) return norm_complete(references[i], procedure, arena);
    return own->n_schools >= NORM_MIN_SCHOOLS ? own : NULL;
}
