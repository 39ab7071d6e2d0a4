/* Tables of a procedure, and the measure of a unit. */
#include "stats/battery.h"

#include <math.h>

size_t battery_size(const IrtModel *model)
{
    size_t n_totals = irt_max_total(model) + 1, n_rows = irt_rows(model->items, model->n_items).n, n_items = model->n_items;
    return irt_table_size(model) + n_totals * (n_rows + 2) + n_totals * n_items + 2 * n_totals * n_totals + 2 * n_items + BATTERY_SIZES * n_items;
}

/* In the population: hardness and the slope of the expected points. */
static void fill_tasks(Battery *battery)
{
    const IrtModel *model = &battery->model;
    double p[IRT_CATEGORIES], dp[IRT_CATEGORIES];
    for (size_t j = 0; j < model->n_items; j++) {
        const IrtItem *item = &model->items[j];
        double points = 0, slope = 0, weight = 0;
        for (int q = 0; q < IRT_NODES; q++) {
            double z = -6 + 12.0 * q / (IRT_NODES - 1), w = exp(-z * z / 2);
            irt_probabilities(item, z * model->sd, p);
            irt_slopes(item, p, dp);
            points += w * irt_expected_points(item, p);
            slope += w * irt_expected_points(item, dp);
            weight += w;
        }
        battery->hardness[j] = 1 - points / weight / item->points[item->m];
        battery->slope[j] = slope / weight;
    }
}

bool battery_begin(const IrtModel *model, double *memory, Battery *out)
{
    if (irt_max_total(model) > BATTERY_TOTALS) return false;
    *out = (Battery){ .model = *model };
    irt_table(model, memory, &out->table);
    memory += irt_table_size(model);
    personfit_table(&out->table, memory, &out->personfit);
    memory += personfit_table_size(&out->table);
    classfit_table(&out->table, model->items, &out->personfit, memory, &out->classfit);
    memory += classfit_table_size(&out->table);
    similarity_table(&out->table, model->items, memory, &out->pairs);
    memory += similarity_table_size(&out->table);
    out->hardness = memory;
    out->slope = memory + model->n_items;
    memory += 2 * model->n_items;
    for (int i = 0; i < BATTERY_SIZES; i++) out->size[i].task_sd = memory + (size_t)i * model->n_items;
    fill_tasks(out);
    return true;
}

size_t battery_scratch_size(size_t n_works, size_t n_items) { return similarity_class_scratch_size(n_works, n_items); }

double battery_task_sd(const Battery *battery, size_t item, size_t n)
{
    const BatterySize *size = battery->size;
    if (n <= size[0].n) return size[0].task_sd[item] * sqrt((double)size[0].n / (double)n); /* so small a unit differs by its few works */
    int i = 0;
    while (i + 1 < BATTERY_SIZES - 1 && size[i + 1].n < n) i++;
    /* variance is a part of 1 / n and a part of the class: linear in 1 / n */
    double x = 1.0 / (double)n, x0 = 1.0 / (double)size[i].n, x1 = 1.0 / (double)size[i + 1].n;
    double v0 = size[i].task_sd[item] * size[i].task_sd[item], v1 = size[i + 1].task_sd[item] * size[i + 1].task_sd[item];
    double v = v0 + (v1 - v0) * (x0 - x) / (x0 - x1);
    return sqrt(fmax(v, n > size[BATTERY_SIZES - 1].n ? v1 / 4 : 0));
}

void battery_measure(const Battery *battery, const uint8_t *x, size_t n, void *scratch, BatteryFit *out)
{
    size_t n_items = battery->model.n_items;
    double sd[LIMIT_TASKS];
    classfit_class(&battery->classfit, x, n, &out->fit);
    similarity_class(&battery->pairs, x, n, scratch, &out->pairs);
    for (size_t j = 0; j < n_items; j++) sd[j] = battery->size[0].n > 0 ? battery_task_sd(battery, j, n) : NAN;
    out->alarm = classfit_alarm(out->fit.residual, sd, n_items);
    out->value[BATTERY_MISFIT] = -out->fit.lz;
    out->value[BATTERY_ALARM] = out->alarm.z;
    out->value[BATTERY_HARDER] = classfit_harder_better(out->fit.residual, battery->hardness, n_items);
    out->value[BATTERY_SIMILARITY] = out->pairs.log_beyond;
    out->value[BATTERY_EVENNESS] = -out->fit.sd;
    out->value[BATTERY_SAMENESS] = -out->fit.heterogeneity;
}

#define LEAST_UNITS      20
#define MEDIAN_OF_NORMAL .6744897501960817 /* of its absolute value */

/* The effect under which half of the units lie inside the middle half of the normal law: |residual| / sd falls as the effect grows. */
static double effect_of(const double *residual, const double *se, size_t n_units, size_t stride, double slope)
{
    double low = 0, high = 2;
    for (int step = 0; step < 14; step++) {
        double effect = step == 0 ? 0 : (low + high) / 2;
        size_t n = 0, outside = 0;
        for (size_t i = 0; i < n_units * stride; i += stride) {
            double variance = se[i] * se[i] + effect * slope * effect * slope;
            if (!(variance > 0) || !isfinite(residual[i])) continue;
            n++;
            outside += residual[i] * residual[i] > MEDIAN_OF_NORMAL * MEDIAN_OF_NORMAL * variance;
        }
        bool wide_enough = 2 * outside <= n;
        if (n < LEAST_UNITS || (step == 0 && wide_enough)) return 0;
        if (wide_enough) high = effect;
        else low = effect;
    }
    return (low + high) / 2;
}

void battery_effects(const Battery *battery, const double *residual, const double *se, size_t n_units, double *effect)
{
    size_t n_items = battery->model.n_items;
    for (size_t j = 0; j < n_items; j++) effect[j] = battery->slope[j] > 0 ? effect_of(residual + j, se + j, n_units, n_items, battery->slope[j]) : 0;
}
