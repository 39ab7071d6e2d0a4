/* Item response models: against a reference package on public data, properties of laws and estimates, refusals, extreme sizes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stats/irt.h"
#include "stats/rng.h"
#include "stats_data.h"

#define CLOSE(a, b, tolerance) assert_float_equal((a), (b), (tolerance))

/* Data as categories, tasks as recoded. */
typedef struct Sample { size_t n, n_items; uint8_t *x; IrtItem items[LIMIT_TASKS]; } Sample;

/* Columns from..from + n_items - 1; a missing score counts 0 when zero is set. */
static bool sample_read(const char *name, size_t n_columns, size_t from, size_t n_items, bool zero, Sample *out)
{
    double *cell = data_read(name, n_columns, &out->n);
    if (cell == NULL) return false;
    out->n_items = n_items;
    out->x = malloc(out->n * n_items);
    for (size_t j = 0; j < n_items; j++) {
        double count[IRT_CATEGORIES] = { 0 };
        for (size_t i = 0; i < out->n; i++) {
            double *x = &cell[i * n_columns + from + j];
            if (isnan(*x) && zero) *x = 0;
            if (!isnan(*x)) count[(size_t)*x]++;
        }
        assert_true(irt_item_recode(count, &out->items[j]));
        for (size_t i = 0; i < out->n; i++) {
            double x = cell[i * n_columns + from + j];
            out->x[i * n_items + j] = isnan(x) ? IRT_MISSING : irt_category(&out->items[j], (unsigned)x);
        }
    }
    free(cell);
    return true;
}

static bool fit(const uint8_t *x, size_t n, IrtItem *items, size_t n_items, IrtOptions options, IrtFit *out)
{
    double *scratch = malloc(irt_fit_scratch_size(items, n_items) * sizeof *scratch);
    bool done = irt_fit(x, n, items, n_items, &options, scratch, out);
    free(scratch);
    return done;
}

static double *nodes_make(const IrtModel *model, IrtNodes *nodes)
{
    double *memory = malloc(irt_nodes_size(model) * sizeof *memory);
    irt_nodes(model, memory, nodes);
    return memory;
}

/* intercept d_k = -a (b_1 + .. + b_k), as mirt prints it */
static double intercept(const IrtItem *item, size_t k)
{
    double sum = 0;
    for (size_t v = 0; v < k; v++) sum += item->b[v];
    return -item->a * sum;
}

/* n works of N(0, sd^2) answering by truth; every skip-th score missing (0 = none) */
static uint8_t *simulate(const IrtItem *truth, size_t n_items, size_t n, double sd, size_t skip)
{
    uint8_t *x = malloc(n * n_items);
    for (size_t i = 0; i < n; i++) {
        Rng rng = rng_at(7, i, 1);
        double theta = sd * rng_normal(&rng), p[IRT_CATEGORIES];
        for (size_t j = 0; j < n_items; j++) {
            irt_probabilities(&truth[j], theta, p);
            double u = rng_uniform(&rng);
            uint8_t k = 0;
            while (k < truth[j].m && u > p[k]) u -= p[k++];
            x[i * n_items + j] = skip > 0 && (i + j) % skip == 0 ? IRT_MISSING : k;
        }
    }
    return x;
}

static void make_truth(IrtItem *items, size_t n_items, IrtKind kind)
{
    Rng rng = rng_at(3, 0, 1);
    for (size_t j = 0; j < n_items; j++) {
        irt_item_plain(&items[j], (uint8_t)(1 + j % 3));
        items[j].a = kind == IRT_PCM ? 1 : exp(.3 * rng_normal(&rng));
        for (size_t k = 0; k < items[j].m; k++) items[j].b[k] = rng_normal(&rng);
    }
}

static void test_five_classic_items(void **state)
{
    (void)state;
    static const double rasch[] = { 2.73001653828207, .998607634292922, .239854344561817, 1.30645356195294, 2.09940711458017 };
    static const double slope[] = { .825659530417923, .722744203209679, .890874531525959, .688367982398042, .656855958311564 };
    static const double place[] = { -3.35881109909056, -1.3700576232087, -.279666222012675, -1.86638100704355, -3.12590671290998 };
    Sample s;
    IrtFit out;
    if (!sample_read("lsat6_1000x5.csv", 5, 0, 5, false, &s)) skip();
    assert_true(fit(s.x, s.n, s.items, 5, (IrtOptions){ .kind = IRT_PCM }, &out) && out.converged);
    CLOSE(out.loglik, -2466.93759958221, 1e-4);
    CLOSE(out.sd * out.sd, .57023713689529, 1e-3);
    for (size_t j = 0; j < 5; j++) CLOSE(intercept(&s.items[j], 1), rasch[j], 1e-3);
    assert_true(fit(s.x, s.n, s.items, 5, (IrtOptions){ .kind = IRT_GPCM }, &out) && out.converged);
    CLOSE(out.loglik, -2466.65337751347, 1e-4);
    for (size_t j = 0; j < 5; j++) {
        CLOSE(s.items[j].a, slope[j], 1e-3);
        CLOSE(s.items[j].b[0], place[j], 1e-3);
    }
    free(s.x);
}

static void test_self_esteem_2pl(void **state)
{
    (void)state;
    Sample s;
    IrtFit out;
    size_t n;
    if (!sample_read("perfit_inadequacydata.csv", 28, 0, 28, false, &s)) skip();
    assert_true(fit(s.x, s.n, s.items, 28, (IrtOptions){ .kind = IRT_GPCM }, &out) && out.converged);
    CLOSE(out.loglik, -9988.30162757968, .01);
    double *expected = data_read("perfit_inadequacydata.expected.mirt2pl.csv", 5, &n), posterior[IRT_NODES];
    for (size_t j = 0; j < 28; j++) {
        CLOSE(s.items[j].a, expected[j * 5 + 1], 1e-3);
        CLOSE(s.items[j].b[0], expected[j * 5 + 2], 1e-3);
        s.items[j].a = expected[j * 5 + 1]; /* scores below: under the reference's own */
        s.items[j].b[0] = expected[j * 5 + 2];
    }
    free(expected);
    expected = data_read("perfit_inadequacydata.expected.mirt_scores_aberrance_pm.csv", 8, &n);
    IrtModel model = { 28, s.items, 1 };
    IrtNodes nodes;
    double *memory = nodes_make(&model, &nodes);
    for (size_t i = 0; i < s.n; i++) {
        irt_posterior(&nodes, s.x + i * 28, posterior);
        IrtScore eap = irt_eap(&nodes, posterior);
        CLOSE(eap.theta, expected[i * 8 + 1], 1e-7);
        CLOSE(eap.se, expected[i * 8 + 2], 1e-7);
        CLOSE(irt_estimate(&model, s.x + i * 28, IRT_WLE).theta, expected[i * 8 + 3], 1e-4);
    }
    free(memory);
    free(expected);
    free(s.x);
}

/* rows: row, eap, eap_sd, wle */
static void check_scores(const Sample *s, double sd, const char *name, double tolerance)
{
    size_t n;
    double *expected = data_read(name, 4, &n), posterior[IRT_NODES];
    IrtModel model = { s->n_items, s->items, sd };
    IrtNodes nodes;
    double *memory = nodes_make(&model, &nodes);
    for (size_t i = 0; i < n; i++) {
        const uint8_t *x = s->x + i * s->n_items;
        irt_posterior(&nodes, x, posterior);
        CLOSE(irt_eap(&nodes, posterior).theta, expected[i * 4 + 1], tolerance);
        CLOSE(irt_eap(&nodes, posterior).se, expected[i * 4 + 2], tolerance);
        CLOSE(irt_estimate(&model, x, IRT_WLE).theta, expected[i * 4 + 3], tolerance);
    }
    free(memory);
    free(expected);
}

static void test_physical_functioning(void **state)
{
    (void)state;
    Sample s;
    IrtFit out;
    size_t n;
    if (!sample_read("perfit_physfuncdata.csv", 10, 0, 10, false, &s)) skip();
    assert_true(fit(s.x, s.n, s.items, 10, (IrtOptions){ .kind = IRT_GPCM }, &out) && out.converged);
    CLOSE(out.loglik, -3437.10791921436, .01);
    double *expected = data_read("perfit_physfuncdata.expected.mirt_gpcm.csv", 5, &n);
    for (size_t j = 0; j < 10; j++) {
        CLOSE(s.items[j].a, expected[j * 5 + 1], .01);
        for (size_t k = 0; k < 2; k++) CLOSE(s.items[j].b[k], expected[j * 5 + 2 + k], .01);
    }
    free(expected);
    expected = data_read("perfit_physfuncdata.expected.mirt_pcm.csv", 7, &n);
    assert_true(fit(s.x, s.n, s.items, 10, (IrtOptions){ .kind = IRT_PCM }, &out) && out.converged);
    CLOSE(out.loglik, -3481.58168265381, .01);
    CLOSE(out.sd * out.sd, expected[5], .01);
    for (size_t j = 0; j < 10; j++)
        for (size_t k = 1; k <= 2; k++) CLOSE(intercept(&s.items[j], k), expected[j * 7 + 2 + k], .01);
    free(expected);
    check_scores(&s, out.sd, "perfit_physfuncdata.expected.mirt_pcm_scores.csv", .005);
    free(s.x);
}

static void test_matura(void **state)
{
    (void)state;
    Sample s;
    IrtFit out;
    size_t n;
    if (!sample_read("cz_matura_math_2019_items.csv", 34, 3, 30, true, &s)) skip();
    assert_true(fit(s.x, s.n, s.items, 30, (IrtOptions){ .kind = IRT_GPCM }, &out) && out.converged);
    CLOSE(out.loglik, -290529.592204897, .01);
    double *expected = data_read("cz_matura_math_2019_items.expected.mirt_gpcm.csv", 13, &n);
    for (size_t j = 0; j < 30; j++) {
        const double *row = expected + j * 13, d[] = { row[5], row[7], row[9], row[11] };
        CLOSE(s.items[j].a, row[1], .005);
        for (size_t k = 0; k < 4; k++)
            if (k < s.items[j].m) CLOSE(intercept(&s.items[j], k + 1), d[k], .005);
            else assert_true(isnan(d[k])); /* the same categories were merged */
    }
    free(expected);
    expected = data_read("cz_matura_math_2019_items.expected.mirt_pcm.csv", 10, &n);
    assert_true(fit(s.x, s.n, s.items, 30, (IrtOptions){ .kind = IRT_PCM }, &out) && out.converged);
    CLOSE(out.loglik, -297765.166981502, .01);
    CLOSE(out.sd * out.sd, 1.25054612903436, .003);
    for (size_t j = 0; j < 30; j++)
        for (size_t k = 1; k <= s.items[j].m; k++) CLOSE(intercept(&s.items[j], k), expected[j * 10 + (s.items[j].m == 1 ? 2 : 3 + k)], .003);
    free(expected);
    check_scores(&s, out.sd, "cz_matura_math_2019_items.expected.mirt_pcm_scores.csv", .003);
    free(s.x);
}

static void test_categories(void **state)
{
    (void)state;
    IrtItem item = { .a = 1, .b = { .5 } };
    double gap[IRT_CATEGORIES] = { 5, 0, 7 }, one[IRT_CATEGORIES] = { 0, 9 }, none[IRT_CATEGORIES] = { 0 };
    assert_true(irt_item_recode(gap, &item) && item.m == 1 && item.points[1] == 2);
    assert_int_equal(irt_category(&item, 2), 1);
    assert_int_equal(irt_category(&item, 1), 0);
    assert_int_equal(irt_category(&item, 9), 1);
    assert_true(irt_item_is_sane(&item));
    double p[IRT_CATEGORIES];
    irt_probabilities(&item, .5, p);
    CLOSE(irt_expected_points(&item, p), 1, 1e-15);
    assert_false(irt_item_recode(one, &item));
    assert_false(irt_item_recode(none, &item));
    item.b[0] = NAN;
    assert_false(irt_item_is_sane(&item));
}

static void test_probabilities(void **state)
{
    (void)state;
    IrtItem item;
    irt_item_plain(&item, LIMIT_TASK_MAX);
    item.a = .7;
    for (size_t k = 0; k < item.m; k++) item.b[k] = .1 * (double)k - 2;
    for (double theta = -900; theta <= 900; theta += 37.5) {
        double p[IRT_CATEGORIES], next[IRT_CATEGORIES], dp[IRT_CATEGORIES], log_p[IRT_CATEGORIES], sum = 0, slopes = 0;
        irt_probabilities(&item, theta, p);
        irt_probabilities(&item, theta + 1e-6, next);
        irt_slopes(&item, p, dp);
        irt_log_probabilities(&item, theta, log_p);
        for (size_t k = 0; k <= item.m; k++) {
            sum += p[k];
            slopes += (double)k * dp[k];
            CLOSE(dp[k], (next[k] - p[k]) / 1e-6, 1e-5);
            CLOSE(exp(log_p[k]), p[k], 1e-13);
            assert_true(isfinite(log_p[k]));
        }
        IrtMoments at = irt_moments(&item, theta);
        CLOSE(sum, 1, 1e-14);
        CLOSE(slopes, item.a * at.v, 1e-9);
        CLOSE(at.information, item.a * item.a * at.v, 1e-12);
    }
    item.a = 1; /* two categories: the logistic curve, third moment p q (q - p) */
    item.m = 1;
    item.b[0] = 0;
    IrtMoments at = irt_moments(&item, log(3));
    CLOSE(at.e, .75, 1e-15);
    CLOSE(at.mu3, .75 * .25 * -.5, 1e-15);
}

static void test_score_table(void **state)
{
    (void)state;
    IrtItem items[9];
    for (int kind = 0; kind < 2; kind++) {
        make_truth(items, 9, (IrtKind)kind);
        if (kind == 1) items[2].points[3] = 5; /* merged scores: totals skip nothing here, but weigh more */
        IrtModel model = { 9, items, kind == 0 ? 1.3 : 1 };
        double *memory = malloc(irt_table_size(&model) * sizeof *memory), share = 0, law[40], scratch[40], posterior[IRT_NODES];
        IrtTable table;
        irt_table(&model, memory, &table);
        assert_int_equal(table.n_totals, irt_max_total(&model) + 1);
        irt_total_law(&model, .3, law, scratch);
        double sum = 0, mean = 0, expected = 0, p[IRT_CATEGORIES];
        for (size_t j = 0; j < 9; j++) {
            irt_probabilities(&items[j], .3, p);
            expected += irt_expected_points(&items[j], p);
        }
        for (size_t t = 0; t < table.n_totals; t++) {
            sum += law[t];
            mean += law[t] * (double)t;
            share += table.share[t];
            if (t > 0) assert_true(table.eap[t] > table.eap[t - 1]);
            for (size_t j = 0; j < 9; j++) {
                double all = 0;
                for (size_t k = 0; k <= items[j].m; k++) all += table.p[t * table.rows.n + table.rows.first[j] + k];
                CLOSE(all, 1, 1e-12);
            }
        }
        CLOSE(sum, 1, 1e-14);
        CLOSE(mean, expected, 1e-12);
        CLOSE(share, 1, 1e-12);
        CLOSE(table.e[0] + 1, 1 + items[0].points[1] * table.p[1], 1e-14);
        if (kind == 0) { /* PCM: a total says what a pattern says */
            IrtNodes nodes;
            double *log_p = nodes_make(&model, &nodes);
            uint8_t x[9] = { 1, 0, 2, 0, 2, 1, 0, 1, 3 };
            irt_posterior(&nodes, x, posterior);
            CLOSE(irt_eap(&nodes, posterior).theta, table.eap[10], 1e-12);
            CLOSE(irt_eap(&nodes, posterior).se, table.sd[10], 1e-12);
            free(log_p);
        }
        size_t n = table.n_totals;
        double *mu = malloc(2 * n * n * sizeof *mu), *var = mu + n * n;
        irt_pair_table(&table, mu, var);
        for (size_t i = 0; i < n * n; i++) {
            assert_true(mu[i] == mu[i % n * n + i / n] && mu[i] > 0 && mu[i] < 9);
            assert_true(var[i] > 0 && var[i] < mu[i]);
        }
        free(mu);
        free(memory);
    }
    irt_item_plain(&items[0], 1); /* totals that cannot be */
    items[0].points[1] = 2;
    IrtModel model = { 1, items, 1 };
    IrtTable table;
    double memory[1000];
    assert_true(irt_table_size(&model) <= 1000);
    irt_table(&model, memory, &table);
    assert_true(isnan(table.eap[1]) && isnan(table.e[1]) && isnan(table.share[1]) && table.eap[2] > table.eap[0]);
}

/* Schools together are the population: laws at levels N(0, tau^2) mix into the shares of the score table. */
static void test_level_laws(void **state)
{
    (void)state;
    enum { LEVELS = 101, TOTALS = 19 };
    IrtItem items[9];
    double mu[LEVELS], mean[LEVELS], law[LEVELS * TOTALS], scratch[2 * TOTALS], mixed[TOTALS] = { 0 }, weights = 0, tau = .4;
    make_truth(items, 9, IRT_GPCM);
    IrtModel model = { 9, items, 1 };
    assert_int_equal(irt_max_total(&model) + 1, TOTALS);
    for (size_t l = 0; l < LEVELS; l++) mu[l] = -2.5 + .05 * (double)l;
    irt_level_laws(&model, sqrt(1 - tau * tau), mu, LEVELS, law, mean, scratch);
    for (size_t l = 0; l < LEVELS; l++) {
        double sum = 0, weight = exp(-mu[l] * mu[l] / (2 * tau * tau));
        weights += weight;
        for (size_t t = 0; t < TOTALS; t++) {
            sum += law[l * TOTALS + t];
            mixed[t] += weight * law[l * TOTALS + t];
        }
        CLOSE(sum, 1, 1e-12);
        if (l > 0) assert_true(mean[l] > mean[l - 1]);
        CLOSE(irt_level_of_mean(mu, mean, LEVELS, mean[l]), mu[l], 1e-12);
    }
    double *memory = malloc(irt_table_size(&model) * sizeof *memory);
    IrtTable table;
    irt_table(&model, memory, &table);
    for (size_t t = 0; t < TOTALS; t++) CLOSE(mixed[t] / weights, table.share[t], 1e-6);
    free(memory);
    assert_true(irt_level_of_mean(mu, mean, LEVELS, -1) == mu[0] && irt_level_of_mean(mu, mean, LEVELS, 99) == mu[LEVELS - 1]);
    CLOSE(irt_level_of_mean(mu, mean, LEVELS, (mean[3] + mean[4]) / 2), (mu[3] + mu[4]) / 2, 1e-12);
}

static void test_estimates(void **state)
{
    (void)state;
    IrtItem items[9];
    make_truth(items, 9, IRT_GPCM);
    items[4].a = -items[4].a;
    IrtModel model = { 9, items, 1 };
    uint8_t x[9] = { 1, 2, 0, 1, 0, 3, 0, IRT_MISSING, 2 }, none[9], low[9] = { 0 };
    memset(none, IRT_MISSING, sizeof none);
    low[4] = items[4].m;
    IrtScore ml = irt_estimate(&model, x, IRT_ML), map = irt_estimate(&model, x, IRT_MAP), wle = irt_estimate(&model, x, IRT_WLE);
    double score = 0, information = 0;
    for (size_t j = 0; j < 9; j++) {
        if (x[j] == IRT_MISSING) continue;
        IrtMoments at = irt_moments(&items[j], ml.theta);
        score += items[j].a * (x[j] - at.e);
        information += at.information;
    }
    CLOSE(score, 0, 1e-10);
    CLOSE(ml.se, 1 / sqrt(information), 1e-12);
    assert_true(fabs(map.theta) < fabs(ml.theta) && map.se < ml.se && isfinite(wle.theta));
    assert_true(irt_estimate(&model, low, IRT_ML).theta == -INFINITY);
    assert_true(isfinite(irt_estimate(&model, low, IRT_WLE).theta) && isfinite(irt_estimate(&model, low, IRT_MAP).theta));
    assert_true(isnan(irt_estimate(&model, none, IRT_ML).theta) && isnan(irt_estimate(&model, none, IRT_WLE).theta));
    assert_true(irt_estimate(&model, none, IRT_MAP).theta == 0 && irt_estimate(&model, none, IRT_MAP).se == 1);
    /* Warm's own case: one item, x = 1: log-odds of 3 : 1 over its place */
    IrtItem one = { .a = 1, .b = { .4 }, .m = 1, .points = { 0, 1 } };
    uint8_t right = 1;
    CLOSE(irt_estimate(&(IrtModel){ 1, &one, 1 }, &right, IRT_WLE).theta, .4 + log(3), 1e-9);
    IrtNodes nodes;
    double *memory = nodes_make(&model, &nodes), posterior[IRT_NODES], mean = 0, last = -INFINITY;
    CLOSE(irt_posterior(&nodes, none, posterior), 0, 1e-14);
    CLOSE(irt_eap(&nodes, posterior).se, 1, 1e-6);
    irt_posterior(&nodes, x, posterior);
    for (int i = 0; i < 1000; i++) {
        double value = irt_plausible(&nodes, posterior, (i + .5) / 1000);
        assert_true(value >= last);
        mean += value / 1000;
        last = value;
    }
    CLOSE(mean, irt_eap(&nodes, posterior).theta, 1e-4);
    free(memory);
}

/* At the maximum every category is expected as often as it was seen, and neither order nor names matter. */
static void test_calibration_properties(void **state)
{
    (void)state;
    enum { N = 3000, J = 9 };
    for (int kind = 0; kind < 2; kind++) {
        IrtItem truth[J], items[J], turned[J];
        make_truth(truth, J, (IrtKind)kind);
        uint8_t *x = simulate(truth, J, N, kind == 0 ? 1.4 : 1, 7), *y = malloc(N * J);
        memcpy(items, truth, sizeof items);
        for (size_t j = 0; j < J; j++) turned[j] = truth[J - 1 - j];
        for (size_t i = 0; i < N; i++)
            for (size_t j = 0; j < J; j++) y[i * J + j] = x[(N - 1 - i) * J + J - 1 - j];
        IrtFit out, other;
        IrtOptions options = { .kind = (IrtKind)kind, .tolerance = 1e-7 };
        assert_true(fit(x, N, items, J, options, &out) && out.converged);
        assert_true(fit(y, N, turned, J, options, &other));
        CLOSE(out.loglik, other.loglik, 1e-5);
        CLOSE(out.sd, kind == 0 ? 1.4 : 1, .1);
        for (size_t j = 0; j < J; j++) {
            CLOSE(items[j].a, turned[J - 1 - j].a, 1e-4);
            CLOSE(items[j].a, truth[j].a, .25);
            for (size_t k = 0; k < items[j].m; k++) CLOSE(items[j].b[k], turned[J - 1 - j].b[k], 2e-4);
        }
        IrtModel model = { J, items, out.sd };
        IrtNodes nodes;
        double *memory = nodes_make(&model, &nodes), posterior[IRT_NODES], difference[J] = { 0 };
        for (size_t i = 0; i < N; i++) {
            irt_posterior(&nodes, x + i * J, posterior);
            for (size_t j = 0; j < J; j++) {
                if (x[i * J + j] == IRT_MISSING) continue;
                difference[j] += x[i * J + j] == 0;
                for (size_t q = 0; q < IRT_NODES; q++) difference[j] -= posterior[q] * exp(nodes.log_p[nodes.rows.first[j] * IRT_NODES + q]);
            }
        }
        for (size_t j = 0; j < J; j++) CLOSE(difference[j], 0, .01);
        IrtFit spread;
        irt_fit_spread(x, N, &model, true, memory, &spread);
        CLOSE(spread.sd, out.sd, 1e-4);
        CLOSE(spread.loglik, out.loglik, 1e-4);
        free(memory);
        free(x);
        free(y);
    }
}

static void test_prior_holds_slopes(void **state)
{
    (void)state;
    IrtItem truth[4], free_items[4], held[4];
    IrtFit out;
    for (size_t j = 0; j < 4; j++) {
        irt_item_plain(&truth[j], 1);
        truth[j].a = 3;
        truth[j].b[0] = .3 * (double)j - .5;
    }
    uint8_t *x = simulate(truth, 4, 600, 1, 0);
    memcpy(free_items, truth, sizeof truth);
    memcpy(held, truth, sizeof truth);
    assert_true(fit(x, 600, free_items, 4, (IrtOptions){ .kind = IRT_GPCM }, &out));
    double plain = out.loglik;
    assert_true(fit(x, 600, held, 4, (IrtOptions){ .kind = IRT_GPCM, .prior_sd = .5 }, &out) && out.converged);
    double a = 0, b = 0;
    for (size_t j = 0; j < 4; j++) {
        a += free_items[j].a;
        b += held[j].a;
    }
    assert_true(b < a && out.loglik < plain && out.loglik > plain - 20);
    free(x);
}

static void test_what_cannot_be_calibrated(void **state)
{
    (void)state;
    enum { N = 40 };
    IrtItem items[3], before[3];
    IrtFit out;
    uint8_t x[N * 3];
    for (size_t j = 0; j < 3; j++) {
        irt_item_plain(&items[j], 1);
        items[j].a = 77;
        items[j].b[0] = 0;
    }
    memcpy(before, items, sizeof items);
    memset(x, 1, sizeof x);
    assert_false(fit(x, 1, items, 3, (IrtOptions){ .kind = IRT_PCM }, &out)); /* one pupil */
    assert_false(fit(x, N, items, 3, (IrtOptions){ .kind = IRT_PCM }, &out)); /* constant */
    memset(x, IRT_MISSING, sizeof x);
    assert_false(fit(x, N, items, 3, (IrtOptions){ .kind = IRT_PCM }, &out)); /* nothing answered */
    assert_false(fit(x, N, items, 0, (IrtOptions){ .kind = IRT_PCM }, &out));
    assert_memory_equal(items, before, sizeof items);
    for (size_t i = 0; i < N; i++) /* all works alike by halves: no finite slope; either refused or finite */
        for (size_t j = 0; j < 3; j++) x[i * 3 + j] = i % 2;
    if (fit(x, N, items, 3, (IrtOptions){ .kind = IRT_GPCM }, &out))
        for (size_t j = 0; j < 3; j++) assert_true(irt_item_is_sane(&items[j]));
    for (size_t i = 0; i < N; i++) /* opposite answers: no spread of level at all */
        for (size_t j = 0; j < 3; j++) x[i * 3 + j] = (i + j) % 2;
    assert_true(fit(x, N, items, 3, (IrtOptions){ .kind = IRT_PCM }, &out));
    assert_true(out.sd < .1 && isfinite(out.loglik));
}

static void test_extreme_sizes(void **state)
{
    (void)state;
    static IrtItem truth[LIMIT_TASKS], items[LIMIT_TASKS];
    IrtFit out;
    make_truth(truth, LIMIT_TASKS, IRT_PCM);
    memcpy(items, truth, sizeof items);
    uint8_t *x = simulate(truth, LIMIT_TASKS, 400, 1, 0);
    assert_true(fit(x, 400, items, LIMIT_TASKS, (IrtOptions){ .kind = IRT_PCM }, &out) && out.converged);
    CLOSE(out.sd, 1, .1);
    IrtModel model = { LIMIT_TASKS, items, out.sd };
    double *memory = malloc(irt_table_size(&model) * sizeof *memory);
    IrtTable table;
    irt_table(&model, memory, &table);
    assert_int_equal(table.n_totals, 241);
    assert_true(table.eap[240] > 3 && isfinite(table.eap[240]) && isfinite(table.eap[0]));
    free(memory);
    free(x);
    for (size_t j = 0; j < 6; j++) { /* tasks of 40 points */
        irt_item_plain(&truth[j], LIMIT_TASK_MAX);
        truth[j].a = .15;
        for (size_t k = 0; k < LIMIT_TASK_MAX; k++) truth[j].b[k] = (double)k * .2 - 4;
    }
    memcpy(items, truth, sizeof items);
    x = simulate(truth, 6, 20000, 1, 0);
    assert_true(fit(x, 20000, items, 6, (IrtOptions){ .kind = IRT_GPCM }, &out) && out.converged);
    for (size_t j = 0; j < 6; j++) CLOSE(items[j].a, .15, .01);
    free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_five_classic_items),
        cmocka_unit_test(test_self_esteem_2pl),
        cmocka_unit_test(test_physical_functioning),
        cmocka_unit_test(test_matura),
        cmocka_unit_test(test_categories),
        cmocka_unit_test(test_probabilities),
        cmocka_unit_test(test_score_table),
        cmocka_unit_test(test_level_laws),
        cmocka_unit_test(test_estimates),
        cmocka_unit_test(test_calibration_properties),
        cmocka_unit_test(test_prior_holds_slopes),
        cmocka_unit_test(test_what_cannot_be_calibrated),
        cmocka_unit_test(test_extreme_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
