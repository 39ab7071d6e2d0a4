#include "web/record_measure.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "publish/rich.h"
#include "store/org.h"

bool record_measure_open(Ctx *ctx, const RecordMeasure **out, Err *err)
{
    Str key = ctx_param(ctx, "measure");
    long long plan = 0, n = 0;
    *out = NULL;
    if (key.n == 0) return true;
    size_t slash = str_find(key, STR("/"));
    bool found = slash != SIZE_MAX && str_to_int(str_slice(key, 0, slash), &plan) && str_to_int(str_slice(key, slash + 1, key.n), &n) && plan > 0 && plan <= UINT32_MAX && n > 0 && n <= UINT32_MAX;
    RecordMeasure *of = arena_one(ctx->arena, RecordMeasure);
    if (found && !plan_get(ctx->db, ctx->who->region_id, (uint32_t)plan, date_iso(ctx->arena, date_of_time(ctx->now)), ctx->arena, &of->plan, &found, err)) return false;
    found = found && who_may(ctx->who, RIGHT_PLAN_READ, of->plan.org_path);
    if (found && !measure_get(ctx->db, of->plan.region_id, of->plan.number, (uint32_t)n, ctx->arena, &of->row, &found, err)) return false;
    if (found && !who_may(ctx->who, RIGHT_PLAN_WRITE, of->plan.org_path) && !flow_measure_approved(ctx->db, &of->plan, &of->row, ctx->arena, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте пункт плана и нажмите кнопку ещё раз.", "Такого пункта плана нет, или он вам не открыт.");
    MeasureMay may;
    if (!flow_measure_may(ctx->db, ctx->who, &of->plan, &of->row, &ctx->org, ctx->arena, &may, err)) return false;
    of->brings = may.brings && of->plan.state == PLAN_IN_FORCE && !of->row.deleted && !measure_is_over(&of->row) && org_within(ctx->org.path, of->plan.org_path);
    *out = of;
    return true;
}

/* Whole characters, no longer than a line of a register may be. */
static Str first_line(Str text)
{
    size_t end = text.n;
    if (utf8_length(text) <= LIMIT_RECORD_LINE) return text;
    end = 0;
    for (uint32_t i = 0; i < LIMIT_RECORD_LINE && end < text.n; i++) utf8_next(text, &end);
    return str_slice(text, 0, end);
}

void record_measure_fill(Ctx *ctx, const RecordMeasure *of, RecordForm *form)
{
    const RecordType *type = form->data->type;
    for (uint32_t i = 0; type->fields[i].name != NULL && ctx->error == NULL; i++)
        if (str_eq(str_of(type->fields[i].name), STR("title")) && form->data->values[i].n == 0) form->data->values[i] = first_line(of->row.title);
    Str link = CTX_TEXT(ctx, "[%.*s](%.*s)", STR_ARG(measure_heading(ctx, &of->row)), STR_ARG(measure_link(ctx, of->plan.number, of->row.n)));
    doc_note(ctx->doc, NULL, NOTE_INFO, STR("Для пункта плана:"), of->brings ? link : CTX_TEXT(ctx, "%.*s. Запись будет с ним связана%s", STR_ARG(link), of->plan.state == PLAN_IN_FORCE ? "." : "; подтверждением её можно сделать, когда план утвердят."));
    if (!of->brings) return;
    Field *box = arena_one(ctx->arena, Field);
    *box = (Field){ .kind = FIELD_CHECK, .name = STR("proves"), .label = STR("Отправить контролирующему как подтверждение пункта"), .hint = STR("Если день мероприятия ещё впереди, запись только свяжется с пунктом: приложите её, когда пройдёт."), .value = ctx->error == NULL || ctx_field(ctx, "proves").n > 0 ? STR("1") : STR_EMPTY, .optional = true };
    form->last = box;
}

/* Of two that wait: the earliest whose day has not passed when the record's came, so that November's minutes are not September's; when all days have passed, the last of them. */
static bool fits_better(const MeasureSlot *slot, const MeasureSlot *than, Str day)
{
    if (than == NULL) return true;
    bool passed = slot->due_on.n > 0 && str_cmp(slot->due_on, day) < 0, than_passed = than->due_on.n > 0 && str_cmp(than->due_on, day) < 0;
    if (passed != than_passed) return !passed;
    int order = str_cmp(slot->due_on, than->due_on);
    return passed ? order > 0 : order < 0;
}

/* What is expected of this register and has nothing yet; 0: the result as a whole. What was over before the plan is not asked for. */
static bool find_slot(Ctx *ctx, const RecordMeasure *of, const RecordType *type, Str day, uint32_t *slot_n, Err *err)
{
    const MeasureSlot *best = NULL;
    const MeasureSlot *slots;
    const EvidenceRow *evidence;
    uint32_t n, n_evidence;
    *slot_n = 0;
    if (!measure_slots(ctx->db, of->row.region_id, of->row.id, ctx->arena, &slots, &n, err) || !evidence_list(ctx->db, of->row.region_id, of->row.id, ctx->arena, &evidence, &n_evidence, err)) return false;
    Str since = measure_since(&of->plan, n, slots);
    for (uint32_t i = 0; i < n; i++) {
        bool waits = !slots[i].deleted && !slot_is_before(&slots[i], since) && str_eq(slots[i].record_type, str_of(type->id));
        for (uint32_t k = 0; k < n_evidence; k++) waits = waits && !(evidence[k].slot_n == slots[i].n && evidence[k].org_id == ctx->org.id && (evidence[k].state == EVIDENCE_OFFERED || evidence[k].state == EVIDENCE_ACCEPTED));
        if (waits && fits_better(&slots[i], best, day)) best = &slots[i];
    }
    if (best != NULL) *slot_n = best->n;
    return true;
}

/* The day that the record is about; today when it has none. */
static bool day_of(Ctx *ctx, const RecordType *type, uint32_t number, Str *day, Err *err)
{
    Record row;
    bool found;
    if (!record_get(flow_reader(ctx->flow), ctx->who->region_id, str_of(type->id), number, ctx->arena, &row, &found, err)) return false;
    *day = found && row.day.n > 0 ? row.day : date_iso(ctx->arena, date_of_time(ctx->now));
    return true;
}

Str record_measure_keep(Ctx *ctx, const RecordMeasure *of, const RecordType *type, uint32_t number)
{
    Err err = { 0 };
    uint32_t evidence;
    Str address = measure_link(ctx, of->plan.number, of->row.n), called = measure_brief(ctx, &of->row);
    bool done = flow_record_link(ctx->flow, ctx->who, str_of(type->id), number, address, STR_EMPTY, &err);
    if (done && (!of->brings || ctx_field(ctx, "proves").n == 0)) return CTX_TEXT(ctx, " Связано с пунктом плана «%.*s».", STR_ARG(called));
    EvidenceAsk ask = { .kind = EVIDENCE_RECORD, .org_code = ctx->org.code, .record_type = str_of(type->id), .record = number };
    Str day;
    done = done && day_of(ctx, type, number, &day, &err) && find_slot(ctx, of, type, day, &ask.slot_n, &err) && flow_evidence_offer(ctx->flow, ctx->who, of->plan.number, of->row.n, &ask, &evidence, &err);
    if (done) return CTX_TEXT(ctx, " Отправлено контролирующему как подтверждение пункта «%.*s».", STR_ARG(called));
    return CTX_TEXT(ctx, " К пункту плана запись не приложена: %s %s", err.what, err.hint);
}
