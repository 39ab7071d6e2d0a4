#include <math.h>

#include "stats/multiple.h"

#define LEAST_P    1e-300
#define EULER      .57721566490153286
#define STEP       .02
#define FULL       40. /* e^-40 is nothing beside one */
#define FAR_LEFT   -2.5 /* the law leaves less than 1e-8 below it */

/* P(X > x) of Landau's law with location m and scale s at (x - m) / s:
 * 1/pi of the integral of exp(-t z - 2/pi t ln t) sin(2 t) / t over t > 0, on t = e^u, where the trapezoid rule converges geometrically. */
static double landau_above(double z)
{
    if (z < FAR_LEFT) return 1;
    double end = 1;
    while (end * z + M_2_PI * end * log(end) < FULL) end *= 1.1;
    double step = fmin(STEP, .3 / end), sum = 0;
    double from = -FULL - log(fmax(1, z)), high = log(end);
    size_t n_steps = (size_t)ceil((high - from) / step);
    for (size_t i = 0; i < n_steps; i++) {
        double u = high - (double)i * step, t = exp(u);
        sum += exp(-t * z - M_2_PI * t * u) * sin(2 * t);
    }
    return fmin(1, fmax(0, sum * step / M_PI));
}

double multiple_harmonic(const double *p, const double *weight, size_t n)
{
    double sum = 0, weights = 0, one = NAN;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        double w = weight != NULL ? weight[i] : 1;
        if (isnan(p[i]) || !(w > 0)) continue;
        one = fmin(1, fmax(p[i], LEAST_P));
        sum += w / one;
        weights += w;
        m++;
    }
    if (m < 2) return one;
    double location = log((double)m) + 1 - EULER - log(M_2_PI);
    return landau_above((sum / weights - location) / M_PI_2);
}
