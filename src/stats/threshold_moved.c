/* How many works were moved over cut-offs. */
#include <math.h>

#include "base/err.h"
#include "stats/rmath_.h"
#include "stats/threshold.h"

#define REACH 3 /* points that hands add at most */

size_t threshold_lifting_windows(const uint16_t *cutoffs, size_t n, uint16_t max, ThresholdWindow *out)
{
    size_t found = 0, n_windows = threshold_windows(cutoffs, n, max, REACH, REACH, out);
    for (size_t i = 0; i < n_windows; i++) {
        ThresholdWindow w = out[i];
        if (w.to > w.at + 1) w.to = (uint16_t)(w.at + 1);
        if (found > 0) w.from = (uint16_t)fmax(out[found - 1].to + 1, w.at - REACH);
        if (w.from < w.at) out[found++] = w;
    }
    return found;
}

ThresholdMoved threshold_moved(const uint32_t *count, const double *f, const ThresholdWindow *window, size_t n_windows, double alpha)
{
    BUG_ON(n_windows > THRESHOLD_MAX_CUTOFFS || !(alpha > 0 && alpha < .5));
    ThresholdMoved out = { 0 };
    double variance = 0, third = 0, above = 0;
    for (size_t i = 0; i < n_windows; i++) {
        double low = 0, all = 0, works = 0;
        for (unsigned t = window[i].from; t <= window[i].to; t++) {
            bool is_below = t < window[i].at;
            all += f[t];
            works += count[t];
            if (is_below) low += f[t];
            else above += count[t];
            out.observed_below += is_below ? count[t] : 0;
        }
        BUG_ON(!(all > 0));
        double p = low / all, spread = works * p * (1 - p);
        out.expected_below += works * p;
        variance += spread;
        third += spread * (1 - 2 * p);
    }
    double sd = sqrt(variance), z = qnorm(1 - alpha, 0, 1, 1, 0);
    double bend = variance > 0 ? (z * z - 1) / 6 * third / variance : 0; /* Cornish & Fisher 1938, of the skewness third / sd^3 */
    double net = out.expected_below - out.observed_below;
    out.moved = fmin(fmax(0, net), above);
    out.low = fmin(out.moved, fmax(0, net + bend - z * sd));
    out.high = fmax(out.moved, fmin(above, net + bend + z * sd));
    return out;
}
