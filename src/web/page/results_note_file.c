/* An analytical note as it was issued: its DOCX, byte for byte. It may have been issued in full, so that those alone who issue papers there take it. */
#include "flow/paper.h"
#include "store/attachment.h"
#include "web/page.h"

static const Param params[] = { { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = "year", .kind = PARAM_INT, .title = "год", .min = 1990, .max = 2200 },
    { .name = "number", .kind = PARAM_INT, .title = "номер по порядку", .min = 1, .max = UINT32_MAX }, { .name = NULL } };

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    IssuedPaper row;
    Str bytes;
    bool found;
    if (!paper_get(ctx->db, ctx->org.region_id, ctx->org.id, STR("note"), (int)ctx_int(ctx, "year", 0), (uint32_t)ctx_int(ctx, "number", 0), ctx->arena, &row, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте справку на странице результатов.", "Такой справки нет.");
    if (!attachment_get(ctx->db, row.region_id, row.sha256, ctx->arena, &bytes, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Скажите администратору: в базе пропал файл.", "Файла нет в базе.");
    *reply = (Reply){ .status = 200, .type = STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), .body = bytes, .disposition = flow_paper_file_name(&row, ctx->arena) };
    return true;
}

const Page page_results_note_file = { .path = "/results/notes/:org/:year/:number", .title = "Выпущенная справка", .section = SECTION_RESULTS, .right = RIGHT_PAPER_WRITE, .params = params, .sample = "/results/notes/{school}/2026/1", .raw = raw, .no_formats = true };
