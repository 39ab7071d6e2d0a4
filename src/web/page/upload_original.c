/* The file as it came, byte for byte. Always a download: what came from outside is never shown in place. */
#include "store/attachment.h"
#include "store/upload.h"
#include "web/page.h"

static const Param params[] = {
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = "number", .kind = PARAM_INT, .title = "номер файла", .min = 1, .max = 1000000000 }, { .name = NULL },
};

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    UploadRow row;
    bool found = false;
    if (!upload_get(ctx->db, ctx->org.region_id, ctx->org.id, (int)ctx_int(ctx, "number", 0), ctx->arena, &row, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте список загруженных файлов.", "Такого файла нет.");
    if (!attachment_get(ctx->db, ctx->org.region_id, row.sha256, ctx->arena, &reply->body, &found, err)) return false;
    reply->status = 200;
    reply->type = STR("application/octet-stream");
    reply->disposition = row.name;
    return found || err_set(err, ERR_NOT_FOUND, "Загрузите файл снова.", "Самого файла в базе нет.");
}

const Page page_upload_original = { .path = "/forms/files/:org/:number/original", .title = "Исходный файл", .section = SECTION_FORMS, .right = RIGHT_RESULTS_WRITE, .params = params,
    .sample = "/forms/files/{school}/1/original", .no_formats = true, .raw = raw };
