/* A plan as a calendar file. */
#include "flow/calendar.h"
#include "web/entry.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    PlanView view = { 0 };
    Str ics;
    if (!plan_view_open(ctx, &view, err) || !flow_calendar_plan(ctx->db, &view.row, entry_address(ctx, STR_EMPTY), ctx->arena, &ics, err)) return false;
    *reply = (Reply){ .status = 200, .type = STR("text/calendar; charset=utf-8"), .body = ics, .disposition = CTX_TEXT(ctx, "план-%u.ics", view.row.number) };
    return true;
}

const Page page_plan_ics = { .path = "/plans/:plan/calendar.ics", .title = "Сроки плана для календаря", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/calendar.ics", .raw = raw, .no_formats = true };
