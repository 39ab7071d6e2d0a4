#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/law_.h"
#include "stats/rmath_.h"

#define MOST_PRODUCTS 6e7

double law_sum_from(const double *law, size_t n, size_t from)
{
    double sum = 0;
    for (size_t i = n; i-- > from;) sum += law[i];
    return fmin(1, sum);
}

static unsigned heaviest(const LawPart *part)
{
    unsigned most = 0;
    for (size_t v = 0; v < part->n_cells; v++)
        if (part->weight[v] > most) most = part->weight[v];
    BUG_ON(most >= LAW_MAX_WEIGHT || part->n_cells > LAW_MAX_CELLS);
    return most;
}

#define TERM(v) (p[v] * (from - part->weight[v])[s])

/* to[low..high] = law after one more work; from has LAW_MAX_WEIGHT zeros before it. One pass for the usual numbers of cells: the convolution is what threshold
 * tests spend their time in. Terms are added in order of cells either way. */
static void add_work(const LawPart *part, const double *restrict from, double *restrict to, size_t low, size_t high)
{
    const double *p = part->p;
    switch (part->n_cells) {
    case 2:
        for (size_t s = low; s <= high; s++) to[s] = TERM(0) + TERM(1);
        return;
    case 5:
        for (size_t s = low; s <= high; s++) to[s] = TERM(0) + TERM(1) + TERM(2) + TERM(3) + TERM(4);
        return;
    case 6:
        for (size_t s = low; s <= high; s++) to[s] = TERM(0) + TERM(1) + TERM(2) + TERM(3) + TERM(4) + TERM(5);
        return;
    default:
        memset(to + low, 0, (high - low + 1) * sizeof *to);
        for (size_t v = 0; v < part->n_cells; v++)
            for (size_t s = low; s <= high; s++) to[s] += TERM(v);
    }
}

#undef TERM

/* passing[d] = P(a work is worth more than d) */
static void passing_of(const LawPart *part, unsigned weight, double *passing)
{
    memset(passing, 0, weight * sizeof *passing);
    for (size_t v = 0; v < part->n_cells; v++)
        for (unsigned d = 0; d < part->weight[v]; d++) passing[d] += part->p[v];
}

/* Sums never fall, so what is past the target is past it for good and is kept as one number; what the works to come cannot lift to it is left out.
 * That leaves half of the whole law or less. */
static void tail_exact(const LawPart *part, size_t n_parts, size_t target, size_t support, double *scratch, LawTail *out)
{
    double *now = scratch + LAW_MAX_WEIGHT, *next = now + target + 1 + LAW_MAX_WEIGHT, past = 0, passing[LAW_MAX_WEIGHT];
    memset(scratch, 0, 2 * (target + 1 + LAW_MAX_WEIGHT) * sizeof *scratch);
    now[0] = 1;
    size_t top = 0, ahead = support; /* top: no sum so far is above, or the target; ahead: most that works to come can add */
    for (size_t i = 0; i < n_parts; i++) {
        unsigned weight = heaviest(&part[i]);
        passing_of(&part[i], weight, passing);
        for (uint32_t work = 0; work < part[i].n; work++) {
            for (size_t d = 0; top + weight > target && d < weight && d <= target; d++) past += now[target - d] * passing[d];
            ahead -= weight;
            top = top + weight < target ? top + weight : target;
            add_work(&part[i], now, next, target > ahead ? target - ahead : 0, top);
            double *swap = now;
            now = next;
            next = swap;
        }
    }
    out->reach = fmin(1, past + now[target]);
    out->exact = now[target];
}

/* Cumulant generating function of the sum and its first two derivatives. */
static void cumulants(const LawPart *part, size_t n_parts, double theta, double *k, double *k1, double *k2)
{
    *k = *k1 = *k2 = 0;
    for (size_t i = 0; i < n_parts; i++) {
        if (part[i].n == 0) continue;
        double shift = theta > 0 ? theta * heaviest(&part[i]) : 0, sum = 0, first = 0, second = 0, n = part[i].n;
        for (size_t v = 0; v < part[i].n_cells; v++) {
            double x = part[i].weight[v], w = part[i].p[v] * exp(theta * x - shift);
            sum += w;
            first += w * x;
            second += w * x * x;
        }
        *k += n * (log(sum) + shift); // cppcheck-suppress invalidFunctionArg  // a part with works has cells
        *k1 += n * first / sum;
        *k2 += n * fmax(0, second / sum - first / sum * (first / sum));
    }
}

/* theta at which the tilted mean is target, strictly inside the support. */
static double saddlepoint(const LawPart *part, size_t n_parts, double target)
{
    double low = -50, high = 50, theta = 0, k, k1, k2;
    for (int step = 0; step < 200; step++) {
        cumulants(part, n_parts, theta, &k, &k1, &k2);
        if (fabs(k1 - target) < 1e-10 * (1 + fabs(target))) break;
        if (k1 < target) low = theta;
        else high = theta;
        double next = k2 > 0 ? theta + (target - k1) / k2 : (low + high) / 2;
        theta = next > low && next < high ? next : (low + high) / 2;
    }
    return theta;
}

static double log_normal_density(double x) { return -x * x / 2 - .5 * log(2 * M_PI); }

static void tail_saddlepoint(const LawPart *part, size_t n_parts, uint64_t s, size_t support, LawTail *out)
{
    double k, k1, k2;
    if (s == 0) {
        out->reach = 1;
        return;
    }
    double target = (double)s - .5, theta = saddlepoint(part, n_parts, target);
    cumulants(part, n_parts, theta, &k, &k1, &k2);
    double w = copysign(sqrt(fmax(0, 2 * (theta * target - k))), theta), u = 2 * sinh(theta / 2) * sqrt(k2);
    if (fabs(w) < 1e-4) out->reach = .5; /* at the mean both formulas lose their digits; the skewness term is below 1 % there */
    else if (w > 8) out->reach = exp(log_normal_density(w)) * (exp(pnorm(w, 0, 1, 0, 1) - log_normal_density(w)) + 1 / u - 1 / w);
    else out->reach = pnorm(w, 0, 1, 0, 0) + exp(log_normal_density(w)) * (1 / u - 1 / w);
    out->reach = fmin(1, fmax(0, out->reach));
    double at = fmin((double)s, (double)support - 1e-6);
    theta = saddlepoint(part, n_parts, at);
    cumulants(part, n_parts, theta, &k, &k1, &k2);
    out->exact = k2 > 0 ? fmin(out->reach, exp(k - theta * at) / sqrt(2 * M_PI * k2)) : 0;
}

LawTail law_tail(const LawPart *part, size_t n_parts, uint64_t s, double *scratch)
{
    LawTail out = { 0 };
    double variance = 0, products = 0, k;
    uint64_t support = 0;
    cumulants(part, n_parts, 0, &k, &out.mean, &variance);
    out.sd = sqrt(variance);
    for (size_t i = 0; i < n_parts; i++) {
        uint64_t more = (uint64_t)part[i].n * heaviest(&part[i]);
        products += (double)part[i].n * ((double)support + (double)more / 2) * (double)part[i].n_cells;
        support += more;
    }
    if (s > support) return out;
    if (support <= LAW_SUPPORT && products <= MOST_PRODUCTS) tail_exact(part, n_parts, (size_t)s, (size_t)support, scratch, &out);
    else tail_saddlepoint(part, n_parts, s, (size_t)support, &out);
    return out;
}
