#include "indicator/unit_.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

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

Unit unit_of_value(const Frame *frame, const Value *value)
{
    if (value->class_index != NO_CLASS) return unit_at(frame, frame->n_schools + value->class_index);
    uint32_t from = 0, to = frame->n_schools; /* schools of a frame rise by org, as codes do: a season asks too often to go over them one by one */
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (frame->schools[middle].org < value->org) from = middle + 1;
        else to = middle;
    }
    BUG_ON(from == frame->n_schools || frame->schools[from].org != value->org);
    return unit_at(frame, from);
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

Str unit_range(Arena *arena, double low, double high, int decimals)
{
    if (!isfinite(low) || !isfinite(high)) return STR_EMPTY;
    Str from = number_dec(arena, low, decimals), to = number_dec(arena, high, decimals);
    return arena_printf(arena, "от %.*s до %.*s", STR_ARG(from), STR_ARG(to));
}

void unit_fact(Sign *sign, const char *name, Str value, Str rest, Arena *arena)
{
    BUG_ON(sign->n_facts == UNIT_FACTS);
    SignFact *facts = arena_array(arena, SignFact, UNIT_FACTS);
    if (sign->n_facts > 0) memcpy(facts, sign->facts, sign->n_facts * sizeof *facts);
    facts[sign->n_facts++] = (SignFact){ str_of(name), value, rest };
    sign->facts = facts;
}

double unit_upper_p(double z) { return 0.5 * erfc(z / sqrt(2)); }

bool indicator_counts(const Indicator *indicator, const Norm *norm)
{
    if (indicator->role != ROLE_SIGN && indicator->role != ROLE_SUPPORT) return false;
    if (indicator->family != FAMILY_THRESHOLD) return true;
    bool has_model = norm != NULL && norm->honest != NULL;
    return indicator->honest_only != (!has_model || norm->lifting_is_ordinary);
}

const Indicator *indicator_find(Str id)
{
    for (const Indicator *const *at = indicator_registry; *at != NULL; at++)
        if (str_eq(str_of((*at)->id), id)) return *at;
    return NULL;
}
