/* Long work: large files by jobs, stopping, workers that die, fair order. On both engines. */
#include "line_world.h"

#include "base/buf.h"
#include "store/attachment.h"

/* rows works of each of three schools, a wrong score in every thousandth. */
static Str large(World *world, uint32_t rows)
{
    Buf out;
    buf_init(&out, 0);
    buf_add_z(&out, LINE_HEAD);
    for (uint32_t i = 0; i < rows * 3; i++)
        buf_printf(&out, "edu00000%u;%s;%u;1;4;;%u;%s;%u\n", i / rows + 1, i % 2 == 0 ? "а" : "б", i, i % 2, i % 1000 == 7 ? "?" : "1", i % 4);
    Str text = arena_str(world->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static JobRow job_one(World *world, uint32_t number)
{
    JobRow row = { 0 };
    bool found = false;
    WORLD_OK(world, job_get(flow_reader(world->flow), 1, number, world->arena, &row, &found, &world->err));
    assert_true(found);
    return row;
}

static void work(World *world) { WORLD_OK(world, flow_job_loop(world->flow, &(JobLoop){ .once = true }, &world->err)); }

static const char *const name = "шахматы 5 класс 2026.csv";

static void large_files_go_by_jobs(void **state)
{
    World *world = world_new(state);
    const Org *district = &world->districts[0];
    uint32_t job = 0;
    int number = line_bring(world, &world->office, district, name, large(world, 2000), &job);
    assert_int_not_equal(job, 0);
    const UploadKey key = { district, number };
    const UploadCell cell = { .sheet = STR_EMPTY, .cell = STR("H9"), .before = STR_EMPTY, .value = STR("2") };
    assert_int_equal(line_draft(world, district, number).upload.state, UPLOAD_READING);
    WORLD_FAILS(world, ERR_CONFLICT, flow_upload_edit(world->flow, &world->office, &key, &cell, 1, &world->err));
    work(world);
    JobRow row = job_one(world, job);
    assert_int_equal(row.state, JOB_DONE);
    assert_says(row.words, "ждут исправления 6");
    assert_str(row.link, "/forms/files/m1/1");
    Draft draft = line_draft(world, district, number);
    assert_false(draft.read);
    assert_int_equal(draft.upload.state, UPLOAD_DRAFT);
    assert_int_equal(draft.n_clean, 5994);
    assert_int_equal(draft.n_waiting, 6);
    assert_int_equal(draft.complaints[draft.n_complaints - 1].column, 8);
    /* a correction is known by its complaint, and the file is read again */
    WORLD_OK(world, flow_upload_edit(world->flow, &world->office, &key, &cell, 1, &world->err));
    assert_int_equal(line_draft(world, district, number).upload.state, UPLOAD_READING);
    work(world);
    draft = line_draft(world, district, number);
    assert_int_equal(draft.n_waiting, 5);
    assert_str(draft.edits[0].before, "?");
    ImportResult result = line_import(world, &world->office, district, number, "");
    assert_int_not_equal(result.job, 0);
    work(world);
    assert_int_equal(job_one(world, result.job).state, JOB_DONE);
    draft = line_draft(world, district, number);
    assert_int_equal(draft.upload.state, UPLOAD_PARTLY);
    assert_int_equal(line_form(world, &world->schools[0], LINE_WORK).n_works, 1999);
    assert_int_equal(line_form(world, &world->schools[0], LINE_WORK).state, SUBMISSION_SENT); /* rows of it still wait */
    assert_int_equal(line_form(world, &world->schools[2], LINE_WORK).n_waiting, 2);
    world_end(world);
}

static void jobs_are_stopped(void **state)
{
    World *world = world_new(state);
    const Org *district = &world->districts[0];
    uint32_t job = 0;
    int number = line_bring(world, &world->office, district, name, large(world, 2000), &job);
    WORLD_FAILS(world, ERR_DENIED, flow_job_cancel(world->flow, &world->other_office, job, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_job_cancel(world->flow, &world->office, 77, &world->err));
    WORLD_OK(world, flow_job_cancel(world->flow, &world->office, job, &world->err));
    assert_int_equal(job_one(world, job).state, JOB_CANCELLED);
    assert_int_equal(line_draft(world, district, number).upload.state, UPLOAD_CANCELLED);
    WORLD_FAILS(world, ERR_CONFLICT, flow_job_cancel(world->flow, &world->office, job, &world->err));
    /* writing is given up before it began: the draft is open again */
    number = line_bring(world, &world->office, district, name, large(world, 2000), &job);
    work(world);
    ImportResult result = line_import(world, &world->office, district, number, "");
    assert_int_equal(line_draft(world, district, number).upload.state, UPLOAD_READING);
    WORLD_OK(world, flow_job_cancel(world->flow, &world->office, result.job, &world->err));
    assert_int_equal(line_draft(world, district, number).upload.state, UPLOAD_DRAFT);
    assert_int_equal(line_form(world, &world->schools[0], LINE_WORK).version, 0);
    work(world);
    assert_int_equal(line_form(world, &world->schools[0], LINE_WORK).version, 0);
    world_end(world);
}

/* ---- workers ---- */

typedef struct Taken { JobRow *row; int64_t silent_before, now; bool done, cancel; } Taken;
static bool take(DbWrite *write, void *context, Err *err)
{
    Taken *taken = context;
    return job_take(write, taken->row, taken->silent_before, taken->now, &taken->done, err);
}
static bool beat(DbWrite *write, void *context, Err *err)
{
    Taken *taken = context;
    return job_beat(write, taken->row, taken->now, &taken->done, &taken->cancel, err);
}
static bool end(DbWrite *write, void *context, Err *err)
{
    const Taken *taken = context;
    return job_end(write, taken->row, err);
}

static void a_dead_worker_loses_its_job(void **state)
{
    World *world = world_new(state);
    Db *db = world->store->db;
    uint32_t job = 0;
    int number = line_bring(world, &world->office, &world->districts[0], name, large(world, 2000), &job);
    JobRow first = { 0 }, second = { 0 };
    bool found = false;
    WORLD_OK(world, job_next(db_reader(db), LINE_NOW - 60, world->arena, &first, &found, &world->err));
    assert_true(found);
    second = first;
    Taken taken = { &first, LINE_NOW - 60, LINE_NOW, false, false };
    WORLD_OK(world, db_tx(db, take, &taken, &world->err));
    assert_true(taken.done);
    /* nobody else gets it while it beats */
    taken.row = &second;
    WORLD_OK(world, db_tx(db, take, &taken, &world->err));
    assert_false(taken.done);
    WORLD_OK(world, job_next(db_reader(db), LINE_NOW - 60, world->arena, &second, &found, &world->err));
    assert_false(found);
    taken = (Taken){ &first, 0, LINE_NOW + 30, false, false };
    WORLD_OK(world, db_tx(db, beat, &taken, &world->err));
    assert_true(taken.done);
    work(world);
    assert_int_equal(job_one(world, job).state, JOB_RUNS);
    /* silent for over a minute: another worker does it, and the first can say nothing any more */
    world_clock(LINE_NOW + 30 + 61);
    work(world);
    assert_int_equal(job_one(world, job).state, JOB_DONE);
    assert_int_equal(line_draft(world, &world->districts[0], number).n_waiting, 6);
    taken.now = LINE_NOW + 100;
    WORLD_OK(world, db_tx(db, beat, &taken, &world->err));
    assert_false(taken.done);
    first.state = JOB_FAILED, first.words = STR("умер"), first.link = STR_EMPTY;
    WORLD_OK(world, db_tx(db, end, &taken, &world->err));
    assert_int_equal(job_one(world, job).state, JOB_DONE);
    world_end(world);
}

static bool other_region(DbWrite *write, void *context, Err *err)
{
    World *world = context;
    Org org = { .region_id = 7, .id = 7, .kind = ORG_REGION, .code = STR("r7"), .name = STR("Другая область"), .type = STR_EMPTY, .path = org_path_child(STR_EMPTY, 7, world->arena) };
    return org_put(write, &org, 0, world->arena, err);
}

static void regions_take_turns(void **state)
{
    World *world = world_new(state);
    Db *db = world->store->db;
    WORLD_OK(world, db_tx(db, other_region, world, &world->err));
    const Who who = flow_program(1), other = flow_program(7);
    for (int i = 0; i < 4; i++)
        WORLD_OK(world, flow_job_ask(world->flow, &who, &(JobAsk){ .kind = "none", .region_id = 1, .org_id = 1, .args = arena_printf(world->arena, "%d", i) }, NULL, &world->err));
    world_clock(LINE_NOW + 5);
    WORLD_OK(world, flow_job_ask(world->flow, &other, &(JobAsk){ .kind = "none", .region_id = 7, .org_id = 7, .args = STR("x") }, NULL, &world->err));
    static const char *const order[] = { "0", "x", "1", "2", "3" };
    for (size_t i = 0; i < 5; i++) {
        JobRow row;
        bool found = false;
        WORLD_OK(world, job_next(db_reader(db), 0, world->arena, &row, &found, &world->err));
        assert_true(found);
        assert_str(row.args, order[i]);
        Taken taken = { &row, 0, LINE_NOW + 10 + (int64_t)i, false, false };
        WORLD_OK(world, db_tx(db, take, &taken, &world->err));
        row.state = JOB_DONE, row.words = row.link = STR_EMPTY, row.finished_at = taken.now;
        WORLD_OK(world, db_tx(db, end, &taken, &world->err));
    }
    /* once: one waiting, however often it is asked for; an unknown kind fails in words */
    uint32_t first = 0, second = 0;
    const JobAsk once = { .kind = "none", .region_id = 1, .org_id = 1, .args = STR("y"), .once = true };
    WORLD_OK(world, flow_job_ask(world->flow, &who, &once, &first, &world->err));
    WORLD_OK(world, flow_job_ask(world->flow, &who, &once, &second, &world->err));
    assert_int_equal(first, second);
    work(world);
    assert_int_equal(job_one(world, first).state, JOB_FAILED);
    assert_says(job_one(world, first).words, "не знает задания");
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(large_files_go_by_jobs), BOTH(jobs_are_stopped), BOTH(a_dead_worker_loses_its_job), BOTH(regions_take_turns) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
