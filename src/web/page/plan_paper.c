/* A paper as it was issued: its DOCX, byte for byte. */
#include "flow/paper.h"
#include "store/attachment.h"
#include "web/plan_view.h"

static const Param params[] = {
    PLAN_PARAM, { .name = "kind", .kind = PARAM_TEXT, .title = "какой документ", .max_length = 40 }, { .name = "year", .kind = PARAM_INT, .title = "год", .min = 1990, .max = 2200 },
    { .name = "number", .kind = PARAM_INT, .title = "номер по порядку", .min = 1, .max = UINT32_MAX }, { .name = NULL },
};

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    PlanView view = { 0 };
    IssuedPaper row;
    Str bytes;
    bool found;
    if (!plan_view_open(ctx, &view, err)) return false;
    if (!paper_get(ctx->db, view.row.region_id, view.row.org_id, ctx_param(ctx, "kind"), (int)ctx_int(ctx, "year", 0), (uint32_t)ctx_int(ctx, "number", 0), ctx->arena, &row, &found, err)) return false;
    if (!found || row.plan_id != view.row.id) return err_set(err, ERR_NOT_FOUND, "Откройте документы плана.", "Такого документа нет.");
    if (!attachment_get(ctx->db, row.region_id, row.sha256, ctx->arena, &bytes, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Скажите администратору: в базе пропал файл.", "Файла нет в базе.");
    const PaperKind *kind = paper_kind_find(row.kind);
    *reply = (Reply){ .status = 200, .type = STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), .body = bytes, .disposition = CTX_TEXT(ctx, "%s № %.*s от %.*s.docx", kind != NULL ? kind->title : "Документ", STR_ARG(row.number_words), STR_ARG(row.day)) };
    return true;
}

const Page page_plan_paper = { .path = "/plans/:plan/papers/:kind/:year/:number", .title = "Выпущенный документ", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/papers/plan/2026/1", .raw = raw, .no_formats = true };
