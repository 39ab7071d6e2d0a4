/* The second factor: on and off. Turning it on asks for the password once more. */
#include "store/account.h"
#include "web/ask.h"
#include "web/entry.h"
#include "web/totp_form.h"

static bool show(Ctx *ctx, Err *err)
{
    Account account;
    bool confirmed;
    if (!account_get(flow_reader(ctx->flow), ctx->who->region_id, ctx->who->account_id, ctx->arena, &account, err) || !flow_confirmed(flow_reader(ctx->flow), ctx->session, &confirmed, err)) return false;
    ctx->doc->kicker = STR("Вход и пароль");
    if (account.totp_secret.n == 0) {
        ctx->doc->title = STR("Второй ключ");
        ctx->doc->lead = STR("Кроме пароля при входе понадобится код из приложения на телефоне: украденного пароля будет мало.");
        if (confirmed) totp_form(ctx, NULL, STR("/account/totp"), &account);
        else ask_links(ctx, NULL, 1, "Сначала ввести пароль", STR("/account/password?next=/account/totp"));
        return true;
    }
    ctx->doc->title = STR("Второй ключ включён");
    Ask *ask = ask_new(ctx, STR("/account/totp"));
    Field *code = ask_field(ask, FIELD_TEXT, "code", "Код из приложения", STR_EMPTY);
    code->hint = STR("Чтобы выключить, подтвердите, что телефон у вас.");
    code->inputmode = "numeric";
    code->autocomplete = "one-time-code";
    code->width = 10;
    ask_button(ask, "Выключить второй ключ", false);
    ask_end(ask, NULL);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Account account;
    if (!account_get(flow_reader(ctx->flow), ctx->who->region_id, ctx->who->account_id, ctx->arena, &account, err)) return false;
    if (account.totp_secret.n == 0) return totp_form_done(ctx, STR("/account"), err);
    if (!flow_totp_off(ctx->flow, ctx->session, ctx_field(ctx, "code"), err)) return false;
    ctx_done(ctx, STR("Второй ключ выключен: при входе нужен только пароль."));
    return ctx_go(ctx, STR("/account"));
}

const Page page_account_totp = { .path = "/account/totp", .title = "Второй ключ", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .no_formats = true, .show = show, .act = act };
