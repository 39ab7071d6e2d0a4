/* Calibration by EM: the fixed point is found by Anderson's mixing of the last steps; a step that loses likelihood is taken back. */
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/irt_fit_.h"
#include "stats/linear_.h"

#define DEPTH 8
#define FARTHEST 1000 /* of any parameter; mixing that leads beyond is not believed */
#define MAY_LOSE 1e-5 /* of the log-likelihood */
#define SAMPLE_FROM 20000 /* works: under this all of them from the start */
#define SAMPLE 4000
#define SAMPLE_TOLERANCE 1e-3

static size_t n_parameters(const IrtItem *items, size_t n_items)
{
    size_t n = 1;
    for (size_t j = 0; j < n_items; j++) n += items[j].m + 1u;
    return n;
}

size_t irt_fit_scratch_size(const IrtItem *items, size_t n_items)
{
    size_t rows = irt_rows(items, n_items).n;
    return 2 * rows * IRT_LANES + 8 + rows * IRT_NODES + (2 * DEPTH + 6) * n_parameters(items, n_items);
}

/* Parameters x, their step f = G(x) - x, the differences of both from pass to pass. */
typedef struct Mixer {
    size_t n, n_kept, next;
    double *x, *f, *g, *last_x, *last_f, *dx, *df; /* dx, df [DEPTH][n] */
} Mixer;

static void mixer_carve(Mixer *mixer, size_t n, double *memory)
{
    *mixer = (Mixer){ .n = n, .x = memory, .f = memory + n, .g = memory + 2 * n, .last_x = memory + 3 * n, .last_f = memory + 4 * n,
        .dx = memory + 5 * n, .df = memory + (5 + DEPTH) * n };
}

static void mixer_keep(Mixer *mixer)
{
    double *dx = mixer->dx + mixer->next * mixer->n, *df = mixer->df + mixer->next * mixer->n;
    for (size_t i = 0; i < mixer->n; i++) {
        dx[i] = mixer->x[i] - mixer->last_x[i];
        df[i] = mixer->f[i] - mixer->last_f[i];
    }
    mixer->next = (mixer->next + 1) % DEPTH;
    if (mixer->n_kept < DEPTH) mixer->n_kept++;
}

/* x moves to G(x) corrected by the combination of old steps that explains f best. */
static void mixer_move(Mixer *mixer)
{
    double a[DEPTH * DEPTH], gamma[DEPTH] = { 0 };
    size_t m = mixer->n_kept, n = mixer->n;
    for (size_t i = 0; i < m; i++) {
        gamma[i] = 0;
        for (size_t p = 0; p < n; p++) gamma[i] += mixer->df[i * n + p] * mixer->f[p];
        for (size_t k = 0; k <= i; k++) {
            a[i * m + k] = 0;
            for (size_t p = 0; p < n; p++) a[i * m + k] += mixer->df[i * n + p] * mixer->df[k * n + p];
        }
    }
    for (size_t i = 0; i < m; i++) a[i * m + i] = a[i * m + i] * (1 + 1e-9) + 1e-30;
    if (m > 0 && !linear_solve(a, gamma, m)) mixer->n_kept = mixer->next = m = 0;
    memcpy(mixer->last_x, mixer->x, n * sizeof *mixer->x);
    memcpy(mixer->last_f, mixer->f, n * sizeof *mixer->f);
    for (size_t p = 0; p < n; p++) {
        double to = mixer->g[p];
        for (size_t i = 0; i < m; i++) to -= gamma[i] * (mixer->dx[i * n + p] + mixer->df[i * n + p]);
        mixer->x[p] = fabs(to) < FARTHEST ? to : mixer->g[p];
    }
}

/* To the plain step from where the mixing left. */
static void go_back(Mixer *mixer)
{
    for (size_t p = 0; p < mixer->n; p++) mixer->x[p] = mixer->last_x[p] + mixer->last_f[p];
    mixer->n_kept = mixer->next = 0;
}

/* From mixer.x to the fixed point; false when a step cannot be taken at all.
 * Mixing may lose a little likelihood on its way (it halves the passes where the surface is long and narrow), but never much against the best. */
static bool climb(IrtWork *work, Mixer *mixer, double tolerance, unsigned max_steps, IrtFit *out)
{
    double best = -INFINITY;
    bool follows = false; /* last_x and last_f are those of the pass before */
    mixer->n_kept = mixer->next = 0;
    out->converged = false;
    for (unsigned i = 0; i < max_steps; i++) {
        double loglik = irt_e_step(work, mixer->x);
        out->steps++;
        bool worse = !(loglik >= best - MAY_LOSE * fabs(best));
        if (worse || !irt_m_step(work, mixer->x, mixer->g)) {
            if (!follows) return false;
            go_back(mixer);
            follows = false;
            best = -INFINITY;
            continue;
        }
        double longest = 0;
        for (size_t p = 0; p < mixer->n; p++) longest = fmax(longest, fabs(mixer->f[p] = mixer->g[p] - mixer->x[p]));
        if (longest < tolerance) {
            memcpy(mixer->x, mixer->g, mixer->n * sizeof *mixer->x);
            out->converged = true;
            return true;
        }
        if (follows) mixer_keep(mixer);
        follows = true;
        best = fmax(best, loglik);
        mixer_move(mixer);
    }
    go_back(mixer);
    return true;
}

/* Works with each category, of every stride-th work; the least of them. */
static size_t least_count(const IrtWork *work, double *count)
{
    size_t least = SIZE_MAX;
    memset(count, 0, work->rows.n * sizeof *count);
    for (size_t i = 0; i < work->n_works; i += work->stride)
        for (size_t j = 0; j < work->n_items; j++) {
            uint8_t k = work->x[i * work->n_items + j];
            if (k == IRT_MISSING) continue;
            BUG_ON(k > work->items[j].m);
            count[work->rows.first[j] + k]++;
        }
    for (size_t j = 0; j < work->n_items; j++)
        for (size_t k = 0; k <= work->items[j].m; k++)
            if (count[work->rows.first[j] + k] < (double)least) least = (size_t)count[work->rows.first[j] + k];
    return least;
}

static void start(const IrtWork *work, const double *count, double *parameter)
{
    for (size_t j = 0; j < work->n_items; j++) {
        const double *n = count + work->rows.first[j];
        for (size_t k = 1; k <= work->items[j].m; k++) parameter[work->where.first[j] + k - 1] = log(n[k] / n[0]);
        parameter[irt_slope_at(&work->where, work->items, j)] = 1;
    }
}

/* Back to a and b; with a common slope theta = sd z and a = 1. */
static bool finish(const IrtWork *work, const double *parameter, IrtItem *items, double *sd)
{
    *sd = work->where.common ? fabs(parameter[work->where.n - 1]) : 1;
    double mirror = 1;
    if (!work->where.common) { /* of two mirrored solutions the one where more points mean more */
        double sum = 0;
        for (size_t j = 0; j < work->n_items; j++) sum += parameter[irt_slope_at(&work->where, work->items, j)];
        if (sum < 0) mirror = -1;
    }
    for (int pass = 0; pass < 2; pass++) /* first look, then write: a failure leaves items alone */
        for (size_t j = 0; j < work->n_items; j++) {
            const double *c = parameter + work->where.first[j];
            double a = work->where.common ? 1 : mirror * parameter[irt_slope_at(&work->where, work->items, j)], below = 0;
            if (pass == 1) items[j].a = a;
            for (size_t k = 0; k < work->items[j].m; k++) {
                double b = (below - c[k]) / a;
                if (!isfinite(b)) return false;
                if (pass == 1) items[j].b[k] = b;
                below = c[k];
            }
        }
    return true;
}

/* Log-likelihood; *slope (may be NULL) = its derivative by ln sd. */
static double exact_loglik(const uint8_t *x, size_t n_works, const IrtModel *model, double *memory, double *slope)
{
    IrtNodes nodes;
    double posterior[IRT_NODES], loglik = 0, sum = 0;
    irt_nodes(model, memory, &nodes);
    for (size_t i = 0; i < n_works; i++) {
        loglik += irt_posterior(&nodes, x + i * model->n_items, posterior);
        for (size_t q = 0; slope != NULL && q < IRT_NODES; q++) sum += posterior[q] * nodes.theta[q] * nodes.theta[q];
    }
    if (slope != NULL) *slope = sum / (model->sd * model->sd) - (double)n_works;
    return loglik;
}

void irt_fit_spread(const uint8_t *x, size_t n_works, const IrtModel *model, bool free_sd, double *memory, IrtFit *out)
{
    IrtModel at = *model;
    double low = log(.02), high = log(50.), slope;
    *out = (IrtFit){ .sd = model->sd, .converged = true };
    /* the score falls from plus to minus; a spread that keeps falling ends at the lower bound */
    for (; free_sd && high - low > 1e-6 && out->steps < 60; out->steps++) {
        double moved = out->steps == 0 ? 0 : (low + high) / 2;
        at.sd = exp(moved);
        exact_loglik(x, n_works, &at, memory, &slope);
        if (slope > 0) low = moved;
        else high = moved;
    }
    if (free_sd) at.sd = exp((low + high) / 2);
    out->sd = at.sd;
    out->loglik = exact_loglik(x, n_works, &at, memory, NULL);
    out->steps++;
}

static double *prepare(IrtWork *work, const IrtOptions *options, double *scratch)
{
    work->rows = irt_rows(work->items, work->n_items);
    work->where.common = options->kind == IRT_PCM;
    for (size_t j = 0; j < work->n_items; j++) {
        work->where.first[j] = work->where.n;
        work->where.n += work->items[j].m + (work->where.common ? 0u : 1u);
    }
    work->where.n += work->where.common;
    double sum = 0;
    for (size_t q = 0; q < IRT_NODES; q++) {
        work->z[q] = -6 + 12.0 * (double)q / (IRT_NODES - 1);
        sum += work->weight[q] = exp(-work->z[q] * work->z[q] / 2);
    }
    for (size_t q = 0; q < IRT_NODES; q++) work->weight[q] /= sum;
    size_t cells = work->rows.n * IRT_LANES;
    scratch += (64 - (uintptr_t)scratch % 64) % 64 / sizeof *scratch; /* whole cache lines */
    work->expected = scratch;
    work->log_p = (float *)(scratch + cells); // cppcheck-suppress invalidPointerCast  // room of the same scratch, not its numbers
    work->block = work->log_p + cells;
    return scratch + 2 * cells;
}

bool irt_fit(const uint8_t *x, size_t n_works, IrtItem *items, size_t n_items, const IrtOptions *options, double *scratch, IrtFit *out)
{
    IrtWork work = { .x = x, .n_works = n_works, .stride = 1, .n_items = n_items, .items = items, .prior_sd = options->prior_sd };
    double *rest = prepare(&work, options, scratch), tolerance = options->tolerance > 0 ? options->tolerance : 1e-5;
    unsigned max_steps = options->max_steps > 0 ? options->max_steps : 500;
    double *nodes = rest + n_parameters(items, n_items) * (2 * DEPTH + 6);
    Mixer mixer;
    IrtFit fit = { 0 };
    mixer_carve(&mixer, work.where.n, rest);
    if (n_items == 0 || least_count(&work, work.expected) == 0) return false;
    start(&work, work.expected, mixer.x);
    if (n_works > SAMPLE_FROM) {
        /* the sample only brings the start nearer, so its own failure is no failure */
        work.stride = n_works / SAMPLE;
        if (least_count(&work, work.expected) >= 10 && !climb(&work, &mixer, SAMPLE_TOLERANCE, 60, &fit)) {
            work.stride = 1;
            least_count(&work, work.expected);
            start(&work, work.expected, mixer.x);
        }
        work.stride = 1;
    }
    fit.steps = 0;
    if (!climb(&work, &mixer, tolerance, max_steps, &fit) || !finish(&work, mixer.x, items, &fit.sd)) return false;
    fit.loglik = exact_loglik(x, n_works, &(IrtModel){ n_items, items, fit.sd }, nodes, NULL);
    *out = fit;
    return true;
}
