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
    check_refuses("journal", "journal,mark\n9,2\n", "таких не бывает");
    check_refuses("nothing", "a\n1\n", "Нет метода «nothing»");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_as_people_write_them),
        cmocka_unit_test(test_hostile_tables_are_refused),
        cmocka_unit_test(test_methods_answer),
        cmocka_unit_test(test_refusals_say_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
