/* Asking «merilo stat» through the program itself. */
#ifndef TESTS_STAT_ASK_H
#define TESTS_STAT_ASK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* |a - b| <= tolerance, or the test fails with both. */
#define near(a, b, tolerance) \
    do { \
        double a_ = (a), b_ = (b); \
        if (!(fabs(a_ - b_) <= (tolerance))) fail_msg("%s = %.12g, expected %.12g", #a, a_, b_); \
    } while (0)

/* Runs the program on a table; the answer, or "" and the exit code. */
static int ask(const char *words, const char *table, char *answer, size_t room)
{
    char in[] = "/tmp/merilo-stat-XXXXXX", command[1000];
    const char *program = getenv("MERILO_PROGRAM");
    assert_non_null(program);
    int file = mkstemp(in);
    assert_true(file >= 0 && write(file, table, strlen(table)) == (ssize_t)strlen(table));
    close(file);
    snprintf(command, sizeof command, "'%s' stat %s --in %s 2>&1", program, words, in);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t n = fread(answer, 1, room - 1, pipe);
    answer[n] = '\0';
    int status = pclose(pipe);
    unlink(in);
    return WEXITSTATUS(status);
}

/* Runs the program with a file of its own (--in among the words). */
__attribute__((unused)) static int ask_file(const char *words, char *answer, size_t room)
{
    char command[2000];
    const char *program = getenv("MERILO_PROGRAM");
    assert_non_null(program);
    snprintf(command, sizeof command, "'%s' stat %s 2>&1", program, words);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t n = fread(answer, 1, room - 1, pipe);
    answer[n] = '\0';
    return WEXITSTATUS(pclose(pipe));
}

/* First «key»: number of the answer; NaN for null or none. */
__attribute__((unused)) static double answer_number(const char *answer, const char *key)
{
    char quoted[100], *end;
    snprintf(quoted, sizeof quoted, "\"%s\": ", key);
    const char *at = strstr(answer, quoted);
    if (at == NULL) return NAN;
    double x = strtod(at + strlen(quoted), &end);
    return end == at + strlen(quoted) ? NAN : x;
}

static void check_says(const char *words, const char *table, const char *const *expected)
{
    static char answer[100000];
    if (ask(words, table, answer, sizeof answer) != 0) fail_msg("%s: %s", words, answer);
    for (; *expected != NULL; expected++)
        if (strstr(answer, *expected) == NULL) fail_msg("%s: no %s in %s", words, *expected, answer);
}

static void check_refuses(const char *words, const char *table, const char *why)
{
    static char answer[10000];
    assert_int_equal(ask(words, table, answer, sizeof answer), 2);
    if (strstr(answer, why) == NULL) fail_msg("%s: no «%s» in %s", words, why, answer);
}

#endif
