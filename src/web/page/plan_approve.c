/* A plan is sent for approval, approved as its next edition, returned, withdrawn, closed. */
#include "base/date.h"
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

static bool was_sent(const Ctx *ctx, const char *step) { return ctx->error != NULL && str_eq(ctx_field(ctx, "do"), str_of(step)); }

static Str address(Ctx *ctx) { return CTX_TEXT(ctx, "/plans/%lld/approve", ctx_int(ctx, "plan", 0)); }

/* A form of one step; what was typed stays in the one that was sent. */
static Ask *step_form(Ctx *ctx, const char *step)
{
    Ask *ask = ask_new(ctx, address(ctx));
    ask->form.id = str_of(step);
    Field *hidden = ask_field(ask, FIELD_HIDDEN, "do", "", str_of(step));
    hidden->value = str_of(step);
    return ask;
}

static Field *field_of(Ask *ask, const char *step, FieldKind kind, const char *name, const char *label, Str value)
{
    Field *field = ask_field(ask, kind, name, label, value);
    if (!was_sent(ask->ctx, step)) field->value = value;
    return field;
}

static void end(Ask *ask, Node *parent, const char *step, const char *title, bool primary)
{
    const Err *error = ask->ctx->error;
    ask_button(ask, title, primary);
    if (!was_sent(ask->ctx, step)) ask->ctx->error = NULL;
    ask_end(ask, parent);
    ask->ctx->error = error;
}

static void reason_form(Ctx *ctx, Node *parent, const char *step, const char *title, const char *button)
{
    Node *node = doc_add(ctx->doc, parent, NODE_DETAILS);
    node->text = str_of(title);
    Ask *ask = step_form(ctx, step);
    field_of(ask, step, FIELD_LONG_TEXT, "reason", "Причина", STR_EMPTY)->max_length = 1000;
    end(ask, node, step, button, false);
}

static void approve_form(Ctx *ctx, const PlanRow *row)
{
    static const char step[] = "approve";
    int32_t today = date_of_time(ctx->now);
    Ask *ask = step_form(ctx, step);
    Field *by = field_of(ask, step, FIELD_TEXT, "by", "Чем утверждён и кем", row->approved_by);
    by->hint = STR("Как на бумаге: «приказ управления образования», «Начальник управления И. О. Фамилия»."), by->width = 48, by->max_length = 400, by->optional = true;
    Field *number = field_of(ask, step, FIELD_TEXT, "number", "Номер приказа", row->edition == 0 ? row->approved_number : STR_EMPTY);
    number->optional = true, number->width = 12, number->max_length = 60;
    field_of(ask, step, FIELD_DATE, "on", "День", row->edition == 0 && row->approved_on.n > 0 ? row->approved_on : date_iso(ctx->arena, today));
    if (row->edition > 0) {
        Field *reason = field_of(ask, step, FIELD_LONG_TEXT, "reason", "Почему план изменён", STR_EMPTY);
        reason->hint = CTX_TEXT(ctx, "Останется в истории редакций. [Что изменится](/plans/%u/editions?b=0)", row->number), reason->max_length = 1000;
    }
    end(ask, NULL, step, row->edition > 0 ? "Утвердить новую редакцию" : "Утвердить план", true);
}

static bool unclear(Ctx *ctx, PlanView *view, Err *err)
{
    Str *items;
    uint32_t n = 0;
    if (!plan_view_read(ctx, view, err)) return false;
    items = arena_array(ctx->arena, Str, view->n + 1u);
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        bool nobody = row->responsible.n == 0, undated = row->windows.n == 0 && row->anchor.n == 0 && row->recurrence.n == 0;
        if (row->term_notes.n == 0 && !nobody && !undated) continue;
        Str what = row->term_notes.n > 0 ? lines_joined(ctx, row->term_notes) : undated ? STR("срок не назван или не понят") : STR_EMPTY;
        items[n++] = CTX_TEXT(ctx, "[%.*s](%.*s): %.*s%s%s", STR_ARG(measure_heading(ctx, row)), STR_ARG(measure_link(ctx, view->row.number, row->n)), STR_ARG(what), what.n > 0 && nobody ? "; " : "", nobody ? "ответственный не назван" : "");
    }
    if (n == 0) return true;
    doc_heading(ctx->doc, NULL, 2, CTX_TEXT(ctx, "Можно уточнить до утверждения: %u", n));
    doc_list(ctx->doc, NULL, n, items);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    if (!plan_view_open(ctx, view, err)) return false;
    const PlanRow *row = &view->row;
    bool approves = who_may(ctx->who, RIGHT_PLAN_APPROVE, row->org_path), writes = plan_view_may_write(ctx, view);
    plan_crumbs(ctx, row, NULL, STR_EMPTY);
    ctx->doc->title = row->edition > 0 ? CTX_TEXT(ctx, "Утверждение: редакция %u", row->edition + 1) : STR("Утверждение плана");
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s: %.*s. Сейчас: %s.", STR_ARG(plan_title(ctx, row)), STR_ARG(number_of(ctx->arena, row->n_measures, "пункт", "пункта", "пунктов")), plan_state_title(row->state));
    bool can = row->state == PLAN_DRAFT || row->state == PLAN_WAITS || (row->state == PLAN_IN_FORCE && row->changed);
    if (!can) doc_note(ctx->doc, NULL, NOTE_INFO, STR("Утверждать нечего."), row->state == PLAN_IN_FORCE ? STR("Действующая редакция утверждена, правок после неё нет.") : CTX_TEXT(ctx, "План %.*s.", STR_ARG(plan_ended_words(ctx, row->state, row->kind, row->ended_at, row->ended_reason))));
    else if (approves) approve_form(ctx, row);
    if (writes && row->state == PLAN_DRAFT && !approves) {
        Ask *ask = step_form(ctx, "submit");
        ask->form.note = STR("Утверждает тот, у кого есть это право в вашей организации или выше; план он увидит на первой странице.");
        end(ask, NULL, "submit", "Отправить на утверждение", true);
    }
    if (approves && row->state == PLAN_WAITS) reason_form(ctx, NULL, "return", "Вернуть на доработку", "Вернуть");
    if (can && !unclear(ctx, view, err)) return false;
    if (approves && row->state == PLAN_IN_FORCE) {
        Node *node = doc_add(ctx->doc, NULL, NODE_DETAILS);
        node->text = STR("Завершить план");
        doc_small(ctx->doc, node, STR("Год прошёл: напоминаний больше не будет, несделанное останется как есть. Новый год начинают с «План на следующий год»."));
        end(step_form(ctx, "close"), node, "close", "Завершить план", false);
    }
    bool may_end = row->edition > 0 ? approves : who_may(ctx->who, RIGHT_PLAN_WRITE, row->org_path);
    if (may_end && row->state <= PLAN_IN_FORCE) reason_form(ctx, NULL, "withdraw", "Отменить план", "Отменить план");
    if (may_end && row->state > PLAN_IN_FORCE) reason_form(ctx, NULL, "reopen", row->state == PLAN_WITHDRAWN ? "Вернуть отменённый план в работу" : "Открыть завершённый план снова", "Вернуть в работу");
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t plan = (uint32_t)ctx_int(ctx, "plan", 0);
    Str step = ctx_field(ctx, "do"), reason = str_trim(ctx_field(ctx, "reason"));
    bool done;
    const char *words;
    if (str_eq(step, STR("approve"))) {
        PlanApproval approval = { .approved_by = str_trim(ctx_field(ctx, "by")), .number = str_trim(ctx_field(ctx, "number")), .reason = reason };
        if (!date_parse(ctx_field(ctx, "on"), &approval.on)) return err_set(err, ERR_INPUT, "Выберите день приказа.", "День утверждения не назван.");
        done = flow_plan_approve(ctx->flow, ctx->who, plan, &approval, err), words = "План утверждён.";
    } else if (str_eq(step, STR("submit"))) done = flow_plan_submit(ctx->flow, ctx->who, plan, err), words = "План отправлен на утверждение.";
    else if (str_eq(step, STR("return"))) done = flow_plan_return(ctx->flow, ctx->who, plan, reason, err), words = "План возвращён на доработку.";
    else if (str_eq(step, STR("withdraw"))) done = flow_plan_withdraw(ctx->flow, ctx->who, plan, reason, err), words = "План отменён.";
    else if (str_eq(step, STR("reopen"))) done = flow_plan_reopen(ctx->flow, ctx->who, plan, reason, err), words = "План снова в работе.";
    else if (str_eq(step, STR("close"))) done = flow_plan_close(ctx->flow, ctx->who, plan, err), words = "План завершён.";
    else return err_set(err, ERR_INPUT, "Откройте план снова.", "Непонятно, что сделать с планом.");
    if (!done) return false;
    ctx_done(ctx, str_of(words));
    return ctx_go(ctx, plan_link(ctx, plan));
}

const Page page_plan_approve = { .path = "/plans/:plan/approve", .title = "Утверждение плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/approve", .no_formats = true, .show = show, .act = act };
