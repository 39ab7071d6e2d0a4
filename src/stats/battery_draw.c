/* The null of the battery: honest units drawn from the model, and what each statistic does among them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "stats/battery.h"

#define NODES  512 /* of theta -8..8 sd: a step moves no chance by more than .01 */
#define SPAN   8.0
#define WIDER  1.5  /* levels are drawn wider than they are: curves over the mean must reach the best and the weakest unit of a country */
#define N_TAIL 20  /* drawn values beyond the 98 % quantile, that a tail is fitted to */

static const struct { uint16_t n, drawn; } plan[BATTERY_SIZES] = {
    { BATTERY_SMALLEST, 1200 }, { 8, 1200 }, { 12, 1200 }, { 18, 1200 }, { 27, 1000 }, { BATTERY_ONE_CLASS, 700 }, { 70, 400 }, { 120, 220 }, { 200, 120 },
};

static size_t drawn_of(int i, double effort)
{
    double n = plan[i].drawn * effort;
    return n < 100 ? 100 : (size_t)n;
}

/* P(category >= k) as 32-bit words: one comparison a step. cut[node][step]; steps of all tasks in a row. */
typedef struct Dice { size_t n_items, n_steps; size_t first[LIMIT_TASKS]; uint32_t *cut; double low, per_node; } Dice;

static size_t steps_of(const IrtModel *model)
{
    size_t n = 0;
    for (size_t j = 0; j < model->n_items; j++) n += model->items[j].m;
    return n;
}

/* A model fitted over classes has their effects inside its slopes, which are flatter for it; drawing adds effects again, so slopes are steepened first:
 * a = a' / sqrt(1 - .346 a'^2 d^2), the usual approximation of a logistic curve averaged over normal shifts (Zeger, Liang & Albert 1988, Biometrics 44:1049). */
static IrtItem steepened(const IrtItem *item, double effect)
{
    IrtItem steep = *item;
    double left = 1 - .346 * item->a * item->a * effect * effect;
    steep.a /= sqrt(fmax(left, .25));
    return steep;
}

static Dice dice_of(const IrtModel *model, const double *effect, uint32_t *cut)
{
    Dice dice = { .n_items = model->n_items, .n_steps = steps_of(model), .cut = cut, .low = -SPAN * model->sd, .per_node = (NODES - 1) / (2 * SPAN * model->sd) };
    size_t at = 0;
    IrtItem items[LIMIT_TASKS];
    for (size_t j = 0; j < model->n_items; j++) {
        dice.first[j] = at;
        at += model->items[j].m;
        items[j] = steepened(&model->items[j], effect[j]);
    }
    double p[IRT_CATEGORIES];
    for (size_t node = 0; node < NODES; node++)
        for (size_t j = 0; j < model->n_items; j++) {
            const IrtItem *item = &items[j];
            irt_probabilities(item, dice.low + (double)node / dice.per_node, p);
            double tail = 0;
            for (size_t k = item->m; k > 0; k--) {
                tail += p[k];
                cut[node * dice.n_steps + dice.first[j] + k - 1] = (uint32_t)fmin(tail * 0x1p32, 4294967295.0);
            }
        }
    return dice;
}

static uint8_t throw_one(const Dice *dice, const IrtItem *item, size_t j, double theta, uint32_t word)
{
    double place = (theta - dice->low) * dice->per_node + .5;
    size_t node = place <= 0 ? 0 : place >= NODES - 1 ? NODES - 1 : (size_t)place;
    const uint32_t *cut = dice->cut + node * dice->n_steps + dice->first[j];
    uint8_t category = 0;
    for (size_t k = 0; k < item->m; k++) category = (uint8_t)(category + (word < cut[k]));
    return category;
}

static void draw_unit(const Battery *battery, const BatteryPopulation *population, const double *effect, const Dice *dice, Rng *rng, size_t n, uint8_t *x)
{
    size_t n_items = battery->model.n_items;
    double level = WIDER * population->between * rng_normal(rng), shift[LIMIT_TASKS];
    for (size_t j = 0; j < n_items; j++) shift[j] = effect[j] > 0 ? effect[j] * rng_normal(rng) : 0;
    for (size_t i = 0; i < n; i++) {
        double theta = level + population->within * rng_normal(rng);
        for (size_t j = 0; j < n_items; j++) x[i * n_items + j] = throw_one(dice, &battery->model.items[j], j, theta + shift[j], rng_word(rng));
    }
}

/* Drawn units of one size, column by column. */
typedef struct Drawn { size_t n, n_units; double *mean, *value[N_BATTERY], *residual; } Drawn;

static void standardise_tasks(const Drawn *drawn, size_t n_items, double *sd)
{
    for (size_t j = 0; j < n_items; j++) {
        double squares = 0;
        for (size_t i = 0; i < drawn->n_units; i++) squares += drawn->residual[i * n_items + j] * drawn->residual[i * n_items + j];
        sd[j] = sqrt(squares / (double)drawn->n_units);
    }
    for (size_t i = 0; i < drawn->n_units; i++) drawn->value[BATTERY_ALARM][i] = classfit_alarm(drawn->residual + i * n_items, sd, n_items).z;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Quantiles and tail of standardised values; sorted[n]. */
static void fit_tail(BatteryCurve *curve, double *sorted, size_t n)
{
    qsort(sorted, n, sizeof *sorted, ascending);
    for (int q = 0; q < BATTERY_QUANTILES; q++) curve->quantile[q] = sorted[(size_t)((double)(n - 1) * q / 100)];
    curve->beyond = curve->quantile[BATTERY_QUANTILES - 1];
    double mean = 0, variance = 0, m = 0;
    for (size_t i = 0; i < n; i++)
        if (sorted[i] > curve->beyond) mean += sorted[i] - curve->beyond, m++;
    mean = m > 0 ? mean / m : 0;
    for (size_t i = 0; i < n; i++)
        if (sorted[i] > curve->beyond) variance += (sorted[i] - curve->beyond - mean) * (sorted[i] - curve->beyond - mean) / m;
    if (m < N_TAIL || !(variance > 0)) { /* exponential: neither bounded nor heavy */
        curve->xi = 0;
        curve->beta = mean > 0 ? mean : 1;
        return;
    }
    double ratio = mean * mean / variance;
    curve->xi = fmin(.5, fmax(0, (1 - ratio) / 2)); /* a bounded tail would promise certainty beyond the last drawn unit */
    curve->beta = mean * (1 - curve->xi);
}

/* Curves by size; tails of a size and its neighbours together, for neighbours are alike once freed of mean and spread. */
static void fit_statistic(Battery *battery, const Drawn *drawn, BatteryStatistic statistic, double *z)
{
    for (int i = 0; i < BATTERY_SIZES; i++)
        battery->size[i].curve[statistic].speaks = classfit_curve_fit(drawn[i].value[statistic], drawn[i].mean, drawn[i].n_units, &battery->size[i].curve[statistic].curve);
    for (int i = 0; i < BATTERY_SIZES; i++) {
        size_t n = 0;
        for (int k = i > 0 ? i - 1 : 0; k <= i + 1 && k < BATTERY_SIZES; k++) {
            if (!battery->size[k].curve[statistic].speaks) continue;
            for (size_t u = 0; u < drawn[k].n_units; u++) {
                double own = classfit_curve_z(&battery->size[k].curve[statistic].curve, drawn[k].value[statistic][u], drawn[k].mean[u]);
                if (!isnan(own)) z[n++] = own;
            }
        }
        BatteryCurve *curve = &battery->size[i].curve[statistic];
        curve->speaks = curve->speaks && n >= 100;
        if (curve->speaks) fit_tail(curve, z, n);
    }
}

size_t battery_draw_scratch_size(const IrtModel *model, double effort)
{
    size_t doubles = 0, all = 0, largest = plan[BATTERY_SIZES - 1].n;
    for (int i = 0; i < BATTERY_SIZES; i++) {
        doubles += drawn_of(i, effort) * (1 + N_BATTERY + model->n_items);
        all += drawn_of(i, effort);
    }
    size_t works = (largest * model->n_items + 7) / 8 * 8;
    return sizeof(double) * (doubles + all) + works + battery_scratch_size(largest, model->n_items) + sizeof(uint32_t) * NODES * steps_of(model) + 64;
}

void battery_draw(Battery *battery, const BatteryPopulation *population, uint64_t seed, double effort, void *scratch)
{
    size_t n_items = battery->model.n_items, n_all = 0;
    double *at = scratch;
    Drawn drawn[BATTERY_SIZES];
    for (int i = 0; i < BATTERY_SIZES; i++) {
        size_t n = drawn_of(i, effort);
        drawn[i] = (Drawn){ .n = plan[i].n, .n_units = n, .mean = at, .residual = at + n * (1 + N_BATTERY) };
        for (int k = 0; k < N_BATTERY; k++) drawn[i].value[k] = at + n * (size_t)(k + 1);
        at += n * (1 + N_BATTERY + n_items);
        n_all += n;
    }
    double *z = at, *pairs = z + n_all;
    uint8_t *x = (uint8_t *)pairs + (battery_scratch_size(plan[BATTERY_SIZES - 1].n, n_items) + 7) / 8 * 8;
    uint32_t *cut = (uint32_t *)(void *)(x + (plan[BATTERY_SIZES - 1].n * n_items + 7) / 8 * 8);
    Dice dice = dice_of(&battery->model, population->effect, cut);
    for (int i = 0; i < BATTERY_SIZES; i++) {
        bool large = drawn[i].n > BATTERY_ONE_CLASS;
        if (large && i > 0 && drawn[i - 1].n <= BATTERY_ONE_CLASS) dice = dice_of(&battery->model, population->effect_large, cut);
        BatteryFit fit;
        for (size_t u = 0; u < drawn[i].n_units; u++) {
            Rng rng = rng_at(seed, u, (uint32_t)i);
            draw_unit(battery, population, large ? population->effect_large : population->effect, &dice, &rng, drawn[i].n, x);
            battery_measure(battery, x, drawn[i].n, pairs, &fit);
            drawn[i].mean[u] = fit.fit.mean;
            for (int k = 0; k < N_BATTERY; k++) drawn[i].value[k][u] = fit.value[k];
            memcpy(drawn[i].residual + u * n_items, fit.fit.residual, n_items * sizeof(double));
        }
        standardise_tasks(&drawn[i], n_items, battery->size[i].task_sd);
    }
    for (int i = 0; i < BATTERY_SIZES; i++) battery->size[i].n = drawn[i].n;
    for (int k = 0; k < N_BATTERY; k++) fit_statistic(battery, drawn, (BatteryStatistic)k, z);
}
