/* merilo stat calibrate and link through the program itself. */
#include "stat_ask.h"

static char path[] = "/tmp/merilo-irt-XXXXXX";

/* Words of a method with a text in a file of its own as the last word. */
static const char *with_file(const char *words, const char *text)
{
    static char out[400];
    static int file = -1;
    if (file < 0) file = mkstemp(path);
    assert_true(file >= 0 && ftruncate(file, 0) == 0 && pwrite(file, text, strlen(text), 0) == (ssize_t)strlen(text));
    snprintf(out, sizeof out, "%s %s", words, path);
    return out;
}

/* Answers of a Guttman kind with some noise, as many as make a calibration calm; the third task knows only 0 and 2, the fifth is the same for all. */
static const char *works(void)
{
    static char text[20000];
    size_t n = (size_t)sprintf(text, "id,t1,t2,t3,t4,t5\n");
    for (int i = 0; i < 200; i++) {
        int level = i % 5, noise = i / 5 % 4 == 0;
        n += (size_t)sprintf(text + n, "%d,%d,%d,%d,%s,1\n", i, (level > 0) ^ noise, (level > 1) ^ (i % 7 == 0), 2 * ((level > 2) ^ (i % 11 == 0)), i % 13 == 0 ? "" : level > 3 ? "2" : level > 1 ? "1" : "0");
    }
    return text;
}

static void test_calibrate(void **state)
{
    (void)state;
    static char answer[400000], again[400000];
    assert_int_equal(ask("calibrate --scores", works(), answer, sizeof answer), 0);
    near(answer_number(answer, "variance"), 1, 0);
    assert_true(answer_number(answer, "loglik") < -300);
    assert_non_null(strstr(answer, "\"converged\": true"));
    assert_non_null(strstr(answer, "у всех один балл")); /* the constant task has its row and its reason */
    assert_non_null(strstr(answer, "\"id\": 199"));
    assert_non_null(strstr(answer, "\"eap_sd\": "));
    assert_null(strstr(answer, "nan"));
    assert_int_equal(ask("calibrate --items all --model gpcm --scores", works(), again, sizeof again), 0);
    assert_string_equal(answer, again);
    assert_int_equal(ask("calibrate --items t1-t3,t4 --model pcm", works(), answer, sizeof answer), 0);
    assert_null(strstr(answer, "t5"));
    assert_null(strstr(answer, "\"rows\""));
    assert_true(answer_number(answer, "variance") > 0);
    check_says("calibrate --items t1,t2,t3 --model rasch", works(), (const char *const[]){ "\"a\": 1,", "\"model\": \"rasch\"", NULL });
    /* without the prior the noisier answers below would give a steeper slope */
    assert_int_equal(ask("calibrate --items t1-t4 --prior 0.1", works(), answer, sizeof answer), 0);
    near(answer_number(answer, "a"), 1, .5);
}

static void test_fixed_parameters(void **state)
{
    (void)state;
    static char answer[10000];
    /* one task, theta N(0, 1): P(1) = 1/2; EAP of right and wrong mirror each other */
    const char *words = with_file("calibrate --scores --parameters", "item,a,b1\nX1,1,0\n");
    assert_int_equal(ask(words, "id,1\n7,1\n8,\n", answer, sizeof answer), 0);
    near(answer_number(answer, "loglik"), log(.5), 1e-9);
    near(answer_number(answer, "eap"), .4132, 1e-3);
    near(answer_number(answer, "wle"), log(3), 1e-9);
    assert_non_null(strstr(answer, "\"wle\": null"));
    check_refuses(words, "id,1\n7,1\n8,2\n9,0\n", "баллов в данных больше");
    check_refuses(with_file("calibrate --items 2 --parameters", "item,a,b1\n1,1,0\n"), "2\n1\n0\n", "В параметрах нет задания");
    check_refuses(with_file("calibrate --parameters", "item,a,b1\n1,1,\n"), "1\n1\n0\n", "не читаются");
    check_refuses(with_file("calibrate --parameters", "item,a\n1,1\n"), "1\n1\n0\n", "нет столбца «b1»");
    check_refuses(with_file("calibrate --parameters", "item,a,b1\n1,1,0\n1,1,1\n"), "1\n1\n0\n", "дважды");
}

/* Draws of one answered task: their mean and spread are those of the posterior; few are the first of many. */
static void test_plausible_values(void **state)
{
    (void)state;
    static char table[40000], answer[2000000], again[2000000];
    size_t n = (size_t)sprintf(table, "id,1\n");
    for (int i = 0; i < 2000; i++) n += (size_t)sprintf(table + n, "%d,1\n", i);
    const char *words = with_file("calibrate --plausible 2 --seed 7 --parameters", "item,a,b1\nX1,1,0\n");
    assert_int_equal(ask(words, table, answer, sizeof answer), 0);
    assert_null(strstr(answer, "\"eap\""));
    double sum[2] = { 0 }, squares[2] = { 0 }, both = 0;
    size_t rows = 0;
    for (const char *at = answer; (at = strstr(at, "\"pv1\"")) != NULL; at++, rows++) {
        double x[2] = { answer_number(at, "pv1"), answer_number(at, "pv2") };
        both += x[0] * x[1] / 2000;
        for (int k = 0; k < 2; k++) {
            sum[k] += x[k] / 2000;
            squares[k] += x[k] * x[k] / 2000;
        }
    }
    assert_int_equal(rows, 2000);
    for (int k = 0; k < 2; k++) {
        near(sum[k], .4132, .07); /* three standard errors */
        near(squares[k], 1, .1);  /* by symmetry E theta^2 is the population's */
    }
    near(both, .4132 * .4132, .1);
    assert_int_equal(ask(words, table, again, sizeof again), 0);
    assert_string_equal(answer, again);
    assert_int_equal(ask(with_file("calibrate --plausible 1 --seed 7 --scores --parameters", "item,a,b1\nX1,1,0\n"), table, again, sizeof again), 0);
    near(answer_number(again, "pv1"), answer_number(answer, "pv1"), 0);
    assert_non_null(strstr(again, "\"eap\""));
    check_refuses("calibrate --plausible 0", works(), "от 1 до 100");
    check_refuses("calibrate --plausible 1.5", works(), "целые");
    check_refuses("calibrate --seed 5", works(), "ничего не меняет");
}

static void test_calibrate_refuses(void **state)
{
    (void)state;
    check_refuses("calibrate --model best", works(), "Нет модели «best»");
    check_refuses("calibrate --model 2pl", works(), "их больше");
    check_refuses("calibrate --items t9", works(), "нет столбцов «t9»");
    check_refuses("calibrate", "a,b\n1,1.5\n0,1\n", "целое число");
    check_refuses("calibrate", "a,b\n1,41\n0,1\n", "целое число");
    check_refuses("calibrate", "a,b\n-1,1\n0,1\n", "целое число");
    check_refuses("calibrate", "a,b,c\n1,1,0\n", "не различаются"); /* one pupil */
    check_refuses("calibrate", "a,b,c\n1,1,1\n0,0,1\n", "хотя бы 3 задания");
    check_refuses("calibrate", "id,name\n1,x\n", "нет подходящих столбцов");
    check_refuses("calibrate", "a\nNA\n\"\"\n", "нет подходящих столбцов");
}

static void test_link(void **state)
{
    (void)state;
    static char answer[10000];
    const char *wide = "score,n1,n2\n0,1,2\n1,3,5\n2,6,8\n3,5,3\n4,2,1\n5,1,\n";
    assert_int_equal(ask("link --degree 0", wide, answer, sizeof answer), 0);
    near(answer_number(answer, "equivalent"), -.5 + (.5 / 18) / (2. / 19), 1e-11);
    near(answer_number(answer, "percentile"), .5 / 18, 1e-12);
    static char other[10000];
    assert_int_equal(ask("link --degree 0", "form,score,n\nn1,0,1\nn1,1,3\nn1,2,6\nn1,3,5\nn1,4,2\nn1,5,1\nn2,0,2\nn2,1,5\nn2,2,8\nn2,3,3\nn2,4,1\n", other, sizeof other), 0);
    assert_string_equal(strstr(answer, "\"result\""), strstr(other, "\"result\"")); /* long or wide, the same */
    assert_int_equal(ask(with_file("link --degree 0 --reference", "score,n\n0,2\n1,5\n2,8\n3,3\n4,1\n"), "score,n\n0,1\n1,3\n2,6\n3,5\n4,2\n5,1\n", other, sizeof other), 0);
    assert_string_equal(strstr(answer, "\"rows\""), strstr(other, "\"rows\""));
    assert_int_equal(ask("link --degree 2", wide, answer, sizeof answer), 0); /* smoothed: other counts, same sum */
    assert_true(fabs(answer_number(answer, "expected") - 1) > 1e-3);
    const char *words = with_file("link --method mean-mean --parameters", "item,a,b1,b2\nC,1,1.1,\nB,1.875,-.5,.7\nA,1.25,.3,\nD,1,1,\n");
    const char *from = "item,a,b1,b2\nA,1,0,\nB,1.5,-1,.5\nC,.8,1,\n";
    assert_int_equal(ask(words, from, answer, sizeof answer), 0);
    near(answer_number(answer, "A"), .8, 1e-11);
    near(answer_number(answer, "B"), .3, 1e-11);
    near(answer_number(answer, "common"), 3, 0);
    assert_int_equal(ask("link --method stocking-lord", "form,item,a,b1\nx,A,1,0\nx,B,1,1\ny,A,.5,1\ny,B,.5,3\n", answer, sizeof answer), 0);
    near(answer_number(answer, "A"), 2, 1e-8);
    near(answer_number(answer, "B"), 1, 1e-8);
    check_refuses("link", "score,n1\n0,1\n", "двух вариантов");
    check_refuses("link", "score,n1,n2\n0,1,0\n1,2,0\n", "нет работ");
    check_refuses("link", "score,n1,n2\n0,-1,2\n", "не может быть");
    check_refuses("link", "score,n1,n2\n.5,1,2\n", "целое число");
    check_refuses("link", wide, "не сглаживается");
    check_refuses("link --method best", wide, "Нет способа");
    check_refuses("link --method mean-mean", from, "двух вариантов");
    check_refuses(words, "item,a,b1\nZ,1,0\n", "Общих заданий нет");
    check_refuses(words, "item,a,b1\nB,1,0\n", "разное число шагов");
    check_refuses("link --method mean-mean", "form,item,a,b1\nx,A,1,0\ny,A,-1,0\n", "не связываются");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calibrate),
        cmocka_unit_test(test_fixed_parameters),
        cmocka_unit_test(test_plausible_values),
        cmocka_unit_test(test_calibrate_refuses),
        cmocka_unit_test(test_link),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
