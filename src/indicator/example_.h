/* Small made-up data for the examples that indicators carry. */
#ifndef INDICATOR_EXAMPLE__H
#define INDICATOR_EXAMPLE__H

#include "indicator/indicator.h"

#define EXAMPLE_MAX 20

/* One school of one class «» per row of works; cut-offs 6, 10, 15 of 20. n_schools schools of the same n works each.
 * totals, journal: [n_schools * n]; journal NULL: no journal marks */
Frame *example_frame(uint32_t n_schools, uint32_t n, const uint16_t *totals, const uint8_t *journal, Arena *arena);
/* Honest: share ~ exp(-(t - 12)^2 / 32). lifted: half of the works with 5 points stand at 6. Mean 12, spread between schools 1 point, within 4. */
Norm *example_norm(Arena *arena);
/* values of the indicator's units */
Value *example_values(void (*compute)(const IndicatorInput *in, Value *values, Arena *arena), const Frame *frame, const Norm *norm, Arena *arena);
/* One class of 12 one-point tasks of rising difficulty, and a task model of such classes with its drawn null. */
typedef enum ExampleTasks {
    EXAMPLE_USUAL,         /* 25 works drawn from the model */
    EXAMPLE_HARD_HALF,     /* 25 works with the six hard tasks solved and no easy one */
    EXAMPLE_HARDEST_GIVEN, /* usual, but everybody has the hardest task */
    EXAMPLE_COPIES,        /* usual, but eight works are copies of a middling one */
    EXAMPLE_SEVEN_WORKS,   /* usual, seven works */
    EXAMPLE_NOT_TAUGHT,    /* usual, the first task was not taught */
} ExampleTasks;
/* The value of the class. */
/* The same class, told: the value of its school as a sign. */
Sign example_tasks_sign(const Indicator *indicator, ExampleTasks kind, Arena *arena);
Value example_tasks_value(void (*compute)(const IndicatorInput *in, Value *values, Arena *arena), ExampleTasks kind, Arena *arena);
bool example_near(double x, double expected, double tolerance);

#endif
