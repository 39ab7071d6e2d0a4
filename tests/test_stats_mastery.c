/* Skills by DINA; augmented sub-scores. */
#include "stat_ask.h"

#include "stats/mastery.h"
#include "stats/rng.h"
#include "stats_data.h"

static MasteryModel model;
static double scratch[2 * MASTERY_PATTERNS + 4 * LIMIT_TASKS];

static void test_skills_are_found(void **state)
{
    (void)state;
    enum { N = 3000, J = 12, K = 3 };
    static uint8_t x[N * J], turned[N * J];
    static const uint16_t need[J] = { 1, 2, 4, 1, 2, 4, 3, 5, 6, 7, 3, 1 };
    uint16_t turned_need[J];
    size_t right = 0, undecided = 0;
    for (size_t i = 0; i < N; i++) {
        uint32_t skills = (uint32_t)(rng_uniform_at(3, i, 1) * 8);
        for (size_t j = 0; j < J; j++) x[i * J + j] = rng_uniform_at(3, i * J + j, 2) < ((skills & need[j]) == need[j] ? .9 : .15);
    }
    assert_int_equal(mastery_fit(x, N, J, need, K, 2000, scratch, &model), MASTERY_DONE);
    assert_true(model.converged && model.n_classes == 8);
    double sum = 0, loglik = model.loglik, guess = model.guess[2], p[K], work[MASTERY_PATTERNS];
    for (size_t c = 0; c < 8; c++) sum += model.share[c];
    near(sum, 1, 1e-12);
    for (size_t j = 0; j < J; j++) {
        near(model.guess[j], .15, .04);
        near(model.slip[j], .1, .04);
    }
    for (size_t i = 0; i < N; i++) {
        uint32_t skills = (uint32_t)(rng_uniform_at(3, i, 1) * 8);
        mastery_of(&model, x + i * J, p, work);
        for (size_t k = 0; k < K; k++) {
            int decision = mastery_decision(p[k]);
            right += decision == (int)(skills >> k & 1);
            undecided += decision == -1;
        }
    }
    assert_true(right > N * K * 85 / 100 && undecided < N * K / 8);
    /* order of persons, of tasks, names of skills */
    for (size_t j = 0; j < J; j++) {
        uint16_t mask = need[J - 1 - j];
        turned_need[j] = (uint16_t)((mask & 1) << 2 | (mask & 2) | (mask & 4) >> 2);
        for (size_t i = 0; i < N; i++) turned[(N - 1 - i) * J + j] = x[i * J + J - 1 - j];
    }
    assert_int_equal(mastery_fit(turned, N, J, turned_need, K, 2000, scratch, &model), MASTERY_DONE);
    near(model.loglik, loglik, 1e-5);
    near(model.guess[J - 1 - 2], guess, 1e-5);
}

static void test_what_cannot_be_told(void **state)
{
    (void)state;
    const uint16_t need[3] = { 1, 1, 0 };
    uint8_t x[12] = { 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, MASTERY_MISSING, 1 };
    double p[2], work[MASTERY_PATTERNS];
    assert_int_equal(mastery_fit(x, 4, 3, need, 2, 500, scratch, &model), MASTERY_DONE);
    assert_true(isnan(model.guess[2]) && !isnan(model.slip[2]) && model.n_classes == 2);
    mastery_of(&model, x, p, work);
    near(p[1], .5, 1e-12); /* no task asks for the second skill */
    assert_int_equal(mastery_decision(p[1]), -1);
    mastery_of(&model, (const uint8_t[3]){ MASTERY_MISSING, MASTERY_MISSING, MASTERY_MISSING }, p, work);
    assert_true(p[0] > 0 && p[0] < 1);
    for (size_t i = 0; i < 4; i++) x[i * 3 + 1] = 1;
    assert_int_equal(mastery_fit(x, 4, 3, need, 2, 500, scratch, &model), MASTERY_CONSTANT);
    assert_int_equal(model.n_items, 1);
    assert_int_equal(mastery_fit(x, 0, 3, need, 2, 500, scratch, &model), MASTERY_EMPTY);
}

static void test_augmented(void **state)
{
    (void)state;
    const double x[4] = { 0, .2, .4, 1 }, total[4] = { .1, .3, .5, .7 }, flat[4] = { .5, .5, .5, .5 };
    double out[4];
    mastery_augment(x, total, 4, 1, out);
    for (size_t i = 0; i < 4; i++) near(out[i], x[i], 1e-12);
    mastery_augment(x, total, 4, 0, out);
    near(out[1] - out[0], .32, 1e-12); /* the line of x on total: slope 1.6 */
    near(out[0] + out[1] + out[2] + out[3], 1.6, 1e-12);
    mastery_augment(x, flat, 4, 0, out);
    near(out[3], 1, 0);
}

static void test_fraction_subtraction(void **state)
{
    (void)state;
    size_t n, m, n_q, n_p;
    double *data = data_read("fraction_subtraction.csv", 20, &n), *q = data_read("fraction_subtraction_q.csv", 8, &n_q);
    double *expected = data_read("fraction_subtraction.expected.cdm_dina.csv", 4, &m), *persons = data_read("fraction_subtraction.expected.cdm_dina_mastery.csv", 9, &n_p);
    if (data == NULL || q == NULL || expected == NULL || persons == NULL) skip();
    uint8_t *x = malloc(n * 20);
    uint16_t need[20] = { 0 };
    for (size_t i = 0; i < n * 20; i++) x[i] = (uint8_t)data[i];
    for (size_t i = 0; i < 160; i++)
        if (q[i] == 1) need[i / 8] |= (uint16_t)(1u << (i % 8));
    assert_int_equal(mastery_fit(x, n, 20, need, 8, 5000, scratch, &model), MASTERY_DONE);
    assert_true(model.loglik >= expected[3] - .05); /* the reference stopped early */
    for (size_t j = 0; j < 20; j++) {
        near(model.guess[j], expected[j * 4 + 1], .05);
        near(model.slip[j], expected[j * 4 + 2], .05);
    }
    size_t other = 0;
    for (size_t i = 0; i < n; i++) {
        double p[8], work[MASTERY_PATTERNS];
        mastery_of(&model, x + i * 20, p, work);
        for (size_t k = 0; k < 8; k++) other += fabs(p[k] - persons[i * 9 + 1 + k]) > .05;
    }
    if (other > n * 8 / 50) fail_msg("%zu of %zu skills differ", other, n * 8);
    free(data);
    free(q);
    free(expected);
    free(persons);
    free(x);
}

static void test_command(void **state)
{
    (void)state;
    char q[] = "/tmp/merilo-q-XXXXXX", words[200];
    int file = mkstemp(q);
    const char *matrix = "item,сложение,вычитание\nc,0,1\na,1,0\nb,1,0\nd,1,1\n";
    assert_true(file >= 0 && write(file, matrix, strlen(matrix)) == (ssize_t)strlen(matrix));
    close(file);
    snprintf(words, sizeof words, "mastery --q %s", q);
    check_says(words, "id,a,b,c,d\n1,1,1,0,0\n2,0,0,1,0\n3,1,1,1,1\n4,0,1,0,0\n5,1,1,,1\n",
        (const char *const[]){ "\"skills\": [", "\"вычитание\"", "\"loglik\": ", "\"mastery\": [", "\"decision\": [", "\"id\": 5", NULL });
    check_refuses(words, "a,b,c,e\n1,1,0,0\n", "нет задания «e»");
    check_refuses(words, "a,b,c,d\n1,2,0,0\n", "нужен 0 или 1");
    check_refuses(words, "a,b,c,d\n1,1,0,0\n0,1,1,1\n", "выполнили все или никто");
    check_refuses("mastery", "a,b\n1,1\n", "какие умения нужны");
    unlink(q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_skills_are_found),
        cmocka_unit_test(test_what_cannot_be_told),
        cmocka_unit_test(test_augmented),
        cmocka_unit_test(test_fraction_subtraction),
        cmocka_unit_test(test_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
