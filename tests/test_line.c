/* The line from a file to an accepted form, through use cases, on both engines. */
#include "line_world.h"

#include "domain/block.h"

#define FORM LINE_HEAD                    \
    "edu000001;а;1;1;4;6;1;2;3\n"         \
    "edu000001;а;2;1;4;4;1;?;3\n"         \
    "edu000001;а;3;1;5;4;1;2;1\n"         \
    "edu000001;б;4;отсутствовал;;;;;\n"   \
    "edu000001;б;5;1;3;3;1;1;1\n"

static const char *const name = "шахматы 5 класс 2026.csv";

static Sheet *standing(World *world, const Org *school, const char *procedure, int version)
{
    Str block;
    bool found = false;
    Sheet *sheet;
    WORLD_OK(world, sheet_block(flow_reader(world->flow), 1, str_of(procedure), school->id, version, world->arena, &block, &found, &world->err));
    assert_true(found);
    WORLD_OK(world, block_read(block, world->arena, &sheet, &world->err));
    return sheet;
}

static Str journal_of(World *world, const char *object)
{
    const AuditEntry *entries;
    uint32_t n = 0;
    const AuditAsk ask = { .org_path = world->region.path, .object = str_of(object), .limit = 50 };
    WORLD_OK(world, audit_list(flow_reader(world->flow), 1, &ask, world->arena, &entries, &n, &world->err));
    Str all = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) all = arena_printf(world->arena, "%.*s%.*s|%.*s\n", STR_ARG(all), STR_ARG(entries[i].verb), STR_ARG(entries[i].words));
    return all;
}

static uint32_t jobs_waiting(World *world, const char *kind)
{
    const JobRow *rows;
    uint32_t n = 0, waiting = 0;
    WORLD_OK(world, job_list(flow_reader(world->flow), 1, world->region.path, 100, world->arena, &rows, &n, &world->err));
    for (uint32_t i = 0; i < n; i++) waiting += rows[i].state == JOB_WAITS && str_eq(rows[i].kind, str_of(kind));
    return waiting;
}

static void from_file_to_accepted(void **state)
{
    World *world = world_new(state);
    const Org *school = &world->schools[0];
    int number = line_bring(world, &world->head, school, name, STR(FORM), NULL);
    assert_int_equal(number, 1);
    Draft draft = line_draft(world, school, number);
    assert_true(draft.read);
    assert_int_equal(draft.upload.state, UPLOAD_DRAFT);
    assert_int_equal(draft.upload.n_rows, 5);
    assert_int_equal(draft.n_clean, 4);
    assert_int_equal(draft.n_absent, 1);
    assert_int_equal(draft.n_waiting, 1);
    assert_int_equal(draft.n_complaints, 2); /* the work was guessed from the name */
    assert_str(draft_cell(&draft, STR_EMPTY, 3, 8), "?");
    assert_int_equal(draft.sheets[0].layout.header_row, 1);
    assert_str(draft.sheets[0].sheet->procedure.id, LINE_WORK);
    const UploadKey key = { school, number };
    ImportResult result;
    WORLD_FAILS(world, ERR_INPUT, flow_import(world->flow, &world->head, &key, &(ImportAsk){ .all = true, .reason = STR_EMPTY }, &result, &world->err));
    /* clean rows first */
    result = line_import(world, &world->head, school, number, "");
    assert_int_equal(result.n_written, 1);
    assert_int_equal(result.n_works, 3);
    assert_int_equal(result.n_absent, 1);
    assert_int_equal(result.n_waiting, 1);
    assert_says(import_words(&result, world->arena), "1\u00a0строка ждёт исправления");
    SubmissionRow form = line_form(world, school, LINE_WORK);
    assert_int_equal(form.state, SUBMISSION_IN_HAND);
    assert_int_equal(form.n_waiting, 1);
    assert_int_equal(line_draft(world, school, number).upload.state, UPLOAD_PARTLY);
    assert_int_equal(jobs_waiting(world, "analyse"), 1);
    /* then the wrong cell */
    const UploadCell cell = { .sheet = STR_EMPTY, .cell = STR("H3"), .value = STR("0") };
    WORLD_OK(world, flow_upload_edit(world->flow, &world->head, &key, &cell, 1, &world->err));
    draft = line_draft(world, school, number);
    assert_int_equal(draft.n_waiting, 0);
    assert_str(draft_cell(&draft, STR_EMPTY, 3, 8), "0");
    assert_str(draft_cell_before(&draft, STR_EMPTY, 3, 8), "?");
    assert_str(draft.edits[0].before, "?");
    WORLD_OK(world, flow_import(world->flow, &world->head, &key, &(ImportAsk){ .all = true, .reason = STR_EMPTY }, &result, &world->err));
    assert_int_equal(result.n_written, 1);
    assert_int_equal(result.n_works, 4);
    assert_int_equal(line_draft(world, school, number).upload.state, UPLOAD_WRITTEN);
    form = line_form(world, school, LINE_WORK);
    assert_int_equal(form.version, 2);
    assert_int_equal(form.n_waiting, 0);
    assert_int_equal(jobs_waiting(world, "analyse"), 1); /* still one */
    Sheet *sheet = standing(world, school, LINE_WORK, 2);
    assert_int_equal(sheet->n_works, 4);
    assert_int_equal(sheet->n_absent, 1);
    assert_str(sheet->school_code[0], "edu000001");
    assert_int_equal(standing(world, school, LINE_WORK, 1)->n_works, 3); /* the first version stays as it was */
    WORLD_FAILS(world, ERR_CONFLICT, flow_upload_edit(world->flow, &world->head, &key, &cell, 1, &world->err));
    /* on its way */
    WORLD_FAILS(world, ERR_CONFLICT, flow_submission_step(world->flow, &world->office, SUBMISSION_ACCEPT, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    WORLD_OK(world, flow_submission_step(world->flow, &world->head, SUBMISSION_SEND, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_submission_step(world->flow, &world->head, SUBMISSION_ACCEPT, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_submission_step(world->flow, &world->other_office, SUBMISSION_ACCEPT, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_INPUT, flow_submission_step(world->flow, &world->office, SUBMISSION_RETURN, STR(LINE_WORK), school, STR(" "), &world->err));
    WORLD_OK(world, flow_submission_step(world->flow, &world->office, SUBMISSION_RETURN, STR(LINE_WORK), school, STR("Нет класса «в»"), &world->err));
    assert_str(line_form(world, school, LINE_WORK).reason, "Нет класса «в»");
    WORLD_OK(world, flow_submission_step(world->flow, &world->head, SUBMISSION_SEND, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    WORLD_OK(world, flow_submission_step(world->flow, &world->office, SUBMISSION_ACCEPT, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    WORLD_OK(world, flow_submission_step(world->flow, &world->office, SUBMISSION_LOCK, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    assert_int_equal(line_form(world, school, LINE_WORK).state, SUBMISSION_LOCKED);
    Str journal = journal_of(world, "submission/" LINE_WORK "/edu000001");
    assert_says(journal, "форма записана|");
    assert_says(journal, "версия 1 → 2; работ 3 → 4");
    assert_says(journal, "сдано, ждёт приёмки → возвращено; версия 2, 4\u00a0работы. Почему: Нет класса «в»");
    assert_says(journal, "принято → закрыто от правок");
    assert_says(journal_of(world, "upload/edu000001/1"), "H3: «?» → «0»");
    world_end(world);
}

static void corrections_need_reasons(void **state)
{
    World *world = world_new(state);
    const Org *school = &world->schools[0];
    static const char *const first = LINE_HEAD "edu000001;а;1;1;4;6;1;2;3\nedu000001;б;5;1;3;3;1;1;1\n";
    line_import(world, &world->head, school, line_bring(world, &world->head, school, name, str_of(first), NULL), "");
    WORLD_OK(world, flow_submission_step(world->flow, &world->head, SUBMISSION_SEND, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    /* the same again is nothing new */
    ImportResult result = line_import(world, &world->head, school, line_bring(world, &world->head, school, "2026 год шахматы 5 класс.csv", str_of(first), NULL), "");
    assert_int_equal(result.n_same, 1);
    assert_int_equal(result.n_written, 0);
    assert_int_equal(line_form(world, school, LINE_WORK).version, 1);
    assert_int_equal(line_form(world, school, LINE_WORK).state, SUBMISSION_SENT);
    assert_says(import_words(&result, world->arena), "Уже записано");
    /* another score after sending: with a reason only; class б stays, since the file does not speak of it */
    static const char *const second = LINE_HEAD "edu000001;а;1;1;4;5;1;1;3\n";
    int number = line_bring(world, &world->head, school, name, str_of(second), NULL);
    const UploadKey key = { school, number };
    WORLD_FAILS(world, ERR_INPUT, flow_import(world->flow, &world->head, &key, &(ImportAsk){ .reason = STR_EMPTY }, &result, &world->err));
    assert_int_equal(line_form(world, school, LINE_WORK).version, 1);
    result = line_import(world, &world->head, school, number, "Перепутан балл");
    assert_int_equal(result.n_kept_classes, 1);
    assert_int_equal(standing(world, school, LINE_WORK, 2)->n_works, 2);
    const SheetRow *versions;
    uint32_t n = 0;
    WORLD_OK(world, sheet_versions(flow_reader(world->flow), 1, STR(LINE_WORK), school->id, world->arena, &versions, &n, &world->err));
    assert_int_equal(n, 2);
    assert_str(versions[0].reason, "Перепутан балл");
    assert_int_equal(versions[0].replaces, 1);
    assert_int_equal(versions[0].upload_number, number);
    /* accepted, then corrected by the school: to be accepted again; by the office: stays accepted */
    WORLD_OK(world, flow_submission_step(world->flow, &world->office, SUBMISSION_ACCEPT, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    line_import(world, &world->head, school, line_bring(world, &world->head, school, name, str_of(first), NULL), "Вернули как было");
    assert_int_equal(line_form(world, school, LINE_WORK).state, SUBMISSION_SENT);
    line_import(world, &world->office, school, line_bring(world, &world->office, school, name, str_of(second), NULL), "По работе");
    assert_int_equal(line_form(world, school, LINE_WORK).state, SUBMISSION_ACCEPTED);
    /* replacing: class б leaves */
    number = line_bring(world, &world->office, school, name, STR(LINE_HEAD "edu000001;а;1;1;4;4;1;0;3\n"), NULL);
    WORLD_OK(world, flow_import(world->flow, &world->office, &(UploadKey){ school, number }, &(ImportAsk){ .replace = true, .reason = STR("Класса нет") }, &result, &world->err));
    assert_int_equal(standing(world, school, LINE_WORK, 0)->n_works, 1);
    /* locked */
    WORLD_OK(world, flow_submission_step(world->flow, &world->office, SUBMISSION_LOCK, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    number = line_bring(world, &world->head, school, name, str_of(first), NULL);
    WORLD_FAILS(world, ERR_CONFLICT, flow_import(world->flow, &world->head, &(UploadKey){ school, number }, &(ImportAsk){ .reason = STR("ещё раз") }, &result, &world->err));
    assert_says(str_of(world->err.what), "закрыта от правок");
    WORLD_OK(world, flow_submission_step(world->flow, &world->office, SUBMISSION_UNLOCK, STR(LINE_WORK), school, STR("Ошибка в классе"), &world->err));
    line_import(world, &world->head, school, number, "ещё раз");
    world_end(world);
}

static void each_writes_its_own(void **state)
{
    World *world = world_new(state);
    static const char *const region = LINE_HEAD "edu000001;а;1;1;4;6;1;2;3\nedu000002;а;1;1;4;6;1;2;3\nedu000004;а;1;1;4;6;1;2;3\nedu000009;а;1;1;4;6;1;2;3\n";
    /* a school brings a file of four: one is its own */
    int number = line_bring(world, &world->head, &world->schools[0], name, str_of(region), NULL);
    Draft draft = line_draft(world, &world->schools[0], number);
    assert_int_equal(draft.n_clean, 1);
    assert_int_equal(draft.n_waiting, 3);
    assert_int_equal(draft.schools[1].state, DRAFT_SCHOOL_FOREIGN);
    assert_int_equal(draft.schools[3].state, DRAFT_SCHOOL_UNKNOWN);
    assert_int_equal(draft.complaints[0].severity, SEVERITY_ERROR);
    assert_int_equal(draft.complaints[0].row, 3);
    assert_int_equal(draft.complaints[0].column, 1);
    assert_int_equal(line_import(world, &world->head, &world->schools[0], number, "").n_forms, 1);
    assert_int_equal(line_form(world, &world->schools[1], LINE_WORK).version, 0);
    /* others cannot touch the draft, the office can */
    const UploadCell cell = { .sheet = STR_EMPTY, .cell = STR("A5"), .value = STR("edu000001") };
    const UploadKey key = { &world->schools[0], number };
    WORLD_FAILS(world, ERR_DENIED, flow_upload_edit(world->flow, &world->other_head, &key, &cell, 1, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_upload_cancel(world->flow, &world->other_office, &key, &world->err));
    WORLD_FAILS(world, ERR_DENIED, flow_upload(world->flow, &world->other_head, &(UploadAsk){ .org = &world->schools[0], .name = STR("x"), .bytes = STR("x"), .procedure = STR_EMPTY }, &number, &(uint32_t){ 0 }, &world->err));
    /* a district brings its own schools */
    number = line_bring(world, &world->office, &world->districts[0], name, str_of(region), NULL);
    draft = line_draft(world, &world->districts[0], number);
    assert_int_equal(draft.n_clean, 2);
    /* an unknown code is read as another school, everywhere at once */
    const UploadCell code = { .sheet = STR_EMPTY, .cell = STR_EMPTY, .before = STR("edu000009"), .value = STR("edu000003") };
    WORLD_OK(world, flow_upload_edit(world->flow, &world->office, &(UploadKey){ &world->districts[0], number }, &code, 1, &world->err));
    ImportResult result = line_import(world, &world->office, &world->districts[0], number, "");
    assert_int_equal(result.n_forms, 3);
    assert_int_equal(result.n_written, 2); /* the first school has the very same already */
    assert_int_equal(result.n_same, 1);
    assert_str(standing(world, &world->schools[2], LINE_WORK, 1)->school_code[0], "edu000003");
    assert_int_equal(line_form(world, &world->schools[2], LINE_WORK).state, SUBMISSION_ACCEPTED);
    assert_int_equal(line_form(world, &world->schools[0], LINE_WORK).state, SUBMISSION_ACCEPTED);
    WORLD_OK(world, flow_upload_undo(world->flow, &world->office, &(UploadKey){ &world->districts[0], number }, &code, &world->err));
    assert_int_equal(line_draft(world, &world->districts[0], number).n_waiting, 2);
    WORLD_OK(world, flow_upload_cancel(world->flow, &world->office, &(UploadKey){ &world->districts[0], number }, &world->err));
    /* all at once */
    uint32_t n = 0;
    WORLD_OK(world, flow_submission_all(world->flow, &world->office, SUBMISSION_LOCK, STR_EMPTY, &world->districts[0], false, STR_EMPTY, &n, &world->err));
    assert_int_equal(n, 3);
    WORLD_FAILS(world, ERR_DENIED, flow_submission_all(world->flow, &world->other_office, SUBMISSION_UNLOCK, STR_EMPTY, &world->districts[0], false, STR("надо"), &n, &world->err));
    world_end(world);
}

static void tasks_of_a_procedure_are_of_one_kind(void **state)
{
    World *world = world_new(state);
    line_import(world, &world->head, &world->schools[0], line_bring(world, &world->head, &world->schools[0], name, STR(LINE_HEAD "edu000001;а;1;1;4;6;1;2;3\n"), NULL), "");
    /* no maxima in the headings: they come from the registered procedure, not from the scores */
    int number = line_bring(world, &world->other_head, &world->schools[1], name, STR("школа;класс;код;1;2;3\nedu000002;а;1;1;1;1\nedu000002;а;2;0;2;0\n"), NULL);
    Draft draft = line_draft(world, &world->schools[1], number);
    assert_int_equal(draft.n_waiting, 0);
    assert_int_equal(draft.sheets[0].sheet->procedure.blueprint->max, 6);
    line_import(world, &world->other_head, &world->schools[1], number, "");
    /* other maxima: refused, told, not written */
    number = line_bring(world, &world->office, &world->schools[2], name, STR("школа;класс;код;1 (1б);2 (2б);3 (4б)\nedu000003;а;1;1;1;4\n"), NULL);
    draft = line_draft(world, &world->schools[2], number);
    assert_int_equal(draft.n_clean, 0);
    assert_true(draft.sheets[0].refused);
    assert_string_equal(draft.complaints[0].code, "blueprint-other");
    ImportResult result;
    WORLD_FAILS(world, ERR_INPUT, flow_import(world->flow, &world->office, &(UploadKey){ &world->schools[2], number }, &(ImportAsk){ .reason = STR_EMPTY }, &result, &world->err));
    /* it was another procedure */
    WORLD_OK(world, flow_upload_procedure(world->flow, &world->office, &(UploadKey){ &world->schools[2], number }, STR("2026-5-шашки"), &world->err));
    line_import(world, &world->office, &world->schools[2], number, "");
    assert_int_equal(line_form(world, &world->schools[2], "2026-5-шашки").n_works, 1);
    WORLD_FAILS(world, ERR_INPUT, flow_upload_procedure(world->flow, &world->office, &(UploadKey){ &world->schools[2], number }, STR("шашки"), &world->err));
    world_end(world);
}

typedef struct Closing { World *world; ProcedureState state; } Closing;
static bool close_procedure(DbWrite *write, void *context, Err *err)
{
    const Closing *closing = context;
    ProcedureRow row;
    bool found = false;
    if (!procedure_get(db_within(write), 1, STR(LINE_WORK), closing->world->arena, &row, &found, err)) return false;
    row.state = closing->state;
    return found && procedure_put(write, &row, err);
}

static void a_closed_procedure_takes_nothing(void **state)
{
    World *world = world_new(state);
    static const char *const first = LINE_HEAD "edu000001;а;1;1;4;6;1;2;3\n";
    line_import(world, &world->head, &world->schools[0], line_bring(world, &world->head, &world->schools[0], name, str_of(first), NULL), "");
    Closing closing = { world, PROCEDURE_CLOSED };
    WORLD_OK(world, db_tx(world->store->db, close_procedure, &closing, &world->err));
    int number = line_bring(world, &world->other_head, &world->schools[1], name, STR(LINE_HEAD "edu000002;а;1;1;4;6;1;2;3\n"), NULL);
    ImportResult result;
    WORLD_FAILS(world, ERR_CONFLICT, flow_import(world->flow, &world->other_head, &(UploadKey){ &world->schools[1], number }, &(ImportAsk){ .reason = STR_EMPTY }, &result, &world->err));
    assert_int_equal(line_form(world, &world->schools[1], LINE_WORK).version, 0);
    /* what stands already may be said again; among many the closed ones are told */
    assert_int_equal(line_import(world, &world->head, &world->schools[0], line_bring(world, &world->head, &world->schools[0], name, str_of(first), NULL), "").n_same, 1);
    number = line_bring(world, &world->office, &world->districts[0], name, STR(LINE_HEAD "edu000001;а;1;1;4;6;1;2;3\nedu000002;а;1;1;4;6;1;2;3\n"), NULL);
    result = line_import(world, &world->office, &world->districts[0], number, "");
    assert_int_equal(result.n_closed, 1);
    assert_says(import_words(&result, world->arena), "приём по процедуре закрыт: 1\u00a0форма");
    assert_int_equal(line_draft(world, &world->districts[0], number).upload.state, UPLOAD_PARTLY);
    closing.state = PROCEDURE_OPEN;
    WORLD_OK(world, db_tx(world->store->db, close_procedure, &closing, &world->err));
    assert_int_equal(line_import(world, &world->office, &world->districts[0], number, "").n_written, 1);
    world_end(world);
}

typedef struct Late { SubmissionRow row, was; bool done; } Late;
static bool put_late(DbWrite *write, void *context, Err *err)
{
    Late *late = context;
    return submission_put(write, &late->row, &late->was, &late->done, err);
}

static void two_who_look_at_once_do_not_both_write(void **state)
{
    World *world = world_new(state);
    const Org *school = &world->schools[0];
    line_import(world, &world->head, school, line_bring(world, &world->head, school, name, STR(LINE_HEAD "edu000001;а;1;1;4;6;1;2;3\n"), NULL), "");
    Late late = { .row = line_form(world, school, LINE_WORK), .was = line_form(world, school, LINE_WORK) };
    WORLD_OK(world, flow_submission_step(world->flow, &world->head, SUBMISSION_SEND, STR(LINE_WORK), school, STR_EMPTY, &world->err));
    late.row.state = SUBMISSION_LOCKED; /* decided when the form was still in hand */
    WORLD_OK(world, db_tx(world->store->db, put_late, &late, &world->err));
    assert_false(late.done);
    assert_int_equal(line_form(world, school, LINE_WORK).state, SUBMISSION_SENT);
    late.was = (SubmissionRow){ 0 }; /* and when there was none */
    WORLD_OK(world, db_tx(world->store->db, put_late, &late, &world->err));
    assert_false(late.done);
    late.was = line_form(world, school, LINE_WORK);
    WORLD_OK(world, db_tx(world->store->db, put_late, &late, &world->err));
    assert_true(late.done);
    world_end(world);
}

static void what_is_no_form(void **state)
{
    World *world = world_new(state);
    static const struct { const char *name; Str bytes; } files[] = {
        { "письмо.txt", { "Уважаемые коллеги, форма будет завтра.\n", 60 } },
        { "архив.zip", { "PK\x03\x04\x14\0\0\0\x08\0нет", 16 } },
        { "../../etc/passwd", { "%PDF-1.4\n1 0 obj", 16 } },
        { "форма.xml", { "<!DOCTYPE x [<!ENTITY a \"aaa\">]><x>&a;</x>", 42 } },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int number = line_bring(world, &world->head, &world->schools[0], files[i].name, files[i].bytes, NULL);
        Draft draft = line_draft(world, &world->schools[0], number);
        assert_int_equal(draft.upload.state, UPLOAD_NOT_UNDERSTOOD);
        assert_true(draft.upload.why.n > 20);
        ImportResult result;
        WORLD_FAILS(world, ERR_INPUT, flow_import(world->flow, &world->head, &(UploadKey){ &world->schools[0], number }, &(ImportAsk){ .reason = STR_EMPTY }, &result, &world->err));
    }
    int number;
    uint32_t job;
    WORLD_FAILS(world, ERR_INPUT, flow_upload(world->flow, &world->head, &(UploadAsk){ .org = &world->schools[0], .name = STR("x"), .bytes = STR(" \n"), .procedure = STR_EMPTY }, &number, &job, &world->err));
    WORLD_FAILS(world, ERR_INPUT, flow_upload(world->flow, &world->head, &(UploadAsk){ .org = &world->schools[0], .name = STR("x"), .bytes = STR("1"), .procedure = STR("математика") }, &number, &job, &world->err));
    /* cells that cannot be */
    number = line_bring(world, &world->head, &world->schools[0], name, STR(FORM), NULL);
    static const UploadCell wrong[] = { { .sheet = { "", 0 }, .cell = { "H", 1 }, .value = { "1", 1 } }, { .sheet = { "Лист9", 9 }, .cell = { "H3", 2 }, .value = { "1", 1 } },
        { .sheet = { "", 0 }, .cell = { "H3", 2 }, .value = { "\xff", 1 } } };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        WORLD_FAILS(world, ERR_INPUT, flow_upload_edit(world->flow, &world->head, &(UploadKey){ &world->schools[0], number }, &wrong[i], 1, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_upload_cancel(world->flow, &world->head, &(UploadKey){ &world->schools[0], 99 }, &world->err));
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(from_file_to_accepted), BOTH(corrections_need_reasons), BOTH(each_writes_its_own), BOTH(tasks_of_a_procedure_are_of_one_kind), BOTH(what_is_no_form), BOTH(a_closed_procedure_takes_nothing), BOTH(two_who_look_at_once_do_not_both_write) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
