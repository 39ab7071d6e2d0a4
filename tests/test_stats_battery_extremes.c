/* The battery of single tasks: properties, refusals, extremes. */
#include "battery_units.h"

/* ---- properties ---- */

static bool proper(double p) { return isnan(p) || (p > 0 && p <= 1); }

static void test_order_does_not_matter(void **unused)
{
    (void)unused;
    enum { N = 30 };
    uint8_t x[N * N_ITEMS], y[N * N_ITEMS];
    state = 3;
    draw_class(&shared_of, N, x);
    for (size_t i = 0; i < N; i++) memcpy(y + i * N_ITEMS, x + (i * 7 + 3) % N * N_ITEMS, N_ITEMS); /* 7 and 30 have no common part */
    BatteryFit a, b;
    battery_measure(&shared->battery, x, N, shared->scratch, &a);
    battery_measure(&shared->battery, y, N, shared->scratch, &b);
    for (int k = 0; k < N_BATTERY; k++) {
        check_near(names[k], b.value[k], a.value[k], 1e-9);
        check_near(names[k], battery_p(&shared->battery, (BatteryStatistic)k, &b), battery_p(&shared->battery, (BatteryStatistic)k, &a), 1e-9);
    }
    assert_int_equal(a.alarm.item, b.alarm.item);
}

/* The same tasks in another order: the same statistics; p up to the noise of another draw. */
static void test_relabelled_tasks(void **unused)
{
    (void)unused;
    enum { N = 25, UNITS = 40 };
    Population turned = shared_of;
    size_t from[N_ITEMS];
    for (size_t j = 0; j < N_ITEMS; j++) {
        from[j] = (j * 5 + 2) % N_ITEMS;
        turned.items[j] = shared_of.items[from[j]];
        turned.slope[j] = shared_of.slope[from[j]];
    }
    Made *made = made_of(&turned, 20210401, 4);
    uint8_t x[N * N_ITEMS], y[N * N_ITEMS];
    state = 4;
    for (int u = 0; u < UNITS; u++) {
        BatteryFit a, b;
        draw_class(&shared_of, N, x);
        for (size_t i = 0; i < N; i++)
            for (size_t j = 0; j < N_ITEMS; j++) y[i * N_ITEMS + j] = x[i * N_ITEMS + from[j]];
        battery_measure(&shared->battery, x, N, shared->scratch, &a);
        battery_measure(&made->battery, y, N, made->scratch, &b);
        for (int k = 0; k < N_BATTERY; k++) {
            if (k != BATTERY_ALARM) check_near(names[k], b.value[k], a.value[k], 1e-9); /* an alarm is in drawn sd */
            double pa = battery_p(&shared->battery, (BatteryStatistic)k, &a), pb = battery_p(&made->battery, (BatteryStatistic)k, &b);
            if (!(fabs(multiple_z(pa) - multiple_z(pb)) < .3)) fail_msg("%s: p %.4f and %.4f", names[k], pa, pb);
        }
    }
    let_go(made);
}

static void test_more_copies(void **unused)
{
    (void)unused;
    enum { N = 25, UNITS = 100 };
    double z[5] = { 0 };
    uint8_t x[N * N_ITEMS];
    state = 5;
    for (int u = 0; u < UNITS; u++) {
        draw_class(&shared_of, N, x);
        for (size_t copies = 0; copies < 5; copies++) {
            BatteryFit fit;
            for (size_t i = 0; i < 2 * copies; i++) memcpy(x + (1 + i) * N_ITEMS, x, N_ITEMS);
            battery_measure(&shared->battery, x, N, shared->scratch, &fit);
            double p = battery_p(&shared->battery, BATTERY_SIMILARITY, &fit);
            z[copies] += isnan(p) ? 0 : multiple_z(p);
        }
    }
    for (size_t copies = 1; copies < 5; copies++)
        if (!(z[copies] > z[copies - 1])) fail_msg("mean score of %zu copies %.3f, of %zu %.3f", 2 * copies, z[copies] / UNITS, 2 * copies - 2, z[copies - 1] / UNITS);
}

static void test_seeds(void **unused)
{
    (void)unused;
    Population of = usual(.3);
    Made *a = made_of(&of, 9, .2), *b = made_of(&of, 9, .2), *c = made_of(&of, 10, .2);
    bool differs = false;
    for (int i = 0; i < BATTERY_SIZES; i++) {
        assert_memory_equal(a->battery.size[i].task_sd, b->battery.size[i].task_sd, N_ITEMS * sizeof(double));
        for (int k = 0; k < N_BATTERY; k++) {
            const BatteryCurve *one = &a->battery.size[i].curve[k], *two = &b->battery.size[i].curve[k];
            assert_true(one->speaks && two->speaks && one->beyond == two->beyond && one->xi == two->xi && one->beta == two->beta);
            assert_memory_equal(one->quantile, two->quantile, sizeof one->quantile);
            assert_memory_equal(&one->curve, &two->curve, sizeof one->curve);
            for (int q = 1; q < BATTERY_QUANTILES; q++) assert_true(one->quantile[q] >= one->quantile[q - 1]);
            assert_true(one->xi >= 0 && one->xi <= .5 && one->beta > 0);
            differs |= one->beyond != c->battery.size[i].curve[k].beyond;
        }
    }
    assert_true(differs);
    let_go(a), let_go(b), let_go(c);
}

/* A unit of the same figures and another size: normal scores go in straight lines of ln n from drawn size to drawn size, and stand still beyond the last. */
static void test_between_sizes(void **unused)
{
    (void)unused;
    const BatterySize *size = shared->battery.size;
    uint8_t x[25 * N_ITEMS];
    state = 6;
    for (int u = 0; u < 20; u++) {
        BatteryFit fit;
        draw_class(&shared_of, 25, x);
        battery_measure(&shared->battery, x, 25, shared->scratch, &fit);
        for (int k = 0; k < N_BATTERY; k++)
            for (int i = 0; i + 1 < BATTERY_SIZES; i++) {
                BatteryFit at = fit, next = fit;
                at.fit.n = size[i].n, next.fit.n = size[i + 1].n;
                double z0 = multiple_z(battery_p(&shared->battery, (BatteryStatistic)k, &at)), z1 = multiple_z(battery_p(&shared->battery, (BatteryStatistic)k, &next));
                for (size_t n = size[i].n; n <= size[i + 1].n; n++) {
                    double part = log((double)n / (double)size[i].n) / log((double)size[i + 1].n / (double)size[i].n);
                    at.fit.n = n;
                    double p = battery_p(&shared->battery, (BatteryStatistic)k, &at);
                    assert_true(p > 0 && p <= 1);
                    check_near(names[k], multiple_z(p), z0 + (z1 - z0) * part, 1e-6);
                }
            }
        BatteryFit last = fit, larger = fit;
        last.fit.n = size[BATTERY_SIZES - 1].n, larger.fit.n = 4000;
        for (int k = 0; k < N_BATTERY; k++) assert_true(battery_p(&shared->battery, (BatteryStatistic)k, &last) == battery_p(&shared->battery, (BatteryStatistic)k, &larger));
    }
    for (size_t j = 0; j < N_ITEMS; j++) {
        for (int i = 0; i < BATTERY_SIZES; i++) check_near("sd of a task", battery_task_sd(&shared->battery, j, size[i].n), size[i].task_sd[j], 1e-12);
        check_near("sd of a small unit", battery_task_sd(&shared->battery, j, 1), size[0].task_sd[j] * sqrt((double)size[0].n), 1e-12);
        for (size_t n = 1; n < MOST; n++) assert_true(battery_task_sd(&shared->battery, j, n) > 0);
    }
}

/* ---- refusals and extremes ---- */

static void test_too_few(void **unused)
{
    (void)unused;
    uint8_t x[BATTERY_SMALLEST * N_ITEMS];
    state = 8;
    draw_class(&shared_of, BATTERY_SMALLEST, x);
    for (size_t n = 1; n <= BATTERY_SMALLEST; n++) {
        BatteryFit fit;
        battery_measure(&shared->battery, x, n, shared->scratch, &fit);
        assert_int_equal(fit.fit.n, n);
        for (size_t j = 0; j < N_ITEMS; j++) assert_true(isfinite(fit.fit.residual[j]));
        for (int k = 0; k < N_BATTERY; k++) assert_int_equal(isnan(battery_p(&shared->battery, (BatteryStatistic)k, &fit)), n < BATTERY_SMALLEST || isnan(fit.value[k]));
        assert_true(n > 1 || (fit.pairs.n_pairs == 0 && fit.value[BATTERY_EVENNESS] == 0 && isnan(fit.value[BATTERY_SIMILARITY])));
    }
}

static void test_full_marks(void **unused)
{
    (void)unused;
    enum { N = 25 };
    uint8_t x[2][N * N_ITEMS] = { { 0 }, { 0 } }; /* all zeros; all full */
    for (size_t i = 0; i < N * N_ITEMS; i++) x[1][i] = shared_of.items[i % N_ITEMS].m;
    for (int full = 0; full < 2; full++) {
        BatteryFit fit;
        battery_measure(&shared->battery, x[full], N, shared->scratch, &fit);
        assert_true(isnan(fit.value[BATTERY_MISFIT]) && isnan(battery_p(&shared->battery, BATTERY_MISFIT, &fit)));
        for (int k = 0; k < N_BATTERY; k++) assert_true(proper(battery_p(&shared->battery, (BatteryStatistic)k, &fit)));
        assert_int_equal(fit.fit.n_lz, 0);
        if (full) assert_true(fit.pairs.n_pairs == 0 && isnan(fit.value[BATTERY_SIMILARITY]) && isnan(battery_p(&shared->battery, BATTERY_SIMILARITY, &fit)));
        assert_true(fit.value[BATTERY_EVENNESS] == 0 && fit.value[BATTERY_SAMENESS] == 0);
    }
}

static void test_models_refused(void **unused)
{
    (void)unused;
    double count[IRT_CATEGORIES] = { 0, 50 };
    IrtItem item;
    assert_false(irt_item_recode(count, &item)); /* a task that everyone solved has no place in a model */
    count[3] = 1;
    assert_true(irt_item_recode(count, &item));
    assert_true(item.m == 1 && item.points[0] == 1 && item.points[1] == 3);
    Population of = { .n_items = 11 };
    for (size_t j = 0; j < of.n_items; j++) {
        irt_item_plain(&of.items[j], LIMIT_TASK_MAX);
        of.items[j].a = .3;
    }
    IrtModel model = { 11, of.items, 1 };
    double *memory = malloc(battery_size(&model) * sizeof(double));
    Battery battery;
    assert_non_null(memory);
    assert_false(battery_begin(&model, memory, &battery)); /* 440 points */
    model.n_items = 10;
    assert_true(battery_begin(&model, memory, &battery)); /* 400 */
    free(memory);
}

static void measure_all_sizes(const Population *of, Made *made)
{
    static const size_t sizes[] = { 1, 4, 5, 39, 40, 41, 400 };
    uint8_t *x = malloc(MOST * of->n_items);
    assert_non_null(x);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        BatteryFit fit;
        draw_class(of, sizes[s], x);
        battery_measure(&made->battery, x, sizes[s], made->scratch, &fit);
        for (int k = 0; k < N_BATTERY; k++) assert_true(proper(battery_p(&made->battery, (BatteryStatistic)k, &fit)));
        for (int k = 0; k < N_BATTERY; k++) assert_true(!isinf(battery_expected(&made->battery, (BatteryStatistic)k, &fit)));
    }
    free(x);
}

static void test_extreme_works(void **unused)
{
    (void)unused;
    state = 10;
    Population many = { .n_items = LIMIT_TASKS, .between = .4, .within = .9 };
    for (size_t j = 0; j < many.n_items; j++) {
        irt_item_plain(&many.items[j], j % 12 == 0 ? 4 : 1);
        for (size_t k = 0; k < 4; k++) many.items[j].b[k] = -2 + .03 * (double)j + .3 * (double)k;
        many.slope[j] = 1;
        many.effect[j] = .3;
    }
    Population essay = usual(.3);
    irt_item_plain(&essay.items[0], LIMIT_TASK_MAX);
    for (size_t k = 0; k < LIMIT_TASK_MAX; k++) essay.items[0].b[k] = -2 + .1 * (double)k;
    essay.slope[0] = .2;
    flatten(&many), flatten(&essay);
    const Population *all[] = { &many, &essay, &shared_of };
    for (size_t i = 0; i < 3; i++) {
        Made *made = made_of(all[i], 11, .05);
        measure_all_sizes(all[i], made);
        let_go(made);
    }
}

/* What an export may bring: nothing sane, but nothing undefined either. */
static void test_wild_models(void **unused)
{
    (void)unused;
    state = 12;
    for (int way = 0; way < 5; way++) {
        Population of = usual(.3);
        if (way == 0)
            for (size_t j = 0; j < N_ITEMS; j++) of.slope[j] = of.items[j].a = 1e-6, of.items[j].b[0] = j % 2 ? 1e6 : -1e6;
        if (way == 1)
            for (size_t j = 0; j < N_ITEMS; j++) of.slope[j] = of.items[j].a = 100, of.items[j].b[0] = j % 2 ? 1e6 : -1e6;
        if (way == 2)
            for (size_t j = 0; j < N_ITEMS; j++) of.effect[j] = 10;
        if (way == 3) of.between = of.within = 0;
        if (way == 4) {
            of.n_items = 1;
            of.between = 1;
        }
        Made *made = made_of(&of, 13, .05);
        measure_all_sizes(&of, made);
        let_go(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_does_not_matter), cmocka_unit_test(test_relabelled_tasks), cmocka_unit_test(test_more_copies), cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_between_sizes), cmocka_unit_test(test_too_few), cmocka_unit_test(test_full_marks), cmocka_unit_test(test_models_refused),
        cmocka_unit_test(test_extreme_works), cmocka_unit_test(test_wild_models),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
