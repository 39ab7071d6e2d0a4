/* Units drawn by a generator that shares nothing with the program, and a battery made for them. */
#ifndef TESTS_BATTERY_UNITS_H
#define TESTS_BATTERY_UNITS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/battery.h"
#include "stats/multiple.h"

static const char *const names[N_BATTERY] = { "misfit", "alarm", "harder", "similarity", "evenness", "sameness" };

/* ---- a generator apart from stats/rng and stats/irt ---- */

static uint64_t state;

static double uniform(void)
{
    uint64_t z = state += 0x9e3779b97f4a7c15u; /* splitmix64 */
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return ((double)((z ^ z >> 31) >> 11) + .5) * 0x1p-53;
}

static double normal(void) { return sqrt(-2 * log(uniform())) * cos(2 * 3.14159265358979323846 * uniform()); }

/* P_k ~ exp(sum_{v <= k} a (theta - b_v)), from the formula. */
static void chances(const IrtItem *item, double a, double theta, double *p)
{
    double sum = 0, power = 0, most = 0, of[IRT_CATEGORIES] = { 0 };
    for (size_t k = 1; k <= item->m; k++) {
        power += a * (theta - item->b[k - 1]);
        of[k] = power;
        most = fmax(most, power);
    }
    for (size_t k = 0; k <= item->m; k++) sum += p[k] = exp(of[k] - most);
    for (size_t k = 0; k <= item->m; k++) p[k] /= sum;
}

/* ---- models ---- */

enum { N_ITEMS = 16, MOST = 400 };

/* True slopes are those inside a class; the model, fitted over classes, sees them flatter. */
typedef struct Population { size_t n_items; IrtItem items[LIMIT_TASKS]; double slope[LIMIT_TASKS], effect[LIMIT_TASKS], between, within; } Population;
typedef struct Made { Battery battery; double *memory; void *scratch; } Made;

static void flatten(Population *of)
{
    for (size_t j = 0; j < of->n_items; j++) of->items[j].a = of->slope[j] / sqrt(1 + .346 * of->slope[j] * of->slope[j] * of->effect[j] * of->effect[j]);
}

/* Ten tasks of one point, six of two, from easy to hard; the last is scored 0 or 2. */
static Population usual(double effect)
{
    Population of = { .n_items = N_ITEMS, .between = .4, .within = .9165151389911680 };
    for (size_t j = 0; j < N_ITEMS; j++) {
        irt_item_plain(&of.items[j], j < 10 || j == 15 ? 1 : 2);
        of.items[j].b[0] = j < 10 ? -2 + .35 * (double)j : -1 + .3 * (double)(j - 10);
        of.items[j].b[1] = of.items[j].b[0] + .6;
        of.slope[j] = .8 + .1 * (double)(j % 5);
        of.effect[j] = effect;
    }
    of.items[15].points[1] = 2;
    flatten(&of);
    return of;
}

static Made *made_of(const Population *of, uint64_t seed, double effort)
{
    Made *made = calloc(1, sizeof *made);
    IrtModel model = { of->n_items, of->items, 1 };
    assert_non_null(made);
    made->memory = malloc(battery_size(&model) * sizeof(double));
    made->scratch = malloc(battery_scratch_size(MOST, of->n_items) + sizeof(double));
    assert_true(made->memory != NULL && made->scratch != NULL && battery_begin(&model, made->memory, &made->battery));
    if (effort > 0) {
        void *scratch = malloc(battery_draw_scratch_size(&model, effort));
        BatteryPopulation population = { of->between, of->within, of->effect, of->effect };
        assert_non_null(scratch);
        battery_draw(&made->battery, &population, seed, effort, scratch);
        free(scratch);
    }
    return made;
}

static void let_go(Made *made)
{
    free(made->memory);
    free(made->scratch);
    free(made);
}

static void draw_class(const Population *of, size_t n, uint8_t *x)
{
    double level = of->between * normal(), shift[LIMIT_TASKS], p[IRT_CATEGORIES];
    for (size_t j = 0; j < of->n_items; j++) shift[j] = of->effect[j] * normal();
    for (size_t i = 0; i < n; i++) {
        double theta = level + of->within * normal();
        for (size_t j = 0; j < of->n_items; j++) {
            chances(&of->items[j], of->slope[j], theta + shift[j], p);
            double u = uniform();
            uint8_t k = 0;
            while (k < of->items[j].m && u > p[k]) u -= p[k++];
            x[i * of->n_items + j] = k;
        }
    }
}

static void check_near(const char *what, double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("%s: got %.15g, expected %.15g", what, got, expected);
}

static Made *shared; /* drawn once: usual population, effects of .3 */
static Population shared_of;

static int begin(void **unused)
{
    (void)unused;
    shared_of = usual(.3);
    shared = made_of(&shared_of, 20210401, 4);
    return 0;
}

static int end(void **unused)
{
    (void)unused;
    let_go(shared);
    return 0;
}

#endif
