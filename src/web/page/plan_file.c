/* The document that a plan was read from, as it came. */
#include "store/attachment.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    PlanView view = { 0 };
    Str bytes;
    bool found = false;
    if (!plan_view_open(ctx, &view, err)) return false;
    if (view.row.source_sha256.n > 0 && !attachment_get(ctx->db, view.row.region_id, view.row.source_sha256, ctx->arena, &bytes, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "План составлен без документа.", "Исходного файла нет.");
    *reply = (Reply){ .status = 200, .type = STR("application/octet-stream"), .body = bytes, .disposition = view.row.source_name };
    return true;
}

const Page page_plan_file = { .path = "/plans/:plan/source/file", .title = "Исходный документ плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/source/file", .raw = raw, .no_formats = true };
