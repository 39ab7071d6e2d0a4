/* Units of a frame (schools, then classes) and what every indicator does with them. */
#ifndef INDICATOR_UNIT__H
#define INDICATOR_UNIT__H

#include "indicator/indicator.h"

/* Works first .. first + n of a frame: a school or a class. */
typedef struct Unit {
    uint32_t first, n;
    uint32_t org;
    uint32_t school;      /* index into Frame.schools */
    uint32_t class_index; /* NO_CLASS for a school */
} Unit;

uint32_t unit_count(const Frame *frame, bool with_classes);
/* Schools first, then classes. */
Unit unit_at(const Frame *frame, uint32_t i);
/* The unit that a value speaks of. */
Unit unit_of_value(const Frame *frame, const Value *value);
/* count[max + 1], zeroed before. */
void unit_histogram(const Frame *frame, const Unit *unit, uint32_t *count);
double unit_mean(const Frame *frame, const Unit *unit);
/* A value that says nothing yet: identity filled in, numbers NaN. */
Value unit_value(const IndicatorInput *in, const char *indicator, const Unit *unit, Silence silence);

/* «от 3 до 9»; empty when either is NaN. */
Str unit_range(Arena *arena, double low, double high, int decimals);
/* One more fact; room for UNIT_FACTS. */
enum { UNIT_FACTS = 4 };
void unit_fact(Sign *sign, const char *name, Str value, Str rest, Arena *arena);

/* Upper tail of the standard normal. */
double unit_upper_p(double z);

#endif
