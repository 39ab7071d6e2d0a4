/* The whole line on simulated forms: same bytes for any number of threads, what is planted is found, an honest region is quiet, a district with and without a reference;
 * and the published numbers of the real region where its forms lie beside the sources. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "flow/check.h"
#include "flow/simulate.h"
#include "intake/intake.h"
#include "publish/publish.h"

typedef struct Folder { char path[64]; Arena *arena; uint32_t n; const char **files; } Folder;

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* Forms of a simulated region in a new folder; files in order of names. */
static Folder simulate(const char *plant, uint32_t n_schools, uint64_t seed, const char *procedures)
{
    Folder folder = { .path = "merilo-test-XXXXXX", .arena = arena_new(0) };
    assert_non_null(mkdtemp(folder.path));
    SimulateOptions options = { .n_schools = n_schools, .n_plants = plant != NULL, .plants = &plant, .seed = seed, .procedures = procedures, .dirt = 0, .out = folder.path, .layout = "plain", .n_threads = 2 };
    SimulatedRegion region;
    Err err = { 0 };
    if (!flow_simulate(&options, folder.arena, &region, &err)) fail_msg("%s", err.what);
    DIR *dir = opendir(folder.path);
    assert_non_null(dir);
    folder.files = arena_array(folder.arena, const char *, 64);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (entry->d_name[0] == '2' && folder.n < 64) folder.files[folder.n++] = arena_printf(folder.arena, "%s/%s", folder.path, entry->d_name).at;
    closedir(dir);
    qsort(folder.files, folder.n, sizeof *folder.files, by_name);
    assert_true(folder.n > 0);
    return folder;
}

static void remove_folder(Folder *folder)
{
    DIR *dir = opendir(folder->path);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;)
        if (entry->d_name[0] != '.') unlink(arena_printf(folder->arena, "%s/%s", folder->path, entry->d_name).at);
    if (dir != NULL) closedir(dir);
    rmdir(folder->path);
    arena_free(folder->arena);
}

static const Analysis *check(const Folder *folder, const char *reference, size_t n_threads, Arena *arena)
{
    CheckOptions options = { .n_paths = folder->n, .paths = folder->files, .reference = reference, .fdr = 0.05, .n_threads = n_threads };
    Analysis *analysis = NULL;
    Err err = { 0 };
    if (!flow_check(&options, arena, &analysis, &err)) fail_msg("%s", err.what);
    return analysis;
}

static const Conclusion *conclusion_of(const Analysis *analysis, Str code)
{
    for (uint32_t i = 0; i < analysis->n_conclusions; i++)
        if (analysis->conclusions[i].class_index == NO_CLASS && str_eq(analysis->schools.schools[analysis->conclusions[i].org].code, code)) return &analysis->conclusions[i];
    return NULL;
}

static uint32_t n_flagged(const Analysis *analysis) { return analysis->n_level[LEVEL_SIGNS] + analysis->n_level[LEVEL_STRONG]; }

/* Schools of truth.csv among those flagged. */
static uint32_t n_true(const Analysis *analysis, const Folder *folder)
{
    Str bytes;
    Err err = { 0 };
    assert_true(file_read(arena_printf(folder->arena, "%s/truth.csv", folder->path).at, 1 << 20, folder->arena, &bytes, &err));
    uint32_t n = 0;
    for (uint32_t i = 0; i < analysis->n_conclusions; i++) {
        const Conclusion *conclusion = &analysis->conclusions[i];
        if (conclusion->class_index != NO_CLASS || conclusion->level < LEVEL_SIGNS) continue;
        n += str_find(bytes, analysis->schools.schools[conclusion->org].code) != SIZE_MAX;
    }
    return n;
}

static void test_threads_and_planted(void **state)
{
    (void)state;
    Folder folder = simulate("M1:0.3:0.1", 90, 11, NULL);
    Arena *arena = arena_new(0);
    Buf one, two;
    buf_init(&one, 0);
    buf_init(&two, 0);
    const Analysis *analysis = check(&folder, NULL, 1, arena);
    check_json(analysis, true, &one, arena);
    check_json(check(&folder, NULL, 2, arena), true, &two, arena);
    assert_true(str_eq(buf_str(&one), buf_str(&two)));
    assert_int_equal(analysis->n_procedures, folder.n);
    assert_true(n_flagged(analysis) >= 5);
    const TwoLists *lists = &analysis->lists;
    assert_true(lists->n_ours == n_flagged(analysis) && lists->n_both <= lists->n_federal && lists->n_schools == 90);
    assert_true(str_find(buf_str(&one), STR("\"two_lists\"")) != SIZE_MAX && str_find(buf_str(&one), STR("\"profile\": \"federal\"")) != SIZE_MAX);
    assert_true(n_flagged(analysis) - n_true(analysis, &folder) <= 1);
    assert_true(analysis->federal.index >= 0 && analysis->federal.index <= 100 && analysis->federal.year == 2021 && analysis->federal.n_procedures == 4);
    for (uint32_t i = 0; i < analysis->n_signs; i++) assert_true(analysis->signs[i].n_innocent >= 2);
    for (uint32_t i = 1; i < analysis->n_conclusions; i++) assert_true(analysis->conclusions[i].org >= analysis->conclusions[i - 1].org);
    buf_free(&one);
    buf_free(&two);
    arena_free(arena);
    remove_folder(&folder);
}

/* sch990007 becomes sch999992: nines' complement, so that the schools stand in the opposite order. */
static void turn_code(char *code)
{
    for (int i = 5; i < 9; i++) code[i] = (char)('9' - (code[i] - '0'));
}

static void turn_codes(const Folder *folder)
{
    for (uint32_t f = 0; f < folder->n; f++) {
        Str bytes;
        Err err = { 0 };
        assert_true(file_read(folder->files[f], 16 << 20, folder->arena, &bytes, &err));
        char *text = arena_array(folder->arena, char, bytes.n);
        memcpy(text, bytes.at, bytes.n);
        for (size_t i = 0; i + 9 <= bytes.n; i++)
            if (memcmp(text + i, "sch99", 5) == 0) turn_code(text + i);
        assert_true(file_write(folder->files[f], (Str){ text, bytes.n }, &err));
    }
}

/* Names of schools decide nothing: relabelled, each has the numbers that it had. */
static void test_relabelled_schools(void **state)
{
    (void)state;
    Folder folder = simulate("M3:0.5:0.1", 80, 13, NULL);
    Arena *arena = arena_new(0);
    const Analysis *before = check(&folder, NULL, 2, arena);
    turn_codes(&folder);
    const Analysis *after = check(&folder, NULL, 2, arena);
    assert_int_equal(before->schools.n, after->schools.n);
    for (uint32_t i = 0; i < before->n_conclusions; i++) {
        const Conclusion *one = &before->conclusions[i];
        if (one->class_index != NO_CLASS) continue;
        Str code = arena_str(arena, before->schools.schools[one->org].code);
        turn_code((char *)code.at);
        const Conclusion *other = conclusion_of(after, code);
        assert_true(other != NULL && other->level == one->level && (isnan(one->p) ? isnan(other->p) : fabs(other->p - one->p) <= 1e-9));
    }
    arena_free(arena);
    remove_folder(&folder);
}

static void test_honest_region_is_quiet(void **state)
{
    (void)state;
    Folder folder = simulate(NULL, 80, 12, NULL);
    Arena *arena = arena_new(0);
    const Analysis *analysis = check(&folder, NULL, 0, arena);
    assert_int_equal(n_flagged(analysis), 0);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) assert_false(analysis->procedures[i].norm->lifting_is_ordinary);
    arena_free(arena);
    remove_folder(&folder);
}

/* Twelve schools alone: exact comparison only, never above «signs»; with the norms of the same works they get the rest. */
static void test_district(void **state)
{
    (void)state;
    Folder region = simulate(NULL, 90, 13, "2021-4-математика,2021-5-математика"), district = simulate("M1:0.3:0.1", 12, 13, "2021-4-математика,2021-5-математика");
    Arena *arena = arena_new(0);
    const Analysis *alone = check(&district, NULL, 0, arena);
    assert_null(alone->procedures[0].norm);
    assert_int_equal(alone->n_level[LEVEL_STRONG], 0);
    assert_true(alone->procedures[0].n_left_out > 0);
    Buf out;
    buf_init(&out, 0);
    reference_json(check(&region, NULL, 0, arena), &out, arena);
    assert_true(str_find(buf_str(&out), STR("sch99")) == SIZE_MAX); /* no school in it */
    const char *path = arena_printf(arena, "%s/reference.json", region.path).at;
    Err err = { 0 };
    assert_true(file_write(path, buf_str(&out), &err));
    const Analysis *referred = check(&district, path, 0, arena);
    assert_non_null(referred->procedures[0].norm);
    assert_int_equal(referred->procedures[0].norm->source, NORM_EXPORT);
    assert_true(referred->procedures[0].norm->honest != NULL && referred->procedures[0].norm->journal.known);
    assert_true(referred->n_level[LEVEL_TOO_FEW_DATA] <= alone->n_level[LEVEL_TOO_FEW_DATA]);
    uint32_t n_journal = 0;
    for (uint32_t i = 0; i < referred->n_values; i++) n_journal += strcmp(referred->values[i].indicator, "journal-agreement") == 0 && referred->values[i].silence == SPEAKS;
    assert_true(n_journal > 0);
    Folder other = simulate(NULL, 12, 14, "2021-4-русский-язык");
    const Analysis *idle = check(&other, path, 0, arena); /* norms of other works: no comparison may be claimed */
    assert_int_equal(idle->reference_text.n, 0);
    assert_true(str_find(idle->params_text, STR("нормы там нет для 1 из 1")) != SIZE_MAX);
    remove_folder(&other);
    Folder variant = simulate(NULL, 12, 31, "2021-4-математика,2021-5-математика"); /* other tasks under the same name and points */
    const Analysis *apart = check(&variant, path, 0, arena);
    for (uint32_t i = 0; i < apart->n_procedures; i++) assert_true(apart->procedures[i].own->reference_differs && apart->procedures[i].norm == NULL);
    assert_int_equal(apart->n_level[LEVEL_STRONG] + apart->n_level[LEVEL_SIGNS], 0);
    for (uint32_t i = 0; i < referred->n_procedures; i++) assert_false(referred->procedures[i].own->reference_differs);
    remove_folder(&variant);
    buf_free(&out);
    arena_free(arena);
    remove_folder(&region);
    remove_folder(&district);
}

static uint32_t times(Str text, Str part)
{
    uint32_t n = 0;
    for (size_t at; (at = str_find(text, part)) != SIZE_MAX; n++) text = str_slice(text, at + part.n, text.n);
    return n;
}

/* Works without a class among classes are no class: in the answer «class» null is the school as a whole and nothing else. */
static void test_works_without_class(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    char path[] = "merilo-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    Buf out;
    buf_init(&out, 0);
    buf_printf(&out, "школа;код;класс;1 (2б);2 (2б)\n");
    for (int i = 0; i < 60; i++) buf_printf(&out, "s;%d;%s;%d;%d\n", i, i % 3 == 0 ? "" : i % 3 == 1 ? "а" : "б", i % 2, i % 5 / 2);
    Err err = { 0 };
    assert_true(file_write(path, buf_str(&out), &err));
    buf_free(&out);
    const char *const paths[] = { path };
    CheckOptions options = { .n_paths = 1, .paths = paths, .procedure = "2024-5-шахматы", .fdr = 0.05 };
    Analysis *analysis = NULL;
    if (!flow_check(&options, arena, &analysis, &err)) fail_msg("%s", err.what);
    buf_init(&out, 0);
    check_json(analysis, true, &out, arena);
    uint32_t n_values = times(buf_str(&out), STR("\"indicator\"")), n_whole = times(buf_str(&out), STR("\"class\": null")), n_a = times(buf_str(&out), STR("\"class\": \"а\""));
    assert_true(n_a > 0);
    assert_int_equal(n_whole - 1, n_values - 2 * n_a); /* one conclusion, of the school */
    buf_free(&out);
    unlink(path);
    arena_free(arena);
}

static void test_refusals(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Analysis *analysis = NULL;
    Err err = { 0 };
    CheckOptions nothing = { .fdr = 0.05 };
    assert_false(flow_check(&nothing, arena, &analysis, &err));
    assert_int_equal(err.code, ERR_INPUT);
    const char *absent[] = { "no-such-form.xlsx" };
    CheckOptions missing = { .n_paths = 1, .paths = absent, .fdr = 0.05 };
    assert_false(flow_check(&missing, arena, &analysis, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_int_equal(analysis->n_files, 1); /* so that the command can name it */
    assert_false(analysis->files[0].readable);
    const char *many[] = { "no-such-form.xlsx", "/dev/null" };
    CheckOptions all_bad = { .n_paths = 2, .paths = many, .fdr = 0.05 };
    InputFile *files = NULL;
    assert_false(flow_intake(&all_bad, arena, &files, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(files);
    assert_int_equal(files[0].why.code, ERR_NOT_FOUND);
    arena_free(arena);
}

/* ---- the real region, when it is there ---- */

static const ProcedureAnalysis *procedure_of(const Analysis *analysis, const char *id)
{
    for (uint32_t i = 0; i < analysis->n_procedures; i++)
        if (str_eq(analysis->procedures[i].frame->procedure->id, str_of(id))) return &analysis->procedures[i];
    fail_msg("no procedure %s", id);
    return NULL;
}

/* Two works of 2020 have the same parallel and the same children in 2021; nearly all schools change as others do, and the fifth grade is measured against its fourth. */
static void check_years(const Analysis *analysis)
{
    assert_int_equal(analysis->n_changes, 4);
    for (uint32_t c = 0; c < 4; c++) {
        const Change *change = &analysis->changes[c];
        assert_int_equal(change->kind, c < 2 ? CHANGE_SAME_GRADE : CHANGE_SAME_CHILDREN);
        assert_true(change->n_all > 600 && change->n > 500 && change->n <= change->n_all);
        assert_true(change->share.low < change->share.change && change->share.change < change->share.high);
        double beyond = (change->share.n_above + change->share.n_below) / (double)change->n;
        assert_true(beyond > 0.02 && beyond < 0.09);
    }
    uint32_t n_adjusted = 0, n_jump = 0;
    for (uint32_t i = 0; i < analysis->n_values; i++) {
        const Value *value = &analysis->values[i];
        if (value->silence != SPEAKS || value->procedure == UINT32_MAX) continue;
        bool adjusted = strcmp(value->indicator, "mean-adjusted") == 0, jump = strcmp(value->indicator, "jump-return") == 0;
        if (adjusted || jump) assert_int_equal(analysis->procedures[value->procedure].frame->procedure->grade, 5);
        if (adjusted || jump) assert_true(value->p > 0 && value->p < 1 && isfinite(value->z));
        n_adjusted += adjusted;
        n_jump += jump;
    }
    assert_true(n_adjusted > 2 * 400 && n_jump > 2 * 300 && n_jump < n_adjusted);
}

/* domain.md 1.1, 1.4 and interface.md 1.1: counts of the official rules by our rules of counting. */
static void test_real_region(void **state)
{
    (void)state;
    static const char *const names[] = { "2020-4-математика", "2020-4-русский-язык", "2021-4-математика", "2021-4-русский-язык", "2021-5-математика", "2021-5-русский-язык" };
    const char *source = getenv("MERILO_SOURCE");
    Arena *arena = arena_new(0);
    Folder folder = { .arena = arena, .files = arena_array(arena, const char *, 6) };
    for (size_t i = 0; i < 6; i++) {
        folder.files[folder.n++] = arena_printf(arena, "%s/../shared/data/forms/%s.xlsx", source != NULL ? source : ".", names[i]).at;
        if (file_exists(folder.files[i])) continue;
        arena_free(arena);
        skip();
    }
    const Analysis *analysis = check(&folder, NULL, 0, arena);
    assert_int_equal(procedure_of(analysis, "2021-4-математика")->n_inflated, 79);
    assert_int_equal(procedure_of(analysis, "2021-4-русский-язык")->n_inflated, 94);
    assert_int_equal(procedure_of(analysis, "2021-5-математика")->n_inflated, 111);
    assert_int_equal(procedure_of(analysis, "2021-5-русский-язык")->n_inflated, 113);
    assert_true(fabs(analysis->federal.index - 61.66) < 0.005);
    assert_int_equal(analysis->federal.n_cohorts, 2);
    assert_true(analysis->federal.n_only_inflated > 0 && analysis->federal.n_only_inflated <= analysis->federal.n_marked);
    const NormThreshold *threshold = &procedure_of(analysis, "2021-4-математика")->own->thresholds[0];
    assert_int_equal(threshold->at, 6);
    assert_true(threshold->below == 302 && fabs(threshold->reached - 1070) <= 1 && fabs(threshold->ratio - 3.5) < 0.05);
    /* statistics.md D4: lifting is ordinary in grade 5, so levels rest on the relative test and the list stays short */
    assert_true(procedure_of(analysis, "2021-5-математика")->own->lifting_is_ordinary);
    assert_true(n_flagged(analysis) > 0 && n_flagged(analysis) < analysis->schools.n / 10);
    assert_null(conclusion_of(analysis, STR("no such school")));
    check_years(analysis);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads_and_planted), cmocka_unit_test(test_relabelled_schools), cmocka_unit_test(test_honest_region_is_quiet), cmocka_unit_test(test_district),
        cmocka_unit_test(test_works_without_class), cmocka_unit_test(test_refusals), cmocka_unit_test(test_real_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
