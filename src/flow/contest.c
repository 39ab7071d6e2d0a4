#include "flow/contest.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/intern.h"
#include "base/limits.h"
#include "base/number.h"
#include "flow/audit_.h"
#include "flow/procedure.h"
#include "intake/intake.h"
#include "store/attachment.h"
#include "store/contest.h"
#include "store/org.h"
#include "store/upload.h"

typedef struct Taking { Flow *flow; const Who *who; const ContestAsk *ask; ContestTaken *out; const int64_t *school_of; const ProcedureRow *procedure; Arena *arena; } Taking;

static int by_code(const void *x, const void *y) { return str_cmp((*(const Org *const *)x)->code, (*(const Org *const *)y)->code); }

static const Org *find_school(const Org *const *sorted, uint32_t n, Str code)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = str_cmp(sorted[middle]->code, code);
        if (order == 0) return sorted[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

/* Rows of schools of the subtree stay; the others get a complaint. Gives the school of each row that stays. */
static bool join_schools(DbRead *db, Taking *taking, int64_t **school_of, Err *err)
{
    const Org *schools;
    uint32_t n, kept = 0;
    if (!org_within_path(db, taking->who->region_id, taking->ask->org->path, ORG_SCHOOL, taking->arena, &schools, &n, err)) return false;
    const Org **sorted = arena_array(taking->arena, const Org *, n + 1u);
    for (uint32_t i = 0; i < n; i++) sorted[i] = &schools[i];
    qsort(sorted, n, sizeof *sorted, by_code); // NOLINT(bugprone-sizeof-expression): pointers are sorted
    ContestList *list = &taking->out->list;
    ContestRow *rows = arena_array(taking->arena, ContestRow, list->n + 1u);
    Complaint *complaints = arena_array(taking->arena, Complaint, LIMIT_COMPLAINTS_KEPT);
    memcpy(complaints, list->complaints, list->n_complaints * sizeof *complaints);
    int64_t *ids = arena_array(taking->arena, int64_t, list->n + 1u);
    for (uint32_t i = 0; i < list->n; i++) {
        const Org *school = find_school(sorted, n, list->rows[i].school);
        if (school != NULL) {
            ids[kept] = school->id;
            rows[kept++] = list->rows[i];
        } else if (list->n_complaints < LIMIT_COMPLAINTS_KEPT) {
            complaints[list->n_complaints++] = (Complaint){ .row = list->rows[i].source_row, .value = list->rows[i].school, .code = "school-unknown", .severity = SEVERITY_ERROR,
                .text = STR("Школы с таким кодом здесь нет. Исправьте код или добавьте школу в список.") };
        }
    }
    list->rows = rows, list->n = kept, list->complaints = complaints;
    KeySet distinct;
    key_set_init(&distinct, taking->arena, kept + 1u);
    for (uint32_t i = 0; i < kept; i++) if (key_set_add(&distinct, (uint64_t)ids[i])) taking->out->n_schools++;
    *school_of = ids;
    return true;
}

static bool write_rows(DbWrite *write, void *context, Err *err)
{
    Taking *taking = context;
    const ContestAsk *ask = taking->ask;
    const ContestList *list = &taking->out->list;
    int64_t region_id = taking->who->region_id, now = clock_now();
    char sha256[65];
    if (!attachment_put(write, region_id, ask->bytes, now, sha256, err)) return false;
    UploadRow upload = { .region_id = region_id, .org_id = ask->org->id, .account_id = taking->who->account_id, .name = ask->name, .sha256 = str_of(sha256), .procedure_hint = ask->procedure,
        .state = UPLOAD_WRITTEN, .format = STR("contest"), .n_rows = list->n_rows, .n_works = list->n, .n_rejected = list->n_rows - list->n, .n_schools = taking->out->n_schools, .why = STR_EMPTY,
        .made_at = now, .finished_at = now };
    if (!upload_add(write, &upload, err)) return false;
    for (uint32_t i = 0; i < list->n; i++)
        if (!contest_add(write, region_id, ask->procedure, taking->school_of[i], upload.id, &list->rows[i], now, err)) return false;
    Str words = arena_printf(taking->arena, "%.*s: принято %.*s из %u, школ — %u; файл «%.*s»", STR_ARG(taking->procedure->title), STR_ARG(number_of(taking->arena, list->n, "строка", "строки", "строк")),
        list->n_rows, taking->out->n_schools, STR_ARG(ask->name));
    AuditNote note = { .org_id = ask->org->id, .object = arena_printf(taking->arena, "contest/%.*s", STR_ARG(ask->procedure)), .verb = STR("внесён список олимпиады"), .words = words };
    return flow_audit(write, taking->who, &note, err);
}

static bool check_procedure(DbRead *db, Taking *taking, ProcedureRow *row, Err *err)
{
    bool found;
    if (!procedure_get(db, taking->who->region_id, taking->ask->procedure, taking->arena, row, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Заведите её в разделе «Процедуры».", "Олимпиады «%.*s» нет.", STR_ARG(taking->ask->procedure));
    if (!procedure_by_places(row)) return err_set(err, ERR_CONFLICT, "Результаты работ вносятся формой.", "«%.*s» — не олимпиада и не конкурс.", STR_ARG(row->title));
    if (row->state == PROCEDURE_CLOSED) return err_set(err, ERR_CONFLICT, "Откройте её в разделе «Процедуры».", "«%.*s» закрыта, новые списки не принимаются.", STR_ARG(row->title));
    return true;
}

bool flow_contest_take(Flow *flow, const Who *who, const ContestAsk *ask, Arena *arena, ContestTaken *out, Err *err)
{
    *out = (ContestTaken){ 0 };
    ProcedureRow procedure;
    int64_t *school_of;
    Taking taking = { .flow = flow, .who = who, .ask = ask, .out = out, .procedure = &procedure, .arena = arena };
    if (!who_demand(who, RIGHT_RESULTS_WRITE, ask->org->path, err) || !check_procedure(flow_reader(flow), &taking, &procedure, err)) return false;
    if (!intake_contest(ask->bytes, ask->stage, arena, &out->list, err) || !join_schools(flow_reader(flow), &taking, &school_of, err)) return false;
    taking.school_of = school_of;
    if (ask->only_look) return true;
    if (out->list.n == 0) return err_set(err, ERR_INPUT, "Исправьте строки с замечаниями и загрузите список снова.", "Принять нечего: ни одна строка не подошла.");
    return db_tx(flow_db(flow), write_rows, &taking, err);
}
