/* The likelihood-ratio test at cut-offs: it knows how lifting looks. */
#include <math.h>

#include "base/err.h"
#include "stats/law_.h"
#include "stats/rmath_.h"
#include "stats/threshold.h"

#define LANDED_AT     .8   /* of the moved works land on the cut-off, the rest one above it */
#define LEAST_SHARE   1e-9 /* of a window: keeps weights finite where the reference is empty */

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
