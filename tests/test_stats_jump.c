/* Jumps of classes; the effect of observers. */
#include "stat_ask.h"

#include "stats/jump.h"
#include "stats/observers.h"
#include "stats/rng.h"

/* Deletion residuals by their meaning: refit without the class, compare with what the line then foretells. */
static void test_residuals_are_deletion_residuals(void **state)
{
    (void)state;
    enum { N = 9 };
    JumpClass x[N];
    for (size_t i = 0; i < N; i++) {
        double y1 = rng_normal_at(1, i, 1);
        x[i] = (JumpClass){ .n1 = 15 + (double)i, .y1 = y1, .n2 = 20 + 2. * (double)(i % 3), .y2 = 1 + .7 * y1 + .3 * rng_normal_at(1, i, 2) };
    }
    JumpClass all[N];
    memcpy(all, x, sizeof x);
    jump_residuals(all, N);
    double sum = 0;
    for (size_t out = 0; out < N; out++) {
        double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0, rss = 0;
        for (size_t i = 0; i < N; i++) {
            if (i == out) continue;
            double n = x[i].n1 + x[i].n2;
            w += n;
            wx += n * x[i].y1;
            wy += n * x[i].y2;
            wxx += n * x[i].y1 * x[i].y1;
            wxy += n * x[i].y1 * x[i].y2;
        }
        double slope = (wxy - wx * wy / w) / (wxx - wx * wx / w), start = (wy - slope * wx) / w;
        for (size_t i = 0; i < N; i++)
            if (i != out) rss += (x[i].n1 + x[i].n2) * pow(x[i].y2 - start - slope * x[i].y1, 2);
        double s2 = rss / (N - 1 - 2), away = x[out].y1 - wx / w;
        double se = sqrt(s2 * (1 / (x[out].n1 + x[out].n2) + 1 / w + away * away / (wxx - wx * wx / w)));
        near(all[out].t, (x[out].y2 - start - slope * x[out].y1) / se, 1e-9);
        assert_true(all[out].p > 0 && all[out].p < 1);
        sum += (x[out].n1 + x[out].n2) * (x[out].y2 - all[out].predicted);
    }
    near(sum, 0, 1e-9);
    /* the order of classes is nothing, a class with a hole is left alone */
    JumpClass turned[N + 1];
    for (size_t i = 0; i < N; i++) turned[i] = x[N - 1 - i];
    turned[N] = (JumpClass){ .n1 = 20, .y1 = NAN, .n2 = 20, .y2 = 1 };
    jump_residuals(turned, N + 1);
    near(turned[2].t, all[N - 3].t, 1e-9);
    assert_true(isnan(turned[N].predicted) && isnan(turned[N].p));
}

static void test_residuals_that_cannot_be(void **state)
{
    (void)state;
    JumpClass few[3] = { { .n1 = 1, .y1 = 1, .n2 = 1, .y2 = 1 }, { .n1 = 1, .y1 = 2, .n2 = 1, .y2 = 3 }, { .n1 = 1, .y1 = 3, .n2 = 1, .y2 = 1 } };
    jump_residuals(few, 3);
    assert_true(isnan(few[0].z) && isnan(few[0].p));
    JumpClass flat[5], exact[5];
    for (size_t i = 0; i < 5; i++) {
        flat[i] = (JumpClass){ .n1 = 20, .y1 = 4, .n2 = 20, .y2 = (double)i };
        exact[i] = (JumpClass){ .n1 = 20, .y1 = (double)i, .n2 = 20, .y2 = 2. * (double)i + 1 };
    }
    jump_residuals(flat, 5);
    jump_residuals(exact, 5);
    for (size_t i = 0; i < 5; i++) assert_true(isnan(flat[i].z) && isnan(exact[i].z));
    near(exact[3].predicted, 7, 1e-9);
    jump_residuals(NULL, 0);
}

static void test_score_and_ranks(void **state)
{
    (void)state;
    const double gain[5] = { 5, 1, 3, NAN, 3 }, next[5] = { -4, 0, 2, 7, 7 };
    double rank[5], score[5], scratch[25];
    jump_ranks(gain, 5, rank, scratch);
    assert_true(rank[0] == 1 && rank[1] == 0 && rank[2] == .5 && isnan(rank[3]) && rank[4] == .5);
    jump_score(gain, next, 5, score, scratch);
    near(score[0], 2, 1e-12); /* the greatest rise and the greatest fall after it */
    near(score[1], .5625, 1e-12);
    assert_true(isnan(score[3]));
    const double measure[20] = { 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5 };
    double answer[5];
    jump_answer(measure, 5, answer, scratch);
    assert_true(answer[0] == 0 && answer[4] == 4 && answer[2] == 1);
}

static void test_excess_of_both(void **state)
{
    (void)state;
    enum { N = 4000 };
    static double score[N], answer[N], scratch[4 * N];
    for (size_t i = 0; i < N; i++) {
        score[i] = rng_uniform_at(5, i, 1);
        answer[i] = rng_uniform_at(5, i, 2);
    }
    near(jump_excess(score, answer, N, scratch).excess, 0, .004);
    for (size_t i = 0; i < 80; i++) score[i] = answer[i] = 2;
    JumpExcess found = jump_excess(score, answer, N, scratch);
    near(found.excess, .02, .004);
    assert_true(isnan(jump_excess(score, answer, 99, scratch).excess));
}

static void test_measures_of_a_class(void **state)
{
    (void)state;
    enum { J = 8, N = 20, T = J + 1 };
    double p[T * J * 2], distance[T], scratch[2 * N + 2 * J], honest[4], alike[4];
    for (size_t t = 0; t < T; t++) {
        for (size_t j = 0; j < J; j++) {
            double q = fmin(.95, fmax(.05, (double)t / J));
            p[(t * J + j) * 2 + 1] = q;
            p[(t * J + j) * 2] = 1 - q;
        }
        distance[t] = 8 * .25;
    }
    JumpTable table = { p, J, 2, distance };
    uint8_t x[N * J];
    uint16_t total[N];
    for (size_t i = 0; i < N; i++) {
        total[i] = 0;
        for (size_t j = 0; j < J; j++) total[i] = (uint16_t)(total[i] + (x[i * J + j] = rng_uniform_at(9, i * J + j, 1) < .5));
    }
    jump_measures(&table, x, total, N, honest, scratch);
    for (size_t i = 0; i < N; i++) {
        total[i] = 4;
        for (size_t j = 0; j < J; j++) x[i * J + j] = j % 2 == 0;
    }
    jump_measures(&table, x, total, N, alike, scratch);
    near(alike[0], N * 7 * log(2), 1e-9); /* all twenty share seven answers of one half each */
    near(alike[1], N, 1e-9);              /* 2 (N/2)^2 / (2 N / 4) */
    near(alike[2], 0, 1e-9);
    assert_true(honest[0] < alike[0] && honest[1] < 4);
    jump_measures(&table, x, total, 1, honest, scratch);
    assert_true(honest[0] == 0); /* one work shares with nobody */
    jump_measures(&table, x, total, 0, honest, scratch);
    assert_true(isnan(honest[0]));
}

static void test_procedures_and_rank_sums(void **state)
{
    (void)state;
    enum { N = 2000 };
    static double z1[N], z2[N], d[N], z[N], x[3 * N], scratch[7 * N];
    for (size_t i = 0; i < N; i++) {
        double common = rng_normal_at(2, i, 1);
        z1[i] = sqrt(.6) * common + sqrt(.4) * rng_normal_at(2, i, 2);
        z2[i] = sqrt(.6) * common + sqrt(.4) * rng_normal_at(2, i, 3);
        x[i] = x[N + i] = exp(z1[i]);
        x[2 * N + i] = z2[i];
    }
    double rho = jump_cross(z1, z2, NULL, N, d, z, scratch), squares = 0, spread = 0;
    near(rho, .6, .06);
    jump_rank_sum(x, N, 3, scratch, scratch + N);
    for (size_t i = 0; i < N; i++) {
        squares += z[i] * z[i] / N;
        spread += scratch[i] * scratch[i] / N;
    }
    near(squares, 1, .1);
    near(spread, 1, .05);
    assert_true(isnan(jump_cross(z1, z2, NULL, 5, d, z, scratch)));
}

static void test_observers_by_all_draws(void **state)
{
    (void)state;
    /* three treated of six, the three greatest: 2 of 20 draws are as far */
    const ObserversUnit unit[8] = { { 0, true, 9 }, { 0, false, 1 }, { 0, true, 8 }, { 0, false, 2 }, { 0, true, 7 }, { 0, false, 3 }, { 1, true, 50 }, { 1, true, 60 } };
    double scratch[8];
    Observers o, again;
    assert_true(observers_effect(unit, 8, 20000, 7, scratch, &o));
    near(o.itt, 6, 1e-12);
    near(o.se, sqrt(1. / 3 + 1. / 3), 1e-12);
    near(o.p_randomisation, .1, .01);
    assert_true(o.n == 6 && o.n_left_out == 2 && o.n_strata == 1);
    ObserversUnit turned[8];
    for (size_t i = 0; i < 6; i++) turned[i] = unit[5 - i];
    assert_true(observers_effect(turned, 6, 20000, 7, scratch, &again));
    assert_true(again.p_randomisation == o.p_randomisation);
    for (size_t i = 0; i < 6; i++) turned[i].y = 4;
    assert_true(observers_effect(turned, 6, 99, 7, scratch, &again) && again.itt == 0 && again.p_randomisation == 1);
    assert_false(observers_effect(unit + 6, 2, 99, 7, scratch, &again));
    assert_false(observers_effect(unit, 0, 99, 7, scratch, &again));
    assert_true(observers_effect(unit, 2, 99, 7, scratch, &again) && isnan(again.se) && again.p_randomisation == 1);
}

/* A file for a word of the command; the caller unlinks. */
static void write_file(char *path, const char *text)
{
    int file = mkstemp(path);
    assert_true(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    close(file);
}

/* What the table of classes may be asked for beside residuals. */
static void test_command_statistics(void **state)
{
    (void)state;
    static char table[40000], answer[200000], again[200000];
    /* the greatest rise and fall; the same by three results; strata apart */
    assert_int_equal(ask("jump --statistics score", "gain,next_gain\n5,-4\n1,0\n3,2\n", answer, sizeof answer), 0);
    near(answer_number(answer, "score"), 2, 1e-12);
    assert_int_equal(ask("jump --statistics score --by g", "g,y1,y2,y3\na,1,6,2\nb,1,2,3\na,1,2,2\nb,5,9,3\na,1,4,6\n", answer, sizeof answer), 0);
    near(answer_number(answer, "strata"), 2, 0);
    near(answer_number(answer, "score"), 2, 1e-12);
    near(answer_number(strstr(answer, "\"b\""), "score"), 0, 1e-12); /* the least rise and no fall of its own stratum */
    near(answer_number(strstr(answer, "\"y1\": 5"), "score"), 2, 1e-12);
    /* twelve schools, nine of them on the same side twice; rho by the textbook */
    size_t n = (size_t)sprintf(table, "school,z1,z2\n");
    for (int i = 0; i < 12; i++) n += (size_t)sprintf(table + n, "%d,%d,%d\n", i, i % 2 ? 1 : -1, (i % 2 ? 1 : -1) * (i == 1 || i == 4 || i == 7 ? -1 : 1));
    double z1[12], z2[12], rho;
    for (int i = 0; i < 12; i++) {
        z1[i] = i % 2 ? 1 : -1;
        z2[i] = z1[i] * (i == 1 || i == 4 || i == 7 ? -1 : 1);
    }
    double s1 = 0, s2 = 0, s12 = 0;
    for (int i = 0; i < 12; i++) {
        s1 += z1[i] / 12;
        s2 += z2[i] / 12;
        s12 += z1[i] * z2[i] / 12;
    }
    rho = (s12 - s1 * s2) / sqrt((1 - s1 * s1) * (1 - s2 * s2));
    assert_int_equal(ask("jump --statistics cross", table, answer, sizeof answer), 0);
    near(answer_number(answer, "rho"), rho, 1e-12);
    near(answer_number(answer, "d"), -1 + rho, 1e-12);
    near(answer_number(answer, "z"), (-1 + rho) / sqrt(1 - rho * rho), 1e-12);
    /* two series that say the same are one */
    assert_int_equal(ask("jump --statistics ranks --series a,b", "a,b\n9,90\n2,20\n3,30\n", answer, sizeof answer), 0);
    near(answer_number(answer, "rank_sum"), .6744897501960817, 1e-9);
    /* 200 classes; ten leap, fall back and answer alike: above the share of chance by about theirs */
    n = (size_t)sprintf(table, "gain,next_gain,m1,m2,m3,m4\n");
    for (size_t i = 0; i < 200; i++) {
        n += (size_t)sprintf(table + n, "%.6f,%.6f", i < 10 ? 5 : rng_normal_at(3, i, 1), i < 10 ? -5 : rng_normal_at(3, i, 2));
        for (uint32_t k = 0; k < 4; k++) n += (size_t)sprintf(table + n, ",%.6f", i < 10 ? 5 : rng_normal_at(3, i, 3 + k));
        n += (size_t)sprintf(table + n, "\n");
    }
    assert_int_equal(ask("jump --statistics score,answer", table, answer, sizeof answer), 0);
    near(answer_number(answer, "prevalence_low"), .05, .01);
    near(answer_number(answer, "prevalence_low"), answer_number(answer, "both") - answer_number(answer, "expected"), 1e-12);
    assert_int_equal(ask("jump --statistics answer,score", table, again, sizeof again), 0);
    assert_string_equal(answer, again);
    check_says("jump --statistics score,answer", "gain,next_gain,m1,m2,m3,m4\n1,2,1,2,3,4\n2,1,2,3,4,5\n", (const char *const[]){ "\"prevalence_low\": null", "Меньше ста классов", NULL });
    check_refuses("jump --statistics score", "y1,y2\n1,2\n", "нет столбца «y3»");
    check_refuses("jump --statistics score", "gain\n1\n", "нет столбца «next_gain»");
    check_refuses("jump --statistics answer", "m1,m2,m3\n1,2,3\n", "нет столбца «m4»");
    check_refuses("jump --statistics ranks", "a,b\n1,2\n", "какие ряды");
    check_refuses("jump --statistics cross", "z1,z2,measurement\n1,2,-1\n", "меньше нуля");
    check_refuses("jump --statistics best", "a,b\n1,2\n", "Нет показателя «best»");
    check_refuses("jump --statistics score,measures", "gain,next_gain\n1,2\n", "по таблице работ");
}

/* Eight like tasks, so that P(1) at total t is t / 8: the kernel's figures by hand. */
static void test_command_measures(void **state)
{
    (void)state;
    static char table[20000], answer[20000];
    char path[] = "/tmp/merilo-jump-XXXXXX", words[200];
    write_file(path, "item,a,b1\nq1,1,0\nq2,1,0\nq3,1,0\nq4,1,0\nq5,1,0\nq6,1,0\nq7,1,0\nq8,1,0\n");
    size_t n = (size_t)sprintf(table, "group,q1,q2,q3,q4,q5,q6,q7,q8\n");
    for (int i = 0; i < 20; i++) n += (size_t)sprintf(table + n, "alike,1,0,1,0,1,0,1,0\n");
    for (size_t i = 0; i < 20; i++) {
        n += (size_t)sprintf(table + n, "usual");
        for (size_t j = 0; j < 8; j++) n += (size_t)sprintf(table + n, ",%d", rng_uniform_at(9, i * 8 + j, 1) < .5);
        n += (size_t)sprintf(table + n, "\n");
    }
    sprintf(table + n, "usual,1,,1,0,1,0,1,0\n");
    snprintf(words, sizeof words, "jump --statistics measures --parameters %s", path);
    assert_int_equal(ask(words, table, answer, sizeof answer), 0);
    near(answer_number(answer, "left_out"), 1, 0);
    near(answer_number(answer, "m1"), 20 * 7 * log(2), 1e-6);
    near(answer_number(answer, "m2"), 20, 1e-6);
    near(answer_number(answer, "m3"), 0, 1e-6);
    const char *usual = strstr(answer, "\"usual\"");
    assert_non_null(usual);
    assert_true(answer_number(usual, "m1") < 20 && answer_number(usual, "m2") < 4);
    near(answer_number(answer, "answer") + answer_number(usual, "answer"), 4, 1e-9); /* of two, one is last or first in each */
    check_says(words, "q1,q2,q3,q4,q5,q6,q7,q8\n1,0,1,0,1,0,1,\n", (const char *const[]){ "\"left_out\": 1", "\"m1\": null", "Группа одна", NULL });
    unlink(path);
}

/* Four schools of two classes, two of them visited: all 24 draws by hand. */
static void test_arms_by_all_draws(void **state)
{
    (void)state;
    static const double y[4][2] = { { 5, 9 }, { 7, 8 }, { 10, 13 }, { 11, 17 } };
    ObserversClass class[8];
    for (uint32_t i = 0; i < 8; i++) {
        ObserversArm visited = i % 2 == 0 ? OBSERVERS_SENT : OBSERVERS_NEAR;
        class[i] = (ObserversClass){ 0, i / 2, i < 4 ? visited : OBSERVERS_NONE, y[i / 2][i % 2] };
    }
    double seen[2] = { 6 - 12.75, 8.5 - 12.75 };
    int as_far[2] = { 0 }, n = 0;
    for (int a = 0; a < 4; a++)
        for (int b = a + 1; b < 4; b++)
            for (int pick = 0; pick < 4; pick++, n++) {
                double control = 0, sent = (y[a][pick % 2] + y[b][pick / 2]) / 2, near_them = (y[a][1 - pick % 2] + y[b][1 - pick / 2]) / 2;
                for (int s = 0; s < 4; s++) control += s == a || s == b ? 0 : (y[s][0] + y[s][1]) / 4;
                as_far[0] += fabs(sent - control) >= fabs(seen[0]) - 1e-9;
                as_far[1] += fabs(near_them - control) >= fabs(seen[1]) - 1e-9;
            }
    ObserversSchool school[8];
    ObserversArms o, again;
    assert_true(observers_arms(class, 8, 40000, 3, school, &o) && n == 24);
    near(o.direct.itt, seen[0], 1e-12);
    near(o.spill_over.itt, seen[1], 1e-12);
    near(o.direct.p_randomisation, as_far[0] / 24., .01);
    near(o.spill_over.p_randomisation, as_far[1] / 24., .01);
    near(o.spill_over.se, sqrt(.5 / 2 + 2 * 1.25 * 1.25 / 2), 1e-12); /* 9 and 8; 11.5 and 14 */
    assert_true(o.direct.n == 4 && o.direct.n_strata == 1 && as_far[0] > 0 && as_far[1] > as_far[0]);
    assert_true(observers_arms(class, 8, 40000, 3, school, &again) && again.direct.p_randomisation == o.direct.p_randomisation);
    /* a school of one class, visited, has no class beside; a stratum of control schools only is left out */
    ObserversClass few[4] = { { 0, 0, OBSERVERS_SENT, 5 }, { 0, 1, OBSERVERS_NONE, 7 }, { 1, 2, OBSERVERS_NONE, 1 }, { 1, 3, OBSERVERS_NONE, 2 } };
    assert_true(observers_arms(few, 4, 99, 3, school, &o));
    assert_true(o.direct.itt == -2 && isnan(o.direct.se) && o.direct.n == 2 && o.direct.n_left_out == 2 && o.direct.p_randomisation == 1);
    assert_true(isnan(o.spill_over.itt) && isnan(o.spill_over.p_randomisation) && o.spill_over.n == 0);
    assert_false(observers_arms(few + 1, 3, 99, 3, school, &o));
    assert_false(observers_arms(few, 0, 99, 3, school, &o));
}

/* What was put in is found: observers take 3 points away in their class and 1 beside; draws without an effect are as often under .1 as they should. */
static void test_arms_find_what_is_there(void **state)
{
    (void)state;
    enum { SCHOOLS = 60, CLASSES = 3 };
    ObserversClass class[SCHOOLS * CLASSES];
    ObserversSchool school[SCHOOLS * CLASSES];
    ObserversArms o;
    double low = 0;
    for (uint32_t round = 0; round <= 100; round++) { /* the last one with an effect */
        for (uint32_t i = 0; i < SCHOOLS * CLASSES; i++) {
            uint32_t s = i / CLASSES;
            ObserversArm arm = s % 3 != 0 ? OBSERVERS_NONE : i % CLASSES == 0 ? OBSERVERS_SENT : OBSERVERS_NEAR;
            double effect = round < 100 ? 0 : arm == OBSERVERS_SENT ? -3 : arm == OBSERVERS_NEAR ? -1 : 0;
            class[i] = (ObserversClass){ s / 30, s, arm, 15 + effect + .3 * rng_normal_at(round, s, 1) + .3 * rng_normal_at(round, i, 2) };
        }
        assert_true(observers_arms(class, SCHOOLS * CLASSES, round < 100 ? 199 : 1999, 5, school, &o));
        low += round < 100 && o.spill_over.p_randomisation <= .1;
    }
    near(o.direct.itt, -3, .3);
    near(o.spill_over.itt, -1, .3);
    assert_true(o.direct.p_randomisation < .002 && o.spill_over.p_randomisation < .01);
    near(low, 10, 9); /* three standard errors */
}

static void test_commands(void **state)
{
    (void)state;
    check_says("jump --by year,grade", "year,grade,school,n1,y1,n2,y2\n1,4,a,20,3,20,4\n1,4,b,20,4,20,4.2\n1,4,c,20,5,20,6\n1,4,d,20,6,20,6.1\n1,4,e,20,7,20,9\n2,4,a,20,3,20,4\n",
        (const char *const[]){ "\"strata\": 2", "\"school\": \"e\"", "\"resid_z\": null", "\"resid_t\": ", "меньше четырёх", NULL });
    check_refuses("jump --by year", "n1,y1,n2,y2\n1,2,3,4\n", "нет столбца «year»");
    check_refuses("jump", "n1,y1,n2\n1,2,3\n", "нет столбца «y2»");
    check_says("observers --draws 99 --seed 5", "unit,stratum,treated,y\na,1,1,5\na,1,1,7\nb,1,0,9\nc,1,1,6\nd,1,0,8\n", (const char *const[]){ "\"itt\": -2.5", "\"units\": 4", "\"seed\": 5", NULL });
    check_says("observers --arms --draws 99 --seed 5", "school,unit,arm,y\na,1,observed,5\na,1,observed,7\na,2,other,8\nb,1,observed,6\nb,2,other,9\nc,1,control,10\nd,1,control,11\nd,2,control,12\n",
        (const char *const[]){ "\"direct\"", "\"itt\": -4.75", "\"spill_over\"", "\"itt\": -2.25", "\"classes\": 7", "\"schools\": 4", NULL });
    static char one[5000], two[5000];
    assert_int_equal(ask("observers --arms --draws 99", "school,arm,y\na,observed,5\na,other,8\nb,control,10\nd,control,11\n", one, sizeof one), 0);
    assert_int_equal(ask("observers --arms --draws 99", "school,arm,y\nd,control,11\nb,control,10\na,other,8\na,observed,5\n", two, sizeof two), 0);
    assert_string_equal(one, two); /* the order of rows is nothing */
    check_refuses("observers --arms", "school,arm,y\na,watched,5\n", "observed, other или control");
    check_refuses("observers --arms", "school,arm,y\na,control,5\na,observed,5\n", "и с наблюдателями, и без них");
    check_refuses("observers --arms", "school,arm,y\na,other,5\nb,control,5\n", "класса с наблюдателями нет");
    check_refuses("observers --arms", "school,unit,arm,y\na,1,other,5\na,1,observed,5\nb,1,control,5\n", "ко всему классу");
    check_refuses("observers --arms", "school,arm,y\na,observed,5\nb,observed,5\n", "школ без них");
    check_refuses("observers --arms", "school,arm,y\n,observed,5\n", "какая школа");
    check_refuses("observers --arms", "arm,y\nobserved,5\n", "нет столбца «school»");
    check_refuses("observers", "treated,y\n1,2\n1,3\n", "Ни в одном слое");
    check_refuses("observers", "treated,y\n2,2\n1,3\n", "0 или 1");
    check_refuses("observers", "unit,treated,y\na,1,2\na,0,3\n", "и с наблюдателями, и без них");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_residuals_are_deletion_residuals),
        cmocka_unit_test(test_residuals_that_cannot_be),
        cmocka_unit_test(test_score_and_ranks),
        cmocka_unit_test(test_excess_of_both),
        cmocka_unit_test(test_measures_of_a_class),
        cmocka_unit_test(test_procedures_and_rank_sums),
        cmocka_unit_test(test_observers_by_all_draws),
        cmocka_unit_test(test_command_statistics),
        cmocka_unit_test(test_command_measures),
        cmocka_unit_test(test_arms_by_all_draws),
        cmocka_unit_test(test_arms_find_what_is_there),
        cmocka_unit_test(test_commands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
