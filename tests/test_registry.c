/* Procedures, olympiads and the comparison with a downloaded form, on both engines. */
#include "line_world.h"

#include "flow/contest.h"
#include "flow/procedure.h"
#include "flow/reconcile.h"
#include "store/contest.h"

static ProcedureRow work_of(World *world, const char *kind, const char *subject)
{
    ProcedureRow row = { .region_id = 1, .org_id = world->districts[0].id, .kind = str_of(kind), .year = 2026, .grade = 5, .subject = str_of(subject), .level = STR_EMPTY, .title = STR_EMPTY,
        .starts_on = STR("2026-04-20"), .ends_on = STR("2026-04-24"), .hand_in_by = STR("2026-05-01"), .state = PROCEDURE_OPEN, .blueprint = STR_EMPTY, .note = STR_EMPTY };
    procedure_name(&row, world->arena);
    return row;
}

static void a_work_gets_its_code_and_official_tasks(void **state)
{
    World *world = world_new(state);
    ProcedureRow row = work_of(world, "впр", "математика");
    const Blueprint *work;
    bool own;
    assert_str(row.code, "2026-5-математика");
    assert_str(row.title, "ВПР 2026, математика, 5 класс");
    row.year = 2021;
    WORLD_OK(world, procedure_blueprint(&row, world->arena, &work, &own, &world->err));
    assert_non_null(work);
    assert_false(own);
    row.year = 1999;
    WORLD_OK(world, procedure_blueprint(&row, world->arena, &work, &own, &world->err));
    assert_null(work);
    assert_str(work_of(world, "муниципальная", "Шахматы").code, "2026-5-шахматы-муниципальная");
    world_end(world);
}

static void only_those_who_hold_it_change_a_procedure(void **state)
{
    World *world = world_new(state);
    ProcedureRow row = work_of(world, "муниципальная", "Шахматы");
    Str path = world->districts[0].path;
    WORLD_FAILS(world, ERR_DENIED, flow_procedure_put(world->flow, &world->head, path, &row, true, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_procedure_put(world->flow, &world->other_office, path, &row, true, &world->err));
    WORLD_OK(world, flow_procedure_put(world->flow, &world->office, path, &row, true, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_procedure_put(world->flow, &world->office, path, &row, true, &world->err));
    row.ends_on = STR("2026-04-01");
    WORLD_FAILS(world, ERR_INPUT, flow_procedure_put(world->flow, &world->office, path, &row, false, &world->err));
    row.ends_on = STR("2026-04-25");
    WORLD_OK(world, flow_procedure_put(world->flow, &world->office, path, &row, false, &world->err));
    row.code = STR("2026-5-нет-такой");
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_procedure_put(world->flow, &world->office, path, &row, false, &world->err));
    world_end(world);
}

static void a_typed_table_becomes_a_blueprint(void **state)
{
    World *world = world_new(state);
    ProcedureRow row = work_of(world, "муниципальная", "Шахматы");
    const Blueprint *work;
    bool own;
    WORLD_OK(world, procedure_blueprint_read(&row, STR("задание\tмакс\tот_3\tот_4\tот_5\n1\t1\t2\t4\t5\n2\t2\t2\t4\t5\n3К1\t3\t2\t4\t5\n"), world->arena, &row.blueprint, &world->err));
    WORLD_OK(world, procedure_blueprint(&row, world->arena, &work, &own, &world->err));
    assert_true(own);
    assert_int_equal(work->n_tasks, 3);
    assert_int_equal(work->max, 6);
    assert_int_equal(work->cutoff[1], 4);
    assert_str(work->tasks[2].label, "3К1");
    Str again = procedure_blueprint_text(work, world->arena);
    assert_true(str_eq(again, row.blueprint));
    WORLD_FAILS(world, ERR_INPUT, procedure_blueprint_read(&row, STR("задание\tмакс\n1\tмного\n"), world->arena, &row.blueprint, &world->err));
    world_end(world);
}

static void tasks_of_a_written_work_stand_its_marks_may_move(void **state)
{
    World *world = world_new(state);
    int number = line_bring(world, &world->head, &world->schools[0], "форма.csv", STR(LINE_HEAD "edu000001;а;101;1;4;6;1;2;3\nedu000001;а;102;1;3;3;1;1;1\n"), NULL);
    (void)number;
    UploadKey key = { &world->schools[0], number };
    WORLD_OK(world, flow_upload_procedure(world->flow, &world->head, &key, STR(LINE_WORK), &world->err));
    line_import(world, &world->head, &world->schools[0], number, "");
    ProcedureRow row;
    bool found;
    WORLD_OK(world, procedure_get(flow_reader(world->flow), 1, STR(LINE_WORK), world->arena, &row, &found, &world->err));
    assert_true(found);
    WORLD_OK(world, procedure_blueprint_read(&row, STR("задание;макс;от_3;от_4;от_5\n1;1;2;4;5\n2;2;2;4;5\n3;3;2;4;5\n"), world->arena, &row.blueprint, &world->err));
    WORLD_OK(world, flow_procedure_put(world->flow, &world->region_office, world->region.path, &row, false, &world->err));
    WORLD_OK(world, procedure_blueprint_read(&row, STR("задание;макс;от_3;от_4;от_5\n1;1;1;4;5\n2;2;1;4;5\n3;3;1;4;5\n"), world->arena, &row.blueprint, &world->err));
    WORLD_OK(world, flow_procedure_put(world->flow, &world->region_office, world->region.path, &row, false, &world->err));
    WORLD_OK(world, procedure_blueprint_read(&row, STR("задание;макс;от_3;от_4;от_5\n1;2;1;4;5\n2;2;1;4;5\n3;3;1;4;5\n"), world->arena, &row.blueprint, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_procedure_put(world->flow, &world->region_office, world->region.path, &row, false, &world->err));
    world_end(world);
}

/* ---- olympiads ---- */

#define CONTEST_HEAD "школа;код;класс;этап;баллы;макс;статус\n"

static void an_olympiad_takes_clean_rows_and_tells_of_the_rest(void **state)
{
    World *world = world_new(state);
    ProcedureRow row = work_of(world, "олимпиада", "ма");
    WORLD_OK(world, flow_procedure_put(world->flow, &world->office, world->districts[0].path, &row, true, &world->err));
    ContestAsk ask = { .org = &world->districts[0], .procedure = row.code, .name = STR("список.csv"), .stage = STR_EMPTY, .only_look = true,
        .bytes = STR(CONTEST_HEAD "edu000001;101;7а;школьный;31,5;40;Победитель\nedu000002;102;7а;школьный;12;40;\nedu000001;Иванов Иван;7а;школьный;1;40;участник\n"
                     "edu000004;103;7а;школьный;12;40;призер\nedu000001;101;7а;школьный;30;40;участник\nedu000002;104;7б;школьный;50;40;участник\n") };
    ContestTaken taken;
    WORLD_OK(world, flow_contest_take(world->flow, &world->office, &ask, world->arena, &taken, &world->err));
    assert_int_equal(taken.list.n, 2);
    assert_int_equal(taken.list.n_rows, 6);
    assert_int_equal(taken.list.n_complaints, 4);
    for (uint32_t i = 0; i < taken.list.n_complaints; i++) assert_int_equal(str_find(taken.list.complaints[i].value, STR("Иванов")), SIZE_MAX);
    const ContestResult *results;
    uint32_t n;
    WORLD_OK(world, contest_results(flow_reader(world->flow), 1, world->region.path, row.code, world->arena, &results, &n, &world->err));
    assert_int_equal(n, 0); /* a look writes nothing */
    ask.only_look = false;
    WORLD_FAILS(world, ERR_DENIED, flow_contest_take(world->flow, &world->other_office, &ask, world->arena, &taken, &world->err));
    WORLD_OK(world, flow_contest_take(world->flow, &world->office, &ask, world->arena, &taken, &world->err));
    WORLD_OK(world, contest_results(flow_reader(world->flow), 1, world->region.path, row.code, world->arena, &results, &n, &world->err));
    assert_int_equal(n, 2);
    assert_str(results[0].status, "победитель");
    assert_float_equal(results[0].score, 31.5, 0);
    assert_str(results[1].status, "участник");
    WORLD_OK(world, contest_results(flow_reader(world->flow), 1, world->schools[1].path, row.code, world->arena, &results, &n, &world->err));
    assert_int_equal(n, 1); /* a school sees its own */
    world_end(world);
}

static void a_later_list_takes_the_place_of_an_earlier_one(void **state)
{
    World *world = world_new(state);
    ProcedureRow row = work_of(world, "олимпиада", "ма");
    WORLD_OK(world, flow_procedure_put(world->flow, &world->office, world->districts[0].path, &row, true, &world->err));
    ContestAsk ask = { .org = &world->schools[0], .procedure = row.code, .name = STR("список.csv"), .stage = STR("школьный"), .bytes = STR("школа;код;баллы\nedu000001;101;5\nedu000001;102;6\n") };
    ContestTaken taken;
    const ContestResult *results;
    const ContestCount *counts;
    uint32_t n;
    WORLD_OK(world, flow_contest_take(world->flow, &world->head, &ask, world->arena, &taken, &world->err));
    world_clock(LINE_NOW + 60);
    ask.bytes = STR("школа;код;баллы;статус\nedu000001;101;7;призёр\n");
    WORLD_OK(world, flow_contest_take(world->flow, &world->head, &ask, world->arena, &taken, &world->err));
    WORLD_OK(world, contest_results(flow_reader(world->flow), 1, world->region.path, row.code, world->arena, &results, &n, &world->err));
    assert_int_equal(n, 1);
    assert_float_equal(results[0].score, 7, 0);
    WORLD_OK(world, contest_counts(flow_reader(world->flow), 1, world->region.path, world->arena, &counts, &n, &world->err));
    assert_int_equal(n, 1);
    assert_int_equal(counts[0].n, 1);
    assert_int_equal(counts[0].n_runners_up, 1);
    ask.procedure = STR(LINE_WORK);
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_contest_take(world->flow, &world->head, &ask, world->arena, &taken, &world->err));
    ask.procedure = row.code, ask.bytes = STR("просто слова");
    WORLD_FAILS(world, ERR_INPUT, flow_contest_take(world->flow, &world->head, &ask, world->arena, &taken, &world->err));
    world_end(world);
}

/* ---- comparison ---- */

static void own_entry_is_held_against_the_official_form(void **state)
{
    World *world = world_new(state);
    int number = line_bring(world, &world->head, &world->schools[0], "форма.csv", STR(LINE_HEAD "edu000001;а;101;1;4;6;1;2;3\nedu000001;а;102;1;3;3;1;1;1\nedu000001;а;103;1;3;3;1;1;1\n"), NULL);
    UploadKey key = { &world->schools[0], number };
    WORLD_OK(world, flow_upload_procedure(world->flow, &world->head, &key, STR(LINE_WORK), &world->err));
    line_import(world, &world->head, &world->schools[0], number, "");
    ReconcileAsk ask = { .org = &world->districts[0], .name = STR("официальная.csv"), .procedure = STR(LINE_WORK),
        .bytes = STR(LINE_HEAD "edu000001;а;101;1;4;6;1;2;3\nedu000001;а;102;1;3;4;1;2;1\nedu000001;а;104;1;3;3;1;1;1\nedu000004;а;201;1;3;3;1;1;1\n") };
    Reconcile found;
    WORLD_OK(world, flow_reconcile(world->flow, &world->office, &ask, world->arena, &found, &world->err));
    assert_int_equal(found.n, 2);
    assert_int_equal(found.n_same, 1);
    assert_int_equal(found.n_different, 3); /* 102 differs, 103 is only here, 104 only there */
    assert_true(found.parts[1].foreign);
    assert_str(found.parts[1].school.name, "edu000004"); /* a foreign school is not named */
    WORLD_FAILS(world, ERR_DENIED, flow_reconcile(world->flow, &world->other_office, &ask, world->arena, &found, &world->err));
    ask.bytes = STR("это не форма");
    WORLD_FAILS(world, ERR_INPUT, flow_reconcile(world->flow, &world->office, &ask, world->arena, &found, &world->err));
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_work_gets_its_code_and_official_tasks), BOTH(only_those_who_hold_it_change_a_procedure), BOTH(a_typed_table_becomes_a_blueprint),
        BOTH(tasks_of_a_written_work_stand_its_marks_may_move), BOTH(an_olympiad_takes_clean_rows_and_tells_of_the_rest), BOTH(a_later_list_takes_the_place_of_an_earlier_one),
        BOTH(own_entry_is_held_against_the_official_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
