/* Similarity of works: laws against all outcomes one by one, look-up by totals, the class statistic and clusters on drawn and on copied works. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "stats/rng.h"
#include "stats/similarity.h"

enum { J = 20 };
static IrtItem items[J];
static const IrtModel model = { J, items, 1 };

static void check_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("got %.15g, expected %.15g", got, expected);
}

static void draw_works(uint8_t *x, size_t n, uint64_t seed)
{
    for (size_t j = 0; j < J; j++) {
        irt_item_plain(&items[j], j % 4 == 3 ? 2 : 1);
        items[j].a = .8 + .05 * (double)(j % 9);
        for (size_t k = 0; k < items[j].m; k++) items[j].b[k] = -1.4 + 2.8 * (double)j / J + .5 * (double)k;
    }
    for (size_t i = 0; i < n; i++) {
        Rng rng = rng_at(seed, i, 0);
        double theta = rng_normal(&rng), p[IRT_CATEGORIES];
        for (size_t j = 0; j < J; j++) {
            irt_probabilities(&items[j], theta, p);
            double u = rng_uniform(&rng);
            uint8_t k = 0;
            for (; k < items[j].m && u > p[k]; k++) u -= p[k];
            x[i * J + j] = k;
        }
    }
}

static void test_pair_by_hand(void **state)
{
    (void)state;
    IrtItem two[2];
    irt_item_plain(&two[0], 1);
    irt_item_plain(&two[1], 2);
    two[0].a = two[1].a = 1;
    two[0].b[0] = two[1].b[0] = two[1].b[1] = 0;
    const IrtModel small = { 2, two, 1 };
    IrtRows rows = irt_rows(two, 2);
    double p[10];
    similarity_probabilities(&small, &rows, 0, p); /* halves and thirds */
    SimilarityPair pair;
    similarity_pair(&small, &rows, p, (const uint8_t[]){ 1, 2 }, p, (const uint8_t[]){ 1, 1 }, &pair);
    assert_true(pair.n == 2 && pair.matches == 1 && pair.full == 1);
    check_near(pair.expected, .5 + 1. / 3, 1e-12);
    check_near(pair.omega, (1 - 5. / 6) / sqrt(.25 + 2. / 9), 1e-12);
    double w1 = log(2), w2 = log(3);
    check_near(pair.womg, (w1 * .5 - w2 / 3) / sqrt(w1 * w1 / 4 + w2 * w2 * 2 / 9), 1e-12);
    check_near(pair.q_full[0], .25, 1e-15);
    check_near(pair.q_full[1], 1. / 9, 1e-15);
    similarity_conditional(&small, &rows, p, (const uint8_t[]){ 1, 2 }, (const uint8_t[]){ 0, 2 }, &pair);
    assert_true(pair.matches == 1);
    check_near(pair.expected, .5 + 1. / 3, 1e-12);
    similarity_pair(&small, &rows, p, (const uint8_t[]){ 1, IRT_MISSING }, p, (const uint8_t[]){ IRT_MISSING, 1 }, &pair);
    assert_true(pair.n == 0 && isnan(pair.omega) && isnan(pair.womg));
}

static void test_gbt_is_exact(void **state)
{
    (void)state;
    double scratch[LIMIT_TASKS + 1], q[12], same[LIMIT_TASKS];
    for (size_t j = 0; j < 12; j++) q[j] = .15 + .07 * (double)j;
    double law[13] = { 0 };
    for (unsigned set = 0; set < 1u << 12; set++) {
        double chance = 1;
        for (size_t j = 0; j < 12; j++) chance *= set >> j & 1 ? q[j] : 1 - q[j];
        law[__builtin_popcount(set)] += chance;
    }
    double tail = 0;
    for (size_t m = 13; m-- > 0;) check_near(similarity_gbt(q, 12, m, scratch), tail += law[m], 1e-13);
    for (size_t j = 0; j < LIMIT_TASKS; j++) same[j] = .5;
    check_near(similarity_gbt(same, LIMIT_TASKS, LIMIT_TASKS, scratch) / pow(.5, LIMIT_TASKS), 1, 1e-12);
    check_near(similarity_gbt(same, 0, 0, scratch), 1, 0);
}

/* M4 by its words: joint law over all outcomes, upper tail by four loops. */
static void test_m4_by_brute_force(void **state)
{
    (void)state;
    enum { N = 7 };
    double q[N], full[N], law[N + 1][N + 1] = { { 0 } }, tail[N + 1][N + 1] = { { 0 } }, scratch[2 * (LIMIT_TASKS + 2) * (LIMIT_TASKS + 2)];
    for (size_t j = 0; j < N; j++) {
        q[j] = .4 + .05 * (double)j;
        full[j] = q[j] * (.3 + .08 * (double)j);
    }
    for (unsigned code = 0; code < 2187; code++) {
        unsigned rest = code, u = 0, v = 0;
        double chance = 1;
        for (size_t j = 0; j < N; j++, rest /= 3) {
            u += rest % 3 == 0;
            v += rest % 3 == 1;
            chance *= rest % 3 == 0 ? full[j] : rest % 3 == 1 ? q[j] - full[j] : 1 - q[j];
        }
        law[u][v] += chance;
    }
    for (size_t u = 0; u <= N; u++)
        for (size_t v = 0; v <= N; v++)
            for (size_t a = u; a <= N; a++)
                for (size_t b = v; b <= N; b++) tail[u][v] += law[a][b];
    for (size_t u = 0; u <= N; u++)
        for (size_t v = 0; u + v <= N; v++) {
            double p = 0;
            for (size_t a = 0; a <= N; a++)
                for (size_t b = 0; b <= N; b++)
                    if (tail[a][b] <= tail[u][v] * (1 + 1e-9)) p += law[a][b];
            check_near(similarity_m4(q, full, N, u, v, scratch), p, 1e-12);
        }
    check_near(similarity_m4(q, full, N, 0, 0, scratch), 1, 1e-12);
    double half[LIMIT_TASKS], quarter[LIMIT_TASKS];
    for (size_t j = 0; j < LIMIT_TASKS; j++) half[j] = .5, quarter[j] = .25;
    double all = similarity_m4(half, quarter, LIMIT_TASKS, LIMIT_TASKS, 0, scratch);
    assert_true(all > 0 && all < 1e-30);
}

typedef struct Tables { IrtTable irt; SimilarityTable pairs; double *memory[2]; } Tables;

static void make_tables(Tables *t)
{
    t->memory[0] = malloc(irt_table_size(&model) * sizeof(double));
    assert_non_null(t->memory[0]);
    irt_table(&model, t->memory[0], &t->irt);
    t->memory[1] = malloc(similarity_table_size(&t->irt) * sizeof(double));
    assert_non_null(t->memory[1]);
    similarity_table(&t->irt, items, t->memory[1], &t->pairs);
}

static void free_tables(Tables *t) { free(t->memory[0]), free(t->memory[1]); }

static size_t total_of(const uint8_t *x)
{
    size_t t = 0;
    for (size_t j = 0; j < J; j++) t += x[j];
    return t;
}

static void test_class_agrees_with_pairs(void **state)
{
    (void)state;
    enum { N = 40 };
    uint8_t x[N * J], other[N * J];
    draw_works(x, N, 3);
    Tables t;
    make_tables(&t);
    double sum = 0, highest = -INFINITY;
    size_t n_pairs = 0;
    IrtRows rows = irt_rows(items, J);
    for (size_t i = 0; i < N; i++)
        for (size_t h = i + 1; h < N; h++) {
            size_t ti = total_of(&x[i * J]), th = total_of(&x[h * J]);
            if ((double)ti >= .95 * 25 || (double)th >= .95 * 25) continue;
            SimilarityPair pair;
            similarity_pair(&model, &rows, t.irt.p + ti * rows.n, &x[i * J], t.irt.p + th * rows.n, &x[h * J], &pair);
            double scratch[J + 1];
            check_near(similarity_gbt_by_total(&t.pairs, &x[i * J], &x[h * J], ti, th), similarity_gbt(pair.q, J, pair.matches, scratch), 1e-13);
            sum += fmax(0, pair.omega - 1) * fmax(0, pair.omega - 1);
            highest = fmax(highest, pair.omega);
            n_pairs++;
        }
    void *scratch = malloc(similarity_class_scratch_size(N, J));
    SimilarityClass class, turned;
    similarity_class(&t.pairs, x, N, scratch, &class);
    assert_true(class.n_pairs == n_pairs && n_pairs > 500);
    check_near(class.s, sum / (double)n_pairs, 1e-12);
    check_near(class.highest, highest, 1e-12);
    check_near(class.log_s, log(class.s + .02), 1e-15);
    for (size_t i = 0; i < N; i++) memcpy(&other[i * J], &x[(N - 1 - i) * J], J);
    similarity_class(&t.pairs, other, N, scratch, &turned);
    check_near(turned.s, class.s, 1e-12);
    similarity_class(&t.pairs, x, 1, scratch, &class);
    assert_true(class.n_pairs == 0 && isnan(class.s) && isnan(class.log_s) && isnan(class.highest));
    memset(x, 1, J), memset(x + J, 1, J);
    for (size_t j = 3; j < J; j += 4) x[j] = x[J + j] = 2;
    similarity_class(&t.pairs, x, 2, scratch, &class); /* two full works say nothing */
    assert_true(class.n_works == 0 && isnan(class.s));
    free(scratch);
    free_tables(&t);
}

/* Sizes that end inside, at and behind a vector, and one whose pairs find no room at once: all figures against single pairs. */
static void test_class_of_any_size(void **state)
{
    (void)state;
    enum { MOST = 330 };
    static const size_t sizes[] = { 2, 3, 15, 16, 17, 33, 283, MOST };
    static uint8_t x[MOST * J];
    Tables t;
    make_tables(&t);
    draw_works(x, MOST, 5);
    double *omega = malloc(MOST * MOST / 2 * sizeof *omega);
    void *scratch = malloc(similarity_class_scratch_size(MOST, J));
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        double sum = 0, over = 0, beyond = 0, highest = -INFINITY;
        size_t n = 0;
        for (size_t i = 0; i < sizes[k]; i++)
            for (size_t h = i + 1; h < sizes[k]; h++) {
                size_t ti = total_of(&x[i * J]), th = total_of(&x[h * J]), matches = 0;
                if ((double)ti >= .95 * 25 || (double)th >= .95 * 25) continue;
                for (size_t j = 0; j < J; j++) matches += x[i * J + j] == x[h * J + j];
                omega[n] = ((double)matches - t.pairs.mean[ti * t.irt.n_totals + th]) * t.pairs.scale[ti * t.irt.n_totals + th];
                sum += omega[n];
                over += fmax(0, omega[n] - 1) * fmax(0, omega[n] - 1);
                highest = fmax(highest, omega[n++]);
            }
        double pairs = (double)n, common = sum / pairs;
        for (size_t i = 0; i < n; i++) beyond += pow(fmax(0, omega[i] - fmax(0, common) - .5), 2);
        SimilarityClass class;
        similarity_class(&t.pairs, x, sizes[k], scratch, &class);
        assert_int_equal(class.n_pairs, n);
        if (n == 0) continue;
        check_near(class.s, over / pairs, 1e-12);
        check_near(class.common, common, 1e-12);
        check_near(class.log_beyond, log(beyond / pairs + .02), 1e-12);
        assert_true(class.highest == highest);
    }
    assert_true(sizes[6] * (sizes[6] - 1) / 2 < 40000 && MOST * (MOST - 1) / 2 > 40000);
    free(scratch);
    free(omega);
    free_tables(&t);
}

static void test_clusters_of_copied_works(void **state)
{
    (void)state;
    enum { N = 25 };
    uint8_t x[N * J];
    draw_works(x, N, 77);
    Tables t;
    make_tables(&t);
    void *scratch = malloc(similarity_class_scratch_size(N, J));
    uint32_t group[N];
    double alpha = .05 / 300;
    assert_int_equal(similarity_clusters(&t.pairs, x, N, alpha, scratch, group), 0);
    for (uint32_t i = 0; i < N; i++) assert_int_equal(group[i], i);
    SimilarityClass clean, copied;
    similarity_class(&t.pairs, x, N, scratch, &clean);
    const uint8_t source[J] = { 0, 1, 0, 2, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0 };
    const size_t copiers[] = { 3, 7, 12, 20 };
    for (size_t c = 0; c < 4; c++) memcpy(&x[copiers[c] * J], source, J);
    x[7 * J] = 1; /* not quite the same */
    assert_int_equal(similarity_clusters(&t.pairs, x, N, alpha, scratch, group), 1);
    for (size_t c = 0; c < 4; c++) assert_int_equal(group[copiers[c]], 3);
    similarity_class(&t.pairs, x, N, scratch, &copied);
    assert_true(copied.s > clean.s + .02 && copied.highest > 3.5);
    free(scratch);
    free_tables(&t);
}

/* Without copying: omega has mean 0 and sd near 1 at the true theta, GBT is exact. */
static void test_null(void **state)
{
    (void)state;
    enum { N = 300 };
    static uint8_t x[N * J];
    draw_works(x, N, 21);
    IrtRows rows = irt_rows(items, J);
    double *p = malloc(N * rows.n * sizeof *p), sum = 0, squares = 0, n = 0, flagged = 0, scratch[J + 1];
    for (size_t i = 0; i < N; i++) {
        Rng rng = rng_at(21, i, 0);
        similarity_probabilities(&model, &rows, rng_normal(&rng), p + i * rows.n);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t h = i + 1; h < N; h++) {
            SimilarityPair pair, swapped;
            similarity_pair(&model, &rows, p + i * rows.n, &x[i * J], p + h * rows.n, &x[h * J], &pair);
            sum += pair.omega;
            squares += pair.omega * pair.omega;
            n++;
            double gbt = similarity_gbt(pair.q, pair.n, pair.matches, scratch);
            assert_true(gbt > 0 && gbt <= 1);
            flagged += gbt <= .05;
            if (h > i + 3) continue;
            similarity_pair(&model, &rows, p + h * rows.n, &x[h * J], p + i * rows.n, &x[i * J], &swapped);
            check_near(swapped.omega, pair.omega, 1e-12);
        }
    check_near(sum / n, 0, .03);
    check_near(squares / n, 1, .05);
    assert_true(flagged / n < .05 && flagged / n > .02); /* discrete: under the level, not far */
    free(p);
}

static void test_speed(void **state)
{
    (void)state;
    enum { N = 400, ROUNDS = 10 };
    uint8_t *x = malloc(N * J);
    draw_works(x, N, 4);
    Tables t;
    make_tables(&t);
    void *scratch = malloc(similarity_class_scratch_size(N, J));
    SimilarityClass class;
    clock_t start = clock();
    for (size_t r = 0; r < ROUNDS; r++) similarity_class(&t.pairs, x, N, scratch, &class);
    double rate = (double)class.n_pairs * ROUNDS / ((double)(clock() - start) / CLOCKS_PER_SEC + 1e-9);
    if (rate < 1e6) fail_msg("omega: %g pairs/s", rate); /* 5 million are wanted in a release build on an idle machine */
    start = clock();
    double sum = 0;
    for (size_t i = 1; i < N; i++)
        for (size_t h = 0; h < i && h < 50; h++) sum += similarity_gbt_by_total(&t.pairs, &x[i * J], &x[h * J], total_of(&x[i * J]), total_of(&x[h * J]));
    double gbt = N * 50 / ((double)(clock() - start) / CLOCKS_PER_SEC + 1e-9);
    if (!(sum > 0) || gbt < 1e5) fail_msg("GBT: %g pairs/s", gbt); /* 0.5 million */
    print_message("omega %.3g, GBT %.3g pairs/s\n", rate, gbt);
    free(x), free(scratch);
    free_tables(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pair_by_hand), cmocka_unit_test(test_gbt_is_exact), cmocka_unit_test(test_m4_by_brute_force), cmocka_unit_test(test_class_agrees_with_pairs),
        cmocka_unit_test(test_class_of_any_size), cmocka_unit_test(test_clusters_of_copied_works), cmocka_unit_test(test_null), cmocka_unit_test(test_speed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
