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

/* The year is said, not assumed: terms without a year of their own follow it. */
static void year_field(Ask *ask, const char *step, const PlanRow *row)
{
    enum { BEFORE = 2, AFTER = 1 };
    Ctx *ctx = ask->ctx;
    int chosen = row->school_year > 0 ? row->school_year : ctx->year, now = date_school_year(date_of_time(ctx->now));
    int from = chosen < now - BEFORE ? chosen : now - BEFORE, to = chosen > now + AFTER ? chosen : now + AFTER;
    if (to - from > 20) from = to - 20;
    FieldOption *years = arena_array(ctx->arena, FieldOption, (uint32_t)(to - from + 1));
    for (int year = from; year <= to; year++) years[year - from] = (FieldOption){ .value = CTX_TEXT(ctx, "%d", year), .title = CTX_TEXT(ctx, "%d/%02d", year, (year + 1) % 100) };
    Field *field = field_of(ask, step, FIELD_SELECT, "year", "На какой учебный год", CTX_TEXT(ctx, "%d", chosen));
    field->hint = STR("Сроки без года («ноябрь») понимаются по нему.");
    ask_options(field, (uint32_t)(to - from + 1), years);
}

static uint32_t meaningless(const PlanView *view)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->n; i++) n += measure_term_means_nothing(&view->measures[i]);
    return n;
}

/* Late as soon as the plan is approved: of what repeats only when nothing of it is ahead. */
static bool will_be_late(Ctx *ctx, const MeasureRow *row, int32_t today)
{
    uint32_t n;
    const Window *windows = measure_windows(ctx, row, &n);
    if (measure_days_late(row, today) == 0) return false;
    return row->recurrence.n == 0 || n == 0 || term_last_day(n, windows) < today;
}

/* What must be looked at before the button: days that are over already, terms that mean nothing. */
static void before_approval(Ctx *ctx, const PlanView *view)
{
    const PlanRow *row = &view->row;
    uint32_t n_past = 0, n = 0, n_begun = 0;
    int now = date_school_year(view->today);
    Str *items = arena_array(ctx->arena, Str, view->n + 1u);
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *one = &view->measures[i];
        bool late = will_be_late(ctx, one, view->today);
        n_past += late;
        n_begun += !late && row->edition == 0 && one->recurrence.n > 0 && measure_days_late(one, view->today) > 0;
        if (measure_term_means_nothing(one)) items[n++] = CTX_TEXT(ctx, "[%.*s](%.*s): «%.*s»", STR_ARG(measure_heading(ctx, one)), STR_ARG(measure_link(ctx, row->number, one->n)), STR_ARG(rich_escape(ctx->arena, one->term_text)));
    }
    if (row->edition == 0 && row->school_year > 0 && row->school_year < now && n_past > 0)
        doc_note(ctx->doc, NULL, NOTE_ATTENTION, row->school_year == now - 1 ? STR("План прошлого года.") : CTX_TEXT(ctx, "План %d/%02d учебного года.", row->school_year, (row->school_year + 1) % 100),
            CTX_TEXT(ctx, "%.*s. Утверждённый, он сразу покажет их просроченными. Нужен новый? Утвердите этот и нажмите «План на следующий год»: пункты и люди перенесутся, сроки передвинутся. Год ошибочен? Исправьте его ниже.",
                STR_ARG(number_of(ctx->arena, n_past, "срок уже прошёл", "срока уже прошли", "сроков уже прошли"))));
    else if (row->edition == 0 && n_past > 0)
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Часть сроков позади."), CTX_TEXT(ctx, "%.*s; утверждённый план начнёт с просроченного.", STR_ARG(number_of(ctx->arena, n_past, "срок уже прошёл", "срока уже прошли", "сроков уже прошли"))));
    if (n_begun > 0) doc_note(ctx->doc, NULL, NOTE_INFO, STR("Повторяющееся — со дня утверждения."), CTX_TEXT(ctx, "У %.*s часть сроков уже прошла: за них не спросят, просроченными они не станут. Если приказ издан раньше, поставьте его день: спросят за всё, что после него.", STR_ARG(number_of(ctx->arena, n_begun, "пункта", "пунктов", "пунктов"))));
    if (n == 0) return;
    doc_note(ctx->doc, NULL, NOTE_ATTENTION, CTX_TEXT(ctx, "%.*s.", STR_ARG(number_of(ctx->arena, n, "срок ничего не значит", "срока ничего не значат", "сроков ничего не значат"))), STR("Напоминать о таких сроках нечем, просроченными они не станут. Исправьте их или отметьте, что они останутся как есть."));
    doc_list(ctx->doc, NULL, n, items);
}

static void approve_form(Ctx *ctx, const PlanView *view)
{
    const PlanRow *row = &view->row;
    static const char step[] = "approve";
    int32_t today = date_of_time(ctx->now);
    Ask *ask = step_form(ctx, step);
    Field *by = field_of(ask, step, FIELD_TEXT, "by", "Чем утверждён и кем", row->approved_by);
    by->hint = STR("Как на бумаге: «приказ управления образования», «Начальник управления И. О. Фамилия»."), by->width = 48, by->max_length = 400, by->optional = true;
    Field *number = field_of(ask, step, FIELD_TEXT, "number", "Номер приказа", row->edition == 0 ? row->approved_number : STR_EMPTY);
    number->optional = true, number->width = 12, number->max_length = 60;
    field_of(ask, step, FIELD_DATE, "on", "День", row->edition == 0 && row->approved_on.n > 0 ? row->approved_on : date_iso(ctx->arena, today));
    if (row->edition == 0) year_field(ask, step, row);
    if (meaningless(view) > 0) {
        FieldOption *as_is = arena_one(ctx->arena, FieldOption);
        *as_is = (FieldOption){ .value = STR("1"), .title = STR("Непонятные сроки останутся как есть"), .chosen = was_sent(ctx, step) && ctx_field(ctx, "asis").n > 0 };
        Field *field = ask_field(ask, FIELD_CHECK, "asis", "Сроки", STR_EMPTY);
        ask_options(field, 1, as_is);
    }
    if (row->edition > 0) {
        Field *reason = field_of(ask, step, FIELD_LONG_TEXT, "reason", "Почему план изменён", STR_EMPTY);
        reason->hint = CTX_TEXT(ctx, "Останется в истории редакций. [Что изменится](/plans/%u/editions?b=0)", row->number), reason->max_length = 1000;
    }
    end(ask, NULL, step, row->edition > 0 ? "Утвердить новую редакцию" : "Утвердить план", true);
}

static bool unclear(Ctx *ctx, PlanView *view)
{
    Str *items;
    uint32_t n = 0;
    items = arena_array(ctx->arena, Str, view->n + 1u);
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        bool nobody = row->responsible.n == 0, undated = row->windows.n == 0 && row->anchor.n == 0 && row->recurrence.n == 0;
        if ((row->term_notes.n == 0 && !nobody && !undated) || (!nobody && measure_term_means_nothing(row))) continue; /* said above */
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
    if (!plan_view_open(ctx, view, err) || !plan_view_read(ctx, view, err)) return false;
    const PlanRow *row = &view->row;
    bool approves = who_may(ctx->who, RIGHT_PLAN_APPROVE, row->org_path), writes = plan_view_may_write(ctx, view);
    plan_crumbs(ctx, row, NULL, STR_EMPTY);
    ctx->doc->title = row->edition > 0 ? CTX_TEXT(ctx, "Утверждение: редакция %u", row->edition + 1) : STR("Утверждение плана");
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s: %.*s. Сейчас: %s.", STR_ARG(plan_title(ctx, row)), STR_ARG(number_of(ctx->arena, row->n_measures, "пункт", "пункта", "пунктов")), plan_state_title(row->state));
    bool can = row->state == PLAN_DRAFT || row->state == PLAN_WAITS || (row->state == PLAN_IN_FORCE && row->changed);
    if (!can) doc_note(ctx->doc, NULL, NOTE_INFO, STR("Утверждать нечего."), row->state == PLAN_IN_FORCE ? STR("Действующая редакция утверждена, правок после неё нет.") : CTX_TEXT(ctx, "План %.*s.", STR_ARG(plan_ended_words(ctx, row->state, row->kind, row->ended_at, row->ended_reason))));
    else if (row->n_measures == 0) doc_note(ctx->doc, NULL, NOTE_INFO, STR("В плане нет ни одного пункта."), CTX_TEXT(ctx, "[Добавьте первый](/plans/%u/measures/new) — тогда его можно утвердить.", row->number));
    else before_approval(ctx, view);
    if (can && approves && row->n_measures > 0) approve_form(ctx, view);
    if (writes && row->state == PLAN_DRAFT && !approves) {
        Ask *ask = step_form(ctx, "submit");
        ask->form.note = STR("Утверждает тот, у кого есть это право в вашей организации или выше; план он увидит на первой странице.");
        end(ask, NULL, "submit", "Отправить на утверждение", true);
    }
    if (approves && row->state == PLAN_WAITS) reason_form(ctx, NULL, "return", "Вернуть на доработку", "Вернуть");
    if (can && !unclear(ctx, view)) return false;
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
        PlanView view = { 0 };
        long long year;
        if (!plan_view_open(ctx, &view, err) || !plan_view_read(ctx, &view, err)) return false;
        if (meaningless(&view) > 0 && ctx_field(ctx, "asis").n == 0) return err_set(err, ERR_INPUT, "Исправьте сроки, названные выше, или отметьте «Непонятные сроки останутся как есть».", "В плане есть сроки, которые ничего не значат: %u.", meaningless(&view));
        if (str_to_int(ctx_field(ctx, "year"), &year) && year > 1990 && year < 2200) approval.school_year = (int)year;
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
