/* Agreement of raters, components of spread, acceptance sampling. */
#include "stat_ask.h"

#include "stats/agreement.h"
#include "stats/rng.h"
#include "stats/sampling.h"
#include "stats_data.h"

/* Six works, four judges: Shrout & Fleiss 1979, table 2; their printed ICC .17, .29, .71. */
static const double shrout[24] = { 9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7 };

static void test_icc_of_shrout_and_fleiss(void **state)
{
    (void)state;
    AgreementSquares s;
    assert_true(agreement_squares(shrout, 6, 4, &s));
    near(s.rows, 11.24, .005);
    near(s.columns, 32.49, .005);
    near(s.error, 1.02, .005);
    near(s.within, 6.26, .005);
    AgreementIcc icc = agreement_icc(&s, .95);
    near(icc.one.value, .17, .005);
    near(icc.two.value, .29, .005);
    near(icc.three.value, .71, .005);
    /* limits as psych::ICC and irr::icc print them for this table */
    near(icc.one.low, -.13, .005);
    near(icc.one.high, .72, .005);
    near(icc.two.low, .02, .005);
    near(icc.two.high, .76, .005);
    near(icc.three.low, .34, .005);
    near(icc.three.high, .95, .005);
    AgreementG g = agreement_components(&s);
    near(agreement_phi(g, 1), icc.two.value, 1e-12); /* the same thing by another name */
    near(agreement_rho(g, 1), icc.three.value, 1e-12);
    assert_true(agreement_phi(g, 4) > agreement_phi(g, 2) && agreement_phi(g, 2) < agreement_rho(g, 2));
}

/* The example of Krippendorff 2011, «Computing Krippendorff's alpha-reliability»: four observers, twelve units, some missing; .743, .815, .849. */
static void test_krippendorff_example(void **state)
{
    (void)state;
    const double m = NAN;
    const double x[48] = { 1, 1, m, 1, 2, 2, 3, 2, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 2, 3, 4, 4, 4, 4, 4, 1, 1, 2, 1, 2, 2, 2, 2, m, 5, 5, 5, m, m, 1, 1, m, m, 3, m };
    double scratch[144];
    near(agreement_krippendorff(x, 12, 4, AGREEMENT_NOMINAL, scratch), .743, .0005);
    near(agreement_krippendorff(x, 12, 4, AGREEMENT_ORDINAL, scratch), .815, .0005);
    near(agreement_krippendorff(x, 12, 4, AGREEMENT_INTERVAL, scratch), .849, .0005);
    /* order of works and of raters is nothing; a monotone relabelling is nothing to the ordinal one */
    double y[48];
    for (size_t i = 0; i < 12; i++)
        for (size_t j = 0; j < 4; j++) y[(11 - i) * 4 + (j + 1) % 4] = exp(x[i * 4 + j]);
    near(agreement_krippendorff(y, 12, 4, AGREEMENT_NOMINAL, scratch), agreement_krippendorff(x, 12, 4, AGREEMENT_NOMINAL, scratch), 1e-12);
    near(agreement_krippendorff(y, 12, 4, AGREEMENT_ORDINAL, scratch), agreement_krippendorff(x, 12, 4, AGREEMENT_ORDINAL, scratch), 1e-12);
}

/* Ten raters, fourteen subjects, five categories: Fleiss 1971's design as printed in textbooks, kappa .210. */
static void test_fleiss_example(void **state)
{
    (void)state;
    static const int table[10][5] = { { 0, 0, 0, 0, 14 }, { 0, 2, 6, 4, 2 }, { 0, 0, 3, 5, 6 }, { 0, 3, 9, 2, 0 }, { 2, 2, 8, 1, 1 }, { 7, 7, 0, 0, 0 }, { 3, 2, 6, 3, 0 }, { 2, 5, 3, 2, 2 }, { 6, 5, 2, 1, 0 }, { 0, 2, 2, 3, 7 } };
    double x[140], scratch[140];
    for (size_t i = 0; i < 10; i++)
        for (size_t k = 0, at = 0; k < 5; k++)
            for (int c = 0; c < table[i][k]; c++) x[i * 14 + at++] = (double)k;
    near(agreement_fleiss(x, 10, 14, scratch), .210, .0005);
}

static void test_kappas(void **state)
{
    (void)state;
    /* 2 x 2 by hand: 20, 5 / 10, 15: (.7 - .5) / .5 = .4, and with two categories quadratic weights change nothing */
    double x[50], y[50], scratch[100];
    for (size_t i = 0; i < 50; i++) {
        x[i] = i >= 25;
        y[i] = (i >= 20 && i < 25) || i >= 35;
    }
    AgreementPair p = agreement_pair(x, y, 1, 50, scratch), q = agreement_pair(y, x, 1, 50, scratch);
    near(p.kappa, .4, 1e-12);
    near(p.qwk, .4, 1e-12);
    near(q.qwk, p.qwk, 1e-12);
    near(q.qwk_se, p.qwk_se, 1e-12);
    /* Fleiss, Cohen & Everitt's standard error by their own formula at .4 */
    near(p.qwk_se, .12649, 2e-3);
    for (size_t i = 0; i < 50; i++) y[i] = 3;
    assert_true(isnan(agreement_pair(y, y, 1, 50, scratch).kappa) && isnan(agreement_pair(y, y, 1, 50, scratch).qwk));
    assert_true(isnan(agreement_krippendorff(y, 25, 2, AGREEMENT_NOMINAL, (double[150]){ 0 })));
    AgreementSquares s;
    assert_true(agreement_squares(y, 25, 2, &s));
    assert_true(isnan(agreement_icc(&s, .95).one.value) && isnan(agreement_icc(&s, .95).two.value) && isnan(agreement_icc(&s, .95).three.value));
    assert_false(agreement_squares(y, 1, 2, &s));
    const double perfect[6] = { 1, 1, 2, 2, 5, 5 };
    assert_true(agreement_squares(perfect, 3, 2, &s));
    AgreementIcc icc = agreement_icc(&s, .95);
    assert_true(icc.one.value == 1 && icc.two.value == 1 && icc.three.value == 1 && icc.two.low == 1);
}

static void test_vision_table(void **state)
{
    (void)state;
    size_t n;
    const char *source = getenv("MERILO_SOURCE");
    double *expected = data_read("irr_vision.expected.irr.csv", 2, &n);
    if (expected == NULL || source == NULL) skip();
    char words[1000], answer[4000];
    snprintf(words, sizeof words, "agreement --in '%s/../shared/data/oracles/irr_vision.csv'", source);
    assert_int_equal(ask_file(words, answer, sizeof answer), 0);
    near(answer_number(answer, "kappa"), expected[1], 1e-6);
    near(answer_number(answer, "qwk"), expected[7], 1e-6);
    free(expected);
}

static void test_acceptance(void **state)
{
    (void)state;
    assert_int_equal(sampling_zero_accept(50, .1, .05), 22); /* statistics.md A9 */
    assert_int_equal(sampling_zero_accept(1, .1, .05), 1);
    SamplingPlan plan;
    assert_true(sampling_plan(50, .05, .25, .05, .05, &plan));
    assert_true(plan.accept_good >= .95 && plan.accept_bad <= .05 && plan.n < 50 && plan.c < plan.n);
    assert_false(sampling_plan(10, .35, .3, .05, .05, &plan)); /* three works either way */
    assert_true(sampling_plan(10, .0, .1, .05, .05, &plan) && plan.c == 0 && plan.n == 10); /* one bad work in ten: only all of them tell */
    SamplingSprt sprt = sampling_sprt(.05, .25, .05, .05);
    near(sprt.low, -2.94443897917, 1e-10);
    near(sprt.high, 2.94443897917, 1e-10);
}

static void test_risk_and_random(void **state)
{
    (void)state;
    enum { N = 400 };
    double risk[N], pi[N], y[N], truth = 0, got = 0, sum = 0, covered = 0;
    bool taken[N];
    for (size_t i = 0; i < N; i++) {
        risk[i] = i < 40 ? 5 : i < 200 ? 1 : 0;
        y[i] = i % 7 == 0 || i < 30;
        truth += y[i] / N;
    }
    sampling_inclusion(risk, N, .02, 80, pi);
    for (size_t i = 0; i < N; i++) {
        sum += pi[i];
        assert_true(pi[i] >= .02 && pi[i] <= 1);
        if (i > 0) assert_true(pi[i] <= pi[i - 1]);
    }
    near(sum, 80, 1e-6);
    for (uint64_t draw = 0; draw < 500; draw++) {
        double ys[N], ps[N];
        size_t m = 0;
        sampling_systematic(pi, N, rng_uniform_at(7, draw, 1), taken);
        for (size_t i = 0; i < N; i++)
            if (taken[i]) {
                ys[m] = y[i];
                ps[m++] = pi[i];
            }
        assert_true(m >= 79 && m <= 81);
        SamplingHajek h = sampling_hajek(ys, ps, m);
        got += h.mean / 500;
        covered += fabs(h.mean - truth) <= 1.96 * h.se;
    }
    near(got, truth, .03);
    assert_true(covered / 500 > .75);
    double all[N];
    for (size_t i = 0; i < N; i++) all[i] = 1;
    SamplingHajek census = sampling_hajek(y, all, N);
    near(census.mean, truth, 1e-12);
    assert_true(census.se == 0 && isnan(sampling_hajek(NULL, NULL, 0).mean));
}

static void test_commands(void **state)
{
    (void)state;
    check_says("agreement", "a,b,c\n1,1,2\n2,2,2\n3,3,3\n4,4,5\n", (const char *const[]){ "\"icc1_low\": ", "\"kappa\": ", "\"level\": \"interval\"", NULL });
    check_says("agreement", "a,b\nда,да\nнет,да\nнет,нет\n", (const char *const[]){ "\"icc1\": null", "\"kappa\": 0.4", "\"level\": \"nominal\"", "словами", NULL });
    check_says("agreement", "a,b\n3,3\n3,3\n", (const char *const[]){ "\"krippendorff\": null", "отличить от случайного", NULL });
    check_refuses("agreement", "a\n3\n", "хотя бы два проверяющих");
    check_refuses("agreement --level best", "a,b\n3,3\n", "Нет шкалы «best»");
    check_says("gtheory", "a,b\n1,2\n2,3\n5,6\n", (const char *const[]){ "\"residual\": 0", "\"rater\": 0.5", "\"phi\": [", NULL });
    check_says("gtheory", "a,b\n1,2\n3,3\n6,5\n", (const char *const[]){ "\"rater\": 0,", "\"note\": \"Разброс работ или проверяющих вышел меньше нуля", NULL });
    check_refuses("gtheory", "a,b\n1,2\n", "две работы");
    check_says("gtheory --items b-c,a", "a,b,x-y,c\n1,2,9,3\n2,3,9,4\n5,6,9,7\n", (const char *const[]){ "\"raters\": 4", NULL });
    check_says("gtheory --items x-y,a", "a,x-y\n1,2\n2,3\n5,6\n", (const char *const[]){ "\"raters\": 2", NULL });
    check_refuses("gtheory --items a,b,a", "a,b\n1,2\n2,3\n", "назван дважды");
    check_refuses("gtheory --items b-a", "a,b\n1,2\n2,3\n", "нет столбцов «b-a»");
    check_refuses("gtheory --items a,b", "a,b\n1,два\n2,3\n", "не число");
    char answer[4000];
    assert_int_equal(ask_file("sampling --lot 20", answer, sizeof answer), 0); /* needs no table */
    assert_int_equal(ask_file("agreement", answer, sizeof answer), 2);
    check_refuses("gtheory --items a-z", "a,b\n1,2\n", "нет столбцов «a-z»");
    check_says("sampling --lot 50 --p1 .1", "a\n1\n", (const char *const[]){ "\"zero_accept\": 22", "\"sprt_low\": -2.94443897917", NULL });
    check_refuses("sampling --p0 .3", "a\n1\n", "меньше недопустимой");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_icc_of_shrout_and_fleiss),
        cmocka_unit_test(test_krippendorff_example),
        cmocka_unit_test(test_fleiss_example),
        cmocka_unit_test(test_kappas),
        cmocka_unit_test(test_vision_table),
        cmocka_unit_test(test_acceptance),
        cmocka_unit_test(test_risk_and_random),
        cmocka_unit_test(test_commands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
