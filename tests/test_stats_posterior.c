/* Probability of a sign calibrated on re-checks; Holm and the harmonic mean. */
#include "stat_ask.h"

#include <stdbool.h>

#include "stats/multiple.h"
#include "stats/posterior.h"
#include "stats/rng.h"

static double scratch[20000];

static void test_holm(void **state)
{
    (void)state;
    /* R: p.adjust(c(.01, .04, .03, .005, .5), "holm") */
    const double p[6] = { .01, .04, NAN, .03, .005, .5 }, holm[6] = { .04, .09, NAN, .09, .025, .5 }, ties[4] = { .02, .02, .5, .5 };
    double q[6], bh[6];
    multiple_holm(p, 6, q, scratch);
    multiple_bh(p, 6, bh, scratch);
    for (int i = 0; i < 6; i++) {
        if (isnan(p[i])) assert_true(isnan(q[i]));
        else near(q[i], holm[i], 1e-15);
        assert_true(isnan(p[i]) || q[i] >= bh[i]); /* stricter than BH */
    }
    multiple_holm(ties, 4, q, scratch);
    assert_true(fabs(q[0] - .08) < 1e-15 && q[1] == q[0] && q[2] == 1 && q[3] == 1);
}

static void test_harmonic(void **state)
{
    (void)state;
    /* Wilson 2019, table 1: plain harmonic means that mean .05, .01 */
    const struct { size_t n; double at, means, slack; } known[] = { { 10, .040, .05, .001 }, { 100, .036, .05, .001 }, { 1000, .034, .05, .001 }, { 10, .0094, .01, .0001 }, { 100, .0092, .01, .0001 } };
    static double p[1000];
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        for (size_t i = 0; i < known[k].n; i++) p[i] = known[k].at;
        near(multiple_harmonic(p, NULL, known[k].n), known[k].means, known[k].slack);
    }
    const double one[2] = { NAN, .03 }, none[1] = { NAN }, tiny[2] = { 1e-200, .5 }, high[3] = { 1, 1, 1 };
    near(multiple_harmonic(one, NULL, 2), .03, 0);
    assert_true(isnan(multiple_harmonic(none, NULL, 1)));
    near(multiple_harmonic(tiny, NULL, 2) / 2e-200, 1, 1e-6); /* sum of chances, as for rare ones it must be */
    assert_true(multiple_harmonic(high, NULL, 3) > .8);
    double before = 0;
    for (double at = 1e-6; at < 1; at *= 1.3) {
        for (size_t i = 0; i < 1000; i++) p[i] = at;
        double now = multiple_harmonic(p, NULL, 1000);
        assert_true(now >= before && now <= 1);
        before = now;
    }
    /* its size on independent honest p-values */
    size_t under = 0;
    for (uint64_t r = 0; r < 4000; r++) {
        for (size_t i = 0; i < 20; i++) p[i] = rng_uniform_at(5, r * 20 + i, 1);
        under += multiple_harmonic(p, NULL, 20) <= .05;
    }
    if (under < 160 || under > 245) fail_msg("%zu of 4000 under .05", under);
}

static void test_bayes(void **state)
{
    (void)state;
    near(posterior_of(.2, 4), .5, 1e-15);
    near(posterior_of(.1, 1), .1, 1e-15);
    assert_true(posterior_of(.3, 0) == 0 && posterior_of(.3, INFINITY) == 1 && isnan(posterior_of(.3, NAN)));
    /* signs of known law: a tenth N(3, 1) among N(0, 1); the factor must be near exp(3 z - 4.5) where there are works to tell;
     * the empirical null stands a little high, because signs move the median, so it may say too little rather than too much */
    enum { N = 8000 };
    static double z[N], bf[N], work[3 * N + 2000];
    for (size_t i = 0; i < N; i++) z[i] = rng_normal_at(8, i, 1) + (i % 10 == 0 ? 3 : 0);
    z[1] = NAN;
    posterior_bayes_factors(z, N, .1, bf, work);
    assert_true(isnan(bf[1]));
    for (size_t i = 0; i < N; i++) {
        if (isnan(z[i])) continue;
        double truth = posterior_of(.1, exp(3 * z[i] - 4.5)), said = posterior_of(.1, bf[i]);
        if (said > truth + .1 || (z[i] > 4 && said < .9) || (z[i] < 0 && said > .11)) fail_msg("z %g: %g, truly %g", z[i], said, truth);
        assert_true(said >= 0 && said <= 1 && (z[i] < z[0] || bf[i] >= bf[0]));
    }
    posterior_bayes_factors(z, 40, .1, bf, work);
    assert_true(isnan(bf[0])); /* too few for a local rate */
}

static void test_isotonic(void **state)
{
    (void)state;
    /* by hand: 1, 3, 2, 4 with weights 1, 1, 3, 1: the middle two pool to 9/4 */
    const double x[4] = { 2, 0, 1, 3 }, y[4] = { 2, 1, 3, 4 }, w[4] = { 3, 1, 1, 1 };
    double kx[200], ky[200];
    size_t n = posterior_isotonic(x, y, w, 4, kx, ky, scratch);
    assert_int_equal(n, 4);
    near(posterior_isotonic_at(kx, ky, n, 1), 2.25, 1e-15);
    near(posterior_isotonic_at(kx, ky, n, 2), 2.25, 1e-15);
    near(posterior_isotonic_at(kx, ky, n, 1.7), 2.25, 1e-15);
    near(posterior_isotonic_at(kx, ky, n, .5), 1.625, 1e-15); /* half way from 1 to 9/4 */
    assert_true(posterior_isotonic_at(kx, ky, n, -9) == 1 && posterior_isotonic_at(kx, ky, n, 9) == 4 && isnan(posterior_isotonic_at(kx, ky, n, NAN)));
    assert_true(isnan(posterior_isotonic_at(kx, ky, 0, 1)));
    const double falling[3] = { 3, 2, 1 }, place[3] = { 1, 2, 3 }, tie[3] = { 7, 7, 7 };
    assert_true(posterior_isotonic(place, falling, NULL, 3, kx, ky, scratch) == 2 && ky[0] == 2 && ky[1] == 2);
    assert_true(posterior_isotonic(tie, falling, NULL, 3, kx, ky, scratch) == 1 && ky[0] == 2);
    assert_int_equal(posterior_isotonic(NULL, NULL, NULL, 0, kx, ky, scratch), 0);
    /* against the min-max formula: value_i = max over a <= i of min over b >= i of the mean of a..b; order of rows does not matter */
    double px[60], py[60], tx[60], ty[60];
    for (size_t i = 0; i < 60; i++) {
        px[i] = (double)i;
        py[i] = floor(10 * rng_uniform_at(2, i, 3)) + .1 * (double)i;
        tx[59 - i] = px[i];
        ty[59 - i] = py[i];
    }
    n = posterior_isotonic(tx, ty, NULL, 60, kx, ky, scratch);
    for (size_t i = 0; i < 60; i++) {
        double best = -INFINITY;
        for (size_t a = 0; a <= i; a++) {
            double least = INFINITY;
            for (size_t b = i; b < 60; b++) {
                double mean = 0;
                for (size_t k = a; k <= b; k++) mean += py[k] / (double)(b - a + 1);
                least = fmin(least, mean);
            }
            best = fmax(best, least);
        }
        near(posterior_isotonic_at(kx, ky, n, px[i]), best, 1e-9);
    }
}

static void test_scores(void **state)
{
    (void)state;
    const double p[4] = { .9, .2, NAN, .85 }, y[4] = { 1, 0, 1, 0 }, w[4] = { 1, 2, 5, 1 };
    near(posterior_brier(p, y, NULL, 4), (.01 + .04 + .7225) / 3, 1e-15);
    near(posterior_brier(p, y, w, 4), (.01 + .08 + .7225) / 4, 1e-15);
    assert_true(isnan(posterior_brier(p, y, NULL, 0)));
    near(posterior_effective(w, 4), 81. / 31, 1e-12);
    PosteriorBin bin[POSTERIOR_BINS];
    posterior_reliability(p, y, NULL, 4, .95, bin);
    Interval half = basic_wilson(1, 1, .95);
    assert_true(bin[2].n == 1 && bin[8].n == 1 && bin[9].n == 1 && bin[0].n == 0 && isnan(bin[0].predicted));
    near(bin[9].observed.low, half.low, 1e-12);
    near(bin[8].predicted, .85, 1e-15);
    assert_true(bin[8].observed.value == 0);
    posterior_reliability((const double[1]){ 1 }, y, NULL, 1, .95, bin);
    assert_int_equal(bin[9].n, 1);
}

/* Schools with known truth, a random part re-checked: the probability must beat the base rate and be believable. */
static char *write_schools(size_t n, size_t every, const char *weight)
{
    char *table = malloc(n * 60 + 100);
    size_t at = (size_t)sprintf(table, "school,p,found%s\n", weight != NULL ? ",w" : "");
    for (size_t i = 0; i < n; i++) {
        bool sign = rng_uniform_at(6, i, 1) < .2;
        double z = rng_normal_at(6, i, 2) + (sign ? 3 : 0), p = .5 * erfc(z / sqrt(2));
        bool wrong = rng_uniform_at(6, i, 3) < .05; /* re-checks err too */
        at += (size_t)sprintf(table + at, "%zu,%.12g,", i, p);
        if (i % every == 0) at += (size_t)sprintf(table + at, "%d", sign != wrong);
        if (weight != NULL) at += (size_t)sprintf(table + at, ",%s", i % every == 0 ? weight : "");
        table[at++] = '\n';
    }
    table[at] = '\0';
    return table;
}

static void test_command(void **state)
{
    (void)state;
    static char answer[3000000], other[3000000];
    char *table = write_schools(3000, 5, NULL), *weighted = write_schools(3000, 5, "5");
    assert_int_equal(ask("combine --rechecked found", table, answer, sizeof answer), 0);
    assert_int_equal(ask("combine --rechecked found --weight w", weighted, other, sizeof other), 0);
    near(answer_number(answer, "share"), .23, .05);
    near(answer_number(answer, "share"), answer_number(other, "share"), 1e-12);
    near(answer_number(answer, "brier"), answer_number(other, "brier"), 1e-9);
    double brier = answer_number(answer, "brier"), calibrated = answer_number(answer, "brier_calibrated"), base = answer_number(answer, "brier_base");
    near(base, answer_number(answer, "share") * (1 - answer_number(answer, "share")), 1e-9);
    if (!(calibrated < .6 * base && brier < .6 * base)) fail_msg("Brier %g, calibrated %g, base %g", brier, calibrated, base);
    size_t bins = 0;
    for (const char *at = answer; (at = strstr(at, "\"of\": \"calibrated\"")) != NULL; at++) {
        double n = answer_number(at, "n"), predicted = answer_number(at, "predicted"), low = answer_number(at, "low"), high = answer_number(at, "high");
        bins++;
        if (n >= 30 && !(predicted > low - .1 && predicted < high + .1)) fail_msg("said %g, seen %g..%g of %g", predicted, low, high, n);
    }
    assert_true(bins >= 2 && strstr(answer, "\"posterior\": ") != NULL);
    free(table);
    free(weighted);
}

/* Whom to re-check: chances sum to the number, the same seed draws the same, weights are what combine wants. */
static void test_draw(void **state)
{
    (void)state;
    static char table[60000], answer[400000], again[400000];
    size_t at = (size_t)sprintf(table, "school,risk\n"), taken = 0;
    for (unsigned i = 0; i < 500; i++) at += (size_t)sprintf(table + at, i % 50 == 7 ? "%u,\n" : "%u,%.4f\n", i, i % 10 == 0 ? 9. : .5 + (i * 37 % 100) / 100.);
    assert_int_equal(ask("sampling --risk risk --draw 60 --least .05 --seed 7", table, answer, sizeof answer), 0);
    assert_int_equal(ask("sampling --risk risk --draw 60 --least .05 --seed 7", table, again, sizeof again), 0);
    assert_string_equal(answer, again);
    near(answer_number(answer, "drawn"), 60, 0);
    near(answer_number(answer, "expected"), 60, 1e-6);
    double total = 0, sum = 0;
    for (const char *row = answer; (row = strstr(row, "\"chance\": ")) != NULL; row++) {
        double chance = answer_number(row, "chance"), weight = answer_number(row, "weight");
        bool is_taken = strstr(row, "\"taken\": true") == strstr(row, "\"taken\": ");
        assert_true(chance >= .05 && chance <= 1 && isnan(weight) == !is_taken);
        if (is_taken) near(weight * chance, 1, 1e-9);
        taken += is_taken;
        sum += chance;
        total += is_taken ? weight : 0;
    }
    assert_int_equal(taken, 60);
    near(sum, 60, 1e-6);
    near(total, 500, 150); /* weights stand for all */
    assert_int_equal(ask("sampling --risk risk --draw 60 --least .05 --seed 8", table, again, sizeof again), 0);
    assert_string_not_equal(answer, again);
    check_says("sampling --risk risk --draw 1 --least .5", table, (const char *const[]){ "\"expected\": 250", "больше, чем просили", NULL });
    check_says("sampling --risk risk --draw 3", "a,risk\n1,0\n2,5\n3,\n", (const char *const[]){ "Риск известен не у всех", NULL });
    check_refuses("sampling --risk risk", "a,risk\n1,-1\n", "меньше нуля");
    check_refuses("sampling --risk risk --draw 1.5", "a,risk\n1,1\n2,1\n", "целые числа");
    check_refuses("sampling --risk other", table, "нет столбца «other»");
}

static void test_refusals(void **state)
{
    (void)state;
    const char *few = "p,found\n.01,1\n.5,0\n.2,\n";
    check_says("combine --rechecked found", few, (const char *const[]){ "\"posterior\": null", "хотя бы 50 строк", "\"share\": 0.5", NULL });
    check_says("combine --rechecked found", "p,found\n.01,0\n.5,0\n", (const char *const[]){ "\"share\": 0,", "Ни одна перепроверка", "\"brier\": null", NULL });
    check_says("combine --rechecked found", "p,found\n.01,1\n.5,1\n", (const char *const[]){ "Подтвердились все", NULL });
    check_refuses("combine --rechecked found", "p,found\n.01,2\n", "нужен 0 или 1");
    check_refuses("combine --rechecked found", "p,found,x\n.01,,1\n", "нет ни одного исхода");
    check_refuses("combine --rechecked found --weight w", "p,found,w\n.01,1,.5\n", "не меньше 1");
    check_refuses("combine --rechecked found --weight w", "p,found,w\n.01,1,\n", "не меньше 1");
    check_refuses("combine --weight w", "p,w\n.01,1\n", "только вместе");
    check_refuses("combine --rechecked nothing", few, "нет столбца «nothing»");
    check_says("combine", few, (const char *const[]){ "\"harmonic\": 0.01", NULL });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_holm), cmocka_unit_test(test_harmonic), cmocka_unit_test(test_bayes), cmocka_unit_test(test_isotonic),
        cmocka_unit_test(test_scores), cmocka_unit_test(test_command), cmocka_unit_test(test_draw), cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
