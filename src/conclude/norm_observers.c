/* What observers change inside a school: observed classes against its other classes (statistics.md A10). */
#include <math.h>

#include "conclude/conclude.h"
#include "conclude/norm_.h"
#include "stats/observers.h"

#define CLASS_MIN_WORKS 5u  /* the mean of fewer pupils is their own luck */
#define MIN_SCHOOLS     5u  /* fewer differences give no interval */
#define DRAWS           2000u

static double share_of(const Frame *frame, const ClassSpan *class, double max)
{
    double sum = 0;
    for (uint32_t w = class->first; w < class->first + class->n; w++) sum += frame->total[w];
    return sum / (class->n * max);
}

static double passed_of(const Frame *frame, const ClassSpan *class, uint16_t cutoff)
{
    uint32_t passed = 0;
    for (uint32_t w = class->first; w < class->first + class->n; w++) passed += frame->total[w] >= cutoff;
    return (double)passed / class->n;
}

static void measure(const ObserversUnit *units, size_t n, double *scratch, uint32_t n_schools, double out[4])
{
    Observers drawn;
    Interval interval = observers_between(units, n, 0.95);
    out[0] = interval.value;
    out[1] = n_schools >= MIN_SCHOOLS ? interval.low : NAN;
    out[2] = n_schools >= MIN_SCHOOLS ? interval.high : NAN;
    out[3] = observers_effect(units, n, DRAWS, NORM_SEED, scratch, &drawn) ? drawn.p_randomisation : NAN;
}

const ObserversEffect *norm_observers(const Frame *frame, const bool *is_anchor, Arena *arena)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    ObserversUnit *share = arena_array(arena, ObserversUnit, frame->n_classes + 1u), *pass = arena_array(arena, ObserversUnit, frame->n_classes + 1u);
    ObserversEffect *effect = arena_one(arena, ObserversEffect);
    size_t n = 0;
    for (uint32_t s = 0; s < frame->n_schools; s++) {
        const SchoolSpan *school = &frame->schools[s];
        size_t first = n;
        uint32_t observed = 0;
        for (uint32_t c = school->class_first; c < school->class_first + school->n_classes; c++) {
            const ClassSpan *class = &frame->classes[c];
            if (class->n < CLASS_MIN_WORKS) continue;
            share[n] = (ObserversUnit){ .stratum = s, .treated = is_anchor[c], .y = share_of(frame, class, blueprint->max) };
            pass[n] = (ObserversUnit){ .stratum = s, .treated = is_anchor[c], .y = blueprint->cutoffs_known ? passed_of(frame, class, blueprint->cutoff[0]) : 0 };
            observed += is_anchor[c];
            n++;
        }
        uint32_t other = (uint32_t)(n - first) - observed;
        if (observed == 0 || other == 0) {
            n = first;
            continue;
        }
        effect->n_schools++;
        effect->n_observed += observed;
        effect->n_other += other;
    }
    if (n == 0) return NULL;
    double *scratch = arena_array(arena, double, n), told[4];
    measure(share, n, scratch, effect->n_schools, told);
    effect->share = told[0], effect->share_low = told[1], effect->share_high = told[2], effect->share_p = told[3];
    measure(pass, n, scratch, effect->n_schools, told);
    for (int i = 0; i < 4 && !blueprint->cutoffs_known; i++) told[i] = NAN;
    effect->pass = told[0], effect->pass_low = told[1], effect->pass_high = told[2], effect->pass_p = told[3];
    return effect;
}
