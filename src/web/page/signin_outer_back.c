/* Back from the outer service. */
#include "flow/outer.h"
#include "web/page.h"

static const Param params[] = {
    { .name = "state", .kind = PARAM_TEXT, .title = "какой вход", .max_length = 200 },
    { .name = "code", .kind = PARAM_TEXT, .title = "код службы", .max_length = 2000 },
    { .name = "error", .kind = PARAM_TEXT, .title = "отказ службы", .max_length = 200 },
    { .name = NULL },
};

static bool show(Ctx *ctx, Err *err)
{
    if (ctx_param(ctx, "error").n > 0) return err_set(err, ERR_DENIED, "Начните вход заново или войдите по паролю.", "Внешняя служба не впустила.");
    return flow_outer_back(ctx->flow, ctx->who, request_cookie(ctx->request, "outer"), ctx_param(ctx, "state"), ctx_param(ctx, "code"), str_of(ctx->request->ip), ctx->arena, err) &&
        ctx_go(ctx, STR("/signin/outer/wait"));
}

const Page page_signin_outer_back = { .path = "/signin/outer/back", .title = "Возвращение из внешней службы", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .params = params, .no_formats = true, .show = show };
