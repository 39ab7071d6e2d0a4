#include "flow/paper.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/limits.h"
#include "flow/attach_.h"
#include "flow/audit_.h"
#include "flow/paper_.h"
#include "flow/plan.h"
#include "flow/plan_.h"
#include "store/attachment.h"
#include "store/setting.h"

enum { MAX_TRIES = 8 }; /* somebody else took the number meanwhile: the paper is drawn again with the next one */

/* ---- requisites ---- */

static bool read_requisites(DbRead *db, const Org *org, Arena *arena, PaperRequisites *out, uint32_t *revision, Err *err)
{
    Str fields;
    if (!requisites_get(db, org->region_id, org->id, arena, &fields, revision, err)) return false;
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) paper_requisite_set(out, field, STR_EMPTY);
    if (*revision > 0) return paper_fields_read(fields, arena, out, err);
    out->name = org->name;
    return true;
}

bool flow_requisites(DbRead *db, const Who *who, Str org_code, Arena *arena, PaperRequisites *out, uint32_t *revision, Err *err)
{
    Org org;
    return plan_org(db, who, org_code, arena, &org, err) && who_demand(who, RIGHT_PLAN_READ, org.path, err) && read_requisites(db, &org, arena, out, revision, err);
}

typedef struct Saving { const Who *who; Org org; uint32_t revision; const PaperRequisites *given; Str fields, words; } Saving;

static bool fits(const PaperRequisites *given, Err *err)
{
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++)
        if (paper_requisite_get(given, field).n > LIMIT_REQUISITE) return err_set(err, ERR_LIMIT, "Сократите и сохраните снова.", "«%s»: слишком длинно.", field->title);
    return true;
}

static Str fields_json(const PaperRequisites *given, Arena *arena)
{
    Buf buf;
    Json json;
    buf_init(&buf, 0);
    json_init(&json, &buf, true);
    json_object(&json);
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) {
        Str value = str_trim(paper_requisite_get(given, field));
        if (value.n > 0) json_put_str(&json, field->name, value);
    }
    json_object_end(&json);
    Str out = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}

static Str difference(const PaperRequisites *before, const PaperRequisites *after, Arena *arena)
{
    Buf words;
    buf_init(&words, 0);
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) add_change(&words, field->title, paper_requisite_get(before, field), str_trim(paper_requisite_get(after, field)));
    return changes_words(&words, arena);
}

static bool save(DbWrite *write, void *context, Err *err)
{
    Saving *saving = context;
    bool done;
    Arena *arena = arena_new(0);
    int64_t now = clock_now();
    bool good = requisites_put(write, saving->org.region_id, saving->org.id, saving->fields, saving->revision, saving->who->account_id, now, &done, err);
    if (good && !done) good = err_set(err, ERR_CONFLICT, "Откройте страницу заново и внесите исправление ещё раз.", "Реквизиты тем временем изменил другой человек.");
    if (good) {
        AuditNote note = { .org_id = saving->org.id, .object = arena_printf(arena, "requisites/%.*s", STR_ARG(saving->org.code)), .verb = STR("изменил реквизиты"), .words = saving->words };
        good = flow_audit(write, saving->who, &note, err);
    }
    arena_free(arena);
    return good;
}

bool flow_requisites_put(Flow *flow, const Who *who, Str org_code, uint32_t revision, const PaperRequisites *given, Err *err)
{
    Arena *arena = arena_new(0);
    Saving saving = { .who = who, .revision = revision, .given = given };
    PaperRequisites before;
    uint32_t now_revision;
    DbRead *db = flow_reader(flow);
    bool done = plan_org(db, who, org_code, arena, &saving.org, err) && who_demand(who, RIGHT_PAPER_WRITE, saving.org.path, err) && fits(given, err) &&
        read_requisites(db, &saving.org, arena, &before, &now_revision, err);
    if (done) {
        saving.fields = fields_json(given, arena);
        saving.words = difference(&before, given, arena);
        bool nothing = saving.words.n == 0 && now_revision == revision && revision > 0;
        done = nothing || db_tx(flow_db(flow), save, &saving, err);
    }
    arena_free(arena);
    return done;
}

/* ---- papers ---- */

typedef struct Drawing { const Who *who; const PaperAsk *ask; Org org; PaperRequisites requisites; PlanRow plan; PlanContent content; PaperInput input; } Drawing;

static bool read_plan(DbRead *db, Drawing *it, Arena *arena, Err *err)
{
    bool found, may;
    Str today = date_iso(arena, date_of_time(clock_now()));
    if (!plan_get(db, it->who->region_id, it->ask->plan, today, arena, &it->plan, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Проверьте номер плана.", "Плана № %u нет.", it->ask->plan);
    if (!flow_plan_may_read(db, it->who, &it->plan, arena, &may, err)) return false;
    if (!may) return who_demand(it->who, RIGHT_PLAN_READ, it->plan.org_path, err);
    it->input.plan = &it->content;
    return flow_plan_content(db, &it->plan, arena, &it->content, err);
}

static bool has_all(const PaperInput *input, Err *err)
{
    unsigned needs = input->kind->needs;
    bool lacks = ((needs & PAPER_NEEDS_PLAN) != 0 && input->plan == NULL) || ((needs & PAPER_NEEDS_MINUTES) != 0 && input->minutes == NULL) ||
        ((needs & PAPER_NEEDS_EXECUTION) != 0 && input->execution == NULL) || ((needs & PAPER_NEEDS_NOTE) != 0 && input->note == NULL);
    return !lacks || err_set(err, ERR_INPUT, "Откройте то, из чего он делается, и начните оттуда.", "Документ «%s» не из чего сделать.", input->kind->title);
}

/* All but the number. */
static bool begin(DbRead *db, Drawing *it, Arena *arena, Err *err)
{
    const PaperAsk *ask = it->ask;
    uint32_t revision;
    Str gost;
    it->input = (PaperInput){ .org = &it->requisites, .number = ask->number_words, .day = ask->day, .qr = ask->qr, .kind = ask->kind, .values = ask->values, .minutes = ask->minutes, .execution = ask->execution,
        .note = ask->note, .n_annexes = ask->n_annexes, .annexes = ask->annexes };
    if (!plan_org(db, it->who, ask->org_code, arena, &it->org, err) || !read_requisites(db, &it->org, arena, &it->requisites, &revision, err)) return false;
    if (!setting_text(db, PAPER_GOST_SETTING, arena, &gost, err)) return false;
    it->input.gost = paper_gost_of(gost);
    if (ask->plan > 0 ? !read_plan(db, it, arena, err) : !who_demand(it->who, RIGHT_PAPER_WRITE, it->org.path, err)) return false;
    return has_all(&it->input, err);
}

bool flow_paper_look(DbRead *db, const Who *who, const PaperAsk *ask, Arena *arena, Paper *out, Err *err)
{
    Drawing *it = arena_one(arena, Drawing);
    *it = (Drawing){ .who = who, .ask = ask };
    return begin(db, it, arena, err) && paper_build(&it->input, out, arena, err);
}

typedef struct Issuing { const Drawing *drawing; IssuedPaper row; bool taken; } Issuing;

static bool issue(DbWrite *write, void *context, Err *err)
{
    Issuing *issuing = context;
    IssuedPaper *row = &issuing->row;
    uint32_t next;
    if (!issued_next_number(db_within(write), row->region_id, row->org_id, row->kind, row->year, &next, err)) return false;
    issuing->taken = next != row->number;
    if (issuing->taken) return true;
    Arena *arena = arena_new(0);
    row->id = db_new_id(write);
    row->made_at = clock_now();
    AuditNote note = { .org_id = row->org_id, .verb = STR("выпустил документ"),
        .object = arena_printf(arena, "paper/%.*s/%.*s/%d/%u", STR_ARG(issuing->drawing->org.code), STR_ARG(row->kind), row->year, row->number), .words = arena_printf(arena, "%.*s", STR_ARG(row->title)) };
    bool good = issued_put(write, row, err) && flow_audit(write, issuing->drawing->who, &note, err);
    arena_free(arena);
    return good;
}

/* Draws the paper with the next number, keeps it, and takes the number if nobody did meanwhile. */
static bool try_issue(Flow *flow, Drawing *it, Issuing *issuing, Arena *arena, Err *err)
{
    IssuedPaper *row = &issuing->row;
    Paper paper;
    Str docx;
    char sha256[65];
    if (!issued_next_number(flow_reader(flow), row->region_id, row->org_id, row->kind, row->year, &row->number, err)) return false;
    row->number_words = it->ask->number_words.n > 0 ? it->ask->number_words : arena_printf(arena, "%u", row->number);
    it->input.number = row->number_words;
    if (!paper_build(&it->input, &paper, arena, err) || !paper_docx(&paper, &docx, arena, err)) return false;
    if (!attach_put(flow, it->who, ATTACH_EVIDENCE, STR("paper.docx"), docx, sha256, err)) return false;
    row->sha256 = arena_str(arena, str_of(sha256));
    row->title = paper.title;
    return db_tx(flow_db(flow), issue, issuing, err);
}

bool flow_paper_issue(Flow *flow, const Who *who, const PaperAsk *ask, uint32_t *number, Err *err)
{
    if (ask->day == DATE_NONE) return err_set(err, ERR_INPUT, "Укажите день документа.", "Документ без дня не выпускается.");
    Arena *arena = arena_new(0);
    Drawing *it = arena_one(arena, Drawing);
    *it = (Drawing){ .who = who, .ask = ask };
    int year, month, day;
    date_parts(ask->day, &year, &month, &day);
    bool done = begin(flow_reader(flow), it, arena, err) && who_demand(who, RIGHT_PAPER_WRITE, it->org.path, err);
    Issuing issuing = { .drawing = it, .taken = true, .row = { .region_id = who->region_id, .org_id = it->org.id, .kind = str_of(ask->kind->id), .year = year, .day = date_iso(arena, ask->day),
        .plan_id = it->plan.id, .record_id = ask->record_id, .account_id = who->account_id } };
    for (int i = 0; done && issuing.taken && i < MAX_TRIES; i++) done = try_issue(flow, it, &issuing, arena, err);
    if (done && issuing.taken) done = err_set(err, ERR_BUSY, "Повторите через минуту.", "Номера сейчас раздаются слишком быстро.");
    if (done) *number = issuing.row.number;
    arena_free(arena);
    return done;
}

bool flow_paper_bytes(DbRead *db, const Who *who, Str org_code, Str kind, int year, uint32_t number, Arena *arena, IssuedPaper *out, Str *docx, bool *found, Err *err)
{
    Org org;
    if (!plan_org(db, who, org_code, arena, &org, err) || !who_demand(who, RIGHT_PLAN_READ, org.path, err)) return false;
    if (!issued_get(db, who->region_id, org_code, kind, year, number, arena, out, found, err)) return false;
    return !*found || attachment_get(db, who->region_id, out->sha256, arena, docx, found, err);
}
