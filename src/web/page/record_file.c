/* A file of a record, as a download. */
#include "store/attachment.h"
#include "web/record_part.h"

static const Param params[] = {
    { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 },
    { .name = "number", .kind = PARAM_INT, .title = "номер записи", .min = 1, .max = UINT32_MAX },
    { .name = "file", .kind = PARAM_TEXT, .title = "отпечаток файла", .max_length = 64 },
    RECORD_VIA,
    { .name = NULL },
};

/* Frozen data, byte for byte: their hash can be counted again by anybody. */
static bool frozen_copy(Ctx *ctx, const RecordPage *page, Str sha256, Reply *reply, bool *found, Err *err)
{
    RecordLink *links;
    uint32_t n;
    Str bytes;
    *found = false;
    if (!record_links(ctx->db, &page->row, ctx->arena, &links, &n, err)) return false;
    for (uint32_t i = 0; i < n && !*found; i++) {
        if (!str_eq(links[i].kind, STR("frozen")) || !str_eq(links[i].to_key, sha256)) continue;
        if (!attachment_get(ctx->db, page->row.region_id, sha256, ctx->arena, &bytes, found, err)) return false;
        if (*found) *reply = (Reply){ .status = 200, .type = STR("application/json; charset=utf-8"), .body = bytes, .disposition = STR("данные.json") };
    }
    return true;
}

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    RecordPage page;
    RecordFile *files;
    uint32_t n;
    Str bytes, sha256 = ctx_param(ctx, "file");
    bool found;
    if (!record_part_open(ctx, &page, err) || !record_files(ctx->db, &page.row, ctx->arena, &files, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!str_eq(files[i].sha256, sha256)) continue;
        if (!attachment_get(ctx->db, page.row.region_id, sha256, ctx->arena, &bytes, &found, err)) return false;
        if (!found) return err_set(err, ERR_NOT_FOUND, "Скажите администратору: в базе пропал файл.", "Файла нет в базе.");
        *reply = (Reply){ .status = 200, .type = STR("application/octet-stream"), .body = bytes, .disposition = files[i].name };
        return true;
    }
    return frozen_copy(ctx, &page, sha256, reply, &found, err) && (found || err_set(err, ERR_NOT_FOUND, "Откройте запись: её файлы стоят справа.", "Такого файла у записи нет."));
}

const Page page_record_file = {
    .path = "/records/:type/:number/files/:file", .title = "Файл записи", .section = SECTION_RECORDS, .right = RIGHT_PLAN_READ, .org_of = record_part_org_read, .params = params, .sample = "/records/event/{event}/files/none",
    .raw = raw, .no_formats = true,
};
