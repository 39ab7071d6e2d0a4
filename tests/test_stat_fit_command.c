/* merilo stat personfit, similarity, tampering, invalsi, remark through the program itself; full answers on the shared data are compared in test_stats_*. */
#include "stat_ask.h"

#include <math.h>

#include "stats_data.h"

static const char parameters[] = "item,a,b1,b2\na,1,0,\nb,1.2,-1,\nc,.8,.5,\nd,1,1,1.5\n";

static char parameters_path[] = "/tmp/merilo-par-XXXXXX";

/* Words of a method with the parameters above in a file. */
static const char *with_parameters(const char *words)
{
    static char out[400];
    static int file = -1;
    if (file < 0) {
        file = mkstemp(parameters_path);
        assert_true(file >= 0 && write(file, parameters, strlen(parameters)) == (ssize_t)strlen(parameters));
        close(file);
    }
    snprintf(out, sizeof out, "%s --parameters %s", words, parameters_path);
    return out;
}

/* Number of «key» in the k-th row that has it (from 0); NaN for null. */
static double value_of(const char *answer, const char *key, size_t k)
{
    char quoted[100];
    snprintf(quoted, sizeof quoted, "\"%s\": ", key);
    for (const char *at = strstr(answer, quoted); at != NULL; at = strstr(at + 1, quoted))
        if (k-- == 0) return strncmp(at + strlen(quoted), "null", 4) == 0 ? NAN : strtod(at + strlen(quoted), NULL);
    fail_msg("no %s in %s", key, answer);
    return NAN;
}

static const char *answer_to(const char *words, const char *table)
{
    static char answer[400000];
    if (ask(words, table, answer, sizeof answer) != 0) fail_msg("%s: %s", words, answer);
    assert_null(strstr(answer, "nan"));
    return answer;
}

static void check_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("got %.15g, expected %.15g", got, expected);
}

static void test_personfit(void **state)
{
    (void)state;
    const char *table = "name,a,b,c,d,level\nпервая,1,1,0,0,.2\nвторая,0,0,1,2,.2\nтретья,,1,,,.2\nчетвёртая,,,,,\n";
    const char *answer = answer_to(with_parameters("personfit --theta level"), table);
    assert_non_null(strstr(answer, "\"name\": \"вторая\""));
    assert_non_null(strstr(answer, "только для заданий с двумя исходами"));
    double lz[4];
    const double a[] = { 1, 1.2, .8 }, b[] = { 0, -1, .5 };
    for (size_t i = 0; i < 4; i++) lz[i] = value_of(answer, "lz", i);
    assert_true(lz[0] > lz[1] && isnan(lz[3]));
    double chance = 1 / (1 + exp(-a[1] * (.2 - b[1]))), mean = chance * log(chance) + (1 - chance) * log(1 - chance);
    check_near(lz[2], (log(chance) - mean) / (sqrt(chance * (1 - chance)) * fabs(log(chance / (1 - chance)))), 1e-9); /* task b alone */
    assert_true(isnan(value_of(answer, "lzstar", 2)) && isnan(value_of(answer, "ht", 0)) && isnan(value_of(answer, "errors", 3)));
    /* no model can be had of three works: the rest is told all the same */
    answer = answer_to("personfit", "a,b,c,d\n1,1,1,0\n1,1,0,0\n0,0,1,0\n");
    assert_non_null(strstr(answer, "\"rows\""));
    check_near(value_of(answer, "gnormed", 2), 1, 1e-12);
    check_says("personfit --statistics gnormed,ht", "a,b,c\n1,1,0\n1,0,0\n0,1,0\n0,0,0\n", (const char *const[]){ "\"gnormed\": 0,", "\"ht\": 1", "\"gnormed\": null", NULL });
    check_refuses("personfit --statistics fit", "a,b\n1,0\n", "Нет показателя «fit»");
    check_refuses("personfit --statistics gnp", "a,b\n1,.5\n", "целое число");
    check_refuses("personfit --statistics lz --model rasch", "a,b\n1,1\n1,1\n", "не различаются");
    check_refuses(with_parameters("personfit --estimator best"), table, "Нет оценки «best»");
    check_refuses(with_parameters("personfit --theta height"), table, "нет столбца «height»");
}

static void test_similarity(void **state)
{
    (void)state;
    const char *table = "group,a,b,c,d,level\nx,1,1,0,0,.2\ny,0,0,1,2,.2\nx,1,1,0,0,1\ny,0,,1,2,\n";
    const char *answer = answer_to(with_parameters("similarity --theta level --statistics omega,gbt,m4,wollack"), table);
    assert_true(value_of(answer, "i", 0) == 1 && value_of(answer, "j", 0) == 3 && value_of(answer, "i", 1) == 2 && value_of(answer, "j", 1) == 4);
    double p1[5], p2[5], expected = 0, variance = 0, all = 1; /* P of 1 on a, b, c; categories of d */
    const double a[] = { 1, 1.2, .8 }, b[] = { 0, -1, .5 };
    for (size_t j = 0; j < 3; j++) {
        p1[j] = 1 / (1 + exp(-a[j] * (.2 - b[j])));
        p2[j] = 1 / (1 + exp(-a[j] * (1 - b[j])));
        double q = p1[j] * p2[j] + (1 - p1[j]) * (1 - p2[j]);
        expected += q;
        variance += q * (1 - q);
        all *= q;
    }
    double d1[3] = { 1, exp(.2 - 1), exp(.2 - 1 + .2 - 1.5) }, d2[3] = { 1, 1, exp(-.5) }, s1 = d1[0] + d1[1] + d1[2], s2 = d2[0] + d2[1] + d2[2];
    double q = (d1[0] * d2[0] + d1[1] * d2[1] + d1[2] * d2[2]) / (s1 * s2);
    expected += q;
    variance += q * (1 - q);
    all *= q;
    check_near(value_of(answer, "expected", 0), expected, 1e-9);
    check_near(value_of(answer, "omega", 0), (4 - expected) / sqrt(variance), 1e-9);
    check_near(value_of(answer, "gbt", 0), all, 1e-9);
    const double by_i[4] = { p1[0], p1[1], 1 - p1[2], d1[0] / s1 }, by_j[4] = { p2[0], p2[1], 1 - p2[2], d2[0] / s2 };
    for (int k = 0; k < 2; k++) { /* one copies what stands in the other */
        const double *given = k == 0 ? by_i : by_j;
        double sum = 0, spread = 0;
        for (size_t j = 0; j < 4; j++) {
            sum += given[j];
            spread += given[j] * (1 - given[j]);
        }
        check_near(value_of(answer, k == 0 ? "wollack_i" : "wollack_j", 0), (4 - sum) / sqrt(spread), 1e-9);
        assert_true(isnan(value_of(answer, k == 0 ? "wollack_i" : "wollack_j", 1)));
    }
    assert_true(value_of(answer, "m4", 0) > 0 && value_of(answer, "matches", 0) == 4);
    assert_true(value_of(answer, "matches", 1) == 3 && isnan(value_of(answer, "omega", 1)) && isnan(value_of(answer, "gbt", 1)));
    check_refuses(with_parameters("similarity"), "group,a,b,c,d\nx,1,1,0,0\ny,1,1,0,0\n", "хотя бы две работы");
    check_refuses("similarity --items a", "a\n1\n0\n1\n", "нужно хотя бы");
}

static void test_tampering(void **state)
{
    (void)state;
    const char *wide = "group,a_first,a_final,b_first,b_final,c_first,c_final,d_first,d_final,level\nx,0,1,1,1,0,0,1,1,.3\nx,0,0,1,1,0,1,0,0,.3\ny,1,1,0,0,1,1,0,0,.3\n";
    const char *answer = answer_to(with_parameters("tampering --theta level"), wide);
    double pa = 1 / (1 + exp(-.3)), pc = 1 / (1 + exp(-.8 * (.3 - .5)));
    check_near(value_of(answer, "edi_uncorrected", 0), (2 - pa - pc) / sqrt(pa * (1 - pa) + pc * (1 - pc)), 1e-9);
    check_near(value_of(answer, "edi", 0), (1.5 - pa - pc) / sqrt(pa * (1 - pa) + pc * (1 - pc)), 1e-9);
    assert_true(isnan(value_of(answer, "edi", 1))); /* group y: nothing changed */
    check_near(value_of(answer, "edi", 2), (1 - pa) / sqrt(pa * (1 - pa)), 1e-9);
    check_near(value_of(answer, "gbt", 1), pc, 1e-9);
    assert_true(isnan(value_of(answer, "l", 2)) && value_of(answer, "changed", 4) == 0);
    const char *same = answer_to(with_parameters("tampering --statistics edi"), "person,item,first,final\n7,a,0,1\n7,b,1,1\n7,c,0,0\n7,d,1,1\n8,b,1,1\n");
    assert_true(value_of(same, "changed", 1) == 1 && value_of(same, "person", 0) == 7 && value_of(same, "person", 1) == 8 && isnan(value_of(same, "edi", 2)));
    check_refuses("tampering", "a,b\n1,2\n", "нет пар столбцов");
    check_refuses("tampering --first a", "a,b\n1,2\n", "называют вместе");
    check_refuses("tampering --first a,b --final b", "a,b\n1,2\n", "столбцов 2");
    check_refuses(with_parameters("tampering"), "person,item,first,final\n7,a,0,1\n7,a,1,1\n", "уже было");
}

static void test_invalsi(void **state)
{
    (void)state;
    const char *table = "group,a,b\nx,1,1\nx,1,1\nx,1,1\ny,0,1\ny,1,0\nz,0,\nz,1,1\nu,1,0\nu,0,0\n";
    const char *answer = answer_to("invalsi --clusters 2", table);
    check_near(value_of(answer, "mean", 2), 100, 1e-9); /* after two rows of loadings */
    check_near(value_of(answer, "sd", 2), 0, 1e-9);
    check_near(value_of(answer, "missing", 4), .25, 1e-12);
    check_near(value_of(answer, "heterogeneity", 3), .5, 1e-12);
    assert_true(value_of(answer, "membership", 0) > .9 && value_of(answer, "membership", 2) < .1 && value_of(answer, "axis1", 0) > value_of(answer, "axis1", 2));
    check_says("invalsi", "group,a\nx,1\nx,0\ny,0\n", (const char *const[]){ "\"axis1\": null", "\"membership\": null", "хотя бы три класса", NULL });
    check_refuses("invalsi --clusters 12", table, "меньше 12");
    check_refuses("invalsi --clusters 2.5", table, "целое");
    check_refuses("invalsi", "a,b\n1,1\n", "нет столбца «group»");
    check_refuses("invalsi", "group,a\nx,0\ny,0\n", "никто не получил");
}

static void test_remark(void **state)
{
    (void)state;
    const char *table = "group,first,second\nx,10,9\nx,12,12\nx,11,8\ny,9,10\ny,10,10\ny,8,8\ny,,9\n";
    const char *answer = answer_to("remark --cutoffs 10", table);
    check_near(value_of(answer, "p", 0), .3125, 1e-12);
    check_near(value_of(answer, "p", 1), 2. / 9, 1e-9); /* two of two at the region's 2/3: (2/3)^2 / 2 */
    check_near(value_of(answer, "shift", 0), -.5, 1e-12);
    check_near(value_of(answer, "boundary_p", 0), .7, 1e-9);
    assert_true(value_of(answer, "fell", 0) == 2 && value_of(answer, "rose", 0) == 1 && value_of(answer, "works", 2) == 3);
    answer = answer_to("remark", "a_first,b_first,a_second,b_second\n1,2,1,1\n2,2,2,2\n1,,1,1\n");
    assert_true(value_of(answer, "works", 0) == 2 && value_of(answer, "raised", 0) == 1 && strstr(answer, "boundary") == NULL);
    check_says("remark", "first,second\n1,1\n2,2\n", (const char *const[]){ "\"p\": null", "не изменила ни одной", NULL });
    check_refuses("remark", "first,second\n1,\n,2\n", "Нет ни одной работы");
}

/* The program against the reference packages; the kernels' own tests compare to more digits. */
static void test_reference_data(void **state)
{
    (void)state;
    size_t n = 0;
    double *e = data_read("perfit_physfuncdata.expected.perfit.csv", 4, &n);
    if (e == NULL) skip();
    char words[1000];
    snprintf(words, sizeof words, "personfit --statistics gnp,u3p --in '%s/../shared/data/oracles/perfit_physfuncdata.csv'", getenv("MERILO_SOURCE"));
    char command[1200];
    snprintf(command, sizeof command, "'%s' stat %s", getenv("MERILO_PROGRAM"), words);
    FILE *pipe = popen(command, "r");
    static char answer[4000000];
    assert_non_null(pipe);
    answer[fread(answer, 1, sizeof answer - 1, pipe)] = '\0';
    assert_int_equal(pclose(pipe), 0);
    const char *at = answer;
    for (size_t i = 0; i < n; i++) {
        check_near(value_of(at, "gnp", 0), e[i * 4 + 2], 5.1e-5);
        check_near(value_of(at, "u3p", 0), e[i * 4 + 3], 5.1e-5);
        at = strstr(at, "\"u3p\"") + 1;
    }
    free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_personfit), cmocka_unit_test(test_similarity), cmocka_unit_test(test_tampering), cmocka_unit_test(test_invalsi), cmocka_unit_test(test_remark),
        cmocka_unit_test(test_reference_data),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(parameters_path);
    return failed;
}
