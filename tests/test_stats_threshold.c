/* Tests at cut-offs: windows, exact laws, the reference program's p-values, size under the null. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stats/law_.h"
#include "stats/loglinear.h"
#include "stats/rmath_.h"
#include "stats/rng.h"
#include "stats/threshold.h"
#include "stats/tilt.h"
#include "stats_data.h"

static double scratch[70000];

static void check_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("got %.15g, expected %.15g", got, expected);
}

static void test_windows_share_scores_of_close_cutoffs(void **state)
{
    (void)state;
    ThresholdWindow w[3];
    const uint16_t mathematics4[] = { 6, 10, 15 };
    assert_int_equal(threshold_windows(mathematics4, 3, 20, 3, 3, w), 3);
    const uint16_t expected[3][3] = { { 3, 6, 8 }, { 9, 10, 12 }, { 13, 15, 17 } };
    for (int i = 0; i < 3; i++) {
        assert_int_equal(w[i].from, expected[i][0]);
        assert_int_equal(w[i].at, expected[i][1]);
        assert_int_equal(w[i].to, expected[i][2]);
    }
    const uint16_t edges[] = { 1, 20 };
    assert_int_equal(threshold_windows(edges, 2, 20, 3, 3, w), 2);
    assert_int_equal(w[0].from, 0);
    assert_int_equal(w[1].to, 20);
    const uint16_t next_to[] = { 9, 10, 11 }; /* 10 has no score left short of it: floor((9 + 10) / 2) = 9 belongs to 9 */
    assert_int_equal(threshold_windows(next_to, 3, 20, 3, 3, w), 1);
    assert_int_equal(w[0].at, 9);
}

/* One window of two scores: the law is a plain binomial, here 9 of 10 at p = 1/2: 11/1024. */
static void test_binomial_by_hand(void **state)
{
    (void)state;
    uint32_t count[4] = { 5, 1, 9, 5 };
    double f[4] = { .25, .25, .25, .25 };
    ThresholdWindow w = { 1, 2, 2 };
    ThresholdTest test = threshold_binomial(count, f, &w, 1, scratch);
    assert_int_equal(test.n_window, 10);
    check_near(test.p, 11. / 1024, 1e-15);
    check_near(test.midp, 6. / 1024, 1e-15);
    check_near(test.expected, 5, 1e-12);
    check_near(test.sd, sqrt(2.5), 1e-12);
}

static void test_too_few_are_silent(void **state)
{
    (void)state;
    uint32_t count[8] = { 0, 0, 0, 7, 0, 0, 0, 9 }, none[8] = { 0 };
    double f[8] = { 1, 1, 1, 1, 1, 1, 1, 1 };
    ThresholdWindow w = { 0, 3, 5 };
    assert_true(isnan(threshold_ratio(count, f, &w, 1, scratch).p));
    assert_int_equal(threshold_ratio(count, f, &w, 1, scratch).n_window, 7);
    assert_true(threshold_ratio_any(count, f, &w, 1, scratch).p < .05);
    assert_true(isnan(threshold_binomial(none, f, &w, 1, scratch).midp));
    assert_true(isnan(threshold_relative(count, count, NULL, &w, 1, scratch).p));
    assert_true(isnan(threshold_frandsen(none, 7, 3, .1).p));
}

/* Fisher's tea: 3 of 4 and 1 of 4, P = 17/70; noncentral with odds 2: weights C(4,x)^2 2^x = 1, 32, 144, 128, 16. */
static void test_relative_is_hypergeometric(void **state)
{
    (void)state;
    uint32_t count[2] = { 2, 6 }, rest[2] = { 6, 2 };
    ThresholdWindow w = { 0, 1, 1 };
    /* P(X >= 6) of C(8,x) C(8,8-x) / C(16,8) = (784 + 64 + 1) / 12870 */
    check_near(threshold_relative(count, rest, NULL, &w, 1, scratch).p, 849. / 12870, 1e-12);
    double odds = 2, sum = 0, tail = 0, choose[9] = { 1, 8, 28, 56, 70, 56, 28, 8, 1 };
    for (int x = 0; x <= 8; x++) {
        double weight = choose[x] * choose[x] * pow(2, x);
        sum += weight;
        if (x >= 6) tail += weight;
    }
    check_near(threshold_relative(count, rest, &odds, &w, 1, scratch).p, tail / sum, 1e-12);
}

/* The lattice saddlepoint law takes over where the exact one would be too long: they must agree where both can be had. */
static void test_long_law_agrees_with_binomial(void **state)
{
    (void)state;
    double f[2] = { .6, .4 };
    ThresholdWindow w = { 0, 1, 1 };
    uint32_t count[2] = { 2700, 1900 }, many[2] = { 10800, 7600 }, extreme[2] = { 9700, 8700 };
    check_near(threshold_binomial(count, f, &w, 1, scratch).p / pbinom(1899, 4600, .4, 0, 0), 1, 1e-9);
    check_near(threshold_binomial(many, f, &w, 1, scratch).p / pbinom(7599, 18400, .4, 0, 0), 1, 1e-4);
    check_near(threshold_binomial(extreme, f, &w, 1, scratch).p / pbinom(8699, 18400, .4, 0, 0), 1, 1e-4);
    check_near(threshold_binomial(many, f, &w, 1, scratch).sd, sqrt(18400 * .24), 1e-9);
}

/* An exact test stays under its level whatever the discreteness; a useful one is not far under. */
/* The tail at every sum against a law made term by term, cut-offs of all kinds of cells together; sure and impossible sums too. */
static void test_law_of_parts(void **state)
{
    (void)state;
    static const LawPart parts[] = {
        { .n = 7, .n_cells = 2, .weight = { 0, 3 }, .p = { .8, .2 } },
        { .n = 5, .n_cells = 3, .weight = { 4, 0, 9 }, .p = { .5, .3, .2 } },
        { .n = 0, .n_cells = 2, .weight = { 0, 400 }, .p = { .5, .5 } },
        { .n = 9, .n_cells = 6, .weight = { 0, 1, 2, 20, 11, 5 }, .p = { .3, .2, .2, .01, .09, .2 } },
        { .n = 4, .n_cells = 5, .weight = { 7, 7, 7, 0, 2 }, .p = { .1, .2, .3, .3, .1 } },
    };
    enum { N_PARTS = sizeof parts / sizeof *parts, TOP = 7 * 3 + 5 * 9 + 9 * 20 + 4 * 7 };
    static double law[TOP + 1], next[TOP + 1];
    double tail = 0;
    law[0] = 1;
    for (size_t i = 0; i < N_PARTS; i++)
        for (uint32_t work = 0; work < parts[i].n; work++) {
            memset(next, 0, sizeof next);
            for (size_t v = 0; v < parts[i].n_cells; v++)
                for (size_t s = 0; s + parts[i].weight[v] <= TOP; s++) next[s + parts[i].weight[v]] += law[s] * parts[i].p[v];
            memcpy(law, next, sizeof law);
        }
    for (size_t s = TOP + 1; s-- > 0;) {
        tail += law[s];
        LawTail out = law_tail(parts, N_PARTS, s, scratch);
        assert_true(fabs(out.exact - law[s]) <= 1e-12 * law[s]);
        assert_true(fabs(out.reach - tail) <= 1e-12 * tail);
    }
    assert_true(law[TOP] > 0 && law[TOP] < 1e-20); /* relative accuracy was asked of the far tail too */
    LawTail beyond = law_tail(parts, N_PARTS, TOP + 1, scratch), nothing = law_tail(parts, 0, 0, scratch);
    assert_true(beyond.reach == 0 && beyond.exact == 0);
    assert_true(nothing.reach == 1 && nothing.exact == 1);
}

static void test_size_under_the_null(void **state)
{
    (void)state;
    const uint16_t cutoffs[] = { 7, 12, 18 };
    double f[25], sum = 0;
    for (int t = 0; t < 25; t++) sum += f[t] = exp(-(t - 13.) * (t - 13.) / 50);
    for (int t = 0; t < 25; t++) f[t] /= sum;
    ThresholdWindow w[3];
    size_t n_windows = threshold_windows(cutoffs, 3, 24, 3, 3, w);
    int low = 0, lower = 0, trials = 4000;
    for (int i = 0; i < trials; i++) {
        Rng rng = rng_at(7, (uint64_t)i, 1);
        uint32_t count[25] = { 0 };
        for (int work = 0; work < 25; work++) {
            double u = rng_uniform(&rng);
            size_t t = 0;
            for (; t < 24 && (u -= f[t]) > 0; t++) {}
            count[t]++;
        }
        ThresholdTest test = threshold_ratio(count, f, w, n_windows, scratch);
        assert_true(isnan(test.p) || (test.p >= 0 && test.p <= 1 && test.midp <= test.p));
        low += test.p <= .05;
        lower += test.p <= .005;
    }
    assert_true(low <= .055 * trials && low >= .035 * trials);
    assert_true(lower <= .007 * trials);
}

/* Stronger schools have more works on the upper side of any window without lifting a single one: the odds of level take that out. */
static void test_relative_allows_for_level(void **state)
{
    (void)state;
    const uint16_t cutoffs[] = { 7, 12, 18 };
    double f[25], level[25], sum = 0, odds[3];
    for (int t = 0; t < 25; t++) sum += f[t] = exp(-(t - 12.) * (t - 12.) / 50);
    for (int t = 0; t < 25; t++) f[t] /= sum;
    double slope = tilt_to_mean(f, 24, 15, level);
    uint32_t rest[25];
    for (int t = 0; t < 25; t++) rest[t] = (uint32_t)lrint(100000 * f[t]);
    ThresholdWindow w[3];
    size_t n_windows = threshold_windows(cutoffs, 3, 24, 3, 2, w);
    threshold_level_odds(f, slope, w, n_windows, odds);
    int plain = 0, fair = 0, lifted = 0, trials = 2000;
    for (int i = 0; i < trials; i++) {
        Rng rng = rng_at(8, (uint64_t)i, 1);
        uint32_t count[25] = { 0 }, moved[25] = { 0 };
        for (int work = 0; work < 60; work++) {
            double u = rng_uniform(&rng);
            size_t t = 0;
            for (; t < 24 && (u -= level[t]) > 0; t++) {}
            count[t]++;
            moved[t == 11 || t == 17 || t == 6 ? t + 1 : t]++;
        }
        plain += threshold_relative(count, rest, NULL, w, n_windows, scratch).p <= .05;
        fair += threshold_relative(count, rest, odds, w, n_windows, scratch).p <= .05;
        lifted += threshold_relative(moved, rest, odds, w, n_windows, scratch).p <= .05;
    }
    assert_true(plain > .08 * trials);
    assert_true(fair <= .055 * trials && fair > .02 * trials);
    assert_true(lifted > .5 * trials);
}

static void test_lifting_windows(void **state)
{
    (void)state;
    ThresholdWindow w[3];
    const uint16_t mathematics5[] = { 7, 11, 15 }, expected[3][3] = { { 4, 7, 8 }, { 9, 11, 12 }, { 13, 15, 16 } };
    assert_int_equal(threshold_lifting_windows(mathematics5, 3, 20, w), 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(w[i].from, expected[i][0]);
        assert_int_equal(w[i].at, expected[i][1]);
        assert_int_equal(w[i].to, expected[i][2]);
    }
    const uint16_t edges[] = { 1, 20 }, near[] = { 9, 11 }; /* 10 stands above 9: nothing is left short of 11 */
    assert_int_equal(threshold_lifting_windows(edges, 2, 20, w), 2);
    assert_int_equal(w[0].from, 0);
    assert_int_equal(w[1].to, 20);
    assert_int_equal(threshold_lifting_windows(near, 2, 20, w), 1);
}

/* Fifty works where five scores are as likely: thirty should lie below, sd sqrt(12), skewness -2.4 / 12^1.5. */
static void test_moved_by_hand(void **state)
{
    (void)state;
    const uint16_t at = 10;
    ThresholdWindow w;
    assert_int_equal(threshold_lifting_windows(&at, 1, 19, &w), 1);
    double f[20];
    for (int t = 0; t < 20; t++) f[t] = .05;
    uint32_t count[20] = { [2] = 70, [7] = 5, [8] = 4, [9] = 1, [10] = 30, [11] = 10, [12] = 9 };
    ThresholdMoved m = threshold_moved(count, f, &w, 1, .025);
    check_near(m.expected_below, 30, 1e-12);
    assert_int_equal(m.observed_below, 10);
    check_near(m.moved, 20, 1e-12);
    double z = qnorm(.975, 0, 1, 1, 0), bend = (z * z - 1) / 6 * -.2;
    check_near(m.low, 20 + bend - z * sqrt(12), 1e-9);
    check_near(m.high, 20 + bend + z * sqrt(12), 1e-9);
    /* one more work lifted is one more work, whichever score it came from and went to */
    count[7]--, count[11]++;
    ThresholdMoved more = threshold_moved(count, f, &w, 1, .025);
    check_near(more.moved - m.moved, 1, 1e-12);
    check_near(more.low - m.low, 1, 1e-12);
    /* no more can have come than stand there, and never fewer than none */
    uint32_t few[20] = { [10] = 3 }, low[20] = { [8] = 30 }, none[20] = { [2] = 9 };
    m = threshold_moved(few, f, &w, 1, .025);
    assert_true(m.moved <= 3 && m.high <= 3);
    m = threshold_moved(low, f, &w, 1, .025);
    assert_true(m.low == 0 && m.moved == 0 && m.high == 0);
    m = threshold_moved(none, f, &w, 1, .025);
    assert_true(m.low == 0 && m.moved == 0 && m.high == 0);
}

/* What is moved is found without bias, and the interval holds it; an honest class shows little. */
static void test_moved_works(void **state)
{
    (void)state;
    const uint16_t cutoffs[] = { 6, 12, 18 };
    double f[25], sum = 0, truth = 0, found = 0, honest = 0;
    for (int t = 0; t < 25; t++) sum += f[t] = exp(-(t - 12.) * (t - 12.) / 50);
    for (int t = 0; t < 25; t++) f[t] /= sum;
    ThresholdWindow w[3];
    size_t n_windows = threshold_lifting_windows(cutoffs, 3, 24, w);
    int covered = 0, low = 0, trials = 1000;
    for (int i = 0; i < trials; i++) {
        Rng rng = rng_at(9, (uint64_t)i, 1);
        uint32_t count[25] = { 0 }, clean[25] = { 0 };
        double moved = 0;
        for (int work = 0; work < 100; work++) {
            double u = rng_uniform(&rng), lift = rng_uniform(&rng);
            size_t t = 0;
            for (; t < 24 && (u -= f[t]) > 0; t++) {}
            clean[t]++;
            for (size_t k = 0; k < 3; k++)
                if (t < cutoffs[k] && t + 3 >= cutoffs[k] && lift < .85 - .2 * (cutoffs[k] - (double)t)) {
                    t = cutoffs[k] + (rng_uniform(&rng) > .8 ? 1u : 0u);
                    moved++;
                    break;
                }
            count[t]++;
        }
        ThresholdMoved m = threshold_moved(count, f, w, n_windows, .025), none = threshold_moved(clean, f, w, n_windows, .025);
        truth += moved / trials;
        found += m.moved / trials;
        honest += none.low / trials;
        covered += m.low <= moved && moved <= m.high;
        low += none.low > 0;
        assert_true(0 <= m.low && m.low <= m.moved && m.moved <= m.high);
    }
    assert_true(fabs(found - truth) < .05 * truth);
    assert_true(covered >= .93 * trials && covered <= .97 * trials);
    assert_true(honest < .1 && low <= .035 * trials);
}

static void test_random_groups_of_a_clean_exam(void **state)
{
    (void)state;
    size_t n, n_expected;
    double *rows = data_read("cz_matura_random_groups25.csv", 3, &n);
    double *expected = data_read("cz_matura_random_groups25.expected.bunching.csv", 7, &n_expected);
    if (rows == NULL || expected == NULL) skip();
    enum { MAX = 50 };
    double all[MAX + 1] = { 0 }, f[MAX + 1];
    uint32_t(*group)[MAX + 1] = calloc(n_expected, sizeof *group);
    for (size_t i = 0; i < n; i++) {
        all[(size_t)rows[3 * i + 2]]++;
        group[(size_t)rows[3 * i + 1] - 1][(size_t)rows[3 * i + 2]]++;
    }
    LogLinear fit;
    assert_true(loglinear_fit(all, MAX + 1, NULL, 6, scratch, &fit, f));
    const uint16_t cutoffs[] = { 17, 26, 38 };
    ThresholdWindow two[3], three[3];
    assert_int_equal(threshold_windows(cutoffs, 3, MAX, 2, 2, two), 3);
    assert_int_equal(threshold_windows(cutoffs, 3, MAX, 3, 3, three), 3);
    for (size_t i = 0; i < n_expected; i++) {
        const double *e = expected + 7 * i;
        const uint32_t *count = group[(size_t)e[0] - 1];
        ThresholdTest b = threshold_binomial_any(count, f, two, 3, scratch), r = threshold_ratio_any(count, f, three, 3, scratch);
        assert_int_equal((int)b.statistic, (int)e[1]);
        check_near(b.p, e[2], 1e-9);
        check_near(b.midp, e[3], 1e-9);
        assert_int_equal((int)r.statistic, (int)e[4]);
        check_near(r.p, e[5], 1e-9);
        check_near(r.midp, e[6], 1e-9);
    }
    free(group);
    free(rows);
    free(expected);
}

/* A textbook of bunching: works just short of the pass mark of 2014 moved over it. Prototype: 9.9 thousand. */
static void test_polish_matura(void **state)
{
    (void)state;
    size_t n = 0;
    double *rows = data_read("pl_matura_polish_2014_hist.csv", 2, &n);
    if (rows == NULL) skip();
    enum { MAX = 74 };
    double count[MAX + 1], f[MAX + 1], sum = 0;
    uint32_t works[MAX + 1];
    int16_t mask[MAX + 1] = { 0 };
    for (size_t t = 0; t <= MAX; t++) {
        count[t] = rows[2 * t + 1];
        works[t] = (uint32_t)count[t];
        if (t >= 15 && t <= 27) mask[t] = LOGLINEAR_MASKED;
    }
    LogLinear fit;
    assert_true(loglinear_fit(count, MAX + 1, mask, 6, scratch, &fit, f));
    for (size_t t = 0; t <= MAX; t++) sum += f[t];
    for (size_t t = 0; t <= MAX; t++) f[t] /= sum;
    const uint16_t at = 21;
    ThresholdWindow w;
    assert_int_equal(threshold_windows(&at, 1, MAX, 3, 3, &w), 1);
    assert_true(threshold_ratio(works, f, &w, 1, scratch).p < 1e-300);
    assert_int_equal(threshold_lifting_windows(&at, 1, MAX, &w), 1);
    ThresholdMoved moved = threshold_moved(works, f, &w, 1, .05);
    check_near(moved.moved, 9900, 990);
    assert_true(moved.low <= moved.moved && moved.moved <= moved.high);
    ThresholdKleven kleven;
    assert_true(threshold_kleven(count, MAX, at, 6, 6, 200, 1, scratch, &kleven));
    check_near(kleven.excess, 11283, 1000); /* Dee et al. let the region begin earlier than three points short: more is found missing */
    assert_true(kleven.se > 0 && kleven.low > 5000);
    assert_false(threshold_kleven(count, 12, 6, 3, 6, 0, 1, scratch, &kleven)); /* six scores left for seven parameters */
    free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_windows_share_scores_of_close_cutoffs),
        cmocka_unit_test(test_binomial_by_hand),
        cmocka_unit_test(test_too_few_are_silent),
        cmocka_unit_test(test_relative_is_hypergeometric),
        cmocka_unit_test(test_long_law_agrees_with_binomial),
        cmocka_unit_test(test_law_of_parts),
        cmocka_unit_test(test_size_under_the_null),
        cmocka_unit_test(test_relative_allows_for_level),
        cmocka_unit_test(test_lifting_windows),
        cmocka_unit_test(test_moved_by_hand),
        cmocka_unit_test(test_moved_works),
        cmocka_unit_test(test_random_groups_of_a_clean_exam),
        cmocka_unit_test(test_polish_matura),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
