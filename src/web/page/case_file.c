/* A document that stands beside an entry of a case. */
#include "store/attachment.h"
#include "store/session.h"
#include "store/study_case.h"
#include "web/case_part.h"
#include "web/page.h"

static const Param params[] = {
    { .name = "number", .kind = PARAM_INT, .title = "номер дела", .min = 1, .max = UINT32_MAX },
    { .name = "entry", .kind = PARAM_INT, .title = "запись дела по порядку", .min = 1, .max = UINT32_MAX },
    { .name = NULL },
};

/* The school sees its own documents; anybody else must have opened the case with a reason. */
static bool may_see(Ctx *ctx, const StudyCase *of, Err *err)
{
    bool open = false;
    if (who_may(ctx->who, RIGHT_SIGNS_ANSWER, ctx->org.path)) return true;
    if (!who_demand(ctx->who, RIGHT_CASE_OPEN, ctx->org.path, err)) return false;
    if (!session_open_find(ctx->db, ctx->session, CTX_TEXT(ctx, "case/%u", of->number), ctx->now, &open, err)) return false;
    return open || err_set(err, ERR_DENIED, "Откройте дело и напишите, зачем нужны закрытые записи.", "Документ закрыт: сначала нужна причина.");
}

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    StudyCase of;
    CaseEntry *entries;
    uint32_t n;
    bool found;
    Str bytes;
    uint32_t at = (uint32_t)ctx_int(ctx, "entry", 0);
    if (!case_get(ctx->db, ctx->who->region_id, (uint32_t)ctx_int(ctx, "number", 0), ctx->arena, &of, &found, err) || !may_see(ctx, &of, err)) return false;
    if (!case_entries(ctx->db, &of, ctx->arena, &entries, &n, err)) return false;
    if (at > n || entries[at - 1].sha256.n == 0) return err_set(err, ERR_NOT_FOUND, "Откройте дело: документы стоят у ответов школы.", "Такого документа нет.");
    if (!attachment_get(ctx->db, of.region_id, entries[at - 1].sha256, ctx->arena, &bytes, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Скажите администратору: в базе пропал файл.", "Документа нет в базе.");
    *reply = (Reply){ .status = 200, .type = STR("application/octet-stream"), .body = bytes, .disposition = entries[at - 1].file_name };
    return true;
}

const Page page_case_file = {
    .path = "/cases/:number/files/:entry", .title = "Документ дела", .section = SECTION_SIGNS, .right = RIGHT_SIGNS_READ, .org_of = case_part_org, .params = params, .sample = "/cases/{case}/files/1",
    .raw = raw, .no_formats = true,
};
