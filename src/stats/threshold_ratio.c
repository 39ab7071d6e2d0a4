/* The likelihood-ratio test at cut-offs and the number of works moved: both know how lifting looks. */
#include <math.h>

#include "base/err.h"
#include "stats/law_.h"
#include "stats/rmath_.h"
#include "stats/threshold.h"

#define LANDED_AT     .8   /* of the moved works land on the cut-off, the rest one above it */
#define LEAST_SHARE   1e-9 /* of a window: keeps weights finite where the reference is empty */
#define MOST_STRENGTH 4.   /* all three lower shares are 1 from 1 / .25 on */

/* Share moved away from at-3, at-2, at-1. */
static const double moved_share[] = { .25, .45, .65 };

/* One window under the null (f0, sums to 1) and its works. */
typedef struct Cells {
    size_t n_cells, at; /* at: index of the cut-off */
    double f0[LAW_MAX_CELLS];
    uint32_t count[LAW_MAX_CELLS], n;
} Cells;

static void cells_take(const uint32_t *count, const double *f, ThresholdWindow w, Cells *out)
{
    *out = (Cells){ .n_cells = w.to - w.from + 1u, .at = (size_t)(w.at - w.from) };
    BUG_ON(out->n_cells > LAW_MAX_CELLS || out->at == 0 || out->at > 3 || out->at >= out->n_cells);
    double sum = 0, floored = 0;
    for (size_t v = 0; v < out->n_cells; v++) sum += f[w.from + v];
    BUG_ON(!(sum > 0));
    for (size_t v = 0; v < out->n_cells; v++) floored += out->f0[v] = fmax(f[w.from + v] / sum, LEAST_SHARE);
    for (size_t v = 0; v < out->n_cells; v++) {
        out->f0[v] /= floored;
        out->count[v] = count[w.from + v];
        out->n += out->count[v];
    }
}

/* Share of cell v < at that is moved at a strength (1 = the test's alternative), and the whole mass moved. */
static double moved_of(const Cells *cells, size_t v, double strength) { return fmin(1, strength * moved_share[3 - cells->at + v]); }

static double moved_mass(const Cells *cells, double strength)
{
    double mass = 0;
    for (size_t v = 0; v < cells->at; v++) mass += cells->f0[v] * moved_of(cells, v, strength);
    return mass;
}

/* fa / f0 of cell v. Where at+1 is outside the window everything lands on at. */
static double ratio_of(const Cells *cells, size_t v, double strength, double mass)
{
    if (v < cells->at) return 1 - moved_of(cells, v, strength);
    int has_next = cells->at + 1 < cells->n_cells;
    if (v == cells->at) return 1 + mass * (has_next ? LANDED_AT : 1) / cells->f0[v];
    return v == cells->at + 1 ? 1 + mass * (1 - LANDED_AT) / cells->f0[v] : 1;
}

ThresholdTest threshold_ratio_any(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double *scratch)
{
    LawPart part[THRESHOLD_MAX_CUTOFFS];
    uint64_t s = 0;
    uint32_t n = 0;
    BUG_ON(n_windows > THRESHOLD_MAX_CUTOFFS);
    for (size_t i = 0; i < n_windows; i++) {
        Cells cells;
        cells_take(count, f, window[i], &cells);
        part[i] = (LawPart){ .n = cells.n, .n_cells = cells.n_cells };
        double mass = moved_mass(&cells, 1);
        long weight[LAW_MAX_CELLS], least = 0;
        for (size_t v = 0; v < cells.n_cells; v++) {
            weight[v] = lrint(10 * log(ratio_of(&cells, v, 1, mass)));
            if (weight[v] < least) least = weight[v];
        }
        for (size_t v = 0; v < cells.n_cells; v++) {
            part[i].weight[v] = (unsigned)(weight[v] - least);
            part[i].p[v] = cells.f0[v];
            s += (uint64_t)cells.count[v] * part[i].weight[v];
        }
        n += cells.n;
    }
    if (n == 0) return (ThresholdTest){ 0, NAN, NAN, NAN, NAN, NAN };
    LawTail tail = law_tail(part, n_windows, s, scratch);
    return (ThresholdTest){ n, (double)s, tail.mean, tail.sd, tail.reach, tail.reach - tail.exact / 2 };
}

ThresholdTest threshold_ratio(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double *scratch)
{
    ThresholdTest out = threshold_ratio_any(count, f, window, n_windows, scratch);
    return out.n_window < THRESHOLD_SMALLEST_N ? (ThresholdTest){ out.n_window, NAN, NAN, NAN, NAN, NAN } : out;
}

/* Log-likelihood of the windows' shapes at a strength (concave in it), and its first two derivatives. */
typedef struct Profile { double value, slope, curve; } Profile;

/* slope and curve need no logarithm, and most steps of the search need no value */
static Profile profile_at(const Cells *cells, size_t n_windows, double strength, bool with_value)
{
    Profile out = { 0 };
    for (size_t i = 0; i < n_windows; i++) {
        const Cells *w = &cells[i];
        double mass = 0, growth = 0; /* of the mass with strength */
        for (size_t v = 0; v < w->at; v++) {
            double share = moved_share[3 - w->at + v], moved = moved_of(w, v, strength);
            mass += w->f0[v] * moved;
            if (moved < 1) growth += w->f0[v] * share;
            if (w->count[v] == 0) continue;
            double rate = share / (1 - moved), n = w->count[v];
            out.slope -= n * rate;
            out.curve -= n * rate * rate;
        }
        for (size_t v = w->at; v < w->n_cells && v <= w->at + 1; v++) {
            double rate = (ratio_of(w, v, strength, 1) - 1) / ratio_of(w, v, strength, mass) * growth, n = w->count[v];
            out.slope += n * rate;
            out.curve -= n * rate * rate;
        }
        for (size_t v = 0; with_value && v < w->n_cells; v++)
            if (w->count[v] > 0) out.value += w->count[v] * log(ratio_of(w, v, strength, mass));
    }
    return out;
}

/* Newton inside a bracket, halving where a step would leave it or (at kinks, where all of a cell is moved) leads nowhere for long. */
typedef struct Search { double low, high, at; int n_steps; } Search;

static bool search_goes_on(Search *search, bool root_is_above, double step)
{
    if (root_is_above) search->low = search->at;
    else search->high = search->at;
    double next = search->at + step;
    if (!(next > search->low && next < search->high) || search->n_steps > 25) next = (search->low + search->high) / 2;
    step = next - search->at;
    search->at = next;
    return search->n_steps++ < 90 && fabs(step) > 1e-14 * (1 + fabs(next));
}

/* The most likely strength: where the slope, which falls, passes zero. */
static double top(const Cells *cells, size_t n_windows)
{
    if (!(profile_at(cells, n_windows, 0, false).slope > 0)) return 0;
    Search search = { .high = MOST_STRENGTH, .at = 1 };
    Profile here;
    do here = profile_at(cells, n_windows, search.at, false);
    while (here.slope != 0 && search_goes_on(&search, here.slope > 0, -here.slope / here.curve));
    return search.at;
}

/* Strength between inside (level reached) and outside (not) where the profile crosses level. */
static double crossing(const Cells *cells, size_t n_windows, double inside, double outside, double level)
{
    if (profile_at(cells, n_windows, outside, true).value >= level) return outside;
    Search search = { .low = fmin(inside, outside), .high = fmax(inside, outside), .at = (inside + outside) / 2 };
    Profile here;
    do here = profile_at(cells, n_windows, search.at, true);
    while (search_goes_on(&search, (here.value >= level) == (outside > inside), (level - here.value) / here.slope));
    return search.at;
}

/* Works moved at a strength, and the variance of their number: each is moved or not. */
static double works_at(const Cells *cells, size_t n_windows, double strength, double *variance)
{
    double sum = 0;
    *variance = 0;
    for (size_t i = 0; i < n_windows; i++)
        for (size_t v = 0; v < cells[i].at; v++) {
            double share = moved_of(&cells[i], v, strength), works = cells[i].n * cells[i].f0[v];
            sum += works * share;
            *variance += works * share * (1 - share);
        }
    return sum;
}

ThresholdMoved threshold_moved(const uint32_t *count, uint32_t n_works, const double *f, const ThresholdWindow *window, size_t n_windows, double alpha)
{
    Cells cells[THRESHOLD_MAX_CUTOFFS];
    ThresholdMoved out = { 0 };
    BUG_ON(n_windows > THRESHOLD_MAX_CUTOFFS || !(alpha > 0 && alpha < .5));
    for (size_t i = 0; i < n_windows; i++) {
        cells_take(count, f, window[i], &cells[i]);
        for (unsigned t = window[i].from; t < window[i].at; t++) {
            out.expected_below += n_works * f[t];
            out.observed_below += count[t];
        }
    }
    out.moved = fmax(0, out.expected_below - out.observed_below);
    double normal = qnorm(1 - alpha, 0, 1, 1, 0), chi2 = normal * normal; /* of one degree of freedom, at 1 - 2 alpha */
    double best = top(cells, n_windows), level = profile_at(cells, n_windows, best, true).value - chi2 / 2;
    /* The profile bounds the expected number; the true one scatters round it. */
    double variance, unused, centre = works_at(cells, n_windows, best, &variance), scatter = chi2 * variance;
    double down = centre - works_at(cells, n_windows, crossing(cells, n_windows, best, 0, level), &unused);
    double up = works_at(cells, n_windows, crossing(cells, n_windows, best, MOST_STRENGTH, level), &unused) - centre;
    /* The estimate rests on n f, the profile on shapes inside windows: where they part, the interval is widened, never the sign strengthened. */
    out.low = fmax(0, fmin(out.moved, centre - sqrt(down * down + scatter)));
    out.high = fmax(out.moved, centre + sqrt(up * up + scatter));
    return out;
}
