/* Norms: what is estimated, from how many schools, which one is chosen; cohorts and the index on made-up schools. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "conclude/conclude.h"

#define MAX 20

/* n_schools schools of n works. Totals walk a bell of mean 12 with a slope between schools; moved: works at 5 points stand at 6. */
static Frame *region(uint32_t n_schools, uint32_t n, bool moved, int year, int grade, double level, Arena *arena)
{
    Blueprint *blueprint = arena_one(arena, Blueprint);
    *blueprint = (Blueprint){ .max = MAX, .cutoffs_known = true, .cutoff = { 6, 10, 15 } };
    Procedure *procedure = arena_one(arena, Procedure);
    *procedure = (Procedure){ .id = arena_printf(arena, "%d-%d-математика", year, grade), .year = year, .grade = grade, .subject = STR("Математика"), .title = STR("Математика"), .blueprint = blueprint };
    uint32_t n_works = n_schools * n;
    uint16_t *total = arena_array(arena, uint16_t, n_works);
    uint8_t *mark = arena_array(arena, uint8_t, n_works), *journal = arena_array(arena, uint8_t, n_works);
    SchoolSpan *schools = arena_array(arena, SchoolSpan, n_schools);
    ClassSpan *classes = arena_array(arena, ClassSpan, n_schools);
    uint32_t state = 12345;
    for (uint32_t s = 0; s < n_schools; s++) {
        schools[s] = (SchoolSpan){ .org = s, .first = s * n, .n = n, .class_first = s, .n_classes = 1 };
        classes[s] = (ClassSpan){ .label = STR_EMPTY, .school = s, .first = s * n, .n = n };
        for (uint32_t i = s * n; i < (s + 1) * n; i++) {
            double bell = 0; /* sum of twelve uniforms: near normal */
            for (int k = 0; k < 12; k++) state = state * 1664525u + 1013904223u, bell += state / 4294967296.0;
            double t = round(level + 4 * (bell - 6) + 2 * ((double)s / n_schools - 0.5));
            total[i] = (uint16_t)(t < 0 ? 0 : t > MAX ? MAX : t);
            if (moved && total[i] == 5) total[i] = 6;
            mark[i] = (uint8_t)blueprint_mark(blueprint, total[i]);
            journal[i] = (uint8_t)(2 + (total[i] + i % 3) * 4 / 24);
            if (journal[i] > 5) journal[i] = 5;
        }
    }
    Frame *frame = arena_one(arena, Frame);
    *frame = (Frame){ .procedure = procedure, .n_works = n_works, .n_schools = n_schools, .n_classes = n_schools, .schools = schools, .classes = classes, .total = total, .mark = mark, .journal = journal };
    return frame;
}

static void test_own_norm(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Norm *honest = norm_own(region(100, 60, false, 2021, 4, 12, arena), arena, arena), *moved = norm_own(region(100, 60, true, 2021, 4, 12, arena), arena, arena);
    double sum = 0;
    for (int t = 0; t <= MAX; t++) sum += honest->honest[t];
    assert_true(fabs(sum - 1) < 1e-9);
    assert_true(honest->thresholds[0].low <= 0 && honest->thresholds[0].high >= 0);
    assert_true(moved->thresholds[0].low > 0 && moved->thresholds[0].excess > 0);
    assert_true(moved->thresholds[0].below == 0 && isnan(moved->thresholds[0].ratio));
    double gone = honest->thresholds[0].below; /* what was moved by hand */
    assert_true(moved->thresholds[0].low <= gone && gone <= moved->thresholds[0].high);
    assert_false(honest->lifting_is_ordinary);
    assert_true(moved->lifting_share > honest->lifting_share);
    assert_true(honest->null_scale >= 1 && honest->null_centre >= 0);
    assert_true(honest->journal.known && honest->journal.tau2 >= 0);
    assert_true(fabs(honest->journal.lowered + honest->journal.confirmed + honest->journal.raised - 1) < 1e-12);
    arena_free(arena);
}

/* Tests of schools made for the norm are those that indicators would make anew. */
static void test_tests_are_shared(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Frame *frame = region(100, 60, true, 2021, 4, 12, arena);
    Norm *norm = norm_own(frame, arena, arena);
    norm->null_centre = 0.3, norm->null_scale = 1.4;
    const char *const ids[] = { "threshold-absolute", "threshold-relative" };
    IndicatorInput in = { .frame = frame, .norm = norm, .norm_is_own = true, .procedure = 7 };
    Value *values[2][2];
    assert_non_null(norm->lifting_tests[0]);
    assert_non_null(norm->lifting_tests[1]);
    for (int anew = 0; anew < 2; anew++) {
        for (int k = 0; k < 2; k++) {
            values[anew][k] = arena_array(arena, Value, frame->n_schools + frame->n_classes);
            indicator_find(str_of(ids[k]))->compute(&in, values[anew][k], arena);
        }
        norm_forget_works(norm);
        assert_null(norm->lifting_tests[0]);
    }
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < frame->n_schools + frame->n_classes; i++) {
            const Value *shared = &values[0][k][i], *own = &values[1][k][i];
            assert_true(shared->indicator == own->indicator && shared->procedure == own->procedure && shared->org == own->org && shared->n == own->n && shared->silence == own->silence);
            assert_memory_equal(&shared->value, &own->value, sizeof(Value) - offsetof(Value, value)); /* numbers alone, to the bit */
        }
    assert_true(values[0][1][0].procedure == 7 && values[0][1][0].p != values[0][0][0].p);
    arena_free(arena);
}

static void test_few_schools_have_no_model(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Frame *frame = region(NORM_MIN_SCHOOLS - 1, 40, true, 2021, 4, 12, arena);
    const Norm *own = norm_own(frame, arena, arena);
    assert_null(own->honest);
    assert_false(own->journal.known);
    assert_int_equal(own->n_thresholds, 3);
    assert_true(own->thresholds[0].reached > 0 && isnan(own->thresholds[0].excess));
    assert_null(norm_choose(own, NULL, 0, frame->procedure, arena));
    ProcedureAnalysis described;
    describe_procedure(frame, NULL, own, arena, &described);
    assert_true(described.n_left_out > 0);
    arena_free(arena);
}

/* A reference of another work or another maximum is not taken; an official one, which knows the distribution alone, gets its model. */
static void test_choice(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Frame *large = region(100, 60, true, 2021, 4, 12, arena), *small = region(12, 30, false, 2021, 4, 12, arena);
    const Norm *of_region = norm_own(large, arena, arena), *own = norm_own(small, arena, arena);
    Norm official = { .procedure_id = STR("2021-4-математика"), .source = NORM_OFFICIAL, .max = MAX, .n_works = of_region->n_works, .n_schools = 100, .mean = NAN, .sd = NAN, .tau2_mean = NAN,
        .within_sd = NAN, .lumpy = of_region->lumpy, .null_scale = 1 };
    Norm other = official, longer = official;
    other.procedure_id = STR("2021-5-математика");
    longer.max = MAX + 1;
    const Norm *references[] = { &other, &longer, &official };
    assert_null(norm_choose(own, references, 2, small->procedure, arena));
    assert_ptr_equal(norm_choose(of_region, references, 2, large->procedure, arena), of_region);
    const Norm *chosen = norm_choose(own, references, 3, small->procedure, arena);
    assert_non_null(chosen);
    assert_non_null(chosen->honest);
    assert_true(fabs(chosen->mean - of_region->mean) < 1e-9 && fabs(chosen->sd - of_region->sd) < 0.01);
    assert_true(chosen->tau2_mean > 0 && chosen->within_sd < chosen->sd && chosen->null_scale > 1);
    for (int t = 0; t <= MAX; t++) assert_true(fabs(chosen->honest[t] - of_region->honest[t]) < 1e-9);
    assert_true(chosen->lifting_is_ordinary); /* works were moved for certain, by whom is not known */
    assert_null(official.honest);
    arena_free(arena);
}

/* Two years of the same ten schools, one of which falls to a third; K = before / after. */
static void test_cohort_and_index(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Frame *frames[] = { region(10, 30, false, 2020, 4, 12, arena), region(10, 30, false, 2021, 5, 12, arena), region(10, 30, false, 2021, 7, 12, arena) };
    uint16_t *total = (uint16_t *)frames[1]->total;
    for (uint32_t i = 0; i < 30; i++) total[90 + i] /= 3; /* school 3 */
    ProcedureAnalysis procedures[3];
    for (int i = 0; i < 3; i++) describe_procedure(frames[i], NULL, norm_own(frames[i], arena, arena), arena, &procedures[i]);
    Analysis analysis = { .fdr = 0.05, .schools = { 10, arena_array(arena, School, 10) }, .n_procedures = 3, .procedures = procedures };
    Cohort *cohorts;
    federal_cohorts(procedures, 3, 10, arena, &cohorts, &analysis.n_cohorts);
    analysis.cohorts = cohorts;
    assert_int_equal(analysis.n_cohorts, 1); /* grade 7 has no year before */
    assert_int_equal(cohorts[0].n, 10);
    assert_int_equal(cohorts[0].n_drop, 1);
    assert_int_equal(cohorts[0].schools[3].drop, MARKER_YES);
    assert_int_equal(cohorts[0].n_growth, 0);
    federal_index(&analysis, arena);
    assert_int_equal(analysis.federal.year, 2021); /* one of the four works in either year: the later */
    assert_int_equal(analysis.federal.n_procedures, 1);
    assert_int_equal(analysis.federal.n_all, 10);
    uint32_t marked = 0;
    for (uint32_t i = 0; i < 10; i++) marked += procedures[1].schools[i].inflated == MARKER_YES || procedures[1].schools[i].mismatch == MARKER_YES || i == 3;
    assert_int_equal(analysis.federal.n_marked, marked);
    assert_true(fabs(analysis.federal.index - 10.0 * (10 - marked)) < 1e-9);
    analysis.n_procedures = 0;
    federal_index(&analysis, arena);
    assert_true(isnan(analysis.federal.index));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_own_norm), cmocka_unit_test(test_tests_are_shared), cmocka_unit_test(test_few_schools_have_no_model), cmocka_unit_test(test_choice), cmocka_unit_test(test_cohort_and_index) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
