/* Waits for what the outer service says; then one button, so that nobody is signed in by a link alone. */
#include "flow/outer.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/entry.h"

static void wait(Ctx *ctx, Str title)
{
    ctx->refresh_s = 2;
    ctx->doc->title = title;
    doc_text(ctx->doc, NULL, STR("Страница обновится сама. Если сервер занят долгим счётом, это займёт минуту-другую; по паролю можно войти сразу."));
    ask_links(ctx, NULL, 1, "Войти по паролю", STR("/signin"));
}

static bool show(Ctx *ctx, Err *err)
{
    Str secret = request_cookie(ctx->request, "outer"), address;
    OuterView view;
    if (secret.n == 0) { /* not gone yet: the service is not known */
        if (!flow_outer_address(ctx->flow, STR("probe"), ctx->arena, &address, err)) return false;
        if (address.n > 0) return ctx_go(ctx, STR("/signin/outer"));
        wait(ctx, STR("Узнаём у внешней службы, куда идти"));
        return true;
    }
    if (!flow_outer_look(flow_reader(ctx->flow), secret, ctx->arena, &view, err)) return false;
    bool join = ctx->who->account_id != 0 && view.login.account_id == ctx->who->account_id;
    if (view.login.state == OUTER_LOGIN_BACK) {
        wait(ctx, STR("Проверяем ответ внешней службы"));
    } else if (view.login.state == OUTER_LOGIN_REFUSED) {
        ctx->doc->title = STR("Внешняя служба не подтвердила вход");
        doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR_EMPTY, rich_escape(ctx->arena, view.login.words));
        ask_links(ctx, NULL, 2, "Ещё раз", STR("/signin/outer"), "Войти по паролю", STR("/signin"));
    } else if (join || view.has_account) {
        ctx->doc->title = join ? STR("Связать внешний вход с вашей записью") : CTX_TEXT(ctx, "Здравствуйте, %.*s", STR_ARG(rich_escape(ctx->arena, view.account.name)));
        Ask *ask = ask_new(ctx, STR("/signin/outer/wait"));
        ask_field(ask, FIELD_HIDDEN, "next", "", ctx_param(ctx, "next"));
        ask_button(ask, join ? "Связать" : "Войти", true);
        ask_end(ask, NULL);
    } else {
        ctx->doc->title = STR("Внешний вход ещё не связан с вами");
        ctx->doc->lead = STR("Служба вас узнала, но программа не знает, кто вы здесь. Один раз войдите по паролю, откройте «Вход и пароль» и свяжите внешний вход; дальше пароль не понадобится.");
        ask_links(ctx, NULL, 1, "Войти по паролю", STR("/signin?next=/account"));
    }
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Str secret = request_cookie(ctx->request, "outer");
    SignedIn in;
    SignInFrom from = entry_from(ctx);
    if (ctx->who->account_id != 0) {
        if (!flow_outer_join(ctx->flow, ctx->session, secret, err)) return false;
        ctx_cookie(ctx, "outer", STR_EMPTY, -1);
        ctx_done(ctx, STR("Внешний вход связан: в следующий раз пароль не понадобится."));
        return ctx_go(ctx, STR("/account"));
    }
    if (!flow_outer_finish(ctx->flow, secret, &from, ctx->arena, &in, err)) return false;
    ctx_cookie(ctx, "outer", STR_EMPTY, -1);
    return entry_done(ctx, &in);
}

const Page page_signin_outer_wait = { .path = "/signin/outer/wait", .title = "Вход через внешнюю службу", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .no_formats = true, .show = show, .act = act };
