/* Packed sheets: a frame comes back as it was, every promise of the format is held, refusals are sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/spill.h"
#include "domain/packed.h"
#include "flow/check.h"
#include "flow/simulate.h"
#include "intake/intake.h"
#include "publish/form.h"

static const Sheet *simulated(uint32_t n_schools, uint32_t first_seed, Arena *arena)
{
    SimulateOptions options = { .n_schools = n_schools, .seed = first_seed, .procedures = "2021-4-математика", .dirt = 0 };
    const SimPlan *plan;
    SimulatedProcedure out;
    Err err = { 0 };
    if (!flow_simulate_plan(&options, arena, &plan, &err)) fail_msg("%s", err.what);
    flow_simulate_procedure(plan, 0, 1, arena, &out);
    return out.sheet;
}

static Str packed(const Sheet *sheet, Arena *arena)
{
    SchoolTable table = school_table_build(&sheet, 1, arena);
    Buf out;
    buf_init(&out, 0);
    form_packed(frame_build(&sheet, 1, &table, arena), &table, &out);
    Str bytes = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return bytes;
}

/* Puts the digest right after a change. */
static void sign(char *bytes, size_t n)
{
    char hex[65];
    hash_sha256_hex((Str){ bytes, n - PACKED_DIGEST }, hex);
    for (size_t i = 0; i < PACKED_DIGEST; i++) bytes[n - PACKED_DIGEST + i] = (char)strtol((char[]){ hex[2 * i], hex[2 * i + 1], '\0' }, NULL, 16);
}

static void assert_frames_equal(const Frame *a, const Frame *b)
{
    size_t n = a->n_works;
    assert_int_equal(a->n_works, b->n_works);
    assert_int_equal(a->n_schools, b->n_schools);
    assert_int_equal(a->n_classes, b->n_classes);
    assert_memory_equal(a->score, b->score, n * a->procedure->blueprint->n_tasks);
    assert_memory_equal(a->total, b->total, n * sizeof *a->total);
    assert_memory_equal(a->journal, b->journal, n);
    assert_memory_equal(a->mark, b->mark, n);
    assert_memory_equal(a->sex, b->sex, n);
    assert_memory_equal(a->variant, b->variant, n);
    assert_memory_equal(a->schools, b->schools, a->n_schools * sizeof *a->schools);
    for (uint32_t c = 0; c < a->n_classes; c++) {
        assert_true(str_eq(a->classes[c].label, b->classes[c].label));
        assert_int_equal(a->classes[c].first, b->classes[c].first);
        assert_int_equal(a->classes[c].n, b->classes[c].n);
    }
}

static void comes_back_as_it_was(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Sheet *sheet = simulated(40, 3, arena);
    InputFile file;
    intake_bytes(STR("любое имя.csv"), packed(sheet, arena), NULL, arena, &file);
    assert_true(file.readable);
    assert_true(str_eq(file.format, STR("packed")));
    assert_int_equal(file.works, sheet->n_works);
    const Sheet *back = file.sheets[0], *rows = sheet_unpack(back, arena);
    assert_non_null(back->spans);
    assert_true(str_eq(back->procedure.id, sheet->procedure.id));
    assert_true(str_eq(back->procedure.title, sheet->procedure.title));
    SchoolTable table = school_table_build(&sheet, 1, arena);
    const Frame *frame = frame_build(&sheet, 1, &table, arena), *view = frame_build(&back, 1, &table, arena), *built = frame_build(&rows, 1, &table, arena);
    assert_frames_equal(frame, view);
    assert_frames_equal(frame, built);
    assert_ptr_equal(view->score, back->score); /* nothing was copied */
    for (uint32_t i = 0; i < frame->n_works; i++) assert_true(str_eq(frame->code[i], built->code[i]));
    assert_true(str_eq(packed(rows, arena), packed(sheet, arena)));
    arena_free(arena);
}

/* Equal works from two packed files are one work. */
static void merges_as_rows(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile files[2];
    intake_bytes(STR("a"), packed(simulated(10, 3, arena), arena), NULL, arena, &files[0]);
    intake_bytes(STR("b"), packed(simulated(12, 3, arena), arena), NULL, arena, &files[1]); /* the same ten schools and two more */
    uint64_t all = files[1].works;
    intake_merge(files, 2, arena);
    assert_null(files[0].sheets[0]->spans);
    assert_int_equal(files[0].works + files[1].works, all);
    arena_free(arena);
}

/* One change of a sound file, with the digest put right. */
typedef struct Harm { const char *what; int section; size_t at; uint8_t value; const char *words; } Harm;

static void refuses_every_harm(void **state)
{
    (void)state;
    enum { HEADER = PACKED_N_SECTIONS };
    static const Harm harms[] = {
        { "version", HEADER, 8, 9, "версии 9" },
        { "flag", HEADER, 12, 0xFF, "пустым" },
        { "no works", HEADER, 16, 0, "оглавлению" },
        { "reserved", HEADER, 100, 1, "пустым" },
        { "year", HEADER, 41, 0, "класс не бывает" },
        { "cut-off", HEADER, 52, 200, "границы отметок" },
        { "text", PACKED_TEXT, 2, 1, "управляющие" },
        { "not UTF-8", PACKED_TEXT, 2, 0xFF, "UTF-8" },
        { "long text", PACKED_TEXT, 1, 0xFF, "оборван" },
        { "task", PACKED_TASKS, 0, 7, "противоречат" },
        { "task level", PACKED_TASKS, 1, 'Z', "уровень" },
        { "no classes", PACKED_SCHOOLS, 0, 0, "классы школ" },
        { "label", PACKED_CLASSES, 3, 1, "названия" },
        { "class of none", PACKED_CLASSES, 4, 0, "названия или работ" },
        { "total", PACKED_TOTAL, 0, 255, "сумма баллов" },
        { "journal", PACKED_JOURNAL, 0, 6, "журнала" },
        { "sex", PACKED_SEXES, 0, 3, "пол" },
        { "code", PACKED_CODE, 3, 200, "коды" },
        { "score", PACKED_SCORES, 0, 100, "балл за задание" },
        { "score of nobody", PACKED_SCORES, 0, SCORE_NONE, "балл за задание" },
    };
    Arena *arena = arena_new(0);
    Str sound = packed(simulated(5, 2, arena), arena);
    PackedHeader header;
    memcpy(&header, sound.at, sizeof header);
    PackedLayout layout = packed_layout(&header);
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        const Harm *harm = &harms[i];
        char *bytes = (char *)arena_str(arena, sound).at;
        size_t at = (harm->section == HEADER ? 0 : layout.at[harm->section]) + harm->at;
        bytes[at] = (char)harm->value;
        sign(bytes, sound.n);
        InputFile file;
        intake_bytes(STR("x"), (Str){ bytes, sound.n }, NULL, arena, &file);
        if (file.readable || strstr(file.why.what, harm->words) == NULL) fail_msg("%s: %s", harm->what, file.readable ? "принято" : file.why.what);
    }
    arena_free(arena);
}

static void refuses_cut_and_damaged(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str sound = packed(simulated(5, 2, arena), arena);
    InputFile file;
    for (size_t n = 8; n < sound.n; n += 97) {
        intake_bytes(STR("x"), str_slice(sound, 0, n), NULL, arena, &file);
        assert_false(file.readable);
        assert_non_null(strstr(file.why.what, n < sizeof(PackedHeader) + PACKED_DIGEST ? "оборван" : "по оглавлению"));
    }
    char *bytes = (char *)arena_str(arena, sound).at;
    bytes[sound.n / 2] ^= 1;
    intake_bytes(STR("x"), (Str){ bytes, sound.n }, NULL, arena, &file);
    assert_non_null(strstr(file.why.what, "контрольная сумма"));
    arena_free(arena);
}

/* A code that is no number, or falls: no codes at all. */
static void leaves_codes_out(void **state)
{
    (void)state;
    static const Str odd[] = { { "0401", 4 }, { "4x", 2 }, { "", 0 }, { "9999999999", 10 } };
    for (size_t k = 0; k < sizeof odd / sizeof *odd; k++) {
        Arena *arena = arena_new(0);
        const Sheet *sheet = simulated(3, 2, arena);
        for (uint32_t i = 0; i < sheet->n_rows; i++)
            if (sheet->state[i] == ROW_WORK) {
                ((Str *)sheet->code)[i] = odd[k];
                break;
            }
        InputFile file;
        intake_bytes(STR("x"), packed(sheet, arena), NULL, arena, &file);
        assert_true(file.readable);
        assert_null(file.sheets[0]->spans->code);
        arena_free(arena);
    }
}

static void mapped_file_rests(void **state)
{
    (void)state;
    char path[] = P_tmpdir "/merilo-packed-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    Arena *arena = arena_new(0);
    Str bytes = packed(simulated(20, 2, arena), arena);
    Err err = { 0 };
    assert_true(file_write(path, bytes, &err));
    InputFile file, whole;
    intake_file(path, NULL, arena, &file);
    intake_bytes(STR("x"), bytes, NULL, arena, &whole);
    assert_true(file.readable);
    assert_string_equal(file.sha256, whole.sha256);
    const Sheet *sheet = file.sheets[0];
    assert_int_equal(sheet->spans->mapped.n, bytes.n);
    file_map_rest(sheet->spans->mapped);
    assert_memory_equal(sheet->spans->mapped.at, bytes.at, bytes.n);
    unlink(path);
    arena_free(arena);
}

static void spill_keeps_what_rests(void **state)
{
    (void)state;
    for (int in_file = 0; in_file < 2; in_file++) {
        Arena *arena = arena_new(0), *other = arena_new(0);
        Spill spill = spill_new(100000, in_file ? 1 : SIZE_MAX, other);
        unsigned char *at = spill.at;
        for (size_t i = 0; i < spill.n; i++) {
            assert_int_equal(at[i], 0);
            at[i] = (unsigned char)(i * 7);
        }
        if (!in_file) assert_false(spill.in_file);
        spill_rest(&spill, 0, spill.n);
        spill_rest(&spill, 5000, 90001);
        arena_adopt(arena, other); /* what must be undone goes along */
        for (size_t i = 0; i < spill.n; i++) assert_int_equal(at[i], (unsigned char)(i * 7));
        arena_free(arena);
    }
}

static Analysis *checked(const char *folder, const char *layout, const char *name, Arena *arena)
{
    static const char *const plant[] = { "M1:0.3:0.2" };
    SimulateOptions options = { .n_schools = 80, .seed = 5, .procedures = "2021-4-математика,2022-5-математика", .dirt = 0, .n_plants = 1, .plants = plant, .layout = layout, .out = folder, .n_threads = 1 };
    if (layout[0] == 'p' && layout[1] == 'l') options.procedures = "2021-4-математика";
    SimulatedRegion region;
    Analysis *analysis = NULL;
    Err err = { 0 };
    if (!flow_simulate(&options, arena, &region, &err)) fail_msg("%s", err.what);
    const char *paths[] = { arena_printf(arena, "%s/2021-4-математика.%s", folder, name).at };
    CheckOptions check = { .n_paths = 1, .paths = paths, .fdr = 0.05, .n_threads = 2 };
    if (!flow_check(&check, arena, &analysis, &err)) fail_msg("%s", err.what);
    return analysis;
}

/* A year that no table knows (2022-5) goes into a packed sheet, which carries its tasks with it. */
static void check_tells_the_same(void **state)
{
    (void)state;
    char folder[] = P_tmpdir "/merilo-packed-XXXXXX";
    assert_non_null(mkdtemp(folder));
    Arena *arena = arena_new(0);
    const Analysis *plain = checked(folder, "plain", "csv", arena), *packed_one = checked(folder, "packed", PACKED_EXTENSION, arena);
    assert_int_equal(plain->n_conclusions, packed_one->n_conclusions);
    assert_int_equal(plain->n_values, packed_one->n_values);
    for (uint32_t i = 0; i < plain->n_conclusions; i++) {
        const Conclusion *a = &plain->conclusions[i], *b = &packed_one->conclusions[i];
        assert_memory_equal(&a->p, &b->p, sizeof a->p);
        assert_int_equal(a->level, b->level);
        assert_true(str_eq(a->text, b->text));
    }
    InputFile later;
    intake_file(arena_printf(arena, "%s/2022-5-математика.%s", folder, PACKED_EXTENSION).at, &(IntakeOptions){ 0 }, arena, &later);
    assert_true(later.readable);
    assert_int_equal(later.sheets[0]->procedure.year, 2022);
    assert_true(later.sheets[0]->procedure.blueprint->cutoffs_known);
    static const char *const made[] = { "2021-4-математика.csv", "2021-4-математика." PACKED_EXTENSION, "2022-5-математика." PACKED_EXTENSION, "truth.csv", "schools.csv" };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) unlink(arena_printf(arena, "%s/%s", folder, made[i]).at);
    assert_int_equal(rmdir(folder), 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_as_it_was), cmocka_unit_test(merges_as_rows), cmocka_unit_test(refuses_every_harm), cmocka_unit_test(refuses_cut_and_damaged),
        cmocka_unit_test(leaves_codes_out), cmocka_unit_test(mapped_file_rests), cmocka_unit_test(spill_keeps_what_rests), cmocka_unit_test(check_tells_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
