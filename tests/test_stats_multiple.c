/* Many p-values and the funnel: reference values, properties, undefined cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stats/funnel.h"
#include "stats/multiple.h"
#include "stats/rng.h"
#include "stats_data.h"

static double scratch[4000];

static void check_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("got %.15g, expected %.15g", got, expected);
}

/* R: p.adjust(c(.01, .04, .03, .005, .5), "BH") and "BY"; a silent one in the middle changes nothing. */
static void test_adjusted(void **state)
{
    (void)state;
    const double p[6] = { .01, .04, NAN, .03, .005, .5 }, bh[6] = { .025, .05, NAN, .05, .025, .5 };
    double q[6], factor = 137. / 60;
    multiple_bh(p, 6, q, scratch);
    for (int i = 0; i < 6; i++) assert_true(isnan(bh[i]) ? isnan(q[i]) : fabs(q[i] - bh[i]) < 1e-15);
    multiple_by(p, 6, q, scratch);
    for (int i = 0; i < 6; i++) assert_true(isnan(bh[i]) ? isnan(q[i]) : fabs(q[i] - fmin(1, bh[i] * factor)) < 1e-15);
}

static void test_combined(void **state)
{
    (void)state;
    const double p[3] = { .05, .05, NAN }, none[2] = { NAN, NAN }, sure[2] = { 1e-5, 1 }, same[3] = { .03, .03, .03 }, tiny[2] = { 1e-40, 1e-40 };
    /* chi2 11.98 on 4: e^-x/2 (1 + x/2) with x = 11.9829 */
    check_near(multiple_fisher(p, 3), .0025 * (1 - log(.0025)), 1e-12);
    check_near(multiple_cauchy(same, NULL, 3), .03, 1e-12);
    check_near(multiple_cauchy(tiny, NULL, 2) / 1e-40, 1, 1e-9);
    assert_true(multiple_cauchy(sure, NULL, 2) < 1e-4); /* one p of 1 does not kill the sum */
    assert_true(isnan(multiple_fisher(none, 2)) && isnan(multiple_cauchy(none, NULL, 2)));
    const double weight[2] = { 1, 0 }, two[2] = { .2, .9 };
    check_near(multiple_cauchy(two, weight, 2), .2, 1e-12);
}

static void test_null_shares(void **state)
{
    (void)state;
    double p[1000], z[1000];
    for (int i = 0; i < 1000; i++) p[i] = i < 300 ? 1e-4 : (i - 299.5) / 700;
    MultipleStorey storey = multiple_storey(p, 1000, .5);
    check_near(storey.pi0, .7, .01);
    assert_true(storey.lifted_low < storey.lifted && storey.lifted_low > .2);
    assert_true(isnan(multiple_storey(p, 0, .5).pi0));
    for (int i = 0; i < 1000; i++) z[i] = multiple_z((i + .5) / 1000);
    MultipleNull null = multiple_empirical_null(z, 1000, scratch);
    check_near(null.centre, 0, .01);
    check_near(null.scale, 1, .01);
    for (int i = 0; i < 1000; i++) z[i] = 1.5 * z[i] + (i < 100 ? 5 : 0); /* over-dispersed, with true signs above */
    null = multiple_empirical_null(z, 1000, scratch);
    check_near(null.scale, 1.5, .15);
    check_near(multiple_null_p(multiple_z(.01), (MultipleNull){ 0, 1 }), .01, 1e-12);
    assert_true(isnan(multiple_z(NAN)) && multiple_z(0) == 37.5 && multiple_z(1) == -37.5);
    assert_true(multiple_empirical_null(z, 0, scratch).scale == 1);
}

/* False discoveries stay under the level when a fifth of hypotheses are true signs. */
static void test_bh_controls_false_discoveries(void **state)
{
    (void)state;
    double rate = 0;
    for (unsigned r = 0; r < 200; r++) {
        Rng rng = rng_at(11, r, 4);
        double p[100], q[100], found = 0, wrong = 0;
        for (int i = 0; i < 100; i++) p[i] = multiple_null_p(rng_normal(&rng) + (i < 20 ? 3 : 0), (MultipleNull){ 0, 1 });
        multiple_bh(p, 100, q, scratch);
        for (int i = 0; i < 100; i++)
            if (q[i] <= .1) {
                found++;
                wrong += i >= 20;
            }
        if (found > 0) rate += wrong / found / 200;
    }
    assert_true(rate > .05 && rate < .1);
}

/* metafor 3.8: without winsorising tau2 is DerSimonian & Laird's. */
static void test_funnel_of_london_schools(void **state)
{
    (void)state;
    size_t n = 0;
    double *rows = data_read("exam_london65.expected.metafor_z.csv", 6, &n), y[65], se[65];
    if (rows == NULL) skip();
    assert_int_equal(n, 65);
    for (size_t i = 0; i < n; i++) {
        y[i] = rows[6 * i + 2];
        se[i] = sqrt(rows[6 * i + 3]);
    }
    Funnel plain, robust;
    assert_true(funnel_fit(y, se, n, 0, scratch, &plain) && funnel_fit(y, se, n, .1, scratch, &robust));
    check_near(plain.tau2, 0.152996768556585, 1e-9);
    check_near(plain.q, 782.768110321071, 1e-6);
    assert_true(robust.tau2 < plain.tau2 && robust.theta0 == plain.theta0);
    double largest = 0;
    for (size_t i = 0; i < n; i++) largest = fmax(largest, fabs(funnel_z(&plain, y[i], se[i]) - rows[6 * i + 5]));
    assert_true(largest < .25); /* theirs is centred on the random-effects mean and takes its variance out */
    free(rows);
}

static void test_funnel_properties(void **state)
{
    (void)state;
    double y[5] = { 1, 2, 3, 4, NAN }, se[5] = { 1, 1, 1, 1, 1 }, low, high;
    Funnel funnel = { .n = 99 };
    assert_true(funnel_fit(y, se, 5, 0, scratch, &funnel));
    assert_int_equal(funnel.n, 4);
    check_near(funnel.theta0, 2.5, 1e-12);
    check_near(funnel.tau2, (5. - 3) / 3, 1e-12); /* variance of y less 1 */
    funnel_limits(&funnel, 1, 2, &low, &high);
    check_near(high - low, 4 * sqrt(5. / 3), 1e-12);
    check_near(funnel_z(&funnel, high, 1), 2, 1e-12);
    assert_false(funnel_fit(y, se, 1, .1, scratch, &funnel));
    funnel_arcsine(3, 12, &low, &high);
    check_near(funnel_arcsine_share(low), .25, 1e-12);
    check_near(high, 1 / (2 * sqrt(12)), 1e-12);
    funnel_arcsine(0, 0, &low, &high);
    assert_true(isnan(low));
}

static void test_robust_z(void **state)
{
    (void)state;
    double y[40], z[40], far[40];
    for (int i = 0; i < 39; i++) y[i] = (i * 16) % 39; /* 0..38 once each: median 19, median distance 10 */
    y[39] = NAN;
    funnel_robust_z(y, 40, z, scratch);
    assert_true(isnan(z[39]));
    for (int i = 0; i < 39; i++) check_near(z[i], (y[i] - 19) / 14.826, 1e-12);
    y[0] = -1e6; /* it was the least already: nobody else moves */
    funnel_robust_z(y, 40, far, scratch);
    for (int i = 1; i < 39; i++) check_near(far[i], z[i], 1e-12);
    funnel_robust_z(y, 29, z, scratch);
    assert_true(isnan(z[3])); /* a stratum of 29 */
    for (int i = 0; i < 22; i++) y[i] = 5;
    funnel_robust_z(y, 40, z, scratch);
    assert_true(isnan(z[3])); /* more than half are one value */
}

/* Signs are in the upper tail: the most innocent unit is no surer a sign than a usual one, though the lower tail is thin. */
static void test_lfdr_is_one_sided(void **state)
{
    (void)state;
    double z[400], lfdr[400];
    for (int i = 0; i < 396; i++) z[i] = rng_normal_at(5, (uint64_t)i, 1);
    z[396] = -4.3, z[397] = -3.7, z[398] = 5, z[399] = 5.5;
    multiple_lfdr(z, 400, lfdr, scratch);
    assert_true(lfdr[396] > .8 && lfdr[397] > .8 && lfdr[398] < .2 && lfdr[399] < .2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adjusted),
        cmocka_unit_test(test_combined),
        cmocka_unit_test(test_null_shares),
        cmocka_unit_test(test_lfdr_is_one_sided),
        cmocka_unit_test(test_bh_controls_false_discoveries),
        cmocka_unit_test(test_funnel_of_london_schools),
        cmocka_unit_test(test_funnel_properties),
        cmocka_unit_test(test_robust_z),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
