/* Works of three years and their forms: earlier years and the other districts are long accepted; of the district's last work every form has a state of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/csv.h"
#include "domain/block.h"
#include "flow/contest.h"
#include "flow/demo_.h"
#include "flow/import.h"
#include "flow/place.h"
#include "flow/procedure.h"
#include "flow/submission.h"
#include "publish/form.h"

/* The work that is being handed in now: the last of demo_works(). */
static const DemoWork *open_work(void)
{
    uint32_t n;
    const DemoWork *works = demo_works(&n);
    return &works[n - 1];
}

/* ---- works ---- */

/* Days of the last year follow the calendar, so that «до пятницы» is a Friday to come; all of them lie in the school year of today. */
static void set_days(const Demo *demo, const DemoWork *work, ProcedureRow *row)
{
    Arena *arena = demo->arena;
    if (work->year < DEMO_LAST_YEAR) {
        row->starts_on = date_iso(arena, date_of(work->year, 4, 15));
        row->ends_on = date_iso(arena, date_of(work->year, 5, 17));
        row->hand_in_by = date_iso(arena, date_of(work->year, 5, 24));
        row->state = PROCEDURE_CLOSED;
        return;
    }
    bool open = work == open_work();
    int32_t first = date_of(date_school_year(demo->today), 9, 1), starts = demo->today - (open ? 14 : 45);
    if (starts < first) starts = first;
    row->starts_on = date_iso(arena, starts);
    row->ends_on = date_iso(arena, starts + 10);
    row->hand_in_by = date_iso(arena, open ? demo->today + 1 + (4 - date_weekday(demo->today + 1) + 7) % 7 : starts + 20);
    row->state = open ? PROCEDURE_OPEN : PROCEDURE_CLOSED;
}

static bool register_work(const Demo *demo, const DemoWork *work, ProcedureRow *row, Err *err)
{
    const Sheet *sheet = demo_sheet(DEMO_SEED, work, DEMO_STRONG, demo->arena);
    *row = (ProcedureRow){ .region_id = demo->root.id, .org_id = demo->root.id, .kind = STR("впр"), .subject = str_of(work->subject), .level = STR_EMPTY, .title = STR_EMPTY,
        .year = work->year, .grade = work->grade, .note = STR_EMPTY, .state = PROCEDURE_OPEN };
    row->blueprint = procedure_blueprint_text(sheet->procedure.blueprint, demo->arena);
    procedure_name(row, demo->arena);
    set_days(demo, work, row);
    ProcedureState then = row->state;
    row->state = PROCEDURE_OPEN; /* closed once its forms are there */
    bool done = flow_procedure_put(demo->flow, &demo->region, demo->root.path, row, true, err);
    row->state = then;
    return done;
}

/* ---- many schools in one file ---- */

static bool take(const Demo *demo, const Who *who, const Org *org, const char *file, Str bytes, Str procedure, Err *err)
{
    UploadAsk upload = { .org = org, .name = str_of(file), .bytes = bytes, .procedure = procedure };
    UploadKey key = { .org = org };
    ImportAsk ask = { 0 };
    ImportResult result;
    uint32_t job;
    if (!flow_upload(demo->flow, who, &upload, &key.number, &job, err) || !flow_import(demo->flow, who, &key, &ask, &result, err)) return false;
    BUG_ON(job != 0 || result.job != 0); /* files of the demonstration are small */
    demo->done->n_forms += result.n_written;
    demo->done->n_works += result.n_works;
    return true;
}

/* Schools first..last as a table. */
static bool take_schools(const Demo *demo, const Who *who, const Org *org, const DemoWork *work, uint32_t first, uint32_t last, const ProcedureRow *row, Err *err)
{
    Arena *arena = arena_new(0);
    Str blocks[DEMO_SCHOOLS];
    for (uint32_t school = first; school <= last; school++) blocks[school - first] = block_write(demo_sheet(DEMO_SEED, work, school, arena), 0, arena);
    Sheet *sheet;
    Buf bytes;
    buf_init(&bytes, 0);
    bool done = block_merge(blocks, last - first + 1, NULL, arena, &sheet, err);
    if (done) {
        Form form = { .sheet = sheet, .n_rows = sheet->n_rows, .region = demo_region_name(), .textbook = STR_EMPTY };
        form_plain(&form, &bytes);
        const char *file = arena_printf(arena, "%.*s.csv", STR_ARG(row->code)).at;
        done = buf_ok(&bytes, err) && take(demo, who, org, file, buf_str(&bytes), row->code, err);
    }
    buf_free(&bytes);
    arena_free(arena);
    return done;
}

/* ---- the district's last work, school by school ---- */

/* Cells nobody can read: the seventh and the twelfth pupil of the draft. */
static Slip draft_slip(const void *context, uint32_t row, uint32_t column)
{
    (void)context;
    return (row == 6 && column == 3) || (row == 11 && (column == 1 || column == 5)) ? SLIP_UNREADABLE : row % 9 == 2 && column == 2 ? SLIP_SPACE : SLIP_NONE;
}

/* The school's own form of collection, as a file. */
static bool collection_form(const Demo *demo, const DemoWork *work, uint32_t school, bool slips, Arena *arena, const char **name, Str *bytes, Err *err)
{
    const Sheet *sheet = demo_sheet(DEMO_SEED, work, school, arena);
    Form form = { .sheet = sheet, .n_rows = sheet->n_rows, .region = demo_region_name(), .textbook = STR_EMPTY, .slip = slips ? draft_slip : NULL };
    *name = arena_printf(arena, "%.*s Форма сбора результатов %s %d класс ВПР %d.xlsx", STR_ARG(demo->schools[school].code), work->subject, work->grade, work->year).at;
    char path[] = P_tmpdir "/merilo-demo-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0) return err_set(err, ERR_IO, "", "Некуда на время записать форму.");
    close(fd);
    bool done = form_collection_2026(&form, path, err) && file_read(path, LIMIT_FILE_BYTES, arena, bytes, err);
    unlink(path);
    return done;
}

typedef enum Fate { FATE_MISSING, FATE_DRAFT, FATE_IN_HAND, FATE_SENT, FATE_RETURNED, FATE_ACCEPTED } Fate;
static const Fate fates[DEMO_DISTRICT + 1] = { [1] = FATE_ACCEPTED, FATE_ACCEPTED, FATE_SENT, FATE_SENT, FATE_ACCEPTED, FATE_RETURNED, FATE_MISSING, FATE_SENT, FATE_DRAFT, FATE_IN_HAND, FATE_ACCEPTED, FATE_MISSING };

static bool hand_in(const Demo *demo, const DemoWork *work, uint32_t school, Str procedure, Err *err)
{
    Fate fate = fates[school];
    if (fate == FATE_MISSING) return true;
    Arena *arena = arena_new(0);
    const Org *org = &demo->schools[school];
    const Who *head = &demo->head[school];
    const char *name;
    Str bytes;
    int number;
    uint32_t job;
    bool done = collection_form(demo, work, school, fate == FATE_DRAFT, arena, &name, &bytes, err);
    if (done && fate == FATE_DRAFT) {
        UploadAsk upload = { .org = org, .name = str_of(name), .bytes = bytes, .procedure = procedure };
        done = flow_upload(demo->flow, head, &upload, &number, &job, err);
    } else if (done) {
        done = take(demo, head, org, name, bytes, procedure, err);
    }
    if (fate >= FATE_SENT) done = done && flow_submission_step(demo->flow, head, SUBMISSION_SEND, procedure, org, STR_EMPTY, err);
    if (fate == FATE_ACCEPTED) done = done && flow_submission_step(demo->flow, &demo->municipality, SUBMISSION_ACCEPT, procedure, org, STR_EMPTY, err);
    if (fate == FATE_RETURNED)
        done = done && flow_submission_step(demo->flow, &demo->municipality, SUBMISSION_RETURN, procedure, org, STR("В форме один класс, а по плану в шестой параллели два. Проверьте, всех ли внесли."), err);
    arena_free(arena);
    return done;
}

/* Forms that nobody has brought yet, as files for whoever wants to try: of school № 7, with a few cells to correct, and of Полянская школа, clean. */
static bool leave_to_try(const Demo *demo, const DemoWork *work, Err *err)
{
    static const uint32_t schools[] = { 7, DEMO_SMALLEST };
    Arena *arena = arena_new(0);
    Str folder = place_data(flow_url(demo->flow), arena);
    folder = folder.n > 0 ? arena_printf(arena, "%.*s/" DEMO_TO_TRY, STR_ARG(folder)) : folder;
    bool done = folder.n == 0 || file_make_dir(folder.at, err);
    for (size_t i = 0; folder.n > 0 && done && i < sizeof schools / sizeof *schools; i++) {
        const char *name;
        Str bytes;
        done = collection_form(demo, work, schools[i], i == 0, arena, &name, &bytes, err) && file_write(arena_printf(arena, "%.*s/%s", STR_ARG(folder), name).at, bytes, err);
    }
    arena_free(arena);
    return done;
}

/* ---- an olympiad: places, not tasks ---- */

static bool hold_olympiad(const Demo *demo, Err *err)
{
    Arena *arena = arena_new(0);
    ProcedureRow row = { .region_id = demo->root.id, .org_id = demo->district.id, .kind = STR("олимпиада"), .subject = STR("Математика"), .level = STR_EMPTY, .title = STR_EMPTY,
        .year = DEMO_LAST_YEAR, .note = STR_EMPTY, .blueprint = STR_EMPTY, .state = PROCEDURE_OPEN, .hand_in_by = STR_EMPTY };
    int32_t first = date_of(date_school_year(demo->today), 9, 1), starts = demo->today - 40;
    row.starts_on = row.ends_on = date_iso(arena, starts < first ? first : starts);
    procedure_name(&row, arena);
    Buf bytes;
    Csv csv;
    buf_init(&bytes, 0);
    csv_init(&csv, &bytes, ';');
    static const char *const head[] = { "школа", "код", "класс", "этап", "баллы", "макс", "статус" };
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) csv_str(&csv, str_of(head[i]));
    csv_end_row(&csv);
    for (uint32_t i = 0; i < 30; i++) { /* the lyceum sends most, as lyceums do */
        uint32_t school = i % 3 == 0 ? DEMO_STRONG : 2 + i % 9, points = (i * 37 + 11) % 36;
        csv_str(&csv, demo->schools[school].code);
        csv_str(&csv, arena_printf(arena, "7%03u", i + 1));
        csv_str(&csv, STR("7"));
        csv_str(&csv, STR("муниципальный"));
        csv_num(&csv, points);
        csv_num(&csv, 35);
        csv_str(&csv, points >= 32 ? STR("победитель") : points >= 25 ? STR("призёр") : STR("участник"));
        csv_end_row(&csv);
    }
    ContestAsk ask = { .org = &demo->district, .procedure = row.code, .name = STR("олимпиада.csv"), .bytes = buf_str(&bytes), .stage = STR_EMPTY };
    ContestTaken taken;
    bool done = flow_procedure_put(demo->flow, &demo->municipality, demo->district.path, &row, true, err) && flow_contest_take(demo->flow, &demo->municipality, &ask, arena, &taken, err);
    buf_free(&bytes);
    arena_free(arena);
    return done;
}

bool demo_make_forms(Demo *demo, Err *err)
{
    uint32_t n;
    const DemoWork *works = demo_works(&n);
    for (uint32_t i = 0; i < n; i++) {
        const DemoWork *work = &works[i];
        bool open = work == open_work();
        ProcedureRow row;
        if (!register_work(demo, work, &row, err)) return false;
        if (!take_schools(demo, &demo->region, &demo->root, work, open ? DEMO_DISTRICT + 1 : 1, DEMO_SCHOOLS, &row, err)) return false;
        for (uint32_t school = 1; open && school <= DEMO_DISTRICT; school++)
            if (!hand_in(demo, work, school, row.code, err)) return false;
        if (!open && !flow_procedure_put(demo->flow, &demo->region, demo->root.path, &row, false, err)) return false;
    }
    return leave_to_try(demo, open_work(), err) && hold_olympiad(demo, err);
}
