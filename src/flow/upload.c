#include "flow/upload_.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"
#include "store/attachment.h"

Str upload_object(const Draft *draft, Arena *arena) { return arena_printf(arena, "upload/%.*s/%d", STR_ARG(draft->org.code), draft->upload.number); }

void upload_describe(Draft *draft, Arena *arena)
{
    UploadRow *row = &draft->upload;
    row->format = draft->file.format;
    row->n_rows = (uint32_t)draft->file.rows;
    row->n_works = draft->n_clean - draft->n_absent, row->n_absent = draft->n_absent, row->n_rejected = draft->n_waiting;
    row->n_fixed = 0;
    for (uint32_t i = 0; i < draft->n_complaints; i++) row->n_fixed += draft->complaints[i].severity == SEVERITY_FIXED;
    row->n_schools = draft->n_schools;
    const Err *why = &draft->file.why;
    row->why = draft->file.readable ? STR_EMPTY : arena_printf(arena, "%s%s%s", why->what, why->hint[0] != '\0' ? " " : "", why->hint);
    if (row->state == UPLOAD_PARTLY) return;
    row->state = draft->file.readable ? UPLOAD_DRAFT : UPLOAD_NOT_UNDERSTOOD;
}

bool upload_is_open(const UploadRow *upload, Err *err)
{
    switch (upload->state) {
    case UPLOAD_DRAFT: case UPLOAD_PARTLY: case UPLOAD_NOT_UNDERSTOOD: return true;
    case UPLOAD_READING: return err_set(err, ERR_CONFLICT, "Дождитесь конца: страница обновится сама.", "Файл «%.*s» сейчас читается.", STR_ARG(upload->name));
    case UPLOAD_WRITTEN: return err_set(err, ERR_CONFLICT, "Чтобы исправить форму, загрузите файл снова.", "Файл «%.*s» уже записан целиком.", STR_ARG(upload->name));
    case UPLOAD_CANCELLED: break;
    }
    return err_set(err, ERR_CONFLICT, "Загрузите файл снова.", "Загрузка файла «%.*s» отменена.", STR_ARG(upload->name));
}

/* ---- one transaction of a change ---- */

Str upload_read_args(const Draft *draft, Arena *arena) { return arena_printf(arena, "read %.*s %d", STR_ARG(draft->org.code), draft->upload.number); }

static bool change_body(DbWrite *write, void *context, Err *err)
{
    UploadChange *change = context;
    const Draft *draft = change->draft;
    bool done = false;
    if (!upload_change(write, &draft->upload, change->was, &done, err)) return false;
    if (!done) return err_set(err, ERR_CONFLICT, "Откройте страницу снова: кто-то успел раньше.", "Состояние файла «%.*s» изменилось.", STR_ARG(draft->upload.name));
    if (change->body != NULL && !change->body(write, change, change->context, err)) return false;
    if (change->keep_complaints && !upload_complaints_put(write, draft->upload.region_id, draft->upload.id, draft->complaints, draft->n_complaints, err)) return false;
    if (change->job_args.n > 0) {
        const JobAsk ask = { .kind = "import", .region_id = draft->upload.region_id, .org_id = draft->org.id, .args = change->job_args, .once = true };
        if (!job_ask_within(write, change->who, &ask, &change->job, err)) return false;
    }
    if (change->verb.n == 0) return true;
    return flow_audit(write, change->who, &(AuditNote){ .org_id = draft->org.id, .object = upload_object(draft, change->arena), .verb = change->verb, .words = change->words }, err);
}

bool upload_apply(Flow *flow, UploadChange *change, Err *err) { return db_tx(flow_db(flow), change_body, change, err); }

/* ---- bringing ---- */

static bool procedure_is_said(Str procedure, Err *err)
{
    int dashes = 0;
    for (size_t i = 0; i < procedure.n; i++) dashes += procedure.at[i] == '-';
    bool year = procedure.n > 8 && procedure.at[4] == '-' && procedure.at[0] == '2' && procedure.at[1] == '0';
    if (procedure.n == 0 || (year && dashes >= 2 && procedure.n < 100 && utf8_valid(procedure))) return true;
    return err_set(err, ERR_INPUT, "Напишите год, класс и предмет через дефис: «2026-5-математика».", "Непонятно, какая это процедура: «%.*s».", STR_ARG(str_slice(procedure, 0, 80)));
}

typedef struct Bringing { const Who *who; const UploadAsk *ask; UploadRow row; Str words; Arena *arena; } Bringing;

static bool bring_body(DbWrite *write, void *context, Err *err)
{
    Bringing *bringing = context;
    const UploadAsk *ask = bringing->ask;
    int64_t now = clock_now();
    char sha256[65];
    if (!attachment_put(write, ask->org->region_id, ask->bytes, now, sha256, err)) return false;
    bringing->row = (UploadRow){ .region_id = ask->org->region_id, .org_id = ask->org->id, .account_id = bringing->who->account_id, .name = ask->name, .sha256 = arena_str(bringing->arena, str_of(sha256)),
        .procedure_hint = ask->procedure, .state = UPLOAD_DRAFT, .format = STR_EMPTY, .why = STR_EMPTY, .made_at = now };
    if (!upload_add(write, &bringing->row, err)) return false;
    Draft named = { .org = *ask->org, .upload = bringing->row };
    Str words = arena_printf(bringing->arena, "Загружен файл «%.*s», %.*s", STR_ARG(ask->name), STR_ARG(number_of(bringing->arena, (long long)ask->bytes.n, "байт", "байта", "байт")));
    return flow_audit(write, bringing->who, &(AuditNote){ .org_id = ask->org->id, .object = upload_object(&named, bringing->arena), .verb = STR("новый файл"), .words = words }, err);
}

/* Reads a draft as it is now and keeps what came out: at once where it is small, else by a job. */
static bool read_again(Flow *flow, const Who *who, const Org *org, int number, UploadChange *change, uint32_t *job, Arena *arena, Err *err)
{
    Draft draft;
    if (!draft_open(flow_reader(flow), org, number, DRAFT_SMALL, arena, &draft, err)) return false;
    change->was = draft.upload.state;
    if (draft.read) upload_describe(&draft, arena);
    else draft.upload.state = UPLOAD_READING;
    change->who = who, change->draft = &draft, change->arena = arena;
    if (!draft.read) change->job_args = upload_read_args(&draft, arena);
    if (!upload_apply(flow, change, err)) return false;
    if (job != NULL) *job = change->job;
    return true;
}

static Str clean_name(Str name, Arena *arena)
{
    Str valid = str_trim(str_slice(name, 0, utf8_valid_prefix(str_slice(name, 0, 200))));
    return valid.n == 0 ? STR("файл") : arena_str(arena, valid);
}

bool flow_upload(Flow *flow, const Who *who, const UploadAsk *ask, int *number, uint32_t *job, Err *err)
{
    if (!who_demand(who, RIGHT_RESULTS_WRITE, ask->org->path, err) || !procedure_is_said(ask->procedure, err)) return false;
    if (ask->org->kind == ORG_CLASS) return err_set(err, ERR_INPUT, "Загрузите форму для школы.", "Класс сам формы не сдаёт.");
    if (str_trim(ask->bytes).n == 0) return err_set(err, ERR_INPUT, "Выберите файл или вставьте строки из Excel.", "Файл пуст.");
    if (ask->bytes.n > LIMIT_FILE_BYTES) return err_set(err, ERR_LIMIT, "Разделите файл на части.", "Файл больше %zu МБ.", LIMIT_FILE_BYTES >> 20);
    Arena *arena = arena_new(0);
    UploadAsk clean = *ask;
    clean.name = clean_name(ask->name, arena);
    Bringing bringing = { .who = who, .ask = &clean, .arena = arena };
    UploadChange change = { 0 };
    *job = 0;
    bool done = db_tx(flow_db(flow), bring_body, &bringing, err) && read_again(flow, who, ask->org, bringing.row.number, &change, job, arena, err);
    *number = bringing.row.number;
    arena_free(arena);
    return done;
}

/* ---- correcting ---- */

/* The draft as the database has it, when the person may change it. */
static bool open_for(Flow *flow, const Who *who, const UploadKey *key, DraftDepth depth, Arena *arena, Draft *draft, Err *err)
{
    return who_demand(who, RIGHT_RESULTS_WRITE, key->org->path, err) && draft_open(flow_reader(flow), key->org, key->number, depth, arena, draft, err) && upload_is_open(&draft->upload, err);
}

typedef struct Correcting { const UploadCell *cells; uint32_t n; const Str *before; bool undo; } Correcting;

static bool correct_body(DbWrite *write, void *context, Err *err)
{
    UploadChange *change = context;
    const Correcting *correcting = change->context;
    const UploadRow *upload = &change->draft->upload;
    bool still = false;
    if (!upload_change(write, upload, upload->state, &still, err)) return false; /* takes the row: the file cannot be closed meanwhile */
    if (!still) return err_set(err, ERR_CONFLICT, "Откройте страницу снова.", "Состояние файла «%.*s» изменилось.", STR_ARG(upload->name));
    for (uint32_t i = 0; i < correcting->n; i++) {
        const UploadCell *cell = &correcting->cells[i];
        int64_t now = clock_now();
        bool done = true;
        const UploadEdit edit = { .sheet = cell->sheet, .cell = cell->cell, .before = correcting->before[i], .value = cell->value, .account_id = change->who->account_id, .made_at = now };
        bool good = correcting->undo ? upload_edit_undo(write, upload->region_id, upload->id, cell->sheet, cell->cell, now, &done, err) : upload_edit_add(write, upload->region_id, upload->id, &edit, err);
        if (!good) return false;
        if (!done) return err_set(err, ERR_NOT_FOUND, "Откройте страницу снова.", "Исправления ячейки %.*s уже нет.", STR_ARG(cell->cell));
        Str place = cell->cell.n == 0 ? STR("код школы") : cell->cell;
        Str sheet = cell->sheet.n == 0 ? STR_EMPTY : arena_printf(change->arena, " листа «%.*s»", STR_ARG(cell->sheet));
        Str words = correcting->undo ? arena_printf(change->arena, "%.*s%.*s: исправление отменено, снова «%.*s»", STR_ARG(place), STR_ARG(sheet), STR_ARG(correcting->before[i]))
                                     : arena_printf(change->arena, "%.*s%.*s: «%.*s» → «%.*s»", STR_ARG(place), STR_ARG(sheet), STR_ARG(correcting->before[i]), STR_ARG(cell->value));
        const AuditNote note = { .org_id = change->draft->org.id, .object = upload_object(change->draft, change->arena), .verb = STR("исправлено"), .words = words };
        if (!flow_audit(write, change->who, &note, err)) return false;
    }
    return true;
}

static bool cell_is_there(const Draft *draft, const UploadCell *cell, Err *err)
{
    uint32_t row, column;
    if (!cell_address_parse(cell->cell, &row, &column) || (cell->cell.n > 0 && (column == 0 || column > LIMIT_COLUMNS || row > LIMIT_ROWS)))
        return err_set(err, ERR_INPUT, "Ячейку называют буквами столбца и номером строки: «I13».", "Нет такой ячейки: «%.*s».", STR_ARG(str_slice(cell->cell, 0, 40)));
    if (draft->read && cell->cell.n > 0 && draft_sheet(draft, cell->sheet) == NULL)
        return err_set(err, ERR_INPUT, "Откройте страницу снова.", "В файле нет листа «%.*s».", STR_ARG(str_slice(cell->sheet, 0, 60)));
    if (cell->value.n > 200 || !utf8_valid(cell->value)) return err_set(err, ERR_INPUT, "Впишите балл, код или отметку.", "Слишком длинное значение для ячейки %.*s.", STR_ARG(cell->cell));
    return true;
}

/* What stands in the file: of a large one what the complaint said, since the file is not read here. */
static Str before_of(const Draft *draft, const UploadCell *cell, Arena *arena)
{
    uint32_t row, column;
    if (cell->cell.n == 0) return cell->before;
    cell_address_parse(cell->cell, &row, &column);
    const UploadEdit *edit = draft_edit(draft, cell->sheet, row, column);
    if (edit != NULL) return edit->before;
    if (draft->read) return arena_str(arena, draft_cell_before(draft, cell->sheet, row, column));
    for (uint32_t i = 0; i < draft->n_complaints; i++)
        if (str_eq(draft->complaints[i].sheet, cell->sheet) && draft->complaints[i].row == row && draft->complaints[i].column == column) return draft->complaints[i].value;
    return STR_EMPTY;
}

static bool correct(Flow *flow, const Who *who, const UploadKey *key, const UploadCell *cells, uint32_t n, bool undo, Err *err)
{
    Arena *arena = arena_new(0);
    Draft draft;
    bool good = open_for(flow, who, key, DRAFT_SMALL, arena, &draft, err);
    Str *before = arena_array(arena, Str, n);
    if (good && !undo && draft.n_edits + n > LIMIT_DRAFT_EDITS) good = err_set(err, ERR_LIMIT, "Исправьте файл в Excel и загрузите его снова.", "В одном файле можно исправить не больше %u ячеек.", LIMIT_DRAFT_EDITS);
    for (uint32_t i = 0; i < n && good; i++) {
        good = cell_is_there(&draft, &cells[i], err);
        if (good) before[i] = before_of(&draft, &cells[i], arena);
    }
    Correcting correcting = { cells, n, before, undo };
    UploadChange change = { .who = who, .draft = &draft, .context = &correcting, .arena = arena };
    good = good && db_tx(flow_db(flow), correct_body, &change, err);
    UploadChange reading = { 0 };
    good = good && read_again(flow, who, key->org, key->number, &reading, NULL, arena, err);
    arena_free(arena);
    return good;
}

bool flow_upload_edit(Flow *flow, const Who *who, const UploadKey *key, const UploadCell *cells, uint32_t n, Err *err) { return correct(flow, who, key, cells, n, false, err); }
bool flow_upload_undo(Flow *flow, const Who *who, const UploadKey *key, const UploadCell *cell, Err *err) { return correct(flow, who, key, cell, 1, true, err); }

/* ---- as a whole ---- */

bool flow_upload_procedure(Flow *flow, const Who *who, const UploadKey *key, Str procedure, Err *err)
{
    Arena *arena = arena_new(0);
    Draft draft;
    bool good = procedure_is_said(procedure, err) && open_for(flow, who, key, DRAFT_KEPT, arena, &draft, err);
    if (good && draft.upload.state == UPLOAD_PARTLY)
        good = err_set(err, ERR_CONFLICT, "Загрузите файл снова и выберите процедуру до записи.", "Часть строк уже записана в другую процедуру.");
    UploadChange change = { .who = who, .draft = &draft, .arena = arena, .verb = STR("выбрана процедура") };
    if (good) {
        change.was = draft.upload.state;
        Str old = draft.upload.procedure_hint.n == 0 ? STR("по файлу") : draft.upload.procedure_hint, new = procedure.n == 0 ? STR("по файлу") : procedure;
        change.words = arena_printf(arena, "Процедура файла «%.*s»: %.*s → %.*s", STR_ARG(draft.upload.name), STR_ARG(old), STR_ARG(new));
        draft.upload.procedure_hint = procedure;
        UploadChange reading = { 0 };
        good = upload_apply(flow, &change, err) && read_again(flow, who, key->org, key->number, &reading, NULL, arena, err);
    }
    arena_free(arena);
    return good;
}

bool flow_upload_cancel(Flow *flow, const Who *who, const UploadKey *key, Err *err)
{
    Arena *arena = arena_new(0);
    Draft draft;
    bool good = open_for(flow, who, key, DRAFT_KEPT, arena, &draft, err);
    if (good) {
        UploadChange change = { .who = who, .draft = &draft, .was = draft.upload.state, .arena = arena, .verb = STR("загрузка отменена") };
        change.words = arena_printf(arena, "Файл «%.*s»: %s → %s", STR_ARG(draft.upload.name), upload_state_title(draft.upload.state),
                                    draft.upload.state == UPLOAD_PARTLY ? "записано частично, остальное не нужно" : upload_state_title(UPLOAD_CANCELLED));
        draft.upload.state = draft.upload.state == UPLOAD_PARTLY ? UPLOAD_WRITTEN : UPLOAD_CANCELLED;
        draft.upload.finished_at = clock_now();
        good = upload_apply(flow, &change, err);
    }
    arena_free(arena);
    return good;
}
