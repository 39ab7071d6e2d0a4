#include "flow/import_.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/number.h"
#include "flow/draft_.h"
#include "store/job.h"

enum { TRIES = 3 };

/* One transaction's work. */
typedef struct Batch {
    const Importing *importing;
    FormTarget *targets;
    uint32_t n;
    Arena *arena;
    bool moved;              /* a standing version changed since it was prepared */
    ImportResult result;     /* of this batch */
} Batch;

static ProcedureRow row_of(const Batch *batch, const FormTarget *target, const Blueprint *official)
{
    const Procedure *procedure = target->procedure;
    const Blueprint *blueprint = target->blueprint;
    bool own = official == NULL && blueprint->n_tasks > 0 && procedure->grade >= 1 && procedure->grade <= 11 && procedure->year >= 2000;
    int64_t region_id = batch->importing->draft->upload.region_id;
    return (ProcedureRow){ .region_id = region_id, .org_id = region_id, .code = procedure->id, .kind = official != NULL ? STR("впр") : STR("др"), .subject = procedure->subject,
        .level = blueprint->level, .title = procedure->title, .year = procedure->year, .grade = procedure->grade, .starts_on = STR_EMPTY, .ends_on = STR_EMPTY, .hand_in_by = STR_EMPTY,
        .state = PROCEDURE_OPEN, .blueprint = own ? blueprint_table_text(blueprint, batch->arena) : STR_EMPTY, .note = STR_EMPTY, .made_by = batch->importing->who->account_id, .made_at = clock_now() };
}

/* The first form of an unknown procedure registers it with its tasks: later forms are read by them. */
static bool demand_procedure(DbWrite *write, const Batch *batch, const FormTarget *target, bool *closed, Err *err)
{
    ProcedureRow row;
    bool found = false;
    *closed = false;
    const Procedure *procedure = target->procedure;
    const Blueprint *known = NULL;
    int64_t region_id = batch->importing->draft->upload.region_id;
    if (!procedure_get(db_within(write), region_id, procedure->id, batch->arena, &row, &found, err) ||
        !draft_known_work(db_within(write), region_id, procedure, batch->arena, &known, err))
        return false;
    if (known != NULL && known->n_tasks > 0 && target->blueprint->n_tasks > 0 && !draft_same_work(known, target->blueprint))
        return err_set(err, ERR_CONFLICT, "Откройте страницу файла снова.", "Процедуру «%.*s» только что записали с другими заданиями.", STR_ARG(procedure->title));
    if (found && row.state == PROCEDURE_CLOSED) return *closed = true;
    if (found && (known != NULL || target->blueprint->n_tasks == 0)) return true;
    ProcedureRow fresh = row_of(batch, target, known);
    if (found) row.blueprint = fresh.blueprint;
    else row = fresh;
    const AuditNote note = { .org_id = row.org_id, .object = arena_printf(batch->arena, "procedure/%.*s", STR_ARG(procedure->id)), .verb = found ? STR("процедура описана") : STR("новая процедура"),
        .words = arena_printf(batch->arena, "Процедура «%.*s»: %s с первой формой, %.*s", STR_ARG(procedure->title), found ? "задания взяты" : "появилась",
                              STR_ARG(number_of(batch->arena, target->blueprint->n_tasks, "задание", "задания", "заданий"))) };
    return procedure_put(write, &row, err) && flow_audit(write, batch->importing->who, &note, err);
}

static SubmissionState state_after(const Importing *importing, const FormTarget *target, bool found, SubmissionState before)
{
    if (importing->accepts) return target->n_waiting == 0 ? SUBMISSION_ACCEPTED : SUBMISSION_SENT;
    if (!found) return SUBMISSION_IN_HAND;
    switch (before) {
    case SUBMISSION_SENT: case SUBMISSION_ACCEPTED: return SUBMISSION_SENT;
    default: return SUBMISSION_IN_HAND;
    }
}

static bool say_written(DbWrite *write, const Batch *batch, const FormTarget *target, const SubmissionRow *old, const SubmissionRow *new, Err *err)
{
    Arena *arena = batch->arena;
    bool first = old->version == 0;
    Str works = first ? number_of(arena, new->n_works, "работа", "работы", "работ") : arena_printf(arena, "работ %u → %u", old->n_works, new->n_works);
    Str version = first ? STR("версия 1") : arena_printf(arena, "версия %d → %d", old->version, new->version);
    Str state = first ? arena_printf(arena, "формы не было → %s", submission_state_title(new->state)) : submission_steps(old->state, new->state, arena);
    Str words = arena_printf(arena, "%.*s: %.*s; %.*s; %.*s; из файла «%.*s»%s%.*s", STR_ARG(target->procedure->title), STR_ARG(state), STR_ARG(version), STR_ARG(works), STR_ARG(batch->importing->draft->upload.name),
                             batch->importing->ask.reason.n > 0 ? ". Почему: " : "", STR_ARG(batch->importing->ask.reason));
    const AuditNote note = { .org_id = target->school->org.id, .object = arena_printf(arena, "submission/%.*s/%.*s", STR_ARG(target->procedure->id), STR_ARG(target->school->org.code)),
        .verb = first ? STR("форма записана") : STR("форма исправлена"), .words = words };
    return flow_audit(write, batch->importing->who, &note, err);
}

/* The form is as it was looked at, or the batch is made again. */
static bool put_form(DbWrite *write, Batch *batch, const SubmissionRow *old, const SubmissionRow *new, Err *err)
{
    bool done = false;
    if (!submission_put(write, new, old, &done, err)) return false;
    batch->moved = !done;
    return done;
}

static bool write_form(DbWrite *write, Batch *batch, const FormTarget *target, Err *err)
{
    const Importing *importing = batch->importing;
    const UploadRow *upload = &importing->draft->upload;
    int64_t school_id = target->school->org.id;
    SubmissionRow old = { 0 };
    SheetRow standing = { 0 };
    bool submitted = false, found = false;
    if (!submission_get(db_within(write), upload->region_id, target->procedure->id, school_id, batch->arena, &old, &submitted, err)) return false;
    if (submitted && old.state == SUBMISSION_LOCKED) return batch->result.n_locked++, true;
    if (!sheet_get(db_within(write), upload->region_id, target->procedure->id, school_id, 0, batch->arena, &standing, &found, err)) return false;
    if ((found ? standing.version : 0) != target->standing) return !(batch->moved = true);
    bool same = found && str_eq(standing.sha256, str_of(target->sha256));
    bool handed_in = submitted && (old.state == SUBMISSION_SENT || old.state == SUBMISSION_ACCEPTED);
    if (!same && handed_in && importing->ask.reason.n == 0) return batch->result.n_unexplained++, true;
    bool closed = false;
    if (!same && !demand_procedure(write, batch, target, &closed, err)) return false;
    if (closed) return batch->result.n_closed++, true;
    batch->result.n_works += target->sheet->n_works, batch->result.n_absent += target->sheet->n_absent, batch->result.n_kept_classes += target->n_kept_classes;
    SubmissionRow new = { .region_id = upload->region_id, .school_id = school_id, .procedure = target->procedure->id, .version = same ? standing.version : standing.version + 1,
        .state = same && submitted && !importing->accepts ? old.state : state_after(importing, target, submitted, old.state), .n_works = target->sheet->n_works, .n_waiting = target->n_waiting,
        .n_complaints = target->n_warnings, .reason = same ? old.reason : STR_EMPTY, .changed_by = importing->who->account_id, .changed_at = clock_now() };
    if (new.reason.at == NULL) new.reason = STR_EMPTY;
    if (same) {
        batch->result.n_same++;
        bool as_before = submitted && old.state == new.state && old.n_waiting == new.n_waiting && old.n_complaints == new.n_complaints;
        return as_before || (put_form(write, batch, &old, &new, err) && (old.state == new.state || say_written(write, batch, target, &old, &new, err)));
    }
    const SheetRow row = { .region_id = upload->region_id, .school_id = school_id, .upload_id = upload->id, .procedure = target->procedure->id, .version = new.version, .replaces = standing.version,
        .sha256 = str_of(target->sha256), .n_works = target->sheet->n_works, .n_absent = target->sheet->n_absent, .reason = importing->ask.reason, .account_id = importing->who->account_id,
        .made_at = new.changed_at };
    batch->result.n_written++;
    return sheet_add(write, &row, target->block, err) && put_form(write, batch, &old, &new, err) && say_written(write, batch, target, &old, &new, err);
}

static bool batch_body(DbWrite *write, void *context, Err *err)
{
    Batch *batch = context;
    batch->result = (ImportResult){ 0 };
    batch->moved = false;
    for (uint32_t i = 0; i < batch->n; i++)
        if (!write_form(write, batch, &batch->targets[i], err)) return batch->moved ? err_set(err, ERR_BUSY, "Попробуйте снова.", "Форму записал кто-то другой.") : false;
    return true;
}

static bool write_batch(Importing *importing, FormTarget *targets, uint32_t n, Err *err)
{
    bool done = false;
    Batch batch = { .importing = importing, .targets = targets, .n = n };
    for (int i = 0; i < TRIES && !done; i++) {
        batch.arena = arena_new(0);
        bool good = true;
        for (uint32_t k = 0; k < n && good; k++) good = import_prepare(flow_reader(importing->flow), importing->draft, importing->ask.replace, &targets[k], batch.arena, err);
        done = good && db_tx(flow_db(importing->flow), batch_body, &batch, err);
        arena_free(batch.arena);
        if (!good || (!done && !batch.moved)) return false;
    }
    ImportResult *sum = &importing->result;
    const ImportResult *part = &batch.result;
    if (!done) return false;
    sum->n_written += part->n_written, sum->n_same += part->n_same, sum->n_locked += part->n_locked, sum->n_closed += part->n_closed, sum->n_unexplained += part->n_unexplained;
    sum->n_works += part->n_works, sum->n_absent += part->n_absent, sum->n_kept_classes += part->n_kept_classes;
    return true;
}

/* ---- the whole draft ---- */

Str import_words(const ImportResult *result, Arena *arena)
{
    Str works = number_of(arena, (long long)result->n_works, "работа", "работы", "работ");
    Str text = result->n_written == 0 && result->n_same > 0 ? arena_printf(arena, "Уже записано: %.*s, ничего не изменилось", STR_ARG(works))
             : result->n_written == 0 ? STR("Ничего не записано") : arena_printf(arena, "Записано: %.*s", STR_ARG(works));
    if (result->n_forms > 1) text = arena_printf(arena, "%.*s, %.*s", STR_ARG(text), STR_ARG(number_of(arena, result->n_forms, "форма", "формы", "форм")));
    if (result->n_waiting > 0) text = arena_printf(arena, "%.*s; %.*s исправления", STR_ARG(text), STR_ARG(number_of(arena, result->n_waiting, "строка ждёт", "строки ждут", "строк ждут")));
    if (result->n_locked > 0) text = arena_printf(arena, "%.*s; закрыто от правок: %.*s", STR_ARG(text), STR_ARG(number_of(arena, result->n_locked, "форма", "формы", "форм")));
    if (result->n_closed > 0) text = arena_printf(arena, "%.*s; приём по процедуре закрыт: %.*s", STR_ARG(text), STR_ARG(number_of(arena, result->n_closed, "форма", "формы", "форм")));
    if (result->n_unexplained > 0)
        text = arena_printf(arena, "%.*s; без причины не исправляются: %.*s", STR_ARG(text), STR_ARG(number_of(arena, result->n_unexplained, "сданная форма", "сданные формы", "сданных форм")));
    if (result->n_kept_classes > 0)
        text = arena_printf(arena, "%.*s; остались прежние работы: %.*s", STR_ARG(text), STR_ARG(number_of(arena, result->n_kept_classes, "класс", "класса", "классов")));
    return arena_printf(arena, "%.*s.", STR_ARG(text));
}

static bool finish_body(DbWrite *write, const UploadChange *change, void *context, Err *err)
{
    const ImportResult *result = context;
    const UploadEdit *edits;
    uint32_t n = 0;
    UploadRow row = change->draft->upload;
    bool done = false;
    if (!upload_edits(db_within(write), row.region_id, row.id, change->arena, &edits, &n, err)) return false;
    if (n != change->draft->n_edits && row.state == UPLOAD_WRITTEN) { /* somebody corrected a cell while rows were written: the file is not done */
        row.state = UPLOAD_PARTLY, row.finished_at = 0;
        if (!upload_change(write, &row, UPLOAD_WRITTEN, &done, err)) return false;
    }
    return result->n_written == 0 || job_ask_analysis(write, change->who, change->draft->upload.region_id, err);
}

static bool finish(Importing *importing, Arena *arena, Err *err)
{
    ImportResult *result = &importing->result;
    UploadRow *upload = &importing->draft->upload;
    UploadState before = upload->state;
    upload_describe(importing->draft, arena);
    bool whole = result->n_waiting == 0 && result->n_locked == 0 && result->n_closed == 0 && result->n_unexplained == 0;
    bool any = result->n_written > 0 || result->n_same > 0;
    upload->state = whole ? UPLOAD_WRITTEN : any || before == UPLOAD_PARTLY ? UPLOAD_PARTLY : UPLOAD_DRAFT;
    if (whole) upload->finished_at = clock_now();
    UploadChange change = { .who = importing->who, .draft = importing->draft, .was = before, .verb = STR("приняты строки"), .words = import_words(result, arena), .body = finish_body, .context = result, .arena = arena };
    return upload_apply(importing->flow, &change, err);
}

static bool say_single(const Importing *importing, const FormTarget *target, Err *err)
{
    Str school = target->school->org.name;
    if (importing->result.n_locked > 0)
        return err_set(err, ERR_CONFLICT, "Попросите координатора открыть форму: он укажет причину.", "Форма «%.*s», %.*s закрыта от правок.", STR_ARG(target->procedure->title), STR_ARG(school));
    if (importing->result.n_closed > 0)
        return err_set(err, ERR_CONFLICT, "Попросите координатора открыть приём на странице процедуры.", "Приём форм по процедуре «%.*s» закрыт.", STR_ARG(target->procedure->title));
    return err_set(err, ERR_INPUT, "Напишите, почему она исправляется: причина останется в истории.", "Форма «%.*s», %.*s уже сдана.", STR_ARG(target->procedure->title), STR_ARG(school));
}

bool import_write(Importing *importing, Arena *arena, Err *err)
{
    FormTarget *targets;
    uint32_t n = import_targets(importing->draft, arena, &targets);
    importing->result = (ImportResult){ .n_forms = n, .n_waiting = importing->draft->n_waiting };
    if (n == 0) return err_set(err, ERR_INPUT, "Исправьте строки с замечаниями.", "В файле «%.*s» нет строк, которые можно принять.", STR_ARG(importing->draft->upload.name));
    for (uint32_t from = 0; from < n; from += LIMIT_TX_SCHOOLS) {
        uint32_t many = n - from < LIMIT_TX_SCHOOLS ? n - from : LIMIT_TX_SCHOOLS;
        if (importing->tell != NULL && !importing->tell(importing->context, from, n, err)) return false;
        if (!write_batch(importing, targets + from, many, err)) return false;
    }
    if (n == 1 && importing->result.n_locked + importing->result.n_closed + importing->result.n_unexplained > 0) return say_single(importing, targets, err);
    return finish(importing, arena, err);
}

static bool write_by_job(Flow *flow, const Who *who, Draft *draft, const ImportAsk *ask, bool accepts, uint32_t *job, Arena *arena, Err *err)
{
    UploadChange change = { .who = who, .draft = draft, .was = draft->upload.state, .arena = arena };
    change.job_args = arena_printf(arena, "write %.*s %d %s%s%s%s- %.*s", STR_ARG(draft->org.code), draft->upload.number, ask->all ? "a" : "", ask->replace ? "r" : "", accepts ? "c" : "",
                                   draft->upload.state == UPLOAD_PARTLY ? "p" : "", STR_ARG(ask->reason));
    draft->upload.state = UPLOAD_READING;
    if (!upload_apply(flow, &change, err)) return false;
    *job = change.job;
    return true;
}

bool flow_import(Flow *flow, const Who *who, const UploadKey *key, const ImportAsk *ask, ImportResult *out, Err *err)
{
    Arena *arena = arena_new(0);
    Draft draft;
    Importing importing = { .flow = flow, .who = who, .draft = &draft, .ask = *ask };
    bool good = who_demand(who, RIGHT_RESULTS_WRITE, key->org->path, err) && draft_open(flow_reader(flow), key->org, key->number, DRAFT_SMALL, arena, &draft, err) &&
                upload_is_open(&draft.upload, err);
    if (good && ask->all && draft.n_waiting > 0)
        good = err_set(err, ERR_INPUT, "Исправьте их или примите пока только чистые строки.", "Ещё ждут исправления строки с замечаниями: %u.", draft.n_waiting);
    if (good && draft.read && !draft.file.readable) good = err_set(err, ERR_INPUT, draft.file.why.hint, "%s", draft.file.why.what);
    if (good) {
        importing.accepts = who_may(who, RIGHT_RESULTS_ACCEPT, key->org->path);
        if (!draft.read || draft.n_schools > LIMIT_TX_SCHOOLS) good = write_by_job(flow, who, &draft, ask, importing.accepts, &importing.result.job, arena, err);
        else good = import_write(&importing, arena, err);
    }
    if (good) *out = importing.result;
    arena_free(arena);
    return good;
}
