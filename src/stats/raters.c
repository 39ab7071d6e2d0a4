#include "stats/raters.h"

#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/linear_.h"

#define Q RATERS_NODES

/* Parameters in one row: sd of theta, tasks, raters, thresholds (of scales with two steps or more; the single step of the others is 0). */
typedef struct Work {
    RatersModel *m;
    size_t p, task, rater, tau;
    double z[Q], weight[Q];
    double *sd;                  /* value[0] */
    double *value;               /* [p] */
    double *log_sum, *count;     /* [n_tasks * n_raters * Q]: ln of the denominator; expected number of scores at the node */
    double *observed, *gradient; /* [p] */
    double *before, *between;    /* [p]: values two steps and one step ago */
    double *information, *inverse; /* [p * p] */
} Work;

size_t raters_scratch_size(const RatersModel *m)
{
    size_t p = 1 + m->n_tasks + m->n_raters + m->n_tau;
    return 5 * p + 2 * p * p + 2 * m->n_tasks * m->n_raters * Q;
}

static void lay_out(Work *w, RatersModel *m, double *scratch)
{
    double sum = 0;
    size_t cells = m->n_tasks * m->n_raters * Q;
    *w = (Work){ .m = m, .task = 1, .rater = 1 + m->n_tasks, .tau = 1 + m->n_tasks + m->n_raters };
    w->p = w->tau + m->n_tau;
    w->value = scratch;
    w->sd = scratch;
    w->observed = w->value + w->p;
    w->gradient = w->observed + w->p;
    w->before = w->gradient + w->p;
    w->between = w->before + w->p;
    w->information = w->between + w->p;
    w->inverse = w->information + w->p * w->p;
    w->log_sum = w->inverse + w->p * w->p;
    w->count = w->log_sum + cells;
    memset(w->value, 0, w->p * sizeof *w->value);
    *w->sd = 1;
    for (size_t q = 0; q < Q; q++) {
        w->z[q] = -6 + 12. * (double)q / (Q - 1);
        sum += w->weight[q] = exp(-w->z[q] * w->z[q] / 2);
    }
    for (size_t q = 0; q < Q; q++) w->weight[q] /= sum;
}

static const RatersScale *scale_of(const Work *w, size_t task) { return &w->m->scale[w->m->scale_of[task]]; }
static const double *steps_of(const Work *w, size_t task) { return w->value + w->tau + scale_of(w, task)->first; }

/* p[m + 1] at node q; gives ln of the denominator. */
static double chances(const Work *w, size_t task, size_t rater, size_t q, double *p)
{
    const RatersScale *s = scale_of(w, task);
    const double *tau = steps_of(w, task);
    double at = *w->sd * w->z[q] - w->value[w->task + task] - w->value[w->rater + rater], top = 0, sum = 0;
    p[0] = 0;
    for (size_t k = 1; k <= s->m; k++) {
        p[k] = p[k - 1] + at - tau[k - 1];
        top = fmax(top, p[k]);
    }
    for (size_t k = 0; k <= s->m; k++) sum += p[k] = exp(p[k] - top);
    for (size_t k = 0; k <= s->m; k++) p[k] /= sum;
    return top + log(sum);
}

static void tabulate(Work *w)
{
    double p[LIMIT_TASK_MAX + 1];
    for (size_t j = 0; j < w->m->n_tasks; j++)
        for (size_t r = 0; r < w->m->n_raters; r++)
            for (size_t q = 0; q < Q; q++) w->log_sum[(j * w->m->n_raters + r) * Q + q] = chances(w, j, r, q, p);
}

/* posterior[Q] of the scores of one person; gives their log-likelihood. */
static double posterior_of(const Work *w, const RatersScore *x, size_t n, double *posterior)
{
    double sum = 0, fixed = 0, total = 0, top = -INFINITY;
    for (size_t q = 0; q < Q; q++) posterior[q] = log(w->weight[q]);
    for (size_t i = 0; i < n; i++) {
        const double *log_sum = w->log_sum + (x[i].task * w->m->n_raters + x[i].rater) * Q, *tau = steps_of(w, x[i].task);
        total += x[i].category;
        fixed -= x[i].category * (w->value[w->task + x[i].task] + w->value[w->rater + x[i].rater]);
        for (size_t k = 0; k < x[i].category; k++) fixed -= tau[k];
        for (size_t q = 0; q < Q; q++) posterior[q] -= log_sum[q];
    }
    for (size_t q = 0; q < Q; q++) top = fmax(top, posterior[q] += total * *w->sd * w->z[q]);
    for (size_t q = 0; q < Q; q++) sum += posterior[q] = exp(posterior[q] - top);
    for (size_t q = 0; q < Q; q++) posterior[q] /= sum;
    return top + log(sum) + fixed;
}

static size_t end_of_person(const RatersScore *x, size_t from, size_t n)
{
    size_t to = from + 1;
    while (to < n && x[to].person == x[from].person) to++;
    BUG_ON(to < n && x[to].person < x[from].person);
    return to;
}

/* Expected counts; the part of the observed score that moves is the one of the spread. */
static double expect(Work *w, const RatersScore *x, size_t n)
{
    double loglik = 0, posterior[Q];
    memset(w->count, 0, w->m->n_tasks * w->m->n_raters * Q * sizeof *w->count);
    w->observed[0] = 0;
    tabulate(w);
    for (size_t from = 0, to; from < n; from = to) {
        to = end_of_person(x, from, n);
        loglik += posterior_of(w, x + from, to - from, posterior);
        double total = 0, centre = 0;
        for (size_t q = 0; q < Q; q++) centre += posterior[q] * w->z[q];
        for (size_t i = from; i < to; i++) {
            double *count = w->count + (x[i].task * w->m->n_raters + x[i].rater) * Q;
            total += x[i].category;
            for (size_t q = 0; q < Q; q++) count[q] += posterior[q];
        }
        w->observed[0] += total * centre;
    }
    return loglik;
}

/* Sufficient sums of tasks, raters, thresholds: they fall as the parameter grows, so the sign is minus. */
static void observe(Work *w, const RatersScore *x, size_t n)
{
    memset(w->observed, 0, w->p * sizeof *w->observed);
    for (size_t i = 0; i < n; i++) {
        double k = x[i].category;
        w->observed[w->task + x[i].task] -= k;
        w->observed[w->rater + x[i].rater] -= k;
        if (scale_of(w, x[i].task)->m > 1)
            for (size_t v = 0; v < x[i].category; v++) w->observed[w->tau + scale_of(w, x[i].task)->first + v]--;
    }
}

/* Adds one cell's n times mean and covariance of its sufficient statistics: at[] which parameters, c[] sign times node. */
static void add_cell(Work *w, size_t task, size_t rater, size_t q, double n)
{
    double p[LIMIT_TASK_MAX + 1], reach[LIMIT_TASK_MAX + 2] = { 0 }, part[LIMIT_TASK_MAX + 2] = { 0 }, e = 0, v = 0;
    const RatersScale *s = scale_of(w, task);
    chances(w, task, rater, q, p);
    for (size_t k = s->m + 1u; k-- > 0;) {
        reach[k] = reach[k + 1] + p[k];               /* P(X >= k) */
        part[k] = part[k + 1] + (double)k * p[k];     /* sum of k P over k and above */
        v += (double)k * (double)k * p[k];
    }
    e = part[0];
    v -= e * e;
    size_t at[3] = { 0, w->task + task, w->rater + rater }, first = w->tau + s->first;
    double c[3] = { w->z[q], -1, -1 };
    for (size_t a = 0; a < 3; a++) {
        w->gradient[at[a]] -= n * c[a] * e;
        for (size_t b = 0; b <= a; b++) w->information[at[a] * w->p + at[b]] += n * c[a] * c[b] * v;
    }
    for (size_t k = 1; s->m > 1 && k <= s->m; k++) {
        size_t row = first + k - 1;
        w->gradient[row] += n * reach[k];
        for (size_t a = 0; a < 3; a++) w->information[row * w->p + at[a]] -= n * c[a] * (part[k] - e * reach[k]);
        for (size_t l = 1; l <= k; l++) w->information[row * w->p + first + l - 1] += n * (reach[k] - reach[k] * reach[l]);
    }
}

/* Severities, and thresholds of a scale, could all move against the tasks: their sum is held by a heavy square. */
static void hold_sum(Work *w, size_t first, size_t n)
{
    double heavy = 0;
    for (size_t a = first; a < first + n; a++) heavy = fmax(heavy, w->information[a * w->p + a]);
    for (size_t a = first; a < first + n; a++)
        for (size_t b = first; b <= a; b++) w->information[a * w->p + b] += 100 * heavy;
}

/* A scale of one step has no threshold of its own. */
static void hold_sums(Work *w)
{
    hold_sum(w, w->rater, w->m->n_raters);
    for (size_t s = 0; s < w->m->n_scales; s++) {
        if (w->m->scale[s].m > 1) hold_sum(w, w->tau + w->m->scale[s].first, w->m->scale[s].m);
        else w->information[(w->tau + w->m->scale[s].first) * (w->p + 1)] = 1; /* stays 0 */
    }
}

/* Newton on all parameters at once; the largest change, negative when the information is singular. */
static double maximise(Work *w)
{
    double change = 0;
    memcpy(w->gradient, w->observed, w->p * sizeof *w->gradient);
    memset(w->information, 0, w->p * w->p * sizeof *w->information);
    for (size_t j = 0; j < w->m->n_tasks; j++)
        for (size_t r = 0; r < w->m->n_raters; r++)
            for (size_t q = 0; q < Q; q++) {
                double n = w->count[(j * w->m->n_raters + r) * Q + q];
                if (n > 1e-12) add_cell(w, j, r, q, n);
            }
    hold_sums(w);
    if (!linear_factor(w->information, w->p)) return -1;
    linear_back(w->information, w->gradient, w->p);
    for (size_t a = 0; a < w->p; a++) {
        double step = fmin(1, fmax(-1, w->gradient[a]));
        if (a == 0) step = fmax(step, -.5 * *w->sd);
        w->value[a] += step;
        change = fmax(change, fabs(step));
    }
    *w->sd = fmax(*w->sd, 1e-4);
    return change;
}

/* Scores all at the bottom, or all at the top, have no finite parameter. */
static RatersOutcome check(const Work *w, const RatersScore *x, size_t n, double *memory, size_t *which)
{
    const RatersModel *m = w->m;
    double *sum = memory, *most = memory + w->p;
    memset(memory, 0, 2 * w->p * sizeof *memory);
    for (size_t i = 0; i < n; i++) {
        const RatersScale *s = scale_of(w, x[i].task);
        BUG_ON(x[i].category > s->m || x[i].task >= m->n_tasks || x[i].rater >= m->n_raters);
        sum[w->task + x[i].task] += x[i].category;
        most[w->task + x[i].task] += s->m;
        sum[w->rater + x[i].rater] += x[i].category;
        most[w->rater + x[i].rater] += s->m;
        for (size_t v = 0; v < s->m; v++) {
            sum[w->tau + s->first + v] += x[i].category > v;
            most[w->tau + s->first + v] += x[i].category >= v; /* each step needs both sides */
        }
    }
    for (size_t a = 0; a < m->n_tasks + m->n_raters; a++) {
        if (sum[1 + a] > 0 && sum[1 + a] < most[1 + a]) continue;
        *which = a < m->n_tasks ? a : a - m->n_tasks;
        return a < m->n_tasks ? RATERS_FLAT_TASK : RATERS_FLAT_RATER;
    }
    for (size_t a = w->tau; a < w->p; a++)
        if (sum[a] == 0 || sum[a] == most[a]) return RATERS_FLAT_STEP;
    return RATERS_DONE;
}

static void add_fit(RatersFacet *f, double *information, double square, double ratio, double v)
{
    f->infit += square;
    f->outfit += ratio;
    *information += v;
    f->n++;
}

/* One score's residual over the posterior of its person, and what it adds to the slope of that person's log-likelihood. */
static void assess_score(Work *w, const RatersScore *x, const double *posterior, double *variance_sum, double *slope)
{
    const RatersScale *s = scale_of(w, x->task);
    double p[LIMIT_TASK_MAX + 1], squares = 0, ratio = 0, variance = 0;
    for (size_t q = 0; q < Q; q++) {
        double e = 0, v = 0, reach = 0;
        if (posterior[q] < 1e-12) continue;
        chances(w, x->task, x->rater, q, p);
        for (size_t k = s->m; k > 0; k--) {
            e += (double)k * p[k];
            v += (double)k * (double)k * p[k];
            reach += p[k];
            if (s->m > 1) slope[w->tau + s->first + k - 1] -= posterior[q] * ((x->category >= k) - reach);
        }
        v = fmax(v - e * e, 1e-10);
        double residual = x->category - e;
        squares += posterior[q] * residual * residual;
        ratio += posterior[q] * residual * residual / v;
        variance += posterior[q] * v;
        slope[0] += posterior[q] * residual * w->z[q];
        slope[w->task + x->task] -= posterior[q] * residual;
        slope[w->rater + x->rater] -= posterior[q] * residual;
    }
    add_fit(&w->m->task[x->task], &variance_sum[w->task + x->task], squares, ratio, variance);
    add_fit(&w->m->rater[x->rater], &variance_sum[w->rater + x->rater], squares, ratio, variance);
}

/* Fit, persons, and the information as the sum of squared slopes of persons: the Newton matrix of EM takes theta for known, which makes errors too small.
 * variance_sum, slope: [p] */
static size_t assess(Work *w, const RatersScore *x, size_t n, double *variance_sum, double *slope)
{
    RatersModel *m = w->m;
    size_t n_persons = 0;
    double posterior[Q];
    memset(variance_sum, 0, w->p * sizeof *variance_sum);
    memset(w->information, 0, w->p * w->p * sizeof *w->information);
    for (size_t from = 0, to; from < n; from = to, n_persons++) {
        to = end_of_person(x, from, n);
        posterior_of(w, x + from, to - from, posterior);
        double mean = 0, square = 0;
        for (size_t q = 0; q < Q; q++) {
            mean += posterior[q] * *w->sd * w->z[q];
            square += posterior[q] * *w->sd * w->z[q] * *w->sd * w->z[q];
        }
        if (m->eap != NULL) {
            m->eap[x[from].person] = mean;
            m->sd[x[from].person] = sqrt(fmax(0, square - mean * mean));
        }
        memset(slope, 0, w->p * sizeof *slope);
        for (size_t i = from; i < to; i++) assess_score(w, &x[i], posterior, variance_sum, slope);
        for (size_t a = 0; a < w->p; a++)
            for (size_t b = 0; slope[a] != 0 && b <= a; b++) w->information[a * w->p + b] += slope[a] * slope[b];
    }
    return n_persons;
}

static void hand_over(Work *w, const double *variance_sum, size_t n_persons)
{
    RatersModel *m = w->m;
    hold_sums(w);
    bool known = n_persons > w->p && linear_factor(w->information, w->p);
    if (known) linear_inverse(w->information, w->p, w->inverse);
    for (size_t a = 0; !known && a < w->p; a++) w->inverse[a * (w->p + 1)] = NAN;
    for (size_t a = 0; a < m->n_tasks + m->n_raters; a++) {
        RatersFacet *f = a < m->n_tasks ? &m->task[a] : &m->rater[a - m->n_tasks];
        f->value = w->value[1 + a];
        f->se = sqrt(w->inverse[(1 + a) * (w->p + 1)]);
        f->infit /= variance_sum[1 + a];
        f->outfit /= (double)f->n;
    }
    for (size_t s = 0; s < m->n_scales; s++)
        for (size_t v = m->scale[s].first; v < m->scale[s].first + m->scale[s].m; v++) {
            m->tau[v] = w->value[w->tau + v];
            m->tau_se[v] = m->scale[s].m > 1 ? sqrt(w->inverse[(w->tau + v) * (w->p + 1)]) : 0;
        }
    m->variance = *w->sd * *w->sd;
}

/* Two steps of EM, then a leap along them where it does not lower the likelihood (SQUAREM, Varadhan & Roland 2008). Sums that steps keep, the leap keeps.
 * The second step's change, negative when singular. */
static double two_steps(Work *w, const RatersScore *x, size_t n)
{
    double first = 0, turn = 0, change;
    memcpy(w->before, w->value, w->p * sizeof *w->value);
    expect(w, x, n);
    if (maximise(w) < 0) return -1;
    memcpy(w->between, w->value, w->p * sizeof *w->value);
    double loglik = expect(w, x, n);
    if ((change = maximise(w)) < 1e-6) return change;
    for (size_t a = 0; a < w->p; a++) {
        double r = w->between[a] - w->before[a], v = w->value[a] - w->between[a] - r;
        first += r * r;
        turn += v * v;
    }
    double leap = turn > 0 ? fmin(50, sqrt(first / turn)) : 1;
    if (leap <= 1) return change;
    for (size_t a = 0; a < w->p; a++) {
        double r = w->between[a] - w->before[a], end = w->value[a], v = end - w->between[a] - r;
        w->value[a] = w->before[a] + 2 * leap * r + leap * leap * v;
        w->before[a] = end;
    }
    if (!(*w->sd > 1e-3) || !(expect(w, x, n) >= loglik)) memcpy(w->value, w->before, w->p * sizeof *w->value);
    return change;
}

RatersOutcome raters_fit(const RatersScore *x, size_t n, RatersModel *m, unsigned max_steps, double *scratch, size_t *which)
{
    BUG_ON(m->n_tasks == 0 || m->n_tasks > LIMIT_TASKS || m->n_raters == 0 || m->n_raters > RATERS_MOST);
    if (n == 0) return RATERS_EMPTY;
    Work w;
    lay_out(&w, m, scratch);
    RatersOutcome outcome = check(&w, x, n, w.information, which);
    if (outcome != RATERS_DONE) return outcome;
    observe(&w, x, n);
    m->converged = false;
    for (m->steps = 0; m->steps < max_steps && !m->converged; m->steps += 2) {
        double change = two_steps(&w, x, n);
        if (change < 0) return RATERS_UNCONNECTED;
        m->converged = change < 1e-6;
    }
    m->loglik = expect(&w, x, n);
    memset(m->task, 0, m->n_tasks * sizeof *m->task);
    memset(m->rater, 0, m->n_raters * sizeof *m->rater);
    size_t n_persons = assess(&w, x, n, w.gradient, w.observed);
    hand_over(&w, w.gradient, n_persons);
    return RATERS_DONE;
}
