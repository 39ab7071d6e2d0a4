#include "web/entry.h"

#include "base/limits.h"
#include "flow/password.h"
#include "web/ask.h"
#include "web/url.h"

SignInFrom entry_from(const Ctx *ctx)
{
    return (SignInFrom){ .ip = str_of(ctx->request->ip), .agent = ctx->request->user_agent, .device = request_cookie(ctx->request, DEVICE_COOKIE) };
}

void entry_cookie(Ctx *ctx, Str cookie) { ctx_cookie(ctx, SESSION_COOKIE, cookie, 0); } /* gone with the window: computers in staff rooms are shared */

void entry_signed(Ctx *ctx, const SignedIn *in)
{
    entry_cookie(ctx, in->cookie);
    if (in->device.n > 0) ctx_cookie(ctx, DEVICE_COOKIE, in->device, LIMIT_DEVICE_DAYS * 86400);
}

bool entry_done(Ctx *ctx, const SignedIn *in)
{
    Str next = ctx_field(ctx, "next");
    if (!url_is_local(next)) next = STR("/");
    Err unheard = { 0 };
    if (ctx->session != NULL) flow_sign_out(ctx->flow, ctx->session, &unheard); /* whoever sat here before; failing, it ends by itself */
    entry_signed(ctx, in);
    return ctx_go(ctx, in->needs_totp ? CTX_TEXT(ctx, "/signin/code?next=%.*s", STR_ARG(url_encode(ctx->arena, next))) : next);
}

bool entry_wait(Ctx *ctx, int wait_s)
{
    ctx->reply->retry_after_s = wait_s;
    return false;
}

Str entry_address(const Ctx *ctx, Str path)
{
    return arena_printf(ctx->arena, "%s://%.*s%.*s", ctx->request->secure ? "https" : "http", STR_ARG(ctx->request->authority), STR_ARG(path));
}

void entry_password_fields(Ask *ask)
{
    Field *first = ask_field(ask, FIELD_PASSWORD, "password", "Новый пароль", STR_EMPTY);
    first->hint = STR("Не короче 10 знаков. Лучше всего несколько слов подряд; цифры и заглавные не обязательны.");
    first->autocomplete = "new-password";
    Field *again = ask_field(ask, FIELD_PASSWORD, "again", "Ещё раз", STR_EMPTY);
    again->autocomplete = "new-password";
}

bool entry_password(Ctx *ctx, Str login, Str *password, Err *err)
{
    *password = ctx_field(ctx, "password");
    if (!password_check(*password, login, err)) return false;
    return str_eq(*password, ctx_field(ctx, "again")) || err_set(err, ERR_INPUT, "Наберите его дважды одинаково.", "Пароли не совпали.");
}
