/* One more measure of a plan. */
#include "web/measure_form.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    if (!plan_view_open(ctx, view, err) || !plan_view_read(ctx, view, err)) return false;
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->title = STR("Новый пункт плана");
    ctx->doc->lead = STR("Пишите как в документе. Что не назвали сейчас, можно уточнить потом; без срока пункт будет стоять в «без срока».");
    Ask *ask = measure_form(ctx, view, NULL, CTX_TEXT(ctx, "/plans/%u/measures/new", view->row.number));
    ask_button(ask, "Добавить пункт", true);
    ask_end(ask, NULL);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t plan = (uint32_t)ctx_int(ctx, "plan", 0), n;
    MeasureEdit edit;
    if (!measure_form_read(ctx, &edit, err) || !flow_measure_edit(ctx->flow, ctx->who, plan, &edit, &n, err)) return false;
    ctx_done(ctx, STR("Пункт добавлен."));
    return ctx_go(ctx, measure_link(ctx, plan, n));
}

const Page page_measure_new = { .path = "/plans/:plan/measures/new", .title = "Новый пункт плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/measures/new", .no_formats = true, .show = show, .act = act };
