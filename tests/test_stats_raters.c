/* Many-facet Rasch model. */
#include "stat_ask.h"

#include "stats/raters.h"
#include "stats/rng.h"
#include "stats_data.h"

enum { N = 800, J = 4, R = 3 };

typedef struct Fitted {
    RatersModel model;
    RatersScale scale[2];
    uint8_t scale_of[J];
    RatersFacet task[J], rater[R];
    double tau[8], tau_se[8], eap[N], sd[N];
} Fitted;

/* Tasks 0, 1 of one point, 2, 3 of three. */
static RatersOutcome fit(const RatersScore *x, size_t n, Fitted *f, size_t *which)
{
    *f = (Fitted){ .scale = { { 1, 0 }, { 3, 1 } }, .scale_of = { 0, 0, 1, 1 } };
    f->model = (RatersModel){ .n_tasks = J, .n_raters = R, .n_scales = 2, .n_tau = 4, .scale = f->scale, .scale_of = f->scale_of, .task = f->task, .rater = f->rater, .tau = f->tau, .tau_se = f->tau_se, .eap = f->eap, .sd = f->sd };
    double *scratch = malloc(raters_scratch_size(&f->model) * sizeof *scratch);
    RatersOutcome outcome = raters_fit(x, n, &f->model, 1000, scratch, which);
    free(scratch);
    return outcome;
}

static const double difficulty[J] = { -.5, .8, -.2, .6 }, severity[R] = { -.4, 0, .4 }, tau[4] = { 0, -.7, .1, .6 };
static RatersScore scores[N * J * 2];

/* Each work by two raters of three. */
static size_t simulate(void)
{
    size_t n = 0;
    for (size_t i = 0; i < N; i++)
        for (size_t r = 0; r < R; r++)
            for (size_t j = 0; r != i % R && j < J; j++) {
                double theta = 1.2 * rng_normal_at(6, i, 1), p[4] = { 1, 0, 0, 0 }, sum = 1, at = 0, u = rng_uniform_at(6, (i * R + r) * J + j, 2);
                size_t m = j < 2 ? 1 : 3, k = 0;
                for (size_t v = 1; v <= m; v++) sum += p[v] = exp(at += theta - difficulty[j] - severity[r] - (m > 1 ? tau[v] : 0));
                for (u *= sum; k < m && u > p[k]; k++) u -= p[k];
                scores[n++] = (RatersScore){ .person = (uint32_t)i, .task = (uint16_t)j, .rater = (uint16_t)r, .category = (uint8_t)k };
            }
    return n;
}

static void test_truth_is_found(void **state)
{
    (void)state;
    static Fitted f;
    size_t n = simulate(), which;
    double sum = 0, steps = 0, outside = 0;
    assert_int_equal(fit(scores, n, &f, &which), RATERS_DONE);
    assert_true(f.model.converged);
    near(f.model.variance, 1.44, .3);
    for (size_t r = 0; r < R; r++) {
        near(f.rater[r].value, severity[r], .15);
        assert_true(f.rater[r].se > .02 && f.rater[r].se < .1);
        near(f.rater[r].infit, 1, .1);
        near(f.rater[r].outfit, 1, .15);
        sum += f.rater[r].value;
    }
    near(sum, 0, 1e-9);
    for (size_t j = 0; j < J; j++) {
        near(f.task[j].value, difficulty[j], .25);
        outside += fabs(f.task[j].value - difficulty[j]) > 3 * f.task[j].se;
    }
    assert_true(outside == 0);
    for (size_t v = 1; v < 4; v++) {
        near(f.tau[v], tau[v], .15);
        steps += f.tau[v];
    }
    near(steps, 0, 1e-9);
    assert_true(f.tau[0] == 0);
    /* other names of persons, raters and tasks of one scale */
    static RatersScore turned[N * J * 2];
    static Fitted g;
    for (size_t i = 0; i < n; i++) {
        turned[i] = scores[n - 1 - i];
        turned[i].person = N - 1 - turned[i].person;
        turned[i].rater = (uint16_t)((turned[i].rater + 1) % R);
        turned[i].task ^= 1;
    }
    assert_int_equal(fit(turned, n, &g, &which), RATERS_DONE);
    near(g.model.loglik, f.model.loglik, 1e-6);
    near(g.rater[0].value, f.rater[2].value, 1e-5);
    near(g.task[3].value, f.task[2].value, 1e-5);
    near(g.eap[N - 1], f.eap[0], 1e-5);
}

static void test_what_cannot_be(void **state)
{
    (void)state;
    static Fitted f;
    static RatersScore x[N * J * 2];
    size_t n = simulate(), which = 9, m = 0;
    memcpy(x, scores, sizeof x);
    for (size_t i = 0; i < n; i++)
        if (x[i].task == 1) x[i].category = 0;
    assert_int_equal(fit(x, n, &f, &which), RATERS_FLAT_TASK);
    assert_int_equal(which, 1);
    memcpy(x, scores, sizeof x);
    for (size_t i = 0; i < n; i++)
        if (x[i].rater == 2) x[i].category = x[i].task < 2 ? 1 : 3;
    assert_int_equal(fit(x, n, &f, &which), RATERS_FLAT_RATER);
    assert_int_equal(which, 2);
    memcpy(x, scores, sizeof x);
    for (size_t i = 0; i < n; i++)
        if (x[i].category == 2) x[i].category = 3;
    assert_int_equal(fit(x, n, &f, &which), RATERS_FLAT_STEP);
    /* rater 0 for tasks 0 and 2, the others for the rest: nobody can say who is strict */
    for (size_t i = 0; i < n; i++)
        if ((scores[i].rater == 0) == (scores[i].task % 2 == 0)) x[m++] = scores[i];
    assert_int_equal(fit(x, m, &f, &which), RATERS_UNCONNECTED);
    assert_int_equal(fit(x, 0, &f, &which), RATERS_EMPTY);
}

static void test_three_raters(void **state)
{
    (void)state;
    size_t n;
    const char *source = getenv("MERILO_SOURCE");
    double *expected = data_read("tam_ex10_raters.expected.tam_mfr.csv", 6, &n);
    if (expected == NULL || source == NULL) skip();
    char words[1000];
    static char answer[200000];
    snprintf(words, sizeof words, "raters --in '%s/../shared/data/oracles/tam_ex10_raters.csv'", source);
    assert_int_equal(ask_file(words, answer, sizeof answer), 0);
    const char *at = answer;
    for (size_t i = 0; i < 8; i++) {
        const char *key = i < 5 ? "difficulty" : "severity";
        at = strstr(at, key);
        assert_non_null(at);
        at--;
        near(answer_number(at, key), expected[i * 6 + 2], .01);
        near(answer_number(at, "infit"), 1, .1);
        at += strlen(key);
    }
    near(answer_number(answer, "variance"), expected[5], .01);
    near(answer_number(answer, "deviance"), expected[4], .1);
    free(expected);
}

static void test_command(void **state)
{
    (void)state;
    const char *table = "person,rater,a,b\n1,x,0,2\n1,y,1,4\n2,x,0,0\n2,y,0,2\n3,x,1,4\n3,y,1,4\n4,x,0,2\n4,y,1,0\n5,x,1,2\n5,y,,2\n6,x,0,4\n6,y,0,0\n";
    check_says("raters", table, (const char *const[]){ "\"severity\": ", "\"rater\": \"x\"", "\"max\": 4", "\"score\": 2", "\"se\": null", "\"person\": \"6\"", NULL });
    check_refuses("raters", "person,rater,a\n1,x,1\n2,y,1\n", "у всех один балл");
    check_refuses("raters", "person,rater,a\n1,x,0\n2,y,1\n", "только низший или только высший");
    check_refuses("raters", "person,rater,a\n1,x,0.5\n", "целое число");
    check_refuses("raters", "person,rater,a\n,x,1\n", "чья работа");
    check_refuses("raters", "person,a\n1,1\n", "нет столбца «rater»");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_truth_is_found),
        cmocka_unit_test(test_what_cannot_be),
        cmocka_unit_test(test_three_raters),
        cmocka_unit_test(test_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
