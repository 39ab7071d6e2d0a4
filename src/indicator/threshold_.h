/* What the two threshold indicators share: the exact conditional test of a school or class against a distribution moved to its level. */
#ifndef INDICATOR_THRESHOLD__H
#define INDICATOR_THRESHOLD__H

#include "indicator/threshold.h"
#include "indicator/unit_.h"

/* extra[] of both threshold indicators */
enum {
    THRESHOLD_EVIDENCE = EXTRA_EVIDENCE, /* works inside the windows of all cut-offs */
    THRESHOLD_MARK,           /* mark (3, 4, 5) whose cut-off adds most */
    THRESHOLD_BELOW,          /* works one or two points short of that cut-off */
    THRESHOLD_BELOW_EXPECTED,
    THRESHOLD_ABOVE,          /* works on it and one point above */
    THRESHOLD_ABOVE_EXPECTED,
};

/* The story names one cut-off; the value, its limits and p are of all of them. */
#define THRESHOLD_TOGETHER " Остальные числа — по всем порогам работы вместе."

/* Fills schools, then classes.
 * out  value: works moved (net, not below 0) with 95 % limits (NaN without a norm); expected: 0;
 *      midp also where n is too small to speak alone (silence TOO_FEW), for pooling over works */
void threshold_compute(const IndicatorInput *in, const char *id, ThresholdKind kind, Value *values, Arena *arena);

/* Facts and picture of a sign. in: title and text are filled by the caller. */
void threshold_show(const IndicatorInput *in, const Value *value, ThresholdKind kind, Arena *arena, Sign *sign);
/* «Всплеск на пороге отметки «3»» */
Str threshold_title(const Value *value, const char *tail, Arena *arena);
/* «За 1–2 балла до порога «3» — 1 работа, ожидали 5,8; на нём и баллом выше — 14, ожидали 6,8» */
Str threshold_counts(const Value *value, Arena *arena);

#endif
