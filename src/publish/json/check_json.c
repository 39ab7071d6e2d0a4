/* The answer of «merilo check --json». */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "publish/json/json_.h"
#include "publish/publish.h"

static void put_class(Json *json, const Analysis *analysis, uint32_t procedure, uint32_t class_index)
{
    json_key(json, "class");
    if (procedure == UINT32_MAX || class_index == NO_CLASS) {
        json_null(json);
        return;
    }
    Str label = analysis->procedures[procedure].frame->classes[class_index].label;
    if (label.n > 0) json_str(json, label);
    else json_null(json); /* the school's only class */
}

static void put_unit(Json *json, const Analysis *analysis, const Value *value)
{
    json_key(json, "procedure");
    if (value->procedure != UINT32_MAX) json_str(json, analysis->procedures[value->procedure].frame->procedure->id);
    else json_null(json); /* pooled over the works */
    json_put_str(json, "school", analysis->schools.schools[value->org].code);
    put_class(json, analysis, value->procedure, value->class_index);
}

static void put_numbers(Json *json, const Value *value)
{
    bool speaks = value->silence == SPEAKS;
    json_put_z(json, "indicator", value->indicator);
    json_put_int(json, "n", value->n);
    json_put_num(json, "value", speaks ? value->value : NAN);
    json_put_num(json, "low", speaks ? value->low : NAN);
    json_put_num(json, "high", speaks ? value->high : NAN);
    json_put_num(json, "p", speaks ? value->p : NAN);
    json_put_num(json, "q", speaks ? value->q : NAN);
}

static void put_signs(Json *json, const Analysis *analysis)
{
    json_key(json, "signs");
    json_array(json);
    for (uint32_t i = 0; i < analysis->n_signs; i++) {
        const Sign *sign = &analysis->signs[i];
        json_object(json);
        put_unit(json, analysis, &sign->value);
        put_numbers(json, &sign->value);
        json_put_str(json, "text", sign->text);
        json_key(json, "innocent");
        json_array(json);
        for (uint32_t k = 0; k < sign->n_innocent; k++) json_str(json, sign->innocent[k]);
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
}

/* «а» of the fourth and of the fifth grade are two classes. */
static void put_grade(Json *json, const Analysis *analysis, uint32_t procedure)
{
    bool whole = procedure == UINT32_MAX;
    json_key(json, "year");
    if (whole) json_null(json);
    else json_int(json, analysis->procedures[procedure].frame->procedure->year);
    json_key(json, "grade");
    if (whole) json_null(json);
    else json_int(json, analysis->procedures[procedure].frame->procedure->grade);
}

static void put_conclusions(Json *json, const Analysis *analysis)
{
    json_key(json, "conclusions");
    json_array(json);
    for (uint32_t i = 0; i < analysis->n_conclusions; i++) {
        const Conclusion *conclusion = &analysis->conclusions[i];
        json_object(json);
        json_put_str(json, "school", analysis->schools.schools[conclusion->org].code);
        put_class(json, analysis, conclusion->procedure, conclusion->class_index);
        put_grade(json, analysis, conclusion->procedure);
        json_put_num(json, "p", conclusion->p);
        json_put_num(json, "q", conclusion->q);
        json_put_z(json, "level", level_word(conclusion->level));
        json_key(json, "signs");
        json_array(json);
        for (uint32_t k = 0; k < conclusion->n_signs; k++) json_int(json, conclusion->signs[k]);
        json_array_end(json);
        json_put_str(json, "text", conclusion->text);
        json_object_end(json);
    }
    json_array_end(json);
}

/* The only class of a school is the school: its value stands there once. Works without a class among classes have no name to stand under. */
static bool repeats_school(const Analysis *analysis, const Value *value)
{
    if (value->procedure == UINT32_MAX || value->class_index == NO_CLASS) return false;
    const Frame *frame = analysis->procedures[value->procedure].frame;
    const ClassSpan *span = &frame->classes[value->class_index];
    return span->label.n == 0 || frame->schools[span->school].n_classes == 1;
}

static void put_values(Json *json, const Analysis *analysis)
{
    json_key(json, "values");
    json_array(json);
    for (uint32_t i = 0; i < analysis->n_values; i++) {
        if (repeats_school(analysis, &analysis->values[i])) continue;
        json_object(json);
        put_unit(json, analysis, &analysis->values[i]);
        put_numbers(json, &analysis->values[i]);
        json_object_end(json);
    }
    json_array_end(json);
}

static void put_expected_false(Json *json, const Analysis *analysis)
{
    json_key(json, "expected_false");
    json_object(json);
    json_put_num(json, "attention", analysis->expected_false[LEVEL_ATTENTION]);
    json_put_num(json, "signs", analysis->expected_false[LEVEL_SIGNS]);
    json_put_num(json, "strong", analysis->expected_false[LEVEL_STRONG]);
    json_object_end(json);
}

/* What any value can be made again from, to the byte (with the program's version and the files named beside). */
static void put_run(Json *json, const Analysis *analysis)
{
    json_key(json, "run");
    json_object(json);
    json_put_str(json, "inputs_sha256", str_of(analysis->inputs_hash));
    json_put_num(json, "fdr", analysis->fdr);
    json_put_str(json, "parameters", analysis->params_text);
    json_put_int(json, "seed", NORM_SEED);
    json_key(json, "task_seeds");
    json_array(json);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const ProcedureAnalysis *procedure = &analysis->procedures[i];
        if (procedure->norm == NULL || procedure->norm->task_model == NULL) continue;
        char seed[17]; /* 64 bits do not fit a number of JSON */
        snprintf(seed, sizeof seed, "%016" PRIx64, procedure->norm->task_model->seed);
        json_object(json);
        json_put_str(json, "procedure", procedure->frame->procedure->id);
        json_put_z(json, "seed", seed);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

void check_json(const Analysis *analysis, bool all_values, Buf *out, Arena *arena)
{
    Json json;
    json_init(&json, out, false);
    json_object(&json);
    json_program(&json);
    put_run(&json, analysis);
    json_inputs(&json, analysis->files, analysis->n_files, arena);
    json_procedures(&json, analysis);
    json_cohorts(&json, analysis);
    json_changes(&json, analysis, all_values);
    json_put_num(&json, "federal_index", analysis->federal.index);
    json_two_lists(&json, analysis);
    json_thresholds(&json);
    put_signs(&json, analysis);
    put_conclusions(&json, analysis);
    put_expected_false(&json, analysis);
    if (all_values) put_values(&json, analysis);
    json_object_end(&json);
    buf_add_char(out, '\n');
}
