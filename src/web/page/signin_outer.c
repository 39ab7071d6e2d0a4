/* Off to the outer service. By GET: a form of ours may lead nowhere but here (form-action of the CSP). Nothing is kept: all that matters follows from the cookie. */
#include "base/secret.h"
#include "flow/outer.h"
#include "web/answer.h"

enum { WAY_S = 900 };

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    Str secret = secret_token(ctx->arena), address;
    if (!flow_outer_address(ctx->flow, secret, ctx->arena, &address, err)) return false;
    if (address.n == 0) {
        answer_redirect(ctx, STR("/signin/outer/wait"), STR_EMPTY, reply);
        return true;
    }
    ctx->reply = reply;
    ctx_cookie(ctx, "outer", secret, WAY_S);
    reply->status = 303;
    reply->location = address;
    return true;
}

const Page page_signin_outer = { .path = "/signin/outer", .title = "Вход через внешнюю службу", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .no_formats = true, .raw = raw };
