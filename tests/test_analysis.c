/* The analysis of a database: it says what the same forms say without one, byte for byte again and again; it can be stopped; a new one takes the place of the old. */
#include "store_fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/hash.h"
#include "domain/block.h"
#include "flow/analyse.h"
#include "flow/analysis.h"
#include "flow/job.h"
#include "flow/simulate.h"
#include "publish/publish.h"
#include "store/job.h"
#include "store/org.h"
#include "store/sheet.h"
#include "store/submission.h"

enum { SCHOOLS = 62 };

typedef struct Region { StoreCase *store; Flow *flow; const Sheet *sheet; Org region, districts[2]; Who office; Grant grant; uint32_t part_from, part_to; } Region;

static const Sheet *simulated(Arena *arena)
{
    static const char *const plants[] = { "M1:0.9:0.05" };
    SimulateOptions options = { .n_schools = SCHOOLS, .seed = 5, .procedures = "2021-4-математика", .n_plants = 1, .plants = plants };
    const SimPlan *plan;
    SimulatedProcedure out;
    Err err = { 0 };
    if (!flow_simulate_plan(&options, arena, &plan, &err)) fail_msg("%s", err.what);
    flow_simulate_procedure(plan, 0, 0, arena, &out);
    return out.sheet;
}

static Org child(const Org *parent, int64_t id, OrgKind kind, Str code, Str name, Arena *arena)
{
    return (Org){ .region_id = 1, .id = id, .parent_id = parent == NULL ? 0 : parent->id, .kind = kind, .code = code, .name = name, .type = STR_EMPTY,
        .path = org_path_child(parent == NULL ? STR_EMPTY : parent->path, id, arena) };
}

/* Works of the first district's schools are odd numbers of the sheet's schools. */
static bool put_orgs(DbWrite *write, void *context, Err *err)
{
    Region *region = context;
    Arena *arena = region->store->arena;
    region->region = child(NULL, 1, ORG_REGION, STR("r"), STR("Область"), arena);
    if (!org_put(write, &region->region, 0, arena, err)) return false;
    for (int d = 0; d < 2; d++) {
        region->districts[d] = child(&region->region, 2 + d, ORG_MUNICIPALITY, d == 0 ? STR("m1") : STR("m2"), d == 0 ? STR("Первый район") : STR("Второй район"), arena);
        if (!org_put(write, &region->districts[d], 0, arena, err)) return false;
    }
    for (uint32_t s = 0; s < region->sheet->n_schools; s++) {
        Org school = child(&region->districts[s % 2], 100 + s, ORG_SCHOOL, region->sheet->school_code[s], arena_printf(arena, "Школа № %u", s + 1), arena);
        if (!org_put(write, &school, 0, arena, err)) return false;
    }
    return true;
}

static bool put_sheets(DbWrite *write, void *context, Err *err)
{
    Region *region = context;
    for (uint32_t s = region->part_from; s < region->part_to; s++) {
        Str block = block_write(region->sheet, s, region->store->arena);
        char sha256[65];
        hash_sha256_hex(block, sha256);
        SheetRow row = { .region_id = 1, .school_id = 100 + s, .procedure = region->sheet->procedure.id, .version = 1, .sha256 = str_of(sha256), .reason = STR_EMPTY };
        SubmissionRow submission = { .region_id = 1, .school_id = 100 + s, .procedure = row.procedure, .version = 1, .state = SUBMISSION_ACCEPTED, .reason = STR_EMPTY, .changed_at = 1000 };
        if (!sheet_add(write, &row, block, err) || !submission_put(write, &submission, &(SubmissionRow){ 0 }, &(bool){ false }, err)) return false;
    }
    return true;
}

static Region *settle(void **state, uint32_t n_schools)
{
    StoreCase *store = store_case(state);
    Region *region = arena_one(store->arena, Region);
    region->store = store;
    region->sheet = simulated(store->arena);
    STORE_OK(store, schema_migrate(store->db, 0, &store->err));
    STORE_OK(store, db_tx(store->db, put_orgs, region, &store->err));
    region->part_to = n_schools;
    STORE_OK(store, db_tx(store->db, put_sheets, region, &store->err));
    STORE_OK(store, flow_open(store->url, 2, &region->flow, &store->err));
    region->grant = (Grant){ ROLE_REGION, region->region };
    region->office = (Who){ .region_id = 1, .account_id = 7, .n_grants = 1, .grants = &region->grant };
    setenv("MERILO_CLOCK", "1776751920", 1);
    return region;
}

static AnalysisDone analysed(Region *region)
{
    AnalysisDone done;
    AnalysisAsk ask = { .again = false };
    STORE_OK(region->store, flow_analyse_region(region->flow, &region->office, &ask, region->store->arena, &done, &region->store->err));
    return done;
}

static Str answer(const Analysis *analysis, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    check_json(analysis, true, &out, arena);
    Str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* The same forms without a database. */
static Str direct(Region *region, const char *inputs_hash, Arena *arena)
{
    const Progress quiet = { 0 };
    const Reference none = { .text = STR_EMPTY };
    AnalyseOptions how = { .fdr = 0.05, .reference = &none, .progress = &quiet };
    Analysis *analysis = arena_one(arena, Analysis);
    *analysis = (Analysis){ .version = STR(MERILO_VERSION), .schools = school_table_build(&region->sheet, 1, arena) };
    for (uint32_t i = 0; i < analysis->schools.n; i++)
        for (uint32_t s = 0; s < region->sheet->n_schools; s++)
            if (str_eq(region->sheet->school_code[s], analysis->schools.schools[i].code)) {
                analysis->schools.schools[i].name = arena_printf(arena, "Школа № %u", s + 1);
                analysis->schools.schools[i].municipality = region->districts[s % 2].name;
            }
    snprintf(analysis->inputs_hash, sizeof analysis->inputs_hash, "%s", inputs_hash);
    flow_analyse(&how, &region->sheet, 1, analysis, arena);
    analyse_params(&how, analysis, arena);
    return answer(analysis, arena);
}

static bool run_change(DbWrite *write, void *context, Err *err) { return db_run(write, context, DB_NO_ARGS, NULL, err); }

static void it_says_what_the_forms_say(void **state)
{
    Region *region = settle(state, SCHOOLS);
    StoreCase *store = region->store;
    DbRead *db = flow_reader(region->flow);
    AnalysisDone done = analysed(region);
    assert_false(done.unchanged);
    assert_int_equal(done.row.number, 1);
    assert_int_equal(done.row.n_schools, SCHOOLS);
    assert_true(done.n_level[LEVEL_SIGNS] + done.n_level[LEVEL_STRONG] > 0);
    Analysis *opened;
    STORE_OK(store, analysis_open_all(db, &done.row, store->arena, &opened, &store->err));
    Str stored = answer(opened, store->arena), expected = direct(region, arena_z(store->arena, done.row.inputs_hash), store->arena);
    assert_true(str_eq(stored, expected));
    /* lists are the same conclusions as rows */
    SchoolSigns *schools;
    uint32_t n, n_level[N_LEVELS], sum = 0;
    STORE_OK(store, analysis_levels(db, &done.row, region->region.path, n_level, &store->err));
    assert_memory_equal(n_level, done.n_level, sizeof n_level);
    for (int d = 0; d < 2; d++) {
        STORE_OK(store, analysis_schools(db, &done.row, region->districts[d].path, -1, STR_EMPTY, store->arena, &schools, &n, &store->err));
        sum += n;
        for (uint32_t i = 0; i < n; i++) assert_true(str_eq(schools[i].municipality, region->districts[d].name));
        if (d == 0) assert_true(str_eq(schools[1].name, STR("Школа № 3"))); /* by number, not «1, 11, 13» */
    }
    assert_int_equal(sum, SCHOOLS);
    SignDerived *signs;
    uint32_t n_signs, n_listed = 0;
    STORE_OK(store, analysis_signs(db, &done.row, region->region.path, store->arena, &signs, &n_signs, &store->err));
    STORE_OK(store, analysis_schools(db, &done.row, region->region.path, -1, STR_EMPTY, store->arena, &schools, &n, &store->err));
    for (uint32_t i = 0; i < n; i++) n_listed += schools[i].n_signs;
    assert_int_equal(n_signs, n_listed);
    STORE_OK(store, analysis_schools(db, &done.row, region->region.path, -1, STR("2021-4-математика"), store->arena, &schools, &n, &store->err));
    for (uint32_t i = 0; i < n; i++) assert_true(schools[i].n_signs > 0);
    ProcedureSigns *procedures;
    STORE_OK(store, analysis_sign_procedures(db, &done.row, region->region.path, store->arena, &procedures, &n, &store->err));
    assert_int_equal(n, 1);
    assert_true(str_eq(procedures[0].procedure, STR("2021-4-математика")) && procedures[0].n_schools > 0);
    /* the same again: nothing is computed; rebuilt: the same bytes */
    assert_true(analysed(region).unchanged);
    RebuildDone rebuilt;
    AnalysisAsk ask = { .n_threads = 1 };
    STORE_OK(store, flow_rebuild(region->flow, &region->office, &ask, store->arena, &rebuilt, &store->err));
    assert_true(rebuilt.comparable && rebuilt.same);
    assert_int_equal(rebuilt.done.row.number, 2);
    /* Whatever somebody changes by hand in one derived row is told, also the last bit of a chance. */
    static const char *const changes[] = { "UPDATE derived_sign SET p = p * 1.0000000000000002", "UPDATE derived_sign SET q = q / 2", "UPDATE derived_school SET p = p / 2",
        "UPDATE derived_school SET q = 0.5 WHERE q IS NOT NULL", "UPDATE derived_school SET n_works = n_works + 1" };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const Sql change = { .text = changes[i], .writes = true };
        STORE_OK(store, db_tx(store->db, run_change, (void *)(uintptr_t)&change, &store->err));
        STORE_OK(store, flow_rebuild(region->flow, &region->office, &ask, store->arena, &rebuilt, &store->err));
        if (!rebuilt.comparable || rebuilt.same) fail_msg("%s: not seen", changes[i]);
    }
    flow_close(region->flow);
}

SQL_SCAN(test_count_derived, "a test", "SELECT (SELECT count(*) FROM derived_head) + (SELECT count(*) FROM derived_procedure), (SELECT count(*) FROM derived_school)");

static void count_derived(Region *region, int64_t *heads, int64_t *schools)
{
    bool found;
    DbRows *rows = db_one(flow_reader(region->flow), &test_count_derived, DB_NO_ARGS, &found, &region->store->err);
    assert_true(rows != NULL && found);
    *heads = db_int(rows, 0);
    *schools = db_int(rows, 1);
    STORE_OK(region->store, db_end(rows, &region->store->err));
}

typedef struct Stopper { uint32_t left; } Stopper;
static bool stop_after(void *context, uint64_t done, uint64_t total, const char *words, Err *err)
{
    Stopper *stopper = context;
    (void)done, (void)total, (void)words;
    if (stopper->left-- > 0) return true;
    stopper->left = 0;
    return err_set(err, ERR_CONFLICT, "", "Остановлено.");
}

static void it_can_be_stopped_anywhere(void **state)
{
    Region *region = settle(state, 12); /* few schools: no norm, quick */
    StoreCase *store = region->store;
    int64_t heads, schools;
    bool found;
    AnalysisRow row;
    for (uint32_t left = 0; left < 5; left++) {
        Stopper stopper = { left };
        AnalysisAsk ask = { .watch = { stop_after, &stopper } };
        AnalysisDone done;
        Err err;
        assert_false(flow_analyse_region(region->flow, &region->office, &ask, store->arena, &done, &err));
        assert_string_equal(err.what, "Остановлено.");
        count_derived(region, &heads, &schools);
        assert_true(heads == 0 && schools == 0);
        STORE_OK(store, analysis_current(flow_reader(region->flow), 1, store->arena, &row, &found, &store->err));
        assert_false(found);
    }
    assert_int_equal(analysed(region).row.n_schools, 12);
    flow_close(region->flow);
}

static void a_new_one_takes_the_place_of_the_old(void **state)
{
    Region *region = settle(state, 10);
    StoreCase *store = region->store;
    DbRead *db = flow_reader(region->flow);
    int64_t heads, schools;
    uint32_t n_newer;
    AnalysisDone first = analysed(region);
    STORE_OK(store, analysis_n_newer(db, &first.row, &n_newer, &store->err));
    assert_int_equal(n_newer, 0);
    region->part_from = 10, region->part_to = 14;
    STORE_OK(store, db_tx(store->db, put_sheets, region, &store->err));
    AnalysisDone second = analysed(region);
    assert_int_equal(second.row.n_schools, 14);
    assert_false(str_eq(first.row.inputs_hash, second.row.inputs_hash));
    AnalysisRow now;
    bool found;
    STORE_OK(store, analysis_current(db, 1, store->arena, &now, &found, &store->err));
    assert_true(found && now.id == second.row.id);
    count_derived(region, &heads, &schools);
    assert_true(heads == 2 && schools == 14); /* nothing of the first is left */
    Analysis *opened;
    Err err;
    assert_false(analysis_open(db, &first.row, store->arena, &opened, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    flow_close(region->flow);
}

static bool die_after(void *context, uint64_t done, uint64_t total, const char *words, Err *err)
{
    Stopper *stopper = context;
    (void)done, (void)total, (void)words, (void)err;
    if (stopper->left-- == 0) kill(getpid(), SIGKILL);
    return true;
}

/* A process that is killed while it writes leaves the old conclusions standing; the next analysis sweeps what it left. */
static void a_killed_one_is_never_seen(void **state)
{
    Region *region = settle(state, 10);
    StoreCase *store = region->store;
    int64_t heads, schools;
    AnalysisDone first = analysed(region);
    region->part_from = 10, region->part_to = 14;
    STORE_OK(store, db_tx(store->db, put_sheets, region, &store->err));
    flow_close(region->flow);
    for (uint32_t left = 1; left < 5; left++) {
        pid_t child = fork();
        if (child == 0) {
            Stopper stopper = { left };
            AnalysisAsk ask = { .n_threads = 1, .watch = { die_after, &stopper } };
            AnalysisDone done;
            Err err;
            if (flow_open(store->url, 3, &region->flow, &err)) flow_analyse_region(region->flow, &region->office, &ask, store->arena, &done, &err);
            _exit(0);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        AnalysisRow row;
        bool found;
        STORE_OK(store, flow_open(store->url, 4, &region->flow, &store->err));
        STORE_OK(store, analysis_current(flow_reader(region->flow), 1, store->arena, &row, &found, &store->err));
        assert_true(found && row.id == first.row.id);
        Analysis *opened;
        STORE_OK(store, analysis_open_all(flow_reader(region->flow), &row, store->arena, &opened, &store->err));
        flow_close(region->flow);
    }
    STORE_OK(store, flow_open(store->url, 5, &region->flow, &store->err));
    assert_int_equal(analysed(region).row.n_schools, 14);
    count_derived(region, &heads, &schools);
    assert_true(heads == 2 && schools == 14);
    flow_close(region->flow);
}

static void a_job_computes_it(void **state)
{
    Region *region = settle(state, 12);
    StoreCase *store = region->store;
    uint32_t number;
    JobRow job;
    bool found;
    AnalysisRow row;
    const JobLoop once = { .once = true };
    JobAsk ask = { .kind = "analyse", .region_id = 1, .org_id = 1, .args = STR_EMPTY, .once = true };
    STORE_OK(store, flow_job_ask(region->flow, &region->office, &ask, &number, &store->err));
    STORE_OK(store, flow_job_loop(region->flow, &once, &store->err));
    STORE_OK(store, job_get(flow_reader(region->flow), 1, number, store->arena, &job, &found, &store->err));
    assert_true(found && job.state == JOB_DONE);
    assert_true(str_eq(job.link, STR("/signs")));
    STORE_OK(store, analysis_current(flow_reader(region->flow), 1, store->arena, &row, &found, &store->err));
    assert_true(found && row.number == 1 && row.made_by == 7);
    /* a job that was cancelled before its turn computes nothing */
    region->part_from = 12, region->part_to = 13;
    STORE_OK(store, db_tx(store->db, put_sheets, region, &store->err));
    STORE_OK(store, flow_job_ask(region->flow, &region->office, &ask, &number, &store->err));
    STORE_OK(store, flow_job_cancel(region->flow, &region->office, number, &store->err));
    STORE_OK(store, flow_job_loop(region->flow, &once, &store->err));
    STORE_OK(store, analysis_current(flow_reader(region->flow), 1, store->arena, &row, &found, &store->err));
    assert_int_equal(row.number, 1);
    flow_close(region->flow);
}

static void it_asks_for_the_right_and_for_forms(void **state)
{
    Region *region = settle(state, 0);
    AnalysisDone done;
    AnalysisAsk ask = { .again = false };
    Err err;
    assert_false(flow_analyse_region(region->flow, &region->office, &ask, region->store->arena, &done, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND); /* no forms yet */
    static const Role others[] = { ROLE_ADMIN, ROLE_METHODOLOGIST, ROLE_SCHOOL, ROLE_TEACHER, ROLE_READER };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        region->grant.role = others[i];
        assert_false(flow_analyse_region(region->flow, &region->office, &ask, region->store->arena, &done, &err));
        assert_int_equal(err.code, ERR_DENIED);
    }
    flow_close(region->flow);
}

static void a_small_district_takes_the_norm_of_a_region(void **state)
{
    Region *region = settle(state, SCHOOLS);
    StoreCase *store = region->store;
    DbRead *db = flow_reader(region->flow);
    AnalysisDone done = analysed(region);
    Analysis *opened;
    STORE_OK(store, analysis_open_all(db, &done.row, store->arena, &opened, &store->err));
    assert_int_equal(opened->reference_text.n, 0);
    Buf norms;
    buf_init(&norms, 0);
    reference_json(opened, &norms, store->arena);
    Str name, bytes = arena_str(store->arena, buf_str(&norms));
    buf_free(&norms);
    Err err;
    assert_false(flow_set_reference(region->flow, &region->office, STR("не норма.json"), STR("{}"), &err));
    assert_int_equal(err.code, ERR_INPUT);
    STORE_OK(store, flow_set_reference(region->flow, &region->office, STR("норма.json"), bytes, &store->err));
    STORE_OK(store, flow_reference_name(db, store->arena, &name, &store->err));
    assert_true(str_eq(name, STR("норма.json")));
    AnalysisDone with = analysed(region);
    assert_false(with.unchanged); /* other parameters: another analysis of the same forms */
    assert_true(str_eq(with.row.inputs_hash, done.row.inputs_hash));
    STORE_OK(store, analysis_open(db, &with.row, store->arena, &opened, &store->err));
    assert_true(str_find(opened->reference_text, STR("выгрузка")) != SIZE_MAX);
    region->grant.role = ROLE_METHODOLOGIST;
    assert_false(flow_set_reference(region->flow, &region->office, STR_EMPTY, STR_EMPTY, &err));
    assert_int_equal(err.code, ERR_DENIED);
    region->grant.role = ROLE_REGION;
    STORE_OK(store, flow_set_reference(region->flow, &region->office, STR_EMPTY, STR_EMPTY, &store->err));
    assert_false(analysed(region).unchanged);
    flow_close(region->flow);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(it_says_what_the_forms_say), BOTH(it_can_be_stopped_anywhere), BOTH(a_new_one_takes_the_place_of_the_old), BOTH(a_killed_one_is_never_seen), ON_SQLITE(a_job_computes_it), ON_SQLITE(it_asks_for_the_right_and_for_forms), ON_SQLITE(a_small_district_takes_the_norm_of_a_region) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
