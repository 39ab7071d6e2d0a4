/* Walks over what belongs to a procedure: norms, sums, figures of schools. */
#include "base/limits.h"
#include "domain/snapshot_.h"

void walk_strs(Wire *wire, const Str **at, uint32_t *n)
{
    wire_count(wire, n, 1);
    Str *strs = WIRE_ITEMS(wire, Str, *at, *n);
    for (uint32_t i = 0; strs != NULL && i < *n; i++) wire_str(wire, &strs[i]);
    if (wire_reads(wire)) *at = strs;
}

void walk_optional_doubles(Wire *wire, const double **at, uint32_t n)
{
    bool there = wire_reads(wire) ? false : *at != NULL;
    wire_bool(wire, &there);
    if (wire_reads(wire)) *at = NULL;
    if (!there) return;
    if (wire_reads(wire) && n > wire_left(wire) / sizeof **at) wire_bad(wire, "обещано больше, чем есть");
    double *numbers = WIRE_ITEMS(wire, double, *at, n);
    if (numbers != NULL) wire_doubles(wire, numbers, n);
    if (wire_reads(wire)) *at = numbers;
}

/* ---- norms ---- */

static void walk_threshold(Wire *wire, uint16_t max, NormThreshold *at)
{
    wire_u16(wire, &at->at);
    wire_u8(wire, &at->mark);
    wire_doubles(wire, &at->below, 1), wire_double(wire, &at->reached), wire_double(wire, &at->ratio), wire_double(wire, &at->expected_ratio);
    wire_double(wire, &at->excess), wire_double(wire, &at->low), wire_double(wire, &at->high);
    wire_u16(wire, &at->cell_from), wire_u16(wire, &at->cell_to);
    if (at->at == 0 || at->at > max || at->mark < 3 || at->mark > 5 || at->cell_from > at->at || at->cell_to > max) wire_bad(wire, "порог нормы вне баллов работы");
}

static void walk_norm_journal(Wire *wire, uint16_t max, NormJournal *at)
{
    wire_bool(wire, &at->known);
    double *const numbers[] = { &at->n, &at->lowered, &at->confirmed, &at->raised, &at->lowered2, &at->raised2, &at->a[0], &at->a[1], &at->a[2], &at->tau2, &at->tau2_class, &at->tau2_raised, &at->tau2_lowered };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
    walk_optional_doubles(wire, &at->b, max + 1u);
}

static void walk_norm(Wire *wire, Norm *at)
{
    wire_str(wire, &at->procedure_id);
    WIRE_ENUM(wire, at->source, NORM_OFFICIAL);
    wire_str(wire, &at->source_text);
    wire_u16(wire, &at->max);
    double *const numbers[] = { &at->n_works, &at->n_schools, &at->mean, &at->sd, &at->tau2_mean, &at->within_sd, &at->lifting_share, &at->lifting_share_low, &at->null_centre, &at->null_scale };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
    walk_optional_doubles(wire, &at->lumpy, at->max + 1u);
    walk_optional_doubles(wire, &at->honest, at->max + 1u);
    walk_optional_doubles(wire, &at->lifted, at->max + 1u);
    wire_int(wire, &at->degree);
    wire_u8(wire, &at->n_thresholds);
    if (at->n_thresholds > N_CUTOFFS) {
        wire_bad(wire, "порогов больше трёх");
        at->n_thresholds = 0;
    }
    for (uint8_t i = 0; i < at->n_thresholds; i++) walk_threshold(wire, at->max, &at->thresholds[i]);
    wire_bool(wire, &at->lifting_is_ordinary);
    walk_norm_journal(wire, at->max, &at->journal);
    wire_u16(wire, &at->n_tasks);
    walk_optional_doubles(wire, &at->task_mean, at->n_tasks);
    walk_optional_doubles(wire, &at->task_sd, at->n_tasks);
    walk_optional_doubles(wire, &at->task_tau2, at->n_tasks);
    wire_bool(wire, &at->reference_differs);
    wire_bool(wire, &at->reference_partly_differs);
}

enum { NORM_ABSENT, NORM_SAME, NORM_THERE };

/* The own norm and the one that schools are compared with are mostly one. */
static void walk_norms(Wire *wire, uint16_t max, ProcedureAnalysis *at)
{
    uint32_t own_is = wire_reads(wire) || at->own == NULL ? NORM_ABSENT : NORM_THERE;
    uint32_t norm_is = wire_reads(wire) || at->norm == NULL ? NORM_ABSENT : at->norm == at->own ? NORM_SAME : NORM_THERE;
    WIRE_ENUM(wire, own_is, NORM_THERE);
    WIRE_ENUM(wire, norm_is, NORM_THERE);
    Norm *own = own_is == NORM_THERE ? WIRE_ITEMS(wire, Norm, at->own, 1) : NULL;
    if (own != NULL) {
        walk_norm(wire, own);
        if (own->max != max) wire_bad(wire, "норма другой работы");
    }
    Norm *norm = norm_is == NORM_THERE ? WIRE_ITEMS(wire, Norm, at->norm, 1) : NULL;
    if (norm != NULL) walk_norm(wire, norm);
    if (wire_reads(wire)) at->own = own, at->norm = norm_is == NORM_SAME ? own : norm;
}

static void walk_item(Wire *wire, uint32_t n_tasks, TaskItem *at)
{
    wire_u16(wire, &at->task);
    wire_double(wire, &at->slope);
    wire_u8(wire, &at->n_steps);
    if (at->task >= n_tasks) wire_bad(wire, "модель называет задание, которого нет");
    if (wire_reads(wire) && at->n_steps > wire_left(wire) / 9) wire_bad(wire, "обещано больше, чем есть");
    double *step = WIRE_ITEMS(wire, double, at->step, at->n_steps);
    uint8_t *points = WIRE_ITEMS(wire, uint8_t, at->points, at->n_steps + 1u);
    if (step != NULL) wire_doubles(wire, step, at->n_steps);
    for (uint32_t i = 0; points != NULL && i <= at->n_steps; i++) wire_u8(wire, &points[i]);
    if (wire_reads(wire)) at->step = step, at->points = points;
}

void walk_task_model(Wire *wire, uint32_t n_tasks, const TaskModel **at)
{
    bool there = wire_reads(wire) ? false : *at != NULL;
    wire_bool(wire, &there);
    TaskModel *model = there ? WIRE_ITEMS(wire, TaskModel, *at, 1) : NULL;
    if (wire_reads(wire)) *at = model;
    if (model == NULL) return;
    uint32_t n = model->n_items;
    wire_count(wire, &n, 11);
    if (n > n_tasks) wire_bad(wire, "в модели заданий больше, чем в работе");
    TaskItem *items = WIRE_ITEMS(wire, TaskItem, model->items, n);
    for (uint32_t i = 0; items != NULL && i < n; i++) walk_item(wire, n_tasks, &items[i]);
    if (wire_reads(wire)) model->items = items, model->n_items = items == NULL ? 0 : (uint16_t)n;
    wire_double(wire, &model->between), wire_double(wire, &model->within);
    walk_optional_doubles(wire, &model->effect, model->n_items);
    walk_optional_doubles(wire, &model->effect_large, model->n_items);
    wire_u64(wire, &model->seed);
    wire_double(wire, &model->effort), wire_double(wire, &model->n_works);
    wire_doubles(wire, &model->null_centre[0][0], N_TASK_NULLS * TASK_STATISTICS);
    wire_doubles(wire, &model->null_scale[0][0], N_TASK_NULLS * TASK_STATISTICS);
}

static void walk_anchor(Wire *wire, const AnchorUse **at)
{
    bool there = wire_reads(wire) ? false : *at != NULL;
    wire_bool(wire, &there);
    AnchorUse *use = there ? WIRE_ITEMS(wire, AnchorUse, *at, 1) : NULL;
    if (wire_reads(wire)) *at = use;
    if (use == NULL) return;
    wire_bool(wire, &use->used);
    wire_u32(wire, &use->n_schools), wire_u32(wire, &use->n_classes), wire_u32(wire, &use->n_works);
    wire_str(wire, &use->text), wire_str(wire, &use->why_not);
    wire_u8(wire, &use->lifts);
    wire_double(wire, &use->lifts_excess), wire_double(wire, &use->lifts_low), wire_double(wire, &use->lifts_high);
    there = wire_reads(wire) ? false : use->observers != NULL;
    wire_bool(wire, &there);
    ObserversEffect *effect = there ? WIRE_ITEMS(wire, ObserversEffect, use->observers, 1) : NULL;
    if (wire_reads(wire)) use->observers = effect;
    if (effect == NULL) return;
    wire_u32(wire, &effect->n_schools), wire_u32(wire, &effect->n_observed), wire_u32(wire, &effect->n_other);
    double *const numbers[] = { &effect->share, &effect->share_low, &effect->share_high, &effect->share_p, &effect->pass, &effect->pass_low, &effect->pass_high, &effect->pass_p };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
}

/* ---- figures ---- */

void walk_flow(Wire *wire, MarkFlow *at)
{
    wire_u32(wire, &at->n), wire_u32(wire, &at->lowered), wire_u32(wire, &at->confirmed), wire_u32(wire, &at->raised), wire_u32(wire, &at->lowered2), wire_u32(wire, &at->raised2);
    for (int j = 0; j < 4; j++)
        for (int w = 0; w < 4; w++) wire_u32(wire, &at->count[j][w]);
}

void walk_school_stats(Wire *wire, SchoolStats *at)
{
    double *const numbers[] = { &at->mean, &at->sd, &at->mean_low, &at->mean_high, &at->spearman_textbook, &at->spearman, &at->funnel_y, &at->funnel_z };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
    for (int m = 0; m < 4; m++) wire_u32(wire, &at->marks[m]);
    WIRE_ENUM(wire, at->inflated, MARKER_UNDEFINED);
    WIRE_ENUM(wire, at->mismatch, MARKER_UNDEFINED);
    walk_flow(wire, &at->flow);
}

static void walk_task_stats(Wire *wire, TaskStats *at)
{
    double *const numbers[] = { &at->mean_share, &at->zero, &at->full, &at->not_attempted, &at->not_taught, &at->empty, &at->discrimination };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
    wire_u32(wire, &at->n);
    for (int m = 0; m < 4; m++) wire_u32(wire, &at->points_of_mark[m]), wire_u32(wire, &at->taught_of_mark[m]);
}

/* As they lie in memory: every field has four bytes, and there are tens of thousands. */
_Static_assert(sizeof(HeatCell) == 4 * sizeof(float) + 2 * sizeof(uint32_t), "cells have no holes");

void walk_heat(Wire *wire, const HeatCell **at, uint32_t n)
{
    bool there = wire_reads(wire) ? false : *at != NULL;
    wire_bool(wire, &there);
    if (!wire_reads(wire)) {
        if (there) wire_raw(wire, *at, n * sizeof **at);
        return;
    }
    const void *raw = there ? wire_raw(wire, NULL, n * sizeof **at) : NULL;
    HeatCell *cells = raw != NULL ? WIRE_ITEMS(wire, HeatCell, NULL, n) : NULL;
    if (cells != NULL) memcpy(cells, raw, n * sizeof *cells);
    *at = cells;
}

void walk_cohort_school(Wire *wire, CohortSchool *at)
{
    wire_u32(wire, &at->org);
    double *const numbers[] = { &at->from_share, &at->to_share, &at->k };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
    WIRE_ENUM(wire, at->drop, MARKER_UNDEFINED);
    WIRE_ENUM(wire, at->growth, MARKER_UNDEFINED);
}

void walk_change_school(Wire *wire, ChangeSchool *at)
{
    wire_u32(wire, &at->org), wire_u32(wire, &at->n_from), wire_u32(wire, &at->n_to);
    ChangeOfSchool *share = &at->share, *pass = &at->pass;
    double *const numbers[] = { &share->from, &share->to, &share->relative, &share->low, &share->high, &pass->from, &pass->to, &pass->relative, &pass->low, &pass->high };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
}

void walk_procedure_head(Wire *wire, Frame *frame, ProcedureAnalysis *at)
{
    Procedure *identity = WIRE_ITEMS(wire, Procedure, frame->procedure, 1);
    if (identity == NULL) return;
    wire_procedure(wire, identity);
    if (wire_reads(wire)) frame->procedure = identity;
    if (identity->blueprint == NULL) return;
    wire_u32(wire, &frame->n_works);
    wire_u64(wire, &frame->n_absent);
    if (frame->n_works > LIMIT_ROWS) wire_bad(wire, "работ больше, чем бывает");
    uint32_t n_scores = identity->blueprint->max + 1u, n_tasks = identity->blueprint->n_tasks;
    uint32_t *histogram = WIRE_ITEMS(wire, uint32_t, at->histogram, n_scores);
    for (uint32_t t = 0; histogram != NULL && t < n_scores; t++) wire_u32(wire, &histogram[t]);
    if (wire_reads(wire)) at->histogram = histogram;
    double *const numbers[] = { &at->mean, &at->sd, &at->federal_low, &at->federal_high, &at->funnel.centre, &at->funnel.phi, &at->funnel.tau2 };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
    wire_bool(wire, &at->funnel.known), wire_bool(wire, &at->funnel.is_share);
    for (int m = 0; m < 4; m++) wire_u32(wire, &at->marks[m]);
    wire_u32(wire, &at->n_inflated), wire_u32(wire, &at->n_mismatch), wire_u32(wire, &at->n_undefined);
    walk_flow(wire, &at->flow);
    walk_norms(wire, identity->blueprint->max, at);
    bool has_tasks = wire_reads(wire) ? false : at->tasks != NULL;
    wire_bool(wire, &has_tasks);
    TaskStats *tasks = has_tasks ? WIRE_ITEMS(wire, TaskStats, at->tasks, n_tasks) : NULL;
    for (uint32_t t = 0; tasks != NULL && t < n_tasks; t++) walk_task_stats(wire, &tasks[t]);
    if (wire_reads(wire)) at->tasks = tasks;
    walk_anchor(wire, &at->anchor);
    walk_strs(wire, &at->left_out, &at->n_left_out);
}
