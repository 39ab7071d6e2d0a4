/* A part of an analysis: two halves are the whole, number by number, and neither knows the other's schools. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "domain/part.h"
#include "flow/analyse.h"
#include "flow/simulate.h"

static Analysis *region(uint32_t n_schools, Arena *arena)
{
    SimulateOptions options = { .n_schools = n_schools, .seed = 3, .procedures = "2020-4-математика,2021-5-математика" };
    const SimPlan *plan;
    Err err = { 0 };
    if (!flow_simulate_plan(&options, arena, &plan, &err)) fail_msg("%s", err.what);
    uint32_t n = flow_simulate_n_procedures(plan);
    const Sheet **sheets = arena_array(arena, const Sheet *, n);
    for (uint32_t p = 0; p < n; p++) {
        SimulatedProcedure simulated;
        flow_simulate_procedure(plan, p, 1, arena, &simulated);
        sheets[p] = simulated.sheet;
    }
    Analysis *of = arena_one(arena, Analysis);
    *of = (Analysis){ .version = STR("1"), .params_text = STR_EMPTY, .reference_text = STR_EMPTY, .anchor_text = STR_EMPTY, .schools = school_table_build(sheets, n, arena) };
    const Progress quiet = { 0 };
    const Reference none = { .text = STR_EMPTY };
    AnalyseOptions how = { .fdr = 0.05, .n_threads = 1, .reference = &none, .progress = &quiet };
    assert_true(flow_analyse(&how, sheets, n, of, arena));
    return of;
}

static void halves(const Analysis *whole, Arena *arena, Analysis *out[2])
{
    bool *keep[2];
    for (int h = 0; h < 2; h++) {
        keep[h] = arena_array(arena, bool, whole->schools.n);
        for (uint32_t i = 0; i < whole->schools.n; i++) keep[h][i] = (i % 3 == 0) == (h == 0);
        out[h] = analysis_part(whole, keep[h], STR("по 64 школам региона"), arena);
    }
}

static void halves_are_the_whole(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Analysis *whole = region(64, arena), *half[2];
    halves(whole, arena, half);
    for (uint32_t p = 0; p < whole->n_procedures; p++) {
        const ProcedureAnalysis *of = &whole->procedures[p], *a = &half[0]->procedures[p], *b = &half[1]->procedures[p];
        const Blueprint *blueprint = of->frame->procedure->blueprint;
        assert_int_equal(a->frame->n_works + b->frame->n_works, of->frame->n_works);
        assert_int_equal(a->frame->n_absent + b->frame->n_absent, of->frame->n_absent);
        assert_int_equal(a->frame->n_classes + b->frame->n_classes, of->frame->n_classes);
        assert_true(a->frame->n_works > 0 && b->frame->n_works > 0);
        for (uint32_t t = 0; t <= blueprint->max; t++) assert_int_equal(a->histogram[t] + b->histogram[t], of->histogram[t]);
        for (int m = 0; m < 4; m++) assert_int_equal(a->marks[m] + b->marks[m], of->marks[m]);
        for (int j = 0; j < 4; j++)
            for (int w = 0; w < 4; w++) assert_int_equal(a->flow.count[j][w] + b->flow.count[j][w], of->flow.count[j][w]);
        assert_int_equal(a->flow.lowered + b->flow.lowered, of->flow.lowered);
        assert_int_equal(a->n_inflated + b->n_inflated, of->n_inflated);
        double mean = (a->mean * a->frame->n_works + b->mean * b->frame->n_works) / of->frame->n_works;
        assert_float_equal(mean, of->mean, 1e-9);
        for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
            double share = (a->tasks[j].mean_share * a->tasks[j].n + b->tasks[j].mean_share * b->tasks[j].n) / of->tasks[j].n;
            assert_int_equal(a->tasks[j].n + b->tasks[j].n, of->tasks[j].n);
            assert_float_equal(share, of->tasks[j].mean_share, 1e-9);
        }
    }
    arena_free(arena);
}

static void schools_stay_themselves(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Analysis *whole = region(64, arena), *half[2];
    halves(whole, arena, half);
    assert_int_equal(half[0]->schools.n + half[1]->schools.n, whole->schools.n);
    for (int h = 0; h < 2; h++)
        for (uint32_t p = 0; p < whole->n_procedures; p++) {
            const ProcedureAnalysis *of = &half[h]->procedures[p], *from = &whole->procedures[p];
            for (uint32_t s = 0; s < of->frame->n_schools; s++) {
                const SchoolSpan *span = &of->frame->schools[s];
                Str code = half[h]->schools.schools[span->org].code;
                uint32_t org = school_table_find(&whole->schools, code), at = 0;
                assert_true((org % 3 == 0) == (h == 0));
                while (from->frame->schools[at].org != org) at++;
                const SchoolSpan *before = &from->frame->schools[at];
                assert_int_equal(span->n, before->n);
                assert_memory_equal(of->frame->total + span->first, from->frame->total + before->first, span->n * sizeof *of->frame->total);
                assert_memory_equal(&of->schools[s], &from->schools[at], sizeof *of->schools);
                uint32_t works = 0;
                for (uint32_t c = 0; c < span->n_classes; c++) {
                    const ClassSpan *class_span = &of->frame->classes[span->class_first + c];
                    assert_int_equal(class_span->school, s);
                    assert_int_equal(class_span->first, span->first + works);
                    works += class_span->n;
                }
                assert_int_equal(works, span->n);
            }
        }
    arena_free(arena);
}

static void norms_are_outside_and_conclusions_stay_behind(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Analysis *whole = region(64, arena), *half[2];
    halves(whole, arena, half);
    assert_true(whole->n_values > 0 && whole->n_changes > 0 && whole->changes[0].n > 0);
    for (int h = 0; h < 2; h++) {
        assert_int_equal(half[h]->n_values + half[h]->n_signs + half[h]->n_conclusions, 0);
        for (uint32_t p = 0; p < whole->n_procedures; p++) {
            assert_non_null(whole->procedures[p].norm);
            assert_int_equal(half[h]->procedures[p].norm->source, NORM_EXPORT);
            assert_null(half[h]->procedures[p].own);
            assert_memory_equal(&half[h]->procedures[p].funnel, &whole->procedures[p].funnel, sizeof(FunnelLimits));
        }
    }
    for (uint32_t c = 0; c < whole->n_changes; c++) assert_int_equal(half[0]->changes[c].n + half[1]->changes[c].n, whole->changes[c].n);
    bool *none = arena_array(arena, bool, whole->schools.n);
    Analysis *empty = analysis_part(whole, none, STR_EMPTY, arena);
    assert_int_equal(empty->schools.n, 0);
    for (uint32_t p = 0; p < empty->n_procedures; p++) {
        assert_int_equal(empty->procedures[p].frame->n_works, 0);
        assert_true(isnan(empty->procedures[p].mean));
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(halves_are_the_whole),
        cmocka_unit_test(schools_stay_themselves),
        cmocka_unit_test(norms_are_outside_and_conclusions_stay_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
