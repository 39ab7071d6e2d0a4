/* Papers that were issued and requisites as rows, on both engines: numbers run within organisation, kind and year; who saves requisites over another is told. */
#include "line_world.h"

#include "store/paper.h"

typedef struct Paper { IssuedPaper row; } Paper;

static bool put(DbWrite *write, void *context, Err *err)
{
    Paper *paper = context;
    paper->row.id = db_new_id(write);
    return paper_next_number(db_within(write), paper->row.region_id, paper->row.org_id, paper->row.kind, paper->row.year, &paper->row.number, err) && paper_put(write, &paper->row, err);
}

static uint32_t issued(World *world, const Org *org, const char *kind, int year, int64_t plan_id, const char *day)
{
    Paper paper = { { .region_id = 1, .org_id = org->id, .kind = str_of(kind), .year = year, .number_words = STR("87-од"), .day = str_of(day), .title = STR("О перепроверке"), .plan_id = plan_id, .sha256 = STR("aa"), .account_id = 100, .made_at = LINE_NOW } };
    WORLD_OK(world, db_tx(world->store->db, put, &paper, &world->err));
    return paper.row.number;
}

static void numbers_run_by_organisation_kind_and_year(void **state)
{
    World *world = world_new(state);
    DbRead *db = db_reader(world->store->db);
    const Org *district = &world->districts[0], *school = &world->schools[0];
    assert_int_equal(issued(world, district, "order", 2026, 7, "2026-04-21"), 1);
    assert_int_equal(issued(world, district, "order", 2026, 7, "2026-04-22"), 2);
    assert_int_equal(issued(world, district, "letter", 2026, 0, "2026-04-23"), 1);
    assert_int_equal(issued(world, district, "order", 2027, 0, "2027-01-11"), 1);
    assert_int_equal(issued(world, school, "order", 2026, 7, "2026-04-24"), 1);
    const IssuedPaper *rows;
    uint32_t n;
    PaperAsk ask = { .path = world->region.path, .kind = STR_EMPTY };
    WORLD_OK(world, paper_list(db, 1, &ask, world->arena, &rows, &n, &world->err));
    assert_int_equal(n, 5);
    assert_true(str_eq(rows[0].day, STR("2027-01-11")));
    ask = (PaperAsk){ .path = district->path, .kind = STR("order"), .plan_id = 7 };
    WORLD_OK(world, paper_list(db, 1, &ask, world->arena, &rows, &n, &world->err));
    assert_int_equal(n, 3); /* its own two and the school's */
    assert_int_equal(rows[1].number, 2);
    ask.path = world->districts[1].path;
    WORLD_OK(world, paper_list(db, 1, &ask, world->arena, &rows, &n, &world->err));
    assert_int_equal(n, 0);
    IssuedPaper row;
    bool found;
    WORLD_OK(world, paper_get(db, 1, district->id, STR("order"), 2026, 2, world->arena, &row, &found, &world->err));
    assert_true(found && str_eq(row.number_words, STR("87-од")) && str_eq(row.org_code, district->code));
    WORLD_OK(world, paper_get(db, 1, district->id, STR("order"), 2026, 3, world->arena, &row, &found, &world->err));
    assert_false(found);
    world_end(world);
}

typedef struct Saving { RequisitesRow row; bool done; } Saving;

static bool save(DbWrite *write, void *context, Err *err)
{
    Saving *saving = context;
    return requisites_save(write, &saving->row, &saving->done, err);
}

static bool saved(World *world, const Org *org, uint32_t revision, const char *fields)
{
    Saving saving = { { .region_id = 1, .org_id = org->id, .fields = str_of(fields), .revision = revision, .changed_by = 100, .changed_at = LINE_NOW }, false };
    WORLD_OK(world, db_tx(world->store->db, save, &saving, &world->err));
    return saving.done;
}

static void requisites_are_saved_over_what_was_seen(void **state)
{
    World *world = world_new(state);
    DbRead *db = db_reader(world->store->db);
    const Org *org = &world->districts[0];
    RequisitesRow row;
    WORLD_OK(world, requisites_get(db, 1, org->id, world->arena, &row, &world->err));
    assert_int_equal(row.revision, 0);
    assert_int_equal(row.fields.n, 0);
    assert_true(saved(world, org, 0, "{\"name\":\"А\"}"));
    assert_false(saved(world, org, 0, "{\"name\":\"Б\"}")); /* the first was there before */
    assert_true(saved(world, org, 1, "{\"name\":\"В\"}"));
    assert_false(saved(world, org, 1, "{\"name\":\"Г\"}"));
    WORLD_OK(world, requisites_get(db, 1, org->id, world->arena, &row, &world->err));
    assert_int_equal(row.revision, 2);
    assert_true(str_eq(row.fields, STR("{\"name\":\"В\"}")));
    WORLD_OK(world, requisites_get(db, 1, world->districts[1].id, world->arena, &row, &world->err));
    assert_int_equal(row.revision, 0);
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(numbers_run_by_organisation_kind_and_year), BOTH(requisites_are_saved_over_what_was_seen) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
