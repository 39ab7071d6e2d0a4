/* What came from above: to acknowledge, to make a plan of one's own, to say what was done. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "store/cascade.h"
#include "web/plan_view.h"
#include "web/url.h"

static const Param params[] = { { .name = "plan", .kind = PARAM_INT, .title = "номер плана, который отправили", .min = 1, .max = UINT32_MAX }, { .name = "all", .kind = PARAM_FLAG, .title = "и законченные" }, { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = NULL } };

/* What this addressee still owes, the most urgent first; empty: nothing. */
static Str owed(Ctx *ctx, const CascadeTo *one, bool *late)
{
    int32_t today = date_of_time(ctx->now), day;
    bool plan_stands = one->plan_state == PLAN_IN_FORCE || one->plan_state == PLAN_CLOSED;
    *late = false;
    if (one->sent_state > PLAN_IN_FORCE) return STR_EMPTY;
    if (one->seen_at == 0) {
        if (!date_parse(one->see_by, &day)) return STR("ознакомиться");
        *late = day < today;
        return CTX_TEXT(ctx, "ознакомиться до %.*s", STR_ARG(date_short(ctx->arena, day)));
    }
    if (!date_parse(one->plan_by, &day) || plan_stands) return one->done_at == 0 ? STR("сказать, что сделано") : STR_EMPTY;
    *late = day < today;
    return CTX_TEXT(ctx, "%s до %.*s", one->plan_id == 0 ? "составить план" : "утвердить план", STR_ARG(date_short(ctx->arena, day)));
}

/* What a reminder of a plan above leads to: the sending itself. */
static bool go_to_plan(Ctx *ctx, Err *err)
{
    const CascadeTo *rows;
    uint32_t n;
    if (!cascade_inbox(ctx->db, ctx->who->region_id, ctx->org.id, true, ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if ((long long)rows[i].from_plan_number == ctx_int(ctx, "plan", 0)) return ctx_go(ctx, CTX_TEXT(ctx, "/inbox/%u?org=%.*s", rows[i].cascade_number, STR_ARG(url_encode(ctx->arena, ctx->org.code))));
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    const CascadeTo *rows;
    uint32_t n, n_owed = 0;
    if (ctx_param(ctx, "plan").n > 0 && (!go_to_plan(ctx, err) || ctx->go.n > 0)) return ctx->go.n > 0;
    if (!cascade_inbox(ctx->db, ctx->who->region_id, ctx->org.id, ctx_param(ctx, "all").n > 0, ctx->arena, &rows, &n, err)) return false;
    plan_crumbs(ctx, NULL, NULL, STR_EMPTY);
    Decision *decisions = arena_array(ctx->arena, Decision, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        const CascadeTo *one = &rows[i];
        bool late;
        Str what = owed(ctx, one, &late);
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = one->seen_at == 0 && what.n > 0 ? STR("Ознакомиться") : STR("Открыть"), .href = CTX_TEXT(ctx, "/inbox/%u", one->cascade_number), .primary = n_owed == 0 && what.n > 0 };
        decisions[i] = (Decision){ .icon = one->sent_state > PLAN_IN_FORCE ? "minus" : one->seen_at == 0 ? "bell" : what.n > 0 ? "pen" : "check", .title = one->title, .href = CTX_TEXT(ctx, "/inbox/%u", one->cascade_number), .sub = CTX_TEXT(ctx, "От: %.*s", STR_ARG(rich_escape(ctx->arena, one->from_name))),
            .when = what.n > 0 ? what : one->sent_state > PLAN_IN_FORCE ? plan_ended_words(ctx, (PlanState)one->sent_state, (PlanKind)0, one->sent_ended_at, one->sent_ended_reason) : STR("сделано"), .late = late, .button = button };
        n_owed += what.n > 0;
    }
    ctx->doc->title = n_owed > 0 ? CTX_TEXT(ctx, "Пришло сверху: ответа ждут %u", n_owed) : STR("Пришло сверху: всё исполнено");
    if (n == 0) ctx->doc->title = STR("Сверху ничего не приходило");
    doc_decisions(ctx->doc, NULL, n, decisions, STR("Планы и письма, которые вам отправят, появятся здесь и на первой странице."));
    DocLink *links = arena_array(ctx->arena, DocLink, 1);
    bool all = ctx_param(ctx, "all").n > 0;
    links[0] = (DocLink){ .title = STR("и законченные"), .href = ctx_with(ctx, "all", all ? STR_EMPTY : STR("1")), .count = NO_COUNT, .current = all };
    doc_chips(ctx->doc, NULL, STR("Показать"), 1, links);
    return true;
}

const Page page_inbox = { .path = "/inbox", .title = "Пришло сверху", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .params = params, .show = show };
