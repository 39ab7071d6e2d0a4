/* Threshold tests of schools as they come, for whoever estimates how schools differ in lifting. */
#ifndef INDICATOR_THRESHOLD_H
#define INDICATOR_THRESHOLD_H

#include "indicator/indicator.h"

typedef enum ThresholdKind {
    THRESHOLD_HONEST, /* against the honest distribution */
    THRESHOLD_LIFTED, /* against the region's own practice, beyond its spread; without a norm: against the other schools of the data */
} ThresholdKind;

/* values[n_schools], before the spread of lifting is taken off. in: norm of these very works with honest and lifted, cut-offs known */
void threshold_tests(const Frame *frame, const Norm *norm, ThresholdKind kind, Value *values, Arena *arena);

#endif
