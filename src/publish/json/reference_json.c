/* Norms for districts that are too small to have their own. No school is in it. Keys are the names of domain/norm.h. */
#include "publish/json/json_.h"
#include "publish/publish.h"

static void put_numbers(Json *json, const char *key, const double *x, uint32_t n)
{
    json_key(json, key);
    if (x == NULL) {
        json_null(json);
        return;
    }
    json_array(json);
    for (uint32_t i = 0; i < n; i++) json_num(json, x[i]);
    json_array_end(json);
}

static void put_threshold(Json *json, const NormThreshold *threshold)
{
    json_object(json);
    json_put_int(json, "at", threshold->at);
    json_put_int(json, "mark", threshold->mark);
    json_put_num(json, "below", threshold->below);
    json_put_num(json, "reached", threshold->reached);
    json_put_num(json, "ratio", threshold->ratio);
    json_put_num(json, "expected_ratio", threshold->expected_ratio);
    json_put_num(json, "excess", threshold->excess);
    json_put_num(json, "low", threshold->low);
    json_put_num(json, "high", threshold->high);
    json_put_int(json, "cell_from", threshold->cell_from);
    json_put_int(json, "cell_to", threshold->cell_to);
    json_object_end(json);
}

static void put_journal(Json *json, const NormJournal *journal, uint16_t max)
{
    json_key(json, "journal");
    json_object(json);
    json_put_bool(json, "known", journal->known);
    json_put_num(json, "n", journal->n);
    json_put_num(json, "lowered", journal->lowered);
    json_put_num(json, "confirmed", journal->confirmed);
    json_put_num(json, "raised", journal->raised);
    json_put_num(json, "lowered2", journal->lowered2);
    json_put_num(json, "raised2", journal->raised2);
    put_numbers(json, "a", journal->a, 3);
    put_numbers(json, "b", journal->b, max + 1u);
    json_put_num(json, "tau2", journal->tau2);
    json_put_num(json, "tau2_class", journal->tau2_class);
    json_put_num(json, "tau2_raised", journal->tau2_raised);
    json_put_num(json, "tau2_lowered", journal->tau2_lowered);
    json_object_end(json);
}

static void put_exact(Json *json, const char *key, const double *x, uint32_t n)
{
    json_key(json, key);
    json_array(json);
    for (uint32_t i = 0; i < n; i++) json_exact(json, x[i]);
    json_array_end(json);
}

static void put_item(Json *json, const TaskModel *model, uint16_t i)
{
    const TaskItem *item = &model->items[i];
    json_object(json);
    json_put_int(json, "task", item->task);
    json_put_exact(json, "slope", item->slope);
    put_exact(json, "steps", item->step, item->n_steps);
    json_key(json, "points");
    json_array(json);
    for (uint32_t k = 0; k <= item->n_steps; k++) json_int(json, item->points[k]);
    json_array_end(json);
    json_put_exact(json, "effect", model->effect[i]);
    json_put_exact(json, "effect_large", model->effect_large[i]);
    json_object_end(json);
}

/* Every digit: a district draws the null anew from these numbers, and must draw the same. */
static void put_task_model(Json *json, const TaskModel *model, Arena *arena)
{
    json_key(json, "task_model");
    if (model == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    json_put_str(json, "seed", arena_printf(arena, "%016llx", (unsigned long long)model->seed)); /* numbers of JSON have 53 bits */
    json_put_exact(json, "effort", model->effort);
    json_put_num(json, "n_works", model->n_works);
    json_put_exact(json, "between", model->between);
    json_put_exact(json, "within", model->within);
    json_key(json, "items");
    json_array(json);
    for (uint16_t i = 0; i < model->n_items; i++) put_item(json, model, i);
    json_array_end(json);
    json_key(json, "null");
    json_object(json);
    for (int which = 0; which < N_TASK_NULLS; which++) {
        json_key(json, task_null_names[which]);
        json_object(json);
        for (int k = 0; k < TASK_STATISTICS; k++) {
            json_key(json, task_statistic_names[k]);
            json_object(json);
            json_put_exact(json, "centre", model->null_centre[which][k]);
            json_put_exact(json, "scale", model->null_scale[which][k]);
            json_object_end(json);
        }
        json_object_end(json);
    }
    json_object_end(json);
    json_object_end(json);
}

static void put_norm(Json *json, const Norm *norm, Arena *arena)
{
    json_object(json);
    json_put_str(json, "procedure_id", norm->procedure_id);
    json_put_str(json, "source_text", norm->source_text);
    json_put_int(json, "max", norm->max);
    json_put_num(json, "n_works", norm->n_works);
    json_put_num(json, "n_schools", norm->n_schools);
    json_put_num(json, "mean", norm->mean);
    json_put_num(json, "sd", norm->sd);
    json_put_num(json, "tau2_mean", norm->tau2_mean);
    json_put_num(json, "within_sd", norm->within_sd);
    put_numbers(json, "lumpy", norm->lumpy, norm->max + 1u);
    put_numbers(json, "honest", norm->honest, norm->max + 1u);
    put_numbers(json, "lifted", norm->lifted, norm->max + 1u);
    json_put_int(json, "degree", norm->degree);
    json_key(json, "thresholds");
    json_array(json);
    for (uint8_t i = 0; i < norm->n_thresholds; i++) put_threshold(json, &norm->thresholds[i]);
    json_array_end(json);
    json_put_num(json, "lifting_share", norm->lifting_share);
    json_put_num(json, "lifting_share_low", norm->lifting_share_low);
    json_put_bool(json, "lifting_is_ordinary", norm->lifting_is_ordinary);
    json_put_num(json, "null_centre", norm->null_centre);
    json_put_num(json, "null_scale", norm->null_scale);
    put_journal(json, &norm->journal, norm->max);
    json_put_int(json, "n_tasks", norm->n_tasks);
    put_numbers(json, "task_mean", norm->task_mean, norm->n_tasks);
    put_numbers(json, "task_sd", norm->task_sd, norm->n_tasks);
    put_numbers(json, "task_tau2", norm->task_tau2, norm->n_tasks);
    put_task_model(json, norm->task_model, arena);
    json_object_end(json);
}

void reference_json(const Analysis *analysis, Buf *out, Arena *arena)
{
    Json json;
    json_init(&json, out, false);
    json_object(&json);
    json_put_int(&json, "merilo_reference", 1);
    json_put_str(&json, "text", arena_printf(arena, "выгрузка «Мерила» %s", MERILO_VERSION));
    json_key(&json, "norms");
    json_array(&json);
    for (uint32_t i = 0; i < analysis->n_procedures; i++)
        if (analysis->procedures[i].own->n_schools >= NORM_MIN_SCHOOLS) put_norm(&json, analysis->procedures[i].own, arena);
    json_array_end(&json);
    json_object_end(&json);
    buf_add_char(out, '\n');
}
