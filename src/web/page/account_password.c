/* Another password: first the old one, then the new one. Two steps, so that each costs the server one hash. */
#include "base/limits.h"
#include "store/account.h"
#include "web/ask.h"
#include "web/entry.h"
#include "web/url.h"

static const Param params[] = { { .name = "next", .kind = PARAM_TEXT, .title = "куда, когда пароль подтверждён", .max_length = 1000 }, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    bool confirmed;
    if (!flow_confirmed(ctx->db, ctx->session, &confirmed, err)) return false;
    ctx->doc->title = confirmed ? STR("Новый пароль") : STR("Сменить пароль");
    ctx->doc->kicker = confirmed ? STR("Шаг 2 из 2") : STR("Шаг 1 из 2");
    Ask *ask = ask_new(ctx, STR("/account/password"));
    ask_field(ask, FIELD_HIDDEN, "login", "", ctx->who->login)->autocomplete = "username";
    if (confirmed) {
        entry_password_fields(ask);
        ask_button(ask, "Сменить пароль", true);
    } else {
        Field *old = ask_field(ask, FIELD_PASSWORD, "old", "Прежний пароль", STR_EMPTY);
        old->autocomplete = "current-password";
        old->focus = true;
        ask_field(ask, FIELD_HIDDEN, "next", "", ctx_param(ctx, "next"));
        ask_button(ask, "Дальше", true);
    }
    ask_end(ask, NULL);
    doc_small(ctx->doc, NULL, STR("После смены пароля остальные ваши сеансы закончатся, этот останется."));
    return true;
}

static bool confirm(Ctx *ctx, Err *err)
{
    Str old = ctx_field(ctx, "old"), next = ctx_field(ctx, "next"), stored;
    int wait_s = 0;
    SignInFrom from = entry_from(ctx);
    if (old.n == 0 || old.n > LIMIT_PASSWORD_BYTES) return err_set(err, ERR_INPUT, "Впишите его.", "Нужен прежний пароль.");
    if (!ctx->hash_given)
        return flow_sign_in_begin(ctx->flow, ctx->who->login, &from, ctx->arena, &stored, &wait_s, err) ? ctx_hash(ctx, old, stored) : entry_wait(ctx, wait_s);
    return flow_confirm(ctx->flow, ctx->session, &from, ctx->hash_ok, &wait_s, err) ? ctx_go(ctx, url_is_local(next) ? next : STR("/account/password")) : entry_wait(ctx, wait_s);
}

static bool act(Ctx *ctx, Err *err)
{
    bool confirmed;
    Str password, cookie;
    if (!flow_confirmed(flow_reader(ctx->flow), ctx->session, &confirmed, err)) return false;
    if (!confirmed) return confirm(ctx, err);
    if (!entry_password(ctx, ctx->who->login, &password, err)) return false;
    if (!ctx->hash_given) return ctx_hash(ctx, password, STR_EMPTY);
    if (!flow_password_change(ctx->flow, ctx->session, ctx->hash_made, ctx->arena, &cookie, err)) return false;
    entry_cookie(ctx, cookie);
    ctx_done(ctx, STR("Пароль сменён, остальные сеансы закончены."));
    return ctx_go(ctx, STR("/account"));
}

const Page page_account_password = { .path = "/account/password", .title = "Пароль", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .params = params, .no_formats = true, .show = show, .act = act };
