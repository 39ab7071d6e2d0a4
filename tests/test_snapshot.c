/* Fragments of an analysis: all of them together are the analysis, one of them draws its page, hostile bytes are refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "domain/snapshot_.h"
#include "flow/analyse.h"
#include "flow/check.h"
#include "flow/simulate.h"
#include "publish/publish.h"

typedef struct Bundle { Str head, years, list, *procedures, *schools; const Analysis *of; } Bundle;

static Str taken(Buf *out, Arena *arena)
{
    Str bytes = arena_str(arena, buf_str(out));
    assert_true(buf_ok(out, NULL));
    buf_free(out);
    buf_init(out, 0);
    return bytes;
}

static Bundle bundle_of(const Analysis *of, Arena *arena)
{
    Bundle bundle = { .of = of, .procedures = arena_array(arena, Str, of->n_procedures + 1u), .schools = arena_array(arena, Str, of->schools.n + 1u) };
    const SnapshotWriter *writer = snapshot_writer(of, arena);
    Buf out;
    buf_init(&out, 0);
    snapshot_head(writer, &out);
    bundle.head = taken(&out, arena);
    snapshot_years(writer, &out);
    bundle.years = taken(&out, arena);
    snapshot_list(writer, &out);
    bundle.list = taken(&out, arena);
    for (uint32_t p = 0; p < of->n_procedures; p++) {
        snapshot_procedure(writer, p, &out);
        bundle.procedures[p] = taken(&out, arena);
    }
    for (uint32_t s = 0; s < of->schools.n; s++) {
        snapshot_school(writer, s, &out);
        bundle.schools[s] = taken(&out, arena);
    }
    buf_free(&out);
    return bundle;
}

static Analysis *opened(const Bundle *bundle, Arena *arena)
{
    Analysis *back = NULL;
    Err err = { 0 };
    if (!snapshot_open(bundle->head, arena, &back, &err)) fail_msg("%s", err.what);
    return back;
}

static void check_done(bool done, const Err *err)
{
    if (!done) fail_msg("%s", err->what);
}

static Analysis *opened_whole(const Bundle *bundle, Arena *arena)
{
    Analysis *back = opened(bundle, arena);
    Err err = { 0 };
    check_done(snapshot_add_years(back, bundle->years, &err), &err);
    for (uint32_t p = 0; p < bundle->of->n_procedures; p++) check_done(snapshot_add_procedure(back, bundle->procedures[p], &err), &err);
    check_done(snapshot_add_schools(back, bundle->schools, bundle->of->schools.n, &err), &err);
    return back;
}

/* ---- what is compared ---- */

static Str json_of(const Analysis *of, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    check_json(of, true, &out, arena);
    return taken(&out, arena);
}

static Str reference_of(const Analysis *of, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    reference_json(of, &out, arena);
    return taken(&out, arena);
}

static Str html_of(const Analysis *of, Arena *arena)
{
    Buf out;
    Err err = { 0 };
    buf_init(&out, 0);
    check_done(doc_html(report_build(of, arena), &out, &err), &err);
    return taken(&out, arena);
}

static Str xlsx_of(const Analysis *of, Arena *arena)
{
    Str bytes;
    Err err = { 0 };
    check_done(doc_xlsx(report_build(of, arena), &bytes, arena, &err), &err);
    return bytes;
}

static void assert_same_text(const char *what, Str a, Str b)
{
    size_t i = 0;
    while (i < a.n && i < b.n && a.at[i] == b.at[i]) i++;
    size_t from = i < 60 ? 0 : i - 60;
    if (i < a.n || i < b.n) fail_msg("%s differs at %zu: «%.*s» and «%.*s»", what, i, STR_ARG(str_slice(a, from, i + 60 < a.n ? i + 60 : a.n)), STR_ARG(str_slice(b, from, i + 60 < b.n ? i + 60 : b.n)));
}

static void assert_same(const Analysis *a, const Analysis *b)
{
    Arena *arena = arena_new(0);
    assert_same_text("json", json_of(a, arena), json_of(b, arena));
    assert_same_text("reference", reference_of(a, arena), reference_of(b, arena));
    assert_same_text("html", html_of(a, arena), html_of(b, arena));
    assert_same_text("xlsx", xlsx_of(a, arena), xlsx_of(b, arena));
    arena_free(arena);
}

/* ---- a region that never was: names, municipalities, three works of two years, anchor-less, complaints ---- */

static Analysis *region(uint32_t n_schools, const char *procedures, Arena *arena)
{
    static const char *const plants[] = { "M2:0.4:0.1", "M4:0.5:0.1" };
    SimulateOptions options = { .n_schools = n_schools, .seed = 11, .procedures = procedures, .n_plants = 2, .plants = plants, .dirt = 0.01 };
    const SimPlan *plan;
    Err err = { 0 };
    check_done(flow_simulate_plan(&options, arena, &plan, &err), &err);
    uint32_t n = flow_simulate_n_procedures(plan);
    const Sheet **sheets = arena_array(arena, const Sheet *, n);
    for (uint32_t p = 0; p < n; p++) {
        SimulatedProcedure simulated;
        flow_simulate_procedure(plan, p, 1, arena, &simulated);
        sheets[p] = simulated.sheet;
    }
    Analysis *of = arena_one(arena, Analysis);
    *of = (Analysis){ .version = STR("1.2"), .params_text = STR("проба"), .reference_text = STR_EMPTY, .anchor_text = STR_EMPTY, .inputs_hash = "abc123", .schools = school_table_build(sheets, n, arena) };
    for (uint32_t i = 0; i < of->schools.n; i++) {
        of->schools.schools[i].municipality = i % 3 == 0 ? STR("Первый район") : STR("Второй район");
        of->schools.schools[i].name = arena_printf(arena, "Школа № %u", i + 1);
        of->schools.schools[i].type = i % 10 == 0 ? STR("лицей") : STR_EMPTY;
    }
    Complaint *complaint = arena_one(arena, Complaint);
    InputFile *file = arena_one(arena, InputFile);
    *complaint = (Complaint){ .sheet = STR("Лист"), .row = 4, .column = 2, .value = STR("?"), .code = "score-unreadable", .severity = SEVERITY_ERROR, .text = STR("Не число.") };
    *file = (InputFile){ .path = STR("x/форма.xlsx"), .name = STR("форма.xlsx"), .sha256 = "ff", .format = STR("plain"), .readable = true, .rows = 10, .works = 8, .absent = 1, .rejected = 1,
        .n_complaints = 1, .complaints = complaint, .complaints_total = 1 };
    of->n_files = 1, of->files = file;
    const Progress quiet = { 0 };
    const Reference none = { .text = STR_EMPTY };
    AnalyseOptions how = { .fdr = 0.05, .n_threads = 1, .reference = &none, .progress = &quiet };
    flow_analyse(&how, sheets, n, of, arena);
    return of;
}

#define THREE_WORKS "2020-4-математика,2021-4-математика,2021-5-математика"

static void all_fragments_are_the_analysis(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Analysis *of = region(64, THREE_WORKS, arena);
    assert_true(of->n_cohorts > 0 && of->n_changes > 0 && of->n_signs > 0);
    Bundle bundle = bundle_of(of, arena), again = bundle_of(of, arena);
    assert_true(str_eq(bundle.head, again.head) && str_eq(bundle.schools[5], again.schools[5]));
    const Analysis *back = opened_whole(&bundle, arena);
    assert_same(of, back);
    Bundle twice = bundle_of(back, arena); /* bit for bit, doubles too */
    assert_true(str_eq(bundle.head, twice.head) && str_eq(bundle.years, twice.years) && str_eq(bundle.list, twice.list));
    for (uint32_t p = 0; p < of->n_procedures; p++) assert_true(str_eq(bundle.procedures[p], twice.procedures[p]));
    for (uint32_t s = 0; s < of->schools.n; s++) assert_true(str_eq(bundle.schools[s], twice.schools[s]));
    arena_free(arena);
}

/* Few schools: every one has its row, and pupils their codes. */
static void a_small_district_too(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Analysis *of = region(7, "2021-4-математика", arena);
    Bundle bundle = bundle_of(of, arena);
    assert_same(of, opened_whole(&bundle, arena));
    arena_free(arena);
}

/* ---- single fragments ---- */

/* Headings, charts and signs without an id of their own are numbered through the page: numbers after «m-» depend on what stands before. */
static Str without_numbers(Str text, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    for (size_t i = 0; i < text.n;) {
        buf_add_char(&out, text.at[i++]);
        if (i < 3 || memcmp(text.at + i - 3, "m-", 2) != 0) continue;
        while (i < text.n && text.at[i] >= '0' && text.at[i] <= '9') i++;
    }
    return taken(&out, arena);
}

/* From the first heading that begins a sheet to the end of that sheet. */
static Str sheet_of(Str html, const char *id, Arena *arena)
{
    Str begins = arena_printf(arena, "id=\"%s\"", id);
    size_t from = str_find(html, begins);
    if (from == SIZE_MAX) fail_msg("no sheet %s", id);
    Str rest = str_slice(html, from, html.n);
    size_t n = str_find(rest, STR("</section>"));
    assert_true(n != SIZE_MAX);
    return without_numbers(str_slice(rest, 0, n), arena);
}

static void one_school_is_drawn_from_its_fragment(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Analysis *of = region(64, THREE_WORKS, arena);
    Bundle bundle = bundle_of(of, arena);
    Str whole = html_of(of, arena);
    uint32_t n_pages = 0;
    for (uint32_t i = 0; i < of->n_conclusions; i++) {
        if (of->conclusions[i].class_index != NO_CLASS || of->conclusions[i].level < LEVEL_SIGNS) continue;
        uint32_t org = of->conclusions[i].org;
        Analysis *back = opened(&bundle, arena);
        Err err = { 0 };
        check_done(snapshot_add_school(back, bundle.schools[org], &err), &err);
        const char *id = arena_z(arena, arena_printf(arena, "school-%.*s", STR_ARG(of->schools.schools[org].code)));
        assert_same_text(id, sheet_of(whole, id, arena), sheet_of(html_of(back, arena), id, arena));
        n_pages++;
    }
    assert_true(n_pages >= 2);
    arena_free(arena);
}

static void sheets_need_what_the_header_says(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Analysis *of = region(64, THREE_WORKS, arena);
    Bundle bundle = bundle_of(of, arena);
    Str whole = html_of(of, arena);
    Err err = { 0 };
    Analysis *all_procedures = opened(&bundle, arena), *head = opened(&bundle, arena), *list = opened(&bundle, arena), *procedure = opened(&bundle, arena), *years = opened(&bundle, arena);
    check_done(snapshot_add_list(list, bundle.list, &err), &err);
    check_done(snapshot_add_procedure(procedure, bundle.procedures[1], &err), &err);
    check_done(snapshot_add_years(years, bundle.years, &err), &err);
    for (uint32_t p = 0; p < of->n_procedures; p++) check_done(snapshot_add_procedure(all_procedures, bundle.procedures[p], &err), &err);
    assert_same_text("official", sheet_of(whole, "official", arena), sheet_of(html_of(all_procedures, arena), "official", arena));
    assert_same_text("first", sheet_of(whole, "first", arena), sheet_of(html_of(head, arena), "first", arena));
    assert_same_text("methods", sheet_of(whole, "methods", arena), sheet_of(html_of(head, arena), "methods", arena));
    assert_same_text("list", sheet_of(whole, "list", arena), sheet_of(html_of(list, arena), "list", arena));
    assert_same_text("procedure", sheet_of(whole, "procedure-2021-4-математика", arena), sheet_of(html_of(procedure, arena), "procedure-2021-4-математика", arena));
    assert_same_text("cohorts", sheet_of(whole, "cohorts", arena), sheet_of(html_of(years, arena), "cohorts", arena));
    arena_free(arena);
}

/* ---- refusals ---- */

static bool open_all(const Str parts[4], Arena *arena, Err *err)
{
    Analysis *back;
    return snapshot_open(parts[0], arena, &back, err) && snapshot_add_years(back, parts[1], err) && snapshot_add_procedure(back, parts[2], err) && snapshot_add_school(back, parts[3], err);
}

static void every_cut_and_many_flips_are_refused(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Analysis *of = region(3, "2020-4-математика,2021-5-математика", arena);
    Bundle bundle = bundle_of(of, arena);
    const Str sound[4] = { bundle.head, bundle.years, bundle.procedures[0], bundle.schools[0] };
    for (int k = 0; k < 4; k++) {
        for (size_t n = 0; n < sound[k].n; n += n < 200 ? 1 : 97) {
            char *exact = malloc(n + (n == 0)); /* exact size, so that sanitizers see a read past the end */
            memcpy(exact, sound[k].at, n);
            Str parts[4] = { sound[0], sound[1], sound[2], sound[3] };
            parts[k] = (Str){ exact, n };
            Arena *scratch = arena_new(0);
            Err err = { 0 };
            assert_false(open_all(parts, scratch, &err));
            assert_int_equal(err.code, ERR_INPUT);
            arena_free(scratch);
            free(exact);
        }
        for (size_t i = 0; i < sound[k].n * 8; i += 101) {
            char *bytes = (char *)arena_str(arena, sound[k]).at;
            bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
            Str parts[4] = { sound[0], sound[1], sound[2], sound[3] };
            parts[k] = (Str){ bytes, sound[k].n };
            Arena *scratch = arena_new(0);
            Err err = { 0 };
            assert_false(open_all(parts, scratch, &err));
            assert_int_equal(err.code, ERR_INPUT);
            arena_free(scratch);
        }
    }
    arena_free(arena);
}

static void fragments_of_two_analyses_do_not_mix(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Bundle one = bundle_of(region(3, "2021-4-математика", arena), arena), two = bundle_of(region(4, "2021-4-математика", arena), arena);
    Err err = { 0 };
    assert_false(snapshot_add_procedure(opened(&one, arena), two.procedures[0], &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.what, "из разных расчётов"));
    assert_false(snapshot_add_school(opened(&one, arena), two.schools[0], &err));
    assert_false(snapshot_add_school(opened(&one, arena), one.procedures[0], &err)); /* nor kinds */
    Analysis *back = opened(&one, arena);
    assert_true(snapshot_add_school(back, one.schools[0], &err));
    assert_false(snapshot_add_school(back, one.schools[0], &err)); /* twice */
    arena_free(arena);
}

/* ---- the real region ---- */

static double now_ms(void) /* of this program's own work: neighbours on the machine do not count */
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static void real_forms_come_back_and_open_quickly(void **state)
{
    (void)state;
    static const char *const names[] = { "2020-4-математика", "2020-5-математика", "2021-4-математика", "2021-5-математика" };
    const char *source = getenv("MERILO_SOURCE");
    Arena *arena = arena_new(0);
    const char *paths[4];
    for (int i = 0; i < 4; i++) {
        paths[i] = arena_z(arena, arena_printf(arena, "%s/../shared/data/forms/%s.xlsx", source == NULL ? "." : source, names[i]));
        if (file_size(paths[i]) == 0) skip();
    }
    CheckOptions options = { .n_paths = 4, .paths = paths, .fdr = 0.05 };
    Analysis *of;
    Err err = { 0 };
    check_done(flow_check(&options, arena, &of, &err), &err);
    Bundle bundle = bundle_of(of, arena);
    enum { TIMES = 5 }; /* the least of them: the machine is shared */
    double head = INFINITY, procedure = INFINITY, school = INFINITY;
    uint32_t largest = 0;
    for (uint32_t s = 0; s < of->schools.n; s++)
        if (bundle.schools[s].n > bundle.schools[largest].n) largest = s;
    for (int i = 0; i < TIMES; i++) {
        Arena *scratch = arena_new(0);
        double at = now_ms();
        Analysis *back = opened(&bundle, scratch);
        head = fmin(head, now_ms() - at), at = now_ms();
        check_done(snapshot_add_procedure(back, bundle.procedures[2], &err), &err);
        procedure = fmin(procedure, now_ms() - at);
        back = opened(&bundle, scratch), at = now_ms();
        check_done(snapshot_add_school(back, bundle.schools[largest], &err), &err);
        school = fmin(school, now_ms() - at);
        arena_free(scratch);
    }
    print_message("bytes and ms: head %zu %.2f, years %zu, list %zu, procedure %zu %.2f, school %zu %.2f\n", bundle.head.n, head, bundle.years.n, bundle.list.n, bundle.procedures[2].n, procedure,
        bundle.schools[largest].n, school);
    assert_true(head < 50 && procedure < 50 && school < 50); /* a sign of trouble, not a measure */
    assert_same_text("json", json_of(of, arena), json_of(opened_whole(&bundle, arena), arena));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_fragments_are_the_analysis),
        cmocka_unit_test(a_small_district_too),
        cmocka_unit_test(one_school_is_drawn_from_its_fragment),
        cmocka_unit_test(sheets_need_what_the_header_says),
        cmocka_unit_test(every_cut_and_many_flips_are_refused),
        cmocka_unit_test(fragments_of_two_analyses_do_not_mix),
        cmocka_unit_test(real_forms_come_back_and_open_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
