/* Every method of «merilo stat» on tables of extreme size and on tables that say nothing: it answers with sound JSON and words, or refuses in words. Never a crash, never a NaN. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"

typedef enum Kind { USUAL, MISSING, ONES, ZEROS, CONSTANT_TASK } Kind;
typedef struct Input { const char *what; unsigned n_rows, n_tasks, max; Kind kind; bool silent; } Input; /* max: points of the first task; silent: nothing can be said of it */

static const Input inputs[] = {
    { "one pupil", 1, 6, 1, USUAL, true },
    { "two pupils", 2, 6, 1, USUAL, false },
    { "a class of 400", 412, 20, 1, USUAL, false },
    { "120 tasks", 60, 120, 1, USUAL, false },
    { "a task of 40 points", 60, 5, 40, USUAL, false },
    { "all missing", 30, 6, 1, MISSING, true },
    { "one category", 30, 6, 1, ONES, true },
    { "nothing solved", 30, 6, 1, ZEROS, true },
    { "a constant task", 60, 6, 1, CONSTANT_TASK, false },
};

/* %u: the number of tasks; %s: a matrix of skills */
static const struct { const char *method, *words; } asked[] = {
    { "smooth", "smooth" },
    { "smooth", "smooth --degree bic" },
    { "smooth", "smooth --degree bic --lumps 2" },
    { "smooth", "smooth --degree beta" },
    { "smooth", "smooth --degree beta4" },
    { "threshold", "threshold --cutoffs 2,4,5" },
    { "threshold", "threshold --cutoffs 2,4,5 --reference beta4" },
    { "threshold", "threshold --cutoffs 2,4,5 --test binomial" },
    { "threshold", "threshold --cutoffs 2,4,5 --test frandsen" },
    { "threshold", "threshold --cutoffs 2,4,5 --test kleven" },
    { "calibrate", "calibrate --items q1-q%u --scores" },
    { "calibrate", "calibrate --items q1-q%u --plausible 3" },
    { "calibrate", "calibrate --items q1-q%u --model rasch" },
    { "calibrate", "calibrate --items q1-q%u --model pcm" },
    { "personfit", "personfit --items q1-q%u" },
    { "similarity", "similarity --items q1-q%u --statistics omega,wollack" },
    { "tampering", "tampering --first q1-q%u --final r1-r%u" },
    { "jump", "jump" },
    { "jump", "jump --statistics score" },
    { "jump", "jump --statistics ranks --series y1,y2,total" },
    { "jump", "jump --statistics cross" },
    { "jump", "jump --statistics score,answer" },
    { "jump", "jump --statistics measures --items q1-q%u" },
    { "mixed", "mixed --fixed x --blup" },
    { "funnel", "funnel" },
    { "funnel", "funnel --by stratum" },
    { "funnel", "funnel --shares" },
    { "journal", "journal" },
    { "agreement", "agreement --items first,second,total" },
    { "agreement", "agreement --items journal,mark --level ordinal" },
    { "gtheory", "gtheory --items first,second" },
    { "raters", "raters --items q1-q%u" },
    { "sampling", "sampling" },
    { "sampling", "sampling --risk total" },
    { "combine", "combine --columns p1,p2" },
    { "combine", "combine --columns p1,p2 --rechecked treated" },
    { "reliability", "reliability --items q1-q%u --careless" },
    { "reliability", "reliability --items q1-q%u --correlation polychoric" },
    { "polychoric", "polychoric --items q1-q%u" },
    { "invalsi", "invalsi --items q1-q%u" },
    { "remark", "remark --cutoffs 2,4" },
    { "observers", "observers --draws 99" },
    { "observers", "observers --draws 99 --arms" },
    { "link", "link --columns n,n2" },
    { "compare", "compare" },
    { "compare", "compare --test mannwhitney" },
    { "compare", "compare --test brunner-munzel" },
    { "compare", "compare --test wilcoxon" },
    { "compare", "compare --items q1-q%u" },
    { "mastery", "mastery --items q1-q%u --q %s" },
    { "mastery", "mastery --items q1-q%u --elements %s" },
    { "mastery", "mastery --items q1-q%u --elements %s --model pcm --person person" },
};

static void add(char *table, size_t *at, const Input *input, unsigned value)
{
    if (input->kind == MISSING) *at += (size_t)sprintf(table + *at, ",");
    else *at += (size_t)sprintf(table + *at, ",%u", input->kind == ONES ? 1 : input->kind == ZEROS ? 0 : value);
}

/* A small fixed scatter: easier tasks first, stronger pupils later. */
static unsigned score(const Input *input, unsigned i, unsigned j)
{
    unsigned max = j == 0 ? input->max : 1, luck = (i * 7919u + j * 104729u + i * j * 31u) % 97u, level = 20 + 60 * (i + 1) / (input->n_rows + 1);
    if (input->kind == CONSTANT_TASK && j == 0) return 1;
    if (max > 1) return (i * 17u + 5) % (max + 1);
    return luck < level + 30 - 40 * j / input->n_tasks;
}

static char *make(const Input *input)
{
    char *table = malloc(4000 + (size_t)input->n_rows * (240 + 8 * input->n_tasks));
    size_t at = (size_t)sprintf(table, "id,person,rater,group,unit,stratum,school,arm");
    for (unsigned set = 0; set < 2; set++)
        for (unsigned j = 1; j <= input->n_tasks; j++) at += (size_t)sprintf(table + at, ",%c%u", set == 0 ? 'q' : 'r', j);
    static const char *const names[] = { "total", "journal", "mark", "y", "x", "se", "n1", "y1", "n2", "y2", "treated", "p1", "p2", "first", "second", "n", "y3", "m1", "m2", "m3", "m4", "z1", "z2", "k" };
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) at += (size_t)sprintf(table + at, ",%s", names[k]);
    at += (size_t)sprintf(table + at, ",score\n");
    for (unsigned i = 0; i < input->n_rows; i++) {
        unsigned total = 0;
        at += (size_t)sprintf(table + at, "%u,%u,%c,%s,%u,%u,%u,%s", i, i / 2, 'a' + i % 2, i < input->n_rows - input->n_rows / 30 - (input->n_rows > 1) ? "a" : "b", i, i % 3, i / 6,
            i / 6 % 2 ? "control" : i % 6 < 3 ? "observed" : "other");
        for (unsigned set = 0; set < 2; set++)
            for (unsigned j = 0; j < input->n_tasks; j++) {
                unsigned x = score(input, i, j);
                if (set == 0) total += x;
                else if ((i + j) % 9 == 0 && j > 0) x = 1;
                add(table, &at, input, x);
            }
        const unsigned value[] = { total, 2 + i * 5 % 4, 2 + i * 3 % 4, total + i % 3, i % 7, 1 + i % 4, 20 + i % 9, 3 + i * 11 % 8, 18 + i % 5, 3 + i * 13 % 9, i * 5 % 2, i % 2, (i + 1) % 2,
            total, total + i % 2, 1 + i % 11, 3 + i * 7 % 10, i % 11, i % 13, i * 3 % 7, i % 5, i % 4, i * 5 % 6, i % 11 / 2 };
        for (size_t k = 0; k < sizeof value / sizeof *value; k++) {
            if (k == 11 || k == 12) { /* p-values */
                if (input->kind == MISSING) table[at++] = ',';
                else at += (size_t)sprintf(table + at, ",%.3f", input->kind != USUAL ? (double)(input->kind == ONES) : (i * 37u % 100u + .5) / 100);
            } else add(table, &at, input, value[k]);
        }
        at += (size_t)sprintf(table + at, ",%u\n", i);
    }
    return table;
}

/* The answer in one piece; gives the exit code. */
static int run(const char *words, const char *path, char **answer)
{
    char command[1000];
    snprintf(command, sizeof command, "'%s' stat %s --in %s 2>&1", getenv("MERILO_PROGRAM"), words, path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t room = 1 << 16, n = 0, got;
    *answer = malloc(room);
    while ((got = fread(*answer + n, 1, room - n - 1, pipe)) > 0)
        if ((n += got) + 1 == room) *answer = realloc(*answer, room *= 2);
    (*answer)[n] = '\0';
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static bool is_russian(const char *text)
{
    size_t letters = 0;
    for (; *text != '\0'; text++) letters += (unsigned char)*text == 0xD0 || (unsigned char)*text == 0xD1;
    return letters >= 12;
}

/* Words that explain, anywhere inside. */
static bool has_note(const json_t *json)
{
    const char *key;
    json_t *value;
    size_t i;
    if (json_is_object(json)) json_object_foreach((json_t *)(uintptr_t)json, key, value) {
            if (strcmp(key, "note") == 0 || strcmp(key, "notes") == 0) return true;
            if (has_note(value)) return true;
        }
    if (json_is_array(json)) json_array_foreach(json, i, value) if (has_note(value)) return true;
    return false;
}

static bool is_empty(const json_t *value)
{
    size_t i;
    json_t *part;
    if (json_is_array(value)) {
        json_array_foreach(value, i, part) if (!is_empty(part)) return false;
        return true;
    }
    return json_is_null(value);
}

static bool is_column(const char *key, const char *table)
{
    const char *end = strchr(table, '\n');
    size_t n = strlen(key);
    for (const char *at = table; (at = strstr(at, key)) != NULL && at < end; at++)
        if ((at == table || at[-1] == ',') && (at[n] == ',' || at[n] == '\n')) return true;
    return false;
}

/* How much there was, not what it says. */
static bool is_counting(const char *key)
{
    static const char *const others[] = { "items", "iterations", "rejected", "fdr", "cutoff", "tasks", "classes", "steps", "draws", "degree", "longstring", "answers", "axis", "raters", "id", "i", "j" };
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        if (strcmp(others[k], key) == 0) return true;
    return key[0] == 'n' && (key[1] == '\0' || key[1] == '_' || (key[1] >= '0' && key[1] <= '9'));
}

/* Every figure of the method is null: at the top of the answer, or in all its rows; or a row has no p and does not say why. */
static bool says_nothing(const json_t *result, const char *table)
{
    const char *key;
    json_t *value, *row;
    size_t i, top = 0, top_null = 0, own = 0, own_null = 0;
    json_object_foreach((json_t *)(uintptr_t)result, key, value) {
        if (!is_counting(key) && (json_is_number(value) || json_is_null(value))) {
            top++;
            top_null += json_is_null(value);
        }
        json_array_foreach(value, i, row) {
            const char *name;
            json_t *cell;
            if (!json_is_object(row)) continue;
            if (json_is_null(json_object_get(row, "p")) && !is_column("p", table) && !has_note(row) && json_object_get(result, "note") == NULL) return true;
            json_object_foreach(row, name, cell) {
                if (is_column(name, table) || json_is_string(cell) || json_is_boolean(cell) || is_counting(name)) continue;
                own++;
                own_null += is_empty(cell);
            }
        }
    }
    return (top > 0 && top_null == top) || (own > 0 && own_null == own);
}

static size_t n_failed;

static void check(const Input *input, const char *words, int code, const char *answer, const char *table)
{
    const char *wrong = NULL;
    if (code == 2) {
        if (!is_russian(answer) || strstr(answer, "merilo: ") == NULL) wrong = "refused without words";
    } else if (code != 0) wrong = "ended badly";
    else {
        json_error_t where;
        json_t *json = json_loads(answer, 0, &where), *result = json_object_get(json, "result");
        if (json == NULL || !json_is_object(result)) wrong = "no JSON";
        else if (says_nothing(result, table) && !has_note(result)) wrong = "says nothing and not why";
        json_decref(json);
    }
    if (wrong == NULL) return;
    n_failed++;
    print_error("%s: %s: %s (%d): %.300s\n", input->what, words, wrong, code, answer);
}

static void ask_all(const Input *input, const char *table, const char *path, const char *matrix)
{
    for (size_t k = 0; k < sizeof asked / sizeof *asked; k++) {
        char form[200], words[300], *answer;
        const char *tasks = strstr(asked[k].words, "%s");
        /* the number of tasks first, as often as it is asked for; then the matrix */
        size_t at = 0;
        for (const char *c = asked[k].words; *c != '\0';) {
            if (c[0] == '%' && c[1] == 'u') {
                at += (size_t)snprintf(form + at, sizeof form - at, "%u", input->n_tasks);
                c += 2;
            } else form[at++] = *c++;
        }
        form[at] = '\0';
        char *mark = strstr(form, "%s");
        if (tasks != NULL) snprintf(words, sizeof words, "%.*s%s%s", (int)(mark - form), form, matrix, mark + 2);
        else snprintf(words, sizeof words, "%s", form);
        int code = run(words, path, &answer);
        check(input, words, code, answer, table);
        free(answer);
    }
}

static void write_file(char *path, const char *text)
{
    int file = mkstemp(path);
    assert_true(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    close(file);
}

static void test_extremes(void **state)
{
    (void)state;
    assert_non_null(getenv("MERILO_PROGRAM"));
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        char path[] = "/tmp/merilo-extreme-XXXXXX", matrix[] = "/tmp/merilo-skills-XXXXXX", q[3000];
        size_t at = (size_t)sprintf(q, "item,e1,e2\n");
        for (unsigned j = 0; j < inputs[i].n_tasks; j++) at += (size_t)sprintf(q + at, "q%u,%d,%d\n", j + 1, j % 2 == 0, j % 2 == 1);
        char *table = make(&inputs[i]);
        write_file(path, table);
        write_file(matrix, q);
        ask_all(&inputs[i], table, path, matrix);
        unlink(path);
        unlink(matrix);
        free(table);
    }
    if (n_failed > 0) fail_msg("%zu answers", n_failed);
}

/* No method is left out of the list above. */
static void test_all_methods_are_asked(void **state)
{
    (void)state;
    for (const StatMethod *const *method = stat_registry; *method != NULL; method++) {
        bool found = false;
        for (size_t k = 0; k < sizeof asked / sizeof *asked; k++) found |= strcmp(asked[k].method, (*method)->name) == 0;
        if (!found) fail_msg("%s is not asked", (*method)->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_all_methods_are_asked), cmocka_unit_test(test_extremes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
