/* Fit of works and classes: mirt and aberrance as oracles where the shared data stands, worked examples, properties, undefined cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <time.h>

#include "stats/classfit.h"
#include "stats/invalsi.h"
#include "stats/personfit.h"
#include "stats/rng.h"
#include "stats_data.h"

static void check_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("got %.15g, expected %.15g", got, expected);
}

/* Columns a, b (or a, b1, b2) of a parameter file whose column 0 is the item's name. */
static void read_items(const char *name, size_t n_columns, size_t n_items, uint8_t m, IrtItem *items)
{
    size_t n;
    double *cell = data_read(name, n_columns, &n);
    assert_true(cell != NULL && n == n_items);
    for (size_t j = 0; j < n; j++) {
        irt_item_plain(&items[j], m);
        items[j].a = cell[j * n_columns + 1];
        for (size_t k = 0; k < m; k++) items[j].b[k] = cell[j * n_columns + 2 + k];
    }
    free(cell);
}

/* aberrance estimates theta by ML within -4..4 to four digits; hence the tolerance. */
static void test_two_way_aberrance(void **state)
{
    (void)state;
    size_t n, n_expected;
    uint8_t *x = data_scores("perfit_inadequacydata.csv", 28, 0, 28, &n);
    if (x == NULL) skip();
    double *e = data_read("perfit_inadequacydata.expected.mirt_scores_aberrance_pm.csv", 9, &n_expected);
    IrtItem items[28];
    read_items("perfit_inadequacydata.expected.mirt2pl.csv", 5, 28, 1, items);
    IrtModel model = { 28, items, 1 };
    assert_true(e != NULL && n == n_expected);
    for (size_t i = 0; i < n; i++) {
        IrtScore score = irt_estimate(&model, &x[i * 28], IRT_ML);
        PersonFit fit = personfit_work(&model, &x[i * 28], fmax(-4, fmin(4, score.theta)), IRT_ML);
        check_near(fit.lz, e[i * 9 + 4], 3e-4);
        check_near(fit.lzstar, e[i * 9 + 5], 3e-4);
        PersonFit wle = personfit_work(&model, &x[i * 28], irt_estimate(&model, &x[i * 28], IRT_WLE).theta, IRT_WLE);
        assert_true(fabs(wle.lzstar - fit.lzstar) < .5);
    }
    free(x), free(e);
}

static void test_polytomous_mirt(void **state)
{
    (void)state;
    size_t n, n_expected;
    uint8_t *x = data_scores("perfit_physfuncdata.csv", 10, 0, 10, &n);
    if (x == NULL) skip();
    double *e = data_read("perfit_physfuncdata.expected.mirt_personfit.csv", 7, &n_expected);
    IrtItem items[10];
    read_items("perfit_physfuncdata.expected.mirt_gpcm.csv", 5, 10, 2, items);
    IrtModel model = { 10, items, 1 };
    assert_true(e != NULL && n == n_expected);
    for (size_t i = 0; i < n; i++) check_near(personfit_work(&model, &x[i * 10], e[i * 7 + 1], IRT_MAP).lz, e[i * 7 + 6], 1e-6);
    free(x), free(e);
}

/* A model of 24 tasks, every third worth 2 points, and works drawn from it. */
enum { DRAWN = 24 };
static IrtItem drawn_items[DRAWN];
static const IrtModel drawn = { DRAWN, drawn_items, 1 };

static void draw_works(uint8_t *x, size_t n, uint64_t seed)
{
    for (size_t j = 0; j < DRAWN; j++) {
        irt_item_plain(&drawn_items[j], j % 3 == 2 ? 2 : 1);
        drawn_items[j].a = .8 + .05 * (double)(j % 9);
        for (size_t k = 0; k < drawn_items[j].m; k++) drawn_items[j].b[k] = -1.6 + 3.2 * (double)j / DRAWN + .5 * (double)k;
    }
    for (size_t i = 0; i < n; i++) {
        Rng rng = rng_at(seed, i, 0);
        double theta = rng_normal(&rng), p[IRT_CATEGORIES];
        for (size_t j = 0; j < DRAWN; j++) {
            irt_probabilities(&drawn_items[j], theta, p);
            double u = rng_uniform(&rng);
            uint8_t k = 0;
            for (; k < drawn_items[j].m && u > p[k]; k++) u -= p[k];
            x[i * DRAWN + j] = k;
        }
    }
}

static void test_lzstar_is_calibrated(void **state)
{
    (void)state;
    enum { N = 6000 };
    static uint8_t x[N * DRAWN];
    draw_works(x, N, 11);
    double sum = 0, squares = 0, plain = 0;
    size_t n = 0, flagged = 0;
    for (size_t i = 0; i < N; i++) {
        PersonFit fit = personfit_work(&drawn, &x[i * DRAWN], irt_estimate(&drawn, &x[i * DRAWN], IRT_WLE).theta, IRT_WLE);
        if (isnan(fit.lzstar)) continue;
        assert_true(fit.p >= 0 && fit.p <= 1);
        n++;
        sum += fit.lzstar;
        squares += fit.lzstar * fit.lzstar;
        plain += fit.lz * fit.lz;
        flagged += fit.p <= .05;
    }
    assert_true(n > N - 10);
    check_near(sum / (double)n, .06, .06); /* a little above 0 with 24 tasks, as the sources find too */
    check_near(squares / (double)n, 1, .1);
    assert_true(plain < squares); /* lz is conservative, lz* is not */
    check_near((double)flagged / (double)n, .05, .012);
}

typedef struct Tables { IrtTable irt; PersonfitTable fit; ClassfitTable class; double *memory[3]; } Tables;

static void make_tables(Tables *t)
{
    t->memory[0] = malloc(irt_table_size(&drawn) * sizeof(double));
    assert_non_null(t->memory[0]);
    irt_table(&drawn, t->memory[0], &t->irt);
    t->memory[1] = malloc(personfit_table_size(&t->irt) * sizeof(double));
    t->memory[2] = malloc(classfit_table_size(&t->irt) * sizeof(double));
    assert_true(t->memory[1] != NULL && t->memory[2] != NULL);
    personfit_table(&t->irt, t->memory[1], &t->fit);
    classfit_table(&t->irt, drawn_items, &t->fit, t->memory[2], &t->class);
}

static void free_tables(Tables *t)
{
    for (size_t i = 0; i < 3; i++) free(t->memory[i]);
}

static void test_class_statistics(void **state)
{
    (void)state;
    enum { N = 20000 };
    uint8_t *x = malloc(N * DRAWN);
    assert_non_null(x);
    draw_works(x, N, 5);
    Tables t;
    make_tables(&t);
    ClassFit all, none, one, left;
    classfit_class(&t.class, x, N, &all);
    double d[DRAWN], sd[DRAWN];
    for (size_t j = 0; j < DRAWN; j++) {
        check_near(all.residual[j], 0, 5 * all.se[j] + .003); /* the model is true */
        double points = 0;
        for (size_t i = 0; i < N; i++) points += x[i * DRAWN + j];
        d[j] = 1 - points / N / drawn_items[j].m;
        sd[j] = hypot(all.se[j] * sqrt(N / 25.), .02);
    }
    assert_true(all.lz > 0 && all.lz < .5); /* P_jk(t) are flatter than the truth: the null comes from the bootstrap */
    assert_true(all.n_lz + N / 50 > N && all.n_lz < N && all.sd > 0 && all.heterogeneity > .3 && all.heterogeneity < .67);
    /* 25 works: the order of works does not matter, help at the hardest three tasks does */
    classfit_class(&t.class, x, 25, &one);
    uint8_t other[25 * DRAWN];
    for (size_t i = 0; i < 25; i++) memcpy(&other[i * DRAWN], &x[(24 - i) * DRAWN], DRAWN);
    classfit_class(&t.class, other, 25, &left);
    check_near(left.lz, one.lz, 1e-12);
    check_near(left.heterogeneity, one.heterogeneity, 1e-12);
    check_near(left.residual[3], one.residual[3], 1e-12);
    for (size_t i = 0; i < 16; i++)
        for (size_t j = 21; j < 24; j++) other[i * DRAWN + j] = drawn_items[j].m;
    classfit_class(&t.class, other, 25, &left);
    assert_true(classfit_harder_better(left.residual, d, DRAWN) > classfit_harder_better(one.residual, d, DRAWN) + .1);
    ClassfitAlarm alarm = classfit_alarm(left.residual, sd, DRAWN);
    assert_true(alarm.item >= 21 && alarm.z > 3 && classfit_alarm(one.residual, sd, DRAWN).z < alarm.z);
    assert_true(left.lz < one.lz - .3);
    classfit_class(&t.class, x, 0, &none);
    assert_true(isnan(none.lz) && isnan(none.residual[0]) && isnan(none.sd));
    memset(other, IRT_MISSING, DRAWN); /* nothing written: 0 points, no lz */
    classfit_class(&t.class, other, 1, &none);
    assert_true(isnan(none.lz) && none.mean == 0 && none.heterogeneity == 0);
    assert_int_equal(classfit_alarm(none.se, none.heterogeneity > 0 ? sd : (double[DRAWN]){ 0 }, DRAWN).item, DRAWN);
    clock_t start = clock();
    for (size_t i = 0; i + 25 <= N; i += 25) classfit_class(&t.class, x + i * DRAWN, 25, &one);
    double taken = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (taken > .2) fail_msg("%g s for %d works", taken, N); /* a million in 1 s is wanted in a release build */
    free_tables(&t);
    free(x);
}

/* lz by the total is lz at the probabilities of the table: with all the posterior at one node both agree. */
static void test_lz_by_total(void **state)
{
    (void)state;
    enum { N = 3000 };
    static uint8_t x[N * DRAWN];
    draw_works(x, N, 23);
    Tables t;
    make_tables(&t);
    double both = 0, own = 0, other = 0;
    for (size_t i = 0; i < N; i++) {
        size_t total = 0;
        for (size_t j = 0; j < DRAWN; j++) total += x[i * DRAWN + j];
        double by_total = personfit_by_total(&t.fit, &x[i * DRAWN], total);
        if (total == 0 || total == 32) {
            assert_true(isnan(by_total));
            continue;
        }
        double lz = personfit_work(&drawn, &x[i * DRAWN], t.irt.eap[total], IRT_MAP).lz;
        both += lz * by_total;
        own += lz * lz;
        other += by_total * by_total;
    }
    assert_true(both / sqrt(own * other) > .98);
    free_tables(&t);
}

static void test_curve_over_the_mean(void **state)
{
    (void)state;
    enum { N = 4000 };
    static double statistic[N], mean[N];
    Rng rng = rng_at(31, 0, 0);
    for (size_t i = 0; i < N; i++) {
        mean[i] = 12 + 3 * rng_uniform(&rng) * 2;
        double u = mean[i] - 15;
        statistic[i] = 5 - .4 * u * u + .03 * u * u * u + (1.2 - .2 * u) * rng_normal(&rng);
    }
    ClassfitCurve curve, other;
    assert_true(classfit_curve_fit(statistic, mean, N, &curve));
    double sum[3] = { 0 }, squares[3] = { 0 }, n[3] = { 0 };
    for (size_t i = 0; i < N; i++) {
        size_t third = (size_t)fmin(2, (mean[i] - 12) / 2);
        double z = classfit_curve_z(&curve, statistic[i], mean[i]);
        sum[third] += z;
        squares[third] += z * z;
        n[third]++;
    }
    for (size_t k = 0; k < 3; k++) {
        check_near(sum[k] / n[k], 0, .1); /* at every level of the mean */
        check_near(squares[k] / n[k], 1, .12);
    }
    check_near(classfit_curve_z(&curve, 5, 40), classfit_curve_z(&curve, 5, curve.to), 1e-12); /* no running away outside */
    for (size_t i = 0; i < N; i++) statistic[i] = 7 + 3 * statistic[i];
    assert_true(classfit_curve_fit(statistic, mean, N, &other));
    check_near(classfit_curve_z(&other, 7 + 3 * 4.2, 14), classfit_curve_z(&curve, 4.2, 14), 1e-8);
    for (size_t i = 0; i < 50; i++) mean[i] = 3;
    assert_true(classfit_curve_fit(statistic, mean, 50, &other)); /* one level: mean and spread */
    assert_true(isfinite(classfit_curve_z(&other, 5, 3)) && isnan(classfit_curve_z(&other, NAN, 3)));
    assert_false(classfit_curve_fit(statistic, mean, 19, &other));
    for (size_t i = 0; i < 50; i++) statistic[i] = 2;
    assert_false(classfit_curve_fit(statistic, mean, 50, &other));
}

static void test_undefined_work(void **state)
{
    (void)state;
    uint8_t x[DRAWN];
    draw_works(x, 1, 1);
    assert_true(isnan(personfit_work(&drawn, x, INFINITY, IRT_ML).lz) && isnan(personfit_work(&drawn, x, NAN, IRT_ML).p));
    memset(x, IRT_MISSING, sizeof x);
    assert_true(isnan(personfit_work(&drawn, x, 0, IRT_ML).lz));
    x[0] = 1; /* one answered task of two categories: theta takes it all */
    PersonFit fit = personfit_work(&drawn, x, .3, IRT_WLE);
    assert_true(isfinite(fit.lz) && isnan(fit.lzstar) && isnan(fit.p));
}

static void test_invalsi_by_hand(void **state)
{
    (void)state;
    const uint8_t max[2] = { 1, 3 }, x[4][2] = { { 1, 3 }, { 1, 255 }, { 0, 3 }, { 0, 0 } };
    InvalsiClass class = invalsi_class(&x[0][0], 4, 2, max);
    check_near(class.mean, 100 * 8. / 16, 1e-12);
    check_near(class.sd, 25 * sqrt((4 + 1 + 1 + 4) / 4.), 1e-12);
    check_near(class.missing, 1 / 8., 1e-15);
    check_near(class.heterogeneity, (.5 + (1 - .25 - .0625 - .0625)) / 2, 1e-15);
    assert_true(isnan(invalsi_class(&x[0][0], 0, 2, max).mean) && isnan(invalsi_class(&x[0][0], 4, 2, (const uint8_t[]){ 0, 0 }).mean));
    InvalsiAxes axes;
    double axis[10];
    InvalsiClass same[5] = { class, class, class, class, class };
    assert_false(invalsi_axes(same, 5, &axes, axis)); /* nothing varies */
    same[1].mean = 51;
    assert_false(invalsi_axes(same, 5, &axes, axis)); /* one indicator does */
    same[1].sd = 3;
    assert_true(invalsi_axes(same, 5, &axes, axis));
    check_near(axes.share[0], 1, 1e-12);
    check_near(axes.loading[0][0], sqrt(.5), 1e-12); /* mean up, sd down */
    check_near(axes.loading[0][1], -sqrt(.5), 1e-12);
    InvalsiClusters clusters;
    double membership[15], scratch[30];
    assert_false(invalsi_clusters(same, &axes, axis, 5, 3, INVALSI_TO_THE_END, scratch, &clusters, membership)); /* two places only */
    assert_true(invalsi_clusters(same, &axes, axis, 5, 2, INVALSI_TO_THE_END, scratch, &clusters, membership));
    check_near(membership[2 + clusters.outlier], 1, 1e-9);
}

static void test_invalsi_finds_the_odd_class(void **state)
{
    (void)state;
    enum { N = 200, K = 4 };
    InvalsiClass classes[N], turned[N];
    double axis[2 * N], axis_turned[2 * N], *membership = malloc(N * K * sizeof(double)), *other = malloc(N * K * sizeof(double)), *scratch = malloc(N * (K + 3) * sizeof(double));
    Rng rng = rng_at(9, 0, 0);
    for (size_t i = 0; i < N; i++) {
        double level = rng_normal(&rng);
        classes[i] = (InvalsiClass){ 55 + 9 * level, 18 - level + .8 * rng_normal(&rng), .03 + .01 * rng_uniform(&rng), .45 - .02 * level + .01 * rng_normal(&rng) };
        if (i < 6) classes[i] = (InvalsiClass){ 92 + rng_uniform(&rng), 4 + rng_uniform(&rng), .001, .1 };
    }
    classes[20].sd = NAN;
    for (size_t i = 0; i < N; i++) turned[i] = classes[N - 1 - i];
    InvalsiAxes axes, axes_turned;
    InvalsiClusters clusters, clusters_turned;
    assert_true(invalsi_axes(classes, N, &axes, axis) && invalsi_axes(turned, N, &axes_turned, axis_turned));
    assert_true(invalsi_clusters(classes, &axes, axis, N, K, INVALSI_TO_THE_END, scratch, &clusters, membership));
    assert_true(invalsi_clusters(turned, &axes_turned, axis_turned, N, K, INVALSI_TO_THE_END, scratch, &clusters_turned, other));
    double length = 0, crossing = 0;
    for (size_t v = 0; v < 4; v++) {
        length += axes.loading[0][v] * axes.loading[0][v];
        crossing += axes.loading[0][v] * axes.loading[1][v];
    }
    check_near(length, 1, 1e-12);
    check_near(crossing, 0, 1e-12);
    assert_true(axes.loading[0][0] > 0 && axes.loading[0][1] < 0 && axes.loading[0][3] < 0 && axes.share[0] > axes.share[1] && axes.share[0] + axes.share[1] <= 1);
    for (size_t i = 0; i < N; i++) {
        double sum = 0, u = membership[i * K + clusters.outlier];
        for (size_t c = 0; c < K; c++) sum += membership[i * K + c];
        assert_true(i == 20 ? isnan(sum) && isnan(axis[2 * i]) : fabs(sum - 1) < 1e-12);
        if (i != 20) assert_true(i < 6 ? u > .99 : u < .2);
        if (i != 20) check_near(other[(N - 1 - i) * K + clusters_turned.outlier], u, 1e-7);
    }
    free(membership), free(other), free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_way_aberrance), cmocka_unit_test(test_polytomous_mirt), cmocka_unit_test(test_lzstar_is_calibrated),
        cmocka_unit_test(test_class_statistics), cmocka_unit_test(test_lz_by_total), cmocka_unit_test(test_undefined_work), cmocka_unit_test(test_curve_over_the_mean), cmocka_unit_test(test_invalsi_by_hand),
        cmocka_unit_test(test_invalsi_finds_the_odd_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
