/* The battery of single tasks: a tiny case by brute force, effects recovered, p among honest units of an independent generator, power. */
#include "battery_units.h"

/* ---- a tiny case by brute force ---- */

enum { TINY = 3, TINY_TOTALS = 5, GRID = 4001 };

typedef struct Tiny { double p[TINY_TOTALS][TINY][3], hardness[TINY]; } Tiny;

/* Posterior means of P_jk given each total: all patterns at every node of a fine grid. */
static Tiny brute(const IrtItem *items)
{
    Tiny tiny = { .p = { { { 0 } } } };
    double mass[TINY_TOTALS] = { 0 }, all = 0, share[TINY] = { 0 };
    for (int g = 0; g < GRID; g++) {
        double theta = -6 + 12.0 * g / (GRID - 1), weight = exp(-theta * theta / 2), p[TINY][IRT_CATEGORIES], law[TINY_TOTALS] = { 0 };
        for (int j = 0; j < TINY; j++) chances(&items[j], items[j].a, theta, p[j]);
        for (int a = 0; a <= items[0].m; a++)
            for (int b = 0; b <= items[1].m; b++)
                for (int c = 0; c <= items[2].m; c++) law[items[0].points[a] + items[1].points[b] + items[2].points[c]] += p[0][a] * p[1][b] * p[2][c];
        for (int t = 0; t < TINY_TOTALS; t++) {
            mass[t] += weight * law[t];
            for (int j = 0; j < TINY; j++)
                for (int k = 0; k <= items[j].m; k++) tiny.p[t][j][k] += weight * law[t] * p[j][k];
        }
        for (int j = 0; j < TINY; j++)
            for (int k = 0; k <= items[j].m; k++) share[j] += weight * p[j][k] * items[j].points[k] / items[j].points[items[j].m];
        all += weight;
    }
    for (int t = 0; t < TINY_TOTALS; t++)
        for (int j = 0; j < TINY; j++)
            for (int k = 0; k < 3; k++) tiny.p[t][j][k] /= mass[t];
    for (int j = 0; j < TINY; j++) tiny.hardness[j] = 1 - share[j] / all;
    return tiny;
}

static double tiny_lz(const Tiny *tiny, const IrtItem *items, const uint8_t *x, int t)
{
    double l = 0, mean = 0, variance = 0;
    for (int j = 0; j < TINY; j++) {
        double m = 0, s = 0;
        for (int k = 0; k <= items[j].m; k++) {
            double p = tiny->p[t][j][k];
            m += p * log(p);
            s += p * log(p) * log(p);
        }
        l += log(tiny->p[t][j][x[j]]);
        mean += m;
        variance += s - m * m;
    }
    return (l - mean) / sqrt(variance);
}

static double tiny_omega(const Tiny *tiny, const IrtItem *items, const uint8_t *x, int t, const uint8_t *y, int u)
{
    double matches = 0, mean = 0, variance = 0;
    for (int j = 0; j < TINY; j++) {
        double q = 0;
        for (int k = 0; k <= items[j].m; k++) q += tiny->p[t][j][k] * tiny->p[u][j][k];
        matches += x[j] == y[j];
        mean += q;
        variance += q * (1 - q);
    }
    return (matches - mean) / sqrt(variance);
}

static void test_tiny_by_brute_force(void **unused)
{
    (void)unused;
    enum { N = 6 };
    static const uint8_t x[N][TINY] = { { 1, 0, 0 }, { 0, 1, 1 }, { 1, 1, 0 }, { 0, 0, 2 }, { 1, 0, 2 }, { 1, 1, 1 } };
    Population of = { .n_items = TINY };
    for (size_t j = 0; j < TINY; j++) irt_item_plain(&of.items[j], j < 2 ? 1 : 2);
    of.items[0].a = 1.2, of.items[0].b[0] = -.7;
    of.items[1].a = .8, of.items[1].b[0] = .4;
    of.items[2].a = 1, of.items[2].b[0] = .1, of.items[2].b[1] = .9;
    Made *made = made_of(&of, 0, 0);
    BatteryFit fit;
    battery_measure(&made->battery, x[0], N, made->scratch, &fit);
    Tiny tiny = brute(of.items);
    int total[N];
    double mean = 0, squares = 0, lz = 0, residual[TINY] = { 0 }, sameness = 0, harder = 0;
    for (int i = 0; i < N; i++) {
        total[i] = x[i][0] + x[i][1] + x[i][2];
        mean += (double)total[i] / N;
        squares += (double)total[i] * total[i] / N;
        lz += tiny_lz(&tiny, of.items, x[i], total[i]) / N;
        for (int j = 0; j < TINY; j++) {
            residual[j] += (double)x[i][j] / N;
            for (int k = 0; k <= of.items[j].m; k++) residual[j] -= k * tiny.p[total[i]][j][k] / N;
        }
    }
    for (int j = 0; j < TINY; j++) {
        double same = 0;
        for (int k = 0; k < 3; k++) {
            double n = 0;
            for (int i = 0; i < N; i++) n += x[i][j] == k;
            same += n * n / N / N;
        }
        sameness += (1 - same) / TINY;
        harder += residual[j] * (tiny.hardness[j] - (tiny.hardness[0] + tiny.hardness[1] + tiny.hardness[2]) / TINY);
        check_near("residual", fit.fit.residual[j], residual[j], 1e-6);
        check_near("hardness", made->battery.hardness[j], tiny.hardness[j], 1e-6);
    }
    double common = 0, beyond = 0, pairs = N * (N - 1) / 2;
    for (int i = 0; i < N; i++)
        for (int h = 0; h < i; h++) common += tiny_omega(&tiny, of.items, x[i], total[i], x[h], total[h]) / pairs;
    for (int i = 0; i < N; i++)
        for (int h = 0; h < i; h++) beyond += pow(fmax(0, tiny_omega(&tiny, of.items, x[i], total[i], x[h], total[h]) - fmax(0, common) - .5), 2) / pairs;
    check_near("misfit", fit.value[BATTERY_MISFIT], -lz, 1e-5);
    check_near("harder", fit.value[BATTERY_HARDER], harder, 1e-6);
    check_near("similarity", fit.value[BATTERY_SIMILARITY], log(beyond + .02), 1e-4);
    check_near("evenness", fit.value[BATTERY_EVENNESS], -sqrt(squares - mean * mean), 1e-12);
    check_near("sameness", fit.value[BATTERY_SAMENESS], -sameness, 1e-12);
    assert_true(isnan(fit.value[BATTERY_ALARM]) && fit.alarm.item == TINY); /* not drawn: no sd of tasks yet */
    for (int k = 0; k < N_BATTERY; k++) assert_true(isnan(battery_p(&made->battery, (BatteryStatistic)k, &fit)) && isnan(battery_expected(&made->battery, (BatteryStatistic)k, &fit)));
    let_go(made);
}

/* ---- effects ---- */

static void test_effects_are_recovered(void **unused)
{
    (void)unused;
    enum { UNITS = 1500, N = 25 };
    Population of = usual(0);
    for (size_t j = 0; j < N_ITEMS; j++) of.effect[j] = .2 * (double)(j % 4);
    flatten(&of);
    Made *made = made_of(&of, 0, 0);
    double *residual = malloc(sizeof(double) * UNITS * N_ITEMS * 2), *se = residual + UNITS * N_ITEMS, effect[N_ITEMS];
    assert_non_null(residual);
    uint8_t x[N * N_ITEMS];
    state = 1;
    for (size_t u = 0; u < UNITS; u++) {
        BatteryFit fit;
        draw_class(&of, N, x);
        battery_measure(&made->battery, x, N, made->scratch, &fit);
        memcpy(residual + u * N_ITEMS, fit.fit.residual, sizeof effect);
        memcpy(se + u * N_ITEMS, fit.fit.se, sizeof effect);
    }
    battery_effects(&made->battery, residual, se, UNITS, effect);
    double mean[4] = { 0 };
    for (size_t j = 0; j < N_ITEMS; j++) {
        if (getenv("BATTERY_SHOW") != NULL) print_message("task %zu: effect %.3f, planted %.3f\n", j, effect[j], of.effect[j]);
        if (!(fabs(effect[j] - of.effect[j]) <= (of.effect[j] > 0 ? .12 : .2))) fail_msg("task %zu: effect %.3f, planted %.3f", j, effect[j], of.effect[j]);
        mean[j % 4] += effect[j] / 4;
    }
    for (int k = 1; k < 4; k++) check_near("mean effect", mean[k], .2 * k, .06);
    double clean = effect[3];
    for (size_t u = 0; u < UNITS / 10; u++) residual[u * N_ITEMS + 3] += 1; /* a tenth of bad units moves it little */
    battery_effects(&made->battery, residual, se, UNITS, effect);
    assert_true(fabs(effect[3] - clean) < .25 * clean);
    battery_effects(&made->battery, residual, se, 19, effect);
    for (size_t j = 0; j < N_ITEMS; j++) assert_true(effect[j] == 0);
    free(residual);
    let_go(made);
}

/* ---- p among honest units, and power ---- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Greatest distance of the empirical law of p from the uniform one where p is under a half: signs live there. */
static double distance(double *p, size_t n, double *under5, double *under1)
{
    double most = 0;
    *under5 = *under1 = 0;
    qsort(p, n, sizeof *p, ascending);
    for (size_t i = 0; i < n && p[i] <= .5; i++) most = fmax(most, fmax(fabs((double)(i + 1) / (double)n - p[i]), fabs((double)i / (double)n - p[i])));
    for (size_t i = 0; i < n; i++) *under5 += (p[i] <= .05) / (double)n, *under1 += (p[i] <= .01) / (double)n;
    return most;
}

static void test_p_of_honest_units(void **unused)
{
    (void)unused;
    enum { UNITS = 2000 };
    static const size_t sizes[] = { 10, 25, 60 };
    static double p[N_BATTERY][UNITS];
    static uint8_t x[60 * N_ITEMS];
    state = 77;
    for (size_t s = 0; s < 3; s++) {
        size_t n[N_BATTERY] = { 0 };
        for (size_t u = 0; u < UNITS; u++) {
            BatteryFit fit;
            draw_class(&shared_of, sizes[s], x);
            battery_measure(&shared->battery, x, sizes[s], shared->scratch, &fit);
            for (int k = 0; k < N_BATTERY; k++) {
                double one = battery_p(&shared->battery, (BatteryStatistic)k, &fit);
                if (!isnan(one)) p[k][n[k]++] = one;
            }
        }
        for (int k = 0; k < N_BATTERY; k++) {
            double under5, under1, far = distance(p[k], n[k], &under5, &under1);
            if (getenv("BATTERY_SHOW") != NULL) print_message("%zu %s: n %zu, distance %.4f, under .05 %.4f, under .01 %.4f\n", sizes[s], names[k], n[k], far, under5, under1);
            if (n[k] < UNITS * 99 / 100 || far > .05 || !(under5 > .03 && under5 < .075) || !(under1 > .002 && under1 < .022))
                fail_msg("%s of %zu works: %zu speak, distance %.3f, %.3f under .05, %.3f under .01", names[k], sizes[s], n[k], far, under5, under1);
        }
    }
}

typedef void (*Plant)(uint8_t *x, size_t n);

static void give_hard_tasks(uint8_t *x, size_t n) /* three of the hardest tasks to six works of ten */
{
    for (size_t i = 0; i < n * 6 / 10; i++) x[i * N_ITEMS + 9] = x[i * N_ITEMS + 8] = x[i * N_ITEMS + 15] = 1;
}

static void copy_first(uint8_t *x, size_t n)
{
    for (size_t i = 1; i < n * 4 / 10; i++) memcpy(x + i * N_ITEMS, x, N_ITEMS);
}

static void scatter(uint8_t *x, size_t n) /* answers at random where a work has them */
{
    for (size_t i = 0; i < n / 2; i++)
        for (size_t j = N_ITEMS - 1; j > 0; j--) {
            size_t k = (size_t)(uniform() * (double)(j + 1));
            uint8_t one = x[i * N_ITEMS + j] > 0, other = x[i * N_ITEMS + k] > 0;
            x[i * N_ITEMS + j] = other, x[i * N_ITEMS + k] = one;
        }
}

static void make_alike(uint8_t *x, size_t n) /* every total near ten: tasks lost from the hard end, gained from the easy one */
{
    for (size_t i = 0; i < n; i++)
        for (int step = 0; step < 40; step++) {
            int total = 0;
            for (size_t j = 0; j < N_ITEMS; j++) total += shared_of.items[j].points[x[i * N_ITEMS + j]];
            size_t j = (size_t)(uniform() * N_ITEMS);
            uint8_t *at = &x[i * N_ITEMS + j];
            if (total > 11 && *at > 0) --*at;
            if (total < 9 && *at < shared_of.items[j].m) ++*at;
        }
}

static void test_power(void **unused)
{
    (void)unused;
    enum { UNITS = 300, N = 25 };
    static const struct { Plant plant; BatteryStatistic statistic; double least; } plants[] = {
        { give_hard_tasks, BATTERY_ALARM, .5 }, { give_hard_tasks, BATTERY_HARDER, .8 }, { give_hard_tasks, BATTERY_MISFIT, .5 }, { scatter, BATTERY_MISFIT, .9 },
        { copy_first, BATTERY_SIMILARITY, .8 }, { make_alike, BATTERY_EVENNESS, .95 },
    };
    uint8_t x[N * N_ITEMS];
    for (size_t i = 0; i < sizeof plants / sizeof *plants; i++) {
        double found = 0, honest = 0;
        state = 500 + i;
        for (int u = 0; u < UNITS; u++) {
            BatteryFit fit;
            draw_class(&shared_of, N, x);
            battery_measure(&shared->battery, x, N, shared->scratch, &fit);
            honest += (battery_p(&shared->battery, plants[i].statistic, &fit) <= .05) / (double)UNITS;
            plants[i].plant(x, N);
            battery_measure(&shared->battery, x, N, shared->scratch, &fit);
            found += (battery_p(&shared->battery, plants[i].statistic, &fit) <= .05) / (double)UNITS;
        }
        if (getenv("BATTERY_SHOW") != NULL) print_message("%zu %s: honest %.3f, planted %.3f\n", i, names[plants[i].statistic], honest, found);
        if (!(found >= plants[i].least && honest < .11)) fail_msg("plant %zu, %s: found %.2f, among honest %.2f", i, names[plants[i].statistic], found, honest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tiny_by_brute_force), cmocka_unit_test(test_effects_are_recovered), cmocka_unit_test(test_p_of_honest_units), cmocka_unit_test(test_power),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
