/* A measure corrected, or taken out of its plan; what another changed meanwhile is shown beside one's own text. */
#include "web/measure_form.h"

#include "publish/rich.h"

static const Param params[] = { PLAN_PARAM, MEASURE_PARAM, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    MeasureView *view = arena_one(ctx->arena, MeasureView);
    if (!measure_view_open(ctx, view, err) || !plan_view_read(ctx, &view->plan, err)) return false;
    measure_crumbs(ctx, view, true);
    ctx->doc->title = STR("Исправить пункт");
    ctx->doc->lead = view->plan.row.edition > 0 ? STR("План утверждён: правка войдёт в следующую редакцию, прежняя останется в истории.") : STR("Слова документа остаются словами документа; дни и люди уточняются здесь.");
    measure_form_conflict(ctx, NULL);
    Ask *ask = measure_form(ctx, &view->plan, &view->row, measure_address(ctx, "/edit"));
    measure_form_crossed(ask, &view->plan, &view->row);
    ask_button(ask, "Сохранить пункт", true);
    ask_end(ask, NULL);
    Node *node = doc_add(ctx->doc, NULL, NODE_DETAILS);
    node->text = STR("Убрать пункт из плана");
    doc_small(ctx->doc, node, STR("Пункт уйдёт из плана, а его история и подтверждения останутся; вернуть можно сразу после."));
    DocPair *pairs = arena_array(ctx->arena, DocPair, 2);
    pairs[0] = (DocPair){ STR("do"), STR("remove") }, pairs[1] = (DocPair){ STR("revision"), CTX_TEXT(ctx, "%u", view->row.revision) };
    doc_buttons(ctx->doc, node, 1, ask_post(ctx, measure_address(ctx, "/edit"), "Убрать пункт", 2, pairs), STR_EMPTY);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t plan = (uint32_t)ctx_int(ctx, "plan", 0), n = (uint32_t)ctx_int(ctx, "n", 0);
    MeasureEdit edit;
    long long revision = 0;
    str_to_int(ctx_field(ctx, "revision"), &revision);
    if (str_eq(ctx_field(ctx, "do"), STR("remove"))) {
        if (!flow_measure_remove(ctx->flow, ctx->who, plan, n, (uint32_t)revision, err)) return false;
        ctx_done(ctx, STR("Пункт убран из плана."));
        return ctx_go(ctx, measure_address(ctx, "")); /* where it can be taken back */
    }
    if (str_eq(ctx_field(ctx, "do"), STR("restore"))) {
        if (!flow_measure_restore(ctx->flow, ctx->who, plan, n, err)) return false;
        ctx_done(ctx, STR("Пункт снова в плане."));
        return ctx_go(ctx, measure_address(ctx, ""));
    }
    MeasureView *view = arena_one(ctx->arena, MeasureView);
    if (!measure_form_read(ctx, &edit, err) || !measure_view_open(ctx, view, err) || !plan_view_read(ctx, &view->plan, err)) return false;
    measure_form_merge(ctx, &view->plan, &view->row, &edit);
    edit.n = n;
    edit.capabilities = view->row.capabilities;
    bool open;
    if (!measure_form_days(ctx, &view->plan, &view->row, "days", &edit, &open, err)) return false;
    if (open) return err_set(err, ERR_INPUT, "Выберите, какие дни верны, и сохраните ещё раз.", "Слова срока изменились, а дни были поставлены вручную.");
    if (!flow_measure_edit(ctx->flow, ctx->who, plan, &edit, &n, err)) return false;
    ctx_done(ctx, STR("Пункт сохранён."));
    return ctx_go(ctx, str_eq(ctx_field(ctx, "back"), STR("source")) ? CTX_TEXT(ctx, "/plans/%u/source#m%u", plan, n) : measure_address(ctx, ""));
}

const Page page_measure_edit = { .path = "/plans/:plan/measures/:n/edit", .title = "Исправить пункт", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/measures/1/edit", .no_formats = true, .show = show, .act = act };
