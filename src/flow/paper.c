#include "flow/paper.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "flow/attach_.h"
#include "flow/audit_.h"
#include "flow/paper_.h"
#include "flow/plan.h"
#include "flow/plan_.h"
#include "store/attachment.h"
#include "store/org.h"
#include "store/setting.h"

/* ---- requisites ---- */

/* Never json_object(): base/json.h has one of its own. */
static json_t *fields_read(Str text)
{
    json_error_t why;
    return json_loadb(text.at, text.n, 0, &why);
}

static bool requisites_of(Str fields, Arena *arena, PaperRequisites *out, Err *err)
{
    json_t *root = fields_read(fields.n > 0 ? fields : STR("{}"));
    if (!json_is_object(root)) {
        json_decref(root);
        return err_set(err, ERR_BUG, "", "Реквизиты в базе не читаются.");
    }
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) {
        const json_t *value = json_object_get(root, field->name);
        Str text = json_is_string(value) ? (Str){ json_string_value(value), json_string_length(value) } : STR_EMPTY;
        paper_requisite_set(out, field, arena_str(arena, text));
    }
    json_decref(root);
    return true;
}

/* The same fields give the same text: names are sorted. */
static bool requisites_text(const PaperRequisites *requisites, Arena *arena, Str *out, Err *err)
{
    json_t *root = fields_read(STR("{}"));
    bool done = root != NULL;
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL && done; field++) {
        Str value = paper_requisite_get(requisites, field);
        if (value.n > 0) done = json_object_set_new(root, field->name, json_stringn(value.at, value.n)) == 0;
    }
    char *text = done ? json_dumps(root, JSON_SORT_KEYS | JSON_COMPACT) : NULL;
    if (text != NULL) *out = arena_str(arena, str_of(text));
    done = text != NULL;
    free(text);
    json_decref(root);
    return done || err_set(err, ERR_INPUT, "Уберите из полей непечатаемые знаки.", "Реквизиты не записать.");
}

bool flow_requisites(DbRead *db, const Org *org, Arena *arena, PaperRequisites *out, uint32_t *revision, Err *err)
{
    RequisitesRow row;
    if (!requisites_get(db, org->region_id, org->id, arena, &row, err) || !requisites_of(row.fields, arena, out, err)) return false;
    if (out->name.n == 0) out->name = org->name;
    *revision = row.revision;
    return true;
}

typedef struct Putting { const Who *who; Org org; RequisitesRow row; Str object, words; bool done; } Putting;

static bool fits(const PaperRequisites *requisites, Err *err)
{
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++)
        if (paper_requisite_get(requisites, field).n > LIMIT_REQUISITE) return err_set(err, ERR_LIMIT, "Сократите и сохраните снова.", "«%s»: слишком длинно.", field->title);
    return true;
}

/* «Место составления: г. Энск → с. Энское», a field each. */
static Str difference(const PaperRequisites *before, const PaperRequisites *after, Arena *arena)
{
    Buf words;
    buf_init(&words, 0);
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) add_change(&words, field->title, paper_requisite_get(before, field), paper_requisite_get(after, field));
    return changes_words(&words, arena);
}

static bool put_body(DbWrite *write, void *context, Err *err)
{
    Putting *putting = context;
    AuditNote note = { .org_id = putting->org.id, .object = putting->object, .verb = STR("изменены реквизиты"), .words = putting->words };
    if (!requisites_save(write, &putting->row, &putting->done, err)) return false;
    return !putting->done || flow_audit(write, putting->who, &note, err);
}

static bool org_to_write(DbRead *db, const Who *who, Str code, Arena *arena, Org *org, Err *err)
{
    bool found;
    if (!org_by_code(db, who->region_id, code, arena, org, &found, err)) return false;
    return found ? who_demand(who, RIGHT_PAPER_WRITE, org->path, err) : err_set(err, ERR_NOT_FOUND, "", "Такой организации нет.");
}

bool flow_requisites_put(Flow *flow, const Who *who, Str org_code, uint32_t revision, const PaperRequisites *requisites, Err *err)
{
    Arena *arena = arena_new(0);
    Putting putting = { .who = who };
    Str fields;
    PaperRequisites before;
    uint32_t stands;
    DbRead *db = flow_reader(flow);
    bool done = fits(requisites, err) && requisites_text(requisites, arena, &fields, err) && org_to_write(db, who, org_code, arena, &putting.org, err) && flow_requisites(db, &putting.org, arena, &before, &stands, err);
    if (done) {
        putting.row = (RequisitesRow){ .region_id = putting.org.region_id, .org_id = putting.org.id, .fields = fields, .revision = revision, .changed_by = who->account_id, .changed_at = clock_now() };
        putting.object = arena_printf(arena, "requisites/%.*s", STR_ARG(putting.org.code));
        putting.words = difference(&before, requisites, arena);
        putting.done = putting.words.n == 0 && stands == revision; /* nothing new: nothing written */
        done = putting.done || db_tx(flow_db(flow), put_body, &putting, err);
    }
    if (done && !putting.done) done = err_set(err, ERR_CONFLICT, "Откройте страницу снова: ваш текст ещё в полях, впишите его поверх нового.", "Реквизиты изменил другой человек.");
    arena_free(arena);
    return done;
}

/* ---- a paper of a plan ---- */

bool flow_paper_of_plan(DbRead *db, const PlanRow *plan, const PaperDraft *draft, int32_t today, Arena *arena, Paper *out, Err *err)
{
    PaperRequisites requisites;
    PlanContent content;
    ExecutionSummary execution;
    Org org;
    Str gost;
    uint32_t revision;
    bool found;
    if ((draft->kind->needs & (PAPER_NEEDS_MINUTES | PAPER_NEEDS_NOTE)) != 0) return err_set(err, ERR_INPUT, "Выберите другой документ.", "«%s» делают не из плана.", draft->kind->title);
    if (!org_by_id(db, plan->region_id, plan->org_id, arena, &org, &found, err) || !flow_requisites(db, &org, arena, &requisites, &revision, err)) return false;
    if (!setting_text(db, PAPER_GOST_SETTING, arena, &gost, err) || !flow_plan_edition(db, plan, draft->edition == PAPER_APPROVED ? plan->edition : draft->edition == PAPER_CORRECTED ? 0 : draft->edition, arena, &content, err)) return false;
    if (!flow_plan_execution(db, plan, DATE_NONE, DATE_NONE, today, arena, &execution, err)) return false;
    PaperInput input = { .gost = paper_gost_of(gost), .org = &requisites, .number = draft->number, .day = draft->day, .qr = STR_EMPTY, .kind = draft->kind, .values = draft->values, .plan = &content, .ended = plan_ended(plan, arena), .is_approved = plan->edition > 0 && draft->edition != PAPER_CORRECTED, .execution = &execution };
    return paper_build(&input, out, arena, err);
}

static bool issue_body(DbWrite *write, void *context, Err *err)
{
    PaperIssue *issue = context;
    IssuedPaper *row = &issue->row;
    Arena *arena = issue->arena;
    Record same;
    uint32_t number = row->number;
    bool found;
    if (!paper_number(db_within(write), issue, arena, &same, &found, err)) return false;
    if (row->number != number) {
        row->number = number;
        return err_set(err, ERR_BUSY, "Нажмите ещё раз.", "Номер %u только что занял другой документ.", number);
    }
    row->id = db_new_id(write);
    AuditNote note = { .org_id = row->org_id, .object = arena_printf(arena, "paper/%.*s/%d/%u", STR_ARG(row->kind), row->year, row->number), .verb = STR("выпущен документ"),
        .words = arena_printf(arena, "%s № %.*s: «%.*s»", issue->kind->title, STR_ARG(row->number_words), STR_ARG(row->title)) };
    if ((issue->type != NULL || issue->of != NULL) && !paper_into_register(write, issue, found ? &same : NULL, arena, err)) return false;
    return paper_put(write, row, err) && flow_audit(write, issue->who, &note, err);
}

static bool keep_body(DbWrite *write, void *context, Err *err)
{
    PaperIssue *issue = context;
    char sha256[65];
    if (!attachment_put(write, issue->row.region_id, issue->docx, clock_now(), sha256, err)) return false;
    issue->row.sha256 = arena_str(issue->arena, str_of(sha256));
    return true;
}

/* Names of the fields that are empty and must not be: «Кому», «Текст». */
static bool has_its_words(const PaperDraft *draft, Arena *arena, Err *err)
{
    Str lacks = STR_EMPTY;
    for (uint32_t i = 0; draft->kind->fields[i].name != NULL; i++) {
        if (!paper_kind_asks(draft->kind, draft->kind->fields[i].name) || (draft->values != NULL && str_trim(draft->values[i]).n > 0)) continue;
        lacks = arena_printf(arena, "%.*s%s«%s»", STR_ARG(lacks), lacks.n > 0 ? ", " : "", draft->kind->fields[i].title);
    }
    return lacks.n == 0 || err_set(err, ERR_INPUT, arena_z(arena, arena_printf(arena, "Впишите: %.*s.", STR_ARG(lacks))), "Не выпущено: документ не дописан.");
}

bool paper_issue_begin(DbRead *db, PaperIssue *issue, const PaperDraft *draft, PaperDraft *numbered, Err *err)
{
    IssuedPaper *row = &issue->row;
    Record same;
    int month, day;
    bool found;
    if (draft->day == DATE_NONE) return err_set(err, ERR_INPUT, "Выберите день документа.", "Документ без дня не выпускается.");
    if (!has_its_words(draft, issue->arena, err)) return false;
    date_parts(draft->day, &row->year, &month, &day);
    row->kind = str_of(draft->kind->id), row->day = date_iso(issue->arena, draft->day), row->account_id = issue->who->account_id, row->made_at = clock_now();
    issue->values = draft->values, issue->type = paper_register(draft->kind), issue->own_number = draft->number.n > 0, row->number_words = draft->number;
    if (!paper_number(db, issue, issue->arena, &same, &found, err)) return false;
    *numbered = *draft;
    numbered->number = row->number_words;
    return true;
}

enum { SUM_SHOWN = 16 /* hexadecimal digits: as many as one compares by eye */ };

/* Where the issued paper lies and the sum of its words: of the file itself it cannot be, since the file holds the code. path: «plans/3/papers/order» */
bool paper_issue_code(DbRead *db, const PaperDraft *draft, const PaperIssue *issue, Str path, Paper *paper, Err *err)
{
    int64_t wanted;
    char sum[65];
    Buf words;
    if (!setting_int(db, PAPER_QR_SETTING, &wanted, err)) return false;
    if (wanted == 0 || draft->site.n == 0 || paper->gost != PAPER_GOST_2025) return true;
    buf_init(&words, 0);
    paper_text(paper, &words);
    bool done = buf_ok(&words, err);
    if (done) hash_sha256_hex(buf_str(&words), sum);
    buf_free(&words);
    if (done) paper->qr = arena_printf(issue->arena, "%.*s/%.*s/%d/%u\nSHA-256 %.*s", STR_ARG(draft->site), STR_ARG(path), issue->row.year, issue->row.number, SUM_SHOWN, sum);
    return done;
}

/* The file is kept before the change that names it, in a transaction of its own. */
bool paper_issue_end(Flow *flow, PaperIssue *issue, const Paper *paper, IssuedPaper *out, Err *err)
{
    RecordData *data = NULL;
    if (!paper_docx(paper, &issue->docx, issue->arena, err) || (issue->type != NULL && issue->of == NULL && !paper_as_record(issue, paper, issue->arena, &data, err))) return false;
    issue->data = data;
    if (!db_tx(flow_db(flow), keep_body, issue, err) || !db_tx(flow_db(flow), issue_body, issue, err)) return false;
    *out = issue->row;
    return true;
}

bool flow_paper_issue(Flow *flow, const Who *who, uint32_t plan_number, const PaperDraft *draft, Arena *arena, IssuedPaper *out, Err *err)
{
    DbRead *db = flow_reader(flow);
    PlanRow plan;
    Paper paper;
    PaperDraft numbered;
    bool found;
    int32_t today = date_of_time(clock_now());
    PaperIssue issue = { .who = who, .arena = arena, .kind = draft->kind };
    if (!plan_get(db, who->region_id, plan_number, date_iso(arena, today), arena, &plan, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "", "Такого плана нет.");
    if (!who_demand(who, RIGHT_PAPER_WRITE, plan.org_path, err)) return false;
    issue.row = (IssuedPaper){ .region_id = plan.region_id, .org_id = plan.org_id, .plan_id = plan.id, .title = plan.title, .org_code = plan.org_code, .org_path = plan.org_path };
    issue.plan = plan.number;
    if (!paper_issue_begin(db, &issue, draft, &numbered, err) || !flow_paper_of_plan(db, &plan, &numbered, today, arena, &paper, err)) return false;
    if (!paper_issue_code(db, draft, &issue, arena_printf(arena, "plans/%u/papers/%s", plan.number, draft->kind->id), &paper, err)) return false;
    return paper_issue_end(flow, &issue, &paper, out, err);
}

/* ---- a note ---- */

bool flow_paper_of_note(DbRead *db, const Org *org, const AnalyticNote *note, const PaperDraft *draft, Arena *arena, Paper *out, Err *err)
{
    PaperRequisites requisites;
    Str gost;
    uint32_t revision;
    if (draft->kind->needs != PAPER_NEEDS_NOTE) return err_set(err, ERR_INPUT, "Выберите другой документ.", "«%s» делают не из результатов.", draft->kind->title);
    if (!flow_requisites(db, org, arena, &requisites, &revision, err) || !setting_text(db, PAPER_GOST_SETTING, arena, &gost, err)) return false;
    PaperInput input = { .gost = paper_gost_of(gost), .org = &requisites, .number = draft->number, .day = draft->day, .qr = STR_EMPTY, .kind = draft->kind, .values = draft->values, .note = note };
    return paper_build(&input, out, arena, err);
}

bool flow_paper_issue_note(Flow *flow, const Who *who, const Org *org, const AnalyticNote *note, const PaperDraft *draft, Arena *arena, IssuedPaper *out, Err *err)
{
    Paper paper;
    PaperDraft numbered;
    PaperIssue issue = { .who = who, .arena = arena, .kind = draft->kind };
    DbRead *db = flow_reader(flow);
    if (!who_demand(who, RIGHT_PAPER_WRITE, org->path, err)) return false;
    issue.row = (IssuedPaper){ .region_id = org->region_id, .org_id = org->id, .org_code = org->code, .org_path = org->path, .title = arena_printf(arena, "Справка %.*s %.*s", STR_ARG(note->subject), STR_ARG(note->period)) };
    if (!paper_issue_begin(db, &issue, draft, &numbered, err) || !flow_paper_of_note(db, org, note, &numbered, arena, &paper, err)) return false;
    if (!paper_issue_code(db, draft, &issue, arena_printf(arena, "results/notes/%.*s", STR_ARG(org->code)), &paper, err)) return false;
    return paper_issue_end(flow, &issue, &paper, out, err);
}
