/* Two samples and pairs. Expected numbers of sleep and of Brunner & Munzel's example as R and its packages print them. */
#include "stat_ask.h"

#include "stats/compare.h"
#include "stats/rng.h"

static const double sleep1[10] = { .7, -1.6, -.2, -1.2, -.1, 3.4, 3.7, .8, 0, 2 }, sleep2[10] = { 1.9, .8, 1.1, .1, -.1, 4.4, 5.5, 1.6, 4.6, 3.4 };
static double scratch[20000];

static void test_sleep(void **state)
{
    (void)state;
    Compare c = compare_t(sleep1, 10, sleep2, 10); /* t = -1.8608, df = 17.776, p-value = 0.07939 */
    near(c.statistic, -1.8608, 5e-5);
    near(c.df, 17.776, 5e-4);
    near(c.p, .07939, 5e-6);
    near(c.effect.value, -.8321811, 1e-6);
    c = compare_paired(sleep1, sleep2, 10, scratch); /* t = -4.0621, df = 9, p-value = 0.002833 */
    near(c.statistic, -4.0621, 5e-5);
    near(c.p, .002833, 5e-7);
    near(c.effect.value, -4.0621 / sqrt(10), 1e-4);
    c = compare_wilcoxon(sleep1, sleep2, 10, scratch); /* V = 0, p-value = 0.009091 with ties and a zero */
    near(c.statistic, 0, 0);
    near(c.p, .009091, 5e-7);
    near(c.effect.value, -.9, 1e-12);
    c = compare_mann_whitney(sleep1, 10, sleep2, 10, scratch); /* W = 25.5, p-value = 0.06933 */
    near(c.statistic, 25.5, 0);
    near(c.p, .06933, 5e-6);
    near(c.effect.value, -.49, 1e-12);
    assert_true(c.effect.low < -.49 && c.effect.low > -1 && c.effect.high > -.49 && !c.exact);
}

static void test_brunner_munzel_example(void **state)
{
    (void)state;
    /* Statistic = 3.1375, df = 17.6828, p-value = 0.005786, P(X<Y)+.5*P(X=Y) = 0.788961, interval 0.5952169 0.9827052 */
    const double y[14] = { 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1 }, n[11] = { 3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4 };
    Compare c = compare_brunner_munzel(y, 14, n, 11, scratch);
    near(c.statistic, 3.1375, 5e-5);
    near(c.df, 17.6828, 5e-5);
    near(c.p, .005786, 5e-7);
    near(c.effect.value, 1 - 2 * .788961, 1e-6);
    near(c.effect.low, 1 - 2 * .9827052, 1e-6);
    near(c.effect.high, 1 - 2 * .5952169, 1e-6);
}

static void test_exact_laws(void **state)
{
    (void)state;
    /* all of 3 against 4: one of 35 arrangements; all of five signs: one of 32 */
    const double low[3] = { 1, 2, 3 }, high[4] = { 4, 5, 6, 7 }, zero[5] = { 0 }, up[5] = { 1, 2, 3, 4, 5 };
    Compare c = compare_mann_whitney(low, 3, high, 4, scratch);
    assert_true(c.exact && c.statistic == 0 && c.effect.value == -1);
    near(c.p, 2. / 35, 1e-14);
    c = compare_wilcoxon(up, zero, 5, scratch);
    assert_true(c.exact && c.statistic == 15);
    near(c.p, 2. / 32, 1e-14);
    /* a law near its ceiling of size against the normal one */
    double x[49], y[49];
    for (size_t i = 0; i < 49; i++) {
        x[i] = rng_normal_at(8, i, 1);
        y[i] = rng_normal_at(8, i, 2) + .5;
    }
    Compare exact = compare_mann_whitney(x, 49, y, 49, scratch), back = compare_mann_whitney(y, 49, x, 49, scratch);
    double z = (fabs(exact.statistic - 49 * 49 / 2.) - .5) / sqrt(49. * 49 * 99 / 12);
    near(exact.p, erfc(z / sqrt(2)), .002);
    near(exact.p, back.p, 1e-12);
    near(exact.effect.low, -back.effect.high, 1e-12);
    Compare v = compare_wilcoxon(x, y, 49, scratch);
    near(v.p, erfc((fabs(v.statistic - 49. * 50 / 4) - .5) / sqrt(49. * 50 * 99 / 24) / sqrt(2)), .002);
}

static void test_data_that_cannot_tell(void **state)
{
    (void)state;
    const double one[1] = { 3 }, flat[4] = { 2, 2, 2, 2 };
    assert_true(isnan(compare_t(one, 1, flat, 4).p) && isnan(compare_t(flat, 4, flat, 4).p) && isnan(compare_t(NULL, 0, NULL, 0).p));
    assert_true(isnan(compare_paired(flat, flat, 4, scratch).p) && isnan(compare_wilcoxon(flat, flat, 4, scratch).p) && isnan(compare_wilcoxon(NULL, NULL, 0, scratch).p));
    assert_true(isnan(compare_mann_whitney(flat, 4, flat, 4, scratch).p) && compare_mann_whitney(flat, 4, flat, 4, scratch).effect.value == 0);
    assert_true(isnan(compare_brunner_munzel(flat, 4, one, 1, scratch).p) && isnan(compare_brunner_munzel(flat, 4, flat, 4, scratch).p));
}

static void test_rank_tests_see_only_order(void **state)
{
    (void)state;
    double x[10], y[10];
    for (size_t i = 0; i < 10; i++) {
        x[9 - i] = exp(sleep1[i]);
        y[(i + 3) % 10] = exp(sleep2[i]);
    }
    near(compare_mann_whitney(x, 10, y, 10, scratch).p, compare_mann_whitney(sleep1, 10, sleep2, 10, scratch + 10000).p, 1e-12);
    near(compare_brunner_munzel(x, 10, y, 10, scratch).p, compare_brunner_munzel(sleep1, 10, sleep2, 10, scratch + 10000).p, 1e-12);
}

static void test_commands(void **state)
{
    (void)state;
    const char *table = "group,id,y\nb,1,5\na,1,3\nb,2,6\na,2,4\nb,3,9\na,3,5\n,4,2\na,5,\n";
    check_says("compare", table, (const char *const[]){ "\"test\": \"t\"", "\"n1\": 3", "\"effect_kind\": \"d\"", NULL });
    check_says("compare --test paired", table, (const char *const[]){ "\"statistic\": -4,", "\"n2\": 3", NULL });
    check_says("compare --test wilcoxon", "y1,y2\n1,2\n2,4\n3,9\n", (const char *const[]){ "\"statistic\": 0", "\"p\": 0.25", "\"exact\": true", "\"effect\": -1", NULL });
    check_says("compare --test brunner-munzel", "group,y\n1,1\n1,2\n2,5\n2,6\n", (const char *const[]){ "\"p\": null", "\"effect\": -1", "не пересекаются", NULL });
    check_refuses("compare --test best", table, "Нет критерия «best»");
    check_refuses("compare", "group,y\na,1\na,2\n", "ровно две группы");
    check_refuses("compare --test paired", "group,y\na,1\na,2\nb,1\n", "поровну");
    check_refuses("compare --test paired", "group,id,y\na,1,1\na,1,2\nb,1,1\n", "дважды");
}

/* Each question by itself: p as of the plain method, Holm over them, few people hidden. */
static void test_items(void **state)
{
    (void)state;
    static char table[4000], one[1000], answer[40000], plain[4000];
    size_t at = (size_t)sprintf(table, "group,id,q1,q2,q3,q4\n"), at_one = (size_t)sprintf(one, "group,y\n");
    for (int i = 0; i < 24; i++) {
        int second = i >= 12, q1 = 1 + (i * 7 + second) % 3 + second, q2 = 1 + (i * 5) % 4;
        at += (size_t)sprintf(table + at, "%s,%d,%d,%d,%s,2\n", second ? "после" : "до", i % 12, q1, q2, i % 12 < 4 ? "3" : "");
        at_one += (size_t)sprintf(one + at_one, "%s,%d\n", second ? "после" : "до", q1);
    }
    assert_int_equal(ask("compare --test mannwhitney --items q1-q4", table, answer, sizeof answer), 0);
    assert_int_equal(ask("compare --test mannwhitney", one, plain, sizeof plain), 0);
    const char *q2 = strstr(answer, "\"item\": \"q2\""), *q3 = strstr(answer, "\"item\": \"q3\""), *q4 = strstr(answer, "\"item\": \"q4\"");
    assert_true(q2 != NULL && q3 != NULL && q4 != NULL);
    near(answer_number(answer, "p"), answer_number(plain, "p"), 1e-12);
    near(answer_number(answer, "p_holm"), 2 * answer_number(plain, "p"), 1e-12); /* two of four could speak */
    assert_true(answer_number(answer, "p") < answer_number(q2, "p"));
    near(answer_number(q2, "p_holm"), fmax(answer_number(q2, "p"), 2 * answer_number(plain, "p")), 1e-12);
    assert_true(strstr(q3, "меньше пяти") < q4 && strstr(q3, "меньше пяти") != NULL && strstr(q4, "Нет разброса") != NULL);
    for (const char *cell = answer; (cell = strstr(cell, "\"answer\": ")) != NULL; cell++)
        for (int side = 1; side <= 2; side++) {
            double n = answer_number(cell, side == 1 ? "n1" : "n2");
            if (n > 0 && n < 5) fail_msg("%g people are named", n);
        }
    assert_true(strstr(answer, "\"n1\": null") != NULL && strstr(q3, "\"answers\"") > q4);
    check_says("compare --test paired --items q1,q2", table, (const char *const[]){ "\"test\": \"paired\"", "\"p_holm\": ", NULL });
    check_refuses("compare --items q9", table, "нет столбцов «q9»");
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_sleep),
        cmocka_unit_test(test_brunner_munzel_example),
        cmocka_unit_test(test_exact_laws),
        cmocka_unit_test(test_data_that_cannot_tell),
        cmocka_unit_test(test_rank_tests_see_only_order),
        cmocka_unit_test(test_commands),
        cmocka_unit_test(test_items),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
