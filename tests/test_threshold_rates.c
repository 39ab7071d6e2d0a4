/* Error rates of the threshold tests on invented regions with a known truth: the protocol of statistics.md D3 for single units, in short.
 * Bounds leave three Monte-Carlo errors of a run to the figures of docs/method/threshold-absolute.md. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conclude/conclude.h"
#include "stats/simulate.h"

enum { SCHOOLS = 1500, PLANTED = 150, WORKS = 25 };

/* Schools of one class; in the first PLANTED of them 20 % of works are lifted. truth[SCHOOLS]: works that passed a cut-off by that. */
static Frame *region(uint64_t seed, SimNull null, double *truth, Arena *arena)
{
    static const uint8_t max[16] = { 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2 };
    const SimWork work = { .n_tasks = 16, .max = max, .cutoff = { 7, 12, 18 }, .fail_share = NAN };
    SimRules rules = simulate_rules(null);
    rules.absent = 0;
    SimModel model;
    simulate_model(seed, &work, null, &model);
    Blueprint *blueprint = arena_one(arena, Blueprint);
    *blueprint = (Blueprint){ .subject = STR("Математика"), .max = model.max_total, .cutoffs_known = true, .cutoff = { 7, 12, 18 } };
    Procedure *procedure = arena_one(arena, Procedure);
    *procedure = (Procedure){ .id = STR("2021-4-математика"), .year = 2021, .grade = 4, .subject = STR("Математика"), .title = STR_EMPTY, .blueprint = blueprint };
    SchoolSpan *schools = arena_array(arena, SchoolSpan, SCHOOLS);
    uint16_t *total = arena_array(arena, uint16_t, SCHOOLS * WORKS);
    uint8_t *none = arena_array(arena, uint8_t, SCHOOLS * WORKS);
    for (uint32_t s = 0; s < SCHOOLS; s++) {
        uint8_t score[WORKS * 16], journal[WORKS];
        uint16_t now[WORKS], before[WORKS];
        bool absent[WORKS];
        SimSheet sheet = { score, now, journal, absent };
        SimClass unit = { .seed = seed, .school = s, .n = WORKS };
        simulate_class(&model, &work, &rules, &unit, &sheet);
        memcpy(before, now, sizeof now);
        if (s < PLANTED) simulate_plant(&model, &work, &unit, SIM_M1, .2, &sheet);
        truth[s] = 0;
        for (int i = 0; i < WORKS; i++) truth[s] += blueprint_mark(blueprint, now[i]) > blueprint_mark(blueprint, before[i]);
        memcpy(total + s * WORKS, now, sizeof now);
        schools[s] = (SchoolSpan){ .org = s, .first = s * WORKS, .n = WORKS };
    }
    Frame *frame = arena_one(arena, Frame);
    *frame = (Frame){ .procedure = procedure, .n_works = SCHOOLS * WORKS, .n_schools = SCHOOLS, .schools = schools, .total = total, .journal = none, .mark = none };
    return frame;
}

typedef struct Rates { double size, size_rare, power, power_rare, covered, honest_covered, found, truth; } Rates;

static Rates rates_of(const char *id, const Frame *frame, const double *truth, Arena *arena)
{
    Rates out = { 0 };
    IndicatorInput in = { .frame = frame, .norm = norm_own(frame, arena, arena), .norm_is_own = true };
    Value *values = arena_array(arena, Value, SCHOOLS);
    indicator_find(str_of(id))->compute(&in, values, arena);
    for (int s = 0; s < SCHOOLS; s++) {
        const Value *v = &values[s];
        bool holds = v->low <= truth[s] && truth[s] <= v->high;
        if (s < PLANTED) {
            out.power += (v->p <= .05) / (double)PLANTED;
            out.power_rare += (v->p <= .005) / (double)PLANTED;
            out.covered += holds / (double)PLANTED;
            out.found += v->value / PLANTED;
            out.truth += truth[s] / PLANTED;
        } else {
            out.size += (v->p <= .05) / (double)(SCHOOLS - PLANTED);
            out.size_rare += (v->p <= .005) / (double)(SCHOOLS - PLANTED);
            out.honest_covered += holds / (double)(SCHOOLS - PLANTED);
        }
    }
    return out;
}

static void test_absolute(void **state)
{
    (void)state;
    for (SimNull null = SIM_N1; null <= SIM_N2; null++) {
        Arena *arena = arena_new(0);
        double truth[SCHOOLS];
        Rates r = rates_of("threshold-absolute", region(20261122 + (uint64_t)null, null, truth, arena), truth, arena);
        assert_true(r.size <= .055 + .018 && r.size_rare <= .007 + .007);
        assert_true(r.power >= .85 - .08 && r.power_rare >= .55 - .12);
        assert_true(r.covered >= .91 && r.honest_covered >= .96 && r.honest_covered <= .99);
        assert_true(fabs(r.found - r.truth) < .15 * r.truth);
        arena_free(arena);
    }
}

/* Works read again by rule everywhere: against its own region no honest school stands out, a school that did more does. */
static void test_relative_where_all_read_again(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    double truth[SCHOOLS];
    const Frame *frame = region(20261125, SIM_N3, truth, arena);
    Rates relative = rates_of("threshold-relative", frame, truth, arena), absolute = rates_of("threshold-absolute", frame, truth, arena);
    assert_true(relative.size <= .055 + .018 && relative.size_rare <= .007 + .007);
    assert_true(relative.power >= .6);
    assert_true(absolute.size > .1); /* what the whole region does is seen by this one */
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_absolute), cmocka_unit_test(test_relative_where_all_read_again) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
