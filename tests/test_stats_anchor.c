/* The honest curve of clean works: its level, what was moved against it, and its refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/honest.h"
#include "stats/rng.h"
#include "stats/tilt.h"

enum { MAX = 20, SCORES = MAX + 1, MOST_UNITS = 40 };
static const uint16_t cutoffs[] = { 6, 10, 15 };

static double mean_of(const double *f)
{
    double sum = 0, all = 0;
    for (int t = 0; t <= MAX; t++) sum += f[t] * t, all += f[t];
    return sum / all;
}

/* A smooth bell of the given mean; shares. */
static void bell(double mean, double *f)
{
    for (int t = 0; t <= MAX; t++) f[t] = exp(-(t - 11.0) * (t - 11.0) / 40.0);
    tilt_to_mean(f, MAX, mean, f);
}

static void draw(const double *f, uint32_t n, uint64_t unit, uint32_t *count)
{
    memset(count, 0, SCORES * sizeof *count);
    Rng rng = rng_at(7, unit, 1);
    for (uint32_t i = 0; i < n; i++) {
        double u = rng_uniform(&rng);
        int t = 0;
        while (t < MAX && u >= f[t]) u -= f[t++];
        count[t]++;
    }
}

typedef struct Case { uint32_t units[MOST_UNITS * SCORES]; double count[SCORES], honest[SCORES], *scratch; Honest fit; } Case;

/* n_units schools of n works at anchor_mean, and a region of exact shares at region_mean of which `moved` works of 5 points stand at 6. */
static Case *case_of(uint32_t n_units, uint32_t n, double anchor_mean, double region_mean, double moved)
{
    Case *c = calloc(1, sizeof *c);
    c->scratch = malloc(honest_anchor_scratch_size(MAX) * sizeof(double));
    double f[SCORES];
    bell(anchor_mean, f);
    for (uint32_t i = 0; i < n_units; i++) draw(f, n, i, c->units + i * SCORES);
    bell(region_mean, f);
    for (int t = 0; t <= MAX; t++) c->count[t] = 20000 * f[t];
    c->count[5] -= moved;
    c->count[6] += moved;
    return c;
}

static void drop(Case *c)
{
    free(c->scratch);
    free(c);
}

static bool fit(Case *c, uint32_t n_units, unsigned replicates)
{
    return honest_anchor(c->units, n_units, c->count, MAX, cutoffs, 3, replicates, 5, c->scratch, &c->fit, c->honest);
}

/* A clean anchor of another level gives the region's curve, and the works that were moved, inside their interval. */
static void test_level_and_moved(void **state)
{
    (void)state;
    Case *c = case_of(40, 100, 13, 10, 300), *honest = case_of(40, 100, 13, 10, 0);
    assert_true(fit(c, 40, 100) && fit(honest, 40, 100));
    double f[SCORES], sum = 0;
    bell(10, f);
    for (int t = 0; t <= MAX; t++) {
        sum += c->honest[t];
        assert_true(fabs(c->honest[t] - f[t]) < 0.012);
        assert_true(fabs(c->honest[t] - honest->honest[t]) < 1e-6); /* works moved inside a window move neither curve nor level */
    }
    assert_true(fabs(sum - 1) < 1e-9 && fabs(mean_of(c->honest) - 10) < 0.02);
    const HonestCutoff *first = &c->fit.cutoff[0];
    assert_true(first->low <= 300 && 300 <= first->high && first->low > 0);
    assert_true(honest->fit.cutoff[0].low <= 0 && 0 <= honest->fit.cutoff[0].high);
    assert_true(fabs(first->moved - honest->fit.cutoff[0].moved - 300) < 1e-6);
    drop(c);
    drop(honest);
}

/* What is common to the anchor is its practice: an anchor that lifts itself hides lifting. */
static void test_no_lifting_is_taken_out(void **state)
{
    (void)state;
    Case *c = case_of(40, 200, 10, 10, 600), *clean = case_of(40, 200, 10, 10, 600);
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t *unit = c->units + i * SCORES, moved = unit[5] * 2 / 3;
        unit[5] -= moved;
        unit[6] += moved;
    }
    assert_true(fit(c, 40, 0) && fit(clean, 40, 0));
    assert_true(isnan(c->fit.cutoff[0].low));
    assert_true(c->fit.cutoff[0].moved < clean->fit.cutoff[0].moved);
    drop(c);
    drop(clean);
}

/* The order of schools is nothing; more schools, a narrower interval. */
static void test_properties(void **state)
{
    (void)state;
    Case *few = case_of(10, 30, 11, 10, 300), *many = case_of(40, 100, 11, 10, 300), *turned = case_of(10, 30, 11, 10, 300);
    for (uint32_t i = 0; i < 10; i++) memcpy(turned->units + i * SCORES, few->units + (9 - i) * SCORES, SCORES * sizeof *turned->units);
    assert_true(fit(few, 10, 200) && fit(many, 40, 200) && fit(turned, 10, 0));
    assert_memory_equal(few->honest, turned->honest, sizeof few->honest);
    assert_true(few->fit.cutoff[0].high - few->fit.cutoff[0].low > many->fit.cutoff[0].high - many->fit.cutoff[0].low);
    drop(few);
    drop(many);
    drop(turned);
}

static void test_refusals(void **state)
{
    (void)state;
    Case *c = case_of(10, 30, 11, 10, 0);
    memset(c->units, 0, sizeof c->units);
    assert_false(fit(c, 10, 0)); /* no clean work */
    drop(c);
    c = case_of(10, 30, 11, 10, 0);
    memset(c->count, 0, sizeof c->count);
    assert_false(fit(c, 10, 0)); /* no work at all */
    drop(c);
    c = case_of(10, 30, 11, 10, 0);
    memset(c->units, 0, sizeof c->units);
    for (uint32_t i = 0; i < 10; i++)
        c->units[i * SCORES + 9] = 30; /* one total: no curve */
    if (fit(c, 10, 20))
        for (int t = 0; t <= MAX; t++) assert_true(isfinite(c->honest[t]));
    drop(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_level_and_moved), cmocka_unit_test(test_no_lifting_is_taken_out), cmocka_unit_test(test_properties), cmocka_unit_test(test_refusals) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
