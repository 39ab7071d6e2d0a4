/* Mixed model by REML. */
#include "stat_ask.h"

#include "stats/mixed.h"
#include "stats/rng.h"
#include "stats_data.h"

static MixedOutcome fit(const double *const *x, size_t p, const double *y, const uint32_t *of, size_t n, size_t n_groups, double *group, const double *origin, MixedSums *sums, Mixed *out)
{
    mixed_begin(sums, p, n_groups, group, origin);
    mixed_add(sums, x, y, of, n);
    return mixed_fit(sums, out);
}

/* Balanced one-way layout: REML is the analysis of variance. Three groups of three: means 2, 5, 8, inside 1 each: MSB 27, MSW 1. */
static void test_balanced_layout_is_anova(void **state)
{
    (void)state;
    const double y[9] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
    const uint32_t of[9] = { 0, 0, 0, 1, 1, 1, 2, 2, 2 };
    double group[6], origin[1] = { 0 };
    MixedSums sums;
    Mixed m;
    assert_int_equal(fit(NULL, 0, y, of, 9, 3, group, origin, &sums, &m), MIXED_DONE);
    near(m.sigma2, 1, 1e-8);
    near(m.tau2, 26. / 3, 1e-6);
    near(m.beta[0], 5, 1e-9);
    near(m.se[0], sqrt(27. / 9), 1e-6);
    MixedGroup g = mixed_group(&sums, &m, 2);
    near(g.blup, 3 * (26. / 27), 1e-6);
    near(g.z, 3 / sqrt(9), 1e-6);
    /* means nearer to each other than chance allows: no spread between groups */
    const double flat[9] = { 1, 5, 9, 2, 5, 8, 3, 5, 7 };
    assert_int_equal(fit(NULL, 0, flat, of, 9, 3, group, origin, &sums, &m), MIXED_DONE);
    assert_true(m.tau2 == 0 && mixed_group(&sums, &m, 0).blup == 0);
}

static void test_refusals(void **state)
{
    (void)state;
    const double y[4] = { 1, 2, 3, 5 }, x[4] = { 2, 2, 2, 2 }, same[4] = { 1, 1, 3, 3 };
    const double *const column[1] = { x };
    const uint32_t one[4] = { 0, 0, 0, 0 }, each[4] = { 0, 1, 2, 3 }, two[4] = { 0, 0, 1, 1 };
    double group[16], origin[2] = { 2, 0 };
    MixedSums sums;
    Mixed m;
    assert_int_equal(fit(NULL, 0, y, one, 4, 1, group, origin, &sums, &m), MIXED_FEW);
    assert_int_equal(fit(NULL, 0, y, each, 4, 4, group, origin, &sums, &m), MIXED_SINGLES);
    assert_int_equal(fit(column, 1, y, two, 4, 2, group, origin, &sums, &m), MIXED_COLLINEAR);
    assert_int_equal(fit(NULL, 0, same, two, 4, 2, group, origin, &sums, &m), MIXED_EXACT);
    assert_int_equal(fit(NULL, 0, x, two, 4, 2, group, origin, &sums, &m), MIXED_EXACT);
    assert_int_equal(fit(NULL, 0, (const double[4]){ NAN, NAN, NAN, NAN }, two, 4, 2, group, origin, &sums, &m), MIXED_FEW);
}

static void test_order_and_shift_change_nothing(void **state)
{
    (void)state;
    enum { N = 3000, G = 100 };
    static double x[N], y[N], rx[N], ry[N];
    static uint32_t of[N], rof[N];
    double group[3 * G], origin[2] = { 0, 0 };
    for (size_t i = 0; i < N; i++) {
        of[i] = (uint32_t)(i * i % 97);
        x[i] = rng_normal_at(3, i, 1);
        y[i] = 2 + .5 * x[i] + .4 * rng_normal_at(3, of[i], 2) + .8 * rng_normal_at(3, i, 3);
        rx[N - 1 - i] = x[i] + 1e6;
        ry[N - 1 - i] = 3 * y[i] - 1e6;
        rof[N - 1 - i] = G - 1 - of[i];
    }
    MixedSums sums;
    Mixed a, b;
    const double *columns[1] = { x };
    assert_int_equal(fit(columns, 1, y, of, N, G, group, origin, &sums, &a), MIXED_DONE);
    MixedGroup g = mixed_group(&sums, &a, 4);
    columns[0] = rx;
    origin[0] = 1e6;
    origin[1] = -1e6;
    assert_int_equal(fit(columns, 1, ry, rof, N, G, group, origin, &sums, &b), MIXED_DONE);
    near(b.beta[1], 3 * a.beta[1], 1e-7);
    near(b.tau2, 9 * a.tau2, 1e-6);
    near(b.sigma2, 9 * a.sigma2, 1e-7);
    near(mixed_group(&sums, &b, G - 1 - 4).z, g.z, 1e-6);
    near(a.beta[1], .5, .06);
    near(a.tau2, .16, .12);
    near(a.sigma2, .64, .06);
}

static void test_london_schools(void **state)
{
    (void)state;
    size_t n, m;
    const char *source = getenv("MERILO_SOURCE");
    double *expected = data_read("exam_london65.expected.lme4.csv", 2, &n), *data = data_read("exam_london65.csv", 10, &n);
    double *blup = data_read("exam_london65.expected.lme4_blup.csv", 3, &m);
    if (expected == NULL || data == NULL || blup == NULL || source == NULL) skip();
    double *x = malloc(n * sizeof *x), *y = malloc(n * sizeof *y), group[3 * 65], origin[2] = { 0, 0 };
    uint32_t *of = malloc(n * sizeof *of);
    for (size_t i = 0; i < n; i++) {
        of[i] = (uint32_t)data[i * 10] - 1;
        y[i] = data[i * 10 + 1];
        x[i] = data[i * 10 + 6];
    }
    MixedSums sums;
    Mixed fitted;
    const double *columns[1] = { x };
    assert_int_equal(fit(columns, 1, y, of, n, 65, group, origin, &sums, &fitted), MIXED_DONE);
    near(fitted.beta[0], expected[1], 1e-4);
    near(fitted.beta[1], expected[3], 1e-4);
    near(fitted.tau2, expected[5], 1e-4);
    near(fitted.sigma2, expected[7], 1e-4);
    near(fitted.reml, expected[9], 1e-4);
    for (size_t i = 0; i < m; i++) {
        MixedGroup g = mixed_group(&sums, &fitted, (size_t)blup[i * 3] - 1);
        near(g.blup, blup[i * 3 + 1], 1e-4);
        near(g.post_sd, blup[i * 3 + 2], 1e-4);
    }
    free(expected);
    free(data);
    free(blup);
    free(x);
    free(y);
    free(of);
}

static void test_command(void **state)
{
    (void)state;
    const char *table = "group,y,x\na,1,1\na,2,2\na,4,3\nb,4,1\nb,5,3\nb,7,4\nc,9,2\nc,9,1\nc,12,5\n,9,1\nc,NA,2\n";
    check_says("mixed --fixed 'x + x2 + mean(x)' --blup", table, (const char *const[]){ "\"terms\": [", "\"mean(x)\"", "\"n_used\": 9", "\"n_groups\": 3", "\"rows\": [", "\"group\": \"c\"", "\"post_sd\": ", NULL });
    check_says("mixed", table, (const char *const[]){ "\"loglik\": ", "\"tau2\": ", NULL });
    check_refuses("mixed --fixed z", table, "нет столбца «z»");
    check_refuses("mixed", "group,y\na,1\nb,2\nc,3\n", "одна строка");
    check_refuses("mixed", "group,y\na,1\na,1\nb,1\nb,1\n", "нет разброса");
    check_refuses("mixed", "y\n1\n", "нет столбца «group»");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_balanced_layout_is_anova),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_order_and_shift_change_nothing),
        cmocka_unit_test(test_london_schools),
        cmocka_unit_test(test_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
