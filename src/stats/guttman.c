#include "stats/guttman.h"

#include <math.h>
#include <string.h>

#include "base/err.h"

bool guttman_prepare(const uint8_t *x, size_t n, size_t n_tasks, const uint8_t *max, GuttmanSteps *out)
{
    if (n_tasks == 0 || n_tasks > LIMIT_TASKS) return false;
    uint8_t top[LIMIT_TASKS] = { 0 };
    size_t n_steps = 0, answered[LIMIT_TASKS] = { 0 };
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n_tasks; j++) {
            uint8_t value = x[i * n_tasks + j];
            if (value >= 200) continue;
            BUG_ON(max != NULL && value > max[j]);
            answered[j]++;
            if (value > top[j]) top[j] = value;
        }
    for (size_t j = 0; j < n_tasks; j++) n_steps += max != NULL ? max[j] : top[j];
    if (n_steps > LIMIT_TOTAL) return false;
    *out = (GuttmanSteps){ .n_tasks = n_tasks, .n_steps = n_steps, .two_way = true };
    size_t reached[LIMIT_TOTAL] = { 0 }, step = 0;
    for (size_t j = 0; j < n_tasks; j++) {
        out->max[j] = max != NULL ? max[j] : top[j];
        out->two_way &= out->max[j] <= 1;
        out->first[j] = (uint16_t)step;
        for (size_t k = 0; k < out->max[j]; k++) out->task_of[step++] = (uint16_t)j;
    }
    out->first[n_tasks] = (uint16_t)step;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n_tasks; j++) {
            uint8_t value = x[i * n_tasks + j];
            if (value < 200 && value > 0) reached[out->first[j] + value - 1]++;
        }
    for (size_t j = 0; j < n_tasks; j++)
        for (size_t s = out->first[j + 1]; s-- > out->first[j];) {
            if (s + 1 < out->first[j + 1]) reached[s] += reached[s + 1];
            out->share[s] = answered[j] > 0 ? (double)reached[s] / (double)answered[j] : NAN;
        }
    /* insertion keeps ties by task, then k; a step nobody could reach goes last */
    for (size_t s = 0; s < n_steps; s++) {
        size_t at = s;
        double share = isnan(out->share[s]) ? -1 : out->share[s];
        for (; at > 0; at--) {
            double before = out->share[out->order[at - 1]];
            if ((isnan(before) ? -1 : before) >= share) break;
            out->order[at] = out->order[at - 1];
        }
        out->order[at] = (uint16_t)s;
    }
    return true;
}

/* What a total can give at best and at worst over the tasks that a work answered. */
typedef struct Bounds {
    double *rank;       /* [n_steps] place among steps of answered tasks */
    double *log_odds;   /* [n_steps] 0 where the step says nothing */
    double *sum;        /* [n_steps + 1] greatest sum of ranks at a total */
    double *high, *low; /* [n_steps + 1] of log odds at a count of informative steps */
    size_t n_steps, n_informative;
} Bounds;

size_t guttman_scratch_size(const GuttmanSteps *steps) { return 2 * (5 * steps->n_steps + 3); }

static Bounds bounds_at(double *scratch, size_t n)
{
    return (Bounds){ .rank = scratch, .log_odds = scratch + n, .sum = scratch + 2 * n, .high = scratch + 3 * n + 1, .low = scratch + 4 * n + 2 };
}

static bool informs(double share) { return share > 0 && share < 1; }

/* best[r] over patterns of total r: steps of a task are passed in order, so its part is a prefix sum of worth. */
static void best_sums(const GuttmanSteps *steps, const bool *answered, const double *worth, bool informative_only, double sign, double *best)
{
    size_t room = 0;
    best[0] = 0;
    for (size_t j = 0; j < steps->n_tasks; j++) {
        if (!answered[j]) continue;
        double part[201] = { 0 };
        size_t m = 0;
        for (size_t s = steps->first[j]; s < steps->first[j + 1]; s++) {
            if (informative_only && !informs(steps->share[s])) continue;
            part[m + 1] = part[m] + worth[s];
            m++;
        }
        for (size_t r = room + 1; r <= room + m; r++) best[r] = -sign * INFINITY;
        room += m;
        for (size_t r = room + 1; r-- > 0;)
            for (size_t k = 1; k <= m && k <= r; k++) {
                double value = best[r - k] + part[k];
                if (sign * value > sign * best[r]) best[r] = value;
            }
    }
}

static void find_bounds(const GuttmanSteps *steps, const bool *answered, Bounds *out)
{
    size_t place = 0;
    out->n_informative = 0;
    for (size_t i = 0; i < steps->n_steps; i++) {
        size_t s = steps->order[i];
        if (!answered[steps->task_of[s]]) continue;
        bool informative = informs(steps->share[s]);
        out->rank[s] = (double)place++;
        out->log_odds[s] = informative ? log(steps->share[s] / (1 - steps->share[s])) : 0;
        out->n_informative += informative;
    }
    out->n_steps = place;
    best_sums(steps, answered, out->rank, false, 1, out->sum);
    best_sums(steps, answered, out->log_odds, true, 1, out->high);
    best_sums(steps, answered, out->log_odds, true, -1, out->low);
}

/* Standardised U3 at its expectation given the count of solved tasks r (tasks that inform only). */
static double zu3_of(const GuttmanSteps *steps, const bool *answered, const Bounds *bounds, double u3, size_t r)
{
    double p1 = 0, pl = 0, pq = 0, pql = 0, pqll = 0;
    for (size_t s = 0; s < steps->n_steps; s++) {
        double p = steps->share[s], l = bounds->log_odds[s], v = p * (1 - p);
        if (!answered[steps->task_of[s]] || !informs(p)) continue;
        p1 += p;
        pl += p * l;
        pq += v;
        pql += v * l;
        pqll += v * l * l;
    }
    double alpha = pl + pql / pq * ((double)r - p1), beta = pqll - pql * pql / pq, range = bounds->high[r] - bounds->low[r];
    double expected = (bounds->high[r] - alpha) / range, variance = beta / (range * range);
    return variance > 1e-14 ? (u3 - expected) / sqrt(variance) : NAN;
}

static GuttmanFit fit_one(const GuttmanSteps *steps, const bool *answered, const Bounds *bounds, const uint8_t *work)
{
    GuttmanFit fit = { NAN, NAN, NAN, NAN, NAN, NAN };
    double ranks = 0, log_odds = 0;
    size_t total = 0, informative = 0;
    for (size_t j = 0; j < steps->n_tasks; j++) {
        if (!answered[j]) continue;
        BUG_ON(work[j] > steps->max[j]);
        for (size_t s = steps->first[j]; s < (size_t)steps->first[j] + work[j]; s++) {
            ranks += bounds->rank[s];
            log_odds += bounds->log_odds[s];
            informative += informs(steps->share[s]);
        }
        total += work[j];
    }
    if (bounds->n_steps == 0) return fit;
    double r = (double)total, rest = (double)(bounds->n_steps - total), most = bounds->sum[total] - r * (r - 1) / 2;
    fit.g = ranks - r * (r - 1) / 2;
    fit.gnp = most > 0 ? fit.g / most : 0;
    if (steps->two_way && r > 0 && rest > 0) fit.gnormed = fit.g / (r * rest);
    double range = bounds->high[informative] - bounds->low[informative];
    bool room = informative > 0 && informative < bounds->n_informative && range > 1e-12;
    fit.u3p = room ? fmin(1, fmax(0, (bounds->high[informative] - log_odds) / range)) : 0;
    if (!room || !steps->two_way) return fit;
    fit.u3 = fit.u3p;
    fit.zu3 = zu3_of(steps, answered, bounds, fit.u3, informative);
    return fit;
}

void guttman_fit(const GuttmanSteps *steps, const uint8_t *x, size_t n, double *scratch, GuttmanFit *out)
{
    size_t half = guttman_scratch_size(steps) / 2;
    Bounds full = bounds_at(scratch, steps->n_steps), gaps = bounds_at(scratch + half, steps->n_steps);
    bool all[LIMIT_TASKS], answered[LIMIT_TASKS];
    for (size_t j = 0; j < steps->n_tasks; j++) all[j] = true;
    find_bounds(steps, all, &full);
    for (size_t i = 0; i < n; i++) {
        const uint8_t *work = x + i * steps->n_tasks;
        bool whole = true;
        for (size_t j = 0; j < steps->n_tasks; j++) whole &= answered[j] = work[j] < 200;
        if (!whole) find_bounds(steps, answered, &gaps);
        out[i] = fit_one(steps, answered, whole ? &full : &gaps, work);
    }
}

/* Points of a work of 0/1 tasks, n_tasks + 1 when it has gaps or something else. */
static size_t count_solved(const uint8_t *work, size_t n_tasks)
{
    size_t r = 0, strange = 0;
    for (size_t j = 0; j < n_tasks; j++) {
        r += work[j];
        strange |= work[j] > 1;
    }
    return strange ? n_tasks + 1 : r;
}

void guttman_ht(const uint8_t *x, size_t n, size_t n_tasks, double *out)
{
    BUG_ON(n_tasks > LIMIT_TASKS);
    double solved[LIMIT_TASKS] = { 0 }, works[LIMIT_TASKS + 1] = { 0 };
    double total = 0, n_full = 0, J = (double)n_tasks;
    for (size_t i = 0; i < n; i++) {
        const uint8_t *work = x + i * n_tasks;
        size_t r = count_solved(work, n_tasks);
        if (r > n_tasks) continue;
        works[r]++;
        n_full++;
        total += (double)r;
        for (size_t j = 0; j < n_tasks; j++) solved[j] += work[j];
    }
    /* sum over all works h of min(r, r_h) (J - max(r, r_h)), for each r, in whole numbers */
    double bottom[LIMIT_TASKS + 1], points = 0;
    for (size_t r = 0; r <= n_tasks; r++) {
        points += (double)r * works[r]; /* of works with at most r */
        double above = 0;
        for (size_t h = r + 1; h <= n_tasks; h++) above += works[h] * (J - (double)h);
        bottom[r] = points * (J - (double)r) + (double)r * above;
    }
    for (size_t i = 0; i < n; i++) {
        const uint8_t *work = x + i * n_tasks;
        size_t count = count_solved(work, n_tasks);
        out[i] = NAN;
        if (count > n_tasks) continue;
        double shared = 0, r = (double)count, own = r * (J - r);
        for (size_t j = 0; j < n_tasks; j++) shared += work[j] * (solved[j] - work[j]);
        double top = J * shared - r * (total - r), divisor = bottom[count] - own;
        if (divisor > 0 && n_full > 1) out[i] = top / divisor;
    }
}
