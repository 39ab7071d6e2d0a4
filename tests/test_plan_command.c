/* merilo plan read as it is called: exit codes, the JSON of the contract (design: interface.md 1.4), the summary for people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static char answer[1 << 20];

static int ask(const char *words)
{
    char command[2000];
    const char *program = getenv("MERILO_PROGRAM"), *source = getenv("MERILO_SOURCE");
    assert_true(program != NULL && source != NULL);
    snprintf(command, sizeof command, "exec </dev/null; cd '%s/tests/plan' && '%s' plan %s 2>&1", source, program, words);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t n = fread(answer, 1, sizeof answer - 1, pipe);
    answer[n] = '\0';
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static json_t *read_plan(const char *words)
{
    json_error_t error;
    if (ask(words) != 0) fail_msg("%s: %s", words, answer);
    json_t *plan = json_loads(answer, 0, &error);
    if (plan == NULL) fail_msg("%s: %s", words, error.text);
    return plan;
}

static const char *text(json_t *object, const char *key) { return json_string_value(json_object_get(object, key)); }

static void assert_keys(json_t *object, const char *const *keys, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (json_object_get(object, keys[i]) == NULL) fail_msg("no key %s", keys[i]);
    assert_int_equal(json_object_size(object), n);
}

static void test_json(void **state)
{
    (void)state;
    static const char *const plan_keys[] = { "title", "approved", "basis", "school_year", "columns", "sections", "measures", "decisions", "warnings" };
    static const char *const measure_keys[] = { "number", "section", "task", "title", "term", "responsible", "participants", "expected", "bullets", "capabilities", "source_lines" };
    json_t *plan = read_plan("read school.txt --json -");
    assert_keys(plan, plan_keys, 9);
    assert_string_equal(text(plan, "school_year"), "2024/2025");
    json_t *approved = json_object_get(plan, "approved"), *measures = json_object_get(plan, "measures");
    assert_string_equal(text(approved, "date"), "2024-08-29");
    assert_string_equal(text(approved, "number"), "87-од");
    assert_int_equal(json_array_size(json_object_get(plan, "columns")), 6);
    assert_int_equal(json_array_size(measures), 5);
    json_t *second = json_array_get(measures, 1);
    assert_keys(second, measure_keys, 11);
    assert_string_equal(text(second, "number"), "2");
    assert_string_equal(text(second, "section"), "I");
    assert_true(json_is_null(json_object_get(second, "task")));
    assert_int_equal(json_array_size(json_object_get(second, "bullets")), 2);
    json_t *term = json_object_get(second, "term"), *window = json_array_get(json_object_get(term, "windows"), 0);
    assert_string_equal(text(term, "kind"), "windows");
    assert_string_equal(text(window, "from"), "2024-09-01");
    assert_string_equal(text(window, "to"), "2024-10-31");
    assert_int_equal(json_integer_value(json_array_get(json_object_get(json_array_get(measures, 3), "source_lines"), 0)), 27);
    assert_int_equal(json_integer_value(json_array_get(json_object_get(json_array_get(measures, 3), "source_lines"), 1)), 28);
    assert_string_equal(json_string_value(json_array_get(json_object_get(json_array_get(measures, 4), "capabilities"), 0)), "C52");
    json_decref(plan);
}

/* The year that is given stands for the one that is written, and moves the terms. */
static void test_year(void **state)
{
    (void)state;
    json_t *plan = read_plan("read school.txt --year 2030/2031 --json -");
    json_t *term = json_object_get(json_array_get(json_object_get(plan, "measures"), 1), "term");
    assert_string_equal(text(plan, "school_year"), "2030/2031");
    assert_string_equal(text(json_array_get(json_object_get(term, "windows"), 0), "from"), "2030-09-01");
    json_decref(plan);
}

/* Words that name no time are asked about; those that mean none, and a dash, are not. */
static void test_riddles(void **state)
{
    (void)state;
    json_t *plan = read_plan("read riddles.txt --json -"), *warnings = json_object_get(plan, "warnings");
    assert_int_equal(json_array_size(warnings), 2);
    assert_non_null(strstr(json_string_value(json_array_get(warnings, 0)), "П. 1: срок «когда рак свистнет» не понят"));
    assert_non_null(strstr(json_string_value(json_array_get(warnings, 1)), "П. 2: срок «см. п. 3» не понят"));
    json_decref(plan);
}

static void test_minutes(void **state)
{
    (void)state;
    static const char *const keys[] = { "number", "text", "term", "responsible" };
    json_t *plan = read_plan("read minutes.md --json -"), *decisions = json_object_get(plan, "decisions");
    assert_int_equal(json_array_size(json_object_get(plan, "measures")), 0);
    assert_int_equal(json_array_size(decisions), 5);
    assert_keys(json_array_get(decisions, 0), keys, 4);
    assert_string_equal(text(json_array_get(decisions, 4), "number"), "2"); /* the only one of its question */
    assert_string_equal(text(json_object_get(json_array_get(decisions, 2), "term"), "kind"), "windows");
    json_decref(plan);
}

/* A section without a number is named by its title. */
static void test_unnumbered_section(void **state)
{
    (void)state;
    json_t *plan = read_plan("read headings.md --json -"), *measures = json_object_get(plan, "measures");
    assert_true(json_is_null(json_object_get(json_array_get(json_object_get(plan, "sections"), 0), "number")));
    assert_string_equal(text(json_array_get(measures, 0), "section"), "Организационные мероприятия");
    assert_string_equal(text(json_array_get(measures, 2), "section"), "Работа с педагогами");
    json_decref(plan);
}

static void check(const char *words, int code, const char *said)
{
    int got = ask(words);
    if (got != code) fail_msg("merilo plan %s: exit %d, not %d: %.500s", words, got, code, answer);
    if (strstr(answer, said) == NULL) fail_msg("merilo plan %s: no «%s» in: %.500s", words, said, answer);
}

static void test_words(void **state)
{
    (void)state;
    check("read school.txt", 0, "5\u00A0мероприятий");
    check("read school.txt", 0, "II. Работа с педагогами");
    check("read minutes.md", 0, "5\u00A0решений");
    check("read nothing.txt", 3, "nothing.txt");
    check("read ../meson.build", 2, "нет ни таблицы");
    check("read", 2, "один документ");
    check("write school.txt", 2, "read");
    check("read school.txt --year 2020/2022", 2, "2020/2022");
    check("read school.txt --calendar school.txt", 2, "календаря");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_json), cmocka_unit_test(test_year), cmocka_unit_test(test_riddles), cmocka_unit_test(test_minutes), cmocka_unit_test(test_unnumbered_section), cmocka_unit_test(test_words) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
