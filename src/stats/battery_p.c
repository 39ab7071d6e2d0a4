/* From a statistic to its chance among honest units of its size. */
#include <math.h>

#include "stats/battery.h"
#include "stats/multiple.h"

#define LEAST_P 1e-6 /* a few thousand drawn units do not tell what happens once in a million */

/* Upper tail of a standardised value: ties count half. */
static double tail_p(const BatteryCurve *curve, double z)
{
    if (z > curve->beyond) {
        double y = (z - curve->beyond) / curve->beta;
        return fmax(LEAST_P, .02 * (curve->xi < 1e-9 ? exp(-y) : pow(1 + curve->xi * y, -1 / curve->xi)));
    }
    const double *q = curve->quantile;
    int above = 0;
    while (above < BATTERY_QUANTILES && q[above] <= z) above++;
    int below = above;
    while (below > 0 && q[below - 1] >= z) below--;
    if (above == 0) return .995;
    if (below < above) return 1 - (above + below - 1) / 200.0; /* equal to one or more of the grid */
    double part = (z - q[above - 1]) / (q[above] - q[above - 1]);
    return 1 - (above - 1 + part) / 100;
}

/* The two drawn sizes around n, and how far from the first to the second. */
typedef struct Between { const BatterySize *low, *high; double part; } Between;

static bool sizes_around(const Battery *battery, BatteryStatistic statistic, const BatteryFit *fit, Between *out)
{
    const BatterySize *size = battery->size;
    double n = (double)fit->fit.n;
    if (n < BATTERY_SMALLEST || size[0].n == 0 || isnan(fit->value[statistic])) return false;
    int i = 0;
    while (i + 1 < BATTERY_SIZES - 1 && (double)size[i + 1].n < n) i++;
    double x0 = log((double)size[i].n), x1 = log((double)size[i + 1].n);
    *out = (Between){ &size[i], &size[i + 1], fmin(1, (log(n) - x0) / (x1 - x0)) };
    return out->low->curve[statistic].speaks && out->high->curve[statistic].speaks;
}

double battery_p(const Battery *battery, BatteryStatistic statistic, const BatteryFit *fit)
{
    Between at;
    if (!sizes_around(battery, statistic, fit, &at)) return NAN;
    const BatteryCurve *low = &at.low->curve[statistic], *high = &at.high->curve[statistic];
    double z0 = multiple_z(tail_p(low, classfit_curve_z(&low->curve, fit->value[statistic], fit->fit.mean)));
    double z1 = multiple_z(tail_p(high, classfit_curve_z(&high->curve, fit->value[statistic], fit->fit.mean)));
    return multiple_null_p(z0 + (z1 - z0) * at.part, (MultipleNull){ 0, 1 });
}

double battery_expected(const Battery *battery, BatteryStatistic statistic, const BatteryFit *fit)
{
    Between at;
    if (!sizes_around(battery, statistic, fit, &at)) return NAN;
    double x0 = classfit_curve_at(&at.low->curve[statistic].curve, fit->fit.mean), x1 = classfit_curve_at(&at.high->curve[statistic].curve, fit->fit.mean);
    return x0 + (x1 - x0) * at.part;
}
