/* Maximum-likelihood, weighted-likelihood and maximum-a-posteriori estimates of one work. */
#include <math.h>

#include "base/err.h"
#include "stats/irt.h"

typedef struct Equation { double value, information; } Equation;

/* Score equation at theta and the information of the answered tasks (with the prior's for MAP). */
static Equation evaluate(const IrtModel *model, const uint8_t *x, IrtEstimate how, double theta)
{
    double value = 0, information = 0, bias = 0;
    for (size_t j = 0; j < model->n_items; j++) {
        if (x[j] == IRT_MISSING) continue;
        const IrtItem *item = &model->items[j];
        IrtMoments at = irt_moments(item, theta);
        value += item->a * ((double)x[j] - at.e);
        information += at.information;
        bias += item->a * item->a * item->a * at.mu3;
    }
    if (how == IRT_MAP) {
        double precision = 1 / (model->sd * model->sd);
        return (Equation){ value - precision * theta, information + precision };
    }
    /* far out both bias and information vanish, their ratio does not */
    if (how == IRT_WLE && information > 0) value += bias / (2 * information);
    return (Equation){ value, information };
}

/* ML of all lowest or all highest categories (in the direction of each slope) is not finite. */
static double ml_is_infinite(const IrtModel *model, const uint8_t *x)
{
    bool low = true, high = true;
    for (size_t j = 0; j < model->n_items; j++) {
        if (x[j] == IRT_MISSING || model->items[j].a == 0) continue;
        bool up = model->items[j].a > 0;
        low &= x[j] == (up ? 0 : model->items[j].m);
        high &= x[j] == (up ? model->items[j].m : 0);
    }
    return low ? -INFINITY : high ? INFINITY : 0;
}

/* Where steps of half a deviation from 0 first meet a change of sign, both ways at once: of several roots of WLE the one nearest the middle. */
static bool bracket(const IrtModel *model, const uint8_t *x, IrtEstimate how, double *low, double *high)
{
    double start = evaluate(model, x, how, 0).value, width = .5, from = 0;
    double direction = start > 0 ? 1 : -1;
    for (int i = 0; i < 60; i++) {
        double to = from + direction * width;
        if (fabs(to) > 200 * fmax(1, model->sd)) return false;
        if (evaluate(model, x, how, to).value * direction <= 0) {
            *low = fmin(from, to);
            *high = fmax(from, to);
            return true;
        }
        from = to;
        if (i > 20) width *= 1.3;
    }
    return false;
}

IrtScore irt_estimate(const IrtModel *model, const uint8_t *x, IrtEstimate how)
{
    size_t n_answered = 0;
    for (size_t j = 0; j < model->n_items; j++) n_answered += x[j] != IRT_MISSING;
    if (n_answered == 0) return how == IRT_MAP ? (IrtScore){ 0, model->sd } : (IrtScore){ NAN, NAN };
    double infinite = how == IRT_ML ? ml_is_infinite(model, x) : 0, low, high;
    if (infinite != 0) return (IrtScore){ infinite, NAN };
    if (!bracket(model, x, how, &low, &high)) return (IrtScore){ NAN, NAN };
    double theta = (low + high) / 2;
    for (int i = 0; i < 100; i++) {
        Equation at = evaluate(model, x, how, theta);
        if (at.value > 0) low = theta;
        else high = theta;
        double next = theta + at.value / at.information;
        if (!(next > low && next < high)) next = (low + high) / 2;
        double step = fabs(next - theta);
        theta = next;
        if (step <= 1e-12 * (1 + fabs(theta))) break;
    }
    return (IrtScore){ theta, 1 / sqrt(evaluate(model, x, how, theta).information) };
}
