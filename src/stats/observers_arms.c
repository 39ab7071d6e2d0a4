/* Observers in three arms: the draw is of schools, and of classes inside them. */
#include <math.h>

#include "base/err.h"
#include "stats/observers.h"
#include "stats/rng.h"

#define STREAM 0x0B5Fu /* of the random numbers: schools and classes */

typedef struct Moment { double n, mean, m2; } Moment;

static void add(Moment *m, double x)
{
    double d = x - m->mean;
    m->n++;
    m->mean += d / m->n;
    m->m2 += d * (x - m->mean);
}

/* Means of the observed classes and of the others: as recorded, or k classes drawn anew. */
static void split(const ObserversClass *class, const ObserversSchool *school, Rng *rng, double value[2])
{
    Moment m[2] = { { 0 } };
    size_t wanted = school->k, left = school->to - school->from;
    for (size_t i = school->from; i < school->to; i++, left--) {
        bool observed = rng != NULL ? wanted > 0 && rng_below(rng, (uint32_t)left) < wanted : class[i].arm == OBSERVERS_SENT;
        wanted -= rng != NULL && observed;
        add(&m[observed ? 0 : 1], class[i].y);
    }
    for (size_t e = 0; e < 2; e++) value[e] = m[e].n > 0 ? m[e].mean : NAN;
}

static size_t stratum_end(const ObserversClass *class, const ObserversSchool *school, size_t n, size_t from)
{
    size_t to = from;
    while (to < n && class[school[to].from].stratum == class[school[from].from].stratum) to++;
    return to;
}

/* Adds a stratum's difference, N_h times, and its variance. */
static void add_stratum(const Moment arm[2], Observers *out)
{
    double n = arm[0].n + arm[1].n, v1 = arm[1].m2 / (arm[1].n - 1) / arm[1].n, v0 = arm[0].m2 / (arm[0].n - 1) / arm[0].n;
    if (!(arm[0].n > 0 && arm[1].n > 0)) {
        out->n_left_out += (size_t)n;
        return;
    }
    out->n += (size_t)n;
    out->n_strata++;
    out->itt += n * (arm[1].mean - arm[0].mean);
    out->se += arm[0].n < 2 || arm[1].n < 2 ? NAN : n * n * (v1 + v0);
}

static void evaluate(const ObserversClass *class, const ObserversSchool *school, size_t n, Rng *rng, Observers out[2])
{
    for (size_t e = 0; e < 2; e++) out[e] = (Observers){ 0 };
    for (size_t from = 0, to; from < n; from = to) {
        Moment arm[2][2] = { { { 0 } } }; /* effect, sent */
        to = stratum_end(class, school, n, from);
        for (size_t s = from; s < to; s++) {
            double value[2];
            split(class, &school[s], rng, value);
            for (size_t e = 0; e < 2; e++) {
                double y = school[s].k > 0 ? value[e] : value[1]; /* a control school has no observed class: all its classes are others */
                if (!isnan(y)) add(&arm[e][school[s].k > 0], y);
            }
        }
        for (size_t e = 0; e < 2; e++) add_stratum(arm[e], &out[e]);
    }
    for (size_t e = 0; e < 2; e++) {
        out[e].itt = out[e].n > 0 ? out[e].itt / (double)out[e].n : NAN;
        out[e].se = out[e].n > 0 ? sqrt(out[e].se) / (double)out[e].n : NAN;
    }
}

static size_t find_schools(const ObserversClass *class, size_t n, ObserversSchool *school)
{
    size_t n_schools = 0;
    for (size_t i = 0; i < n; i++) {
        bool begins = i == 0 || class[i].stratum != class[i - 1].stratum || class[i].school != class[i - 1].school;
        BUG_ON(i > 0 && class[i].stratum < class[i - 1].stratum);
        if (begins) school[n_schools++] = (ObserversSchool){ .from = i };
        school[n_schools - 1].to = i + 1;
        school[n_schools - 1].k += class[i].arm == OBSERVERS_SENT;
        BUG_ON(!begins && (class[i].arm == OBSERVERS_NONE) != (class[i - 1].arm == OBSERVERS_NONE));
    }
    return n_schools;
}

bool observers_arms(const ObserversClass *class, size_t n, uint32_t draws, uint64_t seed, ObserversSchool *school, ObserversArms *out)
{
    BUG_ON(draws == 0);
    size_t n_schools = find_schools(class, n, school);
    Observers found[2], drawn[2];
    uint32_t as_far[2] = { 0 };
    double scale = 0; /* of rounding */
    evaluate(class, school, n_schools, NULL, found);
    if (found[0].n == 0 && found[1].n == 0) return false;
    for (size_t i = 0; i < n; i++) scale = fmax(scale, fabs(class[i].y));
    for (uint32_t draw = 0; draw < draws; draw++) {
        Rng rng = rng_at(seed, draw, STREAM);
        for (size_t from = 0, to; from < n_schools; from = to) {
            to = stratum_end(class, school, n_schools, from);
            for (size_t left = to - from; left > 1; left--) { /* counted down: gcc -O3 cannot tell that to is reached */
                size_t s = to - left, other = s + rng_below(&rng, (uint32_t)left);
                uint32_t k = school[s].k;
                school[s].k = school[other].k;
                school[other].k = k;
            }
        }
        evaluate(class, school, n_schools, &rng, drawn);
        for (size_t e = 0; e < 2; e++) /* a draw that gives no difference counts against a finding */
            as_far[e] += !(fabs(drawn[e].itt) < fabs(found[e].itt) * (1 - 1e-9) - 1e-12 * scale);
    }
    for (size_t e = 0; e < 2; e++) found[e].p_randomisation = found[e].n > 0 ? (1. + as_far[e]) / (1. + draws) : NAN;
    *out = (ObserversArms){ .direct = found[0], .spill_over = found[1] };
    return true;
}
