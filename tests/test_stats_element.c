/* Content elements of a work: deviation from the rest, mastery, carry-over from work to work. */
#include "stat_ask.h"

#include <stdbool.h>

#include "stats/element.h"
#include "stats/mastery.h"
#include "stats/rng.h"

enum { J = 12 };
static IrtItem items[J];
static double memory[200000];

static const IrtModel *make(IrtNodes *nodes, ElementTable *table)
{
    static IrtModel model;
    for (size_t j = 0; j < J; j++) {
        irt_item_plain(&items[j], j % 3 == 2 ? 2 : 1);
        items[j].a = 1 + .1 * (double)(j % 4);
        items[j].b[0] = -1.5 + .25 * (double)j;
        items[j].b[1] = items[j].b[0] + .5;
    }
    model = (IrtModel){ J, items, 1 };
    assert_true(irt_nodes_size(&model) + element_table_size(&model) < sizeof memory / sizeof *memory);
    irt_nodes(&model, memory, nodes);
    element_table(&model, nodes, memory + irt_nodes_size(&model), table);
    return &model;
}

/* Two tasks outside, three inside, all of a = 1, b = 0: every figure by plain sums over the nodes. */
static void test_by_hand(void **state)
{
    (void)state;
    IrtItem easy[5];
    for (size_t j = 0; j < 5; j++) {
        irt_item_plain(&easy[j], 1);
        easy[j].a = 1;
        easy[j].b[0] = 0;
    }
    IrtModel model = { 5, easy, 1 };
    IrtNodes nodes;
    ElementTable table;
    irt_nodes(&model, memory, &nodes);
    element_table(&model, &nodes, memory + irt_nodes_size(&model), &table);
    const uint8_t x[5] = { 1, 0, 0, 0, 0 };
    const bool own[5] = { false, false, true, true, true };
    double sum = 0, e = 0, ee = 0, v = 0, level = 0, scratch[IRT_NODES];
    for (size_t q = 0; q < IRT_NODES; q++) {
        double t = nodes.theta[q], p = 1 / (1 + exp(-t)), w = exp(-t * t / 2) * p * (1 - p);
        sum += w;
        level += w * t;
        e += w * 3 * p;
        ee += w * 9 * p * p;
        v += w * 3 * p * (1 - p);
    }
    ElementFit fit;
    element_fit(&table, x, own, scratch, &fit);
    near(fit.expected, e / sum, 1e-9);
    near(fit.level, level / sum, 1e-9);
    near(fit.variance, v / sum + ee / sum - e / sum * e / sum, 1e-9);
    near(fit.z, -1.5 / sqrt(fit.variance), 1e-6); /* by symmetry half of the three is expected */
    double wrong = 3 * (log(1 / (1 + exp(1.))) - log(1 / (1 + exp(-1.)))); /* level 0, at +1 and at -1 */
    near(fit.log_ratio, wrong, 1e-6);
    near(element_mastery(0, fit.log_ratio), exp(wrong) / (1 + exp(wrong)), 1e-6);
    assert_true(fit.n == 3 && fit.n_rest == 2);
}

static void test_size_under_the_model(void **state)
{
    (void)state;
    IrtNodes nodes;
    ElementTable table;
    const IrtModel *model = make(&nodes, &table);
    bool own[J];
    double sum = 0, squares = 0, scratch[IRT_NODES];
    size_t out = 0;
    ElementSum class = { 0 };
    enum { N = 6000 };
    for (size_t j = 0; j < J; j++) own[j] = j % 2 == 0;
    for (uint64_t i = 0; i < N; i++) {
        uint8_t x[J];
        double theta = rng_normal_at(4, i, 1), p[IRT_CATEGORIES];
        for (size_t j = 0; j < J; j++) {
            double u = rng_uniform_at(4, i * J + j, 2);
            irt_probabilities(&model->items[j], theta, p);
            for (x[j] = 0; x[j] < model->items[j].m && u > p[x[j]]; x[j]++) u -= p[x[j]];
        }
        ElementFit fit;
        element_fit(&table, x, own, scratch, &fit);
        element_add(&class, &fit);
        sum += fit.z;
        squares += fit.z * fit.z;
        out += fabs(fit.z) > 1.96;
    }
    near(sum / N, 0, .05);
    near(squares / N, 1, .05);
    if (out < N * 3 / 100 || out > N * 6 / 100) fail_msg("%zu of %d beyond 1.96", out, N);
    assert_true(class.n_works == N && fabs(element_sum_z(&class)) < 3.5);
}

static void test_what_cannot_be_said(void **state)
{
    (void)state;
    IrtNodes nodes;
    ElementTable table;
    make(&nodes, &table);
    uint8_t x[J];
    bool own[J] = { true, true, true, true }, all[J], none[J] = { false };
    double scratch[IRT_NODES];
    ElementFit fit;
    for (size_t j = 0; j < J; j++) {
        x[j] = IRT_MISSING;
        all[j] = true;
    }
    element_fit(&table, x, own, scratch, &fit);
    assert_true(isnan(fit.z) && fit.n == 0 && fit.n_rest == 0 && fit.log_ratio == 0);
    near(fit.level, 0, 1e-9);
    x[0] = x[1] = 1;
    x[7] = 0;
    element_fit(&table, x, own, scratch, &fit);
    assert_true(isnan(fit.z) && fit.n == 2 && fit.n_rest == 1); /* two tasks of the element */
    x[2] = 2;
    element_fit(&table, x, own, scratch, &fit);
    assert_true(fit.z > 0 && fit.n == 3);
    element_fit(&table, x, all, scratch, &fit);
    assert_true(isnan(fit.z) && fit.n_rest == 0); /* nothing to compare with */
    element_fit(&table, x, none, scratch, &fit);
    assert_true(isnan(fit.z) && fit.n == 0);
    ElementSum sum = { 0 };
    element_add(&sum, &fit);
    assert_true(sum.n_works == 0 && isnan(element_sum_z(&sum)));
}

static void test_carry(void **state)
{
    (void)state;
    near(element_carry(NAN, .7, .5), .7, 0);
    near(element_carry(2, 1, .5), 1.5, 1e-15);
    assert_true(element_carry(2, 1, 0) == 1 && element_carry(2, 1, 1) == 2);
    near(element_mastery(0, 0), .5, 0);
    near(element_mastery(log(3), log(2)), 6. / 7, 1e-12);
    assert_true(element_mastery(1000, 0) == 1 && element_mastery(-1000, 0) == 0 && isnan(element_mastery(NAN, 0)));
    assert_int_equal(mastery_decision(.8), 1);
    assert_int_equal(mastery_decision(.2), 0);
    assert_int_equal(mastery_decision(.5), -1);
}

/* Pupils of one level, half of whom never learnt the second element: two works each. */
static void test_command(void **state)
{
    (void)state;
    static char table[200000], answer[3000000];
    char matrix[] = "/tmp/merilo-elements-XXXXXX", words[300];
    int file = mkstemp(matrix);
    const char *q = "item,числа,фигуры,слово\nq1,1,0,0\nq2,1,0,0\nq3,1,0,0\nq4,1,0,0\nq5,0,1,0\nq6,0,1,0\nq7,0,1,0\nq8,0,1,1\n";
    assert_true(file >= 0 && write(file, q, strlen(q)) == (ssize_t)strlen(q));
    close(file);
    size_t at = (size_t)sprintf(table, "person,group,q1,q2,q3,q4,q5,q6,q7,q8\n");
    for (uint64_t i = 0; i < 800; i++) {
        double level = .7 * rng_normal_at(3, i / 2, 1);
        bool lacks = i / 2 % 2 == 1;
        at += (size_t)sprintf(table + at, "%d,%s", (int)(i / 2), lacks ? "b" : "a");
        for (uint64_t j = 0; j < 8; j++) {
            double theta = level + (j < 4 ? .5 : lacks ? -2 : 1);
            at += (size_t)sprintf(table + at, ",%d", rng_uniform_at(3, i * 8 + j, 2) < 1 / (1 + exp(-1.5 * theta)));
        }
        table[at++] = '\n';
    }
    table[at] = '\0';
    snprintf(words, sizeof words, "mastery --elements %s --model rasch --person person", matrix);
    assert_int_equal(ask(words, table, answer, sizeof answer), 0);
    /* groups: the second element falls behind in b, leads in a */
    const char *groups = strstr(answer, "\"groups\": ["), *rows = strstr(answer, "\"rows\": [");
    assert_true(groups != NULL && rows != NULL && strstr(answer, "Заданий меньше трёх") < groups);
    double z[2][3];
    const char *cell = groups;
    for (int g = 0; g < 2; g++) {
        cell = strstr(cell, "\"z\": [") + 6;
        char *end;
        for (int k = 0; k < 2; k++) {
            z[g][k] = strtod(cell, &end);
            cell = strchr(end, ',') + 1;
        }
    }
    if (!(z[0][1] > 4 && z[1][1] < -4 && z[0][0] < -4 && z[1][0] > 4)) fail_msg("z %g %g, %g %g", z[0][0], z[0][1], z[1][0], z[1][1]);
    /* the first work leaves more doubt than both together; an element of one task is never decided after one work */
    size_t doubt[2] = { 0, 0 }, n = 0;
    for (const char *row = rows; (row = strstr(row, "\"decision\": [")) != NULL; n++) {
        const char *end = strchr(row, ']');
        size_t few = 0;
        for (const char *word = row; (word = strstr(word, "данных мало")) != NULL && word < end; word++) few++;
        assert_true(few >= 1);
        doubt[n % 2] += few;
        row = end;
    }
    assert_int_equal(n, 800);
    if (!(doubt[1] < doubt[0])) fail_msg("doubt %zu, then %zu", doubt[0], doubt[1]);
    check_refuses(words, "person,group,q1,q2\n1,a,1,0\n2,a,0,1\n3,a,1,1\n,a,0,0\n4,b,7,1\n5,b,1,0\n", "для заданий с двумя исходами");
    snprintf(words, sizeof words, "mastery --elements %s", matrix);
    check_says(words, "q1,q2,q5,q6,q7\n1,0,1,0,1\n0,1,1,1,0\n1,1,0,0,\n0,0,1,1,1\n0,1,0,1,0\n", (const char *const[]){ "\"element\": \"слово\"", "\"tasks\": 0", "\"augmented\": [", NULL });
    snprintf(words, sizeof words, "mastery --elements %s --carry 2", matrix);
    check_refuses(words, "q1,q2\n1,0\n0,1\n", "--carry");
    snprintf(words, sizeof words, "mastery --elements %s --person who", matrix);
    check_refuses(words, "q1,q2\n1,0\n0,1\n", "нет столбца «who»");
    snprintf(words, sizeof words, "mastery --elements %s", matrix);
    check_refuses(words, "q1,q9\n1,0\n0,1\n", "нет задания «q9»");
    unlink(matrix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand), cmocka_unit_test(test_size_under_the_model), cmocka_unit_test(test_what_cannot_be_said),
        cmocka_unit_test(test_carry), cmocka_unit_test(test_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
