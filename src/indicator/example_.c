#include "indicator/example_.h"

#include <math.h>

Frame *example_frame(uint32_t n_schools, uint32_t n, const uint16_t *totals, const uint8_t *journal, Arena *arena)
{
    Blueprint *blueprint = arena_one(arena, Blueprint);
    *blueprint = (Blueprint){ .subject = STR("Математика"), .max = EXAMPLE_MAX, .cutoffs_known = true, .cutoff = { 6, 10, 15 } };
    Procedure *procedure = arena_one(arena, Procedure);
    *procedure = (Procedure){ .id = STR("2021-4-математика"), .year = 2021, .grade = 4, .subject = STR("Математика"), .title = STR("Математика, 4 класс, 2021"), .blueprint = blueprint };
    SchoolSpan *schools = arena_array(arena, SchoolSpan, n_schools);
    ClassSpan *classes = arena_array(arena, ClassSpan, n_schools);
    uint8_t *mark = arena_array(arena, uint8_t, (size_t)n_schools * n);
    for (uint32_t i = 0; i < n_schools; i++) {
        schools[i] = (SchoolSpan){ .org = i, .first = i * n, .n = n, .class_first = i, .n_classes = 1 };
        classes[i] = (ClassSpan){ .label = STR_EMPTY, .school = i, .first = i * n, .n = n };
    }
    for (uint32_t i = 0; i < n_schools * n; i++) mark[i] = (uint8_t)blueprint_mark(blueprint, totals[i]);
    Frame *frame = arena_one(arena, Frame);
    *frame = (Frame){ .procedure = procedure, .n_works = n_schools * n, .n_schools = n_schools, .n_classes = n_schools, .schools = schools, .classes = classes,
        .total = totals, .journal = journal != NULL ? journal : arena_array(arena, uint8_t, (size_t)n_schools * n), .mark = mark };
    return frame;
}

Norm *example_norm(Arena *arena)
{
    double *honest = arena_array(arena, double, EXAMPLE_MAX + 1), *lifted = arena_array(arena, double, EXAMPLE_MAX + 1), *b = arena_array(arena, double, EXAMPLE_MAX + 1);
    double sum = 0;
    for (int t = 0; t <= EXAMPLE_MAX; t++) sum += honest[t] = exp(-(t - 12.0) * (t - 12.0) / 32);
    for (int t = 0; t <= EXAMPLE_MAX; t++) {
        lifted[t] = honest[t] /= sum;
        b[t] = 0.4 * (t - 12);
    }
    lifted[6] += lifted[5] / 2;
    lifted[5] /= 2;
    Norm *norm = arena_one(arena, Norm);
    *norm = (Norm){ .procedure_id = STR("2021-4-математика"), .max = EXAMPLE_MAX, .n_works = 20000, .n_schools = 600, .mean = 12, .sd = 4.1, .tau2_mean = 1, .within_sd = 4,
        .lumpy = lifted, .honest = honest, .lifted = lifted, .null_scale = 1,
        .journal = { .known = true, .n = 20000, .lowered = 0.2, .confirmed = 0.66, .raised = 0.14, .a = { -4, -1, 2 }, .b = b, .tau2 = 0.25 } };
    return norm;
}

Value *example_values(void (*compute)(const IndicatorInput *in, Value *values, Arena *arena), const Frame *frame, const Norm *norm, Arena *arena)
{
    Value *values = arena_array(arena, Value, frame->n_schools + frame->n_classes);
    IndicatorInput in = { .frame = frame, .norm = norm };
    compute(&in, values, arena);
    return values;
}

bool example_near(double x, double expected, double tolerance) { return fabs(x - expected) <= tolerance; }
