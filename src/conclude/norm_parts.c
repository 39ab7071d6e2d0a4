/* Totals, thresholds and tasks of a norm. */
#include <math.h>

#include "conclude/conclude.h"
#include "conclude/norm_.h"
#include "stats/battery.h"
#include "indicator/threshold.h"
#include "stats/basic.h"
#include "stats/honest.h"
#include "stats/multiple.h"
#include "stats/tilt.h"

#define REPLICATES     200
#define STOREY_LAMBDA  0.5
#define ORDINARY_SHARE 0.2 /* statistics.md D4 (2) */

void norm_totals(const Frame *frame, Norm *norm, Arena *arena)
{
    uint32_t n_schools = frame->n_schools;
    double *mean = arena_array(arena, double, (size_t)n_schools * 3), *variance = mean + n_schools, *n = variance + n_schools;
    double *lumpy = arena_array(arena, double, norm->max + 1u), sum = 0, sum2 = 0;
    for (uint32_t i = 0; i < n_schools; i++) {
        const SchoolSpan *school = &frame->schools[i];
        double s = 0, s2 = 0;
        for (uint32_t w = school->first; w < school->first + school->n; w++) {
            s += frame->total[w];
            s2 += (double)frame->total[w] * frame->total[w];
            lumpy[frame->total[w]]++;
        }
        n[i] = school->n;
        mean[i] = s / n[i];
        variance[i] = school->n > 1 ? (s2 - s * s / n[i]) / (n[i] - 1) : NAN;
        sum += s;
        sum2 += s2;
    }
    double all = frame->n_works;
    for (uint16_t t = 0; t <= norm->max; t++) lumpy[t] /= all;
    norm->lumpy = lumpy;
    norm->mean = sum / all;
    norm->sd = all > 1 ? sqrt((sum2 - sum * sum / all) / (all - 1)) : NAN;
    TiltSpread spread = tilt_spread(mean, variance, n, n_schools);
    norm->tau2_mean = isnan(spread.tau2) ? 0 : spread.tau2;
    norm->within_sd = isnan(spread.within) ? norm->sd : sqrt(spread.within);
}

static NormThreshold observed_only(const double *count, uint16_t at, uint8_t mark)
{
    double below = count[at - 1], reached = count[at];
    return (NormThreshold){ .at = at, .mark = mark, .below = below, .reached = reached, .ratio = below > 0 ? reached / below : NAN, .expected_ratio = NAN, .excess = NAN, .low = NAN, .high = NAN,
        .cell_from = at, .cell_to = at };
}

void norm_take_cutoff(Norm *norm, const HonestCutoff *cutoff)
{
    for (uint8_t i = 0; i < norm->n_thresholds; i++) {
        NormThreshold *threshold = &norm->thresholds[i];
        if (cutoff->window.at != threshold->at) continue;
        threshold->expected_ratio = cutoff->expected_ratio;
        threshold->excess = cutoff->moved;
        threshold->low = cutoff->low;
        threshold->high = cutoff->high;
        threshold->cell_from = cutoff->window.from;
        threshold->cell_to = cutoff->window.to;
    }
}

#define LEAST_SHARE 1e-7 /* of a total in the base: none is impossible */

/* Law of totals by the task model, with the lumps of tasks of two points and more; NULL when the model does not make up the whole work (a task that everybody solved is not in it). */
static const double *base_of(const Norm *norm, const Blueprint *blueprint, Arena *arena)
{
    const TaskModel *model = norm->task_model;
    if (model == NULL || model->n_items != blueprint->n_tasks || model->battery->table.n_totals != norm->max + 1u) return NULL;
    double *base = arena_array(arena, double, norm->max + 1u);
    for (uint16_t t = 0; t <= norm->max; t++) {
        double share = model->battery->table.share[t];
        base[t] = LEAST_SHARE + (isfinite(share) ? share : 0);
    }
    return base;
}

void norm_lifting(const double *count, const Blueprint *blueprint, bool with_model, Norm *norm, Arena *arena)
{
    if (!blueprint->cutoffs_known || blueprint->max != norm->max) return;
    norm->n_thresholds = N_CUTOFFS;
    for (uint8_t i = 0; i < N_CUTOFFS; i++) norm->thresholds[i] = observed_only(count, blueprint->cutoff[i], (uint8_t)(i + 3));
    if (!with_model) return;
    double *honest = arena_array(arena, double, (norm->max + 1u) * 2u), *lifted = honest + norm->max + 1;
    Honest fit;
    if (!honest_fit(base_of(norm, blueprint, arena), count, norm->max, blueprint->cutoff, N_CUTOFFS, REPLICATES, NORM_SEED, arena_array(arena, double, honest_scratch_size(norm->max)), &fit, honest, lifted)) return;
    norm->honest = honest;
    norm->lifted = lifted;
    norm->degree = fit.degree;
    for (size_t c = 0; c < fit.n_cutoffs; c++) norm_take_cutoff(norm, &fit.cutoff[c]);
}

/* Mean share of the maximum and its spread, over works that were taught the task; one pass of a column. */
void norm_tasks(const Frame *frame, Norm *norm, Arena *arena)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    if (blueprint->n_tasks == 0) return;
    uint32_t n_schools = frame->n_schools;
    double *mean = arena_array(arena, double, blueprint->n_tasks * 3u), *sd = mean + blueprint->n_tasks, *tau2 = sd + blueprint->n_tasks;
    double *school_mean = arena_array(arena, double, (size_t)n_schools * 3), *variance = school_mean + n_schools, *n = variance + n_schools;
    for (uint32_t task = 0; task < blueprint->n_tasks; task++) {
        const uint8_t *score = frame_task(frame, task);
        double max = blueprint->tasks[task].max, all = 0, all_sum = 0;
        for (uint32_t i = 0; i < n_schools; i++) {
            double sum = 0, sum2 = 0;
            n[i] = 0;
            for (uint32_t w = frame->schools[i].first; w < frame->schools[i].first + frame->schools[i].n; w++) {
                if (score[w] == SCORE_NOT_TAUGHT) continue;
                double x = score_is_points(score[w]) ? score[w] / max : 0;
                n[i]++;
                sum += x;
                sum2 += x * x;
            }
            school_mean[i] = n[i] > 0 ? sum / n[i] : NAN;
            variance[i] = n[i] > 1 ? (sum2 - sum * sum / n[i]) / (n[i] - 1) : NAN;
            all += n[i];
            all_sum += sum;
        }
        TiltSpread spread = tilt_spread(school_mean, variance, n, n_schools);
        mean[task] = all > 0 ? all_sum / all : NAN;
        sd[task] = isnan(spread.within) ? 0 : sqrt(spread.within);
        tau2[task] = isnan(spread.tau2) ? 0 : spread.tau2;
    }
    norm->n_tasks = blueprint->n_tasks;
    norm->task_mean = mean;
    norm->task_sd = sd;
    norm->task_tau2 = tau2;
}

static const Value *tests_of(const Frame *frame, const Norm *norm, ThresholdKind kind)
{
    Value *values = arena_array(norm->of_works, Value, frame->n_schools);
    threshold_tests(frame, norm, kind, values, norm->of_works);
    return values;
}

void norm_spread_of_lifting(const Frame *frame, Norm *norm)
{
    double *x = arena_array(norm->of_works, double, (size_t)frame->n_schools * 2);
    const Value *absolute = norm->lifting_tests[THRESHOLD_HONEST] = tests_of(frame, norm, THRESHOLD_HONEST);
    const Value *relative = norm->lifting_tests[THRESHOLD_LIFTED] = tests_of(frame, norm, THRESHOLD_LIFTED);
    for (uint32_t i = 0; i < frame->n_schools; i++) x[i] = absolute[i].silence == SPEAKS ? absolute[i].midp : NAN;
    MultipleStorey storey = multiple_storey(x, frame->n_schools, STOREY_LAMBDA);
    norm->lifting_share = storey.lifted;
    norm->lifting_share_low = storey.lifted_low;
    norm->lifting_is_ordinary = storey.lifted_low > ORDINARY_SHARE;
    size_t n = 0;
    for (uint32_t i = 0; i < frame->n_schools; i++)
        if (relative[i].silence == SPEAKS) x[n++] = relative[i].z;
    if (n < NORM_MIN_SCHOOLS) return;
    MultipleNull null = multiple_empirical_null(x, n, x + frame->n_schools);
    norm->null_centre = null.centre;
    norm->null_scale = null.scale;
}
