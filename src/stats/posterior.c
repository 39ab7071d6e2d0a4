#include "stats/posterior.h"

#include <math.h>

#include "base/err.h"
#include "stats/multiple.h"

#define TENTHS 10

static double weight_of(const double *weight, size_t i) { return weight != NULL ? weight[i] : 1; }

double posterior_of(double pi1, double bf)
{
    if (isnan(pi1) || isnan(bf)) return NAN;
    BUG_ON(!(pi1 >= 0 && pi1 <= 1) || !(bf >= 0));
    if (pi1 == 0 || pi1 == 1) return pi1;
    return bf > 0 ? 1 / (1 + (1 - pi1) / pi1 / bf) : 0; /* an infinite factor gives 1 */
}

/* Heap sort of x with its companions. */
static void sift(double *x, double *y, double *w, size_t from, size_t n)
{
    for (size_t at = from, child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && x[child + 1] > x[child]) child++;
        if (!(x[child] > x[at])) return;
        double *const column[] = { x, y, w };
        for (int c = 0; c < 3; c++) {
            double swap = column[c][at];
            column[c][at] = column[c][child];
            column[c][child] = swap;
        }
    }
}

static void sort_by_x(double *x, double *y, double *w, size_t n)
{
    for (size_t i = n / 2; i-- > 0;) sift(x, y, w, i, n);
    for (size_t m = n; m-- > 1;) {
        double *const column[] = { x, y, w };
        for (int c = 0; c < 3; c++) {
            double swap = column[c][0];
            column[c][0] = column[c][m];
            column[c][m] = swap;
        }
        sift(x, y, w, 0, m);
    }
}

/* Local rates that never rise with z: each becomes the greatest of those at no smaller z. scratch [3 n] */
static void level_rates(const double *z, size_t n, double *rate, double *scratch)
{
    double *x = scratch, *y = scratch + n, *spare = scratch + 2 * n, most = 0;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(rate[i])) continue;
        x[m] = z[i];
        y[m] = spare[m] = rate[i];
        m++;
    }
    sort_by_x(x, y, spare, m);
    for (size_t i = m; i-- > 0;) y[i] = most = fmax(most, y[i]);
    for (size_t i = 0; i < n; i++)
        if (!isnan(rate[i])) rate[i] = posterior_isotonic_at(x, y, m, z[i]);
}

void posterior_bayes_factors(const double *z, size_t n, double pi1, double *bf, double *scratch)
{
    BUG_ON(!(pi1 > 0 && pi1 < 1));
    double *p = scratch, *spare = scratch + n;
    multiple_lfdr(z, n, bf, spare);
    MultipleNull null = multiple_empirical_null(z, n, spare);
    for (size_t i = 0; i < n; i++) p[i] = multiple_null_p(z[i], null);
    double pi0 = multiple_storey(p, n, .5).pi0, q = fmin(pi0, 1 - pi1);
    level_rates(z, n, bf, scratch);
    for (size_t i = 0; i < n; i++) {
        double ratio = bf[i] > 0 ? pi0 / bf[i] : INFINITY;
        if (!isnan(bf[i])) bf[i] = fmax(0, (ratio - q) / (1 - q));
    }
}

/* Sums of ties first, so that their order cannot matter; y becomes their mean. */
static size_t merge_ties(double *x, double *y, double *w, size_t n)
{
    size_t m = 0;
    for (size_t i = 0; i < n; m++) {
        double sum = 0, weights = 0, place = x[i];
        for (; i < n && x[i] <= place; i++) {
            sum += w[i] * y[i];
            weights += w[i];
        }
        x[m] = place;
        y[m] = sum / weights;
        w[m] = weights;
    }
    return m;
}

/* A run of places with one value. */
typedef struct Block { double value, weight, from, to; } Block;

size_t posterior_isotonic(const double *x, const double *y, const double *weight, size_t n, double *knot_x, double *knot_y, double *scratch)
{
    double *w = scratch;
    Block *block = (Block *)(scratch + n);
    for (size_t i = 0; i < n; i++) {
        knot_x[i] = x[i];
        knot_y[i] = y[i];
        w[i] = weight_of(weight, i);
        BUG_ON(isnan(x[i]) || isnan(y[i]) || !(w[i] > 0));
    }
    sort_by_x(knot_x, knot_y, w, n);
    size_t m = merge_ties(knot_x, knot_y, w, n), n_blocks = 0, n_knots = 0;
    for (size_t i = 0; i < m; i++) {
        Block next = { knot_y[i], w[i], knot_x[i], knot_x[i] };
        for (; n_blocks > 0 && block[n_blocks - 1].value >= next.value; n_blocks--) {
            const Block *before = &block[n_blocks - 1];
            next.value = (before->value * before->weight + next.value * next.weight) / (before->weight + next.weight);
            next.weight += before->weight;
            next.from = before->from;
        }
        block[n_blocks++] = next;
    }
    for (size_t b = 0; b < n_blocks; b++)
        for (int end = 0; end < (block[b].to > block[b].from ? 2 : 1); end++, n_knots++) {
            knot_x[n_knots] = end == 0 ? block[b].from : block[b].to;
            knot_y[n_knots] = block[b].value;
        }
    return n_knots;
}

double posterior_isotonic_at(const double *knot_x, const double *knot_y, size_t n_knots, double x)
{
    if (n_knots == 0 || isnan(x)) return NAN;
    if (x <= knot_x[0]) return knot_y[0];
    if (x >= knot_x[n_knots - 1]) return knot_y[n_knots - 1];
    size_t low = 0, high = n_knots - 1; /* knot_x[low] <= x < knot_x[high] */
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (knot_x[middle] <= x) low = middle;
        else high = middle;
    }
    if (!isfinite(knot_x[high] - knot_x[low])) return knot_y[low];
    return knot_y[low] + (knot_y[high] - knot_y[low]) * (x - knot_x[low]) / (knot_x[high] - knot_x[low]);
}

void posterior_isotonic_crossed(const double *x, const double *y, const double *weight, size_t n, double *out, double *scratch)
{
    double *const column[3] = { scratch, scratch + n, scratch + 2 * n };
    double *knot_x = scratch + 3 * n, *knot_y = scratch + 4 * n;
    for (size_t tenth = 0; tenth < TENTHS; tenth++) {
        size_t m = 0;
        for (size_t i = 0; i < n; i++) {
            if (i % TENTHS == tenth) continue;
            column[0][m] = x[i];
            column[1][m] = y[i];
            column[2][m++] = weight_of(weight, i);
        }
        size_t n_knots = posterior_isotonic(column[0], column[1], column[2], m, knot_x, knot_y, scratch + 5 * n);
        for (size_t i = tenth; i < n; i += TENTHS) out[i] = posterior_isotonic_at(knot_x, knot_y, n_knots, x[i]);
    }
}

double posterior_brier(const double *p, const double *y, const double *weight, size_t n)
{
    double sum = 0, weights = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(p[i]) || isnan(y[i])) continue;
        sum += weight_of(weight, i) * (p[i] - y[i]) * (p[i] - y[i]);
        weights += weight_of(weight, i);
    }
    return weights > 0 ? sum / weights : NAN;
}

static double effective(double weights, double squares) { return squares > 0 ? weights * weights / squares : 0; }

double posterior_effective(const double *weight, size_t n)
{
    double weights = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        weights += weight_of(weight, i);
        squares += weight_of(weight, i) * weight_of(weight, i);
    }
    return effective(weights, squares);
}

void posterior_reliability(const double *p, const double *y, const double *weight, size_t n, double confidence, PosteriorBin bin[POSTERIOR_BINS])
{
    double weights[POSTERIOR_BINS] = { 0 }, squares[POSTERIOR_BINS] = { 0 }, said[POSTERIOR_BINS] = { 0 }, seen[POSTERIOR_BINS] = { 0 };
    for (size_t b = 0; b < POSTERIOR_BINS; b++) bin[b].n = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(p[i]) || isnan(y[i])) continue;
        BUG_ON(!(p[i] >= 0 && p[i] <= 1));
        size_t b = p[i] < 1 ? (size_t)(p[i] * POSTERIOR_BINS) : POSTERIOR_BINS - 1;
        double w = weight_of(weight, i);
        bin[b].n++;
        weights[b] += w;
        squares[b] += w * w;
        said[b] += w * p[i];
        seen[b] += w * y[i];
    }
    for (size_t b = 0; b < POSTERIOR_BINS; b++) {
        double m = effective(weights[b], squares[b]);
        bin[b].predicted = bin[b].n > 0 ? said[b] / weights[b] : NAN;
        bin[b].observed = bin[b].n > 0 ? basic_wilson(m * fmin(1, seen[b] / weights[b]), m, confidence) : (Interval){ NAN, NAN, NAN };
        bin[b].observed.value = bin[b].n > 0 ? seen[b] / weights[b] : NAN;
    }
}
