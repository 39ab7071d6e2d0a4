/* The second half of signing in: a code of the application, or setting it up where it is required. */
#include "flow/totp.h"
#include "store/account.h"
#include "web/ask.h"
#include "web/entry.h"
#include "web/totp_form.h"
#include "web/url.h"

static const Param params[] = { { .name = "next", .kind = PARAM_TEXT, .title = "куда после входа", .max_length = 1000 }, { .name = NULL } };

static bool halfway(Ctx *ctx, Account *account, bool *half, Err *err)
{
    *half = ctx->session != NULL && ctx->session->needs_totp;
    if (!*half) return true;
    return account_get(flow_reader(ctx->flow), ctx->session->region_id, ctx->session->account_id, ctx->arena, account, err);
}

static bool show(Ctx *ctx, Err *err)
{
    Account account;
    bool half;
    if (!halfway(ctx, &account, &half, err)) return false;
    if (!half) return ctx_go(ctx, ctx->session != NULL ? STR("/") : STR("/signin"));
    if (account.totp_secret.n == 0) {
        ctx->doc->title = STR("Включите второй ключ");
        ctx->doc->lead = STR("Для вашей роли вход подтверждают ещё и кодом из приложения на телефоне. Так решил администратор.");
        totp_form(ctx, NULL, STR("/signin/code"), &account);
        return true;
    }
    ctx->doc->title = STR("Код из приложения");
    Ask *ask = ask_new(ctx, STR("/signin/code"));
    Field *code = ask_field(ask, FIELD_TEXT, "code", "Код", STR_EMPTY);
    code->hint = STR("Шесть цифр из приложения на телефоне. Телефона нет под рукой — введите один из запасных кодов.");
    code->autocomplete = "one-time-code";
    code->value = STR_EMPTY;
    code->focus = true;
    code->width = 20;
    ask_field(ask, FIELD_HIDDEN, "next", "", ctx_param(ctx, "next"));
    ask_button(ask, "Войти", true);
    ask_end(ask, NULL);
    doc_small(ctx->doc, NULL, STR("Нет ни телефона, ни запасных кодов — второй ключ снимет координатор вашей организации."));
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Account account;
    bool half;
    Str next = ctx_field(ctx, "next");
    SignInFrom from = entry_from(ctx);
    SignedIn in;
    int wait_s = 0;
    if (!halfway(ctx, &account, &half, err)) return false;
    if (!half) return ctx_go(ctx, STR("/signin"));
    if (account.totp_secret.n == 0) return totp_form_done(ctx, STR("/"), err);
    if (!flow_sign_in_code(ctx->flow, ctx->session, &from, ctx_field(ctx, "code"), ctx->arena, &in, &wait_s, err)) return entry_wait(ctx, wait_s);
    entry_signed(ctx, &in);
    return ctx_go(ctx, url_is_local(next) ? next : STR("/"));
}

const Page page_signin_code = { .path = "/signin/code", .title = "Второй ключ", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .params = params, .no_formats = true, .show = show, .act = act };
