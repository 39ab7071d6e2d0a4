/* A letter or an order of a register is sent down the tree: who has read it, who has done it. */
#include "publish/rich.h"
#include "record/record.h"
#include "store/record.h"
#include "web/cascade_form.h"
#include "web/plan_view.h"
#include "web/url.h"

static const Param params[] = { { .name = "record", .kind = PARAM_TEXT, .title = "запись регистра: «letter/3»", .max_length = 60 }, { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = NULL } };

/* «letter/3» as its parts. */
static bool named(Ctx *ctx, Str *type, uint32_t *number, Err *err)
{
    Str key = ctx_param(ctx, "record");
    size_t slash = str_find(key, STR("/"));
    long long n = 0;
    if (slash == SIZE_MAX || !str_to_int(str_slice(key, slash + 1, key.n), &n) || n < 1 || n > UINT32_MAX) return err_set(err, ERR_INPUT, "Откройте письмо или приказ в «Документах» и отправьте оттуда.", "Не сказано, что отправить.");
    *type = str_slice(key, 0, slash), *number = (uint32_t)n;
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    Str type;
    uint32_t number;
    Record row;
    bool found;
    plan_crumbs(ctx, NULL, "Отправлено вниз", STR("/cascades"));
    ctx->doc->title = STR("Отправить документ вниз");
    if (ctx_param(ctx, "record").n == 0) {
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Выберите документ."), STR("Откройте письмо или приказ в [«Документах»](/records) и нажмите «Отправить вниз»."));
        return true;
    }
    if (!named(ctx, &type, &number, err) || !record_get(ctx->db, ctx->who->region_id, type, number, ctx->arena, &row, &found, err)) return false;
    if (!found || !who_may(ctx->who, RIGHT_PLAN_READ, row.org_path)) return err_set(err, ERR_NOT_FOUND, "Откройте «Документы».", "Такой записи нет.");
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s. Адресаты отметят, что ознакомились, и напишут, что сделано.", STR_ARG(rich_escape(ctx->arena, row.title)));
    CascadeForm form = { .from = &ctx->org, .action = CTX_TEXT(ctx, "/cascades/new?record=%.*s&org=%.*s", STR_ARG(url_encode(ctx->arena, ctx_param(ctx, "record"))), STR_ARG(url_encode(ctx->arena, ctx->org.code))), .title = row.title, .words = STR("Ознакомиться и исполнить.") };
    return cascade_form(ctx, &form, err);
}

static bool act(Ctx *ctx, Err *err)
{
    CascadeAsk ask;
    if (!cascade_form_read(ctx, &ask, err) || !named(ctx, &ask.record_type, &ask.record, err)) return false;
    ask.org_code = ctx->org.code;
    return cascade_form_send(ctx, &ask, 0, NULL, err);
}

const Page page_cascade_new = { .path = "/cascades/new", .title = "Отправить документ вниз", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .params = params, .no_formats = true, .show = show, .act = act };
