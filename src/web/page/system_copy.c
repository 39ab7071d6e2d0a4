/* A copy to carry away; that is written down. */
#include "flow/backup.h"
#include "web/system.h"

static const Param params[] = { { .name = "name", .kind = PARAM_TEXT, .title = "имя файла", .max_length = 64 }, { .name = NULL } };

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    Str name = ctx_param(ctx, "name");
    if (!flow_copy_read(ctx->flow, ctx->who, name, ctx->arena, &reply->body, err)) return false;
    reply->status = 200;
    reply->type = STR("application/octet-stream");
    reply->disposition = name;
    return true;
}

const Page page_system_copy = { .path = "/system/copies/:name", .title = "Файл копии", .section = SECTION_SYSTEM, .right = RIGHT_SYSTEM, .org_of = system_root, .params = params,
    .sample = "/system/copies/merilo-2026-01-01-000000.mcopy", .no_formats = true, .raw = raw };
