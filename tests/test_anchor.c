/* The anchor: what it changes in a norm and what it does not, when it is too small, what is said of rows that name nothing, what observers change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "conclude/conclude.h"
#include "flow/check.h"
#include "intake/intake.h"
#include "publish/publish.h"

enum { MAX = 20, N_SCHOOLS = 100, N_WORKS = 60, N_CLEAN = 30 };

static double unit(uint32_t *state) { return (*state = *state * 1664525u + 1013904223u) / 4294967296.0; }

/* Schools of N_WORKS works in two classes; in all but the first n_clean half of the works up to lift.reach points under a mark stand lift.over points over its cut-off.
 * shift: points that the second class of every school stands above the first. */
typedef struct Lift { uint16_t reach, over; } Lift;
static const Lift NONE = { 0, 0 };
static Frame *region(uint32_t n_schools, uint32_t n_clean, Lift lift, double shift, SchoolTable *table, Arena *arena)
{
    Blueprint *blueprint = arena_one(arena, Blueprint);
    *blueprint = (Blueprint){ .max = MAX, .cutoffs_known = true, .cutoff = { 6, 10, 15 } };
    Procedure *procedure = arena_one(arena, Procedure);
    *procedure = (Procedure){ .id = STR("2021-4-математика"), .year = 2021, .grade = 4, .subject = STR("Математика"), .title = STR("Математика"), .blueprint = blueprint };
    uint32_t n_works = n_schools * N_WORKS, state = 12345;
    uint16_t *total = arena_array(arena, uint16_t, n_works);
    uint8_t *mark = arena_array(arena, uint8_t, n_works), *journal = arena_array(arena, uint8_t, n_works);
    SchoolSpan *schools = arena_array(arena, SchoolSpan, n_schools);
    ClassSpan *classes = arena_array(arena, ClassSpan, 2 * (size_t)n_schools);
    *table = (SchoolTable){ n_schools, arena_array(arena, School, n_schools) };
    for (uint32_t s = 0; s < n_schools; s++) {
        table->schools[s].code = arena_printf(arena, "sch%03u", s);
        schools[s] = (SchoolSpan){ .org = s, .first = s * N_WORKS, .n = N_WORKS, .class_first = 2 * s, .n_classes = 2 };
        for (uint32_t c = 0; c < 2; c++) classes[2 * s + c] = (ClassSpan){ .label = c == 0 ? STR("а") : STR("б"), .school = s, .first = s * N_WORKS + c * N_WORKS / 2, .n = N_WORKS / 2 };
        for (uint32_t i = s * N_WORKS; i < (s + 1) * N_WORKS; i++) {
            double bell = 0;
            for (int k = 0; k < 12; k++) bell += unit(&state);
            bool second = i - s * N_WORKS >= N_WORKS / 2;
            double t = round(MAX * (0.5 + 0.2 * (bell - 6) + 0.1 * ((s * 37 % n_schools) / (double)n_schools - 0.5)) + (second ? shift : 0));
            total[i] = (uint16_t)(t < 0 ? 0 : t > MAX ? MAX : t);
            bool lifted = unit(&state) < 0.5 && s >= n_clean;
            for (int c = 0; c < 3 && lifted; c++) {
                if (total[i] >= blueprint->cutoff[c] || total[i] + lift.reach < blueprint->cutoff[c]) continue;
                total[i] = (uint16_t)(blueprint->cutoff[c] + lift.over);
                lifted = false;
            }
            mark[i] = (uint8_t)blueprint_mark(blueprint, total[i]);
            journal[i] = 3;
        }
    }
    Frame *frame = arena_one(arena, Frame);
    *frame = (Frame){ .procedure = procedure, .n_works = n_works, .n_schools = n_schools, .n_classes = 2 * n_schools, .schools = schools, .classes = classes, .total = total, .mark = mark,
        .journal = journal };
    return frame;
}

/* The first n schools; label: only that class of each. */
static Anchor anchor_of(uint32_t n, Str label, Arena *arena)
{
    AnchorRow *rows = arena_array(arena, AnchorRow, n + 1u);
    for (uint32_t i = 0; i < n; i++) rows[i] = (AnchorRow){ .row = i + 2, .school = arena_printf(arena, "sch%03u", i), .class_label = label, .class_written = label };
    return (Anchor){ .file = STR("anchor.csv"), .n = n, .rows = rows };
}

/* Schools from..to whose absolute p is at most .05. */
static uint32_t count_seen(const Frame *frame, const Norm *norm, uint32_t from, Arena *arena)
{
    Frame schools = *frame;
    schools.n_classes = 0;
    Value *values = arena_array(arena, Value, frame->n_schools);
    IndicatorInput in = { .frame = &schools, .norm = norm, .norm_is_own = true };
    indicator_find(STR("threshold-absolute"))->compute(&in, values, arena);
    uint32_t n = 0;
    for (uint32_t i = from; i < frame->n_schools; i++) n += values[i].silence == SPEAKS && values[i].midp <= 0.05;
    return n;
}

/* Most schools lift with a margin: from far below to two points over the cut-off, beyond the windows that the usual line leaves open, so that it bends to their works
 * and calls them honest. Clean schools show what is missing. (Lifting inside the windows drowns nothing: the usual line is as good there.) */
static void test_sees_what_drowned(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    SchoolTable table;
    Frame *frame = region(N_SCHOOLS, N_CLEAN, (Lift){ 5, 2 }, 0, &table, arena);
    Norm *usual = norm_own(frame, arena, arena), *norm = norm_own(frame, arena, arena);
    Anchor anchor = anchor_of(N_CLEAN, STR_EMPTY, arena);
    const AnchorUse *use = norm_use_anchor(norm, &anchor, &table, frame, arena);
    assert_true(use->used && use->n_schools == N_CLEAN && use->n_works == N_CLEAN * N_WORKS && use->why_not.n == 0);
    assert_true(str_find(norm->source_text, STR("по эталону: 30\u00a0школ с контролем объективности")) != SIZE_MAX);
    uint32_t without = count_seen(frame, usual, N_CLEAN, arena), with = count_seen(frame, norm, N_CLEAN, arena);
    assert_true(with >= without + 7); /* of 70 */
    assert_true(norm->lifting_share > usual->lifting_share + 0.15);
    assert_memory_equal(norm->lifted, usual->lifted, (MAX + 1) * sizeof *norm->lifted); /* the region's own practice */
    assert_true(norm->tau2_mean == usual->tau2_mean && norm->journal.tau2 == usual->journal.tau2);
    assert_int_equal(use->lifts, 0);
    Frame clean = *frame;
    clean.n_schools = N_CLEAN;
    assert_true(count_seen(&clean, norm, 0, arena) <= 5);
    arena_free(arena);
}

/* Everybody an anchor in an honest region: the same norm but for noise. */
static void test_honest_region_as_its_own_anchor(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    SchoolTable table;
    Frame *frame = region(N_SCHOOLS, N_SCHOOLS, NONE, 0, &table, arena);
    Norm *usual = norm_own(frame, arena, arena), *norm = norm_own(frame, arena, arena);
    Anchor anchor = anchor_of(N_SCHOOLS, STR_EMPTY, arena);
    assert_true(norm_use_anchor(norm, &anchor, &table, frame, arena)->used);
    for (int t = 0; t <= MAX; t++) assert_true(fabs(norm->honest[t] - usual->honest[t]) < 0.006);
    for (int i = 0; i < 3; i++) assert_true(norm->thresholds[i].low <= 0 && norm->thresholds[i].high >= 0);
    assert_false(norm->lifting_is_ordinary);
    assert_true(count_seen(frame, norm, 0, arena) <= 11);
    arena_free(arena);
}

/* An anchor that gathers works itself is told of; a small one, and one of a district, change nothing. */
static void test_bad_anchors(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    SchoolTable table;
    Frame *frame = region(N_SCHOOLS, 0, (Lift){ 2, 0 }, 0, &table, arena);
    Norm *norm = norm_own(frame, arena, arena);
    Anchor anchor = anchor_of(40, STR_EMPTY, arena);
    const AnchorUse *use = norm_use_anchor(norm, &anchor, &table, frame, arena);
    assert_true(use->used && use->lifts != 0 && use->lifts_low > 0);
    norm = norm_own(frame, arena, arena);
    const double *honest = norm->honest;
    anchor = anchor_of(ANCHOR_MIN_SCHOOLS - 1, STR_EMPTY, arena);
    use = norm_use_anchor(norm, &anchor, &table, frame, arena);
    assert_true(!use->used && norm->honest == honest && str_find(use->why_not, STR("Эталон мал: 9\u00a0школ, 540\u00a0работ")) != SIZE_MAX);
    anchor = anchor_of(ANCHOR_MIN_SCHOOLS, STR("а"), arena); /* 300 works, just enough */
    assert_true(norm_use_anchor(norm, &anchor, &table, frame, arena)->used);
    frame = region(NORM_MIN_SCHOOLS - 1, 59, NONE, 0, &table, arena);
    norm = norm_own(frame, arena, arena);
    anchor = anchor_of(30, STR_EMPTY, arena);
    use = norm_use_anchor(norm, &anchor, &table, frame, arena);
    assert_true(!use->used && norm->honest == NULL && use->why_not.n > 0);
    arena_free(arena);
}

/* Observed «а» stands two points under «б» of the same school: a tenth of the maximum, whatever the schools are like. */
static void test_observers(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    SchoolTable table;
    Frame *frame = region(N_SCHOOLS, N_SCHOOLS, NONE, 2, &table, arena);
    Norm *norm = norm_own(frame, arena, arena);
    Anchor anchor = anchor_of(40, STR("а"), arena);
    const AnchorUse *use = norm_use_anchor(norm, &anchor, &table, frame, arena);
    const ObserversEffect *effect = use->observers;
    assert_non_null(effect);
    assert_true(effect->n_schools == 40 && effect->n_observed == 40 && effect->n_other == 40);
    assert_true(effect->share_low < -0.1 && -0.1 < effect->share_high && effect->share_high < 0 && effect->share_p < 0.01);
    assert_true(effect->pass < 0 && effect->pass_low < effect->pass && effect->pass < effect->pass_high);
    assert_true(str_find(use->text, STR("40\u00a0классов с наблюдателями из 40\u00a0школ")) != SIZE_MAX);
    anchor = anchor_of(3, STR("а"), arena); /* too few differences for an interval */
    effect = norm_use_anchor(norm_own(frame, arena, arena), &anchor, &table, frame, arena)->observers;
    assert_true(effect->n_schools == 3 && isfinite(effect->share) && isnan(effect->share_low));
    anchor = anchor_of(40, STR_EMPTY, arena); /* whole schools: nothing inside to compare with */
    assert_null(norm_use_anchor(norm_own(frame, arena, arena), &anchor, &table, frame, arena)->observers);
    arena_free(arena);
}

/* ---- the list itself, through the whole line ---- */

static const char *write_file(const char *suffix, const char *text, Arena *arena)
{
    char path[] = "merilo-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    const char *name = arena_printf(arena, "%s%s", path, suffix).at;
    Err err = { 0 };
    assert_true(file_write(name, str_of(text), &err));
    return name;
}

static const char *write_form(Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    buf_printf(&out, "школа;код;класс;1 (2б);2 (2б)\n");
    for (int i = 0; i < 60; i++) buf_printf(&out, "sch%d;%d;%s;%d;%d\n", i / 20, i, i % 2 == 0 ? "4а" : "4б", i % 2, i % 5 / 2);
    const char *path = write_file(".csv", arena_z(arena, buf_str(&out)), arena);
    buf_free(&out);
    return path;
}

static Analysis *check(const char *form, const char *list, Err *err, Arena *arena)
{
    const char *anchor = write_file(".csv", list, arena), *const paths[] = { form };
    CheckOptions options = { .n_paths = 1, .paths = paths, .procedure = "2024-4-шахматы", .anchor = anchor, .fdr = 0.05 };
    Analysis *analysis = NULL;
    bool done = flow_check(&options, arena, &analysis, err);
    unlink(anchor);
    return done ? analysis : NULL;
}

static void test_list(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const char *form = write_form(arena);
    Err err = { 0 };
    Analysis *analysis = check(form, "Школа;Класс;Процедура\nsch0;4А;\nsch1;;2024-4-шахматы\nsch7;а;\nsch2;ж;\nsch2;5а;\nsch2;а;2023-4-шахматы\n", &err, arena);
    if (analysis == NULL) fail_msg("%s", err.what);
    const AnchorUse *use = analysis->procedures[0].anchor;
    assert_true(!use->used && use->n_schools == 2 && use->n_classes == 3 && use->n_works == 30);
    assert_int_equal(analysis->n_anchor_strangers, 4);
    static const char *const said[] = { "Строка 4: школы sch7 в формах нет.", "Строка 5: класса «ж» у школы sch2 нет.", "Строка 6: класса «5а» у школы sch2 нет.",
        "Строка 7: процедуры «2023-4-шахматы» в формах нет; пишут так: «2021-4-математика»." };
    for (int i = 0; i < 4; i++) assert_true(str_eq(analysis->anchor_strangers[i], str_of(said[i])));
    assert_int_equal(use->observers->n_schools, 1); /* sch0 has «а» observed and «б» not */
    assert_non_null(check(form, "school,class,procedure\nsch0,b,\nsch1,а,2024-4-шахматы\n", &err, arena)); /* English twins */
    assert_non_null(check(form, "login\nsch0\n", &err, arena));
    assert_null(check(form, "школа\nsch7\nsch8\n", &err, arena));
    assert_int_equal(err.code, ERR_INPUT);
    assert_true(strstr(err.hint, "школы sch7 в формах нет") != NULL);
    assert_null(check(form, "школа\n", &err, arena));
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(check(form, "класс;балл\nа;5\n", &err, arena));
    assert_int_equal(err.code, ERR_INPUT);
    unlink(form);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_sees_what_drowned), cmocka_unit_test(test_honest_region_as_its_own_anchor), cmocka_unit_test(test_bad_anchors),
        cmocka_unit_test(test_observers), cmocka_unit_test(test_list) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
