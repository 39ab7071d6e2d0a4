/* The simulated region: same bytes for the same seed, truth equal to the difference of two runs, figures inside the bounds of protocol D3. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "flow/simulate.h"
#include "stats/rng.h"
#include "stats/simulate.h"

#define WORK "2021-4-математика"

static const SimPlan *plan_of(Arena *arena, SimulateOptions options)
{
    const SimPlan *plan;
    Err err = { 0 };
    if (!flow_simulate_plan(&options, arena, &plan, &err)) fail_msg("%s", err.what);
    return plan;
}

static SimulatedProcedure simulated(Arena *arena, SimulateOptions options)
{
    SimulatedProcedure out;
    flow_simulate_procedure(plan_of(arena, options), 0, options.n_threads == 0 ? 1 : options.n_threads, arena, &out);
    return out;
}

/* Known answers of Random123 1.14, tests/kat_vectors: philox4x32 10. */
static void rng_known_answers(void **state)
{
    (void)state;
    static const uint32_t zeros[] = { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 }, ones[] = { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd };
    Rng zero = rng_at(0, 0, 0), one = rng_at(UINT64_MAX, UINT64_MAX, UINT32_MAX);
    one.block = UINT32_MAX;
    for (int i = 0; i < 4; i++) {
        assert_int_equal(rng_word(&zero), zeros[i]);
        assert_int_equal(rng_word(&one), ones[i]);
    }
}

static void rng_moments(void **state)
{
    (void)state;
    double sum = 0, squares = 0;
    unsigned thirds[3] = { 0 };
    enum { N = 60000 };
    for (uint64_t unit = 0; unit < N; unit++) {
        double x = rng_normal_at(5, unit, 1);
        sum += x;
        squares += x * x;
        Rng rng = rng_at(5, unit, 2);
        thirds[rng_below(&rng, 3)]++;
        assert_true(rng_uniform(&rng) > 0 && rng_uniform(&rng) < 1);
    }
    assert_true(fabs(sum / N) < 4 / sqrt(N));                     /* 4 standard errors */
    assert_true(fabs(squares / N - 1) < 4 * sqrt(2.0 / N));
    for (int i = 0; i < 3; i++) assert_true(fabs(thirds[i] / (double)N - 1 / 3.0) < 4 * sqrt(2.0 / 9 / N));
}

static void assert_same_sheet(const Sheet *a, const Sheet *b)
{
    assert_int_equal(a->n_rows, b->n_rows);
    assert_memory_equal(a->score, b->score, (size_t)a->n_rows * a->procedure.blueprint->n_tasks);
    assert_memory_equal(a->total, b->total, a->n_rows * sizeof *a->total);
    assert_memory_equal(a->journal, b->journal, a->n_rows);
    assert_memory_equal(a->state, b->state, a->n_rows);
}

static void same_for_any_threads(void **state)
{
    Arena *arena = *state;
    const char *plants[] = { "M1:0.3:0.2", "M4:0.3:0.2" };
    SimulateOptions options = { .n_schools = 150, .seed = 9, .procedures = WORK, .n_plants = 2, .plants = plants, .dirt = NAN, .n_threads = 1 };
    SimulatedProcedure one = simulated(arena, options);
    options.n_threads = 4;
    SimulatedProcedure four = simulated(arena, options);
    assert_same_sheet(one.sheet, four.sheet);
    assert_int_equal(one.n_truth, four.n_truth);
    options.seed = 10;
    SimulatedProcedure other = simulated(arena, options);
    assert_true(other.sheet->n_rows != one.sheet->n_rows || memcmp(other.sheet->total, one.sheet->total, one.sheet->n_rows * 2) != 0);
}

/* A school does not change when others join the region. */
static void same_for_any_region(void **state)
{
    Arena *arena = *state;
    SimulateOptions options = { .n_schools = 40, .seed = 3, .procedures = WORK, .dirt = 0 };
    SimulatedProcedure few = simulated(arena, options);
    options.n_schools = 90;
    SimulatedProcedure many = simulated(arena, options);
    assert_true(many.sheet->n_rows > few.sheet->n_rows);
    assert_memory_equal(few.sheet->total, many.sheet->total, few.sheet->n_rows * sizeof *few.sheet->total);
}

static bool row_differs(const Sheet *a, const Sheet *b, uint32_t row)
{
    bool differs = a->journal[row] != b->journal[row];
    for (uint32_t task = 0; task < a->procedure.blueprint->n_tasks; task++) {
        uint8_t left = a->score[(size_t)task * a->n_rows + row], right = b->score[(size_t)task * b->n_rows + row];
        differs |= left != right;
    }
    return differs;
}

/* Truth of every school and class, counted again from the two sheets. */
static void assert_truth(const SimulatedProcedure *touched, const SimulatedProcedure *honest)
{
    const Sheet *a = touched->sheet, *b = honest->sheet;
    uint32_t n_told = 0, n_seen = 0;
    for (uint32_t row = 0; row < a->n_rows; row++) n_seen += row_differs(a, b, row);
    for (uint32_t i = 0; i < touched->n_truth; i++) {
        const SimulateTruth *truth = &touched->truth[i];
        uint32_t n = 0;
        for (uint32_t row = 0; row < a->n_rows; row++)
            n += a->school[row] == truth->school && str_eq(a->class_label[a->class_of[row]], truth->class_label) && row_differs(a, b, row);
        assert_int_equal(n, truth->n_changed);
        n_told += truth->n_changed;
    }
    assert_int_equal(n_told, n_seen);
}

static void truth_is_the_difference(void **state)
{
    Arena *arena = *state;
    static const char *const all[] = { "M1:0.2:0.2", "M2:0.15:0.2", "M3:0.6:0.2", "M4:0.3:0.2", "M5:2:0.2", "M6:0.3:0.2" };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        SimulateOptions options = { .n_schools = 120, .seed = 11, .procedures = WORK, .dirt = 0 };
        SimulatedProcedure honest = simulated(arena, options);
        options.n_plants = 1;
        options.plants = &all[i];
        SimulatedProcedure touched = simulated(arena, options);
        assert_true(touched.n_truth > 20);
        assert_truth(&touched, &honest);
    }
}

/* Works at a cut-off and one point under it, over all cut-offs. */
static double jump(const Sheet *sheet)
{
    double at = 0, below = 0;
    for (uint32_t row = 0; row < sheet->n_rows; row++)
        for (int i = 0; i < N_CUTOFFS && sheet->state[row] == ROW_WORK; i++) {
            at += sheet->total[row] == sheet->procedure.blueprint->cutoff[i];
            below += sheet->total[row] + 1 == sheet->procedure.blueprint->cutoff[i];
        }
    return at / below;
}

static void lifting_makes_a_jump(void **state)
{
    Arena *arena = *state;
    const char *plant = "M1:0.2:1";
    SimulateOptions options = { .n_schools = 200, .seed = 5, .procedures = WORK, .dirt = 0 };
    SimulatedProcedure honest = simulated(arena, options);
    assert_int_equal(honest.n_truth, 0);
    options.null = "N3";
    SimulatedProcedure reread = simulated(arena, options);
    options.null = "N1";
    options.n_plants = 1;
    options.plants = &plant;
    SimulatedProcedure lifted = simulated(arena, options);
    assert_true(jump(honest.sheet) > .9 && jump(honest.sheet) < 1.5);
    assert_true(jump(reread.sheet) > 1.15 * jump(honest.sheet));
    assert_true(jump(lifted.sheet) > 2 * jump(honest.sheet));
    for (uint32_t row = 0; row < honest.sheet->n_rows; row++) assert_true(lifted.sheet->total[row] >= honest.sheet->total[row]);
}

/* Share of the variance of totals between schools, by one-way analysis of variance; and shares of small schools. */
typedef struct Figures { double icc, under_20, under_10, fail, absent; } Figures;

static Figures figures(const Sheet *sheet)
{
    double sum = 0, squares = 0, n = 0, between = 0, n_squares = 0;
    double *school_sum = calloc(sheet->n_schools, sizeof(double)), *school_n = calloc(sheet->n_schools, sizeof(double));
    Figures out = { 0 };
    for (uint32_t row = 0; row < sheet->n_rows; row++) {
        if (sheet->state[row] != ROW_WORK) continue;
        double x = sheet->total[row];
        sum += x;
        squares += x * x;
        n++;
        school_sum[sheet->school[row]] += x;
        school_n[sheet->school[row]]++;
        out.fail += sheet->total[row] < sheet->procedure.blueprint->cutoff[0];
    }
    for (uint32_t i = 0; i < sheet->n_schools; i++) {
        if (school_n[i] > 0) between += school_sum[i] * school_sum[i] / school_n[i];
        n_squares += school_n[i] * school_n[i];
        out.under_20 += school_n[i] < 20;
        out.under_10 += school_n[i] < 10;
    }
    double k = sheet->n_schools, n0 = (n - n_squares / n) / (k - 1), within_ms = (squares - between) / (n - k);
    double variance = ((between - sum * sum / n) / (k - 1) - within_ms) / n0;
    out.icc = variance / (variance + within_ms);
    out.fail /= n;
    out.absent = 1 - n / sheet->n_rows;
    out.under_20 /= k;
    out.under_10 /= k;
    free(school_sum);
    free(school_n);
    return out;
}

static void region_looks_real(void **state)
{
    Arena *arena = *state;
    SimulateOptions options = { .n_schools = 1500, .seed = 21, .procedures = WORK, .dirt = NAN };
    Figures found = figures(simulated(arena, options).sheet);
    assert_true(found.icc > .14 && found.icc < .24);
    assert_true(found.under_20 > .40 && found.under_20 < .52);
    assert_true(found.under_10 > .10 && found.under_10 < .25);
    assert_true(found.fail > .02 && found.fail < .12);
    assert_true(found.absent > .09 && found.absent < .11);
}

/* The same children in the next grade: absent ones differ, gifts do not. */
static void cohort_keeps_its_children(void **state)
{
    Arena *arena = *state;
    SimulateOptions options = { .n_schools = 200, .seed = 2, .procedures = "2020-4-математика,2021-5-математика", .dirt = 0 };
    const SimPlan *plan = plan_of(arena, options);
    SimulatedProcedure before, after;
    flow_simulate_procedure(plan, 0, 1, arena, &before);
    flow_simulate_procedure(plan, 1, 1, arena, &after);
    assert_int_equal(before.sheet->n_rows, after.sheet->n_rows);
    assert_memory_equal(before.sheet->sex, after.sheet->sex, before.sheet->n_rows);
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (uint32_t row = 0; row < before.sheet->n_rows; row++) {
        if (before.sheet->state[row] != ROW_WORK || after.sheet->state[row] != ROW_WORK) continue;
        double a = before.sheet->total[row], b = after.sheet->total[row];
        n++, x += a, y += b, xx += a * a, yy += b * b, xy += a * b;
    }
    double r = (xy - x * y / n) / sqrt((xx - x * x / n) * (yy - y * y / n));
    assert_true(r > .55 && r < .9);
    assert_true(str_starts(before.sheet->code[0], STR("5")) && str_starts(after.sheet->code[0], STR("5"))); /* 2020 was written a grade later */
}

static void strong_schools_are_honest(void **state)
{
    Arena *arena = *state;
    SimulateOptions options = { .n_schools = 100, .seed = 8, .procedures = WORK, .dirt = 0, .n_strong = 5 };
    SimulatedProcedure out = simulated(arena, options);
    assert_int_equal(out.n_truth, 5);
    double strong = 0, n_strong = 0, others = 0, n_others = 0, strong_journal = 0, others_journal = 0;
    for (uint32_t row = 0; row < out.sheet->n_rows; row++) {
        if (out.sheet->state[row] != ROW_WORK) continue;
        bool is_strong = false;
        for (uint32_t i = 0; i < out.n_truth; i++) is_strong |= out.truth[i].school == out.sheet->school[row];
        *(is_strong ? &strong : &others) += out.sheet->total[row];
        *(is_strong ? &strong_journal : &others_journal) += out.sheet->journal[row];
        *(is_strong ? &n_strong : &n_others) += 1;
    }
    assert_true(strong / n_strong > others / n_others + 1.5);
    assert_true(strong_journal / n_strong > others_journal / n_others + .3);
    for (uint32_t i = 0; i < out.n_truth; i++) assert_int_equal(out.truth[i].n_changed, 0);
}

static void second_marking(void **state)
{
    (void)state;
    static const uint8_t max[] = { 1, 1, 2, 2, 3 };
    SimWork work = { .procedure = 1, .cohort = 2000, .n_tasks = 5, .max = max, .cutoff = { 3, 5, 7 }, .fail_share = .1 };
    SimModel model;
    simulate_model(4, &work, SIM_N1, &model);
    SimClass unit = { .seed = 4, .n = 30 };
    uint32_t n_differ = 0;
    for (uint32_t i = 0; i < 30; i++) {
        const uint8_t first[] = { 1, 0, 1, SIM_NOT_TAUGHT, 2 };
        uint8_t second[5];
        simulate_second(&model, &work, &unit, i, true, first, second);
        assert_memory_equal(first, second, 5);
        simulate_second(&model, &work, &unit, i, false, first, second);
        assert_int_equal(second[3], SIM_NOT_TAUGHT);
        for (int task = 0; task < 5; task++) {
            n_differ += first[task] != second[task];
            assert_true(task == 3 || (second[task] <= max[task] && abs(first[task] - second[task]) <= 1));
        }
    }
    assert_in_range(n_differ, 1, 20);
}

static void bad_words_are_refused(void **state)
{
    Arena *arena = *state;
    static const char *const bad[] = { "M9:0.2:0.1", "M1", "M1:0.2", "M1:0:0.1", "M1:1.5:0.1", "M1:0.2:0", "M1:0.2:2", "M5:1.5:0.1", "М1:0.2:0.1" /* Cyrillic */, "" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        SimulateOptions options = { .n_plants = 1, .plants = &bad[i], .procedures = WORK };
        const SimPlan *plan;
        Err err = { 0 };
        assert_false(flow_simulate_plan(&options, arena, &plan, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_true(err.hint[0] != '\0' && str_find(str_of(err.what), str_of(bad[i])) != SIZE_MAX);
    }
    static const char *const much[] = { "M1:0.2:0.6", "M2:0.2:0.6" };
    static const SimulateOptions wrong[] = {
        { .n_plants = 2, .plants = much }, { .null = "N4" }, { .layout = "docx" }, { .procedures = "2021-4-шахматы" },
        { .procedures = WORK "," WORK }, { .dirt = .5 }, { .n_schools = 3, .n_strong = 4 },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const SimPlan *plan;
        Err err = { 0 };
        assert_false(flow_simulate_plan(&wrong[i], arena, &plan, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
    const char *program = getenv("MERILO_PROGRAM");
    if (program == NULL) return;
    int status = system(arena_printf(arena, "'%s' simulate --out never-made --plant M9:1:1 2>/dev/null", program).at);
    assert_int_equal(WEXITSTATUS(status), 2);
    assert_false(file_exists("never-made"));
}

static Str bytes_of(Arena *arena, const char *folder, const char *name)
{
    Str bytes;
    Err err = { 0 };
    if (!file_read(arena_printf(arena, "%s/%s", folder, name).at, LIMIT_FILE_BYTES, arena, &bytes, &err)) fail_msg("%s", err.what);
    return bytes;
}

static SimulatedRegion write_region(Arena *arena, SimulateOptions options, const char **folder)
{
    char name[] = "/tmp/merilo-simulate-XXXXXX";
    assert_non_null(mkdtemp(name));
    *folder = options.out = arena_z(arena, str_of(name));
    SimulatedRegion region;
    Err err = { 0 };
    if (!flow_simulate(&options, arena, &region, &err)) fail_msg("%s", err.what);
    return region;
}

static void remove_region(Arena *arena, const char *folder)
{
    assert_int_equal(system(arena_printf(arena, "rm -r '%s'", folder).at), 0);
}

static void same_bytes_on_disk(void **state)
{
    Arena *arena = *state;
    const char *plants[] = { "M1:0.3:0.2", "M7:0.5:0.3" }, *first, *second;
    SimulateOptions options = { .n_schools = 8, .seed = 77, .procedures = WORK, .n_plants = 2, .plants = plants, .dirt = NAN, .n_threads = 1 };
    SimulatedRegion region = write_region(arena, options, &first);
    assert_int_equal(region.n_files, 1);
    sleep(2); /* the clock of a zip has steps of two seconds */
    options.n_threads = 3;
    write_region(arena, options, &second);
    static const char *const names[] = { WORK ".xlsx", "truth.csv", "schools.csv", "recheck.csv" };
    for (int i = 0; i < 4; i++) assert_true(str_eq(bytes_of(arena, first, names[i]), bytes_of(arena, second, names[i])));
    assert_true(str_starts(bytes_of(arena, first, "truth.csv"), STR("procedure,school,class,kind,works\r\n" WORK ",sch99")));
    remove_region(arena, first);
    remove_region(arena, second);
}

static void other_layouts(void **state)
{
    Arena *arena = *state;
    const char *folder;
    SimulateOptions options = { .n_schools = 3, .seed = 1, .procedures = WORK, .dirt = 0, .layout = "plain" };
    write_region(arena, options, &folder);
    Str csv = bytes_of(arena, folder, WORK ".csv");
    assert_true(str_starts(csv, STR("школа;класс;код;вариант;пол;журнал;итог;1 (1б);2 (1б);3 (2б);")));
    assert_true(str_find(csv, STR("sch990001;")) != SIZE_MAX && str_find(csv, STR(";отсутствовал;")) != SIZE_MAX);
    remove_region(arena, folder);
    options.layout = "collection-2026";
    SimulatedRegion region = write_region(arena, options, &folder);
    assert_int_equal(region.n_files, 3);
    assert_true(str_starts(bytes_of(arena, folder, "sch990002 Форма сбора результатов Математика 4 класс ВПР 2021.xlsx"), STR("PK")));
    remove_region(arena, folder);
}

static int set_up(void **state)
{
    *state = arena_new(0);
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rng_known_answers), TEST(rng_moments), TEST(same_for_any_threads), TEST(same_for_any_region), TEST(truth_is_the_difference),
        TEST(lifting_makes_a_jump), TEST(region_looks_real), TEST(cohort_keeps_its_children), TEST(strong_schools_are_honest), TEST(second_marking),
        TEST(bad_words_are_refused), TEST(same_bytes_on_disk), TEST(other_layouts),
    };
    return cmocka_run_group_tests_name("simulate", tests, NULL, NULL);
}
