/* A file that was brought as evidence, as it came: only to be kept, never shown in place. */
#include "store/attachment.h"
#include "web/measure_part.h"

static const Param params[] = { PLAN_PARAM, MEASURE_PARAM, { .name = "evidence", .kind = PARAM_INT, .title = "номер подтверждения", .min = 1, .max = UINT32_MAX }, { .name = NULL } };

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    MeasureView *view = arena_one(ctx->arena, MeasureView);
    EvidenceRow one;
    Str bytes;
    bool found;
    if (!measure_view_open(ctx, view, err)) return false;
    if (!evidence_get(ctx->db, view->row.region_id, view->row.id, (uint32_t)ctx_int(ctx, "evidence", 0), ctx->arena, &one, &found, err)) return false;
    if (!found || one.sha256.n == 0) return err_set(err, ERR_NOT_FOUND, "Откройте пункт плана: файлы стоят там.", "Такого файла нет.");
    if (!attachment_get(ctx->db, one.region_id, one.sha256, ctx->arena, &bytes, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Скажите администратору: в базе пропал файл.", "Файла нет в базе.");
    *reply = (Reply){ .status = 200, .type = STR("application/octet-stream"), .body = bytes, .disposition = one.file_name };
    return true;
}

const Page page_measure_file = { .path = "/plans/:plan/measures/:n/files/:evidence", .title = "Файл подтверждения", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/measures/1/files/1", .raw = raw, .no_formats = true };
