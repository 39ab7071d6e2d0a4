/* Studies of error rates, in short: lines are the same for any number of threads and go on where they stopped; counts add up; what is planted is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "flow/study.h"

static const StudyOptions small = { .null = "N1", .design = "flat25", .mix = "M1:0.3", .contamination = .2, .n_schools = 70, .first_seed = 1, .last_seed = 3, .n_threads = 1 };

static Str study(const StudyOptions *base, const char *path, uint64_t last, size_t n_threads, uint32_t *n_done, Arena *arena)
{
    StudyOptions options = *base;
    Err err = { 0 };
    Str text;
    options.results = path;
    options.last_seed = last;
    options.n_threads = n_threads;
    if (!flow_study(&options, n_done, &err)) fail_msg("%s", err.what);
    assert_true(file_read(path, 1 << 24, arena, &text, &err));
    return text;
}

static const char *fresh(Arena *arena)
{
    char path[] = "merilo-study-XXXXXX";
    int handle = mkstemp(path);
    assert_true(handle >= 0);
    close(handle);
    return arena_z(arena, str_of(path));
}

static void goes_on_where_it_stopped(void **state)
{
    Arena *arena = *state;
    uint32_t n;
    const char *at_once = fresh(arena), *in_parts = fresh(arena);
    Str whole = study(&small, at_once, 3, 2, &n, arena);
    assert_int_equal(n, 3);
    study(&small, in_parts, 2, 1, &n, arena);
    assert_int_equal(n, 2);
    Str again = study(&small, in_parts, 3, 1, &n, arena);
    assert_int_equal(n, 1);
    assert_true(str_eq(whole, again));
    study(&small, in_parts, 3, 1, &n, arena);
    assert_int_equal(n, 0);
    Err err = { 0 };
    assert_true(file_write(in_parts, str_slice(again, 0, again.n - 40), &err)); /* interrupted while the last line was written */
    Str mended = study(&small, in_parts, 3, 1, &n, arena);
    assert_int_equal(n, 1);
    assert_true(str_ends(mended, str_slice(whole, whole.n - 500, whole.n)));
    unlink(at_once);
    unlink(in_parts);
}

static Str line_of(const StudyOptions *options, uint64_t seed, Arena *arena)
{
    Buf line;
    Err err = { 0 };
    buf_init(&line, 0);
    if (!flow_study_line(options, seed, &line, &err)) fail_msg("%s", err.what);
    Str out = arena_str(arena, buf_str(&line));
    buf_free(&line);
    return out;
}

/* Numbers of the list that follows the words, one after another, each somewhere behind the one before. */
static uint32_t list_after(Str line, const char *const *words, double *out, uint32_t room)
{
    for (; *words != NULL; words++) {
        size_t at = str_find(line, str_of(*words));
        if (at == SIZE_MAX) return 0;
        line = str_slice(line, at + strlen(*words), line.n);
    }
    uint32_t n = 0;
    for (const char *p = line.at; n < room; p++) {
        char *end;
        out[n++] = strtod(p, &end);
        p = end;
        if (*p != ',') break;
    }
    return n;
}

#define LIST(line, out, ...) list_after(line, (const char *const[]){ __VA_ARGS__, NULL }, out, sizeof(out) / sizeof *(out))

static void counts_add_up(void **state)
{
    Str line = line_of(&small, 1, *state);
    double tests[7], levels[20], sum = 0;
    assert_int_equal(LIST(line, tests, "\"threshold-absolute\":", "\"class\":", "\"honest\":["), 7);
    double planted[7];
    assert_int_equal(LIST(line, planted, "\"threshold-absolute\":", "\"class\":", "\"M1:0.3\":["), 7);
    assert_true(tests[0] + planted[0] <= 3 * 70 && tests[0] + planted[0] > 3 * 60); /* a class a school, three works; few are silent */
    for (int i = 1; i < 3; i++) assert_true(tests[i + 1] <= tests[i] && planted[i + 1] <= planted[i]);
    static const char *const kinds[] = { "\"honest\":[", "\"M1:0.3\":[" };
    for (int k = 0; k < 2; k++) {
        assert_int_equal(LIST(line, levels, "\"levels\":", kinds[k]), 20);
        for (int i = 0; i < 20; i++) sum += levels[i];
    }
    assert_int_equal(sum, 70);
}

/* 30 % of works lifted in a class of 25: nearly all under .05; honest ones nearly none (protocol D3). */
static void finds_what_is_planted(void **state)
{
    StudyOptions options = small;
    options.n_schools = 200;
    Str line = line_of(&options, 5, *state);
    double honest[7], planted[7], moved[5], clean[5];
    assert_int_equal(LIST(line, honest, "\"threshold-absolute\":", "\"class\":", "\"honest\":["), 7);
    assert_int_equal(LIST(line, planted, "\"threshold-absolute\":", "\"class\":", "\"M1:0.3\":["), 7);
    assert_true(planted[1] > .85 * planted[0]);
    assert_true(honest[1] < .12 * honest[0]);
    assert_int_equal(LIST(line, moved, "\"moved\":", "\"class\":", "\"M1:0.3\":["), 5);
    assert_true(moved[3] > 3 * moved[0] && moved[3] <= 8 * moved[0]); /* 30 % of 25 works at most, fewer where nobody is near */
    assert_int_equal(LIST(line, clean, "\"moved\":", "\"class\":", "\"honest\":["), 5);
    assert_int_equal(clean[3], 0);
}

/* A region that reads border works again has lifted works in honest classes, and says so. */
static void knows_legal_lifting(void **state)
{
    StudyOptions options = small;
    options.null = "N3";
    options.contamination = 0;
    Str line = line_of(&options, 1, *state);
    double clean[5];
    assert_int_equal(LIST(line, clean, "\"moved\":", "\"class\":", "\"honest\":["), 5);
    assert_true(clean[3] > .3 * clean[0]);
    assert_true(str_find(line, STR("M1")) == str_find(line, STR("M1:0.3\",\"seed\""))); /* only in the name of the cell */
}

static void districts_stand_beside(void **state)
{
    StudyOptions options = small;
    options.design = "one25";
    options.districts = true;
    Str line = line_of(&options, 2, *state);
    static const char *const parts[] = { "{\"schools\":70,\"units\":1,\"reference\":false", "{\"schools\":12,\"units\":5,\"reference\":false", "{\"schools\":12,\"units\":5,\"reference\":true",
        "{\"schools\":60,\"units\":1,\"reference\":true" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) assert_true(str_find(line, str_of(parts[i])) != SIZE_MAX);
}

static void refuses(void **state)
{
    (void)state;
    static const struct { const char *design, *mix; double contamination; } bad[] = { { "circle", "all", .1 }, { "flat7", "all", .1 }, { "flat25", "M9:1", .1 }, { "flat25", "M1", .1 },
        { "flat25", "all", 1.5 }, { "flat25", "M1:0.2,M1:2", .1 } };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        StudyOptions options = small;
        Buf line;
        Err err = { 0 };
        buf_init(&line, 0);
        options.design = bad[i].design;
        options.mix = bad[i].mix;
        options.contamination = bad[i].contamination;
        assert_false(flow_study_line(&options, 1, &line, &err));
        assert_int_equal(err.code, ERR_INPUT);
        buf_free(&line);
    }
}

static int begin(void **state)
{
    *state = arena_new(0);
    return 0;
}

static int end(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(goes_on_where_it_stopped, begin, end),
        cmocka_unit_test_setup_teardown(counts_add_up, begin, end),
        cmocka_unit_test_setup_teardown(finds_what_is_planted, begin, end),
        cmocka_unit_test_setup_teardown(knows_legal_lifting, begin, end),
        cmocka_unit_test_setup_teardown(districts_stand_beside, begin, end),
        cmocka_unit_test(refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
