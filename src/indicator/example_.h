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
bool example_near(double x, double expected, double tolerance);

#endif
