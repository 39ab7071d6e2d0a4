/* The real forms beside the checkout, where they are: counts that were found by an independent script, federal first marker included. */
#include "rows.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"

typedef struct Expected { const char *name, *format; unsigned rows, works, absent, rejected, schools, inflated; } Expected;

static const Expected expected[] = {
    { "2020-4-математика", "regional-2020", 26626, 23298, 3286, 42, 629, 81 },
    { "2020-4-русский-язык", "regional-2020", 26589, 21887, 4577, 125, 631, 112 },
    { "2020-5-математика", "regional-2020", 25907, 22031, 3847, 29, 631, 113 },
    { "2020-5-русский-язык", "regional-2020", 25708, 21747, 3914, 47, 631, 140 },
    { "2021-4-математика", "regional-2021", 26666, 24846, 1732, 88, 631, 79 },
    { "2021-4-русский-язык", "regional-2021", 26595, 24880, 1626, 89, 628, 94 },
    { "2021-5-математика", "regional-2021", 26139, 23656, 2433, 50, 634, 111 },
    { "2021-5-русский-язык", "regional-2021", 26501, 23777, 2716, 8, 633, 113 },
    { "2022-11-география", "regional-2022", 2415, 2220, 195, 0, 198, 44 },
    { "2022-11-история", "regional-2022", 3279, 2917, 319, 43, 265, 57 },
    { "2022-4-математика", "regional-2022", 53, 52, 1, 0, 4, 0 },
    { "2022-8-математика", "regional-2022", 6, 5, 1, 0, 1, 0 },
};

static void mean_sd(const uint16_t *x, uint32_t n, double *mean, double *sd)
{
    double sum = 0, square = 0;
    for (uint32_t i = 0; i < n; i++) sum += x[i];
    *mean = sum / n;
    for (uint32_t i = 0; i < n; i++) square += (x[i] - *mean) * (x[i] - *mean);
    *sd = n < 2 ? 0 : sqrt(square / (n - 1));
}

static unsigned count_inflated(const Frame *frame)
{
    double mean, sd;
    mean_sd(frame->total, frame->n_works, &mean, &sd);
    double high = mean + 1.96 * sd / sqrt(frame->n_works);
    unsigned marked = 0;
    for (uint32_t s = 0; s < frame->n_schools; s++) {
        mean_sd(frame->total + frame->schools[s].first, frame->schools[s].n, &mean, &sd);
        marked += sd > 0 && mean - 1.96 * sd / sqrt(frame->schools[s].n) > high;
    }
    return marked;
}

static void test_real_forms(void **state)
{
    (void)state;
    const char *source = getenv("MERILO_SOURCE");
    Arena *arena = arena_new(0);
    const char *folder = source == NULL ? "" : arena_z(arena, arena_printf(arena, "%s/../shared/data/forms", source));
    if (source == NULL || !file_exists(arena_z(arena, arena_printf(arena, "%s/%s.xlsx", folder, expected[0].name)))) skip();
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const Expected *want = &expected[i];
        InputFile file;
        intake_file(arena_z(arena, arena_printf(arena, "%s/%s.xlsx", folder, want->name)), NULL, arena, &file);
        if (!file.readable) fail_msg("%s: %s", want->name, file.why.what);
        assert_str(file.format, want->format);
        assert_int_equal(file.rows, want->rows);
        assert_int_equal(file.works, want->works);
        assert_int_equal(file.absent, want->absent);
        assert_int_equal(file.rejected, want->rejected);
        assert_int_equal(file.n_sheets, 1);
        assert_str(file.sheets[0]->procedure.id, want->name);
        assert_true(blueprint_valid(file.sheets[0]->procedure.blueprint));
        assert_int_equal(file.sheets[0]->procedure.blueprint->cutoffs_known, file.sheets[0]->procedure.year < 2022);
        SchoolTable table = school_table_build(file.sheets, 1, arena);
        const Frame *frame = frame_build(file.sheets, 1, &table, arena);
        assert_int_equal(frame->n_schools, want->schools);
        assert_int_equal(count_inflated(frame), want->inflated);
    }
    arena_free(arena);
}

/* As schools name their files: the work is known by its look, slips over a maximum and all. */
static void test_real_forms_under_other_names(void **state)
{
    (void)state;
    static const char *const names[] = { "форма.xlsx", "Копия файла от школы (2).xlsx", "export.xlsx" };
    const char *source = getenv("MERILO_SOURCE");
    Arena *arena = arena_new(0);
    for (size_t i = 4; i < 7; i++) { /* three of 2021 stand for all: reading takes time */
        const Expected *want = &expected[i];
        const char *path = arena_z(arena, arena_printf(arena, "%s/../shared/data/forms/%s.xlsx", source != NULL ? source : ".", want->name));
        Str bytes;
        InputFile file;
        if (!file_exists(path)) skip();
        assert_true(file_read(path, (size_t)64 << 20, arena, &bytes, NULL));
        intake_bytes(str_of(names[i - 4]), bytes, NULL, arena, &file);
        assert_int_equal(file.n_sheets, 1);
        assert_str(file.sheets[0]->procedure.id, want->name);
        assert_int_equal(file.works, want->works);
        assert_int_equal(file.rejected, want->rejected);
        assert_non_null(complaint_of(&file, "identity-guessed"));
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_real_forms), cmocka_unit_test(test_real_forms_under_other_names) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
