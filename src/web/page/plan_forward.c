/* The plan of the next school year: the same measures with terms a year later; what was not accepted is carried over and says so. */
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    if (!plan_view_open_approved(ctx, view, err) || !plan_view_read(ctx, view, err)) return false;
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->title = view->row.school_year > 0 ? CTX_TEXT(ctx, "План на %d/%02d учебный год", view->row.school_year + 1, (view->row.school_year + 2) % 100) : STR("План на следующий год");
    ctx->doc->lead = STR("Выберите, что перенести: годы в словах и сроках передвинутся, остальные слова и люди останутся. Непринятое будет отмечено как перенесённое, со ссылкой на прошлогодний пункт. Сроки по чужому графику подождут новых дат. Получится черновик — его можно править.");
    FieldOption *options = arena_array(ctx->arena, FieldOption, view->n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        Standing standing = measure_standing(row, view->today);
        if (standing == STANDING_DROPPED) continue;
        options[n++] = (FieldOption){ .value = CTX_TEXT(ctx, "%u", row->n), .title = measure_name(ctx, row), .hint = CTX_TEXT(ctx, "%s; %.*s", standing_title(standing), STR_ARG(row->term_text.n > 0 ? rich_escape(ctx->arena, row->term_text) : STR("без срока"))), .chosen = true };
    }
    Ask *ask = ask_new(ctx, CTX_TEXT(ctx, "/plans/%u/forward", view->row.number));
    Field *which = ask_field(ask, FIELD_CHECK, "n", "Пункты", STR_EMPTY);
    which->multiple = true;
    ask_options(which, n, options);
    ask_button(ask, "Составить черновик", true);
    ask_end(ask, NULL);
    return true;
}

static bool is_among(uint32_t one, const uint32_t *all, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (all[i] == one) return true;
    return false;
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t *chosen = arena_array(ctx->arena, uint32_t, ctx->request->n_fields + 1u), n = 0, number;
    long long one;
    for (uint32_t i = 0; i < ctx->request->n_fields; i++)
        if (str_eq(ctx->request->fields[i].name, STR("n")) && str_to_int(ctx->request->fields[i].value, &one) && one > 0 && one < UINT32_MAX && !is_among((uint32_t)one, chosen, n)) chosen[n++] = (uint32_t)one;
    if (n == 0) return err_set(err, ERR_INPUT, "Отметьте хотя бы один пункт.", "Переносить нечего: пункты не выбраны.");
    if (!flow_plan_roll_forward(ctx->flow, ctx->who, (uint32_t)ctx_int(ctx, "plan", 0), n, chosen, &number, err)) return false;
    ctx_done(ctx, CTX_TEXT(ctx, "Черновик составлен: %.*s.", STR_ARG(number_of(ctx->arena, n, "пункт", "пункта", "пунктов"))));
    return ctx_go(ctx, plan_link(ctx, number));
}

const Page page_plan_forward = { .path = "/plans/:plan/forward", .title = "План на следующий год", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/forward", .no_formats = true, .show = show, .act = act };
