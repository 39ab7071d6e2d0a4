#include "stats/observers.h"

#include <math.h>

#include "base/err.h"
#include "stats/basic.h"
#include "stats/rmath_.h"
#include "stats/rng.h"

typedef struct Stratum { size_t from, to, n1; double sum, sum1; } Stratum;

static Stratum stratum_at(const ObserversUnit *unit, size_t from, size_t n)
{
    Stratum out = { .from = from, .to = from };
    for (; out.to < n && unit[out.to].stratum == unit[from].stratum; out.to++) {
        const ObserversUnit *u = &unit[out.to];
        out.n1 += u->treated;
        out.sum += u->y;
        if (u->treated) out.sum1 += u->y;
    }
    BUG_ON(out.to < n && unit[out.to].stratum < unit[from].stratum);
    return out;
}

static bool has_both(const Stratum *s) { return s->n1 > 0 && s->n1 < s->to - s->from; }

/* N_h times the difference of means when the treated sum to sum1. */
static double weighted(const Stratum *s, double sum1)
{
    double n = (double)(s->to - s->from), n1 = (double)s->n1;
    return n * (sum1 / n1 - (s->sum - sum1) / (n - n1));
}

static double variance_of(const ObserversUnit *unit, const Stratum *s)
{
    double n = (double)(s->to - s->from), n1 = (double)s->n1, m1 = s->sum1 / n1, m0 = (s->sum - s->sum1) / (n - n1), v1 = 0, v0 = 0;
    if (n1 < 2 || n - n1 < 2) return NAN;
    for (size_t i = s->from; i < s->to; i++) {
        double e = unit[i].y - (unit[i].treated ? m1 : m0);
        *(unit[i].treated ? &v1 : &v0) += e * e;
    }
    return n * n * (v1 / (n1 - 1) / n1 + v0 / (n - n1 - 1) / (n - n1));
}

/* Sum of y of a random n1 of the stratum: the first n1 places of a shuffle. Copies of y in pool are shuffled further and further, which is as good. */
static double draw_sum(const Stratum *s, double *pool, Rng *rng)
{
    size_t n = s->to - s->from;
    double sum = 0;
    for (size_t i = 0; i < s->n1; i++) {
        size_t j = i + rng_below(rng, (uint32_t)(n - i));
        double y = pool[s->from + j];
        pool[s->from + j] = pool[s->from + i];
        pool[s->from + i] = y;
        sum += y;
    }
    return sum;
}

bool observers_effect(const ObserversUnit *unit, size_t n, uint32_t draws, uint64_t seed, double *scratch, Observers *out)
{
    BUG_ON(draws == 0);
    Observers found = { 0 };
    double sum = 0, variance = 0;
    for (size_t i = 0; i < n;) {
        Stratum s = stratum_at(unit, i, n);
        i = s.to;
        if (!has_both(&s)) {
            found.n_left_out += s.to - s.from;
            continue;
        }
        found.n += s.to - s.from;
        found.n_strata++;
        sum += weighted(&s, s.sum1);
        variance += variance_of(unit, &s);
    }
    if (found.n == 0) return false;
    found.itt = sum / (double)found.n;
    found.se = sqrt(variance) / (double)found.n;
    uint32_t as_far = 0;
    double scale = 0; /* of rounding */
    for (size_t i = 0; i < n;) {
        Stratum s = stratum_at(unit, i, n);
        for (; i < s.to; i++) scale += fabs(scratch[i] = unit[i].y);
        basic_sort(scratch + s.from, s.to - s.from); /* rows in another order give the same draws */
    }
    for (uint32_t draw = 0; draw < draws; draw++) {
        Rng rng = rng_at(seed, draw, 0x0B5E);
        double total = 0;
        for (size_t i = 0; i < n;) {
            Stratum s = stratum_at(unit, i, n);
            i = s.to;
            if (has_both(&s)) total += weighted(&s, draw_sum(&s, scratch, &rng));
        }
        as_far += fabs(total) >= fabs(sum) * (1 - 1e-9) - 1e-12 * scale;
    }
    found.p_randomisation = (1. + as_far) / (1. + draws);
    *out = found;
    return true;
}

Interval observers_between(const ObserversUnit *unit, size_t n, double confidence)
{
    BUG_ON(!(confidence > 0 && confidence < 1));
    double all = 0, sum = 0, n_strata = 0, spread = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n;) {
            Stratum s = stratum_at(unit, i, n);
            i = s.to;
            if (!has_both(&s)) continue;
            double size = (double)(s.to - s.from), difference = weighted(&s, s.sum1) / size;
            if (pass == 0) {
                all += size;
                sum += size * difference;
                n_strata++;
            } else {
                double e = size / all * (difference - sum / all);
                spread += e * e;
            }
        }
    if (n_strata == 0) return (Interval){ NAN, NAN, NAN };
    double value = sum / all, half = n_strata < 2 ? NAN : qt(1 - (1 - confidence) / 2, n_strata - 1, 1, 0) * sqrt(n_strata / (n_strata - 1) * spread);
    return (Interval){ value, value - half, value + half };
}
