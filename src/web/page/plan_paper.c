/* A paper as it was issued: its DOCX, byte for byte. */
#include "web/paper_form.h"
#include "web/plan_view.h"

static const Param params[] = {
    PLAN_PARAM, { .name = "kind", .kind = PARAM_TEXT, .title = "какой документ", .max_length = 40 }, { .name = "year", .kind = PARAM_INT, .title = "год", .min = 1990, .max = 2200 },
    { .name = "paper", .kind = PARAM_INT, .title = "номер по порядку", .min = 1, .max = UINT32_MAX }, { .name = NULL },
};

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    PlanView view = { 0 };
    return plan_view_open(ctx, &view, err) && paper_form_file(ctx, view.row.region_id, view.row.org_id, view.row.id, 0, reply, err);
}

const Page page_plan_paper = { .path = "/plans/:plan/papers/:kind/:year/:paper", .title = "Выпущенный документ", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/papers/plan/2026/1", .raw = raw, .no_formats = true };
