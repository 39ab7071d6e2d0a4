/* A new record of a register. Values may come in the address: «/records/minutes/new?event=event/12». */
#include "publish/rich.h"
#include "web/record_form.h"
#include "web/url.h"

static const Param params[] = { { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 }, { .name = "org", .kind = PARAM_TEXT, .title = "код организации", .max_length = 100 }, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    const RecordType *type;
    if (!record_part_type(ctx, &type, err)) return false;
    RecordForm form = { .action = CTX_TEXT(ctx, "/records/%s/new?org=%.*s", type->id, STR_ARG(url_encode(ctx->arena, ctx->org.code))), .button = "Записать", .org = &ctx->org, .n_blank = 3 };
    if (ctx->error != NULL) {
        form.data = record_form_read(ctx, type, ctx->org.path, NULL);
        form.restricted = ctx_field(ctx, "restricted").n > 0;
        if (ctx->error->code == ERR_INPUT && !flow_record_check(flow_reader(ctx->flow), ctx->who, type, ctx->org.path, form.data, ctx->arena, &form.n_complaints, &form.complaints, err)) return false;
    } else {
        form.data = record_data_new(type, ctx->arena);
        for (uint32_t i = 0; type->fields[i].name != NULL; i++) form.data->values[i] = request_query(ctx->request, type->fields[i].name);
    }
    record_part_crumbs(ctx, type, 0);
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    ctx->doc->title = str_of(type->fresh);
    ctx->doc->lead = str_of(type->what);
    return record_form_show(ctx, NULL, &form, err);
}

static bool act(Ctx *ctx, Err *err)
{
    const RecordType *type;
    uint32_t number;
    if (!record_part_type(ctx, &type, err)) return false;
    RecordEdit edit = { .type = str_of(type->id), .org_code = ctx->org.code, .data = record_form_read(ctx, type, ctx->org.path, NULL), .restricted = ctx_field(ctx, "restricted").n > 0 };
    if (!flow_record_save(ctx->flow, ctx->who, &edit, &number, err)) return false;
    ctx_done(ctx, CTX_TEXT(ctx, "Записано: %s № %u.", type->one, number));
    return ctx_go(ctx, record_address(ctx, type, number, ctx_field(ctx, "more").n > 0 ? "/edit" : ""));
}

const Page page_record_new = { .path = "/records/:type/new", .title = "Новая запись", .section = SECTION_RECORDS, .right = RIGHT_RECORD_WRITE, .params = params, .sample = "/records/event/new", .no_formats = true, .show = show, .act = act };
