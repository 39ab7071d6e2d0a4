/* Agreement with the journal, federal markers, ranks and shares: reference values, properties, undefined cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "stats/basic.h"
#include "stats/federal.h"
#include "stats/journal.h"
#include "stats/rng.h"

static void check_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("got %.15g, expected %.15g", got, expected);
}

/* Unaided vision of 7,477 women (Stuart 1953); expected values of the irr package 0.84. */
static const double vision[4][4] = { { 1520, 266, 124, 66 }, { 234, 1512, 432, 78 }, { 117, 362, 1772, 205 }, { 36, 82, 179, 492 } };

static void test_vision(void **state)
{
    (void)state;
    JournalAgreement a;
    journal_agreement(vision, &a);
    check_near(a.n, 7477, 0);
    check_near(a.lowered + a.confirmed + a.raised, 7477, 0);
    check_near(a.raised2, 124 + 66 + 78, 0);
    check_near(a.kappa, 0.595388828089434, 1e-9);
    check_near(a.kappa_linear, 0.652380429500598, 1e-9);
    check_near(a.qwk, 0.702334252490098, 1e-9);
    check_near(a.stuart_maxwell, 11.9565696229826, 1e-9);
    check_near(a.stuart_maxwell_p, 0.00753342505480059, 1e-10);
    check_near(a.bowker, 19.1065502152668, 1e-9);
    assert_int_equal(a.bowker_df, 6);
    check_near(a.tau_b, 0.658306899705551, 1e-9);
    check_near(a.qwk_se, 0.00846, 5e-4);
}

static void test_agreement_undefined(void **state)
{
    (void)state;
    double none[4][4] = { { 0 } }, same[4][4] = { { 0 } };
    JournalAgreement a;
    journal_agreement(none, &a);
    assert_true(isnan(a.qwk) && isnan(a.bowker) && isnan(a.stuart_maxwell) && isnan(a.tau_b) && isnan(a.sign_p));
    same[2][2] = 25;
    journal_agreement(same, &a);
    assert_true(isnan(a.qwk) && isnan(a.stuart_maxwell_p) && a.confirmed == 25);
    /* two pairs of marks that exchange works among themselves only: two free margins, not three */
    double apart[4][4] = { { 10, 5, 0, 0 }, { 1, 10, 0, 0 }, { 0, 0, 10, 7 }, { 0, 0, 3, 10 } };
    journal_agreement(apart, &a);
    assert_int_equal(a.stuart_maxwell_df, 2);
    check_near(a.stuart_maxwell, 16. / 6 + 16. / 10, 1e-9);
    check_near(a.stuart_maxwell, a.bowker, 1e-9);
}

/* 16 works lowered, none raised: 2 / 2^16. */
static void test_sign_test(void **state)
{
    (void)state;
    double count[4][4] = { { 0 } };
    count[2][1] = 16;
    JournalAgreement a;
    journal_agreement(count, &a);
    check_near(a.sign_p, 2 / 65536., 1e-15);
}

/* Works of a known model: the fit finds it, and schools without severity have z of unit variance. */
static void test_cumulative_logit(void **state)
{
    (void)state;
    const double a[3] = { -3, 0, 2.5 };
    enum { SCHOOLS = 400, WORKS = 40, MAX = 20 };
    static double count[(MAX + 1) * 4];
    static unsigned char total[SCHOOLS][WORKS], mark[SCHOOLS][WORKS];
    for (unsigned s = 0; s < SCHOOLS; s++) {
        Rng rng = rng_at(3, s, 2);
        double severity = .5 * rng_normal(&rng);
        for (int i = 0; i < WORKS; i++) {
            int t = (int)rng_below(&rng, MAX + 1), k = 0;
            double p[4], u = rng_uniform(&rng);
            journal_probabilities(a, .4 * (t - 10) + severity, p);
            for (; k < 3 && (u -= p[k]) > 0; k++) {}
            total[s][i] = (unsigned char)t;
            mark[s][i] = (unsigned char)k;
            count[t * 4 + k]++;
        }
    }
    JournalModel model;
    double b[MAX + 1], squares = 0;
    assert_true(journal_fit(count, MAX, 3, &model, b));
    for (int k = 0; k < 3; k++) check_near(model.a[k], a[k], .25); /* severity flattens the marginal model a little */
    check_near(b[15] - b[5], 4, .4);
    static JournalScore score[SCHOOLS];
    for (int s = 0; s < SCHOOLS; s++)
        for (int i = 0; i < WORKS; i++) {
            JournalScore one = journal_score(model.a, b[total[s][i]], mark[s][i]);
            assert_true(one.i >= 0 && fabs(one.u) <= 1);
            score[s].u += one.u;
            score[s].i += one.i;
        }
    double tau2 = journal_tau2(score, SCHOOLS);
    check_near(tau2, .25, .1);
    for (int s = 0; s < SCHOOLS; s++) {
        JournalSeverity severity = journal_severity(score[s], tau2);
        assert_true(fabs(severity.shift) < fabs(score[s].u / score[s].i));
        squares += severity.z * severity.z / SCHOOLS;
    }
    check_near(squares, 1, .2);
}

static void test_journal_without_all_marks(void **state)
{
    (void)state;
    double count[5 * 4] = { 0 }, b[5];
    const double threes[5] = { 9, 7, 5, 3, 1 }, fours[5] = { 2, 4, 5, 8, 9 };
    for (int t = 0; t < 5; t++) {
        count[4 * t + 1] = threes[t];
        count[4 * t + 2] = fours[t];
    }
    JournalModel model;
    assert_true(journal_fit(count, 4, 1, &model, b));
    assert_true(isinf(model.a[0]) && model.a[0] < 0 && isfinite(model.a[1]) && isinf(model.a[2]) && model.a[2] > 0);
    double p[4];
    journal_probabilities(model.a, b[2], p);
    assert_true(p[0] == 0 && p[3] == 0);
    check_near(p[1] + p[2], 1, 1e-15);
    for (int t = 0; t < 5; t++) count[4 * t + 2] = 0;
    assert_false(journal_fit(count, 4, 1, &model, b)); /* one mark only */
    assert_true(isnan(journal_severity((JournalScore){ 0, 0 }, .1).z));
}

static void test_share_between_schools(void **state)
{
    (void)state;
    const double k[4] = { 0, 5, 10, 15 }, n[4] = { 20, 20, 20, 20 };
    double tau2 = journal_share_tau2(k, n, 4, .375);
    /* moments: sum of squares 0.3125 over 3 degrees, less p q / n */
    check_near(tau2, .3125 / 3 - .375 * .625 / 20, 1e-12);
    check_near(journal_share_z(15, 20, .375, 0), .375 / sqrt(.375 * .625 / 20), 1e-12);
    assert_true(isnan(journal_share_z(0, 0, .5, 1)) && isnan(journal_share_tau2(k, n, 1, .5)));
}

/* Small whole numbers are counted, others sorted: the same ranks. */
static void test_ranks_counted(void **state)
{
    (void)state;
    enum { N = 200 };
    double x[N], moved[N], rank[N], other[N], scratch[N], sum = 0;
    for (uint64_t i = 0; i < N; i++) {
        x[i] = floor(12 * rng_uniform_at(7, i, 1)) + (i == 3 ? 243 : 0);
        moved[i] = x[i] / 2 - 1;
    }
    basic_midranks(x, N, rank, scratch);
    basic_midranks(moved, N, other, scratch);
    for (size_t i = 0; i < N; i++) {
        assert_true(rank[i] == other[i]);
        sum += rank[i];
    }
    assert_true(sum == N * (N + 1) / 2.0 && rank[3] == N);
}

static void test_ranks(void **state)
{
    (void)state;
    double x[6] = { 3, 1, 3, 2, 3, 5 }, rank[6], scratch[18];
    const double expected[6] = { 4, 1, 4, 2, 4, 6 };
    basic_midranks(x, 6, rank, scratch);
    for (int i = 0; i < 6; i++) check_near(rank[i], expected[i], 0);
    /* by hand: ranks 1 2.5 2.5 4 and 1 3 2 4: d^2 = .5, textbook .95, Pearson 4.5 / sqrt(4.5 * 5) */
    double a[4] = { 1, 2, 2, 3 }, b[4] = { 1, 3, 2, 4 }, flat[4] = { 4, 4, 4, 4 };
    Spearman r = basic_spearman(a, b, 4, scratch);
    check_near(r.textbook, .95, 1e-12);
    check_near(r.corrected, 4.5 / sqrt(22.5), 1e-12);
    assert_true(isnan(basic_spearman(a, flat, 4, scratch).textbook) && isnan(basic_spearman(a, b, 1, scratch).corrected));
    double y[5] = { 5, 1, 4, 2, 3 };
    basic_sort(y, 5);
    check_near(basic_quantile(y, 5, .9), 4.6, 1e-12); /* type 7 */
    check_near(basic_median(x, 6, scratch), 3, 0);
    check_near(basic_sd(y, 5), sqrt(2.5), 1e-12);
    assert_true(isnan(basic_sd(y, 1)) && isnan(basic_mean(y, 0)));
}

/* Newcombe 1998, table I, 81 of 263 and 0 of 20. */
static void test_share_intervals(void **state)
{
    (void)state;
    Interval w = basic_wilson(81, 263, .95), c = basic_clopper_pearson(81, 263, .95);
    check_near(w.low, .2553, 5e-5);
    check_near(w.high, .3662, 5e-5);
    check_near(c.low, .2527, 5e-5);
    check_near(c.high, .3676, 5e-5);
    check_near(basic_clopper_pearson(0, 20, .95).high, .1684, 5e-5);
    check_near(basic_wilson(0, 20, .95).high, .1611, 5e-5);
    assert_true(basic_wilson(20, 20, .95).high == 1 && isnan(basic_wilson(0, 0, .95).low));
}

static void test_federal_markers(void **state)
{
    (void)state;
    uint32_t school[6] = { 0, 0, 0, 1, 2, 1 }, flat[6] = { [4] = 9 }, one[6] = { [5] = 1 }, region[6] = { 100, 100, 100, 100, 100, 100 };
    FederalMean s = federal_mean(school, 5), r = federal_mean(region, 5), f = federal_mean(flat, 5), o = federal_mean(one, 5);
    check_near(s.mean, 4, 0);
    check_near(s.sd, sqrt(2. / 3), 1e-15);
    check_near(s.low, 4 - 1.96 * sqrt(2. / 3) / 2, 1e-15);
    assert_int_equal(federal_inflated(&s, &r), FEDERAL_YES);
    assert_int_equal(federal_inflated(&r, &s), FEDERAL_NO);
    assert_int_equal(federal_inflated(&f, &r), FEDERAL_UNDEFINED);
    assert_int_equal(federal_inflated(&o, &r), FEDERAL_UNDEFINED);
    assert_int_equal(federal_mismatch(-.01), FEDERAL_YES);
    assert_int_equal(federal_mismatch(0), FEDERAL_NO);
    assert_int_equal(federal_mismatch(NAN), FEDERAL_UNDEFINED);
    double k[5] = { 1.2, .8, 1, .9, 1.1 }, scratch[5];
    FederalCohort cohort = federal_cohort(k, 5, scratch);
    check_near(cohort.q1, .9, 1e-15);
    check_near(cohort.q3, 1.1, 1e-15);
    check_near(cohort.drop_above, 1.7, 1e-12);
    check_near(cohort.growth_below, .3, 1e-12);
    assert_true(isnan(federal_cohort(k, 0, scratch).q1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vision),
        cmocka_unit_test(test_agreement_undefined),
        cmocka_unit_test(test_sign_test),
        cmocka_unit_test(test_cumulative_logit),
        cmocka_unit_test(test_journal_without_all_marks),
        cmocka_unit_test(test_share_between_schools),
        cmocka_unit_test(test_ranks),
        cmocka_unit_test(test_ranks_counted),
        cmocka_unit_test(test_share_intervals),
        cmocka_unit_test(test_federal_markers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
