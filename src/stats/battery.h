/* The battery of single tasks: all that the tasks of one unit (a class, a school) say at once, against drawn honest units of its size. Made once a procedure,
 * asked once a unit. Works are complete rows of categories (see irt.h); tasks that nobody was taught are for the caller to leave out. */
#ifndef STATS_BATTERY_H
#define STATS_BATTERY_H

#include "stats/classfit.h"
#include "stats/rng.h"
#include "stats/similarity.h"

/* Greater = more of a sign, for all of them. */
typedef enum BatteryStatistic {
    BATTERY_MISFIT,     /* minus mean lz: patterns unlikely at their totals */
    BATTERY_ALARM,      /* one task better than the totals explain, in null sd */
    BATTERY_HARDER,     /* hard tasks better, easy ones worse */
    BATTERY_SIMILARITY, /* ln S of pairs of works beyond what all pairs of the unit share */
    BATTERY_EVENNESS,   /* minus sd of totals */
    BATTERY_SAMENESS,   /* minus heterogeneity of scores */
} BatteryStatistic;
#define N_BATTERY 6

#define BATTERY_SMALLEST   5u   /* works of the smallest unit that is drawn */
#define BATTERY_ONE_CLASS  40u  /* a unit of more works is several classes: their teaching differs, and averages out */
#define BATTERY_TOTALS     400u /* pairs of totals are tabulated: longer works are refused */
#define BATTERY_SIZES      9
#define BATTERY_QUANTILES  99   /* 0 .. 98 % */

/* Spread of honest units, on theta's scale. */
typedef struct BatteryPopulation {
    double between, within;     /* sd of unit levels, and of pupils inside */
    const double *effect;       /* [n_items] sd of class-by-task effects: units of up to BATTERY_ONE_CLASS works */
    const double *effect_large; /* [n_items] the same of larger units */
} BatteryPopulation;

/* Honest units of one size: what a statistic is at each mean, and the tail beyond (generalised Pareto over the 98 % quantile). */
typedef struct BatteryCurve { bool speaks; ClassfitCurve curve; double quantile[BATTERY_QUANTILES], beyond, xi, beta; } BatteryCurve;
typedef struct BatterySize { size_t n; double *task_sd; BatteryCurve curve[N_BATTERY]; } BatterySize;

typedef struct Battery {
    IrtModel model;
    IrtTable table;
    PersonfitTable personfit;
    ClassfitTable classfit;
    SimilarityTable pairs;
    double *hardness;             /* [n_items] 1 - share of points in the population */
    double *slope;                /* [n_items] mean of dE(points) / dtheta in the population */
    BatterySize size[BATTERY_SIZES];
} Battery;

size_t battery_size(const IrtModel *model); /* doubles of memory */
/* Tables; sizes are empty until battery_draw(). model and memory stay where they are.
 * fails  false when the work is longer than BATTERY_TOTALS */
bool battery_begin(const IrtModel *model, double *memory, Battery *out);

/* What was seen in one unit. */
typedef struct BatteryFit {
    ClassFit fit;
    SimilarityClass pairs;
    ClassfitAlarm alarm;        /* item == n_items when no task can be judged */
    double value[N_BATTERY];    /* NaN where it cannot speak */
} BatteryFit;
size_t battery_scratch_size(size_t n_works, size_t n_items); /* bytes, aligned as double */
/* shape  x[n * n_items]; in  n >= 1 */
void battery_measure(const Battery *battery, const uint8_t *x, size_t n, void *scratch, BatteryFit *out);

/* Draws honest units of BATTERY_SIZES sizes and fits curves and tails; effort multiplies the number drawn (1 = 120..1200 a size).
 * source  statistics.md A0, parametric-bootstrap null; Hosking & Wallis 1987 for the tail by moments
 * cost    about 0.2 million works times effort; the same draws for the same seed */
size_t battery_draw_scratch_size(const IrtModel *model, double effort); /* bytes */
void battery_draw(Battery *battery, const BatteryPopulation *population, uint64_t seed, double effort, void *scratch);

/* Upper-tail p of a statistic of a unit of n works; between sizes by normal scores linear in ln n. NaN where it cannot speak or n < BATTERY_SMALLEST. */
double battery_p(const Battery *battery, BatteryStatistic statistic, const BatteryFit *fit);
/* What it usually is among honest units of this size and mean; NaN likewise. */
double battery_expected(const Battery *battery, BatteryStatistic statistic, const BatteryFit *fit);
/* sd of the mean residual of a task among honest units of n works, points. */
double battery_task_sd(const Battery *battery, size_t item, size_t n);

/* Class-by-task effect of each task, so that the spread of residuals between honest units is the one seen: effect[n_items], on theta's scale, >= 0.
 * shape  residual, se: [n_units * n_items] of ClassFit. All zero under 20 units. By medians, so that a tenth of bad units moves it little. */
void battery_effects(const Battery *battery, const double *residual, const double *se, size_t n_units, double *effect);

#endif
