/* The federal list and ours: every school stands in one cell of the table, and a marker counts once however many works carry it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "conclude/conclude.h"

enum { N = 8 };

/* Schools 0..7; the last handed nothing in and has no conclusion. */
static void test_cells(void **state)
{
    (void)state;
    static const Marker inflated[2][N - 1] = { { MARKER_YES, MARKER_YES, MARKER_NO, MARKER_NO, MARKER_NO, MARKER_UNDEFINED, MARKER_YES },
                                               { MARKER_YES, MARKER_NO, MARKER_NO, MARKER_NO, MARKER_NO, MARKER_NO, MARKER_YES } };
    static const Marker mismatch[2][N - 1] = { { MARKER_NO, MARKER_NO, MARKER_NO, MARKER_NO, MARKER_NO, MARKER_NO, MARKER_NO }, { MARKER_NO, MARKER_YES, MARKER_NO, MARKER_NO, MARKER_NO, MARKER_NO, MARKER_NO } };
    static const Level level[N - 1] = { LEVEL_STRONG, LEVEL_NONE, LEVEL_SIGNS, LEVEL_ATTENTION, LEVEL_TOO_FEW_DATA, LEVEL_NONE, LEVEL_TOO_FEW_DATA };
    Arena *arena = arena_new(0);
    SchoolSpan spans[N - 1];
    SchoolStats stats[2][N - 1];
    memset(spans, 0, sizeof spans);
    memset(stats, 0, sizeof stats);
    Frame frame = { .n_schools = N - 1, .schools = spans };
    ProcedureAnalysis procedures[2] = { { .frame = &frame, .schools = stats[0] }, { .frame = &frame, .schools = stats[1] } };
    CohortSchool changed[2] = { { .org = 3, .growth = MARKER_YES }, { .org = 5, .drop = MARKER_UNDEFINED } };
    Cohort cohort = { .n = 2, .schools = changed };
    Conclusion conclusions[N];
    memset(conclusions, 0, sizeof conclusions);
    for (uint32_t i = 0; i < N - 1; i++) {
        spans[i].org = i;
        for (int p = 0; p < 2; p++) stats[p][i].inflated = inflated[p][i], stats[p][i].mismatch = mismatch[p][i];
        conclusions[i] = (Conclusion){ .org = i, .procedure = UINT32_MAX, .class_index = NO_CLASS, .level = level[i] };
    }
    conclusions[N - 1] = (Conclusion){ .org = 1, .class_index = 0, .level = LEVEL_SIGNS }; /* of a class: not a school's */
    Analysis analysis = { .schools = { N, arena_array(arena, School, N) }, .n_procedures = 2, .procedures = procedures, .n_cohorts = 1, .cohorts = &cohort, .n_conclusions = N,
        .conclusions = conclusions };
    two_lists(&analysis, arena);
    const TwoLists *lists = &analysis.lists;
    assert_int_equal(lists->n_schools, N - 1);
    assert_int_equal(lists->n_federal, 4); /* 0, 1, 3, 6 */
    assert_int_equal(lists->n_ours, 2);    /* 0, 2 */
    assert_int_equal(lists->n_both, 1);
    assert_int_equal(lists->n_federal_few, 1);
    assert_int_equal(lists->kind[FEDERAL_KIND_MEAN].n, 3);
    assert_int_equal(lists->kind[FEDERAL_KIND_MEAN].n_ours, 1);
    assert_int_equal(lists->kind[FEDERAL_KIND_MEAN].n_alone, 1); /* 6: 0 is ours, 1 mismatches too */
    assert_int_equal(lists->kind[FEDERAL_KIND_JOURNAL].n, 1);
    assert_int_equal(lists->kind[FEDERAL_KIND_JOURNAL].n_alone, 0);
    assert_int_equal(lists->kind[FEDERAL_KIND_JUMP].n, 1);
    assert_int_equal(lists->markers[1], 1u << FEDERAL_KIND_MEAN | 1u << FEDERAL_KIND_JOURNAL);
    assert_int_equal(lists->markers[N - 1], 0);
    arena_free(arena);
}

static void test_nothing(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Analysis analysis = { .n_procedures = 0 };
    two_lists(&analysis, arena);
    assert_non_null(analysis.lists.markers);
    assert_int_equal(analysis.lists.n_schools + analysis.lists.n_federal + analysis.lists.n_ours, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cells), cmocka_unit_test(test_nothing) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
