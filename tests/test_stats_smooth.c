/* Log-linear smoothing, honest distribution, tilt: reference values and properties. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stats/betabinomial.h"
#include "stats/honest.h"
#include "stats/loglinear.h"
#include "stats/rng.h"
#include "stats/tilt.h"
#include "stats_data.h"

static double scratch[120000];

static void check_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("got %.15g, expected %.15g", got, expected);
}

/* Moments 1..d of what was observed are met exactly: the defining property of the fit. */
static void test_moments_are_matched(void **state)
{
    (void)state;
    double count[21] = { 2, 5, 9, 14, 30, 12, 60, 80, 91, 70, 120, 131, 125, 110, 90, 95, 60, 40, 22, 9, 3 }, expected[21];
    LogLinear fit;
    assert_true(loglinear_fit(count, 21, NULL, 4, scratch, &fit, expected));
    for (int power = 0; power <= 4; power++) {
        double a = 0, b = 0;
        for (int t = 0; t < 21; t++) {
            a += count[t] * pow(t / 20., power);
            b += expected[t] * pow(t / 20., power);
        }
        check_near(a, b, 1e-6);
    }
    assert_true(fit.deviance > 0 && fit.loglik < 0 && fit.n_cells == 21);
    double all = 1178, deeper;
    check_near(fit.bic, fit.deviance + 5 * log(all), 1e-9);
    deeper = fit.deviance;
    assert_true(loglinear_fit(count, 21, NULL, 5, scratch, &fit, expected) && fit.deviance <= deeper);
}

/* A group lets its shape go free: moving counts inside it changes nothing, moving them out does. */
static void test_group_keeps_its_sum_only(void **state)
{
    (void)state;
    double count[16] = { 3, 8, 15, 30, 45, 60, 80, 90, 95, 90, 70, 55, 40, 25, 12, 4 }, one[16], two[16];
    int16_t cell[16] = { [6] = 1, [7] = 1, [8] = 1, [9] = 1 };
    LogLinear fit;
    assert_true(loglinear_fit(count, 16, cell, 4, scratch, &fit, one));
    assert_int_equal(fit.n_cells, 13);
    count[6] -= 50;
    count[8] += 50;
    assert_true(loglinear_fit(count, 16, cell, 4, scratch, &fit, two));
    for (int t = 0; t < 16; t++) check_near(one[t], two[t], 1e-9);
    count[8] -= 50;
    count[11] += 50;
    assert_true(loglinear_fit(count, 16, cell, 4, scratch, &fit, two));
    assert_true(fabs(one[11] - two[11]) > 1);
}

/* Tasks that are worth two points each: odd totals are rarer. The column holds their sum, the rest of the line is a polynomial as before. */
static void test_lumpy_totals(void **state)
{
    (void)state;
    enum { N = 25 };
    double count[N], noisy[N], expected[N], shifted[N], extra[2 * N], odd[2] = { 0 }, moments[2][4] = { { 0 } };
    LogLinear fit, plain;
    for (int t = 0; t < N; t++) {
        double x = (t - 12) / 12.;
        count[t] = 400 * exp(.3 * x - 2.5 * x * x + .4 * x * x * x) * (t % 2 ? .3 : 1);
        noisy[t] = round(count[t] * (1 + .2 * sin(7. * t)));
    }
    loglinear_lumps(N, 2, 0, extra);
    assert_true(loglinear_choose_columns(count, N, NULL, extra, 1, 3, 3, 0, scratch, &fit, expected));
    for (int t = 0; t < N; t++) check_near(expected[t], count[t], 1e-4); /* what made the counts is found again */
    check_near(fit.deviance, 0, 1e-6);
    double all = 0;
    for (int t = 0; t < N; t++) all += count[t];
    check_near(fit.bic, fit.deviance + 5 * log(all), 1e-9);
    assert_true(loglinear_fit(count, N, NULL, 3, scratch, &plain, expected) && plain.deviance > 100);

    assert_true(loglinear_choose_columns(noisy, N, NULL, extra, 1, 4, 4, 0, scratch, &fit, expected));
    for (int t = 0; t < N; t++) {
        if (t % 2) {
            odd[0] += noisy[t];
            odd[1] += expected[t];
        }
        for (int power = 0; power < 4; power++) {
            moments[0][power] += noisy[t] * pow(t / 24., power);
            moments[1][power] += expected[t] * pow(t / 24., power);
        }
    }
    check_near(odd[0], odd[1], 1e-5);
    for (int power = 0; power < 4; power++) check_near(moments[0][power], moments[1][power], 1e-5);
    /* a table that begins at 1, and the same line said by the other parity */
    loglinear_lumps(N, 2, 1, extra);
    assert_true(extra[0] == 1 && extra[1] == 0);
    assert_true(loglinear_choose_columns(noisy, N, NULL, extra, 1, 4, 4, 0, scratch, &fit, shifted));
    for (int t = 0; t < N; t++) check_near(expected[t], shifted[t], 1e-5);
    /* three remainders; masked so that one of them is never seen */
    loglinear_lumps(N, 3, 0, extra);
    assert_true(extra[1] == 1 && extra[N + 2] == 1 && extra[0] + extra[N] == 0);
    assert_true(loglinear_choose_columns(noisy, N, NULL, extra, 2, 4, 8, 1, scratch, &fit, expected));
    int16_t cell[N];
    for (int t = 0; t < N; t++) cell[t] = t % 3 == 2 ? LOGLINEAR_MASKED : LOGLINEAR_ALONE;
    assert_false(loglinear_choose_columns(noisy, N, cell, extra, 2, 4, 4, 0, scratch, &fit, expected));
}

static void test_smoothing_refuses(void **state)
{
    (void)state;
    double count[6] = { 1, 2, 3, 4, 5, 6 }, none[6] = { 0 }, expected[6] = { -1 };
    int16_t mask[6] = { 0, 0, 0, 0, LOGLINEAR_MASKED, LOGLINEAR_MASKED };
    LogLinear fit = { .degree = 77 };
    assert_false(loglinear_fit(count, 6, mask, 4, scratch, &fit, expected));
    assert_false(loglinear_fit(none, 6, NULL, 2, scratch, &fit, expected));
    assert_false(loglinear_choose(count, 6, NULL, 4, 8, 2, scratch, &fit, expected));
    assert_true(fit.degree == 77 && expected[0] == -1);
}

static void test_masked_reference(void **state)
{
    (void)state;
    size_t n = 0;
    double *rows = data_read("pl_matura_polish_2014_hist.expected.loglin6_masked.csv", 3, &n), count[75], expected[75];
    int16_t mask[75] = { 0 };
    if (rows == NULL) skip();
    for (size_t t = 0; t < 75; t++) {
        count[t] = rows[3 * t + 1];
        if (t >= 15 && t <= 27) mask[t] = LOGLINEAR_MASKED;
    }
    LogLinear fit;
    assert_true(loglinear_fit(count, 75, mask, 6, scratch, &fit, expected));
    for (size_t t = 0; t < 75; t++) check_near(expected[t] / rows[3 * t + 2], 1, 1e-6);
    free(rows);
}

static void test_plain_reference(void **state)
{
    (void)state;
    size_t n = 0;
    double *rows = data_read("cz_matura_math_2019_items.expected.loglin6.csv", 3, &n), count[51], expected[51];
    if (rows == NULL) skip();
    assert_int_equal(n, 51);
    for (size_t t = 0; t < n; t++) count[t] = rows[3 * t + 1];
    LogLinear fit;
    assert_true(loglinear_fit(count, n, NULL, 6, scratch, &fit, expected));
    for (size_t t = 0; t < n; t++) check_near(expected[t] / rows[3 * t + 2], 1, 1e-6);
    free(rows);
}

/* 20,000 works of a smooth law, of which 40 % of those 1 short and 20 % of those 2 short are moved to the cut-off. */
static void plant(uint64_t seed, double *count, double *moved)
{
    double f[31], sum = 0;
    for (int t = 0; t <= 30; t++) sum += f[t] = exp(-(t - 17.) * (t - 17.) / 72);
    *moved = 0;
    memset(count, 0, 31 * sizeof *count);
    Rng rng = rng_at(seed, 0, 9);
    for (int i = 0; i < 20000; i++) {
        double u = rng_uniform(&rng) * sum;
        int t = 0;
        for (; t < 30 && (u -= f[t]) > 0; t++) {}
        if ((t == 9 && rng_uniform(&rng) < .4) || (t == 8 && rng_uniform(&rng) < .2)) {
            *moved += 1;
            t = 10;
        }
        count[t]++;
    }
}

static void test_honest_finds_what_was_moved(void **state)
{
    (void)state;
    const uint16_t cutoffs[] = { 10, 17, 24 };
    double count[31], moved, share[31], lifted[31], again[31], error = 0;
    int covered = 0, honest_covered = 0;
    assert_true(honest_scratch_size(30) <= sizeof scratch / sizeof *scratch);
    for (uint64_t seed = 0; seed < 8; seed++) {
        Honest fit;
        plant(seed, count, &moved);
        assert_true(honest_fit(NULL, count, 30, cutoffs, 3, 60, seed, scratch, &fit, share, lifted));
        assert_int_equal(fit.cutoff[0].window.from, 7);
        assert_int_equal(fit.cutoff[0].window.to, 11);
        error += (fit.cutoff[0].moved - moved) / moved / 8;
        covered += fit.cutoff[0].low <= moved && moved <= fit.cutoff[0].high;
        honest_covered += fit.cutoff[1].low <= 0 && fit.cutoff[1].high >= 0;
        assert_true(fit.cutoff[0].ratio > fit.cutoff[0].expected_ratio);
        double a = 0, b = 0;
        for (int t = 0; t <= 30; t++) {
            a += share[t];
            b += lifted[t];
        }
        check_near(a, 1, 1e-12);
        check_near(b, 1, 1e-12);
        Honest twice;
        assert_true(honest_fit(NULL, count, 30, cutoffs, 3, 60, seed, scratch, &twice, again, NULL));
        assert_memory_equal(&fit.cutoff[0].low, &twice.cutoff[0].low, 2 * sizeof(double));
    }
    assert_true(fabs(error) < .15);
    assert_true(covered >= 6 && honest_covered >= 6);
}

/* A short work, cut-offs 4 and 5 apart (mathematics, grade 4): 15 % of works one and two short of each were moved. What is missing two below the middle cut-off
 * is found though it stands next to the lower one's upper side, and the interval holds the truth. */
static void test_honest_of_close_cutoffs(void **state)
{
    (void)state;
    const uint16_t cutoffs[] = { 6, 10, 15 };
    double count[21], share[21], moved[3] = { 0 };
    for (int t = 0; t <= 20; t++) count[t] = 3000 * exp(-(t - 13.) * (t - 13.) / 40);
    for (int c = 0; c < 3; c++)
        for (int away = 1; away <= 2; away++) {
            double lifted = .15 * count[cutoffs[c] - away];
            count[cutoffs[c] - away] -= lifted;
            count[cutoffs[c]] += lifted;
            moved[c] += lifted;
        }
    Honest fit;
    assert_true(honest_fit(NULL, count, 20, cutoffs, 3, 100, 5, scratch, &fit, share, NULL));
    assert_int_equal(fit.cutoff[1].window.from, 8);
    assert_int_equal(fit.cutoff[1].window.to, 11);
    for (int c = 0; c < 3; c++) {
        assert_true(fabs(fit.cutoff[c].moved - moved[c]) < .1 * moved[c]);
        assert_true(fit.cutoff[c].low > 0 && fit.cutoff[c].low < moved[c] && fit.cutoff[c].high > moved[c]);
    }
    /* works that no line explains make the interval wider, not only the estimate worse */
    double narrow = fit.cutoff[0].high - fit.cutoff[0].low;
    count[18] += 800;
    count[19] -= 100;
    assert_true(honest_fit(NULL, count, 20, cutoffs, 3, 100, 5, scratch, &fit, share, NULL));
    assert_true(fit.cutoff[0].high - fit.cutoff[0].low > 1.5 * narrow);
}

static void test_honest_refuses(void **state)
{
    (void)state;
    const uint16_t cutoffs[] = { 2, 4 };
    double count[7] = { 1, 2, 3, 4, 3, 2, 1 }, share[7];
    Honest fit = { .degree = 55 };
    assert_false(honest_fit(NULL, count, 6, cutoffs, 2, 0, 1, scratch, &fit, share, NULL));
    assert_int_equal(fit.degree, 55);
}

/* Narrowing a bell leaves a bell: 1 / v' = 1 / v + 2 b. A distribution as narrow already stays itself. */
static void test_tilt_meets_the_variance(void **state)
{
    (void)state;
    double f0[61], f[61], lumps[5] = { 1, 0, 3, 0, 1 };
    for (int t = 0; t <= 60; t++) f0[t] = exp(-(t - 30.) * (t - 30.) / 50);
    double b = tilt_to_variance(f0, 60, 16, f), sum = 0, mean = 0, variance = 0;
    for (int t = 0; t <= 60; t++) {
        sum += f[t];
        mean += t * f[t];
        variance += (t - 30.) * (t - 30.) * f[t];
    }
    check_near(sum, 1, 1e-12);
    check_near(mean, 30, 1e-9);
    check_near(variance, 16, 1e-6);
    check_near(b, (1 / 16. - 1 / 25.) / 2, 1e-6);
    check_near(tilt_to_variance(f0, 60, 26, f), 0, 0);
    for (int t = 0; t <= 60; t++) check_near(f[t], f0[t] / sqrt(2 * M_PI) / 5, 1e-9);
    check_near(tilt_to_variance(lumps, 4, 1e-3, lumps), 1, 0); /* no further than this, and in place */
    check_near(lumps[0] + lumps[2] + lumps[4], 1, 1e-12);
    check_near(lumps[2] / lumps[0], 3 * exp(4), 1e-9);
}

static void test_tilt_meets_the_mean(void **state)
{
    (void)state;
    double f0[21], f[21];
    for (int t = 0; t <= 20; t++) f0[t] = exp(-(t - 11.) * (t - 11.) / 30);
    for (double mean = .5; mean < 20; mean += .5) {
        double slope = tilt_to_mean(f0, 20, mean, f), got = 0, sum = 0;
        for (int t = 0; t <= 20; t++) {
            got += t * f[t];
            sum += f[t];
        }
        check_near(got, mean, 1e-7);
        check_near(sum, 1, 1e-12);
        check_near(log(f[12] / f[11]) - log(f0[12] / f0[11]), slope, 1e-8);
    }
    tilt_to_mean(f0, 20, 25, f); /* beyond the scale: as high as it goes, still a distribution */
    assert_true(f[20] > .5 && f[20] < 1);
}

static void test_shrinkage(void **state)
{
    (void)state;
    check_near(tilt_shrunk_mean(14, 16, 10, 1, 16), 12, 1e-12); /* half way: tau2 == within / n */
    check_near(tilt_shrunk_mean(14, 16, 10, 0, 16), 10, 0);
    check_near(tilt_shrunk_mean(14, 0, 10, 1, 16), 10, 0);
    double mean[4] = { 8, 10, 12, 50 }, variance[4] = { 4, 4, 4, NAN }, n[4] = { 10, 10, 10, 1 };
    TiltSpread spread = tilt_spread(mean, variance, n, 4);
    check_near(spread.tau2, 4 - .4, 1e-12);
    check_near(spread.within, 4, 1e-12);
    assert_true(isnan(tilt_spread(mean, variance, n, 1).tau2));
}

/* Chance of t of T when the share is low + (high - low) Beta(a, b): plain sums over the share, nothing of the kernel's. */
static double by_sums(double a, double b, double low, double high, int total, int t)
{
    double sum = 0, all = 0;
    for (int i = 0; i < 20000; i++) {
        double u = (i + .5) / 20000, w = pow(u, a - 1) * pow(1 - u, b - 1), p = low + (high - low) * u;
        all += w;
        sum += w * exp(lgamma(total + 1) - lgamma(t + 1) - lgamma(total - t + 1)) * pow(p, t) * pow(1 - p, total - t);
    }
    return sum / all;
}

static void test_beta_binomial(void **state)
{
    (void)state;
    double count[21], expected[21], works = 0;
    BetaBinomial fit;
    for (int t = 0; t <= 12; t++) count[t] = 1e5 * by_sums(4, 6, 0, 1, 12, t);
    assert_true(betabinomial_fit(count, 12, false, &fit, expected));
    check_near(fit.a, 4, 1e-4);
    check_near(fit.b, 6, 1e-4);
    for (int t = 0; t <= 12; t++) check_near(expected[t], count[t], .01);
    assert_true(fit.moments == 2 && fit.df == 10 && fit.chi2 < 1e-3);
    for (int t = 0; t <= 20; t++) count[t] = 1e5 * by_sums(2, 3, .2, .9, 20, t);
    assert_true(betabinomial_fit(count, 20, true, &fit, expected) && fit.moments == 4);
    check_near(fit.low, .2, .002);
    check_near(fit.high, .9, .002);
    check_near(fit.a, 2, .03);
    check_near(fit.b, 3, .03);
    for (int t = 0; t <= 20; t++) {
        check_near(expected[t], count[t], 5);
        works += expected[t];
    }
    check_near(works, 1e5, 1e-3);
    assert_true(betabinomial_fit(count, 20, false, &fit, expected) && fit.chi2 > 3 * fit.df); /* two parameters cannot follow it */
    double turned[21], back[21];
    for (int t = 0; t <= 20; t++) turned[t] = count[20 - t];
    BetaBinomial mirror;
    assert_true(betabinomial_fit(turned, 20, true, &mirror, back) && betabinomial_fit(count, 20, true, &fit, expected));
    check_near(mirror.low, 1 - fit.high, 1e-9);
    check_near(mirror.a, fit.b, 1e-7);
    check_near(back[3], expected[17], 1e-3);
}

static void test_no_beta_binomial(void **state)
{
    (void)state;
    double expected[11] = { 7 }, none[11] = { 0 }, one[11] = { 0, 0, 0, 50 }, even[11];
    BetaBinomial fit = { .a = 7 };
    for (int t = 0; t <= 10; t++) even[t] = 1000 * exp(lgamma(11) - lgamma(t + 1) - lgamma(11 - t)) / 1024; /* a plain binomial */
    assert_false(betabinomial_fit(none, 10, false, &fit, expected));
    assert_false(betabinomial_fit(one, 10, true, &fit, expected));
    assert_false(betabinomial_fit(even, 10, true, &fit, expected));
    assert_false(betabinomial_fit((const double[2]){ 5, 5 }, 1, false, &fit, expected));
    assert_true(fit.a == 7 && expected[0] == 7); /* untouched */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments_are_matched),
        cmocka_unit_test(test_group_keeps_its_sum_only),
        cmocka_unit_test(test_lumpy_totals),
        cmocka_unit_test(test_smoothing_refuses),
        cmocka_unit_test(test_masked_reference),
        cmocka_unit_test(test_plain_reference),
        cmocka_unit_test(test_honest_finds_what_was_moved),
        cmocka_unit_test(test_honest_of_close_cutoffs),
        cmocka_unit_test(test_honest_refuses),
        cmocka_unit_test(test_tilt_meets_the_mean),
        cmocka_unit_test(test_tilt_meets_the_variance),
        cmocka_unit_test(test_shrinkage),
        cmocka_unit_test(test_beta_binomial),
        cmocka_unit_test(test_no_beta_binomial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
