#include "stats/tampering.h"

#include <math.h>

#include "stats/rmath_.h"
#include "stats/similarity.h"

/* Points of a task at theta. */
typedef struct Points { double mean, variance, slope; } Points;

static Points points_at(const IrtItem *item, double theta)
{
    double p[IRT_CATEGORIES], k_mean = 0;
    Points out = { 0, 0, 0 };
    irt_probabilities(item, theta, p);
    for (size_t k = 0; k <= item->m; k++) {
        out.mean += p[k] * item->points[k];
        k_mean += p[k] * (double)k;
    }
    for (size_t k = 0; k <= item->m; k++) {
        double d = item->points[k] - out.mean;
        out.variance += p[k] * d * d;
        out.slope += item->a * p[k] * d * ((double)k - k_mean);
    }
    return out;
}

static double loglik(const IrtModel *model, const uint8_t *x, double theta)
{
    double sum = 0, log_p[IRT_CATEGORIES];
    for (size_t j = 0; j < model->n_items; j++) {
        if (x[j] == IRT_MISSING) continue;
        irt_log_probabilities(&model->items[j], theta, log_p);
        sum += log_p[x[j]];
    }
    return sum;
}

static double bounded_ml(const IrtModel *model, const uint8_t *x)
{
    return fmin(TAMPERING_THETA, fmax(-TAMPERING_THETA, irt_estimate(model, x, IRT_ML).theta));
}

/* sign(thC - thS) sqrt(2 [l_C(thC) + l_S(thS) - l(th)]) */
static double signed_ratio(const IrtModel *model, const uint8_t *same, const uint8_t *changed, const uint8_t *all, double theta_same)
{
    double theta_changed = bounded_ml(model, changed), theta_all = bounded_ml(model, all);
    double ratio = loglik(model, changed, theta_changed) + loglik(model, same, theta_same) - loglik(model, all, theta_all);
    double root = sqrt(2 * fmax(0, ratio));
    return theta_changed >= theta_same ? root : -root;
}

void tampering_work(const IrtModel *model, const uint8_t *first, const uint8_t *final, double given, TamperingWork *out)
{
    uint8_t same[LIMIT_TASKS], changed[LIMIT_TASKS], all[LIMIT_TASKS];
    double q[LIMIT_TASKS], scratch[LIMIT_TASKS + 1];
    size_t n_q = 0;
    *out = (TamperingWork){ .theta = given, .l = NAN, .gbt = NAN };
    for (size_t j = 0; j < model->n_items; j++) {
        bool known = first[j] != IRT_MISSING && final[j] != IRT_MISSING, differs = known && first[j] != final[j];
        same[j] = known && !differs ? final[j] : IRT_MISSING;
        changed[j] = differs ? final[j] : IRT_MISSING;
        all[j] = known ? final[j] : IRT_MISSING;
        out->n_same += known && !differs;
        out->n_changed += differs;
        out->gained += differs && final[j] > first[j];
        out->lost += differs && final[j] < first[j];
    }
    if (isnan(given) && out->n_same > 0) out->theta = bounded_ml(model, same);
    if (isnan(out->theta) || out->n_changed == 0) return;
    for (size_t j = 0; j < model->n_items; j++) {
        const IrtItem *item = &model->items[j];
        if (same[j] != IRT_MISSING) out->information += irt_moments(item, out->theta).information;
        if (changed[j] == IRT_MISSING) continue;
        Points points = points_at(item, out->theta);
        out->sum += item->points[changed[j]];
        out->expected += points.mean;
        out->variance += points.variance;
        out->slope += points.slope;
        if (item->m == 1) q[n_q++] = (points.mean - item->points[0]) / (item->points[1] - item->points[0]);
    }
    if (n_q == out->n_changed) out->gbt = similarity_gbt(q, n_q, out->gained, scratch);
    if (out->n_same > 0) out->l = signed_ratio(model, same, changed, all, bounded_ml(model, same));
}

TamperingEdi tampering_edi(const TamperingWork *works, size_t n)
{
    TamperingEdi out = { 0, 0, NAN, NAN, NAN };
    double over = 0, variance = 0, own = 0;
    for (size_t i = 0; i < n; i++) {
        if (works[i].n_changed == 0 || isnan(works[i].theta)) continue;
        out.n_works++;
        out.n_changed += works[i].n_changed;
        over += works[i].sum - works[i].expected;
        variance += works[i].variance;
        own += works[i].information > 0 ? works[i].slope * works[i].slope / works[i].information : INFINITY;
    }
    if (!(variance > 1e-300)) return out;
    out.edi = over / sqrt(variance);
    out.edi_corrected = (over + TAMPERING_CONTINUITY) / sqrt(variance);
    if (isfinite(own)) out.edi_ts = over / sqrt(variance + own);
    return out;
}

double tampering_p(double z) { return isnan(z) ? NAN : pnorm(z, 0, 1, 0, 0); }
