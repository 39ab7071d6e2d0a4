/* Levels on made-up values: what is planted is found, what is not stays quiet, and the expected number of false alarms is what the method says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "conclude/conclude.h"

typedef struct World {
    Arena *arena;
    Analysis analysis;
    Norm *norm;
} World;

/* n_procedures works of one grade; every school has n_classes classes of 25 works in each; all p = 0.6, nothing moved. */
static World world_of(uint32_t n_schools, uint32_t n_procedures, uint32_t n_classes)
{
    World world = { .arena = arena_new(0) };
    Arena *arena = world.arena;
    static const double curve[21] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
    static Str labels[] = { { "а", 2 }, { "б", 2 }, { "в", 2 }, { "г", 2 } };
    world.norm = arena_one(arena, Norm);
    *world.norm = (Norm){ .honest = curve, .lifted = curve, .null_scale = 1, .mean = 10, .tau2_mean = 1, .within_sd = 4, .journal = { .known = true } };
    Analysis *analysis = &world.analysis;
    *analysis = (Analysis){ .fdr = 0.05, .schools = { n_schools, arena_array(arena, School, n_schools) }, .n_procedures = n_procedures };
    ProcedureAnalysis *procedures = arena_array(arena, ProcedureAnalysis, n_procedures);
    Blueprint *blueprint = arena_one(arena, Blueprint);
    *blueprint = (Blueprint){ .max = 20, .cutoffs_known = true, .cutoff = { 6, 10, 15 } };
    for (uint32_t i = 0; i < n_schools; i++) analysis->schools.schools[i].code = arena_printf(arena, "sch%06u", i);
    for (uint32_t i = 0; i < n_procedures; i++) {
        Procedure *procedure = arena_one(arena, Procedure);
        *procedure = (Procedure){ .id = arena_printf(arena, "2021-4-предмет%u", i), .year = 2021, .grade = 4, .title = STR("Предмет, 4 класс, 2021"), .blueprint = blueprint };
        SchoolSpan *schools = arena_array(arena, SchoolSpan, n_schools);
        ClassSpan *classes = arena_array(arena, ClassSpan, n_schools * n_classes);
        for (uint32_t s = 0; s < n_schools; s++) {
            schools[s] = (SchoolSpan){ .org = s, .first = s * n_classes * 25, .n = n_classes * 25, .class_first = s * n_classes, .n_classes = n_classes };
            for (uint32_t c = 0; c < n_classes; c++)
                classes[s * n_classes + c] = (ClassSpan){ .label = n_classes > 1 ? labels[c] : STR_EMPTY, .school = s, .first = (s * n_classes + c) * 25, .n = 25 };
        }
        Frame *frame = arena_one(arena, Frame);
        *frame = (Frame){ .procedure = procedure, .n_works = n_schools * n_classes * 25, .n_schools = n_schools, .n_classes = n_schools * n_classes, .schools = schools, .classes = classes,
            .total = arena_array(arena, uint16_t, (size_t)n_schools * n_classes * 25) };
        procedures[i] = (ProcedureAnalysis){ .frame = frame, .norm = world.norm, .own = world.norm };
        analysis->n_values += procedure_values_count(frame);
    }
    analysis->procedures = procedures;
    analysis->values = arena_array(arena, Value, analysis->n_values);
    uint32_t at = 0;
    for (uint32_t i = 0; i < n_procedures; i++)
        for (const Indicator *const *indicator = indicator_registry; *indicator != NULL; indicator++) {
            const Frame *frame = procedures[i].frame;
            for (uint32_t u = 0; u < frame->n_schools + ((*indicator)->for_classes ? frame->n_classes : 0); u++) {
                bool school = u < frame->n_schools;
                analysis->values[at++] = (Value){ .indicator = (*indicator)->id, .procedure = i, .org = school ? u : frame->classes[u - frame->n_schools].school,
                    .class_index = school ? NO_CLASS : u - frame->n_schools, .n = school ? n_classes * 25 : 25, .p = 0.6, .midp = 0.6, .z = -0.25, .q = NAN,
                    .extra = { [EXTRA_EVIDENCE] = 20, [1] = 3 } };
                bool follows = strcmp((*indicator)->id, "mean-adjusted") == 0 || strcmp((*indicator)->id, "jump-return") == 0;
                bool of_tasks = (*indicator)->family == FAMILY_TASKS || (*indicator)->family == FAMILY_SIMILARITY || (*indicator)->family == FAMILY_EVENNESS;
                if (of_tasks) analysis->values[at - 1].silence = SILENT_NO_TASKS; /* totals alone */
                if (follows) analysis->values[at - 1].silence = SILENT_NO_PRIOR; /* works of one year */
            }
        }
    assert_int_equal(at, analysis->n_values);
    return world;
}

static Value *value_of(World *world, const char *indicator, uint32_t procedure, uint32_t org, uint32_t class_index)
{
    for (uint32_t i = 0; i < world->analysis.n_values; i++) {
        Value *value = &world->analysis.values[i];
        if (strcmp(value->indicator, indicator) == 0 && value->procedure == procedure && value->org == org && value->class_index == class_index) return value;
    }
    fail_msg("no value of %s", indicator);
    return NULL;
}

static void plant(World *world, const char *indicator, uint32_t org, double p, double low)
{
    Value *value = value_of(world, indicator, 0, org, NO_CLASS);
    value->p = value->midp = p;
    value->low = low;
    value->value = low + 1;
}

/* Even steps over (0, 1) in an order that is not the schools': independent of the other indicator's. */
static void spread(World *world, const char *indicator, uint32_t step)
{
    uint32_t n = world->analysis.schools.n;
    for (uint32_t i = 0; i < n; i++) {
        Value *value = value_of(world, indicator, 0, i, NO_CLASS);
        value->p = value->midp = ((i * step) % n + 0.5) / n;
    }
}

static const Conclusion *of_school(const World *world, uint32_t org)
{
    for (uint32_t i = 0; i < world->analysis.n_conclusions; i++)
        if (world->analysis.conclusions[i].org == org && world->analysis.conclusions[i].class_index == NO_CLASS) return &world->analysis.conclusions[i];
    fail_msg("no conclusion of school %u", org);
    return NULL;
}

static void test_null_is_quiet(void **state)
{
    (void)state;
    World world = world_of(199, 1, 1);
    spread(&world, "threshold-absolute", 7);
    spread(&world, "journal-agreement", 30);
    conclude(&world.analysis, world.arena);
    assert_int_equal(world.analysis.n_level[LEVEL_NONE], 199);
    assert_int_equal(world.analysis.n_signs, 0);
    assert_true(world.analysis.expected_false[LEVEL_SIGNS] == 0 && world.analysis.expected_false[LEVEL_STRONG] == 0 && world.analysis.expected_false[LEVEL_ATTENTION] == 0);
    assert_true(isnan(world.analysis.expected_false[LEVEL_NONE]));
    arena_free(world.arena);
}

static void test_planted_are_found(void **state)
{
    (void)state;
    World world = world_of(200, 1, 1);
    spread(&world, "threshold-absolute", 7);
    for (uint32_t i = 0; i < 5; i++) plant(&world, "threshold-absolute", i * 40, 1e-7, 4);
    conclude(&world.analysis, world.arena);
    for (uint32_t i = 0; i < 5; i++) {
        const Conclusion *conclusion = of_school(&world, i * 40);
        assert_int_equal(conclusion->level, LEVEL_STRONG);
        assert_int_equal(conclusion->n_signs, 1);
        const Sign *sign = &world.analysis.signs[conclusion->signs[0]];
        assert_string_equal(sign->value.indicator, "threshold-absolute");
        assert_true(sign->n_innocent >= 2 && sign->text.n > 0 && sign->title.n > 0 && sign->chance.n > 0 && sign->next.n > 0);
        assert_true(conclusion->text.n > 0 && conclusion->q <= 0.05 && conclusion->q >= conclusion->p);
    }
    assert_int_equal(world.analysis.n_level[LEVEL_STRONG], 5);
    assert_int_equal(world.analysis.n_level[LEVEL_SIGNS], 0);
    /* BH's cut holds 5 * .05 honest schools; of them those under BY's cut belong to «strong» */
    double h = 0;
    for (int i = 1; i <= 200; i++) h += 1.0 / i;
    assert_true(fabs(world.analysis.expected_false[LEVEL_STRONG] - 5 * 0.05 / h) < 1e-12);
    arena_free(world.arena);
}

/* Rare enough for BH and BY; the lower bound of the effect decides. */
static void test_small_effect_is_not_strong(void **state)
{
    (void)state;
    World world = world_of(200, 1, 1);
    plant(&world, "threshold-absolute", 3, 1e-7, 0.5);
    plant(&world, "threshold-absolute", 4, 1e-7, 2.5); /* 10 % of 25 works */
    conclude(&world.analysis, world.arena);
    assert_int_equal(of_school(&world, 3)->level, LEVEL_SIGNS);
    assert_int_equal(of_school(&world, 4)->level, LEVEL_STRONG);
    arena_free(world.arena);
}

/* q = .024 of 200 schools passes BH but not BY (H = 5.9): two families make it strong, one does not. */
static void test_two_families(void **state)
{
    (void)state;
    World one = world_of(200, 1, 1), two = world_of(200, 1, 1);
    plant(&one, "threshold-absolute", 9, 6e-5, 5);
    plant(&two, "threshold-absolute", 9, 1.2e-4, 5);
    plant(&two, "journal-agreement", 9, 1.2e-4, 0.4);
    conclude(&one.analysis, one.arena);
    conclude(&two.analysis, two.arena);
    assert_int_equal(of_school(&one, 9)->level, LEVEL_SIGNS);
    assert_true(of_school(&one, 9)->q_by > 0.05);
    assert_int_equal(of_school(&two, 9)->level, LEVEL_STRONG);
    assert_true(of_school(&two, 9)->q_by > 0.05);
    assert_int_equal(of_school(&two, 9)->n_signs, 2);
    arena_free(one.arena);
    arena_free(two.arena);
}

/* A mean that is unusual for the same children's last year says so in the lead, and two kinds of means are told as two. */
static void test_attention_says_which(void **state)
{
    (void)state;
    static const char *const cited[][2] = { { "mean-funnel", "у школ региона" }, { "mean-adjusted", "прошлогодний" }, { "jump-return", "скачок за год" } };
    World world = world_of(100, 1, 1);
    for (uint32_t i = 0; i < 3; i++) {
        Value *value = value_of(&world, cited[i][0], 0, i, NO_CLASS);
        value->silence = SPEAKS;
        value->z = 3.3;
        value = value_of(&world, cited[i][0], 0, 3, NO_CLASS);
        value->silence = SPEAKS;
        value->z = 3.2;
    }
    conclude(&world.analysis, world.arena);
    for (uint32_t i = 0; i < 3; i++) {
        const Conclusion *conclusion = of_school(&world, i);
        assert_int_equal(conclusion->level, LEVEL_ATTENTION);
        assert_int_equal(conclusion->n_signs, 1);
        assert_string_equal(world.analysis.signs[conclusion->signs[0]].value.indicator, cited[i][0]);
        assert_non_null(strstr(conclusion->text.at, cited[i][1]));
        assert_non_null(strstr(conclusion->text.at, "Данных хватило на все")); /* a check without a year before is none */
    }
    assert_int_equal(of_school(&world, 3)->n_signs, 3);
    assert_non_null(strstr(of_school(&world, 3)->text.at, "Необычны только средние"));
    arena_free(world.arena);
}

/* A supporting value stands after signs however rare it is; the lead counts what is cited, beside what chance gives. */
static void test_support_stands_last(void **state)
{
    (void)state;
    World world = world_of(100, 1, 1);
    plant(&world, "threshold-absolute", 1, 1e-6, 5);
    plant(&world, "journal-agreement", 1, 0.03, 0.1);
    Value *even = value_of(&world, "even-totals", 0, 1, NO_CLASS);
    even->silence = SPEAKS;
    even->p = even->midp = 1e-9;
    conclude(&world.analysis, world.arena);
    const Conclusion *conclusion = of_school(&world, 1);
    assert_true(conclusion->level >= LEVEL_SIGNS && conclusion->n_signs == 2);
    assert_string_equal(world.analysis.signs[conclusion->signs[0]].value.indicator, "threshold-absolute");
    assert_string_equal(world.analysis.signs[conclusion->signs[1]].value.indicator, "even-totals");
    assert_non_null(strstr(conclusion->text.at, "Две дали то, что случайно бывает реже 1 раза из 100 (по случаю вышло бы меньше одной)"));
    arena_free(world.arena);
}

static void test_attention_band_and_mean(void **state)
{
    (void)state;
    World world = world_of(100, 1, 1);
    plant(&world, "threshold-absolute", 1, 3.5e-4, 5); /* Cauchy with .6 doubles it: q = .07 */
    value_of(&world, "mean-funnel", 0, 2, NO_CLASS)->z = 3.2;
    value_of(&world, "mean-funnel", 0, 2, NO_CLASS)->p = 7e-4;
    plant(&world, "threshold-absolute", 2, 0.009, 1); /* what chance gives one school in a hundred does not stand under «необычен только средний балл» */
    value_of(&world, "mean-funnel", 0, 3, NO_CLASS)->z = -5; /* low means are shown, never a sign */
    conclude(&world.analysis, world.arena);
    assert_int_equal(of_school(&world, 1)->level, LEVEL_ATTENTION);
    assert_true(of_school(&world, 1)->q > 0.05 && of_school(&world, 1)->q <= 0.1);
    assert_int_equal(of_school(&world, 2)->level, LEVEL_ATTENTION);
    assert_string_equal(world.analysis.signs[of_school(&world, 2)->signs[0]].value.indicator, "mean-funnel");
    assert_int_equal(of_school(&world, 2)->n_signs, 1);
    assert_int_equal(of_school(&world, 3)->level, LEVEL_NONE);
    /* band of p: 1 * .1; means: the other 99 schools with one judged mean each, no more than the one that stands there by its mean alone */
    assert_true(fabs(world.analysis.expected_false[LEVEL_ATTENTION] - (0.1 + 99 * 0.001)) < 1e-9);
    arena_free(world.arena);
    world = world_of(100, 1, 1);
    plant(&world, "threshold-absolute", 1, 3.5e-4, 5);
    conclude(&world.analysis, world.arena);
    assert_true(fabs(world.analysis.expected_false[LEVEL_ATTENTION] - 0.1) < 1e-9);
    arena_free(world.arena);
}

static void test_ties(void **state)
{
    (void)state;
    World world = world_of(80, 1, 1);
    for (uint32_t i = 0; i < 80; i++) plant(&world, "threshold-absolute", i, 0.04, 0);
    for (uint32_t i = 0; i < 80; i++) plant(&world, "journal-agreement", i, 1, 0);
    conclude(&world.analysis, world.arena);
    double q = of_school(&world, 0)->q;
    for (uint32_t i = 1; i < 80; i++) assert_true(of_school(&world, i)->q == q && of_school(&world, i)->level == of_school(&world, 0)->level);
    arena_free(world.arena);
}

/* The value speaks, whatever the world said of its indicator. */
static void speak(World *world, const char *indicator, uint32_t org, double p, double low)
{
    plant(world, indicator, org, p, low);
    value_of(world, indicator, 0, org, NO_CLASS)->silence = SPEAKS;
    value_of(world, indicator, 0, org, NO_CLASS)->z = 0;
}

/* A second family makes signs strong; what only supports never carries a level, but weighs beside a sign and is told. */
static void test_families_and_support(void **state)
{
    (void)state;
    World world = world_of(200, 1, 1);
    speak(&world, "similarity", 4, 4e-5, NAN);
    speak(&world, "similarity", 5, 1.2e-4, NAN);
    plant(&world, "threshold-absolute", 5, 1.2e-4, 5);
    speak(&world, "even-totals", 6, 1e-9, NAN);
    speak(&world, "even-tasks", 6, 1e-9, NAN);
    speak(&world, "mean-adjusted", 7, 1e-9, NAN);
    value_of(&world, "mean-adjusted", 0, 7, NO_CLASS)->z = 6;
    speak(&world, "even-totals", 8, 1e-9, NAN);
    plant(&world, "threshold-absolute", 8, 0.003, 5);
    speak(&world, "even-totals", 9, 1e-9, NAN);
    plant(&world, "threshold-absolute", 9, 4e-4, 5);
    conclude(&world.analysis, world.arena);
    assert_int_equal(of_school(&world, 4)->level, LEVEL_SIGNS);
    assert_int_equal(of_school(&world, 5)->level, LEVEL_STRONG);
    assert_int_equal(of_school(&world, 6)->level, LEVEL_ATTENTION);
    assert_int_equal(of_school(&world, 7)->level, LEVEL_ATTENTION);
    assert_int_equal(of_school(&world, 8)->level, LEVEL_SIGNS);
    assert_int_equal(of_school(&world, 8)->n_signs, 2); /* what weighs is told */
    assert_int_equal(of_school(&world, 9)->level, LEVEL_SIGNS); /* evenness is no second family */
    arena_free(world.arena);
}

static void silence(World *world, Silence why)
{
    for (uint32_t i = 0; i < world->analysis.n_values; i++) {
        Value *value = &world->analysis.values[i];
        value->silence = why;
        value->value = value->low = value->high = value->p = value->midp = value->z = NAN;
    }
}

static void test_all_silent(void **state)
{
    (void)state;
    World world = world_of(70, 2, 2);
    silence(&world, SILENT_NO_CUTOFFS);
    conclude(&world.analysis, world.arena);
    assert_int_equal(world.analysis.n_level[LEVEL_TOO_FEW_DATA], 70);
    assert_true(isnan(of_school(&world, 5)->p) && isnan(of_school(&world, 5)->q));
    assert_int_equal(world.analysis.n_conclusions, 70);
    assert_true(world.analysis.expected_false[LEVEL_SIGNS] == 0);
    arena_free(world.arena);
}

/* Five and four works at cut-offs: neither speaks alone, together they do; five and two do not. */
static void test_small_schools_are_pooled(void **state)
{
    (void)state;
    World world = world_of(70, 2, 1);
    silence(&world, SILENT_TOO_FEW);
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t org = 0; org < 2; org++) {
            Value *value = value_of(&world, "threshold-absolute", i, org, NO_CLASS);
            value->midp = 1e-5;
            value->extra[EXTRA_EVIDENCE] = i == 0 ? 5 : org == 0 ? 4 : 2;
        }
    conclude(&world.analysis, world.arena);
    const Conclusion *pooled = of_school(&world, 0);
    assert_true(pooled->level >= LEVEL_SIGNS);
    const Sign *sign = &world.analysis.signs[pooled->signs[0]];
    assert_true(sign->value.procedure == UINT32_MAX && sign->value.extra[EXTRA_EVIDENCE] == 9);
    assert_true(fabs(sign->value.p - 1e-10 * (1 - log(1e-10))) < 1e-12); /* Fisher of two equal p: P(1 - ln P), P their product */
    assert_int_equal(of_school(&world, 1)->level, LEVEL_TOO_FEW_DATA);
    arena_free(world.arena);
}

static void test_without_norm_never_strong(void **state)
{
    (void)state;
    World world = world_of(18, 1, 1);
    ((ProcedureAnalysis *)world.analysis.procedures)[0].norm = NULL;
    for (uint32_t i = 0; i < world.analysis.n_values; i++)
        if (strcmp(world.analysis.values[i].indicator, "threshold-relative") != 0) world.analysis.values[i].silence = SILENT_NO_REFERENCE;
    plant(&world, "threshold-relative", 7, 1e-9, 9);
    conclude(&world.analysis, world.arena);
    assert_int_equal(of_school(&world, 7)->level, LEVEL_SIGNS);
    assert_int_equal(world.analysis.n_level[LEVEL_NONE], 17);
    arena_free(world.arena);
}

/* Where lifting is ordinary the absolute test accuses nobody. */
static void test_ordinary_lifting(void **state)
{
    (void)state;
    World world = world_of(100, 1, 1);
    world.norm->lifting_is_ordinary = true;
    plant(&world, "threshold-absolute", 7, 1e-12, 9);
    plant(&world, "threshold-relative", 8, 1e-12, 9);
    conclude(&world.analysis, world.arena);
    assert_int_equal(of_school(&world, 7)->level, LEVEL_NONE);
    assert_int_equal(of_school(&world, 8)->level, LEVEL_STRONG);
    arena_free(world.arena);
}

/* One bad class of four is found though the school as a whole looks usual; schools with one class have no conclusion of a class. */
static void test_one_class_of_four(void **state)
{
    (void)state;
    World world = world_of(100, 1, 4), single = world_of(100, 1, 1);
    Value *value = value_of(&world, "threshold-absolute", 0, 6, 6 * 4 + 2);
    value->p = value->midp = 1e-8;
    value->low = 5;
    plant(&single, "threshold-absolute", 6, 1e-8, 5);
    conclude(&world.analysis, world.arena);
    conclude(&single.analysis, single.arena);
    assert_true(of_school(&world, 6)->level >= LEVEL_SIGNS);
    assert_int_equal(world.analysis.n_conclusions, 104);
    for (uint32_t i = 0; i < world.analysis.n_conclusions; i++) {
        const Conclusion *conclusion = &world.analysis.conclusions[i];
        if (conclusion->class_index == NO_CLASS) continue;
        assert_int_equal(conclusion->org, 6);
        if (conclusion->class_index == 6 * 4 + 2) assert_true(conclusion->level >= LEVEL_SIGNS && conclusion->level <= of_school(&world, 6)->level);
        else assert_int_equal(conclusion->level, LEVEL_NONE);
    }
    assert_int_equal(single.analysis.n_conclusions, 100);
    arena_free(world.arena);
    arena_free(single.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_null_is_quiet), cmocka_unit_test(test_planted_are_found), cmocka_unit_test(test_small_effect_is_not_strong), cmocka_unit_test(test_two_families),
        cmocka_unit_test(test_attention_says_which),
        cmocka_unit_test(test_attention_band_and_mean), cmocka_unit_test(test_support_stands_last), cmocka_unit_test(test_ties), cmocka_unit_test(test_families_and_support), cmocka_unit_test(test_all_silent), cmocka_unit_test(test_small_schools_are_pooled),
        cmocka_unit_test(test_without_norm_never_strong), cmocka_unit_test(test_ordinary_lifting), cmocka_unit_test(test_one_class_of_four),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
