/* Changes from year to year: figures of a school, which works make a pair, the region's change by hand, coverage of the schools' intervals, what is not told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "conclude/conclude.h"
#include "stats/rng.h"

static const Blueprint with_cutoffs = { .max = 20, .cutoffs_known = true, .cutoff = { 6, 10, 15 } }, without = { .max = 20 };

static void near(double x, double expected, double tolerance)
{
    if (!(fabs(x - expected) <= tolerance)) fail_msg("%.15g, expected %.15g", x, expected);
}

static const Procedure *procedure(int year, int grade, const char *subject, const Blueprint *blueprint, Arena *arena)
{
    Procedure *out = arena_one(arena, Procedure);
    *out = (Procedure){ .year = year, .grade = grade, .subject = str_of(subject), .blueprint = blueprint };
    return out;
}

static Prior *prior(const Procedure *of, uint32_t n, Arena *arena)
{
    PriorSchool *schools = arena_array(arena, PriorSchool, n);
    for (uint32_t i = 0; i < n; i++) schools[i] = (PriorSchool){ .share = NAN, .variance = NAN, .pass = NAN };
    Prior *out = arena_one(arena, Prior);
    *out = (Prior){ .procedure = of, .n_orgs = n, .schools = schools };
    return out;
}

static void set(Prior *of, uint32_t org, uint32_t n, double share, double pass)
{
    ((PriorSchool *)of->schools)[org] = (PriorSchool){ .n = n, .share = share, .variance = 0.04, .pass = pass };
}

static void test_figures_of_a_school(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    static const uint16_t total[] = { 5, 10, 15, 20 };
    static const uint8_t mark[] = { 2, 4, 5, 5 };
    const SchoolSpan schools[] = { { .org = 2, .first = 0, .n = 3 }, { .org = 0, .first = 3, .n = 1 } };
    const Frame frame = { .procedure = procedure(2021, 4, "М", &with_cutoffs, arena), .n_works = 4, .n_schools = 2, .schools = schools, .total = total, .mark = mark };
    const Prior *of = prior_build(&frame, 3, arena);
    assert_int_equal(of->schools[1].n, 0);
    assert_true(isnan(of->schools[1].share));
    assert_int_equal(of->schools[2].n, 3);
    near(of->schools[2].share, 0.5, 1e-15);
    near(of->schools[2].variance, 0.0625, 1e-15); /* .25, .5, .75 */
    near(of->schools[2].pass, 2.0 / 3, 1e-15);
    assert_true(isnan(of->schools[0].variance));
    near(of->schools[0].share, 1, 0);
    arena_free(arena);
}

static void test_pairs_of_works(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Prior *all[] = { prior(procedure(2020, 4, "М", &with_cutoffs, arena), 1, arena), prior(procedure(2020, 4, "Р", &with_cutoffs, arena), 1, arena), prior(procedure(2021, 4, "М", &without, arena), 1, arena),
        prior(procedure(2021, 5, "М", &with_cutoffs, arena), 1, arena), prior(procedure(2022, 4, "Р", &with_cutoffs, arena), 1, arena), prior(procedure(0, 0, "М", &with_cutoffs, arena), 1, arena) };
    for (uint32_t i = 0; i < 6; i++) set((Prior *)all[i], 0, 10, 0.5, 0.9);
    Change *changes;
    uint32_t n;
    cohort_changes(all, 6, arena, &changes, &n);
    assert_int_equal(n, 2); /* a gap of two years, another subject, an unknown year make no pair */
    assert_int_equal(changes[0].kind, CHANGE_SAME_GRADE);
    assert_int_equal(changes[0].to, 2);
    assert_false(changes[0].pass.known); /* one of them has no cut-offs */
    assert_int_equal(changes[1].kind, CHANGE_SAME_CHILDREN);
    assert_int_equal(changes[1].to, 3);
    assert_true(changes[1].pass.known);
    ((PriorSchool *)all[3]->schools)[0].n = 0; /* schools that changed their logins */
    cohort_changes(all, 6, arena, &changes, &n);
    assert_int_equal(n, 1);
    arena_free(arena);
}

/* Two kinds of schools: 10 works .5 -> .6, 30 works .7 -> .6; the mean of works is .65 -> .6. */
static void test_region_by_hand(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Prior *from = prior(procedure(2020, 4, "М", &with_cutoffs, arena), 14, arena), *to = prior(procedure(2021, 4, "М", &with_cutoffs, arena), 14, arena);
    for (uint32_t i = 0; i < 12; i++) {
        set(from, i, i % 2 ? 30 : 10, i % 2 ? 0.7 : 0.5, 1);
        set(to, i, i % 2 ? 30 : 10, 0.6, 1);
    }
    set(from, 12, 4, 0.1, 0); /* four works: in the region's figure, not told of */
    set(to, 12, 40, 0.1, 0);
    set(from, 13, 40, 0.1, 0); /* no year after: nowhere */
    const Prior *all[] = { from, to };
    Change *changes;
    uint32_t n;
    cohort_changes(all, 2, arena, &changes, &n);
    assert_int_equal(n, 1);
    assert_int_equal(changes->n_all, 13);
    assert_int_equal(changes->n, 12);
    near(changes->works_to, 280, 0);
    double before = (240 * 0.65 + 4 * 0.1) / 244, after = (240 * 0.6 + 40 * 0.1) / 280, sum = 0;
    for (int i = 0; i < 13; i++) {
        double a = i == 12 ? 4 : i % 2 ? 30 : 10, b = i == 12 ? 40 : a, x = i == 12 ? 0.1 : i % 2 ? 0.7 : 0.5, y = i == 12 ? 0.1 : 0.6;
        double term = b / 280 * (y - after) - a / 244 * (x - before);
        sum += term * term;
    }
    near(changes->share.from, before, 1e-12);
    near(changes->share.change, after - before, 1e-12);
    near(changes->share.high - changes->share.change, 1.959963984540054 * sqrt(sum * 13 / 12), 1e-12);
    near(changes->schools[0].share.relative, 0.1 - (after - before), 1e-12);
    assert_true(isfinite(changes->pass.low));
    arena_free(arena);
}

static double normal(uint32_t i, uint32_t draw) { return rng_normal_at(7, i, draw); }

/* 2000 schools of 5 to 104 works: a true change of its own (sd .05) and chance; extra[0] adds to the first school. */
static Change simulated(uint32_t n_schools, double chance_scale, double extra, Arena *arena)
{
    Prior *from = prior(procedure(2020, 4, "М", &with_cutoffs, arena), n_schools, arena), *to = prior(procedure(2021, 5, "М", &with_cutoffs, arena), n_schools, arena);
    for (uint32_t i = 0; i < n_schools; i++) {
        uint32_t n = 5 + i % 100;
        double level = 0.5 + 0.02 * normal(i, 0), noise = sqrt(chance_scale * 0.04 / n);
        set(from, i, n, level + noise * normal(i, 1), 0.9);
        set(to, i, n, level + 0.03 + 0.05 * normal(i, 2) + noise * normal(i, 3) + (i == 0 ? extra : 0), 0.9);
    }
    const Prior **all = arena_array(arena, const Prior *, 2);
    all[0] = from;
    all[1] = to;
    Change *changes;
    uint32_t n;
    cohort_changes(all, 2, arena, &changes, &n);
    assert_int_equal(n, 1);
    return changes[0];
}

/* Nineteen of twenty, whether chance is more (classes go together) or less (the same children) than the spread of works gives; in small and in large schools alike. */
static void test_intervals_cover(void **state)
{
    (void)state;
    static const double scales[] = { 0.5, 1, 2 };
    for (int k = 0; k < 3; k++) {
        Arena *arena = arena_new(0);
        Change change = simulated(2000, scales[k], 0, arena);
        double covered[2] = { 0 }, all[2] = { 0 };
        for (uint32_t i = 0; i < change.n; i++) {
            const ChangeSchool *school = &change.schools[i];
            int large = school->n_from > 54;
            covered[large] += school->share.low <= 0 && school->share.high >= 0;
            all[large]++;
        }
        for (int large = 0; large < 2; large++)
            if (fabs(covered[large] / all[large] - 0.95) > 0.02) fail_msg("scale %g, %s: %g", scales[k], large ? "large" : "small", covered[large] / all[large]); /* standard error .007 */
        if (fabs(change.share.tau2 - 0.0025) > 0.0005 || fabs(change.share.scale - scales[k]) > 0.25) fail_msg("scale %g: %g and %g", scales[k], change.share.tau2, change.share.scale);
        assert_int_equal(change.share.n_above + change.share.n_below, (int)(all[0] + all[1] - covered[0] - covered[1]));
        arena_free(arena);
    }
}

static void test_great_change_is_found(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Change rose = simulated(100, 1, 0.6, arena), fell = simulated(100, 1, -0.6, arena);
    assert_true(rose.schools[0].share.low > 0);
    assert_true(fell.schools[0].share.high < 0);
    assert_true(rose.schools[0].share.high <= 1 - rose.share.change); /* a share cannot change by more than 1 */
    assert_int_equal(rose.schools[0].org, 0);
    arena_free(arena);
}

static void test_few_schools_have_no_interval(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Change change = simulated(9, 1, 0, arena);
    assert_true(isfinite(change.share.change) && isnan(change.share.low) && isnan(change.share.tau2));
    assert_true(isfinite(change.schools[0].share.relative) && isnan(change.schools[0].share.low));
    assert_int_equal(change.share.n_above + change.share.n_below, 0);
    change = simulated(10, 1, 0, arena);
    assert_true(isfinite(change.share.low) && isfinite(change.schools[0].share.low));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures_of_a_school),
        cmocka_unit_test(test_pairs_of_works),
        cmocka_unit_test(test_region_by_hand),
        cmocka_unit_test(test_intervals_cover),
        cmocka_unit_test(test_great_change_is_found),
        cmocka_unit_test(test_few_schools_have_no_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
