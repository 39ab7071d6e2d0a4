/* A district with its region's export gets for its units what the region's own run gets for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/limits.h"
#include "flow/analyse.h"
#include "flow/simulate.h"
#include "indicator/indicator.h"
#include "publish/publish.h"

enum { N_REGION = 640, N_DISTRICT = 12 };
#define PROCEDURE "2021-5-математика"

/* Schools of one region by number: those of a district are its first. */
static Analysis *analyse(uint32_t n_schools, const Reference *reference, Arena *arena)
{
    static const char *const plants[] = { "M2:0.3:0.05", "M3:0.6:0.1", "M4:0.4:0.1" };
    SimulateOptions options = { .n_schools = n_schools, .seed = 7, .procedures = PROCEDURE, .n_plants = 3, .plants = plants, .dirt = 0 };
    const SimPlan *plan;
    Err err = { 0 };
    if (!flow_simulate_plan(&options, arena, &plan, &err)) fail_msg("%s", err.what);
    SimulatedProcedure *simulated = arena_one(arena, SimulatedProcedure);
    flow_simulate_procedure(plan, 0, 1, arena, simulated);
    Analysis *analysis = arena_one(arena, Analysis);
    *analysis = (Analysis){ .version = STR(MERILO_VERSION), .schools = school_table_build(&simulated->sheet, 1, arena) };
    Progress quiet = { 0 };
    const Reference none = { .text = STR_EMPTY };
    AnalyseOptions how = { .fdr = 0.05, .n_threads = 1, .reference = reference != NULL ? reference : &none, .progress = &quiet };
    flow_analyse(&how, &simulated->sheet, 1, analysis, arena);
    return analysis;
}

static Str export_of(const Analysis *analysis, Arena *arena)
{
    Buf bytes;
    buf_init(&bytes, 0);
    reference_json(analysis, &bytes, arena);
    Str text = arena_str(arena, buf_str(&bytes));
    buf_free(&bytes);
    return text;
}

static Reference read_back(Str text, Arena *arena)
{
    Reference reference;
    Err err = { 0 };
    if (!intake_reference_bytes(STR("регион.json"), text, arena, &reference, &err)) fail_msg("%s", err.what);
    return reference;
}

/* Numbers that were drawn anew from every digit are the same to the last bit; those that rest on 12 digits of the norm agree to 1e-9. */
static bool by_tasks(const char *id)
{
    Family family = indicator_find(str_of(id))->family;
    return family == FAMILY_TASKS || family == FAMILY_SIMILARITY || family == FAMILY_EVENNESS;
}

static bool same(double x, double y, double tolerance) { return (isnan(x) && isnan(y)) || fabs(x - y) <= tolerance * fmax(1, fabs(x)); }

static const Value *find(const Analysis *analysis, const Value *like)
{
    for (uint32_t i = 0; i < analysis->n_values; i++) {
        const Value *value = &analysis->values[i];
        if (value->indicator == like->indicator && value->procedure == like->procedure && value->org == like->org && value->class_index == like->class_index) return value;
    }
    return NULL;
}

static void test_district_as_in_the_region(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Analysis *region = analyse(N_REGION, NULL, arena);
    assert_non_null(region->procedures[0].own->task_model);
    Str text = export_of(region, arena);
    Reference reference = read_back(text, arena);
    const Analysis *district = analyse(N_DISTRICT, &reference, arena);
    assert_int_equal(district->schools.n, N_DISTRICT);
    uint32_t by_model = 0, others = 0;
    for (uint32_t i = 0; i < district->n_values; i++) {
        const Value *here = &district->values[i];
        if (here->procedure != 0 || isnan(here->p)) continue;
        const Value *there = find(region, here);
        assert_non_null(there);
        bool tasks = by_tasks(here->indicator);
        double tolerance = tasks ? 0 : 1e-9;
        if (!same(here->p, there->p, tolerance) || !same(here->z, there->z, tolerance) || !same(here->value, there->value, tolerance) || !same(here->expected, there->expected, tolerance))
            fail_msg("%s: school %u, class %u: p %.17g in the region, %.17g in the district", here->indicator, here->org, here->class_index, there->p, here->p);
        by_model += tasks;
        others += !tasks;
    }
    assert_true(by_model > 6 * N_DISTRICT && others > N_DISTRICT);
    arena_free(arena);
}

/* The export, read and written once more, is the same text: nothing is lost, and reading it makes nothing up. */
static void test_export_again(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Analysis *region = analyse(100, NULL, arena);
    Str text = export_of(region, arena);
    Reference reference = read_back(text, arena);
    ProcedureAnalysis *procedure = arena_one(arena, ProcedureAnalysis);
    *procedure = region->procedures[0];
    procedure->own = (Norm *)reference.norms[0];
    Analysis again = *region;
    again.procedures = procedure;
    Str second = export_of(&again, arena);
    assert_true(str_eq(text, second));
    for (uint32_t i = 0; i < region->schools.n; i++) assert_true(str_find(text, region->schools.schools[i].code) == SIZE_MAX); /* no school is in it */
    arena_free(arena);
}

/* An export of old, and one of another paper: everything but tasks goes on working. */
static void test_without_a_model(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Analysis *region = analyse(100, NULL, arena);
    Reference reference = read_back(export_of(region, arena), arena);
    for (int way = 0; way < 2; way++) {
        Norm *norm = arena_one(arena, Norm);
        *norm = *reference.norms[0];
        if (way == 0) norm->task_model = NULL;
        else {
            TaskModel *model = arena_one(arena, TaskModel);
            TaskItem *items = arena_array(arena, TaskItem, norm->task_model->n_items);
            *model = *norm->task_model;
            memcpy(items, model->items, model->n_items * sizeof *items);
            uint8_t *points = arena_array(arena, uint8_t, items[0].n_steps + 1u);
            memcpy(points, items[0].points, items[0].n_steps + 1u);
            points[items[0].n_steps] = LIMIT_TASK_MAX; /* more than the task gives here */
            items[0].points = points;
            model->items = items;
            norm->task_model = model;
        }
        const Norm *norms[] = { norm };
        Reference old = { 1, norms, reference.text };
        const Analysis *district = analyse(N_DISTRICT, &old, arena);
        uint32_t spoke = 0;
        for (uint32_t i = 0; i < district->n_values; i++) {
            const Value *value = &district->values[i];
            if (value->procedure != 0) continue;
            if (by_tasks(value->indicator)) assert_int_equal(value->silence, SILENT_NO_MODEL);
            else if (!isnan(value->p)) spoke++;
        }
        assert_true(spoke > N_DISTRICT);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_district_as_in_the_region), cmocka_unit_test(test_export_again), cmocka_unit_test(test_without_a_model) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
