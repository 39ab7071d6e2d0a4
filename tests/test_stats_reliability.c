/* Reliability of a form: alpha, omega, polychoric correlations. */
#include "stat_ask.h"

#include "stats/polychoric.h"
#include "stats/reliability.h"
#include "stats/rng.h"
#include "stats/survey.h"
#include "stats_data.h"

static void test_two_normals(void **state)
{
    (void)state;
    /* at the origin the chance is 1/4 + asin(r) / 2 pi */
    for (int i = -999; i <= 999; i += 37) near(polychoric_normal(0, 0, i / 1000.), .25 + asin(i / 1000.) / (2 * M_PI), 1e-12);
    for (double r = -.99; r < 1; r += .11)
        for (double h = -3; h <= 3; h += .7) {
            double k = .3 - h / 2, p = .5 * erfc(-h / sqrt(2));
            near(polychoric_normal(h, k, r) + polychoric_normal(h, -k, -r), p, 1e-11); /* {Y <= k} and {-Y <= -k} */
            near(polychoric_normal(h, k, r), polychoric_normal(k, h, r), 1e-12);
        }
    near(polychoric_normal(.5, INFINITY, .7), .5 * erfc(-.5 / sqrt(2)), 1e-14);
    near(polychoric_normal(1, 1, .9999), .5 * erfc(-1 / sqrt(2)), .003);
    assert_true(polychoric_normal(-INFINITY, 0, .3) == 0);
}

static void test_tables(void **state)
{
    (void)state;
    const double even[4] = { 40, 10, 10, 40 }; /* halves: r = sin(2 pi (P11 - 1/4)) */
    near(polychoric_table(even, 2, 2), sin(2 * M_PI * .15), 1e-9);
    const double apart[6] = { 40, 10, 0, 0, 10, 40 };
    near(polychoric_table(apart, 3, 2), -polychoric_table((const double[6]){ 10, 40, 0, 0, 40, 10 }, 3, 2), 1e-9);
    near(polychoric_table((const double[4]){ 50, 0, 0, 50 }, 2, 2), POLYCHORIC_EDGE, 0);
    assert_true(isnan(polychoric_table((const double[4]){ 50, 50, 0, 0 }, 2, 2)) && isnan(polychoric_table((const double[1]){ 5 }, 1, 1)));
    /* recovers the correlation that made the table */
    enum { N = 20000 };
    static double x[N], y[N], scratch[POLYCHORIC_CATEGORIES * POLYCHORIC_CATEGORIES];
    for (size_t i = 0; i < N; i++) {
        double a = rng_normal_at(4, i, 1), b = .6 * a + .8 * rng_normal_at(4, i, 2);
        x[i] = (a > -1) + (a > 0) + (a > 1.5);
        y[i] = i % 100 == 0 ? NAN : 40 * (.5 * erfc(-b / sqrt(2)));
        y[i] = floor(y[i]);
    }
    near(polychoric_pair(x, y, 1, N, scratch), .6, .015);
}

/* Two parallel tasks with correlation r: alpha = 2 r / (1 + r). */
static void test_alpha(void **state)
{
    (void)state;
    const double x[10] = { 1, 2, 2, 1, 3, 3, 4, 5, 5, 4 }, k2 = basic_pearson((const double[5]){ 1, 2, 3, 4, 5 }, (const double[5]){ 2, 1, 3, 5, 4 }, 5);
    size_t used;
    Interval a = reliability_alpha(x, 5, 2, .95, &used);
    near(a.value, 2 * k2 / (1 + k2), 1e-12);
    assert_true(used == 5 && a.low < a.value && a.value < a.high && a.high < 1);
    const double same[6] = { 1, 1, 2, 2, 5, 5 }, flat[4] = { 3, 3, 3, 3 }, hole[6] = { 1, NAN, 2, 2, NAN, 3 };
    near(reliability_alpha(same, 3, 2, .95, &used).value, 1, 1e-12);
    assert_true(isnan(reliability_alpha(flat, 2, 2, .95, &used).value));
    assert_true(isnan(reliability_alpha(hole, 3, 2, .95, &used).value) && used == 1);
    assert_true(isnan(reliability_alpha(flat, 4, 1, .95, &used).value) && isnan(reliability_alpha(flat, 0, 2, .95, &used).value));
}

static void test_factor_is_found(void **state)
{
    (void)state;
    const double l[5] = { .9, .4, .7, -.2, .55 };
    double r[25], loading[5], scratch[5];
    for (size_t i = 0; i < 25; i++) r[i] = i / 5 == i % 5 ? 1 : l[i / 5] * l[i % 5];
    assert_true(reliability_factor(r, 5, loading, scratch));
    for (size_t i = 0; i < 5; i++) near(loading[i], l[i], 1e-8);
    near(reliability_omega(l, 5), 2.35 * 2.35 / (2.35 * 2.35 + 5 - .81 - .16 - .49 - .04 - .3025), 1e-12);
    assert_false(reliability_factor(r, 2, loading, scratch));
    r[3] = NAN;
    assert_false(reliability_factor(r, 5, loading, scratch));
}

static void test_physical_functioning(void **state)
{
    (void)state;
    size_t n, m;
    double *data = data_read("perfit_physfuncdata.csv", 10, &n), *expected = data_read("perfit_physfuncdata.expected.polychoric.csv", 10, &m), *psych = data_read("perfit_physfuncdata.expected.psych.csv", 2, &m);
    if (data == NULL || expected == NULL || psych == NULL) skip();
    double scratch[POLYCHORIC_CATEGORIES * POLYCHORIC_CATEGORIES], r[100], loading[10];
    size_t used;
    for (size_t i = 0; i < 10; i++)
        for (size_t j = 0; j < 10; j++) r[i * 10 + j] = i == j ? 1 : polychoric_pair(data + i, data + j, 10, n, scratch);
    assert_true(polychoric_smooth(r, 10, scratch)); /* these pairs do not fit together, and the reference mended them */
    for (size_t i = 0; i < 100; i++) near(r[i], expected[i], 1e-4);
    assert_false(polychoric_smooth(expected, 10, scratch));
    near(reliability_alpha(data, n, 10, .95, &used).value, psych[1], 1e-9);
    reliability_pearson(data, n, 10, r);
    assert_true(reliability_factor(r, 10, loading, scratch));
    near(reliability_omega(loading, 10), psych[7], 1e-4);
    free(data);
    free(expected);
    free(psych);
}

static void test_care(void **state)
{
    (void)state;
    const double varied[6] = { 1, 2, 2, 5, 4, 1 }, flat[6] = { 3, 3, 3, 3, NAN, 3 }, run[6] = { 4, 4, 4, 1, 2, 5 }, broken[6] = { 4, 4, NAN, 4, 2, 5 }, none[3] = { NAN, NAN, NAN };
    SurveyCare a = survey_care(varied, 6), b = survey_care(flat, 6), c = survey_care(run, 6), d = survey_care(broken, 6), e = survey_care(none, 3), f = survey_care(flat, 4);
    assert_true(a.longstring == 2 && !a.careless && !a.flat && a.n == 6);
    near(a.sd, sqrt((51 - 37.5) / 6), 1e-12); /* squares 51, mean 2.5 */
    assert_true(b.longstring == 4 && b.flat && b.careless && b.n == 5 && b.sd == 0);
    assert_true(c.longstring == 3 && c.careless && !c.flat); /* half of six */
    assert_true(d.longstring == 2 && !d.careless);
    assert_true(e.n == 0 && isnan(e.sd) && !e.careless && !e.flat);
    assert_true(f.flat && !f.careless); /* four answers alike are common */
}

static void test_hidden_counts(void **state)
{
    (void)state;
    bool hidden[5];
    survey_hide((const double[5]){ 0, 4, 9, 7, 0 }, 5, hidden);
    assert_true(!hidden[0] && hidden[1] && !hidden[2] && hidden[3] && !hidden[4]); /* 7 goes with the 4, or the sum would tell it */
    survey_hide((const double[5]){ 1, 4, 9, 7, 0 }, 5, hidden);
    assert_true(hidden[0] && hidden[1] && !hidden[2] && !hidden[3]);
    survey_hide((const double[5]){ 5, 5, 0, 0, 0 }, 5, hidden);
    for (size_t i = 0; i < 5; i++) assert_false(hidden[i]);
    survey_hide((const double[1]){ 3 }, 1, hidden);
    assert_true(hidden[0]);
    for (uint64_t draw = 0; draw < 500; draw++) { /* never one hidden cell beside others */
        double count[5];
        size_t n_hidden = 0, n_some = 0;
        for (size_t i = 0; i < 5; i++) count[i] = floor(12 * rng_uniform_at(9, draw * 5 + i, 2));
        survey_hide(count, 5, hidden);
        for (size_t i = 0; i < 5; i++) {
            n_hidden += hidden[i];
            n_some += count[i] > 0;
            assert_true(hidden[i] || count[i] == 0 || count[i] >= 5);
        }
        assert_true(n_hidden != 1 || n_some == 1);
    }
}

static void test_careless_command(void **state)
{
    (void)state;
    const char *table = "id,a,b,c,d,e\n1,1,2,1,2,1\n2,5,4,5,4,5\n3,3,3,3,3,3\n4,2,2,3,1,2\n5,4,4,5,5,3\n6,1,1,1,1,\n";
    check_says("reliability --careless", table, (const char *const[]){ "\"careless\": {\n      \"n\": 1,", "\"flat\": 1", "\"longstring\": 5", "\"careless\": true", "\"id\": 3", NULL });
    check_says("reliability --careless --items a,b", table, (const char *const[]){ "меньше пяти", "\"careless\": false", NULL });
}

static void test_commands(void **state)
{
    (void)state;
    const char *table = "id,a,b,c\n7,0,1,0\n8,1,1,0\n9,2,2,1\n10,1,2,1\n11,0,0,0\n12,2,1,1\n";
    check_says("reliability", table, (const char *const[]){ "\"items\": 3", "\"alpha\": 0.", "\"omega\": ", "\"correlation\": \"pearson\"", NULL });
    check_says("reliability --correlation polychoric --items a,b", table, (const char *const[]){ "\"omega\": null", "хотя бы три", NULL });
    check_says("polychoric", "a,b\n0,1\n0,1\n1,0\n1,1\n0,0\n", (const char *const[]){ "\"matrix\": [", "\"b\"", NULL });
    check_says("polychoric", "a,b\n0,1\n1,1\n", (const char *const[]){ "null", "одна категория", NULL });
    check_refuses("polychoric", "a,b\n0.5,1\n1,1\n", "целые числа");
    check_refuses("reliability --correlation best", table, "Нет корреляции «best»");
    check_refuses("reliability --items a", table, "хотя бы два задания");
    check_says("reliability", "a,b\n1,1\n1,1\n", (const char *const[]){ "\"alpha\": null", "не определена", NULL });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_normals),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_alpha),
        cmocka_unit_test(test_factor_is_found),
        cmocka_unit_test(test_physical_functioning),
        cmocka_unit_test(test_care),
        cmocka_unit_test(test_hidden_counts),
        cmocka_unit_test(test_careless_command),
        cmocka_unit_test(test_commands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
