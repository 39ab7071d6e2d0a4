#include "indicator/unit_.h"

#include <math.h>
#include <string.h>

uint32_t unit_count(const Frame *frame, bool with_classes)
{
    return frame->n_schools + (with_classes ? frame->n_classes : 0);
}

Unit unit_at(const Frame *frame, uint32_t i)
{
    if (i < frame->n_schools) {
        const SchoolSpan *school = &frame->schools[i];
        return (Unit){ .first = school->first, .n = school->n, .org = school->org, .school = i, .class_index = NO_CLASS };
    }
    uint32_t class_index = i - frame->n_schools;
    BUG_ON(class_index >= frame->n_classes);
    const ClassSpan *span = &frame->classes[class_index];
    return (Unit){ .first = span->first, .n = span->n, .org = frame->schools[span->school].org, .school = span->school, .class_index = class_index };
}

void unit_histogram(const Frame *frame, const Unit *unit, uint32_t *count)
{
    memset(count, 0, sizeof *count * (frame->procedure->blueprint->max + 1u));
    for (uint32_t i = unit->first; i < unit->first + unit->n; i++) count[frame->total[i]]++;
}

double unit_mean(const Frame *frame, const Unit *unit)
{
    uint64_t sum = 0;
    for (uint32_t i = unit->first; i < unit->first + unit->n; i++) sum += frame->total[i];
    return (double)sum / unit->n;
}

Value unit_value(const IndicatorInput *in, const char *indicator, const Unit *unit, Silence silence)
{
    Value value = { .indicator = indicator, .procedure = in->procedure, .org = unit->org, .class_index = unit->class_index, .n = unit->n, .silence = silence,
        .value = NAN, .low = NAN, .high = NAN, .expected = NAN, .p = NAN, .midp = NAN, .z = NAN, .q = NAN };
    for (size_t i = 0; i < sizeof value.extra / sizeof *value.extra; i++) value.extra[i] = NAN;
    return value;
}

double unit_upper_p(double z) { return 0.5 * erfc(z / sqrt(2)); }

const Indicator *indicator_find(Str id)
{
    for (const Indicator *const *at = indicator_registry; *at != NULL; at++)
        if (str_eq(str_of((*at)->id), id)) return *at;
    return NULL;
}
