/* Person fit without a model: PerFit as oracle where the shared data stands, worked examples, all patterns one by one, undefined cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <time.h>

#include "stats/guttman.h"
#include "stats/rng.h"
#include "stats_data.h"

static void check_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("got %.15g, expected %.15g", got, expected);
}

static GuttmanFit *fit_all(const uint8_t *x, size_t n, size_t n_tasks, GuttmanSteps *steps)
{
    assert_true(guttman_prepare(x, n, n_tasks, NULL, steps));
    GuttmanFit *fit = malloc((n + 1) * sizeof *fit);
    double *scratch = malloc(guttman_scratch_size(steps) * sizeof *scratch);
    assert_true(fit != NULL && scratch != NULL);
    guttman_fit(steps, x, n, scratch, fit);
    free(scratch);
    return fit;
}

static void test_two_way_perfit(void **state)
{
    (void)state;
    size_t n, n_expected;
    uint8_t *x = data_scores("perfit_inadequacydata.csv", 28, 0, 28, &n);
    if (x == NULL) skip();
    double *e = data_read("perfit_inadequacydata.expected.perfit.csv", 13, &n_expected), *ht = malloc(n * sizeof *ht);
    assert_true(e != NULL && ht != NULL && n == n_expected && n == 806);
    GuttmanSteps steps;
    GuttmanFit *fit = fit_all(x, n, 28, &steps);
    guttman_ht(x, n, 28, ht);
    assert_true(steps.two_way);
    for (size_t i = 0; i < n; i++) {
        const double *row = &e[i * 13];
        check_near(fit[i].g, row[3], 0);
        check_near(fit[i].gnormed, row[4], 5.1e-5);
        check_near(fit[i].gnp, row[4], 5.1e-5);
        check_near(fit[i].u3, row[5], 5.1e-5);
        check_near(fit[i].zu3, row[6], 5.1e-5);
        check_near(ht[i], row[11], 5.1e-5);
    }
    free(x), free(e), free(ht), free(fit);
}

static void test_polytomous_perfit(void **state)
{
    (void)state;
    size_t n, n_expected;
    uint8_t *x = data_scores("perfit_physfuncdata.csv", 10, 0, 10, &n);
    if (x == NULL) skip();
    double *e = data_read("perfit_physfuncdata.expected.perfit.csv", 4, &n_expected);
    assert_true(e != NULL && n == n_expected && n == 714);
    GuttmanSteps steps;
    GuttmanFit *fit = fit_all(x, n, 10, &steps);
    for (size_t i = 0; i < n; i++) {
        const double *row = &e[i * 4];
        check_near(fit[i].g, row[1], 0);
        check_near(fit[i].gnp, row[2], 5.1e-5);
        check_near(fit[i].u3p, row[3], 5.1e-5);
        assert_true(isnan(fit[i].u3) && isnan(fit[i].gnormed));
    }
    free(x), free(e), free(fit);
}

/* Five works on four tasks by hand: shares .8 .6 .4 .2 in the order of tasks. */
static const uint8_t ladder[5][4] = { { 1, 1, 1, 1 }, { 1, 1, 1, 0 }, { 1, 1, 0, 0 }, { 1, 0, 0, 0 }, { 0, 0, 0, 0 } };

static void test_by_hand(void **state)
{
    (void)state;
    GuttmanSteps steps;
    assert_true(guttman_prepare(&ladder[0][0], 5, 4, NULL, &steps));
    double scratch[200], ht[5];
    assert_true(guttman_scratch_size(&steps) <= 200);
    const uint8_t odd[3][4] = { { 0, 0, 1, 1 }, { 1, 0, 1, 0 }, { 1, 255, 0, 1 } };
    GuttmanFit fit[5];
    guttman_fit(&steps, &odd[0][0], 3, scratch, fit);
    check_near(fit[0].gnormed, 1, 0);
    check_near(fit[0].u3, 1, 1e-12);
    check_near(fit[1].g, 1, 0);
    check_near(fit[1].gnormed, .25, 1e-15);
    double easy = log(4), middle = log(1.5); /* l = ln 4, ln 1.5, -ln 1.5, -ln 4 */
    check_near(fit[1].u3, (easy + middle - (easy - middle)) / (2 * (easy + middle)), 1e-12);
    check_near(fit[2].g, 1, 0); /* of the tasks 1, 3, 4 that it answered: 3 failed, 4 solved */
    check_near(fit[2].gnormed, .5, 1e-15);
    guttman_fit(&steps, &ladder[0][0], 5, scratch, fit);
    guttman_ht(&ladder[0][0], 5, 4, ht);
    for (size_t i = 0; i < 5; i++) {
        check_near(fit[i].g, 0, 0);
        assert_true(i == 0 || i == 4 ? isnan(fit[i].gnormed) && isnan(fit[i].u3) && isnan(ht[i]) : fit[i].gnormed == 0 && fabs(fit[i].u3) < 1e-12);
        if (i > 0 && i < 4) check_near(ht[i], 1, 1e-12); /* a perfect ladder */
    }
}

/* HT by its definition, pair by pair. */
static double ht_slow(const uint8_t *x, size_t n, size_t J, size_t i)
{
    double top = 0, bottom = 0;
    for (size_t h = 0; h < n; h++) {
        if (h == i) continue;
        double pi = 0, ph = 0, both = 0;
        for (size_t j = 0; j < J; j++) {
            pi += x[i * J + j] / (double)J;
            ph += x[h * J + j] / (double)J;
            both += x[i * J + j] * x[h * J + j] / (double)J;
        }
        top += both - pi * ph;
        bottom += fmin(pi, ph) * (1 - fmax(pi, ph));
    }
    return top / bottom;
}

/* Greatest and least sums over all patterns of a total, one by one. */
static void test_brute_force(void **state)
{
    (void)state;
    enum { N = 60, J = 5 };
    const uint8_t max[J] = { 2, 1, 3, 1, 2 };
    uint8_t x[N][J];
    Rng rng = rng_at(7, 0, 0);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < J; j++) x[i][j] = (uint8_t)rng_below(&rng, max[j] + 1u);
    GuttmanSteps steps;
    assert_true(guttman_prepare(&x[0][0], N, J, max, &steps));
    double scratch[400];
    assert_true(guttman_scratch_size(&steps) <= 400);
    static uint8_t pattern[144][J];
    GuttmanFit fit[144];
    size_t n = 0;
    for (uint8_t a = 0; a < 3; a++)
        for (uint8_t b = 0; b < 2; b++)
            for (uint8_t c = 0; c < 4; c++)
                for (uint8_t d = 0; d < 2; d++)
                    for (uint8_t e = 0; e < 3; e++) memcpy(pattern[n++], (uint8_t[]){ a, b, c, d, e }, J);
    assert_int_equal(n, 144);
    guttman_fit(&steps, &pattern[0][0], n, scratch, fit);
    for (size_t total = 1; total < 9; total++) {
        double most = 0, top_u = 0, least_u = 1, top_g = 0;
        for (size_t i = 0; i < n; i++) {
            if (pattern[i][0] + pattern[i][1] + pattern[i][2] + pattern[i][3] + pattern[i][4] != (int)total) continue;
            assert_true(fit[i].gnp >= 0 && fit[i].gnp <= 1 && fit[i].u3p >= 0 && fit[i].u3p <= 1 && fit[i].g >= 0);
            most = fmax(most, fit[i].gnp);
            top_g = fmax(top_g, fit[i].g);
            top_u = fmax(top_u, fit[i].u3p);
            least_u = fmin(least_u, fit[i].u3p);
        }
        check_near(most, 1, 1e-12); /* bounds are reached */
        check_near(top_u, 1, 1e-9);
        check_near(least_u, 0, 1e-9);
        assert_true(top_g > 0);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < J; j++) x[i][j] = x[i][j] > 0;
    double ht[N];
    guttman_ht(&x[0][0], N, J, ht);
    for (size_t i = 0; i < N; i++) {
        size_t r = (size_t)(x[i][0] + x[i][1] + x[i][2] + x[i][3] + x[i][4]);
        if (r > 0 && r < J) check_near(ht[i], ht_slow(&x[0][0], N, J, i), 1e-10);
        else assert_true(isnan(ht[i]));
    }
}

static void test_order_of_rows_and_tasks(void **state)
{
    (void)state;
    enum { N = 41, J = 7 };
    uint8_t x[N][J], y[N][J];
    Rng rng = rng_at(3, 0, 0);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < J; j++) x[i][j] = rng_uniform(&rng) < (double)(j * N + 3 * i) / (J * N + 3 * N) || i % J == j;
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < J; j++) y[N - 1 - i][(j + 3) % J] = x[i][j];
    double ht[N], ht_other[N];
    guttman_ht(&x[0][0], N, J, ht);
    guttman_ht(&y[0][0], N, J, ht_other);
    GuttmanSteps steps, other;
    GuttmanFit *fit = fit_all(&x[0][0], N, J, &steps), *fit_other = fit_all(&y[0][0], N, J, &other);
    for (size_t i = 0; i < N; i++) {
        if (!isnan(ht[i])) check_near(ht_other[N - 1 - i], ht[i], 1e-12);
        if (!isnan(fit[i].u3)) check_near(fit_other[N - 1 - i].u3, fit[i].u3, 1e-12);
        if (!isnan(fit[i].zu3)) check_near(fit_other[N - 1 - i].zu3, fit[i].zu3, 1e-9);
    }
    free(fit), free(fit_other);
}

static void test_undefined(void **state)
{
    (void)state;
    GuttmanSteps steps;
    static uint8_t x[400 * 120];
    assert_false(guttman_prepare(x, 1, 0, NULL, &steps));
    assert_false(guttman_prepare(x, 1, LIMIT_TASKS + 1, NULL, &steps));
    GuttmanFit *fit = fit_all(x, 1, 120, &steps); /* one pupil, nothing solved */
    assert_true(isnan(fit->gnp) && isnan(fit->u3p) && isnan(fit->gnormed));
    free(fit);
    memset(x, 255, sizeof x); /* nothing answered */
    fit = fit_all(x, 400, 120, &steps);
    assert_true(isnan(fit->g) && isnan(fit->gnp));
    free(fit);
    Rng rng = rng_at(1, 0, 0);
    for (size_t i = 0; i < 400 * 25; i++) x[i] = (uint8_t)rng_below(&rng, LIMIT_TASK_MAX + 1); /* 25 tasks of 40 points */
    fit = fit_all(x, 400, 25, &steps);
    for (size_t i = 0; i < 400; i++) assert_true(fit[i].gnp > 0 && fit[i].gnp < 1 && fit[i].u3p > 0 && fit[i].u3p < 1);
    free(fit);
    double ht;
    guttman_ht(x, 1, 25, &ht);
    assert_true(isnan(ht));
}

static void test_ht_is_fast(void **state)
{
    (void)state;
    size_t n = 100000;
    uint8_t *x = malloc(n * 20);
    double *ht = malloc(n * sizeof *ht);
    assert_true(x != NULL && ht != NULL);
    Rng rng = rng_at(5, 0, 0);
    for (size_t i = 0; i < n * 20; i++) x[i] = rng_word(&rng) & 1;
    clock_t start = clock();
    guttman_ht(x, n, 20, ht);
    double taken = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (taken > 1) fail_msg("%g s", taken); /* 0.2 s is wanted in a release build on an idle machine */
    free(x), free(ht);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_way_perfit), cmocka_unit_test(test_polytomous_perfit), cmocka_unit_test(test_by_hand), cmocka_unit_test(test_brute_force),
        cmocka_unit_test(test_order_of_rows_and_tasks), cmocka_unit_test(test_undefined), cmocka_unit_test(test_ht_is_fast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
