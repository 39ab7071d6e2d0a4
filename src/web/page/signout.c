/* Leaving. */
#include "web/entry.h"

static bool act(Ctx *ctx, Err *err)
{
    if (ctx->session != NULL && !flow_sign_out(ctx->flow, ctx->session, err)) return false;
    ctx_cookie(ctx, SESSION_COOKIE, STR_EMPTY, -1);
    ctx_done(ctx, STR("Вы вышли."));
    return ctx_go(ctx, STR("/signin"));
}

const Page page_signout = { .path = "/signout", .title = "Выход", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .no_formats = true, .act = act };
