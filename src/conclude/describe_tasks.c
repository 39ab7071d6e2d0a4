/* Tasks of one procedure and the heat map of schools by tasks. */
#include "conclude/describe_.h"

#include <math.h>

#include "conclude/conclude.h"
#include "stats/basic.h"
#include "stats/column.h"

typedef struct TaskSum { uint32_t n; double sum, sum2; } TaskSum;

_Static_assert(COLUMN_LEFT_OUT == SCORE_NOT_TAUGHT, "both rooms call «не пройд.» alike");

/* «Не пройд.» leaves the denominator; X and empty cells are 0 points. */
static TaskSum sum_task(const uint8_t *score, uint32_t first, uint32_t n)
{
    ColumnSum s = column_sum(score + first, n);
    return (TaskSum){ s.n, s.sum, (double)s.squares };
}

/* Correlation of the task with the rest of the work. */
static double discrimination(const uint8_t *score, const uint16_t *total, uint32_t n_works)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (uint32_t i = 0; i < n_works; i++) {
        if (score[i] == SCORE_NOT_TAUGHT) continue;
        double x = score_is_points(score[i]) ? score[i] : 0, y = total[i] - x;
        n++;
        sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y;
    }
    double vx = n * sxx - sx * sx, vy = n * syy - sy * sy;
    return vx > 0 && vy > 0 ? (n * sxy - sx * sy) / sqrt(vx * vy) : NAN;
}

static void sum_by_mark(const Frame *frame, const uint8_t *score, TaskStats *out)
{
    uint32_t taught[8] = { 0 }, points[8] = { 0 };
    for (uint32_t i = 0; i < frame->n_works; i++) {
        uint8_t mark = frame->mark[i] & 7;
        taught[mark] += score[i] != SCORE_NOT_TAUGHT;
        points[mark] += score_is_points(score[i]) ? score[i] : 0u;
    }
    memcpy(out->taught_of_mark, taught + 2, sizeof out->taught_of_mark);
    memcpy(out->points_of_mark, points + 2, sizeof out->points_of_mark);
}

static TaskStats task_stats(const Frame *frame, uint32_t task)
{
    const uint8_t *score = frame_task(frame, task);
    uint8_t max = frame->procedure->blueprint->tasks[task].max;
    uint32_t zero = 0, full = 0, not_attempted = 0, not_taught = 0, empty = 0;
    for (uint32_t i = 0; i < frame->n_works; i++) {
        not_attempted += score[i] == SCORE_NOT_ATTEMPTED;
        not_taught += score[i] == SCORE_NOT_TAUGHT;
        empty += score[i] == SCORE_EMPTY;
        full += score[i] == max;
        zero += score[i] != SCORE_NOT_TAUGHT && (score[i] == 0 || !score_is_points(score[i]));
    }
    TaskSum s = sum_task(score, 0, frame->n_works);
    double n = s.n > 0 ? (double)s.n : (double)NAN, all = frame->n_works;
    TaskStats stats = { .mean_share = s.sum / (n * max), .zero = zero / n, .full = full / n, .not_attempted = not_attempted / all,
        .not_taught = not_taught / all, .empty = empty / all, .discrimination = discrimination(score, frame->total, frame->n_works), .n = s.n };
    sum_by_mark(frame, score, &stats);
    return stats;
}

/* Wilson's interval of the share of points: for tasks of several points wider than need be, never narrower. */
static HeatCell heat_cell(TaskSum s, uint8_t max, double norm_mean, double sd, double tau2)
{
    HeatCell cell = { .share = NAN, .low = NAN, .high = NAN, .z = NAN, .n = s.n, .points = (uint32_t)s.sum };
    if (s.n == 0) return cell;
    double share = s.sum / ((double)s.n * max);
    Interval wilson = basic_wilson(s.sum / max, s.n, 0.95);
    cell.share = (float)share;
    cell.low = (float)wilson.low;
    cell.high = (float)wilson.high;
    double variance = tau2 + sd * sd / (double)s.n;
    if (variance > 0) cell.z = (float)((share - norm_mean) / sqrt(variance));
    return cell;
}

void describe_tasks(const Frame *frame, Arena *arena, ProcedureAnalysis *out)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    if (blueprint->n_tasks == 0 || frame->n_works == 0) return;
    TaskStats *tasks = arena_array(arena, TaskStats, blueprint->n_tasks);
    for (uint32_t task = 0; task < blueprint->n_tasks; task++) tasks[task] = task_stats(frame, task);
    out->tasks = tasks;
}

void describe_heat(const Frame *frame, const Norm *norm, const Norm *own, Arena *arena, ProcedureAnalysis *out)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    if (blueprint->n_tasks == 0 || frame->n_works == 0) return;
    HeatCell *heat = arena_array(arena, HeatCell, (size_t)frame->n_schools * blueprint->n_tasks);
    const Norm *against = norm != NULL && norm->task_mean != NULL && norm->n_tasks == blueprint->n_tasks ? norm : own;
    const Norm *spread = against->task_sd != NULL && against->task_tau2 != NULL ? against : own; /* official reports know means alone */
    BUG_ON(against->task_mean == NULL || spread->task_sd == NULL || spread->task_tau2 == NULL); /* an own norm of works with tasks has them */
    for (uint32_t task = 0; task < blueprint->n_tasks; task++)
        for (uint32_t i = 0; i < frame->n_schools; i++) {
            TaskSum s = sum_task(frame_task(frame, task), frame->schools[i].first, frame->schools[i].n);
            heat[(size_t)i * blueprint->n_tasks + task] = heat_cell(s, blueprint->tasks[task].max, against->task_mean[task], spread->task_sd[task], spread->task_tau2[task]);
        }
    out->heat = heat;
}
