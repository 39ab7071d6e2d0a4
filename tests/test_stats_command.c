/* merilo stat: reading tables, hostile ones too; each method's answer and refusals through the program itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/file.h"
#include "cli/stat_.h"
#include "stat_ask.h"

#include "stats/rng.h"

static bool parse(const char *text, Arena *arena, StatTable *table)
{
    Err err = { 0 };
    bool done = stat_table_parse(str_of(text), arena, table, &err);
    assert_true(done == (err.code == ERR_NONE));
    return done;
}

static void test_tables_as_people_write_them(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    StatTable t;
    assert_true(parse("\xEF\xBB\xBF" "group;\"y;1\";p\r\n007;\"4,5\";1e-07\r\n\r\n\"a \"\"b\"\"\";NA;\r\n", arena, &t));
    assert_int_equal(t.n_rows, 2);
    assert_int_equal(t.n_columns, 3);
    assert_true(str_eq(t.columns[1].name, STR("y;1")) && t.columns[1].x[0] == 4.5 && isnan(t.columns[1].x[1]));
    assert_true(t.columns[2].x[0] == 1e-7 && t.columns[2].text[1].n == 0);
    assert_true(str_eq(t.columns[0].text[1], STR("a \"b\"")));
    assert_true(parse("Total\tx\n5\tдва\n", arena, &t));
    assert_true(stat_column(&t, "total") == &t.columns[0] && stat_column(&t, "nothing") == NULL);
    Err err = { 0 };
    assert_true(stat_need_numbers(&t, "total", &err) != NULL && stat_need_numbers(&t, "x", &err) == NULL);
    assert_non_null(strstr(err.what, "два"));
    arena_free(arena);
}

static void test_hostile_tables_are_refused(void **state)
{
    (void)state;
    const char *const bad[] = { "", "\n\n", "a,b\n", "a,a\n1,2\n", "a,\n1,2\n", "a,b\n1\n", "a,b\n1,2,3\n", "a\n\"1\n", "a\n\"1\"2\n", "a\n\xFF\n", "\"\n", "a,b\n\"x\"\"\n" };
    Arena *arena = arena_new(0);
    StatTable t;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse(bad[i], arena, &t)) fail_msg("taken: %s", bad[i]);
    arena_free(arena);
}

static void test_methods_answer(void **state)
{
    (void)state;
    check_says("funnel --winsorise 0", "group,y,se,town\n01,1,1,А\nb,2,1,\nc,3,1,\nd,4,1,\ne,NA,1,\n",
        (const char *const[]){ "\"method\": \"funnel\"", "\"n\": 5", "\"theta0\": 2.5", "\"group\": \"01\"", "\"town\": \"А\"", "\"z\": null", NULL });
    check_says("combine --columns p,r", "p,r,other\n.03,.03,.5\nNA,,.5\n", (const char *const[]){ "\"cauchy\": 0.03,", "\"cauchy\": null", "\"q_bh\": 0.03", "\"other\": 0.5", NULL });
    check_says("journal", "group;journal;mark\na;5;4\na;5;4\na;4;4\nb;3;3\nb;3;4\nb;1;2\n",
        (const char *const[]){ "\"lowered\": 2", "\"confirmed\": 3", "\"raised\": 1", "\"spearman_textbook\": ", "\"group\": \"b\"", NULL });
    check_says("journal", "journal,mark\n4,4\n", (const char *const[]){ "\"qwk\": null", "\"note\": \"Меньше двух работ", NULL });
    check_says("journal", "journal,mark\n4,4\n4,3\n4,5\n", (const char *const[]){ "\"spearman\": null", "\"note\": \"Все отметки", NULL });
    check_says("smooth --degree 1", "score,n\n0,40\n1,20\n2,10\n3,5\n", (const char *const[]){ "\"degree\": 1", "\"expected\": 40", "\"expected\": 5", NULL });
    /* a table of one group against itself, its cut-off left out of the smooth line */
    check_says("threshold --cutoffs 10", "score,n\n0,2\n1,4\n2,7\n3,11\n4,17\n5,25\n6,34\n7,44\n8,40\n9,20\n10,120\n11,82\n12,80\n13,75\n14,66\n15,54\n16,42\n17,30\n18,20\n19,12\n20,7\n",
        (const char *const[]){ "\"test\": \"lr\"", "\"n_window\": 386", "\"midp\": ", "\"low\": ", NULL });
    check_says("threshold --cutoffs 2,4 --tilt no --test frandsen", "group,total\na,1\na,2\na,3\na,5\nb,0\nb,4\nb,6\nb,2\nb,3\nc,1\nc,2\nc,3\nc,4\nc,5\n",
        (const char *const[]){ "\"group\": \"c\"", "\"cutoff\": 4", NULL });
}

/* Works of like tasks: against the law that made them, given by name or as a table, the test says the same; a short work has no other line. */
static void test_beta_reference(void **state)
{
    (void)state;
    static char table[2000], shape[2000], by_name[5000], by_table[5000];
    char path[] = "/tmp/merilo-beta-XXXXXX", words[200];
    size_t n = (size_t)sprintf(table, "score,n\n"), m = (size_t)sprintf(shape, "score,n\n");
    for (int t = 0; t <= 10; t++) {
        double f = 20000 * exp(lgamma(11) - lgamma(t + 1.) - lgamma(11. - t) + lgamma(t + 2.) + lgamma(13. - t) - lgamma(15) + lgamma(5) - lgamma(2) - lgamma(3));
        n += (size_t)sprintf(table + n, "%d,%.0f\n", t, f + (t == 5 ? 150 : t == 4 ? -150 : 0));
        m += (size_t)sprintf(shape + m, "%d,%.9f\n", t, f);
    }
    int file = mkstemp(path);
    assert_true(file >= 0 && write(file, shape, m) == (ssize_t)m);
    close(file);
    snprintf(words, sizeof words, "threshold --cutoffs 5 --tilt no --reference %s", path);
    assert_int_equal(ask(words, table, by_table, sizeof by_table), 0);
    /* a class that does not reach the top cut-off is of the reference's scale */
    snprintf(words, sizeof words, "threshold --cutoffs 5,9 --reference %s", path);
    check_says(words, "group,total\na,4\na,5\na,5\na,6\na,2\na,5\na,5\na,7\na,5\n", (const char *const[]){ "\"n_window\": 9", "не приводилось", NULL });
    unlink(path);
    assert_int_equal(ask("threshold --cutoffs 5 --tilt no --reference beta", table, by_name, sizeof by_name), 0);
    assert_true(answer_number(by_name, "midp") < .02 && answer_number(by_table, "midp") < .02);
    near(answer_number(by_name, "moved"), answer_number(by_table, "moved"), 15); /* 150 moved works bend the fitted law a little */
    near(answer_number(by_table, "moved"), 150, 1.5);
    assert_non_null(strstr(by_name, "\"reference\": \"beta\""));
    assert_null(strstr(by_table, "\"reference\""));
    check_says("threshold --cutoffs 1", "score,n\n0,30\n1,40\n2,35\n", (const char *const[]){ "\"reference\": \"beta", "подходит ли", "\"midp\": 0.", NULL });
    check_says("threshold --cutoffs 5 --reference beta", "score,n\n0,100\n1,1\n2,100\n3,1\n4,100\n5,1\n6,100\n7,1\n8,100\n", (const char *const[]){ "не подходит", NULL });
    check_refuses("threshold --cutoffs 1 --reference beta4", "score,n\n0,0\n1,40\n2,0\n", "не подбирается");
}

/* Shares of groups: on the scale of the arcsine, and among marks against the journal. */
static void test_shares(void **state)
{
    (void)state;
    static char answer[20000], turned[20000], marks[20000];
    assert_int_equal(ask("funnel --shares", "group,k,n\na,50,100\nb,50,100\nc,50,100\nd,50,100\n", answer, sizeof answer), 0);
    near(answer_number(answer, "theta0"), .5, 1e-12);
    near(answer_number(answer, "share"), .5, 1e-12);
    near(answer_number(answer, "z"), 0, 1e-12);
    near(answer_number(answer, "low95"), (1 - sin(.2)) / 2, 1e-12); /* sin^2 of pi/4 - 2 / (2 sqrt 100) */
    near(answer_number(answer, "high95"), (1 + sin(.2)) / 2, 1e-12);
    assert_int_equal(ask("funnel --shares", "group,k,n\na,9,90\nb,50,100\nc,30,70\nd,25,50\ne,,50\n", answer, sizeof answer), 0);
    assert_int_equal(ask("funnel --shares", "group,k,n\na,81,90\nb,50,100\nc,40,70\nd,25,50\ne,,50\n", turned, sizeof turned), 0);
    near(answer_number(answer, "z"), -answer_number(turned, "z"), 1e-9); /* who did and who did not are the same question */
    near(answer_number(answer, "low95"), 1 - answer_number(turned, "high95"), 1e-9);
    near(answer_number(answer, "share"), .1, 1e-12);
    check_refuses("funnel --shares", "group,k,n\na,5,4\nb,1,2\n", "от 0 до n");
    check_refuses("funnel --shares", "group,y,se\na,5,4\n", "нет столбца «k»");

    size_t n = (size_t)sprintf(marks, "group,journal,mark\n");
    for (int i = 0; i < 200; i++) n += (size_t)sprintf(marks + n, "%c,4,%d\n", i < 100 ? 'a' : 'b', i % 100 < (i < 100 ? 20 : 24) ? 3 : i % 100 > 94 ? 5 : 4);
    assert_int_equal(ask("journal", marks, answer, sizeof answer), 0);
    const char *rows = strstr(answer, "\"rows\"");
    near(answer_number(rows, "lowered_z"), (.2 - .22) / sqrt(.22 * .78 / 100), 1e-9); /* twenty and twenty-four differ less than chance makes them */
    near(answer_number(rows, "raised_z"), 0, 1e-9);
    near(answer_number(strstr(rows, "\"b\""), "lowered_z"), -answer_number(rows, "lowered_z"), 1e-9);
    assert_int_equal(ask("journal", "journal,mark\n4,4\n3,4\n5,4\n", answer, sizeof answer), 0);
    assert_true(isnan(answer_number(answer, "lowered_z"))); /* one group is compared with none */
}

/* Twenty like tasks: the law of totals is a mixture of binomials, by hand the same as by parameters; groups of other levels have their own. */
static void test_reference_by_parameters(void **state)
{
    (void)state;
    enum { J = 20, GROUPS = 40, WORKS = 60 };
    static char table[60000], shape[2000], items[1000], one[200000], two[200000];
    char parameters_at[] = "/tmp/merilo-items-XXXXXX", shape_at[] = "/tmp/merilo-shape-XXXXXX", words[300];
    size_t n = (size_t)sprintf(items, "item,a,b1\n"), m = (size_t)sprintf(shape, "score,n\n");
    for (int j = 0; j < J; j++) n += (size_t)sprintf(items + n, "q%d,1,0\n", j);
    for (int t = 0; t <= J; t++) {
        double f = 0;
        for (double x = -6; x <= 6.0001; x += .05) f += exp(-x * x / 2) * exp(lgamma(J + 1.) - lgamma(t + 1.) - lgamma(J - t + 1.) - t * log1p(exp(-x)) - (J - t) * log1p(exp(x)));
        m += (size_t)sprintf(shape + m, "%d,%.9f\n", t, f * 1000);
    }
    int file = mkstemp(parameters_at), other = mkstemp(shape_at);
    assert_true(write(file, items, n) == (ssize_t)n && write(other, shape, m) == (ssize_t)m);
    close(file);
    close(other);
    n = (size_t)sprintf(table, "group,total\n");
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t i = 0; i < WORKS; i++) {
            double theta = .6 * rng_normal_at(4, g, 1) + .8 * rng_normal_at(4, g * WORKS + i, 2);
            int total = 0;
            for (size_t j = 0; j < J; j++) total += rng_uniform_at(4, (g * WORKS + i) * J + j, 3) < 1 / (1 + exp(-theta));
            n += (size_t)sprintf(table + n, "%zu,%d\n", g, total);
        }
    snprintf(words, sizeof words, "threshold --cutoffs 7,13 --tilt no --parameters %s", parameters_at);
    assert_int_equal(ask(words, table, one, sizeof one), 0);
    snprintf(words, sizeof words, "threshold --cutoffs 7,13 --tilt no --reference %s", shape_at);
    assert_int_equal(ask(words, table, two, sizeof two), 0);
    near(answer_number(one, "midp"), answer_number(two, "midp"), 1e-4);
    near(answer_number(one, "moved"), answer_number(two, "moved"), 1e-3);
    assert_non_null(strstr(one, "\"reference\": \"irt\""));
    snprintf(words, sizeof words, "threshold --cutoffs 7,13 --parameters %s", parameters_at);
    assert_int_equal(ask(words, table, one, sizeof one), 0);
    int low = 0, seen = 0;
    for (const char *at = one; (at = strstr(at, "\"midp\"")) != NULL; at++, seen++) low += answer_number(at, "midp") < .05;
    assert_true(seen == GROUPS && low <= 5);
    check_refuses(words, "group,total\na,3\na,21\nb,14\n", "не больше 20");
    snprintf(words, sizeof words, "threshold --cutoffs 7 --parameters %s --reference beta", parameters_at);
    check_refuses(words, table, "с чем сравнивать");
    unlink(parameters_at);
    unlink(shape_at);
}

static void test_refusals_say_why(void **state)
{
    (void)state;
    check_refuses("threshold", "score,n\n0,1\n", "Не сказано, где пороги");
    check_refuses("threshold --cutoffs 9,3", "score,n\n0,1\n", "по возрастанию");
    check_refuses("threshold --cutoffs 3 --test best", "score,n\n0,1\n", "Нет критерия «best»");
    check_refuses("threshold --cutoffs 30", "score,n\n0,1\n20,3\n", "выше наибольшего");
    check_refuses("threshold --cutoffs 3", "group,total\na,1.5\n", "целое число");
    check_refuses("smooth --winsorise .1", "score,n\n0,1\n", "нет ключа «--winsorise»");
    check_refuses("smooth", "score,n\n0,1\n0,2\n", "встречается дважды");
    check_refuses("smooth", "score,n\n0,-1\n", "не может быть");
    /* the odd totals are three times rarer: a column of their own says so exactly */
    check_says("smooth --degree 1 --lumps 2", "score,n\n0,48\n1,8\n2,12\n3,2\n4,3\n", (const char *const[]){ "\"lumps\": 2", "\"expected\": 48", "\"expected\": 2", NULL });
    check_refuses("smooth --lumps 1.5", "score,n\n0,1\n1,2\n", "целое число");
    check_refuses("smooth --lumps 11", "score,n\n0,1\n1,2\n", "от 1 до 10");
    check_refuses("smooth --degree beta --lumps 2", "score,n\n0,1\n1,2\n2,1\n", "зубцов не бывает");
    check_refuses("smooth --degree 1 --lumps 9", "score,n\n0,1\n1,2\n2,1\n", "кратность");
    check_refuses("smooth --mask 5", "score,n\n0,1\n", "нужны два балла");
    check_refuses("smooth", "score,n\n0,1\n1,2\n", "не сглаживается");
    check_refuses("funnel", "y\n1\n", "нет столбца «se»");
    check_refuses("funnel", "y,se\n1,0\n", "больше нуля");
    check_refuses("combine", "id\n7\n", "нет столбцов с p");
    check_refuses("combine --weights 1,2", "p\n.1\n", "Весов 2");
    check_refuses("combine --weights 0,0", "p1,p2\n.1,.2\n", "веса нулевые");
    check_refuses("journal", "journal,mark\n9,2\n", "таких не бывает");
    check_refuses("nothing", "a\n1\n", "Нет метода «nothing»");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_as_people_write_them),
        cmocka_unit_test(test_hostile_tables_are_refused),
        cmocka_unit_test(test_methods_answer),
        cmocka_unit_test(test_beta_reference),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_reference_by_parameters),
        cmocka_unit_test(test_refusals_say_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
