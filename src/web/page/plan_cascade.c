/* A plan is sent down the tree: each addressee acknowledges it and makes a plan of its own. */
#include "web/cascade_form.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    if (!plan_view_open(ctx, view, err)) return false;
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->title = STR("Отправить план вниз");
    if (view->row.state != PLAN_IN_FORCE) {
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Отправить нельзя."), CTX_TEXT(ctx, "Вниз отправляют утверждённый план. Сначала [утвердите его](/plans/%u/approve).", view->row.number));
        return true;
    }
    ctx->doc->lead = STR("Каждый адресат отметит, что ознакомился, и одной кнопкой составит свой план: пункты возьмутся отсюда, исполнение соберётся обратно само.");
    CascadeForm form = { .from = &ctx->org, .action = CTX_TEXT(ctx, "/plans/%u/cascade", view->row.number), .title = view->row.title, .words = STR("Ознакомиться и составить свой план мероприятий."), .with_plan = true };
    if (!flow_plan_sent_to(ctx->db, &view->row, ctx->arena, &form.have, &form.n_have, err)) return false;
    return cascade_form(ctx, &form, err);
}

static bool act(Ctx *ctx, Err *err)
{
    CascadeAsk ask;
    PlanView view = { 0 };
    const CascadeTo *have;
    uint32_t n_have;
    if (!cascade_form_read(ctx, &ask, err) || !plan_view_open(ctx, &view, err) || !flow_plan_sent_to(ctx->db, &view.row, ctx->arena, &have, &n_have, err)) return false;
    ask.plan = view.row.number;
    return cascade_form_send(ctx, &ask, n_have, have, err);
}

const Page page_plan_cascade = { .path = "/plans/:plan/cascade", .title = "Отправить план вниз", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/cascade", .no_formats = true, .show = show, .act = act };
